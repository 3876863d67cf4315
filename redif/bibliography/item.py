"""An item as a bibliography sees it: the same properties of a paper, article, book, chapter or piece of software.

Every writer of bibliographic formats takes what it writes from here, so that all formats agree on, say, the year of an item
or its publisher. What the item says itself comes first; what it lacks is taken from what a catalogue has joined to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from redif.bibliography import dates
from redif.bibliography.addresses import bare_doi, ideas_url
from redif.bibliography.dates import Day, is_year, read_day, says_when
from redif.bibliography.names import Name, full_name, name_of
from redif.bibliography.pages import first_and_last, has_page_count, page_count, plain_pages
from redif.bibliography.people import each_person
from redif.bibliography.repository_notes import repository_note
from redif.bibliography.standard_numbers import isbns_in, issns_in
from redif.findings.errors import UsageError
from redif.grammar import Grammar
from redif.schema.languages import languages_in
from redif.schema.name_additions import has_others
from redif.schema.placeholders import is_placeholder, missing_in_code, missing_place
from redif.schema.references import Reference, reference_fields_of, references
from redif.schema.values import Handle, HandleKind, JelCode
from redif.schema.values import series_of as series_in

Data = Mapping[str, Any]

_YEARS = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])").findall
_YEAR_RANGE = re.compile(r"([12][0-9]{3})\s*[-/–]\s*([0-9]{2}|[12][0-9]{3})").fullmatch
_YEAR_OR_MONTH = re.compile(r"[0-9]{4}[-/](?:0[0-9]|1[0-2])\.?").fullmatch


class ItemKind(StrEnum):
    """The kind of an item."""

    ARTICLE = "article"
    PAPER = "paper"
    BOOK = "book"
    CHAPTER = "chapter"
    SOFTWARE = "software"


# The kind of item that each template type is.
ITEM_KINDS: Mapping[str, ItemKind] = {f"ReDIF-{kind.title()} 1.0": kind for kind in ItemKind}


class Subject(NamedTuple):
    """A JEL code and its heading; the heading is empty for a code that is not in the list."""

    code: str
    heading: str


class Scheme(NamedTuple):
    """A classification scheme other than JEL, and the field that holds its codes."""

    field: str
    short_name: str
    name: str
    edition: str = ""


SCHEMES = (
    *(
        Scheme(f"classification_acm_{year}", "ACM", "ACM Computing Classification System", year)
        for year in ("1964", "1991", "1998")
    ),
    Scheme("classification_ila", "Ila", "ILA Classification"),
    *(Scheme(f"classification_msc_{year}", "MSC", "Mathematics Subject Classification", year) for year in ("1991", "2000")),
)


class BibliographicItem:
    """An item by what a bibliography says of it.

    Args:
        data: the item's record as plain data, as `Template.data` has it.
        series: what is known of its series (`name`, `provider`, `issns`); by default what is joined to the record.

    Raises:
        UsageError: the record is not an item.
    """

    def __init__(self, data: Data, series: Data | None = None) -> None:
        type_ = data.get("template_type", "")
        if type_ not in ITEM_KINDS:
            raise UsageError(f"a record of type {type_ or '(none)'} is not a paper, article, book, chapter or software")
        self.kind = ITEM_KINDS[type_]
        self.data = data
        joined: Data = data.get("joined") or {}
        self.joined_series: Data = series if series is not None else joined.get("series") or {}
        self.persons: Data = joined.get("persons") or {}

    def text(self, name: str) -> str:
        """Return the text of a field; empty where there is none."""
        return self.data.get(name) or ""

    def texts(self, name: str, *attributes: str) -> list[str]:
        """Return the texts of a field, and the further values of some attributes, which are given by full name."""
        value = self.data.get(name) or ()
        texts = [value] if isinstance(value, str) else [*value]
        if attributes and (further := self.data.get("further")):
            texts += [text for key in attributes for text in further.get(key, ())]
        return texts

    @property
    def other_titles(self) -> list[str]:
        """The title in other languages, as archives give it in further Title lines."""
        return [text for text in dict.fromkeys(self.texts("", "Title")) if text != self.text("title")]

    # ------------------------------------------------------------------ who

    def people(self, field: str) -> list[Data]:
        """Return the authors or editors as plain data, each by itself where one name has several people in it."""
        return each_person(self.data.get(field))

    @property
    def author_names(self) -> list[str]:
        """The names of the authors, as written."""
        return _full_names(self.people("authors"))

    @property
    def editor_names(self) -> list[str]:
        """The names of the editors, as written."""
        return _full_names(self.people("editors"))

    @cached_property
    def authors(self) -> list[Name]:
        """The authors who have a name."""
        return _names(self.people("authors"))

    @property
    def has_more_authors(self) -> bool:
        """Whether there are further authors, who are not named: et al."""
        return any(has_others(person.get("name") or "") for person in self.data.get("authors") or ())

    @cached_property
    def editors(self) -> list[Name]:
        """The editors of a book, or of the book that contains a chapter."""
        return _names(self.people("editors"))

    # ------------------------------------------------------------------ what

    @property
    def handle(self) -> str:
        """The handle; empty where the item has no valid one."""
        return self.text("handle")

    @property
    def title(self) -> str:
        """The title without a full stop at its end; an ellipsis is kept."""
        title = self.text("title")
        return title if title.endswith("...") else title.rstrip(" .")

    @property
    def abstracts(self) -> list[str]:
        """The abstract, and those in other languages, without what a repository notes for itself."""
        return [text for text in self.texts("abstract", "Abstract") if repository_note(text) is None]

    @property
    def keywords(self) -> list[str]:
        """The keywords of all schemes, each once."""
        return list(dict.fromkeys([*self.texts("keywords"), *self.texts("keywords_attent")]))

    @property
    def subjects(self) -> list[Subject]:
        """The JEL codes with their headings."""
        return [Subject(code, JelCode(code).label or "") for code in self.texts("classification_jel")]

    @property
    def notes(self) -> list[str]:
        """The notes, all that an item gives."""
        return self.texts("note", "Note")

    @property
    def statuses(self) -> list[str]:
        """The publication statuses: where and when it was or will be published, as far as that is known."""
        return [text for text in self.texts("publication_status", "Publication-Status") if not missing_place().search(text)]

    @property
    def languages(self) -> list[str]:
        """The languages by their two-letter codes, also those of a value that lists several."""
        found = self.texts("languages")
        if unparsed := self.data.get("unparsed"):
            found += [code for text in unparsed.get("Language", ()) for code in languages_in(text)]
        return list(dict.fromkeys(found))

    @property
    def classifications(self) -> list[tuple[Scheme, str]]:
        """The codes of classifications other than JEL, each with its scheme."""
        return [(scheme, text) for scheme in SCHEMES if (text := self.text(scheme.field))]

    @property
    def length(self) -> str:
        """The Length, as written, or for want of it Pages where that is a number of pages."""
        pages = self.text("pages") or self._outside_fields("Pages")
        return self.text("length") or (pages if has_page_count(pages) else "")

    @property
    def page_count(self) -> str:
        """The number of pages, where the length is nothing else: `35`, `xii, 340`."""
        return page_count(self.length)

    # ------------------------------------------------------------------ where

    @property
    def journal(self) -> str:
        """The journal of an article."""
        return self.text("journal") or self.joined_series.get("name") or ""

    @property
    def series(self) -> str:
        """The name of the series of anything but an article."""
        return self.text("series") or self.joined_series.get("name") or ""

    @property
    def book_title(self) -> str:
        """The title of the book that contains a chapter."""
        return self.text("book_title")

    @property
    def publisher(self) -> str:
        """The publisher: the first of its own providers, else that of its series, else X-Publisher."""
        own = next(iter(_full_names(self.data.get("providers"))), "")
        return own or self.joined_series.get("provider") or next(iter(self._private("x-publisher")), "")

    @property
    def number(self) -> str:
        """The number in the series, else what follows the series in the handle, unless a program wrote `null` there."""
        if number := self.text("number"):
            return number
        code = Handle(self.handle).item or ""
        return code if missing_in_code(code) is None else ""

    @property
    def series_handle(self) -> str:
        """The handle of the series or journal, as its template or else the item spells it; empty without a valid handle."""
        return self.joined_series.get("handle") or series_in(self.handle) or ""

    @property
    def pages(self) -> str:
        """The pages in its issue or book, without words and a full stop around them; empty for a number of pages."""
        return plain_pages(self.text("pages"))

    @property
    def page_range(self) -> tuple[str, str]:
        """The first and the last page, as written (`1234`, `56` of `1234-56`); empty where the text has other things in it."""
        return first_and_last(self.pages) if self.pages else ("", "")

    # ------------------------------------------------------------------ when

    @cached_property
    def year_text(self) -> str:
        """The year to print, which may be several such as "2003/2004", or "forthcoming"; empty where none is known."""
        if self.year_range:
            return self._outside_fields("Year") or self._outside_fields("Creation-Date")
        if self._year:
            return str(self._year)
        if (written := self._outside_fields("Year").rstrip(" .")) and (found := _years_or_status(written)):
            return found
        return next((str(day.year) for day in self._known_days), "")

    @cached_property
    def year_range(self) -> tuple[int, int] | None:
        """The first and the last year where the year is given as a range such as "2003/2004" or "1998-99"."""
        if "year" in self.data:
            return None
        match = _YEAR_RANGE(self._outside_fields("Year") or self._outside_fields("Creation-Date"))
        if match is None or _YEAR_OR_MONTH(match[0]):
            return None
        first, last = int(match[1]), int(match[1][: -len(match[2])] + match[2])
        if len(match[2]) == 2 and last > first + 1 and not self._outside_fields("Year"):  # of a date, it is no month: 2001-13
            return None
        return (first, last) if first < last and is_year(first) and is_year(last) else None

    @property
    def month_text(self) -> str:
        """The month or season as written, but by its name where it is written as a number."""
        return dates.month_text(self.text("month"))

    @property
    def month(self) -> int:
        """The number of the month, or 0 where it is unknown; the first of "September/October"."""
        return dates.month_in(self.text("month"))

    @cached_property
    def issued(self) -> Day | None:
        """When it was published, as far as that is known: by its year and month, else by its dates.

        None where that is not one year: several of them, or "forthcoming" though a date of creation is known.
        """
        days = self._known_days
        year = self._year or (days[0].year if days else 0)
        if self.year_text != str(year):
            return None
        same = next((day for day in days if day.year == year and self.month in (0, day.month)), None)
        return same or Day(year, self.month)

    @property
    def first_issued(self) -> Day | None:
        """When it was published, or the first of several years."""
        return self.issued or (Day(self.year_range[0]) if self.year_range else None)

    @property
    def period(self) -> tuple[Day, Day] | None:
        """The first and the last day where it is given as a range: years, or months of one year."""
        if self.year_range:
            return Day(self.year_range[0]), Day(self.year_range[1])
        months, day = dates.months_in(self.text("month")), self.issued
        if day is None or day.day or not months or months[0] >= months[-1]:
            return None  # of December and January, nobody knows which of them is of the year
        return Day(day.year, months[0]), Day(day.year, months[-1])

    @property
    def years(self) -> range:
        """The year as a range of one, or the years where it is given as a range; none where it is unknown."""
        if self.year_range:
            return range(self.year_range[0], self.year_range[1] + 1)
        day = self.issued or next(iter(self._known_days), None)
        return range(day.year, day.year + 1) if day else range(0)

    @property
    def _known_days(self) -> list[Day]:
        """The days when it was published or created, or else the year in the handle of an article."""
        return [day for day in (self.published, self.created) if day] or self._day_of_handle

    @property
    def _day_of_handle(self) -> list[Day]:
        """The year of an article's handle, whose parts RePEc asks for in the form `v:6:y:2021:i:3:p:360-374`."""
        is_asked = self.kind is ItemKind.ARTICLE and ":y:" in self.handle and not self._outside_fields("Year")
        code = Handle(self.handle).item if is_asked else None
        years = Grammar.standard().rules["article-code"].parts(code, "handle-year").get("handle-year", ()) if code else ()
        return [day for year in years if (day := read_day(year))]

    @cached_property
    def _year(self) -> int:
        """The year by Year, which papers are not to have but often do; 0 where it is not a year."""
        year: int | None = self.data.get("year")
        if year is None and (written := self._outside_fields("Year")):
            year = _read_year(written)
        return year if year is not None and is_year(year) else 0

    @property
    def published(self) -> Day | None:
        """The Publication-Date of a book."""
        return read_day(self.text("publication_date") or self._outside_fields("Publication-Date"))

    @cached_property
    def created(self) -> Day | None:
        """The Creation-Date."""
        return read_day(self.text("creation_date") or self._outside_fields("Creation-Date"))

    @property
    def revised(self) -> Day | None:
        """The last Revision-Date."""
        texts = [*(self.data.get("revision_dates") or ()), *(self.data.get("unparsed") or {}).get("Revision-Date", ())]
        return max((day for text in texts if (day := read_day(text))), default=None)

    def _private(self, attribute: str) -> list[str]:
        """Return the values of a private attribute, whose name is given in lowercase, that say something."""
        extra: Data = self.data.get("extra") or {}
        found = (text for name, texts in extra.items() if name.lower() == attribute for text in texts)
        return [text for text in found if not is_placeholder(text)]

    def _outside_fields(self, attribute: str) -> str:
        """Return the first value of an attribute that no field holds: it has another form, or does not belong to the type."""
        for place in ("unparsed", "unknown"):
            values: Data = self.data.get(place) or {}
            for name, texts in values.items():
                if name == attribute or name.lower() == attribute.lower():
                    return next((text for text in texts if not is_placeholder(text)), "")
        return ""

    # ------------------------------------------------------------------ identifiers and files

    @cached_property
    def doi(self) -> str:
        """The DOI, bare. Where it has none, or what it gives is no DOI, that of a file's address or a note."""
        if own := bare_doi(self.text("doi") or self._outside_fields("DOI")):
            return own
        elsewhere = [*(file["url"] for file in self.files), self.text("order_url"), self.text("note")]
        elsewhere += self._private("x-doi")
        return next((doi for text in elsewhere if "10." in text and (doi := bare_doi(text))), "")

    @property
    def other_dois(self) -> list[str]:
        """The DOIs after the first, bare."""
        further = self.data.get("further")
        found = [bare_doi(text) for text in further.get("DOI", ())] if further else ()
        return [doi for doi in dict.fromkeys(found) if doi and doi != self.doi]

    @property
    def isbns(self) -> list[str]:
        """The ISBNs, as written but each by itself, where one value holds several, and without that word before it."""
        return isbns_in(self.texts("isbn", "ISBN"))

    @property
    def issns(self) -> list[str]:
        """The ISSNs of its series, each by itself; else those of X-ISSN."""
        return issns_in(self.joined_series.get("issns") or self._private("x-issn"))

    @property
    def files(self) -> list[Data]:
        """The files that have an address: each a mapping of `url`, `format`, `function`, `size` and `restriction`."""
        return [file for file in self.data.get("files") or () if file.get("url")]

    @property
    def url(self) -> str:
        """The address to open: its first file, else its page on IDEAS; empty where it has neither."""
        return next((file["url"] for file in self.files), None) or ideas_url(self.data) or ""

    @property
    def restrictions(self) -> list[str]:
        """The restrictions of access to it and to its files, each once."""
        found = [self.text("restriction"), *(file.get("restriction", "") for file in self.files)]
        return list(dict.fromkeys(filter(None, found)))

    @property
    def versions_note(self) -> str:
        """The other versions that were joined, as a note for formats without a place for them; empty where there are none."""
        joined: Data = self.data.get("joined") or {}
        handles = [version["handle"] for version in joined.get("versions") or ()]
        return f"Other version{'s' if len(handles) > 1 else ''}: {', '.join(handles)}" if handles else ""

    @property
    def references(self) -> list[Reference]:
        """The references to items and series: other versions, also those that were joined, its book, its chapters."""
        fields = reference_fields_of(self.data, Grammar.standard())
        own = [*references(self.data, fields, (HandleKind.DOCUMENT, HandleKind.SERIES))]
        joined: Data = self.data.get("joined") or {}
        known = {reference.handle.lower() for reference in own}
        return own + [
            Reference(f"{version['type'].title()}-Handle", version["handle"], HandleKind.DOCUMENT)
            for version in joined.get("versions") or ()
            if version["handle"].lower() not in known
        ]


