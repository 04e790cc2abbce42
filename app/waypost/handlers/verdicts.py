"""What a verdict looks like on GitHub: its conclusion and title, the list items, the remarks beside the lines."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable

from waypost import checks
from waypost.change import Change
from waypost.document import Problem
from waypost.finding import Finding, Stage, Verdict
from waypost.outcome import Annotation, Conclusion
from waypost.rendering import Markdown, code, inline, plain, prose

ROOM = 15_000
"""Characters for one list of items: two lists, a preview and the words around them fit in one comment."""
AT_FIRST_SIGHT = 10
OF_A_KIND = 3
"""Findings of one check that are shown at first sight where there are others."""
MAX_UNREAD = 10
MAX_MESSAGE = 4_000


def item(finding: Finding) -> Markdown:
    """A finding as one list item: the place, then its message."""
    return Markdown(f"{code(f'{finding.path}:{finding.span.line}')} {prose(finding.message)}")


def problem_item(problem: Problem) -> Markdown:
    """A problem as one list item: the place, then what to write instead."""
    return Markdown(f"{code(f'{problem.path}:{problem.span.line}:{problem.span.column}')} {prose(problem.message)}")


def fitting(items: Iterable[Markdown], room: int = ROOM) -> tuple[list[Markdown], int]:
    """The first items that fit into `room` characters, and how many do not."""
    shown: list[Markdown] = []
    left = 0
    for one in items:
        room -= len(one) + 3
        if room < 0 or left:
            left += 1
        else:
            shown.append(one)
    return shown, left


def lists(verdict: Verdict, told: Callable[[Finding], Markdown] = item) -> dict[str, object]:
    """The spoken findings as template variables: `required` and `advised` items, and how many did not fit.

    Of each, the first `shown_…` are for the first sight; the others are more of the same. `told` makes an item.
    """
    variables: dict[str, object] = {}
    for name, stage in (("required", Stage.REQUIRE), ("advised", Stage.ADVISE)):
        first, more = ranked(finding for finding in verdict.spoken if finding.stage is stage)
        items, left = fitting(map(told, (*first, *more)))
        variables |= {name: items, f"shown_{name}": len(first), f"left_{name}": left}
    return variables


def ranked(findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """What people should see first, and the rest: the most useful kinds on top, a few of each kind, not too many."""
    order = {name: number for number, name in enumerate(checks.CHECKS)}
    found = sorted(findings, key=lambda finding: order.get(finding.check, len(order)))
    few = OF_A_KIND if len({finding.check for finding in found}) > 1 else AT_FIRST_SIGHT
    first: list[Finding] = []
    more: list[Finding] = []
    count = Counter[str]()
    for finding in found:
        count[finding.check] += 1
        (first if count[finding.check] <= few and len(first) < AT_FIRST_SIGHT else more).append(finding)
    return first, more


def unread_line(verdict: Verdict) -> Markdown:
    """One line about the files that could not be looked at; empty where all could."""
    files = [unread for unread in verdict.unread if unread.path]
    if not files:
        return Markdown("")
    named = ", ".join(f"{code(unread.path, 200)} ({prose(plain(unread.reason, 200))})" for unread in files[:MAX_UNREAD])
    more = f" and {len(files) - MAX_UNREAD} more" if len(files) > MAX_UNREAD else ""
    return Markdown(f"Not looked at, so nothing is known about {_them(len(files))}: {named}{more}.")


def skipped(verdict: Verdict) -> list[Markdown]:
    """What people let pass, as list items."""
    return [
        Markdown(f"{code(skip.check)} ({skip.count}): {inline(skip.author, 60)}, because {inline(skip.reason, 300)}")
        for skip in verdict.skipped[:MAX_UNREAD]
    ]


def blind(verdict: Verdict, change: Change) -> bool:
    """Whether nothing can be said of the change: it was cut off, or all that it writes is unread."""
    unread = {unread.path for unread in verdict.unread}
    written = {file.path for file in change.files if file.status != "removed"}
    return bool(change.truncated) or (bool(written) and written <= unread)


def conclusion(verdict: Verdict) -> Conclusion:
    """`failure` only where the team itself asked for it; `neutral` where what is unknown would pass for a success."""
    if verdict.failed:
        return "failure"
    return "neutral" if verdict.unread else "success"


def title(verdict: Verdict, change: Change) -> str:
    """The check run in a few words."""
    required = sum(finding.stage is Stage.REQUIRE for finding in verdict.spoken)
    advised = len(verdict.spoken) - required
    parts = [f"{required} to settle"] if required else []
    parts += [f"{advised} suggestion{'' if advised == 1 else 's'}"] if advised else []
    if not parts and blind(verdict, change):
        return "Could not be looked at"
    unread = len(verdict.unread)
    parts += [f"{unread} {'file' if unread == 1 else 'files'} not looked at"] if unread else []
    skipped = sum(skip.count for skip in verdict.skipped)
    parts += [f"{skipped} skipped"] if skipped else []
    return ", ".join(parts) or "Nothing to say"


def annotations(verdict: Verdict, but: Collection[Finding] = ()) -> tuple[Annotation, ...]:
    """The spoken findings beside their lines, `but` those that are told there already."""
    return tuple(_annotation(finding) for finding in verdict.spoken if finding not in but)


def _annotation(finding: Finding) -> Annotation:
    span = finding.span
    one_line = span.line == span.end_line
    return Annotation(
        path=finding.path,
        start_line=span.line,
        end_line=span.end_line,
        level="failure" if finding.stage is Stage.REQUIRE else "notice",
        title=finding.check,
        message=plain(finding.message, MAX_MESSAGE),
        start_column=span.column if one_line else None,
        end_column=max(span.column, span.end_column - 1) if one_line else None,
    )


def _them(count: int) -> str:
    return "it" if count == 1 else "them"
