"""The stand-in's contract: GitHub's own description decides what is a good request, response or webhook."""

import re
from typing import Any

import graphql
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.standin.contract import (
    check_request,
    check_response,
    check_webhook,
    graphql_schema,
    refresh,
    samples,
)
from tests.standin.contract.routes import find_operation
from tests.standin.contract.validation import description

SHA = "6dcb09b5b57875f334f61aebed695e2e4193db5e"
SHOP = "/repos/acme/shop"
REPO = "/repos/{owner}/{repo}"
UNKNOWN = "GitHub knows no such field here, and would ignore it"

ANNOTATION = {"path": "cart.ts", "start_line": 3, "end_line": 3, "annotation_level": "notice", "message": "Rename it."}
OUTPUT = {"title": "One remark", "summary": "See below.", "annotations": [ANNOTATION]}
CHECK_RUN = {"name": "Waypost", "head_sha": SHA, "status": "completed", "conclusion": "neutral", "output": OUTPUT}
APPLY = {"label": "Apply fixes", "description": "Commit them", "identifier": "fix"}
REMARK = {"path": "cart.ts", "start_line": 2, "line": 3, "side": "RIGHT", "body": "Rename it."}
BLOB = {"path": "cart.ts", "mode": "100644", "type": "blob", "content": "x"}


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("GET", "/meta", "GET /meta"),
        ("get", SHOP, f"GET {REPO}"),
        ("GET", f"{SHOP}/pulls/3/files", f"GET {REPO}/pulls/{{pull_number}}/files"),
        ("GET", f"{SHOP}/contents", f"GET {REPO}/contents/{{path}}"),
        ("GET", f"{SHOP}/contents/", f"GET {REPO}/contents/{{path}}"),
        ("GET", f"{SHOP}/contents/app/cart.ts", f"GET {REPO}/contents/{{path}}"),
        ("GET", f"{SHOP}/contents/installation", f"GET {REPO}/contents/{{path}}"),
        ("GET", f"{SHOP}/installation", f"GET {REPO}/installation"),
        ("GET", f"{SHOP}/git/ref/heads/fix/cart", f"GET {REPO}/git/ref/{{ref}}"),
        ("PATCH", f"{SHOP}/git/refs/heads/fix/cart", f"PATCH {REPO}/git/refs/{{ref}}"),
        ("GET", f"{SHOP}/commits/heads/fix/cart", f"GET {REPO}/commits/{{ref}}"),
        ("GET", f"{SHOP}/commits/fix/cart/check-runs", f"GET {REPO}/commits/{{ref}}/check-runs"),
        ("GET", f"{SHOP}/compare/main...fix/cart", f"GET {REPO}/compare/{{basehead}}"),
        ("GET", f"{SHOP}/issues/comments/7", f"GET {REPO}/issues/comments/{{comment_id}}"),
        ("GET", f"{SHOP}/issues/comments/comments", f"GET {REPO}/issues/comments/{{comment_id}}"),
        ("GET", f"{SHOP}/issues/7/comments", f"GET {REPO}/issues/{{issue_number}}/comments"),
        ("DELETE", f"{SHOP}/issues/7/labels/a%2Fb", f"DELETE {REPO}/issues/{{issue_number}}/labels/{{name}}"),
        ("DELETE", f"{SHOP}/issues/7/labels/a/b", None),
        ("DELETE", "/meta", None),
        ("GET", f"{SHOP}/stargazers", None),
        ("GET", f"{SHOP}/contentsx", None),
    ],
    ids=lambda value: str(value).replace(REPO, "").replace(SHOP, ""),
)
def test_the_most_specific_operation_serves_a_path(method: str, path: str, operation: str | None) -> None:
    found = find_operation(method, path)
    assert (found[0] if found else None) == operation


def test_a_quoted_value_is_read_as_it_was_meant() -> None:
    found = find_operation("DELETE", f"{SHOP}/issues/7/labels/good%20first%2Fissue")
    assert found is not None
    assert found[1]["name"] == "good first/issue"


@given(st.text(alphabet="abc/.-_{}+ ", min_size=1))
def test_a_path_in_the_repository_may_be_anything(path: str) -> None:
    found = find_operation("GET", f"{SHOP}/contents/{path}")
    assert found == (f"GET {REPO}/contents/{{path}}", {"owner": "acme", "repo": "shop", "path": path})


