"""Call sites in Swift."""

import pytest

from tests.telemetry.test_calls import Wrapper, told
from waypost.settings import Call
from waypost.telemetry.calls import find_calls
from waypost.telemetry.paths import Paths
from waypost.telemetry.scan import scan
from waypost.telemetry.sdks import sdks

WRAPPERS = (Wrapper("trackEvent", 0, "withProperties"), Wrapper("tracker.send", "event", "with"))

CALLS = [
    pytest.param(
        'PostHogSDK.shared.capture("a_b", properties: ["x": 1, "y": nil, "z": [1]])',
        ["PostHog literal a_b {x: number, y: null, z: array}"],
        id="posthog",
    ),
    pytest.param('Analytics.logEvent("a", parameters: ["x": "s"])', ["Firebase literal a {x: string}"], id="firebase"),
    pytest.param(
        'self?.analytics!\n  .track(\n  // why\n  name: "A B")',
        ["Segment literal A B {}"],
        id="segment-on-several-lines",
    ),
    pytest.param('Analytics.shared().track("a", properties: p)', ["Segment literal a {, …}"], id="segment-shared"),
    pytest.param(
        'amplitude.track(eventType: "a", eventProperties: ["x": true])',
        ["Amplitude literal a {x: boolean}"],
        id="amplitude",
    ),
    pytest.param(
        'amplitude.track(event: BaseEvent(eventType: "a", eventProperties: ["x": 1.5]))',
        ["Amplitude literal a {x: number}"],
        id="amplitude-event",
    ),
    pytest.param('Amplitude.instance()?.logEvent("a")', ["Amplitude literal a {}"], id="amplitude-instance"),
    pytest.param(
        'Mixpanel.mainInstance().track(event: "a", properties: [:])', ["Mixpanel literal a {}"], id="mixpanel"
    ),
    pytest.param('span.addEvent(name: "a")', ["OpenTelemetry literal a {}"], id="otel"),
    pytest.param('try await tracker?.send(event: "a", with: nil)', ["tracker.send literal a {}"], id="labels"),
    pytest.param('trackEvent("a", withError: e)', ["trackEvent literal a {, …}"], id="label-of-an-overload"),
    pytest.param('trackEvent("a") { x in y }', ["trackEvent literal a {}"], id="closure-behind-it"),
    pytest.param(
        'trackEvent("a", withProperties: ["x": 1].merging(["y": "s"]) { $1 })',
        ["trackEvent literal a {x: number, y: string}"],
        id="merging",
    ),
    pytest.param(
        'trackEvent("a", withProperties: ["x": y?.z, "k": 1].compactMapValues { $0 })',
        ["trackEvent literal a {x, k: number}"],
        id="without-nil",
    ),
    pytest.param(
        'enum K { static let x = "k" }\ntrackEvent("a", withProperties: [K.x: 1, y: 2, "z": z])',
        ["trackEvent literal a {z, k: number, …}"],
        id="computed-keys",
    ),
    pytest.param(
        'enum E: String { case a = "x", b\n case c }\n'
        "trackEvent(E.a.rawValue); trackEvent(E.b.rawValue); trackEvent(E.c)",
        ["trackEvent constant x {}", "trackEvent constant b {}", "trackEvent constant c {}"],
        id="enum",
    ),
    pytest.param(
        'enum E { case a, b(Int), c\n var name: String { switch self { case .a: return "x"\n case .b, .c: "y" } } }\n'
        "trackEvent(E.a.name); trackEvent(E.c.name); trackEvent(E.c)",
        ["trackEvent constant x {}", "trackEvent constant y {}", "trackEvent unresolved  {}"],
        id="enum-with-a-switch",
    ),
    pytest.param(
        'enum E: String { case a = "x"\n var name: String { "app_\\(rawValue)" } }\n'
        "func trackEvent(_ e: E) { log(e.rawValue); send(e.name) }\ntrackEvent(E.a.name); trackEvent(E.a)",
        ["trackEvent unresolved  {}"] * 2,
        id="name-of-its-own",
    ),
    pytest.param(
        "struct Pixel {}\nextension Pixel { enum Event { case a, b(n: Int), c, d } }\n"
        'extension Pixel.Event { var name: String { switch self { case .a: return "x"\n case .b(let n):'
        ' return "y_\\(n)"\n'
        ' case .d: if z { return "z" }\n return "w"\n default: return "v" } } }\n'
        "func trackEvent(_ pixel: Pixel.Event) { fire(named: pixel.name) }\n"
        "trackEvent(Pixel.Event.a); trackEvent(Pixel.Event.b(n: 1).name); trackEvent(Pixel.Event.b(n: 1));"
        "trackEvent(Pixel.Event.c.name); trackEvent(Pixel.Event.d)",
        [
            "trackEvent constant x {}",
            "trackEvent unresolved  {}",
            "trackEvent pattern y_{n} {}",
            "trackEvent constant v {}",
            "trackEvent constant z|w {}",
        ],
        id="names-of-an-enum-in-an-extension",
    ),
    pytest.param(
        'enum E: String { case a = "x"\n var rawValue: String { f() } }\ntrackEvent(E.a.rawValue)',
        ["trackEvent unresolved  {}"],
        id="raw-value-of-its-own",
    ),
    pytest.param(
        'struct E { static let a = "x"; static var b = "y"; static var c: String { "z" } }\n'
        "trackEvent(E.a); trackEvent(E.b); trackEvent(E.c)",
        ["trackEvent constant x {}", "trackEvent unresolved  {}", "trackEvent constant z {}"],
        id="constants-of-a-type",
    ),
    pytest.param(
        'struct E {}\nextension E { enum Cart { static let a = "x" } }\nextension E.Cart { static let b = "y" }\n'
        "trackEvent(E.Cart.a); trackEvent(E.Cart.b)",
        ["trackEvent constant x {}", "trackEvent constant y {}"],
        id="extensions-of-a-type-within",
    ),
    pytest.param(
        'struct E {}\nextension E { static let a = "x" }\nextension E { enum Cart { static let b = "y" } }\n'
        "trackEvent(E.a); trackEvent(E.Cart.b)",
        ["trackEvent constant x {}", "trackEvent constant y {}"],
        id="extensions",
    ),
    pytest.param(
        'class C { let n = "a"; var m = "b"; func f() { trackEvent(n); trackEvent(self.n); trackEvent(m) } }',
        ["trackEvent constant a {}", "trackEvent constant a {}", "trackEvent unresolved  {}"],
        id="properties-of-its-class",
    ),
    pytest.param(
        'enum E: String { case a = "x" }\nfunc f() { let e: E = .a\n trackEvent(e); trackEvent(e.rawValue) }',
        ["trackEvent constant x {}"] * 2,
        id="type-left-out",
    ),
    pytest.param(
        'enum E { enum Cart: String { case a = "x" } }\nclass C { typealias Own = E.Cart\n'
        " func f() { trackEvent(Own.a.rawValue) } }\ntypealias A = A\ntrackEvent(A.b)",
        ["trackEvent constant x {}", "trackEvent unresolved  {}"],
        id="alias",
    ),
    pytest.param("trackEvent(.opened)", ["trackEvent unresolved  {}"], id="type-unknown"),
    pytest.param('trackEvent("a_\\(step.name)_\\(x)")', ["trackEvent pattern a_{name}_{x} {}"], id="interpolation"),
    pytest.param(
        'let p = "p"\ntrackEvent("\\(p)_a"); trackEvent(p + "_b")',
        ["trackEvent constant p_a {}", "trackEvent constant p_b {}"],
        id="put-together",
    ),
    pytest.param('trackEvent(String(format: "a_%@", x))', ["trackEvent pattern a_{x} {}"], id="format"),
    pytest.param(
        'trackEvent(x ? "a" : "b"); trackEvent(y ?? "c")',
        ["trackEvent literal a|b {}", "trackEvent unresolved c {}"],
        id="conditional",
    ),
    pytest.param(
        'let n = switch x { case .a: "a"\n default: "b" }\ntrackEvent(n); trackEvent(if y { "c" } else { "d" })',
        ["trackEvent constant a|b {}", "trackEvent literal c|d {}"],
        id="switch-and-if",
    ),
    pytest.param(
        'let n = "a"\nfunc f(n: String) { trackEvent(n) }\nfunc g(_ x: Int, as n: String) { trackEvent(n) }',
        ["trackEvent unresolved  {}"] * 2,
        id="parameters",
    ),
    pytest.param(
        'let n = "a"\nf { n in trackEvent(n) }\nfor n in ns { trackEvent(n) }\nif let n = x { trackEvent(n) }\n'
        "switch y { case .z(let n): trackEvent(n) }\nfunc f() { guard let n = x else { return }\n trackEvent(n) }",
        ["trackEvent unresolved  {}"] * 5,
        id="names-bound-within",
    ),
    pytest.param(
        'enum E: String { case a = "x", b = "y" }\nfunc f() { let e: E\n if z { e = .a } else { e = .b }\n'
        " trackEvent(e) }\n"
        'func g() { var n = "c"; if z { n = "d" }\n trackEvent(n); var m = "a"; m += "b"; trackEvent(m) }\n'
        'func h() { var n = "a"; trackEvent(n); n = "b"; trackEvent(n); var m = "c"; k(&m); trackEvent(m) }\n'
        'func i() { var n = "a"; n.append("b"); trackEvent(n) }',
        ["trackEvent constant x|y {}", "trackEvent constant c|d {}", *["trackEvent unresolved  {}"] * 5],
        id="all-that-a-variable-can-hold",
    ),
    pytest.param(
        'let n = "a"\nf { trackEvent(n) }\nif x { let n = "b"\n trackEvent(n) }',
        ["trackEvent constant a {}", "trackEvent constant b {}"],
        id="nearest-scope",
    ),
    pytest.param(
        'trackEvent(#"a\\b"#); trackEvent("it\\u{27}s \\"x\\"")',
        ["trackEvent literal a\\b {}", 'trackEvent literal it\'s "x" {}'],
        id="quotes",
    ),
    pytest.param('trackEvent("""\n  a\n  """)', ["trackEvent unresolved  {}"], id="several-lines-of-text"),
    pytest.param('trackEvent(1); trackEvent(["a": 1]); trackEvent({ 1 })', [], id="what-no-name-can-be"),
    pytest.param('let s = "\\(trackEvent("a"))"', ["trackEvent literal a {}"], id="inside-a-string"),
    pytest.param(
        '// trackEvent("a")\n/* trackEvent("b") /* x */ */ let s = "trackEvent(\\"c\\")"\nlet t = #"trackEvent("d")"#',
        [],
        id="comments-and-strings",
    ),
    pytest.param(
        "func trackEvent(_ name: String) {}\nlet f = trackEvent\nf(x.trackEvent)\ntrackEvent { x }\n"
        'x.trackEvent["a"]\ntrackEventX("a")\nprotocol P { func trackEvent(_ a: String) }',
        [],
        id="no-call",
    ),
    pytest.param('order.track("a"); capture("b"); track(name: "c"); logEvent("d")', [], id="something-else"),
]


