"""Which commands stand there: by their author, for the head that was there, once, also after edits and deletions."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from waypost import commands
from waypost.commands import HEAD, SEEN
from waypost.commands.sight import GONE, given, gone, head, sightings
from waypost.facts import Talk
from waypost.outcome import Record
from waypost.said import Permission, Remark

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
ONE, TWO = "1" * 40, "2" * 40


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def remark(
    body: str = "/waypost apply", number: int = 1, author: str = "ann", minute: float = 5, **more: object
) -> Remark:
    return Remark(number, f"IC_{number}", author, "MEMBER", body, at(minute), **more)  # type: ignore[arg-type]


def later(talk: Talk, *remarks: Remark, head_sha: str = ONE) -> Talk:
    """The conversation at the next look, with what the last one remembered."""
    seen = sightings(given(talk, head_sha), talk)
    return replace(talk, remarks=remarks, records=(*talk.records, *seen))


def said(talk: Talk, head_sha: str = ONE) -> list[tuple[str, str]]:
    return [(command.name, command.author) for command in given(talk, head_sha) if command.present]


@pytest.mark.parametrize(
    ("editor", "body", "found"),
    [
        pytest.param("ann", "/waypost support", [("support", "ann")], id="by the author"),
        pytest.param("ANN", "/waypost support", [("support", "ann")], id="by the author, another case"),
        pytest.param("bob", "/waypost support", [], id="by somebody else"),
        pytest.param("", "/waypost support", [], id="by an account that is gone"),
        pytest.param("bob", "/waypost apply\n/waypost support", [("apply", "ann")], id="somebody else adds one"),
    ],
)
def test_an_edit_counts_only_from_the_author(editor: str, body: str, found: list[tuple[str, str]]) -> None:
    talk = Talk((remark(),), now=at(6))
    edited = remark(body, edited_at=at(9), editor=editor)
    assert said(later(talk, edited)) == found
    unseen = [] if editor.lower() != "ann" else found
    assert said(Talk((edited,))) == unseen


def test_a_command_is_given_for_the_head_that_was_there() -> None:
    heads = (head(ONE, at(0)), head(TWO, at(5)))
    cases = {4.0: ONE, 5.0: ONE, 5.5: TWO, -1.0: ONE}
    for minute, sha in cases.items():
        (command,) = given(Talk((remark(minute=minute),), records=heads), TWO)
        assert command.head_sha == sha, minute


def test_it_stays_with_that_head_whatever_is_heard_later() -> None:
    talk = Talk((remark(),), records=(head(ONE, at(0)),), now=at(6))
    after = later(talk, remark())
    moved = replace(after, records=(*after.records, head(TWO, at(1))))
    (command,) = given(moved, TWO)
    assert command.head_sha == ONE
    assert command.given_at == at(5)


def test_without_any_head_known_it_is_the_present_one() -> None:
    (command,) = given(Talk((remark(),)), ONE)
    assert command.head_sha == ONE
    assert given(Talk((remark(),)))[0].head_sha == ""


@pytest.mark.parametrize(
    ("complete", "deleted", "there"),
    [(True, False, False), (False, False, True), (False, True, False)],
    ids=["all was read: deleted", "beyond what is read: stands", "beyond it, but deleted"],
)
def test_what_is_not_seen_any_more(complete: bool, deleted: bool, there: bool) -> None:
    talk = replace(later(Talk((remark(),), now=at(6))), complete=complete)
    if deleted:
        talk = replace(talk, records=(*talk.records, gone(1, at(8))))
    (command,) = given(talk, ONE)
    assert command.present is there


def test_sightings_are_made_once() -> None:
    talk = Talk((remark(), remark("/waypost support", 2)), now=at(6))
    first = sightings(given(talk, ONE), talk)
    assert [record.kind for record in first] == [SEEN, SEEN]
    again = replace(talk, records=first, now=at(7))
    assert sightings(given(again, ONE), again) == ()
    assert given(again, ONE) == given(talk, ONE)


def test_the_newest_five_hundred_of_many() -> None:
    said = (remark(f"/waypost c{it}", it, author=f"ann{it % 14}", minute=it) for it in range(1, 700))
    talk = Talk(tuple(said))
    found = given(talk)
    assert len(found) == 500
    assert found[-1].name == "c699"


@pytest.mark.parametrize("kind", [HEAD, GONE, SEEN])
def test_records_are_plain_json(kind: str) -> None:
    records: tuple[Record, ...] = (head(ONE, START), gone(1, START), *sightings(given(Talk((remark(),))), Talk()))
    assert [json.loads(json.dumps(record.value)) == record.value for record in records if record.kind == kind] == [True]


def test_an_unknown_command_is_refused_with_what_was_perhaps_meant() -> None:
    (command,) = commands.judged(given(Talk((remark("/waypost <b>@x`y"),))), "issue", "ann", {"ann": Permission.READ})
    assert command.refused.startswith("There is no ``")
    assert not command.counts


def flood(author: str, association: str, first: int, count: int) -> list[Remark]:
    """Many comments of one person, later than what `remark` says by itself."""
    texts = ["\n".join(f"/waypost support because {number}-{line}" for line in range(10)) for number in range(count)]
    return [replace(remark(text, first + at, author, 10), association=association) for at, text in enumerate(texts)]


def test_nobody_talks_others_out_of_what_they_said() -> None:
    alone = (remark("/waypost concern cost: too much", author="ann"), *flood("eve", "NONE", 2, 60))
    assert ("concern", "ann") in said(Talk(alone))
    crowd = [one for at in range(20) for one in flood(f"eve{at}", "NONE", 100 * at + 2, 6)]
    found = said(Talk((remark("/waypost concern cost: too much", author="ann"), *crowd)))
    assert found[0] == ("concern", "ann") and len(found) == commands.sight.MOST


def test_strangers_do_not_crowd_out_those_who_belong_here() -> None:
    crowd = [replace(remark(number=at, author=f"a{at:03}"), association="NONE") for at in range(2, 100)]
    asked = commands.unsure(given(Talk((remark(author="zoe"), *crowd))))
    assert asked[0] == "zoe" and len(asked) == 99
