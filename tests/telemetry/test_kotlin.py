"""Call sites in Kotlin."""

import pytest

from tests.telemetry.test_calls import Wrapper, told
from waypost.settings import Call
from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

WRAPPERS = (Wrapper("track", 0, 1), Wrapper("tell", "stat", "properties"), Wrapper("Tracker.send", 0, 1))

CALLS = [
    pytest.param(
        'posthog.capture("a_b", properties = mapOf("x" to 1, "y" to "s", "z" to z))',
        ["PostHog literal a_b {x: number, y: string, z}"],
        id="posthog",
    ),
    pytest.param('PostHog.capture(event = "a")', ["PostHog literal a {}"], id="posthog-named"),
    pytest.param(
        'analytics.track("A B", buildJsonObject { put("x", 1)\n put("y", null) })',
        ["Segment literal A B {x: number, y: null}"],
        id="segment",
    ),
    pytest.param(
        'Amplitude.getInstance().logEvent("a", JSONObject().put("x", true))',
        ["Amplitude literal a {x: boolean}"],
        id="amplitude",
    ),
    pytest.param(
        'amplitude?.track("a", mutableMapOf<String, Any?>("x" to listOf(1)))',
        ["Amplitude literal a {x: array}"],
        id="safe-call",
    ),
    pytest.param('mixpanel.track("a", props)', ["Mixpanel literal a {, …}"], id="mixpanel"),
    pytest.param(
        'firebaseAnalytics.logEvent("a") {\n param("x", 1L)\n param(KEY, "s")\n }',
        ["Firebase literal a {x: number, key: string}"],
        id="firebase-lambda",
    ),
    pytest.param(
        'Firebase.analytics.logEvent("a", bundleOf("x" to 1))', ["Firebase literal a {x: number}"], id="firebase-bundle"
    ),
    pytest.param(
        'firebaseAnalytics.logEvent("a", Bundle().apply { putString("x", "s") })',
        ["Firebase literal a {x: string}"],
        id="firebase-apply",
    ),
    pytest.param('parcel.track("a"); other.capture("b"); logEvent("c")', [], id="something-else"),
    pytest.param("track(TOP)", ["track constant top {}"], id="constant"),
    pytest.param(
        "track(Keys.EVENT); track(Keys.Inner.EVENT)",
        ["track constant event {}", "track constant inner {}"],
        id="object",
    ),
    pytest.param(
        "track(TAG); track(Screen.TAG); track(Screen.Companion.TAG)", ["track constant tag {}"] * 3, id="companion"
    ),
    pytest.param(
        "track(Event.OPENED); track(Event.PAID)", ["track constant opened {}", "track constant paid_top {}"], id="enum"
    ),
    pytest.param("track(Event.OWN)", ["track constant own_key {}"], id="enum-with-a-body"),
    pytest.param(
        'track("a", errorContext = c, errorType = t, errorDescription = d); track("a", null); track("a")',
        ["track literal a {, …}", "track literal a {}", "track literal a {}"],
        id="properties-of-an-overload",
    ),
    pytest.param('track<Screen>("a")', ["track literal a {}"], id="types-of-a-call"),
    pytest.param(
        'track<Screen>("a", mapOf<String, Any>("x" to 1))', ["track literal a {x: number}"], id="types-within"
    ),
    pytest.param('track("a<b>(c)")', ["track literal a<b>(c) {}"], id="types-in-a-text"),
    pytest.param("track(Plain.A)", ["track unresolved  {}"], id="enum-without-a-text"),
    pytest.param("track(Event.MISSING); track(Other.OPENED)", ["track unresolved  {}"] * 2, id="not-in-the-enum"),
    pytest.param("track(Sealed.Opened)", ["track constant sealed_opened {}"], id="sealed-object"),
    pytest.param('val local = "a"\n track(local)', ["track constant a {}"], id="local"),
    pytest.param('var local = "a"\n if (x) local = "b"\n track(local)', ["track constant a|b {}"], id="changed"),
    pytest.param(
        'var e: String? = null\n when (x) {\n 1 -> { e = "a" }\n else -> e = "b"\n }\n e?.let { track(it) }',
        ["track constant a|b {}"],
        id="set-later",
    ),
    pytest.param(
        'var a = "a"\n track(a)\n a = "b"\n var d = "d"\n d += x\n track(d)',
        ["track unresolved  {}"] * 2,
        id="changed-between",
    ),
    pytest.param(
        "TOP.let { track(it) }\n x.run { track(it) }\n TOP.let { y -> track(it) }",
        ["track constant top {}"] + ["track unresolved  {}"] * 2,
        id="it",
    ),
    pytest.param(
        "track(field); track(got); track(lazily); track(changing)",
        ["track constant field {}", "track constant got {}", "track constant lazily {}", "track unresolved  {}"],
        id="properties-of-a-class",
    ),
    pytest.param("track(given); track(p)", ["track unresolved  {}"] * 2, id="parameters"),
    pytest.param(
        "xs.forEach { track(it) }\n xs.forEach { TOP -> track(TOP) }",
        ["track unresolved  {}"] * 2,
        id="lambda-parameters",
    ),
    pytest.param("for (TOP in xs) { track(TOP) }", ["track unresolved  {}"], id="loop-variable"),
    pytest.param('track(if (x) "a" else if (y) { "b" } else "c")', ["track literal a|b|c {}"], id="if"),
    pytest.param(
        'track(when (x) {\n 1, 2 -> "a"\n is B -> { log()\n "b" }\n else -> return\n })',
        ["track literal a|b {}"],
        id="when",
    ),
    pytest.param(
        'track(name ?: "a"); track(TOP ?: return)', ["track unresolved a {}", "track constant top {}"], id="elvis"
    ),
    pytest.param('track("a_$p-${x.step}_b")', ["track pattern a_{p}-{step}_b {}"], id="template"),
    pytest.param(
        'track("${TOP}_b"); track("$TOP"); track(TOP + "_c")',
        ["track constant top_b {}", "track constant top {}", "track constant top_c {}"],
        id="template-of-constants",
    ),
    pytest.param(r'track("it\"s \u0041 \$p")', ['track literal it"s A $p {}'], id="escapes"),
    pytest.param('track("""raw \\n $p""")', ["track pattern raw \\n {p} {}"], id="raw-string"),
    pytest.param(
        'track("a_%s_%s".format(Locale.US, TOP, p)); track(String.format(Locale.getDefault(), "b_%s", TOP))',
        ["track pattern a_top_{p} {}", "track constant b_top {}"],
        id="formatted for a country",
    ),
    pytest.param(
        'track("a_%s".format(p)); track(String.format("b_%d", n))',
        ["track pattern a_{p} {}", "track pattern b_{n} {}"],
        id="formatted",
    ),
    pytest.param(
        'track((TOP + "_%s").format("x")); track(TOP.format("x")); track(date.format("x")); track(format("x"))',
        ["track unresolved  {}", "track constant top {}", "track unresolved  {}", "track unresolved  {}"],
        id="formatted-as-something-says",
    ),
    pytest.param(
        'tell(stat = "a", properties = mapOf(Keys.EVENT to true))',
        ["tell literal a {event: boolean}"],
        id="named-arguments",
    ),
    pytest.param(
        'track(stat = "a", properties = mapOf("x" to 1)); track(label = "b", stat = "c"); track(status = "d")',
        ["track literal a {x: number}"],
        id="named-in-place",
    ),
    pytest.param("track(this.field); track(super.field)", ["track unresolved  {}"] * 2, id="of-an-instance"),
    pytest.param('track("a", mapOf("x" to 1) + more)', ["track literal a {x: number, …}"], id="sum-of-maps"),
    pytest.param('track("a", mapOf("x" to -1.5, k to 2))', ["track literal a {x: number, …}"], id="unknown-key"),
    pytest.param(
        'track("a", buildMap { put("x", !y)\n if (z) put("y", 1) })',
        ["track literal a {x: boolean, …}"],
        id="conditional-key",
    ),
    pytest.param(
        'track("a", hashMapOf("x" to y.toString()).apply { this["z"] = "s" })',
        ["track literal a {x: string, z: string}"],
        id="apply",
    ),
    pytest.param("track(*names)", ["track unresolved  {, …}"], id="spread"),
    pytest.param(
        'scope.launch {\n Tracker.send("a")\n x?.let { Tracker.send("b") } ?: Tracker.send("c")\n }',
        ["Tracker.send literal a {}", "Tracker.send literal b {}", "Tracker.send literal c {}"],
        id="inside-lambdas",
    ),
    pytest.param('Tracker\n .send(\n // why\n "a",\n )', ["Tracker.send literal a {}"], id="several-lines"),
    pytest.param(
        '// track("a")\n /* track("b") */ val s = "track(\'c\')"; val t = """track("d")"""',
        [],
        id="comments-and-strings",
    ),
    pytest.param('val s = "${track("a")}"', ["track literal a {}"], id="inside-a-template"),
    pytest.param("f(::track); val x = track; track", [], id="no-call"),
    pytest.param("track(42); track(null); track { }; track(mapOf(1 to 2)); track(true)", [], id="what-no-name-can-be"),
]

