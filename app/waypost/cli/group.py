"""Commands with subcommands: each is a module of its own, imported only when it is the one that is asked for."""

import argparse
from collections.abc import Mapping
from importlib import import_module
from typing import Any


def add_subcommands(parser: argparse.ArgumentParser, group: str, subcommands: Mapping[str, str]) -> None:
    """The subcommands of `waypost <group>` with their summaries; one's options are added when it is asked for."""
    added = parser.add_subparsers(
        title="subcommands", metavar="SUBCOMMAND", required=True, dest="subcommand", parser_class=_Subcommand
    )
    for name, summary in subcommands.items():
        about = f"{summary[0].upper()}{summary[1:]}."
        one = added.add_parser(
            name, help=summary, description=about, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        one.module = _module(group, name)


def run_subcommand(group: str, args: argparse.Namespace) -> int:
    """What the chosen subcommand says."""
    code: int = import_module(_module(group, args.subcommand)).run(args)
    return code


def _module(group: str, name: str) -> str:
    return f"waypost.cli.{group}_{name}"


class _Subcommand(argparse.ArgumentParser):
    """The parser of one subcommand: it imports that only when it is used."""

    module = ""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        import_module(self.module).add_arguments(self)
        return super().parse_known_args(args, namespace)
