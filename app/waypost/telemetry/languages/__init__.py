"""One file per language family: how its syntax says call, value and constant."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module

from tree_sitter import Language as Grammar
from tree_sitter import Node

from waypost.frozen import dataclass
from waypost.telemetry.expression import Among, Argument, Expression
from waypost.telemetry.paths import Paths


@dataclass(frozen=True, slots=True)
class Import:
    """A name that a file has from elsewhere, or gives on under another name.

    - `local`: the name in this file, which may be dotted; `*` for all names of the module
    - `module`: the module as written: `./events`, `warehouse.events.tags`, `com.acme.analytics`; empty for this file
    - `name`: the name there; None for the module as a whole (`import * as events`, a Go package)
    """

    local: str
    module: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its name inside, the keyword a caller may or must give it by, and its type as written.

    `keys` has the name inside and the key of each part of an object that is taken apart: `{event: name, properties}`.
    """

    name: str
    keyword: str | None = None
    type: str | None = None
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """A function as its callers see it; `owner` is the class, object or type that it is a method of, empty
    for one without a name. What is `private` is called in its own file alone. What is `chained` is called of whatever
    is built on the owner: `owner.input(…).meta(…)`.
    """

    name: str
    parameters: tuple[Parameter, ...]
    owner: str | None = None
    private: bool = False
    chained: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A member of an object that is what its constructor got for a parameter, by its name or at its position."""

    name: str
    position: int


DEFINES = (
    r"\b(?:class|enum|object|struct|interface|trait|protocol|module|namespace|record|extension|type|typealias|mixin"
    r"|const|let|var|val|final|static)\s+"
)
"""What stands before a name where it is defined, in most languages; an RE2 pattern."""
TYPED_DEFINES = rf"(?:{DEFINES}|\b(?:static|final|const|readonly)\s+[\w.<>?]+\s+)"
"""The same where a constant's type comes before its name."""


def no_files(_path: str, _wanted: Import, _paths: Paths) -> tuple[str, ...]:
    """Where imports do not tell which files they bring."""
    return ()


def no_package(_path: str, _paths: Paths) -> tuple[str, ...]:
    """Where files beside one have nothing of it without an import."""
    return ()


Bound = Node | tuple[Node, ...] | None
"""What a name is bound to: the node of its one value, those of all values it can have, or nothing that is known."""


@dataclass(frozen=True, slots=True)
class Language:
    """What the extractor asks of a language.

    - `family`: the name that `sdks.yml` uses
    - `names`: node types that the called name can have
    - `not_code`: node types inside which nothing is code
    - `callee`: from the called name's node to (dotted path of what is called, the call's node); None if it is no call
    - `arguments`: a call's node to its arguments
    - `expression`: a value's node to what it says. A container (enum, object, class with constants) is a `Record` of
      its members' values, nested ones too; a member without a value of its own is left out. An entry of an enum that
      is no text by itself is an `Entry`. A member whose type is left out at its use (`.signedIn`) is a `Reference`
      with the path `("", "signedIn")`
    - `scopes`: node types that bind names; the file's root is always one
    - `bindings`: a scope's node to its names, with the node of the value, or several where all of them are known and
      it is used behind the last; a name that is bound to something else has None. Those of the root are what other
      files can refer to
    - `definition`: words that before `name(` make it a definition, not a call
    - `texts`: an RE2 pattern for comments and strings, where the grammar takes code for text once a file is damaged
    - `fragment`: the grammar of code that is cut out of a file, if it is another one
    - `around`: what has to stand before and after a call that is cut out, where a call alone is no code
    - `holder`: the same for a definition that is cut out
    - `bare`: whether a call's arguments can stand without brackets
    - `bare_methods`: whether a class calls its own methods with nothing before them
    - `interfaces`: whether a method is called by way of an interface, without an import of where it is defined
    - `names_positions`: whether an argument that has a position may be given by name, too
    - `overloads`: whether there may be several functions of a name, with other arguments
    - `extended`: a call's node to the type whose method the function around it is made, if it stands elsewhere: what
      is called there without a receiver may be of that type
    - `labels`: whether an argument with a label cannot be given by its position
    - `too_deep`: whether the grammar's own memory is too small for how deep a file is nested

    The rest is for names that stand in other files, and for wrappers; a language may do without:

    - `code`: a file's bytes to as many bytes that hold only what the grammar can read, at the same offsets
    - `imports`: the root to the names that the file has from elsewhere
    - `exports`: the root to what the file gives on under another name or from elsewhere (`export {a as b} from "./c"`);
      what the root binds is given on without being told here
      In both, several of the same name are tried in their order
    - `skimmed`: a file's bytes to all that `imports` and `exports` have from other files, and maybe more; None where it
      takes a parser to know
    - `by_default`: a file's bytes and the name of one of its functions to whether that is a member of what others have
      from the file if they ask for no name
    - `keeps_imports`: whether the names that a file imports are its own affair, not given on by it
    - `files`: an importing file's path, one of its imports and all paths, to the files that are that module, if they
      are among them; several files make a package, and each may define the name
    - `beside`: a file's path and all paths, to the other files whose names are known in it without any import: a
      package in the same folder
    - `shares`: from the node of what the root binds to whether other files may write to it, or to its members
    - `inherited`: from a class that is a scope and the name of a member to what the class is called, if one that
      extends it may have the member otherwise without its saying so
    - `everywhere`: whether a name that is not found by then is looked for in the whole repository
    - `defines`: an RE2 pattern for what stands before a name where a file defines it, for that search
    - `functions`: whether that search finds functions, too
    - `signature`: a scope's node to what its callers see, if it is a function with a name
    - `instance`: a class's node to what every object of it has, by name: the node of a value that is set once or that a
      getter gives, or what its constructor keeps
    - `returns`: a function's node to all values that it may return; nothing where it may give anything else
    - `each`: from a scope and a name that it binds to what the name is each member of, as in `for (const it of LIST)`;
      None where it is no such thing
    - `listed`: a call's node to all that the list which it gives may have; nothing where it may have anything else
    """

    family: str
    grammar: Grammar
    names: frozenset[str]
    not_code: frozenset[str]
    callee: Callable[[Node], tuple[tuple[str, ...], Node] | None]
    arguments: Callable[[Node], tuple[Argument, ...]]
    expression: Callable[[Node], Expression]
    scopes: frozenset[str]
    bindings: Callable[[Node], Mapping[str, Bound]]
    definition: frozenset[bytes]
    texts: str = ""
    fragment: Grammar | None = None
    around: tuple[bytes, bytes] = (b"", b"")
    holder: tuple[bytes, bytes] = (b"", b"")
    bare: bool = False
    bare_methods: bool = False
    interfaces: bool = False
    names_positions: bool = False
    extended: Callable[[Node], str | None] = lambda call: None
    labels: bool = False
    overloads: bool = False
    too_deep: Callable[[bytes], bool] = lambda source: False
    code: Callable[[bytes], bytes] = lambda source: source
    skimmed: Callable[[bytes], tuple[Import, ...] | None] = lambda source: None
    by_default: Callable[[bytes, str], bool] = lambda source, name: False
    keeps_imports: bool = False
    imports: Callable[[Node], tuple[Import, ...]] = lambda root: ()
    exports: Callable[[Node], tuple[Import, ...]] = lambda root: ()
    files: Callable[[str, Import, Paths], tuple[str, ...]] = no_files
    beside: Callable[[str, Paths], tuple[str, ...]] = no_package
    shares: Callable[[Node], bool] = lambda value: False
    inherited: Callable[[Node, str], str | None] | None = None
    everywhere: bool = False
    defines: str = DEFINES
    functions: bool = False
    signature: Callable[[Node], Signature | None] = lambda scope: None
    instance: Callable[[Node], Iterable[tuple[str, Node | Kept]]] = lambda kind: ()
    returns: Callable[[Node], tuple[Node, ...]] = lambda function: ()
    each: Callable[[Node, str], Among | None] = lambda scope, name: None
    listed: Callable[[Node], tuple[Node, ...]] = lambda call: ()


