"""What a key that is not known leads to may be any member: all of them are told, or none is."""

import pytest

from waypost.telemetry.calls import find_calls
from waypost.telemetry.paths import Paths
from waypost.telemetry.resolve import Resolution
from waypost.telemetry.scan import scan
from waypost.telemetry.sdks import sdks

EVENTS = "const EVENTS = {opened: 'a', closed: 'b'}\n"
STEPS = "const STEPS = [{event: {name: 'a'}}, {title: 'x'}, {event: {name: 'b'}}]\n"

KNOWN = [
    pytest.param(EVENTS + "posthog.capture(EVENTS[kind])", id="an object"),
    pytest.param(EVENTS + "const {opened, ...rest} = EVENTS\nconst it = EVENTS[kind]\nposthog.capture(it)", id="kept"),
    pytest.param(
        "const E = {x: {name: 'a'}, y: {name: 'b'}} as const\nposthog.capture(E[kind()].name)", id="its field"
    ),
    pytest.param("const E = {x: {y: 'a'}, z: {w: 'b'}}\nposthog.capture(E[x][y])", id="of objects within"),
    pytest.param("const E = {x: {name: 'a'}, y: {name: 'b'}}\nconst {name} = E[kind]\nposthog.capture(name)", id="out"),
    pytest.param(
        "const E = {x: {name: 'a'}, y: {name: 'b'}}\nconst {name: event} = E[kind]\nposthog.capture(event)", id="as"
    ),
    pytest.param(
        "for (const it of [{name: 'a'}, ...(x ? [{name: 'b'}] : [])]) { posthog.capture(it.name) }", id="spread into it"
    ),
    pytest.param(
        "for (const it of us.map((u) => ({id: u, n: u.is ? 'a' : 'b'}))) { posthog.capture(it.n) }", id="made"
    ),
    pytest.param(
        "const more = us.map((u) => { return {id: u, n: 'b'} })\nconst all = [{n: 'a'}, ...more]\n"
        "all.forEach((it) => { posthog.capture(it.n) })",
        id="made, and spread into it",
    ),
    pytest.param("for (const it of us.flatMap((u) => [{n: 'a'}, {n: 'b'}])) { posthog.capture(it.n) }", id="flat"),
    pytest.param(
        "function f() { const all = []\n if (x) all.push({n: 'a'})\n all.push({n: 'b'})\n"
        " all.forEach((it) => posthog.capture(it.n)) }\nfunction g() { const all = []; all.push({n: 'c'}) }",
        id="added to, with what is known",
    ),
    pytest.param("enum E {A = 'a', B = 'b'}\nposthog.capture(E[kind])", id="an enum"),
    pytest.param("posthog.capture(['a', 'b'][at])", id="a list right there"),
    pytest.param(STEPS + "const step = STEPS[at - 1]\nif (step.event) posthog.capture(step.event.name)", id="a list"),
    pytest.param(STEPS + "STEPS.forEach((step) => posthog.capture(step.event.name))", id="gone through"),
    pytest.param(
        STEPS + "STEPS.filter(Boolean).map(({event}) => <a onClick={() => posthog.capture(event.name)} />)", id="map"
    ),
    pytest.param(
        STEPS + "for (const {event: {name}} of STEPS) {}\nfor (const it of STEPS) { posthog.capture(it.event.name) }",
        id="for",
    ),
    pytest.param("for (const event of ['a', 'b']) { posthog.capture(event) }", id="for, of a list right there"),
    pytest.param(
        EVENTS + "for (const [key, event] of Object.entries(EVENTS)) { posthog.capture(event) }", id="entries"
    ),
    pytest.param(EVENTS + "Object.values(EVENTS).forEach(function (event) { posthog.capture(event) })", id="values"),
    pytest.param(
        "const steps = useMemo(() => [{event: 'a'}, {event: 'b'}], [])\nposthog.capture(steps[0 + at].event)", id="memo"
    ),
    pytest.param(
        "const steps = React.useMemo(() => { const x = 1; return {m: 'a', n: 'b'} }, [])\nposthog.capture(steps[at])",
        id="memo with a body",
    ),
    pytest.param("const B = 'b'\nconst E = {y: 'a', [x]: B}\nposthog.capture(E[z])", id="a key that is a constant"),
]


