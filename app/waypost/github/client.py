"""The one place that sends requests to GitHub, as the App or as one of its installations."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from githubkit import GitHub
from githubkit.auth import BaseAuthStrategy
from githubkit.cache import MemCacheStrategy
from githubkit.config import Config, get_config
from githubkit.exception import RequestError, RequestFailed
from githubkit.response import Response

from waypost.github.faults import Fault, RateLimited, Refused, Unavailable, fault_in, graphql_fault
from waypost.github.pacing import Pace
from waypost.github.tokens import AppJWT, InstallationAuth, Token

API_VERSION = "2026-03-10"
USER_AGENT = "waypost"
TIMEOUT = httpx.Timeout(20, connect=5)
LIMITS = httpx.Limits(max_connections=50, max_keepalive_connections=20)
PAUSES = (0.3, 1.0)
"""Seconds before a read is tried again, each varied by half so that many clients don't come back at once."""
PATIENCE = timedelta(seconds=2)
"""The longest wait for a turn to write that is sat out; a longer one is the scheduler's business."""
PER_PAGE = 100
SEARCHES = 8
"""Searches of code a minute; GitHub allows ten (REST documentation)."""

JSON = dict[str, Any]
Params = Mapping[str, str | int]
Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]
OnRequest = Callable[[str, int | None], None]


def utc_now() -> datetime:
    """The present moment, aware."""
    return datetime.now(UTC)


class _GitHub(GitHub[BaseAuthStrategy]):
    """githubkit without its reading of limits: it fails on a `Retry-After` date, and misses limits without headers."""

    def _check_rate_limit(self, response: Response[Any]) -> None:
        return None


class _SharedTransport(httpx.AsyncBaseTransport):
    """One pool of connections for all clients, which githubkit would otherwise open and close with every request."""

    def __init__(self, pool: httpx.AsyncBaseTransport, on_request: OnRequest) -> None:
        self.pool = pool
        self._on_request = on_request

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Pass on and count, answered or not."""
        status = None
        try:
            response = await self.pool.handle_async_request(request)
            status = response.status_code
        finally:
            self._on_request(request.method, status)
        return response

    async def aclose(self) -> None:
        """Stay open: the pool outlives githubkit's clients and is closed by `App.aclose`."""


@dataclass(frozen=True)
class _Line:
    """What every client of one App shares."""

    app_id: Callable[[], Awaitable[int]]
    config: Config
    clock: Clock
    sleep: Sleep

    @property
    def graphql_url(self) -> str:
        """`/graphql` beside the REST root; GitHub Enterprise Server has it at `/api/graphql`, not under `/api/v3`."""
        base = self.config.base_url
        return str(base.copy_with(path="/api/graphql")) if self._on_server else "/graphql"

    @property
    def headers(self) -> dict[str, str]:
        """The API version; left out on Enterprise Server, whose releases answer 400 to a version newer than theirs."""
        return {} if self._on_server else {"X-GitHub-Api-Version": API_VERSION}

    @property
    def _on_server(self) -> bool:
        return self.config.base_url.path.rstrip("/").endswith("/api/v3")


