"""The client keeps its promises whatever GitHub answers: no repeated write, no long sleep, no secret in an error."""

import asyncio
import json
import sys
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from tests.github.conftest import Clock, MakeApp
from waypost.github.client import App, Client
from waypost.github.faults import Fault, RateLimited, Refused, Unavailable

CANARY = "ghs_CanaryCanaryCanaryCanaryCanary0123456789"

Answer = httpx.Response | Exception
Step = Answer | Callable[[httpx.Request], Answer]


class Script(httpx.AsyncBaseTransport):
    """GitHub as a list of answers, with tokens minted on the side; keeps every request but the minting ones."""

    def __init__(self, *steps: Step, mint: list[Answer] | None = None) -> None:
        self.steps = list(steps)
        self.mint = mint if mint is not None else []
        self.minted = 0
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        if request.url.path.endswith("/access_tokens"):
            return self._say(self.mint.pop(0) if self.mint else self._token(), request)
        # A copy, because a request that is sent again with another token is the same object.
        content = await request.aread()
        self.requests.append(httpx.Request(request.method, request.url, headers=request.headers, content=content))
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        return self._say(step(request) if callable(step) else step, request)

    def _token(self) -> httpx.Response:
        self.minted += 1
        return ok({"token": f"{CANARY}{self.minted}", "expires_at": "2999-01-01T00:00:00Z"}, 201)

    @staticmethod
    def _say(answer: Answer, request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content, request=request)


def ok(body: Any, status: int = 200, /, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=body, headers={name.replace("_", "-"): text for name, text in headers.items()})


def error(status: int, message: str = "no", /, **headers: str) -> httpx.Response:
    return ok({"message": message}, status, **headers)


GRAPHQL_LIMITED = ok({"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]})
SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."

Call = Callable[[Client], Any]
READS: dict[str, Call] = {
    "get": lambda client: client.get("/repos/acme/shop"),
    "graphql": lambda client: client.graphql("query { viewer { login } }", {}),
}
WRITES: dict[str, Call] = {
    "post": lambda client: client.post("/repos/acme/shop/issues/1/comments", {"body": "hello"}),
    "patch": lambda client: client.patch("/repos/acme/shop/issues/comments/1", {"body": "hello"}),
    "put": lambda client: client.put("/repos/acme/shop/contents/a", {"content": ""}),
    "delete": lambda client: client.delete("/repos/acme/shop/issues/comments/1"),
    "mutate": lambda client: client.mutate("mutation { x }", {}),
}
CALLS = READS | WRITES
FAILURES: dict[str, Answer] = {
    "500": error(500),
    "502": httpx.Response(502, content=b"<html>Bad Gateway</html>"),
    "timeout": httpx.ReadTimeout("slow"),
    "drop": httpx.ReadError("gone"),
    "no connection": httpx.ConnectError("refused"),
    "broken answer": httpx.Response(200, content=b'{"data": {"x'),
}


def named(cases: dict[str, Any]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases.values(), ids=cases.keys())


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES.keys())
@named(READS)
async def test_a_read_is_tried_again(case: Call, failure: Answer, make_app: MakeApp, clock: Clock) -> None:
    script = Script(failure, failure, ok({"data": {"name": "shop"}}))
    assert await case(make_app(script).installation(7))
    assert len(script.requests) == 3
    assert len(clock.slept) == 2
    assert sum(clock.slept) < 3


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES.keys())
@named(READS)
async def test_a_read_gives_up_after_three_tries(case: Call, failure: Answer, make_app: MakeApp) -> None:
    script = Script(failure)
    with pytest.raises(Unavailable):
        await case(make_app(script).installation(7))
    assert len(script.requests) == 3


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES.keys())
@named(WRITES)
async def test_a_write_is_sent_once(case: Call, failure: Answer, make_app: MakeApp, clock: Clock) -> None:
    script = Script(failure)
    with pytest.raises(Unavailable):
        await case(make_app(script).installation(7))
    assert len(script.requests) == 1
    assert clock.slept == []


