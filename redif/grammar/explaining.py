"""Why a rule does not take a value: the rule's tree, walked along the value, with notes of how far each part came.

A walk that gives up says little: the reason is often an optional part that fitted up to a point. So each part that fails notes
where, and what stands furthest right is the reason. As in the expression, the first alternative that fits is taken, and a
repetition takes all it can.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from redif.grammar.nodes import Choice, Definition, Literal, Node, Reference, Repeat, Sequence, characters, children

KEPT = 256  # explanations that are kept: who makes a mistake makes it in many a template


class Refusal(NamedTuple):
    """Why a rule did not take a value.

    Attributes:
        offset: how many characters of the value fitted.
        expected: what would have fitted there, in the words of the grammar's comments.
    """

    offset: int
    expected: tuple[str, ...]

    def __str__(self) -> str:
        return " or ".join(self.expected)


# The nodes of a grammar, by identity, to the characters they take, if each takes just one.
Ranges = dict[int, list[tuple[int, int]] | None]


class Explainer:
    """Explains refusals by one rule."""

    def __init__(self, name: str, definitions: Mapping[str, Definition]) -> None:
        self._rule = Reference(name)
        self._definitions = definitions
        self._ranges: Ranges = {}
        self.explain = lru_cache(maxsize=KEPT)(self._explain)

    def _explain(self, value: str) -> Refusal | None:
        """Where and why a value is refused, or None where it is not."""
        walk = _Walk(value, self._definitions, self._ranges)
        end = walk.along(self._rule, 0)
        if end == len(value):
            return None
        if end >= 0:
            walk.fail(end, "nothing more")
        furthest = max(walk.notes)
        return Refusal(furthest, tuple(walk.notes[furthest]))


class _Walk:
    """One walk along a value.

    Attributes:
        notes: offsets where something did not fit, to what would have.
        failed: the offset where what failed last did.
    """

    def __init__(self, value: str, definitions: Mapping[str, Definition], ranges: Ranges) -> None:
        self.value = value
        self.definitions = definitions
        self.ranges = ranges
        self.notes: dict[int, dict[str, None]] = {}
        self.failed = 0

    def along(self, node: Node, start: int) -> int:
        """Where a node that begins at an offset ends; negative where it does not fit."""
        match node:
            case Reference(name):
                return self.rule(self.definitions[name], start)
            case Literal(text, cased):
                found = self.value[start : start + len(text)]
                fits = found == text if cased else found.isascii() and found.lower() == text.lower()
                return start + len(text) if fits else self.fail(start, f'"{text}"')
            case Sequence(items):
                for item in items:
                    start = self.along(item, start)
                    if start < 0:
                        break
                return start
            case Repeat(item, least, most):
                return self.repeat(item, least, most, start)
        if id(node) not in self.ranges:
            self.ranges[id(node)] = characters(node, self.definitions)
        ranges = self.ranges[id(node)]
        if ranges is not None:
            fits = start < len(self.value) and any(first <= ord(self.value[start]) <= last for first, last in ranges)
            return start + 1 if fits else self.fail(start)
        return self.choice(node.items if isinstance(node, Choice) else (), start)

    def rule(self, definition: Definition, start: int) -> int:
        """If a rule has words of its own, they say why it failed, and not those of its parts that failed there too."""
        end = self.along(definition.node, start)
        if end < 0 and definition.comment:
            there = self.notes.setdefault(self.failed, {})
            for less in _words_below(definition.node, self.definitions) & there.keys():
                del there[less]
            there.setdefault(definition.comment)
        return end

    def choice(self, items: Iterable[Node], start: int) -> int:
        """The first alternative that fits; where none does, what came furthest has failed."""
        furthest = start
        for item in items:
            if (end := self.along(item, start)) >= 0:
                return end
            furthest = max(furthest, self.failed)
        return self.fail(furthest)

    def repeat(self, item: Node, least: int, most: int | None, start: int) -> int:
        """As many as there are, up to `most`."""
        count = 0
        while count != most:
            end = self.along(item, start)
            if end < 0 and count < least:
                return end
            if end <= start:  # it does not fit, or is nothing
                break
            count, start = count + 1, end
        return start

    def fail(self, offset: int, expected: str = "") -> int:
        """Note where something does not fit, and what would."""
        self.failed = offset
        there = self.notes.setdefault(offset, {})
        if expected:
            there.setdefault(expected)
        return -1


def _words_below(node: Node, definitions: Mapping[str, Definition]) -> frozenset[str]:
    """What the parts of a rule may have noted."""
    found: set[str] = set()
    if isinstance(node, Literal):
        found.add(f'"{node.text}"')
    elif isinstance(node, Reference):
        definition = definitions[node.name]
        found |= _words_below(definition.node, definitions) | {definition.comment}
    return frozenset(found.union(*(_words_below(child, definitions) for child in children(node))))
