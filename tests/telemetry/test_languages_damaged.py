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

CONFLICT = "<<<<<<< HEAD\n  x = 1\n=======\n  x = 2\n>>>>>>> other\n"
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


def names(path: str, text: str) -> set[str]:
    """The names of all calls found."""
    return {name.text for site in find_calls(path, text.encode(), sdks()) for name in site.names}


def damaged(text: str, closer: str) -> Iterator[tuple[str, set[str]]]:
    """The text with one damage in it, for every line and kind of damage, and the names that it still sends."""
    lines = text.splitlines(keepends=True)
    everything = set(EVENT.findall(text))
    for number, line in enumerate(lines[1:], 1):
        before, after = "".join(lines[:number]), "".join(lines[number + 1 :])
        yield before + CONFLICT + line + after, everything
        yield before + "f(\n" + line + after, everything
        half = line[: len(line) // 2]
        yield before + half + "\n" + after, everything - set(EVENT.findall(line))
        if line.strip() == closer:
            yield before + after, everything


@pytest.mark.parametrize("path", SAMPLES)
def test_a_whole_file_is_read_wholly(path: str) -> None:
    assert names(path, SAMPLES[path].text) == set(EVENT.findall(SAMPLES[path].text))


@pytest.mark.parametrize("path", SAMPLES)
def test_what_a_damage_spares_is_found(path: str) -> None:
    cases = list(damaged(SAMPLES[path].text, SAMPLES[path].closer))
    found = sum(len(names(path, text) & expected) for text, expected in cases)
    assert found >= 0.97 * sum(len(expected) for _, expected in cases)


@settings(max_examples=150, deadline=None)
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