LIMITS: dict[str, tuple[Callable[[datetime], httpx.Response], int]] = {
    "primary 403": (lambda now: error(403, "API rate limit exceeded", **spent(now, 1800)), 1800),
    "primary 429": (lambda now: error(429, "API rate limit exceeded", **spent(now, 1800)), 1800),
    "primary without reset": (lambda now: error(403, "API rate limit exceeded", x_ratelimit_remaining="0"), 60),
    "primary with a reset in the past": (lambda now: error(403, "limit", **spent(now, -5)), 1),
    "primary with a reset next year": (lambda now: error(403, "limit", **spent(now, 9_000_000)), 7200),
    "secondary with seconds": (lambda now: error(403, SECONDARY, retry_after="90"), 90),
    "secondary with a date": (lambda now: error(429, SECONDARY, retry_after=http_date(now, 120)), 120),
    "secondary with nonsense": (lambda now: error(403, SECONDARY, retry_after="soon"), 60),
    "secondary without headers": (lambda now: error(403, SECONDARY), 60),
    "secondary with primary headers": (lambda now: error(403, SECONDARY, **spent(now, 1800)), 60),
    "429 without a word": (lambda now: httpx.Response(429), 60),
}


def spent(now: datetime, seconds: int) -> dict[str, str]:
    return {"x_ratelimit_remaining": "0", "x_ratelimit_reset": str(int(now.timestamp()) + seconds)}


def http_date(now: datetime, seconds: int) -> str:
    return format_datetime(now + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS.keys())
@named(CALLS)
async def test_a_limit_is_left_to_the_scheduler(
    case: Call, limit: tuple[Callable[[datetime], httpx.Response], int], make_app: MakeApp, clock: Clock
) -> None:
    answer, seconds = limit
    script = Script(answer(clock.now))
    with pytest.raises(RateLimited) as caught:
        await case(make_app(script).installation(7))
    assert caught.value.until - clock.now == pytest.approx(timedelta(seconds=seconds), abs=timedelta(seconds=1))
    assert caught.value.until > clock.now
    assert (len(script.requests), clock.slept) == (1, [])


async def test_while_limited_nothing_is_sent(make_app: MakeApp, clock: Clock) -> None:
    script = Script(error(403, SECONDARY, retry_after="90"), ok({"name": "shop"}))
    client = make_app(script).installation(7)
    for _ in range(3):
        with pytest.raises(RateLimited):
            await client.get("/repos/acme/shop")
    assert len(script.requests) == 1
    clock.now += timedelta(seconds=91)
    assert await client.get("/repos/acme/shop") == {"name": "shop"}


GRAPHQL_FAULTS: dict[str, tuple[Any, type[Fault]]] = {
    "RATE_LIMITED": ({"errors": [{"type": "RATE_LIMITED", "message": "limit"}]}, RateLimited),
    "RATE_LIMIT": ({"data": None, "errors": [{"type": "RATE_LIMIT", "message": "limit"}]}, RateLimited),
    "secondary": ({"errors": [{"message": SECONDARY}]}, RateLimited),
    "not found": ({"data": {"r": None}, "errors": [{"type": "NOT_FOUND", "path": ["r"], "message": "?"}]}, Refused),
    "forbidden": ({"data": {"r": None}, "errors": [{"type": "FORBIDDEN", "path": ["r"], "message": "?"}]}, Refused),
    "our mistake": ({"errors": [{"extensions": {"code": "undefinedField"}, "message": "?"}]}, Refused),
    "something went wrong": ({"data": None, "errors": [{"message": "Something went wrong"}]}, Unavailable),
    "no data": ({"data": None}, Unavailable),
}


@pytest.mark.parametrize(("body", "kind"), GRAPHQL_FAULTS.values(), ids=GRAPHQL_FAULTS.keys())
@pytest.mark.parametrize("call", [READS["graphql"], WRITES["mutate"]], ids=["query", "mutation"])
async def test_graphql_hides_its_faults_in_a_200(call: Call, body: Any, kind: type[Fault], make_app: MakeApp) -> None:
    script = Script(ok(body))
    with pytest.raises(kind):
        await call(make_app(script).installation(7))
    assert len(script.requests) == (3 if kind is Unavailable and call is READS["graphql"] else 1)


async def test_a_graphql_limit_waits_for_the_reset(make_app: MakeApp, clock: Clock) -> None:
    limited = ok({"errors": [{"type": "RATE_LIMITED"}]}, **spent(clock.now, 600))
    with pytest.raises(RateLimited) as caught:
        await make_app(Script(limited)).installation(7).graphql("{ x }", {})
    assert caught.value.until - clock.now > timedelta(seconds=598)


