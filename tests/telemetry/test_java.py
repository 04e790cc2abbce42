"""Call sites in Java."""

import pytest

from tests.telemetry.test_calls import Wrapper, told
from tests.telemetry.test_program import Files, sent
from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

WRAPPERS = (Wrapper("track", 0, 1), Wrapper("Tracker.send", 0, 1))

CALLS = [
    pytest.param(
        'posthog.capture("id", "a_b", Map.of("x", 1, "y", "s", "z", z));',
        ["PostHog literal a_b {x: number, y: string, z}"],
        id="posthog",
    ),
    pytest.param(
        'analytics.enqueue(TrackMessage.builder("A B").userId(u).properties(ImmutableMap.of("x", true)));',
        ["Segment literal A B {x: boolean}"],
        id="segment-server",
    ),
    pytest.param(
        'Analytics.with(context).track("A B", new Properties().putValue("x", null).putValue("y", new int[]{1}));',
        ["Segment literal A B {x: null, y: array}"],
        id="segment-android",
    ),
    pytest.param(
        '/* rudder */ analytics.enqueue(TrackMessage.builder("a").build());',
        ["RudderStack literal a {}"],
        id="rudderstack",
    ),
    pytest.param(
        '/* amplitude */ Amplitude.getInstance().logEvent("a", new JSONObject().put("x", 1.5));\n'
        'client.logEvent(new Event("b", u));',
        ["Amplitude literal a {x: number}", "Amplitude literal b {}"],
        id="amplitude",
    ),
    pytest.param(
        '/* com.mixpanel */ mixpanel.track("a", props); messages.event(u, "b", null);',
        ["Mixpanel literal a {, …}", "Mixpanel literal b {}"],
        id="mixpanel",
    ),
    pytest.param(
        '/* firebase */ mFirebaseAnalytics.logEvent("a", bundle);', ["Firebase literal a {, …}"], id="firebase"
    ),
    pytest.param(
        'Bundle bundle = new Bundle();\n bundle.putString("x", "s");\n bundle.putInt(KEY, 1);\n'
        'other.putInt("y", 1);\n track("a", bundle);',
        ["track literal a {x: string, key: number, …}"],
        id="filled-step-by-step",
    ),
    pytest.param('order.track("a"); logEvent("b"); x.capture("c");', [], id="something-else"),
    pytest.param("track(TOP); track(Main.TOP);", ["track constant top {}"] * 2, id="constant"),
    pytest.param("track(JOINED);", ["track constant p_top {}"], id="joined-constant"),
    pytest.param("track(changing); track(Keys.CHANGING);", ["track unresolved  {}"] * 2, id="not-final"),
    pytest.param("track(Keys.EVENT);", ["track constant event {}"], id="constant-of-an-interface"),
    pytest.param(
        "track(Stat.OPENED); track(Stat.PAID); track(Stat.OWN);",
        ["track constant opened {}", "track constant paid {}", "track constant own {}"],
        id="enum",
    ),
    pytest.param(
        "track(Stat.PAID.getKey()); track(Stat.PAID.key());", ["track constant paid {}"] * 2, id="getter-of-an-enum"
    ),
    pytest.param(
        "track(Stat.PAID.name()); track(Plain.A.name());",
        ["track constant PAID {}", "track constant A {}"],
        id="own-name-of-an-enum",
    ),
    pytest.param("track(Plain.A); track(Stat.MISSING);", ["track unresolved  {}"] * 2, id="enum-without-a-text"),
    pytest.param('String local = "a";\n track(local);', ["track constant a {}"], id="effectively-final"),
    pytest.param(
        'String local = "a";\n if (x) {\n local = "b";\n }\n track(local);', ["track constant a|b {}"], id="changed"
    ),
    pytest.param(
        'String e = null; if (x) e = "a"; else { e = "b"; }\n track(e);', ["track constant a|b {}"], id="set-later"
    ),
    pytest.param(
        'String a = "a"; track(a); a = "b"; String d = "d"; d += x; track(d); String e; track(e);',
        ["track unresolved  {}"] * 3,
        id="changed-between",
    ),
    pytest.param(
        'final String local = x ? "a" : "b";\n track(local);', ["track constant a|b {}"], id="conditional-in-a-local"
    ),
    pytest.param(
        "track(given); xs.forEach(TOP -> track(TOP)); for (String TOP : xs) { track(TOP); }",
        ["track unresolved  {}"] * 3,
        id="parameters-shadow",
    ),
    pytest.param("try { f(); } catch (E TOP) { track(TOP); }", ["track unresolved  {}"], id="exception-shadows"),
    pytest.param('track(x ? "a" : y ? "b" : null);', ["track literal a|b {}"], id="conditional"),
    pytest.param(
        'track(switch (x) { case 1, 2 -> "a"; case 3 -> { yield "b"; } default -> throw new E(); });',
        ["track literal a|b {}"],
        id="switch",
    ),
    pytest.param(
        'track("a_" + step + "_b"); track("a" + TOP);',
        ["track pattern a_{step}_b {}", "track constant atop {}"],
        id="sum",
    ),
    pytest.param(
        'track(String.format(Locale.US, "a_%s_%d", TOP, n)); track(String.format(Locale.getDefault(), "b_%s", TOP));',
        ["track pattern a_top_{n} {}", "track constant b_top {}"],
        id="formatted for a country",
    ),
    pytest.param('track(String.format("a_%s_%d", TOP, n));', ["track pattern a_top_{n} {}"], id="formatted"),
    pytest.param(
        'final String F = "a_%s_%d"; final String G = given();\n'
        "track(String.format(F, TOP, n)); track(String.format(G, TOP));",
        ["track pattern a_top_{n} {}", "track unresolved  {}"],
        id="formatted-by-a-constant",
    ),
    pytest.param(r'track("it\"s \u0041");', ['track literal it"s A {}'], id="escapes"),
    pytest.param('track("""\n      a\n        b""");', ["track literal a\n  b {}"], id="text-block"),
    pytest.param('track((String) "a"); track(("b"));', ["track literal a {}", "track literal b {}"], id="cast"),
    pytest.param(
        'Tracker.<T>send("a"); this.x.Tracker.send(\n // why\n "b"\n);',
        ["Tracker.send literal a {}", "Tracker.send literal b {}"],
        id="generic-and-several-lines",
    ),
    pytest.param(
        'track("a", Map.ofEntries(Map.entry("x", 1), more)); track("b", Map.of(k, 1));',
        ["track literal a {x: number, …}", "track literal b {, …}"],
        id="entries",
    ),
    pytest.param(
        'track("a", new HashMap<String, Object>() {{ put("x", !y); }});',
        ["track literal a {x: boolean}"],
        id="double-braces",
    ),
    pytest.param(
        'track("a", ImmutableMap.<String, Object>builder().put("x", -1).put("y", s.toString()).build());',
        ["track literal a {x: number, y: string}"],
        id="builder",
    ),
    pytest.param('track("a", new HashMap<>(more));', ["track literal a {, …}"], id="copy"),
    pytest.param('// track("a")\n /* track("b") */ String s = "track(\'c\')";', [], id="comments-and-strings"),
    pytest.param('f(this::track); new track("a");', [], id="no-call"),
    pytest.param("track(42); track(null); track(() -> 1); track(Map.of()); track(true);", [], id="what-no-name-can-be"),
]

