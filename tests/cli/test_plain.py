"""What is read without argparse is what argparse would have read."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.cli.parser import parsed
from waypost.cli.plain import COMMANDS, plain

WORDS = """
--format json table text sarif --no-cache --base main --fix event-renamed --repo shop --notes notes --notes-visibility
public internal - -- --form --format=json -h --help --debug -1 shop/web check scan
"""


UNREAD = frozenset({"run", "debug", "version", "subcommand"})
"""What no command asks for."""


def by_argparse(words: list[str]) -> dict[str, Any] | None:
    """What argparse reads; None where it ends the process."""
    try:
        values = vars(parsed(words))
    except SystemExit:
        return None
    return {name: value for name, value in values.items() if name not in UNREAD}


def by_us(words: list[str]) -> dict[str, Any] | None:
    values = plain(words)
    return None if values is None else {name: value for name, value in vars(values).items() if name not in UNREAD}


@given(st.sampled_from(sorted(COMMANDS)), st.lists(st.sampled_from(["", *WORDS.split()]), max_size=6))
def test_argparse_reads_the_same(command: tuple[str, ...], words: list[str]) -> None:
    ours = by_us([*command, *words])
    assert ours is None or ours == by_argparse([*command, *words])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("telemetry scan", {"path": ".", "format": "table", "no_cache": False}),
        ("telemetry scan shop --format json --no-cache", {"path": "shop", "format": "json", "no_cache": True}),
        ("check --base main --format sarif", {"base": "main", "format": "sarif", "fix": None, "repo": Path()}),
    ],
)
def test_what_people_write_is_plain(line: str, told: dict[str, object]) -> None:
    assert (by_us(line.split()) or {}).items() >= told.items()


@pytest.mark.parametrize(
    "line",
    ["", "--help", "--debug check", "telemetry", "telemetry infer", "check --fix", "check --format yaml", "check x",
     "telemetry scan --format", "telemetry scan a b", "telemetry scan --format=json", "check --base --head"],
)  # fmt: skip
def test_the_rest_is_for_argparse(line: str) -> None:
    assert by_us(line.split()) is None


@pytest.mark.parametrize("name", COMMANDS.values())
def test_a_command_is_run_by_its_module(name: str) -> None:
    words = next(words for words, module in COMMANDS.items() if module == name)
    assert plain(words).run is import_module(f"waypost.cli.{name}").run  # type: ignore[union-attr]
