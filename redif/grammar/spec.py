"""redif.spec text to its definitions: templates, clusters, attributes, value types.

Source of the rules: the documentation of the specification format (Krichel and Kurmanov, 1999) and the files in use.
A definition is `KIND = NAME [/ ASPECT] {`, its lines, and a `}` alone on a line; `#` begins a comment line; letter case
and blanks do not matter. What in other files is Perl code is skipped, told in a finding, and never run.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from redif.findings.codes import severity_of
from redif.findings.finding import Finding
from redif.grammar.errors import GrammarError, place_of
from redif.grammar.scanner import Scanner, UnfitError

# The name of an attribute: letters and dashes, and digits only at the end (Classification-ACM-1964).
NAME = "[A-Za-z-]+[0-9]*"

Read = TypeVar("Read")

# How deep clusters may nest, and how many a template may open. ReDIF has two levels and twelve.
DEEPEST, MOST_CLUSTERS = 16, 1000

# Aspects of a type or template that hold code in the Perl kit's own files.
CODE = frozenset({"check-eval", "preproc", "preproc-eval", "postproc", "postproc-eval", "eval"})


class Attribute(NamedTuple):
    """One attribute of a template or cluster, as the specification has it.

    Attributes:
        name: as spelled there, such as `Creation-Date`.
        type: the name of its value type, in small letters; `cluster` for a group of attributes.
        cluster: the name of the cluster, in small letters, where `type` is `cluster`.
        key: it opens the template or cluster.
        required: it must be there and not be empty.
        repeatable: it may stand more than once.
        deprecated: no longer to be used.
        prose: its value is free text, so a line that begins `word:` may belong to it.
        reads_as: the value type as which a record reads it, in small letters, where that is not `type`.
        listed_in: the field in which a record lists all its values, where it does.
        offset: where it stands in the specification.
    """

    name: str
    type: str = "text"
    cluster: str | None = None
    key: bool = False
    required: bool = False
    repeatable: bool = True
    deprecated: bool = False
    prose: bool = False
    reads_as: str | None = None
    listed_in: str | None = None
    offset: int = 0

    @property
    def field(self) -> str:
        """The field of a record that holds it."""
        return self.listed_in or self.name.lower().replace("-", "_")


class Group:
    """A template or cluster: its attributes and, for a template, what follows from them once it is read.

    Attributes:
        merges: attribute to the attribute that it counts as.
        one_of: sets of attributes of which one at least must be there.
        obsolete: RePEc no longer takes templates of this type.
    """

    def __init__(self, name: str, attributes: dict[str, Attribute] | None = None) -> None:
        self.name = name
        self.attributes = attributes or {}
        self.merges: dict[str, str] = {}
        self.one_of: list[tuple[str, ...]] = []
        self.obsolete = False


class Operation(NamedTuple):
    """One line of a type's `read` aspect: a verb and its words."""

    verb: str
    words: tuple[str, ...]
    offset: int


class Type:
    """A value type: how it is read, or the expression it has to match, and the bounds of a sensible length.

    Attributes:
        lengths: error below, warning below, warning above, error above; None where there is no such bound.
        help: what to write, for people whose value was refused.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.operations: list[Operation] = []
        self.expression: str | None = None
        self.lengths: tuple[int | None, int | None, int | None, int | None] | None = None
        self.help = ""


class Specification:
    """Everything a specification file defines; names of templates, clusters and types in small letters."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.templates: dict[str, Group] = {}
        self.clusters: dict[str, Group] = {}
        self.types: dict[str, Type] = {}
        self.findings: list[Finding] = []