@pytest.mark.parametrize("kind", ["NOT_FOUND", "FORBIDDEN"])
async def test_what_may_be_missing_is_none(kind: str, make_app: MakeApp) -> None:
    errors = [{"type": kind, "path": ["organisation", "file"], "message": "?"}]
    script = Script(ok({"data": {"organisation": None, "repository": {}}, "errors": errors}))
    client = make_app(script).installation(7)
    assert await client.graphql("{ x }", {}, optional=["organisation"]) == {"organisation": None, "repository": {}}
    with pytest.raises(Refused):
        await client.graphql("{ x }", {}, optional=["repository"])


@pytest.mark.parametrize("status", [401, 403, 404, 410, 422])
@named(CALLS)
async def test_a_refusal_is_final(case: Call, status: int, make_app: MakeApp) -> None:
    script = Script(error(status, "Validation Failed", x_accepted_github_permissions="checks=write"))
    with pytest.raises(Refused) as caught:
        await case(make_app(script).installation(7))
    assert caught.value.status == status
    assert "Validation Failed" in caught.value.message
    assert ("it asks for checks=write" in caught.value.message) is (status in (403, 404))
    assert len(script.requests) == (2 if status == 401 else 1)


# --- Tokens.


async def test_many_first_calls_mint_one_token(make_app: MakeApp) -> None:
    script = Script(ok({}))
    client = make_app(script).installation(7)
    await asyncio.gather(*(client.get("/repos/acme/shop") for _ in range(20)))
    assert (script.minted, len(script.requests)) == (1, 20)


@named(CALLS)
async def test_a_revoked_token_is_replaced_and_the_request_repeated(case: Call, make_app: MakeApp) -> None:
    script = Script(error(401, "Bad credentials"), ok({"data": {}}))
    await case(make_app(script).installation(7))
    first, second = (request.headers["authorization"] for request in script.requests)
    assert (first, second) == (f"token {CANARY}1", f"token {CANARY}2")
    assert script.requests[0].content == script.requests[1].content


async def test_many_refused_at_once_mint_one_new_token(make_app: MakeApp) -> None:
    script = Script(lambda request: error(401) if request.headers["authorization"].endswith("9" + "1") else ok({}))
    client = make_app(script).installation(7)
    await asyncio.gather(*(client.get("/repos/acme/shop") for _ in range(10)))
    assert script.minted == 2


async def test_a_token_is_replaced_before_it_expires(make_app: MakeApp, clock: Clock) -> None:
    def lasting(hours: int) -> httpx.Response:
        expires = clock.now + timedelta(hours=hours)
        return ok({"token": f"{CANARY}{hours}", "expires_at": f"{expires:%Y-%m-%dT%H:%M:%SZ}"}, 201)

    script = Script(ok({}), mint=[lasting(1), lasting(2)])
    client = make_app(script).installation(7)
    for minutes in (0, 50, 6):
        clock.now += timedelta(minutes=minutes)
        await client.get("/repos/acme/shop")
    assert [request.headers["authorization"][-1] for request in script.requests] == ["1", "1", "2"]


MINT_FAULTS: dict[str, tuple[list[Answer], type[Fault]]] = {
    "revoked key": ([error(401, "A JSON web token could not be decoded")], Refused),
    "suspended": ([error(403, "This installation has been suspended")], Refused),
    "uninstalled": ([error(404, "Not Found")], Refused),
    "down": ([error(500)] * 3, Unavailable),
    "slow": ([httpx.ReadTimeout("slow")] * 3, Unavailable),
    "secondary limit": ([error(403, SECONDARY)], RateLimited),
    "broken": ([httpx.Response(201, content=b"{")] * 3, Unavailable),
}


@pytest.mark.parametrize(("answers", "kind"), MINT_FAULTS.values(), ids=MINT_FAULTS.keys())
@named({name: WRITES[name] for name in ("post", "mutate")})
async def test_a_fault_while_minting_is_like_any_other(
    case: Call, answers: list[Answer], kind: type[Fault], make_app: MakeApp
) -> None:
    script = Script(ok({}), mint=list(answers))
    with pytest.raises(kind):
        await case(make_app(script).installation(7))
    assert (script.requests, script.mint) == ([], [])


