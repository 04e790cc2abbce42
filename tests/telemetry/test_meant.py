"""A call is read as one of a wrapper's only where it is one, and where what it gives is what the wrapper sends."""

import pytest

from waypost.telemetry.paths import Paths
from waypost.telemetry.scan import scan
from waypost.telemetry.sdks import sdks

POSTHOG = "import posthog from 'posthog-js'\n"
PYTHON = "import posthog\n"
GO = 'package a\nimport "github.com/posthog/posthog-go"\n'


def certain(files: dict[str, str]) -> list[str]:
    """The names that are said to be certain."""
    texts = {path: text.encode() for path, text in files.items()}
    found = scan(Paths(texts, texts.get, partial=False), sorted(texts), sdks())
    return [name.text for site in found.sites for name in site.names if name.certain]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.ts", POSTHOG + "function track(e) { e = 'x_' + e; posthog.capture(e) }\ntrack('no')"),
        ("a.ts", POSTHOG + "function track(e) { e += '_x'; posthog.capture(e) }\ntrack('no')"),
        ("a.ts", POSTHOG + "function track({e}) { [e] = f(e); posthog.capture(e) }\ntrack({e: 'no'})"),
        (
            "a.ts",
            POSTHOG + "function track(e) { e.name = 'x_' + e.name; posthog.capture(e.name) }\ntrack({name: 'no'})",
        ),
        ("a.ts", POSTHOG + "function track(e) { e['name'] = f(); posthog.capture(e.name) }\ntrack({name: 'no'})"),
        ("a.py", PYTHON + "def track(e):\n  e = 'x_' + e\n  posthog.capture('u', e)\ntrack('no')"),
        ("a.py", PYTHON + "def track(e):\n  if (e := f(e)):\n    posthog.capture('u', e)\ntrack('no')"),
        (
            "a.go",
            GO
            + 'func track(e string) { e = "x_" + e; c.Enqueue(posthog.Capture{Event: e}) }\nfunc f() { track("no") }',
        ),
        (
            "A.java",
            'class Tracker { void trackIt(String e) { e = "x_" + e; posthog.capture(id, e); }\n'
            'void f() { trackIt("no"); } }',
        ),
        (
            "A.cs",
            'class Tracker { PostHogClient posthog; void TrackIt(string e) { e = "x_" + e; posthog.Capture(id, e); }\n'
            'void F() { TrackIt("no"); } }',
        ),
        (
            "a.php",
            "<?php\nuse PostHog\\PostHog;\nfunction track_it($e) { $e = 'x_' . $e; "
            "PostHog::capture(['event' => $e]); }\ntrack_it('no');",
        ),
        ("a.rb", "def track_it(e)\n  e = 'x_' + e\n  posthog.capture({event: e})\nend\ntrack_it('no')"),
        ("a.rb", "def track_it(e)\n  e << '_x'\n  posthog.capture({event: e})\nend\ntrack_it('no')"),
        ("a.rb", "def track_it(e)\n  e.upcase!\n  posthog.capture({event: e})\nend\ntrack_it('no')"),
        (
            "a.dart",
            "import 'package:posthog_flutter/posthog_flutter.dart';\n"
            "void trackIt(String e) { e = 'x_' + e; Posthog().capture(eventName: e); }\nvoid f() { trackIt('no'); }",
        ),
    ],
)
def test_a_parameter_that_is_written_to_is_not_what_the_caller_gave(path: str, text: str) -> None:
    assert certain({path: text}) == []


@pytest.mark.parametrize(
    "body",
    [
        "e ||= 'other'; posthog.capture(e)",
        "counts[e] = 1; posthog.capture(e)",
        "e.props = {}; posthog.capture(e)",
        "this.e = e; posthog.capture(e)",
        "if (e == 'x') f({e}); posthog.capture(e)",
    ],
)
def test_a_parameter_that_only_looks_written_to_is(body: str) -> None:
    assert certain({"a.ts": POSTHOG + f"function track(e) {{ {body} }}\ntrack('a')"}) == ["a"]


