"""Files as they are in the middle of work, in every language: conflicts, half lines, half a pair of brackets."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.telemetry.samples import SAMPLES
from tests.telemetry.test_calls_fuzz import inside
from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

EVENT = re.compile(r"event_\d+")
SCRAPS = [
    "(",
    ")",
    "{",
    "}",
    "[",
    "'",
    '"',
    '"""',
    "#{",
    "${",
    "\\(",
    "<<~X\n",
    "<<<X\n",
    "=begin\n",
    "/*",
    "?>",
    "<?php ",
    "do |x|",
    "end\n",
    "func x(",
    "..",
    "=>",
    "\xff",
    "\0",
    "\r",
    "\n",
    "\\",
    "ä🙂",
    "<<<<<<< HEAD\n",
    "case .",
    "%w[",
]


def seen(path: str, text: str) -> tuple[set[str], set[str]]:
    """The lines on which calls are found, and the names that they send."""
    sites = find_calls(path, text.encode(), sdks())
    lines = text.split("\n")
    return {lines[site.at.line - 1].strip() for site in sites}, {name.text for site in sites for name in site.names}


def damaged(text: str, closer: str) -> Iterator[tuple[str, str]]:
    """The text with one damage in it, for every other line and each kind of damage, and the line that may be lost."""
    lines = text.splitlines(keepends=True)
    for number, line in list(enumerate(lines))[1::2]:
        before, after = "".join(lines[:number]), "".join(lines[number + 1 :])
        yield f"{before}<<<<<<< HEAD\n=======\n>>>>>>> other\n{line}{after}", ""
        yield f"{before}<<<<<<< HEAD\n{line}=======\n{line}>>>>>>> other\n{after}", ""
        yield f"{before}f(\n{line}{after}", ""
        yield f"{before}{line[: len(line) // 2]}\n{after}", line
        if line.strip() == closer:
            yield before + after, ""


@pytest.mark.parametrize("path", SAMPLES)
def test_a_whole_file_is_read_wholly(path: str) -> None:
    assert seen(path, SAMPLES[path].text)[1] == set(EVENT.findall(SAMPLES[path].text))


@pytest.mark.parametrize("path", SAMPLES)
def test_what_a_damage_spares_is_found(path: str) -> None:
    calls, names = seen(path, SAMPLES[path].text)
    expected, found = [0, 0], [0, 0]
    for text, lost in damaged(SAMPLES[path].text, SAMPLES[path].closer):
        spared = (calls - {lost.strip()}, names - set(EVENT.findall(lost)))
        for index, (there, sought) in enumerate(zip(seen(path, text), spared, strict=True)):
            expected[index] += len(sought)
            found[index] += len(sought & there)
    assert found[0] >= 0.985 * expected[0], "calls"
    assert found[1] >= SAMPLES[path].names * expected[1], "names, constants among them"


@settings(max_examples=80, deadline=None)
@given(st.data())
@pytest.mark.parametrize("path", SAMPLES)
def test_no_bytes_raise(path: str, data: st.DataObject) -> None:
    source = SAMPLES[path].text.encode()
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(source)))
        end = data.draw(st.integers(start, min(len(source), start + 40)))
        scrap = data.draw(st.one_of(st.sampled_from(SCRAPS).map(str.encode), st.binary(max_size=4), st.just(b"")))
        source = source[:start] + scrap + source[end:]
    lines = source.decode("utf-8", "surrogateescape").split("\n")
    for site in find_calls(path, source, sdks()):
        inside(site.at, lines)
        for name in site.names:
            inside(name.span, lines)
