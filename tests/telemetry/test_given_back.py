"""What a method of Kotlin, Java or C# gives back is the name of the event that a call of it stands for."""

import pytest

from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

WHEN = """private fun name(kind: Kind, other: String): String {
    if (kind.isNone) {
        return "none"
    }
    kinds.forEach { return@forEach }
    return when (kind) {
        is Kind.A -> Events.OPENED
        is Kind.B -> other
        else -> throw IllegalStateException()
    }
}
"""
EVENTS = 'object Events {\n    const val OPENED = "opened"\n}\n'
KNOWN = [
    pytest.param("kt", EVENTS, WHEN, 'name(kind, "b")', "none|opened|b", id="when"),
    pytest.param("kt", "", 'fun name(kind: Kind) = if (kind.isA) "a" else "b"', "name(kind)", "a|b", id="if"),
    pytest.param("kt", 'fun name(k: Kind) = "top"\n', "", "name(kind)", "top", id="at the top"),
    pytest.param(
        "kt", "", 'fun name(k: Kind): String {\n if (k.a) return@name "a"\n return "b"\n}', "name(k)", "a|b", id="label"
    ),
    pytest.param(
        "kt",
        "",
        'fun name(k: Kind): String = if (k.a) return "a" else "b"',
        "name(k)",
        "b|a",
        id="leaving an expression",
    ),
    pytest.param("kt", "", 'fun name(k: String) = "x_$k"', 'this.name("a")', "x_a", id="a part of a text"),
    pytest.param(
        "kt", "", 'fun name(k: Kind): String? {\n if (k.a) return null\n return "a"\n}', "name(k)", "a", id="null"
    ),
    pytest.param(
        "java",
        "",
        'private String name(int k) { if (k == 1) { return "a"; } return "b"; }',
        "name(k)",
        "a|b",
        id="java",
    ),
    pytest.param(
        "java",
        "",
        'static String name(Kind k) { switch (k) { case A: return "a"; default: throw new E(); } }',
        "name(k)",
        "a",
        id="java, static",
    ),
    pytest.param(
        "cs", "", 'string Name(int k) { if (k == 1) { return "a"; } return $"x_{k}"; }', "Name(k)", "a|x_{k}", id="c#"
    ),
    pytest.param(
        "cs", "", 'static string Name(K k) => k switch { K.A => "a", _ => "b" };', "Name(k)", "a|b", id="c#, arrow"
    ),
    pytest.param(
        "cs", "", "string Name(string n) { return string.Format(n, kind); }", 'Name("a.{0}")', "a.{kind}", id="format"
    ),
    pytest.param(
        "cs",
        'static class Events { public const string OPENED = "a.{0}"; }\n',
        "string Name(string n) => string.Format(CultureInfo.InvariantCulture, n, kind);",
        "Name(Events.OPENED)",
        "a.{kind}",
        id="format, a constant and a culture",
    ),
    pytest.param(
        "cs", "", "string Name(string n, string k) => string.Format(n, k);", 'Name("a.{0}", "b")', "a.b", id="filled"
    ),
    pytest.param(
        "java",
        "",
        "private String name(String n) { return String.format(Locale.ROOT, n, kind); }",
        'name("a_%s")',
        "a_{kind}",
        id="java, format",
    ),
]
SWIFT = """private func name(for kind: Kind, _ other: String, _ last: String) -> String? {
 if kind.isNone { return "none" }
 kinds.forEach { it in return }
 switch kind {
 case .a: return other
 default: return nil
 }
}"""
KNOWN += [
    pytest.param("swift", "", SWIFT, 'name(for: kind, "a", "b")', "none|a", id="swift"),
    pytest.param("swift", "", 'final func name() -> String { "x" }', "self.name()", "x", id="swift, one value"),
    pytest.param(
        "swift",
        "",
        'static func name(_ k: K) -> String { switch k { case .a: "a"\n default: "b" } }',
        "name(kind)",
        "a|b",
        id="swift, a switch that is a value",
    ),
    pytest.param(
        "swift", 'func name(_ k: Kind) -> String { return "x_\\(k)" }\n', "", 'name("a")', "x_a", id="swift, top"
    ),
]
UNKNOWN = [
    pytest.param(
        "kt", "", 'fun name(k: K): String {\n try { return "a" } finally { return "b" }\n}', "name(k)", id="finally"
    ),
    pytest.param("swift", "", 'func name() -> String { "x" }', "name()", id="swift, may be another class's"),
    pytest.param(
        "swift",
        "",
        'private func name() -> String { "x" }\nprivate func name(a: Int) -> String { "y" }',
        "name()",
        id="swift, two",
    ),
    pytest.param("kt", "", 'open fun name(k: Kind) = "a"', "name(k)", id="may be another class's"),
    pytest.param("kt", "", "abstract fun name(k: Kind): String", "name(k)", id="is another class's"),
    pytest.param("kt", "", 'fun name(k: Kind) = "a"\nfun name(k: Int) = "b"', "name(k)", id="two of a name"),
    pytest.param(
        "kt", "", 'fun name(k: Kind): String {\n if (k.a) return other()\n return "a"\n}', "name(k)", id="half"
    ),
    pytest.param("kt", "", 'fun name(k: Kind, n: String = "a") = n', "name(k)", id="default"),
    pytest.param("kt", "", "fun name(k: Kind) = name(k)", "name(k)", id="itself"),
    pytest.param("kt", 'fun Kind.name(k: Kind) = "a"\n', "", "name(k)", id="called of something else"),
    pytest.param("kt", "", 'private fun name(k: Kind) = "a"', "other.name(k)", id="of something else"),
    pytest.param(
        "kt",
        "",
        'fun name(k: Kind): String {\n val f = fun(): String { return "a" }\n return f()\n}',
        "name(k)",
        id="within",
    ),
    pytest.param("java", "", 'String name(int k) { return "a"; }', "name(k)", id="java, may be another class's"),
    pytest.param(
        "cs", "", "string Name(string n) { Complete(ref n); return n; }", 'Name("a")', id="c#, written to by another"
    ),
    pytest.param("cs", "", "string Name(string n) => string.Format(n, kind);", "Name(other)", id="c#, no known format"),
    pytest.param(
        "cs", "", "string Name(string n) { n = Other(n); return string.Format(n, 1); }", 'Name("a.{0}")', id="c#, new"
    ),
    pytest.param("cs", "", "string Name(string n) => string.Format(given, n);", 'Name("a")', id="c#, a format given"),
    pytest.param(
        "cs", "", 'string Name(string n) => string.Format(provider, n, "b");', 'Name("a.{0}")', id="c#, a provider"
    ),
    pytest.param("cs", "", 'virtual string Name(int k) { return "a"; }', "Name(k)", id="c#, may be another class's"),
]
WITHIN = [
    pytest.param("a.kt", "fun f(k: Kind, name: (Kind) -> String) { posthog.capture(name(k)) }", "?", id="parameter"),
    pytest.param(
        "a.kt", 'fun f(k: Kind) { val name = { x: Kind -> "b" }\n posthog.capture(name(k)) }', "?", id="lambda"
    ),
    pytest.param("a.kt", "fun f(k: Kind) { val name = name(k)\n posthog.capture(name) }", "a", id="a text of its name"),
    pytest.param("a.kt", 'fun f(k: Kind) { fun name(x: Kind) = "b"\n posthog.capture(name(k)) }', "b", id="local"),
    pytest.param("a.kt", "fun f(k: Kind) { with(k) { posthog.capture(name(k)) } }", "?", id="with"),
    pytest.param("a.kt", "fun f(k: Kind) { k.apply { posthog.capture(this.name(k)) } }", "?", id="apply"),
    pytest.param("a.kt", "fun f(k: Kind) { k.let { posthog.capture(name(k)) } }", "a", id="let"),
    pytest.param(
        "a.kt",
        "fun f(k: Kind) { g(object : B() { fun h() { posthog.capture(name(k)) } }) }",
        "?",
        id="an object of another",
    ),
    pytest.param("a.kt", "inner class U : B() { fun f(k: Kind) { posthog.capture(name(k)) } }", "?", id="class within"),
    pytest.param("a.kt", "inner class U { fun f(k: Kind) { posthog.capture(name(k)) } }", "a", id="one alone within"),
    pytest.param("a.kt", "fun f(k: Kind) { posthog.capture(name(k, 1)) }", "?", id="one more argument"),
    pytest.param("a.kt", "fun f(k: Kind) { posthog.capture(name()) }", "?", id="one less"),
    pytest.param(
        "A.java", "void f(int k) { g(new B() { void h() { mixpanel.track(name(k)); } }); }", "?", id="java, an object"
    ),
    pytest.param("A.java", "void f(int k) { String name = name(k); mixpanel.track(name); }", "a", id="java, variable"),
    pytest.param("A.java", "class U extends B { void f(int k) { mixpanel.track(name(k)); } }", "?", id="java, within"),
    pytest.param(
        "a.cs", "void F(int k) { string Name(int x) => 'b'; mixpanel.TrackAsync(Name(k)); }", "b", id="c#, local"
    ),
    pytest.param(
        "a.cs", "void F(int k, Func<int, string> Name) { mixpanel.TrackAsync(Name(k)); }", "?", id="c#, given"
    ),
    pytest.param("a.cs", "class U : B { void F(int k) { mixpanel.TrackAsync(Name(k)); } }", "?", id="c#, class within"),
]
METHODS = {
    "kt": 'fun name(k: Kind) = "a"',
    "java": 'private String name(int k) { return "a"; }',
    "cs": 'string Name(int k) => "a";',
}


