"""The grammar of a convention's template: `{category}[_{version}]:{object}_{action}` has two ways to be filled."""

import re
from functools import lru_cache
from itertools import product

from waypost.frozen import dataclass
from waypost.patterns import late

MAX_SLOTS = 8
MAX_OPTIONAL = 3
MAX_TEXT = 50

_SLOT = late(r"\{([a-z][a-z0-9_]{0,30})\}")
_ITEM = late(rf"\[(?P<optional>[^\[\]]+)\]|(?P<plain>(?:{_SLOT.pattern}|[^\[\]{{}}])+)")


class TemplateError(ValueError):
    """The text is no template; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to fill a template: text and slot names by turns: "", "category", ":", "object", "_", "action", ""."""

    parts: tuple[str, ...]

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots, in order."""
        return self.parts[1::2]

    def before(self, index: int) -> str:
        """The text in front of a slot."""
        return self.parts[2 * index]

    def after(self, index: int) -> str:
        """The text behind a slot."""
        return self.parts[2 * index + 2]


@lru_cache(maxsize=200)
def variants(template: str) -> tuple[Variant, ...]:
    """The ways to fill a template, with the fewest slots first. Raises TemplateError."""
    items = list(_ITEM.finditer(template))
    if sum(len(item[0]) for item in items) != len(template) or not _SLOT.search(template):
        raise TemplateError(
            "Write slots in braces: `{object}_{action}`, optional ones in brackets: `[{area}:]{object}`."
        )
    if len(_SLOT.findall(template)) > MAX_SLOTS or len(_optional(items)) > MAX_OPTIONAL:
        raise TemplateError(f"Write up to {MAX_SLOTS} slots and up to {MAX_OPTIONAL} parts in brackets.")
    if any(not _SLOT.fullmatch(part) and re.search(r"[{}]", part) for part in re.split(r"(\{\w+\})", template)):
        raise TemplateError("A slot is a word in lower case in braces: `{object}`.")
    if not all(_SLOT.search(text) for text in _optional(items)):
        raise TemplateError("Put a slot into each pair of brackets: `[{area}:]`.")
    choices = [("", item["optional"]) if item["optional"] else (item["plain"],) for item in items]
    found = {Variant(tuple(_SLOT.split("".join(chosen)))) for chosen in product(*choices)}
    usable = [variant for variant in found if variant.slots]
    if any(len(text) > MAX_TEXT for variant in usable for text in variant.parts[::2]):
        raise TemplateError(f"Write at most {MAX_TEXT} characters between two slots.")
    return tuple(sorted(usable, key=lambda variant: (len(variant.slots), variant.parts)))


def slot_names(template: str) -> tuple[str, ...]:
    """All slots of a template, in order."""
    return tuple(_SLOT.findall(template))


def _optional(items: list[re.Match[str]]) -> list[str]:
    return [item["optional"] for item in items if item["optional"]]
