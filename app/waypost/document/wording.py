"""What a JSON Schema says of a document, in the words of somebody who wants to mend it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any, TypeAlias

import jsonschema_rs
import msgspec

from waypost.document.problem import Problem
from waypost.document.quoting import code
from waypost.document.tree import Place, Tree

Schema: TypeAlias = dict[str, Any]

EMPTY = "This is empty. Write something here, or take the line out."
EMPTY_MAPPING = "This is empty. Write `{}`, or take the line out."
MERGE = "Write out what this stands for: Waypost follows no merge keys (`<<`)."
TYPE_WORDS = {
    "object": "a mapping (`key: value`)",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "null": "nothing",
}


@cache
def schema_of(shape: type) -> Schema:
    """The JSON Schema (2020-12) of a msgspec type, as editors and our own validator read it."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(shape)}


def describe(
    path: str, tree: Tree, error: jsonschema_rs.ValidationError, schema: Schema
) -> Iterator[tuple[Problem, Place]]:
    """Each problem that one schema error stands for, with the place to leave out so that the rest can be kept."""
    place = tree.located(error.instance_path, error.instance)
    kind = error.kind.as_dict()
    match error.kind.name:
        case "additionalProperties":
            known = _parent(schema, error.schema_path).get("properties", {})
            for key in kind["unexpected"]:
                meant = _close(key, tuple(known)) or ""
                yield _problem(path, tree, (*place, key), _unknown(key, known), key, meant), (*place, key)
        case "propertyNames":
            key = kind["error"].instance
            yield _problem(path, tree, (*place, key), _name(key, kind["error"])), (*place, key)
        case "required":
            missing = str(kind["property"])
            yield _problem(path, tree, place, f"`{missing}` is missing here. Add `{missing}:`."), place
        case _:
            given, meant = str(error.instance), _meant(error, kind, schema)
            yield _problem(path, tree, place, _mend(error, kind, schema), given if meant else "", meant), place


def _name(key: str, error: jsonschema_rs.ValidationError) -> str:
    """What is wrong with a key that people choose, such as an event's name."""
    if not key:
        return "This name is empty. Write one, or take the line out."
    if error.kind.name == "maxLength":
        return f"{_shown(key)} has {len(key)} characters. Write up to {error.kind.as_dict()['limit']}."
    return f"{_shown(key)} is no name that fits here."


def _problem(path: str, tree: Tree, place: Place, message: str, given: str = "", meant: str = "") -> Problem:
    return Problem(path, tree.span(place), message, given, meant)


def _unknown(key: str, known: Mapping[str, object]) -> str:
    if key == "<<":
        return MERGE
    shown = _shown(key)
    if close := _close(key, tuple(known)):
        return f"Waypost does not know {shown}. Did you mean `{close}`?"
    return f"Waypost does not know {shown}. Known here: {_choices(list(known))}."


def _meant(error: jsonschema_rs.ValidationError, kind: dict[str, Any], schema: Schema) -> str:
    """The listed value that a text is near to, empty where there is none."""
    listed: Iterable[object] = kind.get("options", ()) if error.kind.name == "enum" else ()
    if error.kind.name == "anyOf":
        ways = _parent(schema, error.schema_path).get("anyOf", ())
        listed = next((way["enum"] for way in ways if "enum" in way), ())
    close = _close(error.instance, tuple(map(str, listed))) if isinstance(error.instance, str) else None
    return close if close and close != error.instance else ""


