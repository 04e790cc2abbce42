"""A call is read as one of a wrapper's only where it is one, and where what it gives is what the wrapper sends."""

import pytest

from waypost.telemetry.paths import Paths
from waypost.telemetry.scan import scan
from waypost.telemetry.sdks import sdks

POSTHOG = "import posthog from 'posthog-js'\n"
PYTHON = "import posthog\n"
GO = 'package a\nimport "github.com/posthog/posthog-go"\n'


def certain(files: dict[str, str]) -> list[str]:
    """The names that are said to be certain."""
    texts = {path: text.encode() for path, text in files.items()}
    found = scan(Paths(texts, texts.get, partial=False), sorted(texts), sdks())
    return [name.text for site in found.sites for name in site.names if name.certain]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.ts", POSTHOG + "function track(e) { e = 'x_' + e; posthog.capture(e) }\ntrack('no')"),
        ("a.ts", POSTHOG + "function track(e) { e += '_x'; posthog.capture(e) }\ntrack('no')"),
        ("a.ts", POSTHOG + "function track({e}) { [e] = f(e); posthog.capture(e) }\ntrack({e: 'no'})"),
        (
            "a.ts",
            POSTHOG + "function track(e) { e.name = 'x_' + e.name; posthog.capture(e.name) }\ntrack({name: 'no'})",
        ),
        ("a.ts", POSTHOG + "function track(e) { e['name'] = f(); posthog.capture(e.name) }\ntrack({name: 'no'})"),
        ("a.py", PYTHON + "def track(e):\n  e = 'x_' + e\n  posthog.capture('u', e)\ntrack('no')"),
        ("a.py", PYTHON + "def track(e):\n  if (e := f(e)):\n    posthog.capture('u', e)\ntrack('no')"),
        (
            "a.go",
            GO
            + 'func track(e string) { e = "x_" + e; c.Enqueue(posthog.Capture{Event: e}) }\nfunc f() { track("no") }',
        ),
        (
            "A.java",
            'class Tracker { void trackIt(String e) { e = "x_" + e; posthog.capture(id, e); }\nvoid f() { trackIt("no"); } }',
        ),
        (
            "A.cs",
            'class Tracker { PostHogClient posthog; void TrackIt(string e) { e = "x_" + e; posthog.Capture(id, e); }\n'
            'void F() { TrackIt("no"); } }',
        ),
        (
            "a.php",
            "<?php\nuse PostHog\\PostHog;\nfunction track_it($e) { $e = 'x_' . $e; PostHog::capture(['event' => $e]); }\n"
            "track_it('no');",
        ),
        ("a.rb", "def track_it(e)\n  e = 'x_' + e\n  posthog.capture({event: e})\nend\ntrack_it('no')"),
        ("a.rb", "def track_it(e)\n  e << '_x'\n  posthog.capture({event: e})\nend\ntrack_it('no')"),
        ("a.rb", "def track_it(e)\n  e.upcase!\n  posthog.capture({event: e})\nend\ntrack_it('no')"),
        (
            "a.dart",
            "import 'package:posthog_flutter/posthog_flutter.dart';\n"
            "void trackIt(String e) { e = 'x_' + e; Posthog().capture(eventName: e); }\nvoid f() { trackIt('no'); }",
        ),
    ],
)
def test_a_parameter_that_is_written_to_is_not_what_the_caller_gave(path: str, text: str) -> None:
    assert certain({path: text}) == []


@pytest.mark.parametrize(
    "body",
    [
        "e ||= 'other'; posthog.capture(e)",
        "counts[e] = 1; posthog.capture(e)",
        "e.props = {}; posthog.capture(e)",
        "this.e = e; posthog.capture(e)",
        "if (e == 'x') f({e}); posthog.capture(e)",
    ],
)
def test_a_parameter_that_only_looks_written_to_is(body: str) -> None:
    assert certain({"a.ts": POSTHOG + f"function track(e) {{ {body} }}\ntrack('a')"}) == ["a"]
