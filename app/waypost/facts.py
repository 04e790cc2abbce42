"""What is known when something happens on GitHub: all that a handler decides from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from waypost.change import Change
from waypost.handbook import Handbook
from waypost.outcome import Record
from waypost.research.matching import SPOKEN, Gathered
from waypost.said import Command, Remark
from waypost.strategy.ties import Around, Tally

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""The present moment where nobody has told it."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said to Waypost on one issue or pull request, and what it remembers of it.

    `remarks` are the comments by people that mention `/waypost`, oldest first; `complete` says whether all comments
    could be read. `commands` are the commands out of them, see `waypost.commands`; `records` is the ledger's page.
    """

    remarks: tuple[Remark, ...] = ()
    complete: bool = True
    commands: tuple[Command, ...] = ()
    records: tuple[Record, ...] = ()
    now: datetime = LONG_AGO


@dataclass(frozen=True, slots=True)
class Research:
    """What the index of research notes says to one issue or pull request; the notes it names are in its handbook.

    `visibility`, `commit` and `tree` say where to look: who may read this repository (GitHub's word), the commit that
    counts, and the tree of its folder `research`, empty where there is none. `filled` says that there are notes,
    `visible` that they have no fewer readers than this repository. `liked` and `disliked` count the thumbs on
    Waypost's comment; `threshold` is the probability from which suggestions are made here.
    """

    visibility: str = "PUBLIC"
    commit: str = ""
    tree: str = ""

    filled: bool = False
    visible: bool = True
    gathered: Gathered | None = None
    threshold: float = SPOKEN
    liked: int = 0
    disliked: int = 0


@dataclass(frozen=True, slots=True)
class PullRequestFacts:
    """A pull request as it stands now, with the handbook of its *base*.

    `preview` is the handbook as it would be after the merge, where the change edits one of Waypost's own files; no
    verdict may come from it. `private` says whether the repository's readers are limited. `branch` is its branch, and
    `head_message` the message of the head's commit. `teams` are those of the people who gave commands, among the teams
    that feedback rounds ask. `open_work` is counted only where a round has to tell of it, see `handlers.rounds`.
    """

    repository: str
    number: int
    change: Change
    handbook: Handbook
    preview: Handbook | None
    title: str
    body: str
    author: str
    author_is_bot: bool
    draft: bool
    from_fork: bool
    private: bool
    head_sha: str
    closed: bool = False
    talk: Talk = Talk()
    branch: str = ""
    merged: bool = False
    merged_by: str = ""
    teams: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    head_message: str = ""
    labels: tuple[str, ...] = ()
    author_association: str = ""
    around: Around = field(default_factory=Around)
    known: Research = Research()
    open_work: Tally | None = None


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """An issue as it stands now, with the handbook of the default branch.

    `author_association` is GitHub's word for what the author is to the repository, such as `MEMBER` or `NONE`;
    `around` is what belongs to it: its parent, work on the same objective, what moved on the map.
    """

    repository: str
    number: int
    title: str
    body: str
    author: str
    author_association: str
    labels: tuple[str, ...]
    handbook: Handbook
    private: bool
    closed: bool = False
    talk: Talk = Talk()
    around: Around = field(default_factory=Around)
    known: Research = Research()


@dataclass(frozen=True, slots=True)
class MergeGroupFacts:
    """A merge queue's trial merge, with the handbook of its base.

    `records` is what is remembered of the pull request that waits in the queue, if GitHub says which that is.
    """

    repository: str
    change: Change
    handbook: Handbook
    head_sha: str
    records: tuple[Record, ...] = ()
