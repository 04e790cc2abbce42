"""Templates of a repository, run within bounds: counted work and limited output, so that no clock is needed."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, Undefined, pass_context, pass_environment
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from waypost.rendering.filters import FILTERS, MAX_VALUE, RefusedError, text, together
from waypost.rendering.language import TESTS, RenderingError, checked, counting, line_of, meant, words_of
from waypost.rendering.markdown import Markdown, inline

MAX_WORK = 200_000
"""Steps: every piece of a loop's body counts one each time around, every hundred characters of a value one."""
MAX_OUTPUT = 60_000
MAX_NUMBER = 10**15


def render_within_bounds(path: str, source: str, variables: Mapping[str, object]) -> str:
    """What the template at `path` gives for these variables.

    Variables hold text, numbers, days, tuples and frozen structures of them. Raises RenderingError for whatever is
    wrong in the template, after a bounded number of steps and in bounded memory.
    """
    code = _compiled(path, source, frozenset(variables))
    environment = _Bounded()
    try:
        template = environment.template_class.from_code(environment, code, {})
        return _limited(template.generate(variables))
    except Exception as error:  # whatever hostile text can provoke is an error of the template, told to its author
        raise RenderingError(path, line_of(error, path), words_of(error)) from error


@lru_cache(maxsize=128)
def _compiled(path: str, source: str, known: frozenset[str]) -> CodeType:
    """A template's code; kept, since the same template is rendered for many issues."""
    tree = checked(path, source, known)
    environment = _Bounded()
    try:
        return environment.compile(counting(tree, environment), path, path)
    except Exception as error:  # Python refuses some of what Jinja accepts, such as very deep loops
        raise RenderingError(path, line_of(error, path), words_of(error)) from error


class _Bounded(ImmutableSandboxedEnvironment):
    """Jinja without globals and with few filters, which counts the work of one rendering."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})
    intercepted_unops = frozenset({"+", "-"})

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, finalize=_shown, autoescape=False, optimized=False, cache_size=0)
        self.trim_blocks = self.lstrip_blocks = True
        self.globals.clear()
        self.filters = {name: _measured(name) for name in FILTERS} | {"counted": _counted, "joined": _joined}
        self.tests = {name: test for name, test in self.tests.items() if name in TESTS}
        self.left = MAX_WORK

    def spend(self, steps: int) -> None:
        """Count work; raises when the template has used up what it has."""
        self.left -= steps
        if self.left < 0:
            raise RefusedError(f"The template takes more than {MAX_WORK:,} steps. Loop over less.")

    def value(self, value: object) -> object:
        """The value, if it is of a bounded size."""
        if isinstance(value, str):
            self.spend(1 + len(value) // 100)
            if len(value) > MAX_VALUE:
                raise RefusedError(f"A text of more than {MAX_VALUE:,} characters comes about here. Make it shorter.")
        if isinstance(value, int | float) and not -MAX_NUMBER < value < MAX_NUMBER:
            raise RefusedError("The number is too large to be worked with.")
        return value

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers of a bounded size; texts can be put together with `~` only."""
        for side in (left, right):
            self.value(_number(side, operator))
        return self.value(super().call_binop(context, operator, left, right))

    def call_unop(self, context: Context, operator: str, arg: Any) -> Any:
        """A number's sign."""
        return super().call_unop(context, operator, _number(arg, operator))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a structure; what is not there says what is."""
        found = super().getattr(obj, attribute)
        return self.undefined(hint=_no_field(obj, attribute)) if isinstance(found, Undefined) else found

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item of a list, or a field of a structure by name."""
        found = super().getitem(obj, argument)
        return self.undefined(hint=_no_field(obj, argument)) if isinstance(found, Undefined) else found

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        """The same words for what must not be read as for what is not there."""
        return self.undefined(hint=_no_field(obj, attribute))


def _number(value: object, operator: str) -> int | float:
    _defined(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RefusedError(f"`{operator}` works on numbers only. Put texts together with `~`.")
    return value


def _defined(value: object) -> None:
    """Raise what an undefined value has to say about itself."""
    if isinstance(value, Undefined):
        str(value)


@pass_environment
def _counted(environment: _Bounded, iterable: Iterable[object], weight: int) -> Iterator[object]:
    """The items of a loop, each paid for with the weight of the loop's body."""
    _defined(iterable)
    if not isinstance(iterable, str | tuple | list | Mapping):
        raise RefusedError("This is no list to loop over.")
    for item in iterable:
        environment.spend(weight)
        yield item


@pass_environment
def _joined(environment: _Bounded, parts: tuple[object, ...]) -> object:
    """What `~` makes: texts one after the other, measured before they are put together."""
    return environment.value(together([text(part) for part in parts]))


def _measured(name: str) -> Any:
    """A filter that pays for its work; filters bound their own results before they make them."""

    @pass_environment
    def measured(environment: _Bounded, value: object, *args: object, **options: object) -> object:
        for part in (value, *args, *options.values()):
            if name != "default":
                _defined(part)
            environment.spend(1 + (len(part) // 100 if isinstance(part, str | tuple | list) else 0))
        return environment.value(FILTERS[name](value, *args, **options))

    return measured


@pass_context
def _shown(context: Context, value: object) -> str:
    """What a `{{ … }}` puts out: text from people made harmless. The context is asked for so that nothing is folded."""
    shown = value if isinstance(value, Markdown) else inline(text(value))
    environment = context.environment
    assert isinstance(environment, _Bounded)
    environment.spend(1 + len(shown) // 100)
    return str(shown)


def _limited(chunks: Iterable[str]) -> str:
    out: list[str] = []
    left = MAX_OUTPUT
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise RefusedError(f"The template puts out more than {MAX_OUTPUT:,} characters. Make it shorter.")
        out.append(chunk)
    return "".join(out)


def _no_field(obj: object, attribute: object) -> str:
    named = str(attribute)[:60].replace("`", "'")
    names: Iterable[str] = getattr(type(obj), "__struct_fields__", ()) or getattr(type(obj), "__dataclass_fields__", ())
    return f"There is no `{named}` here. {meant(named, names)}".strip()
