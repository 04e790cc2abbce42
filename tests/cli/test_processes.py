"""A scan in two processes, one of which may come to an end."""

import os
from collections.abc import Iterable, Sequence

import pytest

from waypost.cli.problem import UsageProblem
from waypost.cli.processes import parts
from waypost.telemetry.part import Part
from waypost.telemetry.paths import Paths
from waypost.telemetry.sdks import sdks


class Failing(Part):
    """A part that fails where it is not the one here."""

    def ended(self) -> int:
        """As the system ends a process when memory runs out."""
        if self.number:
            os._exit(9)
        return self.number

    def raised(self) -> int:
        """As a fault of ours."""
        if self.number:
            raise ValueError("there")
        return self.number

    def many(self, _given: bytes) -> bytes:
        """More than a pipe has room for."""
        return bytes(1_000_000)


def part(files: Sequence[Sequence[str]], number: int, turns: Iterable[int]) -> Part:
    return Failing(Paths(), files, sdks(), number=number, turns=turns)


FAULTS = [
    pytest.param("ended", UsageProblem, "a process of this scan was ended from outside", id="ended"),
    pytest.param("raised", ValueError, "there", id="raised"),
]


@pytest.mark.parametrize(("method", "fault", "message"), FAULTS)
def test_what_happens_to_the_other_process_is_told(method: str, fault: type[Exception], message: str) -> None:
    with pytest.raises(fault, match=message), parts(["a.ts", "b.ts"], part) as ask:
        ask(method)


def test_nothing_is_sent_to_a_process_that_is_gone() -> None:
    with pytest.raises(UsageProblem), parts(["a.ts", "b.ts"], part) as ask:
        with pytest.raises(UsageProblem):
            ask("ended")
        ask("many", bytes(1_000_000))


def test_what_is_said_may_be_long() -> None:
    with parts(["a.ts", "b.ts"], part) as ask:
        assert [len(answer) for answer in ask("many", bytes(1_000_000))] == [1_000_000, 1_000_000]


def test_no_process_is_left() -> None:
    with pytest.raises(KeyboardInterrupt), parts(["a.ts", "b.ts"], part):
        raise KeyboardInterrupt
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
