"""A tracked event's name is put together at run time.

**The flaw.** The name holds a value: `` `checkout_${step}` `` is one event for each step there is.

**Why it matters.** Nobody can look up which events exist, a report has to list them one by one and misses those that
come later, and some analytics take only so many names. A property does all that without these.

**How to settle it.** Send one name, and the value as a property. Where the values are few and known, a name for each of
them, written out, is just as good.

**Example.** This new line

```ts web/checkout.ts
posthog.capture(`checkout_${step}_opened`, { plan: cart.plan });
```

gets the remark

```text
Send `checkout_opened` with `step` as a property: `checkout_{step}_opened` is an event of its own for each value.
```

and becomes

```ts fixed
posthog.capture("checkout_opened", { step, plan: cart.plan });
```
"""

import re
from collections.abc import Iterator

from waypost.change import Change
from waypost.checks.sent import Seen, seen, written
from waypost.document.quoting import code
from waypost.finding import Edit, Finding, Fix, Span
from waypost.handbook import Handbook
from waypost.patterns import late
from waypost.telemetry.call_site import Name
from waypost.telemetry.casing import words
from waypost.telemetry.resolve import Resolution

NAME = "dynamic-event-name"
MAX_SHOWN = 3

_HOLE = late(r"\{(\w*)\}")
_BETWEEN = "_-:./ |>"
_SAFE = late(r"[\w :./|>-]+", re.ASCII)
_CHOICE = late(r"""\{[^{}?]*\?\s*["'][^{}]*:\s*["'][^{}"']*["']\s*\}|\{\s*["'][^{}]*\bif\b[^{}]*\belse\s+["']""")
_TEMPLATE = late(r"`[^`$\\]*\$\{([\w$.?]+)\}[^`$\\]*`", re.ASCII)
_FORMATTED = late(r"""f(["'])[^"'{}\\]*\{([\w.]+)\}[^"'{}\\]*\1""", re.ASCII)


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per new name with a value in it that also has words of its own."""
    for call in seen(change, handbook):
        for name in call.site.names:
            here = name.resolution is Resolution.PATTERN and name.path == call.site.path
            if here and call.new(name.span) and _telling(name.text) and not _written_out(change, name):
                yield _finding(change, handbook, call, name)


def _telling(pattern: str) -> bool:
    """Whether the fixed part has a word: a wrapper puts together `{prefix}:{name}`, and its callers know the names."""
    return any(len(word) > 2 for word in words(_HOLE.sub(" ", pattern)))


def _written_out(change: Change, name: Name) -> bool:
    """Whether all values are written in the name itself: `` `menu_${open ? "opened" : "closed"}` ``."""
    return _CHOICE.search(written(change, name.path, name.span)) is not None


def _finding(change: Change, handbook: Handbook, call: Seen, name: Name) -> Finding:
    fixed, holes = _fixed(name.text, call.site.path, handbook), list(dict.fromkeys(_HOLE.findall(name.text)))
    shown = " and ".join(map(code, filter(None, holes[:MAX_SHOWN]))) or "the value"
    one = code(fixed) if fixed else "one name"
    return Finding(
        check=NAME,
        path=call.site.path,
        span=name.span,
        message=f"Send {one} with {shown} as {'a property' if len(holes) == 1 else 'properties'}:"
        f" {code(name.text)} is an event of its own for each value.",
        fix=_fix(change, call, name, fixed) if fixed else None,
    )


def _fixed(pattern: str, path: str, handbook: Handbook) -> str | None:
    """The pattern without its holes and the separators around them, as the convention writes it; None if it cannot."""
    parts = [part for part in _HOLE.split(pattern)[::2] if words(part)]
    text = parts[0].lstrip(_BETWEEN)
    for part in parts[1:]:
        joint = part[: len(part) - len(part.lstrip(_BETWEEN))] or text[len(text.rstrip(_BETWEEN)) :]
        text = text.rstrip(_BETWEEN) + joint + part.lstrip(_BETWEEN)
    text = text.rstrip(_BETWEEN)
    if len(words(text)) < 2:  # a word alone says nothing
        return None
    convention = handbook.spec.naming_at(path) if handbook.spec else None
    fits = convention is None or convention.fits(text)
    return text if fits else convention.suggest(text) if convention else None


def _fix(change: Change, call: Seen, name: Name, fixed: str) -> Fix | None:
    """One literal name, and the value in front of the other properties, where both are written at the call."""
    record = call.site.handed.record
    held = _held(written(change, call.site.path, name.span))
    if record is None or held is None or not _SAFE.fullmatch(fixed):
        return None
    key, entry = held
    opening = written(change, call.site.path, Span(record.line, record.column, record.line, record.column + 2))
    if opening[:1] != "{" or key in (known.name for known in call.site.handed.keys):
        return None
    text = f" {entry} " if opening == "{}" else f" {entry}," if opening[1:] in (" ", "") else f"{entry}, "
    inside = Span(record.line, record.column + 1, record.line, record.column + 1)
    edits = (Edit(call.site.path, name.span, f'"{fixed}"'), Edit(call.site.path, inside, text))
    return Fix(f"Send {fixed} with {key}", tuple(sorted(edits)))


def _held(literal: str) -> tuple[str, str] | None:
    """The one value in a literal: its last word as a key, and the property as the literal's language writes it."""
    if match := _TEMPLATE.fullmatch(literal):
        key = match[1].rpartition(".")[2]
        return (key, key if key == match[1] else f"{key}: {match[1]}") if key.isidentifier() else None
    if match := _FORMATTED.fullmatch(literal):
        key = match[2].rpartition(".")[2]
        return (key, f'"{key}": {match[2]}') if key.isidentifier() else None
    return None
