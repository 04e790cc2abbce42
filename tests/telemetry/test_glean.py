"""Glean's events have the names of the plan that their code was made from."""

import pytest

from tests.telemetry.test_program import Files, sent

PLAN = """---
$schema: moz://mozilla.org/schemas/glean/metrics/2-0-0
# the browser
browser.search:
  ad_clicked: # somewhere
    type: event
    description: |
      type: counter
  in_content:
    type: labeled_counter

menu:
  opened:
    type: event
    extra_keys:
      item:
        type: string
"""
SWIFT = "GleanMetrics.BrowserSearch.adClicked.record(); GleanMetrics.Menu.opened.record(Menu.OpenedExtra(item: x))"
KOTLIN = "import org.mozilla.GleanMetrics.Menu\nimport org.mozilla.GleanMetrics.BrowserSearch as Search\n"
CASES = [
    pytest.param({"A.swift": SWIFT, "a/metrics.yaml": PLAN}, ["browser.search.ad_clicked", "menu.opened"], id="swift"),
    pytest.param(
        {"a.kt": KOTLIN + "Menu.opened.record()\nSearch.adClicked.record(NoExtras())", "metrics.yaml": PLAN},
        ["menu.opened", "browser.search.ad_clicked"],
        id="kotlin",
    ),
    pytest.param({"A.swift": SWIFT}, ["?", "?"], id="no plan"),
    pytest.param(
        {"A.swift": SWIFT, "metrics.yaml": PLAN, "b/metrics.yaml": "browser_search:\n  ad_clicked:\n    type: event\n"},
        ["?", "menu.opened"],
        id="two that are called alike",
    ),
    pytest.param(
        {"A.swift": "GleanMetrics.BrowserSearch.inContent.record()", "metrics.yaml": PLAN},
        ["?"],
        id="no event",
    ),
    pytest.param(
        {"a.kt": KOTLIN + "Camera.shared.record()\na.tape.record(x)", "metrics.yaml": PLAN},
        [],
        id="something else",
    ),
    pytest.param({"a.kt": "Menu.opened.record()", "metrics.yaml": PLAN}, [], id="nobody says that it is Glean's"),
]


@pytest.mark.parametrize(("files", "expected"), CASES)
def test_an_event_has_the_name_of_the_plan(files: Files, expected: list[str]) -> None:
    assert sent(files, next(iter(files))) == expected