def _mend(error: jsonschema_rs.ValidationError, kind: dict[str, Any], schema: Schema) -> str:
    match error.kind.name:
        case "enum":
            return _choose(error.instance, kind["options"])
        case "type" | "anyOf" if _lacks_quotes(error, schema):
            return '`null` means nothing here. Write `"null"`, with quotes.'
        case "type" | "anyOf" if error.instance is None:
            return EMPTY_MAPPING if _parent(schema, error.schema_path).get("type") == "object" else EMPTY
        case "type" if isinstance(error.instance, str) and (key := _only_required(_parent(schema, error.schema_path))):
            return f"{_shown(error.instance)} does not fit here. Write {code(f'{{{key}: {error.instance}}}')}."
        case "type" | "format":
            wanted = _types(_parent(schema, error.schema_path))
            if error.instance in ("true", "false") and TYPE_WORDS["boolean"] in wanted:
                return f"{code(json.dumps(error.instance))} does not fit here. Write {wanted}, without quotes."
            return f"{_shown(error.instance)} does not fit here. Write {wanted}."
        case "anyOf":
            ways = _parent(schema, error.schema_path).get("anyOf", ())
            listed = next((way["enum"] for way in ways if "enum" in way), ())
            if listed and isinstance(error.instance, str):
                return _choose(error.instance, listed)
            if listed and isinstance(error.instance, list):
                other = next((it for it in error.instance if it not in listed), None)
                return _choose(other, listed) if other is not None else EMPTY
            if any(_is_of(way, error.instance) for way in ways):
                return _unfit(error, schema)
            wanted = " or ".join(map(_types, ways))
            return f"{_shown(error.instance)} does not fit here. Write {wanted}."
        case "pattern":
            return _unfit(error, schema)
        case "minLength" | "minItems" | "minProperties":
            return EMPTY
        case "maxLength":
            return f"{_shown(error.instance)} has {len(str(error.instance))} characters. Write up to {kind['limit']}."
        case "maxItems" | "maxProperties" if isinstance(error.instance, list | dict):
            return f"There are {len(error.instance)} here. Write up to {kind['limit']}."
        case "minimum" | "maximum":
            least = "at least" if error.kind.name == "minimum" else "at most"
            return f"{_shown(error.instance)} does not fit here. Write a number that is {least} {kind['limit']}."
    return f"This does not fit: {error.message[:200]}."


def _only_required(schema: Schema) -> str | None:
    """The key that is all of a mapping which people may have left out the braces of."""
    required = schema.get("required", [])
    return required[0] if schema.get("type") == "object" and len(required) == 1 else None


def _unfit(error: jsonschema_rs.ValidationError, schema: Schema) -> str:
    """What to write instead of a text or number that the place is not for."""
    if error.instance == "":
        return EMPTY
    return f"{_shown(error.instance)} does not fit here. {_about(error, schema) or ''}".strip()


def _about(error: jsonschema_rs.ValidationError, schema: Schema) -> str | None:
    """What the shape says of the place, which is what to write there."""
    about = _parent(schema, error.schema_path).get("description")
    return about if isinstance(about, str) else None


def _is_of(way: Schema, value: object) -> bool:
    """Whether a value is of the type that one way wants, so that something else about it does not fit."""
    kind = {str: "string", int: "integer"}.get(type(value))
    return kind is not None and way.get("type") == kind and "format" not in way


def _lacks_quotes(error: jsonschema_rs.ValidationError, schema: Schema) -> bool:
    """Whether the word `null` is meant, which YAML takes for no value."""
    given = error.instance if isinstance(error.instance, list) else [error.instance]
    ways = _parent(schema, error.schema_path).get("anyOf", ())
    listed = [way.get("items", way).get("enum", ()) for way in ways]
    return None in given and any("null" in words for words in listed)


def _choose(given: object, listed: Iterable[object]) -> str:
    options = [str(option) for option in listed]
    if str(given) in options:
        return f"{code(json.dumps(given))} is not possible here. Write {_choices(options)}, without quotes."
    close = _close(str(given), tuple(options))
    hint = f" Did you mean `{close}`?" if close else ""
    one = "" if len(options) == 1 else "one of "
    return f"{_shown(given)} is not possible here. Write {one}{_choices(options)}.{hint}"


@lru_cache(maxsize=1000)
def _close(word: str, known: tuple[str, ...]) -> str | None:
    """The known word that is meant; kept, since who misspells a word does so often."""
    alike = (one for one in known if one.lower() == word.lower())
    return next(alike, None) or next(iter(get_close_matches(word, known, n=1, cutoff=0.6)), None)


def _types(schema: Schema) -> str:
    if schema.get("format") == "date":
        return "a day like `2024-05-31`"
    if "$ref" in schema:
        return TYPE_WORDS["object"]
    names = schema.get("type", [])
    return (
        " or ".join(TYPE_WORDS.get(name, name) for name in ([names] if isinstance(names, str) else names))
        or "a known value"
    )


def _parent(schema: Schema, path: list[str | int]) -> Schema:
    node: Any = schema
    for step in path[:-1]:
        node = node[step]
    return node if isinstance(node, dict) else {}


def _choices(options: list[str]) -> str:
    return ", ".join(f"`{option}`" for option in sorted(options)) or "nothing"


def _shown(value: object) -> str:
    """A value from the document, short and unable to break out of its code span."""
    return code(value if isinstance(value, str) else json.dumps(value, default=str))
