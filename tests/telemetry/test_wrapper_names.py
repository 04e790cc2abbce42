"""What a wrapper makes of the name that it is given: put together in a variable, of constants, and never twice."""

import pytest

from tests.telemetry.test_meant import POSTHOG, PYTHON, certain
from waypost.telemetry.paths import Paths
from waypost.telemetry.scan import scan
from waypost.telemetry.sdks import sdks

JAVASCRIPT = [
    ("function t(n) { const e = 'x_' + n; posthog.capture(e) }\nt('a')", ["x_a"]),
    ("const P = 'app'; function t(n) { posthog.capture(`${P}:${n}`) }\nt('a')", ["app:a"]),
    ("const P = 'app'; function t(n) { const e = `${P}:${n}:seen`; posthog.capture(e) }\nt('a')", ["app:a:seen"]),
    ("import {P} from './p'; function t(n) { posthog.capture(P + ('_' + n)) }\nt('a')", ["app_a"]),
    ("function t(m, n) { posthog.capture(`${m}:${n}`) }\nt('a', 'b')", ["a:b"]),
    ("function t(n, x) { const p = x ? 'p_' : 'q_'; posthog.capture(`${p}${n}`) }\nt('a')", []),
    ("function t(n) { let e = 'x_' + n; e = f(e); posthog.capture(e) }\nt('a')", []),
    ("function t(n) { n = n.trim(); const e = 'x_' + n; posthog.capture(e) }\nt('a')", []),
]


@pytest.mark.parametrize(("text", "found"), JAVASCRIPT)
def test_javascript(text: str, found: list[str]) -> None:
    assert certain({"a.ts": POSTHOG + text, "p.ts": "export const P = 'app'"}) == found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", f"{PYTHON}P = 'app'\ndef t(n):\n  e = f'{{P}}_{{n}}'\n  posthog.capture('u', e)\nt('a')"),
        ("a.rb", "P = 'app'\ndef track_it(n)\n  e = \"#{P}_#{n}\"\n  posthog.capture({event: e})\nend\ntrack_it('a')"),
        (
            "A.kt",
            'import com.posthog.PostHog\nconst val P = "app"\nfun trackIt(n: String) {\n val e = "${P}_$n"\n'
            ' PostHog.capture(e)\n}\nfun f() { trackIt("a") }',
        ),
    ],
)
def test_other_languages(path: str, text: str) -> None:
    assert certain({path: text}) == ["app_a"]


def test_what_a_wrapper_calls_in_its_own_body_is_not_itself() -> None:
    service = (
        "import {Analytics} from '@segment/analytics-node'\nexport class AnalyticsService {\n"
        "  track({event, data}) { const payload = {event: `${event} - cli`, properties: data};\n"
        "    this._analytics.track(payload) } }"
    )
    used = (
        "import {AnalyticsService} from './s'; const analytics = new AnalyticsService(); analytics.track({event: 'a'})"
    )
    assert certain({"s.ts": service, "a.ts": used}) == ["a - cli"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("const A = {X: 'a'}; const B = {...A, Y: 'b'}; posthog.capture(B.X); posthog.capture(B.Y)", ["a", "b"]),
        ("const A = {X: 'a'}; const B = {X: 'no', ...A}; posthog.capture(B.X)", ["a"]),
        ("const A = {X: 'no'}; const C = {X: 'a'}; const B = {...A, ...C}; posthog.capture(B.X)", ["a"]),
        ("const A = {X: 'no'}; const B = {...A, ...f()}; posthog.capture(B.X)", []),
        ("import {E} from './e'; const B = {...E}; posthog.capture(B.X)", ["a"]),
        ("const A = {...B}; const B = {...A}; posthog.capture(B.X)", []),
        ("const E = {A: 'a'}; const {A: other} = E; posthog.capture(other)", ["a"]),
        ("const E = {A: 'no'}; const {A: other = x} = E; posthog.capture(other)", []),
    ],
)
def test_constants_that_are_spread_or_taken_out_under_another_name(text: str, found: list[str]) -> None:
    assert certain({"a.ts": POSTHOG + text, "e.ts": "export const E = {X: 'a'} as const"}) == found


def test_a_function_calls_no_function_that_sends_by_it() -> None:
    tracks = (
        "class Tracks { function record_event($name) { $this->tracks->record_event('x_' . $this->slug() . $name); } }"
    )
    base = "class BaseEvent { function record_event($name) { $this->tracks->record_event($name); } }"
    files = {"Tracks.php": f"<?php\n{tracks}".encode(), "BaseEvent.php": f"<?php\n{base}".encode()}
    found = scan(Paths(files, files.get, partial=False), sorted(files), sdks()).sites
    assert [name.text for site in found if site.path == "Tracks.php" for name in site.names] == ["x_{slug}{name}"]
