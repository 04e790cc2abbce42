"""Call sites are found where code sends events, with what it sends, and nowhere else."""

from dataclasses import dataclass

import pytest

from waypost.change import MAX_FILE_BYTES
from waypost.finding import Span
from waypost.telemetry.call_site import CallSite
from waypost.telemetry.calls import find_calls
from waypost.telemetry.damaged import unmarked
from waypost.telemetry.look import MAX_CALLS
from waypost.telemetry.parsing import Unparsed
from waypost.telemetry.pattern import Take
from waypost.telemetry.sdks import sdks


@dataclass(frozen=True)
class Wrapper:
    """A call as a team declares it."""

    call: str
    name: int | str = 0
    properties: int | str | None = None
    take: Take = "value"
    case: str | None = None
    type: str | None = None
    requires: str | None = None


def told(site: CallSite) -> str:
    """One call site in a line: `SDK resolution name|name {key: type, …}`."""
    keys = ", ".join(f"{key}: {kind}" if kind else key for key, kind in site.properties)
    names = "|".join(name.text for name in site.names)
    return f"{site.sdk} {site.resolution.name.lower()} {names} {{{keys}{', …' if site.open else ''}}}"


JAVASCRIPT = [
    pytest.param(
        "posthog.capture('a_b', {x: 1, 'y': 's', z})", ["PostHog literal a_b {x: number, y: string, z}"], id="posthog"
    ),
    pytest.param("window.posthog?.capture?.('a')", ["PostHog literal a {}"], id="optional-chain"),
    pytest.param("usePostHog()\n  .capture(\n  // why\n  'a',\n)", ["PostHog literal a {}"], id="several-lines"),
    pytest.param(
        "posthog.capture({distinctId: u, event: 'a', properties: {x: null}})",
        ["PostHog literal a {x: null}"],
        id="posthog-node",
    ),
    pytest.param(
        "import {PostHog} from 'posthog-node'\nclient.capture({event: 'a'})",
        ["PostHog literal a {}"],
        id="posthog-client",
    ),
    pytest.param("client.capture({event: 'a'})", [], id="a-client-of-something-else"),
    pytest.param(
        "analytics.track('A B', {x: [1], y: true, ...rest})",
        ["Segment literal A B {x: array, y: boolean, …}"],
        id="segment",
    ),
    pytest.param("analytics.track({userId, event: 'a', properties})", ["Segment literal a {, …}"], id="segment-node"),
    pytest.param(
        "analytics.track(42); analytics.track(); analytics.track({a: 1}); analytics.track(() => 1)",
        [],
        id="what-no-name-can-be",
    ),
    pytest.param("amplitude.getInstance().logEvent('a')", ["Amplitude literal a {}"], id="amplitude-instance"),
    pytest.param(
        "amplitude.track({event_type: 'a', event_properties: {x: {}}})",
        ["Amplitude literal a {x: object}"],
        id="amplitude-object",
    ),
    pytest.param(
        "import {track} from '@amplitude/analytics-browser'\ntrack('a')",
        ["Amplitude literal a {}"],
        id="amplitude-imported",
    ),
    pytest.param("track('a'); order.track('a')", [], id="track-of-something-else"),
    pytest.param("mixpanel.track('a', cond ? {x: 1} : {})", ["Mixpanel literal a {, …}"], id="mixpanel"),
    pytest.param("const A = 'a'\nposthog.capture(A)", ["PostHog constant a {}"], id="constant"),
    pytest.param("const E = Object.freeze({A: 'a'})\nposthog.capture(E.A)", ["PostHog constant a {}"], id="frozen"),
    pytest.param("posthog.capture(x ? 'a' : y ? 'b' : 'a')", ["PostHog literal a|b|a {}"], id="conditional"),
    pytest.param("posthog.capture(x ? 'a' : y)", ["PostHog unresolved a {}"], id="half-known"),
    pytest.param(
        "posthog.capture(`a_${x ? 'b' : 'c'}`); posthog.capture('a_' + (x ? 'b' : y))",
        ["PostHog constant a_b|a_c {}", "PostHog pattern a_b|a_{y} {}"],
        id="template-with-a-condition",
    ),
    pytest.param(
        "posthog.capture(`${a ? 'b' : 'c'}_${d ? 'e' : 'f'}_${g ? 'h' : 'i'}_${j ? 'k' : 'l'}`)",
        ["PostHog pattern {value}_{value}_{value}_{value} {}"],
        id="template-with-too-many",
    ),
    pytest.param("posthog.capture(`a_${this.step}_b`)", ["PostHog pattern a_{step}_b {}"], id="template"),
    pytest.param(
        "const P = 'a'\nposthog.capture(`${P}_b`); posthog.capture(P + '_c')",
        ["PostHog constant a_b {}", "PostHog constant a_c {}"],
        id="template-of-constants",
    ),
    pytest.param(
        "posthog.capture(`${step}`); posthog.capture(f()); posthog.capture(...xs)",
        ["PostHog unresolved  {}"] * 2 + ["PostHog unresolved  {, …}"],
        id="unknown",
    ),
    pytest.param("let A = 'a'\nposthog.capture(A)", ["PostHog unresolved  {}"], id="not-constant"),
    pytest.param(
        "function f() { let a = 'a'; const g = (a2, b) => a === a2 && b <= a; posthog.capture(a) }",
        ["PostHog constant a {}"],
        id="variable-that-stays",
    ),
    pytest.param(
        "function f() { let a = 'a', b; if (x) { a = 'b' }\nif (x) { b = 'c' } else { b = 'd' }\n"
        "posthog.capture(a); posthog.capture(b) }",
        ["PostHog constant a|b {}", "PostHog constant c|d {}"],
        id="variable-with-several-values",
    ),
    pytest.param(
        "function f() { let a = 'a', b = 'b', c = 'c', d = 'd', e = 'e'; a += x; [y, b] = x; for (c of x) {}\n"
        "d = 'f'; posthog.capture(d); d = 'g'; ({ e } = x)\n"
        "posthog.capture(a); posthog.capture(b); posthog.capture(c); posthog.capture(e) }",
        ["PostHog unresolved  {}"] * 5,
        id="variable-that-changes",
    ),
    pytest.param(
        "const E = {A: {event: 'a', area: 'x'}, C: {area: 'y'}}\nposthog.capture({...E.A, properties: {x: 1}})\n"
        "posthog.capture({event: 'b', ...x}); posthog.capture({...E.A, ...E.C}); posthog.capture({...E.A, ...x})",
        ["PostHog literal a {x: number}", "PostHog literal b {}", "PostHog literal a {}"],
        id="object-spread",
    ),
    pytest.param(
        "const A = 'a'\nfunction f(A) { posthog.capture(A) }", ["PostHog unresolved  {}"], id="parameter-shadows"
    ),
    pytest.param(
        "const A = 'a'\nfunction f() { const A = 'b'; posthog.capture(A) }",
        ["PostHog constant b {}"],
        id="nearest-scope",
    ),
    pytest.param("for (const A of xs) { posthog.capture(A) }", ["PostHog unresolved  {}"], id="loop-variable"),
    pytest.param("import {E} from './e'\nposthog.capture(E.A)", ["PostHog unresolved  {}"], id="imported"),
    pytest.param("const A = B, B = A\nposthog.capture(A)", ["PostHog unresolved  {}"], id="cycle"),
    pytest.param("const E = {A: 'a', A: 'b'}\nposthog.capture(E.A)", ["PostHog unresolved  {}"], id="key-twice"),
    pytest.param("posthog.capture('a', props)", ["PostHog literal a {, …}"], id="properties-unknown"),
    pytest.param(
        "const props = {x: 1}\nposthog.capture('a', props)",
        ["PostHog literal a {x: number, …}"],
        id="properties-of-a-variable",
    ),
    pytest.param(r"posthog.capture('it\'s \u0041')", ["PostHog literal it's A {}"], id="escapes"),
    pytest.param(
        "// posthog.capture('a')\n/* posthog.capture('b') */ s = \"posthog.capture('c')\"",
        [],
        id="comments-and-strings",
    ),
    pytest.param("x = `${posthog.capture('a')}`", ["PostHog literal a {}"], id="inside-a-template"),
    pytest.param("f(posthog.capture); posthog.capture.bind(1); class X { capture(a) {} }", [], id="no-call"),
]

