"""What a change of the spec makes wrong for others is told; what only adds or explains is left alone."""

import pytest

from tests.checks.changes import before, handbook, patched
from waypost import checks
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
            "Give `cart_paid` `status: removed` instead of taking it out: The event `cart_paid` is gone.",
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


def test_a_comment_can_allow_it() -> None:
    patch = (
        " events:\n+  # waypost: allow breaking-spec-change because nobody reads it\n   cart_paid:\n"
        "-    properties: {a: {}}\n+    owner: b"
    )
    assert checks.run(patched({PATH: patch}), handbook(before(patch))).findings == ()
