"""Text from people inside our Markdown notifies nobody, links nothing and breaks nothing open."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from waypost.rendering.markdown import Markdown, code, inline, link, plain, prose

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
MENTION = re.compile(r"@[A-Za-z0-9]")
REFERENCE = re.compile(r"#\d|\bGH-\d", re.IGNORECASE)
HOSTILE = [
    *("@team", "&#64;team", "&commat;team", "#12", "GH-12", "acme/shop#3", "<!-- waypost -->", "<b>", "<img src=x>"),
    *("`", "``", "```\n", "~~~", "[x](javascript:alert(1))", "![x](http://x)", "<javascript:x>", "\n# heading"),
    *("\n- item", "1. item", "> quote", "***", "---", "|a|b|\n|-|-|", "\\", "\\`", "\u202egnp.exe", "\u2066"),
    *("\r", "\u2028", "\0", "_a_", "*a*", "~~a~~", "&lt;", "=", "+ x"),
]
anything = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=5), max_size=8).map("".join)


def flat(text: str) -> list[Token]:
    return [child for token in PARSER.parse(text) for child in (token, *(token.children or ()))]


@given(anything)
def test_inline_text_is_one_paragraph_of_text(text: str) -> None:
    tokens = flat(inline(text))
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "text", "text_special", "paragraph_close"}
    shown = "".join(token.content for token in tokens if token.type in {"text", "text_special"})
    assert not MENTION.search(shown) and not REFERENCE.search(shown)
    assert shown.replace("\u200b", "").strip() == plain(text)


@given(anything)
def test_a_code_span_is_one_code_span(text: str) -> None:
    span = code(text)
    tokens = [token for token in flat(span) if token.type not in {"paragraph_open", "inline", "paragraph_close"}]
    assert [token.type for token in tokens] == (["code_inline"] if plain(text) else [])
    assert "<!--" not in span


@given(anything, anything)
def test_a_message_keeps_its_code_spans_and_nothing_else(before: str, inside: str) -> None:
    tokens = flat(prose(f"{before} Rename {code(inside)} to {code('x')}"))
    kinds = {"paragraph_open", "inline", "text", "text_special", "paragraph_close", "code_inline"}
    assert {token.type for token in tokens} <= kinds
    shown = "".join(token.content for token in tokens if token.type in {"text", "text_special"})
    assert not MENTION.search(shown) and not REFERENCE.search(shown)


@given(anything)
def test_what_surrounds_the_text_stays_intact(text: str) -> None:
    tokens = flat(f"**Objective: {inline(text)}**\n\n- {code('path:1')} {inline(text)}\n- end")
    assert [token.type for token in tokens].count("list_item_open") == 2
    assert [token.type for token in tokens].count("strong_open") <= 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ask @acme/team, see #12", "Ask @&#8203;acme/team, see #&#8203;12"),
        ("&#64;acme", "&amp;#&#8203;64;acme"),
        ("<!-- waypost -->", "&lt;!-- waypost --&gt;"),
        ("snake_case and *stars*", "snake_case and \\*stars\\*"),
        ("1. first", "1\\. first"),
        ("two\nlines", "two lines"),
        ("right\u202eleft", "rightleft"),
        ("مرحبا 日本語", "مرحبا 日本語"),
    ],
)
def test_inline_text_reads_as_it_was_written(text: str, shown: str) -> None:
    assert inline(text) == shown


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com/a b?x=1&y=(2)", "[t](<https://example.com/a%20b?x=1&y=(2)>)"),
        ("/acme/shop/blob/HEAD/research/a.md", "[t](</acme/shop/blob/HEAD/research/a.md>)"),
        ("https://x.y/@team>)<b>", "[t](<https://x.y/%40team%3E)%3Cb%3E>)"),
        ("javascript:alert(1)", "t"),
        ("data:text/html,x", "t"),
        ("//evil.example", "t"),
        ("", "t"),
    ],
)
def test_links_lead_to_web_pages_only(url: str, expected: str) -> None:
    assert link("t", url) == expected


def test_long_text_is_cut() -> None:
    assert plain("x" * 10**6, 10) == "xxxxxxxxx…"


def test_string_methods_lose_the_mark() -> None:
    assert not isinstance(Markdown("a").upper(), Markdown)
