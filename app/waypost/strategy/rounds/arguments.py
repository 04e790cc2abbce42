"""What stands behind the commands of a round: `<name>: <text>`, `<name> to <login>`, `because <reason>`, a day."""

import datetime as dt
import re
from datetime import datetime

NAME = re.compile(r"[^\s:]{1,60}")


def named(argument: str) -> tuple[str, str] | None:
    """Name and text of `<name>: <text>`."""
    name, colon, text = argument.partition(":")
    return (name.strip().lower(), text.strip()) if colon and text.strip() and NAME.fullmatch(name.strip()) else None


def name_of(argument: str) -> str | None:
    """A name that stands alone."""
    return argument.strip().rstrip(":").lower() if NAME.fullmatch(argument.strip().rstrip(":")) else None


def delegation(argument: str) -> tuple[str, str] | None:
    """Name and login of `<name> to <login>`."""
    found = re.fullmatch(r"([^\s:]{1,60})[ \t]+to[ \t]+@?([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))", argument.strip())
    return (found[1].lower(), found[2]) if found else None


def reason(argument: str) -> str | None:
    """The reason in `because <reason>`."""
    found = re.fullmatch(r"because[ \t]+(\S.*)", argument.strip(), re.IGNORECASE)
    return found[1] if found else None


def day(argument: str) -> datetime | None:
    """The end (UTC) of the day that is named."""
    try:
        named_day = dt.date.fromisoformat(argument.strip())
    except ValueError:
        return None
    return datetime.combine(named_day, dt.time(23, 59, 59), dt.UTC)
