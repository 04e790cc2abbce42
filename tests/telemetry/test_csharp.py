"""Call sites in C#."""

import pytest

from tests.telemetry.test_calls import Wrapper, told
from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

WRAPPERS = (Wrapper("Send", 0, 1), Wrapper("Tell", "name", "properties"), Wrapper("Tracker.Emit", 0, 1))

CALLS = [
    pytest.param(
        '_posthog.Capture(id, "a_b", properties: new() { ["x"] = 1, ["y"] = "s", ["z"] = z });',
        ["PostHog literal a_b {x: number, y: string, z}"],
        id="posthog",
    ),
    pytest.param('posthog?.Capture(distinctId: id, eventName: "a");', ["PostHog literal a {}"], id="posthog-named"),
    pytest.param(
        'Analytics.Client.Track("id", "A B", new Properties() { { "x", true }, { "y", null } });',
        ["Segment literal A B {x: boolean, y: null}"],
        id="segment",
    ),
    pytest.param(
        'analytics.Track("A B", new JsonObject { ["x"] = 1.5m });',
        ["Segment literal A B {x: number}"],
        id="segment-new",
    ),
    pytest.param('RudderAnalytics.Client.Track("id", "a");', ["RudderStack literal a {}"], id="rudderstack"),
    pytest.param(
        'Amplitude.Instance.logEvent("a", new Dictionary<string, object>() { { "x", new[] { 1 } } });',
        ["Amplitude literal a {x: array}"],
        id="amplitude",
    ),
    pytest.param(
        'await mixpanel.TrackAsync("a", new { Plan = "p", user.Id, z });',
        ["Mixpanel literal a {Plan: string, Id, z}"],
        id="mixpanel",
    ),
    pytest.param(
        '_telemetryClient.TrackEvent("a", props); telemetry.TrackEvent(new EventTelemetry("b"));',
        ["Application Insights literal a {, …}", "Application Insights literal b {}"],
        id="application-insights",
    ),
    pytest.param(
        '/* Snowplow */ tracker.Track(new Structured().SetCategory("c").SetAction("a").Build());',
        ["Snowplow literal a {}"],
        id="snowplow",
    ),
    pytest.param(
        'Activity.Current?.AddEvent(new ActivityEvent("a"));', ["OpenTelemetry literal a {}"], id="opentelemetry"
    ),
    pytest.param('order.Track("a"); LogEvent("b"); x.Capture(id, "c");', [], id="something-else"),
    pytest.param(
        "Send(TOP); Send(Main.TOP); Send(Events.Opened); Send(Acme.Events.Opened);",
        ["Send constant top {}"] * 2 + ["Send constant opened {}", "Send unresolved  {}"],
        id="constant",
    ),
    pytest.param(
        "Send(Events.Inner.Paid); Send(Events.Shown); Send(Events.Got); Send(Events.Set);",
        ["Send constant paid {}", "Send constant shown {}", "Send constant got {}", "Send unresolved  {}"],
        id="of-a-class",
    ),
    pytest.param(
        "Send(Kind.One); Send(Kind.One.ToString()); Send(nameof(Kind.Two));",
        ["Send unresolved  {}", "Send constant One {}", "Send literal Two {}"],
        id="enum",
    ),
    pytest.param("Send(changing); Send(Events.Changing);", ["Send unresolved  {}"] * 2, id="not-constant"),
    pytest.param(
        'var local = "a";\n Send(local); const string l = "b"; Send(l);',
        ["Send constant a {}", "Send constant b {}"],
        id="local",
    ),
    pytest.param('var local = "a";\n if (x) { local = "b"; }\n Send(local);', ["Send constant a|b {}"], id="changed"),
    pytest.param(
        'string e; switch (x) { case 1: e = "a"; break; default: e = "b"; break; }\n Send(e);',
        ["Send constant a|b {}"],
        id="set-later",
    ),
    pytest.param(
        'var a = "a"; Send(a); a = "b"; var c = "c"; Set(ref c); Send(c); var d = "d"; d += x; Send(d);',
        ["Send unresolved  {}"] * 3,
        id="changed-between",
    ),
    pytest.param(
        "Send(given); xs.Select(TOP => Send(TOP)); foreach (var TOP in xs) { Send(TOP); }",
        ["Send unresolved  {}"] * 3,
        id="parameters-shadow",
    ),
    pytest.param('Send(x ? "a" : y ?? "b");', ["Send unresolved a|b {}"], id="conditional"),
    pytest.param('Send(x switch { 1 => "a", > 2 => "b", _ => throw new E() });', ["Send literal a|b {}"], id="switch"),
    pytest.param(
        'Send($"a_{x.Step:D2}_{{b}}"); Send($"{TOP}_b"); Send($@"c""{TOP}");',
        ["Send pattern a_{Step}_{b} {}", "Send constant top_b {}", 'Send constant c"top {}'],
        id="holes",
    ),
    pytest.param(
        'Send("a_" + step); Send("a" + TOP); Send(string.Format("a_{0}_{{}}", TOP)); Send(string.Concat(TOP, "b"));',
        ["Send pattern a_{step} {}", "Send constant atop {}", "Send constant a_top_{} {}", "Send constant topb {}"],
        id="put-together",
    ),
    pytest.param(
        'Send(string.Format(CultureInfo.InvariantCulture, "a_{0}_{1}", TOP, n)); Send(string.Format(it, "a_{0}", n));',
        ["Send pattern a_top_{n} {}", "Send unresolved  {}"],
        id="formatted for a country",
    ),
    pytest.param(
        'const string F = "a_{0}_{1}"; Send(string.Format(F, TOP, step)); Send(string.Format(given, TOP));',
        ["Send pattern a_top_{step} {}", "Send unresolved  {}"],
        id="put-together-by-a-constant",
    ),
    pytest.param(
        'Send(@"it""s \\n"); Send("""raw "x\\n"""); Send("it\\"s \\u0041");',
        ['Send literal it"s \\n {}', 'Send literal raw "x\\n {}', 'Send literal it"s A {}'],
        id="escapes",
    ),
    pytest.param(
        'Send((string)"a"); Send(("b")); Send("c"!);',
        ["Send literal a {}", "Send literal b {}", "Send literal c {}"],
        id="cast",
    ),
    pytest.param('Tell(properties: new { x = 1 }, name: "a");', ["Tell literal a {x: number}"], id="named-arguments"),
    pytest.param(
        'this.Tracker.Emit<T>("a"); a?.B.Tracker?.Emit(\n// why\n"b"\n);',
        ["Tracker.Emit literal a {}", "Tracker.Emit literal b {}"],
        id="generic-and-several-lines",
    ),
    pytest.param(
        'var map = new Dictionary<string, object>();\n map["x"] = 1;\n map.Add(KEY, !y);\n'
        'other["z"] = 2;\n Send("a", map);',
        ["Send literal a {x: number, key: boolean, …}"],
        id="filled-step-by-step",
    ),
    pytest.param(
        'Send("a", new Dictionary<string, object> { [KEY] = x == 1, [k] = 2 });',
        ["Send literal a {key: boolean, …}"],
        id="unknown-key",
    ),
    pytest.param(
        'Send("a", new Dictionary<string, object>(more)); Send("b", new Event { X = 1 });',
        ["Send literal a {, …}", "Send literal b {, …}"],
        id="copy",
    ),
    pytest.param(
        '// Send("a")\n /* Send("b") */ var s = "Send(\'c\')"; var t = @"Send(""d"")"; /// Send("e")\n',
        [],
        id="comments-and-strings",
    ),
    pytest.param('var s = $"{Send("a")}";', ["Send literal a {}"], id="inside-a-hole"),
    pytest.param('f(Send); Action a = Send; new Send("a");', [], id="no-call"),
    pytest.param(
        "Send(42); Send(null); Send(() => 1); Send(new { x = 1 }); Send(true); Send(ref x);",
        ["Send unresolved  {}"],
        id="what-no-name-can-be",
    ),
]

FILE = """using System;
using static Acme.Other;

namespace Acme
{{
    public enum Kind {{ One, Two = 2 }}

    public static class Events
    {{
        public const string Opened = "opened";
        public static string Shown => "shown";
        public static string Got {{ get; }} = "got";
        public static string Set {{ get; set; }} = "set";
        public static string Changing = "changing";
        public static class Inner {{ internal static readonly string Paid = "paid"; }}
    }}

    class Main(IAnalytics analytics) : Base
    {{
        private const string TOP = "top", KEY = "key";
        private string changing = "changing";

        void Send(string name, object properties = null) {{ }}

        async Task F(string given)
        {{
            {}
        }}
    }}
}}
"""


@pytest.mark.parametrize(("code", "expected"), CALLS)
def test_calls(code: str, expected: list[str]) -> None:
    assert [told(site) for site in find_calls("a.cs", FILE.format(code).encode(), sdks(WRAPPERS))] == expected
