"""An event that is an object of a class of its own: its name and properties are what that class says."""

import pytest

from tests.telemetry.test_calls import told as described
from tests.telemetry.test_scan import scanned
from waypost.settings import Call
from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

KOTLIN = (
    "class AnalyticImpl : Analytic { override fun report(event: AnalyticEvent) {\n"
    " AppMetrica.reportEvent(event.name, event.params) } }"
)
JAVA = "class Tracker { void report(Event e) { FlurryAgent.logEvent(e.getName(), e.getParams()); } }"
CSHARP = "class Tracker { void Report(Event e) { telemetryClient.TrackEvent(e.Name, e.Properties); } }"
SWIFT = (
    "class Tracker { func report(_ e: Event) {\n"
    " Mixpanel.mainInstance().track(event: e.name, properties: e.properties) } }"
)
DART = "class Tracker { void report(Event e) { mixpanel.track(e.name, properties: e.properties); } }\n"

CASES = [
    pytest.param(
        {
            "Impl.kt": KOTLIN,
            "Closed.kt": "class Closed(screen: Int) : AnalyticEvent {\n"
            ' companion object { const val SCREEN = "screen" }\n'
            ' override val name: String = "closed"\n override val params: Map<String, Any> = mapOf(SCREEN to screen) }',
            "a.kt": "class A(private val analytic: Analytic) { fun f() { analytic.report(Closed(1)) } }",
        },
        "constant closed {screen}",
        id="kotlin",
    ),
    pytest.param(
        {
            "Impl.kt": KOTLIN,
            "Event.kt": "data class Event(override val name: String, override val params: Map<String, Any>) : Named",
            "a.kt": 'class A { fun f() { analytic.report(Event("closed", mapOf("screen" to 1))) } }',
        },
        "literal closed {screen: number}",
        id="kotlin, what the constructor keeps",
    ),
    pytest.param(
        {
            "Impl.kt": KOTLIN,
            "Closed.kt": 'class Closed : AnalyticEvent { override val name get() = "closed" }',
            "a.kt": "class A { fun f() { val event = Closed(); analytic.report(event) } }",
        },
        "constant closed {, …}",
        id="kotlin, a getter, and nothing of its properties",
    ),
    pytest.param(
        {
            "Tracker.java": JAVA,
            "Closed.java": "class Closed implements Event { private final String name; final Map<String, Object> p;\n"
            ' Closed(int screen) { this.name = "closed"; p = Map.of("screen", screen); }\n'
            " public String getName() { return name; }\n public Map<String, Object> getParams() { return p; } }",
            "a.java": "class A { void f() { tracker.report(new Closed(1)); } }",
        },
        "constant closed {screen}",
        id="java",
    ),
    pytest.param(
        {
            "Tracker.java": JAVA,
            "Closed.java": 'class Closed implements Event { public String getName() { return "closed"; } }',
            "a.java": "class A { void f() {\n"
            ' tracker.report(new Closed() { public String getName() { return "x"; } }); } }',
        },
        "unresolved  {, …}",
        id="java, a class of its own",
    ),
    pytest.param(
        {
            "Tracker.cs": CSHARP,
            "Closed.cs": "class Closed : Event { public Closed(string kind, int a) { Name = kind; }\n"
            " public string Name { get; }\n"
            ' public override Dictionary<string, object> Properties => new() { ["screen"] = 1 }; }',
            "a.cs": 'class A { void F() { tracker.Report(new Closed("closed", 1)); } }',
        },
        "literal closed {screen: number}",
        id="csharp",
    ),
    pytest.param(
        {
            "Tracker.swift": SWIFT,
            "Closed.swift": 'struct Closed: Event { let screen: Int\n var name: String { "closed" }\n'
            ' var properties: [String: Any] { ["screen": screen] } }',
            "a.swift": "class A { func f() { tracker.report(Closed(screen: 1)) } }",
        },
        "constant closed {screen}",
        id="swift",
    ),
    pytest.param(
        {
            "tracker.dart": DART,
            "closed.dart": "class Closed extends Event { const Closed(this.screen); final int screen;\n"
            " @override\n String get name => 'closed';\n"
            " @override\n Map<String, dynamic> get properties => {'screen': screen}; }",
            "a.dart": "import 'tracker.dart';\nimport 'closed.dart';\n"
            "class A { void f() { tracker.report(Closed(1)); } }",
        },
        "constant closed {screen}",
        id="dart",
    ),
    pytest.param(
        {
            "tracker.dart": DART,
            "event.dart": "class Named extends Event { const Named(this.name, {required this.properties}); }",
            "a.dart": "import 'tracker.dart';\nimport 'event.dart';\n"
            "class A { void f() { tracker.report(const Named('closed', properties: {'screen': 1})); } }",
        },
        "literal closed {screen: number}",
        id="dart, what the constructor keeps",
    ),
    pytest.param(
        {
            "tracker.dart": DART,
            "event.dart": "class Event { final String name; const Event(this.name); }",
            "a.dart": "import 'tracker.dart';\nimport 'event.dart';\n"
            "class _Closed extends Event { _Closed({required String kind}) : super('closed_$kind'); }\n"
            "void f() { tracker.report(_Closed(kind: 'tip')); }",
        },
        "constant closed_tip {, …}",
        id="dart, of one file, a text that is made of what it gets",
    ),
    pytest.param(
        {
            "Impl.kt": KOTLIN,
            "Event.kt": "open class Event(override val name: String) : AnalyticEvent",
            "Closed.kt": 'class Closed(kind: String) : Event("closed_$kind")',
            "a.kt": 'class A { fun f() { analytic.report(Closed("tip")) } }',
        },
        "constant closed_tip {, …}",
        id="kotlin, a text that is made of what it gets",
    ),
    pytest.param(
        {
            "Impl.kt": KOTLIN,
            "Events.kt": "object Events {\n"
            ' fun closed(screen: Int) = Event(name = "closed", params = mapOf("screen" to screen))\n}\n'
            "class Event(override val name: String, override val params: Map<String, Any>) : AnalyticEvent",
            "a.kt": "class A { fun f() { analytic.report(Events.closed(1)) } }",
        },
        "constant closed {screen}",
        id="kotlin, what a function makes",
    ),
    pytest.param(
        {
            "Tracker.java": JAVA,
            "Event.java": "class Event { final String name; final Map<String, Object> params;\n"
            " Event(String name, Map<String, Object> params) { this.name = name; this.params = params; }\n"
            " String getName() { return name; }\n"
            ' static Event closed(int screen) { return new Event("closed", Map.of("screen", screen)); } }',
            "a.java": "class A { void f() { tracker.report(Event.closed(1)); } }",
        },
        "constant closed {screen}",
        id="java, what a function makes",
    ),
    pytest.param(
        {
            "Tracker.cs": CSHARP,
            "Events.cs": "static class Events { public static Event Closed(int screen) {\n"
            ' return new Event(Names.Closed, new Dictionary<string, object> { ["screen"] = screen }); } }\n'
            'static class Names { public const string Closed = "closed"; }\n'
            "class Event { public Event(string n, IDictionary<string, object> bag) { Name = n; Properties = bag; }\n"
            " public string Name { get; } public IDictionary<string, object> Properties { get; } }",
            "a.cs": "class A { void F() { tracker.Report(Events.Closed(1)); } }",
        },
        "constant closed {screen}",
        id="csharp, what a function makes",
    ),
]


