"""A file written for Waypost cannot be read as it stands.

**The flaw.** The change leaves a settings file, telemetry spec, strategy map, research note or context template with
something in it that Waypost does not understand: a typo in a key, a value that does not fit, a slot that is not there.

**Why it matters.** What is not understood is left out, and the rest is used. So nothing breaks, but what somebody
meant to say is not heard.

**How to settle it.** The message says what to write instead, at the place where it stands.

**Example.** This new file

```yaml .github/waypost.yml
checks:
  event-of-convention: off
```

gets the remark

```text
Waypost does not know `event-of-convention`. Did you mean `event-off-convention`?
```
"""

from collections.abc import Iterator

from waypost.change import Change, ChangedFile
from waypost.document import Problem
from waypost.finding import Finding
from waypost.handbook import CONTEXTS, Handbook, belongs, problems_in

NAME = "broken-waypost-file"


def check(change: Change, _handbook: Handbook) -> Iterator[Finding]:
    """One finding per problem in a changed file of the handbook, as the change leaves it."""
    for file in change.files:
        for problem in _problems(file):
            yield Finding(NAME, problem.path, problem.span, problem.message)


def _problems(file: ChangedFile) -> tuple[Problem, ...]:
    if file.text is None or not belongs(file.path):
        return ()
    if file.path.rpartition("/")[0] != CONTEXTS:
        return problems_in(file.path, file.text)
    from waypost.rendering import problems_in_template  # few changes have a template, and Jinja takes long to import

    return problems_in_template(file.path, file.text.decode("utf-8", "replace"))