@pytest.mark.parametrize(
    ("method", "path", "query", "body"),
    [
        pytest.param("POST", f"{SHOP}/check-runs", {}, CHECK_RUN, id="check run"),
        pytest.param("POST", f"{SHOP}/check-runs", {}, CHECK_RUN | {"actions": [APPLY]}, id="check run with a button"),
        pytest.param(
            "PATCH", f"{SHOP}/check-runs/9", {}, {"output": OUTPUT, "conclusion": "neutral"}, id="more remarks"
        ),
        pytest.param("POST", f"{SHOP}/issues/3/comments", {}, {"body": "Hello"}, id="comment"),
        pytest.param("PATCH", f"{SHOP}/issues/comments/7", {}, {"body": "Hello"}, id="edit a comment"),
        pytest.param("DELETE", f"{SHOP}/issues/comments/7", {}, None, id="delete a comment"),
        pytest.param("POST", f"{SHOP}/issues/comments/7/reactions", {}, {"content": "+1"}, id="reaction"),
        pytest.param("POST", f"{SHOP}/issues/3/labels", {}, {"labels": ["map"]}, id="label"),
        pytest.param("POST", f"{SHOP}/pulls/3/reviews", {}, {"event": "COMMENT", "comments": [REMARK]}, id="review"),
        pytest.param("POST", f"{SHOP}/git/trees", {}, {"tree": [BLOB], "base_tree": SHA}, id="tree"),
        pytest.param("POST", f"{SHOP}/git/commits", {}, {"message": "m", "tree": SHA, "parents": [SHA]}, id="commit"),
        pytest.param("PATCH", f"{SHOP}/git/refs/heads/fix/cart", {}, {"sha": SHA, "force": False}, id="move a branch"),
        pytest.param("PUT", f"{SHOP}/contents/a/b.md", {}, {"message": "m", "content": "eA==", "sha": SHA}, id="write"),
        pytest.param("GET", f"{SHOP}/pulls/3/files", {"per_page": "100", "page": "2"}, None, id="a page of files"),
        pytest.param("GET", f"{SHOP}/git/trees/main", {"recursive": "1"}, None, id="a whole tree"),
        pytest.param("GET", "/app/hook/deliveries", {"status": "failure", "per_page": "100"}, None, id="failed hooks"),
        pytest.param(
            *("POST", "/app/installations/1/access_tokens", {}),
            {"repositories": ["shop"], "permissions": {"checks": "write", "contents": "read"}},
            id="a narrowed token",
        ),
        pytest.param("POST", "/app/installations/1/access_tokens", {}, None, id="a whole token"),
    ],
)
def test_a_good_request_has_no_errors(method: str, path: str, query: dict[str, str], body: object) -> None:
    assert check_request(method, path, query, body) == []


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "errors"),
    [
        pytest.param(
            *("GET", "/nothing", {}, None),
            ["GET /nothing is not in operations.txt: add its operation there and run the refresh"],
            id="unknown operation",
        ),
        pytest.param(
            *("POST", f"{SHOP}/check-runs", {}, CHECK_RUN | {"conclussion": "neutral"}),
            [f"body.conclussion: {UNKNOWN}"],
            id="misspelt field",
        ),
        pytest.param(
            *(
                "POST",
                f"{SHOP}/check-runs",
                {},
                CHECK_RUN | {"output": {**OUTPUT, "annotations": [{**ANNOTATION, "line": 3}]}},
            ),
            [f"body.output.annotations[0].line: {UNKNOWN}"],
            id="misspelt field deep inside",
        ),
        pytest.param(
            *("POST", "/app/installations/1/access_tokens", {}, {"permissions": {"check": "write"}}),
            [f"body.permissions.check: {UNKNOWN}"],
            id="misspelt field in a shared schema",
        ),
        pytest.param(
            *("PATCH", f"{SHOP}/check-runs/9", {}, {"status": "completed"}),
            ['body: "conclusion" is a required property'],
            id="completed without a conclusion",
        ),
        pytest.param(
            *("POST", f"{SHOP}/check-runs", {}, CHECK_RUN | {"actions": [APPLY | {"label": "Apply all of the fixes"}]}),
            ['body.actions[0].label: "Apply all of the fixes" is longer than 20 characters'],
            id="a button too wide",
        ),
        pytest.param(
            *("POST", f"{SHOP}/issues", {}, {"title": "Cart", "assignee": "kim"}),
            [f"body.assignee: {UNKNOWN}"],
            id="a field that this API version dropped",
        ),
        pytest.param(
            *("POST", f"{SHOP}/issues/3/labels", {}, {"labels": [{"colour": "red"}]}),
            ['body.labels[0]: "name" is a required property', f"body.labels[0].colour: {UNKNOWN}"],
            id="the alternative that was meant",
        ),
        pytest.param(
            *("POST", f"{SHOP}/issues/3/comments", {}, None),
            [f"body: POST {REPO}/issues/{{issue_number}}/comments needs one"],
            id="no body",
        ),
        pytest.param(*("GET", "/meta", {}, {}), ["body: GET /meta takes none"], id="a body too many"),
        pytest.param(
            *("GET", f"{SHOP}/pulls/3/files", {"perpage": "100"}, None),
            ["query.perpage: no such parameter; there are: page, per_page"],
            id="misspelt parameter",
        ),
        pytest.param(
            *("GET", f"{SHOP}/pulls/3/files", {"per_page": "all"}, None),
            ['query.per_page: "all" is not of type "integer"'],
            id="a parameter that is no number",
        ),
        pytest.param(
            *("GET", f"{SHOP}/pulls", {"state": "merged"}, None),
            ['query.state: "merged" is not one of "open", "closed" or "all"'],
            id="a state that does not exist",
        ),
        pytest.param(*("GET", "/search/issues", {}, None), ["query.q: is required"], id="search for nothing"),
        pytest.param(
            *("GET", f"{SHOP}/pulls/three", {}, None),
            ['path.pull_number: "three" is not of type "integer"'],
            id="a number in words",
        ),
    ],
)
def test_a_bad_request_is_told_where(
    method: str, path: str, query: dict[str, str], body: object, errors: list[str]
) -> None:
    assert check_request(method, path, query, body) == errors


