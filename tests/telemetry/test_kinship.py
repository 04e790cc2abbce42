"""A call with nothing before it may be of a method from above, and one of another class's variable is not ours."""

import pytest

from tests.telemetry.test_meant import certain

TRACKER = (
    "import com.mixpanel.android.mpmetrics.MixpanelAPI;\npublic abstract class BaseModel {\n"
    " MixpanelAPI mixpanel;\n public void track(String event) { mixpanel.track(event); }\n}\n"
)
KOTLIN = "import com.posthog.PostHog\nopen class BaseModel {\n fun track(event: String) { PostHog.capture(event) }\n}\n"
SWIFT = "import PostHog\nclass BaseModel {\n func track(_ event: String) { PostHogSDK.shared.capture(event) }\n}\n"
DART = (
    "import 'package:posthog_flutter/posthog_flutter.dart';\n"
    "class BaseModel { void track(String event) { Posthog().capture(eventName: event); } }\n"
)
CSHARP = (
    "using PostHog;\npublic class BaseModel {\n PostHogClient posthog;\n"
    ' public void Track(string name) { posthog.Capture("u", name); }\n}\n'
)

BELOW = [
    ("java", TRACKER, 'class A extends BaseModel { void f() { track("a"); } }'),
    ("java", TRACKER, 'class A extends MiddleModel { void f() { track("a"); } }'),
    ("java", TRACKER, 'class A extends BaseModel { class B { void f() { track("a"); } } }'),
    ("kt", KOTLIN, 'class A : BaseModel(), Other { fun f() { track("a") } }'),
    ("swift", SWIFT, 'class A: BaseModel { func f() { track("a") } }'),
    ("dart", DART, "import 'BaseModel.dart';\nclass A extends BaseModel { void f() { track('a'); } }"),
    ("cs", CSHARP, 'class A : BaseModel { void F() { Track("a"); } }'),
]


@pytest.mark.parametrize(("suffix", "base", "below"), BELOW)
def test_a_method_from_above_is_called_with_nothing_before_it(suffix: str, base: str, below: str) -> None:
    middle = {"MiddleModel.java": "class MiddleModel extends BaseModel {}"} if suffix == "java" else {}
    assert certain({f"BaseModel.{suffix}": base, f"A.{suffix}": below, **middle}) == ["a"]


PROMISED = [
    (
        "java",
        "abstract class Sender {\n abstract void send(String e);\n void twice(String e) { send(e); }\n}\n",
        "import com.mixpanel.android.mpmetrics.MixpanelAPI;\nclass MixpanelSender extends Sender {\n"
        " MixpanelAPI mixpanel;\n void send(String e) { mixpanel.track(e); }\n}\n",
        'class A { void f(Sender sender) { sender.twice("a"); } }',
    ),
    (
        "kt",
        "interface Sender {\n fun send(e: String)\n fun twice(e: String) { send(e) }\n}\n",
        "import com.posthog.PostHog\nclass MixpanelSender : Sender {\n"
        " override fun send(e: String) { PostHog.capture(e) }\n}\n",
        'fun f(sender: Sender) { sender.twice("a") }',
    ),
]


@pytest.mark.parametrize(("suffix", "above", "below", "used"), PROMISED)
def test_what_promises_a_method_calls_it_with_nothing_before_it(suffix: str, above: str, below: str, used: str) -> None:
    texts = {f"Sender.{suffix}": above, f"MixpanelSender.{suffix}": below, f"A.{suffix}": used}
    assert certain(texts) == ["a"]


@pytest.mark.parametrize(
    "other",
    [
        'class A { void f() { track("no"); } }',
        'class A extends Other { void f() { track("no"); } }',
        'class A extends BaseModel { void f() { track("no"); }\n  public void track(String event) {\n  } }',
        'import static b.Other.track;\nclass A extends BaseModel { void f() { track("no"); } }',
        'class A { BaseModel model; void f() { other().track("no"); } }',
        'class A extends BaseModel { }\nclass B extends Other { void f() { track("no"); } }',
    ],
)
def test_what_is_not_from_above_is_not_called_so(other: str) -> None:
    assert certain({"BaseModel.java": TRACKER, "A.java": other, "Other.java": "class Other {}"}) == []


