"""Find the places in a source file that send tracked events."""

from collections.abc import Container, Iterable
from functools import partial

from waypost.change import MAX_FILE_BYTES
from waypost.telemetry import languages
from waypost.telemetry.call_site import CallSite, Traced
from waypost.telemetry.earlier import Earlier
from waypost.telemetry.elsewhere import Elsewhere
from waypost.telemetry.languages import Language
from waypost.telemetry.look import Look
from waypost.telemetry.parsing import Work
from waypost.telemetry.passed_on import LookForWrappers
from waypost.telemetry.reading import Reading
from waypost.telemetry.receiver import commented_at, defined_at
from waypost.telemetry.sdks import Sdks
from waypost.telemetry.unit import Unit


def find_calls(
    path: str,
    source: bytes,
    sdks: Sdks,
    work: Work | None = None,
    elsewhere: Elsewhere | None = None,
    earlier: Earlier | None = None,
) -> tuple[CallSite, ...]:
    """The call sites of one file in order of place; none for a language that is not known or a file that is too large.

    `elsewhere` knows the other files, `earlier` what another look at the same code has told. What does not parse is
    read as far as possible, within what is left of `work`; raises Unparsed beyond it.
    """
    language = languages.for_path(path)
    if language is None or len(source) > MAX_FILE_BYTES or not sends(path, source, language, sdks):
        return ()
    return calls_in(Unit(path, source, language, work or Work(), elsewhere), sdks, earlier)


def sends(path: str, source: bytes, language: Language, sdks: Sdks, told: Container[int] = ()) -> bool:
    """Whether a file may send events at all: what it takes to know costs next to nothing.

    Calls whose names begin at offsets that are `told` of already do not count.
    """
    places = (start for start, _ in sdks.within(path, source, language.family, language.bare).candidates())
    return any(start not in told and not _is_said_only(source, start, language) for start in places)


def _is_said_only(source: bytes, start: int, language: Language) -> bool:
    """Whether what looks like a call is in a comment, or defines a function."""
    return commented_at(source, start, language.family) or defined_at(source, start, language.definition)


def calls_in(unit: Unit, sdks: Sdks, earlier: Earlier | None = None) -> tuple[CallSite, ...]:
    """The call sites of a parsed file. Raises Unparsed where its code is nested too deep."""
    known = earlier or Earlier(unit.elsewhere)
    look = Look(unit, sdks, Reading(unit), known)
    return known.sites(lambda: tuple(call.site for call in look.calls() if call.counts))


def traced_in(unit: Unit, sdks: Sdks, earlier: Earlier | None = None) -> tuple[Traced, ...]:
    """The same, with the values that the name and the properties come from, but without what is handed over.

    `earlier` has what other looks at the file have told, and is told what this one does.
    """
    return tuple(Look(unit, sdks, Reading(unit, whole=False), earlier or Earlier(unit.elsewhere)).calls())


def passing_on_in(unit: Unit, sdks: Sdks, earlier: Earlier) -> tuple[tuple[Traced, ...], bool]:
    """Those of them that may pass on what the function around them is given, which is what makes it a wrapper.

    Says, too, whether these are all, as `traced_in` has them.
    """
    look = LookForWrappers(unit, sdks, Reading(unit, whole=False), earlier)
    return tuple(look.calls()), look.whole and not look.damaged


def passes_on(unit: Unit, sdks: Sdks, earlier: Earlier, names: Iterable[str]) -> bool:
    """Whether any call by one of some names may do so."""
    look = LookForWrappers(unit, sdks, Reading(unit, whole=False), earlier)
    return any(earlier.passes_on(name, partial(look.passes_on, name)) for name in names)
