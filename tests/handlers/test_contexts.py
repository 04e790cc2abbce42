"""What people read about the map on issues and pull requests, and which templates say it."""

from datetime import UTC, datetime

import pytest

from waypost.change import Change, ChangedFile
from waypost.facts import IssueFacts, PullRequestFacts
from waypost.handbook import build
from waypost.handlers import contexts
from waypost.strategy.ties import Around, Fellow, Move, Relative

MAP = b"""\
destination: Every shop in town sells online without help from us.
objectives:
  - id: checkout-conversion
    title: Most who start a checkout finish it
    why: Every abandoned checkout is a customer we had already convinced.
    owner: Checkout team
    horizon: 2026-Q2
    measure: {baseline: 40, target: 60, now: 52, unit: "%", date: 2026-05-01, source: "https://example.com/d/42"}
    product_lines: [shop]
product_lines:
  - {id: shop, title: Shop, stance: sunset, reason: Its shops move to the new one., paths: [web/**]}
glossary:
  GMV: Worth of all that was sold, @everyone.
  guest checkout: A checkout without an account.
"""
DECISION = b"# Keep the guest checkout\n\n2026-03-02. About `checkout-conversion`.\n"
FILES = {"strategy/map.yml": MAP, "strategy/decisions/0002-guests.md": DECISION}
AROUND = Around(
    parent=Relative(3, "All of *checkout*", "Objective: checkout-conversion", url="/acme/shop/issues/3"),
    fellows=(
        Fellow(12, "Ask for the [address](http://x) later", "/acme/shop/issues/12"),
        Fellow(15, "Remember carts", "/acme/shop/pull/15", True),
    ),
    moves=(
        Move(
            "The objective `checkout-conversion` now aims at `60%` (before: `55%`).",
            datetime(2026, 4, 1, tzinfo=UTC),
            "https://github.com/acme/shop/commit/abc",
            ("checkout-conversion",),
        ),
        Move("The objective `other` is now retired.", datetime(2026, 4, 1, tzinfo=UTC), "", ("other",)),
    ),
)


def issue(
    body: str = "",
    association: str = "MEMBER",
    around: Around = AROUND,
    own: dict[str, str] | None = None,
    labels: tuple[str, ...] = (),
    theirs: dict[str, str] | None = None,
) -> str | None:
    folder = ".github/waypost/contexts"
    files, organisation = (
        {f"{folder}/{name}": text.encode() for name, text in (texts or {}).items()} for texts in (own, theirs)
    )
    handbook = build(FILES | files, organisation)
    facts = IssueFacts("acme/shop", 7, "Guests leave", body, "ann", association, labels, handbook, False, around=around)
    return contexts.section(facts)


def pull(body: str = "", around: Around | None = None, paths: tuple[str, ...] = ("api/a.py",)) -> str | None:
    files = tuple(ChangedFile(path, "modified", b"", frozenset()) for path in paths)
    change = Change("a" * 40, "b" * 40, files)
    facts = PullRequestFacts(
        "acme/shop",
        8,
        change,
        build(FILES),
        None,
        "A change",
        body,
        "ann",
        False,
        False,
        False,
        False,
        "b" * 40,
        around=around or Around(),
    )
    return contexts.section(facts)


def test_an_issue_reads_like_this() -> None:
    said = issue("The guest checkouts ask for too much, GMV falls. https://example.com")
    assert (
        said
        == """\
**Moved:** The objective `checkout-conversion` now aims at `60%` (before: `55%`). \
[Why](<https://github.com/acme/shop/commit/abc>), 2026-04-01

**Objective: Most who start a checkout finish it** (`checkout-conversion`), through \
[All of \\*checkout\\*](</acme/shop/issues/3>)
`██████░░░░` 60% of the way from 40% to 60%, now 52% (2026-05-01)

Every abandoned checkout is a customer we had already convinced.

Owner: Checkout team · Until: 2026-Q2

**Shop: sunset.** Its shops move to the new one.

Also on the way: [Ask for the \\[address\\](http://x) later](</acme/shop/issues/12>) · \
[Remember carts](</acme/shop/pull/15>)

<details><summary>More</summary>

Destination: Every shop in town sells online without help from us.

Where the figure is read: [https://example.com/d/42](<https://example.com/d/42>)

Decided before:

- [Keep the guest checkout](</acme/shop/blob/HEAD/strategy/decisions/0002-guests.md>), 2026-03-02

Words used here:

- **guest checkout**: A checkout without an account.
- **GMV**: Worth of all that was sold, @&#8203;everyone.

</details>
"""
    )
    assert len(said.split("<details>")[0].splitlines()) <= 15


