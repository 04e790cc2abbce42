"""What `waypost telemetry import` and `export` do: read files, turn them into a spec or back, show or write."""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from waypost.cli.problem import UsageProblem
from waypost.cli.specs import root_of, spec_at, spec_files, tell, write_spec
from waypost.document import MAX_BYTES
from waypost.output.text import plain
from waypost.telemetry.plans import read_plan, write_plan
from waypost.telemetry.shape import Event
from waypost.telemetry.spec import home, read_specs
from waypost.telemetry.spec_writing import with_full_events

MAX_FILES = 20_000
_PLANS = re.compile(r"^[^.].*\.(?:json|ya?ml|csv|tsv)$|^\d+-\d+-\d+$")
"""Files of a folder that may be part of a plan; Iglu's are called by their version."""


def bring(args: argparse.Namespace) -> int:
    """Read a plan, and show the spec or add to the repository's. Raises UsageProblem."""
    plan = read_plan(args.plan, _contents(args.files))
    _say(f"{problem}" for problem in plan.problems)
    _say(_left("no place in a spec", plan.unknown))
    if plan.problems and not plan.events:
        raise UsageProblem("There is no event in what can be read. Mend what is told above.")
    if not plan.events:
        raise UsageProblem(f"There is no event in {', '.join(map(str, args.files))}. Is it in the format {args.plan}?")
    if args.write:
        _add(args, plan.events)
    else:
        text = with_full_events(b"version: 1\n", plan.events, "")
        sys.stdout.write((text or b"").decode("utf-8"))
    return 1 if plan.problems else 0


def _add(args: argparse.Namespace, events: Mapping[str, Event]) -> None:
    root = root_of(args.repo)
    files = spec_files(root)
    spec, problems = read_specs(files)
    if problems:
        _say(map(str, problems))
        raise UsageProblem("The spec has faults. Mend them first, as told above.")
    known = spec.known if spec is not None else frozenset()
    missing = {name: it for name, it in events.items() if name not in known}
    by_file: dict[str, dict[str, Event]] = {}
    for name, it in missing.items():
        by_file.setdefault(home(files, name), {})[name] = it
    for path, some in by_file.items():
        text = with_full_events(files.get(path, b"version: 1\n"), some, path)
        if text is None:
            raise UsageProblem(f"Nothing can be added to {path} as it is written. Write `events:` as a block.")
        write_spec(root, path, text)
        print(plain(f"{path}: {'1 event' if len(some) == 1 else f'{len(some)} events'} added"))
    left = len(events) - len(missing)
    if left:
        one = "1 event is in the spec already, and stays as it is"
        print(one if left == 1 else f"{left} events are in the spec already, and stay as they are")


def give(args: argparse.Namespace) -> int:
    """Write a spec in a format. Raises UsageProblem."""
    read = spec_at(args.repo, args.spec)
    spec = tell(read)
    if read[1] and not (spec and spec.events):
        raise UsageProblem("There is no event in what is left of the spec. Mend what is told above.")
    if spec is None or not spec.events:
        raise UsageProblem("There is no event in the spec. `waypost telemetry infer --write` finds them in the code.")
    text, lost = write_plan(args.plan, spec)
    _say(_left(f"no place in the format {args.plan}", lost))
    sys.stdout.write(text)
    return 0


def _contents(paths: Iterable[Path]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in paths:
        if not path.exists():
            raise UsageProblem(f"There is no {path}.")
        for file in _files(path):
            if len(found) >= MAX_FILES:
                raise UsageProblem(f"There are more than {MAX_FILES:,} files. Name fewer at once.")
            with file.open("rb") as opened:
                found[file.as_posix()] = opened.read(MAX_BYTES + 1)
    return found


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    inside = (file for file in sorted(path.rglob("*")) if file.is_file() and not file.is_symlink())
    yield from (file for file in inside if _PLANS.search(file.name))


def _left(why: str, parts: Iterable[tuple[str, int]]) -> Iterator[str]:
    """What was left out, by where it stood."""
    some = list(parts)
    if some:
        yield f"left out, since it has {why}:"
        yield from (f"  {where}{f' ({count} times)' if count > 1 else ''}" for where, count in some)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(plain(line), file=sys.stderr)
