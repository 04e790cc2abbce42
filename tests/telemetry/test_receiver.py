"""What stands before a call, without a parser: it may say that it does not know, but nothing that a parser does not."""

import re

import pytest
from tree_sitter import Node

from tests.telemetry.samples import SAMPLES
from waypost.telemetry import languages
from waypost.telemetry.parsing import Work
from waypost.telemetry.receiver import commented_at, defined_at, receivers_at

CALL = re.compile(r"(\w+)[ \t]*\(")

TEXTS = [
    pytest.param("track(", ("",), id="alone"),
    pytest.param("a.b.track(", ("a.b",), id="members"),
    pytest.param("if (x) track(", ("",), id="behind a bracket"),
    pytest.param("a?.b!!.track(", ("a.b",), id="maybe nothing"),
    pytest.param("A::B.track(", ("A.B",), id="modules"),
    pytest.param("@tracker.track(", ("@tracker",), id="variable of an instance"),
    pytest.param("$scope.track(", ("$scope",), id="variable with a mark"),
    pytest.param("() => track(", ("",), id="behind an arrow"),
    pytest.param("x -> a.track(", ("a",), id="behind another arrow"),
    pytest.param("make().track(", None, id="what a call gives"),
    pytest.param("list[0].track(", None, id="what is in a list"),
    pytest.param("a\n  .track(", None, id="on a line of its own"),
    pytest.param("a..track(", None, id="cascade"),
    pytest.param("a.<T>track(", None, id="with a type"),
    pytest.param("a./* b */track(", None, id="behind a comment"),
    pytest.param("a.\n// b\ntrack(", None, id="below a comment"),
    pytest.param("this.#a.track(", None, id="private"),
    pytest.param("a.\n  track(", ("", "a"), id="below its receiver, or a sentence"),
    pytest.param("case .track(", None, id="member without its type"),
    pytest.param("a\\track(", None, id="namespace"),
    pytest.param("\ufefftrack(", None, id="byte-order mark"),
    pytest.param(f"{'a.' * 100}track(", None, id="too long"),
    pytest.param(f"{' ' * 500}track(", None, id="too far"),
]


@pytest.mark.parametrize(("text", "found"), TEXTS)
def test_tells_what_stands_before_a_call(text: str, found: tuple[str, ...] | None) -> None:
    source = text.encode()
    assert receivers_at(source, source.rindex(b"track"), arrows=False) == found


def test_goes_to_members_by_arrows_where_the_language_does() -> None:
    assert receivers_at(b"$this->a->track(", 10, arrows=True) == ("$this.a",)


@pytest.mark.parametrize("path", SAMPLES)
def test_tells_nothing_that_a_parser_does_not(path: str) -> None:
    language = languages.for_path(path)
    assert language is not None
    source = SAMPLES[path].text.encode()
    root = Work().parse(source, language).root_node
    told = 0
    for match in CALL.finditer(SAMPLES[path].text):
        start, end = (len(SAMPLES[path].text[:offset].encode()) for offset in match.span(1))
        node: Node | None = root.descendant_for_byte_range(start, end)
        called = language.callee(node) if node is not None and node.type in language.names else None
        texts = receivers_at(source, start, language.family == "php") if called is not None else None
        if called is not None and texts is not None:
            told += 1
            assert ".".join(called[0][:-1]) in {text.translate({36: None, 64: None}) for text in texts}
    assert told


@pytest.mark.parametrize(
    ("path", "text", "defined"),
    [
        ("a.py", "def track(", True),
        ("a.go", "func track(", True),
        ("a.kt", "fun\ttrack(", True),
        ("a.java", "public void track(", True),
        ("a.ts", "function track(", True),
        ("a.ts", "void track(", False),
        ("a.ts", "def\ntrack(", False),
        ("a.ts", "new track(", False),
        ("a.py", "undef track(", False),
        ("a.py", "x.def track(", False),
        ("a.rb", "function track(", False),
    ],
)
def test_a_definition_is_no_call(path: str, text: str, defined: bool) -> None:
    language = languages.for_path(path)
    assert language is not None
    assert defined_at(text.encode(), text.index("track"), language.definition) is defined


@pytest.mark.parametrize(
    ("family", "text", "commented"),
    [
        ("python", "\n  # so that track(", True),
        ("python", "\nx = 1  # track(", False),
        ("python", "\n// track(", False),
        ("ruby", "\n# track(", True),
        ("ruby", "\n  #{track(", False),
        ("javascript", "\n\t// track(", True),
        ("javascript", "\n  #track(", False),
        ("javascript", "\n// a\ntrack(", False),
        ("php", "\n# track(", False),
        ("javascript", "`\n// a`; track(", False),
        ("python", '\n# a"""; track(', False),
        ("javascript", "/*\n// a */ track(", False),
        ("go", f"\n//{' ' * 200}track(", False),
    ],
)
def test_a_line_that_is_a_comment_is_told(family: str, text: str, commented: bool) -> None:
    assert commented_at(text.encode(), text.index("track"), family) is commented