class Client:
    """A few verbs as one identity; each raises `RateLimited`, `Unavailable` or `Refused`, and none sleeps long.

    Reads are tried again a few times; writes never, because a write that seemed to fail may have taken effect.
    """

    def __init__(self, auth: BaseAuthStrategy, line: _Line) -> None:
        self._github = _GitHub(auth, config=line.config)
        self._line = line
        self._pace = Pace()
        self._searches = Pace(SEARCHES)
        self._quiet_until: datetime | None = None
        self._no_search_until: datetime | None = None

    async def app_id(self) -> int:
        """The App's number, by which GitHub tells whose check runs are whose."""
        return await self._line.app_id()

    async def get(self, path: str, params: Params | None = None) -> Any:
        """The JSON at `path`."""
        return (await self.read("GET", path, params=params))[0]

    async def search(self, path: str, params: Params) -> Any:
        """The answer of a search of code; asked once, and never waited for.

        It has a limit of its own, which quiets nothing else. Raises RateLimited where too much was asked lately.
        """
        now = self._line.clock()
        turn = max(self._searches.next_free(now), self._no_search_until or now, self._quiet_until or now)
        if turn > now:
            raise RateLimited(turn, path)
        self._searches.take(now)
        response = await self._exchange("GET", path, params, None)
        if fault := fault_in(response, path, self._line.clock()):
            if isinstance(fault, RateLimited):
                self._limit_search(fault, response)
            raise fault
        return _json(response, path)

    def _limit_search(self, fault: RateLimited, response: httpx.Response) -> None:
        """Be quiet: of searches, where it was their limit, else of all."""
        if response.headers.get("x-ratelimit-resource") == "code_search" and "retry-after" not in response.headers:
            self._no_search_until = fault.until
        else:
            self._quiet_until = fault.until

    async def paged(self, path: str, params: Params | None = None, key: str | None = None) -> AsyncIterator[JSON]:
        """The rows of a list, 100 a page, in GitHub's order; `key` names the list inside an object around it."""
        wanted: Params | None = {**(params or {}), "per_page": PER_PAGE}
        while wanted is not None:
            page, response = await self.read("GET", path, params=wanted)
            for row in page[key] if key else page:
                yield row
            following = response.links.get("next", {}).get("url")
            # Only the query of the link is followed, so that no answer can lead our token elsewhere.
            wanted = dict(httpx.URL(following).params) if following else None

    async def post(self, path: str, body: JSON | None = None) -> Any:
        """Create; sent once."""
        return await self._write("POST", path, body)

    async def patch(self, path: str, body: JSON) -> Any:
        """Change; sent once."""
        return await self._write("PATCH", path, body)

    async def put(self, path: str, body: JSON) -> Any:
        """Replace; sent once."""
        return await self._write("PUT", path, body)

    async def delete(self, path: str) -> None:
        """Remove; sent once."""
        await self._write("DELETE", path, None)

    async def graphql(self, query: str, variables: JSON, optional: Iterable[str] = ()) -> JSON:
        """The data of a query; what is missing or closed to us at the `optional` aliases is None there."""
        body = {"query": query, "variables": variables}
        return (await self.read("POST", self._line.graphql_url, body=body, optional=optional))[0]  # type: ignore[no-any-return]

    async def mutate(self, mutation: str, variables: JSON) -> JSON:
        """The data of a mutation; sent once."""
        body = {"query": mutation, "variables": variables}
        return await self._write("POST", self._line.graphql_url, body)  # type: ignore[no-any-return]

    async def read(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        body: JSON | None = None,
        optional: Iterable[str] = (),
    ) -> tuple[Any, httpx.Response]:
        """Send what is harmless to repeat, and repeat it while GitHub is unavailable, up to three times in all."""
        for pause in PAUSES:
            try:
                return await self._send(method, path, params, body, optional)
            except Unavailable:
                await self._line.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads load
        return await self._send(method, path, params, body, optional)

    async def _write(self, method: str, path: str, body: JSON | None) -> Any:
        now = self._line.clock()
        turn = self._pace.next_free(now)
        if turn - now > PATIENCE:
            raise RateLimited(turn, path)
        self._pace.take(turn)
        if turn > now:
            await self._line.sleep((turn - now).total_seconds())
        return (await self._send(method, path, None, body, ()))[0]

    async def _send(
        self, method: str, path: str, params: Params | None, body: JSON | None, optional: Iterable[str]
    ) -> tuple[Any, httpx.Response]:
        if self._quiet_until and self._quiet_until > self._line.clock():
            raise RateLimited(self._quiet_until, path)
        try:
            return await self._answer(method, path, params, body, optional)
        except RateLimited as limited:
            self._quiet_until = limited.until
            raise

    async def _answer(
        self, method: str, path: str, params: Params | None, body: JSON | None, optional: Iterable[str]
    ) -> tuple[Any, httpx.Response]:
        response = await self._exchange(method, path, params, body)
        now = self._line.clock()
        if fault := fault_in(response, path, now):
            raise fault
        answer = _json(response, path)
        if path != self._line.graphql_url:
            return answer, response
        if fault := graphql_fault(response, answer, path, optional, now):
            raise fault
        return answer["data"], response

    async def _exchange(self, method: str, path: str, params: Params | None, body: JSON | None) -> httpx.Response:
        try:
            answered = await self._github.arequest(
                method, path, params=dict(params) if params else None, json=body, headers=self._line.headers
            )
        except RequestFailed as failed:
            return failed.response.raw_response
        except RequestError as error:
            # githubkit wraps whatever is raised underneath, a fault of ours while minting a token included.
            raise _underlying(error.exc, path) from None
        return answered.raw_response


class App:
    """A GitHub App: `itself` acts as the App, `installation` as one of its installations; close it when done.

    `app_id` is the App's number or its client id.
    `base_url` is the REST root: `https://api.github.com`, `https://api.SUBDOMAIN.ghe.com` or `https://HOST/api/v3`.
    `on_request(method, status)` is told of every request; the status is None where no answer came.
    Raises ValueError if the private key is none.
    """

    def __init__(
        self,
        app_id: int | str,
        private_key: str,
        base_url: str = "https://api.github.com",
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Clock = utc_now,
        sleep: Sleep = asyncio.sleep,
        on_request: OnRequest = lambda method, status: None,
    ) -> None:
        self._transport = _SharedTransport(transport or httpx.AsyncHTTPTransport(limits=LIMITS), on_request)
        config = get_config(
            base_url=base_url,
            user_agent=USER_AGENT,
            timeout=TIMEOUT,
            async_transport=self._transport,
            cache_strategy=MemCacheStrategy(),
            http_cache=False,
            auto_retry=False,
        )
        self._app_id = int(app_id) if str(app_id).isdecimal() else None
        self._line = _Line(self._number, config, clock, sleep)
        self._installations: dict[int, Client] = {}
        jwt = AppJWT(app_id, private_key)
        self.itself = Client(jwt, self._line)
        jwt.check(self.itself._github)

    def installation(self, installation_id: int) -> Client:
        """The client of one installation; the same one each time, so that token, pace and limits are shared."""
        if installation_id not in self._installations:
            auth = InstallationAuth(lambda: self._mint(installation_id), self._line.clock)
            self._installations[installation_id] = Client(auth, self._line)
        return self._installations[installation_id]

    async def _number(self) -> int:
        if self._app_id is None:
            self._app_id = int((await self.itself.get("/app"))["id"])
        return self._app_id

    async def _mint(self, installation_id: int) -> Token:
        answer, _ = await self.itself.read("POST", f"/app/installations/{installation_id}/access_tokens", body={})
        return Token(answer["token"], datetime.fromisoformat(answer["expires_at"]))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.pool.aclose()


def _json(response: httpx.Response, path: str) -> Any:
    if not response.content:
        return None
    try:
        return response.json()
    except ValueError:
        raise Unavailable(f"{path}: GitHub's answer broke off or is no JSON") from None


def _underlying(error: Exception, path: str) -> Exception:
    if isinstance(error, Fault) or not isinstance(error, httpx.HTTPError):
        return error
    if isinstance(error, httpx.TooManyRedirects):
        return Refused(301, "GitHub sends us round in circles", path)
    return Unavailable(f"{path}: no answer from GitHub ({type(error).__name__})")