TYPESCRIPT = [
    pytest.param(
        "const E = {A: {B: 'a'}} as const\nposthog.capture(E.A.B); posthog.capture(E['A'].B)",
        ["PostHog constant a {}"] * 2,
        id="object-constant",
    ),
    pytest.param("export enum E { A = 'a', B = 'b' }\nposthog.capture(E.B)", ["PostHog constant b {}"], id="enum"),
    pytest.param(
        "class E { static readonly A = 'a'; B = 'b' }\nposthog.capture(E.A); posthog.capture(E.B)",
        ["PostHog constant a {}", "PostHog unresolved  {}"],
        id="class-constant",
    ),
    pytest.param("(window as any).posthog!.capture<T>('a' as const)", ["PostHog literal a {}"], id="types-around-it"),
]

PYTHON = [
    pytest.param("posthog.capture('id', 'a', {'x': 1})", ["PostHog literal a {x: number}"], id="posthog-old-order"),
    pytest.param(
        "posthog.capture('a', distinct_id=u, properties={'x': None, **more})",
        ["PostHog literal a {x: null, …}"],
        id="posthog-new-order",
    ),
    pytest.param(
        "posthog.capture(u.id, event='a', properties=dict(x=[1]))",
        ["PostHog literal a {x: array}"],
        id="posthog-keywords",
    ),
    pytest.param(
        "posthog.capture(**kwargs); posthog.capture('id', *rest)", ["PostHog unresolved  {, …}"] * 2, id="spread"
    ),
    pytest.param("analytics.track(u, 'A B', {'x': f'{y}'})", ["Segment literal A B {x: string}"], id="segment"),
    pytest.param("analytics.track(u)", [], id="too-few-for-segment"),
    pytest.param(
        "client.track(BaseEvent(event_type='a', user_id=u, event_properties={'x': True}))",
        ["Amplitude literal a {x: boolean}"],
        id="amplitude",
    ),
    pytest.param(
        "event = BaseEvent(event_type='a')\nclient.track(event)", ["Amplitude literal a {}"], id="amplitude-variable"
    ),
    pytest.param("client.track('a'); client.track(Other(event_type='a'))", [], id="track-of-something-else"),
    pytest.param(
        "from mixpanel import Mixpanel\nmp.track(u, 'a', {'x': 1.5})", ["Mixpanel literal a {x: number}"], id="mixpanel"
    ),
    pytest.param("mp.track(u, 'a')", [], id="mp-of-something-else"),
    pytest.param("A = 'a'\nposthog.capture(A)", ["PostHog constant a {}"], id="constant"),
    pytest.param("A = 'a'\nA = 'b'\nposthog.capture(A)", ["PostHog unresolved  {}"], id="bound-twice"),
    pytest.param(
        "class E(str, Enum):\n    A = 'a'\nposthog.capture(E.A); posthog.capture(E.A.value)",
        ["PostHog constant a {}"] * 2,
        id="enum",
    ),
    pytest.param("E = {'A': 'a'}\nposthog.capture(E['A'])", ["PostHog constant a {}"], id="dict-constant"),
    pytest.param(
        "def f():\n    a = 'a' if x else 'b'\n    posthog.capture(a)",
        ["PostHog constant a|b {}"],
        id="conditional-in-a-local",
    ),
    pytest.param("A = 'a'\ndef f(A):\n    posthog.capture(A)", ["PostHog unresolved  {}"], id="parameter-shadows"),
    pytest.param("posthog.capture(f'a_{x.step!r}_{{b}}')", ["PostHog pattern a_{step}_{b} {}"], id="f-string"),
    pytest.param(
        "posthog.capture('a' 'b'); posthog.capture('a' + '_c')",
        ["PostHog constant ab {}", "PostHog constant a_c {}"],
        id="joined",
    ),
    pytest.param(
        "posthog.capture(b'a')\nposthog.capture('a_%s' % x)\nposthog.capture('a_%(x)s' % y)",
        ["PostHog unresolved  {}", "PostHog pattern a_{x} {}", "PostHog unresolved  {}"],
        id="bytes-and-percent",
    ),
    pytest.param("# posthog.capture('a')\n'''\nposthog.capture('b')\n'''", [], id="comments-and-strings"),
    pytest.param("def capture(a): ...\nposthog.capture", [], id="no-call"),
]


