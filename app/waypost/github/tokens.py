"""Who we are to GitHub: the App's own JWT, and one token per installation, minted once however many ask for it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
from githubkit.auth import BaseAuthStrategy
from githubkit.auth.app import AppAuth
from githubkit.core import GitHubCore

EARLY = timedelta(minutes=5)
"""A token is replaced this long before it expires, so that it outlives the requests of a job."""


@dataclass(frozen=True)
class Token:
    """An installation token; its value is kept out of representations."""

    value: str = field(repr=False)
    expires: datetime


class InstallationAuth(BaseAuthStrategy, httpx.Auth):
    """Sends requests as one installation; a token GitHub no longer accepts is replaced once, and the request repeated.

    A 401 had no effect, so that repeating is safe for writes as well. Unlike githubkit's own strategy it never picks
    the App's JWT by the look of a path, so a branch or file named `installation` is nothing special.
    """

    def __init__(self, mint: Callable[[], Awaitable[Token]], clock: Callable[[], datetime]) -> None:
        self._mint = mint
        self._clock = clock
        self._token: Token | None = None
        self._lock = asyncio.Lock()

    def get_auth_flow(self, github: GitHubCore[BaseAuthStrategy]) -> httpx.Auth:
        """What githubkit asks a strategy for."""
        return self

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Send with the present token, and once more with a new one if it is refused."""
        token = await self.token()
        request.headers["Authorization"] = f"token {token.value}"
        response = yield request
        if response.status_code == 401:
            token = await self.token(refused=token)
            request.headers["Authorization"] = f"token {token.value}"
            yield request

    async def token(self, refused: Token | None = None) -> Token:
        """The present token, minted if there is none, it is about to expire, or it is the one that was `refused`."""
        async with self._lock:
            known = self._token
            if known is None or known is refused or known.expires - EARLY <= self._clock():
                known = self._token = await self._mint()
            return known


class AppJWT(BaseAuthStrategy):
    """Sends requests as the App itself, whatever the path."""

    def __init__(self, app_id: int | str, private_key: str) -> None:
        self._app_id = app_id
        self._private_key = private_key

    def get_auth_flow(self, github: GitHubCore[BaseAuthStrategy]) -> httpx.Auth:
        """What githubkit asks a strategy for; githubkit also makes and keeps the JWT."""
        return _JWTFlow(self._maker(github))

    def check(self, github: GitHubCore[BaseAuthStrategy]) -> None:
        """Make a first JWT; raises ValueError if the private key is none."""
        try:
            self._maker(github).get_jwt()
        except Exception:
            # Whatever the key libraries raise may quote the key, so nothing of it is passed on.
            raise ValueError("the App's private key is not an RSA private key in PEM format") from None

    def _maker(self, github: GitHubCore[BaseAuthStrategy]) -> AppAuth:
        return AppAuth(github, self._app_id, self._private_key)


class _JWTFlow(httpx.Auth):
    def __init__(self, app: AppAuth) -> None:
        self._app = app

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        request.headers["Authorization"] = f"Bearer {await self._app.aget_jwt()}"
        yield request
