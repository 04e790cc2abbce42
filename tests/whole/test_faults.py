"""Whatever GitHub does in the middle of an answer, the answer is there in the end, and once."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.standin import Kind
from tests.whole.conftest import opened
from tests.whole.house import House
from tests.whole.shop import GOOD, MAP, OFF, WORSE, Shop, calls
from waypost.github.shown import marked
from waypost.jobs.inbox import State

MANY = calls(*(f"Cart Opened {number}" for number in range(60)))


@pytest.fixture
def shop(close: House) -> Iterator[Shop]:
    yield from opened(close)


@dataclass(frozen=True)
class Deed:
    """What leads up to a write or read, what causes it, and which request it is."""

    match: str
    before: tuple[Callable[[Shop], object], ...]
    cause: Callable[[Shop], object]


def opens(text: str) -> Callable[[Shop], object]:
    return lambda shop: shop.pull({"a.ts": text})


def pushes(text: str) -> Callable[[Shop], object]:
    return lambda shop: shop.push({"a.ts": text})


def said_twice(shop: Shop) -> None:
    """A mishap to be mended: a second comment of ours."""
    shop.house.github.comment(shop.name, 1, marked("Said before."), author="waypost[bot]")


def says(text: str, author: str = "octocat") -> Callable[[Shop], object]:
    return lambda shop: shop.say(text, author=author)


def unsays(shop: Shop) -> None:
    """Somebody takes back what they said last."""
    said = [one for one in shop.house.github.comments(shop.name, 1) if one.app is None]
    shop.house.github.edit_comment(said[-1], "Never mind.")
    shop.house.deliver()


def staffs(shop: Shop) -> None:
    """Let `ann` write."""
    shop.house.github.set_role(shop.name, "ann", "write")


def rounds(shop: Shop) -> None:
    """Have feedback rounds."""
    text = "strategy: {rounds: {stage: advise, minimum: 0h, final: 1d}}\n"
    shop.house.github.push(shop.name, "main", {".github/waypost.yml": text})


def moves(shop: Shop) -> None:
    """Open a pull request that changes the map."""
    shop.pull({"strategy/map.yml": MAP + "    why: Two thirds of the people leave.\n    owner: sales\n"}, author="ann")


def merges(shop: Shop) -> None:
    """Merge it."""
    shop.house.github.merge(shop.name, 1, "ann")
    shop.house.deliver()


WRITES = {
    "check run created": Deed(r"POST /repos/.*/check-runs$", (), opens(OFF)),
    "check run updated": Deed(r"PATCH /repos/.*/check-runs/", (), opens(MANY)),
    "comment created": Deed(r"POST /repos/.*/comments$", (), opens(OFF)),
    "comment updated": Deed(r"PATCH /repos/.*/issues/comments/", (opens(OFF),), pushes(WORSE)),
    "comment folded": Deed(r"mutation .*\bminimizeComment", (opens(OFF),), pushes(GOOD)),
    "comment unfolded": Deed(r"mutation .*unminimizeComment", (opens(OFF), pushes(GOOD)), pushes(OFF)),
    "duplicate deleted": Deed(r"DELETE /repos/.*/issues/comments/", (opens(OFF), said_twice), pushes(WORSE)),
}
TALKS = {
    "reaction given": Deed(r"mutation .*addReaction", (opens(GOOD),), lambda shop: shop.say("/waypost nonsense")),
    "reaction withdrawn": Deed(r"mutation .*removeReaction", (opens(GOOD), says("/waypost nonsense")), unsays),
    "fixes committed": Deed(r"mutation .*createCommitOnBranch", (staffs, opens(OFF)), says("/waypost apply", "ann")),
    "suggestion offered": Deed(r"POST /repos/.*/reviews$", (), opens(OFF)),
    "round's run created": Deed(r"POST /repos/.*/check-runs$", (rounds,), moves),
    "round's run updated": Deed(r"PATCH /repos/.*/check-runs/", (rounds, moves), says("/waypost support")),
    "branch of a record": Deed(r"mutation .*createRef", (rounds, moves), merges),
    "commit of a record": Deed(r"mutation .*createCommitOnBranch", (rounds, moves), merges),
    "record offered": Deed(r"mutation .*createPullRequest", (rounds, moves), merges),
}
"""What commands lead to; a fault after the effect must not do it twice."""
READS = {
    "files listed": Deed(r"GET /repos/.*/pulls/1/files", (), opens(OFF)),
    "facts asked for": Deed(r"POST /graphql query", (), opens(OFF)),
}


def about(waits: tuple[float, ...], took: float) -> list[object]:
    """These seconds, less what went by between GitHub's answer and the look at the clock: never more than it `took`."""
    return [pytest.approx(seconds - took / 2, abs=2 + took / 2) for seconds in waits]


@dataclass(frozen=True)
class Trouble:
    """A fault, how often, and whether the write happens all the same; `waits` is how long the job wants to wait."""

    kind: Kind
    times: int = 1
    after_effect: bool = False
    waits: tuple[float, ...] = ()


