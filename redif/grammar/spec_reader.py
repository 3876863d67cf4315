"""The text of a specification (redif.spec and its like) to its definitions, read with pyparsing.

Source of the syntax: the documentation of the specification format (Krichel and Kurmanov, 1999) and the files in use. Its
productions are comments, in ABNF, above the elements that read them; letter case does not count, and spaces may be before
and after any part of a line. Blocks of Perl code, as other files have them, are skipped with a finding and never run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pyparsing as pp

from redif.findings.codes import severity_of
from redif.findings.finding import Finding
from redif.grammar.bounded import BoundedExpression
from redif.grammar.errors import GrammarError, place_of
from redif.grammar.spec import NAME, Attribute, Group, Lengths, Operation, Specification, Type

# How deep clusters may nest, and how many a template may open. ReDIF has two levels and twelve.
DEEPEST, MOST_CLUSTERS = 16, 1000

# Aspects of a type, template or cluster that hold Perl code in the files of the Perl tool kit.
CODE = ("check-eval", "preproc-eval", "preproc", "postproc-eval", "postproc", "eval")


def read_spec(text: str, file: str) -> Specification:
    """Read a specification.

    Raises:
        GrammarError: with file, line and column of the first error.
    """
    return _Reader(text.rstrip() + "\n", file).read()


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.spec = Specification(file)

    def read(self) -> Specification:
        for offset, kind, name, aspect, start, body in self.parsed(_specification(), self.text, 0):
            self.define(offset, kind, name, aspect, list(_lines(start, body)))
        self.check_clusters()
        return self.spec

    def error_at(self, message: str, offset: int) -> GrammarError:
        return GrammarError.at(message, self.spec.file, self.text, offset)

    def parsed(self, element: pp.ParserElement, text: str, offset: int) -> pp.ParseResults:
        """What an element finds in a text that begins at an offset of the file."""
        try:
            return element.parse_string(text)
        except pp.ParseBaseException as error:
            raise self.error_at(error.msg[:1].lower() + error.msg[1:], offset + error.loc) from None

    def define(self, offset: int, kind: str, name: str, aspect: str, lines: list[tuple[int, str]]) -> None:
        """Add one definition."""
        name = " ".join(name.split())
        if aspect in CODE:
            message = f"{kind} {name} / {aspect} is code; it is skipped and never run"
            line, column = place_of(self.text, offset)
            severity = severity_of("grammar-code")
            where = (line, column, line, column + len(kind))
            self.spec.findings.append(Finding("grammar-code", severity, message, self.spec.file, *where))
            return
        if kind == "type":
            self.type(self.spec.types.setdefault(name.lower(), Type(name)), aspect or "check-regex", lines, offset)
            return
        groups = self.spec.templates if kind == "template" else self.spec.clusters
        group = groups.setdefault(name.lower(), Group(name))
        match aspect:
            case "" | "obsolete":
                if group.attributes:
                    raise self.error_at(f"{kind} {name} is defined twice", offset)
                group.obsolete = aspect == "obsolete"
                group.attributes = {a.name.lower(): a for a in map(self.attribute, lines)}
            case "after" if kind == "template":
                self.after(group, lines)
            case _:
                raise self.error_at(f"a {kind} has no aspect {aspect}", offset)

    def type(self, type_: Type, aspect: str, lines: list[tuple[int, str]], offset: int) -> None:
        match aspect:
            case "read" | "repair" | "record":
                operations = {"read": type_.operations, "repair": type_.repairs, "record": type_.narrowings}[aspect]
                for start, line in lines:
                    verb, *words = self.parsed(_operation(), line, start)
                    operations.append(Operation(verb, tuple(words), start))
            case "length":
                found: dict[str, int | None] = {}
                for start, line in lines:
                    found.update(pair for pair in self.parsed(_lengths(), line, start))
                type_.lengths = Lengths(**found)
            case "help":
                type_.help = " ".join(line for _, line in lines)
            case "check-regex":
                type_.expression = "".join(line for _, line in lines)
                try:
                    BoundedExpression(type_.expression)
                except ValueError as error:
                    message = f"type {type_.name} has no regular expression that Python can use: {error}"
                    raise self.error_at(message, offset) from None
            case _:
                raise self.error_at(f"a type has no aspect {aspect}", offset)

    def attribute(self, line: tuple[int, str]) -> Attribute:
        """The attribute that a line defines."""
        offset, text = line
        name, fields, qualifiers = self.parsed(_attribute(), text, offset).as_list()
        is_key = "*" in fields
        type_, cluster, required, once = [*("" if field == "*" else field.lower() for field in fields), "", "", "", ""][:4]
        attribute = Attribute(
            name,
            type_ or "text",
            cluster or None,
            key=is_key,
            required=is_key or required not in ("", "0"),
            repeatable=not is_key and once in ("", "0"),
            offset=offset,
        )
        if (attribute.type == "cluster") != (attribute.cluster is not None):
            raise self.error_at(f"{name} has to name the cluster it opens, as in Author:cluster:Person", offset)
        for qualifier in qualifiers:
            attribute = self.qualified(attribute, qualifier.lower(), offset)
        return attribute

    def qualified(self, attribute: Attribute, qualifier: str, offset: int) -> Attribute:
        match qualifier.split():
            case ["req" | "required"]:
                return attribute._replace(required=True)
            case ["norep" | "nonrep" | "nonrepeatable"]:
                return attribute._replace(repeatable=False)
            case ["key"]:
                return attribute._replace(key=True, required=True, repeatable=False)
            case ["deprec" | "deprecated"]:
                return attribute._replace(deprecated=True)
            case ["prose"]:
                return attribute._replace(prose=True)
            case ["as", name]:
                return attribute._replace(reads_as=name)
            case ["in", name]:
                return attribute._replace(listed_in=name)
        raise self.error_at(f"{attribute.name} has an unknown qualifier, {qualifier}", offset)

    def after(self, group: Group, lines: list[tuple[int, str]]) -> None:
        for start, line in lines:
            verb, *names = self.parsed(_after(), line, start)
            for name in names:
                if name.lower() not in group.attributes:
                    raise self.error_at(f"{group.name} has no attribute {name}", start)
            if verb == "merge":
                merged, into = (group.attributes[name.lower()] for name in names)
                if merged.cluster != into.cluster:
                    raise self.error_at(f"{merged.name} and {into.name} do not hold the same", start)
                group.merges[merged.name.lower()] = into.name.lower()
            else:
                group.one_of.append(tuple(name.lower() for name in names))

    def check_clusters(self) -> None:
        """Check that each cluster that is named exists and has a key, and that no template opens too many of them."""
        groups = (*self.spec.templates.values(), *self.spec.clusters.values())
        for group in groups:
            for attribute in group.attributes.values():
                named = self.spec.clusters.get(attribute.cluster or "")
                if attribute.cluster is not None and named is None:
                    raise self.error_at(f"there is no cluster {attribute.cluster}", attribute.offset)
                if named is not None and not any(a.key for a in named.attributes.values()):
                    raise self.error_at(f"the cluster {named.name} has no key attribute", attribute.offset)
        for group in groups:
            self.count_clusters(group, 0, 0)

    def count_clusters(self, group: Group, depth: int, count: int) -> int:
        """Return the number of clusters that a template can open, those within clusters counted each time."""
        for attribute in group.attributes.values():
            if attribute.cluster is not None:
                count += 1
                if depth >= DEEPEST or count > MOST_CLUSTERS:
                    message = f"clusters nest too deep or too often here; does {attribute.name} contain itself?"
                    raise self.error_at(message, attribute.offset)
                count = self.count_clusters(self.spec.clusters[attribute.cluster], depth + 1, count)
        return count


def _lines(offset: int, body: str) -> Iterator[tuple[int, str]]:
    """The lines of a block, without empty lines and comments, each with its offset in the file."""
    for line in body.splitlines(keepends=True):
        text = line.strip()
        if text and not text.startswith("#"):
            yield offset + line.index(text), text
        offset += len(line)


def _word(pattern: str, name: str) -> pp.ParserElement:
    return pp.Regex(pattern, flags=re.IGNORECASE).set_name(name)


def _mark(text: str) -> pp.ParserElement:
    return pp.Suppress(pp.Literal(text).set_name(f'"{text}"'))


def _lowercase(element: pp.ParserElement) -> pp.ParserElement:
    return element.add_parse_action(pp.common.downcase_tokens)


def _within_lines(element: pp.ParserElement) -> pp.ParserElement:
    """An element that skips spaces and tabs, and no line ends."""
    for part in element.visit_all():  # type: ignore[no-untyped-call]
        part.set_whitespace_chars(" \t")
    return element.parse_with_tabs()


def _line(element: pp.ParserElement) -> pp.ParserElement:
    """An element for a whole line, after which a comment may follow."""
    comment = pp.Suppress(_word("#.*", "a comment"))
    return _within_lines(element + comment[0, 1] + pp.StringEnd().set_name("the end of the line"))


_REST = r"[ \t]*(?:#.*)?\r?\n"  # of a line, after all that counts
_CLOSING = rf"[ \t]*\}}{_REST}"
_HEAD = rf"[ \t]*(?:(?:template|cluster|type)[ \t]*=[^\n{{]*\{{{_REST}|version[ \t]*=)"


@cache
def _specification() -> pp.ParserElement:
    """Each definition as offset, kind, name, aspect, the offset of its block and the text of its block."""
    # empty-line = *WSP ["#" *VCHAR] CRLF; many of them are read at once, since a file may be long
    # version = "version" "=" *VCHAR CRLF
    ignored = pp.Suppress(_word(f"(?:{_REST})+", "an empty line") | _word(r"version[ \t]*[=:].*\n", "a version"))

    # head = ("template" / "cluster" / "type") "=" NAME
    kind = _lowercase(_word("template|cluster|type", "template, cluster or type"))
    name = _word(r"[^\s{}=/](?:[^\n{}=/]*[^\s{}=/])?", "a name")
    head = kind - _mark("=") - name
    opening = pp.Suppress(_word(rf"\{{{_REST}", "{ at the end of the line"))

    # code = head "/" code-aspect "{" CRLF *line "}" CRLF; the last brace before the next head ends it, for code has braces too
    code_aspect = _lowercase(_word(rf"(?:{'|'.join(CODE)})(?![A-Za-z-])", "an aspect"))
    code_body = _located(_word(rf"(?:(?!{_HEAD}).*\n)*(?={_CLOSING})", "a block of code that ends with } alone on a line"))
    code = _mark("/") + code_aspect - opening - code_body

    # block = head ["/" aspect] "{" CRLF *line "}" CRLF
    aspect = _mark("/") - _lowercase(_word("[A-Za-z-]+", "an aspect")) | pp.Empty().add_parse_action(lambda: "")
    body = _located(_word(rf"(?:(?!{_CLOSING}).*\n)*", "lines"))
    block = aspect - opening - body

    definition = head - (code | block) - pp.Suppress(_word(_CLOSING, "} alone on a line"))
    definition.add_parse_action(lambda _text, offset, found: [(offset, *found)])
    end = pp.StringEnd().set_name("template, cluster or type")
    return _within_lines((ignored | definition)[...] + end)


def _located(element: pp.ParserElement) -> pp.ParserElement:
    """An element that gives its offset before its text."""
    return element.add_parse_action(lambda _text, offset, found: [offset, found[0]])


@cache
def _attribute() -> pp.ParserElement:
    """A line of a template or cluster as name, fields and qualifiers."""
    name = _word(NAME, "the name of an attribute")
    # fields = *( ":" [field] ), which are type, cluster, required and nonrepeatable; "*" marks a key
    field = _mark(":") - _word(r"\*|[A-Za-z0-9_-]*", "a type, a cluster or a flag")
    # qualifiers = *( "," qualifier )
    qualifier = _mark(",") - _word("[A-Za-z](?:[A-Za-z0-9_ -]*[A-Za-z0-9])?", "a qualifier")
    return _line(name + pp.Group(field[...]) + pp.Group(qualifier[...]))


@cache
def _operation() -> pp.ParserElement:
    """A line of a type's `read` aspect as a verb and its words."""
    # operation = verb *( [","] word ), where a word in quotes may hold spaces
    verb = _lowercase(_word("[A-Za-z]+", "an operation"))
    quoted = _word(r'"[^"]*"', "a quoted text").add_parse_action(lambda found: found[0].strip('"'))
    word = quoted | _word(r"[^\s,]+", "a word")
    return _within_lines(verb + (_mark(",")[0, 1] + word)[...] + pp.StringEnd().set_name("a word"))


