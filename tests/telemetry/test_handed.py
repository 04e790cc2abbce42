"""What a call hands over: each key where it is written, with where its value comes from."""

import pytest

from waypost.telemetry.calls import find_calls
from waypost.telemetry.handed import MAX_SPREADS, Handed
from waypost.telemetry.sdks import sdks


def handed(path: str, source: str) -> Handed:
    (site,) = find_calls(path, source.encode(), sdks())
    return site.handed


@pytest.mark.parametrize(
    ("path", "record", "keys"),
    [
        pytest.param("a.ts", "{plan: p}", [("plan", "p", 11, False)], id="key"),
        pytest.param("a.ts", "{plan}", [("plan", "plan", 11, True)], id="shorthand"),
        pytest.param("a.ts", "{plan: plan}", [("plan", "plan", 11, False)], id="same-name"),
        pytest.param("a.ts", "{'a-b': x?.y}", [("a-b", "x?.y", 12, False)], id="quoted"),
        pytest.param("a.ts", "{['a']: 1}", [("a", "1", 13, False)], id="computed-literal"),
        pytest.param("a.ts", "{/* plan */ 'pl\\x61n': 1}", [("plan", "1", None, False)], id="escaped"),
        pytest.param("a.ts", "{a: {b}}", [("a", "{b}", 11, False), ("a.b", "b", 15, True)], id="within"),
        pytest.param("a.ts", "{a: {b: {c: 1}}}", [("a", "{b: {c: 1}}", 11, False), ("a.b", "{c: 1}", 15, False)],
                     id="no-deeper"),
        pytest.param("a.ts", "{map: 1, m: 2}", [("map", "1", 11, False), ("m", "2", 19, False)], id="part-of-a-word"),
        pytest.param("a.py", "{'plan': user.plan}", [("plan", "user.plan", 12, False)], id="dict"),
        pytest.param("a.py", "dict(plan=plan)", [("plan", "plan", 15, False)], id="keywords"),
    ],
)  # fmt: skip
def test_keys(path: str, record: str, keys: list[tuple[str, str, int | None, bool]]) -> None:
    before = "posthog.capture(" if path == "a.ts" else "posthog.capture(u, "
    found = [
        (key.name, key.value, key.span and key.span.column - len(before), key.shorthand)
        for key in handed(path, f"{before}'event', {record})").keys
    ]
    assert found == keys


@pytest.mark.parametrize(
    ("path", "argument", "whole"),
    [
        pytest.param("a.ts", "user", ["user"], id="variable"),
        pytest.param("a.ts", "{...user, a: {...inner}, b: '...text', ...f()}", ["user", "f()"], id="spreads"),
        pytest.param("a.py", "{**user.data, 'a': 2 ** x}", ["user.data"], id="python"),
        pytest.param("a.ts", "null", [], id="nothing"),
        pytest.param("a.ts", "{}", [], id="empty"),
        pytest.param("a.ts", "{" + "...a," * 50 + "}", ["a"] * MAX_SPREADS, id="bounded"),
    ],
)
def test_what_is_passed_on_as_a_whole(path: str, argument: str, whole: list[str]) -> None:
    call = f"posthog.capture({'u, ' if path == 'a.py' else ''}'event', {argument})"
    assert [text for text, _ in handed(path, call).whole] == whole


def test_a_constant_record_is_looked_into_and_has_no_place_at_the_call() -> None:
    found = handed("a.ts", "const plan = {email: user.email};\nposthog.capture('event', plan)")
    assert [(key.name, key.value) for key in found.keys] == [("email", "user.email")]
    assert found.record is None
