"""Grammars are had without what their packages import for other purposes."""

from importlib.machinery import PathFinder

import pytest
from tree_sitter import Parser

from waypost.telemetry.languages import grammars


class Archive(PathFinder):
    """Knows no folder of any package."""

    @classmethod
    def find_spec(cls, *_: object) -> None:
        return None


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    grammars._binding.cache_clear()


@pytest.mark.parametrize("folder", [True, False], ids=["in a folder", "in an archive"])
@pytest.mark.parametrize(
    ("package", "dialect", "code"),
    [
        ("tree_sitter_python", "", b"track('a')"),
        ("tree_sitter_typescript", "tsx", b"let a: string = <b />"),
        ("tree_sitter_php", "php_only", b"track('a');"),
    ],
    ids=["python", "tsx", "php"],
)
def test_a_grammar_reads_its_language(
    package: str, dialect: str, code: bytes, folder: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not folder:
        monkeypatch.setattr(grammars, "PathFinder", Archive)
    root = Parser(grammars.grammar(package, dialect)).parse(code).root_node
    assert not root.has_error and root.named_child_count


def test_a_package_that_is_not_there_is_missing() -> None:
    with pytest.raises(ModuleNotFoundError, match="tree_sitter_none"):
        grammars.grammar("tree_sitter_none")
