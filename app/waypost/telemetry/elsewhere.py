"""What one file asks of all others: what its names stand for where it does not say so itself."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from waypost.telemetry.unit import Known, Unit


class Elsewhere(Protocol):
    """What knows the other files.

    `missed` grows whenever something is asked for that may be told otherwise once more is known.
    """

    @property
    def missed(self) -> int: ...  # noqa: D102

    def named(self, unit: "Unit", path: tuple[str, ...], steps: int) -> "Known | None":
        """What a dotted name stands for whose first part `unit` does not bind; None when that is not certain."""

    def due(self, unit: "Unit", method: str, where: int | str) -> tuple[str, ...]:
        """The types that functions called `method` want for an argument that leaves its type out."""

    def may_have(self, unit: "Unit", kind: tuple[str, ...], member: str) -> bool:
        """Whether a type that `unit` names may have a member, as far as can be told without looking it up."""

    def field(self, unit: "Unit", owner: str, name: str) -> str | None:
        """The type of a field of `owner`, None when that is not certain."""

    def homes(self, unit: "Unit", path: tuple[str, ...]) -> Iterator["Unit"]:
        """The files that may define the function called by a dotted name."""

    def foreign(self, unit: "Unit", name: str) -> str | None:
        """The module that `unit` imports a name from, if it is not of this repository."""

    def writes(self, unit: "Unit", path: tuple[str, ...], owner: str | None = None) -> bool:
        """Whether another file writes to what `unit` has under a dotted name, or hands out where it is.

        Of a member of a class, the `owner`, whether a class that extends it has another one.
        """

    def resource(self, path: tuple[str, ...]) -> str | None:
        """The text of a string resource of Android's, None when that is not certain."""

    def metric(self, category: str, name: str) -> str | None:
        """The event that Glean's code calls so, None when that is not certain."""


class Nowhere:
    """No other file is known."""

    missed = 0

    def named(self, unit: "Unit", path: tuple[str, ...], steps: int) -> "Known | None":
        """Nothing."""
        return None

    def due(self, unit: "Unit", method: str, where: int | str) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def may_have(self, unit: "Unit", kind: tuple[str, ...], member: str) -> bool:
        """It may be this file's own."""
        return True

    def field(self, unit: "Unit", owner: str, name: str) -> str | None:
        """Nothing."""
        return None

    def homes(self, unit: "Unit", path: tuple[str, ...]) -> Iterator["Unit"]:
        """Only the file itself."""
        yield unit

    def foreign(self, unit: "Unit", name: str) -> str | None:
        """Nothing: whose a module is shows by the other files."""
        return None

    def writes(self, unit: "Unit", path: tuple[str, ...], owner: str | None = None) -> bool:
        """Nothing."""
        return False

    def resource(self, path: tuple[str, ...]) -> str | None:
        """Nothing."""
        return None

    def metric(self, category: str, name: str) -> str | None:
        """Nothing."""
        return None
