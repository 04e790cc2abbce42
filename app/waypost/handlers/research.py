"""What is known from research, on an issue or pull request: the notes it names, and those that probably help."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from waypost import commands
from waypost.document.markdown import fields
from waypost.facts import IssueFacts, PullRequestFacts
from waypost.finding import Stage
from waypost.handlers.answers import Reply
from waypost.outcome import Record
from waypost.rendering import code, render
from waypost.research.links import Link, Shelf, State, links
from waypost.research.matching import Suggestion, suggestions
from waypost.research.threshold import Verdict

LINK, UNLINK = "link", "unlink"
SUGGESTED = "note-suggested"
"""Kind of record: a note (its path) was suggested here, with the probability it had."""
USED = "note-used"
"""Kind of record: a note (its path) was named or linked here."""
UNWANTED = "note-unwanted"
"""Kind of record: a note (its path) was taken away here, or the comment that suggested it got a thumb down."""
LIKED = "note-liked"
"""Kind of record: the comment that suggested a note (its path) got a thumb up, or somebody linked it."""
LOOK_AGAIN = "note-reactions"
"""Reason for coming back: reactions have no webhook, and the thumbs on a comment with suggestions have changed."""
GIVE_UP = timedelta(days=14)
"""How long after the first suggestion thumbs are asked for."""
SHOWN = 3
"""Notes shown at first sight; the others are folded."""
REQUESTED = 0.5
"""Probability from which a note is told to somebody who asks for new research."""
QUESTIONS = frozenset({"research question", "research questions"})
"""Fields of an issue form that ask for new research."""

Facts = IssueFacts | PullRequestFacts
Records = Iterable[tuple[int, Record]]
"""Facts of a ledger, each with the issue or pull request it belongs to."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the notes have to say here; `asked` says that the issue asks for new research.

    `quiet` says that suggestions are only observed: they are remembered, and nobody sees them.
    """

    shelf: Shelf
    named: tuple[Link, ...] = ()
    suggested: tuple[Suggestion, ...] = ()
    asked: bool = False
    quiet: bool = False

    @property
    def hints(self) -> tuple[Suggestion, ...]:
        """The suggestions that people see."""
        return () if self.quiet else self.suggested


def known(facts: Facts) -> Known:
    """The notes that are named, those that were linked by a command, and those that probably help.

    Nothing where notes have fewer readers than this repository: not even that there is one.
    """
    shelf = shelf_of(facts)
    if not facts.known.visible:
        return Known(shelf)
    handbook = facts.handbook
    named = links(_said(facts), shelf, handbook.notes, handbook.problems)
    unlinked = set(_taken_away(facts, shelf))
    named = tuple(link for link in named if link.note is None or link.note.path not in unlinked)
    asked, start = shelf.filled and _asks(facts), facts.known.threshold
    hints = _suggested(facts, named, unlinked, min(REQUESTED, start) if asked else start)
    return Known(shelf, named, hints, asked, not handbook.settings.suggestions.speaks)


def section(facts: Facts, found: Known) -> str | None:
    """The part of the comment about research; None where there is nothing to say."""
    hints = [_hint(suggestion, found.shelf, facts.handbook.today) for suggestion in found.hints]
    if not (found.named or hints or found.asked):
        return None
    words = {
        "links": found.named,
        "more": _further(found.named),
        "hints": hints,
        "asked": found.asked,
        "folder": found.shelf.folders[0],
    }
    return render("contexts/research.md.j2", words)


def shelf_of(facts: Facts) -> Shelf:
    """Where this repository's notes are."""
    settings = facts.handbook.settings
    home = settings.research.repository
    return Shelf(
        repository=home if isinstance(home, str) else facts.repository,
        folders=settings.notes,
        filled=facts.known.filled or bool(facts.handbook.notes),
        today=facts.handbook.today,
    )


def replies(facts: Facts, found: Known) -> dict[str, Reply]:
    """What `/waypost link` came to, where the note it names cannot be shown."""
    states = {link.asked: link for link in found.named}
    return {
        command.key: Reply("confused", _why_not(link, found.shelf))
        for command in commands.of(facts.talk.commands, LINK)
        if (link := states.get(command.argument)) and link.state is not State.FOUND
    }


def records(facts: Facts, found: Known) -> Iterator[Record]:
    """What is to be remembered: for what is shown where, and so that it can be told how often suggestions help."""
    now = facts.talk.now
    for link in found.named:
        if link.note is not None:
            value = {"title": facts.title[:200], "home": found.shelf.repository}
            yield Record(USED, link.note.path, value, now)
    for suggestion in found.suggested:
        yield Record(SUGGESTED, suggestion.note.path, {"p": round(suggestion.probability, 3)}, now)
    yield from thumbs(facts)
    shelf = found.shelf
    yield from (Record(UNWANTED, path, {"by": "command"}, now) for path in sorted(_taken_away(facts, shelf)))