BACKEND = (
    "import 'package:firebase_analytics/firebase_analytics.dart';\nimport 'analytics.dart';\n"
    "class FirebaseAnalyticsBackend extends AnalyticsBackend {\n  final FirebaseAnalytics _firebase;\n"
    "  void log(String name) { _firebase.logEvent(name: name); }\n}\n"
)
ANALYTICS = (
    "abstract class AnalyticsBackend { void log(String name); }\n"
    "class Analytics {\n  final AnalyticsBackend _backend;\n  void log(String name) { _backend.log(name); }\n}\n"
)
CRASHES = "class CrashAnalytics {\n  void log(String message) { print(message); }\n}\n"


def dart(text: str, crashes: str = CRASHES) -> list[str]:
    imports = "import 'backend.dart';\nimport 'analytics.dart';\nimport 'crash_analytics.dart';\n"
    return certain(
        {
            "backend.dart": BACKEND,
            "analytics.dart": ANALYTICS,
            "crash_analytics.dart": crashes,
            "a.dart": imports + text,
        }
    )


def test_a_type_that_a_file_has_by_importing_all_of_another_is_the_one_that_promises() -> None:
    assert dart("class A { final Analytics analytics; void f() { analytics.log('a'); } }") == ["a"]


@pytest.mark.parametrize(
    ("text", "crashes", "found"),
    [
        ("class A { final CrashAnalytics crashAnalytics; void f() { crashAnalytics.log('no'); } }", CRASHES, []),
        ("void f(CrashAnalytics? crashAnalytics) { crashAnalytics?.log('no'); }", CRASHES, []),
        ("final crashAnalytics = CrashAnalytics();\nvoid f() { crashAnalytics.log('no'); }", CRASHES, []),
        (
            "void f(CrashAnalytics crashAnalytics) { crashAnalytics.log('a'); }",
            CRASHES.replace("CrashAnalytics {", "CrashAnalytics extends Analytics {"),
            ["a"],
        ),
        ("void f(Analytics crashAnalytics) { crashAnalytics.log('a'); }", CRASHES, ["a"]),
    ],
)
def test_another_class_with_such_a_method_is_not_meant(text: str, crashes: str, found: list[str]) -> None:
    assert dart(text, crashes) == found


def test_a_constructor_with_braces_in_its_defaults_is_no_body() -> None:
    model = (
        "class HelpModel(\n  private val reporting: Reporting,\n  shown: Boolean = run { prefs.get(true) },\n"
        ") : Model() {\n"
        '  fun logEvent(type: String) {\n    reporting.logEvent("clicked", "type" to type)\n  }\n}\n'
    )
    reporting = (
        "import com.posthog.PostHog\nclass Reporting {\n"
        "  fun logEvent(event: String, vararg p: Any) { PostHog.capture(event) }\n}\n"
    )
    used = 'fun Help(viewModel: HelpModel = viewModel()) { viewModel.logEvent("no") }'
    assert certain({"HelpModel.kt": model, "Reporting.kt": reporting, "Help.kt": used}) == ["clicked"]


def test_what_a_closure_gets_under_a_name_is_not_what_is_made_under_it() -> None:
    events = (
        "class Events(clients: List<TrackingClient>) {\n  private val client = ProxyClient(clients)\n"
        '  fun opened() { client.track("a") }\n'
        "  private class ProxyClient(private val clients: List<TrackingClient>) {\n"
        "    fun track(name: String) { clients.forEach { client -> client.track(name) } }\n  }\n}\n"
    )
    client = (
        "import com.posthog.PostHog\nclass TrackingClient {\n  fun track(name: String) { PostHog.capture(name) }\n}\n"
    )
    assert certain({"Events.kt": events, "TrackingClient.kt": client}) == ["a"]
