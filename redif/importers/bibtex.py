"""BibTeX and BibLaTeX: entries made into items. Names are divided by bibtexparser, LaTeX is read by pylatexenc."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts, split_multiple_persons_names

from redif.bibliography.addresses import bare_doi
from redif.bibliography.dates import is_month, read_day, season_named
from redif.bibliography.item import ItemKind
from redif.importers.bib_entries import BOOKS, BibEntry, entries
from redif.importers.item import ImportedItem
from redif.importers.latex import text_of
from redif.importers.people import contributor, is_others
from redif.importers.source import ImportSource
from redif.importers.zotero_notes import add_note
from redif.schema.values import Handle

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
    **dict.fromkeys(BOOKS, _BOOK),
    **dict.fromkeys(("incollection", "inbook", "inproceedings", "conference", "bookinbook", "suppbook", "suppcollection",
                     "inreference"), _CHAPTER),
    **dict.fromkeys(("software", "dataset"), _SOFTWARE),
}  # fmt: skip
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
    "print-issn": "issn",
}
# What reference managers note for themselves, and what says how an entry is printed.
HOUSEKEEPING = re.compile(
    r"file|owner|timestamp|date-(?:added|modified)|dateadded|groups|__markedentry|bdsk-.*|mendeley-.*|local-url|rating|read|priority"
    r"|urldate|lastchecked|langid|hyphenation|shorthand|label|sortname|sortkey|sorttitle|sortyear|presort|options|keyname|key|ids"
    r"|readstatus|ranking|relevance|printed|qualityassured|creationdate|modificationdate"  # JabRef
    r"|citeulike-.*|posted-at|biburl|bibsource|interhash|intrahash|refid|xref|related.*|execute|opt.*"
)
# What a type says that is no series; in BibLaTeX it may be the key of a word that is printed: workingpaper, resreport.
_NO_SERIES = re.compile(
    r"working ?paper|technical report|techreport|resreport|report|discussion ?paper|preprint|(?:phd|ma|bachelor|cand)thesis",
    re.I,
)
# What programs escape in addresses, though LaTeX reads them verbatim: \_ and {\_}, \~{} and {\textasciitilde}.
_ESCAPED_SIGN = re.compile(r"\{\\([_%&#$~])\}|\\([_%&#$~])(?:\{\})?")
_TILDE = re.compile(r"\{?\\textasciitilde(?:\{\}|\}|(?![A-Za-z]))")
_IN_COMMAND = re.compile(
    r"\\(?:url|path|nolinkurl|href)\s*\{([^{}]*)\}(?:\s*\{[^{}]*\})?"
).fullmatch  # \url{https://example.org}
_ADDRESS = re.compile(r"(?:https?|ftp)://\S+", re.I)
_ZOTERO = re.compile(r"^_?[A-Z]?[a-z]+(?: [A-Z][a-z]+)?: ", re.M).search  # Publisher: Elsevier
_LANGUAGE_OF_BIBLATEX = re.compile(r"lang(?=[a-z]{4})")  # langgerman
_ESCAPED = re.compile(r"(?:\*[0-9A-F]{2})+")
# BibLaTeX's other way to write a name: family=Doe, given=Jane, prefix=van.
_NAME_PART = re.compile(r"(family|given|prefix|suffix)(?:-i)?\s*=\s*(.+)", re.I | re.S).fullmatch
_COMMAND_FIRST = re.compile(r" and (?=\\)", re.I)
_SUFFIX = re.compile(r"(?:[JS]r|Jn?r|Esq)\.?|I{2,3}|I?VI{0,3}").fullmatch
_SEASON = re.compile(r"([0-9]{4})-2([1-4])").fullmatch  # 2020-21 is the spring of 2020 in ISO 8601-2
_LAST_NUMBER = re.compile(r"(?:(.*?)\s+)?(\S*\d\S*)")


def items(source: ImportSource) -> Iterator[ImportedItem]:
    """Yield an item for each entry."""
    for entry in entries(source):
        yield _Translation(entry, source).item


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
        written = next((self.fields.pop(name) for name in names if name in self.fields), "")
        return _verbatim(written)

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
        self.item.doi(self.take_raw("doi"))

    def _name_people(self) -> None:
        for name, field in (("author", "authors"), ("editor", "editors")):
            if name in self.fields:
                self.item.people(field, self._people(name))

    def _people(self, name: str) -> Iterator[dict[str, Any]]:
        # The library loses a command at the beginning of a name: and \L{}ukasiewicz.
        names = _COMMAND_FIRST.sub(" and {}", " ".join(self.fields.pop(name).split()))
        for written in split_multiple_persons_names(names):
            if is_others(written):
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
        """Add the issue, which is the number in BibTeX; BibLaTeX has a season beside it, Mendeley a month in its place."""
        if number and issue and not any(map(str.isdigit, issue)):
            self.item.add("month", issue)
            issue = ""
        elif not issue and "month" not in self.fields and is_month(number) and not number.isdecimal():
            self.item.add("month", number)  # of a journal that counts its issues so
            number = ""
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
            if season := _SEASON(date):
                self.item.date(season[1], season_named(int(season[2])))
            else:
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
        # DBLP and BibDesk have names of their own, often for what the DOI says.
        of_programs = ("ee", *(name for name in self.fields if name.startswith("bdsk-url-")))
        for name in ("url", "pdf", "link", *of_programs):
            for address in self.take_raw(name).split():
                if name in of_programs and self.item.has("doi") and bare_doi(address):
                    continue
                if _ADDRESS.match(address):
                    self.item.address(address)
                else:
                    self.source.left_out(self.entry.line, name, address)
        for name in ("howpublished", "note"):
            if name in self.fields and _ADDRESS.fullmatch(address := _verbatim(self.fields[name])):
                del self.fields[name]
                self.item.address(address)

    def _add_rest(self) -> None:
        item = self.item
        for name in ("keywords", "keyword"):
            item.add("keywords", *_keywords(self.fields.pop(name, "")))
        langid = self.take("langid")
        language = _LANGUAGE_OF_BIBLATEX.sub("", self.take("language") or langid)
        item.language(*re.split(r"\s+and\s+|[,;]\s*", language))
        for name in ("jel", "jelcodes", "jel_codes", "jelclassification", "jel-codes"):
            item.jel(self.take(name))
        item.length(self.take("pagetotal", "numpages", "pagecount"))
        item.pages(_range(self._pages()))
        if self.handle:
            self._add_own_note()
        note = self.fields.pop("note", "")
        for name in [*self.fields]:
            if name in FIELDS:
                item.add(FIELDS[name], self.take(name))
            elif HOUSEKEEPING.fullmatch(name) or not item.keep(name, text_of(self.fields[name])):
                self.source.left_out(self.entry.line, name, self.fields[name])
        add_note(item, map(text_of, note.splitlines()) if _ZOTERO(note) else [text_of(note)])

    def _pages(self) -> str:
        """Return the pages, or the number of an article that has none."""
        pages, number = self.take("pages"), self.take("eid") if self.item.kind is _ARTICLE else ""
        if pages and number != pages:
            self.item.keep("eid", number)
        return pages or number

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
    if named := _named_parts(written):
        return contributor(named.get("family", ""), named.get("given", ""), named.get("prefix", ""), named.get("suffix", ""))
    try:
        parts = parse_single_name_into_parts(written.rstrip(" ,"))
    except InvalidNameError:  # such as several people between commas, which BibTeX takes for one
        return {"name": text_of(written)}
    family, given, particle, suffix = (text_of(" ".join(part)) for part in (parts.last, parts.first, parts.von, parts.jr))
    if _SUFFIX(given) and not suffix and " " in f"{particle} {family}".strip():  # Ludwig van Beethoven, Jr.
        return _person(written.rpartition(",")[0]) | {"name": f"{particle} {family}, {given}".strip()}
    return contributor(family, given, particle, suffix)


def _named_parts(written: str) -> dict[str, str]:
    """Return the parts of a name by their names; empty where they are not named."""
    if "=" not in written:
        return {}
    matches = [_NAME_PART(part.strip()) for part in written.split(",")]
    return {match[1].lower(): text_of(match[2]).strip('" ') for match in matches if match} if all(matches) else {}


def _verbatim(written: str) -> str:
    """Return a value that LaTeX reads verbatim, without the command and the escapes around it."""
    written = written.strip()
    while (match := _IN_COMMAND(written)) or (written.startswith("{") and written.endswith("}")):
        written = match[1].strip() if match else written[1:-1].strip()
    written = written.strip("{} \n\t")
    return _TILDE.sub("~", _ESCAPED_SIGN.sub(lambda sign: sign[1] or sign[2], written)) if "\\" in written else written


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
        before, number, after = text[:place], text[place : place + len(item)], text[place + len(item) + 2 :]
    elif match := _LAST_NUMBER.fullmatch(text):
        before, number, after = match[1] or "", match[2], ""
    else:
        return text, "", ""
    return before.strip().removesuffix("No.").strip(), number, after


def _keywords(written: str) -> list[str]:
    """Return the keywords, separated by commas or semicolons outside braces."""
    parts, depth, start = [], 0, 0
    if "\n" in written and ";" not in written and "," not in written:  # EndNote has a keyword a line
        return [text_of(line) for line in written.splitlines()]
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
