"""The quick look for writes to a variable of JavaScript's misses none that the thorough one finds."""

import re
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

bindings: Any = import_module("waypost.telemetry.languages.javascript.bindings")  # the package has a function of it

TOKENS = [
    "a", "b", "ab", "$a", " ", "\n", "=", "==", "=>", "+=", "**=", ">>>=", "??=", "&&=", "++", "--", "[", "]", "{", "}",
    ",", ":", "...", ".", "(", ")", "for (", "for await(", " of ", " in ", ";", "!", "<", "-",
]  # fmt: skip


class Everything:
    """Takes every name for one that may be written to."""

    def findall(self, code: bytes) -> list[tuple[bytes]]:
        return [(b"a",)]


@given(st.lists(st.sampled_from(TOKENS), max_size=30))
def test_the_quick_look_misses_nothing(tokens: list[str]) -> None:
    code = "".join(tokens).encode()
    quick = bindings._writes(b"a", code) or 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bindings, "_written_to", Everything)
        assert bindings._writes(b"a", code) == quick


@pytest.mark.parametrize(
    ("code", "writes"),
    [
        ("a = 1", 1),
        ("f(a)", None),
        ("[a, b] = c", 1),
        ("for (a of c)", 1),
        ("a++; --a", 2),
        ("x.a = 1", None),
        ("a => 1", None),
    ],
)
def test_writes_are_counted(code: str, writes: int) -> None:
    assert bindings._writes(b"a", code.encode()) == writes


def test_the_quick_look_is_quick() -> None:
    pattern = bindings._written_to()
    assert isinstance(pattern, re.Pattern)
    assert pattern.findall(b"a" * 100_000 + b"(" * 100_000) == []
