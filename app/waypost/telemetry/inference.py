"""Read the naming convention out of the names that are there: casing, groups, where the verb stands, its tense."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from waypost.telemetry.casing import BREAK, Case, separator, words
from waypost.telemetry.naming import Convention, recognise, reserved
from waypost.telemetry.slots import Slot, verb_of
from waypost.telemetry.tense import Tense, base, tense

MIN_NAMES = 8
MIN_SHARE = 0.7
"""Of the names, so many must follow a convention for it to be one; the others become legacy."""
MIN_KEPT = 0.9
"""Of the names that a plainer convention fits, so many must fit one that asks for more."""
MIN_VERBS = 0.6
"""Of the names, so many must have a verb at one end for its place to be part of the convention."""
MIN_PROPERTIES = 0.9
MIN_TENSE = 0.85
"""Of the verbs whose form tells a tense, so many must be in the same."""
_GROUPS = {":": ("category", "subject"), "/": ("category", "subject"), ".": ("category", "subject"), "|": ("category",)}


@dataclass(frozen=True)
class Inferred:
    """A convention, the names that speak for it and against it, and the casing of the properties."""

    convention: Convention
    fitting: tuple[str, ...]
    others: tuple[str, ...]
    property_case: Case | None = None

    @property
    def share(self) -> float:
        """How much of the names follows it."""
        return len(self.fitting) / (len(self.fitting) + len(self.others))

    def __str__(self) -> str:
        """`object_action`, snake_case, past tense."""
        given = self.convention
        tenses = [f"{slot.tense} tense" for slot in given.slots.values() if slot.tense]
        slots = re.sub(
            r"\}\{(\w)", lambda first: first[1].upper(), given.template or ""
        )  # {object}{action}: objectAction
        template = f"`{slots.replace('{', '').replace('}', '')}`" if given.template else ""
        return ", ".join(filter(None, [template, given.case or "", *tenses]))


def infer(names: Iterable[str]) -> Inferred | None:
    """The most telling convention that enough of the names follow; None where they share none, or are too few."""
    distinct = sorted({name for name in names if name and not reserved(name)})
    if len(distinct) < MIN_NAMES:
        return None
    candidates = [judged(candidate, distinct) for candidate in _candidates(distinct)]
    most = max((len(found.fitting) for found in candidates), default=0)
    enough = max(MIN_SHARE * len(distinct), MIN_KEPT * most)
    return next((found for found in candidates if len(found.fitting) >= enough), None)


def property_case(keys: Iterable[str]) -> Case | None:
    """The casing that nearly all of enough properties share."""
    shown = Counter(case for key in set(keys) if (case := recognise(key)) is not None)
    case, count = shown.most_common(1)[0] if shown else (None, 0)
    return case if count >= max(MIN_NAMES, MIN_PROPERTIES * sum(shown.values())) else None


def judged(convention: Convention, names: Iterable[str]) -> Inferred:
    """What a convention that is known already makes of some names."""
    distinct = sorted({name for name in names if name and not reserved(name)})
    fits = {name: convention.fits(name) for name in distinct}
    fitting, others = (tuple(name for name in distinct if fits[name] is wanted) for wanted in (True, False))
    return Inferred(convention, fitting, others)


def _candidates(names: Sequence[str]) -> Iterator[Convention]:
    """Conventions that may hold, the most telling first."""
    case = _case(names)
    if case is None:
        return
    plain = Convention(case=case)
    told = [name for name in names if plain.fits(name)]
    front, sign = _front(told)
    if case is not Case.DOTTED and told:
        for with_tense in (True, False):
            slots = _ends(told, case, sign)
            template, wanted = slots if slots else ("", None)
            if template and (wanted or not with_tense):
                action = {"action": Slot(tense=wanted)} if wanted and with_tense else {}
                yield Convention(f"{front}{template}", case, action)
        if front:
            yield Convention(f"{front}{{action}}", case)
    yield plain


def _case(names: Sequence[str]) -> Case | None:
    """The casing that most names show; dots count where most names have them."""
    dotted = [name for name in names if "." in name]
    if len(dotted) > len(names) / 2 and sum(map(Convention(case=Case.DOTTED).fits, dotted)) > len(names) / 2:
        return Case.DOTTED
    shown = Counter(case for name in names if (case := recognise(name)) is not None and case is not Case.DOTTED)
    if shown:
        return shown.most_common(1)[0][0]
    grouped = [name for name in names if BREAK.search(name) and name.islower()]  # of single words
    return Case.SNAKE if len(grouped) > len(names) / 2 else None


def _front(names: Sequence[str]) -> tuple[str, str]:
    """What stands in front of the last group where most names have the same number of groups, and its last sign."""
    shapes = Counter(tuple(part.strip() for part in BREAK.findall(name)) for name in names)
    signs, count = shapes.most_common(1)[0] if shapes else ((), 0)
    if count < MIN_SHARE * len(names) or not signs or len(set(signs)) > 1 or signs[0] not in _GROUPS:
        return "", ""
    slots = _GROUPS[signs[0]]
    if len(signs) > len(slots):
        return "", ""
    between = _spelled_sign(names, signs[0])
    return "".join(f"{{{slot}}}{between}" for slot in slots[: len(signs)]), signs[0]


def _spelled_sign(names: Sequence[str], sign: str) -> str:
    """The sign with the space that most names have around it."""
    found = Counter(match[0] for name in names for match in BREAK.finditer(name) if match[0].strip() == sign)
    return found.most_common(1)[0][0]


def _ends(names: Sequence[str], case: Case, sign: str) -> tuple[str, Tense | None] | None:
    """Where the verb stands in the last group, and the tense that these verbs share."""
    groups = [words(BREAK.split(name)[-1] if sign else name) for name in names]
    some = [group for group in groups if len(group) > 1]
    if len(some) < MIN_VERBS * len(names):
        return None
    last = [verb_of(group, first=False) for group in some]
    first = [group[0] for group in some]
    at_end, at_start = (sum(base(word) is not None for word in found) for found in (last, first))
    between = separator(case)
    verbs, template = (last, f"{{object}}{between}{{action}}") if at_end >= at_start else (first, "")
    if max(at_end, at_start) < MIN_VERBS * len(some):
        return None
    return template or f"{{action}}{between}{{object}}", _shared_tense(verbs)


def _shared_tense(verbs: Sequence[str]) -> Tense | None:
    told = Counter(found for verb in verbs if (found := tense(verb)) is not None)
    if not told:
        return None
    shared, count = told.most_common(1)[0]
    return shared if count >= MIN_TENSE * sum(told.values()) else None
