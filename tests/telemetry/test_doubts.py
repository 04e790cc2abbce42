"""What another file may write to, or a class of another file may have otherwise, is no constant."""

import pytest

from tests.telemetry.test_meant import GO, POSTHOG, PYTHON, certain

GO_FILES = {
    "go.mod": "module x.com/a\n",
    "p/a.go": 'package p\nvar Opened = "a_b"\nvar E = Events{A: "a_b"}\n',
    "b.go": GO + 'import "x.com/a/p"\nfunc f() { c.Enqueue(posthog.Capture{Event: %s}) }\n',
    "q/c.go": 'package q\nimport "x.com/a/p"\nfunc init() { %s }\n',
}
OBJECT = "export const E = {A: 'a_b', C: {D: 'a_b'}}"
USED = POSTHOG + "import {E} from './e'\nposthog.capture(%s)"
CLASS = "class E:\n  A = 'a_b'\nB = 'a_b'\n"
SWIFT = "import PostHog\nclass T {\n%s\nfunc f() { PostHogSDK.shared.capture(%s) }\n}\n"
DART = (
    "import 'package:posthog_flutter/posthog_flutter.dart';\n"
    "class T { %s void f() { Posthog().capture(eventName: %s); } }\n"
)


@pytest.mark.parametrize(
    ("used", "written", "found"),
    [
        ("p.Opened", 'p.Opened = "x"', []),
        ("p.Opened", "p.Opened, err = g()", []),
        ("p.Opened", "flag.StringVar(&p.Opened, x)", []),
        ("p.E.A", 'p.E.A = "x"', []),
        ("p.E.A", "p.E = g()", []),
        ("p.Opened", 'o.Opened = "x"', ["a_b"]),
        ("p.Opened", 'if p.Opened == "x" { }', ["a_b"]),
        ("p.Opened", 'p.Other = "x"', ["a_b"]),
        ("p.E.A", 'p.E.B = "x"', ["a_b"]),
        ("p.Opened", 'p := g(); p.Opened = "x"', ["a_b"]),
    ],
)
def test_a_variable_that_another_package_of_go_writes_to(used: str, written: str, found: list[str]) -> None:
    texts = {path: text % used if path == "b.go" else text for path, text in GO_FILES.items()}
    assert certain(texts | {"q/c.go": texts["q/c.go"] % written}) == found
    assert certain(texts | {"q/c_test.go": texts["q/c.go"] % written, "q/c.go": ""}) == ["a_b"]


@pytest.mark.parametrize(
    ("used", "written", "found"),
    [
        ("E.A", "import {E} from './e'\nE.A = 'x'", []),
        ("E.A", "import {E as F} from './e'\nF['A'] = 'x'", []),
        ("E.A", "import * as e from './e'\ne.E.A ??= 'x'", []),
        ("E.A", "import {E} from './e'\nObject.assign(E, more)", []),
        ("E.C.D", "import {E} from './e'\nE.C = {D: 'x'}", []),
        ("E.C.D", "import {E} from './e'\nE.C.D = 'x'", []),
        ("E.C.D", "import {E} from './e'\nE.A = 'x'", ["a_b"]),
        ("E.A", "import {E} from './f'\nconst o = {}; o.A = 'x'; o.E = {A: 'x'}", ["a_b"]),
        ("E.A", "import {E} from './e'\nif (E.A === x) f(E.A, (A) => E.A)\n// E.A = 'x'", ["a_b"]),
        ("E.A", "function f(E) { E.A = 'x' }", ["a_b"]),
    ],
)
def test_an_object_that_another_file_of_javascript_writes_to(used: str, written: str, found: list[str]) -> None:
    assert certain({"e.ts": OBJECT, "a.ts": USED % used, "b.ts": written}) == found
    assert certain({"e.ts": OBJECT, "a.ts": USED % used, "b.test.ts": written}) == ["a_b"]
    assert certain({"e.ts": f"{OBJECT} as const", "a.ts": USED % used, "b.ts": written}) == ["a_b"]


@pytest.mark.parametrize(
    ("defined", "used"),
    [
        ("export class E { static A = 'a_b' }", USED % "E.A"),
        ("const E = {A: 'a_b'}; export {E}", USED % "E.A"),
        ("module.exports = {A: 'a_b'}", POSTHOG + "const F = require('./e')\nposthog.capture(F.A)"),
        (POSTHOG + "export const E = {A: 'a_b'}\nposthog.capture(E.A)", ""),
    ],
    ids=["class", "given-on", "module", "own"],
)
def test_what_else_holds_constants_of_javascript(defined: str, used: str) -> None:
    files = {"e.ts": defined, "a.ts": used}
    whole = "module" in defined
    assert certain(files) == ["a_b"]
    assert certain(files | {"b.ts": f"const {'E' if whole else '{E}'} = require('./e')\nE.A = 'x'"}) == []


