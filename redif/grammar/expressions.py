"""Syntax trees as regular expressions that commit to what they match, so that they never backtrack."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

from redif.grammar.nodes import Choice, Definition, Literal, Node, Repeat, RuleReference, Sequence, characters, children


def groups_of(pattern: re.Pattern[str], name: str) -> list[int]:
    """Return the numbers of the groups that match rule `name`, in a pattern made with that rule as a capture."""
    return [number for group, number in pattern.groupindex.items() if group.rpartition("__")[0] == _group(name)]


def _group(name: str) -> str:
    return name.replace("-", "_")


def character_class(ranges: list[tuple[int, int]]) -> str:
    """Return an expression that matches one character of some ranges."""

    def point(number: int) -> str:
        return re.escape(chr(number))

    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return point(ranges[0][0])
    if any(last == sys.maxunicode for _, last in ranges):
        # All but a few characters: it compiles many times as fast if these few are listed.
        gaps, start = [], 0
        for first, last in sorted(ranges):
            if first > start:
                gaps.append((start, first - 1))
            start = max(start, last + 1)
        return "[^" + "".join(point(a) if a == b else f"{point(a)}-{point(b)}" for a, b in gaps) + "]" if gaps else "(?s:.)"
    return "[" + "".join(point(a) if a == b else f"{point(a)}-{point(b)}" for a, b in ranges) + "]"


class Expression:
    """Writes a tree as a regular expression.

    Args:
        definitions: all rules of the grammar.
        cache: the expressions of rules without captures, by name; extended here.
        captures: the rules that become groups (see `groups_of`).
    """

    def __init__(self, definitions: Mapping[str, Definition], cache: dict[str, str], captures: frozenset[str]) -> None:
        self._definitions = definitions
        self._cache = cache
        self._captures = captures
        self._groups = 0

    def of_rule(self, name: str) -> str:
        """Return the expression of a rule."""
        node = self._definitions[name].node
        if name in self._captures:
            self._groups += 1
            return f"(?P<{_group(name)}__{self._groups}>{self._of(node)})"
        if self._captures_within(node):
            return self._of(node)
        if name not in self._cache:
            self._cache[name] = self._of(node)
        return self._cache[name]

    def _of(self, node: Node) -> str:
        if isinstance(node, RuleReference):
            return self.of_rule(node.name)
        ranges = None if self._captures_within(node) else characters(node, self._definitions)
        if ranges is not None:
            return character_class(ranges)
        match node:
            case Literal(text, cased):
                return re.escape(text) if cased or text.lower() == text.upper() else f"(?ai:{re.escape(text)})"
            case Sequence(items):
                return "".join(map(self._of, items))
            case Choice(items):
                return f"(?>{'|'.join(map(self._of, items))})"
            case Repeat(item, least, most):
                one = self._of(item)
                if self._captures_within(item) or characters(item, self._definitions) is None:
                    return _committed(f"(?:{one}){_times(least, most)}")
                return f"{one}{_times(least, most)}+"
            case _:
                raise TypeError(node)

    def _captures_within(self, node: Node) -> bool:
        if not self._captures:
            return False
        if isinstance(node, RuleReference):
            return node.name in self._captures or self._captures_within(self._definitions[node.name].node)
        return any(map(self._captures_within, children(node)))


def _committed(repeated: str) -> str:
    # Before 3.11.5, Python matches a possessive quantifier wrongly if its group backtracks inside (CPython issue 106052).
    return f"{repeated}+" if sys.version_info >= (3, 11, 5) else f"(?>{repeated})"


def _times(least: int, most: int | None) -> str:
    return {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((least, most)) or f"{{{least},{'' if most is None else most}}}"
