"""Folders of a repository as GitHub has them now: which trees they are, the files in them, and what is in those."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from waypost.change import MAX_FILE_BYTES
from waypost.github.client import JSON, Client

Visibility = Literal["PUBLIC", "INTERNAL", "PRIVATE"]
BLOBS = 100
"""Files asked for in one GraphQL query; more of them time out at GitHub."""


@dataclass(frozen=True, slots=True)
class Place:
    """A repository at its default branch: who may read it, its commit, and the tree of each folder that is there."""

    visibility: Visibility
    commit: str
    trees: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class File:
    """A file of a tree: where it is in the repository, its blob, and its size in bytes."""

    path: str
    sha: str
    size: int


async def place(client: Client, repository: str, folders: Sequence[str], commit: str = "") -> Place:
    """Where the folders are at a commit, or at the default branch's; raises a `Fault`, Refused where it is not ours."""
    names = {f"folder_{number}": folder for number, folder in enumerate(folders) if folder != "."}
    selected = " ".join(f"{name}: file(path: ${name}) {{ oid type }}" for name in names)
    inside = f"... on Commit {{ oid tree {{ oid }} {selected} }}"
    at = f"object(oid: $at) {{ {inside} }}" if commit else f"defaultBranchRef {{ target {{ {inside} }} }}"
    types = {"owner": "String!", "name": "String!", **dict.fromkeys(names, "String!")}
    owner, _, name = repository.partition("/")
    variables: JSON = {"owner": owner, "name": name, **names}
    if commit:
        types["at"], variables["at"] = "GitObjectID!", commit
    declared = ", ".join(f"${key}: {kind}" for key, kind in types.items())
    query = f"query({declared}) {{ repository(owner: $owner, name: $name) {{ visibility {at} }} }}"
    found = (await client.graphql(query, variables, optional=names))["repository"]
    branch = found["object"] if commit else (found["defaultBranchRef"] or {}).get("target")
    return Place(found["visibility"], branch["oid"] if branch else "", dict(_trees(branch, folders)))


def _trees(commit: JSON | None, folders: Sequence[str]) -> list[tuple[str, str]]:
    if not commit:
        return []
    found = []
    for number, folder in enumerate(folders):
        entry = {"oid": commit["tree"]["oid"], "type": "tree"} if folder == "." else commit.get(f"folder_{number}")
        if entry and entry["type"] == "tree":
            found.append((folder, entry["oid"]))
    return found


async def files(client: Client, repository: str, folder: str, tree: str) -> tuple[list[File], bool]:
    """The regular files in a tree and below it, and whether that is all of them (GitHub lists 100,000)."""
    listed = await client.get(f"/repos/{quote(repository)}/git/trees/{tree}", {"recursive": 1})
    inside = "" if folder == "." else f"{folder}/"
    found = [
        File(f"{inside}{entry['path']}", entry["sha"], entry.get("size") or 0)
        for entry in listed["tree"]
        if entry["type"] == "blob" and entry["mode"].startswith("100")
    ]
    return found, not listed.get("truncated")


async def texts(client: Client, repository: str, shas: Sequence[str]) -> dict[str, bytes]:
    """What is in these blobs (`BLOBS` at most), by sha; what is no text, or larger than we read, is left out."""
    names = {f"blob_{number}": sha for number, sha in enumerate(shas)}
    types = "".join(f", ${name}: GitObjectID!" for name in names)
    asked = " ".join(
        f"{name}: object(oid: ${name}) {{ ... on Blob {{ byteSize isBinary isTruncated text }} }}" for name in names
    )
    query = f"query($owner: String!, $name: String!{types}) {{ repository(owner: $owner, name: $name) {{ {asked} }} }}"
    owner, _, name = repository.partition("/")
    found = (await client.graphql(query, {"owner": owner, "name": name, **names}))["repository"]
    return {
        sha: blob["text"].encode("utf-8", "replace")
        for key, sha in names.items()
        if (blob := found[key]) and blob.get("text") is not None and not blob["isTruncated"] and _small(blob)
    }


def _small(blob: JSON) -> bool:
    return bool(blob["byteSize"] <= MAX_FILE_BYTES)
