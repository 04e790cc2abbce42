"""How many of the calls that a plain text search finds are found by a scan, and what the scan makes of them.

Run it as `python -m tests.bench.recall FOLDER 'REGEX' [SUFFIX…]`: FOLDER is a repository, REGEX what a call looks
like, such as `\\bposthog\\??\\.capture\\(`. Every line that matches and that the scan does not have is printed, to be
explained: comments, strings, definitions, and code that is none of ours.
"""

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tests.bench.processes import environment
from tests.bench.scan import ENDINGS

SUFFIXES = tuple(f".{ending}" for ending in ENDINGS)


def main() -> int:
    """Print the table and the misses."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("regex", type=re.compile)
    parser.add_argument("suffixes", nargs="*", default=SUFFIXES)
    args = parser.parse_args()
    sites = scanned(args.folder)
    oracle = list(searched(args.folder, args.regex, tuple(args.suffixes)))
    lines = {(site["path"], line) for site in sites for line in range(site["at"][0], site["at"][1] + 1)}
    missed = [(path, line, text) for path, line, text in oracle if (path, line) not in lines]
    for path, line, text in missed:
        print(f"{path}:{line}: {text.strip()[:140]}")
    kinds = Counter(site["resolution"] for site in sites)
    named = len({name for site in sites for name in site["names"]})
    found = len(oracle) - len(missed)
    print(f"text search {len(oracle)}, of these found {found}; scan {len(sites)} calls, {named} names, {dict(kinds)}")
    return 0


def scanned(folder: Path) -> list[dict[str, Any]]:
    """The calls of a scan, with the first and last line of each whole call."""
    code = "import sys; from tests.bench.recall import dump; dump(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", code, folder], env=environment(), capture_output=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def dump(folder: str) -> None:
    """Print the calls of a scan as JSON."""
    from waypost.cli.scanning import entry, scanned

    sites = scanned(Path(folder).resolve(), "").sites
    json.dump([entry(site) | {"at": [site.at.line, site.at.end_line]} for site in sites], sys.stdout)


def searched(folder: Path, regex: re.Pattern[str], suffixes: tuple[str, ...]) -> Any:
    """Path, line and text of what looks like a call, outside of folders that nobody's own code is in."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.suffix in suffixes and path.is_file() and not {"node_modules", ".git", "dist"} & set(inside.parts):
            for number, text in enumerate(path.read_text("utf-8", "replace").split("\n"), 1):
                if regex.search(text):
                    yield inside.as_posix(), number, text


if __name__ == "__main__":
    sys.exit(main())
