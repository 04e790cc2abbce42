"""The contract's data: cut from GitHub's own descriptions, whole where it decides, without prose."""

from typing import Any

import pytest

from tests.standin.contract import dialect, refresh
from tests.standin.contract.validation import description

PROSE = {"description", "summary", "title", "example", "examples", "default", "externalDocs", "x-github"}


def schemas(node: Any) -> Any:
    """Every schema in the data, at any depth: the dicts that stand where a keyword means something."""
    if isinstance(node, list):
        for item in node:
            yield from schemas(item)
    elif isinstance(node, dict):
        yield node
        for key, value in node.items():
            named = key in ("properties", "patternProperties")
            yield from schemas(list(value.values()) if named else value)


@pytest.mark.parametrize(("name", "root"), [("rest", "operations"), ("webhooks", "events")])
def test_the_data_has_no_prose(name: str, root: str) -> None:
    data = description(name)
    found = list(schemas([list(data["$defs"].values()), list(data[root].values())]))
    assert len(found) > 1000
    assert not [schema for schema in found if PROSE & schema.keys()]


def test_the_data_holds_what_the_lists_name() -> None:
    assert sorted(description("rest")["operations"]) == sorted(refresh.listed("operations.txt"))
    assert sorted(description("webhooks")["events"]) == sorted(refresh.listed("webhooks.txt"))


def test_the_data_says_where_it_comes_from() -> None:
    sdl = (refresh.HERE / "schema.graphql").read_text()
    notice = (refresh.HERE / "NOTICE").read_text()
    assert description("rest")["source"] == refresh.source(refresh.REST)
    assert description("rest")["version"] == "2026-03-10"
    assert description("webhooks")["source"] == refresh.source(refresh.WEBHOOKS)
    assert sdl.startswith(f"# {refresh.source(refresh.GRAPHQL)}\n")
    assert all(package in notice for package in refresh.PINS)


def test_the_description_is_of_the_pinned_version() -> None:
    shared = description("rest")["$defs"]
    assert "assignee" not in shared["issue"]["properties"]
    assert "assignee" not in shared["issue"]["required"]
    assert "merge_commit_sha" not in shared["pull-request"]["properties"]


