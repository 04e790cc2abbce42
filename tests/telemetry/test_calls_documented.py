"""What is found is told in docs/calls.md: an SDK that nobody can read of is a failing test."""

import json
import re
from pathlib import Path

from tests.telemetry.sdks_as_json import as_json
from waypost.telemetry.sdks import sdks

DOCS = Path(__file__).parents[2] / "docs" / "calls.md"
FAMILIES = {"JavaScript, TypeScript, JSX, Vue, Svelte": "javascript", "C#": "csharp"}


def test_every_sdk_is_told_for_each_of_its_languages() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", DOCS.read_text("utf-8"), re.MULTILINE)
    told = {
        FAMILIES.get(language, language.lower()): sdks.split(", ") for language, sdks in rows if "-" not in language
    }
    told.pop("language")
    known: dict[str, set[str]] = {}
    for pattern in sdks().of({it["language"] for it in json.loads(as_json())}).patterns:
        known.setdefault(str(pattern.family), set()).add(pattern.sdk)
    assert told == {family: sorted(names) for family, names in known.items()}