IMPORTED = {
    "track.ts": POSTHOG + "export function track(n) { posthog.capture(n) }",
    "use.ts": POSTHOG + "export const useTrack = () => { const send = (n) => posthog.capture(n); return {send} }",
}


@pytest.mark.parametrize(
    "text",
    [
        "import {track as log} from './track'; function f(log) { log('no') }\nlog('a')",
        "import {track} from './track'; function f(track) { track('no') }\ntrack('a')",
        "import {track} from './track'; const f = track => track('no'); track('a')",
        "import {track as note} from './track'; const f = (x, {note}) => { if (x) note('no') }; note('a')",
        "import {track} from './track'; function f() { const track = make(); track('no') }\ntrack('a')",
        "import {track} from './track'; function f() { let track; track('no') }\ntrack('a')",
        "const {track} = require('./track'); function f() { track('a') }",
        "import {track} from './track'; async function f() { const {track} = await import('./track'); track('a') }",
        "import {useTrack} from './use'; function F() { const {send} = useTrack(); send('a') }",
        "import {useTrack} from './use'; f({go: (send) => send('a')})",
    ],
)
def test_a_parameter_or_variable_hides_what_is_imported(text: str) -> None:
    assert certain({**IMPORTED, "a.ts": text}) == ["a"]


def test_a_parameter_hides_the_files_own_function() -> None:
    assert certain({"a.py": PYTHON + "def track(n): posthog.capture(u, n)\ndef f(track): track('no')\ntrack('a')"}) == [
        "a"
    ]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        (
            "A.java",
            "class T { void sendEvent(String n) { posthog.capture(id, n); }\nvoid sendEvent(String a, String n) "
            '{ posthog.capture(a, n); }\nvoid f() { sendEvent("u", "c"); sendEvent("d"); } }',
            ["c", "d"],
        ),
        (
            "A.java",
            "class T { void sendEvent(String n, Object... o) { posthog.capture(id, n); }\n"
            'void f() { sendEvent("c", x, y); sendEvent("d"); } }',
            ["c", "d"],
        ),
        (
            "A.kt",
            "class T(val posthog: PostHog) {\nfun sendEvent(n: String) { posthog.capture(n) }\n"
            "fun sendEvent(a: String, n: String) { posthog.capture(n) }\n"
            'fun f() { sendEvent("u", "c"); sendEvent("d") }\n}',
            ["c", "d"],
        ),
        (
            "A.kt",
            "class T(val posthog: PostHog) {\n"
            "fun sendEvent(n: String, a: String = x, vararg p: Any) { posthog.capture(n) }\n"
            'fun f() { sendEvent("c"); sendEvent("d", y, 1, 2) }\n}',
            ["c", "d"],
        ),
        (
            "A.cs",
            "class T { PostHogClient posthog; void SendEvent(string n) { posthog.Capture(id, n); }\n"
            "void SendEvent(string a, string n) { posthog.Capture(a, n); }\n"
            'void F() { SendEvent("u", "c"); SendEvent("d"); } }',
            ["c", "d"],
        ),
        (
            "A.swift",
            "import PostHog\nclass T {\nfunc sendEvent(_ n: String) { PostHogSDK.shared.capture(n) }\n"
            "func sendEvent(user a: String, _ n: String) { PostHogSDK.shared.capture(n) }\n"
            'func f() { sendEvent(user: "u", "c"); sendEvent("d") }\n}',
            ["c", "d"],
        ),
        (
            "A.kt",
            'enum class E(val key: String) { A("a") }\nclass T(val posthog: PostHog) {\n'
            "fun sendEvent(e: E) { posthog.capture(e.key) }\n"
            "fun sendEvent(e: E, b: B) { b.make(this, e) }\nfun f() { sendEvent(E.A, b) }\n}",
            ["a"],
        ),
        (
            "A.kt",
            "class T(val posthog: PostHog) {\nfun sendEvent(n: String) { posthog.capture(n) }\n"
            'fun sendEvent(a: String, b: B) { b.make(this, a) }\nfun f() { sendEvent("no", b) }\n}',
            [],
        ),
    ],
)
def test_the_arguments_tell_which_of_several_functions_is_called(path: str, text: str, found: list[str]) -> None:
    assert certain({path: text}) == found


