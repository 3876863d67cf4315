"""Why a rule refuses a value: its pyparsing parser, with a record of where parsing got furthest.

The exception with which a parser ends says little: the reason is often an optional part that matched up to a point. So each
part that fails records where, and the furthest of these is the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from threading import Lock

import pyparsing as pp

from redif.grammar.errors import NOTHING_MORE, Refusal
from redif.grammar.nodes import Definition, Literal, Node, RuleReference, children
from redif.grammar.parsers import Elements, without_skipping

CACHED_VALUES = 256  # explanations; the same mistake is often made in many templates

FailAction = Callable[[str, int, pp.ParserElement, Exception], None]


class Explainer:
    """Explains why one rule refuses values."""

    def __init__(self, name: str, definitions: Mapping[str, Definition]) -> None:
        self._definitions = definitions
        self._furthest = 0
        self._expected: dict[str, None] = {}
        self._lock = Lock()  # the parser's fail actions write to this object
        end = pp.StringEnd().set_fail_action(self._record(NOTHING_MORE))
        self._parser = without_skipping(pp.And([Elements(definitions, self._visit).of(RuleReference(name)), end]))
        self.explain = lru_cache(maxsize=CACHED_VALUES)(self._explain)

    def _explain(self, value: str) -> Refusal | None:
        """Return where and why a value is refused, or None where it is accepted."""
        with self._lock:
            self._furthest, self._expected = 0, {}
            try:
                self._parser.parse_string(value)
            except pp.ParseException:
                return Refusal(self._furthest, tuple(self._expected))
        return None

    def _visit(self, element: pp.ParserElement, node: Node, definition: Definition | None) -> pp.ParserElement:
        if isinstance(node, Literal):
            return element.set_fail_action(self._record(f'"{node.text}"'))
        if definition is None:
            return element.set_fail_action(self._record("")) if isinstance(element, pp.Regex) else element
        if not definition.comment:
            return element
        # A sequence without an action would be merged into the one around it, and lose its fail action.
        element = pp.And([element]).add_parse_action(lambda: None)
        return element.set_fail_action(self._record(definition.comment, self._words_below(definition.node)))

    def _record(self, expected: str, instead_of: frozenset[str] = frozenset()) -> FailAction:
        """A function that records a failure, and what was expected there, in the place of less helpful words."""

        def record(_text: str, offset: int, _element: pp.ParserElement, error: Exception) -> None:
            offset = max(offset, error.loc if isinstance(error, pp.ParseBaseException) else 0)
            if offset < self._furthest:
                return
            if offset > self._furthest:
                self._furthest, self._expected = offset, {}
            for less in instead_of & self._expected.keys():
                del self._expected[less]
            if expected:
                self._expected.setdefault(expected)

        return record

    def _words_below(self, node: Node) -> frozenset[str]:
        """What the parts of a rule may have recorded; a comment of the rule itself says it better."""
        found: set[str] = set()
        if isinstance(node, Literal):
            found.add(f'"{node.text}"')
        elif isinstance(node, RuleReference):
            definition = self._definitions[node.name]
            found |= self._words_below(definition.node) | {definition.comment}
        return frozenset(found.union(*map(self._words_below, children(node))))
