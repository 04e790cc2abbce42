"""`waypost explain`: what a check looks for and how to settle it, what context templates may use, what commands do."""

import argparse
import sys
from difflib import get_close_matches

from waypost import checks
from waypost.cli.problem import UsageProblem

CONTEXT = "context"
COMMANDS = "commands"


EPILOG = """\
examples:
  waypost explain event-not-in-spec    one check
  waypost explain > checks.md          all of them
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `waypost explain`."""
    parser.epilog = EPILOG
    parser.add_argument(
        "topic", nargs="?", help="a check's name, `context` for templates, or `commands` (default: all checks)"
    )


def run(args: argparse.Namespace) -> int:
    """Print the explanation of one topic, or of all checks. Raises UsageProblem for an unknown one."""
    if args.topic == CONTEXT:
        sys.stdout.write(_context())
        return 0
    if args.topic == COMMANDS:
        sys.stdout.write(_commands())
        return 0
    if args.topic is not None and args.topic not in checks.CHECKS:
        raise UsageProblem(_unknown(args.topic))
    sys.stdout.write(_check(args.topic, "#") if args.topic else _checks())
    return 0


def _check(name: str, heading: str) -> str:
    return f"{heading} {name}\n\n{checks.explain(name).strip()}\n"


def _checks() -> str:
    """All checks: a list of them, how to quieten them, then each; `docs/checks.md` is this text."""
    from waypost.settings import PATH, Settings

    rows = "".join(
        f"| [`{name}`](#{name}) | {checks.explain(name).split(chr(10), 1)[0]} | {Settings().stage(name)} |\n"
        for name in checks.CHECKS
    )
    return (
        "# Checks\n\nThey look at what a change adds, never at what was there before. What the spec declares is a"
        " decision, and ends a\nremark. None blocks unless a team asks for it: each has a stage under `checks` in"
        f" `{PATH}`: `off`,\n`observe` (records, says nothing), `advise`, or `require` (may fail).\n\n"
        "`waypost: allow <check> because …` in a comment, on the line or the one above, keeps a check quiet there.\n\n"
        f"| check | the flaw | stage |\n|---|---|---|\n{rows}\n"
        + "\n".join(_check(name, "##") for name in checks.CHECKS)
    )


def _context() -> str:
    from waypost.handbook import CONTEXTS
    from waypost.rendering import FILTERS, VARIABLES

    variables = "".join(f"- `{name}`: {meaning}\n" for name, meaning in VARIABLES.items())
    conditions = "".join(f"- `{name}`: {about}\n" for name, about in _conditions())
    return (
        "# context\n\nThe context of an issue or pull request comes from templates in Jinja's language. A repository"
        f"\nputs its own in `{CONTEXTS}/*.md.j2` on its default branch, an organisation in the same folder of\n"
        "its `.github` repository; of two files with one name the repository's counts. All that apply are put one\n"
        "after the other. Where none applies, Waypost's own is used. A template that gives nothing says nothing.\n\n"
        "Front matter says when a template applies; all that is said must fit, of several values one is enough.\n"
        "Without conditions it applies wherever Waypost would speak:\n\n"
        f"{conditions}\nIt may use:\n\n{variables}\n"
        f"and the filters {', '.join(f'`{name}`' for name in sorted(FILTERS))}.\n"
    )


def _commands() -> str:
    from waypost.commands import COMMANDS as KINDS
    from waypost.commands import Who

    needs = {Who.ANYBODY: "anybody", Who.WRITER: "write permission", Who.WRITER_OR_AUTHOR: "author or write permission"}
    rows = "".join(
        f"- `{kind.usage}`\n  {kind.about[0].upper()}{kind.about[1:].rstrip('.')}. On {kind.places_in_words}; by"
        f" {needs[kind.who]}.\n"
        for kind in KINDS.values()
    )
    return (
        "# commands\n\nIn a comment of your own on an issue or pull request, at the start of a line; nothing quoted,"
        f" in code or\nhidden counts.\n\n{rows}"
    )


def _conditions() -> list[tuple[str, str]]:
    from waypost.document import schema_of
    from waypost.strategy.templates import When

    known = schema_of(When)["$defs"]["When"]["properties"]
    return [(name, about["description"]) for name, about in known.items()]


def _unknown(name: str) -> str:
    topics = [*checks.CHECKS, CONTEXT, COMMANDS]
    letters = name.replace("-", "").replace("_", "").lower()
    parts = [topic for topic in topics if len(letters) > 2 and letters in topic.replace("-", "")]
    close = parts[:3] or get_close_matches(name.lower(), topics, n=1)
    meant = " or ".join(f"`{topic}`" for topic in close)
    hint = f"Did you mean {meant}?" if close else f"`waypost explain` lists the {len(checks.CHECKS)} checks;"
    rest = "" if close else f" besides them there are `{CONTEXT}` and `{COMMANDS}`."
    return f"There is nothing to explain about `{name}`. {hint}{rest}"
