"""Each format, as the people and programs that read it get it."""

import dataclasses
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from waypost import output
from waypost.finding import Choice, Edit, Finding, Fix, Span, Stage, Unread, Verdict
from waypost.output import github, markdown, sarif, text

RENAME = Finding(
    check="event-off-convention",
    path="web/check out.ts",
    span=Span(3, 17, 3, 34),
    message="Rename `checkoutStarted` to `checkout_started`: it is camelCase.",
    fix=Fix("Rename to checkout_started", (Edit("web/check out.ts", Span(3, 18, 3, 33), "checkout_started"),)),
)
REQUIRED = dataclasses.replace(RENAME, span=Span(9, 1, 10, 2), fix=None, stage=Stage.REQUIRE)
OBSERVED = dataclasses.replace(RENAME, message="Nobody sees this.", stage=Stage.OBSERVE)
VERDICT = Verdict(
    (RENAME, REQUIRED, OBSERVED), (Unread("logo.png", "binary"), Unread("", "Only 3,000 files are here."))
)
NOTHING = Verdict()

SPOKEN_ONLY = [name for name in output.FORMATS if name != "json"]


@pytest.mark.parametrize("name", SPOKEN_ONLY)
def test_what_is_only_observed_is_not_said(name: str) -> None:
    assert "Nobody sees this" not in output.rendered(VERDICT, name)
    assert output.rendered(Verdict((OBSERVED,)), name) == output.rendered(NOTHING, name)


def test_text() -> None:
    assert (
        output.rendered(VERDICT, "text")
        == """\
web/check out.ts:3:17: event-off-convention Rename `checkoutStarted` to `checkout_started`: it is camelCase.
    fix: Rename to checkout_started
web/check out.ts:9:1: event-off-convention Rename `checkoutStarted` to `checkout_started`: it is camelCase.
Only 3,000 files are here.
Not looked at: logo.png (binary).
2 remarks, 1 of them required here. `waypost check --fix` settles 1 of them.
"""
    )


LINE = Edit("web/a.ts", Span(2, 1, 2, 1), "\tposthog.capture('cart_seen', {\n\t\titems,\n\t});\n")
SPECIFIED = Edit("telemetry/spec.yml", Span(2, 1, 2, 1), "  x: {}\n")
CHOICE = Choice("dual-send", Fix("Send a along with b", (LINE, SPECIFIED)), (LINE,))
CHOOSABLE = Finding(
    "renamed-event", "web/a.ts", Span(2, 1, 2, 9), "Keep `a`.", Fix("Keep a", (SPECIFIED,)), choice=CHOICE
)


def test_the_other_way_is_told_with_its_lines() -> None:
    assert (
        output.rendered(Verdict((CHOOSABLE,)), "text")
        == """\
web/a.ts:2:1: renamed-event Keep `a`.
    fix: Keep a
    or, by `waypost check --fix dual-send`: Send a along with b
      in front of web/a.ts:2
      |     posthog.capture('cart_seen', {
      |         items,
      |     });
1 remark. `waypost check --fix` settles it.
"""
    )
    (said,) = json.loads(output.rendered(Verdict((CHOOSABLE,)), "json"))["findings"]
    assert (said["choice"]["name"], len(said["choice"]["edits"]), len(said["fix"]["edits"])) == ("dual-send", 2, 1)
    (result,) = run_of(Verdict((CHOOSABLE,)))["results"]
    assert [fix["description"]["text"] for fix in result["fixes"]] == ["Keep a", "Send a along with b"]
    assert "Keep `a`. Or `waypost check --fix dual-send`." in output.rendered(Verdict((CHOOSABLE,)), "markdown")


