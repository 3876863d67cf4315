"""One rule, two engines: a regular expression to accept, a walk along its tree to explain a refusal.

The expression takes the great many values that are right at the cost of one call. The walk is made along a value that was
refused, and says where it stopped and what would have fitted there. Both are made from the same tree, and both commit:
the first alternative that fits is taken and a repetition takes all it can. In the expression that is said with atomic
groups and possessive repeats, which also keeps it from ever running longer than the value is long.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from redif.grammar.explaining import Refusal
from redif.grammar.nodes import Choice, Definition, Literal, Node, Reference, Repeat, Sequence, characters, children

if TYPE_CHECKING:
    from redif.grammar.explaining import Explainer


class Rule:
    """A rule of values.abnf with both its engines, each made when first used.

    Args:
        name: its name.
        definitions: all rules of the grammar.
        written: expressions of these, by name, as far as one was needed.
    """

    def __init__(self, name: str, definitions: Mapping[str, Definition], written: dict[str, str] | None = None) -> None:
        self.name = name
        self._definitions = definitions
        self._written = {} if written is None else written
        self._parted: dict[tuple[str, ...], tuple[re.Pattern[str], list[tuple[str, int]]]] = {}

    def __repr__(self) -> str:
        return f"Rule({self.name!r})"

    @cached_property
    def accepts(self) -> Callable[[str], re.Match[str] | None]:
        """Matches a whole value, or gives None."""
        return self.pattern().fullmatch

    def pattern(self, *captures: str) -> re.Pattern[str]:
        """The rule as a regular expression; rules named in `captures` become groups (see `groups_of`)."""
        return re.compile(_Expression(self._definitions, self._written, frozenset(captures)).of_rule(self.name))

    def parts(self, value: str, *names: str) -> dict[str, list[str]]:
        """What stands in a value where the rule has some of its parts, by name; nothing for a value it does not accept."""
        parted = self._parted.get(names)
        if parted is None:
            pattern = self.pattern(*names)
            parted = self._parted[names] = pattern, [(name, group) for name in names for group in groups_of(pattern, name)]
        pattern, groups = parted
        match = pattern.fullmatch(value)
        found: dict[str, list[str]] = {}
        for name, group in groups if match is not None else ():
            if match is not None and match[group] is not None:
                found.setdefault(name, []).append(match[group])
        return found

    def words(self) -> tuple[str, ...]:
        """The quoted texts of a rule that is one of some words, as the grammar spells them."""
        node = self._definitions[self.name].node
        return tuple(item.text for item in (node, *children(node)) if isinstance(item, Literal))

    def parses(self, value: str) -> bool:
        """Whether the explaining engine takes the value; it agrees with `accepts`."""
        return self.explain(value) is None

    def explain(self, value: str) -> Refusal | None:
        """Where and why the value is refused, or None where it is not."""
        return self._explainer.explain(value)

    @cached_property
    def _explainer(self) -> Explainer:
        from redif.grammar.explaining import Explainer  # which needs what is said here of rules

        return Explainer(self.name, self._definitions)


def groups_of(pattern: re.Pattern[str], name: str) -> list[int]:
    """The numbers of the groups that are rule `name` in a pattern made with it as a capture."""
    return [number for group, number in pattern.groupindex.items() if group.rsplit("__", 1)[0] == _group(name)]


def _group(name: str) -> str:
    return name.replace("-", "_")


def character_class(ranges: list[tuple[int, int]]) -> str:
    """An expression that takes one character of some ranges."""

    def point(number: int) -> str:
        return re.escape(chr(number))

    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return point(ranges[0][0])
    if any(last == sys.maxunicode for _, last in ranges):
        # All but a few characters: compiled many times as fast when these few are named.
        gaps, start = [], 0
        for first, last in sorted(ranges):
            if first > start:
                gaps.append((start, first - 1))
            start = max(start, last + 1)
        return "[^" + "".join(point(a) if a == b else f"{point(a)}-{point(b)}" for a, b in gaps) + "]" if gaps else "(?s:.)"
    return "[" + "".join(point(a) if a == b else f"{point(a)}-{point(b)}" for a, b in ranges) + "]"


class _Expression:
    """Writes a tree as a regular expression; `written` has the rules of which that was done before."""

    def __init__(self, definitions: Mapping[str, Definition], written: dict[str, str], captures: frozenset[str]) -> None:
        self.definitions = definitions
        self.written = written
        self.captures = captures
        self.groups = 0

    def of_rule(self, name: str) -> str:
        node = self.definitions[name].node
        if name in self.captures:
            self.groups += 1
            return f"(?P<{_group(name)}__{self.groups}>{self.of(node)})"
        if self._captures_within(node):
            return self.of(node)
        if name not in self.written:
            self.written[name] = self.of(node)
        return self.written[name]

    def of(self, node: Node) -> str:
        if isinstance(node, Reference):
            return self.of_rule(node.name)
        ranges = None if self._captures_within(node) else characters(node, self.definitions)
        if ranges is not None:
            return character_class(ranges)
        match node:
            case Literal(text, cased):
                return re.escape(text) if cased or text.lower() == text.upper() else f"(?ai:{re.escape(text)})"
            case Sequence(items):
                return "".join(map(self.of, items))
            case Choice(items):
                return f"(?>{'|'.join(map(self.of, items))})"
            case Repeat(item, least, most):
                one = self.of(item)
                if self._captures_within(item) or characters(item, self.definitions) is None:
                    one = f"(?:{one})"
                return f"{one}{_times(least, most)}+"
            case _:
                raise TypeError(node)

    def _captures_within(self, node: Node) -> bool:
        if not self.captures:
            return False
        if isinstance(node, Reference):
            return node.name in self.captures or self._captures_within(self.definitions[node.name].node)
        return any(map(self._captures_within, children(node)))


def _times(least: int, most: int | None) -> str:
    return {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((least, most)) or f"{{{least},{'' if most is None else most}}}"
