"""Add an event to the spec as text, so that comments, order and quoting of all else stay as they are."""

import json
import re
from functools import lru_cache
from typing import Protocol

from waypost.document.nodes import Alias, Mapping, Node, Scalar, Sequence, Unreadable, compose
from waypost.finding import Edit, Span
from waypost.frozen import replace
from waypost.telemetry.spec import PATH


class Sends(Protocol):
    """What sends an event: keys of its properties with the type of each, as far as it is known."""

    @property
    def properties(self) -> tuple[tuple[str, str | None], ...]:
        """Key and type, as the spec writes it."""


_PLAIN = re.compile(r"[A-Za-z_][\w./-]*(?::[\w./-]+)*(?: [\w./-]+)*", re.ASCII)
_COLON = re.compile(r"\s*:")
_KEYWORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})


def entry_edit(text: bytes | None, name: str, site: Sends, path: str = PATH) -> Edit | None:
    """The insertion that declares `name` with the properties that `site` sends, at the end of `events:` of one file.

    None if the event is declared there already, or if the file is not written in a way that can be added to.
    """
    edit = _edit(text, name, site)
    return None if edit is None else replace(edit, path=path)


def _edit(text: bytes | None, name: str, site: Sends) -> Edit | None:
    content = decoded(text)
    if content is not None and all(line.strip()[:1] in ("", "#") for line in content.split("\n")):
        return _append(content, _document(name, site, "\n"), "\n")
    root = composed(text or b"")
    if content is None or not isinstance(root, Mapping) or root.flow:
        return None
    newline = "\r\n" if "\r\n" in content else "\n"
    events = next((pair for pair in root.pairs if is_key(pair[0], "events")), None)
    if events is None:
        return _append(content, _document(name, site, newline, header=False), newline)
    return _into(content, events, name, site, newline)


def _into(content: str, events: tuple[Node, Node], name: str, site: Sends, newline: str) -> Edit | None:
    key, value = events
    if isinstance(value, Scalar) and not value.text:
        return insertion(content, line_end(content, key.end), _entry(name, site, 2, newline), newline)
    if not isinstance(value, Mapping) or name in _entries(content, value)[0]:
        return None
    if value.flow:
        return _into_flow(content, value, name, site, newline)
    indent = line_column(content, value.pairs[0][0].start)[1] - 1
    end = _entries(content, value)[1]
    return insertion(content, behind_comments(content, end, indent), _entry(name, site, indent, newline), newline)


@lru_cache(maxsize=2)
def _entries(content: str, value: Mapping) -> tuple[frozenset[str], int]:
    """The keys of a mapping, and where its last entry ends; kept, since every new event asks for them."""
    keys = frozenset(pair[0].text for pair in value.pairs if isinstance(pair[0], Scalar))
    return keys, max((ends(content, pair) for pair in value.pairs), default=0)


def _into_flow(content: str, value: Mapping, name: str, site: Sends, newline: str) -> Edit | None:
    """An empty `{}` becomes a block; an entry is put behind the last one of a filled `{…}`."""
    if not value.pairs:
        start = len(content[: value.start].rstrip(" "))
        span = Span(*line_column(content, start), *line_column(content, value.end))
        return Edit(PATH, span, newline + _entry(name, site, 2, newline).removesuffix(newline))
    last = max(ends(content, pair) for pair in value.pairs)
    place = line_column(content, last)
    return Edit(PATH, Span(*place, *place), f", {key_text(name)}: {{{_flow_properties(site)}}}")


def _flow_properties(site: Sends) -> str:
    keys = ", ".join(f"{key_text(key)}: {{{f'type: {kind}' if kind else ''}}}" for key, kind in site.properties)
    return f"properties: {{{keys}}}" if keys else ""


def ends(content: str, pair: tuple[Node, Node]) -> int:
    """Where an entry's text ends."""
    key, value = pair
    if isinstance(value, Scalar) and not value.text and value.style is None and value.tag is None:
        match = _COLON.match(content, key.end)
        return match.end() if match else key.end
    if isinstance(value, Alias) or (isinstance(value, Scalar) and value.style not in ("|", ">")):
        return max(key.end, value.end)
    if isinstance(value, Mapping | Sequence) and value.flow:
        return value.end
    if isinstance(value, Mapping):
        return max([key.end, *(ends(content, inner) for inner in value.pairs)])
    block = content[key.end : value.end]
    return key.end + len(block.rstrip())


def behind_comments(content: str, offset: int, indent: int) -> int:
    """The end of the line at `offset`, or of the indented comment lines that belong to it."""
    end = line_end(content, offset)
    comment = re.compile(rf"\r?\n[ ]{{{max(indent, 1)},}}#[^\n]*")
    while match := comment.match(content, end - (content[end - 1 : end] == "\r")):
        end = match.end()
    return end


def line_end(content: str, offset: int) -> int:
    """The offset at which the line of `offset` ends."""
    found = content.find("\n", offset)
    return len(content) if found < 0 else found


def insertion(content: str, behind: int, text: str, newline: str) -> Edit:
    """Put whole lines behind the line that ends at `behind`."""
    if behind >= len(content):
        return Edit(PATH, _empty(_end(content)), newline + text)
    line, _ = line_column(content, behind)
    return Edit(PATH, Span(line + 1, 1, line + 1, 1), text)


def _append(content: str, text: str, newline: str) -> Edit:
    return Edit(PATH, _empty(_end(content)), text if content[-1:] in ("", "\n") else newline + text)


def _document(name: str, site: Sends, newline: str, header: bool = True) -> str:
    opening = f"version: 1{newline}" if header else ""
    return f"{opening}events:{newline}{_entry(name, site, 2, newline)}"


def _entry(name: str, site: Sends, indent: int, newline: str) -> str:
    """The entry's lines. Only what the call shows is written; a description is for people to add."""
    pad, step = " " * indent, " " * (indent or 2)
    if not site.properties:
        return f"{pad}{key_text(name)}: {{}}{newline}"
    lines = [f"{pad}{key_text(name)}:", f"{pad}{step}properties:"]
    for key, kind in site.properties:
        lines.append(f"{pad}{step * 2}{key_text(key)}: {{{f'type: {kind}' if kind else ''}}}")
    return "".join(f"{line}{newline}" for line in lines)


def key_text(text: str) -> str:
    """A mapping key, quoted where YAML would read it as something else."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _KEYWORDS
    if plain:
        return text
    return "".join(map(_printable, json.dumps(text, ensure_ascii=False)))


def _printable(character: str) -> str:
    return character if character.isprintable() else f"\\U{ord(character):08x}"


def is_key(node: Node, name: str) -> bool:
    """Whether a mapping's key is `name`."""
    return isinstance(node, Scalar) and node.text == name


@lru_cache(maxsize=2)
def composed(text: bytes) -> Node | None:
    """The nodes of the spec with their places; None if it cannot be read, which `read_specs` tells people."""
    try:
        return compose(text.decode("utf-8"))
    except (UnicodeDecodeError, Unreadable):
        return None


def decoded(text: bytes | None) -> str | None:
    """A file's text; None if it is no UTF-8."""
    try:
        return (text or b"").decode("utf-8")
    except UnicodeDecodeError:
        return None


def line_column(content: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset."""
    start = content.rfind("\n", 0, offset) + 1
    return content.count("\n", 0, offset) + 1, offset - start + 1


def _end(content: str | None) -> tuple[int, int]:
    return line_column(content or "", len(content or ""))


def _empty(place: tuple[int, int]) -> Span:
    return Span(*place, *place)
