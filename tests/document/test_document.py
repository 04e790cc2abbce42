"""A document that is wrong says where and what to write instead, and keeps what is right."""

import gc
from typing import Annotated

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from waypost.document import MAX_BYTES, nodes, read
from waypost.document.tree import parse


class Stop(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1)]
    metres: int | None = None


class Route(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str = ""
    stops: dict[str, Stop] = {}
    tags: tuple[str, ...] = ()
    legs: tuple[Stop, ...] = ()


BOMB = "title: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"k{i}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(8)
)

WRONG = [
    ("unknown-key", "titel: x", "1:1: Waypost does not know `titel`. Did you mean `title`?"),
    (
        "unknown-key-far-off",
        "zebra: x",
        "1:1: Waypost does not know `zebra`. Known here: `legs`, `stops`, `tags`, `title`.",
    ),
    ("wrong-type", "title: [1]", "1:1: `[1]` does not fit here. Write text."),
    ("missing", "stops:\n  a: {}", "2:3: `name` is missing here. Add `name:`."),
    ("empty", "stops:\n  a: {name: ''}", "2:7: This is empty. Write something here, or take the line out."),
    ("union", "stops:\n  a: {name: x, metres: far}", "2:16: `far` does not fit here. Write a whole number or nothing."),
    ("twice", "title: a\ntitle: b", "2:1: `title` is here twice (first in line 1). Keep one of them."),
    (
        "syntax",
        "title: a\n  b: c",
        "2:4: This is not valid YAML: mapping values are not allowed here."
        " Indent this as its neighbours, or put text that holds `: ` in quotes.",
    ),
    (
        "tab",
        "title:\n\t- a",
        "2:1: This is not valid YAML: found character '\\t' that cannot start any token."
        " Indent with spaces, not with tabs.",
    ),
    (
        "quotes",
        "title: %",
        "1:8: This is not valid YAML: found character '%' that cannot start any token. Put the text in quotes.",
    ),
    (
        "indent",
        "stops:\n  a: 1\n b: 2",
        "3:2: This is not valid YAML: expected <block end>, but found"
        " '<block mapping start>'. Indent this as its neighbours.",
    ),
    ("open-quote", "title: 'a", "1:10: This is not valid YAML: found unexpected end of stream. Close the quote."),
    ("list", "- a", '1:1: `["a"]` does not fit here. Write a mapping (`key: value`).'),
    (
        "backtick-in-key",
        '"a`@octocat`b": 1',
        "1:1: Waypost does not know `a'@octocat'b`. Known here: `legs`, `stops`, `tags`, `title`.",
    ),
    ("lone-surrogate", '"\\ud800": 1', "1:1: Waypost does not know `?`. Known here: `legs`, `stops`, `tags`, `title`."),
    (
        "alias-bomb",
        BOMB,
        "7:12: The file holds more than 2,000,000 values once aliases are expanded. Use fewer aliases.",
    ),
    ("cycle", "title: &a [*a]", "1:12: `*a` stands within what it means. Write it out."),
    ("deep", "[" * 5000, "1:41: Nested more than 40 levels deep. Make it flatter."),
    ("a-key-that-is-a-list", "? [a]\n: x", "1:3: Write the key as text: a list or a mapping is none."),
    ("not-utf-8", b"title: a\nstops: \xff", "2:8: This is not UTF-8 text. Save the file as UTF-8."),
    (
        "conflict",
        "title: a\n<<<<<<< HEAD\ntags: [a]\n=======\ntags: [b]\n>>>>>>> b\n",
        "2:1: Resolve the merge conflict that begins here, and take its marks out.",
    ),
    (
        "colon-in-braces",
        "stops: {a: {name: b: c}}",
        "1:20: This is not valid YAML: expected ',' or '}', but got ':'."
        " Put text that holds `:` or `,` in quotes, or close the `{`.",
    ),
    (
        "merge-key",
        "stops:\n  a: {name: x, <<: {metres: 1}}",
        "2:16: Write out what this stands for: Waypost follows no merge keys (`<<`).",
    ),
    ("empty-mapping", "stops:\n  a:\n", "2:3: This is empty. Write `{}`, or take the line out."),
    ("without-its-key", "legs: [One]", "1:8: `One` does not fit here. Write `{name: One}`."),
    ("too-large", b"#" * (MAX_BYTES + 1), "1:1: The file is larger than 8,000,000 bytes. Split it."),
]


@pytest.mark.parametrize(("text", "said"), [pytest.param(t, s, id=i) for i, t, s in WRONG])
def test_a_fault_is_told_with_its_place_and_its_mend(text: str | bytes, said: str) -> None:
    _, problems = read("route.yml", text if isinstance(text, bytes) else text.encode(), Route)
    assert str(problems[0]) == f"route.yml:{said}"


def test_what_is_right_is_kept_beside_what_is_wrong() -> None:
    text = b"title: North\ntagz: [a]\nstops:\n  one: {name: One}\n  two: {metres: 3}\n"
    route, problems = read("route.yml", text, Route)
    assert route == Route(title="North", stops={"one": Stop("One")})
    assert [problem.span.line for problem in problems] == [2, 5]


def test_a_bad_item_leaves_the_others_in_their_list() -> None:
    text = b"legs:\n  - {name: One}\n  - {}\n  - 3\n  - {name: Two, metres: far, mtres: 1}\n"
    route, problems = read("route.yml", text, Route)
    assert route == Route(legs=(Stop("One"), Stop("Two")))
    assert [problem.span.line for problem in problems] == [3, 4, 5, 5]


def test_every_fault_is_told_at_once() -> None:
    _, problems = read("route.yml", b"a: 1\nb: 2\ntitle: {}\nstops: 3\n", Route)
    assert [problem.span.line for problem in problems] == [1, 2, 3, 4]


