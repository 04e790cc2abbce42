"""Every place of a whole repository that sends a tracked event, with the wrappers that it has for that."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from waypost.finding import Unread
from waypost.frozen import dataclass
from waypost.telemetry.call_site import CallSite
from waypost.telemetry.merging import all_of, dealt, finest, together, within
from waypost.telemetry.paths import Paths
from waypost.telemetry.sdks import Sdks
from waypost.telemetry.shard import Evidence, Found, Shard, Tell
from waypost.telemetry.wrappers import Wrapper

ROUNDS = 4
"""A name that only a search can find is followed this far."""
MAX_AROUND = 8
"""So far a wrapper of a wrapper is followed, and so on."""
MAX_WRAPPERS = 100
"""Functions that are followed; one of several overloads counts as much as one alone."""
MAX_SOUGHT = 2_000
"""Names that are searched for at once."""


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


Ask = Callable[..., list[Any]]
"""Has every `Shard` of a scan do something: the name of a method and what it is given, to what each has answered."""


def scan(
    paths: Paths, wanted: Iterable[str], sdks: Sdks, tell: Tell = lambda paths: paths, evident: bool = False
) -> Scan:
    """All call sites of the files `wanted`; `paths` are all that names may be followed into."""
    shard = Shard(paths, list(wanted), sdks, tell)
    return scan_with(lambda method, *given: [getattr(shard, method)(*given)], evident)


def scan_with(ask: Ask, evident: bool = False) -> Scan:
    """The same with the files in several shards, which may be in other processes."""
    known: dict[tuple[object, ...], Wrapper] = {}
    _followed(ask, ask("look", dealt(ask("sending"))), known)
    _followed(ask, ask("listen"), known)
    doubted = sorted({name for some in ask("doubted") for name in some})[:MAX_SOUGHT]
    if doubted:
        ask("take_back", together(ask("writers", doubted)))
    results = ask("result")
    sites = sorted((site for sites, _ in results for site in sites), key=lambda site: site.path)
    unread = sorted((it for _, unread in results for it in unread), key=lambda it: it.path)
    evidence = all_of(ask("evidence")) if evident else None
    return Scan(tuple(sites), tuple(finest(known.values())), tuple(unread), evidence)


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
