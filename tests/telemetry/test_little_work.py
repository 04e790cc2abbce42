"""How little a scan parses and reads: counted, since time tells nothing on a machine that others use."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from waypost.telemetry.parsing import Work
from waypost.telemetry.paths import Paths
from waypost.telemetry.reading import Reading
from waypost.telemetry.scan import scan
from waypost.telemetry.sdks import sdks
from waypost.telemetry.unit import Unit

MANY = 60
POSTHOG = "import posthog from 'posthog-js'\n"


@dataclass
class Counted:
    """Files parsed, calls read by a pattern, and names looked up."""

    parsed: int = 0
    read: int = 0
    looked_up: int = 0


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    counts = Counted()
    for owner, method, what in ((Work, "read", "parsed"), (Reading, "site", "read"), (Unit, "lookup", "looked_up")):
        original = getattr(owner, method)

        def counting(self: object, *given: object, _original: object = original, _what: str = what) -> object:
            setattr(counts, _what, getattr(counts, _what) + 1)
            return _original(self, *given)  # type: ignore[operator]

        monkeypatch.setattr(owner, method, counting)
    yield counts


def names(files: dict[str, str]) -> list[str]:
    """The names that a scan knows, in order of the files."""
    texts = {path: text.encode() for path, text in files.items()}
    found = scan(Paths(texts, texts.get, partial=False), sorted(texts), sdks())
    return [name.text for site in found.sites for name in site.names]


def test_files_that_import_another_function_of_the_name_are_not_parsed(counted: Counted) -> None:
    """Nor those that give on everything: most of a repository is behind one of them."""
    files = {
        "lib/track.ts": POSTHOG + "export const track = (name) => posthog.capture(name)",
        "lib/index.ts": "export * from './track'\n" + "".join(f"export * from './m{n}'\n" for n in range(MANY)),
        **{f"lib/m{n}.ts": f"export const m{n} = {n}\nexport * from './deep{n}'" for n in range(MANY)},
        **{f"lib/deep{n}.ts": f"export const deep{n} = {n}" for n in range(MANY)},
        **{f"other/o{n}.ts": "import {track} from './tracks'\ntrack('no')" for n in range(MANY)},
        **{f"other/p{n}.ts": "import {m1} from '../lib/index'\nconst track = m1\ntrack('no')" for n in range(MANY)},
        "other/tracks.ts": "export const track = () => 1",
        "app/a.ts": "import {track} from '../lib'\ntrack('yes')",
    }
    assert names(files) == ["yes"]
    assert counted.parsed <= 4


def test_files_that_call_a_method_of_something_else_are_not_parsed(counted: Counted) -> None:
    job = (
        "class TrackJob < ApplicationJob\n  def perform(name)\n    Segment.track(user_id: 1, event: name)\n  end\nend\n"
    )
    files = {
        "track_job.rb": "require 'segment'\n" + job,
        **{f"other_{n}.rb": f"Other{n}Job.perform_later('no')" for n in range(MANY)},
        **{
            f"model_{n}.rb": f"post.track('no')\nlocal.track 'no'\n{n}.times {{ posts.track('no') }}"
            for n in range(MANY)
        },
        "a.rb": "TrackJob.perform_later('yes')",
    }
    assert names(files) == ["yes"]
    assert counted.parsed <= 2


def test_a_call_is_read_once_by_each_pattern_that_is_new(counted: Counted) -> None:
    """Wrappers of wrappers: each round finds another one, and looks at the same files."""
    layers = "".join(f"export const t{n} = (name) => t{n - 1}(name)\n" for n in range(1, 4))
    calls = "".join(f"t3('e{n}'); t0('f{n}'); posthog.capture('g{n}')\n" for n in range(MANY))
    files = {
        "t.ts": POSTHOG + "export const t0 = (name) => posthog.capture(name)\n" + layers,
        "a.ts": POSTHOG + "import {t0, t3} from './t'\n" + calls,
    }
    assert len(names(files)) == 3 * MANY
    assert counted.read <= 3 * MANY + 10
    assert counted.parsed == 2


def test_a_member_without_its_type_is_looked_up_in_few_of_many_types(counted: Counted) -> None:
    """Each of many functions called `track` takes a type of its own, and one of them has the member."""
    members = " ".join(f'case e{n} = "event_{n}"' for n in range(MANY)).replace(" case", "\n  case")
    others = {
        f"Other{n}.swift": f"enum Other{n}: String {{ case o{n} }}\nclass T{n} {{ func track(_ event: Other{n}) {{}} }}"
        for n in range(MANY // 4)
    }
    files = {
        "Event.swift": f"enum Event: String {{\n  {members}\n}}",
        "Analytics.swift": "import PostHog\nclass Analytics {\n  func track(_ event: Event) {\n"
        "    PostHogSDK.shared.capture(event.rawValue)\n  }\n}",
        **others,
        **{f"V{n}.swift": f"class V{n} {{ func f() {{ analytics.track(.e{n}) }} }}" for n in range(MANY)},
    }
    assert sorted(names(files)) == sorted(f"event_{n}" for n in range(MANY))
    assert counted.looked_up <= 15 * MANY


LAYERS = """import PostHog
enum Stat: String {
  case opened = "opened"
}
class Analytics {
  func track(_ stat: Stat) { track(stat, with: nil) }
  func track(_ stat: Stat, with: [String: Any]?) { track(stat, with: with, error: nil) }
  func track(_ stat: Stat, with: [String: Any]?, error: Error?) { send(stat.rawValue) }
  func send(_ name: String) { PostHogSDK.shared.capture(name) }
}"""


def test_calls_that_no_wrapper_is_around_are_read_when_all_wrappers_are_known(counted: Counted) -> None:
    """Overloads that call each other: each round finds one, and all calls of a repository may be its."""
    files = {
        "Analytics.swift": LAYERS,
        **{f"V{n}.swift": f"class V{n} {{ func f() {{ analytics.track(.opened) }} }}" for n in range(MANY)},
    }
    assert names(files) == ["opened"] * MANY
    assert counted.read <= 2 * MANY + 10


def test_a_long_chain_of_wrappers_is_followed() -> None:
    layers = "".join(f"export const t{n} = (name) => t{n - 1}(name)\n" for n in range(1, 8))
    files = {
        "t.ts": POSTHOG + "export const t0 = (name) => posthog.capture(name)\n" + layers,
        "a.ts": "import {t7} from './t'\nt7('yes')",
    }
    assert names(files) == ["yes"]
