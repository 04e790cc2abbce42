"""What a change of the spec makes wrong for others is told; what only adds or explains is left alone."""

import pytest

from tests.checks.changes import before, edited, handbook, patched
from waypost import checks
from waypost.change import Change, ChangedFile
from waypost.finding import Finding

NAME = "breaking-spec-change"
PATH = "telemetry/spec.yml"


def found(patch: str, path: str = PATH) -> tuple[Finding, ...]:
    findings = checks.run(patched({path: patch}), handbook(before(patch))).findings
    return tuple(finding for finding in findings if finding.check == NAME)


def event(row_before: str, row_after: str) -> str:
    return f" events:\n   cart_paid:\n     owner: a\n-    {row_before}\n+    {row_after}\n   other: {{}}"


@pytest.mark.parametrize(
    ("patch", "line", "message"),
    [
        pytest.param(
            " events:\n   a: {}\n-  cart_paid: {}\n   b: {}",
            3,
            "Give `cart_paid` `status: deprecated` instead of taking it out: The event `cart_paid` is gone.",
            id="event",
        ),
        pytest.param(
            event("properties: {total: {}, plan: {}}", "properties: {total: {}}"),
            2,
            "Keep `plan` until nothing reads it: `cart_paid` loses its property `plan`.",
            id="property",
        ),
        pytest.param(
            event("properties: {total: {type: number}}", "properties: {total: {type: integer}}"),
            2,
            "Keep accepting what is sent today, or give it a new name: Type of `total` of `cart_paid`",
            id="type",
        ),
        pytest.param(
            event("properties: {total: {}}", "properties: {total: {required: true}}"),
            2,
            "Leave `total` optional until every version in use sends it: ",
            id="required",
        ),
        pytest.param(
            event("properties: {}", "properties: {total: {required: true}}"),
            2,
            "Leave `total` optional until every version in use sends it: `cart_paid` gets a required property `total`.",
            id="new-and-required",
        ),
        pytest.param(
            event("properties: {plan: {enum: [a, b]}}", "properties: {plan: {enum: [a]}}"),
            2,
            "Keep accepting what is sent today, or give it a new name: The values of `plan` of `cart_paid`: no longer",
            id="enum",
        ),
        pytest.param(
            event("description: x", "status: removed"), 2, "Make `cart_paid` `deprecated` first", id="removed-at-once"
        ),
    ],
)
def test_what_breaks_is_told_at_its_event(patch: str, line: int, message: str) -> None:
    (finding,) = found(patch)
    assert finding.message.startswith(message)
    assert (finding.path, finding.span.line) == (PATH, line)


@pytest.mark.parametrize(
    "patch",
    [
        pytest.param(" events:\n   a: {}\n+  b: {}", id="new-event"),
        pytest.param(event("description: x", "description: y"), id="description"),
        pytest.param(event("properties: {}", "properties: {plan: {}}"), id="new-property"),
        pytest.param(event("properties: {t: {type: integer}}", "properties: {t: {type: number}}"), id="wider"),
        pytest.param(event("description: x", "status: deprecated"), id="announced"),
        pytest.param(" events:\n-  a: {}\n+  b: {aliases: [a]}", id="renamed-with-its-earlier-name"),
        pytest.param(" events:\n   b: {}\n-  a: {status: deprecated}", id="gone-after-notice"),
        pytest.param("-events:\n-  a: {}", id="no-spec-any-more"),
        pytest.param(" events:\n   a: {}\n-  b: {}\n+  c: [", id="cannot-be-read"),
    ],
)
def test_all_else_is_left_alone(patch: str) -> None:
    assert found(patch) == ()


def test_a_change_of_code_alone_says_nothing_of_the_spec() -> None:
    assert found("+posthog.capture('a')", "a.ts") == ()


