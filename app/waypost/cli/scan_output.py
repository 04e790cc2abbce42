"""What `waypost telemetry scan` does: show what is there, scanning only where something has changed."""

import argparse
import gc
import os
import sys
from pathlib import Path

from waypost.checkout.sources import Sources, root_of
from waypost.cli import scan_cache
from waypost.cli.problem import UsageProblem


def scan(args: argparse.Namespace) -> int:
    """Print the call sites below a folder, or of one file. Raises UsageProblem."""
    if not args.path.exists():
        raise UsageProblem(f"There is no {args.path}.")
    told = _told(*root_of(args.path), cached=not args.no_cache)
    sys.stdout.write(told[args.format])
    sys.stderr.write(told["remarks"])
    gc.freeze()  # all of it goes with the process, which would look for circles in it first
    return 0


def _told(root: Path, below: str, cached: bool) -> dict[str, str]:
    sources = Sources(root)
    listed = sources.paths()
    place = scan_cache.folder(os.environ)
    key = scan_cache.key_of(root, below, listed) if cached else None
    if key is not None and (known := scan_cache.kept(place, key)) is not None:
        return known
    from waypost.cli.scanning import told  # parsers and grammars take a while

    fresh = told(sources, listed, below)
    if key is not None:
        scan_cache.keep(place, key, fresh)
    return fresh
