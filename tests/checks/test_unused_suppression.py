"""A comment beside the code keeps a check quiet, if it says why; one that allows nothing is told."""

import pytest

from tests.checks.changes import added, handbook, settles, told
from waypost import checks
from waypost.change import Change, ChangedFile
from waypost.output import json, sarif

NAME = "unused-suppression"
SNAKE = handbook("convention: {case: snake_case}")
ALLOW = "waypost: allow event-off-convention because the old app sends it"


def found(files: dict[str, str]) -> list[str]:
    return [finding.check for finding in checks.run(added(files), SNAKE).findings]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        pytest.param("a.ts", f"posthog.capture('cartOpened'); // {ALLOW}", id="same-line"),
        pytest.param("a.ts", f"// {ALLOW}\nposthog.capture('cartOpened');", id="line-above"),
        pytest.param("a.ts", f"  // {ALLOW}\n  // and more\n  posthog.capture('cartOpened');", id="comments-between"),
        pytest.param("a.ts", f"// {ALLOW}\nposthog.capture(\n  'cartOpened',\n);", id="above-the-call"),
        pytest.param("a.ts", f"posthog.capture(\n  // {ALLOW}\n  'cartOpened',\n);", id="above-the-name"),
        pytest.param("a.ts", f"posthog.capture(\n  'cartOpened',\n); // {ALLOW}", id="behind-the-call"),
        pytest.param("a.ts", f"/* {ALLOW} */\nposthog.capture('cartOpened');", id="block-comment"),
        pytest.param("a.tsx", f"<a>\n{{/* {ALLOW} */}}\n{{posthog.capture('cartOpened')}}</a>", id="jsx"),
        pytest.param("a.py", f"posthog.capture(u, 'cartOpened')  # {ALLOW}", id="python"),
        pytest.param(
            "a.go",
            f'package a\nfunc f() {{\n// {ALLOW}\nclient.Enqueue(posthog.Capture{{Event: "cartOpened"}})\n}}',
            id="another-language",
        ),
        pytest.param("a.ts", f"const A = 'cartOpened'; // {ALLOW}\nposthog.capture(A);", id="constant"),
        pytest.param(
            "a.ts", f"posthog.capture('cartOpened');\nposthog.capture('cartOpened'); // {ALLOW}", id="any-of-its-places"
        ),
    ],
)
def test_a_comment_with_a_reason_allows(path: str, source: str) -> None:
    assert found({path: source}) == []


def test_what_is_allowed_is_not_reported_anywhere() -> None:
    verdict = checks.run(added({"a.ts": f"posthog.capture('cartOpened'); // {ALLOW}"}), SNAKE)
    assert json.render(verdict) == '{\n  "findings": []\n}\n'
    assert '"results": []' in sarif.render(verdict)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"posthog.capture('cartOpened'); const text = '{ALLOW}';", id="string"),
        pytest.param(f"const text = `\n// {ALLOW}`; posthog.capture('cartOpened');", id="template"),
        pytest.param(
            "// waypost: allow event-not-in-spec because so\nposthog.capture('cartOpened'); // old", id="other"
        ),
        pytest.param(f"posthog.capture('cartOpened');\n// {ALLOW}\n", id="line-below"),
    ],
)
def test_nothing_else_allows(source: str) -> None:
    assert "event-off-convention" in found({"a.ts": source.replace(" // old", "")})


@pytest.mark.parametrize(
    ("source", "message", "after"),
    [
        pytest.param(
            "f(); // waypost: allow event-off-convention because so",
            "Take out `waypost: allow event-off-convention`: the check finds nothing here that it could allow.",
            "f();",
            id="nothing-to-allow",
        ),
        pytest.param(
            "f();\n  // waypost: allow sensitive-property because so\ng();", "Take out", "f();\ng();", id="row"
        ),
        pytest.param("f(); /* waypost: allow sensitive-property because so */", "Take out", "f();", id="block"),
        pytest.param("f(); // see waypost: allow sensitive-property because so", "Take out", None, id="says-more"),
        pytest.param(
            "f(); // waypost: allow sensitive-property",
            "Say why, and it takes effect: `waypost: allow sensitive-property because …`.",
            None,
            id="no-reason",
        ),
        pytest.param("f(); // waypost: allow sensitive-property because …", "Say why", None, id="empty-reason"),
        pytest.param(
            "f(); // waypost: allow event-of-convention because so",
            "Write `event-off-convention` for `event-of-convention`: there is no check of that name.",
            "f(); // waypost: allow event-off-convention because so",
            id="misspelt",
        ),
        pytest.param(
            "f(); // waypost: allow x because so", "Name a check that there is: `x` is none.", None, id="what"
        ),
        pytest.param("f(); // waypost: allow", "Name a check and a reason", None, id="nothing"),
    ],
)
def test_a_comment_that_allows_nothing_is_told(source: str, message: str, after: str | None) -> None:
    (finding,) = told(NAME, {"a.ts": source})
    assert finding.message.startswith(message)
    assert (settles(finding, {"a.ts": source})["a.ts"] if finding.fix else None) == after


@pytest.mark.parametrize(
    ("path", "source"),
    [
        pytest.param("a.ts", f"f(); // {ALLOW} // old", id="there-before"),
        pytest.param("a.ts", f"f('{ALLOW}')", id="string"),
        pytest.param("notes.txt", f"# {ALLOW}", id="no-code"),
        pytest.param("telemetry/spec.yml", f"version: 1\nconvention: {{template: '# {ALLOW}{{a}}'}}", id="yaml-string"),
    ],
)
def test_all_else_is_left_alone(path: str, source: str) -> None:
    assert told(NAME, {path: source}) == ()


def test_a_comment_that_was_only_moved_is_left_alone() -> None:
    text = f"f(); // {ALLOW}"
    file = ChangedFile("a.ts", "modified", f"  {text}\n".encode(), frozenset({1}), removed=text)
    assert checks.run(Change("a" * 40, "b" * 40, (file,)), SNAKE).findings == ()


def test_a_check_that_is_off_leaves_its_comments_in_peace() -> None:
    book = handbook("convention: {case: snake_case}", "checks: {event-off-convention: off}")
    assert told(NAME, {"a.ts": f"posthog.capture('cartOpened'); // {ALLOW}"}, book) == ()


def test_settings_can_be_spoken_of_in_their_own_comments() -> None:
    files = {".github/waypost.yml": "evnt: 1 # waypost: allow broken-waypost-file because of the next version\n"}
    assert checks.run(added(files), handbook()).findings == ()
