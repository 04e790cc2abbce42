"""Properties that do not fit what the spec declares are told, with the edit that settles it."""

import pytest

from tests.checks.changes import handbook, settles, told

NAME = "property-off-spec"
SPEC = """\
events:
  cart_paid:
    properties:
      total: {type: number, required: true}
      plan_type: {type: string, enum: [free, pro]}
      items: {type: integer}
      note: {type: [string, "null"]}
  cart_seen: {}
"""
BOOK = handbook(SPEC)


@pytest.mark.parametrize(
    ("properties", "message", "after"),
    [
        pytest.param(
            "{total, planType: x}",
            "Write `planType` as `plan_type`: that is what the spec calls it for `cart_paid`.",
            "{total, plan_type: x}",
            id="slip-in-writing",
        ),
        pytest.param(
            "{total, plan_typ}",
            "Write `plan_typ` as `plan_type`",
            "{total, plan_type: plan_typ}",
            id="slip-of-a-letter",
        ),
        pytest.param(
            "{total: 'a lot'}",
            "Send `total` of `cart_paid` as a number, as the spec has it: here it is a string.",
            None,
            id="type",
        ),
        pytest.param(
            "{total, items: 1.5}",
            "Send `items` of `cart_paid` as a whole number, as the spec has it",
            None,
            id="whole-number",
        ),
        pytest.param(
            "{total, note: 3}", "Send `note` of `cart_paid` as null or a string, as the spec has it", None, id="types"
        ),
        pytest.param(
            "{total, plan_type: 'gold'}",
            "Send one of `free`, `pro` as `plan_type` of `cart_paid`: `gold` is not among them.",
            None,
            id="enum",
        ),
        pytest.param("{items: 1}", "Send `total` with `cart_paid`, too: the spec requires it.", None, id="missing"),
        pytest.param("{}", "Send `total` with `cart_paid`, too", None, id="all-missing"),
    ],
)
def test_what_does_not_fit_is_told(properties: str, message: str, after: str | None) -> None:
    source = f"posthog.capture('cart_paid', {properties})"
    (finding,) = told(NAME, {"a.ts": source}, BOOK)
    assert finding.message.startswith(message)
    result = settles(finding, {"a.ts": source}, BOOK)["a.ts"] if finding.fix else None
    assert result == (after and f"posthog.capture('cart_paid', {after})")


def test_a_new_property_gets_the_offer_of_an_entry() -> None:
    files = {"a.ts": "posthog.capture('cart_paid', {total, coupon: 'x'})", "telemetry/spec.yml": SPEC}
    (finding,) = told(NAME, files, BOOK)
    assert finding.message == (
        "Add the property `coupon` to `cart_paid` in `telemetry/spec.yml`, so that others find it."
    )
    after = settles(finding, files, BOOK)["telemetry/spec.yml"]
    assert after == SPEC.replace('"null"]}\n', '"null"]}\n      coupon: {type: string}\n')


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("posthog.capture('cart_paid', {total, plan_type: 'pro', items: 3, note: null})", id="fitting"),
        pytest.param("posthog.capture('cart_paid', {total: 3})", id="a-whole-number-is-a-number"),
        pytest.param("posthog.capture('cart_paid', {...rest})", id="more-than-it-shows"),
        pytest.param("posthog.capture('cart_paid', rest)", id="variable"),
        pytest.param("posthog.capture('cart_paid', {planType: x}) // old", id="there-before"),
        pytest.param("posthog.capture('cart_seen', {a: 1})", id="no-properties-declared"),
        pytest.param("posthog.capture('unknown_event', {a: 1})", id="not-declared"),
        pytest.param("posthog.capture(x ? 'cart_paid' : 'cart_seen', {a: 1})", id="two-events"),
        pytest.param("posthog.capture(x || 'cart_paid', {a: 1})", id="maybe-another"),
        pytest.param("posthog.capture('cart_paid', {total, $set: {a: 1}})", id="the-vendors-own"),
        pytest.param("posthog.capture('cart_paid', {total, email: user.email})", id="rather-not-sent"),
    ],
)
def test_all_else_is_left_alone(source: str) -> None:
    assert told(NAME, {"a.ts": source}, BOOK) == ()


def test_what_is_missing_in_an_old_call_is_not_the_flaw_of_who_adds_a_line() -> None:
    source = "posthog.capture('cart_paid', { // old\n  items: 1,\n}) // old"
    assert told(NAME, {"a.ts": source}, BOOK) == ()


def test_one_check_speaks_of_a_slip() -> None:
    properties = "".join(f"      is_{word}: {{}}\n" for word in "abcdefgh")
    book = handbook(SPEC.replace("      note:", f"{properties}      note:"))
    files = {"a.ts": "posthog.capture('cart_paid', {total, planType: x})"}
    assert len(told(NAME, files, book)) == 1
    assert told("property-off-convention", files, book) == ()


def test_what_is_to_be_renamed_first_gets_no_offer() -> None:
    properties = "".join(f"      is_{word}: {{}}\n" for word in "abcdefgh")
    book = handbook(SPEC.replace("      note:", f"{properties}      note:"))
    files = {"a.ts": "posthog.capture('cart_paid', {total, couponCode: x})"}
    assert told(NAME, files, book) == ()
    assert len(told("property-off-convention", files, book)) == 1


@pytest.mark.parametrize("key", [pytest.param("plan_types", id="has-both"), pytest.param("address2", id="number")])
def test_what_is_a_property_of_its_own_is_no_slip(key: str) -> None:
    book = handbook("events: {cart_paid: {properties: {plan_type: {}, address1: {}}}}")
    files = {"a.ts": f"posthog.capture('cart_paid', {{plan_type: 1, {key}: 2}})"}
    assert [finding.message[:3] for finding in told(NAME, files, book)] == ["Add"]
