"""Patterns that are compiled late do what those do that are compiled at once."""

import copy
import pickle
import re
from typing import Any

import pytest
import re2  # type: ignore[import-untyped]

from waypost import patterns


@pytest.fixture(params=[patterns.late, patterns.late_re2], ids=["re", "RE2"])
def late(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_they_match_and_tell_their_pattern(late: Any) -> None:
    made = late(rb"(\w+)=")
    assert made.search(b"a=1, b=2")[1] == b"a"
    assert [match[1] for match in made.finditer(b"a=1, b=2")] == [b"a", b"b"]
    assert made.sub(b"", b"a=1") == b"1"
    assert made.fullmatch(b"a") is None
    assert made.pattern == rb"(\w+)="


@pytest.mark.parametrize("before", [False, True], ids=["never asked", "asked"])
def test_a_copy_matches_the_same(late: Any, before: bool) -> None:
    made = late("a+")
    assert not before or made.fullmatch("aa")
    for copied in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert copied.fullmatch("aaa") and not copied.fullmatch("b")


def test_flags_are_kept() -> None:
    assert patterns.late("^a$", re.MULTILINE | re.IGNORECASE).findall("A\nb\na") == ["A", "a"]
    assert pickle.loads(pickle.dumps(patterns.late("a", re.IGNORECASE))).fullmatch("A")


def test_what_no_pattern_has_is_missing(late: Any) -> None:
    with pytest.raises(AttributeError):
        _ = late("a").nothing


def test_a_pattern_that_is_none_is_told_when_it_is_asked() -> None:
    with pytest.raises(re.error):
        patterns.late("(").search("")
    with pytest.raises(re2.error):
        patterns.late_re2("(").search("")
