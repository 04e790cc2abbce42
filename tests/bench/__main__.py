"""Measure Waypost against its goals, one benchmark after the other: `make bench`."""

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from functools import partial

from tests.bench import accept, action, answer, check, context, memory, scan, search
from tests.bench.measure import Measure, Tell, table

BENCHES: dict[str, tuple[str, Callable[[Tell], Iterator[Measure]]]] = {
    "accept": ("webhooks accepted durably, against Probot", accept.measures),
    "answer": ("from a push to its check run", answer.measures),
    "context": ("the context of an issue, with a large map", context.measures),
    "check": ("the command line", check.measures),
    "scan": ("scans of whole repositories, against semgrep and ripgrep (takes minutes)", scan.measures),
    "action": ("the Action on a new runner", action.measures),
    "search": ("the index of research notes (takes minutes)", search.measures),
    "memory": ("memory of the service (takes minutes)", memory.measures),
}
EXAMPLES = """\
examples:
  make bench                                        all of them
  python -m tests.bench answer check                two of them
  BENCH_REPO=../shop python -m tests.bench check    on a repository of yours, too
  BENCH_CORPUS=../corpus python -m tests.bench scan on all the repositories in a folder

exit codes: 0 measured, whatever came of it, 1 a benchmark itself broke, 2 bad usage
"""


def main() -> int:
    """Run what is asked for, and print a table of each as soon as it is measured: all of them take an hour."""
    parser = _parser()
    chosen = parser.parse_args().names or list(BENCHES)
    if unknown := [name for name in chosen if name not in BENCHES]:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(BENCHES)}")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before", flush=True)
    broken = [name for name in chosen if not _ran(name)]
    print(*(f"{name} broke, see above" for name in broken), sep="\n", end="\n" if broken else "")
    return 1 if broken else 0


def _ran(name: str) -> bool:
    """Print what a benchmark measures, also where it broke on the way; False then."""
    measured: list[Measure] = []
    try:
        measured.extend(BENCHES[name][1](partial(_tell, name)))
    except Exception:  # the others can still be measured
        _tell(name, "broke\n")
        traceback.print_exc()
        return False
    finally:
        _tell(name, "")
        print(*(table(measured) if measured else ()), sep="\n", flush=True)
    return True


def _tell(name: str, text: str) -> None:
    """Progress in one line of the terminal, none where nobody watches."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{name}: {text}" if text else "\r\x1b[K", end="", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    names = "\n".join(f"  {name:8} {about}" for name, (about, _) in BENCHES.items())
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=__doc__,
        epilog=f"benchmarks:\n{names}\n\n{EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which (default: all)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