def read_spec(text: str, file: str) -> Specification:
    """Read a specification.

    Raises:
        GrammarError: with file, line and column of the first fault.
    """
    return _Reader(text, file).read()


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.spec = Specification(file)

    def read(self) -> Specification:
        try:
            for definition in _definitions(Scanner(self.text.rstrip() + "\n", _BLANK)):
                self.define(*definition)
        except UnfitError as unfit:
            raise self.error_at(str(unfit), unfit.offset) from None
        self.check_clusters()
        return self.spec

    def error_at(self, message: str, offset: int) -> GrammarError:
        return GrammarError.at(message, self.spec.file, self.text, offset)

    def define(self, offset: int, kind: str, name: str, aspect: str, body: tuple[int, str]) -> None:
        """Take in one definition."""
        kind, aspect = kind.lower(), aspect.lower()
        key = " ".join(name.lower().split())
        if aspect in CODE:
            message = f"{kind} {name} / {aspect} is code; it is skipped and never run"
            line, column = place_of(self.text, offset)
            severity = severity_of("grammar-code")
            self.spec.findings.append(
                Finding("grammar-code", severity, message, self.spec.file, line, column, line, column + len(kind))
            )
            return
        if kind == "type":
            kept_type = self.spec.types.setdefault(key, Type(name))
            self.type(kept_type, aspect or "check-regex", body, offset)
            return
        groups = self.spec.templates if kind == "template" else self.spec.clusters
        group = groups.setdefault(key, Group(" ".join(name.split())))
        match aspect:
            case "" | "obsolete":
                if group.attributes:
                    raise self.error_at(f"{kind} {name} is defined twice", offset)
                group.obsolete = aspect == "obsolete"
                group.attributes = {a.name.lower(): a for a in self.attributes(body)}
            case "after" if kind == "template":
                self.after(group, body)
            case _:
                raise self.error_at(f"a {kind} has no aspect {aspect}", offset)

    def type(self, kept: Type, aspect: str, body: tuple[int, str], offset: int) -> None:
        match aspect:
            case "read":
                for start, line in _lines(*body):
                    verb, *words = self.parsed(_operation, line, start)
                    kept.operations.append(Operation(verb.lower(), tuple(words), start))
            case "length":
                bounds: dict[str, tuple[int | None, int | None]] = {}
                for start, line in _lines(*body):
                    level, low, high = self.parsed(_bounds, line, start)
                    bounds[level] = (int(low) if low else None, int(high) if high else None)
                error, warning = bounds.get("error", (None, None)), bounds.get("warning", (None, None))
                kept.lengths = (error[0], *warning, error[1])
            case "help":
                kept.help = " ".join(line for _, line in _lines(*body))
            case "check-regex":
                kept.expression = "".join(line for _, line in _lines(*body))
                try:
                    with warnings.catch_warnings(action="ignore"):
                        re.compile(kept.expression)
                except (re.error, OverflowError, RecursionError) as error:
                    raise self.error_at(f"type {kept.name} has no regular expression we can use: {error}", offset) from None
            case _:
                raise self.error_at(f"a type has no aspect {aspect}", offset)

    def attributes(self, body: tuple[int, str]) -> Iterator[Attribute]:
        for start, line in _lines(*body):
            (name, *old), qualifiers = self.parsed(_attribute, line, start)
            type_, subtype, required, once = [*old, "", "", "", ""][:4]
            attribute = Attribute(
                name,
                type_.lower() or "text",
                subtype.lower() or None,
                key=required == "*",
                required=required not in ("", "0"),
                repeatable=required != "*" and once in ("", "0"),
                offset=start,
            )
            if (attribute.type == "cluster") != (attribute.cluster is not None):
                raise self.error_at(f"{name} has to name the cluster it opens, as in Author:cluster:Person", start)
            for qualifier in qualifiers:
                attribute = self.qualified(attribute, qualifier.lower(), start)
            yield attribute

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
                return attribute._replace(reads_as=name.lower())
            case ["in", name]:
                return attribute._replace(listed_in=name)
        raise self.error_at(f"{attribute.name} has an unknown qualifier, {qualifier}", offset)

    def after(self, group: Group, body: tuple[int, str]) -> None:
        for start, line in _lines(*body):
            verb, *names = self.parsed(_after, line, start)
            for name in names:
                if name.lower() not in group.attributes:
                    raise self.error_at(f"{group.name} has no attribute {name}", start)
            if verb == "merge":
                merged, into = (group.attributes[name.lower()] for name in names)
                if merged.cluster != into.cluster:
                    raise self.error_at(f"{merged.name} and {into.name} do not hold the same", start)
                group.merges[names[0].lower()] = names[1].lower()
            else:
                group.one_of.append(tuple(name.lower() for name in names))

    def check_clusters(self) -> None:
        """Each cluster that is named is there and has a key, and a template opens no more of them than can be laid out."""
        for group in (*self.spec.templates.values(), *self.spec.clusters.values()):
            for attribute in group.attributes.values():
                named = self.spec.clusters.get(attribute.cluster or "")
                if attribute.cluster is not None and named is None:
                    raise self.error_at(f"there is no cluster {attribute.cluster}", attribute.offset)
                if named is not None and not any(a.key for a in named.attributes.values()):
                    raise self.error_at(f"the cluster {named.name} has no key attribute", attribute.offset)
        for group in (*self.spec.templates.values(), *self.spec.clusters.values()):
            self.count_clusters(group, 0, 0)

    def count_clusters(self, group: Group, depth: int, count: int) -> int:
        """The number of clusters that can be opened in a template, those within clusters counted each time."""
        for attribute in group.attributes.values():
            if attribute.cluster is not None:
                count += 1
                if depth >= DEEPEST or count > MOST_CLUSTERS:
                    raise self.error_at(
                        f"clusters nest too deep or too often here; does {attribute.name} hold itself?", attribute.offset
                    )
                count = self.count_clusters(self.spec.clusters[attribute.cluster], depth + 1, count)
        return count

    def parsed(self, read: Callable[[Scanner], Read], line: str, offset: int) -> Read:
        """What one line of a block says, which begins at an offset of the file."""
        scanner = Scanner(line, _BLANK)
        try:
            return read(scanner)
        except UnfitError as unfit:
            raise self.error_at(str(unfit), offset + unfit.offset) from None


