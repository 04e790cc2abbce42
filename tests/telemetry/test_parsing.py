"""Code that is written to break a parser: slow, large, or deeper than its own memory."""

import pytest

from tests.checks.changes import added, handbook
from waypost import checks
from waypost.change import Change, ChangedFile
from waypost.telemetry import languages
from waypost.telemetry.calls import find_calls
from waypost.telemetry.parsing import FILE_STEPS, Memory, Unparsed, Work
from waypost.telemetry.sdks import sdks

JS = "posthog.capture('cart_opened');\n"
PYTHON = "posthog.capture('me', 'cart_opened')\n"


def deep(levels: int, indent: str = "") -> str:
    """Python with one more column in each line."""
    lines = (f"{indent}{' ' * level}if a:\n" for level in range(levels))
    return "".join(lines) + f"{indent}{' ' * levels}{PYTHON}"


def steps(path: str, source: bytes) -> int:
    """What a file takes."""
    work = Work()
    before = work.left
    find_calls(path, source, sdks(), work)
    return before - work.left


@pytest.mark.parametrize(
    ("path", "source"),
    [
        pytest.param("a.js", JS + "{([" * 300_000, id="brackets never closed"),
        pytest.param("a.ts", JS + "a<" * 400_000, id="what may be types or comparisons"),
        pytest.param("a.ts", JS + "f<(a," * 180_000, id="what may be an arrow function"),
        pytest.param("a.py", PYTHON + ") if ] else ( def " * 50_000, id="words out of place"),
        pytest.param("a.py", PYTHON + "(a," * 250_000, id="tuples never closed"),
    ],
)
def test_what_takes_too_long_is_left_out(path: str, source: str) -> None:
    work = Work()
    before = work.left
    with pytest.raises(Unparsed, match="too long"):
        find_calls(path, source.encode(), sdks(), work)
    assert before - work.left == FILE_STEPS + 1, "the same on every machine"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("/*" * 100_000, id="comments never closed"),
        pytest.param("object class " * 40_000, id="classes without a name"),
    ],
)
def test_what_is_read_over_and_over_again_is_left_out(source: str) -> None:
    with pytest.raises(Unparsed, match="too long"):
        find_calls("a.kt", f'posthog.capture("a")\n{source}'.encode(), sdks())


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(deep(1_000), id="blocks in blocks"),
        pytest.param(deep(600, "# comment\n"), id="behind comments"),
        pytest.param("".join(f"{' ' * (level // 2)}\\\n{' ' * (level - level // 2)}if a:\n" for level in range(1_000))
                     + " " * 1_000 + PYTHON, id="indents in two parts"),
        pytest.param("".join("# \\\n" + " " * level + "if a:\n" for level in range(1_000)) + " " * 1_000 + PYTHON,
                     id="comments that seem to go on"),
        pytest.param("".join("\t" * level + "if a:\n" for level in range(600)) + "\t" * 600 + PYTHON, id="tabs"),
    ],
)  # fmt: skip
def test_python_deeper_than_its_grammar_can_keep_is_left_out(source: str) -> None:
    with pytest.raises(Unparsed, match="too deep"):
        find_calls("a.py", source.encode(), sdks())


@pytest.mark.parametrize("depth", [1_000, 20_000])
def test_calls_are_looked_at_down_to_a_depth(depth: int) -> None:
    source = ("{" * depth + JS * 2_000 + "}" * depth).encode()
    if depth == 1_000:
        assert len(find_calls("a.js", source, sdks())) == 2_000
    else:
        with pytest.raises(Unparsed, match="too deep"):
            find_calls("a.js", source, sdks())


def test_a_text_is_whole_however_the_parser_was_given_it() -> None:
    keys = ", ".join(f"k{number}: 'ä{number}'" for number in range(3_000))
    name = "ü" * 5_000
    (site,) = find_calls("a.js", f"const K = {{{keys}}};\nanalytics.track(K.k2999, {{'{name}': 1}})".encode(), sdks())
    assert [found.text for found in site.names] == ["ä2999"]
    assert site.properties == ((name, "number"),)


