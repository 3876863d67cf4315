"""RIS, read by rispy. The meaning of a tag differs between programs and types; `docs/importing.md` says how each is read.

A file is read entry by entry, each up to its ER. One that has none ends where the next begins.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Any

import rispy  # type: ignore[import-untyped]

from redif.bibliography.addresses import bare_doi
from redif.bibliography.dates import months_in, read_day
from redif.bibliography.item import ItemKind
from redif.importers.item import ImportedItem
from redif.importers.kinds import kind_of
from redif.importers.people import contributor_named, is_others
from redif.importers.source import ImportSource
from redif.schema.placeholders import is_placeholder

LONGEST_NUMBER = 60  # characters
MOST_LINES = 20_000  # of an entry
TAGS = [f"{first}{second}" for first in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"]
_TAG = re.compile(r"\s?([A-Z][A-Z0-9])\s{1,3}-(?:\s(.*))?").fullmatch
_DATE = re.compile(r"([0-9]{4})(?:/([0-9]{0,2})(?:/([0-9]{0,2})(?:/(.*))?)?)?").fullmatch
# What databases write before the entries, and numbers that they give them.
_BETWEEN_ENTRIES = re.compile(
    r"[0-9]+\.?|Record #?[0-9].*|(?:Provider|Database|Content|Source|Date)\s*:.*|Link to the (?:Ovid|External Link).*", re.I
).fullmatch
# Notes of databases, such as Scopus: about their record, and others that have a name.
_NOTE_OF_DATABASE = re.compile(r"(?:Cited By|Export Date|Last updated|CODEN|References)\b\s*[-:].*", re.I | re.S).fullmatch
_NAMED_NOTE = re.compile(r"(Correspondence Address|Funding (?:details|text)(?: [0-9]+)?)\s*:\s*(.+)", re.I | re.S).fullmatch
_NUMBER = re.compile(r"(?=.*[0-9])\S{1,30}|(?:no|nr|number)\.?\s*\S{1,30}", re.I).fullmatch
_WITHOUT_NAME = functools.partial(re.compile(r"\s*\((?:ISSN|ISBN)\)", re.I).sub, "")
_NO = re.compile(r"(?:no|nr|number)\.\s*", re.I)
LISTED = ("KW", "SN")
FIRST = ("TI", "T1", "AU", "A1")  # an entry has begun whose TY is missing
_LABEL = re.compile(r"(Number|Length|Requires|JEL|ISSN|Restriction|Year): (.+)", re.S).fullmatch
# What programs note for themselves: labels, dates of access, places on a computer, databases.
HOUSEKEEPING = frozenset(str.split("ID Y2 L2 L3 L4 AN DB DP LB RN AV RI U1 U2 U3 U4 U5 LK CN"))
# Private attributes for other tags, or for a second value of one.
NAMES = {
    "A2": "Secondary-Author",
    "A3": "Series-Editor",
    "A4": "Translator",
    "AD": "Author-Address",
    "AI": "Author-Identifier",
    "BT": "Container",
    "CA": "Caption",
    "CY": "Place",
    "ED": "Editor",
    "JO": "Abbreviated-Journal",
    "M1": "Miscellaneous",
    "M2": "Miscellaneous",
    "NV": "Number-of-Volumes",
    "OP": "Original",
    "PB": "Publisher",
    "PP": "Place",
    "PY": "Date",
    "RP": "Reprint",
    "SE": "Section",
    "ST": "Short-Title",
    "DA": "Date",
    "TA": "Translated-Author",
    "TT": "Translated-Title",
    "Y1": "Date",
    **dict.fromkeys(("J1", "J2", "JA"), "Abbreviated-Journal"),
    **dict.fromkeys(("JF", "T2", "T3"), "Container"),
    **dict.fromkeys(("CT", "T1", "TI"), "Title"),
    **dict.fromkeys((f"C{number}" for number in range(1, 9)), "Custom"),
}


def items(source: ImportSource) -> Iterator[ImportedItem]:
    """Yield an item for each entry."""
    parser = rispy.RisParser(
        mapping={tag: tag for tag in TAGS}, list_tags=TAGS, delimiter_tags_mapping={}, enforce_list_tags=False
    )
    for line, lines in _entries(source):
        tags = parser.parse("\n".join([*lines, "ER  - "]))
        if tags:
            yield _Translation(tags[0], line, source).item


def _entries(source: ImportSource) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of each entry from TY on, with the number of the first; tags are spelled as the library wants them."""
    lines: list[str] = []
    start, is_reported = 0, False
    for number, line in source.lines():
        match = _TAG(line)
        tag = match[1] if match else ""
        if tag in ("TY", "ER") and lines:
            yield start, lines
            lines = []
        if tag == "TY":
            lines, start, is_reported = [f"TY  - {(match[2] or '').strip()}" if match else ""], number, False
        elif lines and len(lines) < MOST_LINES and tag != "ER":
            if match:
                lines.append(f"{tag}  - {match[2] or ''}")
            elif lines[-1].startswith(LISTED) and line.strip():  # EndNote has a keyword a line
                lines.append(lines[-1][:6] + line.strip())
            else:  # a value that goes on
                lines[-1] = f"{lines[-1]} {line.strip()}"
        elif not line.strip() or tag == "ER" or is_reported or _BETWEEN_ENTRIES(line.strip()):
            continue
        elif match and start and tag not in FIRST:  # of the entry that has ended
            source.left_out(number, tag, match[2] or "")
        else:
            is_reported = True
            source.unread(number, "This line is in no entry. An entry begins with a line TY  - and ends with ER  -.")
    if lines:
        yield start, lines


