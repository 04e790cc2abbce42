"""An event was renamed, and its old name is gone without a word.

**The flaw.** The change takes a name out of a line and puts another one there, perhaps with the constant that holds it,
and nothing sends the old name any more in the files it touches. In the spec, the new event does not say what it was
called before.

**Why it matters.** Reports that read the old name get nothing from the day this ships, and nobody is told. Apps that
are installed go on sending it for years.

**How to settle it.** Keep the old name as one of the new event's `aliases` in the spec, so that whoever looks for it
finds what came after. Or send both names until the reports have gone over: where the call is a statement of its own,
`waypost check --fix dual-send` (or the comment `/waypost apply dual-send`) writes it once more with the old name, and
says in the spec since when; `lingering-event` reminds of the old one after three months.

**Example.** With this spec

```yaml telemetry/spec.yml
events:
  cart_seen: {owner: team-checkout}
```

this change of a line

```diff web/cart.ts
-posthog.capture("cart_seen");
+posthog.capture("cart_viewed");
```

gets the remark

```text
Keep `cart_seen` as an earlier name of `cart_viewed` in the spec, or send both until all reports have gone over.
```

and the spec becomes

```yaml fixed
events:
  cart_viewed: {owner: team-checkout, aliases: [cart_seen]}
```
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import chain

from waypost.change import Change, ChangedFile
from waypost.checks import dual_send
from waypost.checks.declared import Declared, declared
from waypost.checks.event_off_convention import off_convention
from waypost.checks.once import once
from waypost.checks.sent import Sent, new_names, others, rows_of, sent
from waypost.document.quoting import code
from waypost.finding import Choice, Edit, Finding, Fix
from waypost.frozen import dataclass
from waypost.handbook import Handbook
from waypost.patterns import late
from waypost.telemetry.casing import words
from waypost.telemetry.spec import home, place
from waypost.telemetry.spec_edit import entry_edit
from waypost.telemetry.spec_field import alias_edit, referring_edits, renaming_edits, retired_entry, retiring_edit

NAME = "renamed-event"
UNTIL = "until all reports have gone over"
MIN_AROUND = 4
"""Letters around a name that tell its line from others; with fewer, the two names must have a word in common."""
MAX_ROWS = 200
"""Lines that were taken out at one place and are compared."""
MAX_LINE = 2_000
"""Characters of a line that people write; of a longer one each of its names would be compared with all of it."""
MAX_COMPARED = 10_000
"""Pairs of names that are compared by their words."""

ANY = "\N{WHITE SQUARE}"
"""Stands for a constant's name, where that goes with the text it holds."""

