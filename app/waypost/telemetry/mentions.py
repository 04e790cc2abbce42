"""Which names a file has as those of functions that are called, handed on or kept, told from its bytes."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

FEW = 4
"""Names for which a text is searched one by one."""


def may_mention(text: bytes, names: Collection[str]) -> bool:
    """Whether a text may have one of some names, whatever marks stand behind these: a pattern for more is as fast."""
    return len(names) > FEW or any(name.rstrip("[]").encode() in text for name in names)


def called(text: bytes, names: Sequence[str]) -> Collection[str]:
    """By which of some names a file calls something; beyond a few, a pattern for all is as fast."""
    if len(names) <= FEW:
        return [name for name in names if name.encode() in text and calling((name,)).search(text) is not None]
    pattern = calling(tuple(names))
    return {match.group(1).decode() for match in (pattern.finditer(text) if pattern.search(text) else ())}


@lru_cache(maxsize=256)
def calling(names: Sequence[str]) -> Any:
    """A pattern for what a file has that calls something by one of some names; its group is the name."""
    return re2.compile(rf"\b({'|'.join(map(re2.escape, sorted(names)))})\s*[(<!?.) >\n]".encode())


@lru_cache(maxsize=64)
def handing(name: str) -> Any:
    """A pattern for where a function may be handed another one by that name.

    As in `({track, id}) =>` and `track: TrackFunction`.
    """
    taken = r"\s*(?:=[^,{}()]*)?(?:,(?:[^{}]|\{[^{}]*\})*)?\}\s*[:,)=]"
    typed = r"\??\s*:\s*\w*(?i:track|telemetry|analytics|captur)"
    return re2.compile(rf"\b{re2.escape(name)}(?:{taken}|{typed})".encode())


@lru_cache(maxsize=256)
def keeping(name: str) -> Any:
    """A pattern for where a file may keep a method of something under a name.

    As in `{capture} = posthog`, `{capture: send} = posthog`, `send = posthog.capture`, `partial(posthog.capture, …)`,
    `track.bind(null, id)`.
    """
    named, of = re2.escape(name), r"([\w$.?!]+(?:\(\))?)"
    taken = rf"\{{(?:[^{{}}=]*?[\s,])??(?:(\w+)\s*:\s*)?{named}\s*(?:,[^{{}}=]*)?\}}\s*=\s*{of}\s*(?:[;\n]|\z)"
    kept = rf"\b{named}\s*=\s*(?:[\w.]*partial\()?{of}\.(\w+)\s*(?:\.bind\(|[;,)\n]|\z)"
    return re2.compile(rf"{taken}|{kept}|\b{named}\s*=\s*([\w$]+)\.bind\(".encode())


@lru_cache(maxsize=256)
def alone(name: str) -> Any:
    """A pattern for where JavaScript's code calls a function by a name, nothing before it; its group is the name."""
    return re2.compile(rf"(?:^|[^\w$.])({re2.escape(name)})\s*(?:\?\.\s*)?\(".encode())
