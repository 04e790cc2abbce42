"""`waypost telemetry scan`: the places of a whole repository that send tracked events."""

from typing import TYPE_CHECKING

from waypost.cli.plain import Arguments, add_all

if TYPE_CHECKING:
    import argparse

EPILOG = """\
An entry of the JSON is one call that sends an event:

  path                     the file of the call, from the top of the repository
  line, column, end_line, end_column
                           the literal with the event's name, from 1, in code points, end exclusive; for a constant
                           of the same file its definition, for one of another file the place where it is used
  sdk                      the SDK; for your own function its name in the settings, or as it is called
  names                    the names it can send; `checkout_{step}` where parts are known at run time only
  resolution               literal, constant, pattern, or unresolved (where at least one name is not known)
  properties               key to literal type (string, number, boolean, null, array, object, function), or null where
                           the type does not show; the key "..." with "and others" where there may be more keys

Besides the known SDKs, functions that are called so for sending events count (`trackEvent`, `telemetry.capture`).
Functions of the repository that pass a parameter of their own on as an event's name are followed to where they are
called, through imports, and listed as the settings take them; there they are known on pull requests, too. Any other
function takes a line in `.github/waypost.yml`:

  telemetry:
    calls:
      - {call: sendAway, name: 0, properties: 1}    # positions from 0, keywords, or a key such as `0.event`

Results are kept in ~/.cache/waypost (or $XDG_CACHE_HOME) until something changes that they depend on: files that are
not parsed are only asked for the words that are looked for.

examples:
  waypost telemetry scan                      the repository you are in, as a table
  waypost telemetry scan ../shop --format json | jq -r '.[].names[]' | sort | uniq -c
"""


ARGUMENTS: Arguments = {
    "path": {
        "metavar": "PATH",
        "nargs": "?",
        "default": ".",
        "help": "a folder or file (default: here)",
    },
    "--format": {"choices": ("table", "json"), "default": "table", "help": "default: table"},
    "--no-cache": {"action": "store_true", "help": "scan, even if nothing has changed since the last scan"},
}


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """The options of `waypost telemetry scan`."""
    parser.epilog = EPILOG
    add_all(parser, ARGUMENTS)


def run(args: "argparse.Namespace") -> int:
    """Scan, and print what is found."""
    from waypost.cli.scan_output import scan  # the help of a command should not wait

    return scan(args)
