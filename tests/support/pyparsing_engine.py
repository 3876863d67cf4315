"""The rules of values.abnf as parsers of pyparsing: an independent engine, to which ours is held.

Each rule that fails notes where, and what stands furthest right is the reason of a refusal, as it has to be in ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pyparsing as pp

from redif.grammar.explaining import Refusal
from redif.grammar.nodes import Choice, Definition, Literal, Node, Reference, Repeat, Sequence, characters, children
from redif.grammar.rules import character_class

FailAction = Callable[[str, int, pp.ParserElement, Exception], None]


class Parser:
    """One rule as a parser."""

    def __init__(self, name: str, definitions: Mapping[str, Definition]) -> None:
        self._definitions = definitions
        self._failures: dict[int, dict[str, None]] = {}
        self._named: dict[str, pp.ParserElement] = {}
        end = pp.Regex(r"\Z")
        end.set_fail_action(self._note("nothing more"))
        self._whole = _tight(pp.And([self._of(Reference(name)), _tight(end)])).parse_with_tabs()

    def explain(self, value: str) -> Refusal | None:
        """Where and why a value is refused, or None where it is not."""
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
                if name not in self._named:
                    self._named[name] = self._rule(self._definitions[name])
                return self._named[name]
            case Literal(text, cased):
                element: pp.ParserElement = pp.Regex(re.escape(text), flags=0 if cased else re.IGNORECASE | re.ASCII)
                return _tight(element.set_fail_action(self._note(f'"{text}"')))
            case Sequence(items):
                return _tight(pp.And([self._of(item) for item in items]))
            case Repeat(item, least, most):
                return self._repeat(self._of(item), least, most)
        ranges = characters(node, self._definitions)
        if ranges is not None:
            return _tight(pp.Regex(character_class(ranges)).set_fail_action(self._note("")))
        if isinstance(node, Choice):
            return _tight(pp.MatchFirst([self._of(item) for item in node.items]))
        raise TypeError(node)

    def _rule(self, definition: Definition) -> pp.ParserElement:
        element = self._of(definition.node)
        if not definition.comment:
            return element
        # What has a note of its own stands in a sequence of its own, and one without an action would be merged into the one
        # around it, note and all.
        element = _tight(pp.And([element])).add_parse_action(lambda: None)
        return element.set_fail_action(self._note(definition.comment, self._notes_below(definition.node)))

    @staticmethod
    def _repeat(element: pp.ParserElement, least: int, most: int | None) -> pp.ParserElement:
        if most is None:
            # No repetition of pyparsing's own begins with more than one.
            ahead = [element] * (least - 1)
            repeated = _tight(pp.OneOrMore(element) if least else pp.ZeroOrMore(element))
            return _tight(pp.And([*ahead, repeated])) if ahead else repeated
        optional: list[pp.ParserElement] = []
        for _ in range(most - least):
            optional = [_tight(pp.Optional(_tight(pp.And([element, *optional]))))]
        return _tight(pp.And([element] * least + optional))

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


def _tight(element: pp.ParserElement) -> pp.ParserElement:
    """An element that takes no blanks ahead of it. Pyparsing would do it for all within, too, and copy them each time."""
    return element.leave_whitespace(recursive=False)
