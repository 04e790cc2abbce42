"""What is around a change at its head, as far as the checks want to know it: one request for a list, few for texts."""

import asyncio
from dataclasses import replace

from waypost import checks
from waypost.change import MAX_LISTED, Around, Change
from waypost.github.blobs import Texts, whole
from waypost.github.client import JSON, Client
from waypost.github.content import ENTRY, Wanted
from waypost.handbook import Handbook

_texts = Texts()


async def surrounded(client: Client, repository: str, change: Change, handbook: Handbook) -> Change:
    """The change with what is around it; raises a `Fault`."""
    shas: dict[str, str] = {}
    for _ in range(checks.ROUNDS):
        need = await asyncio.to_thread(checks.needed, change, handbook)
        if need is None:
            break
        around = change.around or Around()
        if need.listing:
            shas = _listed(await client.get(f"/repos/{repository}/git/trees/{change.head}", {"recursive": "1"}))
            change = replace(change, around=Around(frozenset(shas)))
        else:
            found = await _read(client, repository, change.head, {path: shas[path] for path in need.paths})
            change = replace(change, around=replace(around, texts=(*around.texts, *found.items())))
    return change


def _listed(tree: JSON) -> dict[str, str]:
    """The blobs of all regular files by path; none where GitHub leaves some out, or there are too many."""
    found = {row["path"]: row["sha"] for row in tree["tree"] if row["mode"].startswith("100")}
    return {} if tree["truncated"] or len(found) > MAX_LISTED else found


async def _read(client: Client, repository: str, head: str, shas: dict[str, str]) -> dict[str, bytes | None]:
    """The texts of some files, from GitHub where their blobs are not known yet."""
    known = {path: _texts.get(sha) for path, sha in shas.items() if _texts.has(sha)}
    missing = Wanted("head", tuple(path for path in shas if path not in known))
    fetched = await _fetched(client, repository, head, missing) if missing.files else {}
    for path, text in fetched.items():
        _texts.keep(shas[path], text)
    return {path: known[path] if path in known else fetched[path] for path in shas}


async def _fetched(client: Client, repository: str, head: str, wanted: Wanted) -> dict[str, bytes | None]:
    owner, _, name = repository.partition("/")
    declared = ", ".join(f"${each}: {kind}" for each, kind in wanted.types.items())
    query = (
        f"query($owner: String!, $name: String!, $head: GitObjectID!, {declared}) "
        "{ repository(owner: $owner, name: $name) "
        f"{{ head: object(oid: $head) {{ ... on Commit {{ {wanted.selection} }} }} }} }}\n{ENTRY}"
    )
    variables = {"owner": owner, "name": name, "head": head, **wanted.variables}
    answer = await client.graphql(query, variables, optional=list(wanted.variables))
    found = await whole(client, repository, wanted.contents(answer["repository"]["head"]))
    return {path: found[path].text if path in found else None for path in wanted.files}