FACTORY = """
struct Event { let stat: Stat
  let properties: [String: Any] }
enum Stat: String { case opened = "cart_opened", paid, refused }
extension Event { enum Cart {
  enum Keys { static let items = "item_count" }
  static func opened(items: Int) -> Event { Event(stat: .opened, properties: [Keys.items: items, "first": true]) }
  static func ended(_ paid: Bool) -> Event {
    guard paid else { return .init(stat: .refused, properties: [:]) }
    return Event(stat: .paid, properties: ["way": "card"])
  }
  static func again() -> Event { x ? again() : again() }
  static func first(of: Shop) -> Event { opened(items: 1) }
  static func last(_ paid: Bool) -> Event {
    let way = "card"
    return paid ? first(of: shop) : opened(items: 0)
  }
  static func other() -> Event { make(1) }
  static let known = Event(stat: .paid, properties: [:])
} }
"""
MADE = [
    pytest.param("tracker.log(.opened)", ["constant cart_opened {}"], id="member-without-its-type"),
    pytest.param("tracker.log(x ? .opened : Stat.paid)", ["constant cart_opened|paid {}"], id="one-of-two"),
    pytest.param(
        "tracker.log(event: .Cart.opened(items: 1))",
        ["constant cart_opened {first: boolean, item_count}"],
        id="made-by-a-function",
    ),
    pytest.param("tracker.log(event: Event.Cart.ended(true))", ["constant refused|paid {, …}"], id="one-of-several"),
    pytest.param("tracker.log(event: .Cart.known)", ["constant paid {}"], id="made-before"),
    pytest.param("tracker.log(event: .init(stat: .opened, properties: [:]))", ["constant cart_opened {}"], id="init"),
    pytest.param("let e = Event.Cart.known\ntracker.log(event: e)", ["constant paid {}"], id="by-way-of-a-constant"),
    pytest.param("tracker.log(event: .Cart.again())", ["unresolved  {, …}"], id="made-by-itself"),
    pytest.param(
        "tracker.log(event: Event.Cart.first(of: it))",
        ["constant cart_opened {first: boolean, item_count}"],
        id="made-by-another-function",
    ),
    pytest.param(
        "tracker.log(event: .Cart.last(true))", ["constant cart_opened {, …}"], id="made-by-one-of-two-others"
    ),
    pytest.param("tracker.log(event: .Cart.other())", ["unresolved  {, …}"], id="made-by-a-function-of-others"),
    pytest.param("tracker.log(event: event)", ["unresolved  {, …}"], id="made-elsewhere"),
]