@pytest.mark.parametrize("path", ["a.ts", "a.tsx"])
@pytest.mark.parametrize(("source", "expected"), JAVASCRIPT + TYPESCRIPT)
def test_typescript(path: str, source: str, expected: list[str]) -> None:
    assert [told(site) for site in find_calls(path, source.encode(), sdks())] == expected


@pytest.mark.parametrize("path", ["a.js", "a.jsx", "a.mjs"])
@pytest.mark.parametrize(("source", "expected"), JAVASCRIPT)
def test_javascript(path: str, source: str, expected: list[str]) -> None:
    assert [told(site) for site in find_calls(path, source.encode(), sdks())] == expected


@pytest.mark.parametrize(("source", "expected"), PYTHON)
def test_python(source: str, expected: list[str]) -> None:
    assert [told(site) for site in find_calls("a.py", source.encode(), sdks())] == expected


def test_jsx() -> None:
    source = b"const A = () => <B onClick={() => posthog.capture('a', {})}>posthog.capture('b')</B>"
    for path in ("a.jsx", "a.tsx", "a.js"):
        assert [told(site) for site in find_calls(path, source, sdks())] == ["PostHog literal a {}"]


@pytest.mark.parametrize(
    ("wrapper", "source", "expected"),
    [
        pytest.param(
            Wrapper("send", 1, 2),
            "send(c, 'a', {x: 1}); this.send(c, 'b'); other.send(c, 'c')",
            ["send literal a {x: number}", "send literal b {}"],
            id="function",
        ),
        pytest.param(
            Wrapper("sendEvent"),
            "telemetry.sendEvent('a'); sendEvent('b')",
            ["sendEvent literal a {}", "sendEvent literal b {}"],
            id="telling-name",
        ),
        pytest.param(
            Wrapper("tracker.send"),
            "this.tracker.send('a'); tracker?.send('b'); send('c'); x.send('d')",
            ["tracker.send literal a {}", "tracker.send literal b {}"],
            id="method",
        ),
        pytest.param(
            Wrapper("Tracker.send"),
            "this._tracker.send('a'); Tracker.send('b'); Tracker.getInstance().send('c'); x.send('d')\n"
            "mTracker.send('e')",
            [f"Tracker.send literal {name} {{}}" for name in "abce"],
            id="method of a class",
        ),
        pytest.param(
            Wrapper("emit", "0.type", "0.data"),
            "emit({type: 'a', data: {x: 1}}); emit(event); emit({other: 1}); emit(1); emit()",
            ["emit literal a {x: number}", "emit unresolved  {, …}"],
            id="key",
        ),
        pytest.param(
            Wrapper("emit", "0.type"),
            "const E = {A: {type: 'a'}}; emit({...E.A, label: x}); emit({...rest}); emit({...{other: 1}})",
            ["emit constant a {}", "emit unresolved  {}", "emit unresolved  {}"],
            id="key of an object that takes in another",
        ),
        pytest.param(
            Wrapper("metrics.capture", 0, 1),
            "metrics.capture('a', {x: 1}); metrics.capture({event: 'b', id, properties: {y: 's'}});"
            "metrics.capture({event: 'c', plan: 1}); metrics.capture({event: c}); metrics.capture({title: 'no'});"
            " metrics.capture({event: 'no', eventName: 'no'})",
            [
                "metrics.capture literal a {x: number}",
                "metrics.capture literal b {y: string}",
                "metrics.capture literal c {, …}",
                "metrics.capture unresolved  {}",
            ],
            id="one object that says which key is the event",
        ),
        pytest.param(
            Wrapper("posthog.capture", 1),
            "posthog.capture(team, 'a')",
            ["posthog.capture literal a {}"],
            id="before-built-in-ones",
        ),
        pytest.param(
            Wrapper("track.*", "method", 0, case="snake_case"),
            "this.track.lessonStarted({id: 1}); backtrack.lessonEnded(); track.lessonEnded; track\n .a()",
            ["track.* constant lesson_started {id: number}", "track.* constant a {}"],
            id="method-as-name",
        ),
        pytest.param(
            Wrapper("*.*.record", case="snake_case", requires="Glean", properties=0),
            "Glean; Events.appOpened.record({x: 1}); record(); x.record()",
            ["*.*.record constant events.app_opened {x: number}"],
            id="object-as-name",
        ),
        pytest.param(Wrapper("*.record", requires="Glean"), "Events.appOpened.record()", [], id="required-text"),
        pytest.param(
            Wrapper("*.*.record", case="snake_case"),
            "Events.appOpened.record(extra)",
            ["*.*.record constant events.app_opened {, …}"],
            id="what a starred call is given may be properties",
        ),
        pytest.param(
            Wrapper("*.*.record", case="snake_case"),
            "Events.appOpened.record()",
            ["*.*.record constant events.app_opened {}"],
            id="a starred call that is given nothing has none",
        ),
        pytest.param(
            Wrapper("tracker.log"),
            "tracker.log('a'); this._tracker.log('b'); my_tracker.log('c')",
            ["tracker.log literal a {}", "tracker.log literal b {}"],
            id="the field that keeps a variable",
        ),
        pytest.param(Wrapper("*"), "posthog.capture('a'); f()", ["PostHog literal a {}"], id="everything-is-nothing"),
        pytest.param(
            Wrapper("send", take="constant", case="snake_case"),
            "const e = x ? Event.SignedIn : SIGNED_OUT; send(e); send(Event.Paid); send(name); send('a'); send(x.y)",
            [
                "send constant signed_in|signed_out {}",
                "send constant paid {}",
                "send unresolved  {}",
                "send unresolved  {}",
                "send unresolved  {}",
            ],
            id="constant-as-name",
        ),
        pytest.param(
            Wrapper("emit", take="class", case="Title Case"),
            "emit(new LessonStarted({id: 1})); emit(new events.LessonEnded(id)); emit(lesson)",
            ["emit constant Lesson Started {id: number}", "emit constant Lesson Ended {, …}", "emit unresolved  {, …}"],
            id="class-as-name",
        ),
        pytest.param(
            Wrapper("send", name="0.Opened.1"),
            "send(new Opened(id, /* which */ 'a')); send(new Closed(id, 'b'))",
            ["send literal a {}", "send unresolved  {}"],
            id="what-an-object-is-made-with",
        ),
        pytest.param(Wrapper("$t.a(b"), "posthog.capture('a')", ["PostHog literal a {}"], id="nonsense-does-no-harm"),
    ],
)
def test_declared_wrappers(wrapper: Wrapper, source: str, expected: list[str]) -> None:
    assert [told(site) for site in find_calls("a.ts", source.encode(), sdks([wrapper]))] == expected