def test_a_first_contribution_gets_the_longer_form() -> None:
    assert (
        issue("Objective: checkout-conversion\n\nA guest checkout.", "NONE", Around())
        == """\
Thank you for this first one here. This is where it fits in:

**Objective: Most who start a checkout finish it** (`checkout-conversion`)
`██████░░░░` 60% of the way from 40% to 60%, now 52% (2026-05-01)

Every abandoned checkout is a customer we had already convinced.

Owner: Checkout team · Until: 2026-Q2

**Shop: sunset.** Its shops move to the new one.

Words used here:

- **guest checkout**: A checkout without an account.

First steps: look at what is on the way already, so that nothing is done twice; ask Checkout team here where \
something is unclear; nothing above is a condition.

<details><summary>More</summary>

Where all of it leads: Every shop in town sells online without help from us.

Decided before:

- [Keep the guest checkout](</acme/shop/blob/HEAD/strategy/decisions/0002-guests.md>), 2026-03-02

</details>
"""
    )


def test_a_pull_request_in_a_sunset_product_line_is_told_so() -> None:
    assert (
        pull(paths=("web/a.ts",))
        == """\
**Objective: Most who start a checkout finish it** (`checkout-conversion`)
`██████░░░░` 60% of the way from 40% to 60%, now 52% (2026-05-01)

Every abandoned checkout is a customer we had already convinced.

Owner: Checkout team · Until: 2026-Q2

**Shop: sunset.** Its shops move to the new one.

<details><summary>More</summary>

Decided before:

- [Keep the guest checkout](</acme/shop/blob/HEAD/strategy/decisions/0002-guests.md>), 2026-03-02

</details>
"""
    )


def test_a_pull_request_elsewhere_is_left_in_peace() -> None:
    assert pull() is None
    assert pull(around=Around(linked=(Relative(3, "x", "Objective: checkout-conversion"),))) is None


def test_a_suggestion_is_one_line() -> None:
    said = issue("Whoever starts a checkout should finish it: abandoned checkouts are customers.", around=Around())
    assert (
        said
        == "Write `Objective: checkout-conversion` in the issue, if this works towards it: Most who start a checkout"
        " finish it. With `/waypost objective none` this note goes away.\n"
    )


TIED = "Objective: checkout-conversion"
BUG = "---\nlabels: [bug]\n---\nHello {{ title }}: {{ objective.id if objective else 'free' }}\n"


@pytest.mark.parametrize(
    ("own", "theirs", "labels", "body", "said"),
    [
        pytest.param({"a.md.j2": "Own\n"}, {}, (), TIED, "Own", id="without conditions, tied"),
        pytest.param({"a.md.j2": "Own\n"}, {}, (), "", None, id="without conditions, not tied"),
        pytest.param({"a.md.j2": BUG}, {}, ("bug",), "", "Hello Guests leave: free", id="a condition is enough"),
        pytest.param({"a.md.j2": BUG}, {}, ("bug",), "Objective: none", None, id="none wanted"),
        pytest.param({"a.md.j2": BUG}, {}, ("feature",), "", None, id="another label"),
        pytest.param({}, {"a.md.j2": "Theirs"}, (), TIED, "Theirs", id="the organisation's"),
        pytest.param({"a.md.j2": "Own"}, {"a.md.j2": "Theirs"}, (), TIED, "Own", id="over the organisation's"),
        pytest.param(
            {"b.md.j2": "Own"},
            {"a.md.j2": "---\norder: 200\n---\nTheirs"},
            (),
            TIED,
            "Own\n\nTheirs",
            id="several, in order",
        ),
        pytest.param({"a.md.j2": "{% if false %}x{% endif %}"}, {}, (), TIED, None, id="an empty one silences"),
        pytest.param(
            {"a.md.j2": "---\nlabels: [bug\n---\nOwn"}, {}, ("bug",), "", None, id="a broken condition applies nowhere"
        ),
    ],
)
def test_templates_are_chosen(
    own: dict[str, str], theirs: dict[str, str], labels: tuple[str, ...], body: str, said: str | None
) -> None:
    assert issue(body, around=Around(), own=own, labels=labels, theirs=theirs) == said


def test_a_broken_template_gives_way_to_ours_and_says_where() -> None:
    said = issue(TIED, around=Around(), own={"a.md.j2": "---\norder: 1\n---\n{{ nothing }}\n"})
    assert said is not None and said.startswith("**Objective: Most")
    assert "`.github/waypost/contexts/a.md.j2:4` There is no `nothing` here." in said


@pytest.mark.parametrize(
    "template",
    [
        pytest.param("{% for a in 'x' * 3 %}{% endfor %}", id="text times a number"),
        pytest.param("{% for a in labels %}{% for b in labels %}{% for c in labels %}{% for d in labels %}"
                     "x{% endfor %}{% endfor %}{% endfor %}{% endfor %}", id="loops"),
        pytest.param("{{ ('x' * 9999999999) }}", id="allocates"),
        pytest.param("{{ 1 / 0 }}", id="raises"),
        pytest.param("{% include '../../../etc/passwd' %}", id="includes"),
        pytest.param("{{ objective.__class__.__mro__ }}", id="attribute"),
    ],
)  # fmt: skip
def test_a_hostile_template_costs_little_and_says_where(template: str) -> None:
    labels = tuple(f"l{number}" for number in range(100))
    said = issue(TIED, around=Around(), own={"a.md.j2": template}, labels=labels)
    assert said is not None and "This repository's own template was not used." in said
