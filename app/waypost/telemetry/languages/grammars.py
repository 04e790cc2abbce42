"""The grammars of tree-sitter, without what their packages import to look for queries: it takes longer than a scan."""

from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from typing import Any

from tree_sitter import Language as Grammar


def grammar(package: str, dialect: str = "") -> Grammar:
    """A grammar of a package, which may have several."""
    name = f"language_{dialect}" if dialect else "language"
    return Grammar(getattr(_binding(package), name)())


@cache
def _binding(package: str) -> Any:
    """The compiled part of a package; all of it where it is not in a folder, but in an archive."""
    top = PathFinder.find_spec(package)
    places = top.submodule_search_locations if top is not None else None
    found = PathFinder.find_spec(f"{package}._binding", places) if places else None
    if found is None or found.loader is None:
        return import_module(package)
    binding = module_from_spec(found)
    found.loader.exec_module(binding)
    return binding
