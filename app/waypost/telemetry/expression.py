"""What an argument says, in words common to all languages: text, reference, choice, record.

A language file translates syntax nodes into these; all that decides afterwards knows no syntax. Offsets are bytes.
"""

from collections.abc import Sequence
from typing import Literal

from waypost.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A string whose value is known; `inner` is the stretch between the quotes when one literal holds all of it."""

    value: str
    start: int
    end: int
    inner: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A name or dotted name used at `start`; what it stands for is looked up from there."""

    path: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Strings put together at run time: template strings, f-strings, `+`."""

    parts: "tuple[Expression, ...]"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values, known at run time only."""

    options: "tuple[Expression, ...]"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Record:
    """Keys with values: object, dict, enum, class constants, keyword arguments of a constructor (`constructor`).

    `open` says that there may be keys which the source does not name here; `computed` are keys that are constants,
    `spread` what all keys are taken from: `{...cart, total}`.
    """

    entries: "tuple[tuple[str, Expression], ...]"
    open: bool
    start: int
    end: int
    constructor: str | None = None
    computed: "tuple[tuple[Expression, Expression], ...]" = ()
    spread: "tuple[Expression, ...]" = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of an enum: its own name, and what it was made with, as in `OPENED("cart_opened")`.

    `value` is the one text that it carries; None where it carries none, or several. `fields` are its other names.
    `raw` says that the entry is its value and nothing else, as a Swift case of type `String` is; any other entry may
    be sent by whatever it carries, or by its name. `own` is the field that its own name is read by.
    """

    name: str
    value: "Expression | None"
    fields: "tuple[tuple[str, Expression], ...]"
    start: int
    end: int
    raw: bool = False
    own: str | None = "name"


@dataclass(frozen=True, slots=True)
class Opaque:
    """Anything else: its literal type where it shows one, a label for a hole in a pattern, and what a list holds.

    `called` is the dotted name of what is called, where it is a call of something that has one. `among` says what it is
    a member of. `fills` says that the first of its `items` is a format which the others are put into, and how that
    marks their places.
    """

    kind: str | None
    label: str
    start: int
    end: int
    items: "tuple[Expression, ...]" = ()
    called: tuple[str, ...] = ()
    among: "Among | None" = None
    fills: Literal["", "%", "{}"] = ""


@dataclass(frozen=True, slots=True)
class Among:
    """What has a member by a key that is computed: the `holder` and the `key` of `EVENTS[kind].name`.

    None is the key of each member of what is gone through. `fields` lead on from the member.
    """

    holder: "Expression"
    key: "Expression | None"
    fields: tuple[str, ...] = ()


Expression = Text | Reference | Joined | Choice | Record | Entry | Opaque


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call; a spread (`...rest`, `*args`, `**kwargs`) hides what follows it."""

    keyword: str | None
    value: Expression
    spread: bool = False


def constructed(given: Sequence[Argument], where: tuple[int, int], constructor: str) -> Record:
    """What a constructor gets: arguments with a keyword under it, the others under their position (`"0"`)."""
    entries: list[tuple[str, Expression]] = []
    positional = 0
    for argument in given:
        if argument.spread:
            break
        entries.append((argument.keyword or str(positional), argument.value))
        positional += argument.keyword is None
    return Record(tuple(entries), len(entries) < len(given), *where, constructor)


def literal_type(value: Expression) -> str | None:
    """The JSON type a value shows by its literal, or None: `string`, `number`, `boolean`, `null`, `array`, `object`."""
    match value:
        case Text() | Joined():
            return "string"
        case Record(constructor=None):
            return "object"
        case Opaque(kind=kind):
            return kind
        case Choice(options=options):
            types = {literal_type(option) for option in options}
            return types.pop() if len(types) == 1 else None
    return None
