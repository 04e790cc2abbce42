"""What is written to variables, in languages where most that never change are not marked as constant."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import lru_cache

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.languages import Bound

_STATEMENTS = late(rb"[\n;{}]")
_ASSIGNMENT = late(rb"(?<![=!<>])=(?![=>])")
_NAME = late(rb"(?<![\w.$])[^\W\d]\w*\b(?![ \t]*[\[.(])")
"""A variable itself, and not what is in it."""

_HANDED = late(rb"(?:&|\b(?:ref|out)[ \t]+)([^\W\d]\w*)")
_WRITES = frozenset({"assignment", "assignment_expression", "assignment_statement"})
_WRITING = late(
    r"(?:assignment|expression)(?:_expression|_statement|_list)?|(?:short_var|variable|lexical|property)_declaration"
    r"|local_(?:variable_declaration|declaration_statement)|var_(?:spec|declaration)|variable_declarator"
    r"|initialized_variable_definition"
)
"""Node types of all grammars for what a value that is written stands in, up to its statement."""
_FILLS = frozenset({"range_clause", "receive_statement"})
"""What writes values that are not known, as `for _, name = range names` does."""
_HANDING = frozenset({"unary_expression", "argument"})
_HANDS = frozenset({"&", "ref", "out"})
_NAMED_LAST = frozenset({"type_pattern", "record_pattern_component", "var_pattern"})
"""Patterns whose name has no field of its own."""
MAX_VALUES = 8
"""Values of one variable that are told one by one."""
MAX_WRAPS = 3
"""Nodes between an assignment and the name that it writes to."""
MAX_WALK = 20_000
"""Nodes of a block beyond which nothing is told of its variables."""


def all_values(values: Sequence[Node | None], uses: Iterable[int]) -> Bound:
    """What a name is bound to that is written several times: all of it, where it is used before or behind that only."""
    known = sorted((value for value in values if value is not None), key=lambda value: value.start_byte)
    if len(values) == 1 or len(known) < len(values) or len(values) > MAX_VALUES:
        return values[0] if len(values) == 1 else None
    between = range(known[0].start_byte, known[-1].end_byte)
    last = last_written(known)
    return None if any(use in between for use in uses) else tuple(last) if len(last) > 1 else last[0]


def last_written(values: Sequence[Node]) -> list[Node]:
    """Values in their order, without those that are always written over by a later one."""
    blocks = [_block_of(value) for value in values]
    kept = (value for at, value in enumerate(values) if not any(_holds(it, blocks[at]) for it in blocks[at + 1 :]))
    return list(kept)


def _block_of(value: Node) -> Node | None:
    """What the statement that writes a value stands in."""
    around = value.parent
    while around is not None and _WRITING.fullmatch(around.type):
        around = around.parent
    return around


def _holds(block: Node | None, other: Node | None) -> bool:
    """Whether all that is done in another block is done in this one, too; of the cases of a `switch` only one is."""
    if block is None or other is None or "switch" in block.type or "case" in block.type:
        return False
    return block.start_byte <= other.start_byte and other.end_byte <= block.end_byte


def local_values(
    declared: Node, name: bytes, block: Node, target: Callable[[Node], Node | None], identifiers: Set[str]
) -> list[tuple[Node | None, bool]] | None:
    """What a block does with a variable that it declares: its writes as they are, and its uses with True.

    `target` gives what an assignment writes to. None where the block is too large to be looked at.
    """
    found: list[tuple[Node | None, bool]] = []
    for count, node in enumerate(_called(name, block, identifiers)):
        if count > MAX_WALK:
            return None
        if declared.start_byte <= node.start_byte < declared.end_byte:
            continue
        write = _write_to(node, target)
        if write is not None:
            found.append((write, False))
        elif node.start_byte >= declared.end_byte:
            found.append((node, True))
    return found


def _write_to(node: Node, target: Callable[[Node], Node | None]) -> Node | None:
    """The assignment whose target an identifier is; some grammars wrap a target up."""
    holder = node.parent
    for _ in range(MAX_WRAPS):
        written_to = target(holder) if holder is not None else None
        if written_to is not None and written_to.byte_range == node.byte_range:
            return holder
        holder = holder.parent if holder is not None else None
    return None


def _called(name: bytes, block: Node, identifiers: Set[str]) -> Iterator[Node]:
    """The identifiers of a block that are called so: found by their text, since a block may have thousands of nodes."""
    code, first = block.text or b"", block.start_byte
    at = code.find(name)
    while at >= 0:
        node = block.descendant_for_byte_range(first + at, first + at + len(name))
        if node is not None and node.type in identifiers and node.byte_range == (first + at, first + at + len(name)):
            yield node
        at = code.find(name, at + 1)


def written_once(code: bytes) -> frozenset[str]:
    """The names that stand left of one `=` only. Text in strings counts, too, which only makes us say less."""
    counted = Counter[bytes]()
    for statement in _STATEMENTS.split(code):
        if b"=" in statement:
            for left in _ASSIGNMENT.split(statement)[:-1]:
                counted.update(set(_NAME.findall(left)))
    handed = set(_HANDED.findall(code))
    return frozenset(name.decode("utf-8", "replace") for name in counted if counted[name] == 1 and name not in handed)


def written(declared: Node, block: Node | None, name: Node | None) -> list[Node] | None:
    """The values that a block writes to a variable that it declares.

    None where one of them is no plain value, or where the variable is used between them: then it depends on the place.
    """
    found = _traffic(block).get(name.text or b"") if block is not None and name is not None else None
    if found is None or None in found.values:
        return None
    last = max((declared.end_byte, *found.ends))
    return [value for value in found.values if value] if found.used_from(declared.end_byte) >= last else None


class _Traffic:
    """What happens to one variable: values written (None for what is no plain value), where, and where it is used."""

    def __init__(self) -> None:
        self.values: list[Node | None] = []
        self.ends: list[int] = []
        self.uses: list[int] = []

    def used_from(self, offset: int) -> float:
        """Where it is used first, from an offset on."""
        return min((use for use in self.uses if use >= offset), default=math.inf)


@lru_cache(maxsize=4)
def _traffic(block: Node) -> dict[bytes, _Traffic]:
    """All variables of a block; none of a block that is too large to go through."""
    found: dict[bytes, _Traffic] = {}
    pending, left = [block], MAX_WALK
    while pending:
        node = pending.pop()
        left -= 1
        if not left:
            return {}
        if node.type == "identifier":
            found.setdefault(node.text or b"", _Traffic()).uses.append(node.start_byte)
        elif node.type in _WRITES or node.type in _FILLS:
            _write(node, found)
            pending.extend([value] if (value := node.child_by_field_name("right")) is not None else [])
            continue
        elif node.type in _HANDING and node.child_count and node.children[0].type in _HANDS:
            found.setdefault(node.children[-1].text or b"", _Traffic()).values.append(None)
        pending.extend(reversed(node.named_children))
    return found


def _write(node: Node, found: dict[bytes, _Traffic]) -> None:
    for name in _targets(node):
        traffic = found.setdefault(name or b"", _Traffic())
        traffic.values.append(_only_value(node))
        traffic.ends.append(node.end_byte)


def _targets(node: Node) -> list[bytes | None]:
    left = node.child_by_field_name("left")
    several = left is not None and left.type == "expression_list"
    return (
        [each.text for each in left.named_children] if left is not None and several else [left.text if left else None]
    )


def _only_value(node: Node) -> Node | None:
    """What stands right of `=`; nothing for `+=`, or where several variables are written."""
    operator, right = node.child_by_field_name("operator"), node.child_by_field_name("right")
    if (
        node.type in _FILLS
        or len(_targets(node)) != 1
        or right is None
        or (operator is not None and operator.text != b"=")
    ):
        return None
    return right.named_children[0] if right.type == "expression_list" and right.named_child_count == 1 else right


def matched(function: Node, patterns: Set[str]) -> Iterator[str]:
    """The names that patterns in a function give to what they find; those of functions within, too."""
    pending, left = [function], MAX_WALK
    while pending and left:
        node = pending.pop()
        left -= 1
        if node.type in patterns:
            name = node.child_by_field_name("name")
            last = node.named_children[-1] if node.named_child_count > 1 and node.type in _NAMED_LAST else None
            if (found := name or last) is not None and found.type == "identifier":
                yield (found.text or b"").decode("utf-8", "replace").lstrip("@")
        pending.extend(node.named_children)
