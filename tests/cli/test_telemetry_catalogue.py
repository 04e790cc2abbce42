"""`waypost telemetry catalogue` writes one page that stands alone, in which text from a repository is only text."""

import re
from pathlib import Path

import pytest

from tests.checkout.repository import Repository
from tests.cli.page import Page, check_stands_alone
from waypost.cli.main import main

SPEC = """\
convention: {template: "{object}_{action}", case: snake_case}
events:
  cart_opened:
    description: Somebody opens the <b>cart</b>.
    owner: team-checkout
    sources: [web]
    aliases: [basket_opened]
    properties: {plan: {type: string, required: true, enum: [free, pro], sensitivity: personal}}
  cart_viewed: {status: deprecated, since: 2026-03-01, replacement: cart_opened}
  </script><img src=x onerror=alert(1)>: {}
legacy: [OldThing]
"""
CODE = 'posthog.capture("cart_opened");\nposthog.capture("new_thing");\n'


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    repository = Repository(tmp_path / "shop")
    repository.commit({"telemetry/spec.yml": SPEC, "web/a.ts": CODE, "web/a.test.ts": CODE})
    monkeypatch.chdir(repository.root)
    assert main(["telemetry", "catalogue", "--out", "public/events"]) == 0
    assert capsys.readouterr().out.startswith("public/events/index.html: 4 events in the spec, ")
    return (repository.root / "public/events/index.html").read_text("utf-8")


def test_every_event_is_there_once_with_what_is_known_of_it(page: str) -> None:
    names = re.findall(r'<code class="name">(.*?)</code>', page)
    assert names == [
        "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;",
        "cart_opened",
        "cart_viewed",
        "new_thing",
        "OldThing",
    ]
    shown = Page(page).words
    for fact in (
        "5 events, named {object}_{action} in snake_case.",
        "cart_opened team-checkout Somebody opens the <b>cart</b>. Sent from web Earlier names basket_opened",
        "plan string yes One of: free, pro Says who somebody is Sent at one place: web/a.ts:1",
        "cart_viewed deprecated Send instead cart_opened Deprecated since 2026-03-01",
        "new_thing not in the spec",
        "No place in this code is known to send it.",
    ):
        assert fact in shown


def test_nothing_comes_from_outside_and_nothing_of_the_spec_runs(page: str) -> None:
    check_stands_alone(page)
    assert all(address.startswith("#event-") for address in Page(page).addresses)
    assert not re.search(r"https?://", page)


def test_the_page_can_be_used_without_seeing_it(page: str) -> None:
    tags = Page(page).tags
    assert ("html", {"lang": "en"}) in tags
    assert {"header", "main", "footer", "h1"} <= {tag for tag, _ in tags}
    fields = re.findall(r"<label[^>]*>(.*?)</label>", page, re.DOTALL)
    assert len(fields) == len([tag for tag, _ in tags if tag in ("input", "select")])
    assert 'aria-live="polite"' in page
    assert page.count('scope="col"') == 4


def test_without_a_spec_the_code_alone_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = Repository(tmp_path / "shop")
    repository.commit({"web/a.ts": CODE})
    monkeypatch.chdir(repository.root)
    assert main(["telemetry", "catalogue"]) == 0
    assert "new_thing" in Path("catalogue/index.html").read_text()
    assert main(["telemetry", "catalogue", "--no-scan"]) == 0
    assert "There are no events yet." in Path("catalogue/index.html").read_text()


def test_a_page_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("taken").write_text("")
    assert main(["telemetry", "catalogue", "--out", "taken"]) == 2
    assert "taken/index.html cannot be written" in capsys.readouterr().err
