"""The part of Jinja that a repository's templates may use, and the words for all that is beyond it."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import cast

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

from waypost.rendering.filters import FILTERS

MAX_TEMPLATE = 20_000
"""Characters of a template."""
MAX_NODES = 3_000
MAX_DEPTH = 40

ALLOWED = frozenset(
    {
        "Template",
        "Output",
        "TemplateData",
        "Name",
        "Const",
        "Getattr",
        "Getitem",
        "Slice",
        "If",
        "CondExpr",
        "For",
        "Assign",
        "Filter",
        "Test",
        "Compare",
        "Operand",
        "And",
        "Or",
        "Not",
        "Concat",
        "Add",
        "Sub",
        "Mul",
        "Div",
        "FloorDiv",
        "Mod",
        "Neg",
        "Pos",
        "List",
        "Tuple",
        "Keyword",
    }
)
PARSER = Environment(trim_blocks=True, lstrip_blocks=True)  # noqa: S701 it never renders
TESTS = frozenset({"defined", "undefined", "none"})
INSTEAD = {
    "Call": "Calls are not possible in these templates. Use a filter: `{{ value | upper }}`.",
    "Include": "Other files cannot be included. Write the text here.",
    "Import": "Other files cannot be imported. Write the text here.",
    "FromImport": "Other files cannot be imported. Write the text here.",
    "Extends": "Templates cannot be extended here. Write the whole text.",
    "Block": "Blocks are not possible here. Write the text without them.",
    "Macro": "Macros are not possible here. Write the text where it is needed.",
    "CallBlock": "Macros are not possible here. Write the text where it is needed.",
    "Pow": "Powers are not possible here.",
    "AssignBlock": "Write `{% set name = value %}` on one line instead of a block.",
}


class RenderingError(Exception):
    """A repository's template cannot be used: which line, and what to write instead."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line
        self.message = message


def checked(path: str, source: str, known: frozenset[str]) -> nodes.Template:
    """The template's tree, if it stays within the language; raises RenderingError where it does not.

    `known` holds the names of the variables it may use.
    """
    if len(source) > MAX_TEMPLATE:
        raise RenderingError(path, 1, f"The template is longer than {MAX_TEMPLATE:,} characters. Shorten it.")
    try:
        tree = PARSER.parse(source, path, path)
    except Exception as error:  # the parser raises more than its own errors: deep nesting, huge numbers
        raise RenderingError(path, line_of(error, path), words_of(error)) from error
    for node, message in _objections(tree):
        raise RenderingError(path, node.lineno or 1, message)
    names = list(tree.find_all(nodes.Name))
    own = {node.name for node in names if node.ctx != "load"} | ({"loop"} if tree.find(nodes.For) else set())
    for node in names:
        if node.name not in known | own:
            raise RenderingError(path, node.lineno, f"There is no `{node.name}` here. {meant(node.name, known)}")
    return tree


def _objections(tree: nodes.Template) -> Iterator[tuple[nodes.Node, str]]:
    """What in the tree is beyond the language; walks without recursion, since depth is one of the bounds."""
    left: list[tuple[nodes.Node, int]] = [(tree, 0)]
    for _ in range(MAX_NODES):
        if not left:
            return
        node, depth = left.pop()
        if depth > MAX_DEPTH:
            yield node, f"Nested more than {MAX_DEPTH} levels deep. Make it flatter."
        elif message := _objection(node):
            yield node, message
        left.extend((child, depth + 1) for child in node.iter_child_nodes())
    yield tree, f"The template has more than {MAX_NODES:,} parts. Shorten it."


def _objection(node: nodes.Node) -> str | None:
    kind = type(node).__name__
    if kind not in ALLOWED:
        return INSTEAD.get(kind, f"`{kind}` is not possible in these templates. Write it without.")
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        return f"There is no filter `{node.name}` here. {meant(node.name, FILTERS)}"
    if isinstance(node, nodes.Filter) and node.node is None:
        return "Write `{{ value | filter }}` instead of a filter block."
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        return f"There is no test `{node.name}` here. {meant(node.name, TESTS)}"
    if isinstance(node, nodes.For) and node.recursive:
        return "Loops cannot call themselves here. Take `recursive` out."
    if isinstance(node, nodes.List | nodes.Tuple) and any(not _flat(item) for item in node.items):
        return "A list can only hold texts and numbers written out here."
    return None


def _flat(item: nodes.Expr) -> bool:
    """Whether an item of a list is harmless; lists of lists of lists could stand for any amount of text."""
    return isinstance(item, nodes.Const) or (isinstance(item, nodes.Name) and item.ctx == "store")


class _Counting(NodeTransformer):
    """Sends every loop and every `~` through a counter, and lets the template's own text mention nobody."""

    def visit_TemplateData(self, node: nodes.TemplateData) -> nodes.TemplateData:  # noqa: N802
        node.data = node.data.replace("@", "@\u200b").replace("<!--", "<!\u200b--")
        return node

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        self.generic_visit(node)
        weight = 1 + sum(1 for part in node.body for _ in part.find_all(nodes.Node))
        node.iter = _filter(node.iter, "counted", [nodes.Const(weight, lineno=node.lineno)])
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        return _filter(nodes.Tuple(node.nodes, "load", lineno=node.lineno), "joined", [])


def counting(tree: nodes.Template, environment: Environment) -> nodes.Template:
    """The tree with every loop sent through the filter `counted`, and every `~` through `joined`."""
    return cast(nodes.Template, _Counting().visit(tree).set_environment(environment))


def _filter(node: nodes.Node, name: str, args: list[nodes.Expr]) -> nodes.Filter:
    return nodes.Filter(cast(nodes.Expr, node), name, args, [], None, None, lineno=node.lineno)


def meant(name: str, known: Iterable[str]) -> str:
    """The known name that was perhaps meant, else all of them."""
    if close := get_close_matches(name, list(known), n=1):
        return f"Did you mean `{close[0]}`?"
    names = ", ".join(f"`{name}`" for name in sorted(known))
    return f"Possible here: {names}." if names else ""


def line_of(error: BaseException, path: str) -> int:
    """The template's line at which an error came about."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    line, trace = 1, error.__traceback__
    while trace:
        line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == path else line
        trace = trace.tb_next
    return line


def words_of(error: Exception) -> str:
    """What an error says, as a sentence."""
    if isinstance(error, RecursionError | MemoryError):
        return f"Nested more than {MAX_DEPTH} levels deep. Make it flatter."
    if isinstance(error, SyntaxError):
        return "Loops are nested too deep. Make it flatter."
    message = " ".join(str(error).split())[:300]
    if isinstance(error, TemplateSyntaxError):
        return f"This is not valid Jinja: {message.removesuffix('.')}."
    return message if message.endswith((".", "?")) else f"This cannot be worked out: {message}."
