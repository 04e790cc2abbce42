"""What one delivery is answered with: facts around it, what is remembered of it, and how outcomes are carried out."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import structlog

from waypost import commands
from waypost.commands import Place
from waypost.facts import IssueFacts, PullRequestFacts, Talk
from waypost.finding import Verdict
from waypost.github import maps, publish
from waypost.github.client import Client
from waypost.github.faults import Refused
from waypost.github.fellows import Fellows, counted
from waypost.github.people import People
from waypost.github.proposals import propose
from waypost.github.reviews import suggest
from waypost.github.shown import Shown
from waypost.handlers import outcomes, rounds, suggestions, surroundings
from waypost.jobs.ledger import Ledger
from waypost.jobs.polls import Poll
from waypost.librarian import Librarian
from waypost.moving import FOLLOWS
from waypost.outcome import Outcome, Record
from waypost.strategy.map import Map
from waypost.strategy.map_edit import with_figure
from waypost.strategy.rounds import ANSWERS
from waypost.strategy.ties import Around, Tally

MAX_ASKED = 50
"""People of one conversation whose permission is asked for; the commands of others are not carried out."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """What one delivery is answered with: GitHub's repository, what is remembered of it, and the present moment."""

    client: Client
    repository: str
    installation: int
    ledger: Ledger
    people: People
    fellows: Fellows
    now: datetime
    librarian: Librarian

    async def heard(self, number: int, talk: Talk, place: Place, author: str, head_sha: str = "") -> Talk:
        """The conversation with the commands in it, judged; what is heard for the first time is remembered."""
        talk = replace(talk, records=await self.ledger.records(self.repository, number), now=self.now)
        given = commands.given(talk, head_sha)
        await self.ledger.note(self.repository, number, commands.sightings(given, talk))
        asked = commands.unsure(given)[:MAX_ASKED]
        known = {login: await self.people.permission(self.client, self.repository, login) for login in asked}
        return replace(talk, commands=commands.judged(given, place, author, known))

    async def around(self, facts: IssueFacts | PullRequestFacts) -> Around:
        """What is around it: what commands chose, what moved on the map, and other open work on the same objective."""
        records = await self.ledger.records(self.repository, 0)
        if home := facts.handbook.map_home:
            await self.ledger.note(home, 0, [Record(FOLLOWS, self.repository, None, self.now)])
        around = surroundings.surrounded(facts, records)
        objective = surroundings.told(replace(facts, around=around))
        if objective is None or facts.closed:
            return around
        counts = partial(surroundings.on_it, self.repository, facts.handbook.map or Map(), objective.id)
        found = await self.fellows.on(self.client, self.repository, objective.id, counts, self.now)
        return replace(around, fellows=tuple(one for one in found if one.number != facts.number))

    async def ship(self, facts: PullRequestFacts, sent: outcomes.Shipped) -> None:
        """Remember that work was merged, and come back to ask what came of it; once for each pull request."""
        records = await self.ledger.records(self.repository, sent.number)
        if not any((it.kind, it.key) == (sent.record.kind, sent.record.key) for it in records):
            await self.ledger.note(self.repository, sent.number, [sent.record], [sent.due], self.installation)

    async def propose_figure(self, facts: IssueFacts | PullRequestFacts) -> None:
        """Propose the figure that somebody named for the map, unless a newer one was named for the same objective."""
        given = outcomes.answer(facts)
        if given is None:
            return
        home, name = facts.handbook.map_home or self.repository, given.objective.id
        known = [it for it in await self.ledger.records(home, 0) if (it.kind, it.key) == (outcomes.KIND, name)]
        if known and known[0].at > given.command.given_at:
            return
        figure = Record(outcomes.KIND, name, given.figure.value, given.command.given_at, replace=True)
        await self.ledger.note(home, 0, [figure])
        day = given.command.given_at.date()
        present = await maps.present(self.client, home)
        files = with_figure(present.files, name, given.figure.value, day.isoformat()) if present else {}
        if files:
            where = f"/{self.repository}/issues/{facts.number}"
            await propose(self.client, home, outcomes.proposal(given, files, where, day))

    async def pushed(self, number: int, head_sha: str, since: datetime) -> None:
        """Remember since when a pull request has this head: the earliest that was heard of."""
        records = await self.ledger.records(self.repository, number)
        known = next((it.at for it in records if (it.kind, it.key) == (commands.HEAD, head_sha)), None)
        if known is None or since < known:
            seen = replace(commands.head(head_sha, since), replace=True)
            await self.ledger.note(self.repository, number, [seen])

    async def teams(self, facts: PullRequestFacts) -> dict[str, tuple[str, ...]]:
        """The teams that feedback rounds ask, of those who have given their commands here."""
        teams = facts.handbook.settings.strategy.rounds.teams
        asked = [name for name in teams if "/" in name] if isinstance(teams, tuple) else []
        if not asked or not facts.handbook.settings.rounds_stage.speaks:
            return {}
        said = commands.people(it for it in facts.talk.commands if it.name in ANSWERS)
        return {login: await self._in(asked, login) for login in said[:MAX_ASKED]}

    async def _in(self, teams: Iterable[str], login: str) -> tuple[str, ...]:
        return tuple([team for team in teams if await self.people.in_team(self.client, team, login)])

    async def open_work(self, facts: PullRequestFacts) -> Tally | None:
        """How much open work names the objectives that a round is about, where it has to be counted now."""
        objectives = await asyncio.to_thread(rounds.uncounted, facts)
        if not objectives:
            return None
        on_it = partial(surroundings.on_it, self.repository, facts.handbook.map or Map())
        try:
            return await counted(self.client, self.repository, objectives, on_it, facts.number)
        except Refused as refused:
            log.info("open work not counted", why=str(refused))  # the round goes on without the number
            return None

    async def offer(self, facts: PullRequestFacts, found: Verdict) -> PullRequestFacts:
        """Offer fixes beside their lines; what stands there need not be said again, so the facts have it."""
        review = await asyncio.to_thread(suggestions.review, facts, found)
        if review is None:
            return facts
        await self.ledger.note(self.repository, facts.number, suggestions.records(review, self.now))
        marks = await suggest(self.client, self.repository, facts.number, review)
        offered = suggestions.offered(facts, marks)
        await self.ledger.note(self.repository, facts.number, offered)
        return replace(facts, talk=replace(facts.talk, records=(*facts.talk.records, *offered)))

    async def remember(self, number: int, *records: Record) -> None:
        """Write facts into the ledger."""
        await self.ledger.note(self.repository, number, records)

    async def carry_out(self, number: int, outcome: Outcome, shown: Shown, outdated: int = 0) -> None:
        """Remember, come back when it is time, and let GitHub show what it should."""
        await self.ledger.note(self.repository, number, outcome.records, outcome.dues, self.installation)
        said = await publish.publish(self.client, self.repository, outcome, shown, outdated)
        if outcome.comment is not None:
            await self._poll(number, said, outcome.poll_until, shown)
        for proposal in outcome.proposals:
            await propose(self.client, self.repository, proposal)

    async def _poll(self, number: int, comment: str | None, until: datetime | None, shown: Shown) -> None:
        """Have the thumbs on our comment asked for until then, beginning with those that were seen now; or no more."""
        if comment is None or until is None:
            await self.ledger.end_poll(self.repository, number)
            return
        seen = next(((one.liked, one.disliked) for one in shown.comments if one.node_id == comment), (0, 0))
        await self.ledger.poll(Poll(self.repository, number, comment, self.installation, until, self.now, seen))
