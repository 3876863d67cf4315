"""The syntax tree of a rule: what the operators of ABNF become (RFC 5234, section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

FEW_SIGNS = 32  # of a range


class Literal(NamedTuple):
    """Quoted text. `cased` is true where letter case counts."""

    text: str
    cased: bool = False


class Range(NamedTuple):
    """One character between two code points, both included."""

    first: int
    last: int


class RuleReference(NamedTuple):
    """Whatever matches the named rule."""

    name: str


class Sequence(NamedTuple):
    """All of these, one after the other."""

    items: tuple[Node, ...]


class Choice(NamedTuple):
    """The first of these that matches."""

    items: tuple[Node, ...]


class Repeat(NamedTuple):
    """`least` to `most` times; `most` is None where there is no upper bound."""

    item: Node
    least: int
    most: int | None


Node = Literal | Range | RuleReference | Sequence | Choice | Repeat


class Definition(NamedTuple):
    """A rule of a grammar file: its tree, the comment after it, and the offset at which it begins."""

    name: str
    node: Node
    comment: str
    offset: int


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below one."""
    match node:
        case Sequence(items) | Choice(items):
            return items
        case Repeat(item):
            return (item,)
        case _:
            return ()


def characters(node: Node, definitions: Mapping[str, Definition]) -> list[tuple[int, int]] | None:
    """Return the code point ranges of a node that matches exactly one character; None for any other node."""
    match node:
        case Range(first, last):
            return [(first, last)]
        case Literal(text, cased) if len(text) == 1:
            forms = {text} if cased else {text.lower(), text.upper()}
            return [(ord(form), ord(form)) for form in sorted(forms)]
        case RuleReference(name):
            return characters(definitions[name].node, definitions)
        case Choice(items):
            ranges: list[tuple[int, int]] = []
            for item in items:
                found = characters(item, definitions)
                if found is None:
                    return None
                ranges += found
            return ranges
        case _:
            return None


def is_optional(node: Node, definitions: Mapping[str, Definition]) -> bool:
    """Whether a node matches the empty text."""
    match node:
        case Literal(text):
            return not text
        case RuleReference(name):
            return is_optional(definitions[name].node, definitions)
        case Sequence(items):
            return all(is_optional(item, definitions) for item in items)
        case Choice(items):
            return any(is_optional(item, definitions) for item in items)
        case Repeat(item, least):
            return least == 0 or is_optional(item, definitions)
        case _:
            return False


def signs_of(node: Node, definitions: Mapping[str, Definition]) -> frozenset[str] | None:
    """Return signs, such as `;`, of which whatever matches a node has one at least; None where there are no such signs."""
    match node:
        case Range(first, last) if last - first < FEW_SIGNS:
            signs = frozenset(map(chr, range(first, last + 1)))
            return None if any(sign.isspace() or sign.isalnum() for sign in signs) else signs
        case Literal(text):
            return frozenset(sign for sign in text if not (sign.isspace() or sign.isalnum())) or None
        case RuleReference(name):
            return signs_of(definitions[name].node, definitions)
        case Sequence(items):
            return next((found for item in items if (found := signs_of(item, definitions))), None)
        case Choice(items):
            of_all: frozenset[str] = frozenset()
            for item in items:
                if (found := signs_of(item, definitions)) is None:
                    return None
                of_all |= found
            return of_all
        case Repeat(item, least) if least > 0:
            return signs_of(item, definitions)
        case _:
            return None
