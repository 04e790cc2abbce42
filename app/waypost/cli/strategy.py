"""`waypost strategy`: the strategy map of a repository; one file per subcommand, `strategy_<name>.py`."""

import argparse

from waypost.cli.group import add_subcommands, run_subcommand

SUBCOMMANDS = {"check": "say what is to be mended in the strategy map"}
"""Each is a module `waypost.cli.strategy_<name>` with `add_arguments(parser)` and `run(args) -> exit code`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The subcommands."""
    add_subcommands(parser, "strategy", SUBCOMMANDS)


def run(args: argparse.Namespace) -> int:
    """What the chosen subcommand says."""
    return run_subcommand("strategy", args)
