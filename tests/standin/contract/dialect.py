"""Turn a schema of GitHub's OpenAPI description into plain JSON Schema without prose."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Schema = dict[str, Any]

API_VERSION = "2026-03-10"
BREAKING = "x-github-breaking-changes"

COPIED = (
    *("type", "enum", "const", "required", "format", "pattern", "minimum", "maximum", "uniqueItems"),
    *("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"),
)
FORMATS = ("date", "date-time", "uri")  # Not email: the addresses of GitHub's own bots break it.
NESTED = ("items", "not", "additionalProperties")
NAMED = ("properties", "patternProperties")
LISTED = ("anyOf", "oneOf", "allOf")


def plain(node: Any) -> Any:
    """The JSON Schema (2020-12) of an OpenAPI 3.0 or 3.1 schema: only what decides, no titles, texts, examples.

    `oneOf` becomes `anyOf`: GitHub's alternatives overlap, so that good payloads match more than one.
    """
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        reference = {"$ref": "#/$defs/" + node["$ref"].rpartition("/")[2]}
        return {"anyOf": [reference, {"type": "null"}]} if node.get("nullable") else reference
    result: Schema = {key: node[key] for key in COPIED if key in node}
    if result.get("format") not in FORMATS:
        result.pop("format", None)
    result |= {key: plain(node[key]) for key in NESTED if key in node and node[key] is not True}
    result |= {key: {name: plain(value) for name, value in node[key].items()} for key in NAMED if key in node}
    for key in LISTED:
        if key in node:
            result["anyOf" if key == "oneOf" else key] = [plain(branch) for branch in node[key]]
    return _or_null(result) if node.get("nullable") else result


def _or_null(schema: Schema) -> Schema:
    """What OpenAPI 3.0 says by `nullable: true`."""
    if "type" not in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    if None not in schema.get("enum", [None]):
        schema["enum"] = [*schema["enum"], None]
    return schema | {"type": [schema["type"], "null"]}


def closed(schema: Any) -> Any:
    """The same plain schema, refusing properties it does not name: in requests they are always a typo of ours."""
    if isinstance(schema, list):
        return [closed(branch) for branch in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: closed(value) if key in ("items", "anyOf") else value for key, value in schema.items()}
    if "properties" not in schema:
        return result
    result["properties"] = {name: closed(value) for name, value in schema["properties"].items()}
    if "anyOf" in schema:
        result["anyOf"] = schema["anyOf"]  # These see only a part of the object: the whole is closed here.
    return {"unevaluatedProperties": False} | result


def at_version(node: Any) -> Any:
    """The description with the changes of `API_VERSION` made, which GitHub embeds beside what they change."""
    if isinstance(node, list):
        return [at_version(item) for item in node]
    if not isinstance(node, dict):
        return node
    changes = [change for change in node.get(BREAKING, ()) if change["version"] <= API_VERSION]
    for change in changes:
        node = (_merge_patch if isinstance(change["patch"], dict) else _json_patch)(node, change["patch"])
    node = {key: at_version(value) for key, value in node.items() if key != BREAKING}
    return _without_removed(node) if changes else node


def _merge_patch(node: Any, patch: Any) -> Any:
    """RFC 7396: null removes."""
    if not isinstance(patch, dict):
        return patch
    result = dict(node) if isinstance(node, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = _merge_patch(result.get(key), value)
    return result


def _json_patch(node: Any, patch: list[Schema]) -> Any:
    """RFC 6902, as far as GitHub uses it: remove, replace and add."""
    for step in patch:
        pointer = [part.replace("~1", "/").replace("~0", "~") for part in step["path"].split("/")[1:]]
        node = _at(node, pointer, step)
    return node


def _at(node: Any, pointer: list[str], step: Schema) -> Any:
    key: Any = int(pointer[0]) if isinstance(node, list) else pointer[0]
    result = node.copy()
    if len(pointer) > 1:
        result[key] = _at(node[key], pointer[1:], step)
    elif step["op"] == "remove":
        del result[key]
    elif step["op"] in ("replace", "add") and isinstance(node, dict):
        result[key] = step["value"]
    else:
        raise ValueError(f"cannot make this change to the description: {step}")
    return result


def _without_removed(node: Any) -> Any:
    """Some changes remove a property and leave it in `required`."""
    if isinstance(node, list):
        return [_without_removed(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: _without_removed(value) for key, value in node.items()}
    if isinstance(node.get("required"), list) and isinstance(node.get("properties"), dict):
        node["required"] = [name for name in node["required"] if name in node["properties"]]
    return node


def references(node: Any) -> Iterator[str]:
    """The names under `$defs` that a plain schema, or anything that holds some, refers to."""
    if isinstance(node, list):
        for item in node:
            yield from references(item)
    elif isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].rpartition("/")[2]
        for value in node.values():
            yield from references(value)


def reachable(roots: Any, schema_of: Callable[[str], Schema]) -> Mapping[str, Schema]:
    """All the schemas that `roots` lead to, by name, sorted."""
    found: dict[str, Schema] = {}
    waiting = set(references(roots))
    while waiting:
        name = waiting.pop()
        found[name] = schema_of(name)
        waiting |= set(references(found[name])) - found.keys()
    return dict(sorted(found.items()))
