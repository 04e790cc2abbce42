"""Functions that pass a parameter of their own on as an event's name: wrappers that nobody declared."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import re2  # type: ignore[import-untyped]
from tree_sitter import Node

from waypost.frozen import dataclass, replace
from waypost.patterns import late_re2
from waypost.telemetry.call_site import Traced
from waypost.telemetry.callee import Callee
from waypost.telemetry.casing import words
from waypost.telemetry.constructs import MADE, as_maker
from waypost.telemetry.expression import Expression, Joined, Opaque, Reference
from waypost.telemetry.languages import Signature
from waypost.telemetry.members import EACH, as_member
from waypost.telemetry.mixed_in import mixed_in
from waypost.telemetry.parameters import (
    NUMBERS,
    OWN_NAMES,
    TEXTS,
    TOLD_BY_METHODS,
    Passed,
    given_by,
    parameter_of,
    places_of,
    type_at,
    type_of,
)
from waypost.telemetry.pattern import ALONE, ONE, Hole, Part, Pattern, Place
from waypost.telemetry.resolve import Resolution, label_of, leaves, names
from waypost.telemetry.resources import GIVEN
from waypost.telemetry.returned import returned
from waypost.telemetry.unit import OWN_CLASS, Known, Unit, settled

_AROUND = r"[_$\d]|the|my|m|default|shared|current|instance|companion|impl|service|client|manager|wrapper"
"""What the name of a variable may have besides the words of its class that tell."""
NEVER_ALONE = frozenset({"python"})
"""Families of languages in which no method is called without what it is a method of."""
JOB = "perform"
LATER, ASYNC = ("perform_later", "perform_now"), ("perform_async",)
"""How Rails and Sidekiq have something done by a job whose method is called `perform`."""
_TELLS = late_re2(
    "(?i)track|event|log|analytic|captur|telemetr|pixel|metric|record|report|measur|stat|usage|send|fire|emit|mixpanel|segment|posthog"
)
"""How functions are called that are there to send events, unlike those that send one besides what they do."""
_HOOK = late_re2("use[A-Z]")
"""How React's hooks are called, which give objects to their callers."""
_EXPORTED = late_re2(rb"\bexport\s+default\s*\{|\bmodule\.exports\s*=\s*\{")
_ANY_NUMBER = late_re2(rb"\.\.\.|\b(?:vararg|params)\b")
"""Marks of a parameter that takes any number of arguments."""
MAX_PARTS = 8
"""Parts of a name that is put together around a parameter."""


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A function at `line` of `path`, what its callers see of it, and how its calls are to be read.

    `around` are the functions that it is made in: a hook that gives it to its callers. `returned` says that it is of an
    object without a name, which nothing but the name of its file tells what callers name it. `makes` says that it is
    called by making an object of its class, which has what it is given as the member `keeps`.
    """

    path: str
    line: int
    signature: Signature
    pattern: Pattern
    around: tuple[str, ...] = ()
    returned: bool = False
    makes: bool = False
    keeps: str = ""

    @property
    def function(self) -> tuple[str, str | None, str]:
        """The function by its file, class and name, which overloads have in common."""
        return self.path, self.signature.owner, self.signature.name

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from others: one function can send several events."""
        callee = self.pattern.callee
        plain = replace(callee, inner=()) if callee is not None and callee.inner else callee
        return *self.function, self.pattern.name, self.pattern.makes, plain

    @property
    def concerns(self) -> frozenset[str]:
        """The names that an import has which brings it: its own, its class', of what it is made in."""
        return frozenset(filter(None, (self.signature.name, self.signature.owner, *self.around)))

    @property
    def call(self) -> str:
        """How it is called, as the settings have it."""
        owner, name = self.signature.owner, self.signature.name
        return f"{owner}.{name}" if owner and says_little(name) else name

    @property
    def whole(self) -> bool:
        """Whether what it is given is the whole name, as the settings take it."""
        return not self.pattern.makes


def wrappers_of(unit: Unit, calls: Iterable[Traced]) -> Iterator[Wrapper]:
    """The wrappers that some calls of a file stand in."""
    for call in calls:
        yield from wrappers_around(unit, call)


def wrappers_around(unit: Unit, call: Traced) -> Iterator[Wrapper]:
    """Those that one call stands in."""
    if call.site.resolution >= Resolution.PATTERN and call.name is not None and call.name.home is unit:
        for wrapper in _around(unit, call, call.name):
            yield from _as_job(unit, wrapper) if wrapper.signature.name == JOB else (wrapper,)


