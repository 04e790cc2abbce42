"""What `waypost strategy check` and `waypost context` do: read the working tree, decide, show."""

import argparse
import os
import sys
from pathlib import Path

from waypost import checks, output, told
from waypost.change import Change, ChangedFile
from waypost.checkout.git import CheckoutError
from waypost.checkout.standing import full_name, standing
from waypost.cli.elsewhere import tell
from waypost.cli.problem import UsageProblem
from waypost.cli.suggesting import known
from waypost.cli.where import kept
from waypost.finding import Verdict
from waypost.handbook import Handbook
from waypost.handlers import contexts
from waypost.output import text
from waypost.strategy.map import FOLDER, PATH

MAP_PLACES = frozenset({"strategy", FOLDER, PATH})
CHECKS = frozenset({"broken-waypost-file", "objective-without-measure", "retired-objective", "stale-measure"})


def check(args: argparse.Namespace) -> int:
    """Print what is to be mended in the map; 1 where a check in stage `require` finds something."""
    book = _book(args.repo)
    hidden = [problem for problem in book.problems if problem.path in MAP_PLACES and not book.map_files]
    for problem in hidden:
        print(text.plain(str(problem)), file=sys.stderr)
    if hidden:
        return 0
    if not book.map_files:
        print("There is no map: write strategy/map.yml, which `waypost schema map` describes.", file=sys.stderr)
        return 0
    found = checks.run(_whole(book), book)
    verdict = Verdict(tuple(finding for finding in found.findings if finding.check in CHECKS))
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    sys.stdout.write(
        text.render(verdict, colour=colour) if args.format == "text" else output.rendered(verdict, args.format)
    )
    return 1 if verdict.failed else 0


def context(args: argparse.Namespace) -> int:
    """Print the context of an issue and what research knows, as the App would write it; nothing where it would not."""
    book, name = _book(args.repo), _name(args)
    for problem in book.problems:
        print(text.plain(str(problem)), file=sys.stderr)
    facts = told.issue(_given(args.issue), name, book)
    research, missing = known(args.repo, facts.title, facts.body, name, kept(args))
    tell(missing)
    sys.stdout.write("\n".join(part for part in (contexts.section(facts), research) if part))
    return 0


def _whole(book: Handbook) -> Change:
    """All of the map as a change that writes it."""
    files = tuple(
        ChangedFile(path, "modified", content, frozenset(range(1, content.count(b"\n") + 2)))
        for path, content in sorted(book.map_files.items())
    )
    return Change("0" * 40, "0" * 40, files)


def _book(repo: Path) -> Handbook:
    try:
        return standing(repo)
    except CheckoutError as error:
        raise UsageProblem(str(error)) from error


def _name(args: argparse.Namespace) -> str:
    name: str = args.name or full_name(args.repo)
    return name


def _given(path: str) -> str:
    try:
        return sys.stdin.read(told.MAX_TEXT) if path == "-" else Path(path).read_text("utf-8", "replace")
    except OSError as error:
        raise UsageProblem(f"{path} cannot be read: {error.strerror}.") from error
