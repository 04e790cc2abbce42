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
            "import {Action} from '@shop/events'; posthog.capture(Action.opened)\nposthog.capture(a)",
            "Declare this call with `take: constant` under `telemetry.calls` in `.github/waypost.yml` if its events "
            "are spelt like their constants: they come from `@shop/events`, which is not in this repository. The same "
            "goes for 1 more.",
            id="from a package",
        ),
        pytest.param(
            "posthog.capture(a)\nposthog.capture(b())\nposthog.capture(c.d)", "The same goes for 2 more.", id="3"
        ),
        pytest.param(
            "export const track = (name, props) => posthog.capture(name, props)",
            "Add `{call: track, name: 0, properties: 1}` under `telemetry.calls` in `.github/waypost.yml`: this"
            " function passes a name on, and its calls are looked at then.",
            id="passed on",
        ),
        pytest.param(
            "function a(event) { posthog.capture(event.name) }\nfunction b(e) { posthog.capture(e) }\n"
            "posthog.capture(c())",
            "Add `{call: a, name: 0.name}` and `{call: b, name: 0}` under `telemetry.calls` in `.github/waypost.yml`:"
            " these functions pass a name on, and their calls are looked at then. The names of 1 more cannot be told.",
            id="passed on by two",
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


def test_what_is_declared_passes_names_on_in_silence() -> None:
    change = added({"a.ts": "function track(name) { posthog.capture(name) }"})
    settings = f"telemetry: {{calls: [{{call: track, name: 0}}]}}\nchecks: {{{NAME}: advise}}"
    assert checks.run(change, handbook(None, settings)).findings == ()


def test_nobody_is_bothered_unless_they_ask() -> None:
    change = added({"a.ts": "posthog.capture(name)"})
    assert [finding.stage for finding in checks.run(change, handbook()).findings] == [Stage.OBSERVE]
    assert checks.run(change, handbook()).spoken == ()
    assert len(checks.run(change, handbook(None, f"checks: {{{NAME}: advise}}")).spoken) == 1
