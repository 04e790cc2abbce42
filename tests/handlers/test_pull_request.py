"""What people read on a pull request, and how its check run ends."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from waypost.change import Change, ChangedFile
from waypost.checks import CHECKS
from waypost.facts import MergeGroupFacts, PullRequestFacts, Talk
from waypost.finding import Stage
from waypost.handbook import build
from waypost.handlers import fault, merge_group, pull_request
from waypost.handlers.suggestions import offered, review
from waypost.outcome import MAX_COMMENT, MAX_SUMMARY, CheckRun, Outcome

HEAD = "b" * 40
SPEC = b"convention:\n  case: snake_case\n"
SETTINGS = ".github/waypost.yml"
REQUIRE = b"checks:\n  event-off-convention: require\n"
KNOWN = ", ".join(f"`{name}`" for name in sorted(CHECKS))
BROKEN = b"checks:\n  event-off-convention: observe\n  evnt: off\n"


def sends(*names: str) -> ChangedFile:
    return written("web/checkout.ts", "".join(f'posthog.capture("{name}");\n' for name in names).encode())


def written(path: str, text: bytes) -> ChangedFile:
    return ChangedFile(path, "added", text, frozenset(range(1, 2 + text.count(b"\n"))))


def unread(path: str) -> ChangedFile:
    return ChangedFile(path, "modified", None, frozenset(), unread="larger than 1,000,000 bytes")


def facts(
    *files: ChangedFile,
    base: Mapping[str, bytes] | None = None,
    merged: Mapping[str, bytes] | None = None,
    draft: bool = False,
    bot: bool = False,
    truncated: str | None = None,
) -> PullRequestFacts:
    own = {"telemetry/spec.yml": SPEC}
    return PullRequestFacts(
        repository="acme/shop",
        number=7,
        change=Change("a" * 40, HEAD, files, truncated),
        handbook=build(own | dict(base or {})),
        preview=build(own | dict(merged)) if merged is not None else None,
        title="@team",
        body="",
        author="ann",
        author_is_bot=bot,
        draft=draft,
        from_fork=False,
        private=False,
        head_sha=HEAD,
    )


def run(outcome: Outcome) -> CheckRun:
    assert outcome.check_run is not None and outcome.check_run.head_sha == HEAD
    return outcome.check_run


def said(outcome: Outcome) -> str:
    assert outcome.comment is not None and outcome.comment.body is not None
    return outcome.comment.body


def silent(outcome: Outcome) -> bool:
    return outcome.comment is not None and outcome.comment.body is None


def test_one_suggestion() -> None:
    outcome = pull_request.decide(facts(sends("checkoutStarted")))
    assert (
        said(outcome)
        == """\
**One suggestion.** Take what helps; it will not hold up this pull request.

- `web/checkout.ts:1` Rename `checkoutStarted` to `checkout_started`: it is camelCase, the convention is snake_case.

`waypost check --fix` makes the edit for you.
"""
    )
    assert (run(outcome).conclusion, run(outcome).title) == ("success", "1 suggestion")
    (annotation,) = run(outcome).annotations
    assert (annotation.level, annotation.start_line, annotation.start_column) == ("notice", 1, 17)
    assert annotation.message.startswith("Rename `checkoutStarted` to `checkout_started`")


RENAMED = ChangedFile(
    "web/cart.ts",
    "modified",
    b"function f() {\n  posthog.capture('cart_viewed', {items});\n}\n",
    frozenset({2}),
    removed="  posthog.capture('cart_seen', {items});",
    removed_before=(2,),
)


def test_the_other_way_is_folded_behind_the_remark() -> None:
    given = facts(RENAMED, base={"telemetry/spec.yml": b"events:\n  cart_seen: {}\n"})
    assert said(pull_request.decide(given)) == (
        """\
**One suggestion.** Take what helps; it will not hold up this pull request.

- `web/cart.ts:2` Keep `cart_seen` as an earlier name of `cart_viewed` in the spec, or send both until all reports \
have gone over.
  <details><summary>Or send both for a while</summary>

  Put this in front of `web/cart.ts:2`:

  ```ts
    posthog.capture('cart_seen', {items});
  ```

  `waypost check --fix dual-send` does it, and says in the spec since when.

  </details>

`waypost check --fix` makes the edit for you.
"""
    )
    ours = said(pull_request.decide(replace(given, branch="work")))
    assert "Comment `/waypost apply dual-send`, and Waypost commits it, and says in the spec since when.\n" in ours
    assert "Comment `/waypost apply`, and Waypost commits the edit." in ours


def test_what_stands_beside_its_line_is_only_counted() -> None:
    given = facts(sends("checkoutStarted"), written("web/b.ts", b"posthog.capture(`a_${b}_c`, user);\n"))
    found = pull_request.verdict(given)
    offer = review(given, found)
    assert offer is not None and len(offer.suggestions) == 1
    known = replace(given, talk=Talk(records=offered(given, [offer.suggestions[0].mark])))
    outcome = pull_request.outcome(known, found)
    assert said(outcome).startswith(
        """\