@pytest.mark.parametrize("text", [b"", b"# nothing yet\n", b"~", b"!", b"---\n"])
def test_an_empty_document_is_an_empty_mapping(text: bytes) -> None:
    assert read("route.yml", text, Route) == (Route(), ())


def test_lines_count_from_where_the_text_begins_in_its_file() -> None:
    _, problems = read("note.md", b"titel: x", Route, start_line=2)
    assert problems[0].span.line == 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"title: off", id="off-is-a-word"),
        pytest.param(b"title: 'off'", id="quoted"),
        pytest.param(b"\xef\xbb\xbftitle: off", id="byte-order-mark"),
        pytest.param(b"title: off\r\ntags: []\r\n", id="windows-lines"),
    ],
)
def test_plain_yaml_is_read_as_people_mean_it(text: bytes) -> None:
    assert read("route.yml", text, Route) == (Route(title="off"), ())


@given(st.text() | st.binary())
def test_no_input_raises(text: str | bytes) -> None:
    route, problems = read("route.yml", text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text, Route)
    assert isinstance(route, Route) or problems


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_no_value_raises(value: object) -> None:
    route, problems = read(
        "route.yml", msgspec.json.encode({"title": value, "stops": value, "tags": value, "legs": value}), Route
    )
    assert isinstance(route, Route) or problems


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("a: [" + "1," * 11_000 + "]", "more than 10,000 values", id="one-long-list"),
        pytest.param("{" + ",".join(f"a{n}" for n in range(6_000)) + "}", "more than 10,000 values", id="keys"),
        pytest.param("a: &a [1]\nb: [" + "*a," * 11_000 + "]", "more than 10,000 values", id="aliases"),
        pytest.param("a: {" + "b:c, " * 190 + "}", "found unexpected ':'", id="what-only-the-slow-reader-takes"),
    ],
)
def test_a_file_that_would_take_long_is_not_read_to_its_end(
    text: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nodes, "MAX_NODES", 10_000)
    monkeypatch.setattr(nodes, "MAX_SLOW_NODES", 100)
    tree, (problem,) = parse("a.yml", text.encode())
    assert tree is None
    assert message in problem.message


SCALARS = [
    "1",
    "0o17",
    "017",
    "1_0",
    "-1.5e3",
    "1.",
    ".5",
    "._5",
    "true",
    "True",
    "yes",
    "off",
    "~",
    "null",
    "",
    "2024-01-01",
]
SCALARS += [
    "'1'",
    '"é"',
    "!!str 1",
    "!!int '3'",
    "! 12",
    "!own 1",
    "<<",
    "=",
    "1:30",
    ".inf",
    "x y",
    "|\n   a\n   b\n",
    "0x1F",
]


@pytest.mark.parametrize("scalar", SCALARS)
def test_the_fast_reader_and_the_slow_one_read_the_same(scalar: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"# é🙂\nä: {{🙂: 1}}\nb:\n  - {scalar}\nc: &c [x]\nd: *c\n".encode()
    places: list[tuple[str | int, ...]] = [(), ("ä", "🙂"), ("b", 0), ("c", 0), ("d",)]
    fast, _ = parse("a.yml", text)
    with monkeypatch.context() as patch:
        patch.setattr(nodes, "_fast", _refuse)
        slow, _ = parse("a.yml", text)
    assert fast is not None
    assert slow is not None
    assert fast.value == slow.value
    assert [fast.span(place) for place in places] == [slow.span(place) for place in places]


def _refuse(text: str) -> None:
    raise ValueError(text)


def test_line_separators_that_no_editor_counts_are_not_counted() -> None:
    _, problems = read("route.yml", "title: 'a\u2028b'\ntagz: 1".encode(), Route)
    assert problems[0].span.line == 2


def test_a_place_is_found_behind_an_alias_and_for_what_is_missing() -> None:
    tree, _ = parse("a.yml", b"a: &a {b: [1, 2]}\nc: *a\n")
    assert tree is not None
    assert (tree.span(("c", "b", 1)).line, tree.span(("c", "b", 1)).column) == (1, 15)
    assert tree.span(("c", "z")) == tree.span(("c",))


def test_a_second_document_is_told() -> None:
    _, (problem,) = parse("a.yml", b"a: 1\n---\nb: 1\n")
    assert str(problem) == "a.yml:2:1: Only one document fits in here. Take out what follows."


def test_looks_for_no_circles_while_a_large_document_becomes_values() -> None:
    text = "stops:\n" + "".join(f"  k{number}: {{name: n, metres: {number}}}\n" for number in range(20_000))
    read("f.yml", b"title: x", Route)
    looks: list[str] = []
    gc.callbacks.append(lambda phase, about: looks.append(phase))
    try:
        route, _ = read("f.yml", text.encode(), Route)
    finally:
        gc.callbacks.pop()
    assert route is not None and len(route.stops) == 20_000
    assert len(looks) <= 20, "about sixty where every few hundred new values are looked at"


@pytest.mark.parametrize(
    "frozen", [pytest.param(False, id="nothing-is-frozen"), pytest.param(True, id="in-the-service")]
)
def test_what_is_read_counts_as_old_and_nothing_else_is_let_loose(frozen: bool) -> None:
    """The collector would go through all of it as soon as it works again."""
    if frozen:
        gc.freeze()
    before = gc.get_freeze_count()
    try:
        tree, _ = parse("a.yml", b"".join(b"k%d: [1, 2]\n" % number for number in range(5_000)))
        old = {id(it) for it in gc.get_objects(generation=2)}
        assert tree is not None
        assert frozen or id(tree.value) in old
        assert (gc.get_freeze_count() > 0) == (before > 0) == frozen
    finally:
        gc.unfreeze()
