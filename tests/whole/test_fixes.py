"""Skipping and applying over the whole way: who may, for which head, once, and what GitHub shows of it."""

import pytest

from tests.standin.entities import CheckRun
from tests.whole.shop import GOOD, OFF, REQUIRE, WORSE, Shop, calls
from waypost.handlers import applying

REQUIRED = {".github/waypost.yml": REQUIRE}


@pytest.fixture
def staffed(shop: Shop) -> Shop:
    """A shop whose `ann` may write."""
    shop.house.github.set_role(shop.name, "ann", "write")
    return shop


def strict(shop: Shop) -> None:
    shop.house.github.push(shop.name, "main", REQUIRED)


def run(shop: Shop) -> CheckRun:
    """The check run that counts: where remarks go, GitHub needs a new one."""
    return shop.runs()[-1]


def text(shop: Shop, path: str = "a.ts", number: int = 1) -> str:
    git = shop.house.github.repository(shop.name).git
    found = git.at(shop.head(number), path)
    return found.data.decode() if found else ""  # type: ignore[attr-defined]


def test_skip_lets_pass_what_was_found_so_far(staffed: Shop) -> None:
    strict(staffed)
    staffed.pull({"a.ts": OFF})
    assert run(staffed).conclusion == "failure"
    said = staffed.say("/waypost skip event-off-convention because the old app sends it, too", author="ann")
    assert staffed.reacted(said) == ["+1"]
    after = run(staffed)
    assert (after.conclusion, after.title) == ("success", "1 skipped")
    assert "`event-off-convention` (1): ann, because the old app sends it, too" in str(after.summary)
    staffed.push({"b.ts": GOOD})
    assert run(staffed).conclusion == "success"
    staffed.push({"c.ts": calls("Cart Closed")})
    assert run(staffed).conclusion == "failure"
    assert run(staffed).title == "1 to settle, 1 skipped"


def test_the_merge_queue_goes_by_the_skip(staffed: Shop) -> None:
    strict(staffed)
    staffed.pull({"a.ts": OFF})
    staffed.say("/waypost skip event-off-convention because of the old app", author="ann")
    staffed.house.github.push(staffed.name, "trial", staffed.head())
    staffed.house.github.push(staffed.name, "trial", {"z.txt": "merged"})
    head = staffed.house.github.repository(staffed.name).git.branch("trial")
    assert head
    staffed.house.github.merge_group(staffed.name, head)
    staffed.house.deliver()
    (run,) = staffed.house.github.check_runs(staffed.name, head)
    assert run.conclusion == "success"


@pytest.mark.parametrize(
    ("author", "command", "line"),
    [
        pytest.param("mallory", "skip event-off-convention because x", "needs write permission", id="nobody"),
        pytest.param("octocat", "skip event-off-convention because x", "needs write permission", id="author"),
        pytest.param("ann", "skip event-off-convention", "Which check, and why?", id="no reason"),
        pytest.param("ann", "skip event-of-convention because x", "Did you mean `event-off", id="no check"),
    ],
)  # fmt: skip
def test_what_is_not_skipped(staffed: Shop, author: str, command: str, line: str) -> None:
    strict(staffed)
    staffed.pull({"a.ts": OFF})
    said = staffed.say(f"/waypost {command}", author=author)
    assert staffed.reacted(said) == ["confused"]
    assert run(staffed).conclusion == "failure"
    assert line in staffed.said()[0].body.split("\n")[0]


def test_authors_may_skip_where_the_team_says_so(shop: Shop) -> None:
    settings = REQUIRE + "pull_requests:\n  authors_may_skip: true\n"
    shop.house.github.push(shop.name, "main", {".github/waypost.yml": settings})
    shop.pull({"a.ts": OFF})
    shop.say("/waypost skip event-off-convention because it is mine")
    assert run(shop).conclusion == "success"


def test_taken_back_it_no_longer_holds(staffed: Shop) -> None:
    strict(staffed)
    staffed.pull({"a.ts": OFF})
    said = staffed.say("/waypost skip event-off-convention because of the old app", author="ann")
    staffed.house.github.delete_comment(said, "ann")
    staffed.house.deliver()
    assert run(staffed).conclusion == "failure"


def test_apply_makes_one_commit_on_the_branch(staffed: Shop) -> None:
    staffed.pull({"a.ts": WORSE})
    before = staffed.head()
    said = staffed.say("/waypost apply", author="ann")
    git = staffed.house.github.repository(staffed.name).git
    commit = git.commit(staffed.head())
    assert [str(parent) for parent in commit.parent_ids] == [before]
    assert commit.message.startswith("Apply the fixes that Waypost suggests\n\n- ")
    assert "\nAsked for by ann.\n\nWaypost-Applied: " in commit.message
    assert text(staffed) == calls("cart_opened", "cart_closed")
    assert staffed.reacted(said) == ["+1"]
    assert "telemetry/spec.yml" in staffed.said()[0].body, "what is new is offered for the spec now"


def test_apply_twice_changes_nothing(staffed: Shop) -> None:
    staffed.pull({"a.ts": OFF})
    staffed.say("/waypost apply", author="ann")
    head = staffed.head()
    staffed.say("/waypost apply", author="ann")
    staffed.say("Thanks\n\n/waypost apply", author="ann")
    assert staffed.head() == head


