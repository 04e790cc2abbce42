"""What the shards of a scan have found, as one; and the files of all, dealt out among them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from waypost.frozen import replace
from waypost.telemetry.program import Definers, Sought
from waypost.telemetry.shard import Evidence
from waypost.telemetry.wrappers import Wrapper


def dealt(sizes: Sequence[Mapping[str, int]]) -> list[list[str]]:
    """Files with their sizes, as each shard has found them, in as many shares of about the same size.

    Each shard keeps what it has found, and has read, but for what is too much.
    """
    even = sum(map(_size, sizes)) / len(sizes)
    kept = [_within(even, some) for some in sizes]
    left = [
        (path, size) for some, mine in zip(sizes, kept, strict=True) for path, size in some.items() if path not in mine
    ]
    for path, size in sorted(left, key=lambda it: (-it[1], it[0])):
        min(kept, key=_size)[path] = size
    return [sorted(share) for share in kept]


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


def all_of(parts: Sequence[Evidence]) -> Evidence:
    """What the whole scan depends on, by what each shard says of itself."""
    looked = {path: digest for part in parts for path, digest in part.looked.items()}
    return replace(parts[0], looked=looked, whole=all(part.whole for part in parts))


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