FILE = """package x

import a.b.Other

const val TOP = "top"
private const val KEY = "key"

fun track(event: Event) = client.send(event.key)
fun track(event: Sealed) = client.send(event.key)

object Keys {{
    const val EVENT = "event"
    object Inner {{ const val EVENT = "inner" }}
}}

enum class Plain {{ A, B }}

enum class Event(val key: String, val flag: Boolean = false) {{
    OPENED("opened"),
    PAID(key = "paid_$TOP", flag = true),
    OWN("own_key") {{
        override fun shown() = 1
    }};

    open fun shown() = 0
}}

sealed class Sealed(val key: String) {{
    object Opened : Sealed("sealed_opened")
}}

fun track(stat: String, properties: Map<String, Any> = mapOf()) {{}}

class Screen(private val given: String) : Fragment() {{
    companion object {{
        private const val TAG = "tag"
    }}

    val field = "field"
    val got get() = "got"
    val lazily by lazy {{ "lazily" }}
    var changing = "changing"

    fun f(p: String) {{
        {}
    }}
}}
"""


@pytest.mark.parametrize("path", ["a.kt", "a.kts"])
@pytest.mark.parametrize(("code", "expected"), CALLS)
def test_calls(path: str, code: str, expected: list[str]) -> None:
    source = FILE.format(code).encode()
    assert [told(site) for site in find_calls(path, source, sdks(WRAPPERS))] == expected