def test_a_long_value_is_cut_and_the_reason_stays() -> None:
    body = CHECK_RUN | {"output": {**OUTPUT, "annotations": [ANNOTATION] * 51}}
    [error] = check_request("POST", f"{SHOP}/check-runs", {}, body)
    assert error.startswith("body.output.annotations: [{")
    assert error.endswith("has more than 50 items")
    assert len(error) < 300


def issue(**known: Any) -> Any:
    """A valid answer to `GET /issues/3`, but for what is `known`."""
    return samples.response("GET", f"{SHOP}/issues/3", 200, known)


@pytest.mark.parametrize(
    ("method", "path", "status", "body", "errors"),
    [
        pytest.param("GET", f"{SHOP}/issues/3", 200, issue(number=3, title="Cart"), [], id="issue"),
        pytest.param("GET", f"{SHOP}/issues/3", 304, None, [], id="not modified"),
        pytest.param("GET", f"{SHOP}/issues/3", 404, {"message": "Not Found"}, [], id="not found"),
        pytest.param("GET", f"{SHOP}/issues/3", 502, {"message": "Server Error"}, [], id="a failure nobody describes"),
        pytest.param("DELETE", f"{SHOP}/issues/comments/7", 204, None, [], id="no content"),
        pytest.param(
            *("GET", f"{SHOP}/issues/3", 200, issue(number="3")),
            ['body.number: "3" is not of type "integer"'],
            id="wrong type",
        ),
        pytest.param(
            *("GET", f"{SHOP}/issues/3", 200, issue(created_at="yesterday")),
            ['body.created_at: "yesterday" is not a "date-time"'],
            id="not a time",
        ),
        pytest.param(
            *("GET", f"{SHOP}/issues/3", 200, issue(url="issues/3")),
            ['body.url: "issues/3" is not a "uri"'],
            id="not an address",
        ),
        pytest.param(
            *("GET", f"{SHOP}/issues/3", 200, {key: value for key, value in issue().items() if key != "locked"}),
            ['body: "locked" is a required property'],
            id="missing field",
        ),
        pytest.param(
            *("GET", f"{SHOP}/issues/3", 200, None), ['body: null is not of type "object"'], id="missing body"
        ),
        pytest.param(
            *("GET", f"{SHOP}/issues/3", 201, issue()),
            [f"status: GET {REPO}/issues/{{issue_number}} answers 200, 301, 304, 404, 410"],
            id="another status",
        ),
        pytest.param(
            *("DELETE", f"{SHOP}/issues/comments/7", 204, {}),
            [f"body: DELETE {REPO}/issues/comments/{{comment_id}} has none with status 204"],
            id="a body too many",
        ),
        pytest.param(
            *("GET", f"{SHOP}/issues/3", 404, {}), ["body.message: a refusal says why"], id="a refusal without a reason"
        ),
        pytest.param(
            *("GET", f"{SHOP}/issues/3", 500, {"message": 3}),
            ['body.message: 3 is not of type "string"'],
            id="an undescribed refusal of another shape",
        ),
        pytest.param(
            *("POST", f"{SHOP}/issues/3/comments", 422, {"message": "Validation Failed"}),
            ['body: "documentation_url" is a required property'],
            id="a described refusal of another shape",
        ),
        pytest.param(
            *("GET", "/nothing", 200, {}),
            ["GET /nothing is not in operations.txt: add its operation there and run the refresh"],
            id="unknown operation",
        ),
    ],
)
def test_a_response_is_what_github_answers(
    method: str, path: str, status: int, body: object, errors: list[str]
) -> None:
    assert check_response(method, path, status, body) == errors


