"""What a function returns is the name of the event that a call of it stands for, where all of it is known."""

import pytest

from tests.telemetry.test_calls import told
from tests.telemetry.test_program import sent
from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

SWITCH = "switch (k) { case 'a': return 'opened'; case 'b': return `closed` as const; default: return EVENTS.PAID }"
EVENTS = "export const EVENTS = {PAID: 'paid'}\n"
KNOWN = [
    pytest.param(
        "ts",
        EVENTS + "function name(k) { " + SWITCH + " }\nposthog.capture(name(k))",
        "opened | closed | paid",
        id="switch",
    ),
    pytest.param("ts", "const name = () => 'a'; posthog.capture(name())", "a", id="arrow"),
    pytest.param("ts", "const n = {of(k) { return 'a' }}; posthog.capture(n.of(k))", "a", id="a method of an object"),
    pytest.param("ts", "const n = {of: k => k}; posthog.capture(n.of('a'))", "a", id="a function of an object"),
    pytest.param(
        "ts",
        "const name = (k, a, b) => { if (k) return a; else { const c = b; return c } }\n"
        "posthog.capture(name(1, 'a', 'b'))",
        "a | b",
        id="one of its parameters",
    ),
    pytest.param(
        "ts", "const name = (k, a, b) => k ? a : b\nposthog.capture(name(k, 'a', 'b'))", "a | b", id="condition"
    ),
    pytest.param(
        "ts",
        "const name = (k) => `x_${k}`\nposthog.capture(name('a')); posthog.capture(name(y))",
        "x_a | x_{k}",
        id="template",
    ),
    pytest.param("ts", "const name = (k) => 'a'\nposthog.capture('x_' + name(k))", "x_{k}", id="a part of a text"),
    pytest.param("ts", "const name = () => 'a'\nconst n = name()\nposthog.capture(n)", "a", id="kept in a constant"),
    pytest.param("ts", "const g = () => 'a', f = () => g()\nposthog.capture(f())", "a", id="two functions"),
    pytest.param(
        "ts", "const f = () => { try { return 'a' } catch (e) { throw e } }\nposthog.capture(f())", "a", id="try"
    ),
    pytest.param(
        "ts", "function f(a = 'b') { return a }\nposthog.capture(f('a'))", "a", id="a default that is not taken"
    ),
    pytest.param(
        "py",
        "def name(kind, other):\n  if kind == 1:\n    return 'a'\n"
        "  elif kind:\n    raise X\n  else:\n    return other\n"
        "posthog.capture('u', name(1, other='b'))",
        "a | b",
        id="python",
    ),
    pytest.param("py", "name = lambda k: f'x_{k}'\nposthog.capture('u', name('a'))", "x_{k}", id="a lambda"),
    pytest.param(
        "php",
        "<?php function name($k) { switch ($k) { case 1: return 'a'; default: return $k; } }\n"
        "PostHog::capture(['event' => name('b')]);",
        "a | b",
        id="php",
    ),
]


@pytest.mark.parametrize(("suffix", "source", "expected"), KNOWN)
def test_what_a_function_returns_is_the_name(suffix: str, source: str, expected: str) -> None:
    sites = find_calls(f"a.{suffix}", source.encode(), sdks())
    assert " | ".join(name.text for site in sites for name in site.names) == expected
    assert all(site.resolution < 3 for site in sites)