FIXABLE_REQUIRED = dataclasses.replace(RENAME, stage=Stage.REQUIRE)
SUMMARIES = {
    "one": ((RENAME,), "1 remark. `waypost check --fix` settles it."),
    "one that cannot be fixed": ((dataclasses.replace(RENAME, fix=None),), "1 remark."),
    "one that is required": ((FIXABLE_REQUIRED,), "1 remark, required here. `waypost check --fix` settles it."),
    "all can be fixed": ((RENAME, RENAME), "2 remarks. `waypost check --fix` settles all of them."),
    "all are required": (
        (FIXABLE_REQUIRED, REQUIRED),
        "2 remarks, all of them required here. `waypost check --fix` settles 1 of them.",
    ),
}


@pytest.mark.parametrize(("findings", "summary"), SUMMARIES.values(), ids=SUMMARIES)
def test_text_sums_up(findings: tuple[Finding, ...], summary: str) -> None:
    assert output.rendered(Verdict(findings), "text").splitlines()[-1] == summary


def test_text_without_findings() -> None:
    assert output.rendered(NOTHING, "text") == "Nothing to remark.\n"


def test_text_lists_few_of_many_files_it_could_not_read() -> None:
    verdict = Verdict((), tuple(Unread(f"{letter}.png", "binary") for letter in "abcde"))
    assert output.rendered(verdict, "text").startswith("Not looked at: a.png, b.png, c.png and 2 more (binary).\n")


def test_text_is_coloured_for_a_terminal_only() -> None:
    assert "\x1b[31m" in text.render(VERDICT, colour=True)
    assert "\x1b" not in text.render(VERDICT)


@given(st.text())
def test_text_holds_nothing_that_a_terminal_obeys(words: str) -> None:
    finding = dataclasses.replace(RENAME, path=words, message=words, fix=Fix(words, ()))
    for colour in (False, True):
        lines = text.render(Verdict((finding,), (Unread(words, words),)), colour).split("\n")
        assert len(lines) == 5
        shown = "".join(lines)
        for code in (text.BOLD, text.RED, text.YELLOW, text.DIM, text.PLAIN):
            shown = shown.replace(code, "")
        assert text.CONTROL.search(shown) is None


def test_json_has_every_finding_with_its_stage() -> None:
    said = json.loads(output.rendered(VERDICT, "json"))
    assert [finding["stage"] for finding in said["findings"]] == ["advise", "require", "observe"]
    assert said["findings"][0] == {
        "check": "event-off-convention",
        "stage": "advise",
        "path": "web/check out.ts",
        "line": 3,
        "column": 17,
        "end_line": 3,
        "end_column": 34,
        "message": "Rename `checkoutStarted` to `checkout_started`: it is camelCase.",
        "fix": {
            "title": "Rename to checkout_started",
            "edits": [
                {
                    "path": "web/check out.ts",
                    "line": 3,
                    "column": 18,
                    "end_line": 3,
                    "end_column": 33,
                    "text": "checkout_started",
                }
            ],
        },
    }
    assert said["findings"][1]["fix"] is None
    assert list(said) == ["findings"]


def test_github() -> None:
    rename = "Rename `checkoutStarted` to `checkout_started`: it is camelCase."
    title = "title=Waypost%3A event-off-convention"
    assert output.rendered(VERDICT, "github") == (
        f"::error file=web/check out.ts,line=9,endLine=10,{title}::{rename}\n"
        f"::notice file=web/check out.ts,line=3,endLine=3,col=17,endColumn=34,{title}::{rename}\n"
    )


def test_github_says_how_many_it_does_not_show() -> None:
    said = output.rendered(Verdict((RENAME,) * 13 + (REQUIRED,) * 10), "github").splitlines()
    assert len(said) == 21
    assert [line for line in said if not line.startswith("::")] == [
        "3 more of this kind (notice): GitHub shows 10 in a step."
    ]