def test_the_button_does_the_same(staffed: Shop) -> None:
    staffed.pull({"a.ts": OFF})
    shown = run(staffed)
    assert shown.actions == [
        {"label": "Apply fixes", "description": "Commit Waypost's suggestions here", "identifier": "apply-fixes"}
    ]
    staffed.house.github.press(shown, "apply-fixes", author="mallory")
    staffed.house.deliver()
    assert text(staffed) == OFF
    staffed.house.github.press(shown, "apply-fixes", author="ann")
    staffed.house.deliver()
    assert text(staffed) == GOOD
    assert run(staffed).actions == []


def test_a_push_between_the_command_and_its_handling_is_not_touched(staffed: Shop) -> None:
    github = staffed.house.github
    staffed.pull({"a.ts": OFF})
    said = github.comment(staffed.name, 1, "/waypost apply", author="ann")
    github.push(staffed.name, "work", {"b.ts": WORSE})
    staffed.house.deliver()
    assert text(staffed) == OFF
    assert staffed.reacted(said) == ["confused"]
    assert applying.MOVED in staffed.said()[0].body


def test_on_a_fork_it_says_what_can_be_done(staffed: Shop) -> None:
    github = staffed.house.github
    fork = github.fork(staffed.name, "guest").full_name
    github.push(fork, "work", {"a.ts": OFF})
    github.open_pull_request(staffed.name, "work", from_fork=fork, author="guest")
    staffed.house.deliver()
    head = staffed.head()
    said = staffed.say("/waypost apply", author="ann")
    assert staffed.head() == head
    assert staffed.reacted(said) == ["confused"]
    assert applying.FORK in staffed.said()[0].body
    assert run(staffed).actions == []


def test_without_the_permission_it_says_so(staffed: Shop) -> None:
    staffed.pull({"a.ts": OFF})
    staffed.installation.permissions["contents"] = "read"
    staffed.house.github.expire_tokens()
    said = staffed.say("/waypost apply", author="ann")
    assert staffed.reacted(said) == ["confused"]
    assert "“Contents: write”" in staffed.said()[0].body


def test_suggestions_stand_beside_the_lines_once(shop: Shop) -> None:
    shop.pull({"a.ts": OFF})
    (review,) = shop.house.github.reviews(shop.name, 1)
    (remark,) = review.comments
    assert (remark.path, remark.line, review.body, review.state) == ("a.ts", 1, "", "COMMENTED")
    assert '```suggestion\nposthog.capture("cart_opened");\n```' in remark.body
    shop.push({"b.txt": "more"})
    shop.house.deliver(duplicate=True)
    assert len(shop.house.github.reviews(shop.name, 1)) == 1
    shop.push({"c.ts": calls("cartClosed")})
    assert [len(review.comments) for review in shop.house.github.reviews(shop.name, 1)] == [1, 1]


def test_what_stands_beside_its_line_is_not_said_again(shop: Shop) -> None:
    shop.pull({"a.ts": OFF + calls("cart_closed")})
    assert f"One stands [beside its line](</{shop.name}/pull/1/files>): `a.ts:1`." in shop.said()[0].body
    assert "Rename" not in shop.said()[0].body
    assert [note["start_line"] for note in run(shop).annotations] == [2]
    assert run(shop).title == "2 suggestions"
    strict(shop)
    shop.push({"b.ts": GOOD})
    assert "**One thing to settle.**" in shop.said()[0].body and "Rename" in shop.said()[0].body


def test_where_github_takes_no_suggestion_all_is_said(shop: Shop) -> None:
    shop.installation.permissions["pull_requests"] = "read"
    shop.house.github.expire_tokens()
    shop.pull({"a.ts": OFF})
    assert "Rename" in shop.said()[0].body
    assert len(run(shop).annotations) == 1


def test_the_other_way_is_committed_where_it_is_asked_for(staffed: Shop) -> None:
    staffed.house.github.push(staffed.name, "main", {"a.ts": "// one\n" + GOOD})
    staffed.pull({"a.ts": "// one\n" + calls("cart_viewed"), "b.ts": OFF})
    assert "Put this in front of `a.ts:2`" in staffed.said()[0].body
    said = staffed.say("/waypost apply dual-send", author="ann")
    assert staffed.reacted(said) == ["+1"]
    assert text(staffed) == "// one\n" + calls("cart_opened", "cart_viewed")
    assert text(staffed, "b.ts") == OFF
    assert "status: deprecated" in text(staffed, "telemetry/spec.yml")
    assert "cart_viewed" not in staffed.said()[0].body
    head = staffed.head()
    staffed.say("Once more\n\n/waypost apply dual-send", author="ann")
    assert staffed.head() == head


def test_no_more_than_five_suggestions(shop: Shop) -> None:
    shop.pull({"a.ts": calls(*(f"Cart Opened {number}" for number in range(12)))})
    shop.push({"b.ts": OFF})
    assert sum(len(review.comments) for review in shop.house.github.reviews(shop.name, 1)) == 5


def test_suggestions_can_be_switched_off(shop: Shop) -> None:
    shop.house.github.push(shop.name, "main", {".github/waypost.yml": "pull_requests: {suggestions: false}\n"})
    shop.pull({"a.ts": OFF})
    assert shop.house.github.reviews(shop.name, 1) == []
