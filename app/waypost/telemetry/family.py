"""The patterns for one family of languages, and what tells from a file's bytes where one of them may be called."""

from collections.abc import Iterator, Sequence
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.frozen import replace
from waypost.telemetry.pattern import ANY, Pattern

OPENS = r"\s*!?(?:\?\.\s*)?[(</]"
"""What stands behind a called name; an RE2 pattern."""
BARE = r"(?:\(|[ \t]+[^\s=.,;)\]}|])"
"""The same where brackets may be left out."""
ELEMENT = r"\s+(?:[A-Za-z][\w-]*\s*=|\{\s*\.)"
"""What stands behind the name of a component of React's where it is given something."""
MAX_REMEMBERED = 20_000
"""Texts that are known to fit a pattern or not."""
RENAMES = r":\s*[\w$]+\s*(?:,[^{}=:]*(?::[^{}=:]*){0,4})?\}\s*=\s*[\w$]|\.bind\("
"""What stands behind a method's name where JavaScript's code keeps it under another one: `{track: send} = useIt()`.

A few more may be taken out behind it; were they any number, each of many would have all of them looked through anew.
"""
NEVER = r"\x00"
"""A called name that cannot be."""


class Remembered:
    """What is remembered of patterns for as long as a scan takes.

    `alike` has the first of all that say the same of a call, `fitting` whether a receiver fits a text.
    """

    def __init__(self) -> None:
        self.alike: dict[Pattern, Pattern] = {}
        self.fitting: dict[tuple[Any, str], bool] = {}

    def fits(self, pattern: Pattern, text: str) -> bool:
        """Whether what stands before a call is what a pattern wants there; many patterns want the same."""
        key = pattern.receiver, text
        found = self.fitting.get(key)
        if found is None:
            if len(self.fitting) >= MAX_REMEMBERED:
                self.fitting.clear()
            found = self.fitting[key] = bool(pattern.receiver.fullmatch(text))
        return found


class Family:
    """The patterns of a family, by the called name; those with a `*` for it are under `*`."""

    def __init__(self, patterns: Sequence[Pattern], opens: str, family: str, remembered: Remembered) -> None:
        self.arrows = family == "php"
        self.keeps = family in ("javascript", "python")
        self.renames = family == "javascript"
        self.extends = family == "kotlin"
        self.by_method: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            self.by_method.setdefault(pattern.method, []).append(pattern)
        self.family = family
        self.declared = {it.method for it in patterns if it.declared and not it.starred}
        self.kinds = sorted({it.before for it in patterns if it.declared and it.before[:1].isupper()})
        self.free = {it.method for it in patterns if not it.needs and it.files is None}
        self._fitting: dict[tuple[str, str], tuple[Pattern, ...]] = {}
        self._remembered = remembered
        self._said: dict[int, Pattern] = {}
        components = family == "javascript" and any(it.method[:1].isupper() for it in patterns)
        behind = [opens, *([ELEMENT] if components else []), *([RENAMES] if self.renames else [])]
        named = self._named(f"(?:{'|'.join(behind)})")
        self.candidate = re2.compile("|".join([named, *self._starred(opens)]).encode())

    def fitting(self, method: str, text: str) -> tuple[Pattern, ...]:
        """The patterns of a method that what stands before a call fits: most calls of a repository look alike."""
        key = method, text
        found = self._fitting.get(key)
        if found is None:
            if len(self._fitting) >= MAX_REMEMBERED:
                self._fitting.clear()
            some = self.by_method.get(method, ())
            found = self._fitting[key] = tuple(it for it in some if self._remembered.fits(it, text))
        return found

    def said(self, pattern: Pattern) -> Pattern:
        """The first pattern that says the same of a call: some of a function only differ in which calls they fit."""
        if pattern.callee is None:
            return pattern
        key = id(pattern)
        if key not in self._said:
            files = None if pattern.files is None else frozenset[str]()
            self._said[key] = self._remembered.alike.setdefault(replace(pattern, receiver=None, files=files), pattern)
        return self._said[key]

    def _named(self, opens: str) -> str:
        """Group 1 is a called name that some pattern has."""
        names = sorted(self.by_method.keys() - {ANY}, key=lambda name: (-len(name), name))
        return rf"(?:^|[^\w$])({'|'.join(map(re2.escape, names)) or NEVER}){opens}"

    def _starred(self, opens: str) -> Iterator[str]:
        """Group 2 is any called name behind what a team wrote before its `*`."""
        before = sorted({pattern.before for pattern in self.by_method.get(ANY, ())})
        if before:
            some = "|".join(r"\w" if name == ANY else rf"\b{re2.escape(name)}" for name in before)
            yield rf"(?:{some})(?:\(\))?\s*(?:[!?]?\.|->|::)\s*(\w+){opens}"
