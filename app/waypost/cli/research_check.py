"""`waypost research check`: what is to be mended in the research notes of a working tree."""

import argparse
from pathlib import Path

from waypost.cli.where import add_notes

EPILOG = """\
It tells of front matter that cannot be read, fields that nobody knows (in notes of our own schema), missing dates,
references to notes that are missing or withdrawn, consent that has ended, and of personal data: phone numbers and
people's mail addresses anywhere but in the authors' fields, names in fields about participants and findings. A mail
address is a person's by a common given name, by the look of name and surname (ada.lovelace@, a.lovelace@) or at a
provider of private mailboxes; those of teams and services (support@, research.team@) are fine. A name nobody listed
and an address such as alovelace@ pass unseen.

The settings say how loud each check is (`waypost explain note-personal-data` and so on).

examples:
  waypost research check
  waypost research check research/2026-06-interviews.md --format json

exit codes: 0 fine, 1 a check in stage `require` found something, 2 bad usage, 3 our own fault
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `waypost research check`."""
    parser.epilog = EPILOG
    parser.add_argument("paths", metavar="PATH", nargs="*", help="notes or folders (default: all notes)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    parser.add_argument(
        "--repo", metavar="PATH", type=Path, default=Path(), help="a folder of the repository (default: here)"
    )
    add_notes(parser)


def run(args: argparse.Namespace) -> int:
    """Look at the notes, and say what is to be mended; 1 where a check in stage `require` finds something."""
    from waypost.cli.notebook import check  # the help of a command should not wait for parsers

    return check(args)
