"""A property or an earlier name is added to an event, and all else of the spec stays as it is written."""

import pytest

from tests.checks.changes import edited
from waypost.telemetry.spec import PATH, read_spec
from waypost.telemetry.spec_field import alias_edit, properties_edit

BLOCK = """\
events:
  cart_opened:
    description: Opened.  # by hand
    properties:
      sum: {type: number}
      # what they came from
  cart_paid: {}
"""


def test_what_is_no_type_is_not_written_for_one() -> None:
    edit = properties_edit(PATH, b"events: {a: {}}", "a", {"b": "null", "c": "function", "d": '[number, "null"]'})
    assert edit is not None
    assert edit.text == 'properties: {b: {}, c: {}, d: {type: [number, "null"]}}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(BLOCK, BLOCK.replace("came from\n", "came from\n      plan: {type: string}\n"), id="block"),
        pytest.param(
            "events:\n  cart_opened: {}\n", "events:\n  cart_opened: {properties: {plan: {type: string}}}\n", id="empty"
        ),
        pytest.param(
            "events:\n  cart_opened:\n",
            "events:\n  cart_opened:\n    properties:\n      plan: {type: string}\n",
            id="null",
        ),
        pytest.param(
            "events:\n  cart_opened: {owner: a}\n",
            "events:\n  cart_opened: {owner: a, properties: {plan: {type: string}}}\n",
            id="flow",
        ),
        pytest.param(
            "events: {cart_opened: {properties: {}}}",
            "events: {cart_opened: {properties: {plan: {type: string}}}}",
            id="all-flow",
        ),
        pytest.param(
            "events:\n    cart_opened:\n        owner: a",
            "events:\n    cart_opened:\n        owner: a\n        properties:\n            plan: {type: string}\n",
            id="wide-and-no-newline",
        ),
        pytest.param(
            "events:\r\n  cart_opened:\r\n    owner: a\r\n",
            "events:\r\n  cart_opened:\r\n    owner: a\r\n    properties:\r\n      plan: {type: string}\r\n",
            id="crlf",
        ),
        pytest.param(
            "events:\n  cart_opened:\n    properties:\n  b: {}\n",
            "events:\n  cart_opened:\n    properties:\n      plan: {type: string}\n  b: {}\n",
            id="properties-null",
        ),
    ],
)
def test_a_property_is_added(before: str, after: str) -> None:
    edit = properties_edit(PATH, before.encode(), "cart_opened", {"plan": "string"})
    assert edit is not None
    assert edited(before, (edit,)) == after
    spec, problems = read_spec(after.encode())
    assert problems == () and spec is not None and spec.events["cart_opened"].properties["plan"].type == "string"
    assert properties_edit(PATH, after.encode(), "cart_opened", {"plan": "string"}) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(BLOCK, BLOCK.replace("came from\n", "came from\n    aliases: [cart_seen]\n"), id="new-list"),
        pytest.param(
            "events: {cart_opened: {aliases: [a]}}", "events: {cart_opened: {aliases: [a, cart_seen]}}", id="flow"
        ),
        pytest.param(
            "events: {cart_opened: {aliases: []}}", "events: {cart_opened: {aliases: [cart_seen]}}", id="empty"
        ),
        pytest.param(
            "events:\n  cart_opened:\n    aliases:\n      - a\n",
            "events:\n  cart_opened:\n    aliases:\n      - a\n      - cart_seen\n",
            id="block",
        ),
    ],
)
def test_an_earlier_name_is_added(before: str, after: str) -> None:
    edit = alias_edit(PATH, before.encode(), "cart_opened", "cart_seen")
    assert edit is not None
    assert edited(before, (edit,)) == after
    spec, problems = read_spec(after.encode())
    assert problems == () and spec is not None and "cart_seen" in spec.events["cart_opened"].aliases
    assert alias_edit(PATH, after.encode(), "cart_opened", "cart_seen") is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("events: {other: {}}", id="no-such-event"),
        pytest.param("events: [", id="broken"),
        pytest.param("events: {cart_opened: text}", id="no-mapping"),
        pytest.param("", id="empty"),
        pytest.param(
            "events: {cart_opened: {properties: &a {x: {}}}}\n# é".encode("latin-1").decode("latin-1"), id="anchor"
        ),
    ],
)
def test_what_cannot_be_added_to_is_left_alone(text: str) -> None:
    edit = properties_edit(PATH, text.encode(), "cart_opened", {"plan": None})
    assert edit is None or read_spec(edited(text, (edit,)).encode())[1] == ()
