"""ABNF text to syntax trees (RFC 5234, with the %s"..." of RFC 7405).

Source of the rules: RFC 5234, section 4. Left out: prose values (`<...>`) and incremental alternatives (`=/`), which
a grammar that is to be executed has no use for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pyparsing as pp

from redif.grammar.errors import GrammarError


@dataclass(frozen=True)
class Literal:
    """Quoted text. `cased` is true where letter case counts."""

    text: str
    cased: bool = False


@dataclass(frozen=True)
class Range:
    """One character between two code points, both included."""

    first: int
    last: int


@dataclass(frozen=True)
class Reference:
    """Whatever the named rule takes."""

    name: str


@dataclass(frozen=True)
class Sequence:
    """One after the other."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Choice:
    """One of these."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Repeat:
    """`least` to `most` times; `most` is None where there is no upper bound."""

    item: Node
    least: int
    most: int | None


Node = Literal | Range | Reference | Sequence | Choice | Repeat


@dataclass(frozen=True)
class Definition:
    """A rule as it stands in the file: its tree, the comment beside it, and where it begins (an offset)."""

    name: str
    node: Node
    comment: str
    offset: int


def read_abnf(text: str, file: str) -> dict[str, Definition]:
    """The rules of an ABNF text by name, in small letters.

    Raises:
        GrammarError: with the line and column where the text stops being ABNF, or where a rule is defined twice,
            names a rule that is not there, or contains itself.
    """
    try:
        found = _grammar().parse_string(text.rstrip() + "\n")
    except pp.ParseBaseException as error:
        raise GrammarError("this is not ABNF (RFC 5234)", file, error.lineno, error.column) from None
    rules: dict[str, Definition] = {}
    for definition in found:
        if definition.name in rules:
            raise GrammarError.at(f"the rule {definition.name} is defined twice", file, text, definition.offset)
        rules[definition.name] = definition
    for definition in rules.values():
        _check(definition, rules, text, file)
    return rules


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below one."""
    match node:
        case Sequence(items) | Choice(items):
            return items
        case Repeat(item):
            return (item,)
        case _:
            return ()


def _check(definition: Definition, rules: dict[str, Definition], text: str, file: str) -> None:
    """Every rule that is named is there, and none contains itself: neither engine could run one that did."""
    open_: list[str] = []

    def walk(node: Node) -> None:
        if isinstance(node, Reference):
            if node.name not in rules:
                raise GrammarError.at(f"there is no rule {node.name}", file, text, definition.offset)
            if node.name in open_:
                raise GrammarError.at(f"the rule {node.name} contains itself", file, text, rules[node.name].offset)
            open_.append(node.name)
            walk(rules[node.name].node)
            open_.pop()
        for child in children(node):
            walk(child)

    walk(Reference(definition.name))


@cache
def _grammar() -> pp.ParserElement:
    """The parser of ABNF itself; every element says where blanks may stand, as RFC 5234 does."""

    def token(pattern: str) -> pp.ParserElement:
        return pp.Regex(pattern).leave_whitespace()

    # c-wsp = WSP / (c-nl WSP): a line that begins with a blank goes on with the rule of the line before.
    blank = pp.Optional(token(r"(?:[ \t]|(?:;[^\n]*)?\n(?=[ \t]))+").suppress()).leave_whitespace()
    # rulename = ALPHA *(ALPHA / DIGIT / "-")
    name = token(r"[A-Za-z][A-Za-z0-9-]*").add_parse_action(lambda t: Reference(t[0].lower()))
    # char-val = ["%s" / "%i"] DQUOTE *(%x20-21 / %x23-7E) DQUOTE
    quoted = token(r'(?:%[sSiI])?"[^"\n]*"').add_parse_action(_quoted)
    # num-val = "%x" 1*HEXDIG [ 1*("." 1*HEXDIG) / ("-" 1*HEXDIG) ]
    number = token(r"%[xX][0-9A-Fa-f]+(?:-[0-9A-Fa-f]+|(?:\.[0-9A-Fa-f]+)+)?").add_parse_action(_number)
    # repeat = 1*DIGIT / (*DIGIT "*" *DIGIT)
    count = token(r"\d*\*\d*|\d+")

    choice = pp.Forward()
    group = token(r"\(").suppress() + blank + choice + blank + token(r"\)").suppress()
    option = token(r"\[").suppress() + blank + choice + blank + token(r"\]").suppress()
    option.add_parse_action(lambda t: Repeat(t[0], 0, 1))
    element = name | group | option | quoted | number
    repetition = (pp.Optional(count, default="") + element).leave_whitespace().add_parse_action(_repeat)
    # concatenation = repetition *(1*c-wsp repetition); alternation = concatenation *(*c-wsp "/" *c-wsp concatenation)
    sequence = (repetition + pp.ZeroOrMore(blank + repetition)).leave_whitespace()
    sequence.add_parse_action(lambda t: t[0] if len(t) == 1 else Sequence(tuple(t)))
    choice <<= sequence + pp.ZeroOrMore(blank + token("/").suppress() + blank + sequence)
    choice.add_parse_action(lambda t: t[0] if len(t) == 1 else Choice(tuple(t)))

    # rule = rulename defined-as elements c-nl, where what follows the elements holds the comment we show
    rest = token(r"(?:[ \t]|(?:;[^\n]*)?\n(?=[ \t]))*(?:;[^\n]*)?\n")
    rule = (pp.Located(name) - blank - token("=").suppress() - blank - choice - rest).leave_whitespace()
    rule.add_parse_action(_definition)
    empty = token(r"[ \t]*(?:;[^\n]*)?\n").suppress()
    return (pp.ZeroOrMore(rule | empty) + token(r"\Z").suppress()).leave_whitespace().parse_with_tabs()


def _quoted(tokens: pp.ParseResults) -> Literal:
    text: str = tokens[0]
    return Literal(text[text.index('"') + 1 : -1], cased=text[:2].lower() == "%s")


def _number(tokens: pp.ParseResults) -> Node:
    text: str = tokens[0][2:]
    if "-" in text:
        first, last = text.split("-")
        return Range(int(first, 16), int(last, 16))
    points = [int(part, 16) for part in text.split(".")]
    if len(points) == 1:
        return Range(points[0], points[0])
    return Literal("".join(map(chr, points)), cased=True)


def _repeat(tokens: pp.ParseResults) -> Node:
    count: str = tokens[0]
    node: Node = tokens[1]
    if not count:
        return node
    if "*" not in count:
        return Repeat(node, int(count), int(count))
    least, most = count.split("*")
    return Repeat(node, int(least or 0), int(most) if most else None)


def _definition(tokens: pp.ParseResults) -> Definition:
    offset, (name,), _, node, rest = tokens
    comments = [part.split(";", 1)[1].strip() for part in rest.split("\n") if ";" in part]
    return Definition(name.name, node, comments[-1] if comments else "", offset)
