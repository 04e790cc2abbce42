"""What GitHub shows of a round: the pre-read, what was heard, and how to answer; and the check run."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from waypost.facts import PullRequestFacts
from waypost.finding import Stage
from waypost.handlers.rounds.change import Change
from waypost.outcome import CheckRun, Conclusion
from waypost.rendering import Markdown, code, render
from waypost.strategy.rounds import Concern, Phase, Round, State, Terms, Voice
from waypost.strategy.ties import Tally

NAME = "Strategy round"
"""The name of the check run."""
QUESTIONS = (
    "What would make this fail?",
    "What would you do instead?",
    "What do you know about customers that speaks for or against it?",
)
SHOWN = 10
TEXT = 300
"""Characters of what one person says that are shown."""


def conclusion_of(found: State, stage: Stage) -> Conclusion:
    """What the check run concludes with."""
    if found.phase in (Phase.READY, Phase.RECORDED):
        return "success"
    return "failure" if stage is Stage.REQUIRE and found.phase is not Phase.WITHDRAWN else "neutral"


def title(found: State) -> str:
    """How the round stands, in the words of the check run."""
    open_ = len(found.open_concerns)
    if open_ and found.phase is Phase.DISCUSSING:
        return f"{open_} concern{'' if open_ == 1 else 's'} without an answer"
    if found.holds and found.phase is Phase.DISCUSSING:
        return "Held"
    named = {Phase.READY: "Heard", Phase.RECORDED: "Heard and merged", Phase.WITHDRAWN: "Closed"}
    until = f" until {_moment(found.until)}" if found.until else ""
    return named.get(found.phase, f"{found.phase.value.capitalize()}{until}")


def check_run(facts: PullRequestFacts, conclusion: Conclusion, title: str, summary: str) -> CheckRun:
    """The check run of a round."""
    return CheckRun(facts.head_sha, conclusion, title, summary, name=NAME)


def section(
    facts: PullRequestFacts, found: State, it: Round, asked: Terms, change: Change, open_work: Tally | None
) -> str:
    """The pre-read, what was heard, and how to answer."""
    quiet = found.phase is Phase.QUIET
    questions = facts.handbook.settings.strategy.rounds.questions
    teams = {team for login in found.answered for team in it.teams.get(login, ())}
    words = {
        "phase": found.phase.value,
        "until": _moment(found.until) if found.until else "",
        "moved": [Markdown(shift.words) for shift in change.moved[:SHOWN]],
        "more_moved": [Markdown(shift.words) for shift in change.moved[SHOWN : 5 * SHOWN]],
        "files": [code(file.path, 200) for file in change.files[:SHOWN]],
        "reasons": reasons(facts.body),
        "touches": _touches(facts, change),
        "open_work": open_work,
        "several": len(change.objectives) > 1,
        "questions": questions if isinstance(questions, tuple) else QUESTIONS,
        "people": len(found.answered),
        "teams": len(teams),
        "asked": len(asked.asked),
        "concerns": [] if quiet else list(map(concern_words, found.concerns[: 2 * SHOWN])),
        "open": len(found.open_concerns),
        "support": [] if quiet else [voice.author for voice in found.voices if voice.way == "support"][: 2 * SHOWN],
        "voices": [] if quiet else list(voices_words(found.voices)),
        "holds": [] if quiet else [{"author": author, "reason": why} for author, why in found.holds],
        "again": found.again[: 2 * SHOWN],
        "waiting": found.waiting[: 2 * SHOWN],
    }
    return render("comments/round.md.j2", words)


def concern_words(concern: Concern) -> dict[str, str]:
    """What was said to a concern, each part cut to what is shown."""
    fields = ("name", "author", "text", "answer", "answered_by", "challenge", "by")
    return {name: getattr(concern, name)[:TEXT] for name in fields}


def voices_words(voices: Iterable[Voice]) -> Iterator[dict[str, str]]:
    """What was asked, proposed and shown, the newest last; and reasons for support."""
    told = [voice for voice in voices if voice.way in ("question", "alternative", "evidence")]
    for voice in told[-2 * SHOWN :]:
        yield {"author": voice.author, "way": voice.way, "text": voice.text[:TEXT]}


def reasons(body: str) -> str:
    """The first words that the pull request's author says about it."""
    paragraphs = [part.strip() for part in body.replace("\r\n", "\n").split("\n\n")]
    said = next(
        (part for part in paragraphs if part and not part.startswith(("#", "<!--", ">", "```", "|", "-", "*"))), ""
    )
    return said[: 2 * TEXT]


def _touches(facts: PullRequestFacts, change: Change) -> list[str]:
    """The product lines that the objectives belong to which move."""
    names: dict[str, None] = {}
    for book in (facts.handbook, facts.preview):
        if book and book.map:
            for objective in book.map.objectives:
                if any(shift.touches(objective.id, objective.product_lines) for shift in change.moved):
                    names |= dict.fromkeys(objective.product_lines)
    return list(names)[:SHOWN]


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
