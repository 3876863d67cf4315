"""What a site holds: its items in brief, and how they are found by series, author, JEL code and keyword.

Files are read twice: for this overview, which is kept in memory, and when the page of each item is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from redif.bibliography import summaries
from redif.bibliography.dates import Day
from redif.bibliography.item import BibliographicItem, ItemKind
from redif.bibliography.names import name_of
from redif.catalogue.catalogue import Catalogue
from redif.display.statistics import Statistics
from redif.schema.values import Handle, HandleKind, start_of
from redif.site.addresses import keyword_key, name_key, nameless_path, person_path, record_path
from redif.site.search import SearchIndex
from redif.syntax.template import Template
from redif.works.duplicates import Copy, versions

_NUMBERS = re.compile(r"(\d+)")


class ItemEntry(NamedTuple):
    """An item in brief.

    Attributes:
        path: the path of its page, without its extension.
        handle: its handle; empty where it has none.
        title: its title, or what stands for it.
        language: the code of its language, if it names one.
        authors: its authors as written, in one line.
        day: when it was published.
        year: the year as printed.
        group: the volume and issue that it is in, or the year.
        people: the authors, or else the editors: the handles or short ids of those who are registered, and the names with
            the family name first.
        order: what it is sorted by.
    """

    path: str
    handle: str
    title: str
    language: str
    authors: str
    day: Day | None
    year: str
    group: str
    people: tuple[tuple[str, str], ...]
    order: tuple[Any, ...]


class Author(NamedTuple):
    """A person with items on the site. Namesakes are different authors where they are registered.

    Attributes:
        key: the short id or the handle of a registered person, or else the words of the name.
        name: the name, with the family name first.
        registered: the short id or handle; empty for a name alone.
        about: what the template of the person says.
        items: the numbers of the items.
    """

    key: str
    name: str
    registered: str
    about: Mapping[str, Any]
    items: list[int]

    @property
    def path(self) -> str:
        """The path of the page."""
        return person_path(self.key)


class Contents:
    """What a site holds.

    Args:
        catalogue: where series, archives, people and related records are looked up; the templates that are added go there too.

    Attributes:
        items: its items, in the order in which they were read.
        numbers: their numbers, by the paths of their pages.
        records: the paths of all pages of records, without extensions, by handle in lowercase.
        series: the numbers of the items in each series, by its handle in lowercase.
        archives: the series in each archive, by handle in lowercase.
        authors, jel, keywords: the items of each, by number. Keywords are with their first spelling.
        spelled: handles of series and archives as they are first spelled, by handle in lowercase.
        repeated: how many items were left out because another one has the same handle.
        statistics: the counts of `redif stats`.
        search: the words of all items.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.items: list[ItemEntry] = []
        self.numbers: dict[str, int] = {}
        self.records: dict[str, str] = {}
        self.series: dict[str, list[int]] = {}
        self.archives: dict[str, list[str]] = {}
        self.authors: dict[str, Author] = {}
        self.jel: dict[str, list[int]] = {}
        self.keywords: dict[str, tuple[str, list[int]]] = {}
        self.spelled: dict[str, str] = {}
        self.repeated = 0
        self.statistics = Statistics()
        self.search = SearchIndex()
        self._versions: dict[str, list[Copy]] = {}
        self._persons: dict[str, Mapping[str, Any]] = {}

    def add(self, templates: Iterable[tuple[str, Template]]) -> None:
        """Add the templates of all files, each with the path of its file."""
        collections: dict[str, HandleKind] = {}
        self._versions = versions(self._items(templates, collections))
        for handle, kind in sorted(collections.items()):
            self._add_series(handle) if kind is HandleKind.SERIES else self._add_archive(handle)
        for number, entry in enumerate(self.items):
            self._add_authors(number, entry)
            if entry.handle:
                self.records[entry.handle.lower()] = entry.path
            if Handle(entry.handle).kind is HandleKind.DOCUMENT:
                self._add_series(start_of(entry.handle, 3)).append(number)

    def _items(self, templates: Iterable[tuple[str, Template]], collections: dict[str, HandleKind]) -> Iterator[Template]:
        """Yield the items among templates, and note them; the handles of series and archives are collected."""
        for path, template in templates:
            self.catalogue.add_template(template, path)
            data, kind = template.data, template.schema.describes
            if kind in (HandleKind.SERIES, HandleKind.ARCHIVE) and Handle(data.get("handle", "")).kind is kind:
                collections[data["handle"]] = kind
            if not template.schema.is_item:
                continue
            page = page_of(template)
            if page in self.numbers:
                self.repeated += 1
                continue
            self.numbers[page] = len(self.items)
            self.items.append(entry_of(data, page))
            self.statistics.add(template)
            self._add_subjects(len(self.items) - 1, data)
            yield template

    def _add_subjects(self, number: int, data: Mapping[str, Any]) -> None:
        """Note by what words, codes and keywords an item is found."""
        for code in dict.fromkeys(data.get("classification_jel", ())):
            self.jel.setdefault(code, []).append(number)
        for keyword in data.get("keywords", ()):
            numbers = self.keywords.setdefault(keyword_key(keyword), (keyword, []))[1]
            if numbers[-1:] != [number]:
                numbers.append(number)
        item = BibliographicItem(data)
        self.search.add(
            number,
            titles=[item.title, *item.other_titles],
            names=[*item.author_names, *item.editor_names],
            subjects=[*item.keywords, *data.get("classification_jel", ())],
            texts=item.abstracts,
        )

    def _add_authors(self, number: int, entry: ItemEntry) -> None:
        """Note the authors of an item; what is said of a registered one is known once all templates are."""
        for code, name in entry.people:
            about = self._person(code) if code else {}
            registered = about.get("short_id") or code
            key = registered.lower() or name_key(name)
            if not key:
                continue
            author = self.authors.setdefault(key, Author(key, name or about.get("name", code), registered, about, []))
            if author.items[-1:] != [number]:
                author.items.append(number)

    def _person(self, code: str) -> Mapping[str, Any]:
        """Return what the template of a person says; nothing where there is none."""
        if code not in self._persons:
            record = self.catalogue.person(code)
            self._persons[code] = summaries.person(record.data) if record else {}
        return self._persons[code]

    def _add_series(self, spelled: str) -> list[int]:
        handle = spelled.lower()
        if handle not in self.series:
            self.series[handle] = []
            self.spelled[handle] = spelled
            self.records[handle] = record_path(handle, HandleKind.SERIES)
            self._add_archive(start_of(spelled, 2)).append(handle)
        return self.series[handle]

    def _add_archive(self, spelled: str) -> list[str]:
        handle = spelled.lower()
        self.spelled.setdefault(handle, spelled)
        self.records.setdefault(handle, record_path(handle, HandleKind.ARCHIVE))
        return self.archives.setdefault(handle, [])

    def versions_of(self, entry: ItemEntry) -> list[tuple[str, str]]:
        """Return the handles and titles of the other versions of an item."""
        return [(copy.handle, copy.title) for copy in self._versions.get(entry.handle.lower(), ())]

    def latest_first(self, numbers: Iterable[int]) -> list[ItemEntry]:
        """Return items by their numbers, the latest first."""
        return sorted((self.items[number] for number in numbers), key=lambda entry: entry.order, reverse=True)


