"""An item as a bibliography sees it: the same few facts of a paper, article, book, chapter or piece of software.

Every format that describes works to other programs takes them from here, so that no two of them differ about what the year
of an item is, or who publishes it. An item's own facts always come first; what it lacks is taken from what a catalogue has
joined to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from redif.bibliography.names import Name, full_name, name_of
from redif.grammar import Grammar
from redif.schema.references import Reference, reference_fields_of, references
from redif.schema.values import HandleKind, JelCode, Pages, PartialDate

Data = Mapping[str, Any]

# Names of months in English, whatever the language of the machine.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ENOUGH = max(map(len, MONTHS)) + 1  # letters of Month to know which it is; all of a long text would be remembered
_MONTH_NUMBERS = {month[:3].lower(): number for number, month in enumerate(MONTHS, 1)}


class ItemKind(StrEnum):
    """The kind of an item."""

    ARTICLE = "article"
    PAPER = "paper"
    BOOK = "book"
    CHAPTER = "chapter"
    SOFTWARE = "software"


class Day(NamedTuple):
    """A day, as far as it is known; a month or day of 0 is not."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        """As ISO 8601 has it: 2021, 2021-09, 2021-09-30."""
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day if self.month else 0) if part)])


class Subject(NamedTuple):
    """A JEL code and its heading; the heading is empty for a code that is not in the list."""

    code: str
    heading: str


class BibliographicItem:
    """The facts of one item.

    Args:
        data: the item's record as plain data, as `Template.data` has it.
        series: what is known of its series (`name`, `provider`, `issns`); what is joined to it, unless it is given.

    Raises:
        ValueError: the record is of no item.
    """

    def __init__(self, data: Data, series: Data | None = None) -> None:
        kind = ITEM_KINDS.get(data.get("template_type", ""))
        if kind is None:
            raise ValueError(f"{data.get('template_type') or 'a record without a type'} is no item")
        self.kind = kind
        self.data = data
        joined: Data = data.get("joined") or {}
        self.joined_series: Data = series if series is not None else joined.get("series") or {}
        self.persons: Data = joined.get("persons") or {}

    def text(self, name: str) -> str:
        """A field that holds a text; empty where there is none."""
        return self.data.get(name) or ""

    def texts(self, name: str, *attributes: str) -> list[str]:
        """A field that holds several texts or one, and what else the record has of some attributes by full name."""
        value = self.data.get(name) or ()
        texts = [value] if isinstance(value, str) else [*value]
        if attributes and (further := self.data.get("further")):
            texts += [text for key in attributes for text in further.get(key, ())]
        return texts

    # ------------------------------------------------------------------ who

    @property
    def author_names(self) -> list[str]:
        """The names of the authors, as written."""
        return _full_names(self.data.get("authors"))

    @property
    def editor_names(self) -> list[str]:
        """The names of the editors, as written."""
        return _full_names(self.data.get("editors"))

    @cached_property
    def authors(self) -> list[Name]:
        """The authors; of none without a name."""
        return _names(self.data.get("authors"))

    @cached_property
    def editors(self) -> list[Name]:
        """The editors of a book, or of the book a chapter stands in."""
        return _names(self.data.get("editors"))

    # ------------------------------------------------------------------ what

    @property
    def handle(self) -> str:
        """The handle; empty where the item has none that can be read."""
        return self.text("handle")

    @property
    def title(self) -> str:
        """The title without a full stop at its end; three of them are no full stop."""
        title = self.text("title")
        return title if title.endswith("...") else title.rstrip(" .")

    @property
    def abstracts(self) -> list[str]:
        """The abstract, and those in other languages."""
        return self.texts("abstract", "Abstract")

    @property
    def keywords(self) -> list[str]:
        """Keywords of all schemes."""
        return [*self.texts("keywords"), *self.texts("keywords_attent")]

    @property
    def subjects(self) -> list[Subject]:
        """JEL codes with their headings."""
        return [Subject(code, JelCode(code).label or "") for code in self.texts("classification_jel")]

    @property
    def languages(self) -> list[str]:
        """Languages by their codes of two letters."""
        return self.texts("languages")

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
        """The title of the book a chapter stands in."""
        return self.text("book_title")

    @property
    def publisher(self) -> str:
        """Who publishes it: the first of its own providers, else that of its series."""
        own = next(iter(_full_names(self.data.get("providers"))), "")
        return own or self.joined_series.get("provider") or ""

    @property
    def number(self) -> str:
        """The number in the series, else what stands after the series in the handle."""
        return self.text("number") or "".join(self.handle.split(":", 3)[3:])

    @property
    def pages(self) -> str:
        """Where it stands in its issue or book, as written."""
        return self.text("pages")

    @property
    def page_range(self) -> tuple[str, str]:
        """The first and the last page, of pages such as 1234-56 as short as it is written; empty if the text is no range."""
        first, last = Pages(self.pages).ends if self.pages else ("", "")
        return first or "", last or ""

    # ------------------------------------------------------------------ when

    @property
    def year_text(self) -> str:
        """The year as it is to be printed, "2003/2004" where that is what Year says; empty where none is known."""
        if self.data.get("year"):
            return str(self.data["year"])
        unparsed: Data = self.data.get("unparsed") or {}
        written: str = next(iter(unparsed.get("Year", ())), "").rstrip(" .")
        return written or next((str(day.year) for day in (self.published, self.created) if day), "")

    @property
    def month_text(self) -> str:
        """The month or season as written, but by its name where it is written as a number."""
        month = self.text("month")
        number = _month_of_number(month)
        return MONTHS[number - 1] if number else month

    @property
    def month(self) -> int:
        """The month by its number, where it is known; else 0. Of "September/October" it is the first."""
        return _month(self.text("month")[:ENOUGH])

    @cached_property
    def issued(self) -> Day | None:
        """When it was published, as far as that is known: by year and month, else by its dates."""
        year = self.data.get("year")
        dates = [day for day in (self.published, self.created) if day]
        if year:
            same = next((day for day in dates if day.year == year and self.month in (0, day.month)), None)
            return same or Day(year, self.month)
        return next(iter(dates), None)

    @property
    def published(self) -> Day | None:
        """The Publication-Date of a book."""
        return _day(self.data.get("publication_date"))

    @property
    def created(self) -> Day | None:
        """The Creation-Date."""
        return _day(self.data.get("creation_date"))

    @property
    def revised(self) -> Day | None:
        """The last Revision-Date."""
        days = [day for date in self.data.get("revision_dates") or () if (day := _day(date))]
        return max(days, default=None)

    # ------------------------------------------------------------------ by what it is found

    @property
    def doi(self) -> str:
        """The DOI, bare."""
        return self.text("doi")

    @property
    def isbns(self) -> list[str]:
        """ISBN, as written."""
        return self.texts("isbn", "ISBN")

    @property
    def issns(self) -> list[str]:
        """The ISSN of its series, as written."""
        return list(self.joined_series.get("issns") or ())

    @property
    def files(self) -> list[Data]:
        """Its files, each with `url`, `format`, `function`, `size`, `restriction`, as far as they are known."""
        return [file for file in self.data.get("files") or () if file.get("url")]

    @property
    def restrictions(self) -> list[str]:
        """Who may have it, by its own words and those of its files; each once."""
        found = [self.text("restriction"), *(file.get("restriction", "") for file in self.files)]
        return list(dict.fromkeys(filter(None, found)))

    @property
    def references(self) -> list[Reference]:
        """The items and series it refers to: other versions, its book, its chapters."""
        fields = reference_fields_of(self.data, Grammar.standard())
        return [*references(self.data, fields, (HandleKind.DOCUMENT, HandleKind.SERIES))]


# Template types to kinds of item.
ITEM_KINDS: Mapping[str, ItemKind] = {f"ReDIF-{kind.title()} 1.0": kind for kind in ItemKind}


def _full_names(people: Iterable[Data] | None) -> list[str]:
    return [name for person in people or () if (name := full_name(person))]


def _names(people: Iterable[Data] | None) -> list[Name]:
    return [name for person in people or () if (name := name_of(person)).full]


@lru_cache(maxsize=4096)  # many items are of one day
def _day(date: str | None) -> Day | None:
    if not date:
        return None
    year, month, day = PartialDate(date).numbers
    return Day(year, month or 0, day or 0) if year else None


@lru_cache(maxsize=1024)
def _month(written: str) -> int:
    """The number of the month with which a text begins."""
    number = _month_of_number(written) or _MONTH_NUMBERS.get(written[:3].lower(), 0)
    # "Marxism" is no month, and of "Spring" none is known.
    return number if number and (written.isdigit() or MONTHS[number - 1].lower().startswith(_first_word(written))) else 0


def _month_of_number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= len(MONTHS)
    return int(text) if is_number else 0


def _first_word(text: str) -> str:
    """The letters at the beginning of a text, in small letters."""
    end = next((place for place, letter in enumerate(text) if not letter.isalpha()), len(text))
    return text[:end].lower()