class _Translation:
    """The tags of an entry made into an item; each is taken once."""

    def __init__(self, tags: dict[str, Any], line: int, source: ImportSource) -> None:
        type_ = str(tags.pop("TY"))
        self.tags = {tag: [text for value in held if (text := " ".join(value.split()))] for tag, held in tags.items()}
        self.source = source
        self.item = ImportedItem(self._kind(type_, line), line)
        handle = self.take("ID")
        if handle and not self.item.handle(handle):
            self.tags["ID"] = [handle]
        self.item.people("authors", self._people("AU", "A1"))
        # A2 is the editor of the book, or of the series where there is no book.
        of_book = ("ED", "A2") if self.item.kind in (ItemKind.BOOK, ItemKind.CHAPTER) else ("ED",)
        self.item.people("editors", self._people(*of_book))
        self.item.add("title", self.take("TI", "T1", "CT"))
        self._add_container()
        self._add_date()
        self._add_pages()
        self._add_rest()

    def _people(self, *tags: str) -> Iterator[dict[str, Any]]:
        for tag in tags:
            for name in self.all(tag):
                if is_others(name):
                    self.source.left_out(self.item.line, tag, name)
                else:
                    yield contributor_named(name)

    def _kind(self, type_: str, line: int) -> ItemKind:
        """Return the kind. CONF is a volume of proceedings by the specification, and a paper in one for most databases."""
        is_within = {"SP", "EP"} & self.tags.keys() or (
            {"AU", "A1"} & self.tags.keys() and {"T2", "BT", "JO", "JF"} & self.tags.keys()
        )
        return kind_of("CPAPER" if type_ == "CONF" and is_within else type_, self.source, line)

    def take(self, *tags: str) -> str:
        """Return the first value of the first of some tags that is there; the same value under the others is done with."""
        value = ""
        for tag in tags:
            held = self.tags.get(tag, [])
            if held and not value:
                value = held.pop(0)
            if held and held[0] == value:
                held.pop(0)
        return value

    def all(self, *tags: str) -> list[str]:
        """Return all values of some tags."""
        return [value for tag in tags for value in self.tags.pop(tag, [])]

    def _add_container(self) -> None:
        item = self.item
        issue, serials = self.take("IS", "CP"), self.all("SN")
        # Of articles, databases have anything there: addresses, references, whose copyright it is.
        written = next(iter(self.tags.get("M1", [])), "")
        is_number = len(written) <= LONGEST_NUMBER and (item.kind is not ItemKind.ARTICLE or _NUMBER(written))
        number = self.take("M1") if is_number else ""
        if item.kind is ItemKind.ARTICLE:
            item.add("journal", self.take("T2", "JF", "JO", "JA", "BT"))
            item.add("issue", issue)
            item.add("issn", *_several(serials))
            item.add("number", number)
        elif item.kind in (ItemKind.BOOK, ItemKind.CHAPTER):
            title, series = self.take("BT", "T2") if item.kind is ItemKind.CHAPTER else "", self.take("T3", "T2")
            if item.kind is ItemKind.BOOK and not item.has("title"):
                item.add("title", self.take("BT"))
            item.add("book_title", title)
            item.add("series", series)
            item.add("number", number or issue)
            parts = [part for serial in serials for part in serial.split(";")]
            item.add("isbn", *_several(part for part in parts if "(ISSN)" not in part))
            item.add("issn", *_several(part for part in parts if "(ISSN)" in part))  # which Scopus adds for proceedings
        else:
            item.add("series", self.take("T2", "T3", "JF", "JO"))
            # EndNote and Zotero have the number of a report in SN; EconStor writes it with No. in M1.
            serial = next(iter(serials), "")
            item.add("number", (number if number == serial else _NO.sub("", number)) or issue or serial)
            if number or issue:
                item.add("issn", *(each for each in serials if each not in (number, issue)))
        item.publisher(self.take("PB"))
        item.add("volume", self.take("VL"))
        item.add("version" if item.kind is ItemKind.SOFTWARE else "edition", self.take("ET"))
        if item.kind is ItemKind.CHAPTER:
            item.add("chapter", self.take("SE"))
        kind = self.take("M3")
        if doi := bare_doi(kind):  # as ScienceDirect and SciFinder wrote it
            item.doi(doi)
            kind = ""
        item.keep("Type", "" if re.fullmatch(r"(?i)working paper|journal article|article|book|report", kind) else kind)

    def _add_date(self) -> None:
        year, day = self.take("PY", "Y1"), self.take("DA")
        match, in_day = _DATE(year), _DATE(day)
        if in_day and (not match or in_day[1] == match[1]):
            match = in_day
        elif day and match and not match[2] and (known := read_day(f"{day} {match[1]}")) and known.month:  # MAR 15
            self.item.day(str(known))
            return
        elif day and not year and read_day(day):  # 15 March 2021
            year = day
        elif day:
            self.tags.setdefault("DA", []).append(day)
        if match is None:
            self.item.day(year)
            return
        number, month, date, other = (part or "" for part in match.groups())
        if re.match(r"[0-9]{4}[^0-9]", other):  # two years, which redif writes so
            self.item.date(other.replace("-", "/") if re.fullmatch(r"[0-9]{4}-[0-9]{4}", other) else other)
        else:
            self.item.date(number, other if months_in(other) else month or other, date)

    def _add_pages(self) -> None:
        first, last = ("" if is_placeholder(page) else page for page in (self.take("SP"), self.take("EP")))
        if (first, last) == ("No", "Specified"):  # what became of "No Pagination Specified", as Ovid has it
            return
        if not first and not last and self.item.kind in (ItemKind.ARTICLE, ItemKind.CHAPTER):
            first = self.take("C7")  # the number of an article, for EndNote and Scopus
        self.item.pages(first if not last or last == first or "-" in first else f"{first}-{last}")

    def _add_rest(self) -> None:
        item = self.item
        item.doi(self.take("DO"))
        for address in self.all("UR", "L1"):
            for part in re.split(r";\s*(?=https?://)|\s+", address):
                if re.match(r"(?:https?|ftp)://", part, re.I):
                    item.address(part.replace("%3B", ";"))
                elif part:
                    self.source.left_out(item.line, "UR", part)
        item.add("keywords", *self.all("KW"))
        item.add("abstract", *dict.fromkeys(self.all("AB", "N2")))
        languages = re.split(r"\s*;\s*", self.take("LA"))
        if item.kind is ItemKind.SOFTWARE:
            item.add("programming_languages", *languages)
        else:
            item.language(*languages)
        for note in self.all("N1"):
            self._add_note(note)
        for tag, values in self.tags.items():
            for value in values:
                if tag in HOUSEKEEPING or not item.keep(NAMES.get(tag, f"RIS-{tag}"), value):
                    self.source.left_out(item.line, tag, value)

    def _add_note(self, note: str) -> None:
        """Add a note, or what redif writes as one because it has no tag."""
        if _NOTE_OF_DATABASE(note):
            self.source.left_out(self.item.line, "N1", note)
            return
        if named := _NAMED_NOTE(note):
            self.item.keep(named[1], named[2])
            return
        if doi := bare_doi(note):  # Springer, Nature, Taylor & Francis
            self.item.doi(doi)
            return
        match = _LABEL(note)
        name, text = match.groups() if match else ("", note)
        if name == "JEL":
            self.item.jel(text)
        elif name == "ISSN":
            self.item.add("issn", *_several(text))
        elif name == "Year":
            self.item.date(text)
        else:
            self.item.add(name.lower() if name in ("Number", "Length", "Requires", "Restriction") else "note", text)


def _several(texts: Iterable[str]) -> list[str]:
    """Return the numbers in some texts, without what Scopus writes behind them: 03064530 (ISSN)."""
    return [
        part.strip()
        for text in map(_WITHOUT_NAME, texts)
        for part in re.split(r"[;,]\s*|\s+(?=[0-9]{3,})", text)
        if part.strip()
    ]
