"""`waypost telemetry`: the tracked events of a repository; one file per subcommand, `telemetry_<name>.py`."""

import argparse

from waypost.cli.group import add_subcommands, run_subcommand

SUBCOMMANDS = {
    "scan": "list the places that send tracked events",
    "infer": "write the spec that the code makes, and the convention its names share",
    "import": "read a tracking plan of another tool",
    "export": "write the spec as a tracking plan of another tool",
    "catalogue": "write a searchable page of all events",
    "diff": "what changed from one spec to another, and what of it breaks",
}
"""Each is a module `waypost.cli.telemetry_<name>` with `add_arguments(parser)` and `run(args) -> exit code`."""


EPILOG = """\
examples:
  waypost telemetry scan               where events are sent
  waypost telemetry infer --write      the spec that the code makes, into telemetry/spec.yml
  waypost telemetry diff main          what your change of it breaks
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The subcommands."""
    parser.epilog = EPILOG
    add_subcommands(parser, "telemetry", SUBCOMMANDS)


def run(args: argparse.Namespace) -> int:
    """What the chosen subcommand says."""
    return run_subcommand("telemetry", args)
