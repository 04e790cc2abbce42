"""Settings are layered key by key, and a typo never switches the rest off."""

import pytest

from waypost.checks import CHECKS
from waypost.finding import Stage
from waypost.settings import QUIET, Checks, layered, read_settings


def test_every_check_has_its_key_in_the_settings() -> None:
    assert {name.replace("_", "-") for name in Checks.__struct_fields__} == set(CHECKS)


def test_without_settings_every_check_advises_or_only_observes_and_none_fails() -> None:
    settings, problems = read_settings(None)
    assert problems == ()
    assert {check for check in CHECKS if settings.stage(check) is not Stage.ADVISE} == QUIET <= CHECKS.keys()
    assert {settings.stage(check) for check in QUIET} == {Stage.OBSERVE}


@pytest.mark.parametrize(
    ("own", "organisation", "stage"),
    [
        pytest.param("", "", Stage.ADVISE, id="default"),
        pytest.param("", "checks: {event-not-in-spec: off}", Stage.OFF, id="organisation"),
        pytest.param(
            "checks: {event-not-in-spec: require}", "checks: {event-not-in-spec: off}", Stage.REQUIRE, id="own-wins"
        ),
        pytest.param(
            "checks: {event-off-convention: off}", "checks: {event-not-in-spec: observe}", Stage.OBSERVE, id="per-key"
        ),
    ],
)
def test_the_repository_goes_before_its_organisation(own: str, organisation: str, stage: Stage) -> None:
    layers = [read_settings(text.encode())[0] for text in (own, organisation)]
    assert layered(*layers).stage("event-not-in-spec") is stage


def test_wrappers_of_both_layers_count_the_repositorys_first() -> None:
    layers = [read_settings(f"telemetry: {{calls: [{{call: {name}}}]}}".encode())[0] for name in ("send", "emit")]
    assert [call.call for call in layered(*layers).telemetry.calls] == ["send", "emit"]


def test_drafts_are_looked_at_and_bots_are_not_unless_the_team_says_otherwise() -> None:
    default, _ = read_settings(None)
    chosen, _ = read_settings(b"pull_requests: {drafts: false, bots: true}")
    assert (default.drafts, default.bots) == (True, False)
    assert (chosen.drafts, chosen.bots) == (False, True)


def test_a_typo_is_told_and_the_rest_still_counts() -> None:
    settings, problems = read_settings(b"checks:\n  event-not-in-spec: off\n  event-of-convention: off\n")
    assert settings.stage("event-not-in-spec") is Stage.OFF
    assert [str(problem) for problem in problems] == [
        ".github/waypost.yml:3:3: Waypost does not know `event-of-convention`. Did you mean `event-off-convention`?"
    ]


CALL = "Write the call as the code has it, without brackets and blanks"
NAME = "Write where the event's name is"
PROPERTIES = "Write where its properties are"
EMPTY = "This is empty. Write something here, or take the line out."


