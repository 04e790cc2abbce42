"""`waypost check`: what would help with a change, as the App would say it on the pull request."""

from pathlib import Path
from typing import TYPE_CHECKING

from waypost.cli.plain import Arguments, add_all
from waypost.cli.where import NOTES
from waypost.output import FORMATS

if TYPE_CHECKING:
    import argparse

EPILOG = """\
What a pull request of your branch would be told: findings on what the change adds, by the settings and the spec of
where it left the default branch. `--fix` makes the edits that findings suggest, as long as nobody has to decide upon
them; `--fix leave-out`, `keep`, `take-out` and `dual-send` make those of a choice that a finding offers.

exit codes: 0 fine, 1 a check in stage `require` found something, 2 bad usage

examples:
  waypost check                                 your uncommitted work and branch, against the default branch
  waypost check --fix                           apply the suggested edits to the working tree
  waypost check --base HEAD~1 --head HEAD       the last commit
  waypost check --format sarif > waypost.sarif  for code scanning
"""

ARGUMENTS: Arguments = {
    "--base": {
        "metavar": "REV",
        "default": None,
        "help": "what to compare with (default: where you left the default branch)",
    },
    "--head": {
        "metavar": "REV",
        "default": None,
        "help": "what to look at (default: the working tree, uncommitted work too)",
    },
    "--format": {"choices": FORMATS, "default": "text", "help": "default: text"},
    "--fix": {
        "nargs": "?",
        "const": "",
        "default": None,
        "metavar": "CHOICE",
        "help": "apply the suggested edits to the working tree, or those of a choice that a remark offers",
    },
    "--repo": {
        "metavar": "PATH",
        "type": Path,
        "default": Path(),
        "help": "a folder of the repository (default: here)",
    },
    **NOTES,
}


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """The options of `waypost check`."""
    parser.epilog = EPILOG
    add_all(parser, ARGUMENTS)


def run(args: "argparse.Namespace") -> int:
    """Check, and fix where asked; 1 where a check in stage `require` finds something."""
    from waypost.cli.checking import check  # the help of a command should not wait for parsers and grammars

    return check(args)