def page_of(item: Template) -> str:
    """Return the path of the page of an item, without its extension; most are not read for that beyond their handle."""
    if handle := item.value("handle"):
        return record_path(handle)
    own = {key: value for key, value in item.data.items() if key not in ("source", "joined")}
    return nameless_path(orjson.dumps(own, option=orjson.OPT_SORT_KEYS).decode())


def entry_of(data: Mapping[str, Any], page: str) -> ItemEntry:
    """Return an item in brief."""
    item = BibliographicItem(data)
    day, languages = item.issued, item.languages
    place = [item.text("volume"), item.text("issue")] if item.kind is ItemKind.ARTICLE else ["", ""]
    volume, issue = place
    labels = (f"Volume {volume}" if volume else "", f"Issue {issue}" if issue else "")
    group = ", ".join(filter(None, (*labels, item.year_text)))
    order = (
        day.year if day else 0, natural(volume), natural(issue), day.month if day else 0, day.day if day else 0,
        natural(item.pages or item.text("number")), natural(item.handle), page,
    )  # fmt: skip
    names = item.author_names or [f"{name} (ed.)" for name in item.editor_names]
    people = tuple((one.get("person", ""), name_of(one).inverted) for one in item.people("authors") or item.people("editors"))
    return ItemEntry(
        page, item.handle, item.text("title") or item.handle or "(without a title)",
        languages[0] if len(languages) == 1 else "", " & ".join(names), day, item.year_text, group, people, order,
    )  # fmt: skip


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """Return what a text is sorted by, with the numbers in it as numbers."""
    parts = _NUMBERS.split(text.lower())
    return tuple((int(part), "") if number % 2 and len(part) < 20 else (0, part) for number, part in enumerate(parts) if part)
