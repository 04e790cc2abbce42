"""A name that took another's place is told, with the edit that keeps the old one findable."""

import pytest

from tests.checks.changes import fixed, handbook, patched
from waypost import checks
from waypost.change import Change, ChangedFile
from waypost.finding import Finding
from waypost.handbook import Handbook
from waypost.telemetry.spec import read_spec

NAME = "renamed-event"
SPEC = "events:\n  cart_seen: {owner: a}\n  cart_paid: {}\n"


def found(patch: str, spec: str | None = SPEC, head: str | None = None) -> tuple[Finding, ...]:
    return of(patched({"a.ts": patch}), handbook(spec), head)


def of(change: Change, book: Handbook, head: str | None = None) -> tuple[Finding, ...]:
    spec = () if head is None else (ChangedFile("telemetry/spec.yml", "modified", head.encode(), frozenset()),)
    findings = checks.run(Change(change.base, change.head, (*change.files, *spec)), book).findings
    return tuple(finding for finding in findings if finding.check == NAME)


@pytest.mark.parametrize(
    "patch",
    [
        pytest.param("-posthog.capture('cart_seen');\n+posthog.capture('cart_viewed');", id="call"),
        pytest.param("-const A = 'cart_seen';\n+const A = 'cart_viewed';\n posthog.capture(A);", id="constant"),
        pytest.param(" posthog.capture(\n-  'cart_seen',\n+  'cart_viewed',\n {a});", id="name-alone-on-its-line"),
        pytest.param(
            "-posthog.capture('cart_seen', {\n-  a: 1,\n-});\n+posthog.capture('cart_viewed', {\n+  a: 2,\n+});",
            id="more",
        ),
        pytest.param(
            "-f();\n-posthog.capture('cart_seen');\n+posthog.capture('cart_viewed');\n+posthog.capture('b');",
            id="another-one-is-new",
        ),
    ],
)
def test_a_renamed_event_is_told(patch: str) -> None:
    (finding,) = found(patch)
    assert finding.message == (
        "Keep `cart_seen` as an earlier name of `cart_viewed` in the spec, or send both until all reports have"
        " gone over."
    )


@pytest.mark.parametrize(
    ("head", "after"),
    [
        pytest.param(SPEC, "events:\n  cart_viewed: {owner: a, aliases: [cart_seen]}\n  cart_paid: {}\n", id="not-yet"),
        pytest.param(
            "events:\n  cart_seen: {}\n  old: {status: deprecated, replacement: 'cart_seen'}\n",
            "events:\n  cart_viewed: {aliases: [cart_seen]}\n  old: {status: deprecated, replacement: cart_viewed}\n",
            id="others-refer-to-it",
        ),
        pytest.param(
            "events:\n  cart_viewed: {}\n",
            "events:\n  cart_viewed: {aliases: [cart_seen]}\n",
            id="renamed-in-the-spec",
        ),
        pytest.param(
            "events:\n  cart_seen:\n    owner: a\n  cart_viewed: {}\n",
            "events:\n  cart_seen:\n    owner: a\n    status: deprecated\n    replacement: cart_viewed\n"
            "    since: 2026-07-01\n  cart_viewed: {}\n",
            id="both-declared",
        ),
    ],
)
def test_the_old_name_is_kept_in_the_spec(head: str, after: str) -> None:
    patch = "-posthog.capture('cart_seen');\n+posthog.capture('cart_viewed');"
    (finding,) = found(patch, head=head)
    result = fixed(finding, {"telemetry/spec.yml": head})["telemetry/spec.yml"]
    assert result == after
    assert read_spec(result.encode())[1] == ()
    assert found(patch, head=result) == ()


@pytest.mark.parametrize(
    "patch",
    [
        pytest.param(
            " export const E = {\n-  CART_SEEN: 'cart_seen',\n+  CART_VIEWED: 'cart_viewed',\n };\n"
            "-posthog.capture(E.CART_SEEN);\n+posthog.capture(E.CART_VIEWED);",
            id="object",
        ),
        pytest.param(
            "-const cartSeen = 'cart_seen';\n+const cartViewed = 'cart_viewed';\n"
            "-posthog.capture(cartSeen);\n+posthog.capture(cartViewed);",
            id="variable",
        ),
        pytest.param(
            " enum E {\n-  CartSeen = 'cart_seen',\n-  CartOld = 'cart_old',\n+  CartViewed = 'cart_viewed',\n"
            "+  CartNew = 'cart_new',\n }\n posthog.capture(E.CartViewed);\n posthog.capture(E.CartNew);",
            id="two-of-them",
        ),
    ],
)
def test_a_constant_may_be_renamed_with_its_text(patch: str) -> None:
    findings = found(patch)
    assert findings[0].message.startswith("Keep `cart_seen` as an earlier name of `cart_viewed` in the spec")
    assert [finding.message.split("`")[1] for finding in findings[1:]] in ([], ["cart_old"])


