"""Command lines as the help has them, read without `argparse`, which takes a tenth of a small scan to begin with.

What is written otherwise (`--option=value`, an abbreviation, `--help`, a mistake) is for `argparse` to judge.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

Arguments = Mapping[str, Mapping[str, Any]]
"""The arguments of a command by name: at most one by position, which may be left out, and options.

Each with what `argparse` is told of it.
"""

COMMANDS = {("check",): "check", ("telemetry", "scan"): "telemetry_scan"}
"""Those that nobody should wait for: the modules that have their `ARGUMENTS`, and run them."""


def add_all(parser: "argparse.ArgumentParser", arguments: Arguments) -> None:
    """Have `argparse` read some arguments."""
    for name, how in arguments.items():
        parser.add_argument(name, **how)


def plain(given: Sequence[str]) -> Any | None:
    """What a command line says, as `argparse` would have it; None where that has to be asked."""
    for words, name in COMMANDS.items():
        if tuple(given[: len(words)]) == words:
            module = import_module(f"waypost.cli.{name}")
            values = values_of(given[len(words) :], module.ARGUMENTS)
            return SimpleNamespace(run=module.run, **values) if values is not None else None
    return None


def values_of(words: Sequence[str], arguments: Arguments) -> dict[str, Any] | None:
    """The value of each argument; None where it is not plain what they are."""
    values = {_key(name, how): how.get("default", False) for name, how in arguments.items()}
    free = [name for name in arguments if not name.startswith("-")]
    left = list(words)
    while left:
        name = left.pop(0) if left[0].startswith("-") else "".join(free[:1])
        how = arguments.get(name)
        if how is None:
            return None
        if how.get("action") == "store_true":
            values[_key(name, how)] = True
        elif _is_plain(name, how, left):
            values[_key(name, how)] = how.get("type", str)(left.pop(0))
        else:
            return None
        free = [other for other in free if other != name]
    return values


def _is_plain(name: str, how: Mapping[str, Any], left: Sequence[str]) -> bool:
    """Whether the next word is what an argument is given: an option that may go without a value is not."""
    optional = name.startswith("-") and "nargs" in how
    return bool(left) and not optional and not left[0].startswith("-") and left[0] in how.get("choices", left)


def _key(name: str, how: Mapping[str, Any]) -> str:
    key: str = how.get("dest", name.lstrip("-").replace("-", "_"))
    return key
