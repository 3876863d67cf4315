"""Long lists of items on several pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from redif.site.contents import ItemEntry

MOST = 500  # items on a page


class Group(NamedTuple):
    """Items under a heading, such as an issue or a year."""

    heading: str
    items: list[ItemEntry]


class ListPage(NamedTuple):
    """One of the pages of a list.

    Attributes:
        path: its path.
        label: what is on it, in a few words.
        groups: the items.
    """

    path: str
    label: str
    groups: list[Group]


def grouped(entries: Iterable[ItemEntry], *, by_year: bool = False) -> list[Group]:
    """Return items, which are sorted, under the headings of their volumes and issues, or of their years."""
    headings = ((entry.year if by_year else entry.group, entry) for entry in entries)
    return [Group(heading, [entry for _, entry in found]) for heading, found in groupby(headings, key=lambda pair: pair[0])]


def list_pages(groups: Iterable[Group], path: str) -> list[ListPage]:
    """Return the pages of a list; there is at least one, at `path`, which ends in `.html`."""
    pages: list[list[Group]] = [[]]
    room = MOST
    for group in _not_too_long(groups):
        if room < len(group.items) and pages[-1]:
            pages.append([])
            room = MOST
        pages[-1].append(group)
        room -= len(group.items)
    stem = path.removesuffix(".html")
    paths = [path, *(f"{stem}~{number}.html" for number in range(2, len(pages) + 1))]
    return [ListPage(name, _label(held), held) for name, held in zip(paths, pages, strict=True)]


def _not_too_long(groups: Iterable[Group]) -> Iterator[Group]:
    for group in groups:
        for start in range(0, len(group.items), MOST):
            yield Group(group.heading, group.items[start : start + MOST])


def _label(groups: list[Group]) -> str:
    """Return the first and the last heading of a page."""
    ends = [group.heading or "undated" for group in groups[:1] + groups[-1:]]
    return " – ".join(dict.fromkeys(ends))
