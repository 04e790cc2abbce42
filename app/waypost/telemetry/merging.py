"""What the parts of a scan have found, as one; and the files of all, dealt out among them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from waypost.finding import Unread
from waypost.frozen import dataclass
from waypost.telemetry.call_site import CallSite
from waypost.telemetry.search import Definers, Sought
from waypost.telemetry.shard import Evidence
from waypost.telemetry.wrappers import Wrapper

WAITING = 6
"""Parts may wait for one another for as much of their time, one to so many: to share a group costs more than that."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The call sites in order of path and place, the wrappers found and followed, and what was not looked at.

    `evidence` is there for who has asked for it. `faults` are those of the settings that declare calls, a line each.
    """

    sites: tuple[CallSite, ...]
    wrappers: tuple[Wrapper, ...]
    unread: tuple[Unread, ...]
    evidence: Evidence | None = None
    faults: tuple[str, ...] = ()


def apart(sizes: Mapping[str, int], parts: int) -> tuple[list[str], list[str]]:
    """Which groups all of so many parts have a share of, and which ones a part has to itself, the largest first."""
    alone, shared = sorted(sizes, key=lambda group: (-sizes[group], group)), list[str]()
    waiting = sum(sizes.values()) / parts / WAITING
    while True:
        loads = [0] * parts
        for group in alone:
            loads[loads.index(min(loads))] += sizes[group]
        if max(loads) - sum(loads) / parts <= waiting:
            return shared, alone
        shared.append(alone.pop(0))


def dealt(sizes: Sequence[Mapping[str, int]]) -> list[dict[str, int]]:
    """Files with their sizes, as each part has found them, in as many shares of about the same size.

    Each keeps what it has found, and has read, but for what is too much.
    """
    even = sum(map(_size, sizes)) / len(sizes)
    kept = [_within(even, some) for some in sizes]
    left = [
        (path, size) for some, mine in zip(sizes, kept, strict=True) for path, size in some.items() if path not in mine
    ]
    for path, size in sorted(left, key=lambda it: (-it[1], it[0])):
        min(kept, key=_size)[path] = size
    return [dict(sorted(share.items())) for share in kept]


def _size(files: Mapping[str, int]) -> int:
    return sum(files.values())


def _within(even: float, files: Mapping[str, int]) -> dict[str, int]:
    """As many files as make an even share, without the largest that are too much."""
    surplus, kept = _size(files) - even, dict(files)
    for path in sorted(files, key=lambda path: (-files[path], path)):
        if files[path] <= surplus:
            surplus -= kept.pop(path)
    return kept


def together(parts: Iterable[Definers]) -> Definers:
    """The files that define names, of those that each shard has found."""
    found: dict[Sought, list[str]] = {}
    for part in parts:
        for key, paths in part.items():
            found.setdefault(key, []).extend(paths)
    return {key: tuple(sorted(paths)) for key, paths in found.items()}


def as_one(scans: Sequence[Scan], evident: bool) -> Scan:
    """What was found in languages that were scanned apart."""
    return Scan(
        tuple(sorted((site for it in scans for site in it.sites), key=lambda site: site.path)),
        tuple(wrapper for it in scans for wrapper in it.wrappers),
        tuple(sorted((unread for it in scans for unread in it.unread), key=lambda unread: unread.path)),
        all_of([it.evidence for it in scans if it.evidence is not None]) if evident else None,
    )


def all_of(parts: Iterable[Evidence]) -> Evidence:
    """What a whole scan depends on, by what its parts say of themselves."""
    some = list(parts)
    return Evidence(
        looked={path: digest for part in some for path, digest in part.looked.items()},
        called=tuple({it: None for part in some for it in part.called}),
        defined={key: paths for part in some for key, paths in part.defined.items()},
        written={key: paths for part in some for key, paths in part.written.items()},
        whole=all(part.whole for part in some),
    )


def within(most: int, known: Iterable[Wrapper], new: Iterable[Wrapper]) -> list[Wrapper]:
    """The new wrappers of as many functions as are followed at most, with those that are known already."""
    functions = {it.function for it in known}
    kept = []
    for it in new:
        if it.function in functions or len(functions) < most:
            functions.add(it.function)
            kept.append(it)
    return kept


def finest(wrappers: Iterable[Wrapper]) -> Iterator[Wrapper]:
    """The wrappers, without what another one of the same function says of the same argument more precisely."""
    by_function: dict[object, list[Wrapper]] = {}
    for it in wrappers:
        by_function.setdefault(it.function, []).append(it)
    for several in by_function.values():
        several = _once(several)
        places = [it.pattern.name[0] for it in several]
        yield from (it for it in several if not any(it.pattern.name[0].holds(place) for place in places))


def _once(overloads: Iterable[Wrapper]) -> list[Wrapper]:
    """Functions of one name, those that take the event's name from the same place as one, which tells most."""
    kept: dict[tuple[object, ...], Wrapper] = {}
    for it in sorted(overloads, key=lambda it: -len(it.pattern.properties)):
        kept.setdefault(it.key[:-1], it)
    return list(kept.values())
