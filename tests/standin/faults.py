"""Faults on demand: what GitHub does on a bad day, before or after a write took effect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum

from tests.standin.entities import JSON


class Kind(StrEnum):
    """What goes wrong."""

    ERROR_500 = "500"
    ERROR_502 = "502"
    UNAUTHORIZED = "401"
    TIMEOUT = "timeout"
    DROP = "drop"
    SLOW = "slow"
    PRIMARY_403 = "primary_403"
    PRIMARY_429 = "primary_429"
    SECONDARY_SECONDS = "secondary_seconds"
    SECONDARY_DATE = "secondary_date"
    SECONDARY_BARE = "secondary_bare"
    GRAPHQL_RATE_LIMITED = "graphql_rate_limited"


@dataclass
class Fault:
    """One fault: which requests it meets, how often yet, and whether the write happens all the same.

    `seconds` is how long a slow answer takes, or what Retry-After and the reset say.
    """

    match: re.Pattern[str]
    kind: Kind
    times: int
    after_effect: bool
    seconds: float


class Faults:
    """The faults that still wait for a request."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Arm a fault."""
        self.waiting.append(fault)

    def meet(self, label: str) -> Fault | None:
        """The first fault armed for a request such as `POST /repos/acme/shop/check-runs`, used up by one."""
        for fault in self.waiting:
            if fault.times > 0 and fault.match.search(label):
                fault.times -= 1
                return fault
        return None


_PRIMARY = "API rate limit exceeded for installation ID 1."
_SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."


def answer(fault: Fault, now: datetime) -> tuple[int, JSON, dict[str, str]]:
    """Status, body and headers of a fault that answers."""
    reset = now + timedelta(seconds=fault.seconds)
    spent = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(reset.timestamp()))}
    http_date = format_datetime(reset, usegmt=True)
    limited: JSON = {"errors": [{"type": "RATE_LIMITED", "message": _PRIMARY}]}
    answers: dict[Kind, tuple[int, JSON, dict[str, str]]] = {
        Kind.ERROR_500: (500, {"message": "Server Error"}, {}),
        Kind.ERROR_502: (502, {"message": "Bad Gateway"}, {}),
        Kind.UNAUTHORIZED: (401, {"message": "Bad credentials"}, {}),
        Kind.PRIMARY_403: (403, {"message": _PRIMARY}, spent),
        Kind.PRIMARY_429: (429, {"message": _PRIMARY}, spent),
        Kind.SECONDARY_SECONDS: (403, {"message": _SECONDARY}, {"retry-after": str(int(fault.seconds))}),
        Kind.SECONDARY_DATE: (429, {"message": _SECONDARY}, {"retry-after": http_date}),
        Kind.SECONDARY_BARE: (403, {"message": _SECONDARY}, {}),
        Kind.GRAPHQL_RATE_LIMITED: (200, limited, spent),
    }
    return answers[fault.kind]
