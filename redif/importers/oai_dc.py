"""Simple Dublin Core in responses of OAI-PMH, as redif, DSpace and EPrints write it, or by itself.

Dublin Core has few elements, and programs put into them what they like: a date may be that of a deposit, a description a note.
What is read here is what these programs write; anything else is kept as a note or a private attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from redif.bibliography.addresses import bare_doi
from redif.bibliography.item import ItemKind
from redif.grammar.vocabularies import jel
from redif.importers.item import ImportedItem
from redif.importers.kinds import is_kind, kind_of
from redif.importers.people import contributor_named
from redif.importers.source import ImportSource
from redif.importers.xml_items import Element, children, elements, kind_word, name_of_element, text_in
from redif.schema.values import Handle, HandleKind

# D12; D12 - Consumer Economics: Empirical Analysis; D - Microeconomics.
_JEL = re.compile(r"([A-Z][0-9]{0,2})(?:\s*[-–:]\s+(.*))?").fullmatch
_JEL_LABEL = re.compile(r"jel(?:[ -]*(?:classification|codes?))*\s*[: ]\s*", re.I)
_DEPOSIT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z?").fullmatch
# As redif writes it: Journal, vol. 6(3), number 2, pages 360-374, September 2021.
_IN_JOURNAL = re.compile(
    r"(?P<journal>.*?)(?:(?:^|, )vol\. (?P<volume>[^(,]+?)(?:\((?P<issue>[^)]*)\))?)?(?:(?:^|, )issue (?P<alone>[^,]+))?"
    r"(?:(?:^|, )number (?P<number>[^,]+))?(?:(?:^|, )pages (?P<pages>.+?))?(?:(?:^|, )(?P<date>[^,]*[0-9]{4}[^,]*))?"
).fullmatch
_IN_BOOK = re.compile(
    r"(?P<book_title>.*?)(?:(?:^|, )edition (?P<edition>.+?))?(?:(?:^|, )volume (?P<volume>.+?))?"
    r"(?:(?:^|, )chapter (?P<chapter>.+?))?(?:(?:^|, )pages (?P<pages>.+))?"
).fullmatch
_SERIES_AND_NUMBER = re.compile(r"(.+?)\s*[;,]\s*(?:no\.?\s*)?([^;,\s]*[0-9][^;,\s]*)", re.I).fullmatch
_LABELLED = re.compile(r"(Version|Edition|Volume) (.+)").fullmatch
_MEDIA_TYPE = re.compile(r"[a-z]+/[A-Za-z0-9.+-]+").fullmatch
_PROVENANCE = re.compile(r"(?:Made available in DSpace|Submitted by|Approved for entry|Previous issue date)")


def items(source: ImportSource) -> Iterator[ImportedItem]:
    """Yield an item for each `dc` element that is not of a deleted record."""
    for element in elements(source, ("dc", "error")):
        if name_of_element(element) == "error":
            if element.get("code") not in (None, "noRecordsMatch"):
                source.unread(element.sourceline or 1, f"The server answered with an error: {text_in(element)}.")
            continue
        yield _Translation(element, source).item


class _Translation:
    """The elements of Dublin Core made into an item."""

    def __init__(self, element: Element, source: ImportSource) -> None:
        self.source = source
        self.texts: dict[str, list[str]] = {}
        for each in element:
            if (text := text_in(each)) and (name := name_of_element(each)):
                self.texts.setdefault(name, []).append(text)
        line = element.sourceline or 1
        identifier = _identifier_of(element)
        self.is_own = Handle(identifier).kind is HandleKind.DOCUMENT  # whether redif or RePEc wrote it
        words = self.texts.pop("type", [])
        self.item = ImportedItem(kind_of(kind_word(words, is_kind), source, line, self._likely_kind()), line)
        if self.is_own:
            self.item.handle(identifier)
        self.item.add("title", *self.texts.pop("title", []))
        self._add_people()
        self.item.publisher(*self.texts.pop("publisher", []))
        self._add_date()
        self.item.language(*self.texts.pop("language", []))
        self._add_descriptions()
        self._add_subjects()
        self._add_identifiers()
        self._add_source()
        self._add_relations()
        self._add_formats()
        rights = self.texts.pop("rights", [])
        if self.is_own:
            self.item.add("restriction", *rights)
        else:
            self.item.keep("License", *rights)
        for name, texts in self.texts.items():
            if not self.item.keep(name, *texts):
                source.left_out(line, name, "; ".join(texts))

    def _likely_kind(self) -> ItemKind:
        return ItemKind.ARTICLE if any("issn" in text.lower() for text in self.texts.get("source", [])) else ItemKind.PAPER

    def _add_people(self) -> None:
        self.item.people("authors", map(contributor_named, self.texts.pop("creator", [])))
        contributors = self.texts.pop("contributor", [])
        if self.item.kind in (ItemKind.BOOK, ItemKind.CHAPTER):
            self.item.people("editors", map(contributor_named, contributors))
        else:
            self.item.keep("Contributor", *contributors)

    def _add_date(self) -> None:
        """Add the date of publication: the first one that is not the time of a deposit, else the day of the first deposit."""
        dates = self.texts.pop("date", [])
        published = [date for date in dates if not _DEPOSIT(date)]
        for date in [*published[:1], *([] if published else sorted(dates)[:1])]:
            self.item.day(date[:10] if _DEPOSIT(date) else date)
        for date in published[1:]:
            self.item.keep("Date", date)

    def _add_descriptions(self) -> None:
        """Add the abstract, which comes first unless a later description is much longer, and notes."""
        descriptions = []
        for text in self.texts.pop("description", []):
            match = _LABELLED(text)
            if _PROVENANCE.match(text):
                self.source.left_out(self.item.line, "description", text)
            elif match and match[1] == "Version":
                self.item.add("version", match[2])
            elif match and self.item.kind is ItemKind.BOOK:
                edition, _, volume = text.partition(", volume ") if match[1] == "Edition" else ("", "", match[2])
                self.item.add("edition", edition.removeprefix("Edition "))
                self.item.add("volume", volume)
            elif text.startswith(("Published", "Forthcoming")) and len(text) < 300:
                self.item.add("publication_status", text)
            else:
                descriptions.append(text)
        longest = max(descriptions, key=len, default="")
        abstract = longest if descriptions and len(longest) > 3 * len(descriptions[0]) else next(iter(descriptions), "")
        self.item.add("abstract", abstract)
        self.item.add("note", *(text for text in descriptions if text != abstract))

    def _add_subjects(self) -> None:
        for text in self.texts.pop("subject", []):
            labelled = _JEL_LABEL.match(text)
            bare = text[labelled.end() :] if labelled else text
            match = _JEL(bare)
            if match and (len(match[1]) > 1 or match[2] == jel().get(match[1])):  # a single letter may be anything
                self.item.jel(match[1])
            elif labelled:
                self.item.jel(bare)
            else:
                self.item.add("keywords", *re.split(r"\s*;\s*", text))

    def _add_identifiers(self) -> None:
        """Add handles, DOIs, addresses and numbers; a citation, as EPrints has it, is left out."""
        for text in self.texts.pop("identifier", []):
            number = re.sub(r"(?i)^(?:urn:)?(isbn|issn)[: ]\s*", "", text)
            if self.item.handle(text):
                continue
            if number != text or re.fullmatch(r"97[89][0-9 -]{10,16}", text):
                self.item.add("issn" if "issn" in text[:9].lower() else "isbn", number)
            elif (doi := bare_doi(text)) and not self.item.has("doi"):
                self.item.add("doi", doi)
                if text.startswith("http") and "doi.org" not in text:
                    self.item.address(text)
            elif re.match(r"(?:https?|ftp)://\S+$", text):
                if not doi or self.is_own:
                    self.item.address(text)
            else:
                self.source.left_out(self.item.line, "identifier", text)

    def _add_source(self) -> None:
        item = self.item
        for text in self.texts.pop("source", []):
            match = {ItemKind.ARTICLE: _IN_JOURNAL, ItemKind.CHAPTER: _IN_BOOK}.get(item.kind, lambda _text: None)(text)
            if match is None or "issn" in text[:10].lower():
                item.keep("Source", text)
                continue
            parts = {name: part for name, part in match.groupdict().items() if part}
            item.pages(parts.pop("pages", ""))
            item.add("issue", parts.pop("alone", ""))
            date = parts.pop("date", "")
            if not item.has("month") and (season := re.sub(r"\s*[0-9]{4}.*", "", date)):
                item.add("month", season)
            for name, part in parts.items():
                item.add(name, part.strip())

    def _add_relations(self) -> None:
        """Add series and its number, ISSN and ISBN; the handle of the series is in that of the item.

        As redif writes it, what follows the handle of the series is something else.
        """
        is_after_series = False
        for text in self.texts.pop("relation", []):
            handle = Handle(text).kind
            is_after_series = is_after_series or handle is HandleKind.SERIES
            number = re.sub(r"(?i)^(?:urn:)?(isbn|issn)[: ]\s*", "", text)
            if number != text:
                self.item.add("issn" if "issn" in text[:9].lower() else "isbn", number)
            elif handle is HandleKind.DOCUMENT or re.match(r"https?://", text):
                self.item.keep("Relation", text)
            elif handle is None and is_after_series:
                self.item.add("requires", text)
            elif handle is None and not self.item.has("series") and self.item.kind is not ItemKind.ARTICLE:
                match = _SERIES_AND_NUMBER(text)
                series, number = match.groups() if match else ("", text) if re.fullmatch(r"\S*[0-9]\S*", text) else (text, "")
                self.item.add("series", series)
                self.item.add("number", number)
            elif handle is None:
                self.item.keep("Relation", text)

    def _add_formats(self) -> None:
        for text in self.texts.pop("format", []):
            if re.match(r"(?i)[0-9]+(?: ?(?:p\.|pp|pages?|s\.)|$)", text):
                self.item.length(text)
            elif _MEDIA_TYPE(text):
                self.item.file_format(text)
            elif self.is_own and self.item.kind is ItemKind.SOFTWARE:
                self.item.add("programming_languages", text)
            else:
                self.item.keep("Format", text)


def _identifier_of(element: Element) -> str:
    """Return the identifier in the header of the record, which for redif and RePEc is the handle after `oai:`."""
    for above in element.iterancestors():
        if name_of_element(above) == "record":
            header = next(iter(children(above, "header")), None)
            return unquote(next((text_in(each) for each in children(header, "identifier")), "").removeprefix("oai:"))
    return ""
