"""What counts as said in a Markdown text, and which fields are read from it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from waypost.document.markdown import Field, fields, spoken

SAID = "Objective: said"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Objective: said", id="a line"),
        pytest.param("- **Objective:** said", id="bold in a list"),
        pytest.param("**Objective**: said", id="bold name"),
        pytest.param("### Objective\n\nsaid\n\n### Other\n", id="issue form"),
        pytest.param("### Objective\r\n\r\nsaid\r\n", id="carriage returns"),
        pytest.param("```\nx\n```\nObjective: said", id="after a fence"),
        pytest.param("> quoted\n\nObjective: said", id="after a quote"),
        pytest.param("<!-- hidden\n--> \nObjective: said", id="after a comment"),
        pytest.param("``` one `line` ```\nObjective: said", id="inline code is no fence"),
    ],
)
def test_counts(text: str) -> None:
    assert Field("objective", "said") in list(fields(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("```\nObjective: said\n```", id="fence"),
        pytest.param("~~~~\n~~~\nObjective: said\n~~~~", id="shorter fence inside"),
        pytest.param("```\nObjective: said", id="unclosed fence"),
        pytest.param("- ```\n  Objective: said\n  ```", id="fence in a list"),
        pytest.param("    Objective: said", id="indented code"),
        pytest.param("> Objective: said", id="quote"),
        pytest.param("- > Objective: said", id="quote in a list"),
        pytest.param("> quoted\nObjective: said", id="lazy line of a quote"),
        pytest.param("<!-- Objective: said -->", id="comment"),
        pytest.param("<!--\nObjective: said\n", id="unclosed comment"),
        pytest.param("<pre>\nObjective: said\n</pre>", id="pre"),
        pytest.param("`Objective: said`", id="code span"),
        pytest.param("We have an Objective: said", id="inside a sentence"),
    ],
)
def test_does_not_count(text: str) -> None:
    assert not [field for field in fields(text) if "said" in field.value and field.name == "objective"]


PIECES = [
    "```",
    "~~~",
    "````",
    "> q",
    "<!--",
    "-->",
    "",
    "    code",
    "word",
    "- item",
    "- > q",
    "<pre>",
    "</pre>",
    SAID,
]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_what_a_commonmark_parser_calls_code_or_quote_is_never_said(lines: list[str]) -> None:
    """Only the other way round may we differ: what is doubtful is not said."""
    text = "\n".join(lines)
    visible = 0
    quotes = 0
    for token in MarkdownIt("commonmark").parse(text):
        quotes += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "inline" and not quotes:
            visible += len(re.findall(re.escape(SAID), re.sub(r"<!--.*?-->", "", token.content, flags=re.DOTALL)))
    assert sum(SAID in line for line in spoken(text)) <= visible


def test_a_long_text_is_read_in_one_go() -> None:
    assert len(list(spoken("<!-- a --> b\n" * 20_000))) == 20_001
