"""`waypost context`: what the map says about an issue, as the App would say it there."""

import argparse
from pathlib import Path

from waypost.cli.where import add_notes

EPILOG = """\
The issue is a file with a title in its first line and its text below, or JSON as GitHub writes it (`gh issue view
--json title,body,labels,author`, the API, a webhook's payload); `-` reads it from the standard input. Map, templates
and decisions are those of the working tree, so that a template can be tried before it is committed. What only GitHub
knows, such as other open work on the same objective, is left out.

examples:
  waypost context --issue issue.md
  gh issue view 12 --json number,title,body,labels | waypost context --issue -
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `waypost context`."""
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--issue", metavar="FILE", required=True, help="the issue; - for the standard input")
    parser.add_argument(
        "--name", metavar="OWNER/NAME", help="the repository's name (default: after the remote `origin`)"
    )
    parser.add_argument(
        "--repo", metavar="PATH", type=Path, default=Path(), help="a folder of the repository (default: here)"
    )
    add_notes(parser)


def run(args: argparse.Namespace) -> int:
    """Print the context."""
    from waypost.cli.mapping import context  # the help of a command should not wait for parsers

    return context(args)
