"""Whatever comes in: limits end in the near future, texts fit, memory stays bounded, patches are not half-read."""

import math
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.change import ChangedFile
from waypost.github.bases import MOST, Base, Bases
from waypost.github.changes import batches, changed_files, places
from waypost.github.client import JSON
from waypost.github.content import Content
from waypost.github.faults import LONGEST, RateLimited, Refused, fault_in
from waypost.github.fitting import CUT, fitting, fitting_line
from waypost.github.pacing import WINDOW, WRITES, Pace

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
words = st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=60)


@given(
    status=st.sampled_from([403, 429]),
    after=st.none() | words | st.integers().map(str) | st.datetimes().map(lambda at: f"{at:%a, %d %b %Y %H:%M:%S} GMT"),
    remaining=st.none() | st.sampled_from(["0", "1"]) | words,
    reset=st.none() | words | st.integers().map(str),
    body=st.binary(max_size=60) | st.sampled_from([b'{"message": "secondary rate limit"}', b'{"message": 1}', b"[]"]),
)
def test_every_limit_ends_in_the_near_future(
    status: int, after: str | None, remaining: str | None, reset: str | None, body: bytes
) -> None:
    told = {"retry-after": after, "x-ratelimit-remaining": remaining, "x-ratelimit-reset": reset}
    headers = {name: text for name, text in told.items() if text is not None}
    fault = fault_in(httpx.Response(status, headers=headers, content=body), "/x", NOW)
    if isinstance(fault, RateLimited):
        assert NOW < fault.until <= NOW + LONGEST
    else:
        assert isinstance(fault, Refused)
        assert (status, after) == (403, None)


@given(text=st.text(max_size=400), limit=st.integers(90, 300))
def test_a_text_fits_and_is_whole_if_it_can_be(text: str, limit: int) -> None:
    fitted = fitting(text, limit)
    size = len(text.encode("utf-8", "replace"))
    assert len(fitted.encode("utf-8", "replace")) <= limit
    assert (fitted == text) is (size <= limit)
    assert fitted.endswith(CUT) is (size > limit) or CUT in text


@given(text=st.text(max_size=400), limit=st.integers(2, 300))
def test_a_line_is_one_line(text: str, limit: int) -> None:
    line = fitting_line(text, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1


@given(st.lists(st.floats(0, 40, allow_nan=False), max_size=300))
def test_no_minute_holds_more_writes_than_allowed(pauses: list[float]) -> None:
    pace, now, taken = Pace(), NOW, list[datetime]()
    for pause in pauses:
        now += timedelta(seconds=math.floor(pause) / 20)
        turn = pace.next_free(now)
        pace.take(turn)
        taken.append(turn)
    for first, beyond in zip(taken, taken[WRITES:], strict=False):
        assert beyond - first >= WINDOW


def test_known_bases_are_bounded_in_number_and_bytes() -> None:
    bases = Bases(budget=1_000)
    for number in range(100):
        bases.keep("acme/shop", f"{number}", Base({}))
    assert [number for number in range(100) if bases.get("acme/shop", f"{number}")] == list(range(100 - MOST, 100))
    for number in range(10):
        bases.keep("acme/shop", f"big {number}", Base({"a": Content(b"x" * 400)}))
    assert [number for number in range(10) if bases.get("acme/shop", f"big {number}")] == [8, 9]


def test_one_large_base_is_kept_all_the_same() -> None:
    bases = Bases(budget=1)
    base = bases.keep("acme/shop", "sha", Base({"a": Content(b"x" * 400)}))
    assert bases.get("acme/shop", "sha") is base
    assert bases.get("acme/other", "sha") is None


def row(status: str = "modified", patch: str | None = None, additions: int = 1, **more: str) -> JSON:
    told = {"filename": "a.py", "status": status, "additions": additions, **more}
    return told if patch is None else {**told, "patch": patch}


PATCH = "@@ -1 +1,2 @@\n a\n+b"
ADDED = ChangedFile("a.py", "modified", b"a\nb\n", frozenset({2}))
BINARY_BEFORE = "GitHub shows no patch for it, and at the base it is binary"
ROWS = {
    "patch": (row(patch=PATCH), [], ADDED),
    "patch that is cut": (
        row(patch=PATCH, additions=2),
        ["a.py"],
        ChangedFile("a.py", "modified", b"a\nb\n", frozenset({2})),
    ),
    "patch that is none": (row(patch="@@ ?"), ["a.py"], ADDED),
    "no patch": (row(additions=0), ["a.py"], ADDED),
    "changed": (row("changed", PATCH), [], ADDED),
    "copied": (row("copied", PATCH), [], ChangedFile("a.py", "added", b"a\nb\n", frozenset({2}))),
    "renamed only": (
        row("renamed", additions=0, previous_filename="b.py"),
        ["b.py"],
        ChangedFile("a.py", "renamed", b"a\nb\n", frozenset(), "b.py"),
    ),
    "base unread": (
        row("renamed", additions=0, previous_filename="c.py"),
        ["c.py"],
        ChangedFile(
            "a.py", "renamed", None, frozenset(), "c.py", "GitHub shows no patch for it, and at the base it is binary"
        ),
    ),
    "not at the head": (
        row(patch=PATCH, filename="z.py"),
        [],
        ChangedFile("z.py", "modified", None, frozenset(), None, "not found at the head"),
    ),
    "removed": (row("removed"), None, ChangedFile("a.py", "removed", None, frozenset())),
}
HEAD = {"a.py": Content(b"a\nb\n")}
BASE = {"a.py": Content(b"a\n"), "b.py": Content(b"a\nb\n"), "c.py": Content(None, "binary")}


@pytest.mark.parametrize(("told", "base_needed", "expected"), ROWS.values(), ids=ROWS.keys())
def test_a_row_of_githubs_list(told: JSON, base_needed: list[str] | None, expected: ChangedFile) -> None:
    head = [] if base_needed is None else [("head", expected.path)]
    needed = [*head, *(("base", path) for path in base_needed or ())]
    assert list(places([told], lambda path: True)) == needed
    assert changed_files([told], lambda path: True, HEAD, BASE) == (expected,)


def test_unchanged_rows_are_no_change() -> None:
    assert list(places([row("unchanged")], lambda path: True)) == []
    assert changed_files([row("unchanged")], lambda path: True, HEAD, BASE) == ()


@given(st.lists(st.tuples(st.sampled_from(["head", "base"]), st.text(min_size=1, max_size=3)), max_size=40))
def test_batches_ask_for_everything_once(needed: list[tuple[str, str]]) -> None:
    asked = batches(needed, 7)
    assert len(asked) >= 1
    assert all(len(head.files) + len(base.files) <= 7 for head, base in asked)
    places_asked = [(w.side, path) for pair in asked for w in pair for path in w.files]
    assert sorted(places_asked) == sorted(set(needed))
