"""Who sends two names until reports have gone over is reminded to take the old one out, not before."""

from dataclasses import replace

import pytest

from tests.checks.changes import added, edited, handbook, told
from waypost.checks.lingering_event import check

NAME = "lingering-event"
BOTH = "posthog.capture('cart_seen'); // old\nposthog.capture('cart_viewed'); // old\nopen()"


def spec(entry: str) -> str:
    return f"events:\n  cart_seen: {{{entry}}}\n  cart_viewed: {{}}\n"


LONG_AGO = spec("status: deprecated, replacement: cart_viewed, since: 2026-03-01")


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param("status: deprecated, replacement: cart_viewed, since: 2026-03-01", id="deprecated"),
        pytest.param("status: removed, replacement: cart_viewed, since: 2026-03-01", id="removed"),
    ],
)
def test_an_old_name_beside_its_successor_is_told_after_three_months(entry: str) -> None:
    (finding,) = told(NAME, {"a.ts": BOTH}, handbook(spec(entry)))
    assert finding.message == (
        "Take `cart_seen` out when no report reads it any more: `cart_viewed` came in its place 4 months ago."
    )
    assert (finding.path, finding.span.line) == ("a.ts", 1)


@pytest.mark.parametrize(
    ("entry", "source"),
    [
        pytest.param("status: deprecated, replacement: cart_viewed, since: 2026-05-01", BOTH, id="two-months-ago"),
        pytest.param("status: deprecated, replacement: cart_viewed", BOTH, id="nobody-knows-since-when"),
        pytest.param("status: deprecated, since: 2026-03-01", BOTH, id="nothing-came-in-its-place"),
        pytest.param("owner: a", BOTH, id="not-retired"),
        pytest.param(
            "status: deprecated, replacement: cart_viewed, since: 2026-03-01",
            "posthog.capture('cart_seen'); // old\nopen()",
            id="only-the-old-one-is-here",
        ),
        pytest.param(
            "status: deprecated, replacement: cart_viewed, since: 2026-03-01",
            "posthog.capture('cart_seen');\nposthog.capture('cart_viewed'); // old",
            id="a-new-line-is-another-checks",
        ),
    ],
)
def test_else_nobody_is_reminded(entry: str, source: str) -> None:
    assert told(NAME, {"a.ts": source}, handbook(spec(entry))) == ()


def test_without_a_day_nobody_is_reminded() -> None:
    assert list(check(added({"a.ts": BOTH}), replace(handbook(LONG_AGO), today=None))) == []


@pytest.mark.parametrize(
    ("source", "after"),
    [
        pytest.param(BOTH, "posthog.capture('cart_viewed'); // old\nopen()", id="beside"),
        pytest.param(
            "posthog.capture('cart_viewed'); // old\nposthog.capture( // old\n  'cart_seen', // old\n); // old\nopen()",
            "posthog.capture('cart_viewed'); // old\nopen()",
            id="behind",
        ),
        pytest.param(BOTH.replace("// old\n", "// old\nf()\n", 1), None, id="apart"),
        pytest.param(BOTH.replace("posthog", "x = posthog", 1), None, id="more-than-a-call"),
    ],
)
def test_the_old_call_is_taken_out_where_it_is_asked_for(source: str, after: str | None) -> None:
    (finding,) = told(NAME, {"a.ts": source}, handbook(LONG_AGO))
    assert finding.fix is None
    result = edited(source, finding.choice.fix.edits) if finding.choice else None
    assert result == after
    assert after is None or told(NAME, {"a.ts": after}, handbook(LONG_AGO)) == ()
