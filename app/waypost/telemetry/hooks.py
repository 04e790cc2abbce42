"""What a file keeps of what a hook gives its callers, as in `const track = useTracking()`."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.telemetry.wrappers import made_by


def kept_from(hook: str, text: bytes) -> Iterator[str]:
    """The variables in which a file keeps what a hook gives it, and nothing else anywhere in it.

    A parameter whose type says that it is what the hook gives is as good: it is handed on.
    """
    kept = Counter(match.group(1).decode() for match in made_by(hook).finditer(text))
    for name in dict.fromkeys((*kept, *_typed_as(hook, text))):
        if len(declaring(name).findall(text)) == kept[name]:
            yield name


def _typed_as(hook: str, text: bytes) -> Iterator[str]:
    """The parameters and fields of the type `ReturnType<typeof hook>`, or of one that is another name for it."""
    for match in _typing(hook).finditer(text) if b"ReturnType" in text else ():
        name = match.group(1).decode()
        if match.group(2) == b":":
            yield name
        else:
            found = re2.compile(rf"\b(\w+)\s*\??:\s*{re2.escape(name)}\b".encode()).finditer(text)
            yield from (other.group(1).decode() for other in found)


@lru_cache(maxsize=256)
def _typing(hook: str) -> Any:
    return re2.compile(rf"\b(\w+)\s*\??\s*([:=])\s*ReturnType<\s*typeof\s+{re2.escape(hook)}\s*>".encode())


@lru_cache(maxsize=1024)
def declaring(name: str) -> Any:
    """A pattern for where a file declares a variable or function."""
    return re2.compile(rf"\b(?:const|let|var|val|final|function|fun)\s+{re2.escape(name)}\b".encode())