JAVA = (
    "class T { void sendEvent(String n, %s) { posthog.capture(id, n); }\n%s\n"
    "void f(String s, Map<String, Object> m) { %s } }"
)
TWO = "void sendEvent(%s u, String n) { posthog.capture(u, n); }"


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("A.java", JAVA % ("Map<String, Object> p", TWO % "String", 'sendEvent("no", "a");'), ["a"]),
        ("A.java", JAVA % ("Map<String, Object> p", TWO % "String", 'sendEvent("a", Map.of("k", 1));'), ["a"]),
        ("A.java", JAVA % ("Map<String, Object> p", TWO % "String", 'sendEvent("a", m);'), ["a"]),
        ("A.java", JAVA % ("Map<String, Object> p", TWO % "String", 'sendEvent("no", s);'), []),
        ("A.java", JAVA % ("Map<String, Object> p", TWO % "String", 'sendEvent("maybe", g());'), []),
        ("A.java", JAVA % ("int p", TWO % "int", 'sendEvent("a", 1); sendEvent(2, "b");'), ["a", "b"]),
        ("A.java", JAVA % ("User p", TWO % "User", 'sendEvent("a", new User()); sendEvent(u, "b");'), ["a", "b"]),
        (
            "A.kt",
            "class T(val posthog: PostHog) {\nfun sendEvent(n: String, p: Map<String, Any>) { posthog.capture(n) }\n"
            "fun sendEvent(u: String, n: String) { posthog.capture(n) }\n"
            'fun f() { sendEvent("no", "a"); sendEvent("b", mapOf("k" to 1)) }\n}',
            ["a", "b"],
        ),
        (
            "A.swift",
            "import PostHog\nclass T {\nfunc sendEvent(_ n: String, _ p: [String: Any]) "
            "{ PostHogSDK.shared.capture(n) }\n"
            "func sendEvent(_ u: String, _ n: String) { PostHogSDK.shared.capture(n) }\n"
            'func f() { sendEvent("no", "a"); sendEvent("b", ["k": 1]) }\n}',
            ["a", "b"],
        ),
        (
            "A.cs",
            "class T { PostHogClient posthog; void SendEvent(string n, Dictionary<string, object> p) "
            "{ posthog.Capture(id, n); }\nvoid SendEvent(string u, string n) { posthog.Capture(u, n); }\n"
            'void F() { SendEvent("no", "a"); SendEvent("b", new Dictionary<string, object> { { "k", 1 } }); } }',
            ["a", "b"],
        ),
    ],
)
def test_types_tell_which_of_several_functions_with_as_many_parameters_is_called(
    path: str, text: str, found: list[str]
) -> None:
    assert certain({path: text}) == found


@pytest.mark.parametrize(("method", "listed"), [("sendEvent", ["?", "?"]), ("openCart", ["?"])])
def test_a_call_of_an_overload_that_is_no_known_wrapper_is_listed_as_unknown(method: str, listed: list[str]) -> None:
    text = (
        f"class T(val posthog: PostHog) {{\nfun {method}(n: String) {{ posthog.capture(n) }}\n"
        f"fun {method}(a: String, b: B) {{ b.make(this, a) }}\n"
        f'fun f() {{ {method}("no", b); {method}("no", b, c) }}\n}}'
    )
    found = scan(Paths({"A.kt"}, {"A.kt": text.encode()}.get, partial=False), ["A.kt"], sdks())
    assert ["|".join(name.text for name in site.names) or "?" for site in found.sites] == listed


