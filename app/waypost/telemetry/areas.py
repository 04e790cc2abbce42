"""Parts of a repository by the folders whose code sends events, and how each names them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from waypost.telemetry.inference import MIN_NAMES

MAX_AREAS = 20
MAX_DEPTH = 4


@dataclass
class _Folder:
    names: set[str] = field(default_factory=set)
    folders: dict[str, "_Folder"] = field(default_factory=dict)


def areas(sent: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """Names by folder, out of paths with the names they send: each folder with enough names of its own to judge by.

    A folder is parted into those in it as long as at least two of them have enough; the rest stays with the folder.
    """
    top = _Folder()
    for path, name in sent:
        folder = top
        folder.names.add(name)
        for part in path.split("/")[:-1][:MAX_DEPTH]:
            folder = folder.folders.setdefault(part, _Folder())
            folder.names.add(name)
    found: dict[str, frozenset[str]] = {}
    _part("", top, found)
    return dict(sorted(found.items(), key=lambda area: (-len(area[1]), area[0]))[:MAX_AREAS])


def _part(path: str, folder: _Folder, found: dict[str, frozenset[str]]) -> None:
    while len(folder.folders) == 1:
        ((name, only),) = folder.folders.items()
        if only.names != folder.names:
            break
        path, folder = f"{path}{name}/", only
    large = {name: inner for name, inner in folder.folders.items() if len(inner.names) >= MIN_NAMES}
    if len(large) < 2:
        found[path] = frozenset(folder.names)
        return
    rest = folder.names.difference(*(inner.names for inner in large.values()))
    if rest:
        found[path] = frozenset(rest)
    for name, inner in large.items():
        _part(f"{path}{name}/", inner, found)
