"""Tracking plans of other tools become events, what has no place in a spec is listed, and back again."""

import csv
import datetime
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waypost.cli import telemetry_export, telemetry_import
from waypost.telemetry.plans import READERS, WRITERS, read_plan, write_plan
from waypost.telemetry.plans.cells import listed, values
from waypost.telemetry.shape import Event, Property, Spec
from waypost.telemetry.spec import read_spec
from waypost.telemetry.spec_writing import with_full_events

PLANS = Path(__file__).parent / "plans"
"""A folder for each case: the plan's files, and the spec that they make, with what is left out in front of it."""


@pytest.mark.parametrize("case", sorted(path.name for path in PLANS.iterdir()))
def test_a_foreign_plan_becomes_a_spec(case: str) -> None:
    files = {path.name: path.read_bytes() for path in sorted((PLANS / case).iterdir())}
    expected = files.pop("spec.yml.expected").decode()
    name, *_ = re.findall(r"^# ([\w-]+)\n", expected)
    plan = read_plan(name, files)
    assert plan.problems == ()
    text = with_full_events(b"", plan.events, "spec.yml") or b""
    left = "".join(f"# left out: {where}\n" for where, _ in plan.unknown)
    assert f"# {name}\n{left}{text.decode()}" == expected
    spec, problems = read_spec(text)
    assert problems == ()
    assert spec is not None
    assert spec.events == plan.events


TEXT = Property(("string", "null"), unit="s")
OLD = Event(status="deprecated", since=datetime.date(2026, 3, 1), aliases=("older",), properties={"@p": TEXT})
FULL = Spec(
    events={
        "cart opened": Event(
            "The | cart.", "shop", ("web", "ios"), properties={"n": Property("integer", True, (1, 2))}
        ),
        "=old": OLD,
        "tabs/opened~1": Event(properties={"x": Property("any", sensitivity="personal", description="Who.")}),
    }
)
KEPT = {
    "csv": ("description", "owner", "sources", "status", "aliases", "replacement", "since"),
    "json-schema": ("description",),
    "segment": ("description",),
}


@pytest.mark.parametrize("name", sorted(set(READERS) & set(WRITERS)))
def test_what_is_written_is_read_again(name: str) -> None:
    text, _ = write_plan(name, FULL)
    plan = read_plan(name, {"plan.csv" if name == "csv" else "plan.json": text.encode()})
    assert plan.problems == ()
    assert list(plan.events) == list(FULL.events)
    for event, it in FULL.events.items():
        again = plan.events[event]
        assert {field: getattr(again, field) for field in KEPT[name]} == {
            field: getattr(it, field) for field in KEPT[name]
        }
        shown = [(key, p.types, p.required, p.enum) for key, p in it.properties.items()]
        assert [(key, p.types, p.required, p.enum) for key, p in again.properties.items()] == shown


def test_values_are_shown_as_a_spec_has_them() -> None:
    spec = Spec(events={"a": Event(properties={"b": Property(enum=(None, True, "", "null", "1", 1.5))})})
    assert 'One of `null`, `true`, `""`, `"null"`, `"1"`, `1.5`.' in write_plan("markdown", spec)[0]


SINCE = datetime.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("event", "name", "status", "left_out"),
    [
        pytest.param(Event(since=SINCE), "segment", "active", ["events.since of active events"], id="active-since"),
        pytest.param(
            Event(status="removed", since=SINCE),
            "segment",
            "deprecated",
            ["events.status removed, which is deprecated there"],
            id="removed",
        ),
        pytest.param(
            Event(status="removed"),
            "json-schema",
            "deprecated",
            ["events.status removed, which is deprecated there"],
            id="removed-json-schema",
        ),
        pytest.param(Event(status="deprecated", since=SINCE), "segment", "deprecated", [], id="deprecated"),
    ],
)
def test_what_a_format_takes_for_another_status_is_told(
    event: Event, name: str, status: str, left_out: list[str]
) -> None:
    text, lost = write_plan(name, Spec(events={"a": event}))
    assert [where for where, _ in lost] == left_out
    assert read_plan(name, {"plan.json": text.encode()}).events["a"].status == status


