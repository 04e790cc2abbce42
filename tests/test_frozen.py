"""Our frozen dataclasses are what the standard library makes of the same classes."""

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from waypost import frozen


@frozen.dataclass(frozen=True, slots=True)
class Point:
    """A place with a default, a method and a property."""

    x: int
    y: int
    name: str = "here"

    @property
    def sum(self) -> int:
        """Of both."""
        return self.x + self.y


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """The same."""

    x: int
    y: int
    name: str = "here"


@frozen.dataclass(frozen=True, slots=True, order=True)
class Ordered:
    """With an order."""

    first: int
    second: str


@frozen.dataclass(frozen=True, slots=True)
class Empty:
    """Without fields."""


@pytest.mark.parametrize(
    "made",
    [Point(1, 2), Point(1, y=2, name="there"), Point(x=3, y=4), Empty(), Ordered(1, "a")],
    ids=["positions", "mixed", "keywords", "empty", "ordered"],
)
def test_a_copy_is_equal(made: Any) -> None:
    for copied in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made)), frozen.replace(made)):
        assert copied == made
        assert hash(copied) == hash(made)
        assert type(copied) is type(made)


def test_what_the_standard_library_asks_for_is_made_once() -> None:
    assert dataclasses.replace(Point(1, 2), x=3) == Point(3, 2)
    known = Point.__dataclass_fields__
    assert dataclasses.replace(Point(1, 2), x=4) == Point(4, 2)
    assert Point.__dataclass_fields__ is known


def test_it_says_what_the_standard_library_says() -> None:
    assert repr(Point(1, 2)) == repr(Standard(1, 2)).replace("Standard", "Point")
    assert dataclasses.asdict(Point(1, 2)) == dataclasses.asdict(Standard(1, 2))
    ours, theirs = dataclasses.fields(Point), dataclasses.fields(Standard)
    assert [(it.name, it.type, it.default) for it in ours] == [(it.name, it.type, it.default) for it in theirs]
    assert Point.__match_args__ == Standard.__match_args__
    assert Point.__qualname__ == "Point"


def test_both_ways_to_replace_agree() -> None:
    assert frozen.replace(Point(1, 2), name="x") == dataclasses.replace(Point(1, 2), name="x") == Point(1, 2, "x")


def test_others_are_not_equal() -> None:
    assert Point(1, 2) != Point(2, 1)
    standard: Any = Standard(1, 2)
    assert Point(1, 2) != standard
    assert len({Point(1, 2), Point(1, 2), Point(1, 3)}) == 2


def test_an_order_is_that_of_the_values() -> None:
    some = [Ordered(2, "a"), Ordered(1, "b"), Ordered(1, "a")]
    assert sorted(some) == [Ordered(1, "a"), Ordered(1, "b"), Ordered(2, "a")]
    assert Ordered(1, "a") <= Ordered(1, "a") < Ordered(1, "b") >= Ordered(1, "a")
    assert not Ordered(1, "a") > Ordered(1, "b")
    with pytest.raises(TypeError):
        assert Ordered(1, "a") < Point(1, 2)  # type: ignore[operator]


def test_nothing_can_be_changed() -> None:
    point = Point(1, 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.x = 3  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del point.y
    assert not hasattr(point, "__dict__")


@pytest.mark.parametrize("given", [(), (1,), (1, 2, "a", 4)], ids=["none", "few", "many"])
def test_fields_are_required(given: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        Point(*given)


def test_methods_and_patterns_work() -> None:
    match Point(1, 2):
        case Point(x, y, name):
            assert (x, y, name) == (1, 2, "here")
    assert Point(1, 2).sum == 3


@pytest.mark.parametrize("options", [{"frozen": False, "slots": True}, {"frozen": True, "slots": False}])
def test_others_are_for_the_standard_library(options: dict[str, bool]) -> None:
    with pytest.raises(TypeError, match="standard library"):
        frozen.dataclass(**options)
