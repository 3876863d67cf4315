"""Items that may be one: those of the same people whose titles are nearly the same, though nothing identifies them."""

from __future__ import annotations

import re
from typing import NamedTuple

from redif.archiving.registry import comparable
from redif.bibliography.item import BibliographicItem
from redif.findings.wording import shortened

ALIKE = 85  # percent of likeness of titles, whatever the order of their words; a subtitle more does not count
SHORTEST = 10  # letters of titles that are compared
_NUMBERS = re.compile(r"[0-9]+|\b[ivx]+\b")  # by which parts and years differ


class Alike(NamedTuple):
    """An item that is added, and one of the archive that it may be; each with its title."""

    handle: str
    title: str
    other: str
    other_title: str

    def __str__(self) -> str:
        return (
            f'"{shortened(self.title)}" ({self.handle}) is by the same authors as "{shortened(self.other_title)}"; '
            f"if it is that one, give it the handle {self.other}, and it is updated instead"
        )


def people_in(item: BibliographicItem) -> frozenset[str]:
    """Return the words of the names of an item's authors, or else of its editors, in any order."""
    return frozenset(word for name in item.author_names or item.editor_names for word in comparable(name).split())


def are_alike(first: str, second: str) -> bool:
    """Return whether two titles may be one that was changed; of two parts, years or editions each is a work of its own."""
    from rapidfuzz.fuzz import token_set_ratio  # only needed where somebody adds a second item

    one, other = comparable(first), comparable(second)
    if min(len(one), len(other)) < SHORTEST or sorted(_NUMBERS.findall(one)) != sorted(_NUMBERS.findall(other)):
        return False
    return token_set_ratio(one, other) >= ALIKE
