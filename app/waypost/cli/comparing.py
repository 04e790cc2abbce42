"""What `waypost telemetry diff` does: read both specs, compare, show."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby

from waypost.cli.specs import spec_at, tell
from waypost.output.text import plain
from waypost.telemetry.spec_diff import Difference, diff


def compare(args: argparse.Namespace) -> int:
    """Show the differences; 1 where one of them breaks something. Raises UsageProblem."""
    before, after = (tell(spec_at(args.repo, where)) for where in (args.before, args.after))
    found = diff(before, after)
    breaks = any(difference.breaking for difference in found)
    shown = [difference for difference in found if difference.breaking or not args.breaking]
    sys.stdout.write(FORMATS[args.format](shown))
    return 1 if breaks else 0


def _text(found: list[Difference]) -> str:
    lines = [f"{'breaks' if it.breaking else '      '}  {plain(it.message)}" for it in found]
    return "".join(f"{line}\n" for line in [*lines, _sum(found)])


def _json(found: list[Difference]) -> str:
    return json.dumps([asdict(difference) for difference in found], indent=1, ensure_ascii=False) + "\n"


def _markdown(found: list[Difference]) -> str:
    return "".join(f"{line}\n" for line in _sections(found))


def _sections(found: Iterable[Difference]) -> Iterator[str]:
    for breaks, differences in groupby(found, key=lambda it: it.breaking):
        yield f"### {'Breaking' if breaks else 'Not breaking'}\n"
        yield from (f"- {difference.message}." for difference in differences)
        yield ""


def _sum(found: list[Difference]) -> str:
    if not found:
        return "No difference."
    breaks = sum(difference.breaking for difference in found)
    number = "1 difference" if len(found) == 1 else f"{len(found)} differences"
    return f"{number}, {breaks or 'none'} of which {'breaks' if breaks == 1 else 'break'} something."


FORMATS = {"text": _text, "json": _json, "markdown": _markdown}