def test_what_happened_to_one_event_is_one_remark() -> None:
    (finding,) = found(event("properties: {a: {}, b: {}, c: {}, d: {}, e: {}}", "properties: {}"))
    assert finding.message.count("loses its property") == 3
    assert finding.message.endswith("; and 2 more.")


@pytest.mark.parametrize(("call", "told"), [("cart_seen", 0), ("cart_paid", 1)], ids=["its-own", "another's"])
def test_an_event_whose_call_is_taken_out_may_be_called_removed(call: str, told: int) -> None:
    spec = "events:\n  cart_seen: {}\n  cart_paid: {}\n"
    change = patched(
        {
            PATH: " events:\n-  cart_seen: {}\n+  cart_seen: {status: removed}\n   cart_paid: {}\n",
            "a.ts": f"-posthog.capture('{call}')\n f();\n",
        }
    )
    findings = checks.run(change, handbook(spec)).findings
    assert [finding.check for finding in findings].count("breaking-spec-change") == told


def test_a_comment_can_allow_it() -> None:
    patch = (
        " events:\n+  # waypost: allow breaking-spec-change because nobody reads it\n   cart_paid:\n"
        "-    properties: {a: {}}\n+    owner: b"
    )
    assert checks.run(patched({PATH: patch}), handbook(before(patch))).findings == ()


BLOCK = """\
 events:
   a: {}
-  cart_paid:
-    owner: x  # theirs
-    properties:
-      total: {type: number}
   b: {}
"""


@pytest.mark.parametrize(
    ("patch", "after"),
    [
        pytest.param(
            " events:\n   a: {}\n-  cart_paid: {owner: x}\n   b: {}",
            "events:\n  a: {}\n  b: {}\n  cart_paid: {owner: x, status: deprecated}\n",
            id="event",
        ),
        pytest.param(
            BLOCK,
            "events:\n  a: {}\n  b: {}\n  cart_paid:\n    owner: x  # theirs\n    properties:\n"
            "      total: {type: number}\n    status: deprecated\n",
            id="event-of-several-lines",
        ),
        pytest.param(
            event("properties: {total: {}, plan: {type: string, enum: [a, 'b']}}", "properties: {total: {}}"),
            "properties: {total: {}, plan: {type: string, enum: [a, 'b']}}",
            id="property",
        ),
        pytest.param(
            event("properties: {a: {type: string}, b: {}}", "description: y"),
            "description: y\n    properties:\n      a: {type: string}\n      b: {}",
            id="all-properties",
        ),
        pytest.param(
            event("properties: {total: {type: number}}", "properties: {total: {type: integer}}"),
            "properties: {total: {type: number}}",
            id="type",
        ),
        pytest.param(
            event("properties: {total: {}}", "properties: {total: {required: true}}"),
            "properties: {total: {required: false}}",
            id="required",
        ),
        pytest.param(
            event("properties: {}", "properties: {total: {required: true}}"),
            "properties: {total: {required: false}}",
            id="new-and-required",
        ),
        pytest.param(
            event("properties: {plan: {enum: [a, b]}, t: {}}", "properties: {plan: {enum: [a]}}"),
            "properties: {plan: {enum: [a, b]}, t: {}}",
            id="two-things",
        ),
        pytest.param(event("description: x", "status: removed"), None, id="removed-at-once"),
        pytest.param(event("properties: {t: {}}", "properties: {t: {type: string}}"), None, id="new-type"),
    ],
)
def test_what_others_rely_on_is_put_back_where_it_is_asked_for(patch: str, after: str | None) -> None:
    (finding,) = found(patch)
    assert finding.fix is None
    (file,) = patched({PATH: patch}).files
    text = (file.text or b"").decode()
    result = edited(text, finding.choice.fix.edits) if finding.choice else None
    assert (result and after and after in result) == (after and True)
    if result is not None:
        done = Change("a" * 40, "b" * 40, (ChangedFile(PATH, "modified", result.encode(), frozenset()),))
        assert [one.check for one in checks.run(done, handbook(before(patch))).findings] == []
