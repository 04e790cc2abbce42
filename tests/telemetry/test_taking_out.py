"""An entry goes with its comma, and what is left parses; where it is not plainly one of a list, nothing goes."""

import pytest

from tests.checks.changes import edited
from waypost.finding import Edit, Span
from waypost.telemetry.taking_out import entry


def place(text: str) -> tuple[str, Span]:
    """The text without its marks, and the span between them."""
    start, end = text.index("«"), text.index("»") - 1
    bare = text.replace("«", "").replace("»", "")
    return bare, Span(*_at(bare, start), *_at(bare, end))


def _at(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("f({ a: 1, «b: x», c: 2 });", "f({ a: 1, c: 2 });", id="in the middle"),
        pytest.param("f({ «b: x», c: 2 });", "f({ c: 2 });", id="first"),
        pytest.param("f({ a: 1, «b: x» });", "f({ a: 1 });", id="last"),
        pytest.param("f({ «b: x» });", "f({});", id="alone"),
        pytest.param("f({ a, ...«user» });", "f({ a });", id="a spread"),
        pytest.param("f({'a': 1, '«b': x»})", "f({'a': 1})", id="quoted"),
        pytest.param("f({**«user», 'a': 1})", "f({'a': 1})", id="two stars"),
        pytest.param("f(\n  a: 1,\n  «b: x»,\n  c: 2,\n)\n", "f(\n  a: 1,\n  c: 2,\n)\n", id="a line of its own"),
        pytest.param("f({\n  a: 1,\n  «b: x»\n});\n", "f({\n  a: 1\n});\n", id="the last line"),
        pytest.param("f({\r\n  «b: x»,\r\n  a: 1\r\n});\r\n", "f({\r\n  a: 1\r\n});\r\n", id="CRLF"),
        pytest.param("f({\n  «b: g(\n    x,\n  )»,\n  a: 1,\n});\n", "f({\n  a: 1,\n});\n", id="several lines"),
        pytest.param("['a' => 1, '«b' => $x»]", "['a' => 1]", id="PHP"),
        pytest.param("{:a => 1, :«b => x»}", "{:a => 1}", id="Ruby"),
        pytest.param('mapOf("a" to 1, "«b" to x»)', 'mapOf("a" to 1)', id="Kotlin"),
        pytest.param("f({ ä: '😀', «b: x», c: 2 });", "f({ ä: '😀', c: 2 });", id="code points"),
    ],
)
def test_it_goes_with_its_comma(text: str, left: str) -> None:
    bare, at = place(text)
    gone = entry(bare, at)
    assert gone is not None and edited(bare, (Edit("a", gone, ""),)) == left


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('x["«b"] = x»;', id="an assignment"),
        pytest.param('mapOf("«b" to x»)', id="what a type is told from"),
        pytest.param("f({ a: 1, /* why */ «b: x» });", id="a comment before"),
        pytest.param("f({ a: 1, «b: x» /* why */ });", id="a comment behind"),
        pytest.param("f({ a: 1, «b: x» || y });", id="half a value"),
        pytest.param("track 'x', «b: x»", id="no brackets"),
    ],
)
def test_otherwise_nothing_goes(text: str) -> None:
    assert entry(*place(text)) is None
