"""What the last scans of repositories found, kept on disk for as long as nothing that they depend on has changed."""

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import hashlib

MAX_SCANS = 40
MAX_BYTES = 100_000_000
"""What is kept at most; the oldest goes first."""
TICK = 0.05
"""Seconds within which a file system may not tell two writes apart: a scan that comes so soon after one is not kept."""

PARTS = {"json", "table", "remarks"}
Kept = dict[str, str]
"""What each format prints, and `remarks`."""


def folder(environ: Mapping[str, str]) -> Path:
    """Where scans are kept: `$XDG_CACHE_HOME/waypost/scans`, or below `~/.cache`."""
    home = environ.get("XDG_CACHE_HOME", "")
    return (Path(home) if home.startswith("/") else Path.home() / ".cache") / "waypost" / "scans"


def key_of(root: Path, below: str, paths: Iterable[str]) -> str | None:
    """What a scan depends on: every file's place, size, times and inode, and Waypost's own code.

    None where a file was written so lately that it may be written again without a trace.
    """
    digest = _digest(f"{root}\0{below}\0{os.path.dirname(__file__)}".encode())  # noqa: PTH120
    latest = 0.0
    for place in (*_own(), *(f"{root}/{path}" for path in paths)):
        try:
            about = os.lstat(place)
        except OSError:
            continue
        latest = max(latest, about.st_mtime, about.st_ctime)
        stamp = f"{place}\0{about.st_size}\0{about.st_mtime_ns}\0{about.st_ctime_ns}\0{about.st_ino}\0{about.st_mode}\0"
        digest.update(os.fsencode(stamp))
    return digest.hexdigest() if latest < time.time() - TICK else None


def _digest(content: bytes) -> "hashlib._Hash":
    import hashlib  # it takes a while, and a scan that is not kept does without

    return hashlib.sha256(content)


def _own() -> Iterator[str]:
    """The files that decide what a scan finds."""
    package = Path(__file__).parents[1]
    yield from (str(path) for path in sorted((package / "telemetry").rglob("*")) if path.suffix in (".py", ".json"))
    yield from (
        str(package / name) for name in ("settings.py", "cli/scanning.py", "checkout/sources.py", "output/text.py")
    )


def kept(place: Path, key: str) -> Kept | None:
    """What was kept under a key; None for nothing, or for something that is not whole."""
    try:
        head, _, body = (place / key).read_bytes().partition(b"\n")
        if head.decode("ascii") != _digest(body).hexdigest():
            return None
        found: Kept = json.loads(body)
    except (OSError, ValueError):
        return None
    return found if found.keys() == PARTS else None


def keep(place: Path, key: str, found: Kept) -> None:
    """Keep a scan, and let go of the oldest; where that cannot be done, the next scan takes longer."""
    import tempfile  # it takes a while, and a scan that is kept already does without

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


def _tidy(place: Path) -> None:
    scans = sorted(((path.stat(), path) for path in place.iterdir()), key=lambda scan: -scan[0].st_mtime)
    room = MAX_BYTES
    for number, (about, path) in enumerate(scans):
        room -= about.st_size
        if number >= MAX_SCANS or room < 0:
            path.unlink(missing_ok=True)
