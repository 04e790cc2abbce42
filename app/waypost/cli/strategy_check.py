"""`waypost strategy check`: what is to be mended in the map of a working tree."""

import argparse
from pathlib import Path

from waypost.output import FORMATS

EPILOG = """\
It looks at `strategy/map.yml` or `strategy/map/*.yml` as they are now, all of it, also what no change touches: what
cannot be read, ids that are there twice or not at all, objectives in circles, without a measure, with an old figure, or
with a retired parent. The settings say how loud each check is (`waypost explain stale-measure` and so on).

examples:
  waypost strategy check
  waypost strategy check --format json

exit codes: 0 fine, 1 a check in stage `require` found something, 2 bad usage, 3 our own fault
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `waypost strategy check`."""
    parser.epilog = EPILOG
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument(
        "--repo", metavar="PATH", type=Path, default=Path(), help="a folder of the repository (default: here)"
    )


def run(args: argparse.Namespace) -> int:
    """Look at the map, and say what is to be mended; 1 where a check in stage `require` finds something."""
    from waypost.cli.mapping import check  # the help of a command should not wait for parsers

    return check(args)
