"""What GitHub itself says about its API: checks of requests, responses and webhooks against its own description."""

from collections.abc import Iterator, Mapping
from functools import cache

import graphql

from tests.standin.contract.routes import find_operation
from tests.standin.contract.validation import HERE, description, explain, schema_at, validator

__all__ = ["check_request", "check_response", "check_webhook", "graphql_schema"]


def check_request(method: str, path: str, query: Mapping[str, str], body: object | None) -> list[str]:
    """What GitHub would not understand in a request, or would silently ignore; empty when it is good.

    `path` is the concrete one, as sent (`/repos/acme/shop/pulls/3/files`), without host or query.
    """
    found = find_operation(method, path)
    if found is None:
        return [unlisted(method, path)]
    operation, values = found
    return [
        *check_values(operation, "path", values),
        *check_values(operation, "query", query),
        *check_body(operation, body),
    ]


def check_values(operation: str, where: str, values: Mapping[str, str]) -> Iterator[str]:
    """The parameters of a path or query: known, complete, and of the right type once read from text."""
    described = description("rest")["operations"][operation][where]
    for name, value in values.items():
        if name not in described:
            yield f"{where}.{name}: no such parameter; there are: {', '.join(described) or 'none'}"
            continue
        keys = ("operations", operation, where, name, "schema")
        yield from explain(validator("rest", *keys), read(value, schema_at("rest", *keys)), f"{where}.{name}")
    for name, parameter in described.items():
        if parameter["required"] and name not in values:
            yield f"{where}.{name}: is required"


def read(value: str, schema: Mapping[str, object]) -> object:
    """A parameter's text as the integer or boolean it stands for, where its schema wants one."""
    if schema.get("type") == "integer" and value.isdecimal():
        return int(value)
    if schema.get("type") == "boolean":
        return {"true": True, "false": False}.get(value, value)
    return value


def check_body(operation: str, body: object | None) -> list[str]:
    """The body of a request: there when it must be, and with no field that GitHub does not know."""
    described = description("rest")["operations"][operation]
    if body is None:
        return [f"body: {operation} needs one"] if described["body_required"] else []
    if described["body"] is None:
        return [f"body: {operation} takes none"]
    return explain(validator("rest", "operations", operation, "body"), body, "body")


def check_response(method: str, path: str, status: int, body: object | None) -> list[str]:
    """Where an answer differs from what GitHub answers with this status; empty when it is good.

    From 400 up it must say a `message`, also where the operation does not describe the status: any may give 401 or 500.
    """
    found = find_operation(method, path)
    if found is None:
        return [unlisted(method, path)]
    operation = found[0]
    described = description("rest")["operations"][operation]["responses"]
    refused = check_refusal(body) if status >= 400 else []
    if refused or (status >= 400 and str(status) not in described):
        return refused
    if str(status) not in described:
        return [f"status: {operation} answers {', '.join(described)}"]
    if described[str(status)] is None:
        return [] if body is None else [f"body: {operation} has none with status {status}"]
    return explain(validator("rest", "operations", operation, "responses", str(status)), body, "body")


def check_refusal(body: object) -> list[str]:
    """Any answer from 400 up is an object with a `message`."""
    if not isinstance(body, dict) or "message" not in body:
        return ["body.message: a refusal says why"]
    return explain(validator("rest", "$defs", "basic-error"), body, "body")


def unlisted(method: str, path: str) -> str:
    """What to do about a request that the description was not cut for."""
    return f"{method.upper()} {path} is not in operations.txt: add its operation there and run the refresh"


def check_webhook(event: str, payload: object) -> list[str]:
    """Where a payload differs from what GitHub delivers under this `X-GitHub-Event`; empty when it is good."""
    action = payload.get("action") if isinstance(payload, dict) else None
    name = f"{event} {action}" if action else event
    if name not in description("webhooks")["events"]:
        return [f"{name} is not in webhooks.txt: add it there and run the refresh"]
    return explain(validator("webhooks", "events", name), payload, "payload")


@cache
def graphql_schema() -> graphql.GraphQLSchema:
    """GitHub's whole GraphQL schema, without descriptions; takes about half a second, once."""
    document = graphql.parse((HERE / "schema.graphql").read_text(), no_location=True)
    return graphql.build_ast_schema(document, assume_valid=True, assume_valid_sdl=True)
