"""Where the wrappers of a repository are called, and the patterns that tell their calls from others there."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.frozen import replace
from waypost.patterns import late_re2
from waypost.telemetry import languages
from waypost.telemetry.constructs import by_super, setting
from waypost.telemetry.hooks import declaring, kept_from
from waypost.telemetry.kinship import Kinship
from waypost.telemetry.languages import Language
from waypost.telemetry.mentions import called
from waypost.telemetry.paths import Paths
from waypost.telemetry.pattern import ALONE, Pattern
from waypost.telemetry.program import Program
from waypost.telemetry.promises import Promises
from waypost.telemetry.sdks import Sdks
from waypost.telemetry.search import Sought
from waypost.telemetry.typed_names import GO, TYPED
from waypost.telemetry.typed_receivers import TypedReceivers
from waypost.telemetry.wrappers import Wrapper, says_little

MAX_CALLERS = 2_000
"""Files that may call one wrapper; beyond that its name tells nothing."""


OWN = frozenset({"", "this", "self", "cls"})
"""What stands before a call of a function or method of the file's own."""
_ANYTHING = late_re2(".+")


class Callers:
    """Looks for the callers of wrappers among the files of one shard: `code` has them, with their languages.

    `called` are the names that were looked for, with the family of languages of each; `too_many` says that one of them
    is called all over.
    """

    def __init__(self, paths: Paths, program: Program, code: Mapping[str, Language]) -> None:
        self.paths = paths
        self.program = program
        self.code = code
        self.called: dict[Sought, None] = {}
        self.too_many = False
        self.promises = Promises(program)
        self.typed = TypedReceivers(paths, program, self.promises)
        self.kinship = Kinship(program)
        self.alone = Sdks(())
        self.possible: dict[str, frozenset[int]] = {}

    def patterns(self, wrappers: Sequence[Wrapper]) -> list[Pattern]:
        """The patterns for the calls of some wrappers; none for what no file calls."""
        known = [it for wrapper in wrappers for it in _in_both(wrapper)]
        holding = self._holding(known)
        self.alone, self.possible = Sdks([it.pattern for it in known]), {}
        found = (pattern for wrapper in known for pattern in self._patterns(wrapper, holding))
        return [pattern for pattern in found if pattern.files]

    def _holding(self, wrappers: Iterable[Wrapper]) -> dict[str, list[str]]:
        """The files that call something by the name of a wrapper or of what it is made in, for each name."""
        found: dict[str, list[str]] = {name: [] for it in wrappers for name in (it.pattern.method, *it.around) if name}
        for it in wrappers:
            names = filter(None, (it.pattern.method, *it.around))
            self.called |= dict.fromkeys((it.pattern.family or "", name) for name in names)
        for path in self.code:
            for name in called(self.paths.read(path) or b"", tuple(found)):
                found[name].append(path)
        return found

    def _patterns(self, wrapper: Wrapper, holding: dict[str, list[str]]) -> Iterator[Pattern]:
        """The wrapper's own, for the files that refer to it, and those for what a hook gives to its callers."""
        named = {path for name in (wrapper.pattern.method, *wrapper.around) for path in holding.get(name, ())}
        some = [path for path in sorted(named) if self.code[path].family == wrapper.pattern.family]
        if wrapper.signature.private:
            some = [path for path in some if path == wrapper.path]
        calling = some
        some = [path for path in some if self._knows(path, wrapper)]
        if len(some) > MAX_CALLERS:
            self.too_many = True
            return
        callers = frozenset(path for path in some if self._may_call(path, wrapper) and self._refers(path, wrapper))
        if wrapper.keeps:  # what it is made with may not be what it sends
            callers = frozenset(it for it in callers if not self._sets(it, wrapper))
        if wrapper.signature.name:
            yield from self._called(wrapper, callers)
            yield from self._promised(wrapper, callers, calling)
            yield from self._inherited(wrapper, calling)
        for hook in wrapper.around:
            for path in sorted(callers):
                for method in kept_from(hook, self.paths.read(path) or b""):
                    callee = replace(wrapper.pattern.callee, top=False) if wrapper.pattern.callee is not None else None
                    files = frozenset({path})
                    yield replace(wrapper.pattern, method=method, files=files, receiver=ALONE, callee=callee)

    def _sets(self, path: str, wrapper: Wrapper) -> bool:
        """Whether a file gives an object something else than what it was made with."""
        text = self.paths.read(path) or b""
        return path != wrapper.path and setting(wrapper.keeps).search(text) is not None

    def _called(self, wrapper: Wrapper, callers: frozenset[str]) -> Iterator[Pattern]:
        """For files that call it by its name, or by the one that they import it under."""
        alike = frozenset(path for path in callers if path != wrapper.path and self._has_its_own(path, wrapper))
        own = frozenset({wrapper.path} if wrapper.returned else ())  # there, something else may have its file's name
        others = dict(self._of_others(callers - own, wrapper))
        yield replace(wrapper.pattern, files=callers - alike - own - others.keys())
        for path, names in sorted(others.items()):
            also = OWN if path in alike else frozenset[str]()
            yield replace(
                wrapper.pattern, files=frozenset({path}), receiver=Without(wrapper.pattern.receiver, names | also)
            )
        alike -= others.keys()
        if alike:
            yield replace(wrapper.pattern, files=alike, receiver=Without(wrapper.pattern.receiver, OWN))
        if wrapper.signature.owner is not None and wrapper.pattern.type is not None and self._interfaces(wrapper):
            # what is made of the type that it takes tells what is meant, whatever stands before the call
            yield replace(wrapper.pattern, files=callers, receiver=_ANYTHING, made=True)
        yield from (it for path in sorted(callers) for it in self._renamed(path, wrapper))
        if wrapper.path in self.code and wrapper.signature.owner is not None and self._bare_methods(wrapper):
            yield replace(wrapper.pattern, files=frozenset({wrapper.path}), receiver=ALONE)
        if wrapper.makes:
            some = ((path, self.paths.read(path) or b"") for path in sorted(callers))
            yield from (it for path, text in some for it in by_super(wrapper.pattern, path, text))
        elif wrapper.signature.owner is None:
            yield from (it for path in sorted(callers) if (it := self._by_module(path, wrapper)) is not None)
        elif wrapper.pattern.family == "go" and (receiver := self._go_receiver(wrapper)):
            package = frozenset(path for path in callers if path.rpartition("/")[0] == wrapper.path.rpartition("/")[0])
            yield replace(wrapper.pattern, files=package, receiver=re2.compile(re2.escape(receiver)))

    def _promised(self, wrapper: Wrapper, callers: Collection[str], some: Iterable[str]) -> Iterator[Pattern]:
        """For files that declare something to be of the method's class, or of a type above that promises the method."""
        method, family = wrapper.signature, wrapper.pattern.family
        if method.owner is None or family not in {*TYPED, GO} or not says_little(method.name):
            return
        alike: dict[tuple[str, ...], list[str]] = {}
        for path in some:
            if names := self.typed.of(path, wrapper, path in callers):
                alike.setdefault(names, []).append(path)
        for names, paths in alike.items():
            receiver = re2.compile(rf"(?:.*\.)?(?:{'|'.join(map(re2.escape, names))})")
            yield replace(wrapper.pattern, files=frozenset(paths), receiver=receiver, by_type=True)

    def _of_others(self, callers: frozenset[str], wrapper: Wrapper) -> Iterable[tuple[str, frozenset[str]]]:
        """What files call another class's method of that is called like the wrapper, and may be taken for it."""
        if wrapper.signature.owner is None or wrapper.pattern.family not in TYPED:
            return ()
        return self.kinship.others(callers, wrapper.path, wrapper.signature, wrapper.pattern.receiver.fullmatch)

    def _inherited(self, wrapper: Wrapper, calling: Iterable[str]) -> Iterator[Pattern]:
        """For files with a class that is of the method's class, or promises it, and calls it with nothing before it."""
        method, some = wrapper.signature, frozenset(calling)
        if method.owner is None or not self._bare_methods(wrapper):
            return
        below = self.kinship.inheriting(some, method) if says_little(method.name) else ()
        own = ((path, classes) for path, classes in below if not self._has_its_own(path, wrapper))
        above = self.kinship.promising(some, method, self.promises.of(wrapper.path, method))
        for path, classes in (*own, *above):
            if path != wrapper.path:
                yield replace(wrapper.pattern, files=frozenset({path}), receiver=ALONE, within=classes)

    def _go_receiver(self, wrapper: Wrapper) -> str | None:
        """What the methods of a type in Go call the value that they are of: the same letter in all its package."""
        owner, method = re2.escape(wrapper.signature.owner or ""), re2.escape(wrapper.signature.name)
        found = re2.search(
            rf"func\s*\((\w+)\s+\*?{owner}\)\s*{method}\b".encode(), self.paths.read(wrapper.path) or b""
        )
        return found.group(1).decode() if found else None

    def _has_its_own(self, path: str, wrapper: Wrapper) -> bool:
        """Whether a file defines a function called like the wrapper, which is what it means where nothing is before."""
        name, text = wrapper.pattern.method, self.paths.read(path) or b""
        found = functions(self.code[path].family, name)
        key = ("own", path, name)
        return self.paths.once(key, lambda: any(not _is_abstract(text, it.start()) for it in found.finditer(text)))

    def _renamed(self, path: str, wrapper: Wrapper) -> Iterator[Pattern]:
        """For a file that imports the wrapper under another name."""
        unit = self.program.unit(path) if wrapper.signature.owner is None else None
        for it in unit.imports if unit is not None else ():
            renamed = it.name == wrapper.pattern.method != it.local and it.local.isidentifier()
            if renamed and not declaring(it.local).search(self.paths.read(path) or b""):
                yield replace(wrapper.pattern, method=it.local, files=frozenset({path}), receiver=ALONE)

    def _knows(self, path: str, wrapper: Wrapper) -> bool:
        """Whether a file of another language names the class of a method whose own name says little."""
        same = languages.SHARED.get(wrapper.pattern.family or "") != languages.family_of(wrapper.path)
        if same or wrapper.signature.owner is None or not says_little(wrapper.signature.name):
            return True
        return wrapper.signature.owner.encode() in (self.paths.read(path) or b"")

    def _interfaces(self, wrapper: Wrapper) -> bool:
        language = languages.for_path(wrapper.path)
        return language is not None and language.interfaces

    def _bare_methods(self, wrapper: Wrapper) -> bool:
        language = languages.for_path(wrapper.path)
        return language is not None and language.bare_methods

    def _by_module(self, path: str, wrapper: Wrapper) -> Pattern | None:
        """For a file that has the wrapper's whole module under a name, and calls it by that."""
        unit = self.program.unit(path)
        whole = (None, "default") if self._is_given_as_one(wrapper) else (None,)
        names = self.program.reach.modules(unit, wrapper.path, wrapper.concerns, whole) if unit is not None else ()
        if not names:
            return None
        receiver = re2.compile(rf"(?:{'|'.join(map(re2.escape, sorted(set(names))))})")
        return replace(wrapper.pattern, files=frozenset({path}), receiver=receiver)

    def _is_given_as_one(self, wrapper: Wrapper) -> bool:
        """Whether its file gives it to others as a member of all that it gives."""
        language, text = languages.for_path(wrapper.path), self.paths.read(wrapper.path) or b""
        key = ("given", wrapper.path, wrapper.signature.name)
        return language is not None and self.paths.once(key, lambda: language.by_default(text, wrapper.signature.name))

    def _refers(self, path: str, wrapper: Wrapper) -> bool:
        """Whether a file can mean this wrapper: it is the same, or has something from it, or needs nothing for that."""
        language, method = self.code[path], wrapper.signature.owner is not None
        free = language.everywhere or (language.interfaces and method)
        if path == wrapper.path or free or wrapper.path in language.beside(path, self.program.paths):
            return True
        return self.program.reach.reaches(path, wrapper.path, wrapper.concerns)

    def _may_call(self, path: str, wrapper: Wrapper) -> bool:
        """Whether a file has a call that its own pattern may fit, which is all there is for most methods.

        Their file, too, may call those with nothing before them; what a variable is in Go is told by its type, and
        others that take a type of their own by what they are given.
        """
        method = wrapper.signature.owner is not None and not wrapper.around
        plain = method and wrapper.pattern.type is None and not self.code[path].interfaces
        return not plain or path == wrapper.path or id(wrapper.pattern) in self._possible(path)

    def _possible(self, path: str) -> frozenset[int]:
        """Which patterns of the wrappers themselves some call of a file may fit, by their ids."""
        if path not in self.possible:
            language, text = self.code[path], self.paths.read(path) or b""
            some = self.alone.within(path, text, language.family, language.bare).possible()
            self.possible[path] = frozenset(map(id, some))
        return self.possible[path]


