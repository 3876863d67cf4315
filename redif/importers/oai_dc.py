"""Simple Dublin Core in responses of OAI-PMH, as redif, DSpace and EPrints write it, or by itself.

Dublin Core has few elements, and programs put into them what they like: a date may be that of a deposit, a description a note.
What is read here is what these programs write; anything else is kept as a note or a private attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from redif.bibliography.addresses import bare_doi
from redif.bibliography.item import ItemKind
from redif.grammar.vocabularies import jel
from redif.importers.item import ImportedItem
from redif.importers.kinds import is_kind, kind_of
from redif.importers.people import contributor_named, working_at
from redif.importers.places import parts_after_title, parts_of, series_and_number, status_after_title
from redif.importers.source import ImportSource
from redif.importers.xml_items import Element, children, elements, kind_word, name_of_element, text_in
from redif.schema.values import Handle, HandleKind

# D12; D12 - Consumer Economics: Empirical Analysis; D - Microeconomics.
_JEL = re.compile(r"([A-Z][0-9]{0,2})(?:\s*[-–:]\s+(.*))?").fullmatch
_JEL_LABEL = re.compile(r"jel(?:[ -]*(?:classification|codes?))*\s*[: ]\s*", re.I)
_DEPOSIT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z?").fullmatch
_ISSN_LABEL = re.compile(r"[ep]?issn[: ]\s*", re.I)
_ISSN = re.compile(r"[0-9]{4}-[0-9]{3}[0-9X]", re.I).fullmatch
# As the guidelines of OpenAIRE have it.
_OTHER_IDENTIFIER = re.compile(r"info:eu-repo/semantics/altIdentifier/(\w+)/(.+)").fullmatch
_CLASSIFICATION = re.compile(r"info:eu-repo/classification/(\w+)/", re.I)
_NO_DATE = "info:eu-repo/date/"  # the end of an embargo
_SERIES_AND_NUMBER = re.compile(r"(.+?)\s*,\s*(?:no\.?\s*)?([^;,\s]*[0-9][^;,\s]*)", re.I).fullmatch
_ISBN = re.compile(r"(?:97[89][- ]?)?(?:[0-9][- ]?){9}[0-9X]", re.I).fullmatch
_SIZE = re.compile(r"[0-9]{5,}|[0-9.,]+ ?(?:bytes|[kMG]i?B)", re.I).fullmatch
# Old versions of DSpace: application/pdf https://example.org/retrieve/12/a.pdf.
_TYPE_AND_ADDRESS = re.compile(r"([a-z]+/[A-Za-z0-9.+-]+) ((?:https?|ftp)://.+)").fullmatch
_ADDRESS = re.compile(r"(?:https?|ftp)://\S+").fullmatch
# ix, 295 leaves : ill. ; 29 cm.
_PHYSICAL = re.compile(r"(?:[ivxlc]+, )?[0-9]+ ?(?:leaves|l\.|p\.|pp\.?|pages|s\.)(?:[ :;,].*)?", re.I).fullmatch
_NO_LANGUAGE = ("other", "other language", "mul", "zxx", "und")  # as DSpace has it where a language has no code
_LABELLED = re.compile(r"(Version|Edition|Volume) (.+)").fullmatch
_MEDIA_TYPE = re.compile(r"[a-z]+/[A-Za-z0-9.+-]+").fullmatch
_FOR_SERVICE = re.compile(
    r"Made available in DSpace|Submitted by|Approved for entry|Previous issue date|(?:Inter)?[Nn]ational audience$"
)


_DEWEY = re.compile(r"ddc:\s*[0-9]{3}(?:\.[0-9]+)?", re.I).fullmatch  # as EconStor and German repositories have it


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
        self.is_eprints = any(word in ("PeerReviewed", "NonPeerReviewed") for word in words)
        self.item = ImportedItem(kind_of(kind_word(words, is_kind), source, line, self._likely_kind()), line)
        if self.is_own:
            self.item.handle(identifier)
        titles = self.texts.pop("title", [])
        self.title = next(iter(titles), "")
        self.item.add("title", *titles)
        self._add_people()
        self.item.publisher(*self.texts.pop("publisher", []))
        self._add_date()
        self.item.language(*(text for text in self.texts.pop("language", []) if text.lower() not in _NO_LANGUAGE))
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
        creators = dict.fromkeys(self.texts.pop("creator", []))  # OJS has each once a language
        self.item.people("authors", map(_creator, creators))
        contributors = self.texts.pop("contributor", [])
        # Old versions of DSpace, known by the times of deposit, have each author once more there.
        if creators.keys() <= {*contributors} and any(map(_DEPOSIT, self.texts.get("date", []))):
            contributors = [name for name in contributors if name not in creators]
        if self.item.kind in (ItemKind.BOOK, ItemKind.CHAPTER):
            self.item.people("editors", map(contributor_named, contributors))
        else:
            self.item.keep("Contributor", *contributors)

    def _add_date(self) -> None:
        """Add the date of publication: the first one that is not the time of a deposit, else the day of the first deposit."""
        dates = [date for date in self.texts.pop("date", []) if not date.startswith(_NO_DATE)]
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
            if _FOR_SERVICE.match(text) or _ADDRESS(text):  # bepress has that of a picture
                self.source.left_out(self.item.line, "description", text)
            elif len(text) < 100 and _PHYSICAL(text):
                self.item.length(text)
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
            text = _CLASSIFICATION.sub(lambda scheme: "JEL: " if scheme[1].lower() == "jel" else "", text)
            labelled = _JEL_LABEL.match(text)
            bare = text[labelled.end() :] if labelled else text
            match = _JEL(bare)
            if match and (len(match[1]) > 1 or match[2] == jel().get(match[1])):  # a single letter may be anything
                self.item.jel(match[1])
            elif codes := _jel_list(text):
                self.item.jel(*codes)
            elif labelled:
                self.item.jel(bare)
            elif _DEWEY(text):
                self.item.keep("Classification-DDC", text[4:].strip())
            else:
                self.item.add("keywords", *re.split(r"\s*;\s*", text))

    def _add_identifiers(self) -> None:
        """Add handles, DOIs, addresses and numbers; of a citation, as EPrints has it, the journal or book."""
        for text in self.texts.pop("identifier", []):
            number = re.sub(r"(?i)^(?:urn:)?(isbn|issn)[: ]\s*", "", text)
            if self.item.handle(text):
                continue
            if _ISSN(text):
                self.item.add("issn", text)
            elif number != text or _ISBN(re.sub(r"\s*-\s*", "-", text)):
                self.item.add("issn" if "issn" in text[:9].lower() else "isbn", number)
            elif (doi := bare_doi(text)) and not (self.is_own and self.item.has("doi")):  # redif writes it before addresses
                self.item.add("doi", doi)
                if text.startswith("http") and "doi.org" not in text:
                    self.item.address(text)
            elif re.match(r"(?:https?|ftp)://\S+$", text):
                self.item.address(text)
            elif parts := parts_after_title(text, self.title, self.item.kind):
                self._add_parts(parts)
            elif (status := status_after_title(text, self.title)) is not None:
                self.item.add("publication_status", status)
            elif " " not in text or not self.item.keep("Citation", text):
                self.source.left_out(self.item.line, "identifier", text)

    def _add_source(self) -> None:
        """Add the journal or book, and the place in it."""
        item = self.item
        for text in self.texts.pop("source", []):
            if _ISSN(issn := _ISSN_LABEL.sub("", text)):
                item.add("issn", issn)
            elif parts := parts_of(text, item.kind):
                self._add_parts(parts)
            elif text not in item.addresses:
                item.keep("Source", text)

    def _add_parts(self, parts: Mapping[str, str]) -> None:
        """Add where it is. As written by redif, the date has a season."""
        for name, part in parts.items():
            if name == "pages":
                self.item.pages(part)
            elif name == "date":
                if not self.item.has("month"):
                    self.item.add("month", re.sub(r"\s*[0-9]{4}.*", "", part))
            else:
                self.item.add("issue" if name == "alone" else name, part)

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
            elif match := _OTHER_IDENTIFIER(text):
                self._add_other_identifier(match[1].lower(), match[2])
            elif self.is_eprints and (doi := bare_doi(text)):  # the page of the publisher
                if not self.item.has("doi"):
                    self.item.doi(doi)
            elif handle is HandleKind.DOCUMENT or re.match(r"(?:https?|info):", text):
                self.item.keep("Relation", text)
            elif handle is None and is_after_series:
                self.item.add("requires", text)
            elif (
                handle is None
                and self.item.kind is not ItemKind.ARTICLE
                and (not self.item.has("series") or (text.isdecimal() and not self.item.has("number")))
            ):
                series, number = _series_in(text)
                self.item.add("series", series)
                self.item.add("number", number)
            elif handle is None:
                self.item.keep("Relation", text)

    def _add_other_identifier(self, scheme: str, text: str) -> None:
        if scheme in ("issn", "eissn", "pissn", "isbn"):
            self.item.add(scheme[-4:], text)
        elif scheme == "doi":
            self.item.doi(text)
        elif scheme == "hdl":
            self.item.address(f"https://hdl.handle.net/{text}")
        elif not self.item.keep(scheme, text):
            self.source.left_out(self.item.line, "relation", text)

    def _add_formats(self) -> None:
        for text in self.texts.pop("format", []):
            if _SIZE(text):
                self.source.left_out(self.item.line, "format", text)
            elif match := _TYPE_AND_ADDRESS(text):
                self.item.address(match[2], format=match[1])
            elif re.match(r"(?i)[0-9]+(?: ?(?:p\.|pp|pages?|s\.)|$)", text):
                self.item.length(text)
            elif _MEDIA_TYPE(text):
                self.item.file_format(text)
            elif self.is_own and self.item.kind is ItemKind.SOFTWARE:
                self.item.add("programming_languages", text)
            else:
                self.item.keep("Format", text)


def _creator(text: str) -> dict[str, Any]:
    """Return a person; OJS writes the affiliation after a semicolon."""
    name, _, place = text.partition("; ")
    return working_at(contributor_named(name), [place])


def _jel_list(text: str) -> list[str]:
    """Return the codes in a subject that is a list of JEL codes, such as `M;M 31;C 44`: two of them, one with a number."""
    parts = [part.strip().replace(" ", "") for part in text.split(";")]
    is_list = len(parts) > 1 and all(part in jel() for part in parts) and any(len(part) > 1 for part in parts)
    return parts if is_list else []


def _series_in(text: str) -> tuple[str, str]:
    """Return the series and the number that a relation names; what is not there is empty."""
    series, number = series_and_number(text)
    if number:
        return series, number
    if match := _SERIES_AND_NUMBER(text):
        return match[1], match[2]
    return ("", text) if re.fullmatch(r"\S*[0-9]\S*", text) else (series, "")


def _identifier_of(element: Element) -> str:
    """Return the identifier in the header of the record, which for redif and RePEc is the handle after `oai:`."""
    for above in element.iterancestors():
        if name_of_element(above) == "record":
            header = next(iter(children(above, "header")), None)
            return unquote(next((text_in(each) for each in children(header, "identifier")), "").removeprefix("oai:"))
    return ""