@cache
def _lengths() -> pp.ParserElement:
    """A line of a type's `length` aspect as pairs of a bound's name and its number, which may be None."""
    number = _word(r"[0-9]{1,9}", "a number").add_parse_action(lambda found: int(found[0]))
    # bound = ("top" / "max" / "min" / "bottom") [":" / "="] number [","]
    name = _lowercase(_word("top|max|min|bottom", "top, max, min or bottom"))
    bound = name - pp.Suppress(_word("[:=]?", '":"')) - number - pp.Suppress(_word(",?", '","'))
    bound.add_parse_action(lambda found: [(found[0], found[1])])
    # bounds = ("error" / "warning") [number] ".." [number]
    level = _lowercase(_word("error|warning", "error or warning"))
    some = number | pp.Empty().add_parse_action(lambda: [None])
    bounds = (level - some - _mark("..") - some).add_parse_action(_pairs)
    return _line((bound[1, ...] | bounds).set_name("top, max, min or bottom and a number, or error or warning"))


def _pairs(found: pp.ParseResults) -> list[Any]:
    level, low, high = found
    names = ("bottom", "top") if level == "error" else ("min", "max")
    return list(zip(names, (low, high), strict=True))


@cache
def _after() -> pp.ParserElement:
    """A line of a template's `after` aspect as `merge` or `one of`, and names of attributes."""
    name = _word(NAME, "the name of an attribute")
    # merge = "merge" NAME "into" NAME
    merge = _lowercase(_word(r"merge\b", '"merge"')) - name - pp.Suppress(_word(r"into\b", '"into"')) - name
    # one-of = "one of" NAME 1*( "," NAME )
    one_of = _word(r"one[ \t]+of\b", '"one of"').add_parse_action(lambda: "one of") - name - (_mark(",") - name)[1, ...]
    return _line((merge | one_of).set_name('"merge" or "one of"'))
