"""Items that are versions of one work: same title and same authors, as far as both can be told.

What is joined wrongly does more harm than what is missed, so an item whose title many works share is left alone, and so are a
column that appears under one title year by year, another edition, and another part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

from redif.bibliography.item import BibliographicItem, ItemKind
from redif.bibliography.names import Name
from redif.schema.corporate import corporate_word
from redif.selection.authors import words_of
from redif.works.titles import Title

MOST_YEARS = 12  # between versions of one work
BLOCK = 40  # works that are compared each with each; of more, each with its neighbours in the order of titles
NEIGHBOURS = 5
LONGEST_WORDS = 3  # of a title, by which works are brought together to be compared
LONG_NAME = 6  # letters; of shorter names, two letters make another: Joan, John
MOST_AUTHORS = 3  # by whose names they are


class Author(NamedTuple):
    """An author as compared: all words of the name, the family name, and the words and initials of the given names."""

    words: frozenset[str]
    family: str
    given: frozenset[str]

    def is_like(self, other: Author) -> bool:
        """Return whether it may be the same person: A. Lee is Ann Lee, but not Bo Lee."""
        if self.words == other.words:
            return True
        if self.family != other.family:
            return False
        if not self.given or not other.given:
            return True
        return any(_may_be(one, another) for one in self.given for another in other.given)


class Work(NamedTuple):
    """What of an item is compared."""

    kind: ItemKind
    title: Title
    authors: tuple[Author, ...]
    year: int | None
    series: str
    doi: str
    edition: str
    place: tuple[str, ...]

    def is_like(self, other: Work) -> bool:
        """Return whether both are versions of one work."""
        if not self._can_be(other) or not self._has_authors_of(other):
            return False
        if self.doi and self.doi == other.doi and (self.title.begins(other.title) or other.title.begins(self.title)):
            return bool(self.title.words and other.title.words)
        count = len(self.authors)
        return self.title.is_distinctive(count) and other.title.is_distinctive(count) and self.title.is_like(other.title)

    def _has_authors_of(self, other: Work) -> bool:
        if not self.authors or len(self.authors) != len(other.authors):
            return False
        left = list(other.authors)
        for author in self.authors:
            found = next((one for one in left if author.is_like(one)), None)
            if found is None:
                return False
            left.remove(found)
        return True

    def _can_be(self, other: Work) -> bool:
        """Return whether nothing speaks against it."""
        if (self.kind is ItemKind.BOOK) is not (other.kind is ItemKind.BOOK) or self.edition != other.edition:
            return False
        years = abs(self.year - other.year) if self.year and other.year else None
        if years is not None and years > (1 if self.kind is ItemKind.BOOK else MOST_YEARS):
            return False
        if self.title.is_periodic and (years or (self.series and self.series == other.series)):
            return False
        if self.kind is other.kind is not ItemKind.PAPER and self.doi and other.doi and self.doi != other.doi:
            return False
        if self.series and self.series == other.series:
            # A journal or a book repeats a title for something new; so may a series of papers, but it also revises them.
            is_revised = self.kind is other.kind is ItemKind.PAPER and not self.title.may_recur
            return (years == 0 or is_revised) and self.title.letters == other.title.letters and self.place == other.place
        return True


def work_of(item: BibliographicItem) -> Work | None:
    """Return what of an item is compared; None if it has no title or no person as author, or is software.

    Programs have titles such as "Stata module to test something", and one work is many programs.
    """
    title = Title(item.title)
    if item.kind is ItemKind.SOFTWARE or not title.words:
        return None
    names = item.authors or (item.editors if item.kind is ItemKind.BOOK else [])
    if not names or any(name.literal and corporate_word(name.full) for name in names):
        return None
    first = item.page_range[0]
    place = (item.text("volume"), item.text("issue"), first) if item.kind is ItemKind.ARTICLE else (item.text("chapter"), first)
    day = item.issued
    return Work(
        item.kind, title, tuple(map(_author, names)), day.year if day else None, item.series_handle.lower(), item.doi.lower(),
        " ".join(item.text("edition").lower().split()), place if any(place) else (),
    )  # fmt: skip


def _author(name: Name) -> Author:
    words = words_of(name.full)
    if name.literal:
        return Author(words, " ".join(sorted(words)), frozenset())
    family = "".join(sorted(words_of(name.particle, name.family)))
    return Author(words, family, words_of(name.given))


def _may_be(one: str, other: str) -> bool:
    """Return whether two given names may be one: an initial, a short form, or a slip of a letter or two in a long name."""
    if one.startswith(other) or other.startswith(one):
        return True
    return min(len(one), len(other)) >= LONG_NAME and OSA.distance(one, other, score_cutoff=2) <= 2


def same_works(works: Sequence[Work | None]) -> list[list[int]]:
    """Return which works are one, as lists of their numbers; all in a list are like each other."""
    groups: dict[int, list[int]] = {}
    first: dict[Work, int] = {}  # of works without any difference, of which one is compared for all
    compared = [first.setdefault(work, number) if work else number for number, work in enumerate(works)]
    for one, other in _pairs(works):
        mine, others = groups.get(one, [one]), groups.get(other, [other])
        if mine is others:
            continue
        pairs = product({compared[a] for a in mine}, {compared[b] for b in others})
        if all(_are_like(works[a], works[b]) for a, b in pairs):
            joined = sorted({*mine, *others})
            groups.update(dict.fromkeys(joined, joined))
    return sorted({tuple(group): group for group in groups.values()}.values())


def _are_like(one: Work | None, other: Work | None) -> bool:
    return one is not None and other is not None and one.is_like(other)


def _pairs(works: Sequence[Work | None]) -> Iterator[tuple[int, int]]:
    """Return the pairs that are worth comparing, in order. Their number grows with that of works, not with its square."""
    blocks: dict[Any, list[int]] = defaultdict(list)
    for number, work in enumerate(works):
        for key in set(_keys(work)) if work else ():
            blocks[key].append(number)
    pairs: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) <= BLOCK:
            pairs.update(combinations(block, 2))
        else:
            block.sort(key=lambda number: getattr(getattr(works[number], "title", None), "letters", ""))
            pairs.update(
                (min(pair), max(pair)) for step in range(1, NEIGHBOURS + 1) for pair in zip(block, block[step:], strict=False)
            )
    return iter(sorted(pair for pair in pairs if _are_like(works[pair[0]], works[pair[1]])))


def _keys(work: Work) -> Iterable[int]:
    """Return what works have in common that may be one: the title, the DOI, or an author with a long word of the title.

    A key is a number, which takes less memory; works that have one by chance are compared and found unlike.
    """
    yield hash(work.title.letters)
    if work.doi:
        yield hash(("doi", work.doi))
    for author in work.authors[:MOST_AUTHORS]:
        for word in work.title.significant[:LONGEST_WORDS]:
            yield hash((author.family, word))
