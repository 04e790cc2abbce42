"""The App, `waypost check` and the Action say the same about the same commits, byte for byte."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.checkout.repository import Content, Repository
from tests.standin import StandIn, key_pair
from tests.whole.house import APP_ID
from tests.whole.shop import FILES, GOOD, OFF, REQUIRE, WORSE, calls
from waypost.cli.main import main
from waypost.finding import Verdict
from waypost.github import read
from waypost.github.client import App
from waypost.github.needs import EVENTS, PERMISSIONS
from waypost.handlers import pull_request
from waypost.output import json as as_json
from waypost.output import sarif
from waypost.telemetry import languages
from waypost_action.__main__ import main as act

SAMPLE = Path(__file__).parents[1] / "demo" / "sample"
RICH = "events:\n  cart_opened: {}\n  cart_lost: {}\n  cart_paid:\n    properties: {total: {type: number}}\n"
LARGE = RICH + "".join(f"  cart_{number}_seen: {{description: {'x' * 3000}}}\n" for number in range(400))
"""More than a megabyte, which GraphQL does not hand out."""
HALF = RICH + "".join(f"  cart_{number}_seen: {{description: {'x' * 3000}}}\n" for number in range(200))
LONG = calls(*(f"cart_{number}" for number in range(40)))

Changes = dict[str, Content]
Story = Callable[[Repository], tuple[str, str]]


def told(before: Changes, after: Changes) -> Story:
    """A branch of one commit."""

    def tell(repository: Repository) -> tuple[str, str]:
        base = repository.commit({**FILES, **before})
        repository.branch("work")
        return base, repository.commit(after)

    return tell


def sent_from(*paths: str) -> Story:
    """A branch with these files, each of which sends an event of its own."""
    return told({}, {path: f'posthog.capture("Cart Opened {number}");\n' for number, path in enumerate(paths)})


def merged(repository: Repository) -> tuple[str, str]:
    """The branch merged the base in, and resolved a conflict with an event of its own."""
    repository.commit({**FILES, "a.ts": GOOD})
    repository.branch("work")
    repository.commit({"a.ts": OFF, "b.ts": WORSE})
    repository.git("checkout", "--quiet", "main")
    base = repository.commit({"a.ts": calls("cart_opened", "Main Made It"), "c.ts": calls("From Main")})
    repository.git("checkout", "--quiet", "work")
    repository.git("merge", "--quiet", "--no-commit", "--strategy=ours", "main")
    return base, repository.commit(
        {"a.ts": calls("cart_opened", "Main Made It", "Resolved By Hand"), "c.ts": calls("From Main")}
    )


def moved_on(repository: Repository) -> tuple[str, str]:
    """The base moved on after the branch left it: other settings, another spec, and other code."""
    repository.commit({**FILES, "a.ts": GOOD})
    repository.branch("work")
    head = repository.commit({"a.ts": GOOD + OFF})
    repository.git("checkout", "--quiet", "main")
    base = repository.commit(
        {"a.ts": WORSE + GOOD, ".github/waypost.yml": REQUIRE, "z.py": 'posthog.capture("x", "Y Z")\n'}
    )
    return base, head


def sample(step: str) -> Story:
    """A step of the demo's story."""

    def files(folder: str) -> Changes:
        root = SAMPLE / folder
        return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}

    def tell(repository: Repository) -> tuple[str, str]:
        base = repository.commit(files("1-main"))
        repository.branch("work")
        return base, repository.commit(files(step))

    return tell


OPENED = 'export const CART_OPENED = "cart_opened";\n'
CONSTANTS = 'export const EVENTS = { SEEN: "cart_seen", OPENED: "cart_opened" } as const;\n'
AROUND: Changes = {
    "telemetry/spec.yml": "events:\n  cart_opened: {}\n  cart_seen: {status: deprecated, replacement: cart_opened}\n",
    "tsconfig.json": '{"compilerOptions": {"paths": {"#lib": ["lib"], "#lib/*": ["lib/*"]}}}',
    "lib/index.ts": "export * from './events'\n",
    "lib/events.ts": CONSTANTS,
    "shop/events.py": 'SEEN = "cart_seen"\n',
}
"""Names that a change sends, and does not touch."""


