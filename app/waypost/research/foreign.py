"""Front matter that was written for other tools, brought into our shape: nobody has to change their notes for us."""

import datetime
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from enum import StrEnum

from waypost.document.tree import Tree

OURS = frozenset({"id", "title", "date", "tags", "related", "status", "underserved_groups_missing"})
"""Keys of ours that others use, too."""
OWN = frozenset(
    {"study", "findings", "participants", "method", "products", "objectives", "consent_until", "review_after"}
)
"""Keys that nobody else writes: a note with one of them is written for us."""
FINDINGS_TEMPLATE = frozenset({"key_findings", "participants_total", "research_goals", "methodology", "kpi_alignment"})
"""Keys of the findings template of VA.gov."""
SITE = frozenset({"layout", "permalink", "pagination", "eleventyNavigation", "eleventyComputed", "opengraphImage"})
"""Keys that a site generator needs, and that say nothing of the study."""
RENAMED = {
    "key_findings": "findings",
    "methodology": "method",
    "product": "products",
    "researchers": "author",
    "authors": "author",
    "summary": "description",
}
LISTS = ("tags", "products", "objectives", "related", "author", "underserved_groups_missing")
LINES = ("title", "study", "method", "description", "team")
MAX_LIST = 200
MAX_LINE = 1_000
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
WITHDRAWN = ("withdrawn", "retracted", "superseded")
"""Words of other tools for what must not be shown any more."""


class Style(StrEnum):
    """Whose front matter it is: ours, the findings template of VA.gov, or that of a site (as design histories have)."""

    OWN = "own"
    FINDINGS = "findings template"
    SITE = "site"


def style_of(keys: Iterable[str]) -> Style:
    """Whose front matter has these keys."""
    present = frozenset(keys)
    if present & FINDINGS_TEMPLATE:
        return Style.FINDINGS
    return Style.OWN if present & OWN or present <= OURS else Style.SITE


def is_index(front: dict[str, object]) -> bool:
    """Whether it is the front matter of a page that only lists others."""
    return "pagination" in front or front.get("eleventyExcludeFromCollections") is True


def adapt(tree: Tree) -> None:
    """Bring front matter of any style into our shape, where ours is not meant literally.

    In our own style only single values become lists: all that does not fit there stays, and is a problem.
    """
    front = tree.value
    if not isinstance(front, dict):
        return
    if style_of(front) is Style.OWN:
        for key in LISTS:
            if isinstance(front.get(key), str):
                front[key] = [front[key]]
        for key in ("author", "related"):
            if isinstance(front.get(key), list | dict):
                _kept(front, key, list(_texts(front[key]))[:MAX_LIST])
        return
    for old, new in RENAMED.items():
        if old in front:
            value = front.pop(old)
            front.setdefault(new, value)
    if (number := front.pop("participants_total", None)) is not None and isinstance(number, int):
        front["participants"] = number
    for key in LISTS:
        if key in front:
            _kept(front, key, list(_texts(front[key]))[:MAX_LIST])
    for key in LINES:
        if key in front:
            _kept(front, key, ", ".join(_texts(front[key]))[:MAX_LINE])
    if "findings" in front:
        _kept(front, "findings", list(_texts(front["findings"]))[:MAX_LIST])
    _kept(front, "date", _day(front.get("date")))
    _kept(front, "status", _status(front.get("status")))


def _kept(front: dict[str, object], key: str, value: object) -> None:
    if value:
        front[key] = value
    else:
        front.pop(key, None)


def _texts(value: object, depth: int = 0) -> Iterator[str]:
    """What is written in a value of whatever shape: `{name: Ann}`, `[{text: …, href: …}]`, `{items: […]}`."""
    if isinstance(value, str):
        if text := " ".join(value.split()):
            yield text[:MAX_LINE]
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, list) and depth < 4:
        for item in value[:MAX_LIST]:
            yield from _texts(item, depth + 1)
    elif isinstance(value, dict) and depth < 4:
        told = next((value[key] for key in ("items", "href", "name", "text", "title", "url") if value.get(key)), None)
        yield from _texts(told, depth + 1)


def _day(value: object) -> str | None:
    """A day as we write it; None for anything that is no day (`TBD`), which the note can do without."""
    text = str(value).strip()
    if found := AMERICAN.fullmatch(text):
        text = f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}"
    if not (found := DAY.fullmatch(text)):
        return None
    try:
        return datetime.date.fromisoformat(found[1]).isoformat()
    except ValueError:
        return None


def _status(value: object) -> str | None:
    """Our word for another tool's status; None where it says nothing that matters to us."""
    word = str(value).strip().casefold()
    if get_close_matches(word, WITHDRAWN, n=1, cutoff=0.8):
        return "withdrawn"
    return "draft" if get_close_matches(word, ["draft"], n=1, cutoff=0.8) else None