@pytest.mark.parametrize(("path", "source", "expected"), WITHIN)
def test_what_is_nearer_may_have_the_name(path: str, source: str, expected: str) -> None:
    method = METHODS[path.rpartition(".")[2]]
    text = f"class T {{\n{method}\n{source}\n}}\n".replace("'", '"')
    sites = find_calls(path, text.encode(), sdks())
    assert ["|".join(name.text for name in site.names) or "?" for site in sites] == [expected]


AROUND = {
    "kt": "{before}class T {{\n{method}\nfun send(kind: Kind) {{ posthog.capture({call}) }}\n}}\n",
    "java": "{before}class T {{\n{method}\nvoid send(int k) {{ mixpanel.track({call}); }}\n}}\n",
    "swift": "{before}class T {{\n{method}\nfunc send(kind: Kind) {{ PostHogSDK.shared.capture({call}) }}\n}}\n",
    "cs": "{before}class T {{\n{method}\nvoid Send(int k) {{ mixpanel.TrackAsync({call}); }}\n}}\n",
}


def names(suffix: str, before: str, method: str, call: str) -> list[str]:
    """What the call of a class with a method sends."""
    source = AROUND[suffix].format(before=before, method=method, call=call)
    sites = find_calls(f"a.{suffix}", source.encode(), sdks())
    return ["|".join(name.text for name in site.names) for site in sites]


