"""What `waypost telemetry scan` does: show what is there, scanning only where something has changed."""

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from waypost.checkout.sources import Sources, sources_of
from waypost.cli import scan_cache
from waypost.cli.problem import UsageProblem

if TYPE_CHECKING:
    import argparse


def scan(args: "argparse.Namespace") -> int:
    """Print the call sites below a folder, or of one file. Raises UsageProblem."""
    place = args.path or os.curdir
    if not os.path.exists(place):
        raise UsageProblem(f"There is no {place}.")
    needed = ("waypost.cli.scanning",) if args.no_cache else ()  # what is kept is told without parsers
    found = sources_of(place, meanwhile=lambda: [import_module(name) for name in needed])
    told = _told(*found, args.format, cached=not args.no_cache)
    sys.stdout.write(told[args.format])
    sys.stderr.write(told["remarks"])
    return 0


def _told(sources: Sources, below: str, shown: str, cached: bool) -> dict[str, str]:
    """What is printed in the format that is `shown`; in every format where it is kept, too."""
    listed = sources.paths()
    state = scan_cache.state_of(sources.root, below, listed) if cached else None
    if state is None:
        from waypost.cli import scanning

        return scanning.told(sources, listed, below, (shown,))[0]
    place = scan_cache.folder(os.environ)
    record = scan_cache.kept(place, state.frame)
    if record is not None and record["stamps"] == list(state.stamps):
        known: dict[str, str] = record["told"]
        return known
    from waypost.cli import scan_record, scanning  # parsers and grammars take a while

    if record is None or not scan_record.still(record, state, sources, listed, below):
        told, found = scanning.told(sources, listed, below, scan_cache.FORMATS, evident=True)
        record = scan_record.made(told, found)
    scan_cache.keep(place, state.frame, {**record, "stamps": state.stamps})
    fresh: dict[str, str] = record["told"]
    return fresh