def thumbs(facts: Facts) -> Iterator[Record]:
    """What the thumbs on the comment say of the notes that were suggested there; also once the work is over."""
    paths = sorted({record.key for record in facts.talk.records if record.kind == SUGGESTED})
    if facts.known.disliked:
        yield from (Record(UNWANTED, path, {"by": "reaction"}, facts.talk.now) for path in paths)
    elif facts.known.liked:
        yield from (Record(LIKED, path, {"by": "reaction"}, facts.talk.now) for path in paths)


def verdicts(suggested: Records, liked: Records, used: Records, unwanted: Records) -> Iterator[Verdict]:
    """What people said of the suggestions of a repository, out of its ledger; those nobody spoke of are left out."""
    away = {(number, record.key) for number, record in unwanted}
    welcome = {(number, record.key) for number, record in (*liked, *used)}
    for number, record in suggested:
        place = (number, record.key)
        if place in away or place in welcome:
            yield Verdict(float(record.value["p"]), place not in away)


def poll_until(facts: Facts, found: Known) -> datetime.datetime | None:
    """Until when to ask for thumbs on the comment: for a while, where people see suggestions."""
    since = [record.at for record in facts.talk.records if record.kind == SUGGESTED]
    until = min(since, default=facts.talk.now) + GIVE_UP
    return until if found.hints and until > facts.talk.now else None


def _said(facts: Facts) -> str:
    """The body, and the notes that commands link."""
    linked = (command.argument for command in commands.of(facts.talk.commands, LINK))
    return "\n".join([facts.body, "", *(f"note: {argument}" for argument in linked)])


def _taken_away(facts: Facts, shelf: Shelf) -> Iterator[str]:
    """Paths of the notes that somebody unlinked, and did not link again later."""
    notes, problems = facts.handbook.notes, facts.handbook.problems
    newest: dict[str, bool] = {}
    for command in commands.of(facts.talk.commands, LINK, UNLINK):
        for link in links(f"note: {command.argument}", shelf, notes, problems):
            if link.note is not None:
                newest[link.note.path] = command.name == UNLINK
    yield from (path for path, away in newest.items() if away)
    remembered = {record.key for record in facts.talk.records if record.kind == UNWANTED}
    yield from (path for path in remembered if path not in newest)


def _suggested(facts: Facts, named: Iterable[Link], unlinked: set[str], threshold: float) -> tuple[Suggestion, ...]:
    stage = facts.handbook.settings.suggestions
    if facts.known.gathered is None or _silenced(facts) or stage is Stage.OFF:
        return ()
    unwanted = unlinked | {link.note.path for link in named if link.note}
    return suggestions(facts.known.gathered, facts.handbook.today, threshold, frozenset(unwanted))


def _silenced(facts: Facts) -> bool:
    """Whether somebody put a thumb down: then nothing is suggested here any more."""
    by_reaction = (record.value.get("by") == "reaction" for record in facts.talk.records if record.kind == UNWANTED)
    return bool(facts.known.disliked) or any(by_reaction)


def _asks(facts: Facts) -> bool:
    """Whether an issue asks for new research, by its label or its form."""
    if isinstance(facts, PullRequestFacts):
        return False
    wanted = facts.handbook.settings.research_labels
    return any(label.lower() in wanted for label in facts.labels) or any(
        field.name in QUESTIONS for field in fields(facts.body)
    )


def _hint(suggestion: Suggestion, shelf: Shelf, today: datetime.date | None) -> dict[str, object]:
    note = suggestion.note
    return {
        "title": note.title,
        "url": shelf.url(note),
        "date": note.date,
        "age": _age(note.date, today),
        "text": suggestion.passage.text,
        "evidence": suggestion.passage.evidence,
        "shared": ", ".join(suggestion.shared),
        "id": note.id,
    }


def _age(date: datetime.date | None, today: datetime.date | None) -> str:
    """How old a note is, in words."""
    if date is None or today is None or date > today:
        return ""
    months = (today.year - date.year) * 12 + today.month - date.month - (today.day < date.day)
    if months < 1:
        return "this month"
    if months < 24:
        return "a month ago" if months == 1 else f"{months} months ago"
    return f"{months // 12} years ago"


def _why_not(link: Link, shelf: Shelf) -> str:
    shown = code(link.asked, 80)
    match link.state:
        case State.WITHDRAWN:
            return f"{shown} was withdrawn."
        case State.OVER:
            return f"Consent for {shown} has ended."
        case State.UNREADABLE:
            return f"{shown} cannot be read."
    close = f" Did you mean {code(link.close[0])}?" if link.close else ""
    return f"There is no note {shown} in {code(shelf.folders[0] + '/')}.{close}"


def _further(named: tuple[Link, ...]) -> bool:
    """Whether the notes hold more than is shown at first sight."""
    found = [link.note for link in named if link.note]
    return bool(found[SHOWN:]) or any(note.findings[1:] for note in found)