FILE = """package x;

import static a.b.C.OTHER;

public class Main extends Base {{
    private static final String TOP = "top", KEY = "key";
    static final String JOINED = "p_" + TOP;
    private String changing = "changing";

    interface Keys {{ String EVENT = "event"; }}

    enum Plain {{ A, B }}

    enum Stat {{
        OPENED("opened"),
        @Deprecated PAID("paid", 1),
        OWN("own") {{ @Override int shown() {{ return 1; }} }};

        private final String key;

        Stat(String key, int count) {{ this.key = key; }}
    }}

    void track(String stat, Object... properties) {{ }}
    void track(Stat stat) {{ client.send(stat.key); }}

    void f(String given) {{
        {}
    }}
}}
"""


@pytest.mark.parametrize(("code", "expected"), CALLS)
def test_calls(code: str, expected: list[str]) -> None:
    assert [told(site) for site in find_calls("a.java", FILE.format(code).encode(), sdks(WRAPPERS))] == expected


ENUMS = [
    pytest.param("private final String key;", "", [("opened",)], id="a field"),
    pytest.param("private String key; void setKey(String other) { this.key = other; }", "", [()], id="a setter"),
    pytest.param("private String key; void reset() { key = null; }", "", [()], id="it is written to"),
    pytest.param("private final String key;", " implements Named", [()], id="a getter of what it promises"),
    pytest.param(
        "private final String key; public String getKey() { return key; }",
        " implements Named",
        [("opened",)],
        id="a getter of its own",
    ),
]


@pytest.mark.parametrize(("members", "promise", "expected"), ENUMS)
def test_a_getter_of_an_enum_gives_what_it_is_made_with(
    members: str, promise: str, expected: list[tuple[str, ...]]
) -> None:
    source = f"""enum Stat{promise} {{
    OPENED("opened");
    {members}
    Stat(String key) {{ this.key = key; }}
}}
class T {{ void f() {{ track(Stat.OPENED.getKey()); }} }}
"""
    sites = find_calls("T.java", source.encode(), sdks([Wrapper("track")]))
    assert [tuple(name.text for name in site.names) for site in sites] == expected


SENDER = "package a;\nclass Sender extends Base implements Analytics<X> {\n void f() { mixpanel.track(%s); }\n}\n"
ANALYTICS = (
    'package a;\ninterface Analytics<T> {\n String OPENED = "opened";\n interface Events { String PAID = "paid"; }\n}\n'
)
FROM_ABOVE = [
    pytest.param("Events.PAID", {}, "paid a/Analytics.java", id="of a type within"),
    pytest.param("OPENED", {}, "opened a/Analytics.java", id="a constant"),
    pytest.param(
        "Events.PAID",
        {"a/Base.java": 'package a;\nclass Base { static class Events { static final String PAID = "b"; } }'},
        "?",
        id="of two types above",
    ),
    pytest.param("Events.OTHER", {}, "?", id="not there"),
    pytest.param("closed", {}, "?", id="a variable"),
]


@pytest.mark.parametrize(("name", "more", "expected"), FROM_ABOVE)
def test_a_class_has_the_names_of_what_it_is_of(name: str, more: Files, expected: str) -> None:
    files = {"a/Sender.java": SENDER % name, "a/Analytics.java": ANALYTICS, **more}
    assert sent(files, "a/Sender.java") == [expected]
