"""Read a YAML document of a known shape, and say where and how everything in it that is wrong is mended."""

from functools import cache
from typing import TypeVar

import jsonschema_rs
import msgspec

from waypost.document.problem import Problem
from waypost.document.tree import MAX_BYTES, Tree, parse
from waypost.document.wording import describe, schema_of

__all__ = ["MAX_BYTES", "Problem", "read", "schema_of"]

MAX_PROBLEMS = 50

T = TypeVar("T")


def read(path: str, text: bytes, shape: type[T], start_line: int = 1) -> tuple[T | None, tuple[Problem, ...]]:
    """The document at `path` as `shape` (a msgspec Struct), with its problems in order of place.

    What is wrong is left out and the rest is kept, so one typo does not switch everything off; None where nothing
    can be kept. `start_line` is the line of the file at which `text` begins (front matter does not begin at line 1).
    Never raises on bad input.
    """
    tree, problems = parse(path, text, start_line)
    if tree is None:
        return None, problems
    problems += tuple(_prune(path, tree, shape))
    value = None if tree.value is None else _convert(tree.value, shape)
    return value, tuple(sorted(problems)[:MAX_PROBLEMS])


def _prune(path: str, tree: Tree, shape: type) -> list[Problem]:
    """Take what does not fit `shape` out of the tree until it fits; every removal is a problem."""
    problems: list[Problem] = []
    while tree.value is not None and len(problems) <= MAX_PROBLEMS:
        errors = list(_validator(shape).iter_errors(tree.value))
        if not errors:
            return problems
        for error in errors:
            for problem, place in describe(path, tree, error, schema_of(shape)):
                problems.append(problem)
                tree.remove(place)
    tree.value = None if problems[MAX_PROBLEMS:] else tree.value
    return problems


def _convert(value: object, shape: type[T]) -> T | None:
    return msgspec.convert(value, shape)


@cache
def _validator(shape: type) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(schema_of(shape))
