"""In which phase a round is, by what was heard and the present moment."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from waypost.strategy.rounds.hearing import Heard
from waypost.strategy.rounds.round import Phase, Round, Terms, Voice


def phase(it: Round, terms: Terms, heard: Heard, now: datetime) -> tuple[Phase, datetime | None]:
    """The phase, and when it ends if nothing happens; None where that depends on people."""
    if it.merged:
        return Phase.RECORDED, None
    if it.closed:
        return Phase.WITHDRAWN, None
    if now < (quiet := it.opened_at + terms.quiet):
        return Phase.QUIET, quiet
    waits = any(not concern.settled for concern in heard.concerns.values())
    held = [hold.until for hold in heard.holds if hold.lasts(now)]
    if waits or held:
        return Phase.DISCUSSING, None if waits else max(held)
    if now < (calm := _calm_since(it, terms, heard, now)):
        return (Phase.DISCUSSING if heard.voices else Phase.OPEN), calm
    end = max(calm + terms.final, heard.extended or calm)
    return (Phase.FINAL, end) if now < end else (Phase.READY, None)


def _calm_since(it: Round, terms: Terms, heard: Heard, now: datetime) -> datetime:
    """Since when nothing was left to discuss."""
    minimum = it.opened_at + max(terms.minimum, terms.quiet)
    ended = [min(hold.until, now) for hold in heard.holds if hold.until <= now]
    settled = [concern.settled_at for concern in heard.concerns.values() if concern.settled_at]
    turned = [since for since in turns(it) if since <= now]
    return max([minimum, *heard.stirs, *ended, *settled, *turned])


def turns(it: Round) -> list[datetime]:
    """When the change came to mean something else."""
    found: list[datetime] = []
    before = None
    for since, meaning in sorted(it.meanings.values()):
        if before is not None and meaning != before:
            found.append(since)
        before = meaning
    return found


def again(it: Round, voices: Sequence[Voice]) -> tuple[str, ...]:
    """Those whose latest answer was for another meaning than the present one."""
    present = it.meanings.get(it.head_sha)
    if present is None:
        return ()
    latest = {voice.author: voice for voice in voices}
    known = {author: it.meanings.get(voice.head_sha) for author, voice in latest.items()}
    return tuple(author for author, meaning in known.items() if meaning is not None and meaning[1] != present[1])


def waiting(it: Round, terms: Terms, voices: Iterable[Voice]) -> tuple[str, ...]:
    """The teams and people who were asked and have not answered."""
    authors = {voice.author.lower() for voice in voices}
    teams = {team.lower() for login, names in it.teams.items() if login.lower() in authors for team in names}
    return tuple(name for name in terms.asked if name.lower().lstrip("@") not in authors | teams)
