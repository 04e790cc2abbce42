"""What the code says about its events, put into the spec: what is written there by people stays as it is."""

from collections.abc import Iterable, Iterator, Mapping

from waypost.document.quoting import code, listed
from waypost.frozen import dataclass, replace
from waypost.telemetry.areas import areas
from waypost.telemetry.call_site import CallSite
from waypost.telemetry.casing import words
from waypost.telemetry.inference import Inferred, infer, judged, property_case
from waypost.telemetry.naming import Convention, reserved
from waypost.telemetry.shape import Convention as Written
from waypost.telemetry.shape import Spec
from waypost.telemetry.shipped import shipped
from waypost.telemetry.spec import home, place, read_specs
from waypost.telemetry.spec_writing import (
    HEADER,
    Event,
    Ruled,
    convention_text,
    legacy_text,
    sent_events,
    with_convention,
    with_events,
    with_properties,
    without_legacy,
)

MAX_NAME = 500
MIN_OWN = 0.9
"""An area has a convention of its own if so many of its names follow it, and few follow the general one."""
MAX_GENERAL = 0.5


@dataclass(frozen=True, slots=True)
class Proposal:
    """The spec's files as they would be, where they differ; what the names say, and what was done, in lines."""

    files: Mapping[str, bytes]
    evidence: tuple[str, ...]
    done: tuple[str, ...]


def propose(sites: Iterable[CallSite], files: Mapping[str, bytes]) -> Proposal:
    """The spec that the call sites of a repository make, on top of the files of the spec that is there."""
    known = list(sites)
    sent = [(site.path, name.text) for site in known for name in site.names if name.certain and _counts(name.text)]
    live = {name for _, name in sent}
    ours = [(path, name) for path, name in sent if shipped(path)]
    spec, _ = read_specs(files)
    events = sent_events(_with_properties(known))
    changed: dict[str, bytes] = {}
    done: list[str] = []
    found, own, evidence = _judged(ours, spec)
    done += _add_properties(files, changed, spec or Spec(), events)
    done += _add_events(files, changed, spec or Spec(), events)
    if found is not None and (spec is None or spec.convention == Written()):
        properties = {key for event in events.values() for key, _ in event.properties}
        proof = replace(found, property_case=property_case(properties))
        done += _add_convention(files, changed, proof, own, evidence, spec or Spec())
    if spec is not None and spec.legacy:
        after, _ = read_specs({**files, **changed})
        done += _shrink(files, changed, after or spec, live)
    return Proposal({path: text for path, text in changed.items() if text != files.get(path)}, evidence, tuple(done))


def _counts(name: str) -> bool:
    return 0 < len(name) <= MAX_NAME and not reserved(name)


def _with_properties(sites: Iterable[CallSite]) -> Iterator[tuple[str, tuple[tuple[str, str | None], ...]]]:
    for site in sites:
        if shipped(site.path):
            keys = tuple(pair for pair in site.properties if 0 < len(pair[0]) <= MAX_NAME)
            yield from ((name.text, keys) for name in site.names if name.certain and _counts(name.text))


def _judged(
    sent: list[tuple[str, str]], spec: Spec | None
) -> tuple[Inferred | None, tuple[Ruled, ...], tuple[str, ...]]:
    """The convention, the areas with their own, and what the names of each area say."""
    names = {name for _, name in sent}
    written = spec.naming if spec is not None else None
    found = judged(written, names) if written is not None else infer(names)
    if found is None:
        return (
            None,
            (),
            (f"There is no convention to be told: {_count(len(names), 'name')}, and none that enough share.",),
        )
    by_area = areas(sent)
    own = tuple(_own(found.convention, by_area)) if written is None else ()
    lines = [_line("all of the code", judged(found.convention, names))]
    ruled = {it.folder: it.convention for it in own}
    if len(by_area) > 1:
        lines += [_line(code(area), judged(ruled.get(area, found.convention), some)) for area, some in by_area.items()]
    return found, own, tuple(lines)


def _own(general: Convention, by_area: Mapping[str, frozenset[str]]) -> Iterator[Ruled]:
    for folder, names in by_area.items():
        here = infer(names) if folder else None
        if here is not None and here.share >= MIN_OWN and judged(general, names).share <= MAX_GENERAL:
            yield Ruled(folder, here.convention)


