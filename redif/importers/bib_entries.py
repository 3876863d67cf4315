"""The entries of a BibTeX file, with their macros replaced and their cross-references followed, split by bibtexparser.

A file is read entry by entry: each line that begins an entry ends the one before. So a brace that is missing concerns one
entry, and a file of any size is read in little memory. Only entries with a cross-reference to one that comes later wait for it.
"""

from __future__ import annotations

import logging
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bibtexparser.exceptions import BlockAbortedException
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String
from bibtexparser.splitter import Splitter

from redif.grammar.vocabularies import MONTHS
from redif.importers.source import ImportSource

LONGEST_ENTRY = 4 << 20  # characters
MOST_WAITING = 10_000  # entries that wait for one with a cross-reference
BOOKS = ("book", "collection", "proceedings", "mvbook", "mvcollection", "mvproceedings", "reference", "mvreference", "booklet",
         "manual")  # fmt: skip
NO_ITEMS = ("xdata", "ieeetranbstctl", "control", "bibnote")  # @set has only the keys of others
# What an entry does not take from the one it has a cross-reference to.
_OF_PARENT_ALONE = (
    "title", "subtitle", "booktitle", "crossref", "xdata", "doi", "url", "note", "abstract", "keywords", "author", "file",
    "pages",
)  # fmt: skip
_OF_CHILD_ALONE = frozenset(_OF_PARENT_ALONE) - {"title", "subtitle", "booktitle", "crossref", "xdata"}
# A comma is missing: year = 2001 month = 3.
_TWO_FIELDS = re.compile(r"""(\w+|"[^"]*"|\{[^{}]*\})\s+([A-Za-z][\w-]*)\s*=\s*(.+)""", re.S).fullmatch
# EndNote leaves out the key, and the comma after it.
_WITHOUT_KEY = re.compile(r"(@\s*\w+\s*[{(])(?=\s*[A-Za-z][\w-]*\s*=)")
LONGEST_VALUE = 100_000  # characters that macros may make of a value
_IS_STRING = re.compile(r"\s*@\s*string\b", re.I).match
_IS_COMMENT = re.compile(r"\s*@\s*comment\b", re.I).match
_begins_entry = re.compile(r"\s*@\s*\w+\s*[{(]").match

# The library logs what it also returns; without this, Python would print that.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

REASONS = (
    ("end of file", "its last brace or quotation mark is missing"),
    ("block start", "a brace or quotation mark in it is not closed"),
    ("after entry key, but found the end", "it ends with the name of a field that has no value"),
    ("after entry key", "a comma is missing between two of its fields, or a field has no ="),
    ("comma after entry key", "its key, the word after the brace, is missing or has no comma after it"),
    ("closed entry field value", "a comma is missing after one of its fields"),
)


@dataclass(frozen=True)
class BibEntry:
    """An entry as it is in the file: its fields by their names in lowercase, in LaTeX."""

    type: str
    key: str
    line: int
    fields: Mapping[str, str]

    @property
    def parents(self) -> list[str]:
        """The keys of the entries it takes fields from, in lowercase."""
        keys = [self.fields.get("crossref", ""), *self.fields.get("xdata", "").split(",")]
        return [key.strip().lower() for key in keys if key.strip()]


def entries(source: ImportSource) -> Iterator[BibEntry]:
    """Yield the entries in their order, each with the fields that it takes from others."""
    return _with_parents(_entries(source), source)


def _texts(source: ImportSource) -> Iterator[tuple[int, str]]:
    """Yield the text from each beginning of an entry to the next, with its first line."""
    lines: list[str] = []
    start, length = 1, 0
    for number, line in source.lines():
        if _begins_entry(line):
            if lines:
                yield start, "\n".join(lines)
            lines, start, length = [], number, 0
        length += len(line) + 1
        if length <= LONGEST_ENTRY:
            lines.append(line)
        elif lines:
            source.unread(start, f"This entry has more than {LONGEST_ENTRY >> 20} million characters, so it was left out.")
            lines = []
    if lines:
        yield start, "\n".join(lines)


def _entries(source: ImportSource) -> Iterator[BibEntry]:
    """Yield the entries, with macros replaced by what they stand for."""
    macros = {name[:3].lower(): name for name in MONTHS}
    for start, text in _texts(source):
        if "@" not in text:
            continue
        text = text.replace("\\\\}", "\\\\ }")  # a line break before a brace, which the library takes for an escaped brace
        if not _IS_STRING(text):
            text = _WITHOUT_KEY.sub(r"\1,", text, count=1)
        for block in Splitter(text).split().blocks:
            line = start + (block.start_line or 0)
            if isinstance(block, String):
                macros[block.key.lower()] = _value(block.value, macros)
            elif isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock | Entry):
                entry = block if isinstance(block, Entry) else block.ignore_error_block
                yield _entry(entry, line, macros, source)
            elif isinstance(block, ParsingFailedBlock) and not _IS_COMMENT(block.raw or ""):
                source.unread(line, f"{_named(block.raw)} cannot be read: {_reason(block.error)}.")


