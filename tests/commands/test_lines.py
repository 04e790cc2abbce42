"""A command is a line that its author writes: nothing quoted, shown as code or hidden is one, however long the text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.commands.lines import MAX_ARGUMENT, MAX_LINES, Line, lines


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("/waypost apply", [("apply", "")], id="alone"),
        pytest.param("Hi\n\n/waypost skip x because old \nBye", [("skip", "x because old")], id="between"),
        pytest.param("  /Waypost APPLY", [("apply", "")], id="case and indent"),
        pytest.param("/waypost hold x: Y?\r\n/waypost apply\r\n", [("hold", "x: Y?"), ("apply", "")], id="two"),
        pytest.param("/waypost apply\n/waypost apply", [("apply", "")], id="the same twice"),
        pytest.param("/waypost", [("", "")], id="no name"),
        pytest.param("Use /waypost apply", [], id="inside a line"),
        pytest.param("`/waypost apply`", [], id="code"),
        pytest.param("```\n/waypost apply\n```", [], id="fence"),
        pytest.param("~~~~\n/waypost apply\n~~~", [], id="open fence"),
        pytest.param("    /waypost apply", [], id="indented code"),
        pytest.param("> /waypost apply", [], id="quote"),
        pytest.param("> Quoted\n/waypost apply", [], id="lazy line of a quote"),
        pytest.param("> Quoted\n\n/waypost apply", [("apply", "")], id="after a quote"),
        pytest.param("- > /waypost apply", [], id="quote in a list"),
        pytest.param("<!-- \n/waypost apply\n-->", [], id="HTML comment"),
        pytest.param("<details>\n/waypost apply\n</details>", [], id="HTML"),
        pytest.param("<pre>\n\n/waypost apply\n</pre>", [], id="pre"),
        pytest.param("- /waypost apply", [], id="list"),
        pytest.param("/wayposted apply\n/waypost-apply\nwaypost apply\n@waypost apply", [], id="others"),
        pytest.param("", [], id="nothing"),
    ],
)  # fmt: skip
def test_what_is_a_command(text: str, found: list[tuple[str, str]]) -> None:
    assert lines(text) == tuple(Line(*one) for one in found)


def test_bounds() -> None:
    many = "".join(f"/waypost c{number}\n" for number in range(50))
    assert len(lines(many)) == MAX_LINES
    (long,) = lines("/waypost concern " + "x" * 60_000)
    assert len(long.argument) == MAX_ARGUMENT


@pytest.mark.parametrize(
    "text",
    ["/waypost " + " " * 60_000 + "x", "/waypost\t" * 10_000, "<!--" * 20_000 + "/waypost apply", "> \n" * 30_000],
    ids=["blanks", "no line breaks", "comments", "quotes"],
)
def test_hostile_text_takes_little_time(text: str) -> None:
    started = time.process_time()
    lines(text)
    assert time.process_time() - started < 1.0


@given(st.text(alphabet=st.sampled_from("`~<>!-/ waypost\n\t|#*ap"), max_size=80))
def test_quoted_by_a_fence_nothing_is_a_command(text: str) -> None:
    inside = "\n".join(line for line in text.split("\n") if not line.strip().startswith("`````"))
    assert lines(f"`````\n{inside}\n/waypost apply\n`````") == ()
    assert all(line.argument == line.argument.strip() for line in lines(text))
