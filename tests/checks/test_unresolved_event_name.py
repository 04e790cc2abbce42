"""Names that cannot be told are said to be so, once, and only to whoever asks."""

import pytest

from tests.checks.changes import added, handbook, told
from waypost import checks
from waypost.finding import Stage

NAME = "unresolved-event-name"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            "posthog.capture(name)",
            "Declare this function under `telemetry.calls` in `.github/waypost.yml` if it passes a name on: here none"
            " is seen.",
            id="one",
        ),
        pytest.param(
            "posthog.capture(a)\nposthog.capture(b())\nposthog.capture(c.d)", "The same goes for 2 more.", id="3"
        ),
    ],
)
def test_it_is_said_once(source: str, message: str) -> None:
    (finding,) = told(NAME, {"a.ts": source})
    assert finding.message.endswith(message)
    assert finding.span.line == 1


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("posthog.capture('cart_paid')", id="known"),
        pytest.param("posthog.capture(name) // old", id="there-before"),
        pytest.param("posthog.capture(`cart_${step}`)", id="pattern"),
        pytest.param("posthog.capture(x ? 'a' : b)", id="known-in-part"),
    ],
)
def test_all_else_is_left_alone(source: str) -> None:
    assert told(NAME, {"a.ts": source}) == ()


def test_nobody_is_bothered_unless_they_ask() -> None:
    change = added({"a.ts": "posthog.capture(name)"})
    assert [finding.stage for finding in checks.run(change, handbook()).findings] == [Stage.OBSERVE]
    assert checks.run(change, handbook()).spoken == ()
    assert len(checks.run(change, handbook(None, f"checks: {{{NAME}: advise}}")).spoken) == 1
