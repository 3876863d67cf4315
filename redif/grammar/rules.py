"""One rule, two engines: a regular expression to accept values, a pyparsing parser to explain why one is refused.

The expression accepts valid values, which are nearly all, at the cost of one call. The parser is made only when a value is
refused, or when a program asks for it. Both are made from the same tree, and both commit: the first alternative that
matches is taken, and a repetition takes all it can. In the expression, atomic groups and possessive repeats say so, and
they keep its running time in proportion to the length of the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from redif.grammar.errors import Refusal
from redif.grammar.expressions import Expression, groups_of
from redif.grammar.nodes import Definition, Literal, Range, children, signs_of

if TYPE_CHECKING:
    from pyparsing import ParserElement

    from redif.grammar.explaining import Explainer


class Rule:
    """A rule of values.abnf with both its engines, each made when first used.

    Args:
        name: its name.
        definitions: all rules of the grammar.
        cache: expressions of these, by name, as far as they were needed so far.
    """

    def __init__(self, name: str, definitions: Mapping[str, Definition], cache: dict[str, str] | None = None) -> None:
        self.name = name
        self._definitions = definitions
        self._cache = {} if cache is None else cache
        self._part_patterns: dict[tuple[str, ...], tuple[re.Pattern[str], list[tuple[str, int]]]] = {}

    def __repr__(self) -> str:
        return f"Rule({self.name!r})"

    @cached_property
    def accepts(self) -> Callable[[str], re.Match[str] | None]:
        """A function that matches a whole value, and returns None where the rule refuses it."""
        return self.pattern().fullmatch

    @cached_property
    def finds(self) -> Callable[[str], re.Match[str] | None]:
        """A function that finds the first part of a value that the rule accepts."""
        return self.pattern().search

    def pattern(self, *captures: str) -> re.Pattern[str]:
        """Return the rule as a regular expression; rules named in `captures` become groups (see `groups_of`)."""
        return re.compile(Expression(self._definitions, self._cache, frozenset(captures)).of_rule(self.name))

    def parts(self, value: str, *names: str) -> dict[str, list[str]]:
        """Return the texts in a value that match some parts of the rule, by name; empty for a value it refuses."""
        known = self._part_patterns.get(names)
        if known is None:
            pattern = self.pattern(*names)
            groups = [(name, group) for name in names for group in groups_of(pattern, name)]
            known = self._part_patterns[names] = pattern, groups
        pattern, groups = known
        match = pattern.fullmatch(value)
        found: dict[str, list[str]] = {}
        for name, group in groups if match is not None else ():
            if match is not None and match[group] is not None:
                found.setdefault(name, []).append(match[group])
        return found

    def words(self) -> tuple[str, ...]:
        """Return the quoted texts and the characters of a rule that is a choice of words, as the grammar spells them."""
        node = self._definitions[self.name].node
        found = (node, *children(node))
        return tuple(
            item.text if isinstance(item, Literal) else chr(item.first)
            for item in found
            if isinstance(item, Literal) or (isinstance(item, Range) and item.first == item.last)
        )

    def signs(self) -> frozenset[str] | None:
        """Return signs of which each text that the rule accepts has one at least; None where there are none."""
        return signs_of(self._definitions[self.name].node, self._definitions)

    def parser(self) -> ParserElement:
        """Return the rule as a pyparsing element with named results (see `Grammar.parser`)."""
        from redif.grammar.parsers import parser_of  # pyparsing is imported only where it is needed

        return parser_of(self.name, self._definitions)

    def explain(self, value: str) -> Refusal | None:
        """Return where and why the value is refused, or None where it is accepted."""
        return self._explainer.explain(value)

    @cached_property
    def _explainer(self) -> Explainer:
        from redif.grammar.explaining import Explainer  # pyparsing is imported only where it is needed

        return Explainer(self.name, self._definitions)
