"""One request to the stand-in, its answer, and the refusals between them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

from tests.standin.entities import JSON, App, Issue, Repository, Token, User
from tests.standin.state import State

T = TypeVar("T")

DOCS = "https://docs.github.com/rest"


class Refusal(Exception):
    """GitHub says no: a status, a message, and where it names them, the fields at fault."""

    def __init__(self, status: int, message: str, errors: Sequence[object] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.body: JSON = {"message": message, "documentation_url": DOCS, "status": str(status)}
        if errors:
            self.body["errors"] = list(errors)


def not_found() -> Refusal:
    """What GitHub says of all that is not there or not to be seen."""
    return Refusal(404, "Not Found")


def invalid(resource: str, field_name: str, why: str) -> Refusal:
    """A 422 over one field."""
    error = {"resource": resource, "field": field_name, "code": "custom", "message": why}
    return Refusal(422, "Validation Failed", [error])


@dataclass
class Reply:
    """What goes back: `body` in JSON, or bytes as they are."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class Query(dict[str, str]):
    """The query of a request, which remembers what was looked at: what was not would be ignored in silence."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.unread = set(values)

    def get(self, key: str, default: Any = None) -> Any:
        """A value by name."""
        self.unread.discard(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.unread.discard(str(key))
        return super().__contains__(key)


@dataclass
class Call:
    """One request, after its caller is known."""

    state: State
    method: str
    path: str
    query: Query
    headers: dict[str, str]
    body: Any
    base_url: str
    params: dict[str, str] = field(default_factory=dict)
    caller: App | Token | None = None
    found: Repository | None = None

    @property
    def repository(self) -> Repository:
        """The repository the path names, already seen by the caller."""
        if self.found is None:
            raise LookupError(f"{self.path} names no repository")
        return self.found

    @property
    def app(self) -> App:
        """The App that calls, by its JWT or by a token."""
        if isinstance(self.caller, Token):
            return self.caller.installation.app
        if self.caller is None:
            raise LookupError("nobody calls")
        return self.caller

    @property
    def token(self) -> Token:
        """The installation token the request came with."""
        if not isinstance(self.caller, Token):
            raise LookupError("not called with an installation token")
        return self.caller

    @property
    def actor(self) -> User:
        """The account that what happens is put down to: the App's bot."""
        return self.app.bot

    @property
    def data(self) -> JSON:
        """The JSON object sent; an empty one where nothing was."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise Refusal(422, "Invalid request.\n\nFor 'links/0/schema', the body is not an object.")
        return self.body

    def issue(self) -> Issue:
        """The issue or pull request the path numbers; 404 where there is none."""
        found = self.repository.issues.get(int(self.params["number"]))
        if found is None:
            raise not_found()
        return found

    def commit(self, ref: str, status: int = 422) -> str:
        """The commit a ref names; refused as GitHub does where there is none."""
        found = self.repository.git.resolve(ref)
        if found is None:
            raise not_found() if status == 404 else Refusal(422, f"No commit found for SHA: {ref}")
        return found

    def require(self, permission: str, level: str) -> None:
        """Refuse with 403 unless the token has the permission."""
        if not grants(self.token.permissions, permission, level):
            raise Refusal(403, "Resource not accessible by integration")

    def paged(self, items: Sequence[T]) -> tuple[list[T], dict[str, str]]:
        """One page of a list, and the Link header to the others."""
        size = min(max(self._number("per_page", 30), 1), 100)
        page = max(self._number("page", 1), 1)
        last = max(-(-len(items) // size), 1)
        start = (page - 1) * size
        return list(items[start : start + size]), self._link(page, last)

    def _number(self, name: str, default: int) -> int:
        text = self.query.get(name, "")
        return int(text) if text.isdecimal() else default

    def _link(self, page: int, last: int) -> dict[str, str]:
        targets = {"prev": page - 1, "next": page + 1, "last": last, "first": 1}
        if page <= 1:
            targets = {name: number for name, number in targets.items() if name in ("next", "last")}
        if page >= last:
            targets = {name: number for name, number in targets.items() if name in ("prev", "first")}
        links = [f'<{self.address(page=str(number))}>; rel="{name}"' for name, number in targets.items()]
        return {"link": ", ".join(links)} if links else {}

    def address(self, **query: str) -> str:
        """This request's own address with other query values."""
        return f"{self.base_url}{self.path}?{urlencode({**self.query, **query})}"


_LEVELS = {"read": 1, "write": 2, "admin": 3}


def grants(permissions: dict[str, str], name: str, level: str) -> bool:
    """Whether permissions reach a level; `metadata` can always be read."""
    if name == "metadata" and level == "read":
        return True
    return _LEVELS.get(permissions.get(name, ""), 0) >= _LEVELS[level]


def parse_json(raw: bytes) -> Any:
    """The JSON of a body; 400 where it is none."""
    if not raw:
        return None
    try:
        return json.loads(raw)
    except ValueError as error:
        raise Refusal(400, "Problems parsing JSON") from error
