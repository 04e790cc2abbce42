"""A new event gets the offer of a spec entry, and nothing else is said about it."""

from dataclasses import replace

import pytest

from tests.checks.changes import added, fixed, handbook
from waypost import checks
from waypost.change import ChangedFile
from waypost.finding import Finding
from waypost.handbook import Handbook
from waypost.telemetry.spec import read_spec

SPEC = "# ours\nevents:\n  cart_opened: {}  # the first\n\nconvention: {case: snake_case}\n"


def found(files: dict[str, str], book: Handbook) -> tuple[Finding, ...]:
    findings = checks.run(added(files), book).findings
    return tuple(finding for finding in findings if finding.check == "event-not-in-spec")


@pytest.mark.parametrize(
    ("source", "entry"),
    [
        pytest.param("posthog.capture('cart_paid')", "  cart_paid: {}\n", id="no-properties"),
        pytest.param(
            "posthog.capture('cart_paid', {sum: 3, plan, ...rest})",
            "  cart_paid:\n    properties:\n      sum: {type: number}\n      plan: {}\n",
            id="properties-as-seen",
        ),
        pytest.param(
            "posthog.capture('cart_paid', {'is it: so': true})",
            '  cart_paid:\n    properties:\n      "is it: so": {type: boolean}\n',
            id="quoted-key",
        ),
        pytest.param(
            "posthog.capture('cart_paid', {coupon: null, done: () => 1, list: []})",
            "  cart_paid:\n    properties:\n      coupon: {}\n      done: {}\n      list: {type: array}\n",
            id="what-is-no-type",
        ),
        pytest.param("const E = {PAID: 'cart_paid'}\nposthog.capture(E.PAID)", "  cart_paid: {}\n", id="constant"),
    ],
)
def test_a_new_event_gets_the_offer(source: str, entry: str) -> None:
    (finding,) = found({"a.ts": source}, handbook(SPEC))
    assert finding.message == (
        "Add `cart_paid` to `telemetry/spec.yml` so that others find it: it is new, and not in there yet."
    )
    after = fixed(finding, {"telemetry/spec.yml": SPEC})["telemetry/spec.yml"]
    assert after == SPEC.replace("# the first\n", f"# the first\n{entry}")
    assert read_spec(after.encode())[1] == ()
    assert found({"a.ts": source, "telemetry/spec.yml": after}, handbook(SPEC)) == ()


@pytest.mark.parametrize(
    ("spec", "source"),
    [
        pytest.param(SPEC, "posthog.capture('cart_opened')", id="declared"),
        pytest.param(SPEC, "posthog.capture('cart_paid') // old", id="there-before"),
        pytest.param(SPEC, "posthog.capture('cartPaid')", id="to-be-renamed-first"),
        pytest.param(SPEC, "posthog.capture(`cart_${step}`)", id="pattern"),
        pytest.param(SPEC, "posthog.capture(unknownName)", id="unresolved"),
        pytest.param(None, "posthog.capture('cart_paid')", id="no-spec"),
        pytest.param("convention: {case: snake_case}", "posthog.capture('cart_paid')", id="spec-without-events"),
    ],
)
def test_all_else_is_left_alone(spec: str | None, source: str) -> None:
    assert found({"a.ts": source}, handbook(spec)) == ()


def test_declaring_it_in_the_same_change_is_the_wished_for_way() -> None:
    head = SPEC.replace("events:\n", "events:\n  cart_paid: {}\n")
    files = {"a.ts": "posthog.capture('cart_paid')", "telemetry/spec.yml": head}
    assert found(files, handbook(SPEC)) == ()


@pytest.mark.parametrize("change", ["removed", "renamed"])
def test_there_is_no_offer_for_a_spec_that_the_change_takes_away(change: str) -> None:
    code = added({"a.ts": "posthog.capture('cart_paid')"})
    gone = {
        "removed": ChangedFile("telemetry/spec.yml", "removed", None, frozenset()),
        "renamed": ChangedFile("docs/events.yml", "renamed", SPEC.encode(), frozenset(), "telemetry/spec.yml"),
    }
    assert checks.run(replace(code, files=(*code.files, gone[change])), handbook(SPEC)).findings == ()


def test_the_offer_fits_the_spec_as_the_change_leaves_it() -> None:
    head = "# a new line\n" + SPEC
    (finding,) = found({"a.ts": "posthog.capture('cart_paid')", "telemetry/spec.yml": head}, handbook(SPEC))
    after = fixed(finding, {"telemetry/spec.yml": head})["telemetry/spec.yml"]
    assert after == head.replace("# the first\n", "# the first\n  cart_paid: {}\n")


def test_several_offers_fit_into_one_spec() -> None:
    source = "posthog.capture('cart_paid')\nposthog.capture('cart_lost')"
    findings = found({"a.ts": source}, handbook(SPEC))
    spec = SPEC
    for finding in findings:
        spec = fixed(finding, {"telemetry/spec.yml": spec})["telemetry/spec.yml"]
    assert len(findings) == 2
    assert found({"a.ts": source}, handbook(spec)) == ()


@pytest.mark.parametrize(
    ("comment", "name"),
    [
        pytest.param("", "is_new", id="renamed"),
        pytest.param("// waypost: allow property-off-convention because the app sends it so", "isNew", id="allowed"),
    ],
)
def test_a_property_is_declared_by_the_name_that_it_gets(comment: str, name: str) -> None:
    book = handbook("convention: {properties: {case: snake_case}}\nevents: {cart_opened: {}}\n")
    (finding,) = found({"a.ts": f"posthog.capture('cart_paid', {{ isNew: true }}) {comment}\n"}, book)
    assert finding.fix is not None
    assert finding.fix.edits[0].text.endswith(f"cart_paid: {{properties: {{{name}: {{type: boolean}}}}}}")
