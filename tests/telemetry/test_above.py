"""An event that is an object of a class tells what the class above it keeps of what its own hands over."""

import pytest

from tests.telemetry.test_meant import POSTHOG, PYTHON, certain

KOTLIN = (
    "import com.posthog.PostHog\nclass Tracker {\n fun track(e: Ev) {\n  PostHog.capture(e.title)\n }\n}\n"
    "class C(val tracker: Tracker) {\n fun f() {\n  tracker.track(%s)\n }\n}\n"
)
SEALED = (
    "sealed class Ev(val title: String, val extra: Map<String, Any> = emptyMap()) {\n"
    ' class Buy(n: Int) : Ev("buy", mapOf("n" to n))\n data class Named(val a: String) : Ev(title = "named")\n'
    ' class Any(name: String) : Ev(name)\n class Own : Ev("no") {\n  override val title = "own"\n }\n'
    ' @Keep("x") class Marked : Ev("marked")\n class Made(n: Int) : Ev(make(n))\n}\n'
)
TS = (
    POSTHOG
    + "export class Tracker { track(e: Ev) { posthog.capture(e.name, e.props) } }\nexport const tracker = new Tracker()"
)
PY = PYTHON + "class Telemetry:\n  def capture(self, event):\n    posthog.capture('u', event.name, event.properties)\n"
JAVA = "import com.posthog.java.PostHog;\nclass Tracker { void trackEvent(Ev e) { posthog.capture(id, e.getName()); } }"
CSHARP = "using PostHog;\nclass Tracker { void Track(Ev e) { posthog.Capture(id, e.Name); } }\n"
DART = (
    "import 'package:posthog_flutter/posthog_flutter.dart';\n"
    "class Tracker { void trackEvent(Ev e) { Posthog().capture(eventName: e.name); } }\n"
)


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ("Ev.Buy(3)", ["buy"]),
        ('Ev.Named("x")', ["named"]),
        ('Ev.Any("given")', ["given"]),
        ("Ev.Own()", ["own"]),
        ("Ev.Marked()", ["marked"]),
        ("Ev.Made(1)", []),
    ],
)
def test_kotlin(made: str, found: list[str]) -> None:
    assert certain({"T.kt": KOTLIN % made, "Ev.kt": SEALED}) == found


COMPLETED = (
    "open class Base(val kind: String, val title: String)\n"
    'open class Ev(title: String) : Base(kind = "k", title = title) {\n'
    ' class Plain(n: Int) : Ev(title = "plain")\n object Same : Ev("same")\n'
    ' open class Notice(title: String, n: Int = 1) : Ev(title = "Notice - $title") {\n'
    '  class Fee(n: Int) : Notice(title = "fee", n)\n object Shown : Notice("no")\n }\n'
    " open class Lower(title: String) : Ev(title.lowercase())\n"
    ' class Low(n: Int) : Lower("NO")\n object Lowest : Lower("NO")\n'
    " open class Warning(title: String) : Notice(title)\n"
    ' class Late(n: Int) : Warning("late")\n object Latest : Warning("no")\n}\n'
)


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ("Ev.Plain(3)", ["plain"]),
        ("Ev.Same", ["same"]),
        ("Ev.Notice.Fee(3)", ["Notice - fee"]),
        ('Ev.Notice("b")', ["Notice - b"]),
        ("Ev.Notice.Shown", []),
        ("Ev.Low(3)", []),
        ("Ev.Lowest", []),
        ("Ev.Late(3)", ["Notice - late"]),
        ("Ev.Latest", []),
    ],
)
def test_kotlin_completes_what_it_is_given_on_the_way_up(made: str, found: list[str]) -> None:
    assert certain({"T.kt": KOTLIN % made, "Ev.kt": COMPLETED}) == found


