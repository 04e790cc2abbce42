"""What `waypost telemetry catalogue` does: read the spec, scan the code, write the page."""

import argparse
import sys

from waypost.cli.pages import write_page
from waypost.cli.problem import UsageProblem
from waypost.cli.scanning import left_out, scanned
from waypost.cli.specs import root_of, spec_files, tell
from waypost.output.text import plain
from waypost.rendering.pages import page
from waypost.telemetry.catalogue import catalogue
from waypost.telemetry.shape import Spec
from waypost.telemetry.spec import read_specs


def publish(args: argparse.Namespace) -> int:
    """Write the page of a repository's events. Raises UsageProblem."""
    if not args.path.is_dir():
        raise UsageProblem(f"There is no folder {args.path}.")
    root = root_of(args.path)
    spec = tell(read_specs(spec_files(root))) or Spec()
    found = None if args.no_scan else scanned(root, "")
    sites = found.sites if found else ()
    variables = catalogue(spec, sites, scanned=not args.no_scan)
    text = page("events.html.j2", {**variables, "title": root.resolve().name if args.title is None else args.title})
    target = write_page(args.out, text)
    print(plain(f"{target}: {_counted(len(spec.known), len(sites))}"))
    for line in (*found.faults, *left_out(found)) if found else ():
        print(plain(line), file=sys.stderr)
    return 0


def _counted(events: int, places: int) -> str:
    told = f"{events} event{'s' * (events != 1)} in the spec"
    return f"{told}, {places} place{'s that send' if places != 1 else ' that sends'} them"
