"""Fit the model of research suggestions to judged pairs, and say how right it is.

`python -m tests.bench.matching FOLDER`, where FOLDER holds checkouts of five public design histories, under the names
of their repositories (see REPOSITORIES). The issues are ours (`issues.txt`, and `fresh.txt`, which was written and
judged after model and threshold were fixed); each pair of an issue and a note was judged by reading both: 1 where
somebody who works on the issue would be glad of the note, else 0. No text of a note is kept here.

Every figure is out of repository: a suggestion is made by a model that has seen no pair of its repository. With
`--semantic` meanings are compared, too; what that suggests and words alone do not was judged in `semantic_judged.json`.
"""

import argparse
import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.matching.fitting import fit, wilson
from waypost.library import Index, Meaning, meaning
from waypost.research.matching import SPOKEN, Gathered, Model, features, suggestions
from waypost.research.note import is_note
from waypost.research.question import question

HERE = Path(__file__).parent
MODELS = HERE.parents[2] / "app/waypost/research"
REPOSITORIES = {
    "prev": "prevention-services-design-history",
    "tra": "tra-digital-design-history",
    "cpd": "teacher-cpd-design-history",
    "tv": "teaching-vacancies-design-history",
    "nhsbsa": "nhsbsa-asc-tfrs-design-history",
}
TODAY = datetime.date(2026, 7, 1)
"""The day on which the pairs were judged."""
NAMES = (
    "relative", "coverage", "title_asked", "titles", "title_told", "rare", "third", "passage", "phrases", "gap", "age",
    "brief",
)  # fmt: skip
MEANT = ("meant", "meant_title")

Judged = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Issue:
    """An issue of ours; `answerable` is what was meant when it was written."""

    repository: str
    key: str
    answerable: bool
    gathered: Gathered

    def rows(self, judged: Judged) -> Iterator[tuple[dict[str, float], int]]:
        """The features and the label of each pair that was judged."""
        for place, candidate in enumerate(self.gathered.candidates):
            label = judged.get(self.key, {}).get(candidate.note.path)
            if label is not None:
                yield features(self.gathered, place, TODAY), label

    def spoken(self, model: Model, threshold: float) -> list[tuple[float, str]]:
        """The suggestions as people would see them: probability and path, the most probable first."""
        found = suggestions(self.gathered, TODAY, threshold, model=model)
        return [(suggestion.probability, suggestion.note.path) for suggestion in found]


@dataclass
class Score:
    """How many suggestions, how many of them right, not judged yet, and on how many issues something was said."""

    suggestions: int = 0
    right: int = 0
    open: int = 0
    answered: int = 0
    answerable: int = 0
    disturbed: int = 0
    unanswerable: int = 0

    def add(self, issue: Issue, spoken: Sequence[tuple[float, str]], judged: Judged) -> None:
        """Count one issue."""
        labels = [judged.get(issue.key, {}).get(path) for _, path in spoken]
        self.open += labels.count(None)
        self.suggestions += sum(label is not None for label in labels)
        self.right += labels.count(1)
        if issue.answerable:
            self.answerable, self.answered = self.answerable + 1, self.answered + bool(spoken)
        else:
            self.unanswerable, self.disturbed = self.unanswerable + 1, self.disturbed + bool(spoken)

    def __str__(self) -> str:
        share, low = self.right / max(1, self.suggestions), wilson(self.right, self.suggestions)
        return (
            f"{self.right} of {self.suggestions} right ({share:.3f}, 95 % from {low:.3f}; {self.open} not judged),"
            f" speaks on {self.answered} of {self.answerable} answerable,"
            f" {self.disturbed} of {self.unanswerable} unanswerable"
        )


def main() -> None:
    """Measure, and with `--write` fit the model that ships to all pairs of `issues.txt`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help="write the model that ships")
    parser.add_argument("--semantic", action="store_true", help="compare meanings, too")
    parser.add_argument("--open", action="store_true", help="list the suggestions that nobody has judged")
    parser.add_argument("--threshold", type=float, default=SPOKEN)
    args = parser.parse_args()
    model_of = meaning() if args.semantic else None
    names = (*NAMES, *MEANT) if args.semantic else NAMES
    indexes = {name: indexed(args.folder / folder) for name, folder in REPOSITORIES.items()}
    if model_of is not None:
        for index in indexes.values():
            index.learn(model_of, index.size)
    fitted, fresh = (list(read(name, indexes, model_of)) for name in ("issues.txt", "fresh.txt"))
    labels, later = judgements("judged.json"), judgements("fresh_judged.json")
    both, first, second = Score(), Score(), Score()
    for repository in REPOSITORIES:
        seen = [row for issue in fitted if issue.repository != repository for row in issue.rows(labels)]
        model = fit(seen, names)
        for issues, judged, score in ((fitted, labels, first), (fresh, later, second)):
            for issue in issues:
                if issue.repository == repository:
                    spoken = issue.spoken(model, args.threshold)
                    score.add(issue, spoken, judged)
                    both.add(issue, spoken, judged)
                    if args.open:
                        told(issue, spoken, judged)
    print(f"threshold {args.threshold}", f"issues.txt: {first}", f"fresh.txt: {second}", f"both: {both}", sep="\n")
    if args.write:
        rows = [row for issue in fitted for row in issue.rows(labels)]
        write(fit(rows, names), MODELS / ("model-semantic.json" if args.semantic else "model.json"))


def judgements(name: str) -> Judged:
    """The judged pairs of a file, and those that were judged when meanings were first compared."""
    found: Judged = json.loads((HERE / name).read_text("utf-8"))
    further: Judged = json.loads((HERE / "semantic_judged.json").read_text("utf-8"))
    return {key: further.get(key, {}) | found.get(key, {}) for key in found | further}


def told(issue: Issue, spoken: Sequence[tuple[float, str]], judged: Judged) -> None:
    """Print what is suggested and not judged."""
    for probability, path in spoken:
        if path not in judged.get(issue.key, {}):
            print(f"{issue.key} {probability:.2f} {path}")


def indexed(folder: Path) -> Index:
    """An index of a checkout's notes."""
    index = Index(None)
    index.update((name, "", text) for name, text in notes_of(folder))
    return index


def notes_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The notes of a checkout: path and content."""
    for path in sorted((folder / "app").rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        if is_note(name):
            yield name, path.read_bytes()


def read(name: str, indexes: dict[str, Index], by: Meaning | None = None) -> Iterator[Issue]:
    """The issues of a file, each with what the index of its repository says."""
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line.partition("|")[0] in indexes:
            repository, number, kind, title, body = line.split("|")
            gathered = indexes[repository].match(question(title, body), by)
            yield Issue(repository, f"{repository}|{number}", kind == "A", gathered)


def write(model: Model, file: Path) -> None:
    """Write the coefficients where the product reads them."""
    told = {
        "intercept": round(model.intercept, 4),
        **{
            name: {key: round(value, 4) for key, value in values.items()}
            for name, values in (("weights", model.weights), ("means", model.means), ("scales", model.scales))
        },
    }
    file.write_text(json.dumps(told, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