def _as_job(unit: Unit, wrapper: Wrapper) -> Iterator[Wrapper]:
    """What a job sends is sent by whoever has it done."""
    if unit.language.family != "ruby" or not wrapper.signature.owner:
        yield wrapper
        return
    for name in LATER if b"Sidekiq" not in unit.source else ASYNC:
        signature = replace(wrapper.signature, name=name)
        pattern = replace(wrapper.pattern, method=name, receiver=_receiver(signature, False))
        yield replace(wrapper, signature=signature, pattern=pattern)


def _around(unit: Unit, call: Traced, name: Known) -> Iterator[Wrapper]:
    before, hole, after = _parts(name)
    if before + after and call.pattern.affixes == (before, after):
        return  # it would put the same around it again and again: what it calls is no wrapper of itself
    hole = _through(unit, hole) if hole is not None else None
    found, parts = (parameter_of(unit, hole), ()) if hole is not None else _composed(unit, name)
    if found is None or (parts and call.pattern.take != "value"):
        return
    signature, places, (*scopes, function) = found
    maker = as_maker(signature, unit.language.family)
    signature, scopes = (maker, []) if maker is not None else (signature, scopes)
    if not parts and type_of(signature, places) in (TEXTS if hole is not None and hole.path[-1] == GIVEN else NUMBERS):
        return
    unnamed = signature.owner == "" and _EXPORTED.search(unit.source) is None
    returned = unnamed or _HOOK.match(signature.owner or "") is not None
    if signature.owner == "":  # an object without a name goes by that of its file
        signature = replace(signature, owner=unit.path.rpartition("/")[2].partition(".")[0])
    around = [it.name for scope in scopes if (it := unit.language.signature(scope)) is not None]
    places = (*places, *_within(call.pattern, places)) if hole is not None and not before + after else places
    properties, own = _properties(unit, call, found[0])
    own_name = hole is not None and hole.path[-1] in OWN_NAMES and unit.language.family not in TOLD_BY_METHODS
    pattern = Pattern(
        sdk=call.pattern.sdk,
        family=unit.language.family,
        method=signature.name,
        receiver=MADE if maker else _receiver(signature, unit.language.everywhere, unit.language.family in NEVER_ALONE),
        name=places,
        properties=properties,
        adds=call.pattern.adds or (call.properties is not None and not own),
        own=True,
        type=type_at(signature, places),
        take="constant" if own_name else call.pattern.take,
        case=call.pattern.case,
        affixes=(call.pattern.affixes[0] + before, after + call.pattern.affixes[1]),
        parts=parts,
        tells=not signature.chained
        and _TELLS.search(f"{signature.owner or ''}.{signature.name}.{'.'.join(around)}") is not None,
        shipped=call.pattern.shipped,
        callee=_callee(unit, signature, function, top=not scopes and signature.owner is None),
    )
    inner = call.pattern.callee.bodies if call.pattern.callee is not None and pattern.makes else ()
    pattern = replace(pattern, callee=replace(pattern.callee, inner=inner)) if inner and pattern.callee else pattern
    made = maker is not None
    keeps = hole.path[1] if made and hole is not None and hole.path[0] in OWN_CLASS and len(hole.path) > 1 else ""
    yield Wrapper(unit.path, call.site.at.line, signature, pattern, tuple(around), returned, made, keeps)


def _within(pattern: Pattern, places: tuple[Place, ...]) -> Iterator[Place]:
    """Where an object has the name that may be given instead of it: `track("x")` and `track({event_type: "x"})`."""
    whole = {it.argument for it in pattern.name if it.key is None}
    keys = [it.key for it in pattern.name if it.key and it.constructor is None and it.argument in whole]
    around = f"{places[0].key}/" if places[0].key else ""
    yield from (replace(places[0], key=around + key) for key in dict.fromkeys(keys))


def _callee(unit: Unit, signature: Signature, function: Node, top: bool) -> Callee:
    """What tells calls of a function from those of others with its name."""
    owner, count = signature.owner, len(signature.parameters)
    if not unit.language.overloads or _ANY_NUMBER.search((function.text or b"").partition(b"{")[0]):
        return Callee(unit.path, owner, top, body=function.byte_range)
    labels = frozenset(it.keyword for it in signature.parameters if it.keyword) if unit.language.labels else None
    types = tuple((it.keyword or it.name, it.type) for it in signature.parameters)
    least = count if unit.language.family == "java" else 0
    return Callee(unit.path, owner, top, least, count, labels, types, function.byte_range)


def _properties(unit: Unit, call: Traced, signature: Signature) -> tuple[tuple[Place, ...], bool]:
    """Where callers write the properties, and whether they are all that is sent."""
    if call.properties is None or call.properties.home is not unit:
        return (), False
    held = call.properties.value
    found = parameter_of(unit, held) if isinstance(held, Reference) and not held.path[-1].endswith(")") else None
    if found is not None and found[0] == signature:
        return found[1], True
    mixed = mixed_in(unit, signature, held.start)
    return given_by(unit, places_of(signature, mixed.name)) if mixed is not None else (), False


