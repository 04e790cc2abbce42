"""`waypost telemetry`: the tracked events of a repository; one file per subcommand, `telemetry_<name>.py`."""

import argparse
from importlib import import_module
from typing import Any

SUBCOMMANDS = {
    "scan": "list the places that send tracked events",
    "infer": "write the spec that the code makes, and the convention its names share",
    "import": "read a tracking plan of another tool",
    "export": "write the spec as a tracking plan of another tool",
    "catalogue": "write a searchable page of all events",
    "diff": "what changed from one spec to another, and what of it breaks",
}
"""Each is a module `waypost.cli.telemetry_<name>` with `add_arguments(parser)` and `run(args) -> exit code`."""


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
    code: int = import_module(f"waypost.cli.telemetry_{args.subcommand}").run(args)
    return code


class _Subcommand(argparse.ArgumentParser):
    """The parser of one subcommand: it imports that only when it is used."""

    name = ""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        import_module(f"waypost.cli.telemetry_{self.name}").add_arguments(self)
        return super().parse_known_args(args, namespace)
