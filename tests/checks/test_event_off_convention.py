"""New names that are off the convention get the name that fits; all other names are left alone."""

from dataclasses import replace

import pytest

from tests.checks.changes import added, fixed, handbook
from waypost import checks
from waypost.change import ChangedFile
from waypost.finding import Finding
from waypost.handbook import Handbook

SNAKE = "convention: {case: snake_case}"
SLOTS = """
convention:
  template: "{category}:{object}_{action}"
  case: snake_case
  slots:
    action: {one_of: [opened, paid], synonyms: {paid: [purchased]}}
"""
AROUND = "".join(f"posthog.capture('item_{word}') // old\n" for word in "abcdefgh")


def found(files: dict[str, str], book: Handbook) -> tuple[Finding, ...]:
    findings = checks.run(added(files), book).findings
    return tuple(finding for finding in findings if finding.check == "event-off-convention")


@pytest.mark.parametrize(
    ("spec", "path", "source", "message", "result"),
    [
        pytest.param(
            SNAKE,
            "a.ts",
            "posthog.capture('cartOpened')",
            "Rename `cartOpened` to `cart_opened`: it is camelCase, the convention is snake_case.",
            "posthog.capture('cart_opened')",
            id="casing-of-the-spec",
        ),
        pytest.param(
            SNAKE,
            "a.py",
            'posthog.capture(user, event="""Cart Opened""")',
            "Rename `Cart Opened` to `cart_opened`: it is Title Case, the convention is snake_case.",
            'posthog.capture(user, event="""cart_opened""")',
            id="quotes-stay",
        ),
        pytest.param(
            SNAKE,
            "a.py",
            "E = r'Cart Opened'\nposthog.capture(u, E) # old",
            "Rename `Cart Opened` to `cart_opened`: it is Title Case, the convention is snake_case.",
            "E = r'cart_opened'\nposthog.capture(u, E) # old",
            id="constant-at-its-definition",
        ),
        pytest.param(
            SNAKE,
            "ä.js",
            "/* 🙂 ä */ mixpanel.track('cart-opened')",
            "Rename `cart-opened` to `cart_opened`: it is kebab-case, the convention is snake_case.",
            "/* 🙂 ä */ mixpanel.track('cart_opened')",
            id="columns-are-code-points",
        ),
        pytest.param(
            SLOTS,
            "a.tsx",
            "analytics.track('shop:cart_purchased')",
            "Rename `shop:cart_purchased` to `shop:cart_paid`: "
            "`purchased` is none of the values for `action`: `opened`, `paid`.",
            "analytics.track('shop:cart_paid')",
            id="synonym",
        ),
        pytest.param(
            None,
            "a.js",
            AROUND + "posthog.capture('cartOpened')",
            "Rename `cartOpened` to `cart_opened`: 8 of 8 names around it are snake_case.",
            AROUND + "posthog.capture('cart_opened')",
            id="inferred-with-evidence",
        ),
        pytest.param(
            SNAKE,
            "a.ts",
            "mixpanel.track(x ? 'cartOpened' : 'cart_closed')",
            "Rename `cartOpened` to `cart_opened`: it is camelCase, the convention is snake_case.",
            "mixpanel.track(x ? 'cart_opened' : 'cart_closed')",
            id="one-of-two-alternatives",
        ),
        pytest.param(
            SNAKE,
            "a.ts",
            "mixpanel.track(x ? 'aB' : y ? 'c' : 'aB')",
            "Rename `aB` to `a_b`: it is camelCase, the convention is snake_case.",
            "mixpanel.track(x ? 'a_b' : y ? 'c' : 'a_b')",
            id="both-literals-of-one-call",
        ),
        pytest.param(
            SNAKE,
            "a.ts",
            "mixpanel.track('aB')\nmixpanel.track('aB')\nmixpanel.track('aB')\nmixpanel.track('aB')",
            "Rename `aB` to `a_b`: it is camelCase, the convention is snake_case. Also at `a.ts:2` and `a.ts:3`.",
            "mixpanel.track('a_b')\nmixpanel.track('a_b')\nmixpanel.track('a_b')\nmixpanel.track('a_b')",
            id="said-once-for-all-places",
        ),
    ],
)
def test_a_new_name_gets_the_name_that_fits(
    spec: str | None, path: str, source: str, message: str, result: str
) -> None:
    (finding,) = found({path: source}, handbook(spec))
    assert finding.message == message
    after = fixed(finding, {path: source})
    assert after == {path: result}
    assert found(after, handbook(spec)) == ()


