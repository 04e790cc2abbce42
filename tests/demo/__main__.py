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
    if not args.repo and (args.base or args.head or args.organisation):
        print("demo: BASE, HEAD and ORG say more about a repository of yours: give REPO=path, too", file=sys.stderr)
        return 2
    try:
        with staged() as stage:
            missing = own.tell(stage, args) if args.repo else shop.tell(stage)
            if missing:
                print(stage.log.getvalue(), file=sys.stderr)
            for line in missing:
                print(f"  missing   {line}", file=sys.stderr)
            if args.once:
                heading("Leave out ONCE=1 to read it as on GitHub.")
            else:
                heading(f"Read it as on GitHub: {stage.address}/_page/{own.NAME if args.repo else shop.NAME}")
                print("  Ctrl-C ends the demo.", flush=True)
                threading.Event().wait()
            return 1 if missing else 0
    except own.UnusableError as problem:
        print(f"demo: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print()
        return 0


def folder(given: str) -> Path:
    """A path as people write it; not every shell puts their home in for `~` behind `REPO=`."""
    return Path(given).expanduser()


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="end by itself (ONCE=1)")
    parser.add_argument("--repo", type=folder, help="a git repository; its last change is the pull request (REPO=…)")
    parser.add_argument("--base", help="where the pull request starts (BASE=…)")
    parser.add_argument("--head", help="what it brings (HEAD=…)")
    parser.add_argument("--organisation", type=folder, help="a folder as the organisation's .github repository (ORG=…)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