async def test_minting_is_tried_again(make_app: MakeApp) -> None:
    script = Script(ok({}), mint=[error(502), httpx.ReadError("gone")])
    await make_app(script).installation(7).post("/repos/acme/shop/check-runs", {})
    assert script.minted == 1


@pytest.mark.parametrize(
    "path", ["/repos/acme/shop/contents/src/installation", "/repos/acme/shop/branches/installation", "/app/notes"]
)
async def test_no_path_is_taken_for_the_apps_own(path: str, make_app: MakeApp) -> None:
    script = Script(ok({}))
    await make_app(script).installation(7).get(path)
    assert script.requests[0].headers["authorization"].startswith("token ")


async def test_the_app_itself_shows_its_jwt(make_app: MakeApp) -> None:
    script = Script(ok({}))
    await make_app(script).itself.get("/repos/acme/shop/installation")
    assert script.requests[0].headers["authorization"].startswith("Bearer ey")


def test_a_private_key_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="not an RSA private key in PEM format") as caught:
        App(1, f"-----BEGIN RSA PRIVATE KEY-----\n{CANARY}\n-----END RSA PRIVATE KEY-----\n")
    assert CANARY not in "".join(traceback.format_exception(caught.value))


async def test_a_client_id_will_do_where_the_number_is_unknown(private_key: str) -> None:
    script = Script(ok({"id": 4711}))
    client = App("Iv23liTestTestTest", private_key, transport=script).installation(7)
    assert [await client.app_id(), await client.app_id()] == [4711, 4711]
    assert [request.url.path for request in script.requests] == ["/app"]


# --- Pace.


async def test_writes_stay_under_eighty_a_minute(make_app: MakeApp, clock: Clock) -> None:
    script = Script(ok({}))
    client = make_app(script).installation(7)
    sent = []
    for _ in range(400):
        try:
            await client.post("/repos/acme/shop/issues/1/comments", {})
            sent.append(clock.now)
        except RateLimited as limited:
            assert limited.until - clock.now > timedelta(seconds=2)
            clock.now = limited.until
    assert len(sent) > 380
    busiest = max(sum(start <= moment < start + timedelta(seconds=60) for moment in sent) for start in sent)
    assert 70 <= busiest < 80
    assert max(clock.slept, default=0) <= 2


async def test_a_short_wait_is_sat_out(make_app: MakeApp, clock: Clock) -> None:
    client = make_app(Script(ok({}))).installation(7)
    for _ in range(75):
        await client.post("/x", {})
    clock.now += timedelta(seconds=58.5)
    await client.post("/x", {})
    assert clock.slept == [pytest.approx(1.5)]


async def test_installations_do_not_slow_each_other(make_app: MakeApp, clock: Clock) -> None:
    app = make_app(Script(ok({})))
    for installation in (1, 2, 3):
        for _ in range(75):
            await app.installation(installation).post("/x", {})
    assert clock.slept == []


# --- On the wire.

BASES = {
    "github.com": ("https://api.github.com", "/repos/a/b", "https://api.github.com/graphql", "2026-03-10"),
    "data residency": ("https://api.acme.ghe.com", "/repos/a/b", "https://api.acme.ghe.com/graphql", "2026-03-10"),
    "Enterprise Server": (
        "https://git.acme.test/api/v3",
        "/api/v3/repos/a/b",
        "https://git.acme.test/api/graphql",
        "",
    ),
    "slash at the end": (
        "https://git.acme.test/api/v3/",
        "/api/v3/repos/a/b",
        "https://git.acme.test/api/graphql",
        "",
    ),
}


@pytest.mark.parametrize(("base", "rest", "graphql", "version"), BASES.values(), ids=BASES.keys())
async def test_every_kind_of_github(base: str, rest: str, graphql: str, version: str, make_app: MakeApp) -> None:
    script = Script(ok({"data": {}}))
    client = make_app(script, base).installation(7)
    await client.get("/repos/a/b")
    await client.graphql("{ x }", {})
    assert script.requests[0].url.path == rest
    assert str(script.requests[1].url) == graphql
    for request in script.requests:
        assert request.headers.get("x-github-api-version", "") == version
        assert request.headers["user-agent"] == "waypost"