def test_a_wrapper_that_sends_two_events() -> None:
    known = sdks([Wrapper("move", 0), Wrapper("move", 1), Wrapper("capture", 5)])
    sites = find_calls("a.ts", b"move('a', 'b', 'c'); posthog.capture('d')", known)
    assert [told(site) for site in sites] == ["move literal a {}", "move literal b {}", "PostHog literal d {}"]


def test_a_wrapper_by_keyword_in_python() -> None:
    source = b"capture_event('x', name='a', props={'k': 1})\ndef capture_event(name): ..."
    (site,) = find_calls("a.py", source, sdks([Wrapper("capture_event", "name", "props")]))
    assert told(site) == "capture_event literal a {k: number}"


DAMAGED = [
    pytest.param("a.ts", "posthog.capture('a', {x: 1}\nfoo(1)\n", ["a"], id="open-parenthesis"),
    pytest.param(
        "a.ts",
        "<<<<<<< HEAD\nposthog.capture('a')\n=======\nposthog.capture('b')\n>>>>>>> x\n",
        ["a", "b"],
        id="conflict-marker",
    ),
    pytest.param("a.ts", "function x( {\n posthog.capture(\n 'a', {\n y: 1\n })\n", ["a"], id="open-brace"),
    pytest.param("a.ts", "if (x) {\n  posthog.capture('a')\n\nposthog.capture('b'", ["a", "b"], id="half-file"),
    pytest.param("a.tsx", "return <div onClick={() => { posthog.capture('a') }>\n  </span>", ["a"], id="broken-jsx"),
    pytest.param("a.ts", "const x = ;\nfoo(posthog.capture('a', {y: [1, }))", ["a"], id="broken-argument"),
    pytest.param("a.py", "posthog.capture('id', 'a', {\n  'x': 1\n\nfoo()\n", ["a"], id="python-open"),
    pytest.param("a.py", "def f(:\n  if x\n    posthog.capture('id', 'a')\nclass", ["a"], id="python-colon"),
    pytest.param(
        "a.py",
        "<<<<<<< HEAD\nposthog.capture('i', 'a')\n=======\nposthog.capture('i', 'b')\n>>>>>>>\n",
        ["a", "b"],
        id="python-conflict",
    ),
    pytest.param(
        "a.py",
        '<<<<<<< HEAD\n"""Open.\n=======\n"""Opened.\n>>>>>>> x\n"""\n'
        "posthog.capture('i', 'a')\n\"\"\"Close.\"\"\"\nposthog.capture('i', 'b')\n",
        ["a", "b"],
        id="conflict-in-a-long-string",
    ),
    pytest.param(
        "a.ts",
        "/* one\n<<<<<<< HEAD\n*/ posthog.capture('a')\n||||||| base\n*/ x()\n=======\n*/ y()\n>>>>>>> x\n"
        "posthog.capture('b')\n",
        ["a", "b"],
        id="conflict-that-ends-a-comment",
    ),
    pytest.param(
        "a.ts", "const user = read(\n  one()\n  two(\n)\nposthog.capture('a')\n", ["a"], id="swallowed-receiver"
    ),
    pytest.param("a.ts", "} foo( {\nposthog.capture('a', {\n" + "  key: 'value',\n" * 500 + "}", ["a"], id="long-call"),
    pytest.param("a.ts", "posthog.capture('a', {\n" * 50, ["a"] * 50, id="all-open"),
    pytest.param("a.ts", "posthog.capture('a", [], id="half-a-name-is-no-name"),
    pytest.param("a.ts", "function { // posthog.capture('a')\n", [], id="comment-in-damaged-code"),
]


