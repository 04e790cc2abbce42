"""The spec is read as far as it can be, and says where and how its faults are mended."""

import pytest

from waypost.telemetry.casing import Case
from waypost.telemetry.naming import Convention, Slot
from waypost.telemetry.spec import read_spec

FULL = b"""\
version: 1
convention:
  template: "{category}:{object}_{action}"
  case: snake_case
  slots:
    action: {case: kebab-case, one_of: [created], synonyms: {created: [made]}}
events:
  shop:cart_created:
    description: Somebody made a cart.
    owner: shop
    properties:
      plan: {type: string, required: true, description: What they pay for.}
"""


def test_a_full_spec_is_read() -> None:
    spec, problems = read_spec(FULL)
    assert problems == ()
    assert spec is not None
    assert spec.names == {"shop:cart_created"}
    assert spec.events["shop:cart_created"].properties["plan"].required
    assert spec.naming == Convention(
        "{category}:{object}_{action}", Case.SNAKE, {"action": Slot(Case.KEBAB, ("created",), {"created": ("made",)})}
    )


def test_no_file_is_no_spec() -> None:
    assert read_spec(None) == (None, ())


@pytest.mark.parametrize("text", [b"", b"version: 1\n", b"convention: {}"])
def test_a_spec_may_say_nothing(text: bytes) -> None:
    spec, problems = read_spec(text)
    assert problems == ()
    assert spec is not None
    assert (spec.names, spec.naming) == (frozenset(), None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "convention: {template: object_action}",
            "1:14: `object_action` is no template. Write up to 6 slots in braces: `{object}_{action}`.",
            id="no-slots",
        ),
        pytest.param("convention: {template: '{a}_{'}", "1:14: `{a}_{` is no template.", id="half-a-slot"),
        pytest.param(
            "convention: {template: '{a}_{a}'}",
            "1:14: `{a}` is in the template twice. Give each slot its own name.",
            id="slot-twice",
        ),
        pytest.param(
            "convention:\n  template: '{a}'\n  slots:\n    b: {}",
            "4:5: The template has no slot `{b}`. Add it there, or take it out here.",
            id="slot-that-is-not-there",
        ),
        pytest.param(
            "convention:\n  template: '{a}'\n  slots: {a: {synonyms: {made: [built]}}}",
            "3:26: `made` is not in `one_of`.",
            id="synonym-of-nothing",
        ),
        pytest.param("convention: {case: snakecase}", "1:14: `snakecase` is not possible here.", id="unknown-casing"),
        pytest.param(
            "events:\n  a: {owners: x}", "2:7: Waypost does not know `owners`. Did you mean `owner`?", id="key"
        ),
        pytest.param("events:\n  a: {}\n  a: {}", "3:3: `a` is here twice (first in line 2).", id="event-twice"),
        pytest.param("events: [", "1:10: This is not valid YAML", id="syntax"),
        pytest.param("version: 2", "1:1:", id="version"),
    ],
)
def test_faults_are_told_with_place_and_mend(text: str, problem: str) -> None:
    _, (first, *_) = read_spec(text.encode())
    assert str(first).startswith(f"telemetry/spec.yml:{problem}")


def test_a_fault_in_one_place_leaves_the_rest() -> None:
    spec, problems = read_spec(b"convention: {template: '{'}\nevents:\n  a: {}\n  b: {properties: {c: {type: text}}}\n")
    assert len(problems) == 2
    assert spec is not None
    assert spec.names == {"a", "b"}
    assert spec.naming is None
