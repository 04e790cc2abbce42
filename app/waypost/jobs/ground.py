"""The data directory: held by one process at a time, with a name for this replica that outlives restarts."""

import fcntl
import os
from pathlib import Path
from uuid import uuid4


class AlreadyRunning(RuntimeError):
    """Another process works in the same data directory."""


class Ground:
    """A data directory under lock; created when missing. Close it to let the next process in."""

    def __init__(self, directory: Path) -> None:
        """Raises AlreadyRunning, or OSError when the directory cannot be written."""
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self._file = (directory / "waypost.lock").open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.seek(0)
            holder = self._file.read().strip() or "unknown"
            self._file.close()
            raise AlreadyRunning(
                f"Another Waypost (process {holder}) works in {directory.resolve()}. Stop it first, or give this one"
                " a WAYPOST_DATA of its own; to run several that share the work, set WAYPOST_DATABASE_URL to a"
                " PostgreSQL database as well."
            ) from None
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    @property
    def inbox(self) -> Path:
        """The file of accepted deliveries."""
        return self.directory / "inbox.sqlite"

    @property
    def engine(self) -> Path:
        """The file in which the engine keeps its workflows when it does not use PostgreSQL."""
        return self.directory / "engine.sqlite"

    def replica(self) -> str:
        """The name of this replica: made up once, then the same after every restart."""
        file = self.directory / "replica"
        if not file.exists():
            file.write_text(f"waypost-{uuid4().hex[:12]}")
        return file.read_text().strip()

    def close(self) -> None:
        """Give the directory free."""
        self._file.close()
