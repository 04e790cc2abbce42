"""GraphQL of the stand-in: the real schema, what it shows, what it refuses."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.standin.shop import REPO, Shop, open_shop


@pytest.fixture
def shop() -> Iterator[Shop]:
    world = open_shop()
    yield world
    assert world.standin.violations == []
    world.standin.close()


def inside(fields: str) -> str:
    return f'{{ repository(owner: "acme", name: "shop") {{ {fields} }} }}'


READS = {
    "visibility": (
        "isPrivate visibility nameWithOwner",
        {"isPrivate": False, "visibility": "PUBLIC", "nameWithOwner": REPO},
    ),
    "file": (
        'object(expression: "work:src/app.ts") { ... on Blob { text byteSize isBinary isTruncated } }',
        {"object": {"text": "one\n2\nthree\n", "byteSize": 12, "isBinary": False, "isTruncated": False}},
    ),
    "file that is not there": ('object(expression: "work:nothing") { oid }', {"object": None}),
    "nested folder": (
        'object(expression: "main:") { ... on Tree { entries { name object { ... on Tree { entries { name } } } } } }',
        {
            "object": {
                "entries": [
                    {"name": "README.md", "object": {}},
                    {"name": "src", "object": {"entries": [{"name": "app.ts"}]}},
                ]
            }
        },
    ),
    "default branch": ("defaultBranchRef { name }", {"defaultBranchRef": {"name": "main"}}),
    "branch that is not there": ('ref(qualifiedName: "nothing") { name }', {"ref": None}),
    "pull request": (
        "pullRequest(number: 1) { title body isDraft baseRefName author { login } comments(first: 1) { totalCount } }",
        {
            "pullRequest": {
                "title": "Count in figures",
                "body": "",
                "isDraft": False,
                "baseRefName": "main",
                "author": {"login": "octocat"},
                "comments": {"totalCount": 0},
            }
        },
    ),
    "either kind": ("issueOrPullRequest(number: 2) { __typename }", {"issueOrPullRequest": {"__typename": "Issue"}}),
}


@pytest.mark.parametrize(("fields", "expected"), READS.values(), ids=READS)
async def test_reads(shop: Shop, fields: str, expected: dict[str, Any]) -> None:
    assert await shop.graphql(inside(fields)) == {"data": {"repository": expected}}


async def test_binary_and_long_files(shop: Shop) -> None:
    longer = {"long.txt": "x" * 600_000, "longer.txt": "x" * 1_000_001}
    shop.standin.push(REPO, "work", {"picture.png": b"\x89PNG\0", **longer})
    blob = '%s: object(expression: "work:%s") { ... on Blob { text isBinary isTruncated byteSize } }'
    asked = (("a", "picture.png"), ("b", "long.txt"), ("c", "longer.txt"))
    body = await shop.graphql(inside("".join(blob % one for one in asked)))
    binary, long, longer_still = body["data"]["repository"].values()
    assert binary == {"text": None, "isBinary": True, "isTruncated": False, "byteSize": 5}
    assert (long["isTruncated"], long["byteSize"], len(long["text"])) == (True, 600_000, 512_000)
    assert (longer_still["isTruncated"], longer_still["isBinary"], longer_still["text"]) == (True, False, None)


async def test_an_invisible_repository_is_null_with_an_error_while_others_answer(shop: Shop) -> None:
    body = await shop.graphql(
        '{ a: repository(owner: "no", name: "where") { id } b: repository(owner: "acme", name: "shop") { name } }'
    )
    assert body["data"] == {"a": None, "b": {"name": "shop"}}
    assert [(error["type"], error["path"]) for error in body["errors"]] == [("NOT_FOUND", ["a"])]


UNIMPLEMENTED_OR_WRONG = {
    "a field that is not implemented": (inside("stargazerCount"), "does not implement Repository.stargazerCount"),
    "a field that does not exist": (inside("nothing"), "Cannot query field"),
    "a connection without bounds": (inside("pullRequests { totalCount }"), "`first` or `last`"),
    "more than a hundred": (inside("pullRequests(first: 101) { totalCount }"), "exceeds"),
    "not GraphQL": ("{", "Syntax Error"),
    "an unknown number": (inside("issue(number: 9) { id }"), "Could not resolve"),
    "an issue as pull request": (inside("pullRequest(number: 2) { id }"), "Could not resolve"),
}


@pytest.mark.parametrize(("query", "message"), UNIMPLEMENTED_OR_WRONG.values(), ids=UNIMPLEMENTED_OR_WRONG)
async def test_errors_are_loud(shop: Shop, query: str, message: str) -> None:
    assert message in (await shop.graphql(query))["errors"][0]["message"]


async def test_fields_need_their_permission(shop: Shop) -> None:
    token = shop.standin.token(shop.installation, permissions={"issues": "read"})
    body = await shop.graphql(inside('name object(expression: "main:README.md") { oid }'), token)
    assert body["data"]["repository"] == {"name": "shop", "object": None}
    assert body["errors"][0]["type"] == "FORBIDDEN"


async def test_nodes_are_asked_for_by_the_hundred_and_what_is_out_of_sight_is_null(shop: Shop) -> None:
    asked = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Issue { number } } }"
    issue = await identify(shop, "issue(number: 2)")
    body = await shop.graphql(asked, ids=["IC_kwDO99999999", issue])
    assert body["data"]["nodes"] == [None, {"number": 2}]
    assert [(error["type"], error["path"]) for error in body["errors"]] == [("NOT_FOUND", ["nodes", 0])]
    many = await shop.graphql(asked, ids=[issue] * 101)
    assert "more than 100 node ids" in many["errors"][0]["message"]


ADD = (
    "mutation($id: ID!, $body: String!) "
    "{ addComment(input: {subjectId: $id, body: $body}) { commentEdge { node { id } } } }"
)


async def identify(shop: Shop, field: str) -> str:
    found = (await shop.graphql(inside(field + " { id }")))["data"]["repository"]
    return str(next(iter(found.values()))["id"])


async def test_a_comment_lives_through_graphql(shop: Shop) -> None:
    subject = await identify(shop, "issue(number: 2)")
    made = await shop.graphql(ADD, id=subject, body="First")
    comment = made["data"]["addComment"]["commentEdge"]["node"]["id"]
    await shop.graphql(
        'mutation($id: ID!) { updateIssueComment(input: {id: $id, body: "Second"}) { issueComment { id } } '
        "minimizeComment(input: {subjectId: $id, classifier: OUTDATED}) { minimizedComment { isMinimized } } }",
        id=comment,
    )
    shown = (
        "comments(last: 5) { nodes { body isMinimized minimizedReason viewerDidAuthor author { __typename login } } }"
    )
    body = await shop.graphql(inside(f"issue(number: 2) {{ {shown} }}"))
    assert body["data"]["repository"]["issue"]["comments"]["nodes"] == [
        {
            "body": "Second",
            "isMinimized": True,
            "minimizedReason": "outdated",
            "viewerDidAuthor": True,
            "author": {"__typename": "Bot", "login": "waypost"},
        }
    ]
    await shop.graphql(
        "mutation($id: ID!) { unminimizeComment(input: {subjectId: $id}) { clientMutationId } "
        "deleteIssueComment(input: {id: $id}) { clientMutationId } }",
        id=comment,
    )
    assert shop.standin.comments(REPO, 2) == []


@pytest.mark.parametrize("body", ["", "  ", "x" * 65_537], ids=["empty", "blank", "too long"])
async def test_comments_are_refused_as_over_rest(shop: Shop, body: str) -> None:
    answer = await shop.graphql(ADD, id=await identify(shop, "issue(number: 2)"), body=body)
    assert (answer["data"]["addComment"], answer["errors"][0]["type"]) == (None, "UNPROCESSABLE")
    assert shop.standin.comments(REPO, 2) == []


CREATE = "mutation($run: CreateCheckRunInput!) { createCheckRun(input: $run) { checkRun { id databaseId } } }"
NOTE = {"path": "a", "location": {"startLine": 1, "endLine": 1}, "annotationLevel": "WARNING", "message": "m"}


async def create_run(shop: Shop, **fields: object) -> dict[str, Any]:
    found = (await shop.graphql(inside("id")))["data"]["repository"]
    run = {"repositoryId": found["id"], "headSha": shop.pull.head_sha, "name": "Waypost", **fields}
    return await shop.graphql(CREATE, run=run)


async def test_a_check_run_lives_through_graphql(shop: Shop) -> None:
    output = {"title": "t", "summary": "s", "annotations": [NOTE]}
    made = await create_run(shop, status="COMPLETED", conclusion="NEUTRAL", output=output)
    run = made["data"]["createCheckRun"]["checkRun"]["id"]
    found = (await shop.graphql(inside("id")))["data"]["repository"]["id"]
    await shop.graphql(
        "mutation($run: UpdateCheckRunInput!) { updateCheckRun(input: $run) { clientMutationId } }",
        run={"repositoryId": found, "checkRunId": run, "output": output},
    )
    body = await shop.graphql(
        inside(
            'object(expression: "work") { ... on Commit { checkSuites(first: 1, filterBy: {appId: 7}) { nodes { '
            'checkRuns(first: 5, filterBy: {checkName: "Waypost"}) { nodes { '
            "conclusion annotations(first: 9) { nodes { path location { start { line } } } } } } } } } }"
        )
    )
    runs = body["data"]["repository"]["object"]["checkSuites"]["nodes"][0]["checkRuns"]["nodes"]
    where = {"path": "a", "location": {"start": {"line": 1}}}
    assert runs == [{"conclusion": "NEUTRAL", "annotations": {"nodes": [where, where]}}]


BAD_RUNS: dict[str, dict[str, object]] = {
    "completed without conclusion": {"status": "COMPLETED"},
    "51 annotations": {"output": {"title": "t", "summary": "s", "annotations": [NOTE] * 51}},
    "summary too long": {"output": {"title": "t", "summary": "s" * 65_536}},
    "unknown commit": {"headSha": "0" * 40},
    "columns over lines": {
        "output": {
            "title": "t",
            "summary": "s",
            "annotations": [{**NOTE, "location": {"startLine": 1, "endLine": 2, "startColumn": 1}}],
        }
    },
}


@pytest.mark.parametrize("fields", BAD_RUNS.values(), ids=BAD_RUNS)
async def test_check_runs_are_refused_as_over_rest(shop: Shop, fields: dict[str, object]) -> None:
    answer = await create_run(shop, **fields)
    assert (answer["data"]["createCheckRun"], answer["errors"][0]["type"]) == (None, "UNPROCESSABLE")
    assert shop.standin.check_runs(REPO) == []


async def test_a_node_of_elsewhere_is_not_found(shop: Shop) -> None:
    shop.standin.add_repository("else/where", {"a": "b"})
    stranger = shop.standin.open_issue("else/where", "Theirs")
    answer = await shop.graphql(ADD, id=f"I_kwDO{stranger.id:08d}", body="Hello")
    assert (answer["errors"][0]["type"], stranger.comments) == ("NOT_FOUND", [])