@pytest.mark.parametrize("source", KNOWN)
def test_any_of_all_members_may_be_meant(source: str) -> None:
    (site,) = find_calls("a.tsx", source.encode(), sdks())
    assert ([name.text for name in site.names], site.resolution) == (["a", "b"], Resolution.CONSTANT)


def test_a_key_that_is_known_leads_to_its_member_alone() -> None:
    source = EVENTS + "const K = 'closed'\nposthog.capture(EVENTS[K])\nposthog.capture(EVENTS[x ? 'opened' : K])"
    sites = find_calls("a.ts", source.encode(), sdks())
    assert [[name.text for name in site.names] for site in sites] == [["b"], ["a", "b"]]


def test_python() -> None:
    source = "E = {'x': 'a', 'y': 'b'}\nposthog.capture(1, E[kind])\nposthog.capture(1, E[kind:])\n"
    source += "L = ['a', 'b']\nposthog.capture(1, L[at])\nposthog.capture(1, L[0])\nM = ['a']\nM.append(x)\n"
    sites = find_calls("a.py", (source + "posthog.capture(1, M[at])").encode(), sdks())
    assert [[name.text for name in site.names] for site in sites] == [["a", "b"], [], ["a", "b"], [], []]


UNKNOWN = [
    pytest.param("const E = ['a', 'b']\nposthog.capture(E[0])", id="a position"),
    pytest.param("const E = ['a']\nE.unshift('b')\nposthog.capture(E[at])", id="added to in another way"),
    pytest.param("const E = ['a']\nE.push(...other)\nposthog.capture(E[at])", id="others are added"),
    pytest.param("for (const it of us.map((u) => u)) { posthog.capture(it) }", id="made of what is not known"),
    pytest.param("for (const it of us.map(give)) { posthog.capture(it) }", id="made by another function"),
    pytest.param("for (const it of us.other((u) => 'a')) { posthog.capture(it) }", id="given by another method"),
    pytest.param("const E = {xa: 'a', yb: 'b'}\nposthog.capture(E[`x${it}`])", id="a key that is put together"),
    pytest.param("const E = {xa: 'a', yb: 'b'}\nposthog.capture(E['x' + it])", id="a key that is added to"),
    pytest.param("const E = {x: 'a', y: other}\nposthog.capture(E[kind])", id="one is not known"),
    pytest.param("const E = {x: 'a', ...more}\nposthog.capture(E[kind])", id="more of them elsewhere"),
    pytest.param("const E = ['a', ...more]\nposthog.capture(E[at])", id="more of a list elsewhere"),
    pytest.param("const E = {x: 'a'}\nE.x = other\nposthog.capture(E[kind])", id="written to"),
    pytest.param("const E = {x: 'a'}\nE[y] = other\nposthog.capture(E[kind])", id="a key put into it"),
    pytest.param("const E = {x: 'a'}\nE.y = 'b'\nposthog.capture(E[kind])", id="one more put into it"),
    pytest.param("const E = {x: 'a'}\nE[y] ??= 'b'\nposthog.capture(E[kind])", id="put into it if it is missing"),
    pytest.param("const E = [{n: 'a'}]\nE[0].n = 'b'\nposthog.capture(E[at].n)", id="a field written to"),
    pytest.param("const E = [{n: 'a'}]\nE.map((it) => { it.n = 'b' })\nposthog.capture(E[at].n)", id="by another name"),
    pytest.param("const E = [{n: 'a'}]\nfor (const it of E) { it.n = 'b'; posthog.capture(it.n) }", id="as it goes"),
    pytest.param("const E = ['a']\nE.push(other)\nposthog.capture(E[0 + at])", id="added to"),
    pytest.param("const E = {x: {name: 'a'}, y: {name: 1}}\nposthog.capture(E[kind].name)", id="one is no text"),
    pytest.param("let E = {x: 'a'}\nE = other\nposthog.capture(E[kind])", id="something else by then"),
    pytest.param("const E = ['a', 'b']\nE.map((it, at) => posthog.capture(at))", id="where it is in a list"),
    pytest.param("const E = ['a']\nE.map((it) => { it = other; posthog.capture(it) })", id="written over"),
    pytest.param("const E = ['a']\nE.reduce((it) => { posthog.capture(it) })", id="given to something else"),
    pytest.param("const E = ['a']\nE.map(other, (it) => { posthog.capture(it) })", id="second argument"),
    pytest.param("const E = [{n: 'a'}]\nE.map(({n = 'b'}) => { posthog.capture(n) })", id="a default"),
    pytest.param("const E = {x: 'a'}\nfor (const it in E) { posthog.capture(it) }", id="its keys"),
    pytest.param("class E { static x = 'a' }\nposthog.capture(E[kind])", id="a class"),
    pytest.param(
        "const E = {" + ", ".join(f"k{at}: 'n{at}'" for at in range(40)) + "}\nposthog.capture(E[k])", id="many"
    ),
    pytest.param(
        "const E = useMemo(() => { if (x) return ['a']\n return ['b'] }, [])\nposthog.capture(E[at])", id="memo"
    ),
]


