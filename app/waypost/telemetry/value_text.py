"""A value that a spec lists, as people read it."""

import json

from waypost.patterns import late

_OTHER = late(r"|true|false|null|-?[0-9.]+")


def shown(value: object) -> str:
    """`free`, `null`, `1`; a text that is empty or could be another value has its quotes: `"1"`."""
    return value if isinstance(value, str) and not _OTHER.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def parted(value: object) -> str:
    """The same among others with commas between them: `"Yes, please"`."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) and "," in value else shown(value)