**2 suggestions.** Take what helps; they will not hold up this pull request. One stands \
[beside its line](</acme/shop/pull/7/files>): `web/checkout.ts:1`.

- `web/b.ts:1` """
    )
    assert "checkoutStarted" not in said(outcome)
    assert "checkoutStarted" in run(outcome).summary
    assert [annotation.path for annotation in run(outcome).annotations] == ["web/b.ts"]


def test_all_beside_their_lines_is_one_line() -> None:
    given = facts(sends("checkoutStarted"), written("web/b.ts", b'posthog.capture("cartOpened");\n'))
    found = pull_request.verdict(given)
    offer = review(given, found)
    assert offer is not None
    for marks, told in (
        ([one.mark for one in offer.suggestions], "They stand [beside their lines]"),
        ([offer.suggestions[0].mark], "One stands [beside its line]"),
    ):
        known = replace(given, talk=Talk(records=offered(given, marks)))
        assert told in said(pull_request.outcome(known, found))
    strict = replace(known, handbook=build({"telemetry/spec.yml": SPEC, SETTINGS: REQUIRE}))
    body = said(pull_request.decide(strict))
    assert body.count("Rename") == 2 and "beside" not in body, "what must be settled is said in full"


def test_nothing_to_say_is_not_said() -> None:
    outcome = pull_request.decide(
        facts(sends("checkout_started"), base={SETTINGS: b"checks: {event-not-in-spec: off}"})
    )
    assert silent(outcome)
    assert (run(outcome).conclusion, run(outcome).title) == ("success", "Nothing to say")
    assert run(outcome).summary == "Nothing to say about this change.\n"


def test_required_findings_fail_the_check_and_many_are_folded() -> None:
    names = [f"checkoutStarted{'x' * count}" for count in range(1, 13)]
    outcome = pull_request.decide(facts(sends(*names), unread("web/large.ts"), base={SETTINGS: REQUIRE}))
    body = said(outcome)
    assert body.startswith(
        "**12 things to settle.** The settings of this repository ask for it.\n\n- `web/checkout.ts:1`"
    )
    shown, folded = body.split("<details><summary>2 more to settle</summary>")
    assert (shown.count("\n- "), folded.count("\n- ")) == (10, 2)
    assert body.endswith(
        """\
</details>

`waypost check --fix` makes these edits for you.

Not looked at, so nothing is known about it: `web/large.ts` (larger than 1,000,000 bytes).
"""
    )
    assert (run(outcome).conclusion, run(outcome).title) == ("failure", "12 to settle, 1 file not looked at")
    assert {annotation.level for annotation in run(outcome).annotations} == {"failure"}


def test_observed_findings_are_counted_and_not_shown() -> None:
    given = facts(sends("checkoutStarted"), base={SETTINGS: b"checks: {event-off-convention: observe}"})
    assert [finding.stage for finding in pull_request.verdict(given).findings] == [Stage.OBSERVE]
    outcome = pull_request.decide(given)
    assert silent(outcome)
    assert (run(outcome).title, run(outcome).annotations) == ("Nothing to say", ())


@pytest.mark.parametrize(
    ("given", "conclusion", "summary"),
    [
        pytest.param(
            facts(unread("a.ts"), unread("b.ts")),
            "neutral",
            "Not looked at, so nothing is known about them: `a.ts` (larger than 1,000,000 bytes),"
            " `b.ts` (larger than 1,000,000 bytes).\n",
            id="all unread",
        ),
        pytest.param(
            facts(truncated="GitHub lists only the first 3,000 files."),
            "neutral",
            "Not all of this change could be looked at: GitHub lists only the first 3,000 files.\n",
            id="cut off",
        ),
        pytest.param(
            facts(unread("a.ts"), written("b.md", b"text")),
            "neutral",
            "Nothing to say about this change.\n\n"
            "Not looked at, so nothing is known about it: `a.ts` (larger than 1,000,000 bytes).\n",
            id="one unread",
        ),
        pytest.param(
            facts(base={SETTINGS: BROKEN}),
            "success",
            "Nothing to say about this change.\n\n"
            "Mend these on the target branch; until then they are left out:\n\n"
            f"- `.github/waypost.yml:3:3` Waypost does not know `evnt`. Known here: {KNOWN}.\n",
            id="broken settings",
        ),
        pytest.param(
            facts(draft=True, base={SETTINGS: b"pull_requests: {drafts: false}"}),
            "skipped",
            "Waypost looks at this pull request as soon as it is ready for review. To have drafts looked at, set"
            " `drafts: true` under `pull_requests` in `.github/waypost.yml`.\n",
            id="draft",
        ),
        pytest.param(
            facts(sends("checkoutStarted"), bot=True),
            "skipped",
            "Waypost does not look at pull requests of bots. To have them looked at, set `bots: true` under"
            " `pull_requests` in `.github/waypost.yml`.\n",
            id="bot",
        ),
    ],
)
def test_every_check_run_concludes_and_says_why(given: PullRequestFacts, conclusion: str, summary: str) -> None:
    outcome = pull_request.decide(given)
    assert (run(outcome).conclusion, run(outcome).summary) == (conclusion, summary)
    assert silent(outcome)


def test_a_pull_request_that_edits_the_settings_gets_a_preview_and_the_verdict_of_the_base() -> None:
    edited = b"checks:\n  event-off-convention: require\n  event-not-in-spec: off\n"
    given = facts(sends("checkoutStarted"), written(SETTINGS, edited), merged={SETTINGS: edited})
    outcome = pull_request.decide(given)
    assert run(outcome).conclusion == "success"
    assert said(outcome).split("\n\n", 3)[3] == (
        """\
