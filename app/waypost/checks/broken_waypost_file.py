"""A file written for Waypost cannot be read as it is.

**The flaw.** The change edits one of Waypost's own files (settings, telemetry spec, strategy map, a research note, a
context template), and something in it has no meaning there: a misspelt key, a value of the wrong kind, an id that
does not exist, YAML that does not parse. Or there is a symbolic link or a submodule in its place, which nobody
follows.

**Why it matters.** What cannot be read is left out. A check that was meant to be quiet speaks, an objective does not
turn up on its issues, and nobody sees why.

**How to settle it.** Write what the remark says; a plain slip comes with its edit. `waypost schema settings` prints the
schema, with which editors complete and check the file while it is written.

**Example.** With this new file

```yaml .github/waypost.yml
checks:
  event-of-convention: observe
```

the change gets the remark

```text
Waypost does not know `event-of-convention`. Did you mean `event-off-convention`?
```

and becomes

```yaml fixed
checks:
  event-off-convention: observe
```
"""

from collections.abc import Iterator

from waypost.change import Change
from waypost.checks.misspelt import corrected
from waypost.document import Problem
from waypost.finding import Finding
from waypost.handbook import CONTEXTS, Handbook, belongs, map_after, problems_in, unfit
from waypost.research.note import is_note
from waypost.strategy import map as strategy_map
from waypost.telemetry.spec import files_after, is_spec, read_specs

NAME = "broken-waypost-file"


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per problem in each file of the change that belongs to a handbook."""
    for file in change.files:
        if file.unread and (unread := unfit(file.path, file.unread)):
            yield Finding(NAME, file.path, unread.span, unread.message)
        if file.text is None or not (belongs(file.path) or is_note(file.path, handbook.settings.notes)):
            continue
        for problem in _problems(file.path, file.text, change, handbook):
            fix = corrected(file.path, file.text, problem.span.line, problem.given, problem.meant)
            yield Finding(NAME, file.path, problem.span, problem.message, fix)


def _problems(path: str, text: bytes, change: Change, handbook: Handbook) -> tuple[Problem, ...]:
    if strategy_map.belongs(path):
        # Files of one map, as of one spec, refer to each other.
        _, problems = strategy_map.read_map(map_after(change, handbook))
        return tuple(problem for problem in problems if problem.path == path)
    if is_spec(path):
        _, problems = read_specs(files_after(handbook.spec_files, change))
        return tuple(problem for problem in problems if problem.path == path)
    if not path.startswith(f"{CONTEXTS}/"):
        return problems_in(path, text)
    # Jinja is slow to import, and few changes edit a template.
    from waypost.rendering import problems_in_template

    return problems_in_template(path, text.decode("utf-8", "replace")) if path.endswith(".md.j2") else ()
