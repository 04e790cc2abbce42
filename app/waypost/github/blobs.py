"""Blobs read whole: GraphQL cuts a text off at half a megabyte, and what a blob holds never changes."""

import base64
from collections import OrderedDict
from collections.abc import Mapping

from waypost.github.client import Client
from waypost.github.content import Content, probed
from waypost.github.faults import Refused

BUDGET = 16_000_000
"""Bytes kept, by blob: constants and specs are read again and again."""
MOST = 20
"""Blobs read whole for one look; each costs a request."""


class Texts:
    """The contents of the blobs used last, within a budget of bytes; None for one that is no text."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._left = budget
        self._kept: OrderedDict[str, bytes | None] = OrderedDict()

    def has(self, sha: str) -> bool:
        """Whether the blob is known."""
        return sha in self._kept

    def get(self, sha: str) -> bytes | None:
        """What is in a blob that is known."""
        self._kept.move_to_end(sha)
        return self._kept[sha]

    def keep(self, sha: str, text: bytes | None) -> None:
        """Keep a blob, and let go of those not used for longest."""
        self._left += len(self._kept.pop(sha, None) or b"")
        self._kept[sha] = text
        self._left -= len(text or b"")
        while self._left < 0 and len(self._kept) > 1:
            self._left += len(self._kept.popitem(last=False)[1] or b"")


_blobs = Texts()


async def whole(client: Client, repository: str, contents: Mapping[str, Content]) -> dict[str, Content]:
    """The contents, those that GraphQL cut short read whole; raises a `Fault`.

    One request for each that was not read lately, of the first few; what GitHub will not hand out stays unread.
    """
    found = dict(contents)
    for path in [path for path, content in found.items() if content.cut][:MOST]:
        text = await _text(client, repository, found[path].cut or "")
        found[path] = found[path] if text is None else probed(text)
    return found


async def _text(client: Client, repository: str, sha: str) -> bytes | None:
    if not _blobs.has(sha):
        try:
            blob = await client.get(f"/repos/{repository}/git/blobs/{sha}")
        except Refused:
            return None
        _blobs.keep(sha, base64.b64decode(blob["content"]))
    return _blobs.get(sha)
