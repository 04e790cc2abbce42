"""A variable that is written to in any way at all is no constant: no name is better than a wrong one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.telemetry.calls import find_calls
from waypost.telemetry.languages.javascript.bindings import _marked
from waypost.telemetry.sdks import sdks

JAVASCRIPT = [
    "({n, y = 3} = o);",
    "({x: n = 'q'} = o);",
    "({x: {y: [n]}} = o);",
    "({n /* ; */} = o);",
    "[y = 3, n] = o;",
    "[...n] = o;",
    "(n) = o;",
    "(n as any) = o;",
    "n! = o;",
    "n /* why */ = o;",
    "n // why\n = o;",
    "for ([n] of o) {}",
]
READ = [
    "f({n});",
    "f([n, 1]);",
    "if (n != o) {}",
    "f({n, y: 1}); const {z} = o;",
    "f(n) /* why */;",
]
PYTHON = [
    "if (n := x): pass",
    "try: g()\n  except E as n: pass",
    "match x:\n    case [n, *_]: pass",
    "match x:\n    case {'k': 1, **n}: pass",
    "match x:\n    case P(q=1) as n: pass",
    "def g():\n    nonlocal n\n    n = x",
]
AROUND = [
    pytest.param("n = 'a_b'\ndef g():\n  global n\n  n = x\nposthog.capture(u, n)", id="global"),
    pytest.param("n = 'a_b'\n[posthog.capture(u, n) for n in x]", id="comprehension"),
    pytest.param("n = 'a_b'\ndef f(x):\n  if (n := x): posthog.capture(u, n)", id="in-passing"),
]


def names(path: str, text: str) -> list[str]:
    sites = find_calls(path, text.encode(), sdks())
    return [name.text for site in sites for name in site.names if name.certain]


@pytest.mark.parametrize("written", JAVASCRIPT)
def test_javascript(written: str) -> None:
    assert names("a.ts", f"function f(o) {{ let n = 'a_b'; {written} posthog.capture(n) }}") == []


@pytest.mark.parametrize("read", READ)
def test_what_only_looks_like_it(read: str) -> None:
    assert names("a.ts", f"function f(o) {{ let n = 'a_b'; {read} posthog.capture(n) }}") == ["a_b"]


@pytest.mark.parametrize("written", PYTHON)
def test_python(written: str) -> None:
    assert names("a.py", f"import posthog\ndef f(x):\n  n = 'a_b'\n  {written}\n  posthog.capture(u, n)") == []


@pytest.mark.parametrize("text", AROUND)
def test_python_in_other_scopes(text: str) -> None:
    assert names("a.py", f"import posthog\n{text}") == []


def test_a_case_may_name_constants() -> None:
    match = "match x:\n    case E.n: pass\n    case n(): pass"
    assert names("a.py", f"import posthog\nn = 'a_b'\ndef f(x):\n  {match}\n  posthog.capture(u, n)") == ["a_b"]


@pytest.mark.parametrize(
    ("spread", "known"),
    [("{event: 'a_b', ...more}", ["c_d"]), ("{...more, event: 'a_b'}", ["a_b"]), ("{event: 'a_b', ...other}", ["a_b"])],
)
def test_a_known_object_that_is_spread_behind_a_key_overrides_it(spread: str, known: list[str]) -> None:
    text = "const more = {event: 'c_d'}, other = {x: 1};\n"
    assert names("a.ts", f"{text}const o = {spread};\nposthog.capture(o.event)") == known
    assert names("a.ts", f"{text}posthog.capture({spread})") == known


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.ts", "const o = {event: 'a_b'}; o.event = x; posthog.capture(o.event)"),
        ("a.ts", "function f() { const o = {event: 'a_b'}; if (x) o['event'] = x; posthog.capture(o) }"),
        ("a.ts", "class E { static A = 'a_b'; static set(x) { E.A = x } }\nposthog.capture(E.A)"),
        ("a.py", "import posthog\nE = {'A': 'a_b'}\nE['A'] = x\nposthog.capture(u, E['A'])"),
        ("a.py", "import posthog\nclass E:\n  A = 'a_b'\nE.A = x\nposthog.capture(u, E.A)"),
        (
            "a.go",
            'package a\nimport "github.com/posthog/posthog-go"\nfunc f(x string) {\n'
            ' e := posthog.Capture{Event: "a_b"}\n e.Event = x\n c.Enqueue(e)\n}',
        ),
        (
            "a.php",
            "<?php\nuse PostHog\\PostHog;\nfunction f($x) {\n"
            "$o = ['event' => 'a_b']; $o['event'] = $x; PostHog::capture($o);}",
        ),
    ],
)
def test_a_key_that_is_written_to_is_not_known(path: str, text: str) -> None:
    assert names(path, text) == []


@pytest.mark.parametrize("written", ["$p = &$n; $p = $x;", "$f = function () use (&$n) { $n = $x; }; $f();"])
def test_what_php_refers_to_is_not_known(written: str) -> None:
    text = f"<?php\nuse PostHog\\PostHog;\nfunction f($x) {{$n = 'a_b'; {written} PostHog::capture(['event' => $n]);}}"
    assert names("a.php", text) == []


@pytest.mark.parametrize(
    "written", ["for _, n = range x {\n }", "for n = range x {\n }", "select {\n case n = <-ch:\n }", "n = <-ch"]
)
def test_what_go_fills_is_not_known(written: str) -> None:
    text = f'func f(x []string) {{\n n := "a_b"\n {written}\n c.Enqueue(posthog.Capture{{Event: n}})\n}}'
    sites = find_calls("a.go", f'package a\nimport "github.com/posthog/posthog-go"\n{text}'.encode(), sdks())
    assert [site.resolution.name for site in sites] == ["UNRESOLVED"]


def test_keys_beside_one_that_is_written_to_are_known() -> None:
    text = "const E = {A: 'a_b', B: 'c_d'}; if (E.A == x) E.B = x; other.A = 1; posthog.capture(E.A)"
    assert names("a.ts", text) == ["a_b"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "A.swift",
            'import PostHog\nenum E: String { case a\n var key: String { return "x_" + rawValue } }\n'
            "func f() { PostHogSDK.shared.capture(E.a.key) }",
        ),
        (
            "A.kt",
            'import com.posthog.PostHog\nenum class E(val k: String) { A("a_b"); val key: String get() = "x_" + k }\n'
            "fun f() { PostHog.capture(E.A.key) }",
        ),
        (
            "a.dart",
            "import 'package:posthog_flutter/posthog_flutter.dart';\n"
            "enum E { a('a_b'); final String k; const E(this.k); String get key => 'y_' + k; }\n"
            "void f() { Posthog().capture(eventName: E.a.key); }",
        ),
        (
            "a.py",
            "import posthog\nclass E(Enum):\n  A = 'a_b'\n  @property\n  def event(self) -> str:\n"
            "    return 'x_' + self.value\nposthog.capture(u, E.A.event)",
        ),
        (
            "A.java",
            'import com.posthog.java.PostHog;\nenum E { A("a_b"); final String k; E(String k) { this.k = k; }\n'
            'String getKey() { return "x_" + k.trim(); } }\n'
            "class C { void f() { posthog.capture(id, E.A.getKey()); } }",
        ),
    ],
)
def test_a_getter_that_makes_another_text_is_not_the_value(path: str, text: str) -> None:
    assert names(path, text) == []


JAVA = "import com.posthog.java.PostHog;\nenum E { A(%s); final String key; final String other;\n%s }\n"
KOTLIN = 'import com.posthog.PostHog\nenum class E(%s) { A("a_b", "c_d"); %s }\n'


@pytest.mark.parametrize(
    ("given", "body", "used", "found"),
    [
        ('"a_b", "c_d"', "E(String other, String key) { this.key = other; this.other = key; }", "E.A.key", ["a_b"]),
        ('"a_b", "c_d"', "E(String other, String key) { this.key = other; this.other = key; }", "E.A.other", ["c_d"]),
        ('"a_b", "c_d"', "E(String k, String o) { key = k; other = o; }", "E.A.key", ["a_b"]),
        ('"a_b"', "E(String k) { this.key = k; }", "E.A.key", ["a_b"]),
        ('"a_b"', "E(String k) { this.key = k; }", "E.A.getKey()", ["a_b"]),
        ('"a_b"', 'E(String key) { this.key = "x_" + key; }', "E.A.key", []),
        ('"a_b"', 'E(String k) { this.key = "x_" + k; }', "E.A.key", []),
        ('"a_b"', "E(String key) { this.key = key.trim(); }", "E.A.getKey()", []),
        ('"a_b"', 'E(String k) { k = "x_" + k; this.key = k; }', "E.A.key", []),
        ('"a_b"', 'E(String k) { if (k == x) { this.key = k; } else { this.key = "y"; } }', "E.A.key", []),
        (
            '"a_b"',
            "E(String key) { this.key = key; }\nString getKey() { return key.toUpperCase(); }",
            "E.A.getKey()",
            [],
        ),
    ],
)
def test_what_javas_constructors_keep(given: str, body: str, used: str, found: list[str]) -> None:
    text = (JAVA % (given, body)) + f"class C {{ void f() {{ posthog.capture(id, {used}); }} }}"
    assert names("A.java", text) == found


@pytest.mark.parametrize(
    ("parameters", "body", "used", "found"),
    [
        ("val key: String, val other: String", "", "E.A.key", ["a_b"]),
        ("k: String, o: String", "val key = k; val other = o", "E.A.key", ["a_b"]),
        ("other: String, key: String", "val key = other; val other = key", "E.A.key", ["a_b"]),
        ("key: String, other: String", 'val key = "x_" + key', "E.A.key", []),
        ("k: String, other: String", "val key = k.uppercase()", "E.A.key", []),
    ],
)
def test_what_kotlins_enums_make_of_their_parameters(parameters: str, body: str, used: str, found: list[str]) -> None:
    assert names("A.kt", (KOTLIN % (parameters, body)) + f"fun f() {{ PostHog.capture({used}) }}") == found


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("a.py", "n = 'a_b'\ndef f():\n  from z import n\n  posthog.capture(u, n)", []),
        ("a.py", "n = 'a_b'\ndef f():\n  from z import x as n\n  posthog.capture(u, n)", []),
        ("a.py", "n = 'a_b'\ndef f():\n  from z import x\n  posthog.capture(u, n)", ["a_b"]),
        ("a.py", "try:\n  from z import n\nexcept ImportError:\n  n = 'a_b'\nposthog.capture(u, n)", []),
        ("a.py", "E = {'A': 'a_b'}\nE.update(x)\nposthog.capture(u, E['A'])", []),
        ("a.py", "E = {'A': 'a_b'}\nE.update({'B': 1})\nposthog.capture(u, E['A'])", ["a_b"]),
        ("a.py", "E = {'A': 'a_b'}\nE.update({'A': x})\nposthog.capture(u, E['A'])", []),
        ("a.py", "E = {'A': 'a_b'}\ndel E['A']\nposthog.capture(u, E['A'])", []),
        ("a.ts", "const E = {A: 'a_b'}; Object.assign(E, x); posthog.capture(E.A)", []),
        ("a.ts", "const E = {A: 'a_b'}; Object.assign(E, {B: 1}); posthog.capture(E.A)", ["a_b"]),
        ("a.ts", "const E = {A: 'a_b'}; Object.assign(F, x); delete E.B; posthog.capture(E.A)", ["a_b"]),
        ("a.ts", "const E = {A: 'a_b'}; delete E.A; posthog.capture(E.A)", []),
        ("a.ts", "const n = 'a_b'; function f() { if (x) { var n = y } posthog.capture(n) }", []),
        ("a.ts", "const n = 'a_b'; function f() { for (var n of y) {} posthog.capture(n) }", []),
        ("a.ts", "const n = 'a_b'; function f() { function g() { var n = y } posthog.capture(n) }", ["a_b"]),
        ("a.ts", "function f() { if (x) { var n = 'a_b'; posthog.capture(n) } }", ["a_b"]),
        ("a.rb", "def f\n  n = 'a_b'\n  n << 'b'\n  posthog.capture({event: n})\nend", []),
        ("a.rb", "def f\n  n = 'a_b'\n  n.upcase!\n  posthog.capture({event: n})\nend", []),
        ("a.rb", "def f\n  n = 'a_b'\n  x << n\n  n.upcase\n  posthog.capture({event: n})\nend", ["a_b"]),
    ],
)
def test_what_may_be_something_else_is_not_known(path: str, text: str, found: list[str]) -> None:
    assert names(path, ("import posthog\n" if path == "a.py" else "") + text) == found


@pytest.mark.parametrize(
    ("match", "found"),
    [
        ("if (x is string n) g();", []),
        ("g(out var n);", []),
        ("switch (x) { case string n: g(); break; }", []),
        ("if (x is string m) g();", ["a_b"]),
    ],
)
def test_csharps_patterns_bind(match: str, found: list[str]) -> None:
    text = f'class A {{ const string n = "a_b"; void F(object x) {{ {match} posthog.Capture(id, n); }} }}'
    assert names("A.cs", f"using PostHog;\n{text}") == found


@pytest.mark.parametrize(
    ("match", "found"),
    [
        ("if (!(x instanceof String n)) return;", []),
        ("if (!(x instanceof R(String n))) return;", []),
        ("if (!(x instanceof String m)) return;", ["a_b"]),
        ("if (n instanceof String) return;", ["a_b"]),
    ],
)
def test_javas_patterns_bind(match: str, found: list[str]) -> None:
    text = f'class A {{ static final String n = "a_b"; void f(Object x) {{ {match} posthog.capture(id, n); }} }}'
    assert names("A.java", f"import com.posthog.java.PostHog;\n{text}") == found


@pytest.mark.parametrize(("call", "found"), [("m($n);", []), ("m($x);", ["a_b"]), ("other($n);", ["a_b"])])
def test_what_a_php_function_may_write_to_is_not_known(call: str, found: list[str]) -> None:
    functions = "function m(array $a, &$n) {}\nfunction other($n) {}\n"
    text = f"function f($x) {{ $n = 'a_b'; {call} PostHog::capture(['event' => $n]); }}"
    assert names("a.php", f"<?php\nuse PostHog\\PostHog;\n{functions}{text}") == found


@given(
    st.lists(st.sampled_from([b"n", b"nn", b"o", b"n1", b"$", b".", b" ", b"=", b"[", b"]", b"\xc3\xa9"])).map(b"".join)
)
def test_a_name_is_marked_where_it_stands_for_itself(code: bytes) -> None:
    for name in (b"n", b"nn", b"$", b"n1"):
        alone = rb"(?<![\w$.])" + re.escape(name) + rb"(?![\w$])"
        assert _marked(name, code) == b" " + re.sub(alone, b"\0", code) + b" "


GO = 'package a\nimport "github.com/posthog/posthog-go"\nfunc f() {\n%s\nc.Enqueue(posthog.Capture{Event: n})\n}'
DART = "import 'package:posthog_flutter/posthog_flutter.dart';\nvoid f() { %s Posthog().capture(eventName: n); }"
CSHARP = "using PostHog;\nclass T { void F() { %s posthog.Capture(id, n); } }"
PHP = "<?php\nuse PostHog\\PostHog;\nfunction f($x) { %s PostHog::capture(['event' => $n]); }"


@pytest.mark.parametrize(
    ("path", "frame", "over", "beside"),
    [
        ("a.ts", "function f() { %s posthog.capture(n) }", "let n = 'a'; n = 'b';", "let n = 'a'; if (x) { n = 'b' }"),
        ("A.kt", "fun f() {\n%s\nPostHog.capture(n)\n}", 'var n = "a"\nn = "b"', 'var n = "a"\nif (x) { n = "b" }'),
        ("a.go", GO, 'n := "a"\nn = "b"', 'n := "a"\nif x {\n n = "b"\n}'),
        ("A.java", "class T { void f() { %s posthog.capture(id, n); } }", 'var n = "a"; n = "b";',
         'var n = "a"; switch (x) { case 1: n = "b"; }'),
        ("A.cs", CSHARP, 'var n = "a"; n = "b";', 'var n = "a"; while (x) { n = "b"; }'),
        ("a.php", PHP, "$n = 'a'; $n = 'b';", "if ($x) { $n = 'a'; } else { $n = 'b'; }"),
        ("a.rb", "def f\n%s\nposthog.capture({event: n})\nend", "n = 'a'\nn = 'b'", "n = 'a'\nn = 'b' if x"),
        ("A.swift", "func f() {\n%s\nPostHogSDK.shared.capture(n)\n}", 'var n = "a"; n = "b"',
         'var n = "a"; if x { n = "b" }'),
        ("a.dart", DART, "var n = 'a'; n = 'b';", "var n = 'a'; if (x) n = 'b';"),
    ],
)  # fmt: skip
def test_what_is_always_written_over_is_not_sent(path: str, frame: str, over: str, beside: str) -> None:
    imports = {"A.kt": "import com.posthog.PostHog\n", "A.java": "import com.posthog.java.PostHog;\n"}
    before = imports.get(path, "import PostHog\n" if path == "A.swift" else "")
    assert names(path, before + frame % over) == ["b"]
    assert sorted(names(path, before + frame % beside)) == ["a", "b"]


@pytest.mark.parametrize(
    ("path", "hole", "found"),
    [
        ("a.py", "f'{n}_c'", ["a_b_c"]),
        ("a.py", "f'{n!r}_c'", []),
        ("a.py", "f'{n:>9}_c'", []),
        ("a.py", "f'{n=}_c'", []),
        ("a.py", "'%s_c' % n", ["a_b_c"]),
        ("a.py", "'%s_%s' % (n, 'c')", ["a_b_c"]),
        ("a.py", "'%r_c' % n", []),
        ("a.py", "'{}_c'.format(n)", ["a_b_c"]),
        ("a.py", "'{1}_{0}'.format('c', n)", ["a_b_c"]),
        ("a.py", "'{:>9}_c'.format(n)", []),
        ("a.py", "'{n}_c'.format(n=n)", []),
        ("a.cs", '$"{n}_c"', ["a_b_c"]),
        ("a.cs", '$"{n,9}_c"', []),
        ("a.cs", 'string.Format("{0}_c", n)', ["a_b_c"]),
        ("a.cs", 'string.Format("{0,9}_c", n)', []),
        ("a.go", 'fmt.Sprintf("%s_c", n)', ["a_b_c"]),
        ("a.go", 'fmt.Sprintf("%q_c", n)', []),
        ("a.go", 'fmt.Sprintf("%9s_c", n)', []),
        ("A.java", 'String.format("%s_c", n)', ["a_b_c"]),
        ("A.java", 'String.format("%S_c", n)', []),
    ],
)
def test_a_value_that_is_written_in_another_way_is_a_hole(path: str, hole: str, found: list[str]) -> None:
    frames = {
        "a.py": f"import posthog\nn = 'a_b'\nposthog.capture(u, {hole})",
        "a.cs": f'using PostHog;\nclass T {{ const string n = "a_b"; void F() {{ posthog.Capture(id, {hole}); }} }}',
        "a.go": f'package a\nimport "github.com/posthog/posthog-go"\nconst n = "a_b"\n'
        f"func f() {{ c.Enqueue(posthog.Capture{{Event: {hole}}}) }}",
        "A.java": "import com.posthog.java.PostHog;\n"
        f'class T {{ static final String n = "a_b"; void f() {{ posthog.capture(id, {hole}); }} }}',
    }
    assert names(path, frames[path]) == found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("A.kt", 'import com.posthog.PostHog\nopen class T { open val n = "a"\n fun f() { PostHog.capture(n) } }'),
        (
            "A.cs",
            'using PostHog;\nclass T { public virtual string N => "a"; void F() { posthog.Capture(id, N); } }',
        ),
        (
            "A.swift",
            'import PostHog\nclass T {\n var n: String { "a" }\n func f() { PostHogSDK.shared.capture(n) }\n}\n'
            'class U: T {\n override var n: String { "b" }\n}',
        ),
        (
            "a.dart",
            "import 'package:posthog_flutter/posthog_flutter.dart';\n"
            "class T { final String n = 'a'; void f() { Posthog().capture(eventName: n); } }\n"
            "class U extends T { @override final String n = 'b'; }",
        ),
    ],
)
def test_what_another_class_may_have_otherwise_is_not_known(path: str, text: str) -> None:
    assert names(path, text) == []


@pytest.mark.parametrize(
    ("branches", "found"),
    [
        ("if x:\n    n = 'a'\n  else:\n    n = 'b'", ["a", "b"]),
        ("n = None\n  if x:\n    n = 'a'", ["a"]),
        ("n = 'a'\n  n = 'b'", ["b"]),
        ("n = 'a'\n  f(n)\n  n = 'b'", []),
        ("n = 'a'\n  if x:\n    n = f()", ["a"]),
        ("n = 'a'\n  if x:\n    n += 'b'", []),
    ],
)
def test_what_a_function_of_python_writes_to_a_variable(branches: str, found: list[str]) -> None:
    assert names("a.py", f"import posthog\ndef f(x):\n  {branches}\n  posthog.capture(u, n)") == found
