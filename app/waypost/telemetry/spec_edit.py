"""Add an event to the spec as text, so that comments, order and quoting of all else stay as they are."""

import json
import re
from typing import Protocol

from waypost.document.nodes import Alias, Mapping, Node, Scalar, Sequence
from waypost.finding import Edit, Span
from waypost.frozen import replace
from waypost.patterns import late
from waypost.telemetry.spec import PATH
from waypost.telemetry.spec_text import SpecText, decoded, spec_text


class Sends(Protocol):
    """What sends an event: keys of its properties with the type of each, as far as it is known."""

    @property
    def properties(self) -> tuple[tuple[str, str | None], ...]:
        """Key and type, as the spec writes it."""


_PLAIN = late(r"[A-Za-z_][\w./-]*(?::[\w./-]+)*(?: [\w./-]+)*", re.ASCII)
_COLON = late(r"\s*:")
_KEEPS = late(r"[|>]\d?\+")
"""The head of a block of text to which the empty lines behind it belong."""
_WRITTEN = late(r"^[^\S\n]*[^\s#]", re.MULTILINE)
"""A line with more than a comment on it."""
_KEYWORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})


def entry_edit(text: bytes | None, name: str, site: Sends, path: str = PATH) -> Edit | None:
    """The insertion that declares `name` with the properties that `site` sends, at the end of `events:` of one file.

    None if the event is declared there already, or if the file is not written in a way that can be added to.
    """
    edit = _edit(text, name, site)
    return None if edit is None else replace(edit, path=path)


def _edit(text: bytes | None, name: str, site: Sends) -> Edit | None:
    if decoded(text) is None:
        return None
    spec = spec_text(text or b"")
    if not _WRITTEN.search(spec.content):
        return _append(spec, _document(name, site, "\n"), "\n")
    if not isinstance(spec.root, Mapping) or spec.root.flow:
        return None
    events = next((pair for pair in spec.root.pairs if is_key(pair[0], "events")), None)
    if events is None:
        return _append(spec, _document(name, site, spec.newline, header=False), spec.newline)
    return _into(spec, events, name, site)


def _into(spec: SpecText, events: tuple[Node, Node], name: str, site: Sends) -> Edit | None:
    key, value = events
    if isinstance(value, Scalar) and not value.text:
        return insertion(spec, line_end(spec.content, key.end), _entry(name, site, 2, spec.newline))
    if not isinstance(value, Mapping) or name in spec.held(value) or spec.lent(("events",)):
        return None
    if value.flow:
        return _into_flow(spec, value, name, site)
    if not all(begins_line(spec, key) for key in (value.pairs[0][0], value.pairs[-1][0])):
        return None
    indent = spec.place(value.pairs[0][0].start)[1] - 1
    end = behind_comments(spec.content, ends(spec.content, value.pairs[-1]), indent)
    return insertion(spec, end, _entry(name, site, indent, spec.newline))


def _into_flow(spec: SpecText, value: Mapping, name: str, site: Sends) -> Edit | None:
    """An empty `{}` becomes a block; an entry is put behind the last one of a filled `{…}`."""
    if not value.pairs:
        start = len(spec.content[: value.start].rstrip(" "))
        entry = _entry(name, site, 2, spec.newline).removesuffix(spec.newline)
        return Edit(PATH, spec.span(start, value.end), spec.newline + entry)
    last = ends(spec.content, value.pairs[-1])
    return Edit(PATH, spec.span(last, last), f", {key_text(name)}: {{{_flow_properties(site)}}}")


def _flow_properties(site: Sends) -> str:
    keys = ", ".join(f"{key_text(key)}: {typed(kind)}" for key, kind in site.properties)
    return f"properties: {{{keys}}}" if keys else ""


def typed(kind: str | None) -> str:
    """A new property with its type; one that is only ever empty says nothing, and a function is no type of JSON."""
    return "{}" if kind in (None, "null", "function") else f"{{type: {kind}}}"


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
        return ends(content, value.pairs[-1])
    block = content[key.end : value.end]
    if isinstance(value, Scalar) and _KEEPS.match(content, value.start):
        return key.end + len(block.removesuffix("\n").removesuffix("\r"))
    return key.end + len(block.rstrip())


def begins_line(spec: SpecText, node: Node) -> bool:
    """Whether only spaces stand in front of a key: one behind `?` is further in than what stands beside it."""
    start = spec.content.rfind("\n", 0, node.start) + 1
    return not spec.content[start : node.start].strip(" ")


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


def insertion(spec: SpecText, behind: int, text: str) -> Edit:
    """Put whole lines behind the line that ends at `behind`."""
    if behind >= spec.end:
        return Edit(PATH, spec.span(spec.end, spec.end), spec.newline + text)
    line, _ = spec.place(behind)
    return Edit(PATH, Span(line + 1, 1, line + 1, 1), text)


def _append(spec: SpecText, text: str, newline: str) -> Edit:
    return Edit(PATH, spec.span(spec.end, spec.end), text if spec.ends_a_line else newline + text)


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
        lines.append(f"{pad}{step * 2}{key_text(key)}: {typed(kind)}")
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
