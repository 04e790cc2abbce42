"""A scan in two processes: parsers hold Python's lock, so that threads would only wait for each other."""

import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, BinaryIO

from waypost.cli.problem import UsageProblem
from waypost.telemetry.part import Part
from waypost.telemetry.rounds import Ask

PROCESSES = 2
MANY = 4
"""A language with more than this part of the files is read by all processes."""
MOST_TURNS = 256
"""As many groups of languages are taken at most; a byte has each, and there are a dozen."""
KILL = 9
"""`signal.SIGKILL` of Linux, where alone there is another process: that module makes enums of all of them first."""


class _Other:
    """A part in a process of its own, which is forked: `multiprocessing` takes a third of a small scan to import."""

    def __init__(self, make: Callable[[], Part], inherited: Iterable[int]) -> None:
        there_in, here_out = os.pipe()
        here_in, there_out = os.pipe()
        self.process = os.fork()
        mine, theirs = (here_in, here_out), (there_in, there_out)
        if self.process == 0:
            _close(*mine, *inherited)
            _serve(os.fdopen(there_in, "rb"), os.fdopen(there_out, "wb"), make)
        _close(*theirs)
        self.handles = mine
        self.answers, self.questions = os.fdopen(here_in, "rb"), os.fdopen(here_out, "wb")

    def ask(self, question: tuple[str, tuple[object, ...]]) -> None:
        """Have it do something."""
        with _told_if_ended():
            _send(self.questions, question)

    def answer(self) -> Any:
        """What it has to say to that. Raises what it raised."""
        with _told_if_ended():
            answer = pickle.load(self.answers)  # noqa: S301 - it is a part of ourselves
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def close(self) -> None:
        """End it: where somebody has interrupted us, it may be in the middle of something."""
        os.kill(self.process, KILL)
        self.answers.close()
        with suppress(BrokenPipeError):  # it may be gone already, with something left to be sent
            self.questions.close()
        os.waitpid(self.process, 0)


@contextmanager
def _told_if_ended() -> Iterator[None]:
    """Say what has happened where the other process is gone: nobody reads what is sent, nor sends what is read."""
    try:
        yield
    except (EOFError, BrokenPipeError, pickle.UnpicklingError):
        reason = "a process of this scan was ended from outside, as it is when memory runs out"
        raise UsageProblem(f"{reason}. Free some, or scan one folder at a time.") from None


@contextmanager
def parts(wanted: Sequence[str], part: Callable[[Sequence[Sequence[str]], int, Iterable[int]], Part]) -> Iterator[Ask]:
    """Parts of a scan, one here and the others in processes of their own; `part` makes one: 0 is here."""
    files, others = parted(wanted, PROCESSES), list[_Other]()
    with _turns() as turns:
        for number in range(1, len(files)):
            inherited = [handle for other in others for handle in other.handles]
            others.append(_Other(partial(part, files, number, turns), inherited))
        mine = part(files, 0, turns)

        def ask(method: str, *given: object) -> list[Any]:
            for other in others:
                other.ask((method, given))
            return [getattr(mine, method)(*given), *(other.answer() for other in others)]

        try:
            yield ask
        finally:
            for other in others:
                other.close()


@contextmanager
def _turns() -> Iterator[Iterator[int]]:
    """Numbers from 0, of which each process gets those that no other one has: what is read from a pipe is gone."""
    handle, filled = os.pipe()
    with os.fdopen(filled, "wb") as numbers:
        numbers.write(bytes(range(MOST_TURNS)))
    with os.fdopen(handle, "rb", buffering=0) as left:
        yield (number[0] for number in iter(partial(left.read, 1), b""))


def parted(paths: Sequence[str], count: int) -> list[list[str]]:
    """Files in as many parts, those of one language together: what it takes to read one costs each process anew.

    Languages that have many of the files are dealt out among all of them.
    """
    groups: dict[str, list[str]] = {}
    for path in paths:
        groups.setdefault(path.rpartition(".")[2], []).append(path)
    parts: list[list[str]] = [[] for _ in range(count)]
    for group in sorted(groups.values(), key=len, reverse=True):
        many = len(group) * MANY > len(paths)
        for number in range(count if many else 1):
            min(parts, key=len).extend(group[number::count] if many else group)
    return parts


def _serve(questions: BinaryIO, answers: BinaryIO, make: Callable[[], Part]) -> None:
    """Answer until nobody asks any more, and end at once: nothing of what the fork has copied is to be cleaned up."""
    try:
        mine = make()
        while True:
            method, given = pickle.load(questions)  # noqa: S301 - it is ourselves who ask
            try:
                answer = getattr(mine, method)(*given)
            except Exception as fault:  # it is the one who asked who has to know
                answer = fault
            _send(answers, answer)
    finally:
        os._exit(0)


def _send(stream: BinaryIO, what: object) -> None:
    pickle.dump(what, stream, pickle.HIGHEST_PROTOCOL)
    stream.flush()


def _close(*handles: int) -> None:
    for handle in handles:
        os.close(handle)