def used(source: str, path: str = "web/a.ts") -> Story:
    """A branch with a file that uses what was there before."""
    return told(AROUND, {path: source})


def linked(repository: Repository) -> tuple[str, str]:
    """A branch with a use of what is behind a symbolic link."""
    (repository.root / "lib").mkdir(parents=True)
    (repository.root / "lib/link.ts").symlink_to("events.ts")
    base = repository.commit({**FILES, **AROUND})
    repository.branch("work")
    return base, repository.commit({"web/a.ts": 'import { EVENTS } from "#lib/link";\nposthog.capture(EVENTS.SEEN);\n'})


def replaced(place: str, by: str) -> Story:
    """A branch on which something else is in the place of a file or a folder."""

    def tell(repository: Repository) -> tuple[str, str]:
        base = repository.commit({**FILES, "web/a.ts": GOOD, ".github/waypost.yml": "checks: {}\n"})
        repository.branch("work")
        repository.git("rm", "-r", "--quiet", "--ignore-unmatch", place)
        if by == "a symbolic link":
            (repository.root / place).parent.mkdir(exist_ok=True)
            (repository.root / place).symlink_to("/etc")
            return base, repository.commit()
        repository.git("update-index", "--add", "--cacheinfo", f"160000,{base},{place}")
        repository.git("commit", "--quiet", "--message", "Replace it")
        return base, repository.git("rev-parse", "HEAD")

    return tell


KINDS = ("a symbolic link", "a submodule")
OURS = (".github", "telemetry/spec", "telemetry/spec.yml", "telemetry/spec/a.yml")
IN_OUR_PLACE = {f"{by} as {place}": replaced(place, by) for place in OURS for by in KINDS}
IN_PLACE_OF_CODE = {f"{by} as {place}": replaced(place, by) for place in ("web", "web/a.ts") for by in KINDS}

