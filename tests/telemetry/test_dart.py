"""Call sites in Dart."""

import pytest

from tests.telemetry.test_calls import Wrapper, told
from waypost.telemetry.calls import find_calls
from waypost.telemetry.languages import Import
from waypost.telemetry.languages.dart.modules import files
from waypost.telemetry.parsing import Work
from waypost.telemetry.paths import Paths
from waypost.telemetry.program import Program
from waypost.telemetry.sdks import sdks

WRAPPERS = (Wrapper("trackEvent", 0, "props"), Wrapper("ga.select", 1), Wrapper("tracker.send", "event", "withProps"))

CALLS = [
    pytest.param(
        "await FirebaseAnalytics.instance.logEvent(name: 'a_b', parameters: <String, Object>{'x': 1, \"y\": null});",
        ["Firebase literal a_b {x: number, y: null}"],
        id="firebase",
    ),
    pytest.param(
        "Posthog().capture(\n  // why\n  eventName: 'a',\n  properties: {'x': [1], if (y) 'z': true},\n);",
        ["PostHog literal a {x: array, z: boolean}"],
        id="posthog-on-several-lines",
    ),
    pytest.param("_mixpanel?.track('a', properties: p);", ["Mixpanel literal a {, …}"], id="mixpanel"),
    pytest.param("this.analytics!.track('A B');", ["Segment literal A B {}"], id="segment"),
    pytest.param("RudderController.instance.track('a');", ["RudderStack literal a {}"], id="rudderstack"),
    pytest.param(
        "amplitude.track(BaseEvent('a', eventProperties: {'x': 1.5}));",
        ["Amplitude literal a {x: number}"],
        id="amplitude",
    ),
    pytest.param("Amplitude.getInstance().logEvent('a');", ["Amplitude literal a {}"], id="amplitude-instance"),
    pytest.param(
        "analytics..track('a')..track('b', properties: {})..flush();",
        ["Segment literal a {}", "Segment literal b {}"],
        id="cascade",
    ),
    pytest.param("app..analytics.track('a');", ["Segment literal a {}"], id="cascade-to-a-member"),
    pytest.param(
        "matomo.trackEvent(eventInfo: EventInfo(category: 'c', action: 'a'));", ["Matomo literal a {}"], id="matomo"
    ),
    pytest.param("ga.select('screen', 'a');", ["ga.select literal a {}"], id="position"),
    pytest.param(
        "tracker.send(event: 'a', withProps: {'x': 's'});", ["tracker.send literal a {x: string}"], id="names"
    ),
    pytest.param(
        "f(trackEvent('a'), trackEvent('b'));",
        ["trackEvent literal a {}", "trackEvent literal b {}"],
        id="side-by-side",
    ),
    pytest.param("trackEvent('a', props: {...p, 'x': 1});", ["trackEvent literal a {x: number, …}"], id="spread"),
    pytest.param(
        "const k = 'k';\nvoid f() { trackEvent('a', props: {k: 1, j(): 2}); }",
        ["trackEvent literal a {k: number, …}"],
        id="computed-key",
    ),
    pytest.param(
        "const a = 'x';\nfinal String b = \"y\";\nvoid f() { trackEvent(a); trackEvent(b); }",
        ["trackEvent constant x {}", "trackEvent constant y {}"],
        id="constants",
    ),
    pytest.param(
        "class E { static const a = 'x', b = a; static String get c => 'z'; static var d = 'w'; }\n"
        "void f() { trackEvent(E.a); trackEvent(E.b); trackEvent(E.c); trackEvent(E.d); }",
        [
            "trackEvent constant x {}",
            "trackEvent constant x {}",
            "trackEvent constant z {}",
            "trackEvent unresolved  {}",
        ],
        id="constants-of-a-class",
    ),
    pytest.param(
        "enum E { a('x'), b('y'); const E(this.event); final String event; }\n"
        "void f() { trackEvent(E.a.event); trackEvent(E.b.name); }",
        ["trackEvent constant x {}", "trackEvent constant b {}"],
        id="enum",
    ),
    pytest.param(
        "enum E { a('x'); const E(this.tag); final String tag; }\nvoid f() { trackEvent(E.a); }",
        ["trackEvent unresolved  {}"],
        id="enum-given-to-what-is-not-seen",
    ),
    pytest.param(
        "enum E { a('x'); const E(this.tag); final String tag; }\n"
        "void trackEvent(E e) => sender.go(category: e.tag.first, e.name);\nvoid f() { trackEvent(E.a); }",
        ["trackEvent unresolved  {}"],
        id="enum-of-which-several-texts-are-read",
    ),
    pytest.param(
        "enum E { a('x'); const E(this.tag); final String tag; }\n"
        "void trackEvent(E e) => sender.go(e.name);\nvoid f() { trackEvent(E.a); }",
        ["trackEvent constant a {}"],
        id="enum-sent-by-its-own-name",
    ),
    pytest.param(
        "enum E { a('x'); const E(this.tag); final String tag; }\n"
        "class H { static void trackEvent(E e, {int? v}) => sender.go(v, e.tag); }\nvoid f() { H.trackEvent(E.a); }",
        ["trackEvent constant x {}"],
        id="enum-sent-by-what-it-carries",
    ),
    pytest.param(
        "enum E { a('x'); const E(this.tag); final String tag; }\n"
        "void trackEvent(E e) => sender.go('app_${e.tag}');\nvoid f() { trackEvent(E.a); }",
        ["trackEvent unresolved  {}"],
        id="enum-put-into-another-text",
    ),
    pytest.param(
        "enum E { a, b }\nextension X on E { String get event => switch (this) { E.a => 'x', E.b => 'y' }; }\n"
        "void f() { trackEvent(E.a.event); trackEvent(E.a.name); }",
        ["trackEvent constant x {}", "trackEvent constant a {}"],
        id="enum-with-an-extension",
    ),
    pytest.param(
        "enum E { a, b; String get event { switch (this) { case E.a: return 'x'; case E.b: return 'y'; } } }\n"
        "void f() { trackEvent(E.b.event); }",
        ["trackEvent constant y {}"],
        id="enum-with-a-switch",
    ),
    pytest.param(
        "class E { static String made() => 'x'; }\nvoid f() { trackEvent(E.made()); }",
        ["trackEvent constant x {}"],
        id="made-by-a-function",
    ),
    pytest.param(
        "class C { static const a = 'x'; final b = 'y'; void f() { trackEvent(a); trackEvent(b); } }",
        ["trackEvent constant x {}", "trackEvent constant y {}"],
        id="in-its-class",
    ),
    pytest.param(
        "const m = {'k': 'x'};\nvoid f() { trackEvent(m['k']); }", ["trackEvent constant x {}"], id="map-of-constants"
    ),
    pytest.param(
        "trackEvent('a_$step.x'); trackEvent(\"a_${s.name}_b\"); trackEvent('a_' + s.id);",
        ["trackEvent pattern a_{step}.x {}", "trackEvent pattern a_{name}_b {}", "trackEvent pattern a_{id} {}"],
        id="patterns",
    ),
    pytest.param("trackEvent('a_' 'b' \"_c\");", ["trackEvent constant a_b_c {}"], id="adjacent"),
    pytest.param(
        "trackEvent(x == 1 ? 'a' : y ? 'b' : 'c'); trackEvent(x.y ?? 'd');",
        ["trackEvent literal a|b|c {}", "trackEvent unresolved d {}"],
        id="conditional",
    ),
    pytest.param(
        "void f() { final n = switch (x) { 1 => 'a', _ => 'b' }; trackEvent(n); }",
        ["trackEvent constant a|b {}"],
        id="switch",
    ),
    pytest.param(
        "const n = 'a';\nvoid f(String n) { trackEvent(n); }\nvoid g({required String n}) => trackEvent(n);\n"
        "final h = (n) { trackEvent(n); };",
        ["trackEvent unresolved  {}"] * 3,
        id="parameters",
    ),
    pytest.param(
        "const n = 'a';\nvoid f() { for (final n in ns) { trackEvent(n); } try {} catch (n) { trackEvent(n); }\n"
        "if (x case final n?) { trackEvent(n); } }",
        ["trackEvent unresolved  {}"] * 3,
        id="names-bound-within",
    ),
    pytest.param(
        "void f() { var n = 'a'; trackEvent(n); final (m, o) = x; trackEvent(m); }",
        ["trackEvent constant a {}", "trackEvent unresolved  {}"],
        id="variables",
    ),
    pytest.param(
        "void f() { String n; if (x) { n = 'a'; } else { n = y ? 'b' : 'c'; } trackEvent(n); }\n"
        "void g() { var n = 'a'; n += 'b'; trackEvent(n); var m = 'c'; trackEvent(m); m = 'd'; trackEvent(m); }",
        ["trackEvent constant a|b|c {}", *["trackEvent unresolved  {}"] * 3],
        id="all-that-a-variable-can-hold",
    ),
    pytest.param(
        "const n = 'a';\nvoid f() { g(() { trackEvent(n); }); { final n = 'b'; trackEvent(n); } }",
        ["trackEvent constant a {}", "trackEvent constant b {}"],
        id="nearest-scope",
    ),
    pytest.param(
        "trackEvent('it\\'s \\u{41}'); trackEvent(r'a\\n'); trackEvent('''b''');",
        ["trackEvent literal it's A {}", "trackEvent literal a\\n {}", "trackEvent literal b {}"],
        id="quotes",
    ),
    pytest.param(
        "trackEvent(1); trackEvent({'a': 1}); trackEvent(() => 1); trackEvent([]);", [], id="what-no-name-can-be"
    ),
    pytest.param("final s = '${trackEvent('a')}';", ["trackEvent literal a {}"], id="inside-a-string"),
    pytest.param(
        "// trackEvent('a')\n/// trackEvent('b')\n/* trackEvent('c') */ final s = \"trackEvent('d')\";",
        [],
        id="comments-and-strings",
    ),
    pytest.param(
        "void trackEvent(String a) {}\nclass C { void trackEvent(a) => b; }\nvoid h() { final f = trackEvent; "
        "g(x.trackEvent);\n"
        "x.trackEvent.call('a'); trackEventX('a'); new trackEvent('b'); }",
        [],
        id="no-call",
    ),
    pytest.param("order.track('a'); capture(eventName: 'b'); x.logEvent(name: 'c');", [], id="something-else"),
]


