"""`waypost telemetry diff`: what changed from one spec to another, and what of it breaks."""

import argparse
from pathlib import Path

EPILOG = """\
A and B are each one of

  FILE           a spec outside of its place, such as a copy
  FOLDER         a repository's working tree, or a folder of spec files
  REV            the spec at a commit, branch or tag of this repository
  REV:PATH       one file there

A difference breaks something if who relies on the spec as it was has to act: an event or property is gone or renamed, a
property is required that was not, its type or its listed values are narrower, its unit is another.

exit codes: 0 nothing breaks, 1 something breaks, 2 bad usage, or a spec that cannot be read at all

examples:
  waypost telemetry diff main                        your working tree against main
  waypost telemetry diff v1.0 v1.1 --format markdown for release notes
  waypost telemetry diff main:telemetry/spec.yml new.yml --breaking
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `waypost telemetry diff`."""
    parser.epilog = EPILOG
    parser.add_argument("before", metavar="A", help="the spec as it was")
    parser.add_argument("after", metavar="B", nargs="?", help="the spec as it is (default: working tree)")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="default: text")
    parser.add_argument("--breaking", action="store_true", help="show only what breaks")
    parser.add_argument(
        "--repo", metavar="PATH", type=Path, default=Path(), help="a folder of the repository (default: here)"
    )


def run(args: argparse.Namespace) -> int:
    """Compare, and show; 1 where something breaks."""
    from waypost.cli.comparing import compare  # the help of a command should not wait for parsers

    return compare(args)
