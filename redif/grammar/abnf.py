"""ABNF text to syntax trees (RFC 5234, with the %s"..." of RFC 7405).

Source of the rules: RFC 5234, section 4. Left out: prose values (`<...>`) and incremental alternatives (`=/`), which
a grammar that is to be executed has no use for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redif.grammar.errors import GrammarError
from redif.grammar.nodes import Choice, Definition, Literal, Node, Range, Reference, Repeat, Sequence, children
from redif.grammar.scanner import Scanner, UnfitError


def read_abnf(text: str, file: str) -> dict[str, Definition]:
    """The rules of an ABNF text by name, in small letters.

    Raises:
        GrammarError: with the line and column where the text stops being ABNF, or where a rule is defined twice,
            names a rule that is not there, or contains itself.
    """
    rules: dict[str, Definition] = {}
    try:
        for definition in _Reader(text.rstrip() + "\n").rulelist():
            if definition.name in rules:
                raise GrammarError.at(f"the rule {definition.name} is defined twice", file, text, definition.offset)
            rules[definition.name] = definition
    except UnfitError as unfit:
        raise GrammarError.at(f"this is not ABNF (RFC 5234): {unfit}", file, text, unfit.offset) from None
    _check(rules, text, file)
    return rules


def _check(rules: dict[str, Definition], text: str, file: str) -> None:
    """Every rule that is named is there, and none contains itself: neither engine could run one that did."""
    open_: set[str] = set()
    sound: set[str] = set()

    def walk(node: Node, within: Definition) -> None:
        if isinstance(node, Reference) and node.name not in sound:
            rule = rules.get(node.name)
            if rule is None:
                raise GrammarError.at(f"there is no rule {node.name}", file, text, within.offset)
            if rule.name in open_:
                raise GrammarError.at(f"the rule {rule.name} contains itself", file, text, rule.offset)
            open_.add(rule.name)
            walk(rule.node, rule)
            open_.remove(rule.name)
            sound.add(rule.name)
        for child in children(node):
            walk(child, within)

    for definition in rules.values():
        walk(Reference(definition.name), definition)


# c-wsp = WSP / (c-nl WSP): a line that begins with a blank goes on with the rule of the line before.
_BLANK = r"(?:[ \t]|(?:;[^\n]*)?\n(?=[ \t]))"
# repeat = 1*DIGIT / (*DIGIT "*" *DIGIT)
_COUNT = r"(?P<count>\d*\*\d*|\d+)?"
# rulename = ALPHA *(ALPHA / DIGIT / "-")
_NAME = "[A-Za-z][A-Za-z0-9-]*"
# char-val = ["%s" / "%i"] DQUOTE *(%x20-21 / %x23-7E) DQUOTE
_QUOTED = r'(?:%[sSiI])?"[^"\n]*"'
# num-val = "%x" 1*HEXDIG [ 1*("." 1*HEXDIG) / ("-" 1*HEXDIG) ]
_NUMBER = r"%[xX][0-9A-Fa-f]+(?:-[0-9A-Fa-f]+|(?:\.[0-9A-Fa-f]+)+)?"

# repetition = [repeat] element, of which "(" and "[" open one that goes on
_ELEMENT = re.compile(rf"{_COUNT}(?:(?P<name>{_NAME})|(?P<quoted>{_QUOTED})|(?P<number>{_NUMBER})|(?P<opening>[(\[]){_BLANK}*)")
_CLOSING = {"(": re.compile(rf"{_BLANK}*\)"), "[": re.compile(rf"{_BLANK}*\]")}
_AND = re.compile(rf"{_BLANK}+(?=[\d*A-Za-z\"%(\[])")
_OR = re.compile(rf"{_BLANK}*/{_BLANK}*")
_DEFINED = re.compile(_NAME)
_AS = re.compile(rf"{_BLANK}*={_BLANK}*")
# What follows the elements of a rule holds the comment that we show.
_REST = re.compile(rf"{_BLANK}*(?:;[^\n]*)?\n")
_EMPTY = re.compile(r"(?:[ \t]*(?:;[^\n]*)?\n)*")


class _Reader:
    """Reads ABNF by the rules of RFC 5234, each in a method of its own."""

    def __init__(self, text: str) -> None:
        self.scanner = Scanner(text)

    def rulelist(self) -> Iterator[Definition]:
        # rulelist = 1*( rule / (*c-wsp c-nl) )
        self.scanner.found(_EMPTY)
        while self.scanner.offset < len(self.scanner.text):
            yield self.rule()
            self.scanner.found(_EMPTY)

    def rule(self) -> Definition:
        # rule = rulename defined-as elements c-nl
        offset = self.scanner.offset
        name = self.scanner.take(_DEFINED, "the name of a rule")[0]
        self.scanner.take(_AS, '"="')
        node = self.alternation()
        rest = self.scanner.take(_REST, "the end of the line")[0]
        comments = [part.split(";", 1)[1].strip() for part in rest.split("\n") if ";" in part]
        return Definition(name.lower(), node, comments[-1] if comments else "", offset)

    def alternation(self) -> Node:
        # alternation = concatenation *(*c-wsp "/" *c-wsp concatenation)
        items = [self.concatenation()]
        while self.scanner.found(_OR):
            items.append(self.concatenation())
        return items[0] if len(items) == 1 else Choice(tuple(items))

    def concatenation(self) -> Node:
        # concatenation = repetition *(1*c-wsp repetition)
        items = [self.repetition()]
        while self.scanner.found(_AND):
            items.append(self.repetition())
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def repetition(self) -> Node:
        # repetition = [repeat] element
        match = self.scanner.take(_ELEMENT, "a rule, a quoted text, a character or a bracket")
        count, name, quoted, number, opening = match.groups()
        if name is not None:
            return _repeated(Reference(name.lower()), count)
        if quoted is not None:
            return _repeated(_quoted(quoted), count)
        if number is not None:
            return _repeated(_number(number[2:]), count)
        # group = "(" *c-wsp alternation *c-wsp ")"; option = "[" *c-wsp alternation *c-wsp "]"
        node = self.alternation()
        self.scanner.take(_CLOSING[opening], "the end of the bracket")
        return _repeated(Repeat(node, 0, 1) if opening == "[" else node, count)


def _quoted(text: str) -> Literal:
    return Literal(text[text.index('"') + 1 : -1], cased=text[:2].lower() == "%s")


def _number(text: str) -> Node:
    if "-" in text:
        first, last = text.split("-")
        return Range(int(first, 16), int(last, 16))
    points = [int(part, 16) for part in text.split(".")]
    if len(points) == 1:
        return Range(points[0], points[0])
    return Literal("".join(map(chr, points)), cased=True)


def _repeated(node: Node, count: str | None) -> Node:
    if not count:
        return node
    if "*" not in count:
        return Repeat(node, int(count), int(count))
    least, most = count.split("*")
    return Repeat(node, int(least or 0), int(most) if most else None)
