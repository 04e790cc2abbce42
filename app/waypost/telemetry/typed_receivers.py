"""What a file calls methods of a class by: what it declares to be of that, or of a type that promises them."""

from waypost.telemetry import languages
from waypost.telemetry.heritage import wanting
from waypost.telemetry.paths import Paths
from waypost.telemetry.program import Program
from waypost.telemetry.promises import Promises, Types
from waypost.telemetry.search import MAX_PACKAGE
from waypost.telemetry.typed_names import GO, before, instances, may_be_field
from waypost.telemetry.wrappers import Wrapper


class TypedReceivers:
    """What files have of some types; `paths` reads the ones that are not looked at closely."""

    def __init__(self, paths: Paths, program: Program, promises: Promises) -> None:
        self.paths = paths
        self.program = program
        self.promises = promises

    def of(self, path: str, wrapper: Wrapper, calls: bool) -> tuple[str, ...]:
        """What a file calls values of such a type by; no names that the wrapper's own pattern was asked for.

        It was where the file `calls` by that, or can have the class alone.
        """
        method, family, text = wrapper.signature, wrapper.pattern.family, self.paths.read(path) or b""
        types = self.promises.of(wrapper.path, method)
        alone = [kind for kind in types if kind.encode() in text] == [method.owner]
        fits = wrapper.pattern.receiver.fullmatch if calls or (alone and family != GO) else lambda name: None
        every = self.paths.once(("before", path, method.name), lambda: before(method.name, text))
        strange = {name for name in every if not fits(name)}
        if not strange:
            return ()
        names = self._known_to(path, wrapper) if family == GO else self._declared(path, types, strange)
        return tuple(name for name in names if ("?" if name.endswith("()") else name) in strange)

    def _declared(self, path: str, types: Types, strange: set[str]) -> tuple[str, ...]:
        """What a file declares to be of some types, and the fields of them that its classes have from other files."""
        names, text, family = self._instances(path, types), self.paths.read(path) or b"", languages.family_of(path)
        fields = [it for it in strange.difference(names) if may_be_field(it, text, family)]
        if not fields:
            return names
        held = {name for it in self.promises.holders(path) for name in self._instances(it, types)}
        return (*names, *(it for it in fields if it in held))

    def _instances(self, path: str, types: Types) -> tuple[str, ...]:
        """What a file declares to be of some types."""
        text, family = self.program.paths.read(path) or b"", languages.family_of(path)
        known = [kind for kind in types if kind.encode() in text]
        if not known or not self._instances_of(tuple(known), family, path, text):
            return ()
        meant = tuple(it for it in known if self.promises.means(path, it, types[it]))
        return self._instances_of(meant, family, path, text)

    def _instances_of(self, types: tuple[str, ...], family: str, path: str, text: bytes) -> tuple[str, ...]:
        return self.paths.once(("of", path, types), lambda: instances(types, family, [text])) if types else ()

    def _known_to(self, path: str, wrapper: Wrapper) -> tuple[str, ...]:
        """What a file of Go's has of a type, or of interfaces that it knows and that want such a method."""
        unit, read = self.program.unit(path), self.program.paths.read
        if unit is None:
            return ()
        package = [path, *unit.language.beside(path, self.program.paths)][:MAX_PACKAGE]
        home = [wrapper.path, *unit.language.beside(wrapper.path, self.program.paths)]
        around = dict.fromkeys([*home, *self.program.reach.taken(unit)][:MAX_PACKAGE])
        own = [read(it) or b"" for it in package]
        others = [text for it in around if it not in package and (text := read(it)) is not None]
        wanted = {kind for text in (*own, *others) for kind in wanting(wrapper.signature, text)}
        return instances({wrapper.signature.owner or "", *wanted}, GO, own, others)
