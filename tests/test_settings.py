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


@pytest.mark.parametrize("call", ["send(", "send()", "send(name, properties) "])
def test_a_wrapper_written_with_its_brackets_would_never_match_and_is_told(call: str) -> None:
    settings, problems = read_settings(f"telemetry: {{calls: [{{call: '{call}'}}, {{call: tell}}]}}".encode())
    assert [kept.call for kept in settings.telemetry.calls] == ["tell"]
    assert "does not fit here. Write the call without its brackets: `sendTelemetryEvent`" in str(problems[0])
