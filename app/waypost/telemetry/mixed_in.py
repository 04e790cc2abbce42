"""Which parameter has keys that a function sends with an event, among others of its own."""

import re
from functools import lru_cache

from waypost.patterns import late
from waypost.telemetry.languages import Parameter, Signature
from waypost.telemetry.unit import Unit

MAX_BODY = 20_000
"""Bytes of a function that are looked through."""

_TELLING = late(
    r"prop|param|extra|attr|payload|data|context|meta|detail|option|field|args|info|addition|more|dimension|custom",
    re.IGNORECASE,
)
"""What a parameter is called that holds properties."""
_PUTS_IN = (
    rb"update|put_?all|merge|merging|merge_with|mergeWith|add_?all|extend|assign|array_merge|array_replace|plus"
    rb"|deep_merge|reverse_merge|addEntries"
)


def mixed_in(unit: Unit, signature: Signature, offset: int) -> Parameter | None:
    """The one parameter whose keys the function around `offset` puts into another object; None where there are several.

    Told by how that is written: `{...extra, plan}`, `data.update(extra)`, `extra + mapOf(…)`.
    """
    scopes = reversed(unit.scopes.around(offset))
    body = next((scope for scope in scopes if unit.language.signature(scope) == signature), None)
    if body is None or body.end_byte - body.start_byte > MAX_BODY:
        return None
    text = unit.source[body.start_byte : body.end_byte]
    telling = (it for it in signature.parameters if _TELLING.search(it.name))
    found = [it for it in telling if _mixing(it.name).search(text)]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1024)
def _mixing(parameter: str) -> re.Pattern[bytes]:
    alone = re.escape(parameter.encode()) + rb"\b(?!\s*[.(\[=:])"
    name = rb"(?<![\w.$])" + alone
    spread = rb"(?:\.\.\.|\*\*)\s*\(?\s*" + alone
    put = rb"(?:" + _PUTS_IN + rb")!?\s*\((?:[^;{}]|\{\}){0,200}?" + name
    added = rb"\+=?\s*" + name + rb"|" + name + rb"\s*\+(?!\+)"
    return re.compile(spread + rb"|" + put + rb"|" + added)
