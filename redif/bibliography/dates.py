"""Dates of items: months and seasons by their English names, and days of which only the year or the month may be known."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from redif.schema.values import PartialDate

# English names, whatever the locale of the machine.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# Numbers of the seasons as CSL has them.
SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}

_NUMBERS = {month[:3].lower(): number for number, month in enumerate(MONTHS, 1)}
_WORD_LIMIT = max(map(len, MONTHS)) + 1  # characters that are enough to recognize a month; longer keys would fill the cache
_MONTH_ALONE = re.compile(r"[^\W\d_]+\.?|[0-9]{1,2}").fullmatch
_LETTERS = re.compile(r"[^\W\d_]*")


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


@lru_cache(maxsize=4096)  # many items share a day
def read_day(text: str | None) -> Day | None:
    """Return the day that a date of a record names; None where there is none.

    A day that the calendar does not have, such as 30 February, is left out: only its month is known.
    """
    year, month, day = PartialDate(text).numbers if text else (None, None, None)
    if not year:
        return None
    if day and not (month and day <= monthrange(year, month)[1]):
        day = None
    return Day(year, month or 0, day or 0)


def month_in(text: str) -> int:
    """Return the number of the month that a text is or begins with, or 0: 9 for `9`, `Sept.` and `September/October`."""
    return _month(text[:_WORD_LIMIT])


def is_month(text: str) -> bool:
    """Return whether a text is one month and nothing else, by name or by number."""
    return bool(month_in(text) and _MONTH_ALONE(text))


def month_text(text: str) -> str:
    """Return a month as it is written, but by its name where it is written as a number."""
    number = _by_number(text)
    return MONTHS[number - 1] if number else text


def season_in(text: str) -> int:
    """Return the number of the season that a text begins with, 1 (spring) to 4 (winter), or 0."""
    lower = text[:_WORD_LIMIT].lower()
    return next((number for name, number in SEASONS.items() if lower.startswith(name)), 0)


@lru_cache(maxsize=1024)
def _month(text: str) -> int:
    if number := _by_number(text):
        return number
    number = _NUMBERS.get(text[:3].lower(), 0)
    match = _LETTERS.match(text)
    # The whole word has to fit: "Marxism" is not a month.
    return number if number and match and MONTHS[number - 1].lower().startswith(match[0].lower()) else 0


def _by_number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= len(MONTHS)
    return int(text) if is_number else 0
