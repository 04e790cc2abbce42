"""What an enum of Swift's says of its cases is what a function sends that reads it: a property or a method."""

import pytest

from tests.telemetry.test_calls import told
from waypost.settings import Call
from waypost.telemetry.paths import Paths
from waypost.telemetry.scan import scan
from waypost.telemetry.sdks import sdks

EVENT = """enum Event {
  case opened(page: String), closed, moved
  %s {
    switch self {
    case .opened: return "page_opened"
    case .closed: return "page_closed"
    case .moved: return provider == .old ? "moved" : unknown
    }
  }
}
"""
PROPERTY, METHOD = EVENT % "var name: String", EVENT % "func name(for provider: Provider? = nil) -> String"
CALLS = 'func f() { stat(event: .opened(page: "a"))\n stat(event: .closed)\n stat(event: Event.closed) }'


def sent(stat: str, event: str, calls: str = CALLS) -> list[tuple[str, ...]]:
    """The names of each call of `stat`, where no one else knows what it does."""
    texts = {"Event.swift": event.encode(), "Stat.swift": stat.encode(), "Calls.swift": calls.encode()}
    found = scan(Paths(texts, texts.get, partial=False), sorted(texts), sdks([Call("stat", name="event")]))
    return [tuple(name.text for name in site.names) for site in found.sites if site.path == "Calls.swift"]


@pytest.mark.parametrize(
    ("event", "stat"),
    [
        (PROPERTY, "func stat(event: Event) { send(name: event.name) }"),
        (PROPERTY, 'func stat(event: Event) { if event.name == "no" { return }; send(event.name) }'),
        (
            PROPERTY,
            "func stat(event: Event) { it.log(at: p, event: event) }\nfunc log(at: P, event: Event) { s(event.name) }",
        ),
        (METHOD, "func stat(event: Event) { send(event.name()) }"),
        (METHOD, "func stat(event: Event) { send(event.name(for: .new)) }"),
        (METHOD, "func stat(event: Event) { if event.name() != Event.moved.name() { send(event.name(for: .new)) } }"),
    ],
)
def test_what_the_function_reads_of_an_entry_is_its_name(event: str, stat: str) -> None:
    assert sent(stat, event) == [("page_opened",), ("page_closed",), ("page_closed",)]


@pytest.mark.parametrize(
    ("event", "stat"),
    [
        (METHOD, 'func stat(event: Event) { send("x_" + event.name(for: .new)) }'),
        (METHOD, "func stat(event: Event) { send(event.name(for: .new).uppercased()) }"),
        (
            METHOD + 'extension Event { func name(for other: Int) -> String { "no" } }',
            "func stat(event: Event) { send(event.name(for: .new)) }",
        ),
        (METHOD, "func stat(event: Event) { send(event.name(short: true)) }"),
        (METHOD.replace("func", "static func"), "func stat(event: Event) { send(event.name(for: .new)) }"),
    ],
)
def test_what_may_be_another_text_is_not_known(event: str, stat: str) -> None:
    assert sent(stat, event) == [(), (), ()]


def test_a_case_of_which_only_one_text_is_known_is_not_known() -> None:
    assert sent("func stat(event: Event) { send(event.name()) }", METHOD, "func f() { stat(event: .moved) }") == [()]


WRAPPERS = [
    pytest.param(
        METHOD,
        "static func log(event: Event) {\n"
        " Analytics.logEvent(event.name(for: .new), parameters: event.parameters(for: .new))\n}",
        ["page_opened {, …}", "page_closed {, …}", "unresolved"],
        id="a method",
    ),
    pytest.param(
        METHOD,
        "static func log(event: Event) { Analytics.logEvent(event.name(), parameters: nil) }",
        ["page_opened {, …}", "page_closed {, …}", "unresolved"],
        id="a method that is given nothing",
    ),
    pytest.param(
        PROPERTY,
        "static func log(event: Event) { Analytics.logEvent(event.name.uppercased(), parameters: nil) }",
        [],
        id="another text made of it",
    ),
    pytest.param(
        METHOD,
        "static func log(event: Event) { Analytics.logEvent(key(event), parameters: nil) }",
        [],
        id="by a function",
    ),
]


@pytest.mark.parametrize(("event", "method", "expected"), WRAPPERS)
def test_a_function_that_reads_the_name_by_a_method_sends_it(event: str, method: str, expected: list[str]) -> None:
    calls = CALLS.replace("stat(", "AppTracker.log(").replace("Event.closed", ".moved")
    texts = {"Event.swift": event, "AppTracker.swift": f"struct AppTracker {{ {method} }}", "Calls.swift": calls}
    files = {name: text.encode() for name, text in texts.items()}
    found = scan(Paths(files, files.get, partial=False), sorted(files), sdks())
    sites = [site for site in found.sites if site.path == "Calls.swift"]
    lines = [told(site).removeprefix("Firebase ").removeprefix("constant ") for site in sites]
    assert [line if not line.startswith("unresolved") else "unresolved" for line in lines] == expected


SWITCHES = [
    pytest.param('case .opened: return "a"\ndefault: return "b"', ["a"], id="its own"),
    pytest.param('case .opened where old: return "a"\ncase .opened: return "b"', ["a", "b"], id="sometimes one"),
    pytest.param('case .closed, .opened where old: return "a"\ndefault: return "b"', ["a", "b"], id="else the default"),
    pytest.param('case .opened("x"): return "a"\ndefault: return "b"', ["a", "b"], id="with one value alone"),
    pytest.param('case .opened(let page): return "a"\ndefault: return "b"', ["a"], id="whatever its value"),
    pytest.param('case Event.opened: return "a"\ndefault: return "b"', ["a"], id="with its type"),
    pytest.param('case .closed: return "a"\ncase _: return "b"', ["b"], id="all others"),
]


@pytest.mark.parametrize(("cases", "expected"), SWITCHES)
def test_a_case_may_be_told_in_several_places(cases: str, expected: list[str]) -> None:
    event = f"enum Event {{\n case opened(String), closed\n var name: String {{\n switch self {{\n{cases}\n}}\n}}\n}}\n"
    files = {"A.swift": (event + "Analytics.logEvent(Event.opened.name, parameters: nil)").encode()}
    (site,) = scan(Paths(files, files.get, partial=False), list(files), sdks()).sites
    assert [name.text for name in site.names] == expected