@pytest.mark.parametrize(("suffix", "before", "method", "call", "expected"), KNOWN)
def test_a_call_stands_for_what_the_method_gives_back(
    suffix: str, before: str, method: str, call: str, expected: str
) -> None:
    assert names(suffix, before, method, call) == [expected]


@pytest.mark.parametrize(("suffix", "before", "method", "call"), UNKNOWN)
def test_what_is_not_certain_is_not_told(suffix: str, before: str, method: str, call: str) -> None:
    assert names(suffix, before, method, call) == [""]


BELOW = "{}class T : Base() {{\n override fun name(k: Kind) = 'a'\n fun f() {{\n posthog.capture(name(k))\n }}\n}}"
CLASSES = [
    pytest.param(BELOW.format(""), ["a"], id="no class is below"),
    pytest.param(BELOW.format("open "), [""], id="any may be"),
    pytest.param(BELOW.format("abstract "), [""], id="one is"),
    pytest.param(
        BELOW.format("").replace("override ", "").replace("class T : Base()", "interface T"), [""], id="promise"
    ),
]


@pytest.mark.parametrize(("source", "expected"), CLASSES)
def test_a_class_below_may_have_the_method_otherwise(source: str, expected: list[str]) -> None:
    sites = find_calls("a.kt", source.replace("'", '"').encode(), sdks())
    assert ["|".join(name.text for name in site.names) for site in sites] == expected


MEANT = [
    pytest.param(
        "kt",
        'class T {\n private fun name() = "a"\n fun f() {\n list.forEach { posthog.capture(name()) }\n }\n}',
        ["a"],
        id="in a lambda",
    ),
    pytest.param(
        "kt",
        'class T {\n private fun name() = "a"\n fun f() {\n with(event) { posthog.capture(name()) }\n }\n}',
        [""],
        id="of what a lambda is handed",
    ),
    pytest.param(
        "kt",
        'class T {\n private fun name() = "a"\n fun f() {\n event.apply {\n posthog.capture(this.name())\n }\n }\n}',
        [""],
        id="of what it is applied to",
    ),
    pytest.param(
        "kt",
        'class T {\n private fun name() = "a"\n fun Event.f() {\n posthog.capture(name())\n }\n}',
        [""],
        id="of the type that is extended",
    ),
    pytest.param(
        "kt",
        'fun name() = "a"\nclass T : Base() {\n fun f() {\n posthog.capture(name())\n }\n}',
        [""],
        id="a class above may have one",
    ),
    pytest.param(
        "kt",
        'fun name() = "a"\nclass T(val x: Int) {\n fun f() {\n posthog.capture(name())\n }\n}',
        ["a"],
        id="no class above",
    ),
    pytest.param(
        "java",
        'class T { private String name() { return "a"; }\n'
        "void f() { run(new Base() { void g() { mixpanel.track(name()); } }); } }",
        [""],
        id="java, in a class without a name",
    ),
    pytest.param(
        "swift",
        'func name() -> String { "a" }\nclass T: Base {\n func f() { PostHogSDK.shared.capture(name()) }\n}',
        [""],
        id="swift, a class above may have one",
    ),
    pytest.param(
        "swift",
        'struct T {\n func name(of k: K) -> String { "a" }\n func f() { PostHogSDK.shared.capture(name(for: k)) }\n}',
        [""],
        id="swift, another label",
    ),
    pytest.param(
        "swift",
        'struct T {\n func name(of k: K) -> String { "a" }\n func f() { PostHogSDK.shared.capture(name(of: k)) }\n}',
        ["a"],
        id="swift, its label",
    ),
]


@pytest.mark.parametrize(("suffix", "source", "expected"), MEANT)
def test_another_function_of_that_name_may_be_meant(suffix: str, source: str, expected: list[str]) -> None:
    sites = find_calls(f"a.{suffix}", source.encode(), sdks())
    assert ["|".join(name.text for name in site.names) for site in sites] == expected
