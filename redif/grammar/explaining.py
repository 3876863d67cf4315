"""Why a rule does not take a value: the rule as a parser that notes how far it came."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from threading import Lock

import pyparsing as pp

from redif.grammar.abnf import Choice, Definition, Literal, Node, Reference, Repeat, Sequence, children
from redif.grammar.rules import Refusal, character_class, characters

FailAction = Callable[[str, int, pp.ParserElement, Exception], None]


class Explainer:
    """Builds a tree as a pyparsing parser that notes how far each rule came.

    A parser that gives up says little: the reason is often an optional part that fitted up to a point. So each rule that
    fails notes where, and what stands furthest right is the reason.
    """

    def __init__(self, name: str, definitions: Mapping[str, Definition]) -> None:
        self._definitions = definitions
        self._failures: dict[int, dict[str, None]] = {}
        self._lock = Lock()  # failures are noted in one place
        end = pp.Regex(r"\Z")
        end.set_fail_action(self._note("nothing more"))
        self._whole = (self._of(Reference(name)) + end).leave_whitespace().parse_with_tabs()

    def explain(self, value: str) -> Refusal | None:
        """Where and why a value is refused, or None where it is not."""
        with self._lock:
            self._failures.clear()
            try:
                self._whole.parse_string(value)
            except pp.ParseBaseException:
                furthest = max(self._failures, default=0)
                return Refusal(furthest, tuple(self._failures.get(furthest, {"nothing more": None})))
        return None

    def _of(self, node: Node) -> pp.ParserElement:
        match node:
            case Reference(name):
                definition = self._definitions[name]
                element = self._of(definition.node).copy()
                if definition.comment:
                    # A sequence without an action of its own would be merged into the one around it, note and all.
                    element.add_parse_action(lambda: None)
                    element.set_fail_action(self._note(definition.comment, self._notes_below(definition.node)))
                return element.leave_whitespace()
            case Literal(text, cased):
                element = pp.Regex(re.escape(text), flags=0 if cased else re.IGNORECASE | re.ASCII)
                element.set_fail_action(self._note(f'"{text}"'))
            case Sequence(items):
                element = pp.And([self._of(item) for item in items])
            case Repeat(item, least, most):
                element = self._repeat(self._of(item), least, most)
            case _:
                ranges = characters(node, self._definitions)
                if ranges is not None:
                    element = pp.Regex(character_class(ranges))
                    element.set_fail_action(self._note(""))
                elif isinstance(node, Choice):
                    element = pp.MatchFirst([self._of(item) for item in node.items])
                else:
                    raise TypeError(node)
        return element.leave_whitespace()

    @staticmethod
    def _repeat(element: pp.ParserElement, least: int, most: int | None) -> pp.ParserElement:
        if (least, most) == (0, 1):
            return pp.Optional(element)
        if most is None:
            return pp.ZeroOrMore(element) if least == 0 else pp.And([element] * (least - 1) + [pp.OneOrMore(element)])
        optional: pp.ParserElement = pp.Empty()
        for _ in range(most - least):
            optional = pp.Optional(element + optional)
        return pp.And([element] * least + [optional])

    def _notes_below(self, node: Node) -> frozenset[str]:
        """What the parts of a rule may have noted; the rule's own words say it better."""
        found: set[str] = set()
        if isinstance(node, Literal):
            found.add(f'"{node.text}"')
        elif isinstance(node, Reference):
            definition = self._definitions[node.name]
            found |= self._notes_below(definition.node) | {definition.comment}
        return frozenset(found.union(*map(self._notes_below, children(node))))

    def _note(self, what: str, instead_of: frozenset[str] = frozenset()) -> FailAction:
        def note(_text: str, offset: int, _element: pp.ParserElement, error: Exception) -> None:
            furthest = max(offset, error.loc if isinstance(error, pp.ParseBaseException) else 0)
            expected = self._failures.setdefault(furthest, {})
            for less in instead_of & expected.keys():
                del expected[less]
            if what:
                expected.setdefault(what)

        return note
