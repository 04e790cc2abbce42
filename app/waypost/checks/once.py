"""Keep what several checks ask of one change, so that it is worked out once."""

from collections import deque
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from waypost.change import Change
from waypost.handbook import Handbook

KEPT = 4
"""Changes that are looked at side by side, each by its base's handbook and by that of its head."""

T = TypeVar("T")


def once(question: Callable[[Change, Handbook], T]) -> Callable[[Change, Handbook], T]:
    """The question with a short memory for the very same change and handbook: neither is ever altered."""
    answers: deque[tuple[Change, Handbook, T]] = deque(maxlen=KEPT)

    @wraps(question)
    def asked(change: Change, handbook: Handbook) -> T:
        for known, book, answer in tuple(answers):
            if known is change and book is handbook:
                return answer
        answer = question(change, handbook)
        answers.append((change, handbook, answer))
        return answer

    return asked
