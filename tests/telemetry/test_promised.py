"""A method with a short name is known to be a wrapper's by what its class promises, and by the types of variables."""

import pytest

from tests.telemetry.test_meant import certain

SWIFT = {
    "Provider.swift": "/// What sends.\npublic protocol Provider {\n  func record(_ name: String)\n  func flush()\n}",
    "TracksSender.swift": "class TracksSender: NSObject, Provider {}\nextension TracksSender {\n"
    "  func record(_ name: String) { Amplitude.instance().logEvent(name) }\n}",
    "Mock.swift": "class Mock: Provider { func record(_ name: String) { } }",
    "Other.swift": "protocol Other { func flush() }",
}
KOTLIN = {
    "a/Provider.kt": "package a\ninterface Provider {\n  fun record(name: String)\n}",
    "a/TracksSender.kt": "package a\nclass TracksSender @Inject constructor(private val it: Map<String, Any>) :\n"
    "  Base(), Provider {\n  override fun record(name: String) { amplitude.track(name) }\n}",
    "a/Mock.kt": "package a\nclass Mock : Provider { override fun record(name: String) { } }",
}
JAVA = {
    "a/Provider.java": "package a;\npublic interface Provider {\n  void record(String name);\n}",
    "a/TracksSender.java": "package a;\npublic class TracksSender<T> extends Base<T> implements Closeable, Provider {\n"
    "  @Override public void record(String name) { amplitude.logEvent(name); }\n}",
}
CSHARP = {
    "IProvider.cs": "namespace A;\npublic interface IProvider {\n  void Record(string name);\n}",
    "TracksSender.cs": "namespace A;\npublic class TracksSender : Base, IProvider {\n"
    "  public void Record(string name) { amplitude.Track(name); }\n}",
}
DART = {
    "lib/provider.dart": "abstract class Provider {\n  void record(String name);\n}",
    "lib/sender.dart": "import 'provider.dart';\nclass TracksSender extends Base with It implements Provider {\n"
    "  @override\n  void record(String name) { amplitude.logEvent(name); }\n}",
}
TYPESCRIPT = {
    "provider.ts": "export interface Provider {\n  record(name: string): void\n}",
    "sender.ts": "import { Provider } from './provider'\n"
    "export class TracksSender extends Base<X> implements Provider {\n"
    "  record(name: string) { amplitude.track(name) }\n}",
}


def of(files: dict[str, str], path: str, text: str) -> list[str]:
    return certain({**files, path: text})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('class A { let out: Provider\n func f() { out.record("a") } }', ["a"]),
        ('class A { private let out: any Provider\n func f() { self.out.record("a") } }', ["a"]),
        ('class A { weak var out: Provider?\n func f() { out?.record("a") } }', ["a"]),
        ('class A { let out: Provider & Other\n func f() { out.record("a") } }', ["a"]),
        ('class A { let out: Other & Provider\n func f() { out.record("a") } }', ["a"]),
        ('class A { let out: Kit.Provider = it()\n func f() { out.record("a") } }', ["a"]),
        ('func f(to out: Provider) { out.record("a") }', ["a"]),
        ('func f(out: TracksSender) { out.record("a") }', ["a"]),
        ('func f(out: Provider) { let out = out; out.record("a") }', ["a"]),
        (
            'class A { let out: Provider\n init() { B(out: Mock()); B(out: out) }\n func f() { out.record("a") } }',
            ["a"],
        ),
        ('class A { let out: Other\n func f() { out.record("no") } }', []),
        ('class A { let out: ProviderList\n func f() { out.record("no") } }', []),
        ('class A { let out: Provider.Type\n func f() { out.record("no") } }', []),
        ('class A { let out: NSObject\n func f() { out.record("no") } }', []),
        ('class A { let out: Provider }\nclass B { let out: Other\n func f() { out.record("no") } }', []),
        ('func g(out: Provider) {}\nfunc f() { let out = Camera(); out.record("no") }', []),
        ('class A { let inner: Provider\n func f() { out.record("no") } }', []),
    ],
)
def test_swift(text: str, found: list[str]) -> None:
    assert of(SWIFT, "A.swift", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('class A(private val out: Provider) { fun f() { out.record("a") } }', ["a"]),
        ('class A { lateinit var out: Provider\n fun f() { this.out.record("a") } }', ["a"]),
        ('fun f(out: Provider?) { out?.record("a") }', ["a"]),
        ('fun f(out: Camera) { out.record("no") }', []),
    ],
)
def test_kotlin(text: str, found: list[str]) -> None:
    assert of(KOTLIN, "b/A.kt", f"package b\nimport a.Provider\n{text}") == found
    assert of(KOTLIN, "b/A.kt", f"package b\nimport other.Provider\n{text}") == []
    assert of(KOTLIN, "a/A.kt", f"package a\n{text}") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('class A { private final Provider out; void f() { out.record("a"); } }', ["a"]),
        ('class A { @Inject Provider out;\n void f() { this.out.record("a"); } }', ["a"]),
        ('class A { void f(Provider out, int n) { out.record("a"); } }', ["a"]),
        ('class A { void f(Camera out) { out.record("no"); } }', []),
        ('class A { void f(Provider out) { } void g(Camera out) { out.record("no"); } }', []),
    ],
)
def test_java(text: str, found: list[str]) -> None:
    assert of(JAVA, "b/A.java", f"package b;\nimport a.Provider;\n{text}") == found
    assert of(JAVA, "b/A.java", f"package b;\nimport other.Provider;\n{text}") == []
    assert of(KOTLIN, "a/A.java", f"package a;\n{text}") == found  # each other's


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('class A { private readonly IProvider _out; void F() { _out.Record("a"); } }', ["a"]),
        ('class A { public IProvider? Out { get; set; } void F() { Out?.Record("a"); } }', ["a"]),
        ('class A(IProvider output) { void F() => output.Record("a"); }', ["a"]),
        ('class A { void F(ICamera output) { output.Record("no"); } }', []),
    ],
)
def test_csharp(text: str, found: list[str]) -> None:
    assert of(CSHARP, "A.cs", f"namespace A;\n{text}") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("class A { final Provider out; A(this.out); void f() { out.record('a'); } }", ["a"]),
        (
            "class A { A({required Provider o}) : _o = o; final Provider? _o; f() { _o?.record('a'); } }",
            ["a"],
        ),
        ("void f(Camera out) { out.record('no'); }", []),
    ],
)
def test_dart(text: str, found: list[str]) -> None:
    assert of(DART, "lib/a.dart", f"import 'provider.dart';\n{text}") == found
    assert of(DART, "lib/a.dart", f"import 'other.dart';\n{text}") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("class A { constructor(private readonly out: Provider) {} f() { this.out.record('a') } }", ["a"]),
        ("class A { private out?: Provider\n f() { this.out?.record('a') } }", ["a"]),
        ("function f(out: Provider | null) { out?.record('a') }", ["a"]),
        ("const f = ({ out }: { out: Provider }) => { out.record('a') }", ["a"]),
        ("function f(out: Camera) { out.record('no') }", []),
        ("function f(out: Provider) {}\nfunction g(out: string) { out.record('no') }", []),
    ],
)
def test_typescript(text: str, found: list[str]) -> None:
    assert of(TYPESCRIPT, "a.ts", f"import type {{ Provider }} from './provider'\n{text}") == found
    assert of(TYPESCRIPT, "a.ts", f"import type {{ Provider }} from 'other'\n{text}") == []