ANSWERS = [
    (operation, status)
    for operation, described in description("rest")["operations"].items()
    for status, schema in described["responses"].items()
    if schema is not None
]


@pytest.mark.parametrize(("operation", "status"), ANSWERS, ids=lambda value: value.replace(REPO, ""))
def test_every_listed_answer_can_be_given(operation: str, status: str) -> None:
    method, _, template = operation.partition(" ")
    path = re.sub(r"{\w+}", "1", template)
    known = {"message": "No"} if int(status) >= 400 else samples.MISSING
    body = samples.response(method, path, int(status), known)
    assert check_response(method, path, int(status), body) == []


@pytest.mark.parametrize("name", refresh.listed("webhooks.txt"))
def test_every_listed_webhook_can_be_sent(name: str) -> None:
    event, _, action = name.partition(" ")
    payload = samples.webhook(event, {"action": action} if action else {})
    assert check_webhook(event, payload) == []


def test_a_sample_keeps_what_is_known() -> None:
    known = {"action": "opened", "number": 3, "pull_request": {"draft": True, "head": {"sha": SHA, "ref": "fix/cart"}}}
    payload = samples.webhook("pull_request", known)
    assert payload["number"] == 3
    assert payload["pull_request"]["draft"] is True
    assert payload["pull_request"]["head"]["sha"] == SHA
    assert payload["pull_request"]["milestone"] is None
    assert check_webhook("pull_request", payload) == []


def test_a_sample_says_null_where_it_may() -> None:
    assert samples.webhook("push", {})["head_commit"] is None


def pull_request(**known: Any) -> dict[str, Any]:
    """A valid `pull_request` webhook, but for what is `known`."""
    return samples.webhook("pull_request", {"action": "opened", **known})


@pytest.mark.parametrize(
    ("event", "payload", "errors"),
    [
        pytest.param(
            *("pull_request", pull_request(number="3")),
            ['payload.number: "3" is not of type "integer"'],
            id="wrong type",
        ),
        pytest.param(
            *("pull_request", {"action": "opened"}),
            [
                f'payload: "{name}" is a required property'
                for name in ("number", "pull_request", "repository", "sender")
            ],
            id="nearly empty",
        ),
        pytest.param(
            *("pull_request", pull_request() | {"action": "opend"}),
            ["pull_request opend is not in webhooks.txt: add it there and run the refresh"],
            id="unknown action",
        ),
        pytest.param(
            *("issues", {}), ["issues is not in webhooks.txt: add it there and run the refresh"], id="missing action"
        ),
        pytest.param("push", [], ['payload: [] is not of type "object"'], id="not an object"),
        pytest.param(
            *("star", {"action": "created"}),
            ["star created is not in webhooks.txt: add it there and run the refresh"],
            id="unknown event",
        ),
    ],
)
def test_a_bad_webhook_is_told_where(event: str, payload: object, errors: list[str]) -> None:
    assert check_webhook(event, payload) == errors


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("{ rateLimit { cost remaining resetAt } }", []),
        ('{ repository(owner: "acme", name: "shop") { object(oid: "1") { ... on Blob { text } } } }', []),
        (
            'mutation { minimizeComment(input: {subjectId: "C", classifier: OUTDATED}) { clientMutationId } }',
            [],
        ),
        (
            '{ repository(owner: "acme", name: "shop") { colour } }',
            ["Cannot query field 'colour' on type 'Repository'."],
        ),
        (
            'mutation { addComment(input: {body: "Hello"}) { clientMutationId } }',
            [
                "Expected value of type 'AddCommentInput' to include required field 'subjectId', "
                'found: { body: "Hello" }.'
            ],
        ),
    ],
    ids=["rate limit", "blob", "fold a comment", "unknown field", "missing input"],
)
def test_graphql_is_checked_against_the_whole_schema(query: str, errors: list[str]) -> None:
    assert [error.message for error in graphql.validate(graphql_schema(), graphql.parse(query))] == errors


@pytest.mark.parametrize("kind", ["Repository", "PullRequest", "Issue", "CheckRun", "IssueComment", "Blob", "Tree"])
def test_the_graphql_schema_has_no_prose(kind: str) -> None:
    described = graphql_schema().type_map[kind]
    assert isinstance(described, graphql.GraphQLObjectType)
    assert described.description is None
    assert not any(field.description for field in described.fields.values())
