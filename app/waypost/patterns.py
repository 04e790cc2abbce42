"""Patterns that are compiled when they are first asked: that takes a tenth of a millisecond each, and there are many.

A scan of a small repository asks few of them, and would wait longer for the others than for its files.
"""

import re
from typing import TYPE_CHECKING, Any

__all__ = ["late", "late_re2"]


class _Late:
    """A pattern with the methods that it was asked for so far."""

    def __init__(self, *given: Any) -> None:
        self._given = given

    def __getattr__(self, name: str) -> Any:
        """Asked only for what is not there yet."""
        if "_made" not in vars(self):
            self._made = self._compiled(*self._given)
        found = getattr(self._made, name)
        setattr(self, name, found)
        return found

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        """For copies, and for other processes: each compiles it for itself."""
        return type(self), self._given

    def _compiled(self, pattern: Any, flags: int = 0) -> Any:
        return re.compile(pattern, flags)


class _LateRe2(_Late):
    def _compiled(self, pattern: Any, flags: int = 0) -> Any:
        import re2  # type: ignore[import-untyped]

        return re2.compile(pattern)


def late_re2(pattern: str | bytes) -> Any:
    """A pattern of RE2, which has no types."""
    return _LateRe2(pattern)


if TYPE_CHECKING:
    from re import compile as late
else:
    late = _Late
