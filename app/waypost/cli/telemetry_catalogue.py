"""`waypost telemetry catalogue`: a page of all events."""

import argparse
from pathlib import Path

EPILOG = """\
Writes one page, DIR/index.html, of all events: description, owner, properties, status, and where the code sends them,
with a search. It refers to nothing outside, so it works from a file, as an artifact, and on any web server.

examples:
  waypost telemetry catalogue                     catalogue/index.html
  waypost telemetry catalogue --out public/events for a web server
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `waypost telemetry catalogue`."""
    parser.epilog = EPILOG
    parser.add_argument(
        "path", metavar="PATH", nargs="?", type=Path, default=Path(), help="a folder of the repository (default: here)"
    )
    parser.add_argument("--out", metavar="DIR", type=Path, default=Path("catalogue"), help="default: catalogue")
    parser.add_argument("--title", metavar="TEXT", help="whose events they are (default: the repository's folder)")
    parser.add_argument("--no-scan", action="store_true", help="leave the code out: only what the spec says")


def run(args: argparse.Namespace) -> int:
    """Write the page."""
    from waypost.cli.catalogues import publish  # the help of a command should not wait for parsers and grammars

    return publish(args)