CALLER = 'class A { let out: Provider\n func f() { out.record("a") } }'


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("class More: Provider { func record(_ name: String) { print(name) } }", ["a"]),
        ("class More: Provider { func record(_ name: String) { Amplitude.instance().logEvent(name) } }", ["a"]),
        ('class More: Provider { func record(_ name: String) { Amplitude.instance().logEvent("x_" + name) } }', []),
        ('class More { func record(_ name: String) { Amplitude.instance().logEvent("x_" + name) } }', ["a"]),
    ],
    ids=["sends nothing", "sends the same", "adds something", "promises nothing"],
)
def test_another_class_that_promises_it(other: str, found: list[str]) -> None:
    assert certain({**SWIFT, "More.swift": other, "A.swift": CALLER}) == found


@pytest.mark.parametrize(
    "provider",
    [
        "protocol Provider { func flush() }\nclass A { func record(_ name: String) { } }",
        "protocol Provider {\n  /// Call record() first.\n  func flush()\n}",
        "protocol Camera { func record(_ name: String) }",
    ],
    ids=["another type has the method", "a comment has it", "it is not of this repository"],
)
def test_what_is_not_promised(provider: str) -> None:
    assert certain({**SWIFT, "Provider.swift": provider, "A.swift": CALLER}) == []


def test_the_label_tells_which_method_is_meant() -> None:
    provider = "protocol Provider { func record(_ it: Stat, with: Int)\n func record(_ name: String, _ more: Int) }"
    real = (
        'enum Stat: String { case a = "first" }\nclass Real: Provider {\n'
        " func record(_ it: Stat, with: Int) { record(it.rawValue, with) }\n"
        " func record(_ name: String, _ more: Int) { Amplitude.instance().logEvent(name) }\n}"
    )
    caller = "class A { let out: Provider\n func f() { out.record(.a, with: 1) } }"
    assert certain({"Provider.swift": provider, "Real.swift": real, "A.swift": caller}) == ["first"]


@pytest.mark.parametrize(
    ("files", "part", "other"),
    [
        (
            SWIFT,
            {"Shop.swift": "class Shop: UIViewController {\n  let out: Provider\n}"},
            {"Shop+Cart.swift": 'extension Shop {\n  func f(%s) { out.record("a") }\n}'},
        ),
        (
            SWIFT,
            {"Base.swift": "class Base {\n  let out: Provider\n}", "Shop.swift": "class Shop: Base {}"},
            {"Cart.swift": 'class Cart: Shop {\n  func f(%s) { out.record("a") }\n}'},
        ),
        (
            KOTLIN,
            {"a/Base.kt": "package a\nopen class Base(protected val out: Provider)"},
            {"a/Cart.kt": 'package a\nclass Cart(x: Provider) : Base(x) {\n  fun f(%s) { out.record("a") }\n}'},
        ),
        (
            CSHARP,
            {"Shop.cs": "namespace A;\npublic partial class Shop {\n  private readonly IProvider _out;\n}"},
            {"Shop.Cart.cs": 'namespace A;\npublic partial class Shop {\n  void F(%s) { _out.Record("a"); }\n}'},
        ),
        (
            TYPESCRIPT,
            {
                "Base.ts": "import { Provider } from './provider'\n"
                "export class Base { constructor(protected out: Provider) {} }"
            },
            {
                "cart.ts": "import { Base } from './Base'\n"
                'export class Cart extends Base { f(%s) { this.out.record("a") } }'
            },
        ),
    ],
    ids=["extension", "above", "kotlin", "partial", "typescript"],
)
def test_a_field_of_another_file(files: dict[str, str], part: dict[str, str], other: dict[str, str]) -> None:
    ((path, text),) = other.items()
    declared = {".cs": "Camera _out", ".swift": "out: Camera", ".kt": "out: Camera", ".ts": "out: Camera"}
    assert certain({**files, **part, path: text % ""}) == ["a"]
    assert certain({**files, path: text % ""}) == []
    assert certain({**files, **part, path: text % declared[path[path.rindex(".") :]]}) == []
