"""`waypost research suggest`: the notes that probably help with an issue."""

import argparse
from pathlib import Path

from waypost.cli.where import add_notes

EPILOG = """\
The issue is a file with a title in its first line and its text below, or the JSON that `gh issue view --json
title,body` prints; `-` reads it from the standard input. What is printed is the part of the comment that the App would
write; nothing where no note is probable enough.

examples:
  waypost research suggest --issue issue.md
  gh issue view 12 --json title,body | waypost research suggest --issue -
  waypost research suggest --issue issue.md --format json      all candidates, each with its probability
  waypost research suggest --issue issue.md --notes ../insights   notes of another repository (`research.repository`)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `waypost research suggest`."""
    parser.epilog = EPILOG
    parser.add_argument("--issue", metavar="FILE", required=True, help="the issue; - for the standard input")
    parser.add_argument("--format", choices=("markdown", "json"), default="markdown", help="default: markdown")
    parser.add_argument(
        "--repo", metavar="PATH", type=Path, default=Path(), help="a folder of the repository (default: here)"
    )
    add_notes(parser)


def run(args: argparse.Namespace) -> int:
    """Print the suggestions."""
    from waypost.cli.suggesting import suggest  # the help of a command should not wait for parsers

    return suggest(args)
