"""A call that is a statement of its own can be told in every language; anything more is none."""

from collections.abc import Iterable, Mapping

import pytest

from waypost.finding import Span
from waypost.telemetry.statements import statement

ALONE = {
    "a.ts": ('function f() {\n  if (q) {\n    @a.t("x");\n  }\n}\n',
             'f(async () => {\n  @await a.t(\n    "x",\n  ) // why\n});\n'),
    "a.py": ('def f():\n    @a.t(\n        "x",\n    )\n', '@await a.t("x")  # why\n'),
    "a.go": ('func f() {\n\t@go a.t("x")\n}\n', 'func f() {\n\tswitch q {\n\tcase 1:\n\t\t@a.t("x")\n\t}\n}\n'),
    "a.java": ('class A { void f() {\n  @a.t("x");\n} }\n', 'class A { A() {\n  @a.t("x"); // why\n} }\n'),
    "a.kt": ('fun f() {\n  @a.t("x")\n}\n', "fun f() {\n  g {\n    @a.t('x')\n  }\n}\n".replace("'", '"')),
    "a.swift": ('func f() {\n  g {\n    @try? a.t("x")\n  }\n}\n', '@a.t("x")\n',
                'func f(g: () -> Int) -> Void {\n  @a.t("x")\n}\n',
                'func f() -> Int {\n  @a.t("x")\n  return 1\n}\n',
                'var f: Int {\n  @a.t("x")\n  return 1\n}\n',
                'var f: Int = 1 {\n  didSet {\n    @a.t("x")\n  }\n}\n'),
    "a.cs": ('class A { void F() {\n  @await a.t("x");\n} }\n',
             'class A { void F() {\n  if (q) {\n    @a.t("x");\n  }\n} }\n'),
    "a.rb": ('def f\n  @a.t "x", b: 1\nend\n', 'g do\n  @a.t("x")\nend\n'),
    "a.php": ('<?php\nfunction f() {\n  @$a->t("x");\n}\n', '<?php\n@A::t("x");\n'),
    "a.dart": ('void f() {\n  @a.t("x");\n}\n', 'void f() {\n  g(() {\n    @await a.t("x");\n  });\n}\n'),
    "a.vue": ('<script>\nfunction f() {\n  @a.t("x")\n}\n</script>\n',),
}  # fmt: skip
MORE = {
    "a.ts": [
        'if (q)\n  @a.t("x");', 'return (\n  @a.t("x")\n);', 'g(() =>\n  @a.t("x"));', '@a.t("x").then(f);',
        '@a.t("x")\n  .then(f);', 'f(); @a.t("x");', '@a.t("x"); f();', 'g(\n  @a.t("x"),\n);', '@a.t("x") && f();',
        'const z =\n  @a.t("x");', 'function f( {\n  @a.t("x");',
        '@a.t("x", {}, () => go());', '@a.t("x", {n: q += 1});', '@a.t("x", {n: await f()});',
        '@await a.t("x", function () { go() });',
    ],
    "a.py": [
        'if q: @a.t("x")', 'x = [\n  @a.t("x"),\n]', 'f(\n  @a.t("x")\n)', 'if q: \\\n  @a.t("x")\n',
        '@a.t("x", n=(q := q + 1))', '@a.t("x", f=lambda: go())',
    ],
    "a.go": ['func f() {\n\t@a.t("x", func() { go() })\n}\n'],
    "a.java": ['class A { void f() {\n  @a.t("x", () -> go());\n} }', 'class A { void f() {\n  @a.t("x", q = 1);\n} }'],
    "a.kt": [
        'fun f() =\n  @a.t("x")\n', 'fun f() {\n  if (q)\n    @a.t("x")\n}\n', 'fun f() {\n  @a.t("x") { go() }\n}\n',
    ],
    "a.swift": [
        'func f() {\n  @a.t("x", { go() })\n}\n',
        'func f(g: () -> Void) -> Bool {\n  // why\n  @a.t("x")\n}\n',
        'var f: Bool {\n  @a.t("x")\n}\n', 'var f: Bool {\n  get {\n    @a.t("x")\n  }\n}\n',
    ],
    "a.cs": ['class A { void F() {\n  @a.t("x", () => Go());\n} }'],
    "a.php": ['<?php\n@$a->t("x")\n?>', '<?php\n@$a->t("x", fn() => go());\n'],
    "a.dart": ['void f() {\n  @a.t("x", () => go());\n}\n'],
    "a.rb": ['@a.t("x") if q\n', 'z =\n  @a.t("x")\n', '@a.t("x", &go)\n', '@a.t("x", <<~T)\n  text\nT\n'],
    "a.vue": ['<template>\n<a v-on:click="\n@a.t(1)\n"/>\n</template>'],
    "a.sql": ['@a.t("x")'],
}  # fmt: skip


def cases(texts: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    return [(path, text) for path, several in texts.items() for text in several]


def place(text: str) -> tuple[bytes, Span, Span]:
    """The text without its mark, where the call is, and where the statement that starts at the mark is."""
    at = text.index("@")
    bare = text[:at] + text[at + 1 :]
    call = next(bare.index(start, at) for start in ("$a->t", "A::t", "a.t") if start in bare[at:])
    end = bare.index(")", call) + 1 if "(" in bare[call : call + 7] else bare.index("\n", call)
    behind = end + (bare[end : end + 1] == ";")
    return bare.encode(), Span(*_at(bare, call), *_at(bare, end)), Span(*_at(bare, at), *_at(bare, behind))


def _at(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


@pytest.mark.parametrize(
    ("path", "text"), [pytest.param(*one, id=f"{one[0]}-{n}") for n, one in enumerate(cases(ALONE))]
)
def test_a_statement_of_its_own(path: str, text: str) -> None:
    source, call, whole = place(text)
    assert statement(path, source, call) == whole


@pytest.mark.parametrize(
    ("path", "text"), [pytest.param(*one, id=f"{one[0]}-{n}") for n, one in enumerate(cases(MORE))]
)
def test_what_is_more(path: str, text: str) -> None:
    source, call, _ = place(text)
    assert statement(path, source, call) is None


def test_bounds() -> None:
    assert statement("a.ts", b'a.t("x");', Span(1, 1, 60, 9)) is None
    assert statement("a.ts", b"a.t(" + b"\n" * 50 + b"1);", Span(1, 1, 51, 3)) is None