@pytest.mark.parametrize(
    ("spec", "source"),
    [
        pytest.param(SNAKE, "posthog.capture('cart_opened')", id="fits"),
        pytest.param(SNAKE + "\nevents: {cartOpened: {}}", "posthog.capture('cartOpened')", id="declared-is-decided"),
        pytest.param(SNAKE, "posthog.capture('cartOpened') // old", id="there-before"),
        pytest.param(
            SNAKE,
            "posthog.capture('cartOpened') // old\nposthog.capture('cartOpened')",
            id="a-name-already-in-use-is-kept",
        ),
        pytest.param(SNAKE, "const E = 'cartOpened' // old\nposthog.capture(E)", id="old-constant-used-again"),
        pytest.param(SNAKE, "posthog.capture(`cart${Step}`)", id="pattern"),
        pytest.param(SNAKE, "posthog.capture(unknownName)", id="unresolved"),
        pytest.param(SNAKE, "posthog.capture('$pageView')", id="vendors-own"),
        pytest.param(SNAKE, "// posthog.capture('cartOpened')", id="comment"),
        pytest.param(None, "posthog.capture('cartOpened')", id="no-convention"),
        pytest.param("convention: {}", "posthog.capture('cartOpened')", id="empty-convention"),
        pytest.param(
            None, "posthog.capture('a_b') // old\n" * 9 + "posthog.capture('cartOpened')", id="one-name-is-no-evidence"
        ),
        pytest.param(
            None,
            AROUND + "posthog.capture('cartClosed') // old\nposthog.capture('cartOpened')",
            id="names-around-disagree",
        ),
    ],
)
def test_all_else_is_left_alone(spec: str | None, source: str) -> None:
    assert found({"a.ts": source}, handbook(spec)) == ()


@pytest.mark.parametrize(
    "path",
    ["tests/a.ts", "web/a.test.ts", "src/__tests__/a.js", "app/test_a.py", "node_modules/x/a.js", "web/app.min.js"],
)
def test_code_that_is_not_shipped_is_left_alone(path: str) -> None:
    assert found({path: "posthog.capture('cartOpened')"}, handbook(SNAKE)) == ()


@pytest.mark.parametrize(
    ("spec", "source", "message"),
    [
        pytest.param(
            SLOTS,
            "posthog.capture('cart_paid')",
            "Find another name for `cart_paid`: the convention is `{category}:{object}_{action}`.",
            id="nothing-to-derive-it-from",
        ),
        pytest.param(
            SLOTS,
            "posthog.capture('shop:cart_lost')",
            "Find another name for `shop:cart_lost`: `lost` is none of the values for `action`: `opened`, `paid`.",
            id="not-on-the-list",
        ),
    ],
)
def test_without_a_sure_suggestion_there_is_no_fix(spec: str, source: str, message: str) -> None:
    (finding,) = found({"a.ts": source}, handbook(spec))
    assert (finding.message, finding.fix) == (message, None)


def test_a_name_no_literal_holds_is_told_without_a_fix() -> None:
    (finding,) = found({"a.ts": "posthog.capture('cart' + 'Opened')"}, handbook(SNAKE))
    assert finding.message.startswith("Rename `cartOpened` to `cart_opened`")
    assert finding.fix is None


