"""How well notes are ranked, as nDCG@10: `python -m tests.bench.matching.ranking FOLDER [--semantic]`.

Each note of the design histories that links others of its own is a question, of its title and description; what it
links is what should be found. Authors link little of what would help, so the figure is for comparing, not for itself.
"""

import argparse
import math
import re
from collections.abc import Iterator
from pathlib import Path

from tests.bench.matching.__main__ import REPOSITORIES, TODAY, indexed, notes_of
from waypost.library import Index, Meaning, meaning
from waypost.research.matching import judged
from waypost.research.note import Note, read_notes
from waypost.research.question import question

LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")


def main() -> None:
    """Print the mean over all questions, in the index's own order and in that of the probabilities."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--semantic", action="store_true", help="compare meanings, too")
    args = parser.parse_args()
    by = meaning() if args.semantic else None
    found = [pair for folder in REPOSITORIES.values() for pair in gains(args.folder / folder, by)]
    mean = [sum(side) / len(found) for side in zip(*found, strict=True)]
    print(f"{len(found)} questions; nDCG@10 by the index {mean[0]:.3f}, by probability {mean[1]:.3f}")


def gains(folder: Path, by: Meaning | None) -> Iterator[tuple[float, float]]:
    """The nDCG@10 of each question that a repository's notes are."""
    index = indexed(folder)
    if by is not None:
        index.learn(by, index.size)
    for note, linked in questions(folder):
        yield ranked(index, by, note, linked)


def questions(folder: Path) -> Iterator[tuple[Note, set[str]]]:
    """Notes that link others, and the paths of those."""
    notes, _ = read_notes(tuple(notes_of(folder)))
    by_address = {address(note.path): note.path for note in notes}
    for note in notes:
        asked = {by_address.get(address(link)) for link in LINK.findall(note.body)}
        linked = {path for path in asked if path and path != note.path}
        if linked:
            yield note, linked


def address(path: str) -> str:
    """What a path and a link to the page it becomes have in common: its last part that names it, without the date."""
    name = path.rstrip("/").removesuffix("/index.md").removesuffix(".md").rpartition("/")[2]
    return re.sub(r"^\d{4}-\d\d-\d\d-", "", name)


def ranked(index: Index, by: Meaning | None, note: Note, linked: set[str]) -> tuple[float, float]:
    """How well the linked notes are ranked for what one note says, by the index and by probability."""
    gathered = index.match(question(note.title, note.front.description or ""), by)
    ordered = [candidate.note.path for candidate in gathered.candidates]
    rated = sorted(judged(gathered, TODAY), key=lambda one: -one.probability)
    return gain(ordered, note, linked), gain([one.note.path for one in rated], note, linked)


def gain(ordered: list[str], note: Note, linked: set[str]) -> float:
    """The nDCG@10 of an order, the asking note left out."""
    paths = [path for path in ordered if path != note.path][:10]
    found = sum(1 / math.log2(place + 2) for place, path in enumerate(paths) if path in linked)
    return found / sum(1 / math.log2(place + 2) for place in range(min(10, len(linked))))


if __name__ == "__main__":
    main()
