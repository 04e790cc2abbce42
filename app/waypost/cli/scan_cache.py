"""What the last scans of repositories found, kept on disk for as long as nothing that they depend on has changed."""

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from waypost.frozen import dataclass

if TYPE_CHECKING:
    import hashlib
    from pathlib import Path

MAX_SCANS = 40
MAX_BYTES = 100_000_000
"""What is kept at most; the oldest goes first."""
TICK = 0.05
"""Seconds within which a file system may not tell two writes apart: a scan that comes so soon after one is not kept."""

FORMATS = ("json", "table")
TOLD = frozenset({*FORMATS, "remarks"})
"""What each format prints, and what is said besides."""
PARTS = frozenset({"stamps", "told", "whole", "looked", "called", "defined", "written", "unread"})
"""What is kept of a scan: how the files were, what it told, and what `waypost.cli.scan_record` knows of the rest."""


def folder(environ: Mapping[str, str]) -> "Path":
    """Where scans are kept: `$XDG_CACHE_HOME/waypost/scans`, or below `~/.cache`."""
    from pathlib import Path  # it takes a while, and a scan that is not kept does without

    home = environ.get("XDG_CACHE_HOME", "")
    return (Path(home) if home.startswith("/") else Path.home() / ".cache") / "waypost" / "scans"


@dataclass(frozen=True, slots=True)
class State:
    """What a scan depends on.

    `frame` tells where it looked, with which code of Waypost's own, and which files there are. `stamps` has the size,
    times and inode of each.
    """

    frame: str
    stamps: tuple[str, ...]


def state_of(root: str, below: str, paths: Sequence[str]) -> State | None:
    """How the files are now; None where one was written so lately that it may be written again without a trace."""
    own = [f"{place}\0{_stamp(place)[0]}" for place in _own()]
    frame = os.fsencode("\0".join((root, below, *own, *paths)))
    some = [_stamp(f"{root}/{path}") for path in paths]
    if max((latest for _, latest in some), default=0.0) >= time.time() - TICK:
        return None
    return State(_digest(frame).hexdigest(), tuple(stamp for stamp, _ in some))


def _stamp(place: str) -> tuple[str, float]:
    """What changes with a file's content, and when it was written."""
    try:
        about = os.lstat(place)
    except OSError:
        return "", 0.0
    stamp = f"{about.st_size:x}.{about.st_mtime_ns:x}.{about.st_ctime_ns:x}.{about.st_ino:x}.{about.st_mode:x}"
    return stamp, max(about.st_mtime, about.st_ctime)


def _digest(content: bytes) -> "hashlib._Hash":
    import hashlib  # it takes a while, and a scan that is not kept does without

    return hashlib.sha256(content)


def _own() -> Iterator[str]:
    """The files that decide what a scan finds."""
    from pathlib import Path

    package = Path(__file__).parents[1]
    yield from (str(path) for path in sorted((package / "telemetry").rglob("*")) if path.suffix in (".py", ".json"))
    yield from (
        str(package / name)
        for name in ("settings.py", "cli/scanning.py", "cli/scan_record.py", "checkout/sources.py", "output/text.py")
    )


def kept(place: "Path", key: str) -> dict[str, Any] | None:
    """What was kept under a key; None for nothing, or for something that is not whole."""
    try:
        head, _, body = (place / key).read_bytes().partition(b"\n")
        if head.decode("ascii") != _digest(body).hexdigest():
            return None
        found: dict[str, Any] = json.loads(body)
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.keys() == PARTS else None


def keep(place: "Path", key: str, found: Mapping[str, object]) -> None:
    """Keep a scan, and let go of the oldest; where that cannot be done, the next scan takes longer."""
    import tempfile  # it takes a while, and a scan that is kept already does without
    from pathlib import Path

    body = json.dumps(found).encode()
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(dir=place)
        with os.fdopen(handle, "wb") as file:
            file.write(_digest(body).hexdigest().encode() + b"\n" + body)
        Path(scratch).replace(place / key)
        _tidy(place)
    except OSError:
        return


def _tidy(place: "Path") -> None:
    scans = sorted(((path.stat(), path) for path in place.iterdir()), key=lambda scan: -scan[0].st_mtime)
    room = MAX_BYTES
    for number, (about, path) in enumerate(scans):
        room -= about.st_size
        if number >= MAX_SCANS or room < 0:
            path.unlink(missing_ok=True)
