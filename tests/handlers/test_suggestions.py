"""What is offered beside a line must replace exactly that line, and is offered once."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from waypost.change import Change, ChangedFile
from waypost.facts import PullRequestFacts, Talk
from waypost.finding import Choice, Edit, Finding, Fix, Span, Stage, Verdict
from waypost.handbook import Handbook
from waypost.handlers.suggestions import MOST, OFFERED, review
from waypost.outcome import Record

HEAD = "b" * 40


def facts(text: bytes, added: set[int]) -> PullRequestFacts:
    change = Change("a" * 40, HEAD, (ChangedFile("a.ts", "modified", text, frozenset(added)),))
    return PullRequestFacts(
        "acme/shop", 7, change, Handbook(), None, "T", "", "ann", False, False, False, False, HEAD
    )  # fmt: skip


def found(*edits: tuple[str, tuple[int, int, int, int], str], stage: Stage = Stage.ADVISE) -> Verdict:
    fix = Fix("Mend it", tuple(Edit(path, Span(*span), text) for path, span, text in edits))
    return Verdict((Finding("a-check", "a.ts", Span(1, 1, 1, 2), "Call it `x`.", fix, stage),))


@pytest.mark.parametrize(
    ("text", "edit", "offered"),
    [
        pytest.param(b"one\ntwo\n", ((2, 1, 2, 4), "2"), (2, 2, "2"), id="a word"),
        pytest.param(b"one\ntwo", ((2, 1, 2, 4), "2"), (2, 2, "2"), id="the last line, unended"),
        pytest.param(b"a\r\nb\r\n", ((1, 1, 1, 2), "A"), (1, 1, "A"), id="CRLF"),
        pytest.param(b"a\nb\nc\n", ((1, 2, 2, 1), "-"), (1, 2, "a-b"), id="two lines become one"),
        pytest.param(b"a\nb\n", ((1, 2, 1, 2), "\n\t.x()"), (1, 1, "a\n\t.x()"), id="one becomes two"),
        pytest.param(b"`````\n", ((1, 1, 1, 2), "'"), (1, 1, "'````"), id="fences inside"),
        pytest.param("a\u202e\n".encode(), ((1, 1, 1, 2), "b"), None, id="what cannot be shown"),
        pytest.param(b"a <!-- x\n", ((1, 1, 1, 2), "b"), None, id="what would be hidden"),
        pytest.param(b"\xff a\n", ((1, 3, 1, 4), "b"), None, id="no UTF-8"),
        pytest.param(b"a\nb\nc\n", ((3, 1, 3, 2), "C"), None, id="a line the change does not write"),
    ],
)
def test_what_is_offered(text: bytes, edit: tuple[tuple[int, int, int, int], str], offered: object) -> None:
    made = review(facts(text, {1, 2}), found(("a.ts", *edit)))
    shown = None
    if made:
        (one,) = made.suggestions
        head, _, block = one.body.partition("suggestion\n")
        assert head.startswith("Call it `x`.\n\n```")
        shown = (one.first, one.last, block.rsplit("\n", 1)[0])
    assert shown == offered


@pytest.mark.parametrize(
    "verdict",
    [
        pytest.param(found(("a.ts", (1, 1, 1, 2), "x"), ("b.ts", (1, 1, 1, 2), "x")), id="edits in two files"),
        pytest.param(found(("spec.yml", (1, 1, 1, 1), "x")), id="another file"),
        pytest.param(found(("a.ts", (1, 1, 1, 2), "x"), stage=Stage.OBSERVE), id="only observed"),
        pytest.param(Verdict(), id="nothing found"),
    ],
)
def test_nothing_to_offer(verdict: Verdict) -> None:
    assert review(facts(b"one\n", {1}), verdict) is None


def test_a_choice_where_it_is_may_be_offered_too() -> None:
    edit = Edit("a.ts", Span(1, 1, 1, 1), "a.t('old');\n")
    one = Finding("a-check", "a.ts", Span(1, 1, 1, 2), "Do.", choice=Choice("dual-send", Fix("Both", (edit,)), (edit,)))
    for fix in (None, Fix("Elsewhere", (Edit("b.yml", Span(1, 1, 1, 1), "x"),))):
        made = review(facts(b"a.t('new');\n", {1}), Verdict((replace(one, fix=fix),)))
        assert made is not None
        assert made.suggestions[0].body == "Do.\n\n```suggestion\na.t('old');\na.t('new');\n```"


def test_once_and_few() -> None:
    about = facts(b"one\ntwo\n", {1, 2})
    verdict = found(("a.ts", (1, 1, 1, 4), "1"))
    made = review(about, verdict)
    assert made is not None and made.head_sha == HEAD
    for marks in ([made.suggestions[0].mark], [str(number) for number in range(MOST)]):
        records = tuple(Record(OFFERED, mark, None, datetime.now(UTC)) for mark in marks)
        assert review(replace(about, talk=Talk(records=records)), verdict) is None
    assert review(replace(about, closed=True), verdict) is None
