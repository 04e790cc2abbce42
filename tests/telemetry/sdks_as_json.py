"""Writes `sdks.json` from `sdks.yml`: `python -m tests.telemetry.sdks_as_json`."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from ruamel.yaml import YAML

from waypost import telemetry

FOLDER = Path(next(iter(telemetry.__path__)))


def as_json() -> str:
    """The entries of `sdks.yml`, each on a line of its own, with what takes a while to find out."""
    entries = [{**entry, **hinted(entry)} for entry in YAML(typ="safe").load(FOLDER / "sdks.yml")]
    return "[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries) + "\n]\n"


def hinted(entry: Mapping[str, str]) -> dict[str, str]:
    """The longest word that every text has which a receiver's pattern matches, in lower case; none for alternatives."""
    pattern = entry.get("receiver", "")
    plain = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)\??|\\.[*+?]?|\[[^\]]*\][*+?]?|\w[*?]", " ", pattern)
    outside = re.sub(r"\(.*?\)", " ", pattern)
    word = max(re.findall(r"\w+", plain), key=len, default="").lower() if "|" not in outside else ""
    return {"hint": word} if word else {}


if __name__ == "__main__":
    (FOLDER / "sdks.json").write_text(as_json(), "utf-8")
