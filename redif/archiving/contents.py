"""What is in the folder of an archive: its code, its series and its items."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from redif.archiving.likeness import are_alike, people_in
from redif.archiving.registry import comparable
from redif.bibliography.item import BibliographicItem
from redif.checks.archive.folders import ARCH, coded, names_in
from redif.findings.errors import UsageError, check_argument, did_you_mean, shown
from redif.findings.finding import ignore_finding
from redif.findings.wording import counted
from redif.grammar import Grammar
from redif.reading.documents import file_templates
from redif.schema.values import Handle, HandleKind
from redif.source.files import can_be_a_name, files, raise_error
from redif.syntax.splitter import Reader

GIVEN_HANDLES = ".redif-handles"  # each handle that was ever given to an item of the archive, one a line


class PresentItem(NamedTuple):
    """An item that is in the archive: its handle, its file below the archive's folder, its line, title and DOI."""

    handle: str
    path: str
    line: int
    title: str
    doi: str


class PresentSeries(NamedTuple):
    """A series of the archive: its handle, its code, its name, and the types of items it holds (`ReDIF-Paper`)."""

    handle: str
    code: str
    name: str
    types: tuple[str, ...]


class ArchiveContents:
    """What an archive on disk holds.

    Args:
        path: the folder that has the archive's own template, `aaaarch.rdf` or `aaaarch.redif`.

    Raises:
        UsageError: the folder has no such file.
        FileError: something in it cannot be read.

    Attributes:
        path: the folder.
        code: the archive's three letters, in lowercase.
        series: its series by code.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        check_argument(path, (str, os.PathLike), "an archive is named by its folder")
        self.path = os.fspath(path)
        if not isinstance(self.path, str) or not can_be_a_name(self.path):
            raise UsageError(f"no folder can have the name {shown(path)}")
        found = coded(names_in(self.path), ARCH)
        if len(found) != 1:
            what = "has no file such as aaaarch.rdf" if not found else f"has several archives ({', '.join(sorted(found))})"
            raise UsageError(f"{self.path} {what}, so it is not the folder of one archive; redif new archive makes one")
        [self.code] = found
        self.series: dict[str, PresentSeries] = {}
        self._reader = Reader()
        self._items: dict[str, PresentItem] = {}
        self._by_doi: dict[str, list[PresentItem]] = {}
        self._by_title: dict[str, list[PresentItem]] = {}
        self._by_people: dict[frozenset[str], list[PresentItem]] = {}
        self._read()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.code} of {counted(len(self._items), 'item')}: {self.path}>"

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, handle: object) -> bool:
        return isinstance(handle, str) and handle.lower() in self._items

    def __iter__(self) -> Iterator[PresentItem]:
        return iter(self._items.values())

    def _read(self) -> None:
        for path in files([self.path], raise_error):
            for template in file_templates(path, self._reader, ignore_finding, raise_error):
                if template.schema.describes is HandleKind.SERIES:
                    self._note_series(template.data)
                elif template.schema.is_item:
                    self._note_item(template.data, os.path.relpath(path, self.path), template.line)

    def _note_series(self, data: Mapping[str, Any]) -> None:
        handle = Handle(data.get("handle") or "")
        if handle.series and handle.archive == self.code:
            types = tuple(data.get("types") or filter(None, [Grammar.standard().type("doctype").default]))
            self.series[handle.series] = PresentSeries(str(handle), handle.series, data.get("name") or "", types)

    def _note_item(self, data: Mapping[str, Any], path: str, line: int) -> None:
        """Note that an item is in the archive."""
        item = BibliographicItem(data)
        handle = str(data.get("handle") or "")
        present = PresentItem(handle, path, line, item.title, item.doi)
        if handle:
            self._items.setdefault(handle.lower(), present)
        if present.doi:
            self._by_doi.setdefault(present.doi.lower(), []).append(present)
        self._by_title.setdefault(comparable(present.title), []).append(present)
        if people := people_in(item):
            self._by_people.setdefault(people, []).append(present)

    def get(self, handle: str) -> PresentItem | None:
        """Return the item with a handle, whatever its letter case."""
        return self._items.get(handle.lower())

    def with_doi(self, doi: str) -> PresentItem | None:
        """Return the item with a DOI, if there is exactly one."""
        found = self._by_doi.get(doi.lower(), []) if doi else []
        return found[0] if len(found) == 1 else None

    def titled(self, series: PresentSeries, title: str) -> list[PresentItem]:
        """Return the items of a series that have a title, apart from case and punctuation."""
        key = comparable(title)
        return [item for item in self._by_title.get(key, []) if Handle(item.handle).series == series.code] if key else []

    def like(self, series: PresentSeries, item: BibliographicItem) -> PresentItem | None:
        """Return the first item of a series that has the same authors and a title much like that of another one."""
        found = (
            present for present in self._by_people.get(people_in(item), ()) if Handle(present.handle).series == series.code
        )
        return next((present for present in found if are_alike(present.title, item.title)), None)

    def series_named(self, name: str) -> PresentSeries:
        """Return a series by its code or handle.

        Raises:
            UsageError: the archive has no such series.
        """
        code = name.lower().removeprefix(f"repec:{self.code}:")
        if code not in self.series:
            known = ", ".join(self.series) or "none"
            raise UsageError(
                f"the archive {self.code} has no series {name!r}{did_you_mean(code, self.series)}; its series are: {known}"
            )
        return self.series[code]

    def given_handles(self) -> set[str]:
        """Return all handles in lowercase that no new item may get: those in use, and those once given to an item."""
        try:
            with open(os.path.join(self.path, GIVEN_HANDLES), encoding="utf-8", errors="replace") as file:
                given = {line.strip().lower() for line in file}
        except FileNotFoundError:
            given = set()
        return given | set(self._items)
