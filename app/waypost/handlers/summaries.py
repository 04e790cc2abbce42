"""The summary of a check run: everything that is said, and what could not be looked at."""

from waypost.change import Change
from waypost.document import Problem
from waypost.finding import Verdict
from waypost.handlers.verdicts import blind, fitting, lists, problem_item, skipped, unread_line
from waypost.rendering import Markdown, render

PROBLEMS_ROOM = 8_000
NOTHING = Markdown("")


def summary(
    verdict: Verdict,
    change: Change,
    problems: tuple[Problem, ...],
    preview: Markdown = NOTHING,
    edited: Markdown | None = None,
) -> str:
    """The summary in Markdown, within GitHub's limit.

    `problems` are those of the handbook that was judged by; `edited` names Waypost's own files in the change, where a
    preview was made, and `preview` tells it where it differs.
    """
    broken, left_broken = fitting(map(problem_item, problems), PROBLEMS_ROOM)
    return render(
        "check_runs/verdict.md.j2",
        lists(verdict)
        | {
            "blind": blind(verdict, change),
            "truncated": change.truncated,
            "unread": unread_line(verdict),
            "skipped": skipped(verdict),
            "problems": broken,
            "left_problems": left_broken,
            "preview": preview,
            "edited": edited,
        },
    )
