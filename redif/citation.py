"""The suggested citation of an item, worded as IDEAS words it.

What is said here of IDEAS was read off citations it has published, of all five types of item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from redif.models import Record, Series
from redif.models.values import PartialDate

# Names of months in English, whatever the language of the machine.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

Data = Mapping[str, Any]


def citation(record: Record, series: Series | None = None) -> str:
    """The suggested citation of a paper, article, book, chapter or piece of software: one line, as IDEAS words it.

    The names of the series (or journal) and of its publisher are taken from `series` where the item has none itself.
    Raises ValueError for a record that is none of these.
    """
    known: Data | None = None
    if series is not None:
        known = {"name": series.name, "provider": next((provider.name for provider in series.providers if provider.name), None)}
    return cite(record.model_dump(mode="json", exclude_defaults=True), known)


def cite(data: Data, series: Data | None = None) -> str:
    """The suggested citation of an item that is plain data, as `Template.data` has it.

    `series` holds what is known of its series: `name`, and `provider`, the publisher's name. Without it, that is looked
    for in the data under `joined`. What the item says itself always goes first, even where it only spells it otherwise.
    Raises ValueError for a record that is no item.
    """
    wording = _WORDINGS.get(data.get("template_type", ""))
    if wording is None:
        kind = data.get("template_type") or "a record without a type"
        raise ValueError(f"only papers, articles, books, chapters and software have a citation, not {kind}")
    if series is None:
        series = (data.get("joined") or {}).get("series")
    parts = ", ".join(part for part in wording(data, series or {}) if part)
    title = _title(data)
    # IDEAS puts the comma inside the quotation marks; where nothing follows there is none.
    told = f'"{title}," {parts}' if title and parts else f'"{title}"' if title else parts
    text = ". ".join(part for part in (_who_and_when(data), told) if part)
    # A last part that is an abbreviation ("Inc.") brings the full stop with it.
    return " ".join(text.splitlines()).rstrip(" .") + "."


def _article(data: Data, series: Data) -> list[str]:
    """What stands after the title of an article: JOURNAL, PUBLISHER, vol. V(I), pages P, MONTH.

    Publication-Status is not printed: no published citation was found that has it. One exception is ours: an article that
    is said to be forthcoming, and has no place in an issue yet, ends in "forthcoming", for else it would look complete.
    """
    volume, issue, pages = (data.get(name) or "" for name in ("volume", "issue", "pages"))
    is_placed = volume or issue or pages
    is_coming = (data.get("publication_status") or "").lower().startswith("forthcoming")
    return [
        data.get("journal") or series.get("name") or "",
        series.get("provider") or "",
        f"vol. {volume}({issue})" if volume and issue else _after("vol.", volume) or _after("issue", issue),
        _after("pages", pages),
        _month(data),
        "forthcoming" if is_coming and not is_placed else "",
    ]


def _paper(data: Data, series: Data) -> list[str]:
    """What stands after the title of a paper or of software: SERIES NUMBER, PUBLISHER, revised dd Mon YYYY."""
    return [
        " ".join(part for part in (_series_name(data, series), _number(data)) if part),
        series.get("provider") or "",
        _after("revised", _latest(data.get("revision_dates") or ())),
    ]


def _book(data: Data, series: Data) -> list[str]:
    """What stands after the title of a book: SERIES, PUBLISHER, edition E, volume V, number N, MONTH.

    The number of most is that of the handle: books of MIT Press have no Number, and are cited with "number 0262012197".
    """
    return [
        _series_name(data, series),
        _publisher(data, series),
        _after("edition", data.get("edition")),
        _after("volume", data.get("volume")),
        _after("number", _number(data)),
        _month(data) or _month_published(data),
    ]


def _chapter(data: Data, series: Data) -> list[str]:
    """What stands after the title of a chapter.

    SERIES, in: EDITORS (ed.), BOOK TITLE, edition E, volume V, chapter C, pages P, PUBLISHER.
    """
    book = ", ".join(part for part in (_editors(data), data.get("book_title")) if part)
    return [
        _series_name(data, series),
        _after("in:", book),
        _after("edition", data.get("edition")),
        _after("volume", data.get("volume")),
        _after("chapter", data.get("chapter")),
        _after("pages", data.get("pages")),
        _publisher(data, series),
    ]


_WORDINGS: Mapping[str, Callable[[Data, Data], list[str]]] = {
    "ReDIF-Article 1.0": _article,
    "ReDIF-Paper 1.0": _paper,
    "ReDIF-Software 1.0": _paper,
    "ReDIF-Book 1.0": _book,
    "ReDIF-Chapter 1.0": _chapter,
}


def _after(word: str, value: str | None) -> str:
    """A value with the word that says what it is; nothing where there is no value."""
    return f"{word} {value}" if value else ""


def _who_and_when(data: Data) -> str:
    """Authors, or else editors, and the year."""
    who = " & ".join(_names(data.get("authors") or ())) or _editors(data)
    return ", ".join(part for part in (who, _year(data) or '"undated"') if part)


def _names(people: Iterable[Data]) -> list[str]:
    """The names of people or organizations, as written."""
    names = (
        person.get("name") or " ".join(filter(None, (person.get("name_first"), person.get("name_last")))) for person in people
    )
    return [name for name in names if name]


def _editors(data: Data) -> str:
    """The editors; IDEAS writes "(ed.)" for several, too."""
    names = " & ".join(_names(data.get("editors") or ()))
    return names and f"{names} (ed.)"


def _year(data: Data) -> str:
    """The year as it is to be printed, "2003/2004" where that is what Year says; empty where none is known."""
    if data.get("year"):
        return str(data["year"])
    written = next(iter((data.get("unparsed") or {}).get("Year", ())), "").rstrip(" .")
    dates = (data.get(name) for name in ("publication_date", "creation_date"))
    return written or next((str(year) for date in dates if date and (year := PartialDate(date).year)), "")


def _title(data: Data) -> str:
    """The title without a full stop at its end; three of them are no full stop."""
    title: str = data.get("title") or ""
    return title if title.endswith("...") else title.rstrip(" .")


def _series_name(data: Data, series: Data) -> str:
    return data.get("series") or series.get("name") or ""


def _publisher(data: Data, series: Data) -> str:
    """Who publishes a book or the book of a chapter: the first of its own providers, else that of the series."""
    return next(iter(_names(data.get("providers") or ())), "") or series.get("provider") or ""


def _number(data: Data) -> str:
    """The number in the series, else what stands after the series in the handle."""
    return data.get("number") or "".join((data.get("handle") or "").split(":", 3)[3:])


def _month(data: Data) -> str:
    """The month as written, but by its name where it is written as a number."""
    month: str = data.get("month") or ""
    is_number = month.isascii() and month.isdigit() and len(month) <= 2 and 1 <= int(month) <= len(_MONTHS)
    return _MONTHS[int(month) - 1] if is_number else month


def _month_published(data: Data) -> str:
    """The month of a book's Publication-Date, where that is in the year that is printed."""
    date = PartialDate(data.get("publication_date") or "")
    return _MONTHS[date.month - 1] if date.month and str(date.year) == _year(data) else ""


def _latest(dates: Iterable[str]) -> str:
    """The last of some dates, as IDEAS writes it: 05 Dec 2022, Dec 2022, 2022."""
    known = [(date.year, date.month or 0, date.day or 0) for date in map(PartialDate, dates) if date.year]
    if not known:
        return ""
    year, month, day = max(known)
    return " ".join(filter(None, (f"{day:02}" if day else "", _MONTHS[month - 1][:3] if month else "", str(year))))