def test_what_an_import_renames_has_its_own_name() -> None:
    source = b"""import org.Glean.History as GleanHistory
import org.Event.OPENED as WAS_OPENED
GleanHistory.removedAll.record(NoExtras())
track(WAS_OPENED)
"""
    wrappers = [Wrapper("*.*.record", case="snake_case"), Wrapper("track", take="constant", case="snake_case")]
    sites = find_calls("a.kt", source, sdks(wrappers))
    assert [name.text for site in sites for name in site.names] == ["history.removed_all", "opened"]


@pytest.mark.parametrize("file", ["a.kt", "a.swift"])
def test_what_is_sent_under_a_label_is_the_event_that_has_it(file: str) -> None:
    source = b"""GleanMetrics.BrowserSearch.withAds["provider-x"].add()
GleanMetrics.Search.count[source].add(1)
counts["a"].add(1)
"""
    sites = find_calls(file, source, sdks([Wrapper("GleanMetrics.*.*.add", case="snake_case")]))
    assert [name.text for site in sites for name in site.names] == ["browser_search.with_ads", "search.count"]


SEEN_ELSEWHERE = """
class PhoneTracker {
    fun send(event: Tracked) {
        client.log(event.name.lowercase())
    }
    fun track(event: Tracked) {
        queue.add(event)
    }
}
class WatchTracker {
    fun track(event: WatchEvent) {
        client.log(event.name)
    }
}
enum class PhoneEvent(val a: Int = 1) : Tracked {
    PHONE_OPENED
}
enum class WatchEvent(val a: Int = 1) {
    WATCH_OPENED
}
"""


def test_an_entry_is_read_by_the_functions_that_take_its_type() -> None:
    source = (
        SEEN_ELSEWHERE + "fun f() { tracker.track(PhoneEvent.PHONE_OPENED); tracker.track(WatchEvent.WATCH_OPENED) }"
    )
    sites = find_calls("a.kt", source.encode(), sdks((Call(call="tracker.track", name=0),)))
    assert [[name.text for name in site.names] for site in sites] == [[], ["WATCH_OPENED"]]