COMMON = ["aliases", "owner", "properties.sensitivity", "properties.unit", "sources"]


@pytest.mark.parametrize(
    ("name", "lost"), [("segment", COMMON), ("json-schema", sorted([*COMMON, "since"])), ("csv", []), ("markdown", [])]
)
def test_what_has_no_place_there_is_told(name: str, lost: list[str]) -> None:
    assert [where for where, _ in write_plan(name, FULL)[1]] == [f"events.{field}" for field in lost]


def test_no_cell_is_a_formula() -> None:
    text, _ = write_plan("csv", FULL)
    assert "\n'=old," in text
    assert ",'@p," in text


AWKWARD = st.text(st.sampled_from("a, ;|\"'\n\t\r=+-@1＝é") | st.characters(codec="utf-8"), min_size=1, max_size=8)
LISTED = AWKWARD | st.just("") | st.sampled_from(["null", "true", "1", "-1", "1.5", "Yes, please", "'=x", '"a"; b'])
ENUM = st.lists(
    LISTED | st.integers(-9, 9) | st.booleans() | st.none() | st.sampled_from([0.5, 1e22, -1e-7]), max_size=5
)
KINDS = st.sampled_from(["any", "string", "integer", "number", "boolean", ("integer", "null"), ("string", "boolean")])


@pytest.mark.parametrize("some", [('"', '"'), ('a"', "b", '"'), ('"a"',)], ids=["two quotes", "an open one", "whole"])
def test_values_with_a_quote_in_them_stay_apart(some: tuple[str, ...]) -> None:
    assert values(listed(some, ("string",)), ("string",)) == some


@settings(max_examples=300)
@given(st.lists(AWKWARD, min_size=1, max_size=3, unique_by=str.strip), KINDS, st.data())
def test_a_table_keeps_every_text_and_value_whatever_is_in_it(names: list[str], kind: Any, data: st.DataObject) -> None:
    """But for blanks around a name or a description, which a table has for its looks."""
    names = [name for name in names if name.strip()]
    enums = {name: _fitting(data.draw(ENUM), kind) for name in names}
    lists = {name: tuple(data.draw(st.lists(AWKWARD, max_size=3))) for name in names}
    events = {
        name: Event(name, name, lists[name], aliases=lists[name], properties={name: Property(kind, enum=enums[name])})
        for name in names
    }
    text, _ = write_plan("csv", Spec(events=events))
    plan = read_plan("csv", {"a.csv": text.encode()})
    assert plan.problems == ()
    assert plan.unknown == ()
    assert list(plan.events) == [name.strip() for name in names]
    for name, (again, it) in zip(names, plan.events.items(), strict=True):
        assert (it.description, it.owner, it.sources, it.aliases) == (again, again, lists[name], lists[name])
        (prop,) = it.properties.items()
        assert prop == (again, Property(kind, enum=enums[name]))
        assert list(map(type, prop[1].enum)) == list(map(type, enums[name]))


def _fitting(values: list[Any], kind: Any) -> tuple[Any, ...]:
    """Those of the values that a property of a type can have; a text among numbers is possible, and kept."""
    fitting = Property(kind)
    named = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
    return tuple(value for value in values if isinstance(value, str) or fitting.accepts(named[type(value)]))


@given(st.lists(AWKWARD, min_size=1, max_size=4))
def test_no_cell_of_a_table_begins_like_a_formula(texts: list[str]) -> None:
    events = {f"e{number}": Event(text, properties={text: Property()}) for number, text in enumerate(texts)}
    written, _ = write_plan("csv", Spec(events=events))
    cells = [cell for row in csv.reader(io.StringIO(written, newline="")) for cell in row]
    assert [cell for cell in cells if cell.lstrip().startswith(tuple("=+-@＝＋－＠"))] == []


