"""`waypost schema`: JSON Schema of the files people write for Waypost, for their editors."""

import argparse
import json
import sys
from importlib import import_module

SHAPES = {
    "settings": ("waypost.settings", "Settings"),
    "telemetry": ("waypost.telemetry.spec", "Spec"),
    "map": ("waypost.strategy.map", "Map"),
    "context": ("waypost.strategy.templates", "When"),
    "note": ("waypost.research.note", "Front"),
}


EPILOG = """\
examples:
  waypost schema telemetry > telemetry.schema.json
  # yaml-language-server: $schema=../telemetry.schema.json    as the first line of telemetry/spec.yml
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `waypost schema`."""
    parser.epilog = EPILOG
    parser.add_argument("file", choices=SHAPES, help="which file: %(choices)s", metavar="FILE")


def run(args: argparse.Namespace) -> int:
    """Print the schema."""
    from waypost.document import schema_of

    module, name = SHAPES[args.file]
    json.dump(schema_of(getattr(import_module(module), name)), sys.stdout, indent=2)
    print()
    return 0
