"""Pages that are written into a folder of their own."""

from pathlib import Path

from waypost.cli.problem import UsageProblem


def write_page(folder: Path, text: str) -> Path:
    """Write `index.html` in `folder`, which is made where it is missing. Raises UsageProblem."""
    target = folder / "index.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", errors="replace")
    except OSError as error:
        raise UsageProblem(f"{target} cannot be written: {error.strerror}.") from error
    return target
