"""A call of a function that a team declared is told even where it gives no name: it may be one of its overloads."""

import pytest

from waypost.settings import Call
from waypost.telemetry.paths import Paths
from waypost.telemetry.scan import scan
from waypost.telemetry.sdks import sdks

LOG = Call("EventUtil.logEvent", name=1)


def told(path: str, text: str, *calls: Call) -> list[tuple[str, ...]]:
    texts = {path: text.encode()}
    found = scan(Paths(texts, texts.get, partial=False), [path], sdks(calls))
    return [tuple(name.text for name in site.names) for site in found.sites]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("A.java", 'class A { void f() { EventUtil.logEvent(INFO, "a"); EventUtil.logEvent(INFO, Map.of("k", 1)); } }'),
        ("A.kt", 'fun f() { EventUtil.logEvent(INFO, "a"); EventUtil.logEvent(INFO, mapOf("k" to 1)) }'),
        ("A.cs", 'class A { void F() { EventUtil.logEvent(1, "a"); EventUtil.logEvent(1, new[] {1}); } }'),
    ],
)
def test_an_overload_without_a_name_is_a_call_whose_name_is_not_known(path: str, text: str) -> None:
    assert told(path, text, LOG) == [("a",), ()]


@pytest.mark.parametrize(
    ("path", "text", "calls"),
    [
        ("a.ts", "EventUtil.logEvent(1, true)", (LOG,)),  # a language without overloads
        ("A.java", "class A { void f() { log(1); log(true); } }", (Call("log", name=0),)),
        ("A.java", "class A { void f() { EventUtil.logEvent(); } }", (LOG,)),
        (
            "A.java",
            "class A { void f() { EventUtil.logEvent(1, true); } }",
            (Call("EventUtil.logEvent", name=1, requires="amplitude"),),
        ),
    ],
)
def test_an_everyday_name_and_a_call_without_anything_are_none(path: str, text: str, calls: tuple[Call, ...]) -> None:
    assert told(path, text, *calls) == []


def test_where_another_entry_knows_the_call_nothing_more_is_told() -> None:
    by_label = Call("saveEvent", name="event")
    assert told("A.swift", 'saveEvent("a")\nsaveEvent(event: "b")', Call("saveEvent", name=0), by_label) == [
        ("a",),
        ("b",),
    ]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("A.java", 'class Tracker { void f() { log("a"); } void log(String e) { post(e); } }', [("a",)]),
        ("A.java", 'class Cart extends Tracker { void f() { log("a"); } }', [("a",)]),
        ("A.kt", 'class Tracker { fun f() = log("a")\n fun log(e: String) { post(e) } }', [("a",)]),
        ("A.kt", 'class Cart : Tracker() { fun f() { log("a") } }', [("a",)]),
        ("A.swift", 'class Cart: Tracker { func f() { log("a") } }', [("a",)]),
        ("A.java", 'class Cart { void f() { log("no"); } }', []),
        ("A.kt", 'class Cart(val tracker: Tracker) : Base() { fun f() { log("no") } }', []),
        ("A.java", 'class Tracker { } class Cart { void f() { log("no"); } }', []),
        ("a.ts", "class Tracker { f() { log('no') } }", []),
    ],
)
def test_a_class_calls_its_own_declared_method_with_nothing_before_it(
    path: str, text: str, found: list[tuple[str, ...]]
) -> None:
    assert told(path, text, Call("Tracker.log", name=0)) == found


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        (
            "A.kt",
            'class Cart(private val events: EventTracker) { fun f() { events.log("a"); it.log("no") } }',
            [("a",)],
        ),
        ("A.kt", 'class Cart(private val events: EventTracker?) { fun f() { this.events?.log("a") } }', [("a",)]),
        ("A.swift", 'class Cart { let events: any EventTracker\n func f() { events.log("a") } }', [("a",)]),
        ("A.java", 'class Cart { EventTracker events; void f() { this.events.log("a"); } }', [("a",)]),
        ("A.cs", 'class Cart { EventTracker _events; void F() { _events.log("a"); } }', [("a",)]),
        ("a.dart", "class Cart { final EventTracker events; void f() { events.log('a'); } }", [("a",)]),
        (
            "a.ts",
            "class Cart { constructor(private events: EventTracker) {}\n f() { this.events.log('a') } }",
            [("a",)],
        ),
        ("A.kt", 'class Cart(val events: Other) { fun f(a: EventTracker) { events.log("no") } }', []),
        ("A.kt", 'class A(val it: EventTracker) { fun f() { it.log("a") } }\nclass B(val it: Log) { val x = it }', []),
    ],
)
def test_what_is_declared_to_be_of_a_class_is_called_so(path: str, text: str, found: list[tuple[str, ...]]) -> None:
    assert told(path, text, Call("EventTracker.log", name=0)) == found


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("a.dart", "void f() { events.log(SignedIn(result: r, sourceContext: 'apple')); }", [()]),
        ("a.dart", "void f() { events.log(Shown(eventName: 'a', props: {'x': 1})); }", [("a",)]),
        ("A.kt", 'class A { fun f() { events.log(Opened(title = "Hello")) } }', [()]),
        ("A.kt", 'class A { fun f() { events.log(Opened(name = "a")) } }', [("a",)]),
        ("A.kt", 'class A { fun f() { events.log(Opened("a", mapOf("x" to 1))) } }', [("a",)]),
        (
            "A.swift",
            "enum Kind: String { case general }\nstruct Engagement { let kind: Kind\n let entity: Entity }\n"
            "func f() { events.log(Engagement(kind: .general, entity: it)) }",
            [()],
        ),
    ],
)
def test_the_only_text_of_an_event_is_its_name_where_its_field_is_called_so(
    path: str, text: str, found: list[tuple[str, ...]]
) -> None:
    assert told(path, text, Call("events.log", name=0)) == found


def test_which_field_is_the_name_a_team_says_once_for_all() -> None:
    text = (
        "open class Event(val group: String, val event: String) { val id = group + event }\n"
        'class Opened : Event("Cart", "Opened")\n'
        "object EventTracker { fun log(e: Event) { amplitude.track(e.id) } }\n"
        "class A { fun f() { EventTracker.log(Opened()) } }"
    )
    assert told("A.kt", text, Call("EventTracker.log", name="0.event")) == [(), ("Opened",)]


def test_an_sdk_is_not_called_so() -> None:
    text = 'import com.posthog.PostHog\nclass PostHog { fun f() { capture("no") } }'
    assert told("A.kt", text, Call("Tracker.log", name=0), Call("Other.capture", name=0)) == []


def test_ruby_may_take_a_variable_for_the_keywords() -> None:
    text = "Analytics.track(user, event: 'a')\nAnalytics.track(user, details, 1)\nAnalytics.track(user, id: 1)\n"
    assert told("a.rb", text, Call("Analytics.track", name="event")) == [("a",), ()]
