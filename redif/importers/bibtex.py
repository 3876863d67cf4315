"""BibTeX and BibLaTeX, split and its names divided by bibtexparser, its LaTeX read by pylatexenc.

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
from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String
from bibtexparser.splitter import Splitter

from redif.bibliography.dates import read_day
from redif.bibliography.item import ItemKind
from redif.grammar.vocabularies import MONTHS
from redif.importers.item import ImportedItem
from redif.importers.latex import text_of
from redif.importers.people import contributor
from redif.importers.source import ImportSource
from redif.schema.values import Handle

LONGEST_ENTRY = 4 << 20  # characters
MOST_WAITING = 10_000  # entries that wait for one with a cross-reference

# The library logs what it also returns; without this, Python would print that.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_begins_entry = re.compile(r"\s*@\s*\w+\s*[{(]").match
_ARTICLE, _PAPER, _BOOK, _CHAPTER, _SOFTWARE = (
    ItemKind.ARTICLE,
    ItemKind.PAPER,
    ItemKind.BOOK,
    ItemKind.CHAPTER,
    ItemKind.SOFTWARE,
)
# Types of entries. A type that is not here is a paper, as is @misc, which mostly is one.
KINDS: Mapping[str, ItemKind] = {
    **dict.fromkeys(("article", "suppperiodical", "periodical", "review"), _ARTICLE),
    **dict.fromkeys(("book", "collection", "proceedings", "mvbook", "mvcollection", "mvproceedings", "reference", "mvreference",
                     "booklet", "manual"), _BOOK),
    **dict.fromkeys(("incollection", "inbook", "inproceedings", "conference", "bookinbook", "suppbook", "suppcollection",
                     "inreference"), _CHAPTER),
    **dict.fromkeys(("software", "dataset"), _SOFTWARE),
}  # fmt: skip
PAPERS = ("techreport", "report", "unpublished", "misc", "phdthesis", "mastersthesis", "thesis", "preprint", "working", "other")
# Fields whose text goes where the same word says, and those with another word for it.
FIELDS: Mapping[str, str] = {
    **{name: name for name in ("abstract", "chapter", "edition", "isbn", "issn", "version", "volume")},
    "annote": "note",
    "annotation": "note",
    "booktitle": "book_title",
    "journal": "journal",
    "journaltitle": "journal",
    "note": "note",
    "pubstate": "publication_status",
    "series": "series",
    "size": "size",
    "titleaddon": "note",
    "addendum": "note",
}
# What reference managers note for themselves, and what says how an entry is printed.
HOUSEKEEPING = re.compile(
    r"file|owner|timestamp|date-(?:added|modified)|dateadded|groups|__markedentry|bdsk-.*|mendeley-.*|local-url|rating|read|priority"
    r"|urldate|lastchecked|langid|hyphenation|shorthand|label|sortname|sortkey|sorttitle|sortyear|presort|options|keyname|key|ids"
    r"|citeulike-.*|posted-at|biburl|bibsource|interhash|intrahash|refid|xref|related.*|execute|opt.*"
)
# What an entry does not take from the one it has a cross-reference to.
_OF_PARENT_ALONE = (
    "title", "subtitle", "booktitle", "crossref", "xdata", "doi", "url", "note", "abstract", "keywords", "author", "file",
    "pages",
)  # fmt: skip
_OF_CHILD_ALONE = frozenset(_OF_PARENT_ALONE) - {"title", "subtitle", "booktitle", "crossref", "xdata"}
_NO_SERIES = re.compile(r"working paper|technical report|techreport|report|discussion paper|preprint|phdthesis|mathesis", re.I)
_ESCAPED = re.compile(r"(?:\*[0-9A-F]{2})+")
_LAST_NUMBER = re.compile(r"(?:(.*?)\s+)?(?:No\.\s+)?(\S*\d\S*)")
# A comma is missing: year = 2001 month = 3.
_TWO_FIELDS = re.compile(r"""(\w+|"[^"]*"|\{[^{}]*\})\s+([A-Za-z][\w-]*)\s*=\s*(.+)""", re.S).fullmatch

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