def _parts(name: Known) -> tuple[str, Reference | None, str]:
    """What stands before and behind the one reference in a name that is not known; none where there are several."""
    value = _written(name).value
    if isinstance(value, Opaque) and value.among is not None and isinstance(value.among.holder, Reference):
        value = replace(value.among.holder, path=(*value.among.holder.path, EACH, *value.among.fields))
    if isinstance(value, Reference):
        return "", value, ""
    parts = list(islice(leaves(value), MAX_PARTS + 1)) if isinstance(value, Joined) else []
    texts = [_text(Known(part, name.home)) for part in parts]
    if texts.count(None) != 1 or len(parts) > MAX_PARTS:
        return "", None, ""
    at = texts.index(None)
    hole = parts[at]
    before, after = "".join(filter(None, texts[:at])), "".join(filter(None, texts[at + 1 :]))
    return before, hole if isinstance(hole, Reference) else None, after


def _written(name: Known) -> Known:
    """A name as it is put together, be it in a variable before, or by a function of the file that is called for it."""
    behind = settled(name)
    ways = returned(behind, as_given=True) if isinstance(behind.value, Opaque) and behind.value.called else ()
    behind = ways[0] if len(ways) == 1 else behind
    return behind if behind.home is name.home and isinstance(behind.value, Joined) else name


def _composed(unit: Unit, name: Known) -> tuple[Passed | None, tuple[Part, ...]]:
    """The function that puts a name together of several things, by the first parameter among them, and all of these."""
    value = _written(name).value
    parts = list(islice(leaves(value), MAX_PARTS + 1)) if isinstance(value, Joined) else []
    found = [_part(unit, part) for part in parts[:MAX_PARTS]]
    given = [it for it in found if isinstance(it, tuple)]
    if not given or len(parts) > MAX_PARTS or any(it[2][-1] != given[0][2][-1] for it in given):
        return None, ()
    return given[0], tuple(it[1] if isinstance(it, tuple) else it for it in found)


def _part(unit: Unit, part: Expression) -> str | Hole | Passed:
    """A text, a parameter, or what is not known."""
    text = _text(Known(part, unit))
    found = parameter_of(unit, part) if text is None and isinstance(part, Reference) else None
    return text if text is not None else found or Hole(label_of(part))


def _through(unit: Unit, reference: Reference) -> Reference:
    """A reference to a member that any key may lead to, by what it is a member of."""
    member = as_member(Known(reference, unit))
    among = member.value.among if member is not None and isinstance(member.value, Opaque) else None
    if among is None or not isinstance(among.holder, Reference):
        return reference
    return replace(among.holder, path=(*among.holder.path, EACH, *among.fields))


def _text(part: Known) -> str | None:
    """What a part of a name always is; None where it may be several, or is not known."""
    found = list(islice(names(part), 2))
    return found[0].text if len(found) == 1 and found[0].resolution <= Resolution.CONSTANT else None


def _receiver(signature: Signature, strict: bool, behind: bool = False) -> Any:
    """What may stand before the call: nothing for a function, something like its owner for a method.

    A method whose name has several words is telling enough by itself, but stays `behind` something where it cannot
    stand alone: what is called so is another function. Where no import tells, the names of instances
    have to have nothing but their owner's words: `loginTracker` is no `AnalyticsTracker`.
    """
    if signature.owner is None:
        return ALONE
    if signature.chained:
        return re2.compile(rf"{re2.escape(signature.owner)}(?:\..*)?")
    if not says_little(signature.name):
        return re2.compile(".+" if behind else ".*")
    of_owner = words(signature.owner)
    telling = [word for word in of_owner if len(word) > 3] or [signature.owner]
    some = "|".join(map(re2.escape, telling))
    around = rf"(?:{'|'.join([_AROUND, *(re2.escape(word) for word in of_owner if len(word) <= 3)])})*"
    named = rf"(?:.*\.)?{around}(?:(?:{some})s?{around})+" if strict else rf".*(?:{some})\w*"
    return re2.compile(rf"(?i)(?:this|self|cls|super|{named}(?:\(\))?(?:{ONE})?)")


def says_little(method: str) -> bool:
    """Whether the name of a method does not tell by itself what is meant."""
    return len(words(method)) < 2 or method in (*LATER, *ASYNC)


def made_by(hook: str) -> Any:
    """A pattern for the variable that a file keeps in what `hook` gives it; its group is the variable."""
    return re2.compile(rf"\b(?:const|let|var|val|final)\s+(\w+)\s*=\s*{re2.escape(hook)}\s*[(<]".encode())