@pytest.mark.parametrize(("source", "expected"), CALLS)
def test_dart(source: str, expected: list[str]) -> None:
    code = source if "void " in source else f"void main() {{ {source} }}"
    assert [told(site) for site in find_calls("lib/a.dart", code.encode(), sdks(WRAPPERS))] == expected


def test_names_are_followed_through_libraries_and_their_parts() -> None:
    texts = {
        "lib/constants.dart": "import 'base.dart';\npart 'src/cart.dart';\nString opened(String x) => 'opened_$x';",
        "lib/src/cart.dart": "part of '../constants.dart';\nenum Cart { paid, left('cart_left'); const Cart([this.n]);"
        " final String? n; }\nextension Ids on Never { static String get a => 'id_a'; }\nconst own = 'part_$base';",
        "lib/base.dart": "const base = 'b';\nconst hidden = 'h';",
        "lib/all.dart": "export 'base.dart' show base;",
        "lib/loop.dart": "import 'loop.dart'; export 'loop.dart';",
        "lib/a.dart": "import 'constants.dart' as c;\nimport 'all.dart';\nimport 'loop.dart';\npart 'b.dart';",
        "lib/b.dart": "part of 'a.dart';\nvoid f() { trackEvent(c.Cart.paid.name); trackEvent(c.Cart.left.n!);"
        " trackEvent(c.Ids.a); trackEvent(c.opened('x')); trackEvent(c.own); trackEvent(base); trackEvent(hidden);"
        " trackEvent(nowhere); }",
    }
    program = Program(Paths(texts, lambda path: texts[path].encode()), Work())
    sites = find_calls("lib/b.dart", texts["lib/b.dart"].encode(), sdks(WRAPPERS), None, program)
    names = ["|".join(name.text for name in site.names) or "?" for site in sites]
    assert names == ["paid", "cart_left", "id_a", "opened_{x}", "part_b", "b", "?", "?"]


