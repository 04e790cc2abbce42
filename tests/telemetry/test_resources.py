"""Names that stand in Android's string resources: the one text that a resource has, wherever it is not translated."""

import pytest

from tests.telemetry.test_program import Files, sent
from waypost.telemetry.paths import Paths
from waypost.telemetry.scan import scan
from waypost.telemetry.sdks import sdks

KEYS = "app/src/main/res/values/keys.xml"
KOTLIN = "posthog.capture(context.getString(R.string.opened))\n"


def values(**texts: str) -> str:
    """A file with values."""
    some = "".join(f'<string name="{name}">{text}</string>\n' for name, text in texts.items())
    return f'<?xml version="1.0"?>\n<resources>\n{some}</resources>\n'


KNOWN = [
    pytest.param("a.kt", KOTLIN, "cart_opened", id="of a context"),
    pytest.param("a.kt", "posthog.capture(getString(R.string.opened))", "cart_opened", id="of an activity"),
    pytest.param("a.kt", "posthog.capture(event = stringResource(id = R.string.opened))", "cart_opened", id="compose"),
    pytest.param(
        "a.kt",
        "posthog.capture(resources.getString(if (x) R.string.opened else com.acme.R.string.closed))",
        "cart_opened | cart & closed",
        id="either of two",
    ),
    pytest.param(
        "a.kt",
        "val label = R.string.opened\nposthog.capture(app.getString(label))",
        "cart_opened",
        id="kept in a constant",
    ),
    pytest.param(
        "a.kt",
        "enum class Event(val label: Int) { OPENED(R.string.opened) }\n"
        "posthog.capture(requireContext().getString(Event.OPENED.label))",
        "cart_opened",
        id="of an entry",
    ),
    pytest.param("a.kt", 'posthog.capture("x_" + getString(R.string.opened))', "x_cart_opened", id="a part of a name"),
    pytest.param(
        "a.kt",
        'posthog.capture("x_${getString(event)}")',
        "x_{getString}",
        id="a part that is not known",
    ),
    pytest.param(
        "A.java",
        "class A { void f() { mixpanel.track(getResources().getString(R.string.opened)); } }",
        "cart_opened",
        id="Java",
    ),
    pytest.param(
        "a.kt",
        'fun getString(id: Int) = "a_" + context.getString(id)\nposthog.capture(getString(R.string.opened))',
        "?",
        id="a function of one's own",
    ),
    pytest.param(
        "A.java",
        'class A { String getString(int id) { return "a"; } void f() { mixpanel.track(getString(R.string.opened)); } }',
        "?",
        id="Java, a method of one's own",
    ),
    pytest.param("a.kt", "posthog.capture(getString(R.string.missing))", "?", id="not there"),
    pytest.param("a.kt", "posthog.capture(getString(android.R.string.opened))", "?", id="the system's"),
    pytest.param("a.kt", f"import android.R\n{KOTLIN}", "?", id="the system's, imported"),
    pytest.param(
        "a.kt", "posthog.capture(prefs.getString(context.getString(R.string.opened)))", "?", id="what is under it"
    ),
    pytest.param("a.kt", "posthog.capture(getString(R.string.opened, 1))", "?", id="with something put in"),
    pytest.param("a.kt", "posthog.capture(json.getString(R.string.opened.key))", "?", id="of something else"),
    pytest.param("a.kt", 'const val KEY = "a"\nposthog.capture(context.getString(KEY))', "?", id="what has a key"),
    pytest.param("a.kt", 'const val KEY = "a"\nposthog.capture(intent.getString(KEY))', "?", id="what is held"),
    pytest.param(
        "a.kt", 'object R {\n object string {\n val opened = "a"\n }\n}\n' + KOTLIN, "a", id="a class of that name"
    ),
]


@pytest.mark.parametrize(("path", "source", "wanted"), KNOWN)
def test_a_resource_is_its_text(path: str, source: str, wanted: str) -> None:
    files = {f"app/src/main/java/{path}": source, KEYS: values(opened="cart_opened", closed="cart &amp; closed")}
    assert sent(files, f"app/src/main/java/{path}") == [wanted]