def _in_both(wrapper: Wrapper) -> Iterator[Wrapper]:
    """A wrapper as the languages call it that share their classes."""
    yield wrapper
    other = languages.SHARED.get(wrapper.pattern.family or "")
    if other is not None and not wrapper.signature.private:
        yield replace(wrapper, pattern=replace(wrapper.pattern, family=other))


class Without:
    """What a pattern for receivers matches, but for some names that are something else."""

    def __init__(self, receiver: Any, names: Collection[str]) -> None:
        self.receiver = receiver
        self.names = names

    def fullmatch(self, text: str) -> Any:
        """As RE2 has it."""
        return None if text.rpartition(".")[2] in self.names else self.receiver.fullmatch(text)


def _is_abstract(text: bytes, offset: int) -> bool:
    """Whether a function is only promised where it is named, so that one of its subclasses' is called by that name."""
    return b"abstract" in text[text.rfind(b"\n", 0, offset) + 1 : offset].split()


_FUNCTION = r"\b(?:fun|func|def|function)\s+(?:\([^()]*\)\s*)?(?:self\.)?"
_TYPED = r"(?m)^[ \t]*(?:[\w<>\[\]?.,@]+\s+)+"
_BODY = r"\s*\([^;{}]*\)\s*(?:async\b\*?\s*|throws\s[\w.,\s]+)?(?:\{|=>)"


@lru_cache(maxsize=1024)
def functions(family: str, name: str) -> Any:
    """A pattern for where a file of a family of languages defines a function or method with that name."""
    escaped = re2.escape(name)
    if family in ("java", "csharp", "dart"):
        return re2.compile(rf"{_TYPED}{escaped}{_BODY}".encode())
    variable = rf"|\b(?:const|let|var)\s+{escaped}\s*=\s*(?:async\s*)?(?:\(|function\b|\w+\s*=>)"
    return re2.compile(rf"{_FUNCTION}{escaped}\b{variable if family == 'javascript' else ''}".encode())
