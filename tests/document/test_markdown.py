"""What counts as said in a Markdown text, and which fields are read from it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from waypost.document.markdown import Field, fields, heading, spoken

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
        pytest.param("<https://example.com>\nObjective: said", id="after an address"),
        pytest.param("<details><summary>x</summary>\n\nObjective: said\n\n</details>", id="folded"),
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
        pytest.param("<div>\nObjective: said\n</div>", id="HTML"),
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

HIDDEN = re.compile(r"<!--.*?(-->|\Z)|<pre>.*?(</pre>|\Z)", re.DOTALL)


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_what_a_commonmark_parser_calls_code_or_quote_is_never_said(lines: list[str]) -> None:
    """Only the other way round may we differ: what is doubtful is not said."""
    text = "\n".join(lines)
    visible = 0
    quotes = 0
    for token in MarkdownIt("commonmark").parse(text):
        quotes += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type in {"inline", "html_block"} and not quotes:
            visible += HIDDEN.sub("", token.content).count(SAID)
    assert sum(SAID in line for line in spoken(text)) <= visible


@pytest.mark.parametrize(
    "text",
    ["<!-- a -->" * 100_000, "# a" + " " * 500_000 + "b", "# " * 300_000 + "b", "- " * 300_000, "a " * 300_000 + ":"],
    ids=["comments", "spaces in a heading", "heading marks", "list marks", "words before a colon"],
)
def test_a_long_line_is_read_in_one_go(text: str) -> None:
    """In quadratic time this would take hours."""
    assert len(list(spoken(text))) == 1
    assert len(list(fields(text))) <= 1


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("# Title", (1, "Title")),
        ("  ### Objective ###", (3, "Objective")),
        ("#Title", None),
        ("####### x", None),
        ("#", None),
        ("    # code", None),
    ],
)
def test_heading(line: str, expected: tuple[int, str] | None) -> None:
    assert heading(line) == expected
