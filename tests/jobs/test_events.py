import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.jobs.workshop import pull_request
from waypost.jobs.events import HANDLED, Delivery, Unreadable, pack, parse, unpack

REPOSITORY = {"full_name": "octo/shop", "name": "shop", "owner": {"login": "octo"}}


def delivery(event: str, **fields: object) -> Delivery:
    body = json.dumps({"action": "created", "repository": REPOSITORY} | fields).encode()
    return Delivery("a-guid", event, parse(event, body), datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        pytest.param(b"", "not JSON", id="empty"),
        pytest.param(b'{"action": "opened"', "not JSON", id="truncated"),
        pytest.param(b'{"action": "\xff"}', "not UTF-8", id="not UTF-8"),
        pytest.param(b'{"a":' * 100_000, "deeply nested", id="deep"),
        pytest.param(b"[]", "Expected `object`", id="a list"),
        pytest.param(b'{"action": 5}', "$.action", id="a number for a text"),
        pytest.param(b'{"action": "opened"}', "pull_request without `repository`", id="no repository"),
        pytest.param(
            json.dumps({"repository": REPOSITORY}).encode(), "pull_request without `pull_request`", id="no pull request"
        ),
        pytest.param(
            json.dumps({"repository": REPOSITORY, "pull_request": {"number": 1}}).encode(), "`head`", id="no head"
        ),
    ],
)
def test_a_payload_that_breaks_the_promise_is_unreadable_and_says_where(body: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why.replace("$", r"\$")):
        parse("pull_request", body)


@given(st.binary(), st.sampled_from(sorted(HANDLED)))
def test_no_bytes_whatever_end_in_anything_but_unreadable(body: bytes, event: str) -> None:
    with pytest.raises(Unreadable):
        parse(event, body)


def test_an_error_never_quotes_the_payload() -> None:
    with pytest.raises(Unreadable) as caught:
        parse("pull_request", b'{"action": "hunter2-secret", "repository": "hunter2-secret"}')
    assert "hunter2" not in str(caught.value)


def test_the_needed_fields_survive_packing() -> None:
    payload = parse("pull_request", pull_request(7, sha="c" * 40, sender={"login": "mona", "type": "Bot"}, extra=[1]))
    assert unpack(pack(payload)) == payload
    assert payload.pull_request is not None
    assert (payload.pull_request.number, payload.pull_request.head.sha) == (7, "c" * 40)
    assert "extra" not in pack(payload) and "sender" not in pack(payload)


@pytest.mark.parametrize(
    ("event", "fields"),
    [
        pytest.param("issues", {"issue": {"number": 0}}, id="number-zero"),
        pytest.param("issues", {"issue": {"number": 2**70}}, id="number-beyond-64-bits"),
        pytest.param(
            "issues", {"issue": {"number": 1}, "repository": {"full_name": "octo/shop/../x"}}, id="path-in-name"
        ),
        pytest.param(
            "issues", {"issue": {"number": 1}, "repository": {"full_name": "octo/shop?x=1#"}}, id="query-in-name"
        ),
        pytest.param("merge_group", {"merge_group": {"head_sha": "main", "base_sha": "a" * 40}}, id="ref-for-a-sha"),
        pytest.param("check_run", {"check_run": {"id": -1, "head_sha": "a" * 40}}, id="negative-id"),
    ],
)
def test_what_would_end_in_a_path_or_a_query_has_its_shape(event: str, fields: dict[str, object]) -> None:
    with pytest.raises(Unreadable, match=r"Expected `(str|int)`"):
        delivery(event, **fields)


ABC, DEF = "abc0" * 10, "def0" * 10
CHECK = {"id": 1, "head_sha": ABC}


@pytest.mark.parametrize(
    ("event", "fields", "subject"),
    [
        ("issues", {"issue": {"number": 3}}, "octo/shop#3"),
        ("check_run", {"check_run": CHECK | {"pull_requests": [{"number": 9}]}}, "octo/shop#9"),
        ("check_run", {"check_run": CHECK | {"pull_requests": []}}, f"octo/shop#{ABC}"),
        ("check_suite", {"check_suite": CHECK}, f"octo/shop#{ABC}"),
        ("merge_group", {"merge_group": {"head_sha": DEF, "base_sha": ABC}}, f"octo/shop#{DEF}"),
        ("installation", {}, "octo/shop#a-guid"),
    ],
    ids=str,
)
def test_what_belongs_together_has_one_subject(event: str, fields: dict[str, object], subject: str) -> None:
    assert delivery(event, **fields).subject == subject


@pytest.mark.parametrize(("action", "pile"), [("synchronize", "octo/shop#1"), ("opened", None), ("edited", None)])
def test_only_pushes_pile_up(action: str, pile: str | None) -> None:
    pushed = Delivery("g", "pull_request", parse("pull_request", pull_request(action=action)), datetime.now(UTC))
    assert pushed.pile == pile
