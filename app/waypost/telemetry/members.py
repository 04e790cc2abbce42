"""What a key that is not known may lead to: `EVENTS[kind]`, `STEPS[index].event`, each of a list that is gone through.

All that an object or a list has may be meant, so each of them has to be known; nothing is told of any otherwise.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any

import re2  # type: ignore[import-untyped]
from tree_sitter import Node

from waypost.frozen import replace
from waypost.telemetry.expression import Among, Choice, Expression, Opaque, Record, Reference, Text
from waypost.telemetry.languages import parts
from waypost.telemetry.rewritten import rewritten
from waypost.telemetry.unit import ANY_KEY, MAX_STEPS, Known, Unit, settled

EACH = "*"
"""In place of a key: any of them."""
MAX_MEMBERS = 64
"""Members of one object or list; of more, any one says little."""
_LISTS = frozenset({"array", "list", "tuple", "array_creation_expression"})
_KEEPS = frozenset({"variable_declarator", "assignment"})
_OPERATED = r"\s*(?:[-+*/|&?%^]|<<|>>){0,3}=(?:[^=~>]|\z)"
"""What stands behind what is written to."""
_MUTATES = "push|unshift|splice|fill|copyWithin|append|extend|insert|update|setdefault"
_SPREADS = frozenset({"spread_element", "list_splat", "splat_argument", "variadic_unpacking"})


def as_member(known: Known, steps: int = MAX_STEPS) -> Known | None:
    """A value as a member of something by a key that is not known; None where it is no such thing."""
    value, home = known.value, known.home
    if isinstance(value, Opaque):
        return known if value.among is not None else None
    if not isinstance(value, Reference) or not steps:
        return None
    name, *fields = value.path
    bound, held = home.scopes.at(value.start, name)
    if not bound:
        return None
    if isinstance(held, Reference):
        return as_member(Known(replace(held, path=(*held.path, *fields)), home), steps - 1)
    among = held.among if isinstance(held, Opaque) else _gone_through(home, value) if held is None else None
    if among is None:
        return None
    among = replace(among, fields=(*among.fields, *fields))
    return Known(Opaque(None, value.path[-1], value.start, value.end, among=among), home)


def field_of(known: Known, keys: Sequence[str]) -> Known | None:
    """What stands under some keys in a member of something."""
    member = as_member(known)
    if member is None or not isinstance(member.value, Opaque) or member.value.among is None:
        return None
    among = replace(member.value.among, fields=(*member.value.among.fields, *keys))
    return replace(member, value=replace(member.value, among=among))


def each_of(known: Known, fields: tuple[str, ...]) -> Known:
    """What stands under some keys in each member of an object or a list."""
    value = known.value
    among = Among(value, None, fields)
    return replace(known, value=Opaque(None, fields[-1] if fields else "value", value.start, value.end, among=among))


def _gone_through(home: Unit, reference: Reference) -> Among | None:
    """What a variable is each member of; None where it may be anything else."""
    name = reference.path[0]
    scope = next((it for it in reversed(home.scopes.around(reference.start)) if home.scopes.has(it, name)), None)
    found = home.language.each(scope, name) if scope is not None else None
    return found if found is not None and scope is not None and not rewritten(home, scope, reference.path) else None


def members(known: Known, steps: int = MAX_STEPS) -> list[Known]:
    """All that a member of something can be; nothing where any of them is not known."""
    return (_members(known, steps) or [])[: MAX_MEMBERS + 1]


def _members(known: Known, steps: int) -> list[Known] | None:
    among = known.value.among if isinstance(known.value, Opaque) else None
    if among is None or not steps:
        return None
    holder = among.holder
    inside = settled(Known(holder, known.home))
    more = _added(known.home, holder, inside)
    if more is None or any(_is_set(it, among.fields) for it in (known.home, inside.home)):
        return None
    outer = as_member(inside)
    several = _members(outer, steps - 1) if outer is not None else [inside]
    found = _every(_by_key(it, among.key, known.home) for it in several) if several is not None else None
    found = [*found, *more] if found is not None else None
    for key in among.fields:
        found = _every(_under(it, key) for it in found) if found is not None and len(found) <= MAX_MEMBERS else None
    return found


def _added(home: Unit, holder: Expression, inside: Known) -> list[Known] | None:
    """What is put into a list besides what it is made of; None where that, or what an object gets, may be anything."""
    if not isinstance(holder, Reference):
        return []
    name = holder.path[-1]
    alone = inside.home is home and len(holder.path) == 1
    if inside.home is not home and filling(name).search(home.source):
        return None
    places = [it.span() for it in islice(filling(name).finditer(inside.home.source), MAX_MEMBERS + 1)]
    if len(places) > MAX_MEMBERS:
        return None
    added = _every(_put(inside, name, place, alone) for place in places)
    if added and _handing(name).search(inside.home.source):
        return None  # who fills a list step by step may let others do so
    kept = _name_of(inside)
    if kept is not None and kept != name and filling(kept).search(inside.home.source):
        return None
    return None if kept is not None and inside.home.elsewhere.writes(inside.home, (kept, ANY_KEY)) else added


def _put(inside: Known, name: str, at: tuple[int, int], alone: bool) -> list[Known] | None:
    """What one place puts into a list; nothing into one that only has its name."""
    home, (start, end) = inside.home, at
    bound, held = home.scopes.at(start, name) if alone else (False, None)
    if bound and held is not None and held.start != inside.value.start:
        return []
    node = home.tree.root_node.descendant_for_byte_range(start, start + len(name)) if bound and held else None
    call = node.parent.parent if node is not None and node.parent is not None else None
    if call is None or not home.source[start:end].endswith(b".push("):
        return None
    given = home.language.arguments(call)
    return None if any(it.spread for it in given) else [Known(it.value, home) for it in given]


def _is_set(home: Unit, fields: Sequence[str]) -> bool:
    """Whether a file writes to a field of anything by one of some names."""
    return any(key.encode() in home.source and _setting(key).search(home.source) is not None for key in fields)


def _name_of(known: Known) -> str | None:
    """The name at the top of a file that a value is kept under, where it is."""
    value, home = known.value, known.home
    node = home.tree.root_node.descendant_for_byte_range(value.start, value.end)
    while node is not None and node.type not in _KEEPS:
        node = node.parent
    held = (node.child_by_field_name("name") or node.child_by_field_name("left")) if node is not None else None
    name = (held.text or b"").decode("utf-8", "replace") if held is not None else ""
    bound = home.scopes.top(name)[1] if name else None
    return name if bound is not None and bound.start == value.start else None


@lru_cache(maxsize=256)
def filling(*names: str) -> Any:
    """A pattern for what puts something else into a list or an object: `EVENTS[kind] = …`, `STEPS.push(…)`."""
    some = "|".join(map(re2.escape, sorted(names)))
    ways = rf"(?:\??\.[\w$]+|\[[^\[\]]*\])+{_OPERATED}|\.(?:{_MUTATES})\("
    return re2.compile(rf"\b({some})\s*(?:{ways})|\bObject\.assign\(\s*(?:[\w$]+\.)*({some})\s*,".encode())


@lru_cache(maxsize=256)
def _handing(name: str) -> Any:
    """A pattern for what hands a list to a function: `addOthers(STEPS)`."""
    return re2.compile(rf"[(,]\s*{re2.escape(name)}\s*[,)]".encode())


@lru_cache(maxsize=256)
def _setting(key: str) -> Any:
    return re2.compile(rf"(?:\.|\[[\"'])({re2.escape(key)})(?:[\"']\])?{_OPERATED}".encode())


def _every(several: Iterable[list[Known] | None]) -> list[Known] | None:
    """All of several, None where one of them is not known."""
    found = [*several]
    return None if None in found else [*chain.from_iterable(filter(None, found))]


def _by_key(known: Known, key: Expression | None, home: Unit) -> list[Known] | None:
    """What something has under a key: all that it has, where nothing is known of that."""
    told = settled(Known(key, home)).value if key is not None else None
    if isinstance(told, Choice):
        return _every(_by_key(known, option, home) for option in told.options)
    if isinstance(told, Text):
        return _under(known, told.value)
    plain = told is None or isinstance(told, Reference) or (isinstance(told, Opaque) and told.kind is None)
    return _all(known) if plain else None


def _all(known: Known, steps: int = MAX_STEPS) -> list[Known] | None:
    """All members of an object or a list, or of each that a value may be."""
    behind = settled(known)
    if isinstance(known.value, Reference) and behind.value is not known.value and steps:
        more, held = _added(known.home, known.value, behind), _all(behind, steps - 1)
        return [*held, *more] if held is not None and more is not None else None
    value, home = behind.value, behind.home
    if isinstance(value, Choice) and steps:
        return _every(_all(Known(option, home), steps - 1) for option in value.options)
    if isinstance(value, Record):
        if value.open or value.constructor is not None or value.spread:
            return None
        entries = (*(it for _, it in value.entries), *(it for _, it in value.computed))
        return [Known(it, home) for it in entries]
    listed = isinstance(value, Opaque) and (value.kind == "array" or value.called or value.kind is None)
    return _listed(home, value.start, value.end, steps) if listed and steps else None


def _listed(home: Unit, start: int, end: int, steps: int) -> list[Known] | None:
    """All members of a list that is written at a place, those of the lists that it has spread into it among them."""
    node = home.tree.root_node.descendant_for_byte_range(start, end)
    if node is None or node.named_child_count > MAX_MEMBERS:
        return None
    if node.type not in _LISTS:
        return [Known(home.language.expression(it), home) for it in home.language.listed(node)] or None
    return _every(_item(home, it, steps) for it in parts(node))


def _item(home: Unit, node: Node, steps: int) -> list[Known] | None:
    if node.type not in _SPREADS:
        return [Known(home.language.expression(node), home)]
    inner = next(iter(parts(node)), None)
    return _all(Known(home.language.expression(inner), home), steps - 1) if inner is not None else None


def _under(known: Known, key: str) -> list[Known] | None:
    """What stands under a key in one of the members; nothing in an object that has no such key."""
    behind = settled(known)
    found = behind.home.member(behind.value, (key,))
    if found is not None:
        return [found]
    value = behind.value
    if not isinstance(value, Record) or value.constructor is not None or value.open or value.computed or value.spread:
        return None
    return None if key in dict(value.entries) else []