LISTS = [
    pytest.param("free, pro", ("free", "pro"), id="commas"),
    pytest.param("free; pro|team", ("free", "pro", "team"), id="other-signs"),
    pytest.param("free\npro", ("free", "pro"), id="lines"),
    pytest.param('"Yes, please"; No', ("Yes, please", "No"), id="quoted"),
    pytest.param('"say ""yes""", no', ('say "yes"', "no"), id="quotes-in-quotes"),
    pytest.param('5" screen, 6" screen', ('5" screen', '6" screen'), id="inches"),
    pytest.param('"big" one, two', ('"big" one', "two"), id="no-quotes-around"),
    pytest.param('"open, two', ('"open', "two"), id="never-closed"),
    pytest.param(" , ;", (), id="nothing"),
    pytest.param("1, 2.5, true, null, 007", (1, 2.5, True, None, "007"), id="values-of-any-type"),
    pytest.param('"1"', ("1",), id="a-text-by-its-quotes"),
]


@pytest.mark.parametrize(("cell", "values"), LISTS)
def test_a_cell_that_lists_values_is_read_as_people_write_it(cell: str, values: tuple[Any, ...]) -> None:
    quoted = cell.replace('"', '""')
    plan = read_plan("csv", {"a.csv": f'event,property,values\ncart,plan,"{quoted}"\n'.encode()})
    assert plan.events["cart"].properties["plan"].enum == values


@pytest.mark.parametrize(
    ("columns", "cells", "left_out"),
    [
        pytest.param("since", "2026-02-30", "since 2026-02-30, which is no day like 2024-05-31", id="no-such-day"),
        pytest.param("since", "1/3/2026", "since 1/3/2026, which is no day like 2024-05-31", id="other-day"),
        pytest.param("property,sensitivity", "mail,high", "sensitivity high", id="sensitivity"),
        pytest.param("property,unit", f"mail,{'x' * 60}", "units longer than 50 characters", id="unit"),
    ],
)
def test_a_cell_that_a_spec_cannot_hold_is_told(columns: str, cells: str, left_out: str) -> None:
    plan = read_plan("csv", {"a.csv": f"event,{columns}\ncart,{cells}\n".encode()})
    assert plan.unknown == ((left_out, 1),)


def test_a_property_that_is_there_twice_and_says_another_thing_is_told() -> None:
    plan = read_plan("csv", {"a.csv": b"event,property,type\ncart,n,text\ncart,n,int\ncart,n,text\n"})
    assert plan.unknown == (("the second n of cart", 1),)


def test_a_cell_as_long_as_a_spec_allows_is_read_again() -> None:
    enum = tuple(f"{number} {'x' * 400}" for number in range(900))
    spec = Spec(events={"a": Event(properties={"b": Property("string", enum=enum)})})
    assert read_plan("csv", {"a.csv": write_plan("csv", spec)[0].encode()}).events == spec.events


@pytest.mark.parametrize("text", [b"sep=;\r\nevent;owner\r\na,b;me\r\n", b"\xef\xbb\xbfevent;owner\na,b;me\n"])
def test_a_table_is_read_as_spreadsheets_write_it(text: bytes) -> None:
    assert read_plan("csv", {"a.csv": text}).events == {"a,b": Event(owner="me")}


@pytest.mark.parametrize(("name", "mark"), [("cart_opened", ""), ("é_opened", "\ufeff")])
def test_a_table_beyond_ascii_says_that_it_is_utf_8(name: str, mark: str) -> None:
    text, _ = write_plan("csv", Spec(events={name: Event()}))
    assert text.startswith(f"{mark}event,")
    assert list(read_plan("csv", {"a.csv": text.encode()}).events) == [name]


def test_one_constant_value_is_one_value() -> None:
    plan = read_plan("csv", {"a.csv": b'event,property,const value\ncart,plan,"a, b"\n'})
    assert plan.events["cart"].properties["plan"].enum == ("a, b",)


CATALOGUE = """\
# Tracked events

| event | owner | description |
|---|---|---|
| `cart opened` | shop | The \\| cart. |
| `=old` |  |  |
| `tabs/opened~1` |  |  |

## `cart opened`

The \\| cart.

Owner: shop.

Sent from: web, ios.

| property | type | required | description |
|---|---|---|---|
| `n` | integer | yes | One of `1`, `2`. |

## `=old`

Status: deprecated since 2026-03-01.

Earlier names: `older`.

| property | type | required | description |
|---|---|---|---|
| `@p` | string or null in s |  |  |

## `tabs/opened~1`

| property | type | required | description |
|---|---|---|---|
| `x` | any |  | Who. Personal. |
"""