def _lines(offset: int, body: str) -> Iterator[tuple[int, str]]:
    """The lines of a block that say something, each with its offset in the file."""
    for line in body.splitlines(keepends=True):
        said = line.strip()
        if said and not said.startswith("#"):
            yield offset + line.index(said), said
        offset += len(line)


_BLANK = r"[ \t]*"
_KIND = re.compile(r"(?i:template|cluster|type)")
_TITLE = re.compile(r"[^\s{}=/](?:[^\n{}=/]*[^\s{}=/])?")
_ASPECT = re.compile(r"[A-Za-z-]+")
_OPENING, _CLOSING = re.compile(r"\{[ \t]*\r?\n"), re.compile(r"\}[ \t]*\r?\n")
_BODY = re.compile(r"(?:(?![ \t]*\}[ \t]*\r?$).*\n)*", re.MULTILINE)
_EMPTY = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*")
_NAME, _PART = re.compile(NAME), re.compile(r"\*|[A-Za-z0-9_-]*")
_QUALIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_ -]*[A-Za-z0-9]")
_VERB, _WORD = re.compile(r"[A-Za-z]+"), re.compile(r'"([^"]*)"|([^\s,]+)')
_LEVEL, _BOUND = re.compile(r"error|warning"), re.compile(r"\d{0,9}")
_MERGE, _INTO, _ONE_OF = (re.compile(rf"(?i:{words})\b") for words in ("merge", "into", r"one[ \t]+of"))
_EQUALS, _SLASH, _COLON, _COMMA, _DOTS = (re.compile(re.escape(mark)) for mark in ("=", "/", ":", ",", ".."))
_END = re.compile(r"\Z")


def _definitions(scanner: Scanner) -> Iterator[tuple[int, str, str, str, tuple[int, str]]]:
    """Each definition: where it begins, its kind, name, aspect, and its lines with where they begin."""
    while True:
        scanner.found(_EMPTY)
        if scanner.found(_END):
            return
        offset = scanner.next
        kind = scanner.take(_KIND, "template, cluster or type")[0]
        scanner.take(_EQUALS, '"="')
        name = scanner.take(_TITLE, "a name")[0]
        aspect = scanner.take(_ASPECT, "an aspect")[0] if scanner.found(_SLASH) else ""
        scanner.take(_OPENING, "{ at the end of the line")
        body = scanner.take(_BODY, "lines")
        scanner.take(_CLOSING, "} alone on a line")
        yield offset, kind, name, aspect, (body.start(), body[0])


def _attribute(scanner: Scanner) -> tuple[list[str], list[str]]:
    """`Name:type, qualifiers` or the older `Name:type:subtype:required:nonrepeatable`."""
    parts, qualifiers = [scanner.take(_NAME, "the name of an attribute")[0]], []
    while scanner.found(_COLON):
        parts.append(scanner.take(_PART, "a type, a cluster or a flag")[0])
    while scanner.found(_COMMA):
        qualifiers.append(scanner.take(_QUALIFIER, "a qualifier")[0])
    scanner.take(_END, '":" or ","')
    return parts, qualifiers


def _operation(scanner: Scanner) -> list[str]:
    """A verb and its words; a word in quotes may hold blanks."""
    words = [scanner.take(_VERB, "an operation")[0]]
    while not scanner.found(_END):
        if not scanner.found(_COMMA):
            word = scanner.take(_WORD, "a word")
            words.append(word[2] or word[1])
    return words


def _bounds(scanner: Scanner) -> tuple[str, str, str]:
    """`error LOW .. HIGH` or `warning LOW .. HIGH`; either bound may be missing."""
    level = scanner.take(_LEVEL, "error or warning")[0]
    low = scanner.take(_BOUND, "a number")[0]
    scanner.take(_DOTS, '".."')
    high = scanner.take(_BOUND, "a number")[0]
    scanner.take(_END, "nothing more")
    return level, low, high


def _after(scanner: Scanner) -> list[str]:
    """`merge A into B` or `one of A, B`: the first word, and the attributes."""
    if scanner.found(_MERGE):
        words = ["merge", scanner.take(_NAME, "the name of an attribute")[0]]
        scanner.take(_INTO, '"into"')
        words.append(scanner.take(_NAME, "the name of an attribute")[0])
    else:
        scanner.take(_ONE_OF, '"merge" or "one of"')
        words = ["one of", scanner.take(_NAME, "the name of an attribute")[0]]
        scanner.take(_COMMA, '","')
        words.append(scanner.take(_NAME, "the name of an attribute")[0])
        while scanner.found(_COMMA):
            words.append(scanner.take(_NAME, "the name of an attribute")[0])
    scanner.take(_END, "nothing more")
    return words
