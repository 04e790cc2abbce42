"""Who calls: an App by its signed JWT, or an installation by its token."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import jwt

from tests.standin.call import Refusal
from tests.standin.entities import App, Installation, Permissions, Token
from tests.standin.state import State

TOKEN_LIFE = timedelta(hours=1)
JWT_LIFE_SECONDS = 600
SUSPENDED = "This installation has been suspended"


def caller(state: State, authorization: str | None) -> App | Token | None:
    """The App or token behind an Authorization header; None without one; 401 where it does not hold."""
    if authorization is None:
        return None
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() not in ("bearer", "token") or not value:
        raise Refusal(401, "Bad credentials")
    if value.count(".") == 2:
        return _app(state, value)
    return _token(state, value)


def _token(state: State, value: str) -> Token:
    token = state.tokens.get(value)
    if token is None or token.expires <= state.now() or token.installation.id not in state.installations:
        raise Refusal(401, "Bad credentials")
    if token.installation.suspended:
        raise Refusal(403, SUSPENDED)
    return token


def _app(state: State, value: str) -> App:
    try:
        claims = jwt.decode(value, options={"verify_signature": False, "verify_exp": False, "verify_iat": False})
    except jwt.InvalidTokenError as error:
        raise Refusal(401, "A JSON web token could not be decoded") from error
    app = _issuer(state, claims.get("iss"))
    _check_times(claims, state.clock())  # the App signs by the wall clock, however far tests move GitHub's
    try:
        jwt.decode(value, app.public_key, algorithms=["RS256"], options={"verify_exp": False, "verify_iat": False})
    except jwt.InvalidTokenError as error:
        raise Refusal(401, "A JSON web token could not be decoded") from error
    return app


def _issuer(state: State, issuer: object) -> App:
    for app in state.apps.values():
        if str(issuer) in (str(app.id), f"Iv23li{app.id:014d}"):
            return app
    raise Refusal(401, "'Issuer' claim ('iss') must be an Integer")


def _check_times(claims: dict[str, object], now: datetime) -> None:
    issued, expires, moment = claims.get("iat"), claims.get("exp"), now.timestamp()
    if not isinstance(issued, int | float) or issued > moment:
        raise Refusal(
            401, "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
        )
    if not isinstance(expires, int | float) or expires <= moment:
        raise Refusal(
            401,
            "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the "
            "assertion expires",
        )
    if expires > moment + JWT_LIFE_SECONDS:
        raise Refusal(401, "'Expiration time' claim ('exp') is too far in the future")


def mint(
    state: State, installation: Installation, repositories: frozenset[str] | None, permissions: Permissions | None
) -> Token:
    """A fresh token for an installation; it lives an hour."""
    value = f"ghs_{secrets.token_hex(18)}"
    granted = dict(installation.permissions if permissions is None else permissions)
    token = Token(value, installation, state.now() + TOKEN_LIFE, repositories, granted)
    state.tokens[value] = token
    return token
