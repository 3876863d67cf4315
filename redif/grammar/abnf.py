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

    # Each step of a parser takes its time, so that what can be one token is one.
    # c-wsp = WSP / (c-nl WSP): a line that begins with a blank goes on with the rule of the line before.
    blank = r"(?:[ \t]|(?:;[^\n]*)?\n(?=[ \t]))"
    # repeat = 1*DIGIT / (*DIGIT "*" *DIGIT)
    count = r"\d*\*\d*|\d+"
    # rulename = ALPHA *(ALPHA / DIGIT / "-")
    name = "[A-Za-z][A-Za-z0-9-]*"
    # char-val = ["%s" / "%i"] DQUOTE *(%x20-21 / %x23-7E) DQUOTE
    quoted = r'(?:%[sSiI])?"[^"\n]*"'
    # num-val = "%x" 1*HEXDIG [ 1*("." 1*HEXDIG) / ("-" 1*HEXDIG) ]
    number = r"%[xX][0-9A-Fa-f]+(?:-[0-9A-Fa-f]+|(?:\.[0-9A-Fa-f]+)+)?"

    choice = pp.Forward()
    # repetition = [repeat] element
    simple = token(f"(?P<count>{count})?(?:(?P<name>{name})|(?P<quoted>{quoted})|(?P<number>{number}))")
    simple.add_parse_action(_simple)
    # group = "(" *c-wsp alternation *c-wsp ")"
    group = token(rf"({count})?\({blank}*") + choice + token(rf"{blank}*\)").suppress()
    # option = "[" *c-wsp alternation *c-wsp "]"
    option = token(rf"({count})?\[{blank}*") + choice + token(rf"{blank}*\]").suppress()
    repetition = simple | group.add_parse_action(_repeat) | option.add_parse_action(_repeat)
    # concatenation = repetition *(1*c-wsp repetition); alternation = concatenation *(*c-wsp "/" *c-wsp concatenation)
    sequence = (repetition + pp.ZeroOrMore(token(f"{blank}+").suppress() + repetition)).leave_whitespace()
    sequence.add_parse_action(lambda t: t[0] if len(t) == 1 else Sequence(tuple(t)))
    choice <<= sequence + pp.ZeroOrMore(token(f"{blank}*/{blank}*").suppress() + sequence)
    choice.add_parse_action(lambda t: t[0] if len(t) == 1 else Choice(tuple(t)))

    # rule = rulename defined-as elements c-nl, where what follows the elements holds the comment we show
    rest = token(rf"{blank}*(?:;[^\n]*)?\n")
    rule = (pp.Located(token(name)) - token(f"{blank}*={blank}*").suppress() - choice - rest).leave_whitespace()
    rule.add_parse_action(_definition)
    empty = token(r"(?:[ \t]*(?:;[^\n]*)?\n)+").suppress()
    return (pp.ZeroOrMore(rule | empty) + token(r"\Z").suppress()).leave_whitespace().parse_with_tabs()


def _simple(tokens: pp.ParseResults) -> Node:
    """What stands for itself, with how often it does."""
    parts: dict[str, str | None] = tokens.as_dict()
    count, name, quoted, number = (parts[part] for part in ("count", "name", "quoted", "number"))
    if name is not None:
        return _repeated(Reference(name.lower()), count)
    return _repeated(_quoted(quoted) if quoted is not None else _number((number or "")[2:]), count)


def _repeat(tokens: pp.ParseResults) -> Node:
    """A group or an option, with how often it may stand."""
    opening: str = tokens[0].rstrip()
    node: Node = tokens[1]
    bracket = next(character for character in opening if character in "([")
    count = opening.partition(bracket)[0]
    return _repeated(Repeat(node, 0, 1) if bracket == "[" else node, count)


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


def _definition(tokens: pp.ParseResults) -> Definition:
    offset, (name,), _, node, rest = tokens
    comments = [part.split(";", 1)[1].strip() for part in rest.split("\n") if ";" in part]
    return Definition(name.lower(), node, comments[-1] if comments else "", offset)
