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
OF_A_TRACKER = ("track", "capture", "trackEvent", "captureEvent", "recordEvent", "logEvent", "sendEvent")
"""What does so where it is called of something that is there for it, and is given a text."""
_MADE_FOR_IT = r"telemetry|analytics|(?:event|metrics|usage)_?(?:tracker|logger)"
TRACKER = late_re2(rf"(?i)(?:.*[.$])?[$_]?\w*(?:{_MADE_FOR_IT})\w*(?:\(\))?(?:\.instance)?")
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
"""What languages with keywords call the argument that has the name, whatever stands before it."""


@cache
def named(family: str) -> tuple[Pattern, ...]:
    """The patterns for a family of languages; none where functions are told by more than their names."""
    return tuple(_patterns(family)) if family in {"javascript", *SNAKE, *BOTH} else ()


def _patterns(family: str) -> Iterator[Pattern]:
    javascript = family == "javascript"
    ways: list[tuple[Iterable[str], Any, bytes, bool]] = [
        (TELLING, ANY, b"", True),
        (ALONE_TOO, ALONE if javascript else NOTHING, b"", False),
        (OF_A_TRACKER, TRACKER, b"", False),
        *((("event",), TRACKER, hint, False) for hint in _SPEAKING),
        *(((name,), ALONE, hint, False) for name, hint in BY_FILE),
        *((own, OWN, hint, False) for own, hints in (IN_ITS_CLASS.get(family, ((), ())),) for hint in hints),
    ]
    if javascript:
        ways.append((HANDED_IN, ALONE, b"", False))
    for names, receiver, hint, tells in ways:
        said = KEYWORDS if receiver is ALONE and family == "ruby" else NAME if javascript else (*KEYWORDS, *NAME)
        for method in (it for name in names for it in _written(family, name) if (family, it) not in EVERYDAY):
            yield Pattern(
                sdk=method,
                family=family,
                method=method,
                receiver=receiver,
                name=said,
                properties=PROPERTIES if javascript else (Place("properties"), *PROPERTIES),
                hint=hint,
                adds=True,
                tells=tells,
                by_name=True,
                handed=names is HANDED_IN,
            )


def _written(family: str, name: str) -> tuple[str, ...]:
    snake = _CAPITAL.sub(r"_\g<0>", name).lower()
    return tuple(dict.fromkeys((name, snake) if family in BOTH else (snake if family in SNAKE else name,)))


def speaks(pattern: Pattern) -> bool:
    """Whether a function is called by one of the names that tell."""
    return any(it.method == pattern.method for it in named(pattern.family or ""))


def lent(pattern: Pattern) -> Pattern:
    """What a wrapper's pattern says of calls that nothing but its name tells of."""
    return replace(pattern, files=None, receiver=ANY, own=False, refines=False, adds=True, by_name=True)


def by_name(patterns: Iterable[Pattern]) -> list[Pattern]:
    """The patterns of some that tell by no more than the name of what is called.

    Where a function of that name was found that sends what it is given, it is the one that is called, if it can be
    given this: what it adds to the name is known. Where several make different names of it, nothing is.
    """
    some = [it for it in patterns if it.by_name]
    plain = [it for it in some if it.callee is None]
    functions = [it for it in some if it.callee is not None]
    ways = {(it.name, it.affixes, it.take, it.case) for it in functions}
    if not plain or not functions:
        return plain
    adds = any(it.affixes != ("", "") for it in functions)
    others = [replace(it, unknown=True) for it in plain] if adds else plain
    held = functions[0].properties or plain[0].properties
    tells, handed = any(it.tells for it in plain), all(it.handed for it in plain)
    first = replace(functions[0], tells=tells, properties=held, handed=handed)
    return [first, *others] if len(ways) == 1 else others
