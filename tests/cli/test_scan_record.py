"""A scan that is kept is shown again only where another one would find the same."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from waypost.checkout.sources import Sources
from waypost.cli import scan_cache, scan_output, scanning

WRAPPER = "import posthog from 'posthog-js'\nexport const track = (name) => posthog.capture(name)\n"
TAKING = "import posthog from 'posthog-js'\n"
VARIANTS: Mapping[str, tuple[str, ...]] = {
    "w.ts": (WRAPPER, WRAPPER.replace("(name)", "(`x_${name}`)"), WRAPPER.replace("track", "tell"), "export {}\n"),
    "index.ts": ("export * from './w'\n", "export * from './e'\n", "export const track = 1\n"),
    "e.ts": ("export const E = {A: 'a'}\n", "export const E = {A: 'b', B: 'a'}\n", "enum E { A = 'c' }\n"),
    "a.ts": (
        "import {track} from './w'; import {E} from './e'; track(E.A)\n",
        "import {track} from '.'; track('one')\n",
        "import {tell} from './w'; tell('two')\n",
        "const x = 1\n",
        "\0",
    ),
    "b.ts": (
        "const y = 2\n",
        "posthog.capture('three')\n",
        "// track ( 'no' )\n",
        "import {E} from './e'; E.A = 'x'\n",
        "\0",
    ),
    "hook.ts": (
        TAKING + "export const useIt = () => { const tell = (name) => posthog.capture(name)\n return {tell, on: 1} }",
        f"{TAKING}export const tell = (app, name) => posthog.capture(name)\n",
    ),
    "c.tsx": (
        "import {useIt} from './hook'\nfunction A() { const {on, tell: toAll} = useIt()\n toAll('five') }",
        "import {tell} from './hook'\nconst say = tell.bind(null, app)\nsay('six')",
        f"{TAKING}import {{E}} from './e'\nposthog.capture(E[kind])",
        "import {E} from './e'\nE[key] = 'seven'\n",
    ),
    "T.kt": (
        "class AnalyticsTracker { fun logEvent(@StringRes event: Int) { posthog.capture(context.getString(event)) } }",
        "class AnalyticsTracker { fun logEvent(event: String) { posthog.capture(event) } }",
    ),
    "C.java": (
        "class C { void f() { analyticsTracker.logEvent(R.string.opened); } }",
        'class C { void f() { mixpanel.track(name(1)); } static String name(int k) { return k > 0 ? "a" : Names.B; } }',
    ),
    "Names.kt": ('object Names { const val B = "eight" }', "object Others"),
    "res/values/keys.xml": ('<string name="opened">nine</string>', '<string name="x">ten</string>', "\0"),
    "res/values-de/keys.xml": ('<string name="x">zehn</string>', '<string name="opened">neun</string>'),
    "package.json": ("{}", '{"name": "shop"}'),
    "S.swift": ("posthog.capture(Events.opened)\n", "posthog.capture(.opened)\n", "let z = 1\n"),
    "Names.swift": (
        'struct Events { static let opened = "opened" }\n',
        'struct Events { static let opened = "shown" }\n',
        "struct Other { }\n",
    ),
    "More.swift": ("let q = 1\n", 'extension Events { static let opened = "more" }\n', "struct Events { }\n"),
    "k.py": ("import os\n", "posthog.capture('u', 'four')\n", "def track(name):\n    posthog.capture('u', name)\n"),
    ".github/waypost.yml": ("checks: {}\n", "telemetry: {calls: [{call: tell, name: 0}]}\n"),
}
EDIT = st.sampled_from(sorted(VARIANTS)).flatmap(
    lambda path: st.tuples(st.just(path), st.integers(0, len(VARIANTS[path]) - 1))
)


def write(root: Path, path: str, variant: int) -> None:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(VARIANTS[path][variant])


def told(root: Path, cached: bool) -> tuple[str, str]:
    found = scan_output._told(Sources(root, None), "", "json", cached)
    return found["json"], found["remarks"]


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(scan_cache, "TICK", -1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EDIT, max_size=6), st.lists(st.lists(EDIT, min_size=1, max_size=2), min_size=1, max_size=5))
def test_what_is_kept_is_what_a_scan_finds(first: list[tuple[str, int]], edits: list[list[tuple[str, int]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, variant in [*((path, 0) for path in VARIANTS), *first]:
            write(root, path, variant)
        assert told(root, cached=True) == told(root, cached=False)
        for some in edits:
            for path, variant in some:
                write(root, path, variant)
            assert told(root, cached=True) == told(root, cached=False)


@pytest.mark.parametrize(
    ("path", "text", "again"),
    [
        ("b.ts", "const other = 3\n", False),
        ("b.ts", "posthog.capture('b')\n", True),
        ("b.ts", "track('b')\n", True),
        ("b.ts", "other.A = 1\n", True),
        ("b.ts", "other.B = 1\n", False),
        ("b.ts", "\0", True),
        ("a.ts", VARIANTS["a.ts"][0], False),
        ("a.ts", "import {track} from './w'; track('x')\n", True),
        ("e.ts", "export const E = {A: 'z'}\n", True),
        ("More.swift", "struct Events { }\n", True),
        ("More.swift", "struct Others { }\n", False),
        ("notes.md", "posthog.capture('m')\n", False),
        (".github/waypost.yml", "checks: {}\n\n", True),
        ("new.md", "", True),
    ],
)
def test_only_what_matters_is_scanned_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, text: str, again: bool
) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "notes.md").write_text("x")
    for name in VARIANTS:
        write(root, name, 0)
    before = told(root, cached=True)
    (root / path).write_text(text)
    scans: list[Any] = []
    scan = scanning.told

    def counted(*given: Any, **more: Any) -> Any:
        scans.append(given)
        return scan(*given, **more)

    monkeypatch.setattr(scanning, "told", counted)
    after = told(root, cached=True)
    assert bool(scans) is again
    assert again or after == before
    told(root, cached=True)
    assert len(scans) == again, "what was found to be the same is known from then on"
