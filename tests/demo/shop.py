"""The demo's story: a pull request with a few new events in a small shop, its mending, and an issue."""

import time
from collections.abc import Iterator
from pathlib import Path

from tests.demo.stage import Stage
from tests.demo.transcript import check_run, comment, event, heading, review
from tests.standin import StandIn
from tests.standin.entities import CheckRun, Comment, Review

NAME = "acme/shop"
SAMPLE = Path(__file__).parent / "sample"
ISSUE = """Half of the people who start the checkout never see the last page.

Objective: checkout-conversion
Research: 2026-06-checkout-interviews
"""


def files(folder: str) -> dict[str, bytes]:
    """A folder of the sample as the content of a commit."""
    root = SAMPLE / folder
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def tell(stage: Stage) -> list[str]:
    """Play all steps and print them; gives what was expected and not seen."""
    github = stage.github
    github.add_repository(NAME, files("1-main"))
    github.add_repository("acme/.github", files("organisation"))
    github.add_installation("acme")
    stage.deliver()
    return [*_opened(stage), *_applied(stage), *_mended(stage), *_issue(stage), *_stricter(stage)]


def _opened(stage: Stage) -> Iterator[str]:
    heading("Somebody opens a pull request with new events.")
    stage.github.push(NAME, "gift-cards", files("2-gift-cards"), message="Gift cards")
    _answered(stage, stage.github.open_pull_request(NAME, "gift-cards", title="Pay with a gift card").number)
    run, said = _shown(stage.github, 1)
    yield from _expected(
        ("a check run that concluded with success", run is not None and run.conclusion == "success"),
        ("four suggestions beside their lines", len(_suggested(stage.github)) == 4),
        ("that say what to write", any("gift_card_applied" in text for text in _suggested(stage.github))),
        ("and what not to send", any("Leave `recipient` out" in text for text in _suggested(stage.github))),
        ("an annotation beside the other", run is not None and len(run.annotations) == 1),
        ("one comment that only counts the four", said is not None and "4 stand [beside" in said.body),
    )


def _applied(stage: Stage) -> Iterator[str]:
    heading("A colleague comments `/waypost apply`.")
    github = stage.github
    github.set_role(NAME, "mona", "write")
    github.pass_time(seconds=2)
    before = github.repository(NAME).issues[1].head_sha
    said = github.comment(NAME, 1, "/waypost apply", author="mona")
    _answered(stage, 1)
    head = github.repository(NAME).issues[1].head_sha
    git = github.repository(NAME).git
    yield from _expected(
        ("one commit with the fixes", [str(one) for one in git.commit(head).parent_ids] == [before]),
        ("a thumb up on the comment", [one.content for one in said.reactions] == ["+1"]),
        ("nothing left to rename", "Rename" not in _said(github)),
    )


def _suggested(github: StandIn) -> list[str]:
    """What Waypost suggests beside the lines of the pull request."""
    return [remark.body for found in _reviews(github, 1) for remark in found.comments]


def _reviews(github: StandIn, number: int) -> list[Review]:
    pull = github.repository(NAME).issues[number].pull
    return list(pull.reviews) if pull else []


def _said(github: StandIn) -> str:
    """What Waypost's comment on the pull request says."""
    said = _shown(github, 1)[1]
    return said.body if said else ""


def _mended(stage: Stage) -> Iterator[str]:
    heading("Somebody says in the spec what the events are.")
    stage.github.push(NAME, "gift-cards", files("3-mended"), message="Mend names")
    _answered(stage, 1)
    run, said = _shown(stage.github, 1)
    yield from _expected(
        ("a check run with nothing to say", run is not None and not run.annotations and run.conclusion == "success"),
        (
            "still one comment",
            sum(found.app is not None for found in stage.github.comments(NAME, 1)) == 1 and bool(said),
        ),
    )


def _issue(stage: Stage) -> Iterator[str]:
    heading("Somebody opens an issue that names an objective and a research note.")
    title = "Fewer people should give up at the address form"
    _answered(stage, stage.github.open_issue(NAME, title, ISSUE).number)
    _, said = _shown(stage.github, 2)
    yield from _expected(
        ("the objective on the issue", said is not None and "More carts become orders" in said.body),
        ("the finding of the note", said is not None and "phone number" in said.body),
    )


def _stricter(stage: Stage) -> Iterator[str]:
    heading("A pull request makes a check stricter: its verdict comes from main, and it gets a preview of the rest.")
    stage.github.push(NAME, "stricter", files("4-stricter"), message="Require the convention")
    _answered(stage, stage.github.open_pull_request(NAME, "stricter", title="Hold names to the convention").number)
    run, said = _shown(stage.github, 3)
    yield from _expected(
        ("a verdict by the settings of main", run is not None and run.conclusion == "success"),
        ("a preview of the stricter settings", said is not None and "The check would then fail" in said.body),
    )


def _answered(stage: Stage, number: int) -> None:
    """Deliver what happened, and print what came of it on an issue or pull request."""
    started, before = time.perf_counter(), len(_reviews(stage.github, number))
    events = stage.deliver()
    event(", ".join(events), time.perf_counter() - started)
    for found in _reviews(stage.github, number)[before:]:
        review(found)
    run, said = _shown(stage.github, number)
    check_run(run)
    comment(said)


def _shown(github: StandIn, number: int) -> tuple[CheckRun | None, Comment | None]:
    """The check run on the head and Waypost's comment of an issue or pull request."""
    pull = github.repository(NAME).issues[number].pull
    runs = github.check_runs(NAME, pull.head_sha) if pull else []
    said = [found for found in github.comments(NAME, number) if found.app]
    return (runs[-1] if runs else None), (said[0] if said else None)


def _expected(*promises: tuple[str, bool]) -> Iterator[str]:
    yield from (promise for promise, kept in promises if not kept)
