"""A method of an SDK's client is called by whatever name a file has for it."""

import pytest

from tests.telemetry.test_calls import told
from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

KNOWN = [
    pytest.param("ts", "const {capture} = posthog\ncapture('a', {x: 1})", id="taken out"),
    pytest.param(
        "ts", "function f() { const {capture, reset} = usePostHog();\n return () => capture('a', {x: 1}) }", id="hook"
    ),
    pytest.param("ts", "const {capture: track} = posthog;\ntrack('a', {x: 1})", id="under another name"),
    pytest.param("ts", "const track = posthog.capture.bind(posthog)\ntrack('a', {x: 1})", id="bound"),
    pytest.param(
        "ts",
        "function f() { const {reset, capture: toPosthog, other} = usePostHog()\n toPosthog?.('a', {x: 1}) }",
        id="a hook's, under a name that no SDK has",
    ),
    pytest.param("ts", "const say = posthog.capture.bind(posthog)\nsay('a', {x: 1})", id="bound under one"),
    pytest.param("ts", "const say = posthog.capture.bind(posthog, 'a')\nsay({x: 1})", id="bound with an argument"),
    pytest.param("ts", "const track = posthog.capture;\ntrack('a', {x: 1})", id="kept"),
    pytest.param("ts", "const capture = this.posthog.capture\ncapture('a', {x: 1})", id="kept under its name"),
    pytest.param(
        "py", "from posthog import Posthog\ntrack = posthog.capture\ntrack('u', 'a', {'x': 1})\n", id="python"
    ),
    pytest.param(
        "py",
        "capture = functools.partial(posthog.capture, 'u')\ncapture('a', {'x': 1})\n",
        id="python, with some arguments",
    ),
    pytest.param(
        "py",
        "capture = partial(posthog.capture, distinct_id='u')\ncapture(event='a', properties={'x': 1})",
        id="partial",
    ),
]


@pytest.mark.parametrize(("suffix", "source"), KNOWN)
def test_a_method_is_called_by_another_name(suffix: str, source: str) -> None:
    assert [told(site) for site in find_calls(f"a.{suffix}", source.encode(), sdks())] == [
        "PostHog literal a {x: number}"
    ]


UNKNOWN = [
    pytest.param("ts", "const {capture} = camera\ncapture('a')", id="of something else"),
    pytest.param("ts", "const {capture} = posthog\nfunction f(capture) { capture('a') }", id="shadowed"),
    pytest.param("ts", "let {capture} = posthog\ncapture = other\ncapture('a')", id="written over"),
    pytest.param("ts", "let track = posthog.capture\ntrack = other\ntrack('a')", id="kept, then written over"),
    pytest.param("ts", "const track = posthog.capture.bind(posthog, 'b')\ntrack('a')", id="bound with an argument"),
    pytest.param(
        "ts",
        "import 'analytics'\nconst {track: play} = usePlayer()\nplay('a')",
        id="of a hook that only sounds like it",
    ),
    pytest.param("ts", "const {capture: say} = camera\nsay('a')", id="under another name, of something else"),
    pytest.param("ts", "const {capture: say} = posthog\nthis.say('a')", id="of something else under another name"),
    pytest.param("ts", "const {capture: say} = posthog\nfunction f(say) { say('a') }", id="another name, shadowed"),
    pytest.param("ts", "let {capture: say} = posthog\nsay = other\nsay('a')", id="another name, written over"),
    pytest.param("ts", "other({capture: say})\nsay('a')", id="given away under another name"),
    pytest.param("ts", "const say = posthog.capture.bind(posthog)(1)\nsay('a')", id="what a bound one returns"),
    pytest.param("ts", "const track = posthog.capture('b')\ntrack('a')", id="what it returns"),
    pytest.param("ts", "const {capture = other} = posthog\ncapture('a')", id="a default"),
    pytest.param("ts", "const {capture} = {...posthog, capture: other}\ncapture('a')", id="of an object made there"),
    pytest.param("ts", "function f() { const {capture} = posthog }\ncapture('a')", id="in another function"),
    pytest.param("py", "track = posthog.capture\ntrack = other\ntrack('u', 'a')\n", id="python, written over"),
    pytest.param("py", "track = partial(other, posthog.capture)\ntrack('u', 'a')\n", id="given to another"),
    pytest.param("py", "def f(track):\n  track('u', 'a')\ntrack = posthog.capture\n", id="python, shadowed"),
]


@pytest.mark.parametrize(("suffix", "source"), UNKNOWN)
def test_what_may_be_another_function_is_not_taken_for_it(suffix: str, source: str) -> None:
    sites = find_calls(f"a.{suffix}", source.encode(), sdks())
    assert [site for site in sites if [name.text for name in site.names] != ["b"]] == []


def test_a_file_that_keeps_a_method_under_thousands_of_names_is_read() -> None:
    kept = "".join(f"const {{capture: say{at}}} = usePostHog()\nsay{at}('a')\n" for at in range(2_000))
    told = {name.text for site in find_calls("a.ts", kept.encode(), sdks()) for name in site.names}
    assert told == {"a"}


def test_names_that_may_be_taken_out_of_something_are_read_once() -> None:
    source = "posthog.capture('a')\n" + "capture: it, " * 20_000 + "} = it"
    assert len(find_calls("a.ts", source.encode(), sdks())) == 1