POINTERS = {
    "avo": ('{"avo": {"version": 3}, "schema": {"id": "x"}}', "This file says only where the plan is."),
    "gitlab": ('{"description": "x"}', "There is no `action` here, which is the event's name."),
    "amplitude": ('{"Zone": "us", "SourceId": "x"}', "This is JSON and no table. Export the plan as CSV."),
    "json-schema": ('{"types": [], "metrics": []}', "This is no JSON Schema: it has neither `properties` nor `$defs`."),
}


@pytest.mark.parametrize("name", POINTERS)
def test_a_file_without_the_plan_says_so(name: str) -> None:
    text, message = POINTERS[name]
    plan = read_plan(name, {"a.json": text.encode()})
    assert [str(problem).partition(": ")[0] for problem in plan.problems] == ["a.json:1:1"]
    assert plan.problems[0].message.startswith(message)
    assert plan.events == {}


def test_the_list_of_what_is_left_out_is_bounded() -> None:
    columns = ",".join(f"odd {number}" for number in range(2_000))
    plan = read_plan("csv", {"a.csv": f"event,{columns}\ncart,{','.join('x' * 2_000)}\n".encode()})
    assert len(plan.unknown) <= 501
    assert ("and more", 1_500) in plan.unknown


def test_a_catalogue_in_markdown() -> None:
    assert write_plan("markdown", FULL)[0] == CATALOGUE


@pytest.mark.parametrize(
    ("path", "text", "problem"),
    [
        pytest.param("a.json", b'{"a": 1,\n "b" 2}', "a.json:2:6: This is not valid JSON: Expecting", id="json"),
        pytest.param("a.yml", b"a: [\n", "a.yml:2:1: This is not valid YAML", id="yaml"),
        pytest.param("a.yml", b"a: \xff", "a.yml:1:4: This is not UTF-8 text.", id="not-utf-8"),
        pytest.param("a.json", b"[" * 100_000, "a.json:1:1: This is nested too deep.", id="deep"),
        pytest.param("a.yml", b"a: 1\na: 2\n", "a.yml:2:1: `a` is here twice", id="twice"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(path: str, text: bytes, problem: str) -> None:
    assert str(read_plan("segment", {path: text}).problems[0]).startswith(problem)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(b"a,b\n1,2\n", "a.csv:1:1: There is no column `event` in the first line.", id="columns"),
        pytest.param(b"event\n\xff", "a.csv:2:1: This is not UTF-8 text.", id="not-utf-8"),
    ],
)
def test_a_table_that_cannot_be_read_is_told(text: bytes, problem: str) -> None:
    assert str(read_plan("csv", {"a.csv": text}).problems[0]).startswith(problem)


WORDS = """
rules events key type jsonSchema properties name description groups attributes ref id event enum action self version
$defs additional_properties extra_keys title kind spec metadata members value required
"""
KEYS = st.sampled_from(WORDS.split())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["TRACK", "event", "track", "string", "x", "1-0-0"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)


@settings(max_examples=150)
@given(st.sampled_from(sorted(READERS)), JSON | st.text(max_size=80), st.sampled_from(["a.json", "a.yml", "a.csv"]))
def test_whatever_stands_in_a_plan_nothing_raises(name: str, value: Any, path: str) -> None:
    text = value if isinstance(value, str) else json.dumps(value)
    plan = read_plan(name, {path: text.encode(), f"b/{path}": text.encode()})
    written = with_full_events(b"", plan.events, "spec.yml")
    spec, _ = read_spec(written) if plan.events else (Spec(), ())
    assert spec is not None
    assert set(spec.events) == set(plan.events)


def test_the_command_line_knows_every_format() -> None:
    assert tuple(sorted(READERS)) == telemetry_import.FORMATS
    assert tuple(sorted(WRITERS)) == telemetry_export.FORMATS
    assert all(f"  {name} " in telemetry_import.EPILOG for name in READERS)
