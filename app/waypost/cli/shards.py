"""A scan in two processes: parsers hold Python's lock, so that threads would only wait for each other."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from waypost.telemetry.scan import Ask, Shard

PROCESSES = 2


@contextmanager
def shards(wanted: Sequence[str], shard: Callable[[Sequence[str], bool], Shard]) -> Iterator[Ask]:
    """Shards of the files, one here and the others in processes of their own; `shard` makes one, told which is here."""
    context = get_context("fork")
    others: list[Connection] = []
    for number in range(1, PROCESSES):
        here, there = context.Pipe()
        args = (there, here, wanted[number::PROCESSES], shard)
        context.Process(target=_serve, args=args, daemon=True).start()
        there.close()
        others.append(here)
    mine = shard(wanted[::PROCESSES], True)

    def ask(method: str, *given: object) -> list[Any]:
        for other in others:
            other.send((method, given))
        return [getattr(mine, method)(*given), *(_answer(other) for other in others)]

    try:
        yield ask
    finally:
        for other in others:
            other.close()


def _answer(other: Connection) -> Any:
    answer = other.recv()
    if isinstance(answer, BaseException):
        raise answer
    return answer


def _serve(
    there: Connection, here: Connection, wanted: Sequence[str], make: Callable[[Sequence[str], bool], Shard]
) -> None:
    """Answer until nobody asks any more."""
    here.close()
    mine = make(wanted, False)
    while True:
        try:
            method, given = there.recv()
        except (EOFError, OSError):
            return
        try:
            answer = getattr(mine, method)(*given)
        except Exception as fault:  # it is the one who asked who has to know
            answer = fault
        there.send(answer)