@pytest.mark.parametrize("source", UNKNOWN)
def test_nothing_is_said_where_a_member_may_be_anything(source: str) -> None:
    sites = find_calls("a.tsx", source.encode(), sdks())
    assert [(site.names, site.resolution) for site in sites] == [((), Resolution.UNRESOLVED)]


EXPORTED = {"ts": "export const E = {x: 'a'}", "py": "E = {'x': 'a'}"}
USED = {
    "ts": "import {E} from './events'\nposthog.capture(E[kind])",
    "py": "from events import E\nposthog.capture(1, E[kind])",
}
ELSEWHERE = [
    pytest.param("ts", "import {E} from './events'\nif (E.x === E[kind]) console.log(E)", ["a"], id="read"),
    pytest.param("ts", "import {E} from './events'\nE.y = 'b'", [], id="a key"),
    pytest.param("ts", "import {E} from './events'\nE[y] = 'b'", [], id="any key"),
    pytest.param("ts", "import * as events from './events'\nObject.assign(events.E, {y: 'b'})", [], id="several keys"),
    pytest.param("ts", "const E = {}\nE.y = require('./events')", ["a"], id="something else of its name"),
    pytest.param("py", "import events\nprint(events.E['x'] == 'b')", ["a"], id="python, read"),
    pytest.param("py", "import events\nevents.E[key] = 'b'", [], id="python, a key"),
    pytest.param("py", "from events import E\nE.update(y='b')", [], id="python, keys"),
]


@pytest.mark.parametrize(("suffix", "source", "wanted"), ELSEWHERE)
def test_another_file_may_put_something_into_it(suffix: str, source: str, wanted: list[str]) -> None:
    imported = "import posthog" + (" from 'posthog-js'\n" if suffix == "ts" else "\n")
    texts = {"events": EXPORTED[suffix], "used": imported + USED[suffix], "other": source}
    files = {f"{name}.{suffix}": text.encode() for name, text in texts.items()}
    (site,) = scan(Paths(files, files.get, partial=False), sorted(files), sdks()).sites
    assert [name.text for name in site.names] == wanted


PARTS = [
    pytest.param("const A = ['a']\nconst E = [...A]\n", "", ["a"], id="nothing more"),
    pytest.param("export const A = ['a']\nconst E = [...A]\n", "import {A} from './used'\nA.push('b')", [], id="one"),
    pytest.param("const A = ['a']\nconst E = A\nA.push('b')\n", "", [], id="by the name that it has first"),
    pytest.param("const E = []\nE.push('a')\n", "", ["a"], id="step by step"),
    pytest.param("const E = []\n" + "E.push('a')\n" * 65, "", [], id="in more steps than are looked at"),
    pytest.param("const E = []\naddOthers(E)\nE.push('a')\n", "", [], id="step by step, and by others"),
]


@pytest.mark.parametrize(("made", "other", "wanted"), PARTS)
def test_a_list_that_is_a_part_of_another_one_may_get_more(made: str, other: str, wanted: list[str]) -> None:
    source = f"import posthog from 'posthog-js'\n{made}E.forEach((it) => posthog.capture(it))"
    files = {"used.ts": source.encode(), "other.ts": other.encode()}
    (site,) = scan(Paths(files, files.get, partial=False), sorted(files), sdks()).sites
    assert [name.text for name in site.names] == wanted
