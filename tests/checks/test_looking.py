"""A change is looked at once for what it has in itself, and what had to be read besides makes no difference to that."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.checks.changes import added, handbook
from waypost import checks
from waypost.change import Around, Change
from waypost.checks import looking
from waypost.telemetry.look import Look
from waypost.telemetry.reading import Reading

SNIPPETS = {
    "ts": (
        "import {E} from './e'\n",
        "import {E, P} from './more'\n",
        "posthog.capture('one', {plan: 'a'})\n",
        "posthog.capture(E.A)\n",
        "posthog.capture('two', P)\n",
        "export const P = {size: 1}\n",
        "export enum E { A = 'here' }\n",
        "function f(name) { posthog.capture(name, {...P}) }\n",
        "export function tell(event_name, props) { posthog.capture(event_name) }\n",
        "import {tell} from './e'\ntell('three', {a: 1})\n",
        "posthog.capture((\n",
        "this.tell(E.B)\n",
    ),
    "swift": (
        "posthog.capture(Events.opened)\n",
        "posthog.capture(.opened)\n",
        "posthog.capture(\"one\", properties: props)\n",
        'struct Events { static let opened = "opened" }\n',
        'extension Events { static let closed = "closed" }\n',
        "enum Events: String { case opened }\n",
    ),
    "go": (
        "package a\n",
        "func f() { client.Enqueue(posthog.Capture{Event: Opened}) }\n",
        'var Opened = "opened"\n',
        'func init() { Opened = "x" }\n',
    ),
    "py": ("from e import A\n", "posthog.capture('u', A)\n", "posthog.capture('u', 'one')\n", "A = 'a'\n"),
}  # fmt: skip
NAMES = ("e", "more", "a", "b", "Events")
FILE = st.sampled_from(sorted(SNIPPETS)).flatmap(
    lambda end: st.tuples(
        st.sampled_from(NAMES).map(lambda name: f"{name}.{end}"),
        st.lists(st.sampled_from(SNIPPETS[end]), min_size=1, max_size=5).map("".join),
    )
)
FILES = st.lists(FILE, max_size=8).map(dict)


BOOK = handbook()
MANY = 50


@pytest.fixture(autouse=True)
def _nothing_is_known() -> None:
    forget()


def forget() -> None:
    looking.forget()
    looking._look.cache_clear()


def gathered(change: Change, others: dict[str, str]) -> Change:
    """The change with what the checks want to know of what is around it."""
    for _ in range(checks.ROUNDS):
        need = checks.needed(change, BOOK)
        if need is None:
            break
        around = change.around or Around(frozenset(others) | {file.path for file in change.files})
        texts = tuple((path, others[path].encode()) for path in need.paths)
        change = replace(change, around=replace(around, texts=around.texts + texts))
    return change


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILES, FILES)
def test_it_finds_what_one_look_at_all_of_it_finds(own: dict[str, str], others: dict[str, str]) -> None:
    change = gathered(added(own), others)
    found = looking.look(change, BOOK)
    forget()
    assert looking.look(replace(change), BOOK) == found


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    counts: Counter[str] = Counter()
    for owner, method in ((Reading, "site"), (Look, "_called")):
        original = getattr(owner, method)

        def counting(self: object, *given: object, _original: object = original, _what: str = method) -> object:
            counts[_what] += 1
            return _original(self, *given)  # type: ignore[operator]

        monkeypatch.setattr(owner, method, counting)
    yield counts


@pytest.mark.parametrize("asks", [pytest.param(False, id="nothing-asked"), pytest.param(True, id="another-file-asks")])
def test_calls_that_say_all_themselves_are_read_once(counted: Counter[str], asks: bool) -> None:
    files = {f"a{n}.ts": f"posthog.capture('event_{n}_done', {{plan: 'a'}})\n" for n in range(MANY)}
    last = {"z.ts": "import {E} from './e'\nposthog.capture(E.A)\n"} if asks else {}
    change = gathered(added({**files, **last}), {"e.ts": "export const E = {A: 'a_b_done'}\n"})
    checks.run(change, BOOK)
    assert counted["site"] == MANY + 3 * asks
    assert counted["_called"] == MANY + asks


def test_calls_that_name_what_stands_elsewhere_are_read_once_a_round(counted: Counter[str]) -> None:
    text = "import {E} from './e'\n" + "posthog.capture(E.A)\n" * MANY
    change = gathered(added({"a.ts": text}), {"e.ts": "export const E = {A: 'a_b_done'}\n"})
    checks.run(change, BOOK)
    assert [path for path, _ in (change.around or Around()).texts] == ["e.ts"]
    assert counted["site"] == 3 * MANY
    assert counted["_called"] == MANY


def test_names_that_nobody_has_are_no_reason_to_look_again(counted: Counter[str]) -> None:
    """What is found out about the whole repository at the end is not what a look depends on."""
    change = gathered(added({"a.ts": "posthog.capture('a_b_done')\n" * MANY}), {})
    change = replace(change, around=Around(unmentioned=frozenset({"x"})))
    checks.run(change, BOOK)
    assert counted["site"] == MANY


NO_CODE = [
    pytest.param(
        {"app/src/main/java/a.kt": "posthog.capture(context.getString(R.string.opened))\n"},
        {
            "app/src/main/res/values/keys.xml": '<resources><string name="opened">cart_opened</string></resources>',
            "app/src/main/res/values-de/strings.xml": "<resources/>",
        },
        "cart_opened",
        id="a string resource",
    ),
    pytest.param(
        {"a.swift": "GleanMetrics.Menu.opened.record()\n"},
        {"app/metrics.yaml": "menu:\n  opened:\n    type: event\n"},
        "menu.opened",
        id="a plan of Glean's",
    ),
]


@pytest.mark.parametrize(("own", "others", "name"), NO_CODE)
def test_files_that_are_no_code_are_asked_for_where_they_have_a_name(
    own: dict[str, str], others: dict[str, str], name: str
) -> None:
    found = looking.look(gathered(added(own), others), BOOK)
    assert [it.text for _, sites in found.calls for site in sites for it in site.names] == [name]
