"""The paths of a repository's files, so that a module can be found by how others name it."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from waypost.patterns import late_re2

T = TypeVar("T")
_FOR_TESTS = late_re2(
    r"(?i)(?:^|/)(?:(?:android|unit|ui|integration|shared|common)?_?tests?|__tests__|__mocks__|specs?|e2e|testing)/|/test_[^/]*$"
    r"|(?:_|\.)(?:test|spec)\.\w+$"
)
_TITLED_SO = late_re2(r"[a-z\d](?:Tests?|Spec|Mock)\.\w+$")


class _Index:
    """The paths of a repository's files, by what others know them by; made on first use: most files name no other."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._given = paths

    @cached_property
    def all(self) -> frozenset[str]:
        """Every path."""
        return frozenset(self._given)

    @cached_property
    def sorted(self) -> list[str]:
        """Every path, in order."""
        return sorted(self.all)

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """By the last part."""
        return self._by(lambda path: path.rpartition("/")[2])

    @cached_property
    def by_folder(self) -> dict[str, list[str]]:
        """By the folder that they are directly in."""
        return self._by(lambda path: path.rpartition("/")[0])

    @cached_property
    def by_title(self) -> dict[str, list[str]]:
        """By the name without its ending, however it is written."""
        return self._by(lambda path: _title(path.rpartition("/")[2].partition(".")[0]))

    def _by(self, key: Callable[[str], str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.sorted:
            found.setdefault(key(path), []).append(path)
        return found


class Paths:
    """All files of a repository by path, with forward slashes, and what those hold that say how modules are found."""

    def __init__(
        self,
        paths: Iterable[str] = (),
        read: Callable[[str], bytes | None] = lambda path: None,
        partial: bool = True,
    ) -> None:
        """`read` gives a file's bytes, None where it cannot be read, or not yet.

        `partial` says that to read a file is dear, as over a network.
        """
        self.read = read
        self.partial = partial
        self._memory: dict[Hashable, object] = {}
        self._index = _Index(paths)

    def reading(self, read: Callable[[str], bytes | None]) -> "Paths":
        """The same files, read in another way, of which nothing was asked yet."""
        same = Paths((), read, self.partial)
        same._index = self._index
        return same

    def __contains__(self, path: str) -> bool:
        """Whether there is a file at `path`."""
        return path in self._index.all

    def __iter__(self) -> Iterator[str]:
        """All paths, in order."""
        return iter(self._index.sorted)

    def ending(self, end: str) -> tuple[str, ...]:
        """The files whose path is `end`, or ends in it after a slash: `events/tags.py`."""
        found = self._index.by_name.get(end.rpartition("/")[2], ())
        return tuple(path for path in found if path == end or path.endswith(f"/{end}"))

    def titled(self, title: str) -> tuple[str, ...]:
        """The files whose name without its ending is `title`, in any case and with or without `_` and `-`."""
        return tuple(self._index.by_title.get(_title(title), ()))

    def within(self, folder: str) -> tuple[str, ...]:
        """The files directly in `folder`; the repository's own top is the empty text."""
        return tuple(self._index.by_folder.get(folder, ()))

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """What `work` gave the first time it was asked for under `key`."""
        if key not in self._memory:
            self._memory[key] = work()
        return self._memory[key]  # type: ignore[return-value]


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