UNKNOWN = [
    pytest.param("ts", "const f = (k) => { if (k) return 'a' }", "f(1)", id="nothing at the end"),
    pytest.param("ts", "const f = (k) => { if (!k) return; return 'a' }", "f(1)", id="nothing early"),
    pytest.param("ts", "const f = (k) => { if (!k) return undefined; return 'a' }", "f(1)", id="undefined"),
    pytest.param("ts", "const f = (k) => { if (!k) return ''; return 'a' }", "f(1)", id="an empty text"),
    pytest.param("ts", "const f = (k) => { switch (k) { case 1: return 'a' } }", "f(1)", id="no default"),
    pytest.param("ts", "const f = (k) => { switch (k) { case 1: break; default: return 'a' } }", "f(1)", id="a break"),
    pytest.param("ts", "const f = (k) => { if (k) return 'a'; return other }", "f(1)", id="something else, too"),
    pytest.param("ts", "const f = (k) => { for (const x of k) return 'a' }", "f(1)", id="a loop"),
    pytest.param("ts", "const f = async () => 'a'", "f()", id="async"),
    pytest.param("ts", "function* f() { yield 'b'; return 'a' }", "f()", id="generator"),
    pytest.param("ts", "const n = {*of() { return 'a' }}", "n.of()", id="a generator of an object"),
    pytest.param("ts", "const n = {get of() { return 'a' }}", "n.of()", id="getter"),
    pytest.param("ts", "const n = {of() { return 'a' }}; n.of = other", "n.of()", id="a method that is written over"),
    pytest.param("ts", "function f() { return 'a' }\nf = other", "f()", id="written over"),
    pytest.param("ts", "function f() { return 'a' }\nfunction f() { return 'b' }", "f()", id="twice"),
    pytest.param("ts", "let f = () => 'a'", "f()", id="may be written over"),
    pytest.param("ts", "const f = () => 'a'\nfunction g(f) {", "f()) }", id="shadowed"),
    pytest.param("ts", "const f = () => f()", "f()", id="itself"),
    pytest.param("ts", "const f = () => g()\nconst g = () => f()", "f()", id="a circle"),
    pytest.param("ts", "const f = (k) => k ? f(0) : 'a'", "f()", id="itself, at last"),
    pytest.param("ts", "const f = (a = 'b') => a", "f()", id="default"),
    pytest.param("ts", "const f = (a) => { a = 'b'; return a }", "f('a')", id="a parameter that is written over"),
    pytest.param("ts", "const f = ({a}) => a", "f({a: 'a'})", id="taken apart"),
    pytest.param("ts", "const f = (...a) => a", "f('a')", id="rest"),
    pytest.param("ts", "const f = (a, b) => b", "f(...x, 'a')", id="spread"),
    pytest.param("ts", "const f = (a) => { { let a = g(); return a } }", "f('a')", id="another one of its name"),
    pytest.param("ts", "const f = (a) => (() => { return 'b' }, a.name)", "f('a')", id="only within"),
    pytest.param("ts", "const f = () => { try { return 'a' } finally { return g() } }", "f()", id="finally"),
    pytest.param("ts", "class C { f() { return 'a' } }", "this.f()", id="a method may be another class's"),
    pytest.param("ts", "const f = useCallback(() => 'a')", "f()", id="kept by something else"),
    pytest.param("py", "async def f():\n  return 'a'", "f()", id="python, async"),
    pytest.param("py", "def f():\n  yield 1\n  return 'a'", "f()", id="python, generator"),
    pytest.param("py", "@cached\ndef f():\n  return 'a'", "f()", id="python, decorated"),
    pytest.param(
        "py", "if x:\n  def f():\n    return 'a'\nelse:\n  def f():\n    return 'b'", "f()", id="python, twice"
    ),
    pytest.param("py", "def f():\n  return 'a'\ndef g():\n  global f\n  f = other", "f()", id="python, global"),
    pytest.param("py", "def f():\n  with suppress():\n    return 'a'", "f()", id="python, with"),
    pytest.param("py", "def f(a, *, b):\n  return b", "f('a', 'b')", id="python, by keyword only"),
    pytest.param("py", "def f(a, *rest, b='c'):\n  return b", "f('a', 'b')", id="python, rest"),
    pytest.param("py", "class C:\n  def f(self):\n    return 'a'", "C.f(x)", id="python, a method"),
    pytest.param("php", "if (!function_exists('f')) { function f() { return 'a'; } }", "f()", id="php, at will"),
    pytest.param("php", "", "strtolower('a')", id="php, its own"),
]


@pytest.mark.parametrize(("suffix", "before", "call"), UNKNOWN)
def test_what_is_not_known_is_not_guessed(suffix: str, before: str, call: str) -> None:
    around = {"ts": f"{before}\nposthog.capture({call})", "py": f"{before}\nposthog.capture('u', {call})"}
    source = around.get(suffix, f"<?php {before} PostHog::capture(['event' => {call}]);")
    assert [site.names for site in find_calls(f"a.{suffix}", source.encode(), sdks())] == [()]


MADE = [
    pytest.param("({event: 'a', properties: {x: 1}})", "m()", "PostHog literal a {x: number}", id="right there"),
    pytest.param("({event: k, properties: {x: 1}})", "m('a')", "PostHog literal a {x: number}", id="with its name"),
    pytest.param("({event: k})", "m(y)", "PostHog unresolved  {}", id="with a name that is not known"),
    pytest.param("y ? {event: 'a'} : {event: 'b'}", "m()", "PostHog literal a|b {}", id="one of two"),
    pytest.param("({event: 'a'})", "e); const e = m(", "PostHog literal a {}", id="by a name"),
    pytest.param("({event: 'a'})", "e); const e = m(); e.event = b(", "PostHog unresolved  {}", id="changed"),
    pytest.param("({event: 'a'})", "e); const e = m(); Object.assign(e, b)(", "PostHog unresolved  {}", id="mixed"),
    pytest.param("{ const e = {event: 'a'}; e.event = b; return e }", "m()", "PostHog unresolved  {}", id="within"),
]


@pytest.mark.parametrize(("body", "call", "expected"), MADE)
def test_what_a_function_returns_may_be_an_object(body: str, call: str, expected: str) -> None:
    source = f"const m = (k) => {body}\nposthog.capture({call})"
    assert [told(site) for site in find_calls("a.ts", source.encode(), sdks())][:1] == [expected]


def test_it_may_stand_in_another_file() -> None:
    files = {
        "a.ts": "import {name as n} from './lib'\nposthog.capture(n(k, 'b'))",
        "lib/index.ts": "export * from './names'",
        "lib/names.ts": "import {EVENTS} from './events'\nexport {name}\n"
        "function name(k, other) { if (k) { return EVENTS.PAID } return other }",
        "lib/events.ts": EVENTS,
        "a.py": "from names import name\nposthog.capture('u', name('b'))",
        "names.py": "def name(k):\n    return 'a_' + k",
    }
    assert sent(files, "a.ts") == ["paid lib/events.ts | b"]
    assert sent(files, "a.py") == ["a_b names.py"]


def test_what_is_made_to_keep_us_busy_does_not() -> None:
    wide = "const f0 = (k) => 'a'\n" + "\n".join(
        f"const f{n} = (k) => {{ {f'if (k) return f{n - 1}(k);' * 31} return f{n - 1}(k) }}" for n in range(1, 9)
    )
    deep = "const f = (k) => {" + "if (k) { return 'a' } else {" * 300 + "}" * 300 + "}"
    for source, call in ((wide, "f8()"), (deep, "f()")):
        text = source + f"\nposthog.capture({call});" * 50
        assert {site.names for site in find_calls("a.ts", text.encode(), sdks())} == {()}
