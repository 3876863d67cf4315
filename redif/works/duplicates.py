"""What is there twice: templates with one handle, items with one DOI, and works with several handles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from redif.bibliography.item import ITEM_KINDS, BibliographicItem
from redif.selection.values import HasData, each_record
from redif.works.matching import Work, same_works, work_of


class Reason(StrEnum):
    """Why items are taken for duplicates."""

    HANDLE = "handle"
    DOI = "doi"
    WORK = "work"


class Copy(NamedTuple):
    """One of several items; what it does not have is empty."""

    handle: str
    type: str
    year: int | None
    authors: list[str]
    title: str
    doi: str
    file: str
    line: int


class Duplicates(NamedTuple):
    """Items that have one handle or one DOI, or are versions of one work.

    Attributes:
        reason: what they have in common.
        value: their handle as the first of them spells it, their DOI, or the title of the first.
        items: the items, in the order in which they were read.
    """

    reason: Reason
    value: str
    items: list[Copy]


def duplicates(records: Iterable[HasData]) -> list[Duplicates]:
    """Return which items are there twice: those with one handle, those with one DOI, and versions of one work.

    Items with one handle are one item in the other groups. Something about each item is held in memory, some 6 kB.

    Args:
        records: records, as `redif.read` gives them, or templates, as `redif.templates` does. Only items are compared.

    Raises:
        InputTypeError: `records` holds something other than records.
    """
    by_handle: dict[str, list[int]] = {}
    by_doi: dict[str, list[int]] = {}
    copies: list[Copy] = []
    works: list[Work | None] = []
    for number, item in enumerate(_items(records)):
        copies.append(_copy(item))
        same = by_handle.setdefault(item.handle.lower() or f"{number}", [])
        same.append(number)
        is_first = len(same) == 1
        if is_first and item.doi:
            by_doi.setdefault(item.doi.lower(), []).append(number)
        works.append(work_of(item) if is_first else None)
    found = [_group(Reason.HANDLE, same, copies) for same in by_handle.values() if len(same) > 1]
    found += [_group(Reason.DOI, same, copies) for same in by_doi.values() if len(same) > 1]
    return found + [_group(Reason.WORK, same, copies) for same in same_works(works)]


def _items(records: Iterable[HasData]) -> Iterator[BibliographicItem]:
    for record in each_record("duplicates", records):
        data = record.data
        if data.get("template_type") in ITEM_KINDS:
            yield BibliographicItem(data)


def _copy(item: BibliographicItem) -> Copy:
    source: Mapping[str, Any] = item.data.get("source") or {}
    day = item.issued
    return Copy(
        item.handle, str(item.kind), day.year if day else None, item.author_names, item.text("title"), item.doi,
        source.get("file", ""), source.get("line", 0),
    )  # fmt: skip


def versions(records: Iterable[HasData]) -> dict[str, list[Copy]]:
    """Return the other versions of the same work for the handle of each item that has any; handles are in lowercase."""
    groups = [group.items for group in duplicates(records) if group.reason is Reason.WORK]
    named = [[item for item in group if item.handle] for group in groups]
    return {item.handle.lower(): others for group in named for item in group if (others := [o for o in group if o is not item])}


def _group(reason: Reason, numbers: Iterable[int], copies: list[Copy]) -> Duplicates:
    items = [copies[number] for number in numbers]
    value = {Reason.HANDLE: items[0].handle, Reason.DOI: items[0].doi, Reason.WORK: items[0].title}[reason]
    return Duplicates(reason, value, items)