NAMED_ELSEWHERE: dict[str, Story] = {
    "a constant, by an alias and an index": used('import { EVENTS } from "#lib";\nposthog.capture(EVENTS.SEEN);\n'),
    "a constant, by an alias": used('import { EVENTS } from "#lib/events";\nposthog.capture(EVENTS.SEEN);\n'),
    "a constant, in Python": used("from shop.events import SEEN\nposthog.capture('me', SEEN)\n", "shop/a.py"),
    "a constant that the change moved": told(
        AROUND, {"lib/events.ts": None, "lib/moved.ts": CONSTANTS, "lib/index.ts": "export * from './moved'\n",
                 "web/a.ts": 'import { EVENTS } from "../lib";\nposthog.capture(EVENTS.SEEN);\n'}
    ),
}  # fmt: skip
STORIES: dict[str, Story] = NAMED_ELSEWHERE | {
    "a constant behind a link": linked,
    "a constant of somebody else's": used('import { EVENTS } from "else";\nposthog.capture(EVENTS.SEEN);\n'),
    "the sample, gift cards": sample("2-gift-cards"),
    "the sample, mended": sample("3-mended"),
    "added": told({}, {"a.ts": WORSE, "b.py": 'import posthog\nposthog.capture("u", "Cart Opened")\n'}),
    "removed": told({"a.ts": WORSE}, {"a.ts": None}),
    "renamed as it is": told({"a.ts": LONG}, {"a.ts": None, "sub/b.ts": LONG}),
    "renamed and edited": told({"a.ts": LONG}, {"a.ts": None, "sub/b.ts": LONG + OFF}),
    "renamed beyond recognition": told({"a.ts": GOOD}, {"a.ts": None, "b.ts": WORSE + "// other\n" * 9}),
    "renamed to another language": told({"a.ts": LONG}, {"a.ts": None, "b.md": LONG}),
    "renamed from another language": told({"a.md": LONG}, {"a.md": None, "b.ts": LONG + OFF}),
    "copied": told({"a.ts": LONG}, {"b.ts": LONG + OFF}),
    "names beyond ASCII": sent_from("süß/каша/買い物.ts", "e\u0301.ts", "é.ts", "😀.py"),
    "contents beyond ASCII": told(
        {}, {"a.ts": '/* 買い物 😀 é */ posthog.capture("Cart Öpened", {a: "😀"}); posthog.capture("Cart Opened");\n'}
    ),
    "spaces and quotes in names": sent_from(
        "a b/c \"d\" 'e'.ts", "back\\slash.ts", "tab\there.ts", "-rf.ts", " .ts", "`a`.ts", "%20.ts", "a\x7f.ts"
    ),
    "a name over two lines": sent_from("two\nlines.ts", "three\r\nlines.ts"),
    "a name that looks like a header": sent_from("diff --git a.ts", "+++ b.ts", ":100644.ts", "@@ -1 +1 @@.ts"),
    "contents that look like a patch": told(
        {"a.ts": "a\n"}, {"a.ts": "a\n/*\n@@ -1 +1 @@\n--- a/x\n+++ b/x\ndiff --git a b\n*/\n" + OFF}
    ),
    "CRLF": told({"a.ts": GOOD.replace("\n", "\r\n")}, {"a.ts": (GOOD + WORSE).replace("\n", "\r\n")}),
    "from LF to CRLF": told({"a.ts": LONG}, {"a.ts": LONG.replace("\n", "\r\n")}),
    "no newline at the end": told({"a.ts": GOOD.rstrip()}, {"a.ts": GOOD + OFF.rstrip()}),
    "a newline at the end, at last": told({"a.ts": OFF.rstrip()}, {"a.ts": OFF}),
    "a form feed and other breaks": told({"a.ts": GOOD}, {"a.ts": GOOD + "// \x0c \u2028 \x85 \x0b\n" + OFF}),
    "a lone carriage return": told({"a.ts": GOOD}, {"a.ts": "// a\rb\n" + OFF}),
    "a byte order mark": told({}, {"a.ts": "\ufeff" + OFF}),
    "not UTF-8": told({}, {"a.ts": b'// \xe9\xff\nposthog.capture("Cart Opened");\n'}),
    "binary": told({}, {"a.ts": b"\0" + OFF.encode(), "b.ts": OFF}),
    "empty": told({}, {"a.ts": "", "b.ts": OFF}),
    "a huge patch": told({"a.ts": "// old\n" * 21_000}, {"a.ts": "// new\n" * 21_000 + OFF}),
    "a large file": told({}, {"a.ts": OFF + "//" + "x" * 1_000_001, "b.ts": OFF}),
    "a long line": told({}, {"a.ts": "x" * 300_000 + ";" + OFF}),
    "lines that moved": told({"a.ts": LONG + WORSE}, {"a.ts": WORSE + LONG}),
    "a repeated line": told({"a.ts": OFF * 3}, {"a.ts": OFF * 5}),
    "the spec in the same change": told(
        {}, {"a.ts": calls("cart_closed"), "telemetry/spec.yml": FILES["telemetry/spec.yml"] + "  cart_closed: {}\n"}
    ),
    "settings in the same change": told(
        {}, {"a.ts": OFF, ".github/waypost.yml": "checks:\n  event-off-convention: off\n"}
    ),
    "settings that require": told({".github/waypost.yml": REQUIRE}, {"a.ts": WORSE}),
    "settings that are broken": told(
        {".github/waypost.yml": "checks: [\n"}, {"a.ts": WORSE, "research/b.md": "---\nstatus: done\n---\n"}
    ),
    "settings with calls that cannot fit": told(
        {".github/waypost.yml": "telemetry: {calls: [{call: go, name: -1}, {call: send}]}\n"},
        {
            "a.ts": 'go("Cart Lost");\nsend("Cart Found");\n',
            ".github/waypost.yml": "telemetry: {calls: [{call: '*'}, {call: a b}, {call: go, name: ''}]}\n",
        },
    ),
    "settings that only observe": told(
        {".github/waypost.yml": "checks:\n  event-not-in-spec: observe\n"}, {"a.ts": WORSE}
    ),
    "people, templates and properties": told(
        {".github/waypost.yml": "checks:\n  unresolved-event-name: advise\n"},
        {
            "a.ts": 'posthog.capture("cart_opened", { mail: user.email, planType: 1 });\n'
            "posthog.capture(`a_b_${c}`, {});\n",
            "b.py": 'posthog.capture(u, "cart_opened", {"plan_type": 1, **user})\nposthog.capture(u, name)\n',
        },
    ),
    "an event by another name": told({"a.ts": GOOD}, {"a.ts": calls("cart_viewed"), "b.ts": calls("cart_open")}),
    "an event that is gone": told({"a.ts": GOOD + "f();\n"}, {"a.ts": "f();\n"}),
    "an event that is gone with its constant": told(
        {"a.ts": f"{OPENED}f();\n", "b.ts": GOOD, "c.json": "{}"}, {"a.ts": "f();\n", "b.ts": None, "c.json": "{ }"}
    ),
    "an event that is gone from one of two files": told({"a.ts": GOOD, "b.json": f"[{GOOD}]"}, {"a.ts": "f();\n"}),
    "a spec that breaks": told(
        {"telemetry/spec.yml": RICH, "a.ts": GOOD},
        {"telemetry/spec.yml": RICH.replace("number", "integer").replace("  cart_lost: {}\n", "")},
    ),
    "a spec of a megabyte": told(
        {"telemetry/spec.yml": LARGE}, {"a.ts": 'posthog.capture("cart_paid", { Total: "1", coupon: 2 });\n' + WORSE}
    ),
    "a spec of a megabyte that breaks": told(
        {"telemetry/spec.yml": LARGE, "a.ts": GOOD},
        {"telemetry/spec.yml": LARGE.replace("number}", "integer}").replace("  cart_lost: {}\n", ""), "a.ts": WORSE},
    ),
    "a spec that grows to a megabyte": told({}, {"telemetry/spec.yml": LARGE, "a.ts": OFF}),
    "a spec of a megabyte that was moved, and others": told(
        {"telemetry/spec.yml": LARGE, "telemetry/spec/b.yml": HALF.replace("cart_", "shop_")},
        {"telemetry/spec.yml": None, "telemetry/spec/a.yml": LARGE + "  cart_left: {}\n", "a.ts": WORSE},
    ),
    "a spec that is too large": told(
        {"telemetry/spec.yml": RICH}, {"telemetry/spec.yml": RICH + "#" * 8_000_000, "a.ts": WORSE}
    ),
    "code of half a megabyte": told({}, {"a.ts": f"// {'x' * 600_000}\n{WORSE}"}),
    "properties that do not fit": told(
        {"telemetry/spec.yml": RICH}, {"a.ts": 'posthog.capture("cart_paid", { Total: "1", coupon: 2 });\n' * 2}
    ),
    "what is allowed, and what need not be": told(
        {},
        {
            "a.ts": f"// waypost: allow event-off-convention because so\n{OFF}"
            f"// waypost: allow event-not-in-spec\n{OFF}",
            "b.yml": "# waypost: allow event-off-convention because so\n",
        },
    ),
    "a merge with a conflict": merged,
    "a base that moved on": moved_on,
}
STORIES |= IN_OUR_PLACE | IN_PLACE_OF_CODE


