"""What GitHub shows of ours: the sticky comment, recognised by author *and* hidden marker, and the check run."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from waypost.github.client import JSON, Client
from waypost.github.faults import Unavailable
from waypost.outcome import CHECK_RUN_NAME, Annotation, CheckRun
from waypost.said import Remark

SETTLED = "settled"
PAGE = 100
_MARKER = re.compile(r"<!-- waypost:comment ([0-9a-f]{16}|settled) -->")
_EXTERNAL_ID = re.compile(r"waypost:([0-9a-f]{16}):([0-9a-f]{16}):(\d{1,6})")

COMMAND = "/waypost"
"""What a comment must hold to be a remark."""
PERSON = "User"
"""The type of accounts whose words count: no bots, and no placeholders for people who were never here."""
COMMENT = """nodes {
  id databaseId body viewerDidAuthor isMinimized createdAt lastEditedAt authorAssociation
  author { __typename login }
  editor { login }
  reactionGroups { content viewerHasReacted reactors { totalCount } }
}"""
COMMENTS = f"""comments(first: 100, after: $after) {{
  {COMMENT}
  pageInfo {{ hasNextPage endCursor }}
}}"""
"""Selection on an issue or pull request; needs the variable `$after: String`."""
LATEST = f"""query($owner: String!, $name: String!, $number: Int!) {{
  repository(owner: $owner, name: $name) {{
    conversation: issueOrPullRequest(number: $number) {{
      ... on Issue {{ comments(last: 100) {{ totalCount {COMMENT} }} }}
      ... on PullRequest {{ comments(last: 100) {{ totalCount {COMMENT} }} }}
    }}
  }}
}}"""
REACTIONS = {"THUMBS_UP": "+1", "CONFUSED": "confused", "EYES": "eyes"}
"""The reactions that Waypost gives, by GraphQL's names."""
CHECK_RUNS = """checkSuites(first: 5, filterBy: {appId: $app}) {
  nodes { checkRuns(first: 20, filterBy: {checkType: LATEST}) { nodes { name databaseId externalId } } }
}"""
"""Selection on a commit; needs the variable `$app: Int!`."""

