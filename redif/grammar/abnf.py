"""ABNF text to syntax trees, read with pyparsing (RFC 5234, with the %s"..." of RFC 7405).

Each production of RFC 5234, section 4, has its name there, and its text in the comment above it. The differences: a line
may end in LF alone; prose values (`<...>`) are refused, since they cannot be executed; so is a repetition without an upper
bound of something that may be empty. Spaces between a rule's elements and its comment may run over lines (erratum 3076).
"""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

import pyparsing as pp

from redif.grammar.errors import GrammarError
from redif.grammar.nodes import Choice, Definition, Literal, Node, Range, Repeat, RuleReference, Sequence, children, is_optional
from redif.grammar.parsers import without_skipping

NOT_ABNF = "this is not ABNF (RFC 5234)"


def read_abnf(text: str, file: str) -> dict[str, Definition]:
    """Return the rules of an ABNF text by name, in lowercase.

    Raises:
        GrammarError: with the line and column where the text stops being ABNF, or where a rule is defined twice, names a
            rule that is not defined, contains itself, or repeats something that may be empty without an upper bound.
    """
    source = text.rstrip() + "\n"
    try:
        found = rulelist().parse_string(source)
    except pp.ParseBaseException as error:
        raise GrammarError.at(f"{NOT_ABNF}: {_expected(error)}", file, source, error.loc) from None
    except RecursionError:
        raise GrammarError(f"{NOT_ABNF} that can be read: its brackets nest too deep", file, 1, 1) from None
    rules: dict[str, Definition] = {}
    for definition, is_more in found:
        known = rules.get(definition.name)
        if is_more and known is not None:
            definition = known._replace(node=Choice((known.node, definition.node)))
        elif known is not None:
            raise GrammarError.at(f"the rule {definition.name} is defined twice", file, source, definition.offset)
        rules[definition.name] = definition
    _check(rules, source, file)
    return rules


def _expected(error: pp.ParseBaseException) -> str:
    return error.msg[:1].lower() + error.msg[1:]


def _check(rules: dict[str, Definition], text: str, file: str) -> None:
    """Check what neither engine could execute: references to nothing, recursion, endless repetition."""
    open_: set[str] = set()
    sound: set[str] = set()

    def walk(node: Node, within: Definition) -> None:
        if isinstance(node, RuleReference) and node.name not in sound:
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
        if isinstance(node, Repeat) and node.most is None and is_optional(node.item, rules):
            message = f"the rule {within.name} repeats without end something that may be empty"
            raise GrammarError.at(message, file, text, within.offset)

    for definition in rules.values():
        try:
            walk(RuleReference(definition.name), definition)
        except RecursionError:
            message = f"the rules below {definition.name} nest too deep"
            raise GrammarError.at(message, file, text, definition.offset) from None


