"""A repository's template gets a bounded part of time, memory and output, and its author is told why."""

import resource
import subprocess
import sys
import tracemalloc
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waypost.rendering import SOURCES, VARIABLES, RenderingError, problems_in_template, render, render_within_bounds


@dataclass(frozen=True)
class Thing:
    title: str = "A title"


VALUES = {"things": tuple(range(100)), "big": "a" * 5_000, "thing": Thing(), "words": {"a": "b"}}
STEPS = "The template takes more than 200,000 steps. Loop over less."
TOO_LONG = "A text of more than 20,000 characters comes about here. Make it shorter."
DEEP = "Nested more than 40 levels deep. Make it flatter."
LOOP = "{% for a in things %}"
END = "{% endfor %}"

BAD = {
    "power": ('{{ "A" * 10**9 }}', "Powers are not possible here."),
    "repeated text": ('{{ "A" * 1000000000 }}', "`*` works on numbers only. Put texts together with `~`."),
    "repeated list": ("{{ [1] * 1000000000 }}", "`*` works on numbers only. Put texts together with `~`."),
    "huge number": ("{{ 99999999 * 99999999999 }}", "The number is too large to be worked with."),
    "endless digits": ("{{ " + "9" * 6000 + " }}", None),
    "percent width": ('{{ "%1000000000d" % 1 }}', "`%` works on numbers only. Put texts together with `~`."),
    "format": ('{{ "%1000000000d" | format(1) }}', None),
    "center": ('{{ "a" | center(10**9) }}', None),
    "nested loops": (LOOP * 4 + "{% set x = a %}" + END * 4, STEPS),
    "loops over text": ("{% for a in big %}{% for b in big %}{% endfor %}{% endfor %}", STEPS),
    "too much output": (LOOP + "{{ big }}" + END, None),
    "very deep loops": (LOOP * 30 + END * 30, "Loops are nested too deep. Make it flatter."),
    "range": ("{% for i in range(10**9) %}{% endfor %}", None),
    "range alone": ("{{ range }}", None),
    "recursive loop": ("{% for a in things recursive %}{{ loop(things) }}{% endfor %}", None),
    "macro": ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", None),
    "call block": ("{% call thing() %}{% endcall %}", None),
    "include": ('{% include "../../etc/passwd" %}', "Other files cannot be included. Write the text here."),
    "import": ('{% import "x" as y %}', "Other files cannot be imported. Write the text here."),
    "extends": ('{% extends "x" %}', "Templates cannot be extended here. Write the whole text."),
    "autoescape": ("{% autoescape true %}{{ big }}{% endautoescape %}", None),
    "class": ('{{ "".__class__ }}', "There is no `__class__` here."),
    "class by item": ('{{ thing["__class__"] }}', "There is no `__class__` here. Possible here: `title`."),
    "method": ('{{ "a".format() }}', "Calls are not possible in these templates. Use a filter: `{{ value | upper }}`."),
    "self": ("{{ self }}", None),
    "doubling": ('{% set a = "aaaaaaaa" %}' + "{% set a = a ~ a %}" * 60, TOO_LONG),
    "one long concat": ("{{ " + " ~ ".join(["big"] * 50) + " }}", TOO_LONG),
    "lists of lists": ("{% set a = [1, 1] %}{% set b = [a, a] %}", None),
    "huge replace": ('{{ big | replace("a", big) }}', TOO_LONG),
    "replace nothing": ('{{ big | replace("", big) }}', "Say which text is to be replaced: it is empty."),
    "huge join": ("{{ things | join(big) }}", TOO_LONG),
    "join of itself": ("{{ big | join(big) }}", TOO_LONG),
    "cut too wide": ("{{ big | cut(1000000) }}", "`cut` needs a number of characters up to 20,000."),
    "round": ("{{ 1 | round(100000) }}", "`round` needs a number, and up to 9 digits."),
    "brackets": ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", DEEP),
    "attributes": ("{{ thing" + ".a" * 5000 + " }}", DEEP),
    "minuses": ("{{ " + "-" * 5000 + "1 }}", DEEP),
    "conditions": ("{% if 1 %}" * 200 + "{% endif %}" * 200, DEEP),
    "many parts": ("{{ 1 + 1 }}" * 1_400, "The template has more than 3,000 parts. Shorten it."),
    "long": ("x" * 100_000, "The template is longer than 20,000 characters. Shorten it."),
    "division": ("{{ 1 / 0 }}", "This cannot be worked out: division by zero."),
    "list shown": (
        "{{ things }}",
        "A list or structure cannot be shown as it is. Name one of its fields, or loop over it.",
    ),
    "unknown name": ("{{ thinks }}", "There is no `thinks` here. Did you mean `things`?"),
    "unknown field": ("{{ thing.titel }}", "There is no `titel` here. Did you mean `title`?"),
    "unknown filter": ("{{ big | uper }}", "There is no filter `uper` here. Did you mean `upper`?"),
    "syntax": ("{% if %}", "This is not valid Jinja: Expected an expression, got 'end of statement block'."),
    "our own filter": ("{{ things | counted(1) }}", None),
}