def items(source: ImportSource) -> Iterator[ImportedItem]:
    """Yield an item for each entry."""
    for entry in _with_parents(_entries(source), source):
        yield _Translation(entry, source).item


# ---------------------------------------------------------------------- entries


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
        for block in Splitter(text).split().blocks:
            line = start + (block.start_line or 0)
            if isinstance(block, String):
                macros[block.key.lower()] = _value(block.value, macros)
            elif isinstance(block, DuplicateFieldKeyBlock | Entry):
                entry = block if isinstance(block, Entry) else block.ignore_error_block
                yield _entry(entry, line, macros, source)
            elif isinstance(block, ParsingFailedBlock):
                source.unread(line, f"{_named(block.raw)} cannot be read: {_reason(block.error)}.")


def _entry(entry: Any, line: int, macros: Mapping[str, str], source: ImportSource) -> BibEntry:
    fields: dict[str, str] = {}
    for field in entry.fields:
        name, written = field.key.lower(), field.value
        while match := _TWO_FIELDS(written):
            fields.setdefault(name, _value(match[1], macros))
            name, written = match[2].lower(), match[3]
        value = _value(written, macros)
        if name in fields and fields[name] != value:
            source.left_out(line, name, value)
        fields.setdefault(name, value)
    return BibEntry(entry.entry_type.lower(), entry.key, line, fields)


def _value(written: str, macros: Mapping[str, str]) -> str:
    """Return a value without its braces or quotation marks; `jan # "~1"` is put together."""
    parts = []
    for part in _parts(written):
        if part[:1] + part[-1:] in ("{}", '""') and len(part) > 1:
            parts.append(part[1:-1])
        else:
            parts.append(macros.get(part.lower(), part))
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


# ---------------------------------------------------------------------- cross-references


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
            known = {key: kept for key, kept in known.items() if KINDS.get(kept.type) is _BOOK or kept.type == "xdata"}
    while waiting:
        yield from _complete(waiting.popleft(), known, source)


def _complete(entry: BibEntry, known: Mapping[str, BibEntry], source: ImportSource) -> Iterator[BibEntry]:
    """Yield an entry with the fields of those it refers to; none for fields that only others refer to."""
    if entry.type == "xdata":
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


# ---------------------------------------------------------------------- one entry


