"""Connections: lists as GraphQL pages them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import TypeVar

from tests.standin.call import Refusal
from tests.standin.entities import JSON

T = TypeVar("T")


def connection(items: Sequence[T], show: Callable[[T], JSON]) -> Callable[..., JSON]:
    """A connection field over a list: `first` or `last` is needed and at most 100, as at GitHub."""

    def page(
        first: int | None = None, last: int | None = None, after: str | None = None, before: str | None = None
    ) -> JSON:
        size = first if first is not None else last
        if size is None:
            raise Refusal(422, "You must provide a `first` or `last` value to properly paginate the connection.")
        if not 0 <= size <= 100:
            raise Refusal(422, f"Requesting {size} records on the connection exceeds the `first` limit of 100 records.")
        low = _index(after) + 1 if after else 0
        high = _index(before) if before else len(items)
        window = range(low, min(high, low + size)) if first is not None else range(max(low, high - size), high)
        return _connection(items, show, window)

    return page


def _connection(items: Sequence[T], show: Callable[[T], JSON], window: range) -> JSON:
    nodes = [show(items[position]) for position in window]
    edges = [{"cursor": _cursor(position), "node": shown} for position, shown in zip(window, nodes, strict=True)]
    info = {
        "hasNextPage": window.stop < len(items),
        "hasPreviousPage": window.start > 0,
        "startCursor": edges[0]["cursor"] if edges else None,
        "endCursor": edges[-1]["cursor"] if edges else None,
    }
    return {"nodes": nodes, "edges": edges, "totalCount": len(items), "pageInfo": info}


def _cursor(position: int) -> str:
    return base64.b64encode(f"cursor:{position}".encode()).decode()


def _index(cursor: str) -> int:
    return int(base64.b64decode(cursor).decode().removeprefix("cursor:"))
