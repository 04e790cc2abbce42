"""The GraphQL queries by which facts are gathered: what is asked of a pull request, an issue, a commit, and beside."""

from collections.abc import Mapping
from dataclasses import dataclass

from waypost import handbook, settings
from waypost.github.client import JSON
from waypost.github.content import ENTRY, Wanted
from waypost.github.homes import PRESENT, PRESENT_TYPES
from waypost.github.relatives import ISSUE_AROUND, PULL_AROUND
from waypost.github.shown import COMMENTS
from waypost.research import note

PULL_REQUEST = f"""pullRequest(number: $number) {{
  title body state isDraft isCrossRepository headRefName merged mergedBy {{ login }} changedFiles
  headRefOid baseRefName baseRefOid
  {PULL_AROUND}
  author {{ __typename login }}
  {COMMENTS}
}}"""
ISSUE = f"""issue(number: $number) {{
  title body state authorAssociation
  author {{ login }}
  labels(first: 100) {{ nodes {{ name }} }}
  {ISSUE_AROUND}
  {COMMENTS}
}}"""
GENERAL = Wanted("general", (settings.PATH,), (handbook.CONTEXTS,))
"""What an organisation's `.github` repository says for all."""
ORGANISATION = f"""organisation: repository(owner: $owner, name: ".github") {{
  defaultBranchRef {{ target {{ ... on Commit {{ {GENERAL.selection} }} }} }}
}}"""
BOOK = Wanted("book", handbook.FILES, tuple(folder for folder in handbook.FOLDERS if folder != note.FOLDER))
NOTES = f'notes: file(path: "{note.FOLDER}") {{ oid type }}'
"""Selection on a commit: the tree with its research notes, which `waypost.librarian` reads."""

REPOSITORY = {"owner": "String!", "name": "String!"}
CONVERSATION = {"number": "Int!", "after": "String"}
COMMITS = {"head": "GitObjectID!", "base": "GitObjectID!"}
CHECKED = {"app": "Int!"}


@dataclass(frozen=True, slots=True)
class Beside:
    """What is asked beside a repository itself: a selection, its types and its variables."""

    selection: str
    types: Mapping[str, str]
    variables: Mapping[str, str]


def beside(home: str | None) -> Beside:
    """The organisation's files, and the home of its map where one is expected."""
    if home is None:
        return Beside(ORGANISATION, GENERAL.types, GENERAL.variables)
    owner, _, name = home.partition("/")
    variables = {**GENERAL.variables, "home_owner": owner, "home_name": name}
    return Beside(f"{ORGANISATION} {PRESENT}", {**GENERAL.types, **PRESENT_TYPES}, variables)


def named(repository: str) -> JSON:
    """The variables that name a repository."""
    owner, _, name = repository.partition("/")
    return {"owner": owner, "name": name}


def commit(alias: str, *selections: str) -> str:
    """Selections on the commit that the variable of this name holds."""
    return f"{alias}: object(oid: ${alias}) {{ ... on Commit {{ {' '.join(selections)} }} }}"


def query(types: Mapping[str, str], selection: str, more: str = "") -> str:
    """A whole query about one repository, and what is asked beside it."""
    declared = ", ".join(f"${name}: {kind}" for name, kind in types.items())
    return f"query({declared}) {{ repository(owner: $owner, name: $name) {{ {selection} }} {more} }}\n{ENTRY}"
