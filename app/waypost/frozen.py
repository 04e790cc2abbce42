"""Frozen dataclasses that take next to nothing to define: those of the standard library were a third of a scan's start.

They are what it makes for `@dataclass(frozen=True, slots=True)`, and a type checker takes them for that; it writes six
functions for each class and compiles them one by one, where one is enough, and the same for all with as many fields.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from operator import attrgetter, ge, gt, le, lt
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:

    def dataclass(*, frozen, slots, order=False):
        """For classes that have all their fields from themselves, and no default that is made anew for each."""
        if not (frozen and slots):
            raise TypeError("Take the standard library's for a dataclass that is not frozen, or without slots.")
        return _ordered if order else _made

    def replace(value, /, **changes):
        """The same value with some of its fields changed."""
        kept = {name: getattr(value, name) for name in value.__match_args__ if name not in changes}
        return type(value)(**kept, **changes)


def _made(cls: type) -> Any:
    """The class once more with slots, which cannot be added to one that is there already."""
    written = vars(cls)
    names = tuple(written.get("__annotations__", ()))
    body = {key: value for key, value in written.items() if key not in (*names, "__dict__", "__weakref__")}
    defaults = tuple(written[name] for name in names if name in written)
    ours = {"__init__": _initialiser(names, defaults), **_SHARED, **dict(_comparing(names))}
    made = type(cls)(cls.__name__, cls.__bases__, {**ours, **body, "__slots__": names, "__match_args__": names})
    made.__qualname__ = cls.__qualname__
    return made


def _ordered(cls: type) -> Any:
    """The same with an order, that of its values."""
    made = _made(cls)
    values = attrgetter(*made.__slots__)
    made.__lt__, made.__le__, made.__gt__, made.__ge__ = (_compared(values, way) for way in (lt, le, gt, ge))
    return made


def _compared(values: Callable[[object], Any], way: Callable[[Any, Any], bool]) -> Callable[[object, object], bool]:
    return lambda self, other: way(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented


def _initialiser(names: tuple[str, ...], defaults: tuple[object, ...]) -> Any:
    """`__init__`, written out for each class: it is called far more often than all the others."""
    places = _places(len(names))
    given = dict(zip(places, names, strict=True))
    code = _stored(len(names)).replace(
        co_varnames=("self", *names), co_consts=tuple(given.get(it, it) for it in _stored(len(names)).co_consts)
    )
    return FunctionType(code, {"_set": object.__setattr__}, "__init__", defaults)


@cache
def _stored(count: int) -> CodeType:
    """The code of an `__init__` of so many fields: to compile it is most of what a class takes."""
    lines = [f"def __init__(self, {', '.join(_places(count))}):"]
    space: dict[str, Any] = {}
    exec("\n".join([*lines, *(f"    _set(self, {it!r}, {it})" for it in _places(count)), "    pass"]), space)  # noqa: S102 - there is nothing of anybody's in it
    code: CodeType = space["__init__"].__code__
    return code


def _places(count: int) -> list[str]:
    """What stands for the names of fields until they are known."""
    return [f"_{number}" for number in range(count)]


def _comparing(names: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    """What makes two of a class with the same values equal."""
    values = attrgetter(*names) if names else lambda it: ()

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    yield "__eq__", equal
    yield "__hash__", hashed


def _shown(self: Any) -> str:
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
    return f"{type(self).__qualname__}({values})"


def _refused(self: object, name: str, value: object = None) -> None:
    from dataclasses import FrozenInstanceError  # nobody does this but by mistake

    raise FrozenInstanceError(f"cannot change {name!r}")


def _taken_apart(self: Any) -> tuple[type, tuple[object, ...]]:
    """For copies, and for other processes."""
    return type(self), tuple(getattr(self, name) for name in self.__slots__)


class _Standard:
    """What the standard library's own functions ask a dataclass for: made when they do."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, value: object, cls: Any) -> object:
        from dataclasses import field, make_dataclass

        given = cls.__init__.__defaults__
        defaults: Mapping[str, Any] = dict(zip(cls.__slots__[len(cls.__slots__) - len(given) :], given, strict=True))
        kinds = cls.__annotations__
        fields = [(name, kinds[name], field(**({"default": defaults[name]} if name in defaults else {})))
                  for name in cls.__slots__]  # fmt: skip
        standard = make_dataclass(cls.__name__, fields, frozen=True)
        for name in ("__dataclass_fields__", "__dataclass_params__"):
            setattr(cls, name, getattr(standard, name))  # kept: `dataclasses.replace` asks each time
        return getattr(cls, self._name)


_SHARED: dict[str, object] = {
    "__repr__": _shown,
    "__setattr__": _refused,
    "__delattr__": _refused,
    "__reduce__": _taken_apart,
    "__dataclass_fields__": _Standard("__dataclass_fields__"),
    "__dataclass_params__": _Standard("__dataclass_params__"),
}
