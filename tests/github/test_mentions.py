"""Code search: its word counts only where nothing is left in doubt, it costs nothing where it is not needed."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from tests.github.conftest import REPOSITORY, Clock, GitHub
from waypost.github import read
from waypost.github.bases import Bases
from waypost.github.mentions import Mentions
from waypost.telemetry import languages

SPEC = "events:\n  cart_seen: {owner: a}\n  cart_paid: {}\n  cart_left: {}\n  cart_kept: {}\n"
SENT = 'posthog.capture("cart_seen");\nf();\n'
BASE = {"telemetry/spec.yml": SPEC, "a.ts": SENT, "docs/events.md": "cart_seen is sent when…\n"}
GONE = {"a.ts": "f();\n"}
DATA = '{"event": "cart_seen"}\n'
MANY = [f"n{number}.json" for number in range(101)]

Files = Mapping[str, bytes | str | None]


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is known from another test."""
    monkeypatch.setattr(read, "_bases", Bases())
    monkeypatch.setattr(read, "_mentions", Mentions())


async def unmentioned(github: GitHub, base: Files = BASE, change: Files = GONE, into: str = "main") -> frozenset[str]:
    """What is in no file any more, for a pull request with this change."""
    github.standin.push(REPOSITORY, "main", base)
    if into != "main":
        github.standin.push(REPOSITORY, into, {"z.txt": "z\n"})
    github.standin.push(REPOSITORY, "work", change)
    pull = github.standin.open_pull_request(REPOSITORY, "work", base=into)
    return await again(github, pull.number)


async def again(github: GitHub, number: int = 1) -> frozenset[str]:
    pull = github.standin.repository(REPOSITORY).issues[number].pull
    assert pull
    facts, _ = await read.pull_request(github.client, REPOSITORY, number, pull.head_sha, pull.base_sha, languages.reads)
    return facts.change.around.unmentioned if facts.change.around else frozenset()


def searches(github: GitHub) -> list[str]:
    return [seen.query["q"] for seen in github.seen() if seen.path == "/search/code"]


async def test_a_name_that_is_nowhere_else_is_told(github: GitHub) -> None:
    assert await unmentioned(github) == {"cart_seen"}
    assert searches(github) == ['"cart_seen" repo:acme/shop']


@pytest.mark.parametrize(
    ("base", "change"),
    [
        pytest.param({"b.swift": 'let seen = "cart_seen"\n'}, {}, id="another-file"),
        pytest.param({"config.json": DATA}, {}, id="data"),
        pytest.param({}, {"config.json": DATA}, id="data-that-comes"),
        pytest.param({"config.json": DATA}, {"config.json": f"{DATA} "}, id="kept"),
        pytest.param({}, {"b.json": "x\n" * 21_000}, id="a-file-that-github-does-not-show"),
        pytest.param({"a.ts": SENT + "//" + "x" * 400_000}, {"a.ts": "//" + "x" * 400_000}, id="too-large-to-search"),
        pytest.param(dict.fromkeys(MANY, DATA), dict.fromkeys(MANY), id="more-than-it-shows"),
    ],
)
async def test_any_doubt_is_silence(github: GitHub, base: Files, change: Files) -> None:
    assert await unmentioned(github, {**BASE, **base}, {**GONE, **change}) == frozenset()


async def test_a_file_that_goes_with_it_is_no_doubt(github: GitHub) -> None:
    base = {**BASE, "b.ts": SENT, "old.json": '{"event": "cart_seen"}\n'}
    assert await unmentioned(github, base, {"a.ts": None, "b.ts": "g();\n", "old.json": None}) == {"cart_seen"}


@pytest.mark.parametrize("still", [False, True])
async def test_the_constant_is_looked_for_as_well(github: GitHub, still: bool) -> None:
    base = {**BASE, "a.ts": 'export const cartSeen = "cart_seen";\nf();\n', "b.py": "cartSeen\n" if still else "x\n"}
    assert await unmentioned(github, base) == (frozenset() if still else {"cart_seen"})
    assert searches(github) == ['"cart_seen" repo:acme/shop', '"cartSeen" repo:acme/shop']


async def test_another_target_than_the_default_branch_is_not_searched(github: GitHub) -> None:
    assert await unmentioned(github, into="release") == frozenset()
    assert searches(github) == []


async def test_a_change_that_takes_no_event_out_costs_nothing(github: GitHub) -> None:
    assert await unmentioned(github, change={"a.ts": f"// more\n{SENT}"}) == frozenset()
    assert searches(github) == []


async def test_what_is_not_searchable_is_silence(github: GitHub) -> None:
    github.standin.repository(REPOSITORY).indexed = False
    assert await unmentioned(github) == frozenset()
    github.standin.repository(REPOSITORY).indexed = True


async def test_an_incomplete_answer_is_silence(github: GitHub) -> None:
    github.standin.state.search_times_out = True
    assert await unmentioned(github) == frozenset()


@pytest.mark.parametrize(
    "kind", ["500", "502", "drop", "timeout", "primary_403", "secondary_seconds", "secondary_bare"]
)
async def test_a_fault_is_silence_and_asked_again(github: GitHub, clock: Clock, kind: str) -> None:
    github.standin.fault("GET /search/code", kind)
    assert await unmentioned(github) == frozenset()
    clock.now += timedelta(minutes=5)
    github.standin.pass_time(minutes=5)
    assert await again(github) == {"cart_seen"}


async def test_the_answer_is_kept_for_the_same_base(github: GitHub) -> None:
    await unmentioned(github)
    github.standin.push(REPOSITORY, "work", {"c.ts": "more();\n"})
    assert await again(github) == {"cart_seen"}
    assert len(searches(github)) == 1


async def test_four_names_at_most(github: GitHub) -> None:
    names = ("cart_seen", "cart_paid", "cart_left", "cart_kept", "cart_lost")
    base = {**BASE, "a.ts": "".join(f'f("{name}");\n' for name in names) + "f();\n"}
    assert await unmentioned(github, base) == set(names[:4])
    assert len(searches(github)) == 4


async def test_its_limit_quiets_nothing_else(github: GitHub, clock: Clock) -> None:
    github.standin.push(REPOSITORY, "main", BASE)
    installation = next(iter(github.standin.state.installations.values()))
    installation.searching, installation.searches = github.standin.state.now().timestamp(), 10
    assert await unmentioned(github) == frozenset()
    assert [seen.status for seen in github.seen() if seen.path == "/search/code"] == [403]
    assert await github.client.get(f"/repos/{REPOSITORY}")
    assert await again(github) == frozenset()
    assert len(searches(github)) == 1, "not asked again while the limit lasts"
    clock.now += timedelta(minutes=2)
    github.standin.pass_time(minutes=2)
    assert await again(github) == {"cart_seen"}