@pytest.mark.parametrize(
    "patch",
    [
        pytest.param("-  CART_SEEN: 'seen_1',\n+  CART_VIEWED: 'cart_viewed',", id="another-text"),
        pytest.param("-  CART_SEEN = 'cart_seen',\n+  CART_VIEWED: 'cart_viewed',", id="another-line"),
        pytest.param("-  USER_LEFT: 'user_left',\n+  CART_VIEWED: 'cart_viewed',", id="no-word-in-common"),
    ],
)
def test_a_new_constant_is_no_renamed_one(patch: str) -> None:
    assert found(f" const E = {{\n{patch}\n }};\n+posthog.capture(E.CART_VIEWED);") == ()


def test_without_a_spec_both_are_sent_for_a_while() -> None:
    (finding,) = found("-posthog.capture('cart_seen');\n+posthog.capture('cart_viewed');", None)
    assert finding.message == (
        "Send `cart_seen` along with `cart_viewed` until all reports have gone over: from here on they get nothing"
        " under it."
    )


def test_several_at_one_place_are_told_apart_by_their_order() -> None:
    findings = found(
        "-posthog.capture('cart_seen');\n-posthog.capture('cart_paid');\n"
        "+posthog.capture('cart_viewed');\n+posthog.capture('cart_bought');"
    )
    assert [finding.message.split("`")[1:4:2] for finding in findings] == [
        ["cart_seen", "cart_viewed"],
        ["cart_paid", "cart_bought"],
    ]


@pytest.mark.parametrize(
    "patch",
    [
        pytest.param("+posthog.capture('cart_viewed');", id="new"),
        pytest.param("-posthog.capture('cart_seen');", id="taken-out"),
        pytest.param("-posthog.capture('cart_seen');\n f();\n+posthog.capture('cart_viewed');", id="another-place"),
        pytest.param("-f('cart_seen');\n+posthog.capture('cart_viewed');", id="another-call"),
        pytest.param("-  'cart_seen',\n posthog.capture(\n+  'cart_viewed',\n);", id="another-list"),
        pytest.param(
            "-posthog.capture('cart_seen');\n+posthog.capture('cart_viewed');\n posthog.capture('cart_seen');",
            id="still-sent",
        ),
        pytest.param("-posthog.capture('cart_seen');\n+posthog.capture(name);", id="unknown"),
    ],
)
def test_all_else_is_left_alone(patch: str) -> None:
    assert found(patch) == ()


def test_a_line_that_no_person_wrote_is_not_compared() -> None:
    assert len(found(f"-posthog.capture('cart_seen');{' ' * 100}\n+posthog.capture('cart_viewed');")) == 1
    more = "f();" * 600
    assert found(f"-posthog.capture('cart_seen');{more}\n+posthog.capture('cart_viewed');{more}") == ()


def test_where_nothing_is_known_of_places_nothing_is_said() -> None:
    file = ChangedFile(
        "a.ts", "modified", b"posthog.capture('cart_viewed');", frozenset({1}), removed="posthog.capture('cart_seen');"
    )
    assert of(Change("a" * 40, "b" * 40, (file,)), handbook(SPEC)) == ()


def test_one_thing_at_a_time() -> None:
    spec = f"convention: {{case: snake_case}}\n{SPEC}"
    change = patched({"a.ts": "-posthog.capture('cart_seen');\n+posthog.capture('cartViewed');"})
    assert [finding.check for finding in checks.run(change, handbook(spec)).findings] == ["event-off-convention"]
    change = patched({"a.ts": "-posthog.capture('cart_seen');\n+posthog.capture('cart_viewed');"})
    assert [finding.check for finding in checks.run(change, handbook(spec)).findings] == [NAME]
