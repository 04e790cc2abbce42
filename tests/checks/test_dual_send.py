"""The old name beside the new one: offered as code in every language, noticed, and reminded of."""

import datetime
from dataclasses import replace

import pytest

from tests.checks.changes import edited, handbook, patched
from waypost import checks
from waypost.change import Change, ChangedFile
from waypost.finding import Choice, Finding
from waypost.handbook import Handbook
from waypost.telemetry.spec import PATH, read_spec

SPEC = "events:\n  cart_seen: {owner: a}\n  cart_paid: {}\n"
NOW = datetime.date(2026, 7, 1)

CODE = {
    "a.ts": '  posthog.capture("cart_seen", {\n    items, // all\n  });',
    "a.tsx": "  await analytics.track('cart_seen')",
    "a.py": '    posthog.capture(\n        user,\n        "cart_seen",\n    )  # why',
    "a.go": '\tclient.Enqueue(posthog.Capture{DistinctId: id, Event: "cart_seen"})',
    "a.rb": "  posthog.capture({distinct_id: id, event: 'cart_seen'})",
    "A.java": '    posthog.capture(id, "cart_seen");',
    "A.kt": '  PostHog.capture("cart_seen")',
    "A.swift": '    PostHogSDK.shared.capture("cart_seen")',
    "a.php": "  PostHog::capture(['distinctId' => $id, 'event' => 'cart_seen']);",
    "A.cs": '    Analytics.Client.Track(id, "cart_seen");',
    "a.dart": "  await Posthog().capture(eventName: 'cart_seen');",
    "a.vue": "  posthog.capture('cart_seen')",
}
AROUND = {
    "a.ts": ("import posthog from 'posthog-js';\nfunction f() {", "}"),
    "a.tsx": ("async function f() {", "}"),
    "a.py": ("import posthog\ndef f():", "    g()"),
    "a.go": ('package a\nimport "github.com/posthog/posthog-go"\nfunc f() {', "}"),
    "a.rb": ("require 'posthog'\ndef f", "end"),
    "A.java": ("import com.posthog.java.PostHog;\nclass A {\n  void f() {", "  }\n}"),
    "A.kt": ("import com.posthog.PostHog\nfun f() {", "}"),
    "A.swift": ("import PostHog\nfunc f() {", "}"),
    "a.php": ("<?php\nuse PostHog\\PostHog;\nfunction f() {", "}"),
    "A.cs": ("using Segment.Analytics;\nclass A {\n  void F() {", "  }\n}"),
    "a.dart": ("import 'package:posthog_flutter/posthog_flutter.dart';\nvoid f() async {", "}"),
    "a.vue": ("<script setup>\nimport posthog from 'posthog-js'\nfunction f() {", "}\n</script>"),
}


def renaming(path: str, old: str = "cart_seen", new: str = "cart_viewed") -> Change:
    """A change in which the old name gave way to the new one in a call."""
    before, behind = AROUND[path]
    text = f"{before}\n{CODE[path]}\n{behind}\n"
    rows = [f" {row}" if old not in row else f"-{row}\n+{row.replace(old, new)}" for row in text.splitlines()]
    return patched({path: "\n".join(rows)})


def found(change: Change, book: Handbook, check: str = "renamed-event") -> list[Finding]:
    return [finding for finding in checks.run(change, book).findings if finding.check == check]


def chosen(change: Change, book: Handbook) -> Choice | None:
    (finding,) = found(change, book)
    return finding.choice


def after(change: Change, choice: Choice, base: str | None = SPEC) -> Change:
    """The change with the edits that were chosen, as a further push would have it."""
    files = {file.path: file for file in change.files}
    for path in dict.fromkeys(edit.path for edit in choice.fix.edits):
        edits = tuple(edit for edit in choice.fix.edits if edit.path == path)
        known = files.get(path) or ChangedFile(path, "modified", (base or "").encode(), frozenset())
        new = sum(edit.text.count("\n") for edit in edits)
        lines = {line + new * any(line >= edit.span.line for edit in edits) for line in known.added}
        own = {edit.span.line + more for edit in edits for more in range(edit.text.count("\n"))}
        text = edited((known.text or b"").decode(), edits)
        files[path] = replace(known, text=text.encode(), added=frozenset(lines | own))
    return replace(change, files=tuple(files.values()))


@pytest.mark.parametrize("path", CODE)
def test_the_statement_is_repeated_with_the_old_name(path: str) -> None:
    change, book = renaming(path), handbook(SPEC)
    choice = chosen(change, book)
    assert choice is not None and choice.name == "dual-send"
    (line,) = choice.lines
    statement = CODE[path].removesuffix("  # why")
    assert line.text == f"{statement}\n"
    done = after(change, choice)
    (text,) = (file.text.decode() for file in done.files if file.path == path and file.text)
    new = CODE[path].replace("cart_seen", "cart_viewed")
    assert text == f"{AROUND[path][0]}\n{statement}\n{new}\n{AROUND[path][1]}\n"
    assert [finding.message for finding in checks.run(done, book).findings] == []


def test_the_spec_says_since_when_and_the_reminder_comes() -> None:
    change = renaming("a.ts")
    choice = chosen(change, handbook(SPEC))
    assert choice is not None
    done = after(change, choice)
    spec = done.files[-1].text or b""
    assert spec.decode() == (
        "events:\n  cart_seen: {owner: a, status: deprecated, replacement: cart_viewed, since: 2026-07-01}\n"
        "  cart_paid: {}\n  cart_viewed:\n    properties:\n      items: {}\n"
    )
    assert read_spec(spec)[1] == ()
    later = Change("c" * 40, "d" * 40, (replace(done.files[0], added=frozenset({9})),))
    for days, told in ((89, []), (90, ["Take `cart_seen` out when no report reads it any more"])):
        book = replace(handbook(spec.decode()), today=NOW + datetime.timedelta(days))
        assert [one.message.split(":")[0] for one in found(later, book, "lingering-event")] == told


