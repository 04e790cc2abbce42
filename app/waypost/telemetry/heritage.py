"""What a class says that it is of, and which methods a type has, as the bytes of their files have it."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.patterns import late, late_re2
from waypost.telemetry.languages import Signature
from waypost.telemetry.languages.strings import decode

MAX_TYPES = 20
"""Types above a class that are looked at, and places that name them."""
MAX_CLASSES = 50
"""Classes of one file that are looked at."""
MAX_HEAD = 4_000
"""Bytes from a class's name to its body."""
MAX_BODY = 40_000
"""Bytes of the body of a type that promises something."""

_FUNCTION = {"swift": "func", "kotlin": "fun"}
"""How a method is marked, where it is."""
_DEFINED = r"\b(?:class|object|struct|interface|protocol|mixin|trait|actor|record|enum|type)\s+"
_EXTENDED = rf"(?:{_DEFINED}|\bextension\s+)"
_ANY_HEAD = late_re2(rf"{_EXTENDED}(\w+)\b".encode())
_INTERFACE = late_re2(rb"\btype\s+(\w+)\s+interface\s*\{((?:[^{}]|\{\})*)\}")
_BRACKET = late(rb"[(){};]")
_BRACE = late(rb"[{}]")
_HIDDEN = late(rb"(?s)//[^\n]*|/\*.*?(?:\*/|\Z)|\([^()]*\)|<[^<>]*>|\[[^\[\]]*\]")
"""What a class's head has besides names: comments, parameters, arguments, attributes."""
_ABOVE = late(rb"(?s)(?::|\b(?:extends|implements|with|on)\b)(.*)")
_BOUNDS = late(rb"\bwhere\b")
_NAME = late(rb"[\w.]+")
_MARKS, _HIDING = (b":", b"extends", b"implements", b"with", b"on"), (b"(", b"[", b"<", b"/")
_LEVELS = 8


def above(owner: str, texts: Iterable[bytes]) -> list[str]:
    """The types that a class says it is of, in the files that may define or extend it."""
    named = re2.compile(rf"{_EXTENDED}{re2.escape(owner)}\b".encode())
    heads = (_head(text, match.end()) for text in texts for match in islice(named.finditer(text), MAX_TYPES))
    return list(dict.fromkeys(name for head in heads for name in _names_in(head)))[:MAX_TYPES]


def all_above(text: bytes) -> dict[str, tuple[str, ...]]:
    """What each class of a file says that it is of."""
    heads = islice(_ANY_HEAD.finditer(text), MAX_CLASSES)
    return {decode(match.group(1)): tuple(_names_in(_head(text, match.end()))) for match in heads}


def _head(text: bytes, start: int) -> bytes:
    """What stands from `start` to the body of a type, or to its end where it has none; defaults have braces, too."""
    head, depth = text[start : start + MAX_HEAD], 0
    plain = head.partition(b"{")[0]
    if not any(bracket in plain for bracket in (b"(", b")", b"}", b";")):
        return plain
    for bracket in _BRACKET.finditer(head):
        if bracket.group() in (b"(", b")"):
            depth += 1 if bracket.group() == b"(" else -1
        elif not depth:
            return head[: bracket.start()]
    return head


def _names_in(head: bytes) -> Iterator[str]:
    if not any(mark in head for mark in _MARKS):
        return
    for _ in range(_LEVELS if any(mark in head for mark in _HIDING) else 0):
        head, replaced = _HIDDEN.subn(b" ", head)
        if not replaced:
            break
    behind = _ABOVE.search(head)
    bounds = _BOUNDS.split(behind.group(1), 1)[0] if behind is not None else b""
    names = (name.decode("utf-8", "replace").rpartition(".")[2] for name in _NAME.findall(bounds))
    yield from (name for name in names if name[:1].isupper())


def wanting(method: Signature, text: bytes) -> Iterator[str]:
    """The interfaces of a file of Go's that want a method like one, which need no class to say that it is of them."""
    wanted = re2.compile(rf"(?m)^\s*{re2.escape(method.name)}\(([^\n]*)".encode())
    for match in _INTERFACE.finditer(text) if b" interface" in text else ():
        like = wanted.search(match.group(2))
        if like is not None and _count(like.group(1)) == len(method.parameters):
            yield decode(match.group(1))


def _count(written: bytes) -> int:
    """How many parameters a list has that ends at its bracket."""
    depth, commas, some = 0, 0, False
    for char in decode(written):
        if char == ")" and not depth:
            break
        depth += (char in "([{") - (char in ")]}")
        commas += char == "," and not depth
        some = some or not char.isspace()
    return commas + some


def has(kind: str, method: str, family: str, text: bytes) -> bool:
    """Whether a file defines a type, and a method in it."""
    if kind.encode() not in text or method.encode() not in text:
        return False
    return any(_method(method, family).search(body) is not None for body in _bodies(kind, text))


def defines(kind: str, text: bytes) -> bool:
    """Whether a file defines a type."""
    return kind.encode() in text and _definition(kind).search(text) is not None


@lru_cache(maxsize=256)
def _definition(kind: str) -> Any:
    return re2.compile(rf"{_DEFINED}{re2.escape(kind)}\b".encode())


def _bodies(kind: str, text: bytes) -> Iterator[bytes]:
    for match in _definition(kind).finditer(text):
        start = match.end() + len(_head(text, match.end()))
        body, depth = text[start + 1 : start + 1 + MAX_BODY] if text[start : start + 1] == b"{" else b"", 1
        for brace in _BRACE.finditer(body):
            depth += 1 if brace.group() == b"{" else -1
            if not depth:
                yield body[: brace.start()]
                break


@lru_cache(maxsize=256)
def _method(name: str, family: str) -> Any:
    if family in _FUNCTION:
        return re2.compile(rf"\b{_FUNCTION[family]}\s+(?:<[^>]*>\s*)?{re2.escape(name)}\b".encode())
    return re2.compile(rf"(?m)(?:^|[{{;}}])[ \t]*(?:[\w<>\[\]?.,@]+\s+)*{re2.escape(name)}\??\s*[(<:]".encode())
