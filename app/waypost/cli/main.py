"""The entry point of `waypost`: picks the subcommand, and turns every failure into one line and an exit code."""

import argparse
import errno
import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from waypost.cli.problem import UsageProblem

COMMANDS = {
    "check": "look at a change in a git repository and say what would help",
    "telemetry": "the tracked events of a whole repository",
    "research": "the research notes of a repository",
    "strategy": "the strategy map of a repository",
    "context": "what the map says about an issue",
    "explain": "what a check looks for, why, and how to settle it",
    "schema": "JSON Schema of the files people write for Waypost",
    "serve": "run the GitHub App",
    "doctor": "check the App's configuration and say what to mend",
}
"""Each is a module of this package with `add_arguments(parser)` and `run(args) -> exit code`."""

EXAMPLES = """\
examples:
  waypost check                        your uncommitted work and branch, against the default branch
  waypost check --base main --fix      apply the suggested edits to the working tree
  waypost check --format sarif         for code scanning
  waypost telemetry scan               where this repository sends tracked events
  waypost research suggest --issue FILE  what research knows about an issue
  waypost context --issue FILE         what the map says about an issue
  waypost explain event-not-in-spec    what one check is about

exit codes: 0 fine, 1 a check in stage `require` found something, 2 bad usage, 3 our own fault
"""

APP_TEXT = """
dbos fastapi githubkit httpx prometheus_client psycopg sqlalchemy starlette structlog uvicorn
"""
APP = frozenset(APP_TEXT.split())
"""What only the extra `[app]` installs."""
INSTALL = 'install Waypost with its extra, as in `pip install "waypost[app] @ …"`.'

BAD_USAGE, OUR_FAULT, INTERRUPTED, NOBODY_READS = 2, 3, 130, 141
"""The last two as a shell tells of SIGINT and SIGPIPE."""


COLLECTED_AFTER = 50_000
"""Objects after which Python looks for circles: after its own 700 it would do that dozens of times before a command has
begun, and what is made until then stays anyway."""


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
        args = _parser(_chosen(given)).parse_args(given)
        code: int = args.run(args)
        sys.stdout.flush()
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


def _chosen(arguments: Sequence[str]) -> str | None:
    """The subcommand: known before parsing, so that only its module is imported."""
    return next((argument for argument in arguments if argument in COMMANDS), None)


def _parser(chosen: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="waypost",
        description="Product operations where the work is, on issues and pull requests.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    parser.add_argument("--debug", action="store_true", help="show the traceback of a fault of ours")
    groups = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        about = f"{summary[0].upper()}{summary[1:]}."
        group = groups.add_parser(name, help=summary, description=about)
        if name == chosen:
            module = import_module(f"waypost.cli.{name}")
            module.add_arguments(group)
            group.set_defaults(run=module.run)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when asked for it: that takes as long as all the rest of a start."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib import metadata

        print(f"waypost {metadata.version('waypost')}")
        parser.exit()


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
