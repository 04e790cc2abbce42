"""What is shipped of `sdks.yml` is what it says."""

import json
from collections.abc import Mapping

import msgspec

from tests.telemetry.sdks_as_json import FOLDER, as_json
from waypost.telemetry.sdks import sdks


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of `sdks.yml`."""

    sdk: str
    language: str
    call: str
    name: tuple[str, ...]
    properties: tuple[str, ...]
    receiver: str | None = None
    needs: str = ""
    when: Mapping[str, str] = {}
    hint: str = ""
    sends: str = ""


def test_the_json_says_what_the_yaml_says() -> None:
    mend = "python -m tests.telemetry.sdks_as_json"
    assert (FOLDER / "sdks.json").read_text("utf-8") == as_json(), f"Renew it with `{mend}`."


def test_each_entry_has_the_keys_and_types_that_there_are() -> None:
    entries = msgspec.convert(json.loads(as_json()), tuple[Entry, ...])
    patterns = sdks().of({entry.language for entry in entries}).patterns
    assert len(patterns) == len(entries)
    for pattern in patterns:
        pattern.receiver.fullmatch("anything")