@lru_cache(maxsize=1024)
def _read_year(written: str) -> int | None:
    """Return the year that a text says, as the record of an article or a book would have it; None where it says none."""
    type_ = Grammar.standard().type("year")
    repair = None if type_.fits(written) else type_.repair(written)
    year = written if repair is None else repair.value
    return int(year) if type_.fits(year) else None


@lru_cache(maxsize=1024)
def _years_or_status(written: str) -> str:
    """Return the years in a text that has several together, or else the words that say that there is no year yet."""
    rules = Grammar.standard().rules
    if says_when(written) and (years := rules["years-in-words"].parts(written, "several-years").get("several-years")):
        return years[0] if any(is_year(int(year)) for year in _YEARS(years[0])) else ""
    return next(iter(rules["unpublished"].parts(written, "unpublished-word").get("unpublished-word", ())), "")


def years_of(data: Data) -> range:
    """Return the year of an item as a range of one: its Year, else that of its publication or creation date.

    An item of several years, such as "2003/2004", has all of them; one of an unknown year has none.
    """
    return BibliographicItem(data).years


def year_of(data: Data) -> int | None:
    """Return the year of an item, the first of several; None where it is unknown."""
    years = years_of(data)
    return years.start if years else None


def series_of(data: Data) -> str | None:
    """Return the handle of an item's series, or of a series itself, in its normal form; None without a valid handle."""
    series = series_in(data.get("handle") or "")
    return None if series is None else _normal(series)


@lru_cache(maxsize=4096)
def _normal(series: Handle) -> str:
    return series.normal


def _full_names(people: Iterable[Data] | None) -> list[str]:
    return [name for person in people or () if (name := full_name(person))]


def _names(people: Iterable[Data] | None) -> list[Name]:
    return [name for person in people or () if (name := name_of(person)).full]
