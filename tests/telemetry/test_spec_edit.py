"""An entry is added as text: comments, order and quoting of all else stay, and twice is once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks.changes import edited
from waypost.finding import Span
from waypost.telemetry.call_site import CallSite
from waypost.telemetry.resolve import Resolution
from waypost.telemetry.spec import read_spec
from waypost.telemetry.spec_edit import entry_edit

AT = Span(1, 1, 1, 1)
SITE = CallSite("a.ts", AT, AT, "PostHog", (), Resolution.LITERAL, (("plan", "string"), ("sum", None)))
BLOCK = "  new_one:\n    properties:\n      plan: {type: string}\n      sum: {}\n"


def added(text: str | None, name: str = "new_one", site: CallSite = SITE) -> str | None:
    edit = entry_edit(None if text is None else text.encode(), name, site)
    return None if edit is None else edited(text or "", (edit,))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(None, f"version: 1\nevents:\n{BLOCK}", id="no-file"),
        pytest.param("# ours\n", f"# ours\nversion: 1\nevents:\n{BLOCK}", id="comments-only"),
        pytest.param("version: 1", f"version: 1\nevents:\n{BLOCK}", id="no-events-no-line-end"),
        pytest.param("events:  # all\nversion: 1\n", f"events:  # all\n{BLOCK}version: 1\n", id="no-entries"),
        pytest.param("events: {}\nversion: 1\n", f"events:\n{BLOCK}version: 1\n", id="empty-braces"),
        pytest.param(
            "events: {a: {}}\n",
            "events: {a: {}, new_one: {properties: {plan: {type: string}, sum: {}}}}\n",
            id="braces",
        ),
        pytest.param("events:\n  a: {}", f"events:\n  a: {{}}\n{BLOCK}", id="no-line-end"),
        pytest.param(
            "events:\n  a: {}\n\n# about\nversion: 1\n",
            f"events:\n  a: {{}}\n{BLOCK}\n# about\nversion: 1\n",
            id="comment-of-the-next-key",
        ),
        pytest.param(
            "events:\n  a: {}  # one\n  # two\n\n  # three\n",
            f"events:\n  a: {{}}  # one\n  # two\n{BLOCK}\n  # three\n",
            id="comments-of-the-entry",
        ),
        pytest.param(
            "events:\n  a:\n    description: |\n      long\n\n      text\n\nversion: 1\n",
            f"events:\n  a:\n    description: |\n      long\n\n      text\n{BLOCK}\nversion: 1\n",
            id="block-text",
        ),
        pytest.param(
            "events:\n  a: &a {owner: x}\n  b: *a\n", f"events:\n  a: &a {{owner: x}}\n  b: *a\n{BLOCK}", id="alias"
        ),
        pytest.param(
            "events:\n  \"a b\": {owner: 'ü🙂'}\n", f"events:\n  \"a b\": {{owner: 'ü🙂'}}\n{BLOCK}", id="quotes"
        ),
        pytest.param(
            "events:\r\n  a: {}\r\nversion: 1\r\n",
            "events:\r\n  a: {}\r\n" + BLOCK.replace("\n", "\r\n") + "version: 1\r\n",
            id="crlf",
        ),
        pytest.param(
            "events:\n    a: {}\n",
            "events:\n    a: {}\n" + BLOCK.replace("  ", "    "),
            id="deeper-indent",
        ),
        pytest.param("events:\n  new_one: {}\n", None, id="declared"),
        pytest.param("events: {'new_one': {}}\n", None, id="declared-in-quotes"),
        pytest.param("events: [a]\n", None, id="events-are-a-list"),
        pytest.param("- a\n", None, id="a-list"),
        pytest.param("{events: {}}\n", None, id="all-in-braces"),
        pytest.param("events: [", None, id="broken"),
    ],
)
def test_the_entry_stands_at_the_end_of_the_events(before: str | None, after: str | None) -> None:
    assert added(before) == after
    if after is not None:
        assert added(after) is None
        spec, problems = read_spec(after.encode())
        assert spec is not None
        assert "new_one" in spec.names
        assert problems == ()


@pytest.mark.parametrize(
    "name", ["yes", "1", "a: b", "a #b", "- a", "ä", "a:", "null", "'", '"', "\n", "{x}", "a\\b", "@a", "*"]
)
def test_any_name_is_written_so_that_it_is_read_back(name: str) -> None:
    after = added("events:\n  a: {}\n", name)
    assert after is not None
    spec, problems = read_spec(after.encode())
    assert spec is not None
    assert spec.names == {"a", name}
    assert problems == ()


KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
BEFORE = st.sampled_from(
    ["", "events:\n  a: {}\n", "events: {a: {}}", "version: 1\n", "events:\n  a:\n    owner: x\n# c\nversion: 1"]
)


@given(BEFORE, KEYS, st.dictionaries(KEYS, st.sampled_from(["string", "number", None]), max_size=3))
def test_all_else_is_read_as_before(before: str, name: str, keys: dict[str, str | None]) -> None:
    site = CallSite("a.ts", AT, AT, "x", (), Resolution.LITERAL, tuple(keys.items()))
    after = added(before, name, site)
    old, _ = read_spec(before.encode())
    if after is None:
        assert old is not None
        assert name in old.names
        return
    new, problems = read_spec(after.encode())
    assert problems == ()
    assert old is not None
    assert new is not None
    assert {key: event for key, event in new.events.items() if key != name} == old.events
    assert {key: value.type for key, value in new.events[name].properties.items()} == {
        key: kind or "any" for key, kind in keys.items()
    }
