"""What `waypost research backlinks` and `catalogue` do: find the notes in an export, show where each was used."""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from waypost.checkout.standing import full_name
from waypost.cli import remembered
from waypost.cli.notebook import Notebook, shown, today
from waypost.cli.pages import write_page
from waypost.cli.problem import UsageProblem
from waypost.output.text import plain
from waypost.rendering import link
from waypost.rendering.pages import page
from waypost.research import usage
from waypost.research.catalogue import catalogue
from waypost.research.links import Shelf
from waypost.research.note import Note
from waypost.research.usage import Use

MAX_EXPORT = 200_000_000
HOME = re.compile(r"https?://[^/\s]+/([\w.-]+/[\w.-]+)/(?:issues|pull)/\d+")
"""The address of an issue or pull request, with the repository that it is in."""


def backlinks(args: argparse.Namespace) -> int:
    """Print where notes were used, or which were not. Raises UsageProblem."""
    book = shown(args)
    used, _ = _used(book, args)
    if args.unused:
        _show_unused(usage.unused(book.notes, used, today()), args.format)
    else:
        _show(_chosen(book, args.notes), used, args.format, everything=bool(args.notes))
    return 0


def publish(args: argparse.Namespace) -> int:
    """Write the page of a repository's notes. Raises UsageProblem."""
    book = shown(args)
    used, asked = _used(book, args)
    title = book.root.resolve().name if args.title is None else args.title
    variables = catalogue(book.notes, used, today(), asked=asked)
    target = write_page(args.out, page("notes.html.j2", {**variables, "title": title}))
    print(plain(f"{target}: {len(book.notes)} notes, {len(used)} of them used"))
    if book.problems:
        print("Some notes cannot be read: `waypost research check` says why.", file=sys.stderr)
    return 0


def _used(book: Notebook, args: argparse.Namespace) -> tuple[dict[str, tuple[Use, ...]], bool]:
    """The uses of each note, and whether issues and pull requests were looked at for them."""
    own: str = args.name or full_name(args.repo)
    chosen = book.settings.research.repository
    home = chosen if isinstance(chosen, str) and not book.missing else own
    told = remembered.uses(args.data, home, own)
    exported = [use for given in args.uses for use in _exported(given, own)]
    shelf = Shelf(home, book.settings.notes)
    return usage.backlinks(book.notes, (*exported, *(told or ())), shelf), bool(args.uses) or told is not None


def _chosen(book: Notebook, names: list[str]) -> tuple[Note, ...]:
    if not names:
        return book.notes
    known = book.by_name
    if missing := [name for name in names if name not in known]:
        raise UsageProblem(f"There is no note {missing[0]}. `waypost research check` reads them all.")
    return tuple(known[name] for name in names)


def _exported(given: str, own: str) -> Iterator[Use]:
    try:
        text = Path(given).read_text("utf-8", "replace")[:MAX_EXPORT]
        rows = json.loads(text)
    except OSError as error:
        raise UsageProblem(f"{given} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise UsageProblem(f"{given} is not JSON: {error}. `gh issue list --json …` prints it.") from error
    if not isinstance(rows, list):
        raise UsageProblem(f"{given} is not a list of issues. `gh issue list --json number,title,body,…` prints one.")
    yield from (_use(row, own) for row in rows if isinstance(row, dict))


def _use(row: Mapping[str, Any], own: str) -> Use:
    try:
        day = date.fromisoformat(str(row.get("createdAt") or row.get("created_at"))[:10])
    except ValueError:
        day = None
    url = str(row.get("url") or row.get("html_url") or "")
    found = HOME.match(url)
    outside = found[1] if found and found[1].lower() != own.lower() else ""
    return Use(f"{outside}#{row.get('number', '?')}", str(row.get("title") or ""), url, day, str(row.get("body") or ""))


def _show(notes: tuple[Note, ...], used: Mapping[str, tuple[Use, ...]], form: str, everything: bool) -> None:
    shown = [note for note in notes if everything or note.path in used]
    if form == "json":
        _json({note.path: [_entry(use) for use in used.get(note.path, ())] for note in shown})
        return
    if not shown:
        print(
            "No note is used anywhere that is known here. Issues come with `--uses FILE` or `--data DIR`.",
            file=sys.stderr,
        )
    for note in shown:
        print(f"**{note.title}**" if form == "markdown" else plain(f"{note.path} ({note.title})"))
        for use in used.get(note.path, ()):
            print(_row(use, form))
        if note.path not in used:
            print("- used nowhere" if form == "markdown" else "    used nowhere")


def _show_unused(found: Mapping[str, tuple[Note, ...]], form: str) -> None:
    if form == "json":
        _json({author: [note.path for note in notes] for author, notes in found.items()})
        return
    for author, notes in found.items():
        print(plain(author or "(no author)"))
        for note in notes:
            print(plain(f"{'- ' if form == 'markdown' else '    '}{note.path} ({note.title}, {note.date})"))


def _row(use: Use, form: str) -> str:
    day = f", {use.day}" if use.day else ""
    if form == "markdown":
        return f"- {link(f'{use.place} {use.title}', use.url)}{day}"
    return plain(f"    {use.place} {use.title}{day}{' ' + use.url if use.url else ''}")


def _entry(use: Use) -> dict[str, object]:
    return {"place": use.place, "title": use.title, "url": use.url, "day": use.day.isoformat() if use.day else None}


def _json(value: object) -> None:
    json.dump(value, sys.stdout, indent=1, ensure_ascii=False)
    print()
