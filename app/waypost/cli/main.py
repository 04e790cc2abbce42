"""The entry point of `waypost`: runs a command, and turns every failure into one line and an exit code."""

import errno
import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from waypost.cli.plain import plain
from waypost.cli.problem import UsageProblem

if TYPE_CHECKING:
    import argparse

APP_TEXT = """
dbos fastapi githubkit httpx prometheus_client psycopg sqlalchemy starlette structlog uvicorn
"""
APP = frozenset(APP_TEXT.split())
"""What only the extra `[app]` installs."""
INSTALL = 'install Waypost with its extra, as in `pip install "waypost[app] @ …"`.'

BAD_USAGE, OUR_FAULT, INTERRUPTED, NOBODY_READS = 2, 3, 130, 141
"""The last two as a shell tells of SIGINT and SIGPIPE."""


COLLECTED_AFTER = 200_000
"""Objects after which Python looks for circles: after its own 700 it would do that dozens of times before a command has
begun, and what is made until then stays anyway. Most of what a scan makes does, too: after 50,000, a twentieth of a
small one was such a look, and no memory was won by it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    gc.set_threshold(COLLECTED_AFTER)
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file's name need not fit the terminal's encoding
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):  # as files are read: what GitHub writes is UTF-8 whatever the locale
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    try:
        args = plain(given) or _parsed(given)
        code: int = args.run(args)
        sys.stdout.flush()
        if arguments is None:
            gc.freeze()  # all of it goes with the process, which would look for circles in it first
        return code
    except UsageProblem as problem:
        print(f"waypost: {problem}", file=sys.stderr)
        return BAD_USAGE
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in APP:
            return _our_fault(missing, "--debug" in given)
        print(f"waypost: this needs the App's packages, and {missing.name} is missing: {INSTALL}", file=sys.stderr)
        return BAD_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _close_stdout()
        return NOBODY_READS
    except OSError as error:
        if isinstance(error, FileNotFoundError) and _nowhere():
            print("waypost: the folder you are in is gone. Go to one that is there.", file=sys.stderr)
            return BAD_USAGE
        if error.errno != errno.ENOSPC:
            return _our_fault(error, "--debug" in given)
        _close_stdout()
        print("waypost: the disk is full. Make room, and run it again.", file=sys.stderr)
        return BAD_USAGE
    except Exception as error:  # the one place where a fault of ours ends
        return _our_fault(error, "--debug" in given)


def _parsed(given: Sequence[str]) -> "argparse.Namespace":
    from waypost.cli.parser import parsed

    return parsed(given)


def _nowhere() -> bool:
    """Whether the working directory was deleted."""
    try:
        os.getcwd()  # noqa: PTH109 - `Path.cwd` says the same
    except FileNotFoundError:
        return True
    return False


def _close_stdout() -> None:
    """Without this Python would complain once more when it closes stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _our_fault(error: Exception, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exception(error)
    else:
        print(
            f"waypost: this is a fault of ours: {type(error).__name__}: {error}\n"
            "Please report it with the output of the same command after `waypost --debug`.",
            file=sys.stderr,
        )
    return OUR_FAULT
