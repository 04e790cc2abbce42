"""The spec is read as far as it can be, and says where and how its faults are mended."""

import datetime
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.finding import Span
from waypost.telemetry.casing import Case
from waypost.telemetry.naming import Convention
from waypost.telemetry.slots import Slot
from waypost.telemetry.spec import home, place, read_spec, read_specs

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


def test_one_name_that_cannot_be_leaves_the_others() -> None:
    spec, problems = read_spec(
        f"events: {{'': {{}}, {'x' * 501}: {{}}, cart_seen: {{properties: {{'': {{}}}}}}}}".encode()
    )
    assert spec is not None
    assert (list(spec.events), spec.events["cart_seen"].properties) == (["cart_seen"], {})
    assert [problem.message.rpartition("`")[2] for problem in problems] == [
        "This name is empty. Write one, or take the line out.",
        " has 501 characters. Write up to 500.",
        "This name is empty. Write one, or take the line out.",
    ]


@pytest.mark.parametrize("name", ["1", "01", "+1", "00", "-1", "2024"])
def test_a_name_may_be_a_number(name: str) -> None:
    spec, problems = read_spec(f"events:\n  a_b: {{}}\n  {name}: []\n  '1{name}': {{}}\n".encode())
    assert spec is not None
    assert list(spec.events) == ["a_b", f"1{name}"]
    assert [problem.span for problem in problems] == [Span(3, 3, 3, 3 + len(name))]


@pytest.mark.parametrize("text", [b"version: 1.0", b"convention: {max_length: 40.0}"])
def test_a_whole_number_may_be_written_with_a_point(text: bytes) -> None:
    assert read_spec(text)[1] == ()


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
            "1:14: `object_action` is no template. Write slots in braces: `{object}_{action}`, ",
            id="no-slots",
        ),
        pytest.param("version: '1'", '1:1: `"1"` is not possible here. Write `1`, without quotes.', id="quoted"),
        pytest.param(
            "events: {a: {properties: {p: {required: 'true'}}}}",
            '1:31: `"true"` does not fit here. Write `true` or `false`, without quotes.',
            id="quoted-true",
        ),
        pytest.param(
            "events: {a: {properties: {p: {type: [integer, null]}}}}",
            '1:31: `null` means nothing here. Write `"null"`, with quotes.',
            id="null-without-quotes",
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


EVENT = b"""\
events:
  cart_viewed:
    status: deprecated
    since: 2026-03-01
    replacement: cart_opened
  cart_opened:
    sources: [web, ios]
    aliases: [basket_opened, cart_viewed]
    properties:
      items: {type: [integer, "null"], unit: items, enum: [1, 2, null]}
      mail: {type: string, sensitivity: personal}
legacy: [OldThing]
"""


def test_events_tell_their_status_lineage_and_properties() -> None:
    spec, problems = read_spec(EVENT)
    assert problems == ()
    assert spec is not None
    assert spec.events["cart_viewed"].since == datetime.date(2026, 3, 1)
    assert not spec.events["cart_viewed"].active
    assert spec.known == {"cart_viewed", "cart_opened", "OldThing"}
    assert [spec.lineage.today(name) for name in ("basket_opened", "cart_viewed", "cart_opened")] == [
        "cart_opened",
        "cart_opened",
        None,
    ]
    items, mail = spec.events["cart_opened"].properties.values()
    assert [items.accepts(kind) for kind in ("integer", "null", "string")] == [True, True, False]
    assert mail.sensitivity == "personal"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "events:\n  a: {aliases: [b]}\n  b: {aliases: [a]}",
            "2:17: These names go round in a circle: `a` → `b` → `a`. Take one of them out.",
            id="alias-cycle",
        ),
        pytest.param("events:\n  a: {aliases: [a]}", "2:17: `a` is its own earlier name. Take it out.", id="of-self"),
        pytest.param(
            "events:\n  a: {status: removed, replacement: b}\n  b: {status: removed, replacement: a}",
            "3:24: These names go round in a circle: `a` → `b` → `a`. Take one of them out.",
            id="replacement-cycle",
        ),
        pytest.param(
            "events:\n  a: {aliases: [c]}\n  b: {aliases: [c]}",
            "3:17: `c` is an earlier name of `a` already. Keep one of them.",
            id="alias-of-two",
        ),
        pytest.param("events:\n  a: {aliases: [b]}\n  b: {}", "2:17: `b` is an active event.", id="alias-is-active"),
        pytest.param(
            "events:\n  a: {replacement: b}\n  b: {}",
            "2:7: `a` is active. Add `status: deprecated`",
            id="active",
        ),
        pytest.param(
            "events:\n  a: {status: deprecated, replacement: b}",
            "2:27: There is no event `b` to send",
            id="by-none",
        ),
        pytest.param(
            "events:\n  a: {properties: {b: {type: integer, enum: [1, x]}}}",
            '2:39: `"x"` is not of type integer.',
            id="enum-of-another-type",
        ),
        pytest.param(
            "events:\n  a: {properties: {b: {type: strng}}}",
            "2:24: `strng` is not possible here. Write one of `any`, `array`, `boolean`, `integer`, `null`, `number`, "
            "`object`, `string`. Did you mean `string`?",
            id="type-misspelt",
        ),
        pytest.param(
            "events:\n  a: {status: deprecated, replacement: b}\n  c: {aliases: [b]}",
            "2:27: Write `c`: `b` is an earlier name of it.",
            id="replaced-by-an-earlier-name",
        ),
        pytest.param(
            "events:\n  a: {properties: {b: {type: [string, nul]}}}",
            "2:24: `nul` is not possible here. Write one of `any`, `array`, `boolean`, `integer`, `null`, `number`, "
            "`object`, `string`. Did you mean `null`?",
            id="one-of-the-types-misspelt",
        ),
        pytest.param(
            "events:\n  a: {since: soon}", "2:7: `soon` does not fit here. Write a day like `2024-05-31`.", id="no-day"
        ),
    ],
)
def test_faults_of_events_are_told_with_place_and_mend(text: str, problem: str) -> None:
    spec, (first, *_) = read_spec(text.encode())
    assert str(first).startswith(f"telemetry/spec.yml:{problem}")
    assert spec is not None
    assert spec.names
    assert not list(spec.lineage.faults())


