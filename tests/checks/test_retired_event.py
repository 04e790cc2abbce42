"""A new line that sends what the spec has as retired gets what to send instead."""

import pytest

from tests.checks.changes import handbook, settles, told

NAME = "retired-event"
BOOK = handbook("""
events:
  order_canceled: {status: deprecated, replacement: order_cancelled, since: 2026-05-01}
  order_cancelled: {aliases: [order_stopped]}
  cart_seen: {status: removed}
  cart_viewed: {}
""")


@pytest.mark.parametrize(
    ("source", "message", "after"),
    [
        pytest.param(
            "posthog.capture('order_canceled')",
            "Send `order_cancelled` instead of `order_canceled`: the spec has it as deprecated since 2026-05-01.",
            "posthog.capture('order_cancelled')",
            id="deprecated",
        ),
        pytest.param(
            "posthog.capture('order_stopped')",
            "Send `order_cancelled` instead of `order_stopped`: it is an earlier name of `order_cancelled`.",
            "posthog.capture('order_cancelled')",
            id="earlier-name",
        ),
        pytest.param(
            "posthog.capture('cart_seen')",
            "Leave `cart_seen` out of new code: the spec has it as removed.",
            None,
            id="removed",
        ),
        pytest.param(
            "const A = 'order_canceled'; // old\nposthog.capture(A)",
            "Send `order_cancelled` instead of `order_canceled`",
            None,
            id="an-old-constant-serves-others-too",
        ),
        pytest.param(
            "posthog.capture('order_canceled')\nposthog.capture('order_canceled')",
            "Send `order_cancelled` instead of `order_canceled`: the spec has it as deprecated since 2026-05-01."
            " Also at `a.ts:2`.",
            "posthog.capture('order_cancelled')\nposthog.capture('order_cancelled')",
            id="twice",
        ),
    ],
)
def test_what_came_after_is_offered(source: str, message: str, after: str | None) -> None:
    (finding,) = told(NAME, {"a.ts": source}, BOOK)
    assert finding.message.startswith(message)
    assert (settles(finding, {"a.ts": source}, BOOK)["a.ts"] if finding.fix else None) == after


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("posthog.capture('order_cancelled')", id="active"),
        pytest.param("posthog.capture('order_canceled') // old", id="there-before"),
        pytest.param("posthog.capture('unknown_event')", id="not-declared"),
    ],
)
def test_all_else_is_left_alone(source: str) -> None:
    assert told(NAME, {"a.ts": source}, BOOK) == ()


def test_retiring_an_event_in_the_change_itself_counts() -> None:
    head = "events: {order_canceled: {status: removed}}"
    files = {"a.ts": "posthog.capture('order_canceled')", "telemetry/spec.yml": head}
    assert len(told(NAME, files, handbook("events: {order_canceled: {}}"))) == 1


def test_an_earlier_name_is_not_offered_as_a_new_event() -> None:
    assert told("event-not-in-spec", {"a.ts": "posthog.capture('order_stopped')"}, BOOK) == ()
