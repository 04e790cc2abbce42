"""Validators for parts of the cut-down descriptions, and what they have to say in words."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from tests.standin.contract.dialect import reachable

HERE = Path(__file__).parent
LONGEST_QUOTE = 120
"""Characters; messages begin with the value they are about, which can be large."""

Kind = jsonschema_rs.ValidationErrorKind


@cache
def description(name: str) -> dict[str, Any]:
    """The data of `rest` (`operations`) or `webhooks` (`events`), with the schemas they share under `$defs`."""
    return dict(json.loads((HERE / f"{name}.json").read_bytes()))


@cache
def schema_at(name: str, *keys: str) -> dict[str, Any]:
    """The schema that stands in a description under these keys, with the shared ones that it needs."""
    whole = description(name)
    found = whole
    for key in keys:
        found = found[key]
    return {"$defs": reachable(found, whole["$defs"].__getitem__), **found}


@cache
def validator(name: str, *keys: str) -> jsonschema_rs.Draft202012Validator:
    """A compiled validator for `schema_at`."""
    return jsonschema_rs.Draft202012Validator(schema_at(name, *keys), validate_formats=True)


def explain(checker: jsonschema_rs.Draft202012Validator, instance: object, where: str) -> list[str]:
    """Every error as `body.output.annotations[3].end_line: "x" is not of type "integer"`; empty when it is valid."""
    if checker.is_valid(instance):
        return []
    return [line for error in checker.iter_errors(instance) for line in told(error, where)]


def told(error: jsonschema_rs.ValidationError, where: str) -> Iterator[str]:
    """One error in words; of several alternatives, what is wrong with the one that was probably meant."""
    place = where + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.instance_path)
    if isinstance(error.kind, Kind.AnyOf):
        nearest = min(error.kind.context, key=lambda branch: distance(branch, len(error.instance_path)))
        for inner in nearest:
            yield from told(inner, where)
    elif isinstance(error.kind, Kind.UnevaluatedProperties):
        for unknown in error.kind.unexpected:
            yield f"{place}.{unknown}: GitHub knows no such field here, and would ignore it"
    else:
        yield f"{place}: {shortened(error.message)}"


def shortened(message: str) -> str:
    """A message that keeps its end, where the reason stands."""
    if len(message) <= 2 * LONGEST_QUOTE:
        return message
    return f"{message[:LONGEST_QUOTE]} … {message[-LONGEST_QUOTE:]}"


def distance(branch: list[jsonschema_rs.ValidationError], depth: int) -> tuple[bool, int]:
    """How far an alternative is from what was sent: another type altogether is farthest, then the most errors."""
    another = any(isinstance(error.kind, Kind.Type) and len(error.instance_path) <= depth for error in branch)
    return another, len(branch)
