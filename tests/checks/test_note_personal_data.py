"""Who took part is no part of a note."""

import pytest

from tests.checks.changes import handbook, told

NAME = "note-personal-data"
MAIL = "Take out a mail address"
PHONE = "Take out a phone number"
PERSON = "Take out what looks like a person's name"


def note(front: str = "", body: str = "") -> dict[str, str]:
    return {"research/a.md": f"---\ntitle: A study\ndate: 2026-05-01\n{front}---\n{body}"}


@pytest.mark.parametrize(
    ("front", "body", "line", "message"),
    [
        pytest.param("findings: [Said jane.smith@shop.com]\n", "", 4, MAIL, id="mail-of-a-person"),
        pytest.param("", "Contact: kitty99@gmail.com\n", 5, MAIL, id="mail-at-a-free-provider"),
        pytest.param("", "Contact: anna@acme.io\n", 5, MAIL, id="mail-by-given-name"),
        pytest.param("", "Contact: Anna+panel@acme.io\n", 5, MAIL, id="mail-with-a-tag"),
        pytest.param("", "Contact: hi.mark.portnell@nhsbsa.nhs.uk\n", 5, MAIL, id="mail-in-three-parts"),
        pytest.param("", "Contact: mili.malde@education.gov.uk\n", 5, MAIL, id="mail-by-an-uncommon-name"),
        pytest.param("", "Contact: m_malde@education.gov.uk\n", 5, MAIL, id="mail-by-an-initial"),
        pytest.param("", "Contact: fred.constable1@nhs.net, a constable.\n", 5, MAIL, id="mail-with-a-number"),
        pytest.param("tags: [x]\n", "Call +44 7911 123456 again.\n", 6, PHONE, id="phone-abroad"),
        pytest.param("", "\n\nShe left (020) 7123 4567.\n", 7, PHONE, id="phone-at-home"),
        pytest.param(
            "findings:\n  - {text: Too dear., evidence: Said by Anna Kowalska}\n", "", 5, PERSON, id="name-in-evidence"
        ),
        pytest.param("participants:\n  segments: [David Jones]\n", "", 5, PERSON, id="name-as-segment"),
    ],
)
def test_who_took_part_is_told(front: str, body: str, line: int, message: str) -> None:
    (finding,) = told(NAME, note(front, body))
    assert (finding.span.line, finding.path) == (line, "research/a.md")
    assert finding.message.startswith(message)
    assert "@" not in finding.message and "7911" not in finding.message and "Anna" not in finding.message


@pytest.mark.parametrize(
    ("front", "body"),
    [
        pytest.param("author: {name: Jane Smith, url: 'mailto:jane.smith@shop.com'}\n", "", id="author"),
        pytest.param("author:\n  - Jane Smith\n  - jane.smith@shop.com\n", "", id="authors-over-lines"),
        pytest.param("", "Write to helpdesk@shop.com.\n", id="mailbox-of-a-team"),
        pytest.param("", "Write to support@acme.io, hello@acme.io or sales+eu@acme.io.\n", id="roles"),
        pytest.param("", "Write to research.team@acme.io or no-reply@acme.io.\n", id="roles-in-two-parts"),
        pytest.param("", "Write to access.panel@acme.io: the panel gives access.\n", id="words-of-the-note"),
        pytest.param("", "Write to the-long-name@acme.io.\n", id="a-name-with-hyphens"),
        pytest.param("", "![Logo](logo-addition@2x.png) and anna@2x.png, react@19.0.0\n", id="files-and-versions"),
        pytest.param("", "Write your.name@gmail.com or jane.doe@school.gov.uk, anna@company.com.\n", id="placeholders"),
        pytest.param("", "Call 07123456789.\n", id="digits-in-a-row"),
        pytest.param("", "A form with john.doe@example.com and 07700 900123.\n", id="examples"),
        pytest.param("", "On 2024-05-06 we saw 12 345 678 visits, id 0123-4567-8901-2345.\n", id="dates-and-figures"),
        pytest.param("participants: {number: 8, segments: [Small Shops]}\n", "", id="segment"),
        pytest.param("findings: [People do not trust Apple Pay.]\n", "", id="product"),
        pytest.param("", "As Anna Kowalska wrote in her book.\n", id="name-in-prose"),
    ],
)
def test_what_tells_nobody_stays(front: str, body: str) -> None:
    assert told(NAME, note(front, body)) == ()


def test_only_new_lines_are_looked_at() -> None:
    assert told(NAME, note("", "jane.smith@shop.com # old\n")) == ()


def test_notes_are_where_the_settings_say() -> None:
    files = {"docs/findings/2026/a.md": "# A\n\njane.smith@shop.com\n"}
    assert told(NAME, files) == ()
    settings = "research: {paths: [docs/findings]}"
    assert [finding.span.line for finding in told(NAME, files, handbook(settings=settings))] == [3]