_MODULES = {
    ".js": "javascript",
    ".jsx": "javascript",
    ".mjs": "javascript",
    ".cjs": "javascript",
    ".ts": "javascript",
    ".mts": "javascript",
    ".cts": "javascript",
    ".tsx": "javascript",
    ".vue": "components",
    ".svelte": "components",
    ".py": "python",
    ".pyi": "python",
    ".go": "go",
    ".java": "java",
    ".kt": "kotlin",
    ".kts": "kotlin",
    ".cs": "csharp",
    ".rb": "ruby",
    ".php": "php",
    ".swift": "swift",
    ".dart": "dart",
}
"""The module of this package for each suffix; it has `language(suffix) -> Language`."""


_COPIES = frozenset({"node_modules", "bower_components", "site-packages", "Pods", "Carthage"})
"""Folders where package managers put copies of others' code, which may be kept in a repository."""
_VENDORING = frozenset({".go", ".php"})
"""Languages of which the folder `vendor` is one of these."""

COMMENTS = frozenset({"comment", "line_comment", "block_comment", "multiline_comment"})
"""Node types of comments in all grammars."""


PRIVATE = b"private"


def words_before(node: Node) -> frozenset[bytes]:
    """The modifiers that stand before a declaration."""
    words = (child.text or b"" for child in node.children if child.type in ("modifiers", "modifier"))
    return frozenset(word for text in words for word in text.split())


def first_child(node: Node) -> Node | None:
    """The first named child, comments aside."""
    return next((child for child in node.named_children if child.type not in COMMENTS), None)


def parts(node: Node | None) -> list[Node]:
    """All named children, comments aside; none of no node."""
    return [child for child in node.named_children if child.type not in COMMENTS] if node is not None else []


@cache
def _for_suffix(suffix: str) -> Language | None:
    name = _MODULES.get(suffix)
    if name is None:
        return None
    language: Language = import_module(f"{__name__}.{name}").language(suffix)
    return language


SHARED = {"java": "kotlin", "kotlin": "java"}
"""Families whose classes and methods are each other's."""


def group(family: str) -> str:
    """The families that call each other, by one of them."""
    return min(family, SHARED.get(family, family))


def families(group: str) -> tuple[str, ...]:
    """The families of a group."""
    return (group, SHARED[group]) if group in SHARED else (group,)


def for_path(path: str) -> Language | None:
    """The language of a file, told by its suffix; None if call sites cannot be found in it."""
    return _for_suffix(_suffix(path))


def family_of(path: str) -> str:
    """The family of a file's language; empty where call sites cannot be found in it."""
    language = for_path(path)
    return language.family if language is not None else ""


def _suffix(path: str) -> str:
    stem, dot, suffix = path.rpartition("/")[2].rpartition(".")
    return f".{suffix.lower()}" if stem and dot else ""


def reads(path: str) -> bool:
    """Whether call sites can be found in a file with this name; what a copy of others' code sends is not the team's."""
    suffix = _suffix(path)
    return suffix in _MODULES and not _is_copy(path.split("/")[:-1], suffix)


def _is_copy(folders: Sequence[str], suffix: str) -> bool:
    return not _COPIES.isdisjoint(folders) or (suffix in _VENDORING and "vendor" in folders)
