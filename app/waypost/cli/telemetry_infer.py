"""`waypost telemetry infer`: the spec that the code makes."""

import argparse
from pathlib import Path

EPILOG = """\
Reads all of the code, and writes down what it finds: the naming convention that its names share, with the evidence
for each part of the code, and every event with the properties that are sent with it. Names that do not fit become
`legacy`: nobody is asked to change them, and the list may only get shorter.

Without --write the spec goes to standard output and the evidence to standard error; nothing is changed.

Run it again whenever you like: what is in the spec stays, with its comments, order and quoting. Events and properties
that are not in it yet are added, and legacy names that nothing sends any more are taken out. No property is called
`required`: that is a promise to those who read the data, which only people can make.

examples:
  waypost telemetry infer                     what the spec would be
  waypost telemetry infer --write             write it
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `waypost telemetry infer`."""
    parser.epilog = EPILOG
    parser.add_argument(
        "path", metavar="PATH", nargs="?", type=Path, default=Path(), help="a folder of the repository (default: here)"
    )
    parser.add_argument("--write", action="store_true", help="write the spec into the working tree")


def run(args: argparse.Namespace) -> int:
    """Infer, and show or write."""
    from waypost.cli.inferred import infer  # the help of a command should not wait for parsers and grammars

    return infer(args)
