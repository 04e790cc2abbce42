"""GitHub shows what was decided, once, whatever goes wrong on the way; unchanged output costs no write."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from tests.github.conftest import REPOSITORY, Clock, GitHub
from waypost.github.faults import Fault, RateLimited, Refused, Unavailable
from waypost.github.publish import SETTLED_LINE, conclude, publish
from waypost.github.shown import look, marked
from waypost.outcome import MAX_COMMENT, MAX_SUMMARY, Annotation, CheckRun, Comment, Outcome


def annotations(count: int, title: str = "Off the convention") -> tuple[Annotation, ...]:
    return tuple(Annotation("src/app.ts", n, n, "warning", title, f"Rename {n}", 1, 4) for n in range(1, count + 1))


@pytest.fixture
def head(github: GitHub) -> str:
    """The head of pull request 1."""
    sha = github.standin.push(REPOSITORY, "work", {"src/app.ts": "start()\nstop()\n"})
    assert github.standin.open_pull_request(REPOSITORY, "work").number == 1
    return sha


def outcome(head: str, body: str | None = "Rename it.", count: int = 1, summary: str = "One remark.") -> Outcome:
    run = CheckRun(head, "neutral", "1 remark", summary, annotations(count))
    return Outcome(run, Comment(1, body))


def said(github: GitHub) -> list[tuple[str, bool]]:
    """Text and foldedness of all comments of the App, without the marker."""
    comments = github.standin.comments(REPOSITORY, 1)
    return [(c.body.partition("\n\n<!-- waypost")[0], c.folded is not None) for c in comments if c.app]


def shown_run(github: GitHub, head: str) -> tuple[str | None, str | None, list[int]]:
    """Conclusion, summary and annotated lines of the one check run."""
    (run,) = github.standin.check_runs(REPOSITORY, head)
    return run.conclusion, run.summary, [annotation["start_line"] for annotation in run.annotations]


# --- What is shown, and at what cost.


async def test_a_first_outcome_is_one_check_run_and_one_comment(github: GitHub, head: str) -> None:
    shown = await look(github.client, REPOSITORY, 1, head)
    mark = github.mark
    await publish(github.client, REPOSITORY, outcome(head), shown)
    assert said(github) == [("Rename it.", False)]
    assert shown_run(github, head) == ("neutral", "One remark.", [1])
    assert github.since(mark) == [
        f"POST /repos/{REPOSITORY}/check-runs",
        f"POST /repos/{REPOSITORY}/issues/1/comments",
    ]


async def test_the_same_outcome_again_writes_nothing(github: GitHub, head: str) -> None:
    await publish(github.client, REPOSITORY, outcome(head, count=120))
    mark = github.mark
    await publish(github.client, REPOSITORY, outcome(head, count=120))
    assert github.writes(mark) == []


@pytest.mark.parametrize(
    ("later", "writes"),
    [
        pytest.param({"body": "Rename both."}, ["PATCH comment"], id="comment"),
        pytest.param({"summary": "Two remarks."}, ["PATCH run"], id="summary"),
        pytest.param({"body": "Rename both.", "summary": "Two."}, ["PATCH run", "PATCH comment"], id="both"),
    ],
)
async def test_only_the_difference_is_written(
    later: dict[str, str], writes: list[str], github: GitHub, head: str
) -> None:
    await publish(github.client, REPOSITORY, outcome(head))
    mark = github.mark
    await publish(github.client, REPOSITORY, outcome(head, **later))  # type: ignore[arg-type]
    run, comment = github.standin.check_runs(REPOSITORY, head)[0], github.standin.comments(REPOSITORY, 1)[0]
    names = {
        f"PATCH /repos/{REPOSITORY}/check-runs/{run.id}": "PATCH run",
        f"PATCH /repos/{REPOSITORY}/issues/comments/{comment.id}": "PATCH comment",
    }
    assert [names[label] for label in github.writes(mark)] == writes
    assert said(github) == [(later.get("body", "Rename it."), False)]
    assert shown_run(github, head) == ("neutral", later.get("summary", "One remark."), [1])


async def test_parts_that_are_not_mentioned_stay(github: GitHub, head: str) -> None:
    await publish(github.client, REPOSITORY, outcome(head))
    mark = github.mark
    await publish(github.client, REPOSITORY, Outcome())
    await publish(github.client, REPOSITORY, Outcome(check_run=outcome(head).check_run))
    await publish(github.client, REPOSITORY, Outcome(comment=Comment(1, "Rename it.")))
    assert github.writes(mark) == []


@pytest.mark.parametrize("count", [0, 1, 50, 51, 100, 120])
async def test_annotations_arrive_in_order_fifty_at_a_time(count: int, github: GitHub, head: str) -> None:
    await publish(github.client, REPOSITORY, outcome(head, body=None, count=count))
    assert shown_run(github, head)[2] == list(range(1, count + 1))
    assert len(github.writes()) == max(1, -(-count // 50))


async def test_outdated_annotations_go_with_their_run(github: GitHub, head: str) -> None:
    await publish(github.client, REPOSITORY, outcome(head, count=3))
    run = CheckRun(head, "success", "All fine", "Nothing to say.")
    await publish(github.client, REPOSITORY, Outcome(check_run=run))
    checks = await github.client.get(f"/repos/{REPOSITORY}/commits/{head}/check-runs", {"filter": "latest"})
    assert [(c["conclusion"], c["output"]["annotations_count"]) for c in checks["check_runs"]] == [("success", 0)]
    mark = github.mark
    await publish(github.client, REPOSITORY, Outcome(check_run=run))
    assert github.writes(mark) == []


async def test_a_run_without_annotations_gets_some_by_update(github: GitHub, head: str) -> None:
    await publish(github.client, REPOSITORY, outcome(head, count=0))
    await publish(github.client, REPOSITORY, outcome(head, count=2))
    assert shown_run(github, head)[2] == [1, 2]


async def test_every_head_has_a_run_of_its_own(github: GitHub, head: str) -> None:
    await publish(github.client, REPOSITORY, outcome(head))
    later = github.standin.push(REPOSITORY, "work", {"src/app.ts": "start()\n\nstop()\n"})
    await publish(github.client, REPOSITORY, outcome(later))
    assert shown_run(github, head) == shown_run(github, later)


# --- The comment folds away, and speaks again.


async def test_nothing_to_say_posts_nothing(github: GitHub, head: str) -> None:
    await publish(github.client, REPOSITORY, outcome(head, body=None))
    assert said(github) == []


async def test_a_settled_comment_is_folded_once_and_unfolded_when_it_speaks_again(github: GitHub, head: str) -> None:
    await publish(github.client, REPOSITORY, outcome(head))
    mark = github.mark
    await publish(github.client, REPOSITORY, outcome(head, body=None))
    assert said(github) == [(SETTLED_LINE, True)]
    assert github.standin.comments(REPOSITORY, 1)[0].folded == "resolved"
    assert len(github.writes(mark)) == 1
    mark = github.mark
    await publish(github.client, REPOSITORY, outcome(head, body=None))
    assert github.writes(mark) == []
    await publish(github.client, REPOSITORY, outcome(head, body="One more."))
    assert said(github) == [("One more.", False)]
    assert len(github.writes(mark)) == 1


async def test_what_a_person_hid_stays_hidden(github: GitHub, head: str) -> None:
    await publish(github.client, REPOSITORY, outcome(head))
    github.standin.comments(REPOSITORY, 1)[0].folded = "off_topic"
    await publish(github.client, REPOSITORY, outcome(head, body="Something else."))
    assert said(github) == [("Something else.", True)]


# --- Whose comment it is.


async def test_our_marker_in_a_strangers_comment_is_nothing_to_us(github: GitHub, head: str) -> None:
    github.standin.comment(REPOSITORY, 1, marked("Rename it."), author="mallory")
    await publish(github.client, REPOSITORY, outcome(head))
    await publish(github.client, REPOSITORY, outcome(head, body="Else."))
    assert [c.author.login for c in github.standin.comments(REPOSITORY, 1)] == ["mallory", "waypost[bot]"]
    assert github.standin.comments(REPOSITORY, 1)[0].body == marked("Rename it.")
    assert said(github) == [("Else.", False)]


async def test_a_comment_of_ours_without_the_marker_is_another_matter(github: GitHub, head: str) -> None:
    await github.client.post(f"/repos/{REPOSITORY}/issues/1/comments", {"body": "An answer to a command."})
    await publish(github.client, REPOSITORY, outcome(head))
    assert said(github) == [("An answer to a command.", False), ("Rename it.", False)]


async def test_a_marker_quoted_inside_our_comment_does_not_count(github: GitHub, head: str) -> None:
    hostile = "Title: <!-- waypost:comment settled --> and more."
    await publish(github.client, REPOSITORY, outcome(head, body=hostile))
    mark = github.mark
    await publish(github.client, REPOSITORY, outcome(head, body=hostile))
    assert github.writes(mark) == []


async def test_duplicates_are_mended_keeping_the_oldest(github: GitHub, head: str) -> None:
    for _ in range(3):
        body = {"body": marked("Rename it.")}
        await github.client.post(f"/repos/{REPOSITORY}/issues/1/comments", body)
    oldest = github.standin.comments(REPOSITORY, 1)[0].id
    await publish(github.client, REPOSITORY, outcome(head))
    assert [c.id for c in github.standin.comments(REPOSITORY, 1)] == [oldest]


async def test_the_comment_is_found_beyond_the_first_hundred(github: GitHub, head: str) -> None:
    for number in range(130):
        github.standin.comment(REPOSITORY, 1, f"Remark {number}")
    await publish(github.client, REPOSITORY, outcome(head))
    mark = github.mark
    await publish(github.client, REPOSITORY, outcome(head))
    assert len(said(github)) == 1
    assert github.writes(mark) == []
    assert len(github.since(mark)) == 3


# --- What GitHub takes.


@pytest.mark.parametrize("letter", ["a", "ü", "漢", "👍"])
async def test_long_texts_are_cut_to_what_github_takes(letter: str, github: GitHub, head: str) -> None:
    long = "\n".join(["# Remarks", "```", *[letter * 99] * 1_000, "```"])
    run = CheckRun(head, "neutral", letter * 400, long, (replace(annotations(1)[0], message=long, title=long),))
    await publish(github.client, REPOSITORY, Outcome(run, Comment(1, long)))
    _, summary, _ = shown_run(github, head)
    ((body, _),) = said(github)
    assert 60_000 < len((summary or "").encode()) <= MAX_SUMMARY
    assert 55_000 < len(body.encode()) <= MAX_COMMENT
    for text in (summary or "", body):
        assert text.endswith("more than GitHub shows in one place._")
        assert text.count("```") == 2
    mark = github.mark
    await publish(github.client, REPOSITORY, Outcome(run, Comment(1, long)))
    assert github.writes(mark) == []


async def test_columns_are_left_out_where_a_remark_spans_lines(github: GitHub, head: str) -> None:
    run = CheckRun(head, "neutral", "1 remark", "One.", (replace(annotations(1)[0], end_line=2),))
    await publish(github.client, REPOSITORY, Outcome(check_run=run))
    assert "start_column" not in github.standin.check_runs(REPOSITORY, head)[0].annotations[0]


# --- Faults during each write.

Act = Callable[[GitHub, str], Awaitable[None]]


async def _nothing(github: GitHub, head: str) -> None:
    """Nothing is shown before."""


async def _shown(github: GitHub, head: str) -> None:
    await publish(github.client, REPOSITORY, outcome(head, body="Before.", count=0, summary="Before."))


async def _folded(github: GitHub, head: str) -> None:
    await _shown(github, head)
    await publish(github.client, REPOSITORY, outcome(head, body=None, count=0, summary="Before."))


async def _twice(github: GitHub, head: str) -> None:
    for _ in range(2):
        await github.client.post(f"/repos/{REPOSITORY}/issues/1/comments", {"body": marked("Before.")})


WRITES: dict[str, tuple[str, Act, str | None]] = {
    "create the run": (r"POST .*/check-runs", _nothing, "Rename it."),
    "update the run, and annotate": (r"PATCH .*/check-runs/", _shown, "Rename it."),
    "post the comment": (r"POST .*/comments", _nothing, "Rename it."),
    "edit the comment": (r"PATCH .*/comments/", _shown, "Rename it."),
    "fold the comment": (r"graphql mutation.*minimizeComment", _shown, None),
    "unfold the comment": (r"graphql mutation.*unminimizeComment", _folded, "Rename it."),
    "delete a duplicate": (r"DELETE .*/comments/", _twice, "Rename it."),
}
BROKEN = ["500", "502", "timeout", "drop"]
LIMITED = ["primary_403", "primary_429", "secondary_seconds", "secondary_date", "secondary_bare"]
writes = pytest.mark.parametrize(("match", "before", "body"), WRITES.values(), ids=WRITES.keys())


def expect(github: GitHub, head: str, body: str | None) -> None:
    """What is shown in the end, exactly as without a fault."""
    assert said(github) == [(body, False) if body else (SETTLED_LINE, True)]
    assert shown_run(github, head) == ("neutral", "One remark.", list(range(1, 121)))


@pytest.mark.parametrize("after_effect", [False, True], ids=["before it took effect", "after it took effect"])
@pytest.mark.parametrize("kind", BROKEN)
@writes
async def test_a_broken_write_ends_as_if_nothing_had_happened(
    match: str, before: Act, body: str | None, kind: str, after_effect: bool, github: GitHub, head: str
) -> None:
    await before(github, head)
    github.standin.fault(match, kind, after_effect=after_effect)
    await publish(github.client, REPOSITORY, outcome(head, body, 120), await look(github.client, REPOSITORY, 1, head))
    expect(github, head, body)


@pytest.mark.parametrize("after_effect", [False, True], ids=["before it took effect", "after it took effect"])
@writes
async def test_a_write_that_keeps_failing_is_left_to_the_next_try(
    match: str, before: Act, body: str | None, after_effect: bool, github: GitHub, head: str
) -> None:
    await before(github, head)
    github.standin.fault(match, "drop", times=3, after_effect=after_effect)
    try:
        await publish(github.client, REPOSITORY, outcome(head, body, 120))
    except Unavailable:
        await publish(github.client, REPOSITORY, outcome(head, body, 120))
    expect(github, head, body)


@pytest.mark.parametrize("kind", LIMITED)
@writes
async def test_a_limited_write_is_done_later(
    match: str, before: Act, body: str | None, kind: str, github: GitHub, head: str, clock: Clock
) -> None:
    await before(github, head)
    github.standin.fault(match, kind, seconds=90)
    with pytest.raises(RateLimited) as caught:
        await publish(github.client, REPOSITORY, outcome(head, body, 120))
    assert clock.slept == []
    clock.now = caught.value.until
    await publish(github.client, REPOSITORY, outcome(head, body, 120))
    expect(github, head, body)


@writes
async def test_a_token_refused_at_a_write_is_replaced(
    match: str, before: Act, body: str | None, github: GitHub, head: str
) -> None:
    await before(github, head)
    github.standin.fault(match, "401")
    await publish(github.client, REPOSITORY, outcome(head, body, 120))
    expect(github, head, body)


@pytest.mark.parametrize("kind", ["500", "502", "timeout", "drop", "401"])
async def test_a_look_that_breaks_is_repeated(kind: str, github: GitHub, head: str) -> None:
    github.standin.fault("graphql query", kind)
    await publish(github.client, REPOSITORY, outcome(head))
    assert said(github) == [("Rename it.", False)]


async def test_a_graphql_limit_at_a_look_or_a_fold_is_done_later(github: GitHub, head: str, clock: Clock) -> None:
    await _shown(github, head)
    for match in ("graphql query", "graphql mutation"):
        github.standin.fault(match, "graphql_rate_limited", seconds=600)
        with pytest.raises(RateLimited) as caught:
            await publish(github.client, REPOSITORY, outcome(head, None))
        clock.now = caught.value.until
    await publish(github.client, REPOSITORY, outcome(head, None))
    assert said(github) == [(SETTLED_LINE, True)]


async def test_a_crash_between_batches_is_made_up_for(github: GitHub, head: str) -> None:
    github.standin.fault("PATCH .*/check-runs", "drop", times=99)
    with pytest.raises(Unavailable):
        await publish(github.client, REPOSITORY, outcome(head, count=120))
    assert shown_run(github, head)[0] == "neutral", "concluded all the time"
    github.standin.door.faults.waiting.clear()
    await publish(github.client, REPOSITORY, outcome(head, count=120))
    expect(github, head, "Rename it.")


async def test_a_missing_permission_says_what_is_missing(github: GitHub, head: str) -> None:
    next(iter(github.standin.state.installations.values())).permissions.pop("checks")
    with pytest.raises(Refused, match="check its permissions"):
        await publish(github.client, REPOSITORY, Outcome(check_run=outcome(head).check_run))


@pytest.mark.parametrize("fault", [None, "before", "after"])
async def test_a_run_that_is_asked_for_again_gets_a_successor(fault: str | None, github: GitHub, head: str) -> None:
    await publish(github.client, REPOSITORY, outcome(head, count=120))
    (old,) = github.standin.check_runs(REPOSITORY, head)
    if fault:
        github.standin.fault("POST .*/check-runs", "drop", after_effect=fault == "after")
    mark = github.mark
    for _ in range(2):
        await publish(github.client, REPOSITORY, outcome(head, count=120), outdated=old.id)
    runs = github.standin.check_runs(REPOSITORY, head)
    assert [len(run.annotations) for run in runs] == [120, 120]
    assert len(github.writes(mark)) == 3 + (fault == "before"), "three batches, once"


# --- Giving up.


async def test_a_buried_job_leaves_a_neutral_run_with_the_reason(github: GitHub, head: str) -> None:
    await conclude(github.client, REPOSITORY, CheckRun(head, "neutral", "Not looked at", "The delivery is abc."))
    (run,) = github.standin.check_runs(REPOSITORY, head)
    assert (run.status, run.conclusion) == ("completed", "neutral")
    assert (run.title, run.summary) == ("Not looked at", "The delivery is abc.")


async def test_a_verdict_that_is_there_stays(github: GitHub, head: str) -> None:
    await publish(github.client, REPOSITORY, outcome(head, count=120))
    await conclude(github.client, REPOSITORY, CheckRun(head, "neutral", "Not looked at", "The delivery is abc."))
    expect(github, head, "Rename it.")


def test_faults_are_one_family() -> None:
    assert all(issubclass(kind, Fault) for kind in (RateLimited, Refused, Unavailable))
