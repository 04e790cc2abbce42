"""`waypost telemetry export`: the spec as a tracking plan of another tool."""

import argparse
from pathlib import Path

FORMATS = ("csv", "json-schema", "markdown", "segment")
EPILOG = """\
What the format has no place for is listed on standard error.

examples:
  waypost telemetry export segment > plan.json
  waypost telemetry export csv main:telemetry/spec.yml > events.csv
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `waypost telemetry export`."""
    parser.epilog = EPILOG
    parser.add_argument("plan", metavar="FORMAT", choices=FORMATS, help=", ".join(FORMATS))
    parser.add_argument(
        "spec", metavar="SPEC", nargs="?", help="a file, folder, REV or REV:PATH (default: the working tree's)"
    )
    parser.add_argument(
        "--repo", metavar="PATH", type=Path, default=Path(), help="a folder of the repository (default: here)"
    )


def run(args: argparse.Namespace) -> int:
    """Write the spec in the format to standard output."""
    from waypost.cli.plans import give  # the help of a command should not wait for parsers

    return give(args)
