"""Research notes that a change touches, and what there is to say of them."""

from collections.abc import Iterator

from waypost.change import Change, ChangedFile
from waypost.checks.misspelt import corrected
from waypost.finding import Finding, Span
from waypost.handbook import Handbook
from waypost.research.note import Note, is_note, read_notes
from waypost.research.review import Kind, Remark, review


def remarks(change: Change, handbook: Handbook, kind: Kind) -> Iterator[Finding]:
    """What there is to say of one kind: of new notes all of it, of changed ones what their new lines bring.

    That consent has ended is said whenever a note is touched.
    """
    touched = [file for file in change.files if file.text is not None and is_note(file.path, handbook.settings.notes)]
    if not touched or (kind is Kind.DANGLING and not handbook.notes_known):
        return
    read = {file.path: read_notes(((file.path, file.text or b""),))[0] for file in touched}
    others = _others(change, handbook, [note for found in read.values() for note in found])
    for file in touched:
        text = (file.text or b"").decode("utf-8-sig", "replace")
        for note in read[file.path]:
            for remark in review(note, text, others, handbook.today):
                if remark.kind is kind and (kind is Kind.OVER or _new(file, remark)):
                    span = Span(remark.line, remark.column, remark.line, remark.end_column)
                    fix = corrected(file.path, file.text or b"", remark.line, remark.given, remark.meant)
                    yield Finding(kind, file.path, span, remark.message, fix)


def _new(file: ChangedFile, remark: Remark) -> bool:
    return file.status == "added" or remark.line in file.added


def _others(change: Change, handbook: Handbook, touched: list[Note]) -> dict[str, Note]:
    """All notes as the change leaves them, by id and by path."""
    gone = {path for file in change.files for path in (file.path, file.previous_path) if path}
    kept = (note for note in handbook.notes if note.path not in gone)
    return {key: note for note in (*kept, *touched) for key in (note.id, note.path)}