_QUOTE = late(r"[\"'`]")
_WORD = late(r"[A-Za-z_]\w*")


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per renamed event whose old name is not accounted for; a name that is off is to be mended first."""
    spec = declared(change, handbook)
    off = off_convention(change, handbook)
    names = new_names(sent(change, handbook))
    for name, old in renamed(change, handbook).items():
        if name not in off and not _settled(spec, old):
            yield _finding(change, spec, name, old, names[name], handbook.today)


def _settled(spec: Declared, old: str) -> bool:
    """Whether the spec says what came after the old name."""
    return spec.spec.lineage.today(old) is not None


def _finding(change: Change, spec: Declared, name: str, old: str, places: list[Sent], today: date | None) -> Finding:
    kept = old in spec.base.events
    if kept:
        message = f"Keep {code(old)} as an earlier name of {code(name)} in the spec, or send both {UNTIL}."
    else:
        message = f"Send {code(old)} along with {code(name)} {UNTIL}: from here on they get nothing under it."
    return Finding(
        check=NAME,
        path=places[0].name.path,
        span=places[0].name.span,
        also=others(places),
        message=message,
        fix=_in_spec(spec, name, old, today) if kept else None,
        choice=_both(change, spec, name, old, places, today),
    )


def _both(change: Change, spec: Declared, name: str, old: str, places: list[Sent], today: date | None) -> Choice | None:
    """The edits that send both names; the spec then says since when, of which `lingering-event` reminds."""
    edits = dual_send.both(change, places, old)
    in_spec = _both_in_spec(spec, name, old, places[0], today) if old in spec.base.events else ()
    fix = Fix(f"Send {old} along with {name}", (*edits, *in_spec))
    return Choice(dual_send.NAME, fix, edits) if edits else None


def _both_in_spec(spec: Declared, name: str, old: str, place_: Sent, today: date | None) -> tuple[Edit, ...]:
    """The edits that declare both, the old one as deprecated in favour of the new."""
    before = place(spec.files, old)
    path = before[0] if before else home(spec.files, old)
    retire = retiring_edit if before else retired_entry
    retired = retire(path, spec.files.get(path, b""), old, name, today)
    if retired is None or place(spec.files, name):
        return (retired,) if retired else ()
    target = home(spec.files, name)
    entry = entry_edit(spec.files.get(target), name, place_.site, target)
    return (retired, entry) if entry else ()


def _in_spec(spec: Declared, name: str, old: str, today: date | None) -> Fix | None:
    """The edit that keeps the old name in the spec as the change leaves it."""
    before, after = place(spec.files, old), place(spec.files, name)
    edits: tuple[Edit | None, ...] = ()
    if before and after:
        edits = (retiring_edit(before[0], spec.files[before[0]], old, name, today),)
    elif before:
        edits = renaming_edits(before[0], spec.files[before[0]], old, name)
        if edits:
            referring = (referring_edits(path, text, old, name) for path, text in spec.files.items())
            edits = (*edits, *chain.from_iterable(referring))
    elif after:
        edits = (alias_edit(after[0], spec.files[after[0]], name, old),)
    whole = tuple(edit for edit in edits if edit is not None)
    return Fix(f"Keep {old} in the spec", whole) if whole else None


@once
def renamed(change: Change, handbook: Handbook) -> Mapping[str, str]:
    """The old name by the new one, for names that took another's place."""
    places = sent(change, handbook)
    present = {one.name.text for one in places}
    found: dict[str, set[str]] = {}
    for row, news in _rows(change, new_names(places)).items():
        olds = [old for old in row.olds if old not in present and old not in news]
        for name, old in _pairs(row, list(dict.fromkeys(news)), olds):
            found.setdefault(name, set()).add(old)
    one = {name: olds.pop() for name, olds in found.items() if len(olds) == 1}
    return {name: old for name, old in one.items() if list(one.values()).count(old) == 1}


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with a hole in it where a name stands, at one place of the diff, and what the hole held before."""

    path: str
    place: int
    before: str
    behind: str
    olds: tuple[str, ...]

    @property
    def tells(self) -> bool:
        """Whether the line is unlike others: `posthog.capture("…")`, as opposed to `"…",`."""
        return sum(map(str.isalpha, self.before + self.behind)) >= MIN_AROUND


def _rows(change: Change, names: Mapping[str, list[Sent]]) -> dict[_Row, list[str]]:
    """The new names by the lines they stand on, in order, where lines that were taken out look the same."""
    found: dict[_Row, list[str]] = {}
    held: dict[tuple[str, int, str, str], tuple[str, ...]] = {}
    for one in sorted((one for held in names.values() for one in held), key=lambda one: (one.name.path, one.name.span)):
        file, inner = change.file(one.name.path), one.name.inner
        if file is None or file.text is None or inner is None or inner.line != inner.end_line:
            continue
        text = rows_of(file.text)[inner.line - 1]
        start = _starts(file)[inner.line] if inner.line in file.added else 0
        gone = tuple(_taken_out(file).get(start, ()))
        if not gone or len(text) > MAX_LINE:
            continue
        before, behind = text[: inner.column - 1].lstrip(), text[inner.end_column - 1 :].rstrip()
        row = (file.path, start, before, behind)
        if row not in held:
            held[row] = _holes(gone, before, behind)
        if not held[row] and (constant := _constant(before, one.name.text)) is not None:
            row = (file.path, start, f"{before[: constant[0]]}{ANY}{before[constant[1] :]}", behind)
            if row not in held:
                held[row] = _constants(gone, before[: constant[0]], before[constant[1] :], behind)
        if held[row]:
            found.setdefault(_Row(*row, held[row]), []).append(one.name.text)
    return found


@lru_cache(maxsize=64)
def _starts(file: ChangedFile) -> Mapping[int, int]:
    """For each line that the change wrote, the first of its stretch: what it replaced stood before that."""
    starts: dict[int, int] = {}
    for line in sorted(file.added):
        starts[line] = starts.get(line - 1, line)
    return starts


@lru_cache(maxsize=64)
def _taken_out(file: ChangedFile) -> Mapping[int, list[str]]:
    """The lines that were taken out and hold a quote, by the line of the head that they stood before."""
    found: dict[int, list[str]] = {}
    for text, before in zip(file.removed.split("\n"), file.removed_before, strict=False):
        if _QUOTE.search(text):
            found.setdefault(before, []).append(text.strip())
    return found


def _holes(rows: tuple[str, ...], before: str, behind: str) -> tuple[str, ...]:
    """What lines hold between the same beginning and end."""
    held = (
        row[len(before) : len(row) - len(behind)]
        for row in rows[:MAX_ROWS]
        if row.startswith(before) and row.endswith(behind)
    )
    return tuple(dict.fromkeys(text for text in held if words(text) and not _QUOTE.search(text)))


def _constant(before: str, name: str) -> tuple[int, int] | None:
    """Where in front of a name a constant stands that is called like it: `CART_SEEN: "cart_seen"`."""
    found = [match.span() for match in _WORD.finditer(before) if _spoken(match[0]) == _spoken(name)]
    return found[0] if len(found) == 1 else None


def _constants(rows: tuple[str, ...], before: str, between: str, behind: str) -> tuple[str, ...]:
    """What lines hold between the same beginning and end if it is a constant with a text that is called like it."""
    found: dict[str, None] = {}
    for row in rows[:MAX_ROWS]:
        constant = _WORD.match(row, len(before)) if row.startswith(before) and row.endswith(behind) else None
        if constant is not None and row.startswith(between, constant.end()):
            text = row[constant.end() + len(between) : len(row) - len(behind)]
            if words(text) and not _QUOTE.search(text) and _spoken(text) == _spoken(constant[0]):
                found[text] = None
    return tuple(found)


def _spoken(name: str) -> list[str]:
    return [word.lower() for word in words(name)]


def _pairs(row: _Row, news: list[str], olds: list[str]) -> Iterator[tuple[str, str]]:
    """Which name took the place of which: one for one in order, else those that have words in common."""
    if len(news) == len(olds):
        yield from ((name, old) for name, old in zip(news, olds, strict=True) if row.tells or _akin(name, old))
        return
    if len(news) * len(olds) > MAX_COMPARED:
        return
    for old in olds:
        akin = [name for name in news if _akin(name, old)]
        if len(akin) == 1:
            yield akin[0], old


def _akin(one: str, other: str) -> bool:
    return bool({word.lower() for word in words(one)} & {word.lower() for word in words(other)})
