"""Memory that bursts of work needed once goes back to the system, as far as the C library lets it."""

import ctypes
import sys
from collections.abc import Callable
from functools import cache

M_ARENA_MAX = -8
"""A parameter of glibc's mallopt(3)."""
ARENAS = 2
"""Heaps that threads share; by default each thread may get one of its own, and keeps what it once held."""


def share_heaps() -> None:
    """Let threads share a few heaps; call it before they start. Does nothing where there is no glibc."""
    if mallopt := _function("mallopt"):
        mallopt(M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Return free memory to the system. Does nothing where there is no glibc."""
    if trim := _function("malloc_trim"):
        trim(0)


@cache
def _function(name: str) -> Callable[..., int] | None:
    if sys.platform != "linux":
        return None
    found: Callable[..., int] | None = getattr(ctypes.CDLL(None), name, None)
    return found
