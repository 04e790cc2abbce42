"""One file per language family: how its syntax says call, value and constant."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import PurePosixPath

from tree_sitter import Language as Grammar
from tree_sitter import Node

from waypost.telemetry.expression import Argument, Expression


@dataclass(frozen=True, slots=True)
class Language:
    """What the extractor asks of a language.

    - `family`: the name that `sdks.yml` uses
    - `names`: node types that the called name can have
    - `not_code`: node types inside which nothing is code
    - `callee`: from the called name's node to (dotted path of what is called, the call's node); None if it is no call
    - `arguments`: a call's node to its arguments
    - `expression`: a value's node to what it says
    - `scopes`: node types that bind names
    - `bindings`: a scope's node to its names; a name that is bound, but not to one constant value, has None
    - `definition`: words that before `name(` make it a definition, not a call
    - `too_deep`: whether the grammar's own memory is too small for how deep a file is nested
    """

    family: str
    grammar: Grammar
    names: frozenset[str]
    not_code: frozenset[str]
    callee: Callable[[Node], tuple[tuple[str, ...], Node] | None]
    arguments: Callable[[Node], tuple[Argument, ...]]
    expression: Callable[[Node], Expression]
    scopes: frozenset[str]
    bindings: Callable[[Node], Mapping[str, Node | None]]
    definition: frozenset[bytes]
    too_deep: Callable[[bytes], bool] = lambda source: False


_MODULES = {
    ".js": "javascript",
    ".jsx": "javascript",
    ".mjs": "javascript",
    ".cjs": "javascript",
    ".ts": "javascript",
    ".mts": "javascript",
    ".cts": "javascript",
    ".tsx": "javascript",
    ".py": "python",
    ".pyi": "python",
}


def first_child(node: Node) -> Node | None:
    """The first named child, comments aside."""
    return next((child for child in node.named_children if child.type != "comment"), None)


@cache
def _for_suffix(suffix: str) -> Language | None:
    name = _MODULES.get(suffix)
    if name is None:
        return None
    language: Language = import_module(f"{__name__}.{name}").language(suffix)
    return language


def for_path(path: str) -> Language | None:
    """The language of a file, told by its suffix; None if call sites cannot be found in it."""
    return _for_suffix(PurePosixPath(path).suffix.lower())


def reads(path: str) -> bool:
    """Whether call sites can be found in a file with this name."""
    return for_path(path) is not None
