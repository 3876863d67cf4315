"""Syntax trees as pyparsing elements.

As in the regular expressions, the first alternative that matches is taken and a repetition takes all it can, which is how
pyparsing works. White space is never skipped: where a value may hold a space, the grammar says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

import pyparsing as pp

from redif.grammar.expressions import character_class
from redif.grammar.nodes import Choice, Definition, Literal, Node, Repeat, RuleReference, Sequence, characters, children

Visit = Callable[[pp.ParserElement, Node, Definition | None], pp.ParserElement]


class Elements:
    """Makes the pyparsing elements of rules.

    Args:
        definitions: all rules of the grammar.
        visit: is called with each element, its node, and for the element of a whole rule its definition; returns the element
            to be used in its place.
    """

    def __init__(self, definitions: Mapping[str, Definition], visit: Visit) -> None:
        self._definitions = definitions
        self._visit = visit
        self._rules: dict[str, pp.ParserElement] = {}

    def of(self, node: Node) -> pp.ParserElement:
        """Return the element of a node."""
        if isinstance(node, RuleReference):
            if node.name not in self._rules:
                definition = self._definitions[node.name]
                self._rules[node.name] = self._visit(self.of(definition.node), node, definition)
            return self._rules[node.name]
        return self._visit(self._of(node), node, None)

    def _of(self, node: Node) -> pp.ParserElement:
        match node:
            case Literal(text, cased):
                return pp.Regex(re.escape(text), flags=0 if cased else re.IGNORECASE | re.ASCII).set_name(f'"{text}"')
            case Sequence(items):
                return pp.And([self.of(item) for item in items])
            case Repeat(item, least, most):
                return self._repeat(self.of(item), least, most)
        ranges = characters(node, self._definitions)
        if ranges is not None:
            return pp.Regex(character_class(ranges))
        if isinstance(node, Choice):
            return pp.MatchFirst([self.of(item) for item in node.items])
        raise TypeError(node)

    @staticmethod
    def _repeat(element: pp.ParserElement, least: int, most: int | None) -> pp.ParserElement:
        if (least, most) == (0, 1):
            return pp.Opt(element)
        if most is not None:
            optional: list[pp.ParserElement] = []
            for _ in range(most - least):
                optional = [pp.Opt(pp.And([element, *optional]))]
            return pp.And([element] * least + optional)
        if least > 1:  # pyparsing's own repetitions begin with one at the most
            return pp.And([*[element] * (least - 1), pp.OneOrMore(element)])
        return pp.OneOrMore(element) if least else pp.ZeroOrMore(element)


def without_skipping(element: pp.ParserElement) -> pp.ParserElement:
    """Return an element that, with all its parts, skips no white space and leaves tabs alone."""
    for part in element.visit_all():  # type: ignore[no-untyped-call]
        part.leave_whitespace(recursive=False)
    return element.parse_with_tabs()


class _Part(pp.TokenConverter):
    """What matches a rule as one text, which is a named result beside those of the rule's own parts."""

    def __init__(self, element: pp.ParserElement, name: str, *, is_list: bool) -> None:
        super().__init__(element)
        self._result = name
        self._is_list = is_list

    def postParse(self, instring: str, loc: int, tokenlist: pp.ParseResults) -> pp.ParseResults:  # noqa: N802
        found = pp.ParseResults(["".join(tokenlist)], self._result, aslist=False, modal=not self._is_list)
        del tokenlist[:]  # type: ignore[no-untyped-call]
        found += tokenlist
        return found


def result_name(rule: str) -> str:
    """Return the name of the results that match a rule: `first_page` for `first-page`."""
    return rule.replace("-", "_")


def parser_of(name: str, definitions: Mapping[str, Definition]) -> pp.ParserElement:
    """Return a rule as a pyparsing element; what matches a rule inside it is a result of that rule's name.

    Results are texts. Where the rule can match more than once in a value, the result is the list of all its matches.
    """
    counts = _counts(RuleReference(name), definitions)

    def visit(element: pp.ParserElement, node: Node, definition: Definition | None) -> pp.ParserElement:
        if definition is None or characters(node, definitions) is not None:
            return element
        part = _Part(element, result_name(definition.name), is_list=counts[definition.name] > 1)
        return part.set_name(definition.comment) if definition.comment else part

    return without_skipping(Elements(definitions, visit).of(RuleReference(name)))


def _counts(node: Node, definitions: Mapping[str, Definition]) -> Counter[str]:
    """How often each rule can match in a node; 2 is any number above 1."""
    match node:
        case RuleReference(name):
            return _counts(definitions[name].node, definitions) | Counter({name: 1})
        case Choice():
            found: Counter[str] = Counter()
            for child in children(node):
                found |= _counts(child, definitions)
            return found
        case Repeat(item, _, most):
            found = _counts(item, definitions)
            return found if most == 1 else found + found
        case _:
            return sum((_counts(child, definitions) for child in children(node)), Counter())