@pytest.mark.parametrize(("files", "expected"), CASES)
def test_an_objects_class_says_its_name_and_properties(files: dict[str, str], expected: str) -> None:
    (site,) = [site for site in scanned(files).sites if site.path.startswith("a.")]
    assert described(site).removeprefix(f"{site.sdk} ") == expected


PYTHON = """class Event:
    def __init__(self, name):
        self.name = name
class Closed(Event):
    def __init__(self, kind):
        {}super().__init__({})
analytics.log(Closed("TIP"))
"""
MADE = [
    pytest.param("", 'f"closed_{kind}"', "log constant closed_TIP {, …}", id="a text with it"),
    pytest.param("", "kind", "log literal TIP {, …}", id="as it is"),
    pytest.param(
        "kind = kind.lower()\n        ", 'f"closed_{kind}"', "log pattern closed_{kind} {, …}", id="changed, in a text"
    ),
    pytest.param("kind = kind.lower()\n        ", "kind", "log unresolved  {, …}", id="changed"),
]


@pytest.mark.parametrize(("before", "given", "expected"), MADE)
def test_what_a_constructor_hands_on_is_what_it_got(before: str, given: str, expected: str) -> None:
    declared = sdks([Call("analytics.log", name="0.name", properties="0.data")])
    sites = find_calls("a.py", PYTHON.format(before, given).encode(), declared)
    assert [described(site).removeprefix("analytics.") for site in sites] == [expected]
