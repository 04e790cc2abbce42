"""Feedback rounds: the table of phases, and that no order of things ends a round unheard or keeps it for ever."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from waypost.said import Command, Permission
from waypost.strategy import rounds
from waypost.strategy.rounds import Phase, Round, State, Terms, state

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
ONE, TWO, THREE = ("1" * 40, "2" * 40, "3" * 40)
TERMS = Terms(timedelta(hours=48), timedelta(days=4), timedelta(days=2), ("acme/research", "acme/sales", "eve"))


def after(days: float) -> datetime:
    return START + timedelta(days=days)


def command(days: float, author: str, line: str, number: int = 0, head: str = ONE, writes: bool = False) -> Command:
    name, _, argument = line.partition(" ")
    number = number or round(days * 1_000) + 1
    permission = Permission.WRITE if writes else Permission.READ
    place = (number, f"IC_{number}", after(days), head)
    return Command(f"{number}-{line}", name, argument, author, "NONE", *place, permission=permission)


def ask(*commands: Command, **more: object) -> Round:
    meanings = {ONE: (START, "a")}
    return replace(Round(START, "ann", commands, meanings, ONE), **more)  # type: ignore[arg-type]


def at(days: float, *commands: Command, terms: Terms = TERMS, **more: object) -> State:
    return state(ask(*commands, **more), terms, after(days))


BOB = command(3, "bob", "concern cost: Who pays for it?")
ANSWER = command(5, "ann", "answer cost: Sales does.")
PHASES = {
    "quiet at first": ((), 1, Phase.QUIET, 2),
    "quiet whatever is said": ((command(1, "bob", "concern cost: x"),), 1.5, Phase.QUIET, 2),
    "open after that": ((), 3, Phase.OPEN, 4),
    "discussing once somebody answered": ((command(1, "eve", "support"),), 3, Phase.DISCUSSING, 4),
    "final after the minimum": ((), 4.5, Phase.FINAL, 6),
    "ready": ((), 6, Phase.READY, None),
    "a concern without an answer stops the clock": ((BOB,), 60, Phase.DISCUSSING, None),
    "its answer starts the last call anew": ((BOB, ANSWER), 5.5, Phase.FINAL, 7),
    "answered, and the last call over": ((BOB, ANSWER), 7, Phase.READY, None),
    "a concern in the last call": ((command(5, "bob", "concern cost: x"),), 5.5, Phase.DISCUSSING, None),
    "a concern when it was ready": ((command(8, "bob", "concern cost: x"),), 8, Phase.DISCUSSING, None),
    "a challenge": ((BOB, ANSWER, command(6, "bob", "challenge cost: How?")), 20, Phase.DISCUSSING, None),
    "resolved by its author": ((BOB, command(4.5, "bob", "resolve cost")), 5, Phase.FINAL, 6.5),
    "not by somebody else": ((BOB, command(4.5, "eve", "resolve cost")), 20, Phase.DISCUSSING, None),
    "by a delegate": (
        (BOB, command(4, "bob", "delegate cost to @eve"), command(5, "Eve", "resolve cost")), 7, Phase.READY, None,
    ),
    "answered before it was raised anew": (
        (BOB, ANSWER, command(6, "bob", "concern cost: And next year?")), 20, Phase.DISCUSSING, None,
    ),
    "a hold": ((command(3, "bob", "hold because we meet on Monday"),), 10, Phase.DISCUSSING, 17),
    "released": ((command(3, "bob", "hold"), command(5, "bob", "release")), 6, Phase.FINAL, 7),
    "not by others": ((command(3, "bob", "hold"), command(5, "ann", "release")), 6, Phase.DISCUSSING, 17),
    "a hold lapses": ((command(3, "bob", "hold"),), 18, Phase.FINAL, 19),
    "extended": ((command(1, "ann", "extend 2026-03-20"),), 10, Phase.FINAL, 18.499988),
    "extended too far": ((command(1, "ann", "extend 2027-03-20"),), 10, Phase.READY, None),
    "said in the future": ((command(9, "bob", "concern cost: x"),), 8, Phase.READY, None),
}  # fmt: skip


@pytest.mark.parametrize(("commands", "days", "phase", "until"), PHASES.values(), ids=PHASES)
def test_phases(commands: tuple[Command, ...], days: float, phase: Phase, until: float | None) -> None:
    found = at(days, *commands)
    assert found.phase == phase
    assert (found.until - START if found.until else None) == (
        pytest.approx(timedelta(days=until), abs=timedelta(seconds=2)) if until else None
    )


def test_merged_and_closed() -> None:
    assert at(3, BOB, merged=True, closed=True).phase is Phase.RECORDED
    assert at(3, closed=True).phase is Phase.WITHDRAWN


REFUSED = {
    "no text": ("bob", "concern cost", "Give it a short name"),
    "somebody else's name": ("eve", "concern COST: Mine", "There is a concern of that name already, by `bob`"),
    "answer by nobody": ("eve", "answer cost: No", "Answers come from whoever proposes the change: `ann`"),
    "answer to nothing": ("ann", "answer speed: Fast", "Which concern? There is `cost`."),
    "challenge by somebody else": ("eve", "challenge cost: No", "Only `bob`, who raised it"),
    "challenge of no answer": ("bob", "challenge cost: No", "There is no answer to challenge"),
    "delegate by somebody else": ("eve", "delegate cost to eve", "Only `bob`, who raised it, can delegate it"),
    "release of nothing": ("eve", "release", "You do not hold this round"),
    "extend to nonsense": ("ann", "extend soon", "Write the day as year, month and day"),
    "extend to the past": ("ann", "extend 2020-01-01", "Name a day to come"),
}


@pytest.mark.parametrize(("author", "line", "why"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_count_says_why(author: str, line: str, why: str) -> None:
    one = command(4, author, line)
    found = at(5, BOB, one)
    assert found.refused[one.key].startswith(why)


def test_a_challenge_counts_once() -> None:
    said = [BOB, ANSWER, command(6, "bob", "challenge cost: How?"), command(7, "ann", "answer cost: By card.")]
    again = command(8, "bob", "challenge cost: And then?")
    found = at(9, *said, again)
    assert found.phase is Phase.READY
    assert found.refused[again.key].startswith("It was challenged before")
    (concern,) = found.concerns
    assert (concern.answer, concern.challenge, concern.by) == ("By card.", "How?", "answered")


def test_who_is_waited_for_and_who_is_asked_again() -> None:
    said = [command(1, "bob", "support because it is time"), command(5, "eve", "question Why now?", head=TWO)]
    meanings = {ONE: (START, "a"), TWO: (after(4.9), "b")}
    found = at(5.5, *said, meanings=meanings, head_sha=TWO, teams={"bob": ("acme/research",)})
    assert found.again == ("bob",)
    assert found.waiting == ("acme/sales",)
    assert [(voice.author, voice.way, voice.text) for voice in found.voices] == [
        ("bob", "support", "it is time"),
        ("eve", "question", "Why now?"),
    ]
    assert found.phase is Phase.FINAL and found.until == after(6.9), "the last call begins with the new meaning"


def test_a_push_that_means_the_same_changes_nothing() -> None:
    meanings = {ONE: (START, "a"), TWO: (after(5.5), "a")}
    found = at(6, command(1, "bob", "support"), meanings=meanings, head_sha=TWO)
    assert (found.phase, found.again) == (Phase.READY, ())


# --- Whatever happens.

PEOPLE = ("ann", "bob", "eve")
LINES = st.one_of(
    st.sampled_from(
        ["support", "question Why?", "hold", "hold because of x", "release", "extend 2026-03-20", "extend x"]
    ),
    st.builds(
        lambda way, name: f"{way} {name}: Because {way} {name}.",
        st.sampled_from(["concern", "answer", "challenge"]),
        st.sampled_from(["cost", "speed"]),
    ),
    st.builds(lambda name: f"resolve {name}", st.sampled_from(["cost", "speed"])),
    st.builds(
        lambda name, who: f"delegate {name} to {who}", st.sampled_from(["cost", "speed"]), st.sampled_from(PEOPLE)
    ),
)
GIVEN = st.builds(
    lambda minutes, author, line, head: command(minutes / 1440, author, line, number=minutes + 1, head=head),
    st.integers(0, 40 * 1440),
    st.sampled_from(PEOPLE),
    LINES,
    st.sampled_from([ONE, TWO, THREE]),
)
PUSHES = st.fixed_dictionaries(
    {ONE: st.just((START, "a"))},
    optional={
        sha: st.tuples(st.integers(0, 40 * 1440).map(lambda m: START + timedelta(minutes=m)), st.sampled_from("abc"))
        for sha in (TWO, THREE)
    },
)
WHATEVER = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@WHATEVER
@given(
    st.lists(GIVEN, max_size=25, unique_by=lambda one: one.key),
    PUSHES,
    st.integers(0, 90),
    st.randoms(use_true_random=False),
)
def test_nothing_ends_ready_unheard_and_order_does_not_matter(
    commands: list[Command], meanings: dict[str, tuple[datetime, str]], days: int, chance: random.Random
) -> None:
    now = after(days)
    one = ask(*commands, meanings=meanings)
    found = state(one, TERMS, now)
    heard = {c.key: c for c in commands if c.given_at <= now}
    # Told in another order, doubled, and with what is yet to come: the same.
    other = [*commands, *chance.sample(commands, len(commands) // 2)]
    chance.shuffle(other)
    assert state(replace(one, commands=tuple(other)), TERMS, now) == found
    assert state(replace(one, commands=tuple(heard.values())), TERMS, now) == found
    if found.phase in (Phase.READY, Phase.FINAL):
        assert found.open_concerns == ()
        assert _unanswered(list(heard.values()), found) == set()
    if found.phase is Phase.READY:
        ordered = sorted(meanings.values())
        raised = [concern.raised_at for concern in found.concerns]
        assert all(now - moment >= TERMS.final for moment in raised), "a last call after each concern"
        turns = pairwise(ordered)
        changed = [since for (_, before), (since, meaning) in turns if since <= now and meaning != before]
        assert all(now - since >= TERMS.final for since in changed), "a last call after each new meaning"


def _unanswered(commands: list[Command], found: State) -> set[str]:
    """An independent look: concerns that were counted, after which neither an answer nor a withdrawal came."""
    ordered = sorted(commands, key=lambda c: (c.given_at, c.comment_id, c.key))
    open_: set[str] = set()
    for one in ordered:
        name = one.argument.partition(":")[0].split(" ")[0]
        if one.key in found.refused:
            continue
        if one.name in ("concern", "challenge"):
            open_.add(name)
        elif one.name in ("answer", "resolve"):
            open_.discard(name)
    return open_


@WHATEVER
@given(st.lists(GIVEN, max_size=25, unique_by=lambda one: one.key), PUSHES)
def test_nothing_blocks_for_ever(commands: list[Command], meanings: dict[str, tuple[datetime, str]]) -> None:
    """Whatever was said: the owner answers what is open, once; time goes by; it is ready."""
    said = tuple(commands)
    ends = after(41)
    for concern in state(ask(*said, meanings=meanings), TERMS, ends).open_concerns:
        said = (*said, command(42, "ann", f"answer {concern.name}: So it is.", number=10**6 + len(said)))
    done = state(ask(*said, meanings=meanings), TERMS, ends + rounds.HOLD_LAPSES + rounds.LONGEST + TERMS.final)
    assert done.phase is Phase.READY


@WHATEVER
@given(st.lists(GIVEN, max_size=15, unique_by=lambda one: one.key), PUSHES, st.integers(0, 60 * 24))
def test_the_next_look_is_when_it_changes(
    commands: list[Command], meanings: dict[str, tuple[datetime, str]], hours: int
) -> None:
    """Between now and the next look nothing changes by itself, so that nobody has to look in between."""
    now = START + timedelta(hours=hours)
    heard = [one for one in commands if one.given_at <= now]
    known = {sha: it for sha, it in meanings.items() if it[0] <= now}
    one = ask(*heard, meanings=known)
    found = state(one, TERMS, now)
    look = rounds.next_look(found, now)
    middle = now + ((look - now) / 2 if look else timedelta(days=30))
    assert state(one, TERMS, middle).phase == found.phase


ABOUT_COST = st.lists(
    st.tuples(
        st.sampled_from(["ann", "bob"]),
        st.sampled_from(["concern cost: x", "answer cost: y", "challenge cost: z", "resolve cost", "support"]),
        st.integers(1, 2_000),
    ),
    max_size=10,
)


@WHATEVER
@given(ABOUT_COST)
def test_a_dispute_over_one_concern_never_ends_unheard(told: list[tuple[str, str, int]]) -> None:
    """Two people and one concern, so that answers, challenges and withdrawals meet in every order."""
    minutes, said = 0, []
    for author, line, pause in told:
        minutes += pause
        said.append(command(minutes / 1440, author, line, number=minutes))
    found = at(60, *said)
    assert (found.phase is Phase.READY) == (not _unanswered(said, found))
    assert {concern.name for concern in found.open_concerns} == _unanswered(said, found)
