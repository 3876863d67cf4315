"""Titles compared: whether two are of one work, however they are spelled."""

from __future__ import annotations

import re
from functools import cached_property

from rapidfuzz.distance import OSA

from redif.schema.people import CJK_SCRIPT
from redif.source.characters import folded
from redif.source.patterns import lazy

_APOSTROPHES = re.compile("['’ʼ`´]")
_WORDS = re.compile(r"[^\W_]+")
_CJK_LETTER = lazy(f"[{CJK_SCRIPT}]")
_ARTICLES = frozenset(("a", "an", "the"))
# Words of titles that many works have; what is left of a title has to tell it from others.
_GENERIC = frozenset(
    str.split("""
    about abstract abstracts acknowledgements acknowledgments address announcement announcements annual answer
    appendix article articles author authors book books briefly bulletin chapter comment commentary comments
    conclusion conclusions concluding conference contents contributors corrections correction corrigendum current
    discussion economic economics editor editorial editorials editors erratum errata essay essays evaluation final
    foreword from general guest index interview introduction introductory issue issues journal lecture letter list
    market monthly news note notes number obituary opening outlook overview paper papers part preface preliminary
    presidential proceedings question questions quarterly received recent rejoinder remarks reply report reports
    research response review reviewed reviews section series special statement statistical statistics study studies
    summary supplement survey symposium table that their this trends update volume what with working year yearbook
    """)
)
# Words of titles under which something new appears every year, or month.
_PERIODIC = frozenset(("annual", "bulletin", "monthly", "quarterly", "weekly", "yearbook", "yearly"))
# Words of titles that are likely to return in one series, with new figures.
_RECURRING = _PERIODIC | frozenset(
    str.split("""
    accounts activity barometer budget chronicle column conditions current data database developments diary digest
    estimates forecast forecasts highlights index indicators monitor news newsletter outlook perspectives proceedings
    progress prospects rankings report reports review reviews season situation state statement statistics status
    survey tables trends update
    """)
)
SHORTEST_SIGNIFICANT = 4  # letters of a word that says something
SHORTEST_MISSPELLED = 6  # in shorter words a different letter makes another word: rate, rule
LONG_CJK_TITLE = 10  # letters; "Book review" and "Monetary policy" have two to four
LONG_TITLE = 25  # letters; only in a long title a different letter is a slip


class Title:
    """A title as it is compared: its words in lowercase, without accents, articles and punctuation."""

    __slots__ = ("__dict__", "letters", "words")

    def __init__(self, text: str) -> None:
        words = _WORDS.findall(_APOSTROPHES.sub("", folded(text.replace("&", " and "))))
        self.words = tuple(word for word in words if word not in _ARTICLES)
        self.letters = "".join(self.words)

    def __eq__(self, other: object) -> bool:
        return self.words == other.words if isinstance(other, Title) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.words)

    @cached_property
    def significant(self) -> tuple[str, ...]:
        """The words that tell it from other titles, the longest first."""
        own = {w for w in self.words if len(w) >= SHORTEST_SIGNIFICANT and w not in _GENERIC and w.isalpha()}
        return tuple(sorted(own, key=lambda word: (-len(word), word)))

    def is_distinctive(self, authors: int) -> bool:
        """Return whether it is unlikely that so many authors have given another work this title.

        Two words that say something are enough in a title of four, or with several authors: not so for "Introduction",
        "Book review: Growth" or "Monetary policy". In East Asian script, where a word may be the whole title, letters count.
        """
        if len(_CJK_LETTER.findall(self.letters)) >= LONG_CJK_TITLE:
            return True
        if len(self.significant) < 2:
            return False
        return len(self.words) >= 4 or authors >= 3 or (authors == 2 and len(self.words) == 3)

    @property
    def is_periodic(self) -> bool:
        """Whether another year's work is another one."""
        return not _PERIODIC.isdisjoint(self.words)

    @property
    def may_recur(self) -> bool:
        """Whether one series may have several works of this title, so that only one year's are one."""
        return len(self.significant) < 3 or not _RECURRING.isdisjoint(self.words)

    def is_like(self, other: Title) -> bool:
        """Return whether it is the other title but for spaces and hyphens, or but for one letter in a long word.

        Numbers have to be the same: of two parts, years or editions each is a work of its own.
        """
        if self.letters == other.letters:
            return True
        if min(len(self.letters), len(other.letters)) < LONG_TITLE or len(self.words) != len(other.words):
            return False
        pairs = [(mine, others) for mine, others in zip(self.words, other.words, strict=True) if mine != others]
        return len(pairs) == 1 and _are_spellings(*pairs[0])

    def begins(self, other: Title) -> bool:
        """Return whether it is the beginning of the other title, which has a subtitle more."""
        return other.words[: len(self.words)] == self.words


def _are_spellings(one: str, other: str) -> bool:
    """Return whether two words are spellings of one: labor and labour, but not symmetric and asymmetric."""
    is_word = one.isalpha() and other.isalpha() and max(len(one), len(other)) >= SHORTEST_MISSPELLED
    return is_word and one[:2] == other[:2] and OSA.distance(one, other, score_cutoff=1) == 1
