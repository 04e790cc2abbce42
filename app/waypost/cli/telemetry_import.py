"""`waypost telemetry import`: a tracking plan of another tool as a spec."""

import argparse
from pathlib import Path

FORMATS = (
    "amplitude", "avo", "csv", "gitlab", "glean", "iglu", "json-schema", "opentelemetry", "rudderstack", "segment",
)  # fmt: skip
EPILOG = """\
formats:
  amplitude      Amplitude Data's export, CSV        json-schema    one event per file or definition
  avo            Avo's export, JSON                  opentelemetry  a semantic-convention registry, YAML
  csv            a spreadsheet                       rudderstack    a plan, JSON, or the YAML of a project
  gitlab         event definitions, YAML             segment        a tracking plan, JSON (v1 and typewriter's)
  glean          metrics.yaml                        iglu           Snowplow's self-describing schemas

A folder means all files in it. The spec goes to standard output; with --write its events are added to the spec of this
repository, whose own events stay as they are. Parts of the plan that have no place in a spec are listed.

A spreadsheet has a line for each property (or event), and columns such as: event, description, owner, property, type,
required, values.

exit codes: 0 fine, 1 a file could not be read as a whole, 2 bad usage

examples:
  waypost telemetry import segment plan.json > telemetry/spec.yml
  waypost telemetry import gitlab config/events --write
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `waypost telemetry import`."""
    parser.epilog = EPILOG
    parser.add_argument("plan", metavar="FORMAT", choices=FORMATS, help=", ".join(FORMATS))
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="the plan's files or folders")
    parser.add_argument("--write", action="store_true", help="add the events to the spec in the working tree")
    parser.add_argument(
        "--repo", metavar="PATH", type=Path, default=Path(), help="a folder of the repository (default: here)"
    )


def run(args: argparse.Namespace) -> int:
    """Read the plan, and show or write the spec."""
    from waypost.cli.plans import bring  # the help of a command should not wait for parsers

    return bring(args)
