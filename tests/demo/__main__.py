"""`make demo`: Waypost answers a pull request and an issue on a stand-in GitHub, and you read along."""

import argparse
import sys
import threading
from pathlib import Path

from tests.demo import own, shop
from tests.demo.stage import staged
from tests.demo.transcript import heading


def main() -> int:
    """Tell the story; 0 if every expected outcome was seen, 1 if one was not, 2 for a repository that will not do."""
    args = _arguments().parse_args()
    try:
        with staged() as stage:
            missing = own.tell(stage, args) if args.repo else shop.tell(stage)
            if missing:
                print(stage.log.getvalue(), file=sys.stderr)
            for line in missing:
                print(f"  missing   {line}", file=sys.stderr)
            heading(f"Read it as on GitHub: {stage.address}/_page/{own.NAME if args.repo else shop.NAME}")
            if not args.once:
                print("  Ctrl-C ends the demo.", flush=True)
                threading.Event().wait()
            return 1 if missing else 0
    except own.UnusableError as problem:
        print(f"demo: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print()
        return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="end by itself (ONCE=1)")
    parser.add_argument("--repo", type=Path, help="a git repository; its last change is the pull request (REPO=…)")
    parser.add_argument("--base", help="where the pull request starts (BASE=…)")
    parser.add_argument("--head", help="what it brings (HEAD=…)")
    parser.add_argument("--organisation", type=Path, help="a folder as the organisation's .github repository (ORG=…)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