@pytest.mark.parametrize(
    ("entry", "column", "told"),
    [
        pytest.param("call: 'send('", 22, f"`send(` does not fit here. {CALL}", id="bracket"),
        pytest.param("call: send()", 22, f"`send()` does not fit here. {CALL}", id="brackets"),
        pytest.param("call: 'send(name, more) '", 22, f"`send(name, more)` does not fit here. {CALL}", id="arguments"),
        pytest.param("call: a b", 22, f"`a b` does not fit here. {CALL}", id="blank"),
        pytest.param("call: new Event", 22, f"`new Event` does not fit here. {CALL}", id="new"),
        pytest.param("call: 'a-b'", 22, f"`a-b` does not fit here. {CALL}", id="hyphen"),
        pytest.param("call: a..b", 22, f"`a..b` does not fit here. {CALL}", id="dots"),
        pytest.param("call: track.", 22, f"`track.` does not fit here. {CALL}", id="nothing-called"),
        pytest.param("call: 12", 22, "`12` does not fit here. Write text.", id="number"),
        pytest.param("call: '12'", 22, f"`12` does not fit here. {CALL}", id="digits"),
        pytest.param("call: '*'", 22, f"`*` does not fit here. {CALL}", id="star"),
        pytest.param("call: '*.*'", 22, f"`*.*` does not fit here. {CALL}", id="stars"),
        pytest.param("call: 'track.on*'", 22, f"`track.on*` does not fit here. {CALL}", id="half-a-star"),
        pytest.param("call: '_.$'", 22, f"`_.$` does not fit here. {CALL}", id="no-letter"),
        pytest.param("call: ''", 22, EMPTY, id="no-call"),
        pytest.param("call: ' '", 22, f"` ` does not fit here. {CALL}", id="a-blank"),
        pytest.param("call: null", 22, EMPTY, id="nothing"),
        pytest.param("call: a, name: -1", 31, f"`-1` does not fit here. {NAME}", id="negative"),
        pytest.param("call: a, name: '-1'", 31, f"`-1` does not fit here. {NAME}", id="negative-text"),
        pytest.param("call: a, name: 100", 31, f"`100` does not fit here. {NAME}", id="hundredth"),
        pytest.param("call: a, name: 99999999999999999999", 31, f"{NAME}", id="huge"),
        pytest.param("call: a, name: 0.5.a.b", 31, f"`0.5.a.b` does not fit here. {NAME}", id="deeper"),
        pytest.param("call: a, name: event.", 31, f"`event.` does not fit here. {NAME}", id="no-key"),
        pytest.param("call: a, name: ':event'", 31, f"`:event` does not fit here. {NAME}", id="symbol"),
        pytest.param("call: a, name: $event", 31, f"`$event` does not fit here. {NAME}", id="variable"),
        pytest.param("call: a, name: 'the event'", 31, f"`the event` does not fit here. {NAME}", id="words"),
        pytest.param("call: a, name: ''", 31, EMPTY, id="no-name"),
        pytest.param("call: a, name: null", 31, EMPTY, id="null-name"),
        pytest.param("call: a, name: [0]", 31, "`[0]` does not fit here. Write a whole number or text.", id="list"),
        pytest.param("call: a, name: 0.5", 31, "`0.5` does not fit here. Write a whole number or text.", id="fraction"),
        pytest.param("call: a, properties: -2", 31, f"`-2` does not fit here. {PROPERTIES}", id="negative-properties"),
        pytest.param("call: a, properties: ''", 31, EMPTY, id="empty-properties"),
        pytest.param("call: a, type: ''", 31, EMPTY, id="empty-type"),
        pytest.param("call: a, type: 'a b'", 31, "`a b` does not fit here. Write the enum or class", id="odd-type"),
        pytest.param("call: a, requires: ''", 31, EMPTY, id="empty-requires"),
        pytest.param("call: a, requires: ' '", 31, "` ` does not fit here. Write a text that", id="blank-requires"),
        pytest.param("call: a, take: enum", 31, "`enum` is not possible here. Write one of `class`", id="take"),
        pytest.param("call: a, propertys: 1", 31, "Waypost does not know `propertys`. Did you mean", id="unknown-key"),
    ],
)
def test_a_declared_call_that_cannot_fit_is_told_in_its_place_and_left_out_whole(
    entry: str, column: int, told: str
) -> None:
    """Half of an entry would say another thing: without its `name`, that the first argument is it."""
    settings, problems = read_settings(f"telemetry: {{calls: [{{{entry}}}, {{call: tell}}]}}".encode())
    assert [kept.call for kept in settings.telemetry.calls] == ["tell"]
    (problem,) = problems
    assert (problem.span.line, problem.span.column) == (1, column)
    assert told in problem.message


@pytest.mark.parametrize(
    "entry",
    [
        "call: trackEvent",
        "call: ' track_event '",
        "call: Tracker.log, name: event, properties: props",
        "call: '$this->tracker->send', name: '0'",
        "call: '@tracker.send!', name: 0.event-name",
        "call: 'Acme\\Tracker::event', name: with_name",
        "call: 'getTracker().send', name: '0.Event Name'",
        "call: 'tracker?.send', name: 0.props/event, properties: 0.props",
        "call: 'track.*', name: method",
        "call: 'Events.*.record', requires: GleanMetrics",
        "call: événement, name: prénom",
        "call: a, name: event.CartEvent.name, type: Events.Cart",
        "call: a, name: 99, properties: null, type: null, requires: null, case: null",
        "call: a, name: _",
    ],
)
def test_a_declared_call_that_can_fit_is_taken(entry: str) -> None:
    settings, problems = read_settings(f"telemetry: {{calls: [{{{entry}}}]}}".encode())
    assert problems == ()
    assert len(settings.telemetry.calls) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            f"telemetry: {{calls: [{'{call: a}, ' * 201}]}}",
            "There are 201 here. Write up to 200.",
            id="many",
        ),
        pytest.param(
            f"telemetry: {{calls: [{{call: {'a' * 201}}}]}}", "` has 201 characters. Write up to 200.", id="long"
        ),
        pytest.param("telemetry: {calls: [trackEvent]}", "Write `{call: trackEvent}`.", id="no-braces"),
        pytest.param("checks: {stale-measure: OFF}", "Did you mean `off`?", id="capitals"),
    ],
)
def test_how_settings_are_mended_is_told(text: str, told: str) -> None:
    (problem,) = read_settings(text.encode())[1]
    assert problem.message.endswith(told)
