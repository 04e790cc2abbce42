"""Every place of a whole repository that sends a tracked event, with the wrappers that it has for that."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from waypost.telemetry.merging import Scan, apart, as_one, dealt
from waypost.telemetry.part import NOTHING, Part, Sending, all_sending
from waypost.telemetry.paths import Paths
from waypost.telemetry.rounds import Ask, asking, in_rounds
from waypost.telemetry.sdks import Sdks
from waypost.telemetry.shard import Tell


def scan(
    paths: Paths, wanted: Iterable[str], sdks: Sdks, tell: Tell = lambda paths: paths, evident: bool = False
) -> Scan:
    """All call sites of the files `wanted`; `paths` are all that names may be followed into."""
    part = Part(paths, [list(wanted)], sdks, tell)
    return scan_with(asking(part), evident)


def scan_with(ask: Ask, evident: bool = False) -> Scan:
    """The same with the files in several parts, which may be in other processes.

    Languages that never call each other are scanned apart: a part takes groups of them to itself as long as there are
    some, and has a share of those that are too large for that.
    """
    found: list[Mapping[str, Sending]] = ask("sending")
    groups = {
        group: [some.get(group, NOTHING) for some in found] for group in sorted({it for some in found for it in some})
    }
    shared, alone = apart({group: all_sending(parts).size for group, parts in groups.items()}, len(found))
    scans = {group: _shared(ask, group, groups[group], evident) for group in shared}
    for some in ask("alone", [(group, all_sending(groups[group])) for group in alone], evident):
        scans |= some
    return as_one([scans[group] for group in groups], evident)


def _shared(ask: Ask, group: str, parts: Sequence[Sending], evident: bool) -> Scan:
    """A group of which all parts have a share, of about the same size."""
    shares = dealt([it.sizes for it in parts])
    ask("share", group, [Sending(sizes, it.speaking) for sizes, it in zip(shares, parts, strict=True)])
    return in_rounds(partial(ask, "ask"), evident)
