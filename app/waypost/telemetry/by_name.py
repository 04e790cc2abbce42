"""Functions that are called so for sending events, whoever wrote them: `trackEvent`, `telemetry.capture`.

A team that posts its events itself, or has them sent by a package that nobody knows, has no call of an SDK that its
wrapper could be found by. What such a function is called tells that it sends one; which of its arguments is the
name, its own parameters tell, where it is seen.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from waypost.frozen import replace
from waypost.patterns import late, late_re2
from waypost.telemetry.pattern import ALONE, Pattern, Place

SNAKE = frozenset({"python", "ruby"})
"""Families in which functions are called in snake case."""
BOTH = frozenset({"php"})
"""Those in which they are called both ways."""
CAPITAL = frozenset({"csharp"})
"""Those in which they are called with a capital first."""
EITHER = frozenset({"go"})
"""Those in which a capital only says who may call them."""
APPS = frozenset({"kotlin", "swift", "java", "dart", *CAPITAL, *EITHER})
"""Those in which a method is called with nothing before it, and tests say what is to be called by calls of it."""
_VERBS = ("track", "send", "log", "record", "capture", "report", "emit", "fire")
_EVENTS = ("AnalyticsEvent", "TelemetryEvent", "TrackingEvent")
TELLING = (
    *("trackEvent", "trackUserEvent", "trackUserAction", "trackProductEvent", "trackCustomEvent", "sendTrackEvent"),
    *("trackAnalytics", "trackTelemetry", "sendTelemetry", "captureTelemetry", "sendEventTelemetry"),
    *(f"{verb}{event}" for verb in _VERBS for event in _EVENTS),
    *("trackAmplitudeEvent", "logAmplitudeEvent", "trackMixpanelEvent", "trackSegmentEvent", "capturePosthogEvent"),
)
"""What is called so sends an event, whatever stands before it."""
ALONE_TOO = ("captureEvent", "recordEvent")
"""What does so where nothing stands before it, and it is given a text."""
ALONE_OR_HANDED = late_re2(r"(?:window|globalThis|self|this|cls|(?:this\.)?props)?")
"""Nothing, or what a component of the web is handed."""
OF_A_TRACKER = ("track", "capture", "trackEvent", "captureEvent", "recordEvent", "logEvent", "sendEvent")
"""What does so where it is called of something that is there for it, and is given a text."""
IN_SCRIPTS = ("handleEvent", "reportEvent")
"""What does so in languages for the web, where apps call so what they do about an event."""
_MADE_FOR_IT = r"telemetry|analytics|(?:event|metrics|usage)_?(?:tracker|logger)"
_ONE = r"(?:\.(?:instance|shared|default|get_?instance)(?:\(\))?)?"
"""How the one that there is of it is asked for."""
TRACKER = late_re2(rf"(?i)(?:.*[.$])?[$_]?\w*(?:{_MADE_FOR_IT})\w*(?:\(\))?{_ONE}")
EVERYDAY = frozenset({("python", "record_event")})
"""What records other events as often."""
_SPEAKING = (b"telemetry", b"analytics")
"""What a file has to speak of where what is called has an everyday name."""
BY_FILE = (("track", b"telemetry"), ("track", b"analytics"), ("capture", b"telemetry"))
"""What does so in files that speak of it, where nothing stands before it, and it is given a text; in Ruby, where that
may be a method of the class around it such as `Rack::Attack.track`, a text for an `event:`."""
OWN = late_re2("this|self|static")
IN_ITS_CLASS = {"php": (("recordEvent",), (b"telemetry", b"analytics", b"tracks", b"tracking"))}
"""What does so in files that speak of it, as a method of the class around it, where it is given a text."""
HANDED_IN = ("track", "capture")
"""What does so where the function around is handed it, and it is given a text."""
_IN_APPS = r"telemetry|analytics|(?:event|usage)_?tracker"
IN_APPS = late_re2(rf"(?i)(?:.*[.$])?[$_]?\w*(?:{_IN_APPS})\w*(?:\(\))?{_ONE}")
"""The same where a logger of events is one of what a system or a server does."""
ANY, NOTHING = late_re2(".*"), late_re2("")
KEYS = ("event", "eventName", "event_name", "name", "action")
"""Where an object has the name of the event that it describes."""
HELD = ("properties", "eventProperties", "event_properties", "props", "eventData", "data")
"""Where it has the properties."""
_CAPITAL = late("[A-Z]")


def keyed(argument: int | str, keys: Iterable[str]) -> tuple[Place, ...]:
    """The places of some keys in an argument."""
    return tuple(Place(argument, None, key) for key in keys)


NAME = (Place(0), *keyed(0, KEYS))
PROPERTIES = (Place(1), *keyed(0, HELD))
KEYWORDS = (Place("event"), Place("event_name"))
LABELS = (Place("event"), Place("eventName"), Place("name"))
"""What languages with keywords or labels call the argument that has the name, whatever stands before it."""
JOINED = frozenset({"javascript"})
"""Families without any."""


Way = tuple[Iterable[str], Any, bytes, bool]
"""Some names, what may stand before them, what a file must speak of, and whether they tell of any call."""


@cache
def named(family: str) -> tuple[Pattern, ...]:
    """The patterns for a family of languages."""
    return tuple(_patterns(family)) if family in {"javascript", *SNAKE, *BOTH, *APPS} else ()


def _patterns(family: str) -> Iterator[Pattern]:
    for names, receiver, hint, tells in _in_apps() if family in APPS else _in_scripts(family):
        said = _places(family, receiver)
        for method in (it for name in names for it in _written(family, name) if (family, it) not in EVERYDAY):
            yield Pattern(
                sdk=method,
                family=family,
                method=method,
                receiver=receiver,
                name=said,
                properties=PROPERTIES if family in JOINED else (Place("properties"), *PROPERTIES),
                hint=hint,
                adds=True,
                tells=tells,
                by_name=True,
                handed=names is HANDED_IN,
                shipped=family in APPS,
            )


def _places(family: str, receiver: Any) -> tuple[Place, ...]:
    """Where the name may stand."""
    if family in APPS:
        return (*LABELS, *NAME)
    if receiver is ALONE and family == "ruby":
        return KEYWORDS
    return NAME if family in JOINED else (*KEYWORDS, *NAME)


def _in_scripts(family: str) -> Iterator[Way]:
    yield TELLING, ANY, b"", True
    yield ALONE_TOO, ALONE_OR_HANDED if family == "javascript" else NOTHING, b"", False
    yield (*OF_A_TRACKER, *IN_SCRIPTS), TRACKER, b"", False
    yield from ((("event",), TRACKER, hint, False) for hint in _SPEAKING)
    yield from (((name,), ALONE, hint, False) for name, hint in BY_FILE)
    for own, hints in (IN_ITS_CLASS.get(family, ((), ())),):
        yield from ((own, OWN, hint, False) for hint in hints)
    if family == "javascript":
        yield HANDED_IN, ALONE, b"", False


def _in_apps() -> Iterator[Way]:
    """Where telemetry is as often what a system tells of itself, and any method may stand alone."""
    yield [name for name in TELLING if "Event" in name], ANY, b"", True
    yield [name for name in TELLING if "Event" not in name], ANY, b"", False
    yield OF_A_TRACKER, IN_APPS, b"", False


def _written(family: str, name: str) -> tuple[str, ...]:
    snake, capital = _CAPITAL.sub(r"_\g<0>", name).lower(), name[:1].upper() + name[1:]
    ways = {SNAKE: (snake,), BOTH: (name, snake), CAPITAL: (capital,), EITHER: (name, capital)}
    return tuple(dict.fromkeys(next((way for families, way in ways.items() if family in families), (name,))))


def speaks(pattern: Pattern) -> bool:
    """Whether a function is called by one of the names that tell."""
    return any(it.method == pattern.method for it in named(pattern.family or ""))


def lent(pattern: Pattern) -> Pattern:
    """What a wrapper's pattern says of calls that nothing but its name tells of."""
    shipped = pattern.family in APPS
    return replace(
        pattern, files=None, receiver=ANY, own=False, refines=False, adds=True, by_name=True, shipped=shipped
    )


def by_name(patterns: Iterable[Pattern]) -> list[Pattern]:
    """The patterns of some that tell by no more than the name of what is called.

    Where a function of that name was found that sends what it is given, it is the one that is called, if it can be
    given this: what it adds to the name is known. Where several make different names of it, nothing is.
    """
    some = [it for it in patterns if it.by_name]
    plain = [it for it in some if it.callee is None]
    functions = [it for it in some if it.callee is not None]
    ways = {(it.name, it.makes, it.take, it.case) for it in functions}
    if not plain or not functions:
        return plain
    adds = any(it.makes for it in functions)
    others = [replace(it, unknown=True) for it in plain] if adds else plain
    held = functions[0].properties or plain[0].properties
    tells, handed = any(it.tells for it in plain), all(it.handed for it in plain)
    first = replace(functions[0], tells=tells, properties=held, handed=handed)
    return [first, *others] if len(ways) == 1 else others
