"""`waypost research catalogue`: a page of all notes and where each was used."""

import argparse
from pathlib import Path

from waypost.cli.where import add_history

EPILOG = """\
Writes one page, DIR/index.html, of all notes: date, study, method, status, findings with their evidence, and the
issues, pull requests and notes that used each; then what was used nowhere in a year, by author. It has a search, and a
link to each note (#note-ID). Nothing is shown of what a note says that is withdrawn, or whose consent is over.

Nothing leaves this machine: the page is a file, made without network, and refers to nothing outside but the issues. It
holds what the notes and the export hold, so of a private repository show it only to those who can read that.

Uses come from an export of issues and pull requests, from what a running App remembers (`--data`, else
WAYPOST_DATABASE_URL, else WAYPOST_DATA; it is only read), or from both.

examples:
  waypost research catalogue --data /var/lib/waypost                   what the App knows
  gh issue list --state all --limit 1000 --json number,title,body,url,createdAt > issues.json
  gh pr list --state all --limit 1000 --json number,title,body,url,createdAt > pulls.json
  waypost research catalogue --uses issues.json --uses pulls.json      research-catalogue/index.html
  waypost research catalogue --out notes-page                          only references between notes count as uses
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `waypost research catalogue`."""
    parser.epilog = EPILOG
    parser.add_argument("--uses", metavar="FILE", action="append", default=[], help="an export of issues, as JSON")
    parser.add_argument(
        "--out", metavar="DIR", type=Path, default=Path("research-catalogue"), help="default: research-catalogue"
    )
    parser.add_argument("--title", metavar="TEXT", help="whose notes they are (default: the repository's folder)")
    add_history(parser)


def run(args: argparse.Namespace) -> int:
    """Write the page."""
    from waypost.cli.backlinking import publish  # the help of a command should not wait for parsers

    return publish(args)
