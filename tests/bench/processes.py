"""Processes under measurement: starting and ending them, waiting for them, and what they use."""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path


def environment(**more: str) -> dict[str, str]:
    """Ours, without settings of Waypost's own, and with compiled modules kept, as where Waypost is installed."""
    foreign = {name: value for name, value in os.environ.items() if not name.startswith("WAYPOST_")}
    foreign.pop("PYTHONDONTWRITEBYTECODE", None)
    return foreign | more


@contextmanager
def running(
    command: list[str], environ: dict[str, str], cwd: Path, log: Path, port: int
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that listens on the port; ended afterwards. Raises RuntimeError with its log when it does not start."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environ, cwd=cwd, stdout=out, stderr=out)
        try:
            settled(lambda: listening(port) or process.poll() is not None, True)
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} did not start:\n{log.read_text()}")
            yield process
        finally:
            process.terminate()
            process.wait()


def listening(port: int) -> bool:
    """Whether somebody answers there."""
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settled(look: Callable[[], object], wanted: object, patience: float = 60.0, pause: float = 0.05) -> None:
    """Wait until `look` returns what is wanted. Raises RuntimeError when it never does."""
    end = time.monotonic() + patience
    while (seen := look()) != wanted:
        if time.monotonic() > end:
            raise RuntimeError(f"expected {wanted}, saw {seen}")
        time.sleep(pause)


def resident(pid: int) -> float:
    """Megabytes of memory in use."""
    rows = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(row for row in rows if row.startswith("VmRSS:")).split()[1]) / 1024


def busy(pid: int) -> float:
    """Seconds of processor time used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
