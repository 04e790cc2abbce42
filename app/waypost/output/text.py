"""A verdict for the terminal: one line a finding, as editors and terminals link it, and a last line that sums up."""

import re
from collections.abc import Iterator
from itertools import groupby

from waypost.finding import Choice, Finding, Stage, Unread, Verdict
from waypost.patterns import late

CONTROL = late(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What could move a terminal's cursor, or turn the direction of writing: names come from other people's code."""

SHOWN_PATHS = 3

BOLD, RED, YELLOW, DIM, PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[2m", "\x1b[0m"


def render(verdict: Verdict, colour: bool = False) -> str:
    """The findings that people see, what could not be looked at, and a summary; `colour` for a terminal."""
    text = "\n".join([*_findings(verdict), *_unread(verdict), _summary(verdict)]) + "\n"
    return text if colour else re.sub(r"\x1b\[\d*m", "", text)


def plain(text: str) -> str:
    """`text` on one line, with nothing in it that a terminal would obey."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\n", " "))


def _findings(verdict: Verdict) -> Iterator[str]:
    for finding in verdict.spoken:
        yield _finding(finding)
        if finding.fix:
            yield f"    {DIM}fix:{PLAIN} {plain(finding.fix.title)}"
        if finding.choice:
            yield from _choice(finding.choice, "or, by" if finding.fix else "by")


def _finding(finding: Finding) -> str:
    shade = RED if finding.stage is Stage.REQUIRE else YELLOW
    place = f"{BOLD}{plain(finding.path)}{PLAIN}:{finding.span.line}:{finding.span.column}:"
    return f"{place} {shade}{finding.check}{PLAIN} {plain(finding.message)}"


def _choice(choice: Choice, by: str) -> Iterator[str]:
    """The other way, with the lines that it puts into the code, as people could paste them."""
    yield f"    {DIM}{by} `waypost check --fix {choice.name}`:{PLAIN} {plain(choice.fix.title)}"
    for edit in choice.lines[:SHOWN_PATHS]:
        yield f"      in front of {plain(edit.path)}:{edit.span.line}"
        yield from (f"      {DIM}|{PLAIN} {plain(row.expandtabs(4))}" for row in edit.text.rstrip().split("\n"))


def _unread(verdict: Verdict) -> Iterator[str]:
    def reason(unread: Unread) -> str:
        return unread.reason

    for why, group in groupby(sorted(verdict.unread, key=reason), reason):
        paths = [plain(unread.path) for unread in group if unread.path]
        more = f" and {len(paths) - SHOWN_PATHS} more" if len(paths) > SHOWN_PATHS else ""
        yield f"Not looked at: {', '.join(paths[:SHOWN_PATHS])}{more} ({plain(why)})." if paths else plain(why)


def _summary(verdict: Verdict) -> str:
    total = len(verdict.spoken)
    if not total:
        return "Nothing to remark in the rest." if verdict.unread else "Nothing to remark."
    required = sum(finding.stage is Stage.REQUIRE for finding in verdict.spoken)
    fixable = sum(finding.fix is not None for finding in verdict.spoken)
    counted = "1 remark" if total == 1 else f"{total} remarks"
    who = "" if total == 1 else f"{_of_them(required, total)} "
    stops = f", {who}required here" if required else ""
    hint = f" `waypost check --fix` settles {_of_them(fixable, total)}." if fixable else ""
    return f"{counted}{stops}.{hint}"


def _of_them(count: int, total: int) -> str:
    if total == 1:
        return "it"
    return "all of them" if count == total else f"{count} of them"