@pytest.fixture
def standin() -> Iterator[StandIn]:
    standin = StandIn()
    standin.add_app(APP_ID, key_pair().public, PERMISSIONS, EVENTS)
    yield standin
    standin.close()
    assert standin.violations == []


async def verdict_of_the_app(standin: StandIn, root: Path, base: str, head: str) -> Verdict:
    """What the App finds in a pull request of these commits."""
    standin.add_repository("acme/shop", root)
    standin.push("acme/shop", "main", base)
    standin.push("acme/shop", "work", head)
    number = standin.open_pull_request("acme/shop", "work").number
    installation = standin.add_installation("acme")
    app = App(APP_ID, key_pair().private, transport=standin.transport())
    client = app.installation(installation.id)
    facts, _ = await read.pull_request(client, "acme/shop", number, head, base, languages.reads)
    await app.aclose()
    return pull_request.verdict(facts)


@pytest.mark.parametrize("story", NAMED_ELSEWHERE.values(), ids=NAMED_ELSEWHERE)
async def test_names_that_stand_elsewhere_are_known(story: Story, standin: StandIn, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop")
    verdict = await verdict_of_the_app(standin, repository.root, *story(repository))
    assert [finding.message.partition(":")[0] for finding in verdict.findings if finding.check == "retired-event"] == [
        "Send `cart_opened` instead of `cart_seen`"
    ]


@pytest.mark.parametrize("story", IN_OUR_PLACE.values(), ids=IN_OUR_PLACE)
async def test_what_hides_our_own_files_is_told_once(story: Story, standin: StandIn, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop")
    verdict = await verdict_of_the_app(standin, repository.root, *story(repository))
    (finding,) = verdict.findings
    assert finding.check == "broken-waypost-file"
    assert finding.message.startswith(("Put here what it leads to: ", "Put a file", "Put a folder"))
    assert verdict.unread == ()


@pytest.mark.parametrize("story", IN_PLACE_OF_CODE.values(), ids=IN_PLACE_OF_CODE)
async def test_what_hides_code_is_not_looked_at_and_no_event_is_called_gone(
    story: Story, standin: StandIn, tmp_path: Path
) -> None:
    repository = Repository(tmp_path / "shop")
    verdict = await verdict_of_the_app(standin, repository.root, *story(repository))
    assert verdict.findings == ()
    assert [unread.path for unread in verdict.unread] in (["web"], ["web/a.ts"])


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
async def test_app_and_command_line_say_the_same(
    story: Story, standin: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = Repository(tmp_path / "shop")
    base, head = story(repository)
    verdict = await verdict_of_the_app(standin, repository.root, base, head)
    capsys.readouterr()
    code = main(["check", "--repo", str(repository.root), "--base", base, "--head", head, "--format", "json"])
    assert capsys.readouterr().out == as_json.render(verdict)
    assert code == (1 if verdict.failed else 0)
    done = act(_runner(tmp_path, base, head))
    assert done == code
    assert (tmp_path / "shop.sarif").read_text() == sarif.render(verdict)


def _runner(folder: Path, base: str, head: str) -> dict[str, str]:
    (folder / "event.json").write_text(
        json.dumps({"pull_request": {"number": 7, "base": {"sha": base}, "head": {"sha": head}}})
    )
    return {
        "GITHUB_WORKSPACE": str(folder / "shop"),
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": str(folder / "event.json"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "RUNNER_TEMP": str(folder),
        "WAYPOST_SARIF_FILE": str(folder / "shop.sarif"),
    }


async def test_the_action_as_it_is_run_says_the_same(standin: StandIn, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop")
    base, head = STORIES["the sample, gift cards"](repository)
    verdict = await verdict_of_the_app(standin, repository.root, base, head)
    assert verdict.findings
    paths = [str(Path(__file__).parents[2] / folder) for folder in ("app", "action")]
    script = f"import sys, runpy; sys.path[:0] = {paths!r}; runpy.run_module('waypost_action', run_name='__main__')"
    environ = {"PATH": os.environ["PATH"], **_runner(tmp_path, base, head)}
    done = subprocess.run([sys.executable, "-I", "-c", script], env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "shop.sarif").read_text() == sarif.render(verdict)