class _Translation:
    """An entry made into an item; each field is taken once."""

    def __init__(self, entry: BibEntry, source: ImportSource) -> None:
        self.entry = entry
        self.source = source
        self.fields = {name: value for name, value in entry.fields.items() if value.strip()}
        self.handle = _handle_of(entry.key)
        self.item = ImportedItem(self._kind(), entry.line)
        self._identify()
        self._name_people()
        self._add_titles()
        self._add_container()
        self._add_dates()
        self._add_addresses()
        self._add_rest()

    def take(self, *names: str) -> str:
        """Return the text of the first of some fields that is there; it is then done with."""
        return next((text_of(self.fields.pop(name)) for name in names if name in self.fields), "")

    def take_raw(self, *names: str) -> str:
        """Return the first of some fields that LaTeX reads verbatim."""
        return next((self.fields.pop(name).strip("{} \n\t") for name in names if name in self.fields), "")

    def _kind(self) -> ItemKind:
        type_ = self.entry.type
        found = KINDS.get(type_)
        if type_ == "misc" and self.handle:
            return _SOFTWARE  # as redif and IDEAS write software in BibTeX
        if type_ == "dataset":
            self.source.not_taken(self.entry.line, "dataset", "software")
        elif type_ in ("patent", "online", "electronic", "www", "movie", "audio", "video", "image", "artwork", "legislation"):
            self.source.not_taken(self.entry.line, type_, "a paper")
        if type_ == "inbook" and "booktitle" not in self.fields and "chapter" not in self.fields and "pages" not in self.fields:
            return _BOOK
        return found or (_ARTICLE if type_ == "misc" and self.fields.keys() & {"journal", "journaltitle"} else _PAPER)

    def _identify(self) -> None:
        """Add the handle: of the key, as redif and IDEAS write it, or of a field."""
        if not self.item.handle(self.take_raw("handle", "repec", "repec-handle")) and self.handle:
            self.item.handle(self.handle)
        self.item.doi(self.take_raw("doi").replace("\\_", "_"))

    def _name_people(self) -> None:
        for name, field in (("author", "authors"), ("editor", "editors")):
            if name in self.fields:
                self.item.people(field, self._people(name))

    def _people(self, name: str) -> Iterator[dict[str, Any]]:
        for written in split_multiple_persons_names(" ".join(self.fields.pop(name).split())):
            if written.strip().lower() in ("others", "et al", "et al."):
                self.source.left_out(self.entry.line, name, f"and {written}")
            else:
                yield _person(written)

    def _add_titles(self) -> None:
        title, subtitle = self.take("title"), self.take("subtitle")
        joint = " " if title.endswith(("?", "!", ":", ".")) else ": "
        title = joint.join(filter(None, (title, subtitle)))
        if self.item.kind is _CHAPTER and self.entry.type == "inbook" and "booktitle" not in self.fields:
            self.item.add("book_title", title)  # BibTeX has only the title of the book there
        else:
            self.item.add("title", title)
        if self.item.kind is _CHAPTER and (subtitle := self.take("booksubtitle")):
            self.item.add("book_title", f"{self.take('booktitle')}: {subtitle}")

    def _add_container(self) -> None:
        item = self.item
        issue, number = self.take("issue"), self.take("number", "report-number", "eid" if item.kind is _PAPER else "")
        if item.kind is _ARTICLE:
            self._add_issue(issue, number)
        else:
            item.add("issue", issue)
            self._add_series(number)
        for name in ("institution", "school", "publisher", "organization"):
            item.publisher(self.take(name))

    def _add_issue(self, issue: str, number: str) -> None:
        """Add the issue, which is the number in BibTeX; BibLaTeX has a season beside it."""
        if number and issue and not any(map(str.isdigit, issue)):
            self.item.add("month", issue)
            issue = ""
        self.item.add("issue", issue or number)
        self.item.add("number", number if issue else "")

    def _add_series(self, number: str) -> None:
        item = self.item
        type_, series = self.take("type"), self.take("series")
        is_thesis = "thesis" in self.entry.type or "thesis" in type_.lower()
        if _NO_SERIES.fullmatch(type_):
            type_ = ""
        if item.kind is _PAPER and type_ and not series and not is_thesis:
            type_, series = "", type_  # "NBER Working Paper"
        item.keep("type", type_)
        if self.handle and item.kind in (_PAPER, _SOFTWARE) and "howpublished" in self.fields:
            published, number, publisher = _published(self.take("howpublished"), Handle(self.handle).item or "", number)
            series = series or published
            item.publisher(publisher)
        item.add("series", series)
        item.add("number", number)

    def _add_dates(self) -> None:
        if date := self.take("date"):
            self.item.day(date)
            for name in ("year", "month", "day"):
                self.fields.pop(name, None)
        else:
            self.item.date(self.take("year"), self.take("month"), self.take("day"))

    def _add_addresses(self) -> None:
        eprint, archive = self.take_raw("eprint"), self.take("archiveprefix", "eprinttype")
        if eprint:
            self.item.keep(
                "Eprint", f"{archive}:{eprint}" if archive and not eprint.lower().startswith(archive.lower()) else eprint
            )
            self.take("primaryclass", "eprintclass")
        for name in ("url", "pdf", "link"):
            for address in (
                self.take_raw(name).replace("\\_", "_").replace("\\%", "%").replace("\\&", "&").replace("\\#", "#").split()
            ):
                if re.match("https?://|ftp://", address, re.I):
                    self.item.address(address)
                else:
                    self.source.left_out(self.entry.line, name, address)

    def _add_rest(self) -> None:
        item = self.item
        for name in ("keywords", "keyword"):
            item.add("keywords", *_keywords(self.fields.pop(name, "")))
        langid = self.take("langid")
        item.language(*re.split(r"\s+and\s+|[,;]\s*", self.take("language") or langid))
        for name in ("jel", "jelcodes", "jel_codes", "jelclassification", "jel-codes"):
            item.jel(self.take(name))
        item.length(self.take("pagetotal", "numpages", "pagecount"))
        item.pages(_range(self.take("pages")))
        if self.handle:
            self._add_own_note()
        for name in [*self.fields]:
            if name in FIELDS:
                item.add(FIELDS[name], self.take(name))
            elif HOUSEKEEPING.fullmatch(name) or not item.keep(name, text_of(self.fields[name])):
                self.source.left_out(self.entry.line, name, self.fields[name])

    def _add_own_note(self) -> None:
        """Add a note without what redif writes there for want of fields: number and version, and when it was revised."""
        note = self.take("note")
        if self.item.kind is _SOFTWARE and (match := re.match(r"version (.+?)(?:\. |$)", note)):
            self.item.add("version", match[1])
            note = note[match.end() :]
        if self.entry.type == "unpublished":
            number = text_of(self.entry.fields.get("number", ""))
            series = text_of(self.entry.fields.get("type", "")) or "No."
            note = re.sub(rf"{re.escape(f'{series} {number}'.rstrip(' .'))}(?:\. |\.?$)", "", note, count=1)
        if match := re.search(r"(?:^|\. )revised ((?:[0-9]{1,2} )?(?:[A-Z][a-z]+ )?[0-9]{4})$", note):
            day = read_day(match[1])
            self.item.add("revision_dates", str(day) if day else match[1])
            note = note[: match.start()]
        self.item.add("note", note)