@given(st.text(), st.text())
def test_github_commands_cannot_be_broken_out_of(path: str, message: str) -> None:
    finding = dataclasses.replace(RENAME, path=path, message=message)
    (line,) = github.render(Verdict((finding,))).removesuffix("\n").split("\n")
    assert "\r" not in line
    _, properties, data = line.split("::", 2)
    kind, _, values = properties.partition(" ")
    assert kind == "notice"
    told = dict(pair.split("=", 1) for pair in values.split(","))
    assert unescaped(told["file"]) == path
    assert unescaped(data) == message


def unescaped(said: str) -> str:
    """As the runner reads it."""
    for code, char in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}.items():
        said = said.replace(code, char)
    return said


def test_markdown() -> None:
    assert (
        output.rendered(VERDICT, "markdown")
        == """\
### Waypost has 2 remarks

`web/check out.ts`

- Line 3: Rename `checkoutStarted` to `checkout_started`: it is camelCase. (`event-off-convention`)
- Line 9: Rename `checkoutStarted` to `checkout_started`: it is camelCase. (`event-off-convention`, required here)

`waypost check --fix` applies the suggested edits.

- Not looked at: `logo.png` (binary)
- Only 3,000 files are here.
"""
    )


def test_markdown_neutralises_what_people_wrote() -> None:
    evil = "a](x) [b](https://example.org) @all <img src=x> #1 \n# <!--"
    said = markdown.render(
        Verdict((dataclasses.replace(RENAME, path=f"{evil}`", message=evil),), (Unread(evil, evil),))
    )
    page = MarkdownIt("commonmark", {"html": True}).render(said)
    assert "<img" not in page
    assert "<a " not in page
    assert "<!--" not in page
    outside_code = re.sub(r"<code>.*?</code>", "", page)
    assert "@all" not in outside_code
    assert "#1" not in outside_code


def test_markdown_stays_small() -> None:
    said = markdown.render(Verdict((RENAME,) * 5_000, (Unread("x" * 500, "binary"),) * 5_000))
    assert "… and 4800 more." in said
    assert len(said) < 500_000


def run_of(verdict: Verdict) -> dict[str, Any]:
    (run,) = json.loads(sarif.render(verdict))["runs"]
    assert isinstance(run, dict)
    return run


def test_sarif_results_point_at_their_rule_and_place() -> None:
    run = run_of(VERDICT)
    first, second = run["results"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "event-off-convention"
    assert (first["level"], second["level"]) == ("note", "error")
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "web/check%20out.ts", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 17, "endLine": 3, "endColumn": 34},
    }
    assert "fixes" not in second


def test_sarif_rules_explain_themselves() -> None:
    (rule,) = run_of(VERDICT)["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == "A tracked event's name is off the convention."
    assert "How to settle it" in rule["help"]["markdown"]


def test_sarif_fixes_are_edits_by_file() -> None:
    two = Fix(
        "Both", (Edit("a", Span(1, 1, 1, 2), "x"), Edit("b", Span(2, 1, 2, 1), "y"), Edit("a", Span(3, 1, 3, 1), "z"))
    )
    (fix,) = run_of(Verdict((dataclasses.replace(RENAME, fix=two),)))["results"][0]["fixes"]
    assert [change["artifactLocation"]["uri"] for change in fix["artifactChanges"]] == ["a", "b"]
    assert [row["insertedContent"]["text"] for row in fix["artifactChanges"][0]["replacements"]] == ["x", "z"]


def test_sarif_tells_a_finding_that_moved_as_the_same() -> None:
    moved = dataclasses.replace(RENAME, span=Span(30, 1, 30, 2))
    other = dataclasses.replace(RENAME, message="Something else.")
    prints = [result["partialFingerprints"] for result in run_of(Verdict((RENAME, moved, other)))["results"]]
    assert prints[0] == prints[1] != prints[2]


def test_sarif_tells_what_could_not_be_read() -> None:
    notes = run_of(VERDICT)["invocations"][0]["toolExecutionNotifications"]
    assert [note["message"]["text"] for note in notes] == [
        "Not looked at: binary",
        "Not looked at: Only 3,000 files are here.",
    ]
