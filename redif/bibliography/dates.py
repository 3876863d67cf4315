"""Dates of items: months and seasons by their names, and days of which only the year or the month may be known.

Dates are read in the forms in which people write them, as far as there is one reading; the grammar lists these forms. Of any
other text with one year in it, the year is known if nothing but words that go with one are beside it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from redif.grammar import Grammar
from redif.grammar.vocabularies import MONTHS, date_words, months, season_names
from redif.schema.values import PartialDate
from redif.source.characters import folded

# Numbers of the seasons as CSL has them.
SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
FIRST_YEAR = 1000
LEAP_YEAR, LONGEST_MONTH = 2000, 31
YEARS_AHEAD = 6  # of the current year: items are announced with future dates, but no later than this

_WORD_LIMIT = 24  # characters that are enough to recognize a month; longer keys would fill the cache
_LONGEST_DATE = 60
_SHORTEST_ABBREVIATION = 3
_MONTH_ALONE = re.compile(r"[^\W\d_]+\.?|[0-9]{1,2}").fullmatch
_NOT_A_MONTH = re.compile(r"[-+]?[0-9]+").fullmatch
_DAY_FIRST = re.compile(r"([0-9]{1,2})(?:\.|st|nd|rd|th)? (?:de )?([^\W\d_]+)\.?").fullmatch
_DAY_LAST = re.compile(r"([^\W\d_]+)\.? ([0-9]{1,2})(?:\.|st|nd|rd|th)?").fullmatch
_LETTERS = re.compile(r"(?:[0-9]{1,2}(?:\.|st|nd|rd|th)? (?:de )?)?([^\W\d_]*)")  # a day may come before it

_WORD = re.compile(r"[^\W\d_]+")  # of any alphabet; the grammar names only those in which dates are read
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")


class Day(NamedTuple):
    """A day as far as it is known: a month or day of 0 is unknown."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        """Return the day in ISO 8601: `2021`, `2021-09` or `2021-09-30`."""
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day if self.month else 0) if part)])

    @property
    def month_name(self) -> str:
        """The English name of the month; empty where it is unknown."""
        return MONTHS[self.month - 1] if self.month else ""

    @property
    def start(self) -> date:
        """The first calendar date that the day can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def in_words(self) -> str:
        """The day as people write it: `5 December 2022`."""
        return " ".join(filter(None, (str(self.day or ""), self.month_name, str(self.year))))


def is_year(number: int) -> bool:
    """Return whether a number can be the year of an item: from 1000 to five years after the next one."""
    return FIRST_YEAR <= number <= date.today().year + YEARS_AHEAD


@lru_cache(maxsize=4096)  # many items share a day
def read_day(text: str | None) -> Day | None:
    """Return the day that a text names, in the form of ReDIF or another with one reading; None where there is none.

    A day that the calendar does not have, such as 30 February, is left out: only its month is known.
    """
    if not text:
        return None
    year, month, day = PartialDate(text).numbers
    if year is None and (repair := Grammar.standard().type("date").repair(text)) is not None:
        year, month, day = PartialDate(repair.value).numbers
    if year is None:
        years = _YEAR.findall(text) if len(text) <= _LONGEST_DATE and says_when(text) else ()
        return _day(int(years[0]), 0, 0) if len(years) == 1 else None
    return _day(year, month or 0, day or 0)


def says_when(text: str) -> bool:
    """Return whether all words of a text go with a year: `revised version, May 2004`, but not `see below, 2004`."""
    known = date_words()
    return all(folded(word) in known for word in _WORD.findall(text))


def month_in(text: str) -> int:
    """Return the number of the month that a text is or begins with, or 0: 9 for `9`, `Sept.` and `September/October`.

    Of December/January, nobody knows whether December is in the year of the item.
    """
    several = months_in(text)
    if several:
        return several[0] if several[0] <= several[-1] else 0
    return _month(text[:_WORD_LIMIT])


def months_in(text: str) -> tuple[int, ...]:
    """Return the numbers of the months in a text that is a list or a range of them: 9 and 10 for `septiembre-octubre`.

    Names and numbers are not mixed: Mar-05 is March of 2005. Numbers ascend: 12/5 may be a day.
    """
    return _months(text) if len(text) <= _LONGEST_DATE else ()


