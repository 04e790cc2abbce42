"""Whatever a change holds, the checks come to an end, and their fixes fit the files."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.changes import added, edited, handbook, patched
from waypost import checks

SPEC = """\
convention: {case: snake_case, properties: {case: snake_case}}
events:
  cart_opened: {properties: {total: {type: number, required: true}, plan_type: {enum: [a, b]}}}
  cart_seen: {status: deprecated, replacement: cart_opened}
"""
PIECES = [
    *("posthog.capture(", "'cart_opened'", "'cartSeen'", "`a_page_${step}`", "'cart_open'", ")", "{", "}", ", ", "\n"),
    *("total: '1'", "planType: 1", "email: user.email", "...user", "...req.body", "{a: {b: ", "-", "+", "'", '"'),
    *(
        "// waypost: allow ",
        "sensitive-property",
        "evnt",
        " because so",
        "/*",
        "*/",
        "\u2028",
        "é😀",
        "const A = ",
        "A",
    ),
]
sources = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(sources, st.sampled_from(["a.ts", "a.tsx", "a.py", "a.go", "a.kt", "a.vue"]))
@settings(max_examples=80, deadline=None)
def test_any_code_is_judged(source: str, path: str) -> None:
    book = handbook(SPEC)
    files = {path: source, "telemetry/spec.yml": SPEC}
    for finding in checks.run(added({path: source}), book).findings:
        for edit in finding.fix.edits if finding.fix else ():
            edited(files[edit.path], (edit,))
            assert edit.span.line <= files[edit.path].count("\n") + 1


@given(sources, sources)
@settings(max_examples=50, deadline=None)
def test_any_difference_is_judged(before: str, after: str) -> None:
    patch = "\n".join([*(f"-{row}" for row in before.split("\n")), *(f"+{row}" for row in after.split("\n"))])
    checks.run(patched({"a.ts": patch}), handbook(SPEC))
    checks.run(patched({"telemetry/spec.yml": patch}), handbook(SPEC))
