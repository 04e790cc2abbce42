"""Patterns for paths and names as people write them: `apps/shop/**`, `web/*.ts`, `area/*`."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

MAX_PATTERN = 500


def matching(patterns: Iterable[str], names: str) -> bool:
    """Whether one of the patterns fits one of the `names`, which are given as lines.

    `**` stands for anything, `*` for anything but a slash, `?` for one character. A pattern without any of them that
    names a folder fits all that is in it. Takes time linear in the names, whatever the pattern.
    """
    return any(compiled.search(names) for pattern in patterns if (compiled := _compiled(pattern)) is not None)


def lines(names: Iterable[str]) -> str:
    """Names as `matching` takes them."""
    return "\n".join(name.replace("\n", " ") for name in names)


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> Any:
    if not pattern.strip() or len(pattern) > MAX_PATTERN:
        return None
    options = re2.Options()
    options.never_nl = False
    options.log_errors = False
    options.case_sensitive = False
    return re2.compile(f"(?m)^{''.join(_pieces(pattern.strip().lstrip('/')))}$", options)


def _pieces(pattern: str) -> Iterable[str]:
    folder = pattern.endswith("/") or not set(pattern) & set("*?")
    pattern = pattern.rstrip("/")
    at = 0
    while at < len(pattern):
        if pattern.startswith("**/", at) and (at == 0 or pattern[at - 1] == "/"):
            yield "(?:[^\n]*/)?"
            at += 3
        elif pattern.startswith("**", at):
            yield "[^\n]*"
            at += 2
        else:
            yield {"*": "[^/\n]*", "?": "[^/\n]"}.get(pattern[at]) or re2.escape(pattern[at])
            at += 1
    if folder:
        yield "(?:/[^\n]*)?"