def _entry(entry: Any, line: int, macros: Mapping[str, str], source: ImportSource) -> BibEntry:
    fields: dict[str, str] = {}
    for field in entry.fields:
        name, written = field.key.lower(), field.value
        while match := _TWO_FIELDS(written):
            fields.setdefault(name, _value(match[1], macros))
            name, written = match[2].lower(), match[3]
        value = _value(written, macros)
        if name in fields and value.strip() and fields[name] != value:
            source.left_out(line, name, value)
        fields.setdefault(name, value)
    return BibEntry(entry.entry_type.lower(), entry.key, line, fields)


def _value(written: str, macros: Mapping[str, str]) -> str:
    """Return a value without its braces or quotation marks; `jan # "~1"` is put together.

    Macros of macros can grow without bound; one that would make the value too long stays as it is written.
    """
    parts, length = list[str](), 0
    for part in _parts(written):
        if part[:1] + part[-1:] in ("{}", '""') and len(part) > 1:
            parts.append(part[1:-1])
        else:
            replaced = macros.get(part.lower(), part)
            length += len(replaced)
            parts.append(replaced if length <= LONGEST_VALUE else part)
    return "".join(parts)


def _parts(written: str) -> Iterator[str]:
    """Yield the parts of a value between the signs # outside braces and quotation marks."""
    if "#" not in written:
        yield written.strip()
        return
    depth, quoted, start = 0, False, 0
    for place, character in enumerate(written):
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif character == '"' and not depth:
            quoted = not quoted
        elif character == "#" and not depth and not quoted:
            yield written[start:place].strip()
            start = place + 1
    yield written[start:].strip()


def _named(raw: str | None) -> str:
    """Return what an entry is called in a message."""
    match = re.match(r"@(\w+)\s*[{(]\s*([^\s,={}]{1,60})\s*,", raw or "")
    return f"The entry @{match[1]} with the key {match[2]}" if match else "This entry"


def _reason(error: Exception) -> str:
    text = error.abort_reason if isinstance(error, BlockAbortedException) else str(error)
    return next((reason for part, reason in REASONS if part in text), text.rstrip(". "))


def _with_parents(entries: Iterator[BibEntry], source: ImportSource) -> Iterator[BibEntry]:
    """Yield the entries in their order, with the fields that they take from the entries they refer to."""
    known: dict[str, BibEntry] = {}
    waiting: deque[BibEntry] = deque()
    for entry in entries:
        if entry.key:
            fields = {
                name: value for name, value in entry.fields.items() if entry.type == "xdata" or name not in _OF_CHILD_ALONE
            }
            known.setdefault(entry.key.lower(), replace(entry, fields=fields))
        waiting.append(entry)
        while waiting and (len(waiting) > MOST_WAITING or all(key in known for key in waiting[0].parents)):
            yield from _complete(waiting.popleft(), known, source)
        if len(known) > MOST_WAITING:
            known = {key: kept for key, kept in known.items() if kept.type in (*BOOKS, "xdata")}
    while waiting:
        yield from _complete(waiting.popleft(), known, source)


def _complete(entry: BibEntry, known: Mapping[str, BibEntry], source: ImportSource) -> Iterator[BibEntry]:
    """Yield an entry with the fields of those it refers to; none for what is no item, such as fields only others refer to."""
    if entry.type in NO_ITEMS or (entry.type == "set" and "title" not in entry.fields):
        return
    fields = dict(entry.fields)
    for name, parents in (("crossref", fields.pop("crossref", "")), ("xdata", fields.pop("xdata", ""))):
        for key in filter(None, (part.strip() for part in parents.split(","))):
            parent = known.get(key.lower())
            if parent is None or parent.line == entry.line:
                source.left_out(entry.line, name, key)
                continue
            for field, value in parent.fields.items():
                if name == "xdata" or field not in _OF_PARENT_ALONE:
                    fields.setdefault(field, value)
            if name == "crossref":
                title = parent.fields.get("booktitle") or ": ".join(
                    filter(None, (parent.fields.get("title"), parent.fields.get("subtitle")))
                )
                fields.setdefault("journaltitle" if entry.type == "article" else "booktitle", title)
    yield replace(entry, fields=fields)
