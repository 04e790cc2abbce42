"""The command line as `argparse` reads and explains it."""

import argparse
from collections.abc import Sequence
from importlib import import_module

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


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """What they say. Ends the process where they ask for help, or where nobody can know what they mean."""
    return _parser(_chosen(arguments)).parse_args(arguments)


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
        group = groups.add_parser(
            name, help=summary, description=about, formatter_class=argparse.RawDescriptionHelpFormatter
        )
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