@cache
def rulelist() -> pp.ParserElement:
    """The parser of ABNF; each rule gives its definition, and whether it adds alternatives to one made before."""
    # WSP = SP / HTAB, of which a run is read at once; CRLF = CR LF
    wsp = pp.Regex(r"[ \t]+").set_name("a space").suppress()
    crlf = pp.Regex(r"\r?\n").set_name("the end of the line").suppress()

    # comment = ";" *(WSP / VCHAR) CRLF
    comment = pp.Regex(r";[^\r\n]*").set_name("a comment").add_parse_action(lambda found: found[0].lstrip(";").strip()) + crlf

    # c-nl = comment / CRLF
    c_nl = (comment | crlf).set_name("the end of the line")

    # c-wsp = WSP / (c-nl WSP)
    c_wsp = wsp | (c_nl + wsp)
    space = c_wsp[...].suppress()

    # rulename = ALPHA *(ALPHA / DIGIT / "-")
    rulename = (
        pp.Regex(r"[A-Za-z][A-Za-z0-9-]*").set_name("the name of a rule").add_parse_action(lambda found: found[0].lower())
    )

    # defined-as = *c-wsp ("=" / "=/") *c-wsp
    defined_as = space + pp.Regex("=/?").set_name('"="') + space

    # char-val = DQUOTE *(%x20-21 / %x23-7E) DQUOTE, in RFC 7405 with "%s" or "%i" before it
    char_val = pp.Regex(r'(?:%[sSiI])?"[^"\r\n]*"').set_name("a quoted text").add_parse_action(_char_val)

    # num-val = "%" (bin-val / dec-val / hex-val)
    # hex-val = "x" 1*HEXDIG [ 1*("." 1*HEXDIG) / ("-" 1*HEXDIG) ], and so for "b" 1*BIT and "d" 1*DIGIT
    bin_val, dec_val, hex_val = (
        pp.Regex(rf"(?i:%{letter}){digit}+(?:-{digit}+|(?:\.{digit}+)+)?")
        for letter, digit in (("b", "[01]"), ("d", "[0-9]"), ("x", "[0-9A-Fa-f]"))
    )
    num_val = (bin_val | dec_val | hex_val).set_name("a character by its number").add_parse_action(_num_val)

    alternation = pp.Forward()

    # group = "(" *c-wsp alternation *c-wsp ")"
    group = pp.Suppress("(") - space - alternation - space - pp.Suppress(")").set_name('")"')

    # option = "[" *c-wsp alternation *c-wsp "]"
    option = pp.Suppress("[") - space - alternation - space - pp.Suppress("]").set_name('"]"')
    option.add_parse_action(lambda found: Repeat(found[0], 0, 1))

    # element = rulename / group / option / char-val / num-val / prose-val
    reference = rulename.copy().add_parse_action(lambda found: RuleReference(found[0]))
    element = reference | group | option | char_val | num_val
    element.set_name("the name of a rule, a quoted text, a character or a bracket")

    # repeat = 1*DIGIT / (*DIGIT "*" *DIGIT)
    repeat = pp.Regex(r"\d*\*\d*|\d+").set_name("a number of times")

    # repetition = [repeat] element
    repetition = (repeat - element | element).set_name(element.name).add_parse_action(_repetition)

    # concatenation = repetition *(1*c-wsp repetition)
    concatenation = repetition + (c_wsp[1, ...].suppress() + repetition)[...]
    concatenation.add_parse_action(lambda found: found[0] if len(found) == 1 else Sequence(tuple(found)))

    # alternation = concatenation *(*c-wsp "/" *c-wsp concatenation)
    alternation <<= concatenation + (space + pp.Suppress("/") - space - concatenation)[...]
    alternation.add_parse_action(lambda found: found[0] if len(found) == 1 else Choice(tuple(found)))

    # elements = alternation *c-wsp
    elements = alternation + c_wsp[...]

    # rule = rulename defined-as elements c-nl
    rule = (rulename - defined_as - elements - c_nl).add_parse_action(_rule)

    # rulelist = 1*( rule / (*c-wsp c-nl) )
    end = pp.StringEnd().set_name("the name of a rule")
    return without_skipping((rule | (c_wsp[...] + c_nl).suppress())[1, ...] + space + end)


def _char_val(found: pp.ParseResults) -> Literal:
    prefix, text, _ = found[0].split('"')
    return Literal(text, cased=prefix.lower() == "%s")


def _num_val(text: str, offset: int, found: pp.ParseResults) -> Node:
    written = found[0]
    base = {"b": 2, "d": 10, "x": 16}[written[1].lower()]
    numbers = [int(digits, base) for digits in written[2:].replace("-", ".").split(".")]
    if max(numbers) > sys.maxunicode:
        raise pp.ParseFatalException(text, offset, f"expected a number up to %x{sys.maxunicode:X}")
    if "-" in written:
        return Range(*numbers)
    return Range(numbers[0], numbers[0]) if len(numbers) == 1 else Literal("".join(map(chr, numbers)), cased=True)


def _repetition(found: pp.ParseResults) -> Node:
    node: Node = found[-1]
    if len(found) == 1:
        return node
    least, star, most = found[0].partition("*")
    return Repeat(node, int(least or 0), int(most) if most else None if star else int(least))


def _rule(_text: str, offset: int, found: pp.ParseResults) -> Any:
    """The last comment after the elements of a rule is the one that people are shown."""
    name, defined_as, node, *comments = found
    return [(Definition(name, node, comments[-1] if comments else "", offset), defined_as == "=/")]
