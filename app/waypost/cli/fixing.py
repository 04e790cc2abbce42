"""Apply the fixes of findings to a working tree: each as a whole or not at all."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from waypost.checkout.worktree import Worktree
from waypost.finding import Finding
from waypost.fixing import UnfitError, edited, planned, seen, unchanged
from waypost.frozen import dataclass
from waypost.handbook import limit

__all__ = ["Report", "apply", "edited", "seen"]


@dataclass(frozen=True, slots=True)
class Report:
    """What was done, a line each: the files that were fixed, and the fixes that were left alone, with the reason."""

    fixed: tuple[str, ...]
    left: tuple[str, ...]


def apply(root: Path, findings: Iterable[Finding], seen: Mapping[str, bytes], choice: str = "") -> Report:
    """Write the fixes of `findings`, or those of a choice, into the files below `root` that still are as `seen`."""
    tree = Worktree(root)
    fixes = filter(None, (finding.settled_by(choice) for finding in findings))
    plans = planned(fixes, lambda path: _current(tree, path, seen.get(path)))
    counts: dict[str, int] = {}
    refused: list[str] = []
    for path, plan in plans.files.items():
        try:
            tree.write(path, plan.result)
            counts[path] = len(plan.edits)
        except OSError as error:
            refused.append(f"{path} cannot be written: {error.strerror}")
    fixed = tuple(f"{path} ({'1 edit' if n == 1 else f'{n} edits'})" for path, n in counts.items())
    return Report(fixed, (*plans.left, *refused))


def _current(tree: Worktree, path: str, seen: bytes | None) -> bytes | None:
    content = tree.read(path, limit(path)) if tree.holds(path) else 0
    if not isinstance(content, bytes | None):
        raise UnfitError(f"{path} is not a plain file in the repository")
    return unchanged(path, content, seen)