@pytest.mark.parametrize(
    "marks",
    [
        pytest.param(b"<<<<<<< HEAD\n" * 20_000 + b"=======\n" * 20_000, id="nothing else"),
        pytest.param((b"<<<<<<< HEAD\n`\n" + b"x\n" * 1_900) * 20, id="never ended"),
        pytest.param((b"<<<<<<< HEAD\n`\n=======\n`\n>>>>>>> x\n") * 5_000, id="many"),
    ],
)
def test_marks_of_a_conflict_keep_every_offset(marks: bytes) -> None:
    assert [len(line) for line in unmarked(marks).split(b"\n")] == [len(line) for line in marks.split(b"\n")]


@pytest.mark.parametrize(("path", "source", "names"), DAMAGED)
def test_damaged_code_is_read_as_far_as_possible(path: str, source: str, names: list[str]) -> None:
    assert [name.text for site in find_calls(path, source.encode(), sdks()) for name in site.names] == names


@pytest.mark.parametrize(
    ("source", "span", "inner"),
    [
        pytest.param("posthog.capture('ab')", Span(1, 17, 1, 21), Span(1, 18, 1, 20), id="plain"),
        pytest.param("/* ü🙂 */ posthog.capture(\n  'ä🙂')", Span(2, 3, 2, 7), Span(2, 4, 2, 6), id="code-points"),
        pytest.param("\r\n\r\nposthog.capture(\r\n'a')", Span(4, 1, 4, 4), Span(4, 2, 4, 3), id="crlf"),
        pytest.param("const A = 'a'\nposthog.capture(A)", Span(1, 11, 1, 14), Span(1, 12, 1, 13), id="definition"),
        pytest.param("posthog.capture('a' + 'b')", Span(1, 17, 1, 26), None, id="no-single-literal"),
    ],
)
def test_spans_are_those_of_the_name(source: str, span: Span, inner: Span | None) -> None:
    (site,) = find_calls("a.js", source.encode(), sdks())
    assert (site.names[0].span, site.names[0].inner) == (span, inner)
    assert site.span == span


