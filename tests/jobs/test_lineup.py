from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from tests.jobs.workshop import pull_request
from waypost.jobs.events import Delivery, parse
from waypost.jobs.lineup import Lineup, Waiting


def waiting(guid: str, number: int, action: str = "edited") -> Waiting:
    payload = parse("pull_request", pull_request(number, action))
    return Waiting(guid, Delivery(guid, "pull_request", payload, datetime(2026, 1, 1, tzinfo=UTC)))


def test_a_subject_waits_until_it_is_done_and_others_go_ahead() -> None:
    lineup = Lineup()
    for one in (waiting("a", 1), waiting("b", 1), waiting("c", 2)):
        lineup.add(one)
    taken = [lineup.take(), lineup.take(), lineup.take()]
    assert [one and one.run for one in taken] == ["a", "c", None]
    lineup.done("octo/shop#1")
    last = lineup.take()
    assert last is not None
    assert last.run == "b"


def test_the_newest_push_supersedes_the_one_that_waits_but_nothing_else() -> None:
    lineup = Lineup()
    first, edit, second = waiting("a", 1, "synchronize"), waiting("b", 1), waiting("c", 1, "synchronize")
    other = waiting("d", 2, "synchronize")
    assert [lineup.add(one) for one in (first, edit, other, second)] == [None, None, None, first]
    assert len(lineup) == 3


def test_what_is_put_back_comes_before_its_subjects_others_or_gives_way_to_a_younger_push() -> None:
    lineup = Lineup()
    first, edit, young = waiting("a", 1, "synchronize"), waiting("b", 1), waiting("c", 1, "synchronize")
    lineup.add(edit)
    assert lineup.put_back(first) is None
    assert (len(lineup), lineup.take()) == (2, first)
    lineup.add(young)
    assert lineup.put_back(first) is young
    assert len(lineup) == 2


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["edited", "synchronize"]), st.booleans())))
def test_whatever_comes_nothing_is_lost_doubled_or_overlapping(arrivals: list[tuple[int, str, bool]]) -> None:
    lineup, running = Lineup(), dict[str, int]()
    left: dict[int, list[str]] = {number: [] for number in range(1, 5)}
    for index, (number, action, finish) in enumerate(arrivals):
        old = lineup.add(waiting(str(index), number, action))
        left[number].append(str(index))
        if old is not None:
            left[number].remove(old.run)
        while (taken := lineup.take()) is not None:
            subject = taken.delivery.subject
            assert subject not in running
            pull = taken.delivery.payload.pull_request
            assert pull is not None
            running[subject] = pull.number
            assert left[pull.number].pop(0) == taken.run
        if finish and running:
            lineup.done(done := next(iter(running)))
            del running[done]
    assert len(lineup) == sum(len(guids) for guids in left.values())
