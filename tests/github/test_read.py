"""Facts are read as they stand now, in few requests, with the handbook of the base and nothing else."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.github.conftest import REPOSITORY, Clock, GitHub
from waypost.change import MAX_FILE_BYTES, ChangedFile
from waypost.facts import IssueFacts, PullRequestFacts
from waypost.finding import Stage
from waypost.github import read
from waypost.github.bases import Bases
from waypost.github.blobs import MOST, Texts, whole
from waypost.github.content import Content
from waypost.github.faults import RateLimited, Refused, Unavailable
from waypost.github.publish import publish
from waypost.github.shown import Shown
from waypost.outcome import CheckRun, Comment, Outcome

SETTINGS = ".github/waypost.yml"
OBSERVE, OFF = "checks: {event-off-convention: observe}\n", "checks: {event-off-convention: 'off'}\n"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """No base is known from another test."""
    monkeypatch.setattr(read, "_bases", Bases())


def readable(path: str) -> bool:
    return path.endswith((".ts", ".py"))


def opened(github: GitHub, files: Mapping[str, bytes | str | None], **more: object) -> tuple[int, str, str]:
    """A pull request with these changes: its number, head and base."""
    head = github.standin.push(REPOSITORY, "work", files)
    pull = github.standin.open_pull_request(REPOSITORY, "work", **more)  # type: ignore[arg-type]
    return pull.number, head, base(github)


def base(github: GitHub) -> str:
    sha = github.standin.repository(REPOSITORY).git.branch("main")
    assert sha
    return sha


async def facts_of(github: GitHub, pull: tuple[int, str, str]) -> PullRequestFacts:
    facts, _ = await read.pull_request(github.client, REPOSITORY, *pull, readable)
    return facts


async def file_of(github: GitHub, files: Mapping[str, bytes | str | None], path: str) -> ChangedFile:
    found = (await facts_of(github, opened(github, files))).change.file(path)
    assert found
    return found


# --- What is told.


async def test_a_pull_request_as_people_wrote_it(github: GitHub) -> None:
    pull = opened(
        github, {"src/app.ts": "start()\nstop()\n"}, title="Stop it", body="Because.", draft=True, author="ada"
    )
    facts = await facts_of(github, pull)
    assert (facts.repository, facts.number, facts.title, facts.body) == (REPOSITORY, 1, "Stop it", "Because.")
    assert (facts.author, facts.author_is_bot, facts.draft, facts.from_fork) == ("ada", False, True, False)
    assert (facts.head_sha, facts.change.head, facts.change.base) == (pull[1], pull[1], pull[2])
    assert facts.change.truncated is None
    assert facts.preview is None
    assert facts.private is False


async def test_bots_are_known_as_bots(github: GitHub) -> None:
    facts = await facts_of(github, opened(github, {"a.ts": "x\n"}, author="renovate[bot]"))
    assert facts.author_is_bot


async def test_a_fork_is_read_through_its_parent(github: GitHub) -> None:
    github.standin.fork(REPOSITORY, "mallory")
    head = github.standin.push("mallory/shop", "work", {"src/app.ts": "start()\nsteal()\n"})
    github.standin.open_pull_request(REPOSITORY, "work", from_fork="mallory/shop", author="mallory")
    facts = await facts_of(github, (1, head, base(github)))
    assert facts.from_fork
    assert facts.change.files[0].text == b"start()\nsteal()\n"


async def test_changed_files_with_their_text_and_added_lines(github: GitHub) -> None:
    github.standin.push(REPOSITORY, "main", {"old.ts": "1\n2\n3\n4\n5\n6\n", "gone.ts": "x\n", "logo.png": b"\0png"})
    pull = opened(
        github,
        {
            "src/app.ts": "begin()\nstart()\n",
            "gone.ts": None,
            "old.ts": None,
            "new name.ts": "1\n2\n3\n4\n5\n6\n7\n",
            "logo.png": b"\0new",
            "README.md": "# Shop\nMore.\n",
            "empty.py": "",
            "ü/漢.py": "a\nb",
        },
    )
    files = {file.path: file for file in (await facts_of(github, pull)).change.files}
    assert files == {
        "README.md": ChangedFile("README.md", "modified", None, frozenset({2})),
        "empty.py": ChangedFile("empty.py", "added", b"", frozenset()),
        "gone.ts": ChangedFile("gone.ts", "removed", None, frozenset(), removed="x", removed_before=(1,)),
        "logo.png": ChangedFile("logo.png", "modified", None, frozenset()),
        "new name.ts": ChangedFile("new name.ts", "renamed", b"1\n2\n3\n4\n5\n6\n7\n", frozenset({7}), "old.ts"),
        "src/app.ts": ChangedFile("src/app.ts", "modified", b"begin()\nstart()\n", frozenset({1})),
        "ü/漢.py": ChangedFile("ü/漢.py", "added", b"a\nb", frozenset({1, 2})),
    }


UNREADABLE = {
    "binary": (b"\0\1\2", "binary"),
    "too large for us": (b"x" * (MAX_FILE_BYTES + 1), "larger than 1,000,000 bytes"),
}


@pytest.mark.parametrize(("text", "reason"), UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_what_cannot_be_read_says_why(text: bytes, reason: str, github: GitHub) -> None:
    found = await file_of(github, {"data.py": text}, "data.py")
    assert (found.text, found.unread) == (None, reason)


LARGE = "events:\n" + f"  cart_paid: {{description: {'x' * 1_200_000}}}\n"


@pytest.fixture
def blobs(monkeypatch: pytest.MonkeyPatch) -> Texts:
    """No blob is known from another test."""
    fresh = Texts()
    monkeypatch.setattr("waypost.github.blobs._blobs", fresh)
    return fresh


def asked_for_blobs(github: GitHub) -> int:
    return sum("/git/blobs/" in seen.path for seen in github.standin.requests)


@pytest.mark.parametrize("size", [600_000, 1_000_000], ids=["cut short", "as large as we read"])
async def test_what_graphql_cuts_short_is_read_whole(size: int, github: GitHub, blobs: Texts) -> None:
    found = await file_of(github, {"data.py": b"x" * size, "b.py": "x"}, "data.py")
    assert (found.unread, len(found.text or b"")) == (None, size)
    assert asked_for_blobs(github) == 1


async def test_a_large_spec_costs_one_request_until_it_changes(github: GitHub, blobs: Texts) -> None:
    github.standin.push(REPOSITORY, "main", {"telemetry/spec.yml": LARGE})
    pull = opened(github, {"a.py": "x\n"})
    for expected in (1, 1):
        facts = await facts_of(github, pull)
        assert facts.handbook.spec is not None
        assert list(facts.handbook.spec.events) == ["cart_paid"]
        assert facts.change.unread == ()
        assert asked_for_blobs(github) == expected
    moved = github.standin.push(REPOSITORY, "main", {"b.py": "y\n"})
    await facts_of(github, (pull[0], pull[1], moved))
    assert asked_for_blobs(github) == 1
    edited = github.standin.push(REPOSITORY, "work", {"telemetry/spec.yml": f"{LARGE}  cart_left: {{}}\n"})
    facts = await facts_of(github, (pull[0], edited, moved))
    (spec,) = (file for file in facts.change.files if file.path == "telemetry/spec.yml")
    assert (spec.unread, spec.added) == (None, frozenset({3}))
    assert facts.preview is not None
    assert asked_for_blobs(github) == 2


async def test_a_large_map_is_read_whole(github: GitHub, blobs: Texts) -> None:
    text = f"destination: {'x' * 600_000}\nobjectives: [{{id: a, title: A}}]\n"
    github.standin.push(REPOSITORY, "main", {"strategy/map.yml": text})
    book = await read.book(github.client, REPOSITORY)
    assert book.map is not None
    assert [objective.id for objective in book.map.objectives] == ["a"]
    assert asked_for_blobs(github) == 1


async def test_what_github_does_not_hand_out_stays_unread(
    github: GitHub, blobs: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(path: str, params: object = None) -> None:
        raise Refused(404, "Not Found", path)

    monkeypatch.setattr(github.client, "get", refused)
    cut = {"a.py": Content(None, "cut", "a" * 40), "b.py": Content(b"b")}
    assert await whole(github.client, REPOSITORY, cut) == cut


async def test_few_are_read_whole_for_one_change(github: GitHub, blobs: Texts) -> None:
    pull = opened(github, {f"{number:02}.py": f"{number}" + "x" * 520_000 for number in range(MOST + 2)})
    files = (await facts_of(github, pull)).change.files
    assert asked_for_blobs(github) == MOST
    assert [file.unread for file in files if file.unread] == ["too long for GitHub to hand out whole"] * 2


def run_git(folder: Path, *arguments: str) -> str:
    names = {f"GIT_{who}_{what}": "x@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull}
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True, text=True
    ).stdout.strip()


async def test_links_and_submodules_are_not_followed(github: GitHub, tmp_path: Path) -> None:
    run_git(tmp_path, "init", "-q", "-b", "main")
    run_git(tmp_path, "commit", "-q", "--allow-empty", "-m", "base")
    first = run_git(tmp_path, "rev-parse", "HEAD")
    run_git(tmp_path, "checkout", "-q", "-b", "work")
    (tmp_path / "link.py").symlink_to("/etc/passwd")
    run_git(tmp_path, "add", "link.py")
    run_git(tmp_path, "update-index", "--add", "--cacheinfo", f"160000,{first},module.py")
    run_git(tmp_path, "commit", "-q", "-m", "work")
    github.standin.add_repository("acme/odd", tmp_path)
    github.standin.open_pull_request("acme/odd", "work")
    facts, _ = await read.pull_request(
        github.client, "acme/odd", 1, run_git(tmp_path, "rev-parse", "HEAD"), first, readable
    )
    unread = {file.path: (file.text, file.unread) for file in facts.change.files}
    assert unread == {"link.py": (None, "a symbolic link"), "module.py": (None, "a submodule")}


async def test_links_in_the_place_of_our_own_files_are_told(github: GitHub, tmp_path: Path) -> None:
    run_git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / ".github").mkdir()
    (tmp_path / "telemetry").mkdir()
    (tmp_path / ".github/waypost.yml").symlink_to("/etc/passwd")
    (tmp_path / "telemetry/spec").symlink_to("/etc")
    run_git(tmp_path, "add", "-A")
    run_git(tmp_path, "commit", "-q", "-m", "base")
    first = run_git(tmp_path, "rev-parse", "HEAD")
    run_git(tmp_path, "checkout", "-q", "-b", "work")
    (tmp_path / "a.py").write_text("x = 1\n")
    run_git(tmp_path, "add", "-A")
    run_git(tmp_path, "commit", "-q", "-m", "work")
    github.standin.add_repository("acme/odd", tmp_path)
    github.standin.open_pull_request("acme/odd", "work")
    head = run_git(tmp_path, "rev-parse", "HEAD")
    facts, _ = await read.pull_request(github.client, "acme/odd", 1, head, first, readable)
    assert [problem.path for problem in facts.handbook.problems] == [".github/waypost.yml", "telemetry/spec"]
    assert not facts.change.unread


@pytest.mark.parametrize("status", ["modified", "renamed"])
async def test_without_a_patch_the_base_tells_what_was_added(status: str, github: GitHub) -> None:
    lines = [f"{number:06}" for number in range(60_000)]
    github.standin.push(REPOSITORY, "main", {"big.py": "\n".join(lines)})
    changed = "\n".join([f"{number:06}!" for number in range(10_500)] + lines[10_500:])
    files = {"big.py": changed} if status == "modified" else {"big.py": None, "b.py": changed}
    (found,) = (await facts_of(github, opened(github, files))).change.files
    assert (found.status, found.unread) == (status, None)
    assert found.added == frozenset(range(1, 10_501))


async def test_a_pull_request_without_files_is_never_a_pass(github: GitHub) -> None:
    head = github.standin.push(REPOSITORY, "work", {"README.md": "# Shop\n"})
    github.standin.open_pull_request(REPOSITORY, "work")
    facts = await facts_of(github, (1, head, base(github)))
    assert facts.change.files == ()
    assert facts.change.unread[0].reason == read.NO_FILES


async def test_beyond_three_thousand_files_the_rest_is_unknown(github: GitHub) -> None:
    pull = opened(github, {f"data/{number}.txt": f"{number}\n" for number in range(3_001)})
    facts = await facts_of(github, pull)
    assert len(facts.change.files) == 3_000
    assert facts.change.truncated == "GitHub lists 3,000 of 3,001 changed files"


async def test_many_files_are_read_a_hundred_at_a_time(github: GitHub) -> None:
    pull = opened(github, {f"src/{number}.ts": f"track({number})\n" for number in range(250)})
    mark = github.mark
    facts = await facts_of(github, pull)
    texts = {file.path: file.text for file in facts.change.files}
    assert texts == {f"src/{number}.ts": f"track({number})\n".encode() for number in range(250)}
    assert [label.partition(" graphql")[0] for label in github.since(mark)].count("POST /graphql query") <= 3
    assert len(github.since(mark)) == 3 + 3


# --- The handbook.


def stage(facts: PullRequestFacts | IssueFacts) -> Stage | None:
    chosen = facts.handbook.settings.checks.event_off_convention
    return chosen if isinstance(chosen, Stage) else None


async def test_the_handbook_is_that_of_the_base_and_the_preview_that_of_the_head(github: GitHub) -> None:
    github.standin.push(REPOSITORY, "main", {SETTINGS: OBSERVE, "research/one.md": "# One\n"})
    facts = await facts_of(github, opened(github, {SETTINGS: OFF}))
    assert stage(facts) is Stage.OBSERVE
    assert facts.preview
    assert facts.preview.settings.checks.event_off_convention is Stage.OFF
    assert len(facts.preview.notes) == len(facts.handbook.notes)


async def test_a_preview_without_a_removed_file(github: GitHub) -> None:
    github.standin.push(REPOSITORY, "main", {SETTINGS: OFF})
    facts = await facts_of(github, opened(github, {SETTINGS: None}))
    assert facts.preview
    assert facts.preview.settings != facts.handbook.settings


async def test_folders_belong_to_the_handbook(github: GitHub) -> None:
    template = {".github/waypost/contexts/bug.md.j2": "Hello {{ x }}\n", ".github/waypost/contexts/deep/no.md": "no\n"}
    github.standin.push(REPOSITORY, "main", template)
    facts = await facts_of(github, opened(github, {"a.ts": "x\n"}))
    assert [(one.name, one.source) for one in facts.handbook.templates] == [("bug.md.j2", "Hello {{ x }}\n")]


@pytest.mark.parametrize("private", [True, False])
async def test_the_organisations_settings_lie_underneath(private: bool, github: GitHub) -> None:
    github.standin.add_repository("acme/.github", {SETTINGS: OFF}, private=private)
    facts = await facts_of(github, opened(github, {"a.ts": "x\n"}))
    assert stage(facts) is Stage.OFF
    github.standin.push(REPOSITORY, "main", {SETTINGS: OBSERVE})
    github.standin.open_issue(REPOSITORY, "x")
    issue, _ = await read.issue(github.client, REPOSITORY, 2)
    assert stage(issue) is Stage.OBSERVE


async def test_the_organisations_repository_does_not_lie_under_itself(github: GitHub) -> None:
    github.standin.add_repository("acme/.github", {SETTINGS: OFF})
    before = github.standin.repository("acme/.github").git.branch("main")
    assert before
    head = github.standin.push("acme/.github", "work", {SETTINGS: "telemetry: {}\n"})
    github.standin.open_pull_request("acme/.github", "work")
    facts, _ = await read.pull_request(github.client, "acme/.github", 1, head, before, readable)
    assert stage(facts) is Stage.OFF
    assert facts.preview is not None
    assert facts.preview.settings.stage("event-off-convention") is Stage.ADVISE, "what is taken out is gone"


async def test_a_closed_organisation_repository_is_none(github: GitHub) -> None:
    github.standin.add_repository("acme/.github", {SETTINGS: OFF}, private=True)
    next(iter(github.standin.state.installations.values())).repositories = {REPOSITORY}
    pull = opened(github, {"a.ts": "x\n"})
    assert (await facts_of(github, pull)).handbook.settings.checks.event_off_convention is not Stage.OFF


async def test_an_unreadable_handbook_file_is_said_not_ignored(github: GitHub) -> None:
    github.standin.push(REPOSITORY, "main", {SETTINGS: b"\0"})
    facts = await facts_of(github, opened(github, {"a.ts": "x\n"}))
    assert facts.change.truncated == ".github/waypost.yml at the base is unread: binary"


# --- At what cost.


async def test_a_warm_push_costs_four_requests_and_an_unchanged_one_two(github: GitHub) -> None:
    number, _, base_sha = opened(github, {"src/app.ts": "start()\nstop()\n"})
    for text, cost in (("1", 4), ("2", 4), ("3", 4)):
        head = github.standin.push(REPOSITORY, "work", {"src/app.ts": f"start()\nstop({text})\n"})
        mark = github.mark
        facts, shown = await read.pull_request(github.client, REPOSITORY, number, head, base_sha, readable)
        outcome = Outcome(CheckRun(head, "neutral", "1", text), Comment(number, text))
        await publish(github.client, REPOSITORY, outcome, shown)
        assert len(github.since(mark)) == cost
        assert facts.change.file("src/app.ts")
    mark = github.mark
    _, shown = await read.pull_request(github.client, REPOSITORY, number, head, base_sha, readable)
    await publish(github.client, REPOSITORY, outcome, shown)
    assert [label[:16] for label in github.since(mark)] == ["GET /repos/acme/", "POST /graphql qu"]


async def test_a_base_that_is_known_is_not_sent_again(github: GitHub) -> None:
    github.standin.push(REPOSITORY, "main", {"telemetry/spec.yml": "events: {}\n", SETTINGS: OBSERVE})
    pull = opened(github, {"a.ts": "x\n"})
    first = await facts_of(github, pull)
    second = await facts_of(github, pull)
    assert first == second
    bodies = [seen.body for seen in github.seen() if seen.path == "/graphql"]
    assert [b"telemetry/spec.yml" in body for body in bodies] == [True, False]


# --- As it stands now.


async def test_a_push_in_between_is_read_again(github: GitHub) -> None:
    number, old, base_sha = opened(github, {"src/app.ts": "start()\nstop()\n"})
    new = github.standin.push(REPOSITORY, "work", {"src/app.ts": "start()\nagain()\n"})
    facts = await facts_of(github, (number, old, base_sha))
    assert facts.head_sha == new
    assert facts.change.files[0].text == b"start()\nagain()\n"


async def test_an_outdated_base_is_read_again(github: GitHub) -> None:
    old = base(github)
    github.standin.push(REPOSITORY, "main", {SETTINGS: OFF})
    number, head, new = opened(github, {"a.ts": "x\n"})
    facts = await facts_of(github, (number, head, old))
    assert facts.change.base == new
    assert stage(facts) is Stage.OFF


async def test_a_pull_request_that_keeps_moving_is_left_for_later(
    github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull = opened(github, {"src/app.ts": "0\n"})
    listed = github.client.paged

    def moving(*arguments: object) -> object:
        github.standin.push(REPOSITORY, "work", {"src/app.ts": f"{len(github.standin.requests)}\n"})
        return listed(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(github.client, "paged", moving)
    with pytest.raises(Unavailable, match="moved 3 times"):
        await facts_of(github, pull)


async def test_a_commit_that_github_has_not_yet_is_left_for_later(github: GitHub) -> None:
    with pytest.raises((Unavailable, Refused)):
        await read.merge_group(github.client, REPOSITORY, "0" * 40, base(github), readable)


# --- Issues and merge groups.


async def test_an_issue_as_people_wrote_it(github: GitHub) -> None:
    github.standin.push(REPOSITORY, "main", {SETTINGS: OBSERVE})
    github.standin.open_issue(REPOSITORY, "Slow checkout", "### What\n\nIt takes long.", author="ada")
    mark = github.mark
    facts, shown = await read.issue(github.client, REPOSITORY, 1)
    assert (facts.title, facts.body, facts.author) == ("Slow checkout", "### What\n\nIt takes long.", "ada")
    assert (facts.labels, facts.private, stage(facts)) == ((), False, Stage.OBSERVE)
    assert shown == Shown()
    await publish(github.client, REPOSITORY, Outcome(comment=Comment(1, "See the note.")), shown)
    assert len(github.since(mark)) == 2
    _, shown = await read.issue(github.client, REPOSITORY, 1)
    assert len(shown.comments) == 1


async def test_a_pull_request_is_no_issue(github: GitHub) -> None:
    opened(github, {"a.ts": "x\n"})
    with pytest.raises(Refused) as caught:
        await read.issue(github.client, REPOSITORY, 1)
    assert caught.value.status == 404


async def test_an_empty_repository_has_an_empty_handbook(github: GitHub) -> None:
    github.standin.add_repository("acme/empty", [])
    github.standin.open_issue("acme/empty", "First")
    facts, _ = await read.issue(github.client, "acme/empty", 1)
    assert facts.handbook.notes == ()


async def test_a_merge_group(github: GitHub) -> None:
    github.standin.push(REPOSITORY, "main", {SETTINGS: OBSERVE})
    head = github.standin.push(REPOSITORY, "queue", {"src/app.ts": "start()\nstop()\n"})
    mark = github.mark
    facts, shown = await read.merge_group(github.client, REPOSITORY, head, base(github), readable)
    assert [(file.path, file.text, file.added) for file in facts.change.files] == [
        ("src/app.ts", b"start()\nstop()\n", frozenset({2}))
    ]
    assert facts.handbook.settings.checks.event_off_convention is Stage.OBSERVE
    assert (facts.head_sha, facts.change.truncated, shown) == (head, None, Shown())
    assert len(github.since(mark)) == 2


async def test_a_merge_group_of_more_than_three_hundred_files(github: GitHub) -> None:
    head = github.standin.push(REPOSITORY, "queue", {f"{number}.txt": "x\n" for number in range(301)})
    facts, _ = await read.merge_group(github.client, REPOSITORY, head, base(github), readable)
    assert facts.change.truncated == "GitHub lists the first 300 changed files only"


async def test_a_merge_group_without_files_is_never_a_pass(github: GitHub) -> None:
    head = github.standin.push(REPOSITORY, "queue", {})
    facts, _ = await read.merge_group(github.client, REPOSITORY, head, base(github), readable)
    assert facts.change.truncated == read.NO_FILES


# --- Faults during each read.

READS = ["GET .*/files", "GET .*/compare/", "graphql query"]


@pytest.mark.parametrize("kind", ["500", "502", "timeout", "drop", "401"])
@pytest.mark.parametrize("match", READS)
async def test_a_read_that_breaks_is_repeated(match: str, kind: str, github: GitHub) -> None:
    pull = opened(github, {"src/app.ts": "start()\nstop()\n"})
    github.standin.fault(match, kind)
    facts = await facts_of(github, pull)
    group, _ = await read.merge_group(github.client, REPOSITORY, pull[1], pull[2], readable)
    assert facts.change.files == group.change.files
    assert github.standin.door.faults.waiting[0].times == 0


@pytest.mark.parametrize(
    "kind",
    ["primary_403", "primary_429", "secondary_seconds", "secondary_date", "secondary_bare", "graphql_rate_limited"],
)
@pytest.mark.parametrize("match", ["GET .*/files", "graphql query"])
async def test_a_limit_while_reading_is_left_to_the_scheduler(
    match: str, kind: str, github: GitHub, clock: Clock
) -> None:
    if kind == "graphql_rate_limited":
        match = "graphql query"
    pull = opened(github, {"src/app.ts": "start()\nstop()\n"})
    github.standin.fault(match, kind, seconds=300)
    with pytest.raises(RateLimited) as caught:
        await facts_of(github, pull)
    assert clock.slept == []
    clock.now = caught.value.until
    assert (await facts_of(github, pull)).change.files


# --- What is around a change.


async def test_constants_are_read_once_and_only_where_a_name_needs_them(github: GitHub) -> None:
    github.standin.push(REPOSITORY, "main", {"lib/events.ts": "export const SEEN = 'cart_seen'\n", "lib/other.ts": "x"})
    pull = opened(github, {"web/a.ts": "import { SEEN } from '../lib/events'\nposthog.capture(SEEN)\n"})
    around = (await facts_of(github, pull)).change.around
    assert around is not None
    assert "lib/other.ts" in around.paths
    assert around.texts == (("lib/events.ts", b"export const SEEN = 'cart_seen'\n"),)
    mark = github.mark
    assert (await facts_of(github, pull)).change.around == around
    assert [label.partition("trees/")[0] for label in github.since(mark)] == [
        f"GET /repos/{REPOSITORY}/pulls/{pull[0]}/files",
        "POST /graphql query  repository repository",
        f"GET /repos/{REPOSITORY}/git/",
    ], "the text is known by its blob"


async def test_nothing_around_is_read_where_names_are_literal(github: GitHub) -> None:
    assert (await facts_of(github, opened(github, {"a.ts": "posthog.capture('a')\n"}))).change.around is None