@pytest.mark.parametrize(
    ("classes", "made", "found"),
    [
        ("export class Buy extends Ev { readonly name = 'a'; constructor(public n) { super() } }", "new Buy(3)", ["a"]),
        ("class Ev { constructor(public name: string) {} }\n"
         "export class Buy extends Ev { constructor(n) { super('a') } }", "new Buy(3)", ["a"]),
        ("class Ev { constructor(public name: string) {} }\nexport class Buy extends Ev {}", "new Buy('a')", ["a"]),
        ("export class Buy { name; constructor(n) { this.name = n } }", "new Buy('a')", ["a"]),
        ("export class Buy { name = 'no'; constructor(n) { if (n) this.name = n } }", "new Buy()", []),
        ("export class Buy { name = 'no'; rename(n) { this.name = n } }", "new Buy()", []),
        ("export class Buy { get name() { return 'a' } }", "new Buy()", ["a"]),
        ("export class Buy { get name() { return f('no') } }", "new Buy()", []),
        ("class Ev { constructor(public name: string) {} }\n"
         "export class Buy extends Ev { constructor(n) { super(f(n)) } }", "new Buy('no')", []),
    ],
)  # fmt: skip
def test_typescript(classes: str, made: str, found: list[str]) -> None:
    used = f"import {{tracker}} from './t'; import {{Buy}} from './e'\ntracker.track({made})"
    assert certain({"t.ts": TS, "e.ts": classes, "a.ts": used}) == found


@pytest.mark.parametrize(
    ("classes", "made", "found"),
    [
        ("class Buy:\n  name = 'a'\n  def __init__(self, n): self.n = n\n", "Buy(3)", ["a"]),
        ("@dataclass\nclass Buy:\n  n: int\n  name: str = 'a'\n", "Buy(n=3)", ["a"]),
        ("@dataclass\nclass Buy:\n  n: int\n  name: str = 'no'\n", "Buy(n=3, name='a')", ["a"]),
        ("@dataclass\nclass Buy:\n  n: int\n  name: str = 'no'\n", "Buy(3, 'a')", ["a"]),
        ("class Ev:\n  def __init__(self, name): self.name = name\nclass Buy(Ev):\n"
         "  def __init__(self, n):\n    super().__init__('a')\n", "Buy(3)", ["a"]),
        ("class Ev:\n  name = 'no'\nclass Buy(Ev):\n  name = 'a'\n", "Buy()", ["a"]),
        ("class Ev:\n  name = 'a'\nclass Buy(Ev):\n  pass\n", "Buy()", ["a"]),
        ("class Buy:\n  @property\n  def name(self): return 'a'\n", "Buy()", ["a"]),
        ("class Buy:\n  name = 'no'\n  def rename(self, n): self.name = n\n", "Buy()", []),
        ("class Buy:\n  def __init__(self, n): self.name = f(n)\n", "Buy('no')", []),
    ],
)  # fmt: skip
def test_python(classes: str, made: str, found: list[str]) -> None:
    used = f"from t import Telemetry\nfrom e import Buy\ntelemetry = Telemetry()\ntelemetry.capture({made})\n"
    assert certain({"t.py": PY, "e.py": classes, "a.py": used}) == found


@pytest.mark.parametrize(
    "files",
    [
        {
            "T.java": JAVA,
            "Ev.java": "abstract class Ev { private final String name; Ev(String name) { this.name = name; }\n"
            " String getName() { return name; } }",
            "Buy.java": 'class Buy extends Ev { Buy(int n) { super("a"); } }',
            "A.java": "class A { void f() { tracker.trackEvent(new Buy(3)); } }",
        },
        {
            "T.cs": CSHARP + 'abstract record Ev(string Name);\nrecord Buy(int N) : Ev("a");',
            "A.cs": "class A { void F() { _tracker.Track(new Buy(3)); } }",
        },
        {
            "T.cs": CSHARP + "class Ev { public Ev(string name) { Name = name; } public string Name { get; } }\n"
            'class Buy : Ev { public Buy(int n) : base("a") {} }',
            "A.cs": "class A { void F() { _tracker.Track(new Buy(3)); } }",
        },
        {
            "t.dart": DART + "class Ev { final String name; const Ev(this.name); }\n"
            "class Buy extends Ev { Buy(int n) : super('a'); }",
            "a.dart": "import 't.dart';\nvoid f() { tracker.trackEvent(Buy(3)); }",
        },
    ],
)
def test_other_languages(files: dict[str, str]) -> None:
    assert certain(files) == ["a"]


def test_what_may_be_given_as_a_name_or_in_an_object_may_be_an_object_of_a_class() -> None:
    generated = (
        "import * as amplitude from '@amplitude/analytics-node'\n"
        "export class Opened { event_type = 'Cart Opened'; constructor(public event_properties: P) {} }\n"
        "export class Ampli { track(user: string, event: Event) { return this.amplitude.track(event, undefined) }\n"
        "  opened(user: string, p: P) { return this.track(user, new Opened(p)) } }"
    )
    assert certain({"ampli.ts": generated}) == ["Cart Opened"]