@pytest.mark.parametrize(
    ("openapi", "schema"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        (
            {"type": "string", "enum": ["a"], "nullable": True},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        (
            {"$ref": "#/components/schemas/user", "nullable": True},
            {"anyOf": [{"$ref": "#/$defs/user"}, {"type": "null"}]},
        ),
        (
            {"allOf": [{"$ref": "#/components/schemas/user"}], "nullable": True},
            {"anyOf": [{"allOf": [{"$ref": "#/$defs/user"}]}, {"type": "null"}]},
        ),
        ({"type": ["string", "null"]}, {"type": ["string", "null"]}),
        ({"oneOf": [{"type": "string", "title": "Name"}]}, {"anyOf": [{"type": "string"}]}),
        ({"type": "string", "format": "email"}, {"type": "string"}),
        (
            {
                "type": "object",
                "description": "Text",
                "properties": {"description": {"type": "string", "example": "x"}},
            },
            {"type": "object", "properties": {"description": {"type": "string"}}},
        ),
        ({"type": "object", "additionalProperties": True}, {"type": "object"}),
    ],
    ids=["nullable", "enum", "reference", "all of", "3.1", "one of", "email", "prose", "open"],
)
def test_openapi_becomes_plain_json_schema(openapi: dict[str, Any], schema: dict[str, Any]) -> None:
    assert dialect.plain(openapi) == schema


def changed(patch: object, version: str = "2026-03-10") -> dict[str, Any]:
    """A schema that one change is embedded in."""
    properties = {"a": {"type": "string"}, "b/c": {"type": "string"}}
    change = {"version": version, "changeset": "name", "patch": patch}
    return {"properties": properties, "required": ["a", "b/c"], dialect.BREAKING: [change]}


@pytest.mark.parametrize(
    ("schema", "result"),
    [
        pytest.param(
            changed({"properties": {"a": None}}),
            {"properties": {"b/c": {"type": "string"}}, "required": ["b/c"]},
            id="merge patch",
        ),
        pytest.param(
            changed([{"op": "remove", "path": "/properties/b~1c"}, {"op": "remove", "path": "/required/1"}]),
            {"properties": {"a": {"type": "string"}}, "required": ["a"]},
            id="JSON patch that removes",
        ),
        pytest.param(
            changed([{"op": "replace", "path": "/properties/a/type", "value": "integer"}]),
            {"properties": {"a": {"type": "integer"}, "b/c": {"type": "string"}}, "required": ["a", "b/c"]},
            id="JSON patch that replaces",
        ),
        pytest.param(
            changed({"properties": {"a": None}}, version="2099-01-01"),
            {"properties": {"a": {"type": "string"}, "b/c": {"type": "string"}}, "required": ["a", "b/c"]},
            id="a later version",
        ),
    ],
)
def test_the_changes_of_the_version_are_made(schema: dict[str, Any], result: dict[str, Any]) -> None:
    assert dialect.at_version({"components": [schema]}) == {"components": [result]}


def test_a_change_of_an_unknown_kind_is_not_passed_over() -> None:
    with pytest.raises(ValueError, match="cannot make this change"):
        dialect.at_version(changed([{"op": "move", "from": "/properties/a", "path": "/properties/d"}]))


def test_only_what_is_reachable_is_kept() -> None:
    shared: dict[str, dict[str, Any]] = {
        "a": {"items": {"$ref": "#/$defs/b"}},
        "b": {"$ref": "#/$defs/a"},
        "c": {"type": "string"},
    }
    assert list(dialect.reachable({"$ref": "#/$defs/b"}, shared.__getitem__)) == ["a", "b"]


def test_an_operation_is_cut_with_all_it_needs() -> None:
    order = {"type": "object", "description": "An order.", "properties": {"cup": {"$ref": "#/components/schemas/cup"}}}
    cup = {"type": "object", "properties": {"size": {"type": "integer", "example": 3}}, "required": ["size"]}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/order"}, "examples": {"one": {}}}}
    house = {"name": "house", "in": "path", "required": True, "schema": {"type": "string"}, "x-multi-segment": True}
    coffee = {
        "summary": "Order a coffee",
        "parameters": [{"$ref": "#/components/parameters/house"}],
        "requestBody": {"required": True, "content": content},
        "responses": {"201": {"description": "Made", "content": content}, "404": {"$ref": "#/components/responses/no"}},
    }
    components = {
        "schemas": {"order": order, "cup": cup, "basic-error": {"type": "object"}, "tea": {"type": "object"}},
        "parameters": {"house": house},
        "responses": {"no": {"description": "No such house"}},
    }
    cut = refresh.cut_rest({"paths": {"/{house}": {"post": coffee}}, "components": components}, ["POST /{house}"])
    bare_cup = {"type": "object", "properties": {"size": {"type": "integer"}}, "required": ["size"]}
    assert cut["operations"]["POST /{house}"] == {
        "path": {"house": {"schema": {"type": "string"}, "required": True, "slashes": True}},
        "query": {},
        "body": {
            "type": "object",
            "properties": {"cup": bare_cup | {"unevaluatedProperties": False}},
            "unevaluatedProperties": False,
        },
        "body_required": True,
        "responses": {"201": {"$ref": "#/$defs/order"}, "404": None},
    }
    assert cut["$defs"] == {
        "basic-error": {"type": "object"},
        "cup": bare_cup,
        "order": {"type": "object", "properties": {"cup": {"$ref": "#/$defs/cup"}}},
    }


@pytest.mark.parametrize("cut", [refresh.cut_rest, refresh.cut_webhooks])
def test_a_listed_name_that_github_does_not_have_stops_the_refresh(cut: Any) -> None:
    empty: dict[str, Any] = {"paths": {}, "webhooks": {}, "components": {"schemas": {}}}
    with pytest.raises(SystemExit, match="GitHub's description has no GET /coffee"):
        cut(empty, ["GET /coffee"])


def test_the_graphql_cut_leaves_no_prose() -> None:
    sdl = '''
    directive @docsCategory(name: String!) on OBJECT
    "A thing." type Thing @docsCategory(name: "things") {
      """Its name."""
      name("How long." first: Int = 3): String! @deprecated(reason: "Ask elsewhere.")
    }
    "A colour." enum Colour { "Like blood." RED }
    '''
    assert refresh.cut_graphql(sdl) == "type Thing{name(first:Int=3):String!@deprecated}\nenum Colour{RED}\n"
