"""What Java and Kotlin share: their libraries, and that a package is a folder, a class mostly a file."""

from tree_sitter import Node

from waypost.telemetry.languages import Import
from waypost.telemetry.paths import Paths, nearest

EMPTY = frozenset(
    {
        "Bundle",
        "HashMap",
        "LinkedHashMap",
        "JSONObject",
        "JsonObject",
        "Properties",
        "ArrayMap",
        "TreeMap",
        "RudderProperty",
    }
)
"""Classes of things that have no keys when they are new."""
PUTS = frozenset(
    [
        "put",
        "set",
        "param",
        "putValue",
        "add",
        "addProperty",
        "putExtra",
        "putOpt",
        "setProperty",
        "putString",
        "putInt",
        "putLong",
        "putBoolean",
        "putDouble",
        "putFloat",
        "putCharSequence",
    ]
)
"""Methods that take a key and its value."""
SUFFIXES = (".kt", ".java", ".kts")
WHOLE = "*"


def imported(words: list[str], alias: str | None = None, whole: bool = False) -> Import | None:
    """`import a.b.C`, `import a.b.C as D` and `import a.b.*`."""
    if whole:
        return Import(WHOLE, ".".join(words))
    return Import(alias or words[-1], ".".join(words[:-1]), words[-1]) if len(words) > 1 else None


def gives_its_own(call: Node, name: str) -> bool:
    """Whether the file of a call has a function that is called like one of Android's for the text of a resource."""
    root = call
    while root.parent is not None:
        root = root.parent
    text = root.text or b""
    return any(word + name.encode() + b"(" in text for word in (b"fun ", b"String "))


def files(path: str, wanted: Import, paths: Paths) -> tuple[str, ...]:
    """The file of the class, or the one whose member is imported; else the files of the package that has it."""
    folder = wanted.module.replace(".", "/")
    for stem in dict.fromkeys((f"{folder}/{wanted.name}", folder, folder.removesuffix("Kt"))):
        found = [file for suffix in SUFFIXES for file in paths.ending(stem + suffix)]
        if found:
            return nearest(path, found)
    around, _, last = folder.rpartition("/")
    return _package(path, folder, paths) or (_package(path, around, paths) if around and last[:1].isupper() else ())


def _package(path: str, folder: str, paths: Paths) -> tuple[str, ...]:
    last = folder.rpartition("/")[2]
    known = paths.once("folders of classes", lambda: _folders(paths)).get(last, ())
    found = [each for each in known if each == folder or each.endswith(f"/{folder}")]
    places = {f"{each}/": each for each in found}
    kept = [places[each] for each in nearest(path, places)]
    return tuple(file for each in kept for file in paths.within(each) if file.endswith(SUFFIXES))


def _folders(paths: Paths) -> dict[str, list[str]]:
    """The folders with code, by their own name."""
    found: dict[str, dict[str, None]] = {}
    for file in paths:
        if file.endswith(SUFFIXES):
            folder = file.rpartition("/")[0]
            found.setdefault(folder.rpartition("/")[2], {})[folder] = None
    return {name: list(folders) for name, folders in found.items()}


def beside(path: str, paths: Paths) -> tuple[str, ...]:
    """The other files of the package."""
    folder = path.rpartition("/")[0]
    return tuple(file for file in paths.within(folder) if file != path and file.endswith(SUFFIXES))
