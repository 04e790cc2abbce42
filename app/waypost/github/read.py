"""Gathers the facts of a pull request, an issue or a merge group in as few requests as GitHub allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from waypost import handbook, settings
from waypost.change import Change, ChangedFile
from waypost.facts import IssueFacts, MergeGroupFacts, PullRequestFacts, Talk
from waypost.github.around import surrounded
from waypost.github.bases import Base, Bases, settings_of
from waypost.github.changes import Choice, batches, changed_files, places
from waypost.github.client import JSON, Client
from waypost.github.content import ENTRY, Content, Wanted, content, texts
from waypost.github.faults import Unavailable
from waypost.github.shown import CHECK_RUNS, COMMENTS, Shown, conversation, runs_of
from waypost.handbook import Handbook

ROUNDS = 3
"""How often a pull request that moves while it is read is read again."""
BLOBS = 100
"""Files asked for in one GraphQL query; more of them time out at GitHub."""
COMPARED = 300
"""Files that a comparison lists at most (GitHub's REST documentation)."""

PULL_REQUEST = f"""pullRequest(number: $number) {{
  title body state isDraft isCrossRepository headRefName headRefOid baseRefOid changedFiles
  author {{ __typename login }}
  {COMMENTS}
}}"""
ISSUE = f"""issue(number: $number) {{
  title body state authorAssociation
  author {{ login }}
  labels(first: 100) {{ nodes {{ name }} }}
  {COMMENTS}
}}"""
ORGANISATION = """organisation: repository(owner: $owner, name: ".github") {
  defaultBranchRef { target { ... on Commit { file(path: $settings) { ...Entry } } } }
}"""
BOOK = Wanted("book", handbook.FILES, handbook.FOLDERS)
NO_FILES = "GitHub reports no changed files, as it also does when a diff is too large to show"

REPOSITORY = {"owner": "String!", "name": "String!"}
CONVERSATION = {"number": "Int!", "after": "String"}
COMMITS = {"head": "GitObjectID!", "base": "GitObjectID!"}
CHECKED = {"app": "Int!"}

_bases = Bases()


async def pull_request(
    client: Client, repository: str, number: int, head_sha: str, base_sha: str, wanted: Choice
) -> tuple[PullRequestFacts, Shown]:
    """A pull request as it stands now, whichever push was asked about, and what we show on it.

    `wanted` says by path which changed files are worth reading; Waypost's own are read anyway.
    Raises a `Fault`; Unavailable if the pull request keeps moving.
    """
    for _ in range(ROUNDS):
        rows = [row async for row in client.paged(f"/repos/{repository}/pulls/{number}/files")]
        reading = _Reading(client, repository, head_sha, base_sha, rows, wanted)
        answer = await reading.first(PULL_REQUEST, CONVERSATION, {"number": number, "after": None})
        present = answer["repository"]["pullRequest"]
        if (present["headRefOid"], present["baseRefOid"]) == (head_sha, base_sha):
            return await _pull_request(reading, number, answer)
        head_sha, base_sha = present["headRefOid"], present["baseRefOid"]
    raise Unavailable(f"{repository}#{number}: it moved {ROUNDS} times while it was read")


async def merge_group(
    client: Client, repository: str, head_sha: str, base_sha: str, wanted: Choice
) -> tuple[MergeGroupFacts, Shown]:
    """A merge queue's trial merge and the check run we show on it; raises a `Fault`."""
    compared = await client.get(f"/repos/{repository}/compare/{base_sha}...{head_sha}")
    rows = compared.get("files") or []
    reading = _Reading(client, repository, head_sha, base_sha, rows, wanted)
    answer = await reading.first("", {}, {})
    base = reading.base(answer)
    cut = f"GitHub lists the first {COMPARED} changed files only" if len(rows) >= COMPARED else None
    book = base.handbook(_organisation(repository, answer))
    change = await reading.change(answer, base, cut if rows else NO_FILES)
    facts = MergeGroupFacts(
        repository=repository,
        change=await surrounded(client, repository, change, book),
        handbook=book,
        head_sha=head_sha,
    )
    return facts, Shown(runs=runs_of(answer["repository"]["head"]))


async def issue(client: Client, repository: str, number: int) -> tuple[IssueFacts, Shown]:
    """An issue as it stands now, and what we show on it; raises a `Fault`."""
    branch = f"defaultBranchRef {{ target {{ ... on Commit {{ {BOOK.selection} }} }} }}"
    types = {**REPOSITORY, **CONVERSATION, "settings": "String!", **BOOK.types}
    query = _query(types, f"isPrivate {ISSUE} {branch}", ORGANISATION)
    variables = {**_named(repository), "number": number, "after": None, "settings": settings.PATH, **BOOK.variables}
    answer = await client.graphql(query, variables, optional=["organisation", *BOOK.variables])
    found = answer["repository"]["issue"]
    shown = await conversation(client, repository, number, found)
    facts = IssueFacts(
        repository=repository,
        number=number,
        title=found["title"],
        body=found["body"],
        author=_login(found["author"]),
        author_association=found["authorAssociation"],
        labels=tuple(label["name"] for label in found["labels"]["nodes"]),
        handbook=_default_branch(repository, answer).handbook(_organisation(repository, answer)),
        private=answer["repository"]["isPrivate"],
        closed=found["state"] != "OPEN",
        talk=Talk(shown.remarks, shown.complete),
    )
    return facts, shown


@dataclass(frozen=True)
class _Reading:
    """One round of reading a change: its files are listed, their contents are to be had."""

    client: Client
    repository: str
    head_sha: str
    base_sha: str
    rows: Sequence[JSON]
    choice: Choice

    def wanted(self, path: str) -> bool:
        return handbook.belongs(path) or self.choice(path)

    @cached_property
    def batches(self) -> list[tuple[Wanted, Wanted]]:
        return batches(places(self.rows, self.wanted), BLOBS)

    async def first(self, subject: str, types: Mapping[str, str], variables: JSON) -> JSON:
        """The query that says most: `subject`, what we show, the base's handbook, and the first files' contents."""
        head, base = self.batches[0]
        book = Wanted("book") if _bases.get(self.repository, self.base_sha) else BOOK
        commits = " ".join(
            [_commit("head", "message", CHECK_RUNS, head.selection), _commit("base", base.selection, book.selection)]
        )
        query = _query(
            {
                **REPOSITORY,
                **types,
                **COMMITS,
                **CHECKED,
                "settings": "String!",
                **head.types,
                **base.types,
                **book.types,
            },
            f"isPrivate {subject} {commits}",
            ORGANISATION,
        )
        variables = {
            **_named(self.repository),
            **variables,
            "head": self.head_sha,
            "base": self.base_sha,
            "app": await self.client.app_id(),
            "settings": settings.PATH,
            **head.variables,
            **base.variables,
            **book.variables,
        }
        # GitHub may tell of a file that is not there by an error or by a plain null.
        optional = ["organisation", *head.variables, *base.variables, *book.variables]
        return await self.client.graphql(query, variables, optional=optional)

    def base(self, answer: JSON) -> Base:
        """Waypost's own files at the base, from the answer unless they are known."""
        if known := _bases.get(self.repository, self.base_sha):
            return known
        commit = answer["repository"]["base"]
        if commit is None:
            raise Unavailable(f"{self.repository}: GitHub has no commit {self.base_sha} yet")
        return _bases.keep(self.repository, self.base_sha, Base(BOOK.contents(commit)))

    async def change(self, answer: JSON, base: Base, cut: str | None) -> Change:
        """The change, with the contents that did not fit into the first query."""
        if answer["repository"]["head"] is None:
            raise Unavailable(f"{self.repository}: GitHub has no commit {self.head_sha} yet")
        at_head: dict[str, Content] = {}
        at_base: dict[str, Content] = {}
        for number, (head, before) in enumerate(self.batches):
            found = answer["repository"] if number == 0 else await self._further(head, before)
            at_head |= head.contents(found["head"])
            at_base |= before.contents(found["base"])
        files = changed_files(self.rows, self.wanted, at_head, at_base)
        truncated = "; ".join([*([cut] if cut else []), *base.unread])
        return Change(self.base_sha, self.head_sha, files, truncated or None)

    async def _further(self, head: Wanted, base: Wanted) -> JSON:
        query = _query(
            {**REPOSITORY, **COMMITS, **head.types, **base.types},
            f"{_commit('head', head.selection)} {_commit('base', base.selection)}",
        )
        variables = {
            **_named(self.repository),
            "head": self.head_sha,
            "base": self.base_sha,
            **head.variables,
            **base.variables,
        }
        found: JSON = (await self.client.graphql(query, variables, [*head.variables, *base.variables]))["repository"]
        return found


async def _pull_request(reading: _Reading, number: int, answer: JSON) -> tuple[PullRequestFacts, Shown]:
    found = answer["repository"]["pullRequest"]
    base, organisation = reading.base(answer), _organisation(reading.repository, answer)
    change = await reading.change(answer, base, _cut(len(reading.rows), found["changedFiles"]))
    change = await surrounded(reading.client, reading.repository, change, base.handbook(organisation))
    shown = await conversation(reading.client, reading.repository, number, found)
    facts = PullRequestFacts(
        repository=reading.repository,
        number=number,
        change=change,
        handbook=base.handbook(organisation),
        preview=_preview(base, change.files, organisation),
        title=found["title"],
        body=found["body"],
        author=_login(found["author"]),
        author_is_bot=(found["author"] or {}).get("__typename") == "Bot",
        draft=found["isDraft"],
        from_fork=found["isCrossRepository"],
        private=answer["repository"]["isPrivate"],
        head_sha=reading.head_sha,
        closed=found["state"] != "OPEN",
        talk=Talk(shown.remarks, shown.complete),
        branch=found["headRefName"],
        head_message=answer["repository"]["head"]["message"],
    )
    return facts, replace(shown, runs=runs_of(answer["repository"]["head"]))


def _preview(base: Base, files: Sequence[ChangedFile], organisation: bytes | None) -> Handbook | None:
    """The handbook after the change, if it edits one of Waypost's own files and all of those could be read."""
    own = [file for file in files if any(handbook.belongs(path) for path in (file.path, file.previous_path) if path)]
    if not own or any(file.unread for file in own):
        return None
    gone = {file.previous_path for file in own if file.status == "renamed"} | {file.path for file in own}
    kept = {path: text for path, text in texts(base.contents).items() if path not in gone}
    return handbook.build(
        kept | {file.path: file.text for file in own if file.text is not None},
        settings_of(organisation),
        base.handbook(organisation).today,
    )


def _cut(listed: int, changed: int) -> str | None:
    if listed < changed:
        return f"GitHub lists {listed:,} of {changed:,} changed files"
    return None if changed else NO_FILES


def _default_branch(repository: str, answer: JSON) -> Base:
    branch = answer["repository"]["defaultBranchRef"]
    if branch is None:
        return Base({})
    sha = branch["target"]["oid"]
    return _bases.get(repository, sha) or _bases.keep(repository, sha, Base(BOOK.contents(branch["target"])))


def _organisation(repository: str, answer: JSON) -> bytes | None:
    """The organisation's settings; None where there are none, or its `.github` repository is closed to us or this one.

    Under itself, what a change takes out of that repository's settings would still seem to be there.
    """
    if repository.endswith("/.github"):
        return None
    branch = (answer["organisation"] or {}).get("defaultBranchRef")
    entry = branch["target"]["file"] if branch else None
    return content(entry).text if entry else None


def _login(author: JSON | None) -> str:
    return author["login"] if author else "ghost"


def _named(repository: str) -> JSON:
    owner, _, name = repository.partition("/")
    return {"owner": owner, "name": name}


def _commit(alias: str, *selections: str) -> str:
    return f"{alias}: object(oid: ${alias}) {{ ... on Commit {{ {' '.join(selections)} }} }}"


def _query(types: Mapping[str, str], selection: str, beside: str = "") -> str:
    declared = ", ".join(f"${name}: {kind}" for name, kind in types.items())
    return f"query({declared}) {{ repository(owner: $owner, name: $name) {{ {selection} }} {beside} }}\n{ENTRY}"