def test_methods_of_two_classes_that_take_the_event_elsewhere_leave_it_open() -> None:
    text = (
        "class T:\n  def send_it(self, event):\n    posthog.capture('u', event)\n"
        "class U(T):\n  def send_it(self, user, event):\n    super().send_it(event)\n"
    )
    assert certain({"a.py": PYTHON + text + "u.send_it('no', 'maybe')\nt.send_it('a')"}) == ["a"]


def test_what_ruby_takes_by_keyword_has_no_position() -> None:
    text = "class T\n  def send_event(event:, data: {})\n    posthog.capture({event: event})\n  end\nend\n"
    assert certain({"a.rb": text, "b.rb": "t.send_event(event: 'a')\nother.send_event('no', data: {})"}) == ["a"]


def test_overloads_are_followed_as_one_function(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waypost.telemetry.rounds.MAX_WRAPPERS", 2)
    overload = "fun sendEvent(n: String, p%d: P%d) { posthog.capture(n) }"
    many = "\n".join(overload % (number, number) for number in range(5))
    text = f"class T(val posthog: PostHog) {{\n{many}\nfun zEvent(n: String) {{ posthog.capture(n) }}\n"
    assert certain({"A.kt": text + 'fun f() { zEvent("a") }\n}'}) == ["a"]


def test_overloads_are_listed_once() -> None:
    text = (
        "class T { void sendEvent(String n) { posthog.capture(id, n); }\n"
        "void sendEvent(String n, Map<String, Object> p) { posthog.capture(id, n, p); } }"
    )
    found = scan(Paths({"A.java"}, {"A.java": text.encode()}.get, partial=False), ["A.java"], sdks())
    assert [[place.argument for place in it.pattern.properties] for it in found.wrappers] == [[1]]


TRACKER = POSTHOG + "class Tracker { sendEvent(n) { posthog.capture(n) }\n f() { this.sendEvent('a') } }\n"


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("class B extends Tracker { sendEvent(n) { super.sendEvent('p_' + n) } }\ntracker.sendEvent('c')", ["a"]),
        (
            "class B extends Tracker { sendEvent(n) { super.sendEvent('p_' + n) } g() { this.sendEvent('b') } }",
            ["a", "p_b"],
        ),
        ("class B { g() { this.sendEvent('no') } }", ["a"]),
        ("class B extends C { sendEvent(n) {} g() { this.sendEvent('no') } }", ["a"]),
        ("class B extends Tracker { g() { this.sendEvent('b') } }", ["a", "b"]),
    ],
)
def test_a_class_calls_its_own_method(more: str, found: list[str]) -> None:
    assert certain({"a.ts": TRACKER + more}) == found


def test_an_argument_that_leaves_its_type_out_is_an_event_in_any_overload() -> None:
    text = (
        'import PostHog\nenum E: String { case a = "a_b" }\nclass Tracker {\n'
        "func sendEvent(_ e: E) { PostHogSDK.shared.capture(e.rawValue) }\n"
        "func sendEvent(_ e: E, error: Error) { log(error, e) }\nfunc f() { sendEvent(.a, error: x) }\n}"
    )
    assert certain({"A.swift": text}) == ["a_b"]


def test_a_class_that_calls_an_sdk_by_the_name_of_its_own_method_does_not_call_itself() -> None:
    tracker = """using Microsoft.ApplicationInsights;
class Telemetry {
    private TelemetryClient _client;
    public void TrackEvent(string eventName) { Later(() => Send(eventName)); }
    private void Send(string eventName) { _client.TrackEvent(Prefixed(eventName)); }
    private static string Prefixed(string eventName) { return "cli: " + eventName; }
}
"""
    texts = {"Telemetry.cs": tracker.encode(), "B.cs": b'class B { void F() { _telemetry.TrackEvent("opened"); } }'}
    found = scan(Paths(texts, texts.get, partial=False), sorted(texts), sdks())
    names = {site.path: [name.text for name in site.names] for site in found.sites if site.names}
    assert names == {"B.cs": ["cli: opened"], "Telemetry.cs": ["cli: {eventName}"]}
