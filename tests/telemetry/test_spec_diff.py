"""Two specs are compared by what they mean, and what breaks is told from what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.telemetry.shape import Event, Property, Spec
from waypost.telemetry.spec import read_spec
from waypost.telemetry.spec_diff import breaking, diff


def spec(event: str) -> Spec:
    found, problems = read_spec(f"events:\n  a: {event}\n".encode())
    assert problems == ()
    assert found is not None
    return found


def prop(text: str) -> str:
    return f"{{properties: {{p: {text}}}}}"


@pytest.mark.parametrize(
    ("before", "after", "said", "breaks"),
    [
        pytest.param("{}", "{properties: {p: {}}}", "`a` gets a property `p`", False, id="property"),
        pytest.param("{}", prop("{required: true}"), "`a` gets a required property `p`", True, id="required-property"),
        pytest.param(prop("{}"), "{}", "`a` loses its property `p`", True, id="property-gone"),
        pytest.param(
            prop("{type: number}"),
            prop("{type: integer}"),
            "Type of `p` of `a`: `number` → `integer`",
            True,
            id="narrow",
        ),
        pytest.param(
            prop("{type: integer}"),
            prop("{type: number}"),
            "Type of `p` of `a`: `integer` → `number`",
            False,
            id="wide",
        ),
        pytest.param(
            prop("{enum: [1]}"),
            prop("{enum: [true]}"),
            "The values of `p` of `a`: no longer `1`, now also `true`",
            True,
            id="number-to-boolean",
        ),
        pytest.param(
            prop("{enum: [1]}"),
            prop("{enum: ['1']}"),
            'The values of `p` of `a`: no longer `1`, now also `"1"`',
            True,
            id="number-to-text",
        ),
        pytest.param(prop("{}"), prop("{type: string}"), "Type of `p` of `a`: `any` → `string`", True, id="from-any"),
        pytest.param(
            prop("{type: [string, 'null']}"),
            prop("{type: string}"),
            "Type of `p` of `a`: `string`, `null` → `string`",
            True,
            id="union",
        ),
        pytest.param(
            prop("{type: string}"),
            prop("{type: integer}"),
            "Type of `p` of `a`: `string` → `integer`",
            True,
            id="other",
        ),
        pytest.param(
            prop("{}"),
            prop("{required: true}"),
            "Whether it is required of `p` of `a`: `false` → `true`",
            True,
            id="required",
        ),
        pytest.param(
            prop("{required: true}"),
            prop("{}"),
            "Whether it is required of `p` of `a`: `true` → `false`",
            False,
            id="optional",
        ),
        pytest.param(
            prop("{enum: [x, y]}"),
            prop("{enum: [y, z]}"),
            "The values of `p` of `a`: no longer `x`, now also `z`",
            True,
            id="value-gone",
        ),
        pytest.param(
            prop("{enum: [x]}"), prop("{enum: [x, 1]}"), "The values of `p` of `a`: now also `1`", False, id="value-new"
        ),
        pytest.param(
            prop("{enum: [1]}"),
            prop("{enum: [true, 1]}"),
            "The values of `p` of `a`: now also `true`",
            False,
            id="one-and-true",
        ),
        pytest.param(prop("{}"), prop("{enum: [x]}"), "Values of `p` of `a`: none → `x`", True, id="values-listed"),
        pytest.param(prop("{enum: [x]}"), prop("{}"), "Values of `p` of `a`: `x` → none", False, id="values-open"),
        pytest.param(prop("{unit: ms}"), prop("{unit: s}"), "Unit of `p` of `a`: `ms` → `s`", True, id="unit"),
        pytest.param(prop("{}"), prop("{unit: s}"), "Unit of `p` of `a`: none → `s`", False, id="unit-told"),
        pytest.param("{owner: x}", "{owner: y}", "Owner of `a`: `x` → `y`", False, id="owner"),
        pytest.param("{}", "{status: deprecated}", "Status of `a`: `active` → `deprecated`", False, id="deprecated"),
        pytest.param("{}", "{status: removed}", "Status of `a`: `active` → `removed`", True, id="ended"),
        pytest.param(
            "{status: deprecated}",
            "{status: removed}",
            "Status of `a`: `deprecated` → `removed`",
            False,
            id="announced",
        ),
    ],
)
def test_a_change_of_an_event(before: str, after: str, said: str, breaks: bool) -> None:
    (found,) = diff(spec(before), spec(after))
    assert (found.message, found.breaking) == (said, breaks)


def test_events_come_go_and_are_renamed() -> None:
    before = Spec(events={"gone": Event(), "old": Event(), "ended": Event(status="removed"), "kept": Event()})
    after = Spec(events={"new": Event(), "now": Event(aliases=("old",), properties={"p": Property()}), "kept": Event()})
    assert [(it.kind, it.message, it.breaking) for it in diff(before, after)] == [
        ("removed", "The event `gone` is gone", True),
        ("renamed", "`old` is called `now` now", True),
        ("removed", "The event `ended` is gone, as its status `removed` announced", False),
        ("added", "The event `new` is new", False),
        ("changed", "Aliases of `now`: none → `old`", False),
        ("added", "`now` gets a property `p`", False),
    ]


def test_what_a_convention_does_not_say_is_not_shown() -> None:
    before, _ = read_spec(b"convention: {template: '{a}'}")
    after, _ = read_spec(
        b"convention: {template: '{a}', slots: {a: {tense: past, one_of: [x, y]}},"
        b" exceptions: [{paths: [ios/], case: camelCase}]}"
    )
    assert [difference.message for difference in diff(before, after)] == [
        "The convention's `exceptions`: none → `{case: camelCase, paths: [ios/]}`",
        "The convention's `slots`: none → `{a: {one_of: [x, y], tense: past}}`",
    ]


def test_the_convention_and_the_ratchet_are_compared() -> None:
    before, _ = read_spec(b"convention: {case: snake_case}\nlegacy: [A, B]")
    after, _ = read_spec(b"convention: {case: camelCase, template: '{a}{b}'}\nlegacy: [B, C]")
    assert [it.message for it in diff(before, after)] == [
        "The convention's `case`: `snake_case` → `camelCase`",
        "The convention's `template`: none → `{a}{b}`",
        "The legacy list gets longer: `C`",
        "The legacy list gets shorter: `A`",
    ]
    assert breaking(before, after) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [("string", "[string]"), ("[string, 'null']", "['null', string]"), ("any", "[any, string]")],
    ids=["alone", "order", "any"],
)
def test_the_same_types_are_no_difference(before: str, after: str) -> None:
    assert diff(spec(prop(f"{{type: {before}}}")), spec(prop(f"{{type: {after}}}"))) == ()


def test_no_spec_is_an_empty_one() -> None:
    assert diff(None, None) == ()
    assert [it.message for it in diff(Spec(events={"a": Event()}), None)] == ["The event `a` is gone"]


PROPERTIES = st.builds(
    Property, required=st.booleans(), unit=st.sampled_from(["", "s"]), enum=st.sampled_from([(), (1,), (True, 1)])
)
EVENTS = st.builds(
    Event, owner=st.sampled_from(["", "x"]), properties=st.dictionaries(st.sampled_from("pq"), PROPERTIES)
)
SPECS = st.builds(
    Spec, events=st.dictionaries(st.sampled_from("ab"), EVENTS), legacy=st.lists(st.sampled_from("xy")).map(tuple)
)


@given(SPECS, SPECS)
def test_nothing_is_told_of_what_is_the_same(before: Spec, after: Spec) -> None:
    assert diff(before, before) == ()
    assert bool(diff(before, after)) == (before.events != after.events or set(before.legacy) != set(after.legacy))