LOOK = f"""query($owner: String!, $name: String!, $number: Int!, $after: String,
  $head: GitObjectID!, $app: Int!, $talk: Boolean!, $checked: Boolean!) {{
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
    """One comment of ours; `digest` is that of its content, or `settled` where it was folded away.

    `liked` and `disliked` count the thumbs that people gave it.
    """

    id: int
    node_id: str
    digest: str
    minimized: bool
    liked: int = 0
    disliked: int = 0


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
    """Our comments, oldest first (more than one is a mishap to be mended), and our check runs by name.

    `remarks` are people's comments that may hold commands, oldest first: those among the first hundred and the last
    hundred comments; `complete` says whether that was all.
    """

    comments: tuple[ShownComment, ...] = ()
    runs: Mapping[str, ShownRun] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    complete: bool = True

    @property
    def run(self) -> ShownRun | None:
        """The check run of the checks."""
        return self.runs.get(CHECK_RUN_NAME)


async def look(client: Client, repository: str, number: int | None, head_sha: str | None) -> Shown:
    """What is shown on issue or pull request `number` and on commit `head_sha`; None leaves that part out."""
    data = await _asked(client, repository, number, head_sha, None)
    talk = data.get("conversation")
    shown = await conversation(client, repository, number, talk) if number and talk else Shown()
    return replace(shown, runs=runs_of(data.get("head")))


async def conversation(client: Client, repository: str, number: int, talk: JSON) -> Shown:
    """What is said on an issue or pull request, whose first page of comments is there.

    Further pages are read only until one of ours is found, and the last one for what was said to us lately.
    """
    page = talk["comments"]
    first = tuple(_remarks(page))
    if not page["pageInfo"]["hasNextPage"]:
        return Shown(tuple(_ours(page)), remarks=first)
    ours = await _paged(client, repository, number, page)
    latest = await _latest(client, repository, number)
    known = {remark.id for remark in first}
    remarks = (*first, *(remark for remark in _remarks(latest) if remark.id not in known))
    return Shown(ours, {}, remarks, latest["totalCount"] <= 2 * PAGE)


async def _paged(client: Client, repository: str, number: int, page: JSON) -> tuple[ShownComment, ...]:
    """Our comments, in the first page that has one."""
    ours = tuple(_ours(page))
    while not ours and page["pageInfo"]["hasNextPage"]:
        data = await _asked(client, repository, number, None, page["pageInfo"]["endCursor"])
        page = _talk(data, repository, number)["comments"]
        ours = tuple(_ours(page))
    return ours


async def _latest(client: Client, repository: str, number: int) -> JSON:
    owner, _, name = repository.partition("/")
    data = await client.graphql(LATEST, {"owner": owner, "name": name, "number": number})
    found: JSON = _talk(data["repository"], repository, number)["comments"]
    return found


def _talk(data: JSON, repository: str, number: int) -> JSON:
    found: JSON | None = data["conversation"]
    if found is None:
        raise Unavailable(f"{repository}#{number}: gone while its comments were read")
    return found


def runs_of(commit: JSON | None) -> dict[str, ShownRun]:
    """Our newest check run of each name among those selected by CHECK_RUNS."""
    suites = commit["checkSuites"]["nodes"] if commit else ()
    runs = [run for suite in suites for run in suite["checkRuns"]["nodes"]]
    runs.sort(key=lambda run: int(run["databaseId"]))
    return {run["name"]: _shown_run(run) for run in runs}


def _shown_run(run: JSON) -> ShownRun:
    written = _EXTERNAL_ID.fullmatch(run["externalId"] or "")
    if written is None:
        return ShownRun(run["databaseId"])
    return ShownRun(run["databaseId"], written[1], written[2], int(written[3]))


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
    return digest(run.conclusion, run.title, run.summary, *map(repr, run.buttons))


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
            yield ShownComment(
                node["databaseId"], node["id"], marks[-1], node["isMinimized"], *thumbs_in(node["reactionGroups"])
            )


def thumbs_in(groups: list[JSON] | None) -> tuple[int, int]:
    """How many people put a thumb up, and how many down."""
    counts = {group["content"]: int(group["reactors"]["totalCount"]) for group in groups or ()}
    return counts.get("THUMBS_UP", 0), counts.get("THUMBS_DOWN", 0)


def _remarks(page: JSON) -> Iterator[Remark]:
    """The comments by people that mention a command; a folded one still counts, since anybody may fold."""
    for node in page["nodes"]:
        author = node["author"]
        if author is None or author["__typename"] != PERSON or node["viewerDidAuthor"]:
            continue
        if COMMAND in node["body"].lower() or any(_reacted(node)):
            yield Remark(
                id=node["databaseId"],
                node_id=node["id"],
                author=author["login"],
                association=node["authorAssociation"],
                body=node["body"],
                created_at=datetime.fromisoformat(node["createdAt"]),
                edited_at=datetime.fromisoformat(node["lastEditedAt"]) if node["lastEditedAt"] else None,
                editor=(node["editor"] or {}).get("login", ""),
                reactions=frozenset(_reacted(node)),
            )


def _reacted(node: JSON) -> Iterator[str]:
    """Our own reactions to a comment."""
    for group in node["reactionGroups"] or ():
        if group["viewerHasReacted"] and group["content"] in REACTIONS:
            yield REACTIONS[group["content"]]


async def _asked(client: Client, repository: str, number: int | None, head_sha: str | None, after: str | None) -> JSON:
    owner, _, name = repository.partition("/")
    variables = {
        "owner": owner,
        "name": name,
        "number": number or 0,
        "after": after,
        "head": head_sha or "0" * 40,
        "app": await client.app_id(),
        "talk": number is not None,
        "checked": head_sha is not None,
    }
    data = await client.graphql(LOOK, variables)
    found: JSON = data["repository"]
    return found
