"""One way to send a tracked event: what is called, of what, and where the name and the properties stand."""

from typing import Any, Literal

from waypost.frozen import dataclass, replace
from waypost.patterns import late_re2
from waypost.telemetry.callee import Callee
from waypost.telemetry.casing import Case

Take = Literal["value", "constant", "class"]
ANY = "*"
"""In a declared call, the part that is the event's name."""
ONE = r"(?i:\.(?:instance|get_?instance|shared|default|current|companion|get|set)(?:\(\))?)"
"""What gives the one object of a class, as in `Tracker.instance`; `set(…)` is of Rails' jobs."""
ALONE = late_re2(r"(?:window|globalThis|self|this|cls)?")
"""What may stand before a function that is called on its own."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a call a value stands: an argument by position or keyword; in it, a key, maybe of a constructor.

    In `key`, a `/` goes into an object within, and a number is the position in a list.
    """

    argument: int | str
    constructor: str | None = None
    key: str | None = None

    def holds(self, other: "Place") -> bool:
        """Whether another one is a field of what stands here."""
        within = self.key is None or (other.key or "").startswith(f"{self.key}/")
        return self.argument == other.argument and other.key is not None and within


@dataclass(frozen=True, slots=True)
class Hole:
    """A part of a name that is not known, with a label for it."""

    label: str


Part = str | Hole | tuple[Place, ...]
"""A part of a name that a function puts together: a text, what is not known, or what it is given at some places."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to send an event.

    `receiver` matches the dotted text before the method's name, the empty text for a function called on its own.
    `family` is the language family; None means any. `when` are places with the text they must hold. `needs` must be
    found in the file, `hint` in lower case, whatever its case. `own` says that a team declared it: all of its own
    patterns that fit a call count, since one wrapper can send several events. `adds` says that what is called may add
    properties of its own. `starred` says that the groups of `receiver` are the event's name, and `before` what stands
    right before a starred method. For `take`, `case` and `type` see the settings; `files` limits it to some files,
    `affixes` are put around what is at the name's place, and `parts` are what stands there, where it is put together.
    `refines` says that it knows better than a declared pattern
    which field of the same argument is sent. `made` says that it needs an object of its `type` to be made for it, and
    `callee` is the function that was found to be called so. `by_name` says that nothing but what it is called tells
    that it sends an event, and `unknown` that what it sends is not known. `by_type` says that the type of what it is
    called of told of it, and so nothing that a team declared for that. `within` are the classes that have it from
    above, in which alone it is called so. `handed` says that only a function which the one around the call is handed
    can be meant, and `shipped` that files for tests do not count. `sends` is the event that every such call sends.
    """

    sdk: str
    family: str | None
    method: str
    receiver: Any  # a compiled RE2 pattern, which has no types
    name: tuple[Place, ...]
    properties: tuple[Place, ...]
    when: tuple[tuple[Place, str], ...] = ()
    needs: bytes = b""
    hint: bytes = b""
    own: bool = False
    adds: bool = False
    starred: bool = False
    before: str = ""
    take: Take = "value"
    case: Case | None = None
    type: str | None = None
    files: frozenset[str] | None = None
    affixes: tuple[str, str] = ("", "")
    parts: tuple[Part, ...] = ()
    tells: bool = True
    refines: bool = False
    made: bool = False
    callee: Callee | None = None
    by_name: bool = False
    unknown: bool = False
    by_type: bool = False
    within: frozenset[str] | None = None
    handed: bool = False
    shipped: bool = False
    sends: str = ""

    @property
    def makes(self) -> tuple[object, ...]:
        """What it makes of what it is given; nothing where that is the name as it is."""
        return (self.affixes, self.parts) if self.parts or self.affixes != ("", "") else ()

    @property
    def declared(self) -> bool:
        """Whether a team wrote it, as opposed to a wrapper that was found."""
        return self.own and self.files is None and self.callee is None

    @property
    def way(self) -> tuple[object, ...]:
        """What tells it from other patterns that fit the same call: each is an event of its own."""
        name = tuple(replace(place, key=None) for place in self.name) if self.refines else self.name
        return name, self.affixes, self.parts, self.starred