STRINGS = "app/src/main/res/values/strings.xml"
ONE = values(opened="a")
PLACES = [
    pytest.param({STRINGS: ONE}, "a", id="no other language"),
    pytest.param({STRINGS: ONE, "app/src/main/res/values-de/strings.xml": values(opened="b")}, "?", id="translated"),
    pytest.param({STRINGS: ONE, "app/src/main/res/values-de/other.xml": values(x="b")}, "a", id="another file"),
    pytest.param(
        {STRINGS: ONE, "app/src/main/res/values-de/other.xml": values(opened="b")}, "?", id="translated in another file"
    ),
    pytest.param(
        {
            STRINGS: '<string name="opened" translatable="false">a</string>',
            "app/src/main/res/values-sw600dp/strings.xml": "<string\nname = 'opened'>b</string>",
        },
        "?",
        id="another one for tablets",
    ),
    pytest.param({STRINGS: ONE, "app/src/debug/res/values-fr/x.xml": values(opened="b")}, "?", id="another build's"),
    pytest.param(
        {
            STRINGS: '<string name="opened" translatable="false">a</string>',
            "app/src/main/res/values-de/strings.xml": values(x="b"),
        },
        "a",
        id="not to be translated",
    ),
    pytest.param({STRINGS: ONE, "lib/src/main/res/values/s.xml": values(opened="b")}, "?", id="modules that differ"),
    pytest.param({STRINGS: ONE, "lib/src/main/res/values/s.xml": ONE}, "a", id="modules that say the same"),
    pytest.param(
        {STRINGS: ONE, "app/src/debug/res/values/s.xml": "<string name='opened'>b</string>"}, "?", id="quotes"
    ),
    pytest.param({STRINGS: ONE, "a/composeResources/values/s.xml": values(opened="b")}, "a", id="of other systems"),
    pytest.param({STRINGS: values(opened="a <b>b</b>")}, "?", id="marks in it"),
    pytest.param({STRINGS: values(opened="@string/other")}, "?", id="another one"),
    pytest.param({STRINGS: values(opened="&quot;a&quot;")}, "?", id="marks that are written out"),
    pytest.param({STRINGS: '<!DOCTYPE x [<!ENTITY b "c">]>' + values(opened="a &b;")}, "?", id="a word of its own"),
    pytest.param({STRINGS: values(opened="a &amp;amp; b")}, "a &amp; b", id="written out twice"),
    pytest.param({STRINGS: '<style><item name="opened">red</item></style>'}, "?", id="no text"),
    pytest.param({STRINGS: values(opened="it\\'s")}, "?", id="escaped"),
    pytest.param({STRINGS: '<string name="opened"/>'}, "?", id="empty"),
    pytest.param({STRINGS: f"<!-- {values(opened='b')} -->{ONE}"}, "a", id="in a comment"),
    pytest.param({STRINGS: '<string-array name="opened"><item>b</item></string-array>' + ONE}, "a", id="a list"),
    pytest.param({STRINGS: '<item type="string" name="opened">a</item>'}, "a", id="an item"),
]


@pytest.mark.parametrize(("files", "wanted"), PLACES)
def test_a_resource_that_may_say_several_things_is_no_name(files: Files, wanted: str) -> None:
    path = "app/src/main/java/a.kt"
    assert sent({**files, path: KOTLIN}, path) == [wanted]


def test_a_change_is_not_worth_as_many_files() -> None:
    files = {STRINGS: ONE, **{f"app/src/main/res/values-{number}/s.xml": values(x="b") for number in range(30)}}
    texts = {name: text.encode() for name, text in {**files, "a.kt": KOTLIN}.items()}
    found = [scan(Paths(texts, texts.get, partial=it), ["a.kt"], sdks()).sites[0].names for it in (False, True)]
    assert [[name.text for name in names] for names in found] == [["a"], []]


def test_resources_of_other_systems_are_kept_apart() -> None:
    files = {
        STRINGS: ONE,
        "a/composeResources/values/s.xml": values(opened="b"),
        "a.kt": "posthog.capture(getString(Res.string.opened))",
    }
    assert sent(files, "a.kt") == ["b"]


TRACKER = """class Tracker(private val context: Context) {
    fun logEvent(event: String) { posthog.capture(event) }
    fun logEvent(@StringRes event: Int) { logEvent(context.getString(event)) }
    fun tapped(item: MenuItem) { logEvent(context.getString(item.label)) }
    fun kept(key: String) { logEvent(json.getString(key)) }
}
"""
CALLS = [
    pytest.param("tracker.logEvent(R.string.opened)", ["cart_opened"], id="a resource"),
    pytest.param('tracker.logEvent("a")', ["a"], id="a text"),
    pytest.param(
        "enum class MenuItem(val label: Int) {\n A(R.string.opened)\n}\nfun f() { tracker.tapped(MenuItem.A) }",
        ["cart_opened"],
        id="a resource of an entry",
    ),
    pytest.param('tracker.kept("opened")', [], id="what is kept under a key"),
]


@pytest.mark.parametrize(("source", "wanted"), CALLS)
def test_a_function_that_takes_a_resource_sends_its_text(source: str, wanted: list[str]) -> None:
    files = {KEYS: values(opened="cart_opened"), "Tracker.kt": TRACKER, "a.kt": source}
    texts = {name: text.encode() for name, text in files.items()}
    found = scan(Paths(texts, texts.get, partial=False), [name for name in texts if name.endswith(".kt")], sdks())
    assert [name.text for site in found.sites if site.path == "a.kt" for name in site.names] == wanted