@pytest.mark.parametrize(
    ("used", "written", "found"),
    [
        ("from e import E", "from e import E\nE.A = 'x'", []),
        ("from e import E", "import e\ne.E.A = 'x'", []),
        ("from e import E", "from e import E\nsetattr(E, 'A', 'x')", []),
        ("import e", "import e\ne.B = 'x'", []),
        ("from e import E", "from e import E\nf(E.A, x='x')\nE.B = 'x'", ["a_b"]),
        ("from e import E", "def f(E):\n  E.A = 'x'", ["a_b"]),
    ],
)
def test_what_another_module_of_python_writes_to(used: str, written: str, found: list[str]) -> None:
    text = PYTHON + f"{used}\nposthog.capture(u, {'e.B' if used == 'import e' else 'E.A'})"
    assert certain({"e.py": CLASS, "a.py": text, "b.py": written}) == found
    assert certain({"e.py": CLASS, "a.py": text, "tests/b.py": written}) == ["a_b"]


def test_a_constant_that_ruby_gives_anew_elsewhere() -> None:
    files = {"e.rb": "module E\n  A = 'a_b'\nend", "a.rb": "posthog.capture({event: E::A})"}
    assert certain(files | {"b.rb": "F::A = 'x'\nE::B = 'x'"}) == ["a_b"]
    assert certain(files | {"b.rb": "E::A = 'x'"}) == []


@pytest.mark.parametrize(
    ("member", "used", "other", "found"),
    [
        ('var n: String { "a" }', "n", 'class U: T { override var n: String { "b" } }', []),
        ('class var n: String { "a" }', "Self.n", 'class U: T { override class var n: String { "b" } }', []),
        ('var n: String { "a" }', "n", 'class V: T {}\nclass U: V { override var n: String { "b" } }', []),
        ('var n: String { "a" }', "n", 'class U: O { override var n: String { "b" } }', ["a"]),
        ('final var n: String { "a" }', "n", 'class U: T { override var n: String { "b" } }', ["a"]),
        ('let n = "a"', "n", 'class U: O { override var n: String { "b" } }', ["a"]),
        ('static var n: String { "a" }', "Self.n", "class U: T {}", ["a"]),
    ],
)
def test_a_member_that_a_class_of_another_file_has_otherwise_in_swift(
    member: str, used: str, other: str, found: list[str]
) -> None:
    assert certain({"a.swift": SWIFT % (member, used), "b.swift": other}) == found


@pytest.mark.parametrize(
    ("member", "other", "found"),
    [
        ("final String n = 'a';", "class U extends T { @override final String n = 'b'; }", []),
        ("final String n = 'a';", "class V extends T {}\nclass U extends V { String get n => 'b'; }", []),
        ("final String n = 'a';", "class U extends O { String get n => 'b'; }", ["a"]),
        ("final String n = 'a';", "class U extends T { String get m => 'b'; void g() { final n = 'b'; } }", ["a"]),
        ("static const String n = 'a';", "class U extends T { String get n => 'b'; }", ["a"]),
    ],
)
def test_a_member_that_a_class_of_another_file_has_otherwise_in_dart(member: str, other: str, found: list[str]) -> None:
    assert certain({"lib/a.dart": DART % (member, "n"), "lib/b.dart": other}) == found


@pytest.mark.parametrize(
    ("above", "used", "found"),
    [
        ("Enum", "E.A", []),
        ("enum.Enum", "E.A", []),
        ("Enum", "E.A.value", ["a_b"]),
        ("Enum", "E.A.name", ["A"]),
        ("Enum", "f'x_{E.A}'", []),
        ("str, Enum", "E.A", ["a_b"]),
        ("StrEnum", "E.A", ["a_b"]),
        ("models.TextChoices", "E.A", ["a_b"]),
    ],
)
def test_a_member_of_pythons_enum_is_not_its_value(above: str, used: str, found: list[str]) -> None:
    text = f"{PYTHON}class E({above}):\n  A = 'a_b'\n"
    assert certain({"a.py": f"{text}posthog.capture(u, {used})"}) == found
    assert certain({"a.py": f"{text}def track(e):\n  posthog.capture(u, e)\ntrack({used})"}) == found
    if used == "E.A":
        assert certain({"a.py": f"{text}def track(e):\n  posthog.capture(u, e.value)\ntrack(E.A)"}) == ["a_b"]
