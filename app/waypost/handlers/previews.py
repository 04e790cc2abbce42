"""How the verdict on a change that edits Waypost's own files would differ once these are merged."""

from dataclasses import dataclass

from waypost import checks
from waypost.change import Change
from waypost.document import Problem
from waypost.facts import PullRequestFacts
from waypost.finding import Finding, Stage, Verdict
from waypost.handbook import belongs
from waypost.handlers.verdicts import fitting, item, problem_item
from waypost.rendering import Markdown, code, render

ROOM = 4_000
MAX_EDITED = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be said anew, at another stage, or no longer, what is broken, and whether the check would fail."""

    appears: tuple[Finding, ...]
    changes: tuple[Finding, ...]
    disappears: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    fails: bool

    @property
    def differs(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.appears or self.changes or self.disappears or self.problems)


def preview(facts: PullRequestFacts, verdict: Verdict) -> Preview | None:
    """The preview, where the change edits one of Waypost's own files; `verdict` is the one that counts."""
    if facts.preview is None:
        return None
    later = checks.run(facts.change, facts.preview)
    before = {_remark(finding): finding.stage for finding in verdict.spoken}
    after = {_remark(finding) for finding in later.spoken}
    told = {(finding.path, finding.span) for finding in (*verdict.spoken, *later.spoken)}
    return Preview(
        appears=tuple(finding for finding in later.spoken if _remark(finding) not in before),
        changes=tuple(
            finding for finding in later.spoken if before.get(_remark(finding), finding.stage) != finding.stage
        ),
        disappears=tuple(finding for finding in verdict.spoken if _remark(finding) not in after),
        problems=tuple(
            problem
            for problem in facts.preview.problems
            if problem not in facts.handbook.problems and (problem.path, problem.span) not in told
        ),
        fails=later.failed,
    )


def edited(change: Change) -> Markdown:
    """Waypost's own files that the change touches, as one phrase; empty if there are none."""
    paths = [file.path for file in change.files if belongs(file.path)]
    more = f" and {len(paths) - MAX_EDITED} more" if len(paths) > MAX_EDITED else ""
    return Markdown(", ".join(code(path, 200) for path in paths[:MAX_EDITED]) + more)


def section(found: Preview, change: Change, verdict: Verdict) -> Markdown:
    """The preview for people to read."""
    appears, left_new = fitting(map(item, found.appears), ROOM)
    changes, left_changed = fitting(map(_at_stage, found.changes), ROOM)
    disappears, left_gone = fitting(map(item, found.disappears), ROOM)
    problems, left_problems = fitting(map(problem_item, found.problems), ROOM)
    words = {
        "edited": edited(change),
        "appears": appears,
        "changes": changes,
        "disappears": disappears,
        "problems": problems,
        "left": left_new + left_changed + left_gone + left_problems,
        "fails": found.fails,
        "failed": verdict.failed,
    }
    return Markdown(render("comments/preview.md.j2", words).strip())


def _at_stage(finding: Finding) -> Markdown:
    weight = "to settle" if finding.stage is Stage.REQUIRE else "a suggestion only"
    return Markdown(f"{weight}: {item(finding)}")


def _remark(finding: Finding) -> tuple[object, ...]:
    """What makes two findings the same remark, at whatever stage."""
    return finding.check, finding.path, finding.span, finding.message