def test_a_call_is_told_from_its_name_on() -> None:
    (site,) = find_calls("a.dart", b"void f() {\n  analytics\n    .track('a');\n}", sdks())
    assert (site.at.line, site.at.column, site.at.end_column) == (3, 6, 16)


@pytest.mark.parametrize(
    ("module", "found"),
    [
        pytest.param("events.dart", ("pkg/app/lib/src/events.dart",), id="beside"),
        pytest.param("../b.dart", ("pkg/app/lib/b.dart",), id="above"),
        pytest.param("package:app/b.dart", ("pkg/app/lib/b.dart",), id="of a package"),
        pytest.param("package:other/b.dart", ("pkg/other/lib/b.dart",), id="of another package"),
        pytest.param(
            "package:renamed/c.dart", ("pkg/folder/lib/c.dart",), id="of a package in a folder of another name"
        ),
        pytest.param("dart:io", (), id="of the language"),
        pytest.param("../../../../../x.dart", (), id="outside"),
    ],
)
def test_imports_lead_to_files(module: str, found: tuple[str, ...]) -> None:
    paths = ["pkg/app/lib/src/events.dart", "pkg/app/lib/b.dart", "pkg/other/lib/b.dart", "pkg/folder/lib/c.dart"]
    assert files("pkg/app/lib/src/a.dart", Import("*", module), Paths(paths)) == found
