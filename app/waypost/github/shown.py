"""What GitHub shows of ours: the sticky comment, recognised by author *and* hidden marker, and the check run."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from waypost.github.client import JSON, Client
from waypost.github.faults import Unavailable
from waypost.outcome import CHECK_RUN_NAME, Annotation, CheckRun

SETTLED = "settled"
_MARKER = re.compile(r"<!-- waypost:comment ([0-9a-f]{16}|settled) -->")
_EXTERNAL_ID = re.compile(r"waypost:([0-9a-f]{16}):([0-9a-f]{16}):(\d{1,6})")

COMMENTS = """comments(first: 100, after: $after) {
  nodes { id databaseId body viewerDidAuthor isMinimized }
  pageInfo { hasNextPage endCursor }
}"""
"""Selection on an issue or pull request; needs the variable `$after: String`."""
CHECK_RUNS = """checkSuites(first: 5, filterBy: {appId: $app}) {
  nodes { checkRuns(first: 20, filterBy: {checkName: $check, checkType: LATEST}) { nodes { databaseId externalId } } }
}"""
"""Selection on a commit; needs the variables `$app: Int!` and `$check: String!`."""

LOOK = f"""query($owner: String!, $name: String!, $number: Int!, $after: String,
  $head: GitObjectID!, $app: Int!, $check: String!, $talk: Boolean!, $checked: Boolean!) {{
  repository(owner: $owner, name: $name) {{
    conversation: issueOrPullRequest(number: $number) @include(if: $talk) {{
      ... on Issue {{ {COMMENTS} }}
      ... on PullRequest {{ {COMMENTS} }}
    }}
    head: object(oid: $head) @include(if: $checked) {{ ... on Commit {{ {CHECK_RUNS} }} }}
  }}
}}"""


@dataclass(frozen=True, slots=True)
class ShownComment:
    """One comment of ours; `digest` is that of its content, or `settled` where it was folded away."""

    id: int
    node_id: str
    digest: str
    minimized: bool


@dataclass(frozen=True, slots=True)
class ShownRun:
    """Our latest check run of a commit: digests of its content and annotations, and how many of these have arrived.

    All are empty for a run that carries no external id of ours.
    """

    id: int
    content: str = ""
    annotations: str = ""
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """Our comments, oldest first (more than one is a mishap to be mended), and our check run."""

    comments: tuple[ShownComment, ...] = ()
    run: ShownRun | None = None


async def look(client: Client, repository: str, number: int | None, head_sha: str | None) -> Shown:
    """What is shown on issue or pull request `number` and on commit `head_sha`; None leaves that part out."""
    data = await _asked(client, repository, number, head_sha, None)
    conversation = data.get("conversation")
    return Shown(
        comments=await comments(client, repository, number, conversation) if number and conversation else (),
        run=run_of(data.get("head")),
    )


async def comments(client: Client, repository: str, number: int, conversation: JSON) -> tuple[ShownComment, ...]:
    """Our comments in a conversation whose first page is there; further pages only until one of ours is found."""
    page = conversation["comments"]
    ours = tuple(_ours(page))
    while not ours and page["pageInfo"]["hasNextPage"]:
        data = await _asked(client, repository, number, None, page["pageInfo"]["endCursor"])
        if data["conversation"] is None:
            raise Unavailable(f"{repository}#{number}: gone while its comments were read")
        page = data["conversation"]["comments"]
        ours = tuple(_ours(page))
    return ours


def run_of(commit: JSON | None) -> ShownRun | None:
    """Our newest check run among those selected by CHECK_RUNS."""
    suites = commit["checkSuites"]["nodes"] if commit else ()
    runs = [run for suite in suites for run in suite["checkRuns"]["nodes"]]
    if not runs:
        return None
    newest = max(runs, key=lambda run: int(run["databaseId"]))
    written = _EXTERNAL_ID.fullmatch(newest["externalId"] or "")
    if written is None:
        return ShownRun(newest["databaseId"])
    return ShownRun(newest["databaseId"], written[1], written[2], int(written[3]))


def marked(body: str) -> str:
    """The comment as it is written: the text, then a hidden marker with the digest of the text."""
    return f"{body.rstrip()}\n\n<!-- waypost:comment {digest(body)} -->"


def settled(line: str) -> str:
    """A folded comment as it is written."""
    return f"{line}\n\n<!-- waypost:comment {SETTLED} -->"


def external_id(run: CheckRun, sent: int) -> str:
    """What a check run is known by: digests of its content and annotations, and how many annotations it carries."""
    return f"waypost:{content_digest(run)}:{annotations_digest(run.annotations)}:{sent}"


def content_digest(run: CheckRun) -> str:
    """What of a check run can be changed by an update."""
    return digest(run.conclusion, run.title, run.summary)


def annotations_digest(annotations: tuple[Annotation, ...]) -> str:
    """What of a check run GitHub only ever adds to."""
    return digest(*map(repr, annotations))


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits for a text in parts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def _ours(page: JSON) -> Iterator[ShownComment]:
    for node in page["nodes"]:
        marks = _MARKER.findall(node["body"]) if node["viewerDidAuthor"] else []
        if marks:
            yield ShownComment(node["databaseId"], node["id"], marks[-1], node["isMinimized"])


async def _asked(client: Client, repository: str, number: int | None, head_sha: str | None, after: str | None) -> JSON:
    owner, _, name = repository.partition("/")
    variables = {
        "owner": owner,
        "name": name,
        "number": number or 0,
        "after": after,
        "head": head_sha or "0" * 40,
        "app": await client.app_id(),
        "check": CHECK_RUN_NAME,
        "talk": number is not None,
        "checked": head_sha is not None,
    }
    data = await client.graphql(LOOK, variables)
    found: JSON = data["repository"]
    return found