def _line(where: str, found: Inferred) -> str:
    """`92 % of 131 names in web/checkout are object_action, snake_case, past tense; 11 are not.`"""
    total, off = len(found.fitting) + len(found.others), len(found.others)
    if not total:
        return f"There are no names in {where}."
    others = "" if not off else "; 1 is not" if off == 1 else f"; {off} are not"
    names = "the 1 name" if total == 1 else f"{total} names"
    return f"{_percent(found.share)} of {names} in {where} {'is' if total == 1 else 'are'} {found}{others}."


def _percent(share: float) -> str:
    """Never rounded up to all."""
    return f"{int(share * 100)} %"


def _add_properties(
    files: Mapping[str, bytes], changed: dict[str, bytes], spec: Spec, events: Mapping[str, Event]
) -> Iterator[str]:
    """Declare what the events of the spec send besides; none is called required: that is a promise, for people."""
    by_file: dict[str, dict[str, dict[str, str | None]]] = {}
    slips: list[str] = []
    for name, event in sorted(events.items()):
        known = spec.events.get(name)
        home = place(files, name) if known is not None and known.active else None
        if known is None or home is None:
            continue
        new = {key: kind for key, kind in event.properties if key not in known.properties}
        spoken = {_spoken(key) for key in known.properties}
        slips += [f"{key} of {name}" for key in new if _spoken(key) in spoken]
        if kept := {key: kind for key, kind in new.items() if _spoken(key) not in spoken}:
            by_file.setdefault(home[0], {})[name] = kept
    for path, some in by_file.items():
        changed[path], done = with_properties(files[path], some, path)
        count = sum(len(some[name]) for name in done)
        properties = "1 property" if count == 1 else f"{count} properties"
        if count:
            yield f"{path}: {properties} of {_count(len(done), 'event')} added."
        if left := tuple(some.keys() - set(done)):
            yield f"{path}: {listed(tuple(sorted(left)))} cannot be added to as it is written."
    if slips:
        yield f"Left out, since the spec has it in another writing: {listed(tuple(slips))}."


def _spoken(key: str) -> str:
    return "".join(words(key)).lower() or key


def _add_events(
    files: Mapping[str, bytes], changed: dict[str, bytes], spec: Spec, events: Mapping[str, Event]
) -> Iterator[str]:
    missing = [event for name, event in sorted(events.items()) if name not in spec.known | set(spec.lineage.owners)]
    by_file: dict[str, list[Event]] = {}
    for event in missing:
        by_file.setdefault(home(files, event.name), []).append(event)
    for path, some in by_file.items():
        text = with_events(changed.get(path) or files.get(path) or HEADER.encode(), some, path)
        if text is None:
            yield f"{path} is written in a way that nothing can be added to: write `events:` as a block."
        else:
            changed[path] = text
            yield f"{path}: {_count(len(some), 'event')} added."


def _add_convention(
    files: Mapping[str, bytes],
    changed: dict[str, bytes],
    found: Inferred,
    own: tuple[Ruled, ...],
    evidence: tuple[str, ...],
    spec: Spec,
) -> Iterator[str]:
    path = home(files, "")
    text = changed.get(path, files.get(path, HEADER.encode()))
    fits = [found.convention, *(it.convention for it in own)]
    legacy = [name for name in found.others if not any(convention.fits(name) for convention in fits)]
    kept = [] if spec.legacy else legacy
    new = with_convention(text, convention_text(found, own, evidence), legacy_text(kept), path)
    if new is None:
        yield f"{path} is written in a way that no convention can be added to: write it as a block."
        return
    changed[path] = new
    yield f"{path}: the convention added, {found}."
    if kept:
        fit = "does not fit is" if len(kept) == 1 else "do not fit are"
        yield f"{path}: {_count(len(kept), 'name')} that {fit} legacy."


def _shrink(files: Mapping[str, bytes], changed: dict[str, bytes], spec: Spec, live: set[str]) -> Iterator[str]:
    """Take names out of the legacy list that nothing sends any more, or that fit: it never gets longer."""
    fits = spec.naming.fits if spec.naming is not None else lambda _: False
    gone = [name for name in spec.legacy if name not in live or fits(name)]
    for path in sorted(files) if gone else ():
        before = changed.get(path, files[path])
        after = without_legacy(before, gone, path)
        if after != before:
            changed[path] = after
            yield f"{path}: the legacy list is {_count(len(gone), 'name')} shorter."


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"
