"""A new name that says the same as one that exists is offered that one."""

import pytest

from tests.checks.changes import handbook, settles, told

NAME = "event-near-duplicate"
BOOK = handbook("""
events:
  order_cancelled: {}
  login_failed: {}
  checkout_step_completed: {}
  cart_seen: {status: deprecated, replacement: cart_viewed}
  cart_viewed: {}
""")


@pytest.mark.parametrize(
    ("name", "message", "after"),
    [
        pytest.param(
            "order_canceled",
            "Send `order_cancelled`, which is in the spec already, instead of `order_canceled`: only `canceled` is"
            " `cancelled` there.",
            "order_cancelled",
            id="spelling",
        ),
        pytest.param("orderCancelled", "Send `order_cancelled`", "order_cancelled", id="writing"),
        pytest.param("checkout_step_complete", "Send `checkout_step_completed`", "checkout_step_completed", id="form"),
    ],
)
def test_the_name_that_exists_is_offered(name: str, message: str, after: str) -> None:
    files = {"a.ts": f"posthog.capture('{name}')"}
    (finding,) = told(NAME, files, BOOK)
    assert finding.message.startswith(message)
    assert settles(finding, files, BOOK)["a.ts"] == f"posthog.capture('{after}')"
    assert told("event-not-in-spec", files, BOOK) == ()


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("posthog.capture('login_fetched')", id="another-event"),
        pytest.param("posthog.capture('order_cancelled')", id="declared"),
        pytest.param("posthog.capture('order_canceled') // old", id="there-before"),
    ],
)
def test_all_else_is_left_alone(source: str) -> None:
    assert told(NAME, {"a.ts": source}, BOOK) == ()


def test_without_a_spec_the_names_around_are_looked_at() -> None:
    source = "posthog.capture('order_cancelled') // old\nposthog.capture('order_canceled')"
    (finding,) = told(NAME, {"a.ts": source})
    assert finding.message.startswith("Send `order_cancelled`, which is sent already, instead of `order_canceled`")


def test_a_name_that_would_be_renamed_back_is_not_offered() -> None:
    """The change itself declares it, off the convention: then the one is a fix and the other takes it back."""
    book = handbook("convention: {template: '{object}_{action}', case: snake_case}\nevents: {cart_paid: {}}\n")
    spec = "convention: {case: snake_case}\nevents:\n  cart_paid: {}\n  Cart Opened: {}\n"
    files = {"a.ts": "posthog.capture('cart_opened'); posthog.capture('Cart Opened');", "telemetry/spec.yml": spec}
    assert told(NAME, files, book) == ()
    assert told(NAME, {**files, "a.ts": "posthog.capture('cart_opened');"}, book) == ()


def test_declaring_it_is_a_decision() -> None:
    files = {"a.ts": "posthog.capture('order_canceled')", "telemetry/spec.yml": "events: {order_canceled: {}}"}
    assert told(NAME, files, BOOK) == ()


def test_what_is_off_the_convention_is_told_once() -> None:
    book = handbook("convention: {case: snake_case}\nevents: {order_cancelled: {}}")
    files = {"a.ts": "posthog.capture('orderCanceled')"}
    assert told(NAME, files, book) == ()
    assert len(told("event-off-convention", files, book)) == 1