@pytest.mark.parametrize(("source", "message"), BAD.values(), ids=BAD)
def test_a_bad_template_ends_in_an_error_with_its_line(source: str, message: str | None) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(RenderingError) as caught:
            render_within_bounds("issue.md.j2", "first line\n" + source, VALUES)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
    assert (caught.value.path, caught.value.line) in {("issue.md.j2", 1), ("issue.md.j2", 2)}
    assert message is None or caught.value.message == message


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("\n\n{{ thinks }}", 3),
        ("\n{{ thing.titel }}\n", 2),
        ("{% if thing %}\n\n{{ 1 / 0 }}{% endif %}", 3),
        ("\n{% if %}", 2),
    ],
    ids=["name", "field", "while it runs", "syntax"],
)
def test_an_error_is_at_its_line(source: str, line: int) -> None:
    with pytest.raises(RenderingError) as caught:
        render_within_bounds("t", source, VALUES)
    assert caught.value.line == line


def test_all_bad_templates_together_take_little_time_and_memory() -> None:
    """The limits are the kernel's, in a process of its own: no clock is asked."""
    script = (
        "import resource; from tests.rendering.test_sandbox import *\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (20, 20))\n"
        "for source, _ in BAD.values():\n"
        "    try: render_within_bounds('t', source, VALUES)\n"
        "    except RenderingError: continue\n"
        "    raise SystemExit(source)\n"
    )
    limit = 600_000_000
    subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )


WORDS = """{{ }} {% %} for in x endfor if else endif set = | ~ * ** join replace ( ) [ ] 'a' 10 things big thing . title
loop , : not + - #} {#"""


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=25).map(" ".join))
def test_whatever_is_written_gives_text_or_an_error(source: str) -> None:
    try:
        assert len(render_within_bounds("t", source, VALUES)) <= 60_000
    except RenderingError as error:
        assert error.line >= 1 and error.message


def test_what_is_allowed() -> None:
    source = (
        "{% for x in things[:2] %}{{ loop.index }}/{{ loop.length }} {{ x ~ '!' }}\n{% endfor %}"
        "{% for name, meaning in words | items %}{{ name }}: {{ meaning | upper }}{% else %}none{% endfor %}\n\n"
        "{% if thing.title in ['A title', 'B'] and things | length > 3 %}{{ thing.title | code }}{% endif %}"
        " {{ 2 * 3 - 1 }} {{ 1234.5 | number }} {{ 40 | quantity('%') }} {{ none | default('nothing') }}"
    )
    assert render_within_bounds("t", source, VALUES) == "1/2 0!\n2/2 1!\na: B\n`A title` 5 1,234.5 40% nothing"


def test_text_from_people_is_harmless_and_the_template_mentions_nobody() -> None:
    values = {"title": "@team <b>x</b>\n# y"}
    shown = render_within_bounds("t", "**{{ title }}** {{ title | upper }} by @org <!-- marker -->", values)
    assert shown == (
        "**@&#8203;team &lt;b&gt;x&lt;/b&gt; #&#8203; y** @&#8203;TEAM &lt;B&gt;X&lt;/B&gt; #&#8203; Y"
        " by @\u200borg <!\u200b-- marker -->"
    )


def test_our_own_context_template_is_within_the_bounds() -> None:
    """So that a repository can take it as the start of its own."""
    assert problems_in_template("issue.md.j2", SOURCES["contexts/issue.md.j2"]) == ()


def test_problems_in_a_template_have_a_place() -> None:
    (problem,) = problems_in_template(".github/waypost/contexts/issue.md.j2", "a\n{{ objektive }}")
    assert str(problem) == (
        ".github/waypost/contexts/issue.md.j2:2:1: There is no `objektive` here. Did you mean `objective`?"
    )


def test_nothing_outside_the_templates_is_read() -> None:
    assert {name.split("/")[0] for name in SOURCES} >= {"contexts", "comments", "check_runs"}
    with pytest.raises(Exception, match="passwd"):
        render("../../etc/passwd", {})


def test_every_variable_of_a_context_is_used_or_explained() -> None:
    assert all(explained for explained in VARIABLES.values())
