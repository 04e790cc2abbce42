"""The map of a whole organisation, kept in a repository that the settings name."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, replace

from waypost.github.blobs import whole
from waypost.github.client import JSON, Client
from waypost.github.content import ENTRY, Wanted, texts
from waypost.github.relatives import open_to
from waypost.handbook import Handbook
from waypost.settings import PATH as SETTINGS
from waypost.settings import read_settings
from waypost.strategy import decisions
from waypost.strategy import map as strategy_map

BOOK = Wanted("map", (strategy_map.PATH,), (strategy_map.FOLDER, decisions.FOLDER))
MOST = 32
_TYPES = ", ".join(f"${name}: {kind}" for name, kind in BOOK.types.items())
QUERY = f"""query($owner: String!, $name: String!, {_TYPES}) {{
  repository(owner: $owner, name: $name) {{
    nameWithOwner visibility
    defaultBranchRef {{ target {{ ... on Commit {{ {BOOK.selection} }} }} }}
  }}
}}
{ENTRY}"""
PRESENT = """home: repository(owner: $home_owner, name: $home_name) {
  nameWithOwner visibility
  defaultBranchRef { target { oid } }
}"""
"""Selection beside others, by which one sees whether what is kept is still so."""
PRESENT_TYPES = {"home_owner": "String!", "home_name": "String!"}


@dataclass(frozen=True, slots=True)
class Home:
    """A repository with a map, at one commit."""

    name: str
    visibility: str
    sha: str
    files: dict[str, bytes]


class Homes:
    """The maps seen last, and which repositories were seen to go by them."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], Home] = OrderedDict()
        self._of: OrderedDict[str, str] = OrderedDict()

    def expected(self, repository: str) -> str | None:
        """The repository whose map this one went by when it was last looked at."""
        return self._of.get(repository)

    async def moved_in(
        self,
        client: Client,
        repository: str,
        visibility: str,
        handbook: Handbook,
        organisation: dict[str, bytes] | None,
        present: JSON | None,
    ) -> Handbook:
        """The handbook with the map that the settings name, as far as the readers of `repository` may see it.

        A map of its own goes first. `present` is the answer to PRESENT for the repository that was expected.
        """
        named = _full(handbook.settings.strategy.repository, repository)
        if handbook.map_files or not named or named == repository:
            self._of.pop(repository, None)
            return handbook
        self._of[repository] = named
        while len(self._of) > 10 * MOST:
            self._of.popitem(last=False)
        home = await self._home(client, named, present)
        return handbook if home is None else await _with(handbook, home, repository, visibility, organisation)

    async def _home(self, client: Client, named: str, present: JSON | None) -> Home | None:
        if present and present["nameWithOwner"] == named and (branch := present["defaultBranchRef"]):
            kept = self._kept.get((named, branch["target"]["oid"]))
            if kept is not None:
                self._kept.move_to_end((named, kept.sha))
                return replace(kept, visibility=present["visibility"])
        home = await read_home(client, named)
        if home is not None:
            self._kept[named, home.sha] = home
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return home


async def read_home(client: Client, named: str) -> Home | None:
    """The map of a repository on its default branch; None where it is closed to us or empty. Raises a `Fault`."""
    owner, _, name = named.partition("/")
    variables = {"owner": owner, "name": name, **BOOK.variables}
    answer = await client.graphql(QUERY, variables, ["repository", *BOOK.variables])
    found = answer["repository"]
    if found is None or found["defaultBranchRef"] is None:
        return None
    commit = found["defaultBranchRef"]["target"]
    return Home(
        found["nameWithOwner"],
        found["visibility"],
        commit["oid"],
        texts(await whole(client, named, BOOK.contents(commit))),
    )


async def _with(
    handbook: Handbook, home: Home, repository: str, visibility: str, organisation: dict[str, bytes] | None
) -> Handbook:
    """The handbook with that map; outsiders see of it only what it marks as public.

    Who may write a repository's settings need not be allowed to read what they name: a closed map is shown whole only
    where the organisation's settings name it, too.
    """
    files = {path: text for path, text in home.files.items() if strategy_map.belongs(path)}
    the_map, problems = await asyncio.to_thread(strategy_map.read_map, files)
    general, _ = read_settings((organisation or {}).get(SETTINGS))
    trusted = home.visibility == "PUBLIC" or _full(general.strategy.repository, repository) == home.name
    inside = trusted and open_to(visibility, home.visibility)
    if the_map is None:
        return handbook
    records = tuple(
        (path, text) for path, text in sorted(home.files.items()) if path.startswith(f"{decisions.FOLDER}/")
    )
    return replace(
        handbook,
        map=the_map if inside else strategy_map.public(the_map),
        map_home=home.name,
        map_outside=not inside,
        decisions=decisions.read_decisions(records) if inside else (),
        problems=handbook.problems if not inside else (*handbook.problems, *problems),
    )


def _full(named: str, repository: str) -> str:
    """The full name of a repository that settings name with or without its owner."""
    if not named or "/" in named:
        return named
    return f"{repository.partition('/')[0]}/{named}"