def test_code_as_people_write_it_takes_little() -> None:
    assert len(find_calls("a.py", deep(100).encode(), sdks())) == 1
    assert steps("a.js", (JS * 2_000).encode()) < FILE_STEPS / 20


def test_many_hostile_files_take_no_more_than_one_change_may() -> None:
    source = (JS + "a<" * 400_000).encode()
    files = [ChangedFile(f"{number}.ts", "added", source, frozenset({1})) for number in range(7)]
    last = ChangedFile("a.py", "added", PYTHON.encode(), frozenset({1}))
    verdict = checks.run(Change("a" * 40, "b" * 40, (last, *reversed(files))), handbook())
    assert [(unread.path, unread.reason.partition(":")[0]) for unread in verdict.unread] == [
        *((f"{number}.ts", "its code takes too long to be read") for number in range(5)),
        *((f"{number}.ts", "the change holds more code than is looked at in one go") for number in (5, 6)),
        ("a.py", "the change holds more code than is looked at in one go"),
    ]


def test_what_is_left_out_is_no_pass_and_the_rest_is_looked_at() -> None:
    change = added({"deep.py": deep(1_000), "a.py": "posthog.capture('me', 'cartOpened')\n"})
    verdict = checks.run(change, handbook("convention: {case: snake_case}\n"))
    assert [finding.path for finding in verdict.findings] == ["a.py"]
    assert [unread.path for unread in verdict.unread] == ["deep.py"]
    silent = handbook(settings="".join(["checks:\n", *(f"  {name}: 'off'\n" for name in checks.CHECKS)]))
    assert checks.run(change, silent).unread == (), "nobody asked for it"


def test_what_was_parsed_before_takes_as_many_steps() -> None:
    memory: Memory = {}
    source = (JS * 500).encode()
    first, again = Work(memory=memory), Work(memory=memory)
    for work in (first, again):
        assert len(find_calls("a.js", source, sdks(), work)) == 500
    assert first.left == again.left < Work().left
    assert len(memory) == 1
    with pytest.raises(Unparsed, match="too long"):
        find_calls("a.js", source, sdks(), Work(1, memory))


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("a.go", True),
        ("vendor/github.com/a/b.go", False),
        ("app/vendor/a/b.php", False),
        ("vendor/a.ts", True),
        ("vendors/a.go", True),
        ("web/node_modules/a/b.js", False),
        ("ios/Pods/A/B.swift", False),
        ("README.md", False),
    ],
)
def test_copies_of_others_code_are_not_read(path: str, own: bool) -> None:
    assert languages.reads(path) is own


BUNDLE = "var a=b(1),c=d(2);" * 2_000
MINIFIED = [
    pytest.param("a.js", f"/* made */\n{BUNDLE}{JS}", True, id="a bundle"),
    pytest.param("a.js", BUNDLE.replace(";", ";\n") + JS, False, id="the same as people write it"),
    pytest.param("a.js", f"const picture = '{'iVBORw0KGgo=' * 4_000}'\n{JS}", False, id="a picture"),
    pytest.param("a.js", f"{BUNDLE[:900]}\n{JS}", False, id="a small one"),
    pytest.param("a.py", "x = f(1);" * 4_000 + PYTHON, False, id="another language"),
]


@pytest.mark.parametrize(("path", "source", "minified"), MINIFIED)
def test_what_is_minified_is_left_out_and_said(path: str, source: str, minified: bool) -> None:
    verdict = checks.run(added({path: source}), handbook("convention: {case: snake_case}\n"))
    assert [it.reason for it in verdict.unread] == ["it is minified: what it was made from counts"] * minified


@pytest.mark.parametrize("words", [pytest.param(1, id="short"), pytest.param(20_000, id="long")])
def test_the_text_of_a_node_is_what_stands_there(words: int) -> None:
    """Wherever it begins: it is read without being told how long it is."""
    source = " + ".join(f"word_{number}" for number in range(words)).encode()
    language = languages.for_path("a.py")
    assert language is not None
    node = Work().parse(source, language).root_node
    for _ in range(30):
        for each in (node, *node.children):
            assert each.text == source[each.start_byte : each.end_byte]
        node = node.children[0] if node.children else node
