"""Two places that send one event call and type its properties alike."""

import pytest

from tests.checks.changes import handbook, settles, told

NAME = "event-properties-differ"
THERE = {"api/a.py": "posthog.capture(u, 'cart_paid', {'plan_type': p, 'total': 3, 'note': None}) # old"}


@pytest.mark.parametrize(
    ("record", "message", "after"),
    [
        pytest.param(
            "{planType: x}",
            "Write `planType` as `plan_type`: `api/a.py:1` sends `cart_paid` with that.",
            "{plan_type: x}",
            id="name",
        ),
        pytest.param("{planType}", "Write `planType` as `plan_type`", "{plan_type: planType}", id="shorthand"),
        pytest.param(
            "{total: '3'}",
            "Send `total` as the other place does: `api/a.py:1` sends a number with `cart_paid`, here it is a string.",
            "{total: 3}",
            id="type",
        ),
    ],
)
def test_what_is_told_differently_is_told(record: str, message: str, after: str | None) -> None:
    files = {**THERE, "web/a.ts": f"posthog.capture('cart_paid', {record})"}
    (finding,) = told(NAME, files)
    assert finding.message.startswith(message)
    assert finding.path == "web/a.ts"
    result = settles(finding, files)["web/a.ts"] if finding.fix else None
    assert result == (after and f"posthog.capture('cart_paid', {after})")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("posthog.capture('cart_paid', {plan_type: x, total: y})", id="alike"),
        pytest.param("posthog.capture('cart_paid', {coupon: 1})", id="one-has-more"),
        pytest.param("posthog.capture('cart_paid', {plan_types: 1})", id="a-letter-apart"),
        pytest.param("posthog.capture('cart_paid', {note: 'x'})", id="nothing-is-of-any-type"),
        pytest.param("posthog.capture('cart_paid', {planType: x, plan_type: y})", id="has-both"),
        pytest.param("posthog.capture('cart_paid', {planType: x}) // old", id="there-before"),
        pytest.param("posthog.capture('cart_seen', {planType: x})", id="another-event"),
        pytest.param("posthog.capture(name, {planType: x})", id="unknown"),
    ],
)
def test_all_else_is_left_alone(source: str) -> None:
    assert told(NAME, {**THERE, "web/a.ts": source}) == ()


def test_of_two_new_places_the_later_follows() -> None:
    files = {name: text.removesuffix(" # old") for name, text in THERE.items()}
    (finding,) = told(NAME, {**files, "web/a.ts": "posthog.capture('cart_paid', {planType: x})"})
    assert finding.path == "web/a.ts"


def test_what_the_spec_declares_is_told_by_another_check() -> None:
    book = handbook("events: {cart_paid: {properties: {plan_type: {}}}}")
    files = {**THERE, "web/a.ts": "posthog.capture('cart_paid', {planType: x})"}
    assert told(NAME, files, book) == ()
    assert len(told("property-off-spec", files, book)) == 1