def test_a_literal_that_is_never_closed_is_no_name() -> None:
    source = 'mixpanel.track("a"); mixpanel.track(step ? "b" : "other \U0001f642\n'
    found = [told(site) for site in find_calls("a.js", source.encode(), sdks())]
    assert found == ["Mixpanel literal a {}", "Mixpanel unresolved b {}"]


def test_the_call_itself_has_a_span() -> None:
    (site,) = find_calls("a.js", b"  posthog.capture(\n'a')", sdks())
    assert site.at == Span(1, 3, 2, 5)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(b"\xef\xbb\xbfposthog.capture('a')", id="byte-order-mark"),
        pytest.param(b"x = '\xff\xfe'; posthog.capture('a')", id="invalid-utf-8"),
        pytest.param(b"x = '\x00'\nposthog.capture('a')", id="nul"),
        pytest.param(b"x = '" + b"\xc3\xa4" * 100_000 + b"'; posthog.capture('a')", id="long-line"),
    ],
)
def test_odd_bytes_do_not_hide_a_call(source: bytes) -> None:
    (site,) = find_calls("a.js", source, sdks())
    line = source.decode("utf-8", "surrogateescape").split("\n")[site.span.line - 1]
    assert line[site.span.column - 1 : site.span.end_column - 1] == "'a'"


