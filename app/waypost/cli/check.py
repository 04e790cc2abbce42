"""`waypost check`: what would help with a change, as the App would say it on the pull request."""

import argparse
from pathlib import Path

from waypost.cli.where import add_notes
from waypost.output import FORMATS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `waypost check`."""
    parser.add_argument(
        "--base", metavar="REV", help="what to compare with (default: where you left the default branch)"
    )
    parser.add_argument(
        "--head", metavar="REV", help="what to look at (default: the working tree, uncommitted work too)"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument(
        "--fix",
        nargs="?",
        const="",
        metavar="CHOICE",
        help="apply the suggested edits to the working tree, or those of a choice that a remark offers",
    )
    parser.add_argument(
        "--repo", metavar="PATH", type=Path, default=Path(), help="a folder of the repository (default: here)"
    )
    add_notes(parser)


def run(args: argparse.Namespace) -> int:
    """Check, and fix where asked; 1 where a check in stage `require` finds something."""
    from waypost.cli.checking import check  # the help of a command should not wait for parsers and grammars

    return check(args)