async def test_pages_follow_the_link_but_never_to_another_host(make_app: MakeApp) -> None:
    def page(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("page", 1))
        link = f'<https://evil.example/steal?per_page=100&status=open&page={number + 1}>; rel="next"'
        return ok([{"page": number}], **({"link": link} if number < 3 else {}))

    script = Script(page)
    rows = [row async for row in make_app(script).installation(7).paged("/repos/a/b/pulls", {"status": "open"})]
    assert rows == [{"page": 1}, {"page": 2}, {"page": 3}]
    assert {request.url.host for request in script.requests} == {"api.github.com"}
    assert {request.url.params["status"] for request in script.requests} == {"open"}
    assert {request.url.params["per_page"] for request in script.requests} == {"100"}


async def test_every_request_is_counted(make_app: MakeApp) -> None:
    seen: list[tuple[str, int | None]] = []
    script = Script(httpx.ReadError("gone"), error(404), mint=[])
    app = make_app(script, on_request=lambda method, status: seen.append((method, status)))
    with pytest.raises(Refused):
        await app.installation(7).get("/repos/a/b")
    assert seen == [("POST", 201), ("GET", None), ("GET", 404)]


async def test_redirects_keep_the_write_and_end_somewhere(make_app: MakeApp) -> None:
    moved = httpx.Response(307, headers={"location": "https://api.github.com/repositories/1/issues"})
    script = Script(moved, ok({"number": 1}))
    assert await make_app(script).installation(7).post("/repos/old/name/issues", {"title": "x"}) == {"number": 1}
    assert [(request.method, json.loads(request.content)) for request in script.requests] == [
        ("POST", {"title": "x"})
    ] * 2
    with pytest.raises(Refused, match="circles"):
        await make_app(Script(moved)).installation(7).get("/repos/old/name")


async def test_the_pool_survives_every_request_and_is_closed_once(make_app: MakeApp) -> None:
    class Pool(Script):
        closed = 0

        async def aclose(self) -> None:
            self.closed += 1

    pool = Pool(ok({}))
    app = make_app(pool)
    await app.installation(7).get("/x")
    assert pool.closed == 0
    await app.aclose()
    assert pool.closed == 1


async def test_githubkits_typed_models_stay_unloaded(make_app: MakeApp) -> None:
    client = make_app(Script(ok({"data": {}}))).installation(7)
    await client.get("/x")
    await client.graphql("{ x }", {})
    assert [name for name in sys.modules if name.startswith("githubkit_schemas") and ".models" in name] == []


# --- Secrets.

LEAKS: dict[str, Answer] = {
    "echoed by a refusal": error(422, f"Bad value {CANARY}", x_accepted_github_permissions=CANARY),
    "echoed by a limit": error(403, f"{SECONDARY} {CANARY}"),
    "unauthorized": error(401, CANARY),
    "in a drop": httpx.ReadError(CANARY),
}


LEAKING = [pytest.param(CALLS[call], LEAKS[leak], id=f"{call}-{leak}") for call in CALLS for leak in LEAKS]
GRAPHQL_LEAK = ok({"errors": [{"type": CANARY, "message": CANARY}]})
LEAKING += [pytest.param(CALLS[call], GRAPHQL_LEAK, id=f"{call}-echoed by GraphQL") for call in ("graphql", "mutate")]


@pytest.mark.parametrize(("case", "leak"), LEAKING)
async def test_no_error_tells_a_secret(
    case: Call, leak: Answer, make_app: MakeApp, private_key: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    with pytest.raises(Fault) as caught:
        await case(make_app(Script(leak)).installation(7))
    told = "".join(traceback.format_exception(caught.value))
    for text in (told, str(caught.value), repr(caught.value), caplog.text):
        assert CANARY[:12] not in text
        assert private_key.splitlines()[1] not in text


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES.keys())
@named(CALLS)
async def test_not_even_local_variables_hold_a_secret(
    case: Call, failure: Answer, make_app: MakeApp, private_key: str
) -> None:
    with pytest.raises(Fault) as caught:
        await case(make_app(Script(failure)).installation(7))
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True).stack
    told = "".join(str(frame.locals) for frame in frames if "/waypost/" in frame.filename)
    assert "'path'" in told
    assert CANARY[:12] not in told
    assert private_key.splitlines()[1] not in told
