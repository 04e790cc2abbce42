"""What `waypost telemetry scan` does: show what is there, scanning only where something has changed."""

import argparse
import gc
import os
import sys

from waypost.checkout.sources import Sources, sources_of
from waypost.cli import scan_cache
from waypost.cli.problem import UsageProblem

FORMATS = ("json", "table")


def scan(args: argparse.Namespace) -> int:
    """Print the call sites below a folder, or of one file. Raises UsageProblem."""
    if not args.path.exists():
        raise UsageProblem(f"There is no {args.path}.")
    told = _told(*sources_of(args.path), args.format, cached=not args.no_cache)
    sys.stdout.write(told[args.format])
    sys.stderr.write(told["remarks"])
    gc.freeze()  # all of it goes with the process, which would look for circles in it first
    return 0


def _told(sources: Sources, below: str, shown: str, cached: bool) -> dict[str, str]:
    """What is printed in the format that is `shown`; in every format where it is kept, too."""
    listed = sources.paths()
    place = scan_cache.folder(os.environ)
    key = scan_cache.key_of(sources.root, below, listed) if cached else None
    if key is not None and (known := scan_cache.kept(place, key)) is not None:
        return known
    from waypost.cli.scanning import told  # parsers and grammars take a while

    fresh = told(sources, listed, below, (shown,) if key is None else FORMATS)
    if key is not None:
        scan_cache.keep(place, key, fresh)
    return fresh