@pytest.mark.parametrize(("source", "expected"), MADE)
def test_events_made_by_the_members_of_a_type(source: str, expected: list[str]) -> None:
    calls = (
        Call(call="tracker.log", name=0, type="Stat"),
        Call(call="tracker.log", name="event.Event.stat", properties="event.Event.properties", type="Stat"),
    )
    found = find_calls("a.swift", (FACTORY + source).encode(), sdks(calls))
    assert [told(site).removeprefix("tracker.log ") for site in found] == expected


TRACKER = """
protocol Tracker { func log(_ name: String) }
extension Tracker {
  func log(_ stat: Stat, with: [String: Any]? = nil) { log(stat.rawValue) }
  func log(event: Event) { log(event.stat) }
}
enum Other: String { case opened = "other" }
"""


@pytest.mark.parametrize(
    ("source", "expected"), [it for it in MADE if it.id not in ("init", "made-by-one-of-two-others")]
)
def test_types_that_are_left_out_are_those_that_the_function_wants(source: str, expected: list[str]) -> None:
    texts = {"Event.swift": FACTORY.encode(), "Tracker.swift": TRACKER.encode(), "a.swift": source.encode()}
    calls = (Call(call="tracker.log", name=0, properties="with"), Call(call="tracker.log", name="event"))
    found = scan(Paths(texts, texts.get, partial=False), ["a.swift", *texts], sdks(calls)).sites
    told_here = [told(site).removeprefix("tracker.log ") for site in found if site.path == "a.swift"]
    assert told_here == [line.replace("{, …}", "{}") if "|" not in line else line for line in expected]


