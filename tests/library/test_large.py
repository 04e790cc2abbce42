"""The search over very many notes: it answers as SQLite does, and is made anew whenever it is not as it should be."""

import random
import shutil
from pathlib import Path

import pytest

from tests.bench.search import made_up, sentence
from waypost.library import Index, discard, large
from waypost.library.large import Large, LargeLost
from waypost.research.question import Question, question

pytest.importorskip("tantivy")
NOTES = 300


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "FROM", 100)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chance, file = random.Random(1), tmp_path_factory.mktemp("shelf") / "notes.sqlite3"
    index = Index(file)
    index.update((f"research/{number}.md", "1", made_up(chance)) for number in range(NOTES))
    index.close()
    return file


@pytest.fixture
def file(shelf: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(shelf, tmp_path / "notes.sqlite3"))


def asked(seed: int) -> Question:
    chance = random.Random(seed)
    return question(sentence(chance, 8), " ".join(sentence(chance, 15) for _ in range(3)))


def found(index: Index, seed: int) -> list[str]:
    return [one.note.path for one in index.match(asked(seed)).candidates[:5]]


def folder(file: Path) -> Path:
    return file.with_name(f"{file.name}-search")


def test_it_finds_what_sqlite_finds_with_like_scores(file: Path) -> None:
    index = Index(file)
    before = [index.match(asked(seed)) for seed in range(40)]
    assert index.prepare() == "it was not there"
    after = [index.match(asked(seed)) for seed in range(40)]
    for one, other in zip(before, after, strict=True):
        relative = {it.note.path: it.score / other.candidates[0].score for it in other.candidates}
        for it in one.candidates[:3]:
            assert relative.get(it.note.path, 0) == pytest.approx(it.score / one.candidates[0].score, abs=0.12)


def test_a_changed_note_is_taken_in_alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(file)
    index.prepare()
    taken: list[int] = []
    update = Large.update

    def counted(self: Large, gone: list[int], texts: object, stamp: str) -> None:
        kept = list(texts)  # type: ignore[call-overload]
        taken.append(len(kept))
        update(self, gone, kept, stamp)

    monkeypatch.setattr(Large, "update", counted)
    zebras = question("Zebra crossings in the morning", "Zebras cross roads slowly.")
    index.update([("research/7.md", "2", b"# Zebra crossings\n\nZebras cross roads slowly in the morning.")])
    assert [one.note.path for one in index.match(zebras).candidates] == ["research/7.md"]
    index.update((), gone=["research/7.md"])
    assert index.match(zebras).candidates == ()
    assert (index.prepare(), taken) == ("", [1, 0])
    index.close()
    again = Index(file)
    assert again.prepare() == "", "it is used again after a restart"


@pytest.mark.parametrize("damage", ["bytes", "gone", "no stand", "other state", "half written"])
def test_a_damaged_search_is_made_anew(file: Path, damage: str) -> None:
    index = Index(file)
    index.prepare()
    right = [found(index, seed) for seed in range(5)]
    index.close()
    largest = max(folder(file).iterdir(), key=lambda one: one.stat().st_size)
    if damage == "bytes":
        content = bytearray(largest.read_bytes())
        content[100:140] = b"\xff" * 40
        largest.write_bytes(bytes(content))
    elif damage == "gone":
        largest.unlink()
    elif damage == "half written":
        (folder(file) / "meta.json").write_text("{")
    elif damage == "no stand":
        (folder(file) / large.STAND).unlink()
    else:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(large, "FROM", 10**6)
            other = Index(file)
            other.update([("research/new.md", "1", b"# Zebra crossings\n\nSlow.")], gone=["research/new.md"])
            other.update((), gone=["research/new.md"])
            other.close()
    again = Index(file)
    assert again.prepare() in ("it was damaged", "it was of another state of the notes")
    assert [found(again, seed) for seed in range(5)] == right


def test_where_the_search_fails_sqlite_answers(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(file)
    by_sqlite = found(index, 3)
    index.prepare()

    def lost(*_: object) -> None:
        raise LargeLost("gone")

    with monkeypatch.context() as patch:
        patch.setattr(Large, "best", lost)
        assert found(index, 3) == by_sqlite
    with monkeypatch.context() as patch:
        patch.setattr(Large, "update", lost)
        index.prepare()
        index.update([("research/new.md", "1", b"# Zebra crossings\n\nZebras cross slowly.")])
    zebras = question("Zebra crossings slowly", "")
    assert [one.note.path for one in index.match(zebras).candidates] == ["research/new.md"]
    assert index.prepare() == "it was of another state of the notes"
    assert [one.note.path for one in index.match(zebras).candidates] == ["research/new.md"]


def test_few_notes_and_a_missing_extra_are_left_to_sqlite(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "FROM", NOTES)
    assert Index(file).prepare() == ""
    monkeypatch.setattr(large, "FROM", 100)
    monkeypatch.setattr(large, "installed", lambda: False)
    assert Index(file).prepare() == ""
    assert not folder(file).exists()


def test_it_goes_with_its_index(file: Path) -> None:
    index = Index(file)
    index.prepare()
    index.close()
    assert folder(file).is_dir()
    discard(file)
    assert list(file.parent.iterdir()) == []
