"""Gathers the facts of a pull request, an issue or a merge group in as few requests as GitHub allows."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from waypost import checks, handbook
from waypost.change import Around, Change, ChangedFile
from waypost.facts import IssueFacts, MergeGroupFacts, PullRequestFacts, Research, Talk
from waypost.github.around import surrounded
from waypost.github.bases import Base, Bases
from waypost.github.blobs import whole
from waypost.github.changes import Choice
from waypost.github.client import JSON, Client
from waypost.github.content import Wanted, texts
from waypost.github.faults import Unavailable
from waypost.github.homes import Homes
from waypost.github.mentions import Mentions
from waypost.github.queries import (
    BOOK,
    CONVERSATION,
    GENERAL,
    ISSUE,
    NOTES,
    PULL_REQUEST,
    REPOSITORY,
    beside,
    named,
    query,
)
from waypost.github.reading import Reading
from waypost.github.relatives import around_work, labels, type_of
from waypost.github.shown import Shown, conversation, runs_of
from waypost.handbook import Handbook

ROUNDS = 3
"""How often a pull request that moves while it is read is read again."""
COMPARED = 300
"""Files that a comparison lists at most (GitHub's REST documentation)."""
NO_FILES = "GitHub reports no changed files, as it also does when a diff is too large to show"

_bases = Bases()
_homes = Homes()
_mentions = Mentions()


async def pull_request(
    client: Client, repository: str, number: int, head_sha: str, base_sha: str, wanted: Choice
) -> tuple[PullRequestFacts, Shown]:
    """A pull request as it stands now, whichever push was asked about, and what we show on it.

    `wanted` says by path which changed files are worth reading; Waypost's own are read anyway.
    Raises a `Fault`; Unavailable if the pull request keeps moving.
    """
    for _ in range(ROUNDS):
        rows = [row async for row in client.paged(f"/repos/{repository}/pulls/{number}/files")]
        reading = _reading(client, repository, head_sha, base_sha, rows, wanted)
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
    reading = _reading(client, repository, head_sha, base_sha, rows, wanted)
    answer = await reading.first("", {}, {})
    base = await reading.base(answer)
    cut = f"GitHub lists the first {COMPARED} changed files only" if len(rows) >= COMPARED else None
    book = await base.read(_organisation(repository, answer))
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
    answer = await _issue(client, repository, number, known=_bases.newest(repository) is not None)
    if await _default_branch(client, repository, answer) is None:
        answer = await _issue(client, repository, number, known=False)
    found, base = answer["repository"]["issue"], await _default_branch(client, repository, answer)
    assert base is not None
    shown = await conversation(client, repository, number, found)
    book = await _at_home(client, repository, answer, base)
    by_type = any(template.when.types for template in book.templates)
    kind = await type_of(client, repository, number) if by_type else ""
    facts = IssueFacts(
        repository=repository,
        number=number,
        title=found["title"],
        body=found["body"],
        author=_login(found["author"]),
        author_association=found["authorAssociation"],
        labels=labels(found),
        handbook=book,
        private=answer["repository"]["isPrivate"],
        closed=found["state"] != "OPEN",
        talk=Talk(shown.remarks, shown.complete),
        around=replace(around_work(found, repository, answer["repository"]["visibility"]), type=kind),
        known=_research(answer, (answer["repository"]["defaultBranchRef"] or {}).get("target")),
    )
    return facts, shown


async def book(client: Client, repository: str) -> Handbook:
    """What a repository says about itself on its default branch; raises a `Fault`."""
    branch = f"defaultBranchRef {{ target {{ ... on Commit {{ {BOOK.selection} }} }} }}"
    more = beside(_homes.expected(repository))
    asked = query({**REPOSITORY, **more.types, **BOOK.types}, f"isPrivate visibility {branch}", more.selection)
    given = {**named(repository), **more.variables, **BOOK.variables}
    answer = await client.graphql(asked, given, ["organisation", "home", *GENERAL.variables, *BOOK.variables])
    base = await _default_branch(client, repository, answer)
    assert base is not None
    return await _at_home(client, repository, answer, base)


async def _issue(client: Client, repository: str, number: int, known: bool) -> JSON:
    """The answer about an issue; with `known` without the handbook of the default branch, which we have."""
    book = Wanted("book") if known else BOOK
    branch = f"defaultBranchRef {{ target {{ ... on Commit {{ {book.selection} {NOTES} }} }} }}"
    more = beside(_homes.expected(repository))
    selection = f"isPrivate visibility {ISSUE} {branch}"
    return await client.graphql(
        query({**REPOSITORY, **CONVERSATION, **more.types, **book.types}, selection, more.selection),
        {**named(repository), "number": number, "after": None, **more.variables, **book.variables},
        optional=["organisation", "home", "notes", *GENERAL.variables, *book.variables],
    )


def _reading(
    client: Client, repository: str, head_sha: str, base_sha: str, rows: Sequence[JSON], wanted: Choice
) -> Reading:
    more = beside(_homes.expected(repository))
    return Reading(client, repository, head_sha, base_sha, rows, wanted, _bases, more)


async def _at_home(client: Client, repository: str, answer: JSON, base: Base) -> Handbook:
    """The handbook under the organisation's files, with the organisation's map where that is elsewhere."""
    organisation = _organisation(repository, answer)
    visibility = answer["repository"]["visibility"]
    book = await base.read(organisation)
    return await _homes.moved_in(client, repository, visibility, book, organisation, answer.get("home"))


async def _pull_request(reading: Reading, number: int, answer: JSON) -> tuple[PullRequestFacts, Shown]:
    found = answer["repository"]["pullRequest"]
    base, organisation = await reading.base(answer), _organisation(reading.repository, answer)
    change = await reading.change(answer, base, _cut(len(reading.rows), found["changedFiles"]))
    book = await base.read(organisation)
    change = await surrounded(reading.client, reading.repository, change, book)
    default = answer["repository"]["defaultBranchRef"]
    if default and default["name"] == found["baseRefName"]:
        change = await _searched(reading, change, book)
    shown = await conversation(reading.client, reading.repository, number, found)
    facts = PullRequestFacts(
        repository=reading.repository,
        number=number,
        change=change,
        handbook=await _at_home(reading.client, reading.repository, answer, base),
        preview=await asyncio.to_thread(_preview, base, change.files, organisation),
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
        merged=found["merged"],
        merged_by=(found["mergedBy"] or {}).get("login", ""),
        head_message=answer["repository"]["head"]["message"],
        labels=labels(found),
        author_association=found["authorAssociation"],
        around=around_work(found, reading.repository, answer["repository"]["visibility"]),
        known=_research(answer, {**answer["repository"]["base"], "oid": reading.base_sha}),
    )
    return facts, replace(shown, runs=runs_of(answer["repository"]["head"]))


async def _searched(reading: Reading, change: Change, book: Handbook) -> Change:
    """The change with the names that are in no file any more, where it takes some out of the last of its own files."""
    names = await asyncio.to_thread(checks.leaving, change, book)
    if not names:
        return change
    patches = {row["filename"]: row.get("patch") or ("" if not row["additions"] else None) for row in reading.rows}
    gone = await _mentions.unmentioned(reading.client, reading.repository, change, names, patches)
    return replace(change, around=replace(change.around or Around(), unmentioned=gone)) if gone else change


def _preview(base: Base, files: Sequence[ChangedFile], organisation: dict[str, bytes]) -> Handbook | None:
    """The handbook after the change, if it edits one of Waypost's own files and all of those could be read."""
    own = [file for file in files if any(handbook.belongs(path) for path in (file.path, file.previous_path) if path)]
    if not own or any(file.unread for file in own):
        return None
    gone = {file.previous_path for file in own if file.status == "renamed"} | {file.path for file in own}
    kept = {path: text for path, text in texts(base.contents).items() if path not in gone}
    book = handbook.build(
        kept | {file.path: file.text for file in own if file.text is not None},
        organisation,
        base.handbook(organisation).today,
    )
    return replace(book, notes_known=False)


def _cut(listed: int, changed: int) -> str | None:
    if listed < changed:
        return f"GitHub lists {listed:,} of {changed:,} changed files"
    return None if changed else NO_FILES


def _research(answer: JSON, commit: JSON | None) -> Research:
    """Where the research notes of the repository stand at the commit that counts."""
    entry = (commit or {}).get("notes")
    return Research(
        visibility=answer["repository"]["visibility"],
        commit=commit["oid"] if commit else "",
        tree=entry["oid"] if entry and entry["type"] == "tree" else "",
    )


async def _default_branch(client: Client, repository: str, answer: JSON) -> Base | None:
    """Waypost's own files on the default branch; None where they were not asked for, and are not known."""
    branch = answer["repository"]["defaultBranchRef"]
    if branch is None:
        return Base({})
    sha, target = branch["target"]["oid"], branch["target"]
    if (kept := _bases.get(repository, sha)) is not None or not BOOK.asked(target):
        return kept
    return _bases.keep(repository, sha, Base(await whole(client, repository, BOOK.contents(target))))


def _organisation(repository: str, answer: JSON) -> dict[str, bytes]:
    """The organisation's files; none where there are none, or its `.github` repository is closed to us or this one.

    Under itself, what a change takes out of that repository's settings would still seem to be there.
    """
    branch = (answer["organisation"] or {}).get("defaultBranchRef")
    if repository.endswith("/.github") or not branch:
        return {}
    return texts(GENERAL.contents(branch["target"]))


def _login(author: JSON | None) -> str:
    return author["login"] if author else "ghost"