@pytest.mark.parametrize(
    ("head", "result"),
    [
        pytest.param(
            "events:\n  cart_viewed: {}\n",
            "events:\n  cart_viewed: {}\n  cart_seen:\n    status: deprecated\n    replacement: cart_viewed\n"
            "    since: 2026-07-01\n",
            id="renamed-in-the-spec",
        ),
        pytest.param(
            "events:\n  cart_viewed: {}\n  cart_seen:\n    owner: a\n",
            "events:\n  cart_viewed: {}\n  cart_seen:\n    owner: a\n    status: deprecated\n"
            "    replacement: cart_viewed\n    since: 2026-07-01\n",
            id="both",
        ),
        pytest.param(
            "events:\n  cart_seen:\n    owner: a\n",
            "events:\n  cart_seen:\n    owner: a\n    status: deprecated\n    replacement: cart_viewed\n"
            "    since: 2026-07-01\n  cart_viewed: {}\n",
            id="the-last-one",
        ),
    ],
)
def test_both_stand_in_the_spec(head: str, result: str) -> None:
    spec = ChangedFile(PATH, "modified", head.encode(), frozenset())
    change = renaming("A.kt")
    change, book = replace(change, files=(*change.files, spec)), handbook(SPEC)
    choice = chosen(change, book)
    assert choice is not None
    done = after(change, choice)
    assert done.files[1].text == result.encode()
    assert read_spec(result.encode())[1] == ()
    assert found(done, book) == [] == found(done, book, "retired-event")


def test_without_a_spec_it_is_code_alone() -> None:
    choice = chosen(renaming("a.ts"), handbook(None))
    assert choice is not None and choice.fix.edits == choice.lines


def test_a_constant_is_written_out() -> None:
    patch = (
        " function f() {\n-  const SEEN = 'cart_seen';\n+  const SEEN = 'cart_viewed';\n"
        "   posthog.capture(SEEN, {a});\n }"
    )
    choice = chosen(patched({"a.ts": patch}), handbook(None))
    assert choice is not None and [edit.text for edit in choice.lines] == ["  posthog.capture('cart_seen', {a});\n"]


def test_every_place_is_repeated() -> None:
    patch = "-posthog.capture('cart_seen');\n+posthog.capture('cart_viewed');"
    choice = chosen(patched({"a.ts": patch, "b.ts": f" f();\n{patch}"}), handbook(None))
    assert choice is not None
    assert [(edit.path, edit.span.line) for edit in choice.lines] == [("a.ts", 1), ("b.ts", 2)]


OWN = "telemetry:\n  calls: [{call: sendEvent, name: 0}]\n"


@pytest.mark.parametrize(
    "patch",
    [
        pytest.param("-if (a) posthog.capture('cart_seen');\n+if (a) posthog.capture('cart_viewed');", id="with-more"),
        pytest.param("-f(() => posthog.capture('cart_seen'));\n+f(() => posthog.capture('cart_viewed'));", id="value"),
        pytest.param(
            "-posthog.capture('cart_seen', {n: i++});\n+posthog.capture('cart_viewed', {n: i++});", id="counts"
        ),
        pytest.param(
            "-posthog.capture('cart_seen', {n: q.pop()});\n+posthog.capture('cart_viewed', {n: q.pop()});", id="takes"
        ),
        pytest.param(
            "-posthog.capture('cart_seen', {}, () => go());\n+posthog.capture('cart_viewed', {}, () => go());",
            id="calls-back",
        ),
        pytest.param(
            "-posthog.capture(a ? 'cart_seen' : 'b_c');\n+posthog.capture(a ? 'cart_viewed' : 'b_c');", id="two-names"
        ),
        pytest.param("-const A = 'cart_seen';\n+const A = 'cart_viewed';\n sendEvent(A);", id="constant-of-their-own"),
        pytest.param(
            "-posthog.capture('cart_seen');\n+posthog.capture('cart_viewed');\n"
            "-x = posthog.capture('cart_seen');\n+x = posthog.capture('cart_viewed');",
            id="one-of-two-places",
        ),
        pytest.param("-(posthog as P).capture('cart_seen')\n+(posthog as P).capture('cart_viewed')", id="no-semicolon"),
    ],
)
def test_where_it_cannot_be_it_stays_words(patch: str) -> None:
    (finding,) = found(patched({"a.ts": patch}), handbook(SPEC, OWN))
    assert finding.choice is None
    assert "send both until all reports have gone over" in finding.message


@pytest.mark.parametrize(
    ("since", "apart", "told"),
    [
        pytest.param("2026-06-01", "", 0, id="for-a-while"),
        pytest.param("2026-03-01", "", 1, id="for-too-long"),
        pytest.param("2026-06-01", "f();\n", 1, id="somewhere-else"),
    ],
)
def test_what_is_sent_beside_the_new_name_is_meant(since: str, apart: str, told: int) -> None:
    spec = (
        f"events:\n  cart_seen: {{status: deprecated, replacement: cart_viewed, since: {since}}}\n  cart_viewed: {{}}\n"
    )
    text = f"+posthog.capture('cart_seen', {{\n+  a,\n+}});\n{apart and '+' + apart}+posthog.capture('cart_viewed');\n"
    assert len(found(patched({"a.ts": text}), handbook(spec), "retired-event")) == told
