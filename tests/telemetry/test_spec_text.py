"""Large specs: what is read once is not read again, however much is asked of it."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from waypost import checks, handbook
from waypost.change import Change, ChangedFile
from waypost.document import MAX_BYTES, nodes, tree
from waypost.telemetry import spec_text
from waypost.telemetry.spec import PATH, home, place
from waypost.telemetry.spec_edit import entry_edit

PART = 3_000


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The lengths of the texts that were composed."""
    seen: list[int] = []

    def compose(text: str) -> nodes.Node | None:
        seen.append(len(text))
        return nodes.compose(text)

    monkeypatch.setattr(tree, "compose", compose)
    spec_text.forget()
    yield seen
    spec_text.forget()


def _spec(events: int) -> bytes:
    entries = "".join(f"  cart_{number}_opened:\n    properties:\n      plan: {{}}\n" for number in range(events))
    return f"version: 1\nevents:\n{entries}".encode()


def _calls(number: int) -> bytes:
    known = "".join(f'posthog.capture("cart_{n}_opened", {{ plan: 1, extra_{n}: 2 }});\n' for n in range(number))
    return f"{known}{known.replace('cart', 'shop')}".encode()


def test_a_large_spec_is_composed_once_for_all_checks(composed: list[int]) -> None:
    text, code = _spec(2_000), _calls(40)
    book = handbook.build({PATH: text})
    change = Change("a" * 40, "b" * 40, (ChangedFile("a.ts", "added", code, frozenset(range(1, 81))),))
    found = checks.run(change, book).findings
    assert sorted({finding.check for finding in found if finding.fix}) == ["event-not-in-spec", "property-off-spec"]
    assert composed == [len(text)]


def test_the_files_of_a_folder_are_composed_once_each(composed: list[int]) -> None:
    files = {f"telemetry/spec/{name}.yml": _spec(PART).replace(b"cart", name.encode()) for name in ("a", "b", "c")}
    assert handbook.build(files).spec is not None
    for number in range(20):
        assert home(files, f"b_new_{number}") == "telemetry/spec/b.yml"
        assert place(files, f"c_{number}_opened") is not None
        assert entry_edit(files["telemetry/spec/a.yml"], f"a_new_{number}", SimpleNamespace(properties=())) is not None
    assert len(composed) == len(files)


def test_what_is_kept_is_bounded(composed: list[int]) -> None:
    many = [f"a: {letter * (MAX_BYTES // 3)}" for letter in "abcd"]
    for text in many:
        tree.composed(text)
    tree.composed(many[-1])
    assert len(composed) == 4
    tree.composed(many[0])
    assert len(composed) == 5
    spec_text.forget()
    tree.composed(many[0])
    assert len(composed) == 6


def test_many_events_fit() -> None:
    entries = "".join(f"  e{number}: {{owner: a, properties: {{a: {{type: string}}}}}}\n" for number in range(50_000))
    book = handbook.build({PATH: f"events:\n{entries}".encode()})
    assert book.problems == ()
    assert book.spec is not None
    assert len(book.spec.events) == 50_000
