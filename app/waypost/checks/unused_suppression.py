"""A comment allows what is not there, or does not say why.

**The flaw.** `waypost: allow <check> because …` in a comment, on the line that it is about or the one above, keeps that
check from remarking on the line. This one gives no reason, names a check that does not exist, or stands where the check
has nothing to say.

**Why it matters.** Whoever reads the line later wants to know what was decided and why. A comment that allows nothing
says that something is odd where nothing is, and would hide what goes wrong there one day.

**How to settle it.** Write the reason behind `because`, or take the comment out. Only comments that the change itself
brings are looked at. Without a reason, a comment allows nothing.

**Example.** This new comment

```ts web/checkout.ts
const total = sum(cart); // waypost: allow event-off-convention because the old app used it
```

gets the remark

```text
Take out `waypost: allow event-off-convention`: the check finds nothing here that it could allow.
```

and the line becomes

```ts fixed
const total = sum(cart);
```
"""

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from waypost.change import Change
from waypost.checks.allowed import Allowed, allowed
from waypost.checks.sent import moved, rows_of
from waypost.document.quoting import code
from waypost.finding import Edit, Finding, Fix, Span
from waypost.handbook import Handbook
from waypost.patterns import late
from waypost.settings import Checks

NAME = "unused-suppression"
KNOWN = tuple(field.replace("_", "-") for field in Checks.__struct_fields__)

_OPENER = late(r"\s*(?:\{?/\*+|//+|#+|<!--|--)\s*$")
_CLOSERS = ("", "*/", "*/}", "-->")


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per new comment that cannot allow anything; `unused` tells those that have nothing to allow."""
    for one in _new(change):
        if one.check not in KNOWN:
            yield _unknown(one)
        elif not one.reason:
            told = f"`waypost: allow {one.check} because …`"
            yield _finding(one, f"Say why, and it takes effect: {told}. Without a reason it allows nothing.")


def unused(change: Change, used: Collection[Allowed], asked: Collection[str]) -> Iterator[Finding]:
    """One finding per new comment with a reason that none of the checks that were `asked` has needed."""
    for one in _new(change):
        if one.check in asked and one.reason and one not in used:
            told = f"Take out {code(f'waypost: allow {one.check}')}: the check finds nothing here that it could allow."
            yield _finding(one, told, _removal(change, one))


def _new(change: Change) -> Iterator[Allowed]:
    for one in allowed(change):
        file = change.file(one.path)
        if file is not None and one.span.line in file.added and not moved(change, file, one.span.line):
            yield one


def _unknown(one: Allowed) -> Finding:
    if not one.check:
        return _finding(one, "Name a check and a reason: `waypost: allow event-off-convention because …`.")
    close = get_close_matches(one.check, KNOWN, n=1, cutoff=0.6)
    if not close:
        return _finding(one, f"Name a check that there is: {code(one.check)} is none. `waypost explain` lists them.")
    fix = Fix(f"Write {close[0]}", (Edit(one.path, one.named, close[0]),))
    return _finding(one, f"Write {code(close[0])} for {code(one.check)}: there is no check of that name.", fix)


def _finding(one: Allowed, message: str, fix: Fix | None = None) -> Finding:
    return Finding(NAME, one.path, one.span, message, fix)


def _removal(change: Change, one: Allowed) -> Fix | None:
    """The edit that takes out a comment which says nothing else; with its line, if there is nothing else on that."""
    file = change.file(one.path)
    rows = rows_of(file.text or b"") if file is not None else []
    row = rows[one.span.line - 1].rstrip("\r")
    before, after = row[: one.span.column - 1], row[one.span.end_column - 1 :]
    opener = _OPENER.search(before)
    if opener is None or after.strip() not in _CLOSERS:
        return None
    code_before = before[: opener.start()]
    ends = len(rows) > one.span.line
    if not code_before and ends:
        span = Span(one.span.line, 1, one.span.line + 1, 1)
    else:
        span = Span(one.span.line, len(code_before) + 1, one.span.line, len(row) + 1)
    return Fix("Take the comment out", (Edit(one.path, span, ""),))