def test_of_two_types_that_both_fit_none_is_guessed() -> None:
    two = TRACKER + "extension Tracker { func log(_ other: Other) {} }"
    texts = {"Event.swift": FACTORY.encode(), "Tracker.swift": two.encode(), "a.swift": b"tracker.log(.opened)"}
    sites = scan(Paths(texts, texts.get, partial=False), list(texts), sdks((Call(call="tracker.log", name=0),))).sites
    assert [told(site) for site in sites if site.path == "a.swift"] == ["tracker.log unresolved  {}"]


@pytest.mark.parametrize(("source", "expected"), CALLS)
def test_swift(source: str, expected: list[str]) -> None:
    assert [told(site) for site in find_calls("a.swift", source.encode(), sdks(WRAPPERS))] == expected


OWN_SDK = """
class Analytics {
  static func track(_ event: Event, properties: [String: Any]? = nil) { shared.track(event, properties: properties) }
  func track(_ event: Event, properties: [String: Any]? = nil) { adapters.forEach { $0.track(name: BODY) } }
}
"""
GETTER = "private extension Event { var eventName: String { GETTER } }\n"
EVENT = 'enum Event: String { case settingsShown, shown, opened2Shown, showTOS, paid = "paid_now" }\n'


KEPT, UNKNOWN = ["settingsShown", "showTOS", "paid_now"], ["?", "?", "?"]
SNAKE = "return self.rawValue.toSnakeCaseFromCamelCase()"
TWICE = "rawValue } }\nextension Event { var eventName: String { f()"


@pytest.mark.parametrize(
    ("body", "getter", "names"),
    [
        pytest.param("event.rawValue", "", KEPT, id="own-text"),
        pytest.param("event.eventName", "rawValue", KEPT, id="getter-of-it"),
        pytest.param("event.eventName", SNAKE, ["settings_shown", "?", "paid_now"], id="snake-case"),
        pytest.param("event.eventName", "rawValue.lowercased()", [it.lower() for it in KEPT], id="lower-case"),
        pytest.param("event.eventName", "rawValue.obscured()", UNKNOWN, id="something-else"),
        pytest.param("event.eventName", '"app_" + rawValue', UNKNOWN, id="put-together"),
        pytest.param("event.eventName", "", UNKNOWN, id="unseen"),
        pytest.param("event.rawValue.lowercased()", "", UNKNOWN, id="changed-where-it-is-sent"),
        pytest.param("make(event)", "", UNKNOWN, id="not-read"),
        pytest.param("event.eventName", TWICE, UNKNOWN, id="two-getters"),
    ],
)
def test_what_a_function_of_the_repository_sends_of_an_entry(body: str, getter: str, names: list[str]) -> None:
    own = OWN_SDK.replace("BODY", body) + (GETTER.replace("GETTER", getter) if getter else "")
    texts = {
        "Analytics.swift": own.encode(),
        "Event.swift": EVENT.encode(),
        "a.swift": b"Analytics.track(.settingsShown); Analytics.track(.showTOS, properties: [:])\n"
        b'Analytics.track(Event.paid); Analytics.track("as_it_is")',
    }
    sites = scan(Paths(texts, texts.get, partial=False), list(texts), sdks(())).sites
    assert ["|".join(name.text for name in site.names) or "?" for site in sites if site.path == "a.swift"] == [
        *names,
        "as_it_is",
    ]


def test_a_function_that_hands_an_entry_on_sends_what_is_sent_there() -> None:
    texts = {
        "Analytics.swift": OWN_SDK.replace("BODY", "event.rawValue.lowercased()").encode(),
        "Event.swift": EVENT.encode(),
        "a.swift": b"func report(_ event: Event) { Analytics.track(event) }\nreport(.settingsShown)",
    }
    sites = scan(Paths(texts, texts.get, partial=False), list(texts), sdks(())).sites
    assert [name.text for site in sites for name in site.names] == []
