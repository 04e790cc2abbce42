"""Read a YAML document of a known shape, and say where and how everything in it that is wrong is mended."""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

import jsonschema_rs
import msgspec

from waypost.document.problem import Problem
from waypost.document.tree import MAX_BYTES, Place, Tree, forget, parse, without_collector
from waypost.document.wording import describe, schema_of

__all__ = ["MAX_BYTES", "Problem", "forget", "read", "schema_of"]

MAX_PROBLEMS = 50

T = TypeVar("T")


def read(
    path: str,
    text: bytes,
    shape: type[T],
    start_line: int = 1,
    adapt: Callable[[Tree], None] | None = None,
    whole: Place = (),
) -> tuple[T | None, tuple[Problem, ...]]:
    """The document at `path` as `shape` (a msgspec Struct), with its problems in order of place.

    What is wrong is left out and the rest is kept, so one typo does not switch everything off; None where nothing
    can be kept. `start_line` is the line of the file at which `text` begins (front matter does not begin at line 1).
    `adapt` may turn a document of another tool's shape into ours before it is judged. An item of the list at `whole`
    is left out as one, whatever in it is wrong. Never raises on bad input.
    """
    tree, problems = parse(path, text, start_line)
    if tree is None:
        return None, problems
    if adapt is not None:
        adapt(tree)
    problems += tuple(_prune(path, tree, shape, whole))
    with without_collector():
        value = None if tree.value is None else _convert(tree.value, shape)
    return value, tuple(sorted(problems)[:MAX_PROBLEMS])


def _prune(path: str, tree: Tree, shape: type, whole: Place) -> list[Problem]:
    """Take what does not fit `shape` out of the tree until it fits; what the first look finds are the problems.

    Later looks only find what the removals left behind, such as a parent that now lacks a required key.
    """
    schema, validator = schema_of(shape), _validator(shape)
    first: list[Problem] | None = None
    last: list[Place] = []
    while tree.value is not None and (errors := list(validator.iter_errors(tree.value))):
        found = [found for error in errors for found in describe(path, tree, error, schema)]
        first = [problem for problem, _ in found] if first is None else first
        places = [_item(place, whole) for _, place in found]
        tree.remove(places if places != last else [()])  # what could not be taken out must not be asked about for ever
        last = places
    return first or []


def _item(place: Place, whole: Place) -> Place:
    """The item of the list at `whole` that a place is in; the place itself if it is in none."""
    return place[: len(whole) + 1] if whole and place[: len(whole)] == whole else place


def _convert(value: object, shape: type[T]) -> T | None:
    return msgspec.convert(value, shape)


@cache
def _validator(shape: type) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(schema_of(shape), validate_formats=True)
