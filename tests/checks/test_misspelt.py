"""A slip in one of Waypost's own files comes with the edit; a guess does not."""

import pytest

from tests.checks.changes import handbook, settles, told

BROKEN = "broken-waypost-file"
NOTE = "---\ntitle: A\ndate: 2026-01-01\nfindings: [x]\n{}\n---\n"
SPEC, SETTINGS, A = "telemetry/spec.yml", ".github/waypost.yml", "research/a.md"
OTHERS = {"research/2024-diary.md": "---\ntitle: Diary\ndate: 2024-01-01\n---\n"}


@pytest.mark.parametrize(
    ("check", "path", "text", "wrong", "right"),
    [
        pytest.param(BROKEN, SPEC, "convension: {case: camelCase}\n", "convension", "convention", id="key"),
        pytest.param(BROKEN, SPEC, "convention: {case: snakecase}\n", "snakecase", "snake_case", id="value"),
        pytest.param(BROKEN, SETTINGS, "checks:\n  dynamic-event-name: obsrve\n", "obsrve", "observe", id="stage"),
        pytest.param(BROKEN, SETTINGS, 'checks:\n  "dynamic-evnt-name": off\n', "evnt", "event", id="quoted"),
        pytest.param("note-unclear-field", A, NOTE.format("consent_untill: 2027-01-01"), "untill", "until", id="field"),
        pytest.param("note-dangling-reference", A, NOTE.format("related: [2024-dairy]"), "dairy", "diary", id="note"),
    ],
)
def test_a_slip_is_mended(check: str, path: str, text: str, wrong: str, right: str) -> None:
    book = handbook(others=OTHERS)
    (finding,) = told(check, {path: text}, book)
    assert settles(finding, {path: text}, book)[path] == text.replace(wrong, right)


@pytest.mark.parametrize(
    ("check", "path", "text"),
    [
        pytest.param(BROKEN, SPEC, "convention: {case: snake}\n", id="a-guess"),
        pytest.param(BROKEN, SPEC, "version: two\n", id="no-word-is-meant"),
        pytest.param(BROKEN, SPEC, "events: {a: {status: deprecate, owner: deprecate}}\n", id="which-of-them"),
        pytest.param("note-unclear-field", A, NOTE.format("mood: good"), id="nothing-like-it"),
    ],
)
def test_a_guess_is_not(check: str, path: str, text: str) -> None:
    assert [finding.fix for finding in told(check, {path: text})] == [None]