def test_a_suggestion_that_would_end_the_literal_is_no_fix() -> None:
    spec = """convention: {template: "it's {object}_{action}", case: snake_case}"""
    (finding,) = found({"a.ts": "posthog.capture('cart_opened')"}, handbook(spec))
    assert finding.message.startswith("Rename `cart_opened` to `it's cart_opened`: ")
    assert finding.fix is None


def test_a_name_cannot_break_out_of_its_code_span() -> None:
    (finding,) = found({"a.ts": r"posthog.capture('a`@team <b>\nB')"}, handbook(SNAKE))
    assert "`a'@team <b> B`" in finding.message


def test_a_declared_wrapper_is_a_call_site() -> None:
    settings = "telemetry: {calls: [{call: tracker.send, name: 1}]}"
    (finding,) = found({"a.ts": "this.tracker.send(ctx, 'cartOpened')"}, handbook(SNAKE, settings))
    assert finding.message.startswith("Rename `cartOpened` to `cart_opened`")


@pytest.mark.parametrize(
    "removed",
    [
        pytest.param("posthog.capture('cartOpened')", id="moved"),
        pytest.param('  posthog.capture("cartOpened", {})', id="written-differently"),
        pytest.param("x()\nlog('it\\'s'); const OPENED = `cartOpened`", id="from-a-constant"),
    ],
)
@pytest.mark.parametrize("elsewhere", [pytest.param(False, id="same-file"), pytest.param(True, id="other-file")])
def test_a_name_whose_line_was_moved_is_not_new(removed: str, elsewhere: bool) -> None:
    change = added({"a.ts": "if (cart) posthog.capture('cartOpened')"})
    (file,) = change.files
    if elsewhere:
        change = replace(change, files=(file, ChangedFile("b.ts", "removed", None, frozenset(), removed=removed)))
    else:
        change = replace(change, files=(replace(file, removed=removed),))
    assert checks.run(change, handbook(SNAKE)).findings == ()


def test_a_name_that_takes_the_place_of_another_is_new() -> None:
    change = added({"a.ts": "posthog.capture('cartOpened')"})
    (file,) = change.files
    change = replace(change, files=(replace(file, removed="posthog.capture('basketOpened')"),))
    assert [finding.check for finding in checks.run(change, handbook(SNAKE)).findings] == ["event-off-convention"]


def test_a_family_of_other_names_is_a_decision_where_no_convention_is_written() -> None:
    family = "".join(f"posthog.capture('cart{word}')\n" for word in ("Opened", "Closed", "Filled"))
    assert found({"a.ts": AROUND + family}, handbook()) == ()
    assert len(found({"a.ts": AROUND + family.split("\n")[0]}, handbook())) == 1
    assert len(found({"a.ts": AROUND + family}, handbook(SNAKE))) == 3


def test_suggestions_are_made_up_to_a_number() -> None:
    change = added({"a.js": "".join(f"posthog.capture('cartOpened{number}');\n" for number in range(300))})
    found = checks.run(change, handbook("convention: {case: snake_case}\n")).findings
    assert [finding.fix is not None for finding in found] == [True] * 200 + [False] * 100


def test_a_suggestion_with_another_word_says_which() -> None:
    (finding,) = found({"a.ts": "posthog.capture('shopCartPurchased')"}, handbook(SLOTS))
    assert finding.message == (
        "Rename `shopCartPurchased` to `shop:cart_paid`: it is camelCase, the convention is snake_case,"
        " and says `paid` for `purchased`."
    )


RICH = """
convention:
  template: "{object}_{action}"
  case: snake_case
  slots: {action: {tense: past}}
  vendors: [ga4]
  exceptions:
    - {paths: ["ios/"], case: PascalCase}
    - {paths: ["legacy/"], because: It is rewritten this year.}
legacy: [cartOpen]
"""