def test_a_spec_may_be_a_folder_of_files() -> None:
    files = {
        "telemetry/spec.yml": b"convention: {case: snake_case}\nevents:\n  a: {}\n",
        "telemetry/spec/shop.yml": b"events:\n  b: {aliases: [old]}\n  a: {}\n",
        "telemetry/spec/more.yaml": b"convention: {case: camelCase}\nevents:\n  c: {aliases: [old]}\n  d: {}",
        "telemetry/spec/README.md": b"[",
        "telemetry/spec/deep/x.yml": b"[",
    }
    spec, problems = read_specs(files)
    assert spec is not None
    assert spec.convention.case is Case.SNAKE
    assert spec.names == {"a", "b", "c", "d"}
    assert list(map(str, problems)) == [
        "telemetry/spec/more.yaml:1:1: There is a convention in `telemetry/spec.yml`, too. Keep one of them.",
        "telemetry/spec/shop.yml:2:17: `old` is an earlier name of `c` already. Keep one of them.",
        "telemetry/spec/shop.yml:3:3: `a` is in `telemetry/spec.yml`, too. Keep one of them.",
    ]
    assert place(files, "b") == ("telemetry/spec/shop.yml", Span(2, 3, 2, 4))
    assert place(files, "z") is None


def test_a_new_event_is_at_home_among_its_kin() -> None:
    files = {
        "telemetry/spec/cart.yml": b"events: {cart_opened: {}, cart_closed: {}}",
        "telemetry/spec/order.yml": b"events: {order_paid: {}}",
    }
    assert [home(files, name) for name in ("order_sent", "cart_left", "else_where")] == [
        "telemetry/spec/order.yml",
        "telemetry/spec/cart.yml",
        "telemetry/spec/cart.yml",
    ]
    assert home({}, "a") == "telemetry/spec.yml"


NAMES = st.sampled_from("abcdef")


@given(
    st.dictionaries(
        NAMES,
        st.tuples(st.lists(NAMES, max_size=3), NAMES | st.none(), st.sampled_from(["active", "removed"])),
        min_size=1,
    )
)
def test_whatever_the_lineage_what_is_kept_of_it_has_no_fault(
    events: dict[str, tuple[list[str], str | None, bool]],
) -> None:
    raw = {
        name: {"aliases": aliases, "status": "active" if active else "removed"}
        | ({"replacement": after} if after else {})
        for name, (aliases, after, active) in events.items()
    }
    spec, _ = read_spec(msgspec.json.encode({"events": raw}))
    assert spec is not None
    for name in "abcdef":
        assert spec.lineage.today(name) != name


@given(st.binary() | st.text().map(str.encode))
def test_no_text_makes_the_reader_raise(text: bytes) -> None:
    spec, problems = read_spec(text)
    assert spec is not None or problems


def test_fifty_thousand_events_are_read() -> None:
    text = "events:\n" + "".join(f"  thing{number}_opened: {{}}\n" for number in range(50_000))
    spec, problems = read_spec(text.encode())
    assert problems == ()
    assert spec is not None
    assert len(spec.events) == 50_000


def test_the_examples_in_the_documentation_are_specs_without_faults() -> None:
    text = (Path(__file__).parents[2] / "docs/spec.md").read_text("utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        spec, problems = read_spec(example.encode())
        assert problems == ()
        assert spec is not None
        assert spec.naming or spec.events
