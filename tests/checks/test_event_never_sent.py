"""An event whose name is nowhere any more is told, if somebody could look for it everywhere."""

from dataclasses import replace

import pytest

from tests.checkout.repository import Repository
from tests.checks.changes import fixed, handbook, patched
from waypost import checkout, checks
from waypost.change import Around, Change, ChangedFile
from waypost.finding import Finding
from waypost.telemetry.spec import PATH

NAME = "event-never-sent"
SPEC = "events:\n  cart_seen: {owner: a}\n  cart_paid: {}\n  old_event: {status: deprecated}\n"
GONE = "-posthog.capture('cart_seen');\n f();"


def found(change: Change, spec: str = SPEC, unmentioned: bool = True) -> tuple[Finding, ...]:
    book = handbook(spec)
    if unmentioned:
        change = replace(change, around=Around(unmentioned=frozenset(checks.leaving(change, book))))
    return tuple(finding for finding in checks.run(change, book).findings if finding.check == NAME)


@pytest.mark.parametrize(
    "patch",
    [
        pytest.param(GONE, id="call"),
        pytest.param("-export const SEEN = 'cart_seen';\n f();", id="constant"),
        pytest.param('-  return <a data-event="cart_seen">;\n f();', id="markup"),
    ],
)
def test_an_event_that_nothing_sends_is_told(patch: str) -> None:
    (finding,) = found(patched({"a.tsx": patch}))
    assert finding.message == (
        "Give `cart_seen` the status `removed` in `telemetry/spec.yml`: after this change nothing sends it any more."
    )
    assert (finding.path, finding.span.line) == ("a.tsx", 1)
    after = fixed(finding, {PATH: SPEC})[PATH]
    assert after == SPEC.replace("{owner: a}", "{owner: a, status: removed}")
    assert checks.leaving(patched({"a.tsx": patch}), handbook(after)) == ()


@pytest.mark.parametrize(
    "patch",
    [
        pytest.param("-posthog.capture('cart_seen');\n posthog.capture('cart_seen');", id="still-sent"),
        pytest.param("-posthog.capture('cart_seen');\n // cart_seen", id="still-mentioned"),
        pytest.param("-posthog.capture('other');", id="not-declared"),
        pytest.param("-posthog.capture('old_event');", id="retired-already"),
        pytest.param("-posthog.capture('cart_seen');\n+posthog.capture('cart_viewed');", id="renamed"),
        pytest.param("+posthog.capture('cart_paid');", id="added"),
        pytest.param("-f('cart_seen');\n g();\n+posthog.capture('cartSeen');", id="sent-under-a-near-name"),
        pytest.param("-posthog.capture('cart_seen');\n+posthog.capture(`cart_${step}`);", id="sent-by-a-pattern"),
    ],
)
def test_all_else_is_left_alone(patch: str) -> None:
    assert found(patched({"a.ts": patch})) == ()


def test_where_nobody_could_look_nothing_is_said() -> None:
    assert found(patched({"a.ts": GONE}), unmentioned=False) == ()


def test_settling_it_in_the_change_itself_is_enough() -> None:
    change = patched({"a.ts": GONE})
    head = ChangedFile(PATH, "modified", SPEC.replace("owner: a", "status: removed").encode(), frozenset())
    assert found(replace(change, files=(*change.files, head))) == ()


def test_of_a_file_that_is_gone_the_spec_is_the_place() -> None:
    (finding,) = found(
        Change("a" * 40, "b" * 40, (ChangedFile("a.ts", "removed", None, frozenset(), removed="f('cart_seen')"),))
    )
    assert (finding.path, finding.span.line) == (PATH, 2)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        pytest.param({}, 1, id="nowhere"),
        pytest.param({"b.swift": 'let seen = "cart_seen"'}, 0, id="constant-elsewhere"),
        pytest.param({"docs/a.md": "cart_seen is sent when…"}, 1, id="prose"),
        pytest.param({"config.json": '{"event": "cart_seen"}'}, 0, id="data"),
    ],
)
def test_a_checkout_looks_everywhere(files: dict[str, str], told: int, tmp_path: object) -> None:
    repository = Repository(tmp_path)  # type: ignore[arg-type]
    base = repository.commit({PATH: SPEC, "a.ts": "posthog.capture('cart_seen');\nf();\n", **files})
    repository.branch("work")
    head = repository.commit({"a.ts": "f();\n"})
    change, book = checkout.gathered(repository.root, base, head)
    assert len([finding for finding in checks.run(change, book).findings if finding.check == NAME]) == told


def test_several_events_are_one_remark() -> None:
    (finding,) = found(patched({"a.ts": "-f('cart_seen');\n-f('cart_paid');\n g();"}))
    assert finding.message.startswith("Give `cart_seen`, `cart_paid` the status `removed` in `telemetry/spec.yml`")
    after = fixed(finding, {PATH: SPEC})[PATH]
    assert after == SPEC.replace("{owner: a}", "{owner: a, status: removed}").replace("{}", "{status: removed}")


@pytest.mark.parametrize(
    ("count", "more"),
    [
        pytest.param(4, "", id="all"),
        pytest.param(5, " 1 more name that it takes out was not looked for.", id="one-more"),
        pytest.param(9, " 5 more names that it takes out were not looked for.", id="several-more"),
    ],
)
def test_many_events_are_looked_for_by_turns(count: int, more: str) -> None:
    names = [f"page{number}_seen" for number in range(count)]
    spec = "events:\n" + "".join(f"  {name}: {{}}\n" for name in names)
    change = patched({"a.ts": "".join(f"-f('{name}');\n" for name in names) + " g();"})
    (finding,) = found(change, spec)
    assert finding.message.partition("any more.")[2] == more
    after = fixed(finding, {PATH: spec})[PATH]
    assert checks.leaving(change, handbook(after)) == tuple(names[4:8])