AWAY = (60.0,)
TROUBLES = {
    "500": Trouble(Kind.ERROR_500),
    "500 after the effect": Trouble(Kind.ERROR_500, after_effect=True),
    "502": Trouble(Kind.ERROR_502),
    "502 after the effect": Trouble(Kind.ERROR_502, after_effect=True),
    "timeout": Trouble(Kind.TIMEOUT),
    "timeout after the effect": Trouble(Kind.TIMEOUT, after_effect=True),
    "drop": Trouble(Kind.DROP),
    "drop after the effect": Trouble(Kind.DROP, after_effect=True),
    "drops all the time": Trouble(Kind.DROP, times=3, waits=AWAY),
    "401": Trouble(Kind.UNAUTHORIZED),
    "401 twice": Trouble(Kind.UNAUTHORIZED, times=2),
    "primary limit, 403": Trouble(Kind.PRIMARY_403, waits=(60.0,)),
    "primary limit, 429": Trouble(Kind.PRIMARY_429, waits=(60.0,)),
    "secondary limit with Retry-After": Trouble(Kind.SECONDARY_SECONDS, waits=(60.0,)),
    "secondary limit with a date": Trouble(Kind.SECONDARY_DATE, waits=(60.0,)),
    "secondary limit without headers": Trouble(Kind.SECONDARY_BARE, waits=(60.0,)),
    "GraphQL limit": Trouble(Kind.GRAPHQL_RATE_LIMITED, waits=(60.0,)),
}


def told(shop: Shop) -> tuple[object, ...]:
    """All that is shown of what commands and rounds lead to."""
    github, repository = shop.house.github, shop.house.github.repository(shop.name)
    head = shop.head()
    runs = {run.name: (run.conclusion, str(run.title)[:20]) for run in github.check_runs(shop.name, head)}
    people = [said for said in github.comments(shop.name, 1) if said.app is None]
    commits = list(repository.git.log(head, until=repository.git.branch("main")))
    return (
        sorted(runs.items()),
        [shop.reacted(said) for said in people],
        len(commits),
        [(remark.path, remark.line, remark.body) for one in github.reviews(shop.name, 1) for remark in one.comments],
        [(issue.title, issue.state) for issue in repository.issues.values()],
        len(shop.said()),
        sorted(name for name in repository.git.branches() if name.startswith("waypost/")),
    )


def met(shop: Shop, deed: Deed, trouble: Trouble) -> float:
    """Do the deed in trouble; the seconds it took."""
    shop.house.clock.at_once = deed is not WRITES[THOROUGH]
    for act in deed.before:
        act(shop)
    github = shop.house.github
    github.fault(deed.match, trouble.kind, times=trouble.times, after_effect=trouble.after_effect)
    started = time.monotonic()
    deed.cause(shop)
    assert all(fault.times == 0 for fault in github.door.faults.waiting), "the fault was met"
    return time.monotonic() - started


@pytest.fixture(scope="module")
def untroubled(close: House) -> dict[str, tuple[object, ...]]:
    """What is shown after each deed where nothing goes wrong."""
    shown = {}
    for name, deed in {**WRITES, **READS}.items():
        for shop in opened(close):
            for act in (*deed.before, deed.cause):
                act(shop)
            shown[name] = shop.shows()
    return shown


THOROUGH = "comment created"
"""What is postponed or retried by the engine itself; elsewhere the job is done over at once, which spares a second."""


def cases(deeds: dict[str, Deed]) -> Iterator[object]:
    """Deeds and the troubles that they can get into."""
    for name, deed in deeds.items():
        for trouble in TROUBLES:
            graphql = "graphql" in deed.match or "mutation" in deed.match
            if (
                (trouble == "GraphQL limit" and not graphql)
                or (trouble == "401 twice" and name != THOROUGH)
                or ("effect" in trouble and deeds is READS)
            ):
                continue
            yield pytest.param(name, trouble, id=f"{name}: {trouble}")


@pytest.mark.parametrize(("name", "trouble"), [*cases(WRITES)])
def test_a_write_in_trouble_ends_as_without(
    name: str, trouble: str, shop: Shop, untroubled: dict[str, tuple[object, ...]]
) -> None:
    took = met(shop, WRITES[name], TROUBLES[trouble])
    assert shop.shows() == untroubled[name]
    row = shop.house.row(shop.house.newest)
    assert row is not None
    assert row.state == State.HANDLED
    waited = shop.house.clock.postponed
    assert waited == about(TROUBLES[trouble].waits, took)


@pytest.mark.parametrize(("name", "trouble"), [*cases(READS)])
def test_a_read_in_trouble_ends_as_without(
    name: str, trouble: str, shop: Shop, untroubled: dict[str, tuple[object, ...]]
) -> None:
    took = met(shop, READS[name], TROUBLES[trouble])
    assert shop.shows() == untroubled[name]
    waited = shop.house.clock.postponed
    assert waited == about(TROUBLES[trouble].waits, took)


AFTERWARDS = ("500", "drop after the effect", "drops all the time", "secondary limit without headers")
"""Enough to see each write refused, lost, and done without an answer; those above show that all others are alike."""


@pytest.fixture(scope="module")
def calm(close: House) -> dict[str, tuple[object, ...]]:
    """What is shown after each of these deeds where nothing goes wrong."""
    shown = {}
    for name, deed in TALKS.items():
        for shop in opened(close):
            for act in (*deed.before, deed.cause):
                act(shop)
            shown[name] = told(shop)
    return shown


@pytest.mark.parametrize("trouble", AFTERWARDS)
@pytest.mark.parametrize("name", TALKS)
def test_what_commands_lead_to_is_done_once(
    name: str, trouble: str, shop: Shop, calm: dict[str, tuple[object, ...]]
) -> None:
    met(shop, TALKS[name], TROUBLES[trouble])
    assert told(shop) == calm[name]
