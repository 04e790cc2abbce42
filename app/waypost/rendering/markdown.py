"""Text from people, made harmless inside our Markdown: nobody is notified, nothing is linked, hidden or broken open."""

import re
import unicodedata
from urllib.parse import quote

MAX_INLINE = 2_000
"""Characters of one value; longer ones end in an ellipsis."""
JOINERS = "\u200c\u200d"
"""Invisible, but Persian, Indic scripts and emoji need them."""
APART = "&#8203;"
"""A zero-width space: it parts `@` from a name and `#` from a number, and is not seen."""

SPECIAL = re.compile(r"[\\`*\[\]~|<>&@#]|(?<![^\W_])_|_(?![^\W_])|(?<=[Gg][Hh]-)(?=\d)")
BLOCK = re.compile(r"([-+=]|\d{1,9}(?=[.)]))")
CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": f"@{APART}", "#": f"#{APART}", "": APART}


class Markdown(str):
    """Markdown that may be shown as it is: written by Waypost, or made harmless. Any string method loses the mark."""

    __slots__ = ()


def plain(value: str, limit: int = MAX_INLINE) -> str:
    """One line of text without control, bidirectional and invisible characters, cut at `limit` characters."""
    line = " ".join("".join(filter(_visible, value[: limit * 4])).split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def inline(value: str, limit: int = MAX_INLINE) -> Markdown:
    """Text from people as one line of text: no mention, reference, markup, HTML, list or heading comes out of it.

    A space at either end is kept, as templates put pieces together.
    """
    text = _guarded(_escaped(plain(value, limit)))
    before, after = " " if value[:1].isspace() else "", " " if value[-1:].isspace() else ""
    return Markdown(f"{before}{text}{after}" if text else before)


def code(value: str, limit: int = MAX_INLINE) -> Markdown:
    """Text from people as a code span that nothing inside can end; empty text is none."""
    text = plain(value, limit).replace("<!--", "<!\u200b--")
    if not text:
        return Markdown("")
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return Markdown(f"{fence}{pad}{text}{pad}{fence}")


def block(text: str, language: str) -> Markdown:
    """Lines from people as a fenced block that nothing inside can end."""
    kept = "".join(char for char in text.replace("\r\n", "\n") if char == "\n" or _visible(char))
    kept = kept.replace("<!--", "<!\u200b--")
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", kept)), default=0))
    return Markdown(f"{fence}{language}\n{kept}\n{fence}")


def prose(value: str) -> Markdown:
    """A message of ours that quotes people in code spans: those stay, all the rest is made harmless."""
    line = plain(value)
    out = ""
    at = 0
    for span in CODE.finditer(line):
        out += _escaped(line[at : span.start()]) + code(span[2].strip() or span[2])
        at = span.end()
    out += _escaped(line[at:])
    return Markdown(out if line[:1] == "`" else _guarded(out))


def link(text: str, url: str) -> Markdown:
    """A link with text from people; only the text where the address is not http(s) or a path on the same host."""
    shown = inline(text)
    target = plain(url, 1_000)
    if not re.match(r"https?://[^/]|/[^/\\]", target, re.IGNORECASE):
        return shown
    return Markdown(f"[{shown}](<{quote(target, safe='/:?#[]!$&()*+,;=%~-._')}>)")


def _visible(char: str) -> bool:
    return char.isspace() or char in JOINERS or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}


def _escaped(text: str) -> str:
    return SPECIAL.sub(lambda found: ENTITIES.get(found[0], f"\\{found[0]}"), text)


def _guarded(text: str) -> str:
    return BLOCK.sub(_literal, text, count=1) if BLOCK.match(text) else text


def _literal(found: re.Match[str]) -> str:
    mark = found[0]
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"
