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
            "{total, note: 3}",
            "Send `note` of `cart_paid` as null or a string, as the spec has it",
            '{total, note: "3"}',
            id="types",
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


TYPES = """\
events:
  cart_paid:
    properties:
      count: {type: integer}
      total: {type: number}
      gift: {type: boolean}
      plan: {type: string, enum: [free, premium]}
      code: {type: string}
      mixed: {type: [string, integer]}
"""


@pytest.mark.parametrize(
    ("path", "written", "after"),
    [
        pytest.param("a.ts", 'count: "3"', "count: 3", id="whole"),
        pytest.param("a.ts", "count: 3.0", "count: 3", id="a-whole-number-written-otherwise"),
        pytest.param("a.ts", "total: '-3.50'", "total: -3.50", id="number"),
        pytest.param("a.ts", "gift: 'true'", "gift: true", id="truth"),
        pytest.param("a.py", "'gift': 'false'", "'gift': False", id="truth-in-python"),
        pytest.param("a.ts", "code: 12", 'code: "12"', id="text"),
        pytest.param("a.py", "'code': True", "'code': \"true\"", id="truth-as-text"),
        pytest.param("a.ts", "plan: 'Premium'", "plan: 'premium'", id="listed-in-another-writing"),
        pytest.param("a.ts", 'plan: "premiumm"', 'plan: "premium"', id="listed-but-for-a-letter"),
        pytest.param("a.ts", "count: '3.5'", None, id="would-lose-something"),
        pytest.param("a.ts", "count: '1e3'", None, id="would-be-written-otherwise"),
        pytest.param("a.ts", "total: '007'", None, id="a-code-maybe"),
        pytest.param("a.ts", "gift: 'yes'", None, id="means-something"),
        pytest.param("a.ts", "gift: 1", None, id="one-is-not-true"),
        pytest.param("a.ts", "code: null", None, id="nothing"),
        pytest.param("a.ts", "code: 0x1F", None, id="another-base"),
        pytest.param("a.ts", "mixed: true", None, id="one-of-two-types"),
        pytest.param("a.ts", "plan: 'gold'", None, id="not-listed"),
    ],
)
def test_a_literal_is_rewritten_where_that_says_the_same(path: str, written: str, after: str | None) -> None:
    book = handbook(TYPES)
    source = f"posthog.capture({'user, ' if path == 'a.py' else ''}'cart_paid', {{{written}}})"
    (finding,) = told(NAME, {path: source}, book)
    result = settles(finding, {path: source}, book)[path] if finding.fix else None
    assert result == (after and source.replace(written, after))