@pytest.mark.parametrize("path", ["a.rs", "a", "README.md", "a.ts.txt"])
def test_other_files_have_no_calls(path: str) -> None:
    assert find_calls(path, b"posthog.capture('a')", sdks()) == ()


def test_a_file_that_is_too_large_is_not_read() -> None:
    call = b"posthog.capture('a')\n"
    assert find_calls("a.js", call + b" " * (MAX_FILE_BYTES - len(call)), sdks()) != ()
    assert find_calls("a.js", call + b" " * MAX_FILE_BYTES, sdks()) == ()


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("posthog.capture(" * 3_000, id="nested-calls"),
        pytest.param("posthog.capture" + "()" * 1_500, id="called-again-and-again"),
        pytest.param("posthog.capture(" + "(" * 3_000, id="parentheses"),
        pytest.param("posthog.capture('a'" + " + 'b'" * 3_000 + ")", id="long-sum"),
        pytest.param("posthog.capture(" + "a ? 'b' : " * 3_000 + "'c')", id="long-choice"),
        pytest.param("{" * 3_000 + "posthog.capture(A)", id="deep-block"),
        pytest.param(
            "const A = 'a'\n"
            + "".join(f"const {chr(66 + n)} = `{('${' + chr(65 + n) + '}') * 60}`\n" for n in range(8))
            + "posthog.capture(I)",
            id="string-bomb",
        ),
    ],
)
@pytest.mark.parametrize("path", ["a.ts", "a.tsx", "a.js", "a.py", "a.go", "a.java", "a.kt", "a.cs"])
def test_hostile_source_neither_raises_nor_yields_endless_names(path: str, source: str) -> None:
    for site in find_calls(path, source.encode(), sdks()):
        assert all(len(name.text) <= 2_000 for name in site.names)


TEXTS = b"x = [" + b"'posthog.capture(1)'," * 3_000 + b"];\n"


def test_a_call_behind_thousands_of_texts_that_look_like_one_is_found() -> None:
    (site,) = find_calls("a.ts", TEXTS + b"posthog.capture('cart_opened')", sdks())
    assert site.names[0].text == "cart_opened"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(b"posthog.capture('a');\n" * (MAX_CALLS + 1), id="calls"),
        pytest.param(TEXTS * 7 + b"posthog.capture('a')", id="texts"),
    ],
)
def test_a_file_with_more_calls_than_are_looked_at_is_not_told_by_half(source: bytes) -> None:
    with pytest.raises(Unparsed, match="it has more calls than are looked at in one file"):
        find_calls("a.ts", source, sdks())
