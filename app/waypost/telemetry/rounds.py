"""The rounds of a scan: wrappers are followed to their callers, those around them, too, and names that are sought."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from waypost.telemetry.merging import Scan, all_of, finest, together, within
from waypost.telemetry.shard import Found
from waypost.telemetry.wrappers import Wrapper

ROUNDS = 4
"""A name that only a search can find is followed this far."""
MAX_AROUND = 8
"""So far a wrapper of a wrapper is followed, and so on."""
MAX_WRAPPERS = 100
"""Functions that are followed; one of several overloads counts as much as one alone."""
MAX_SOUGHT = 2_000
"""Names that are searched for at once."""

Ask = Callable[..., list[Any]]
"""Has every shard, or every part, of a scan do something: a method's name and what it is given, to all answers."""


def asking(*several: object) -> Ask:
    """Has each of several do it that are here, one after the other."""
    return lambda method, *given: [getattr(it, method)(*given) for it in several]


def in_rounds(ask: Ask, evident: bool) -> Scan:
    """All call sites of the files of some shards, which may call each other."""
    known: dict[tuple[object, ...], Wrapper] = {}
    _followed(ask, ask("look"), known)
    _followed(ask, ask("listen"), known)
    doubted = sorted({name for some in ask("doubted") for name in some})[:MAX_SOUGHT]
    if doubted:
        ask("take_back", together(ask("writers", doubted)))
    results = ask("result")
    sites = tuple(site for sites, _ in results for site in sites)
    unread = tuple(it for _, unread in results for it in unread)
    return Scan(sites, tuple(finest(known.values())), unread, all_of(ask("evidence")) if evident else None)


def _followed(ask: Ask, found: list[Found], known: dict[tuple[object, ...], Wrapper]) -> None:
    """Follow the wrappers that are found, and those around them; then look at all that is sent through them.

    `known` has all wrappers that were. What no wrapper can be around is looked at once they are known, and not again
    with each of them; in the rare case that it shows another one, that is followed, too.
    """
    for _ in range(ROUNDS):
        _passed_on(ask, found, known)
        found = _searched(ask, ask("settle"))
        if not _new(found, known):
            break


def _passed_on(ask: Ask, found: list[Found], known: dict[tuple[object, ...], Wrapper]) -> None:
    """Follow the wrappers that are found, and those around them."""
    for _ in range(MAX_AROUND):
        found = _searched(ask, found)  # first, or what is only not known yet would pass for a function's parameter
        kept = _new(found, known)
        if not kept:
            break
        known |= {it.key: it for it in kept}
        found = ask("follow", kept)


def _new(found: Iterable[Found], known: Mapping[tuple[object, ...], Wrapper]) -> list[Wrapper]:
    """The wrappers found that were not known, as many as are followed."""
    new = {it.key: it for one in found for it in one.wrappers if it.key not in known}
    return within(MAX_WRAPPERS, known.values(), [new[key] for key in sorted(new, key=repr)])


def _searched(ask: Ask, found: list[Found]) -> list[Found]:
    """What is found once all that is sought is searched for, and what is sought for that."""
    for _ in range(ROUNDS):
        sought = sorted({name for one in found for name in one.sought})[:MAX_SOUGHT]
        if not sought:
            break
        found = ask("again", together(ask("defined", sought)))
    return found
