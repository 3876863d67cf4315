"""What spreadsheets make of what people type: dates as numbers of days, pages as dates, years with decimals."""

from __future__ import annotations

import re
from datetime import date, timedelta

from redif.bibliography.dates import is_month, month_in

# Days from 1 January 1950 to 31 December 2049 as Excel counts them.
_FIRST_SERIAL, _LAST_SERIAL = 18264, 54788
_DAY_ZERO = date(1899, 12, 30)
_SERIAL = re.compile(r"([0-9]{5})(?:[.,][0-9]+)?").fullmatch
_WHOLE = re.compile(r"([0-9]+)[.,]0{1,2}").fullmatch
# 10-Jan, 01. Okt, 05-mars: day and month. Jan-45, Dez 98: month and the last digits of a year.
_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})(?:\. ?|[- ])([^\W\d_]{3,9})\.?").fullmatch
_MONTH_AND_YEAR = re.compile(r"([^\W\d_]{3,9})\.?[- ]([0-9]{2})").fullmatch
_DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2})(?:\. ?|[- ])([^\W\d_]{3,9})\.?[- ]([0-9]{2})").fullmatch
_WITH_DOTS = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})").fullmatch  # the day is first wherever people write so
_ISO_DAY = re.compile(r"[0-9]{4}-([0-9]{2})-([0-9]{2})").fullmatch
_TWENTIETH = 30  # from which years of two digits are in the twentieth century, as Excel reads them


def whole(text: str) -> str:
    """Return a number without decimals that are zero, as programs write one: `2021` for `2021.0` and `2021,00`."""
    match = _WHOLE(text)
    return match[1] if match else text


def day(text: str) -> str:
    """Return a day in ISO 8601 where a text is one as spreadsheets show it: `44270`, `15-Mar-21`, `Mar-21`; else the text."""
    if (match := _SERIAL(text)) and _FIRST_SERIAL <= int(match[1]) <= _LAST_SERIAL:
        return (_DAY_ZERO + timedelta(days=int(match[1]))).isoformat()
    if (match := _DAY_MONTH_YEAR(text)) and is_month(match[2]):
        return f"{_year(match[3])}-{month_in(match[2]):02}-{int(match[1]):02}"
    if (match := _WITH_DOTS(text)) and 1 <= int(match[2]) <= 12:
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    if (match := _MONTH_AND_YEAR(text)) and is_month(match[1]):
        return f"{_year(match[2])}-{month_in(match[1]):02}"
    return text


def numbers_of_date(text: str) -> str:
    """Return the range of which a spreadsheet made a date: `1-10` of `10-Jan`, `01. Okt` and `2024-01-10`; else an empty text.

    Pages ascend, so it does not matter whether the month or the day is first where it was typed.
    """
    if (match := _ISO_DAY(text)) and int(match[2]) > 1:  # the first of a month may stand for the month of a year: 1-45
        numbers = int(match[1]), int(match[2])
    elif (match := _DAY_AND_MONTH(text)) and is_month(match[2]):
        numbers = int(match[1]), month_in(match[2])
    elif (match := _MONTH_AND_YEAR(text)) and is_month(match[1]):
        numbers = month_in(match[1]), int(match[2])
    else:
        return ""
    return f"{min(numbers)}-{max(numbers)}"


def _year(digits: str) -> str:
    return f"{'20' if int(digits) < _TWENTIETH else '19'}{digits}"
