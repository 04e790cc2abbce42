"""Changes and handbooks out of a few lines of text."""

import datetime
from collections.abc import Mapping

from waypost import checks
from waypost.change import Change, ChangedFile, delta
from waypost.finding import Edit, Finding
from waypost.handbook import Handbook, build

TODAY = datetime.date(2026, 7, 1)


def handbook(spec: str | None = None, settings: str | None = None, others: Mapping[str, str] | None = None) -> Handbook:
    """What a repository with this spec, these settings and other files says about itself."""
    files = {"telemetry/spec.yml": spec, ".github/waypost.yml": settings, **(others or {})}
    return build({path: text.encode() for path, text in files.items() if text is not None}, today=TODAY)


def added(files: Mapping[str, str], unread: str | None = None) -> Change:
    """A change that adds whole files; lines that end in `// old` or `# old` were there before."""
    changed = [_file(path, text) for path, text in files.items()]
    if unread is not None:
        changed.append(ChangedFile(unread, "modified", None, frozenset(), unread="too large"))
    return Change("a" * 40, "b" * 40, tuple(changed))


def _file(path: str, text: str) -> ChangedFile:
    lines = text.split("\n")
    new = frozenset(number for number, line in enumerate(lines, 1) if not line.endswith((" // old", " # old")))
    return ChangedFile(path, "modified", text.encode(), new)


def patched(files: Mapping[str, str]) -> Change:
    """A change out of patches: lines begin with `+`, `-` or a space."""
    return Change("a" * 40, "b" * 40, tuple(_patched(path, patch) for path, patch in files.items()))


def _patched(path: str, patch: str) -> ChangedFile:
    rows = patch.rstrip("\n").split("\n")
    text = "".join(f"{row[1:]}\n" for row in rows if not row.startswith("-"))
    done = delta("@@ -1 +1,9 @@\n" + "\n".join(rows))
    return ChangedFile(path, "modified", text.encode(), done.added, None, None, done.removed, done.removed_before)


def before(patch: str) -> str:
    """The text that a patch starts from."""
    return "".join(f"{row[1:]}\n" for row in patch.rstrip("\n").split("\n") if not row.startswith("+"))


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    """`text` with edits applied, from its end to its start."""
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    for edit in sorted(edits, reverse=True):
        start = starts[edit.span.line - 1] + edit.span.column - 1
        end = starts[edit.span.end_line - 1] + edit.span.end_column - 1
        text = text[:start] + edit.text + text[end:]
    return text


def fixed(finding: Finding, files: Mapping[str, str]) -> dict[str, str]:
    """The files after a finding's fix."""
    assert finding.fix is not None
    return {
        path: edited(text, tuple(edit for edit in finding.fix.edits if edit.path == path))
        for path, text in files.items()
    }


def told(check: str, files: Mapping[str, str], book: Handbook | None = None) -> tuple[Finding, ...]:
    """What one check finds in a change that adds these files."""
    findings = checks.run(added(files), book or handbook()).findings
    return tuple(finding for finding in findings if finding.check == check)


def settles(finding: Finding, files: Mapping[str, str], book: Handbook | None = None) -> dict[str, str]:
    """The files after a finding's fix, which leaves nothing to find for its check: a second time changes nothing."""
    after = fixed(finding, files)
    assert [again for again in told(finding.check, after, book) if again.message == finding.message] == []
    return after