@pytest.mark.parametrize(
    ("path", "name", "message"),
    [
        pytest.param("web/a.ts", "cart_open", "Rename `cart_open` to `cart_opened`: ", id="tense"),
        pytest.param("web/a.ts", "Cart Opened", "Rename `Cart Opened` to `cart_opened`: ", id="not-here"),
        pytest.param("ios/a.ts", "cart_opened", "Rename `cart_opened` to `CartOpened`: ", id="exception"),
        pytest.param("web/a.ts", "ga_cart_opened", "", id="reserved-by-a-vendor"),
        pytest.param("web/a.ts", f"{'cart_' * 10}opened", "", id="too-long-for-a-vendor"),
    ],
)
def test_all_of_a_written_convention_counts(path: str, name: str, message: str) -> None:
    (finding,) = found({path: f"posthog.capture('{name}')"}, handbook(RICH))
    assert finding.message.startswith(message or "Find another name for ")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        pytest.param("web/a.ts", "cart_opened", id="fits"),
        pytest.param("ios/a.ts", "CartOpened", id="fits-the-exception"),
        pytest.param("legacy/a.ts", "anyThing", id="any-name-will-do"),
        pytest.param("web/a.ts", "cartOpen", id="legacy-name"),
    ],
)
def test_what_the_convention_leaves_open_is_left_alone(path: str, name: str) -> None:
    assert found({path: f"posthog.capture('{name}')"}, handbook(RICH)) == ()


def test_a_name_that_is_sent_from_two_areas_must_fit_both() -> None:
    files = {"ios/a.ts": "posthog.capture('CartOpened')", "web/a.ts": "posthog.capture('CartOpened')"}
    (finding,) = found(files, handbook(RICH))
    assert finding.message.startswith("Rename `CartOpened` to `cart_opened`")


def test_a_family_of_others_is_a_decision_even_among_many() -> None:
    many = "".join(f"posthog.capture('item_{number}x_seen') // old\n" for number in range(60))
    family = "".join(f"posthog.capture('query{word}')\n" for word in ("House", "Stream", "Raw", "Text"))
    assert found({"a.ts": many + family}, handbook()) == ()
    assert len(found({"a.ts": many + family.split("\n")[0]}, handbook())) == 1


def test_a_legacy_list_gets_no_longer_by_the_change_that_needs_it() -> None:
    code = {"a.ts": "posthog.capture('newOne');\nposthog.capture('oldOne');\n"}
    longer = {"telemetry/spec.yml": f"{SNAKE}\nlegacy: [oldOne, newOne]\n"}
    first, *others = found({**code, **longer}, handbook(f"{SNAKE}\nlegacy: [oldOne]\n"))
    assert first.message.startswith("Rename `newOne`")
    assert others == []


AREAS = """
convention: {case: Title Case, exceptions: [{paths: [b.ts], case: camelCase}, {paths: [c.ts], case: kebab-case}]}
events: {Cart Opened: {}}
"""


@pytest.mark.parametrize(
    ("files", "after"),
    [
        pytest.param(
            {"a.ts": "posthog.capture('Cart Seen')", "b.ts": "posthog.capture('Cart Seen')"},
            {"b.ts": "posthog.capture('cartSeen')"},
            id="only-where-it-does-not-fit",
        ),
        pytest.param(
            {"b.ts": "posthog.capture('Cart Seen')", "c.ts": "posthog.capture('Cart Seen')"},
            None,
            id="nothing-fits-everywhere",
        ),
    ],
)
def test_a_name_that_parts_of_the_code_write_otherwise_is_renamed_where_it_does_not_fit(
    files: dict[str, str], after: dict[str, str] | None
) -> None:
    """Or each rename would be taken back by the next."""
    (finding,) = (it for it in checks.run(added(files), handbook(AREAS)).findings if it.check == "event-off-convention")
    assert finding.path == "b.ts"
    assert (finding.fix and fixed(finding, files)) == (files | after if after else None)
