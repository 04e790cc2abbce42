"""Writes `sdks.json` from `sdks.yml`: `python -m tests.telemetry.sdks_as_json`."""

import json
from pathlib import Path

from ruamel.yaml import YAML

from waypost import telemetry

FOLDER = Path(next(iter(telemetry.__path__)))


def as_json() -> str:
    """The entries of `sdks.yml`, each on a line of its own."""
    entries = YAML(typ="safe").load(FOLDER / "sdks.yml")
    return "[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries) + "\n]\n"


if __name__ == "__main__":
    (FOLDER / "sdks.json").write_text(as_json(), "utf-8")