@lru_cache(maxsize=1024)
def _months(text: str) -> tuple[int, ...]:
    parts = _parts(text)
    if len(parts) < 2 or not all(map(is_month, parts)):
        return ()
    numbers = tuple(map(_month, parts))
    count = sum(map(str.isdigit, parts))
    are_numbers = count == len(parts) and all(first < second for first, second in pairwise(numbers))
    return numbers if not count or are_numbers else ()


def is_month(text: str) -> bool:
    """Return whether a text is one month and nothing else, by name or by number."""
    return bool(_MONTH_ALONE(text) and _month(text[:_WORD_LIMIT]))


def month_text(text: str) -> str:
    """Return a month or season as it is written, but a number, several months and one after a day by their English names.

    It is empty for a number that is not a month; a day that its month never has, such as 30 February, is left out.
    """
    return _month_text(text) if len(text) <= _LONGEST_DATE else "" if _NOT_A_MONTH(text) else text


@lru_cache(maxsize=1024)  # a journal has the same few
def _month_text(text: str) -> str:
    if number := _by_number(text):
        return MONTHS[number - 1]
    if names := [MONTHS[month - 1] for month in months_in(text)] or _seasons(text):  # Juillet/Août
        return ("-" if Grammar.standard().rules["month-to"].finds(text) else "/").join(names)
    if (match := _DAY_FIRST(text)) and (number := _by_name(match[2])):
        return f"{match[1]} {MONTHS[number - 1]}" if _has_day(number, int(match[1])) else MONTHS[number - 1]
    if (match := _DAY_LAST(text)) and (number := _by_name(match[1])) and not _has_day(number, int(match[2])):
        return MONTHS[number - 1]
    return "" if _NOT_A_MONTH(text) else text


def season_named(number: int) -> str:
    """Return the English name of a season by its number: `Spring` for 1."""
    return next(name for name, known in SEASONS.items() if known == number).capitalize()


def season_in(text: str) -> int:
    """Return the number of the season that a text begins with, 1 (spring) to 4 (winter), or 0."""
    lower = text[:_WORD_LIMIT].lower()
    return next((number for name, number in SEASONS.items() if lower.startswith(name)), 0)


def _day(year: int, month: int, day: int) -> Day | None:
    """Return a day of the calendar, without the parts that it cannot have."""
    if not is_year(year):
        return None
    if not 1 <= month <= len(MONTHS):
        return Day(year)
    return Day(year, month, day if 1 <= day <= monthrange(year, month)[1] else 0)


def _has_day(month: int, number: int) -> bool:
    """Return whether a month has a day in some year; a number above 31 is something else, such as a year."""
    return number <= monthrange(LEAP_YEAR, month)[1] or number > LONGEST_MONTH


def _seasons(text: str) -> list[str]:
    """Return the English names of the seasons in a text that is a list or a range of them; of any other, none."""
    known, parts = season_names(), map(folded, _parts(text))
    names = [known.get(part, part.capitalize() if part in SEASONS else "") for part in parts]
    return names if len(names) > 1 and all(names) else []


def _parts(text: str) -> list[str]:
    """Return the texts between the signs and words of the grammar that are between months."""
    return Grammar.standard().rules["month-gap"].pattern().split(text)


@lru_cache(maxsize=1024)
def _month(text: str) -> int:
    if number := _by_number(text):
        return number
    match = _LETTERS.match(text)
    return _by_name(match[1]) if match else 0


def _by_number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= len(MONTHS)
    return int(text) if is_number else 0


def _by_name(word: str) -> int:
    """Return the number of a month by its name, or by three letters or more of it that begin no other month; else 0."""
    word = folded(word)
    if len(word) < _SHORTEST_ABBREVIATION:
        return 0
    names = _names()
    if word in names:
        return names[word]
    numbers = {number for name, number in names.items() if name.startswith(word)}
    return numbers.pop() if len(numbers) == 1 else 0


@cache
def _names() -> dict[str, int]:
    return {folded(name): int(number) for name, number in months().items()}
