"""Secrets never turn up in logs, comments, check runs, answers or figures, and bodies of payloads never in logs."""

import base64
import re
from collections.abc import Iterator

import pytest

from tests.standin import forged, key_pair, signatures
from tests.whole.conftest import opened
from tests.whole.house import SECRET, House
from tests.whole.shop import GOOD, ISSUE, OFF, WORSE, Shop
from tests.whole.test_faults import TROUBLES
from waypost.handlers import pull_request
from waypost.jobs.inbox import State
from waypost.web.webhook import PATH

BODY = "ghp_CanaryInTheBodyOfAnIssue0123456789ab"
PLAIN = "canary-that-looks-like-nothing"


@pytest.fixture
def shop(close: House) -> Iterator[Shop]:
    yield from opened(close)


def trouble(shop: Shop) -> str:
    """A session in which everything goes wrong once; all that was answered at the door."""
    house, github = shop.house, shop.house.github
    house.clock.at_once = True
    said = ""
    for number, case in enumerate(TROUBLES.values()):
        github.fault(rf"(POST|PATCH) /.*({shop.name}|access_tokens)", case.kind, case.times, case.after_effect)
        shop.pull({"a.ts": (OFF, WORSE, GOOD)[number % 3]}, f"work-{number}", title=PLAIN, body=f"{BODY} {PLAIN}")
        if number % 5 == 0:
            github.expire_tokens()
    shop.issue(f"{ISSUE}\n{BODY} {PLAIN}")
    delivery = house.newest
    for raw in (
        b'{"action": "' + BODY.encode(),
        delivery.raw.replace(b'"number":', b'"number":"' + BODY.encode() + b'",'),
    ):
        mad = forged(
            delivery,
            raw=raw,
            headers={**delivery.headers, **signatures(SECRET, raw), "X-GitHub-Delivery": f"mad{len(raw)}"},
        )
        assert house.post(mad) == 202
    house.rest()
    answer = house.client.post(
        PATH, content=SECRET.encode(), headers={**delivery.headers, "X-Hub-Signature-256": SECRET}
    )
    said += answer.text + str(answer.headers)
    for path in ("/metrics", "/readyz", "/healthz", "/nothing"):
        said += house.client.get(path).text
    return said


def test_a_session_full_of_trouble_gives_no_secret_away(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    house, github = shop.house, shop.house.github
    answers = trouble(shop)

    def crash(facts: object) -> None:
        raise RuntimeError(f"of ours, with {SECRET} and {next(iter(github.state.tokens), '')} and {BODY} in it")

    monkeypatch.setattr(pull_request, "verdict", crash)
    shop.pull({"a.ts": OFF}, "crash")
    issues = github.repository(shop.name).issues
    comments = "".join(one.body for number in issues for one in shop.said(number))
    runs = "".join(
        f"{run.title}{run.summary}{run.text}{run.annotations}{run.external_id}" for run in github.check_runs(shop.name)
    )
    reasons = "".join(str(row.reason) for row in house.app.state.engine.inbox.listing(State.UNREADABLE, limit=-1))
    log = house.log.getvalue()
    lines = [line for line in key_pair().private.splitlines() if not line.startswith("---")]
    tokens = {seen.headers["authorization"].partition(" ")[2] for seen in github.requests}
    assert len(tokens) > 3
    for secret in (SECRET, *lines, *tokens, *github.state.tokens, BODY):
        for place in (answers, comments, runs, reasons, log):
            assert secret not in place
    assert PLAIN not in log + answers + reasons
    assert "of ours, with [hidden] and [hidden]" in log, "the log was looked at where it matters"
    assert "decided" in log
    assert base64.b64encode(SECRET.encode()).decode() not in log
    assert not re.search(r"\beyJ[\w-]{8,}\.", log + answers + comments + runs)
