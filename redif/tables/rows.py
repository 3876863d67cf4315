"""Templates to rows of the tables: each by itself, whatever others there are.

A row is a list of values in the order of the table's columns, the first of which is always the number of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import orjson

from redif.bibliography.item import ITEM_KINDS, BibliographicItem
from redif.bibliography.names import full_name, name_of
from redif.bibliography.people import each_person
from redif.findings.finding import Finding
from redif.schema.references import reference_fields, references
from redif.schema.values import Handle, HandleKind, series_of, start_of
from redif.syntax.template import Template
from redif.tables.schema import BY_NAME, LEVELS, TABLES

Data = Mapping[str, Any]
Row = list[Any]

CACHED_HANDLES = 4096
_MESSAGE = [column.name for column in BY_NAME["findings"].columns].index("message")
# For each table, the fields that its last columns hold.
_FIELDS = {table.name: tuple(column.name for column in table.fields) for table in TABLES}
_DESCRIBED_IN = {
    HandleKind.SERIES: "series",
    HandleKind.ARCHIVE: "archives",
    HandleKind.PERSON: "persons",
    HandleKind.INSTITUTION: "institutions",
}


class Rows:
    """Rows of all tables.

    Attributes:
        tables: the rows of each table, by its name.
        size: about how many bytes of text they hold.
    """

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {table.name: [] for table in TABLES}
        self.size = 0

    def add_template(self, template: Template, number: int) -> None:
        """Add the rows of a template: its record, what that holds, and what is wrong with it.

        Args:
            template: the template.
            number: the number of its record.
        """
        data = template.data
        record = orjson.dumps(data)
        self.size += len(record)
        source = data["source"]
        type_ = data.get("template_type")
        handle = normal(data.get("handle"))
        self.tables["records"].append([number, type_, handle, source["file"], source["line"], record.decode()])
        describes = template.schema.describes
        if type_ in ITEM_KINDS:
            self._add_item(data, number, handle)
        elif describes in _DESCRIBED_IN:
            name = _DESCRIBED_IN[describes]
            self.tables[name].append([number, handle, *_OTHERS[name](data, handle), *_held(name, data)])
        self._add_people("editors", each_person(data.get("editors")), number)
        self._add_places(data.get("workplaces"), number, None)
        links = self.tables["links"]
        for relation, referred, kind in references(data, reference_fields(template.schema)):
            links.append([number, relation, str(kind), normal(referred)])
        self.add_findings(template.findings, number)

    def add_findings(self, findings: Iterable[Finding], number: int | None = None) -> None:
        """Add what is wrong with the record of a number, or with text outside any template."""
        rows = finding_rows(findings, number)
        self.tables["findings"] += rows
        self.size += sum(len(row[_MESSAGE]) for row in rows)

    def _add_item(self, data: Data, number: int, handle: str | None) -> None:
        item = BibliographicItem(data)
        issued, years = item.issued, item.years
        series = series_of(handle or "")
        self.tables["items"].append([
            number,
            handle,
            str(item.kind),
            series and str(series),
            series and start_of(series, 2),
            years.start if years else None,
            issued and issued.start,
            item.doi or None,
            item.publisher or None,
            normal(data.get("in_book")),
            *_held("items", data),
        ])  # fmt: skip
        authors = each_person(data.get("authors"))
        self._add_people("authors", authors, number)
        for place, author in enumerate(authors, 1):
            if "workplaces" in author:
                self._add_places(author["workplaces"], number, place)
        for name, field in (("jel", "classification_jel"), ("keywords", "keywords")):
            self.tables[name] += ([number, place, value] for place, value in enumerate(data.get(field, ()), 1))
        files = self.tables["files"]
        files += ([number, place, *_held("files", file)] for place, file in enumerate(data.get("files", ()), 1))

    def _add_people(self, table: str, people: Iterable[Data], number: int) -> None:
        rows = self.tables[table]
        for place, person in enumerate(people, 1):
            name = name_of(person)
            family = f"{name.particle} {name.family}" if name.particle else name.family
            known = (full_name(person) or None, name.given or None, family or None, normal(person.get("person")))
            rows.append([number, place, *known, *_held(table, person)])

    def _add_places(self, places: Iterable[Data] | None, number: int, author: int | None) -> None:
        rows = self.tables["affiliations"]
        for place, organization in enumerate(places or (), 1):
            institution = normal(organization.get("institution"))
            rows.append([number, author, place, institution, *_held("affiliations", organization)])


def finding_rows(findings: Iterable[Finding], number: int | None = None) -> list[Row]:
    """Return the rows of what is wrong with the record of a number, or with text outside any template."""
    rows: list[Row] = []
    for finding in findings:
        code, severity, message, file, line, column, end_line, end_column, attribute, hint, *_ = finding
        said = (code, str(severity), message, hint or None, attribute)
        rows.append([number, *said, file, line, column, end_line, end_column])
    return rows


def _held(table: str, data: Data) -> list[Any]:
    """Return what the fields hold that are columns of a table as they are."""
    return [*map(data.get, _FIELDS[table])]


def normal(handle: str | None) -> str | None:
    """Return a handle in normal form, as letter case does not count in handles; a short id in lowercase."""
    if not handle:
        return None
    series = series_of(handle)  # that of an item is the same for many
    return _normal(handle) if series is None else _normal(series) + handle[len(series) :].lower()


@lru_cache(CACHED_HANDLES)
def _normal(handle: str) -> str:
    return Handle(handle).normal


def _of_institution(data: Data, _handle: str | None) -> Row:
    levels: list[Data] = [next(iter(data.get(level, ())), {}) for level in LEVELS]
    names = [level.get("name") for level in levels]
    fields = ("homepage", "postal", "location")
    smallest = [next((level[name] for level in reversed(levels) if name in level), None) for name in fields]
    return [", ".join(filter(None, names)) or None, *names, *smallest]


def _of_series(data: Data, handle: str | None) -> Row:
    provider = next((name for each in data.get("providers", ()) if (name := full_name(each))), None)
    return [handle and start_of(handle, 2), provider]


# The columns between the handle and the fields, in tables of anything but items.
_OTHERS: Mapping[str, Callable[[Data, str | None], Row]] = {
    "series": _of_series,
    "archives": lambda _data, _handle: [],
    "persons": lambda data, _handle: [(data.get("short_id") or "").lower() or None],
    "institutions": _of_institution,
}
