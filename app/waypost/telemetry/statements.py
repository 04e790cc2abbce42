"""Tell a call that is a statement of its own and only hands values over: it can be written twice, or taken out."""

from tree_sitter import Node

from waypost.finding import Span
from waypost.patterns import late
from waypost.telemetry import languages
from waypost.telemetry.languages import Language, parts
from waypost.telemetry.parsing import Unparsed, Work
from waypost.telemetry.positions import text_of

MAX_CLIMB = 4
"""Syntax nodes between a call and its statement."""
MAX_ROWS = 40
"""Lines of a statement; one that is longer is better written by hand."""

_HOLDERS = late(
    "program|module|source_file|compilation_unit|block|statement_block|statement_list|statements|body_statement"
    "|compound_statement|constructor_body|block_body|lambda_literal|then|begin|case_statement|switch_case"
    "|switch_default|switch_section|switch_statement_case|switch_block_statement_group"
)
"""Node types of all grammars that hold statements one after the other."""
_AHEAD = late(r"(?:(?:await|try[?!]?|void|go|defer)\s+)*(?:\w+(?:\(\))?[?!]?\.)*")
"""What may stand before a call: Dart's grammar does not count what it is called on."""
_BEHIND = late(r"(;?)[ \t]*(?:(?://|#).*)?\r?")
_DOES_MORE = late(
    "arrow_function|function_expression|anonymous_function|anonymous_method_expression|func_literal|lambda\\w*|block"
    "|do_block|block_argument|annotated_lambda|method_reference|callable_reference|class_body"
    "|(?:augmented_|operator_)?assignment(?:_expression)?|named_expression|update_expression|yield(?:_expression)?"
    "|heredoc_beginning"
)
"""Node types of all grammars for what a call may hold that does more than pass values on, or goes on behind it."""
_GIVES = late("function_body|computed_property|computed_getter")
_NOTHING = frozenset({b"Void", b"()"})
_WAITS = late("await(?:_expression)?")


def statement(path: str, source: bytes, at: Span) -> Span | None:
    """The statement that is the call at `at` and nothing else, from its first word to its semicolon.

    None where there is more to it, or where it shares its lines with anything but a comment behind it.
    """
    language = languages.for_path(path)
    rows = text_of(source).split("\n")
    if language is None or at.end_line - at.line >= MAX_ROWS or at.end_line > len(rows):
        return None
    ahead = rows[at.line - 1][: at.column - 1]
    behind = _BEHIND.fullmatch(rows[at.end_line - 1], at.end_column - 1)
    first = len(ahead) - len(ahead.lstrip())
    if behind is None or not _AHEAD.fullmatch(ahead[first:]) or _goes_on(rows, at.line):
        return None
    if language.family == "php" and not behind[1]:
        return None  # `?>` ends it, which one more statement would not have
    found = Span(at.line, first + 1, at.end_line, at.end_column + len(behind[1]))
    return found if _stands_alone(source, language, rows, found) else None


def _stands_alone(source: bytes, language: Language, rows: list[str], at: Span) -> bool:
    """Whether the syntax tree has nothing but this as one of a list of statements."""
    try:
        root = Work().parse(language.code(source), language).root_node
    except Unparsed:
        return False
    start, end = _byte(rows, at.line, at.column), _byte(rows, at.end_line, at.end_column)
    node: Node | None = root.descendant_for_byte_range(start, end - 1)
    for _ in range(MAX_CLIMB):
        if node is None or node.has_error or node.parent is None:
            return False
        if _HOLDERS.fullmatch(node.parent.type):
            whole = node.start_byte == start and node.end_byte >= end - 1 and node.end_point.row < at.end_line
            return whole and not _does_more(node) and not (language.family == "swift" and _is_returned(node))
        node = node.parent
    return False


def _is_returned(statement: Node) -> bool:
    """Whether a statement of Swift's is the value of what it stands alone in: beside another one, it would be none."""
    holder = statement.parent
    around = holder.parent if holder is not None else None
    if holder is None or around is None or len(parts(holder)) > 1 or not _GIVES.fullmatch(around.type):
        return False
    if around.type != "function_body" or around.parent is None:
        return True
    behind = around.parent.children
    at = next((index for index, child in enumerate(behind) if child.type == "->"), len(behind))
    return any(child.text not in _NOTHING for child in behind[at + 1 : at + 2])


def _does_more(statement: Node) -> bool:
    """Whether something in a statement would count twice if it were there twice, or be lost with it."""
    pending = [statement]
    while pending:
        node = pending.pop()
        waits = _WAITS.fullmatch(node.type) and node.start_byte > statement.start_byte
        if waits or (node.is_named and _DOES_MORE.fullmatch(node.type)):
            return True
        pending += node.children
    return False


def _goes_on(rows: list[str], line: int) -> bool:
    """Whether a line goes on from the one before it, which says so."""
    return line > 1 and rows[line - 2].rstrip("\r").endswith("\\")


def _byte(rows: list[str], line: int, column: int) -> int:
    before = "\n".join([*rows[: line - 1], rows[line - 1][: column - 1]])
    return len(before.encode("utf-8", "surrogateescape"))
