"""The paths of a repository's files, so that a module can be found by how others name it."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from waypost.patterns import late_re2

T = TypeVar("T")
_FOR_TESTS = late_re2(
    r"(?i)(?:^|/)(?:(?:android|unit|ui|integration|shared|common)?_?tests?|__tests__|__mocks__|specs?|e2e|testing)/|/test_[^/]*$"
    r"|(?:_|\.)(?:test|spec)\.\w+$"
)
_TITLED_SO = late_re2(r"[a-z\d](?:Tests?|Spec|Mock)\.\w+$")


class Paths:
    """All files of a repository by path, with forward slashes, and what those hold that say how modules are found."""

    def __init__(
        self,
        paths: Iterable[str] = (),
        read: Callable[[str], bytes | None] = lambda path: None,
        partial: bool = True,
    ) -> None:
        """`read` gives a file's bytes, None where it cannot be read, or not yet.

        `partial` says that to read a file is dear, as over a network. The index is made on first use: most files name
        nothing that stands elsewhere.
        """
        self.read = read
        self.partial = partial
        self._memory: dict[Hashable, object] = {}
        self._given = paths
        self._known: frozenset[str] | None = None
        self._by_name: dict[str, list[str]] = {}
        self._by_folder: dict[str, list[str]] = {}

    def __contains__(self, path: str) -> bool:
        """Whether there is a file at `path`."""
        return path in self._all

    def __iter__(self) -> Iterator[str]:
        """All paths, in order."""
        return iter(sorted(self._all))

    def ending(self, end: str) -> tuple[str, ...]:
        """The files whose path is `end`, or ends in it after a slash: `events/tags.py`."""
        self._index()
        name = end.rpartition("/")[2]
        return tuple(path for path in self._by_name.get(name, ()) if path == end or path.endswith(f"/{end}"))

    def titled(self, title: str) -> tuple[str, ...]:
        """The files whose name without its ending is `title`, in any case and with or without `_` and `-`."""
        titles = self.once("titles", self._titles)
        return tuple(titles.get(_title(title), ()))

    def _titles(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self:
            found.setdefault(_title(path.rpartition("/")[2].partition(".")[0]), []).append(path)
        return found

    def within(self, folder: str) -> tuple[str, ...]:
        """The files directly in `folder`; the repository's own top is the empty text."""
        self._index()
        return tuple(self._by_folder.get(folder, ()))

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """What `work` gave the first time it was asked for under `key`."""
        if key not in self._memory:
            self._memory[key] = work()
        return self._memory[key]  # type: ignore[return-value]

    @property
    def _all(self) -> frozenset[str]:
        if self._known is None:
            self._known = frozenset(self._given)
        return self._known

    def _index(self) -> None:
        if self._by_name:
            return
        for path in self:
            folder, _, name = path.rpartition("/")
            self._by_name.setdefault(name, []).append(path)
            self._by_folder.setdefault(folder, []).append(path)


def for_tests(path: str) -> bool:
    """Whether a file is there for tests: what it does is nothing that a product does."""
    return _FOR_TESTS.search(path) is not None or _TITLED_SO.search(path) is not None


def _title(name: str) -> str:
    return name.replace("_", "").replace("-", "").casefold()


def nearest(path: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Of several files, those that share the longest way from the top with `path`: more than one is a tie."""
    shared = {other: _shared(path, other) for other in candidates}
    most = max(shared.values(), default=0)
    return tuple(other for other, folders in shared.items() if folders == most)


def _shared(path: str, other: str) -> int:
    pairs = zip(path.split("/")[:-1], other.split("/")[:-1], strict=False)
    count = 0
    for left, right in pairs:
        if left != right:
            break
        count += 1
    return count
