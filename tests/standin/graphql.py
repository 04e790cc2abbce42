"""GraphQL over GitHub's real schema; a field that is not implemented is an error, never a pleasant null."""

from __future__ import annotations

import builtins
import json
import re
from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLResolveInfo,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    execute_sync,
    parse,
    validate,
)

from tests.standin import contract, mutations
from tests.standin.call import Call, Refusal
from tests.standin.entities import JSON, Token
from tests.standin.views.root import root


def answer(call: Call) -> JSON:
    """The JSON for a GraphQL request; errors come in it, as at GitHub, with HTTP 200."""
    if call.method != "POST":
        raise Refusal(501, f"The stand-in does not implement {call.method} /graphql.")
    if not isinstance(call.caller, Token):
        raise Refusal(401, "This endpoint requires you to be authenticated.")
    if not isinstance(call.data.get("query"), str):
        return {"errors": [{"message": "A query attribute must be specified and must be a string."}]}
    try:
        document = parse(call.data["query"])
    except GraphQLSyntaxError as error:
        return {"errors": [{"message": error.message}]}
    problems = validate(contract.graphql_schema(), document)
    if problems:
        return {"errors": [_error(problem) for problem in problems]}
    result = _execute(call, document)
    call.state.violations.extend(_failures(result))
    return _written(result)


def _failures(result: ExecutionResult) -> list[Exception]:
    """What went wrong in the stand-in itself, beyond what GitHub would refuse."""
    causes = [error.original_error for error in result.errors or []]
    return [cause for cause in causes if cause is not None and not isinstance(cause, GraphQLError)]


def _execute(call: Call, document: DocumentNode) -> ExecutionResult:
    fields = {**root(call), **mutations.root(call)}
    return execute_sync(
        contract.graphql_schema(),
        document,
        root_value=fields,
        variable_values=call.data.get("variables"),
        operation_name=call.data.get("operationName"),
        field_resolver=_field,
        type_resolver=lambda value, info, kind: str(value["__typename"]),
    )


def _field(source: Mapping[str, Any], info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
    if info.field_name not in source:
        raise GraphQLError(f"The stand-in does not implement {info.parent_type.name}.{info.field_name}.")
    value = source[info.field_name]
    try:
        return value(**{_python(name): given for name, given in arguments.items()}) if callable(value) else value
    except Refusal as refusal:
        kind = {403: "FORBIDDEN", 404: "NOT_FOUND", 409: "STALE_DATA"}.get(refusal.status, "UNPROCESSABLE")
        raise GraphQLError(str(refusal), extensions={"type": kind}) from refusal


def _python(name: str) -> str:
    """An argument's name as Python writes it: `filterBy` as `filter_by`, `id` as `id_`."""
    snake = re.sub("[A-Z]", lambda found: "_" + found[0].lower(), name)
    return f"{snake}_" if hasattr(builtins, snake) else snake


def _written(result: ExecutionResult) -> JSON:
    body: JSON = {"data": result.data}
    if result.errors:
        body["errors"] = [_error(error) for error in result.errors]
    return body


def _error(error: GraphQLError) -> JSON:
    formatted: JSON = dict(error.formatted)
    extensions = formatted.pop("extensions", {})
    return {**extensions, **formatted}


def describe(raw: bytes) -> str:
    """The operation in a few words, such as `mutation publish addComment`, for logs and faults."""
    try:
        sent = json.loads(raw)
        document = parse(sent["query"])
    except (ValueError, KeyError, TypeError, GraphQLError):
        return "unreadable"
    return " ".join(
        " ".join([definition.operation.value, definition.name.value if definition.name else "", *_roots(definition)])
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode)
    )


def _roots(definition: OperationDefinitionNode) -> list[str]:
    return [node.name.value for node in definition.selection_set.selections if isinstance(node, FieldNode)]
