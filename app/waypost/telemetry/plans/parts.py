"""Mappings of a foreign plan that remember what was asked for: what was not is told, and not lost in silence."""

import json
import re
from collections.abc import Iterator, Mapping

from waypost.document import MAX_BYTES
from waypost.document.tree import parse
from waypost.telemetry.plans.notes import Notes


def _says(value: object) -> bool:
    """Whether a value says anything; zero does."""
    return value is not None and value is not False and value not in ("", [], {})


class Part:
    """One mapping, and where it stands."""

    def __init__(self, value: object, where: str, notes: Notes) -> None:
        """Anything but a mapping is empty, and noted."""
        self.value: Mapping[str, object] = value if isinstance(value, dict) else {}
        self.where = where
        self.notes = notes
        self._asked: set[str] = set()
        if value is not None and not isinstance(value, dict):
            notes.skip(where or "a file that is no mapping")

    def __contains__(self, key: str) -> bool:
        return key in self.value

    def get(self, key: str) -> object:
        """The value under a key."""
        self._asked.add(key)
        return self.value.get(key)

    def text(self, *keys: str) -> str:
        """The first text under one of the keys, without the line ends that only fit it to a file's width."""
        found = (value for key in keys if isinstance(value := self.get(key), str | int | float) and str(value).strip())
        return re.sub(r"(?<!\n)\n(?![\n*-])", " ", str(next(found, "")).strip())

    def flag(self, key: str) -> bool:
        """Whether a key is true."""
        return str(self.get(key)).lower() == "true"

    def part(self, key: str) -> "Part":
        """The mapping under a key."""
        return Part(self.get(key), self.at(key), self.notes)

    def list(self, key: str) -> list[object]:
        """The list under a key."""
        value = self.get(key)
        if value is not None and not isinstance(value, list):
            self.notes.skip(self.at(key))
        return value if isinstance(value, list) else []

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of the list under a key."""
        return tuple(str(item) for item in self.list(key) if isinstance(item, str | int | float))

    def parts(self, key: str) -> Iterator["Part"]:
        """The mappings of the list under a key."""
        return (Part(item, f"{self.at(key)}[]", self.notes) for item in self.list(key))

    def items(self) -> Iterator[tuple[str, "Part"]]:
        """The mappings under all keys but those that were asked for."""
        for key, value in self.value.items():
            if key in self._asked:
                continue
            self._asked.add(key)
            yield key, Part(value, f"{self.where}.*".lstrip("."), self.notes)

    def ignore(self, *keys: str) -> "Part":
        """Those keys say nothing that anybody would miss."""
        self._asked.update(keys)
        return self

    def done(self) -> None:
        """Note what was not asked for."""
        for key, value in self.value.items():
            if key not in self._asked and _says(value):
                self.notes.skip(self.at(key))

    def at(self, key: str) -> str:
        """Where a key of this mapping stands."""
        return f"{self.where}.{key}".lstrip(".")


def top(path: str, text: bytes, notes: Notes) -> Part:
    """The mapping that a file of JSON or YAML is; an empty one, and a fault noted, where it cannot be read."""
    notes.path = path
    value = _value(path, text, notes)
    if isinstance(value, list):
        value = {"": value}
    return Part(value, "", notes)


def _value(path: str, text: bytes, notes: Notes) -> object:
    if len(text) > MAX_BYTES:
        notes.fault(f"The file is larger than {MAX_BYTES:,} bytes. Split it.")
        return None
    if path.endswith(".json") or text.lstrip()[:1] == b"{":
        try:
            found: object = json.loads(text.decode("utf-8-sig"))
            return found
        except json.JSONDecodeError as error:
            if path.endswith(".json"):
                notes.fault(f"This is not valid JSON: {error.msg}.", error.lineno, error.colno)
                return None
        except RecursionError:
            notes.fault("This is nested too deep. Make it flatter.")
            return None
        except (UnicodeDecodeError, ValueError):
            pass  # the reader of YAML says where
    tree, problems = parse(path, text)
    for problem in problems:
        notes.fault(problem.message, problem.span.line, problem.span.column)
    return tree.value if tree is not None else None
