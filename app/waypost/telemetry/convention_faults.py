"""What is wrong in a convention and a schema cannot say."""

from collections.abc import Iterator

import re2  # type: ignore[import-untyped]

from waypost.document.quoting import code
from waypost.document.tree import Place
from waypost.telemetry.casing import words
from waypost.telemetry.shape import Convention, Naming, Slot, set_value
from waypost.telemetry.slots import MAX_PATTERN_PROGRAM, verb_of
from waypost.telemetry.template import TemplateError, slot_names, variants
from waypost.telemetry.tense import tense


def faults(convention: Convention) -> Iterator[tuple[Place, str]]:
    """Each fault's place within the convention, and how to mend it."""
    yield from _naming_faults(convention)
    for number, area in enumerate(convention.exceptions):
        yield from ((("exceptions", number, *where), message) for where, message in _naming_faults(area))


def _naming_faults(rules: Naming) -> Iterator[tuple[Place, str]]:
    template = set_value(rules.template)
    try:
        if template is not None:
            variants(template)
    except TemplateError as mend:
        yield ("template",), f"{code(template or '')} is no template. {mend}"
        return
    named = slot_names(template or "")
    for twice in sorted({name for name in named if named.count(name) > 1}):
        yield ("template",), f"{code(f'{{{twice}}}')} is in the template twice. Give each slot its own name."
    for name, slot in rules.slots.items():
        if name not in named:
            shown = code(f"{{{name}}}")
            yield ("slots", name), f"The template has no slot {shown}. Add it there, or take it out here."
        yield from ((("slots", name, *where), message) for where, message in _slot_faults(slot))


def _slot_faults(slot: Slot) -> Iterator[tuple[Place, str]]:
    for value in slot.synonyms:
        if value not in slot.one_of:
            yield ("synonyms", value), f"{code(value)} is not in `one_of`. Add it there: synonyms stand for its values."
    wanted, pattern = set_value(slot.tense), set_value(slot.pattern)
    for index, value in enumerate(slot.one_of):
        is_now = tense(verb_of(words(value), first=True))
        if wanted and is_now not in (None, wanted):
            yield ("one_of", index), f"{code(value)} is {is_now} tense, and `tense` says {wanted}. Change one of them."
    if pattern is not None and slot.one_of:
        yield ("pattern",), "`one_of` says what may stand here. Take one of the two out."
    if pattern is not None and (reason := pattern_fault(pattern)):
        yield ("pattern",), reason


def pattern_fault(pattern: str) -> str | None:
    """Why a pattern of a repository cannot be used; None if it can."""
    if "(?P<" in pattern or "(?<" in pattern:
        return f"{code(pattern)} names a group. Write `(?:…)`."
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MAX_PATTERN_PROGRAM
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error)
        return f"{code(pattern)} is no regular expression that RE2 takes: {code(reason)}."
    return None
