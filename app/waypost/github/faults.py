"""What can go wrong between us and GitHub, and how to tell from its answers."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

LONG_ENOUGH = timedelta(seconds=60)
"""How long to be quiet after a secondary limit that names no time: "at least one minute" (REST documentation)."""
LONGEST = timedelta(hours=2)
"""No limit of GitHub's lasts longer than an hour; a later moment is a mistake or a clock that is off."""

ADVICE = {
    401: "GitHub does not accept the App's credentials; check the App id and the private key",
    403: "the App may not do this; check its permissions and that the owner has accepted them",
    404: "not there, or outside the installation; check that the App is installed on the repository",
    410: "gone; the feature may be switched off in the repository",
    422: "GitHub finds the request at fault",
    451: "blocked for legal reasons",
}


class Fault(Exception):
    """GitHub did not do what was asked; the message never carries a secret or a body."""


class Unavailable(Fault):
    """GitHub could not be reached or failed; a write may have taken effect all the same, so look before repeating."""


class RateLimited(Fault):
    """GitHub, or our own pacing, wants us quiet until `until` (aware, UTC); nothing was done."""

    def __init__(self, until: datetime, path: str) -> None:
        super().__init__(f"{path}: rate limited until {until:%Y-%m-%dT%H:%M:%SZ}")
        self.until = until
        self.path = path

    def __reduce__(self) -> tuple[type["RateLimited"], tuple[datetime, str]]:
        """Keep both arguments when a job engine stores the exception."""
        return type(self), (self.until, self.path)


class Refused(Fault):
    """GitHub understood and said no; asking again changes nothing. `status` is that of HTTP."""

    def __init__(self, status: int, message: str, path: str) -> None:
        super().__init__(f"{path}: {status}, {message}")
        self.status = status
        self.message = message
        self.path = path

    def __reduce__(self) -> tuple[type["Refused"], tuple[int, str, str]]:
        """Keep all arguments when a job engine stores the exception."""
        return type(self), (self.status, self.message, self.path)


def fault_in(response: httpx.Response, path: str, now: datetime) -> Fault | None:
    """What an answer of GitHub's says went wrong; None where all is well. GraphQL tells of faults in its body, too."""
    status = response.status_code
    if status < 400:
        return None
    if status in (403, 429) and (until := limited_until(response, now)):
        return RateLimited(until, path)
    if status >= 500 or status == 408:
        return Unavailable(f"{path}: GitHub answered {status}")
    return Refused(status, _explained(response), path)


def graphql_fault(
    response: httpx.Response, answer: Mapping[str, Any], path: str, optional: Iterable[str], now: datetime
) -> Fault | None:
    """What the errors of a GraphQL answer mean, but for what could not be found at or under an `optional` alias."""
    errors = [error for error in answer.get("errors") or () if not _passable(error, frozenset(optional))]
    if not errors:
        return None if answer.get("data") is not None else Unavailable(f"{path}: GitHub answered without data")
    types = {str(error.get("type", "")) for error in errors}
    if types & {"RATE_LIMITED", "RATE_LIMIT"} or any(_secondary(str(error.get("message"))) for error in errors):
        return RateLimited(_after(response, now) or _reset(response, now) or now + LONG_ENOUGH, path)
    if "NOT_FOUND" in types:
        return Refused(404, ADVICE[404], path)
    if "FORBIDDEN" in types:
        return Refused(403, ADVICE[403], path)
    if kind := next((str(named) for error in errors if (named := error.get("type") or _code(error))), None):
        return Refused(422, _prose(kind) or ADVICE[422], path)
    return Unavailable(f"{path}: GitHub could not finish the query")


def limited_until(response: httpx.Response, now: datetime) -> datetime | None:
    """When a 403 or 429 allows us to speak again; None where it is not about limits.

    In GitHub's order: `Retry-After`, then a spent primary limit and its reset, else a minute at least.
    """
    if until := _after(response, now):
        return until
    secondary = _secondary(_message(response))
    if response.headers.get("x-ratelimit-remaining") == "0" and not secondary:
        return _reset(response, now) or now + LONG_ENOUGH
    return now + LONG_ENOUGH if secondary or response.status_code == 429 else None


def _after(response: httpx.Response, now: datetime) -> datetime | None:
    """What `Retry-After` says, in seconds or as a date; a minute if it says nothing that makes sense."""
    told = response.headers.get("retry-after")
    if told is None:
        return None
    if re.fullmatch(r"\d{1,9}", told.strip()):
        return _bounded(now + timedelta(seconds=min(int(told), LONGEST.total_seconds())), now)
    try:
        moment = parsedate_to_datetime(told)
    except (ValueError, OverflowError):
        return now + LONG_ENOUGH
    return _bounded(moment if moment.tzinfo else moment.replace(tzinfo=UTC), now)


def _reset(response: httpx.Response, now: datetime) -> datetime | None:
    """When the primary limit is filled up again, if this answer says that it is spent."""
    told = response.headers.get("x-ratelimit-reset", "")
    if response.headers.get("x-ratelimit-remaining") != "0" or not re.fullmatch(r"\d{1,11}", told):
        return None
    return _bounded(datetime.fromtimestamp(int(told), UTC), now)


def _bounded(moment: datetime, now: datetime) -> datetime:
    return max(now + timedelta(seconds=1), min(moment, now + LONGEST))


def _secondary(message: str) -> bool:
    return any(words in message.lower() for words in ("secondary rate", "abuse detection", "submitted too quickly"))


def _passable(error: Mapping[str, Any], optional: frozenset[str]) -> bool:
    return error.get("type") in ("NOT_FOUND", "FORBIDDEN") and not optional.isdisjoint(error.get("path") or ())


def _code(error: Mapping[str, Any]) -> object:
    extensions = error.get("extensions")
    return extensions.get("code") if isinstance(extensions, Mapping) else None


def _message(response: httpx.Response) -> str:
    try:
        body = response.json()
    except ValueError:
        return ""
    return str(body.get("message", "")) if isinstance(body, dict) else ""


def _explained(response: httpx.Response) -> str:
    """Our advice, GitHub's own words where they are plain prose, and the permission it asks for."""
    needed = _prose(response.headers.get("x-accepted-github-permissions", ""))
    parts = [
        ADVICE.get(response.status_code, "GitHub said no"),
        f"it says: {words}" if (words := _prose(_message(response))) else "",
        f"it asks for {needed}" if response.status_code in (403, 404) and needed else "",
    ]
    return "; ".join(part for part in parts if part)


def _prose(text: str) -> str:
    """The text if it is one short plain line, else nothing: what looks like a token or content stays out."""
    plain = re.fullmatch(r"[A-Za-z0-9 .,;:'()=_/-]{1,200}", text)
    return text if plain and max(map(len, re.split(r"[ =:/;,]", text))) <= 24 else ""
