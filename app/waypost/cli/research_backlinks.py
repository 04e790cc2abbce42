"""`waypost research backlinks`: where each note was used, and which notes were used nowhere for a year."""

import argparse

from waypost.cli.where import add_history

EPILOG = """\
A note is used where an issue, a pull request or another note names it: by its id, its path or its address. Issues and
pull requests come from what a running App remembers (`--data`, else WAYPOST_DATABASE_URL, else WAYPOST_DATA; it is only
read), from an export, or from both; without either only references between notes count:

  gh issue list --state all --limit 1000 --json number,title,body,url,createdAt > issues.json
  gh pr list --state all --limit 1000 --json number,title,body,url,createdAt > pulls.json

examples:
  waypost research backlinks --data /var/lib/waypost                   what the App knows
  waypost research backlinks --uses issues.json --uses pulls.json
  waypost research backlinks --uses issues.json 2026-06-interviews     one note
  waypost research backlinks --uses issues.json --unused               used nowhere in a year, by author
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `waypost research backlinks`."""
    parser.epilog = EPILOG
    parser.add_argument("notes", metavar="NOTE", nargs="*", help="ids or paths of notes (default: all that are used)")
    parser.add_argument("--uses", metavar="FILE", action="append", default=[], help="an export of issues, as JSON")
    parser.add_argument("--unused", action="store_true", help="list what was used nowhere in a year, by author")
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text", help="default: text")
    add_history(parser)


def run(args: argparse.Namespace) -> int:
    """Print the backlinks."""
    from waypost.cli.backlinking import backlinks  # the help of a command should not wait for parsers

    return backlinks(args)
