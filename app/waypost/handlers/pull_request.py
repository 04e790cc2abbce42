"""A pull request was opened or pushed to: what Waypost says about its change."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from waypost import checks
from waypost.facts import PullRequestFacts
from waypost.finding import Finding, Stage, Verdict
from waypost.handlers import answers, applying, contexts, outcomes, research, suggestions
from waypost.handlers.answers import Reply
from waypost.handlers.choices import remark
from waypost.handlers.conversation import Part, compose
from waypost.handlers.entries import alone, entries, places
from waypost.handlers.previews import edited, preview, section
from waypost.handlers.rounds import rounding
from waypost.handlers.skips import skipping
from waypost.handlers.summaries import summary
from waypost.handlers.verdicts import annotations, conclusion, lists, title, unread_line
from waypost.outcome import CheckRun, Comment, Outcome
from waypost.rendering import Markdown, render

SKIPPED = {"draft": "Skipped: draft", "bot": "Skipped: from a bot"}


def decide(facts: PullRequestFacts) -> Outcome:
    """The check run on the head, and the comment."""
    return outcome(facts, verdict(facts))


def verdict(facts: PullRequestFacts) -> Verdict:
    """All that the checks find, also what they only observe; nothing for pull requests that are passed over."""
    return Verdict() if _passed_over(facts) else checks.run(facts.change, facts.handbook)


def outcome(facts: PullRequestFacts, found: Verdict) -> Outcome:
    """What a verdict, as `verdict` gives it, leads to."""
    known, let_pass = research.known(facts), skipping(facts, found)
    talked = rounding(facts)
    special = {
        **talked.replies,
        **outcomes.replies(facts),
        **research.replies(facts, known),
        **let_pass.replies,
        **applying.replies(facts),
    }
    said = answers.replies(facts.talk.commands, special)
    reactions = answers.reactions(facts.talk.commands, said)
    if reason := _passed_over(facts):
        words = render("check_runs/skipped.md.j2", {"reason": reason})
        skipped = CheckRun(facts.head_sha, "skipped", SKIPPED[reason], words)
        told_anyway = _comment(facts, {Part.ROUND: talked.section}, said)
        return Outcome(
            skipped,
            told_anyway,
            reactions,
            talked.records,
            talked.dues,
            further_runs=talked.runs,
            number=facts.number,
        )
    ahead, found = preview(facts, found), let_pass.verdict
    told = section(ahead, facts.change, found) if ahead and ahead.differs else Markdown("")
    beside = suggestions.beside(facts, found)
    run = CheckRun(
        head_sha=facts.head_sha,
        conclusion=conclusion(found),
        title=title(found, facts.change),
        summary=summary(found, facts.change, facts.handbook.problems, told, edited(facts.change) if ahead else None),
        annotations=annotations(found, beside),
        buttons=applying.buttons(facts, found),
    )
    kept = (*talked.records, *let_pass.records, *applying.records(facts))
    if facts.closed:
        return Outcome(
            run,
            None,
            reactions,
            (*kept, *research.thumbs(facts)),
            talked.dues,
            further_runs=talked.runs,
            proposals=talked.proposals,
            number=facts.number,
        )
    checked = _checks(facts, found, beside)
    shown = {Part.ROUND: talked.section, **parts(facts, checked, told), Part.RESEARCH: research.section(facts, known)}
    return Outcome(
        check_run=run,
        comment=_comment(facts, shown, said),
        reactions=reactions,
        records=(*kept, *research.records(facts, known)),
        dues=talked.dues,
        further_runs=talked.runs,
        number=facts.number,
        poll_until=research.poll_until(facts, known),
    )


def _comment(facts: PullRequestFacts, told: dict[Part, str | None], said: dict[str, Reply]) -> Comment | None:
    """The comment; none on a closed pull request: its conversation stays as it is, since the work is over."""
    if facts.closed:
        return None
    return Comment(facts.number, compose({Part.ANSWERS: answers.section(facts.talk.commands, said), **told}))


def parts(facts: PullRequestFacts, checked: str | None, preview: Markdown) -> dict[Part, str | None]:
    """All that is to be said on the pull request."""
    return {
        Part.CHECKS: checked,
        Part.CONTEXT: contexts.section(facts),
        Part.PREVIEW: preview,
    }


def _passed_over(facts: PullRequestFacts) -> str:
    if facts.draft and not facts.handbook.settings.drafts:
        return "draft"
    return "bot" if facts.author_is_bot and not facts.handbook.settings.bots else ""


def _checks(facts: PullRequestFacts, found: Verdict, beside: Sequence[Finding]) -> str | None:
    """What the checks suggest, where they speak; advice that stands `beside` its line is only counted."""
    if not found.spoken:
        return None
    counted = tuple(finding for finding in beside if finding.stage is Stage.ADVISE)
    listed = replace(found, findings=tuple(finding for finding in found.findings if finding not in counted))
    words = lists(alone(listed), partial(remark, applicable=applying.writes(facts)))
    strict = Stage.REQUIRE in (finding.stage for finding in found.spoken)
    return render(
        "comments/pull_request.md.j2",
        words
        | {
            "fixes": sum(finding.fix is not None for finding in found.spoken),
            "total": len(found.spoken),
            "suggestions": sum(finding.stage is Stage.ADVISE for finding in found.spoken),
            "beside": len(counted),
            "places": places(counted),
            "files": f"/{facts.repository}/pull/{facts.number}/files",
            "entries": entries(listed),
            "applicable": bool(applying.buttons(facts, found)),
            "unread": unread_line(found) if strict else "",
        },
    )
