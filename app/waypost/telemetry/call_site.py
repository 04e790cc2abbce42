"""A call that sends a tracked event: where it is, what it sends, and which values say so."""

from waypost.finding import Span
from waypost.frozen import dataclass
from waypost.telemetry.handed import NOTHING, Handed
from waypost.telemetry.pattern import Pattern
from waypost.telemetry.resolve import Resolution
from waypost.telemetry.unit import Known


@dataclass(frozen=True, slots=True)
class Name:
    """One name a call sends, and the literal that holds it.

    `span` is the literal with its quotes, at the definition for a constant, in the file at `path`; `inner` is what
    stands between the quotes, None where no single literal holds the whole name and so no edit can change it.
    """

    text: str
    resolution: Resolution
    path: str
    span: Span
    inner: Span | None

    @property
    def certain(self) -> bool:
        """Whether this is the name itself, as opposed to a pattern."""
        return self.resolution in (Resolution.LITERAL, Resolution.CONSTANT)


@dataclass(frozen=True, slots=True)
class CallSite:
    """One call that sends a tracked event.

    `span` is the first name's literal, or the expression that could not be resolved or whose name stands in another
    file; `at` is the whole call.
    A name that two alternatives write has two entries in `names`, since both literals hold it.
    `resolution` is that of the least known name: a call with one unknown alternative is `UNRESOLVED` and still has the
    names that are known. `properties` are keys with the JSON type of literals; `open` says that there may be more keys;
    `handed` has them as the code writes them. `said` is what stands in the call itself for the name, None where nothing
    alone does; `own` says that a team declared the call. `foreign` is the module of others that a name which is not
    known has been imported from.
    """

    path: str
    span: Span
    at: Span
    sdk: str
    names: tuple[Name, ...]
    resolution: Resolution
    properties: tuple[tuple[str, str | None], ...] = ()
    open: bool = False
    handed: Handed = NOTHING
    said: Span | None = None
    own: bool = False
    foreign: str | None = None


@dataclass(frozen=True, slots=True)
class Traced:
    """A call site, the pattern it fits, and the values at the places of its name and properties."""

    site: CallSite
    pattern: Pattern
    name: Known | None
    properties: Known | None

    @property
    def counts(self) -> bool:
        """Whether it is told: what is called by an everyday name sends an event only where a name shows."""
        return bool(self.site.names) or self.pattern.tells or self.pattern.refines

    @property
    def certain(self) -> bool:
        """Whether all of it is known, so that it stays what it is when more of the program is."""
        return self.site.resolution <= Resolution.CONSTANT and not self.site.open
