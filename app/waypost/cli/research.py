"""`waypost research`: the research notes of a repository; one file per subcommand, `research_<name>.py`."""

import argparse

from waypost.cli.group import add_subcommands, run_subcommand

SUBCOMMANDS = {
    "check": "say what is to be mended in research notes",
    "suggest": "find the notes that probably help with an issue",
    "backlinks": "say where each note was used, and which were not for a year",
    "catalogue": "write a page of all notes and where each was used",
}
"""Each is a module `waypost.cli.research_<name>` with `add_arguments(parser)` and `run(args) -> exit code`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The subcommands."""
    add_subcommands(parser, "research", SUBCOMMANDS)


def run(args: argparse.Namespace) -> int:
    """What the chosen subcommand says."""
    return run_subcommand("research", args)
