"""Whatever is added to a spec, all else in it stays as it was written, and means what it meant."""

from collections.abc import Callable
from datetime import date

import pytest

from waypost.finding import Edit
from waypost.fixing import edited
from waypost.telemetry.calls import find_calls
from waypost.telemetry.inferring import propose
from waypost.telemetry.sdks import sdks
from waypost.telemetry.shape import Event
from waypost.telemetry.spec import PATH, read_spec, read_specs
from waypost.telemetry.spec_edit import entry_edit
from waypost.telemetry.spec_field import (
    alias_edit,
    properties_edit,
    renaming_edits,
    retired_entry,
    retiring_edit,
    status_edit,
)

TEXTS = {
    "plain": "version: 1\nevents:\n  cart_seen:\n    owner: a\n  cart_paid: {}\n",
    "comments": "# top\nevents: # here\n  # one\n  cart_seen: # a\n    owner: a # b\n    # c\n\n"
    "  cart_paid: {} # d\n  # e\n\n# f\nlegacy: [a, b] # g\n# h\n",
    "no end of line": "events:\n  cart_seen:\n    owner: a\n  cart_paid: {}",
    "CRLF": "events:\r\n  cart_seen:\r\n    owner: a\r\n  cart_paid: {}\r\n",
    "byte order mark": "\ufeffevents:\n  cart_seen:\n    owner: a\n  cart_paid: {}\n",
    "byte order mark, flow": "\ufeffevents: {cart_seen: {owner: a}, cart_paid: {}}\n",
    "flow": "events: {cart_seen: {owner: a, properties: {x: {}}, aliases: [old]}, cart_paid: {}}\n",
    "flow, comma last": "events: {\n  cart_seen: {\n    owner: a, # b\n    aliases: [\n      old,\n"
    "    ],\n  },\n  cart_paid: {},\n}\n",
    "quotes": '"events":\n  \'cart_seen\':\n    \'owner\': "a"\n    "aliases": [\'x\', "y"]\n  "cart_paid": {}\n',
    "shared properties": "events:\n  cart_seen:\n    properties: &p\n      x: {}\n  cart_paid:\n    properties: *p\n",
    "shared event": "events:\n  cart_seen: &s {owner: a}\n  cart_paid: *s\n",
    "Unicode": 'events:\n  cart_seen:\n    owner: 组🚀 # é\n    description: "naïve 😀"\n  cart_paid: {}\n',
    "text that keeps its end": "events:\n  cart_seen: {}\n  cart_paid:\n    description: |+\n      keep\n\n\n"
    "legacy: [a]\n",
    "text at the end": "events:\n  cart_paid: {}\n  cart_seen:\n    description: >-\n      last\n      one\n\n\n",
    "four spaces": "events:\n    cart_seen:\n        aliases:\n            - old # one\n    cart_paid: {}\n",
    "list at the margin": "events:\n  cart_seen:\n    aliases:\n    - old\n  cart_paid: {}\nlegacy:\n- a\n",
    "a document's marks": "%YAML 1.2\n---\nevents:\n  cart_seen:\n    owner: a\n  cart_paid: {}\n...\n",
    "long line": f"events:\n  cart_seen:\n    description: {'word ' * 100}end\n  cart_paid: {{}}\n",
    "question mark": "events:\n  ? cart_seen\n  : owner: a\n  cart_paid: {}\n",
}
Made = Edit | tuple[Edit, ...] | None
EDITS: dict[str, Callable[[bytes], Made]] = {
    "an event": lambda text: entry_edit(text, "weird: 日本", _Sends()),
    "properties": lambda text: properties_edit(PATH, text, "cart_seen", {"z": "string", "no": None}),
    "properties of the last": lambda text: properties_edit(PATH, text, "cart_paid", {"z": "string"}),
    "an earlier name": lambda text: alias_edit(PATH, text, "cart_seen", "older: name"),
    "another name": lambda text: renaming_edits(PATH, text, "cart_seen", "cart: viewed"),
    "a status": lambda text: status_edit(PATH, text, "cart_paid", "removed"),
    "a replacement": lambda text: retiring_edit(PATH, text, "cart_seen", "cart_paid", date(2026, 1, 1)),
    "a retired event": lambda text: retired_entry(PATH, text, "cart_gone", "cart_seen"),
}


class _Sends:
    properties: tuple[tuple[str, str | None], ...] = (("plan", "string"), ("a b", None))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("make", EDITS.values(), ids=EDITS)
def test_all_else_stays(text: str, make: Callable[[bytes], Made]) -> None:
    before, _ = read_spec(text.encode())
    made = make(text.encode())
    edits = made if isinstance(made, tuple) else tuple(filter(None, [made]))
    result = edited(text.encode(), edits)
    after, problems = read_spec(result)
    assert before is not None and after is not None and problems == ()
    assert {name: _but(event, after.events.get(name)) for name, event in before.events.items()} == before.events
    assert after.legacy == before.legacy
    assert sum(after.events.get(name) != event for name, event in before.events.items()) <= 1
    assert len(after.events) >= len(before.events)
    if not any(edit.span.column < edit.span.end_column for edit in edits):
        assert _is_within(text, result.decode())
    assert ("\r\n" not in text) or result.count(b"\n") == result.count(b"\r\n")
    assert not make(result), "a second time there is nothing to do"


def _but(event: Event, now: Event | None) -> Event:
    """The event itself where nothing of it was lost, and only one of them has changed."""
    if now is None or now == event:
        return event
    kept = all(now.properties.get(name) == prop for name, prop in event.properties.items())
    assert kept and (now.owner, now.description) == (event.owner, event.description)
    assert now.aliases[: len(event.aliases)] == event.aliases
    return event


def _is_within(text: str, longer: str) -> bool:
    """Whether all characters of a text are still there in their order."""
    characters = iter(longer)
    return all(character in characters for character in text)


@pytest.mark.parametrize("text", ["shared properties", "shared event"])
def test_nothing_is_written_to_what_two_events_share(text: str) -> None:
    assert properties_edit(PATH, TEXTS[text].encode(), "cart_seen", {"z": None}) is None


CALLS = "".join(
    f"posthog.capture('{name}', {{plan: 'x'}});\n"
    for name in [
        "cart_seen",
        "cart_paid",
        "order_made",
        "order_sent",
        "menu_opened",
        "page_viewed",
        "user_added",
        "item_removed",
        "Odd",
    ]
)
LEGACY = {
    "a list": "events:\n  cart_seen: {}\nlegacy:\n  - Odd # why\n  - Gone # x\n  # about\n  - Gone2\n",
    "in brackets": "legacy: [Gone, Odd, 'Gone2'] # why\nevents: {cart_seen: {}}\n",
    "all of it gone": "legacy:\n  - Gone\n# end\nevents:\n  cart_seen: {}",
}


@pytest.mark.parametrize("text", [*TEXTS.values(), *LEGACY.values()], ids=[*TEXTS, *LEGACY])
def test_what_the_code_makes_is_added_once_and_all_else_stays(text: str) -> None:
    sites = find_calls("a.ts", CALLS.encode(), sdks())
    files = {PATH: text.encode()}
    after = {**files, **propose(sites, files).files}
    before, (spec, problems) = read_specs(files)[0], read_specs(after)
    assert before is not None and spec is not None and problems == ()
    assert {name: _but(event, spec.events.get(name)) for name, event in before.events.items()} == before.events
    assert set(spec.legacy) <= {*before.legacy, "Odd"}
    assert propose(sites, after).files == {}