def _person(written: str) -> dict[str, Any]:
    """Return a person; a name in braces is that of an organization."""
    written = written.strip()
    if written.startswith("{") and written.endswith("}") and "}" not in written[1:-1].replace("\\}", ""):
        return {"name": text_of(written)}
    try:
        parts = parse_single_name_into_parts(written)
    except InvalidNameError:
        parts = parse_single_name_into_parts(written, strict=False)
    family, given, particle, suffix = (text_of(" ".join(part)) for part in (parts.last, parts.first, parts.von, parts.jr))
    return contributor(family, given, particle, suffix)


def _handle_of(key: str) -> str:
    """Return the handle that a key is: redif writes what a key cannot hold by its bytes, *28 for a bracket."""
    if not key.lower().startswith("repec:"):
        return ""
    return _ESCAPED.sub(lambda match: bytes.fromhex(match[0].replace("*", "")).decode("utf-8", "replace"), key)


def _published(text: str, item: str, number: str) -> tuple[str, str, str]:
    """Return series, number and publisher of what redif writes as `howpublished`: "Statistical Software S4, Boston College"."""
    if number:
        return text, number, ""
    place = text.lower().rfind(item.lower()) if item else -1
    if place >= 0 and text[:place][-1:] in ("", " ") and text[place + len(item) :][:2] in ("", ", "):
        before, number, after = text[:place].strip(), text[place : place + len(item)], text[place + len(item) + 2 :]
        return before.removesuffix("No.").strip(), number, after
    match = _LAST_NUMBER.fullmatch(text)
    return (match[1] or "", match[2], "") if match else (text, "", "")


def _keywords(written: str) -> list[str]:
    """Return the keywords, separated by commas or semicolons outside braces."""
    parts, depth, start = [], 0, 0
    separator = ";" if ";" in written else ","
    for place, character in enumerate(written):
        depth += (character == "{") - (character == "}")
        if character == separator and not depth:
            parts.append(written[start:place])
            start = place + 1
    return [text_of(part.strip()) for part in (*parts, written[start:])]


def _range(pages: str) -> str:
    """Return pages with one hyphen in a range."""
    return re.sub(r"\s*(?:--+|[–—])\s*", "-", pages)
