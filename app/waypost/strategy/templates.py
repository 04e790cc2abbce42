"""Context templates of a repository or organisation: when each of them applies, as its front matter says."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Any

import re2  # type: ignore[import-untyped]
from msgspec import UNSET, Meta, Struct, UnsetType

from waypost.document import Problem, read
from waypost.document.front import part
from waypost.document.globs import lines, matching
from waypost.frozen import dataclass
from waypost.strategy.ties import Work

SUFFIX = ".md.j2"
FIRST_TIME = frozenset({"FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "NONE"})
"""GitHub's words for people whose first contribution this would be."""


class On(StrEnum):
    """What a template is for."""

    ISSUE = "issue"
    PULL_REQUEST = "pull_request"


class Author(StrEnum):
    """What the author is to the repository."""

    FIRST_TIME = "first-time"
    RETURNING = "returning"
    CONTRIBUTOR = "contributor"
    COLLABORATOR = "collaborator"
    MEMBER = "member"
    OWNER = "owner"


Patterns = Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=500)], ...], Meta(max_length=50)]


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """When a context template applies: all that is said here must fit; of several values one is enough."""

    on: Annotated[tuple[On, ...], Meta(description="Issues, pull requests, or both (default: issue).")] = (On.ISSUE,)
    labels: Annotated[Patterns, Meta(description="It has a label like this: `area/*`.")] = ()
    types: Annotated[Patterns, Meta(description="It has this issue type: `Bug`.")] = ()
    title: Annotated[str, Meta(description="Its title has this in it, a regular expression (RE2).", max_length=500)] = (
        ""
    )
    fields: Annotated[
        Mapping[str, str],
        Meta(description="An issue form's field, or a line `Name: value`, has a value like this: `Browser: Fire*`."),
    ] = {}
    paths: Annotated[Patterns, Meta(description="It changes a file like this: `web/**`.")] = ()
    product_lines: Annotated[Patterns, Meta(description="It concerns this product line of the map.")] = ()
    objectives: Annotated[Patterns, Meta(description="It is tied to this objective of the map: `checkout-*`.")] = ()
    author: Annotated[tuple[Author, ...], Meta(description="What its author is to the repository.")] = ()
    draft: Annotated[bool | UnsetType, Meta(description="Whether it is a draft.")] = UNSET
    order: Annotated[int, Meta(description="Where it stands among others that apply, the lowest first.")] = 100

    @property
    def conditional(self) -> bool:
        """Whether it asks for anything but issues or pull requests."""
        return self.draft is not UNSET or any(
            (self.labels, self.types, self.title, self.fields, self.paths, self.product_lines, self.objectives)
        )


@dataclass(frozen=True, slots=True)
class Template:
    """One template: its path, when it applies, and its text, at the lines it has in its file."""

    path: str
    when: When
    source: str

    @property
    def name(self) -> str:
        """Its file's name; a repository's template takes the place of the organisation's of the same name."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a template is chosen by: the work, and the objective and product lines it was found to be tied to."""

    work: Work
    objective: str = ""
    product_lines: tuple[str, ...] = ()


def read_template(path: str, text: str) -> tuple[Template | None, tuple[Problem, ...]]:
    """A template out of its file, and what is wrong in its front matter; None where one cannot tell when it applies.

    A condition that cannot be read must not be dropped: the template would then turn up everywhere.
    """
    parted = part(text)
    if parted.open:
        return None, (Problem.at_line(path, 1, "The front matter does not end. Close it with a line `---`."),)
    found, problems = read(path, (parted.front or "").encode(), When, start_line=2)
    when = found or When()
    if when.title and not _compiles(when.title):
        problems += (Problem.at_line(path, 1, "`title` is no regular expression of RE2. Mend it or take it out."),)
    if problems:
        return None, problems
    if parted.front is None and path.rpartition("/")[2].startswith("pull_request"):
        when = When(on=(On.PULL_REQUEST,))
    return Template(path, when, "\n" * (parted.body_line - 1) + parted.body), ()


def read_templates(files: Iterable[tuple[str, str]]) -> tuple[tuple[Template, ...], tuple[Problem, ...]]:
    """The templates among `files` (path and text), and what is wrong in the others."""
    read_ = [read_template(path, text) for path, text in files if path.endswith(SUFFIX)]
    return tuple(one for one, _ in read_ if one), tuple(problem for _, wrong in read_ for problem in wrong)


def over(upper: Iterable[Template], lower: Iterable[Template]) -> tuple[Template, ...]:
    """Both, as they follow each other in a comment; of two with one name the upper."""
    by_name = {template.name: template for template in (*lower, *upper)}
    return tuple(sorted(by_name.values(), key=lambda template: (template.when.order, template.name)))


def applies(when: When, occasion: Occasion) -> bool:
    """Whether all that a template asks for is so."""
    work = occasion.work
    return (
        (On.PULL_REQUEST if work.pull_request else On.ISSUE) in when.on
        and (not when.labels or matching(when.labels, lines(work.labels)))
        and (not when.types or work.type.casefold() in {name.casefold() for name in when.types})
        and (not when.title or bool(_compiled(when.title).search(work.title)))
        and all(_answered(work, name, value) for name, value in when.fields.items())
        and (not when.paths or matching(when.paths, lines(work.paths)))
        and (not when.product_lines or matching(when.product_lines, lines(occasion.product_lines)))
        and (not when.objectives or matching(when.objectives, occasion.objective))
        and (not when.author or bool(_author(work.association) & set(when.author)))
        and (when.draft is UNSET or when.draft == work.draft)
    )


def _answered(work: Work, name: str, value: str) -> bool:
    wanted = name.strip().casefold()
    given = [field.value.replace("/", " ") for field in work.fields if field.name == wanted]
    return matching([value.replace("/", " ")], lines(given))


def _author(association: str) -> set[Author]:
    if association in FIRST_TIME:
        return {Author.FIRST_TIME}
    named = {Author(association.lower())} if association.lower() in set(Author) else set()
    return {Author.RETURNING} | named | ({Author.MEMBER} if association == "OWNER" else set())


def _compiles(pattern: str) -> bool:
    try:
        _compiled(pattern)
    except re2.error:
        return False
    return True


def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    return re2.compile(pattern, options)
