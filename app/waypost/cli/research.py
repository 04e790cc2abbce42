"""`waypost research`: the research notes of a repository; one file per subcommand, `research_<name>.py`."""

import argparse
from importlib import import_module
from typing import Any

SUBCOMMANDS = {
    "check": "say what is to be mended in research notes",
    "suggest": "find the notes that probably help with an issue",
    "backlinks": "say where each note was used, and which were not for a year",
    "catalogue": "write a page of all notes and where each was used",
}
"""Each is a module `waypost.cli.research_<name>` with `add_arguments(parser)` and `run(args) -> exit code`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The subcommands; the options of one are added when it is the one that is asked for."""
    groups = parser.add_subparsers(
        title="subcommands", metavar="SUBCOMMAND", required=True, dest="subcommand", parser_class=_Subcommand
    )
    for name, summary in SUBCOMMANDS.items():
        about = f"{summary[0].upper()}{summary[1:]}."
        group = groups.add_parser(
            name, help=summary, description=about, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        group.name = name


def run(args: argparse.Namespace) -> int:
    """What the chosen subcommand says."""
    code: int = import_module(f"waypost.cli.research_{args.subcommand}").run(args)
    return code


class _Subcommand(argparse.ArgumentParser):
    """The parser of one subcommand: it imports that only when it is used."""

    name = ""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        import_module(f"waypost.cli.research_{self.name}").add_arguments(self)
        return super().parse_known_args(args, namespace)
