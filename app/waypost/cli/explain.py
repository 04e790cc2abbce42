"""`waypost explain`: what a check looks for, why, and how to settle it."""

import argparse
import sys
from difflib import get_close_matches

from waypost import checks
from waypost.cli.problem import UsageProblem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `waypost explain`."""
    parser.add_argument("check", nargs="?", help="a check's name (default: all of them)")


def run(args: argparse.Namespace) -> int:
    """Print the explanation of one check or of all. Raises UsageProblem for an unknown one."""
    if args.check is not None and args.check not in checks.CHECKS:
        raise UsageProblem(_unknown(args.check))
    names = [args.check] if args.check else list(checks.CHECKS)
    sys.stdout.write("\n".join(f"# {name}\n\n{checks.explain(name).strip()}\n" for name in names))
    return 0


def _unknown(name: str) -> str:
    close = get_close_matches(name, checks.CHECKS, n=1)
    hint = f"Did you mean `{close[0]}`?" if close else f"There are: {', '.join(checks.CHECKS)}."
    return f"There is no check `{name}`. {hint}"
