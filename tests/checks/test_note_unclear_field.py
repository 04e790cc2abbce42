"""Fields that say too little."""

import pytest

from tests.checks.changes import told

NAME = "note-unclear-field"


@pytest.mark.parametrize(
    ("front", "line", "message"),
    [
        pytest.param(
            "title: A\ndate: 2031-01-01", 3, "Write the day of the study: 2031-01-01 is yet to come.", id="future"
        ),
        pytest.param("title: A", 2, "Add `date:` with the day of the study", id="no-date"),
        pytest.param("title: A\nlayout: post\ndate: TBD", 4, "Add `date:`", id="no-day-in-a-foreign-note"),
        pytest.param(
            "title: A\ndate: 2026-01-01\nmethod: survey\nstatsu: draft", 5, "Waypost does not know", id="typo"
        ),
        pytest.param(
            "title: A\ndate: 2026-01-01\nstudy: s\nmood: good",
            5,
            "Waypost does not know `mood`. It is kept, and nobody reads it.",
            id="nothing-like-it",
        ),
    ],
)
def test_what_is_unclear_is_told(front: str, line: int, message: str) -> None:
    (finding,) = told(NAME, {"research/a.md": f"---\n{front}\n---\n"})
    assert finding.span.line == line
    assert finding.message.startswith(message)


@pytest.mark.parametrize(
    "front",
    [
        pytest.param("title: A\ndate: 2026-01-01\nauthor: {name: x}\nmood: good", id="a-site-has-what-it-likes"),
        pytest.param("title: A\ndate: 2026-01-01\nkey_findings: [x]\noffice: y", id="findings-template"),
        pytest.param("title: A\ndate: 2026-01-01\nmethod: survey\nlayout: post", id="for-a-site-generator"),
    ],
)
def test_foreign_keys_are_welcome(front: str) -> None:
    assert told(NAME, {"research/a.md": f"---\n{front}\n---\n"}) == ()
