"""New properties that are written differently from all around them get the name that fits."""

import pytest

from tests.checks.changes import handbook, settles, told

NAME = "property-off-convention"
KEYS = "{item_count: 1, is_gift: 1, gift_note: 1, from_page: 1, a_b: 1, c_d: 1, e_f: 1, g: 1}"
MANY = f"posthog.capture('a', {{{', '.join(f'a_{number}x: 1' for number in range(60))}}}) // old\n"
AROUND = f"posthog.capture('a', {KEYS}) // old\n"


@pytest.mark.parametrize(
    ("call", "message", "after"),
    [
        pytest.param(
            "posthog.capture('b', {planType: 1})",
            "Write the property `planType` as `plan_type`: 8 of 8 properties around it are snake_case.",
            "posthog.capture('b', {plan_type: 1})",
            id="key",
        ),
        pytest.param(
            "posthog.capture('b', {planType})",
            "Write the property `planType` as `plan_type`",
            "posthog.capture('b', {plan_type: planType})",
            id="shorthand",
        ),
        pytest.param(
            "posthog.capture('b', {'plan-type': 1})",
            "Write the property `plan-type` as `plan_type`",
            "posthog.capture('b', {'plan_type': 1})",
            id="quoted",
        ),
        pytest.param(
            "posthog.capture('b', {planType: 1, plan_type: 2})", "Write the property `planType`", None, id="taken"
        ),
    ],
)
def test_the_fitting_name_is_offered(call: str, message: str, after: str | None) -> None:
    files = {"a.ts": AROUND + call}
    (finding,) = told(NAME, files)
    assert finding.message.startswith(message)
    assert (settles(finding, files)["a.ts"] if finding.fix else None) == (after and AROUND + after)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(AROUND + "posthog.capture('b', {plan_type: 1, plan: 2})", id="fitting"),
        pytest.param(AROUND + "posthog.capture('b', {$planType: 1})", id="the-vendors-own"),
        pytest.param(AROUND + "posthog.capture('b', {planType: 1}) // old", id="there-before"),
        pytest.param("posthog.capture('b', {planType: 1, a_b: 1})", id="too-few-around"),
        pytest.param(AROUND + "posthog.capture('b', {aB: 1, cD: 1, eF: 1, gH: 1})", id="a-family-is-a-decision"),
        pytest.param(MANY + "posthog.capture('b', {aB: 1, cD: 1, eF: 1, gH: 1})", id="among-many-too"),
        pytest.param(AROUND + "posthog.capture('b', {a: {planType: 1}})", id="within"),
    ],
)
def test_all_else_is_left_alone(source: str) -> None:
    assert told(NAME, {"a.ts": source}) == ()


def test_a_declared_property_is_a_decision() -> None:
    book = handbook("events: {b: {properties: {planType: {}}}}")
    assert told(NAME, {"a.ts": AROUND + "posthog.capture('b', {planType: 1})"}, book) == ()


RULES = "convention: {properties: {case: snake_case, booleans_start_with: [is, has], times_end_with: [at]}}"


@pytest.mark.parametrize(
    ("record", "message", "after"),
    [
        pytest.param(
            "{planType: x}",
            "Write the property `planType` as `plan_type`: it is camelCase, the convention is snake_case.",
            "{plan_type: x}",
            id="casing",
        ),
        pytest.param(
            "{gift: true}",
            "Write the property `gift` as `is_gift`: it is true or false, and such names begin with `is`, `has`.",
            "{is_gift: true}",
            id="boolean",
        ),
        pytest.param(
            "{paid_date: x}",
            "Write the property `paid_date` as `paid_at`: it is a moment, and such names end with `at`.",
            "{paid_at: x}",
            id="moment",
        ),
    ],
)
def test_the_written_convention_counts(record: str, message: str, after: str) -> None:
    files = {"a.ts": f"posthog.capture('b', {record})"}
    (finding,) = told(NAME, files, handbook(RULES))
    assert finding.message == message
    assert settles(finding, files, handbook(RULES))["a.ts"] == f"posthog.capture('b', {after})"


def test_only_javascript_takes_a_value_for_its_own_key() -> None:
    source = "Mixpanel.track('b', {planType})"
    assert all(finding.fix is None for finding in told(NAME, {"a.dart": source}, handbook(RULES)))


def test_many_for_one_reason_are_one_remark() -> None:
    files = {"a.ts": "posthog.capture('b', {aB: 1, cD: 1, eF: 1, gH: 1, iJ: 1})"}
    (finding,) = told(NAME, files, handbook(RULES))
    assert finding.message == (
        "Write the properties `aB` as `a_b`, `cD` as `c_d`, `eF` as `e_f` and 2 more: it is camelCase, the convention"
        " is snake_case."
    )
    assert settles(finding, files, handbook(RULES))["a.ts"] == (
        "posthog.capture('b', {a_b: 1, c_d: 1, e_f: 1, g_h: 1, i_j: 1})"
    )
