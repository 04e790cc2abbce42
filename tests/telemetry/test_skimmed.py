"""What a file has from others, told without a parser: more than its tree says at times, and never less."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.telemetry import languages
from waypost.telemetry.languages import Import
from waypost.telemetry.parsing import Work
from waypost.telemetry.unit import Unit

JAVASCRIPT = [
    "import track from './track'",
    "import * as t from './track'; import {a, b as c} from '../x'",
    "import d, {type T, default as e} from \"./y\"\nimport './side'",
    "import {\n  a, // import this\n  b, /* } */\n} from './x'",
    "import {a} from /* odd */ './x'",
    "import {a} from './\\x78'",
    "import {'a b' as c} from './x'",
    "import{a}from'./a';import{b}from'./b'",
    "/* c */ import {a} from './x'",
    "export * from './a'\nexport * as b from './b'\nexport {c, d as e} from './c'",
    "const f = () => 1\nexport {g} from './g'",
    "const x = require('./x'), {y, z: w} = require(\"./y\")\nconst v = require(`./v`)",
    "const x = require(/* c */ './x')",
    "const t = 'taken from \"here\"'\nimport {a} from './a'",
    "<a>import x</a>\nimport {a} from './a'",
    "import type {A} from './a'\r\nexport type {B} from './b'\r\n",
    "import {a} from './a' with {type: 'json'}",
]
PYTHON = [
    "import a\nimport b.c as d, e",
    "from a import b, c as d",
    "from . import a\nfrom .. import b\nfrom .c.d import e as f\nfrom .import g",
    "from a import (  # which\n    b,  # not c)\n    c as d,\n)",
    "from a import *",
    "from a \\\n  import b",
    "from a import b, \\\n  c",
    "def f():\n    from a import b; import c\n",
    "if x: import a\ntry: from b import c\nexcept E: import d",
    '"""Take it from here, import that (all of it)."""\nimport a',
    "import a . b",
    "from a import(b)",
    "import a  # and more",
    "\ufeffimport a\r\nfrom b import c\r\n",
    "from a import (b",
]


def checked(path: str, text: str) -> None:
    """Whether what the tree of whole code says is in what the bytes say, name by name."""
    language = languages.for_path(path)
    assert language is not None
    some, unit = language.skimmed(text.encode()), Unit(path, text.encode(), language, Work())
    if some is None or unit.tree.root_node.has_error:
        return
    whole = {it.module for it in some if it.name is None or it.local == "*"}
    names = {(it.module, name) for it in some for name in (it.local, it.name)}
    for it in unit.taken:
        one_by_one = {(it.module, it.local), (it.module, it.name)} <= names and it.local != "*" and it.name is not None
        assert it in some or it.module in whole or one_by_one


@pytest.mark.parametrize("text", JAVASCRIPT)
@pytest.mark.parametrize("path", ["a.ts", "a.tsx", "a.js"])
def test_javascript(path: str, text: str) -> None:
    checked(path, text)


@pytest.mark.parametrize("text", PYTHON)
def test_python(text: str) -> None:
    checked("a.py", text)


@given(st.lists(st.sampled_from([*JAVASCRIPT, "}", "{", "'", "// ", "\n", "export const a = 1\n"]), max_size=5))
def test_any_javascript(parts: list[str]) -> None:
    checked("a.ts", "\n".join(parts))


@given(st.lists(st.sampled_from([*PYTHON, "(", ")", "#", '"""', "\\", "\n    "]), max_size=5))
def test_any_python(parts: list[str]) -> None:
    checked("a.py", "\n".join(parts))


@pytest.mark.parametrize("text", ["import a" + " from 'x'" * 100_000, "import {" * 100_000 + "} from 'x'" * 10_000])
def test_asks_for_a_parser_where_it_would_take_long(text: str) -> None:
    language = languages.for_path("a.ts")
    assert language is not None
    assert language.skimmed(text.encode()) is None


def test_tells_most_of_it_without_a_parser() -> None:
    """Otherwise none of this would be worth its while."""
    language = languages.for_path("a.ts")
    assert language is not None
    found = language.skimmed(b"import {a as b} from './x'\nexport * from './y'\nfetch()\n")
    assert found is not None
    assert {it.module: it.name is None for it in found if it.name != "default"} == {"./x": False, "./y": True}
    assert Import("b", "./x", "b") in found
