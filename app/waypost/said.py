"""What people say to Waypost in a conversation: their comments, and the commands in them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Permission(StrEnum):
    """What a person may do in a repository, as GitHub's API words it; `UNKNOWN` where nobody has asked."""

    ADMIN = "admin"
    WRITE = "write"
    READ = "read"
    NONE = "none"
    UNKNOWN = "unknown"

    @property
    def writes(self) -> bool:
        """Whether the person may push."""
        return self in (Permission.ADMIN, Permission.WRITE)


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that may hold commands.

    `association` is GitHub's word for what its author is to the repository. `edited_at` is None where nobody has
    edited it; `editor` is whoever did so last, empty where that account is gone. `reactions` are Waypost's own.
    """

    id: int
    node_id: str
    author: str
    association: str
    body: str
    created_at: datetime
    edited_at: datetime | None = None
    editor: str = ""
    reactions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Command:
    """One `/waypost <name> <argument>` line, given by a person in a comment of their own.

    `key` names it for good: the comment, and what the line says. `given_at` is when the line was written, which for an
    edited comment is later than the comment. `head_sha` is the head of the pull request it was given for, empty on an
    issue. `present` is False where the line has been deleted since; most commands then no longer count.
    `refused` says why it is not carried out, in Markdown; empty where it is.
    """

    key: str
    name: str
    argument: str
    author: str
    association: str
    comment_id: int
    node_id: str
    given_at: datetime
    head_sha: str = ""
    present: bool = True
    refused: str = ""
    permission: Permission = Permission.UNKNOWN

    @property
    def counts(self) -> bool:
        """Whether it stands and is carried out."""
        return self.present and not self.refused
