"""What `waypost check` does: gather from git, decide, fix where asked, show."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from waypost import checkout, checks, output
from waypost.checkout.gathering import Gathered
from waypost.cli import fixing
from waypost.cli.elsewhere import joined, tell
from waypost.cli.problem import UsageProblem
from waypost.cli.where import kept
from waypost.finding import Verdict
from waypost.handbook import Handbook
from waypost.output import text

if TYPE_CHECKING:
    import argparse

MAX_ROUNDS = 5
"""A fix may give way to the next finding (a renamed event is then new to the spec), but not for ever."""


def check(args: "argparse.Namespace") -> int:
    """Check, and fix where asked; 1 where a check in stage `require` finds something. Raises UsageProblem."""
    if args.fix is not None and args.head:
        raise UsageProblem(
            "`--fix` edits the working tree. Leave out `--head`, and it is the working tree that is checked."
        )
    if args.fix and args.fix not in checks.CHOICES:
        raise UsageProblem(f"There is no choice `{args.fix}` for `--fix`. There is: {', '.join(checks.CHOICES)}.")
    try:
        gathered = checkout.gathered(args.repo, args.base, args.head)
        handbook, missing = _with_notes(args, gathered)
        for problem in handbook.problems:
            _tell(str(problem))
        tell(missing)
        verdict = checks.run(gathered[0], handbook)
        if args.fix is not None:
            verdict = _fix(args, gathered, handbook, verdict)
    except checkout.CheckoutError as error:
        raise UsageProblem(str(error)) from error
    sys.stdout.write(_shown(verdict, args.format))
    return 1 if verdict.failed else 0


def _with_notes(args: "argparse.Namespace", gathered: Gathered) -> tuple[Handbook, str]:
    """The handbook with notes that are kept elsewhere, and what is to be said of them."""
    change, handbook = gathered
    return joined(handbook, change, args.repo, kept(args, args.format))


def _fix(args: "argparse.Namespace", gathered: Gathered, handbook: Handbook, verdict: Verdict) -> Verdict:
    """Apply the fixes, say which, and look again; the verdict on what is there in the end."""
    root: Path = checkout.root(args.repo)
    for _ in range(MAX_ROUNDS):
        done = fixing.apply(root, verdict.spoken, fixing.seen(gathered[0], handbook), args.fix)
        for line in done.fixed:
            _tell(f"fixed {line}")
        if not done.fixed:
            for line in done.left:
                _tell(f"left alone: {line}")
            break
        gathered = checkout.gathered(args.repo, args.base, args.head, gathered)
        handbook, _ = _with_notes(args, gathered)
        verdict = checks.run(gathered[0], handbook)
    return verdict


def _tell(line: str) -> None:
    print(text.plain(line), file=sys.stderr)


def _shown(verdict: Verdict, name: str) -> str:
    if name == "text":
        return text.render(verdict, colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
    return output.rendered(verdict, name)
