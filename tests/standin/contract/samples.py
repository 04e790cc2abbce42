"""Whole payloads from the few fields that matter: whatever else the description requires is filled in."""

from collections.abc import Mapping
from functools import reduce
from typing import Any

from tests.standin.contract.routes import find_operation
from tests.standin.contract.validation import schema_at

PLAIN: dict[str, Any] = {"array": [], "boolean": False, "integer": 1, "number": 1, "string": "sample"}
FORMATS = {"date": "2026-01-05", "date-time": "2026-01-05T09:00:00Z", "uri": "https://example.com/sample"}
MISSING: Any = object()
"""Stands for a value that nobody gave; None is a value."""


def response(method: str, path: str, status: int, known: Any) -> Any:
    """A response that is valid for this operation and status, with what is `known` in it.

    `known` is a dict, or a list of them where the operation answers with a list. Raises LookupError for an operation,
    KeyError for a status that the description does not have.
    """
    found = find_operation(method, path)
    if found is None:
        raise LookupError(f"{method} {path} is not in operations.txt")
    schema = schema_at("rest", "operations", found[0], "responses", str(status))
    return completed(schema, known, schema["$defs"])


def webhook(event: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """A payload that is valid for this event and the action in `known`; raises KeyError for one not in webhooks.txt."""
    name = f"{event} {known['action']}" if "action" in known else event
    schema = schema_at("webhooks", "events", name)
    return dict(completed(schema, known, schema["$defs"]))


def completed(schema: Mapping[str, Any], known: Any, shared: Mapping[str, Any]) -> Any:
    """`known` with all that `schema` requires besides; null, empty or a plain sample where nothing is known."""
    schema = followed(schema, shared)
    if "allOf" in schema:
        schema = reduce(lambda first, second: joined(first, second, shared), schema["allOf"])
    if "anyOf" in schema and "properties" not in schema:
        return completed(alternative(schema["anyOf"], known, shared), known, shared)
    if isinstance(known, list):
        return [completed(schema.get("items", {}), item, shared) for item in known]
    if isinstance(known, Mapping) or (known is MISSING and "properties" in schema and not nullable(schema)):
        return completed_object(schema, {} if known is MISSING else known, shared)
    return simplest(schema) if known is MISSING else known


def completed_object(schema: Mapping[str, Any], known: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """The known properties, each completed itself, and the required ones."""
    properties = schema.get("properties", {})
    names = dict.fromkeys([*known, *schema.get("required", ())])
    return {name: completed(properties.get(name, {}), known.get(name, MISSING), shared) for name in names}


def followed(schema: Mapping[str, Any], shared: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema that a reference leads to."""
    while "$ref" in schema:
        schema = shared[schema["$ref"].rpartition("/")[2]]
    return schema


def nullable(schema: Mapping[str, Any]) -> bool:
    """Whether null will do."""
    return "type" in schema and "null" in type_names(schema)


def joined(first: Mapping[str, Any], second: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """One schema that asks for what both ask for; where they differ in detail, the second narrows the first."""
    first, second = followed(first, shared), followed(second, shared)
    both = {**first, **second}
    both["required"] = [*first.get("required", ()), *second.get("required", ())]
    ours, theirs = first.get("properties", {}), second.get("properties", {})
    if ours or theirs:
        shared_names = {name: joined(ours[name], theirs[name], shared) for name in ours.keys() & theirs.keys()}
        both["properties"] = {**ours, **theirs, **shared_names}
    return both


def type_names(schema: Mapping[str, Any]) -> list[str]:
    """The types a schema allows, which may be written as one; all of them where it names none."""
    allowed = schema.get("type", [*PLAIN, "object", "null"])
    return [allowed] if isinstance(allowed, str) else list(allowed)


def alternative(branches: list[Mapping[str, Any]], known: Any, shared: Mapping[str, Any]) -> Mapping[str, Any]:
    """The branch that fits best: null for what is unknown, else of the right type and naming most of its properties."""
    followed_branches = [followed(branch, shared) for branch in branches]
    if known is MISSING:
        return next((branch for branch in followed_branches if nullable(branch)), followed_branches[0])
    return max(followed_branches, key=lambda branch: likeness(branch, known))


def likeness(schema: Mapping[str, Any], known: Any) -> tuple[bool, int]:
    """How well a schema fits a value: its type, then how many of its properties are named."""
    types = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", type(None): "null"}
    named = len(schema.get("properties", {}).keys() & known.keys()) if isinstance(known, dict) else 0
    return types.get(type(known)) in type_names(schema), named


def simplest(schema: Mapping[str, Any]) -> Any:
    """The least that a schema without properties accepts."""
    if nullable(schema):
        return None
    if "enum" in schema:
        return schema["enum"][0]
    kind = type_names(schema)[0] if "type" in schema else "object"
    sample = FORMATS.get(schema.get("format", ""), PLAIN.get(kind, {}))
    return sample.ljust(schema.get("minLength", 0), "0") if isinstance(sample, str) else sample