**Preview.** This pull request edits `.github/waypost.yml`. Once it is merged, the same change would be seen \
differently:

- to settle: `web/checkout.ts:1` Rename `checkoutStarted` to `checkout_started`: it is camelCase, the convention is \
snake_case.

The check would then fail.

The verdict of this pull request comes from the files on its target branch.
"""
    )


def test_a_preview_tells_what_goes_and_what_comes() -> None:
    edited = b"convention:\n  case: camelCase\n"
    given = facts(
        sends("checkoutStarted", "cart_opened"),
        written("telemetry/spec.yml", edited),
        base={SETTINGS: b"checks: {event-not-in-spec: off}"},
        merged={"telemetry/spec.yml": edited, SETTINGS: b"checks: {event-not-in-spec: off}"},
    )
    body = said(pull_request.decide(given))
    assert "\n- new: `web/checkout.ts:2` Rename `cart_opened` to `cartOpened`" in body
    assert "\n- gone: `web/checkout.ts:1` Rename `checkoutStarted`" in body


def test_an_edit_that_changes_nothing_is_only_noted_in_the_summary() -> None:
    edited = b"# a comment\n"
    outcome = pull_request.decide(facts(written(SETTINGS, edited), merged={SETTINGS: edited}))
    assert silent(outcome)
    assert run(outcome).summary.endswith(
        "Preview: this pull request edits `.github/waypost.yml`. Once it is merged, the same change would be seen just"
        " as now.\n"
    )


def test_long_lists_are_cut_at_a_whole_item() -> None:
    names = [f"checkoutStarted{'y' * 40}{'x' * count}" for count in range(1, 400)]
    outcome = pull_request.decide(facts(sends(*names)))
    assert len(said(outcome)) <= MAX_COMMENT and len(run(outcome).summary) <= MAX_SUMMARY
    shown = said(outcome).count("\n- ")
    assert f"\nand {399 - shown} more.\n" in said(outcome)
    assert len(run(outcome).annotations) == 399


def test_hostile_paths_and_names_stay_in_code() -> None:
    given = facts(written("a`@team`\n<!--.ts", b'posthog.capture("checkoutStarted<!-- x -->@team");\n'))
    body = said(pull_request.decide(given))
    assert "<!--" not in body
    assert body.split("\n- ")[1].startswith("``a`@team`")


def test_a_merge_group_gets_the_same_verdict_without_a_comment() -> None:
    given = facts(sends("checkoutStarted"), base={SETTINGS: REQUIRE})
    outcome = merge_group.decide(MergeGroupFacts("acme/shop", given.change, given.handbook, HEAD))
    assert outcome.comment is None
    assert (run(outcome).conclusion, run(outcome).title) == ("failure", "1 to settle")
    assert run(outcome).summary == (
        "To settle, since the settings of this repository ask for it:\n\n"
        "- `web/checkout.ts:1` Rename `checkoutStarted` to `checkout_started`: it is camelCase, the convention is"
        " snake_case.\n"
    )


def test_our_own_fault_holds_nobody_up() -> None:
    failed = fault.check_run(HEAD, "72d3162e-cc78-11e3-81ab-4c9367dc0958")
    assert (failed.conclusion, failed.title) == ("neutral", "Waypost could not look at this")
    assert failed.summary == (
        "Push again, or re-run this check, to have another try: Waypost could not look at this change because of a"
        " fault of its own. That says nothing about the change, and nothing waits for it.\n\n"
        "If it happens again, tell the people who run Waypost this delivery: `72d3162e-cc78-11e3-81ab-4c9367dc0958`\n"
    )


@pytest.mark.parametrize(("stage", "place"), [("advise", "\n- `"), ("off", "\n- left out until mended: `")])
def test_a_problem_in_an_edited_file_is_told_once(stage: str, place: str) -> None:
    edited = f"checks:\n  broken-waypost-file: {stage}\n  evnt: off\n".encode()
    base = {SETTINGS: f"checks:\n  broken-waypost-file: {stage}\n".encode()}
    body = said(pull_request.decide(facts(written(SETTINGS, edited), base=base, merged={SETTINGS: edited})))
    assert body.count("Waypost does not know `evnt`") == 1
    assert place in body
    assert ("**Preview.**" in body) is (stage == "off")


def test_a_closed_pull_request_gets_its_check_run_and_no_comment() -> None:
    outcome = pull_request.decide(replace(facts(sends("cartOpened")), closed=True))
    assert (run(outcome).title, outcome.comment) == ("1 suggestion", None)


def test_new_events_are_one_block_to_paste() -> None:
    spec = b"events:\n  cart_viewed: {}\n"
    file = written("web/gift.ts", b'posthog.capture("gift_added", { sku: "a" });\nposthog.capture("gift_removed");\n')
    outcome = pull_request.decide(facts(file, base={"telemetry/spec.yml": spec}))
    assert outcome.comment is not None and outcome.comment.body == (
        "**2 suggestions.** Take what helps; they will not hold up this pull request.\n\n"
        "Add these at `telemetry/spec.yml:3`, so that others find what is new (`web/gift.ts:1`, `:2`):\n\n"
        "```yaml\n"
        "  gift_added:\n    properties:\n      sku: {type: string}\n"
        "  gift_removed: {}\n"
        "```\n\n"
        "`waypost check --fix` makes these edits for you.\n"
    )


def test_a_long_block_is_folded_and_counts_what_it_leaves_out() -> None:
    calls = "".join(f'posthog.capture("gift_{number:04d}_added");\n' for number in range(600))
    file = written("web/gift.ts", calls.encode())
    outcome = pull_request.decide(facts(file, base={"telemetry/spec.yml": b"events:\n  cart_viewed: {}\n"}))
    assert outcome.comment is not None and outcome.comment.body is not None
    assert "<details><summary>600 entries</summary>" in outcome.comment.body
    shown = outcome.comment.body.count(": {}\n")
    assert f"\nand {600 - shown} more.\n" in outcome.comment.body
    assert 100 < shown < 600


def test_what_must_be_settled_stays_in_the_list_beside_its_block() -> None:
    settings = b"checks:\n  event-not-in-spec: require\n"
    file = written("web/gift.ts", b'posthog.capture("gift_added");\n')
    outcome = pull_request.decide(facts(file, base={"telemetry/spec.yml": b"events: {a: {}}\n", SETTINGS: settings}))
    assert outcome.comment is not None and outcome.comment.body is not None
    assert outcome.comment.body.startswith("**One thing to settle.**")
    assert "- `web/gift.ts:1` Add `gift_added`" in outcome.comment.body


def test_code_that_takes_too_long_is_told_and_is_no_success() -> None:
    endless = written("web/endless.ts", b"posthog.capture('cart_opened');\n" + b"a<" * 400_000)
    outcome = pull_request.decide(facts(endless, sends("cart_opened")))
    assert (run(outcome).conclusion, run(outcome).title) == ("neutral", "1 file not looked at")
    assert "`web/endless.ts` (its code takes too long to be read" in run(outcome).summary
    alone = pull_request.decide(facts(endless))
    assert (run(alone).conclusion, run(alone).title) == ("neutral", "Could not be looked at")


def test_the_most_useful_kinds_come_first_and_many_of_one_kind_are_folded() -> None:
    rows = [f'posthog.capture("cartOpened{"x" * count}");' for count in range(1, 6)]
    rows.append('posthog.capture("cart_paid", { contact: user.email });')
    book = {SETTINGS: b"checks: {event-not-in-spec: off}"}
    body = said(pull_request.decide(facts(written("web/a.ts", "\n".join(rows).encode()), base=book)))
    shown, folded = body.split("<details><summary>2 more</summary>")
    assert [line.split("`")[1] for line in shown.split("\n") if line.startswith("- ")] == [
        "web/a.ts:6",
        "web/a.ts:1",
        "web/a.ts:2",
        "web/a.ts:3",
    ]
    assert folded.count("\n- ") == 2
