"""The suggested citation of an item, worded as IDEAS words it.

The wordings were derived from citations that IDEAS has published, for all five types of item.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from redif.bibliography.dates import Day
from redif.bibliography.item import BibliographicItem, Data, ItemKind
from redif.findings.errors import InputTypeError, shown

if TYPE_CHECKING:
    from redif.models import Record, Series


def citation(record: Record, series: Series | None = None) -> str:
    """Return the suggested citation of a paper, article, book, chapter or piece of software: one line, as IDEAS words it.

    Args:
        record: the item. What a catalogue has joined to it is used: `citation(catalogue.join(record))`.
        series: its series (or journal), which gives the name and the publisher where the item has none itself.

    Raises:
        ValueError: the record is not an item.
    """
    data = getattr(record, "data", None)
    if not isinstance(data, Mapping):
        raise InputTypeError(f"citation takes a record, not {shown(record)}")
    summary: Data | None = None
    if series is not None and not hasattr(series, "providers"):
        raise InputTypeError(f"series takes the record of a series, not {shown(series)}")
    if series is not None:
        summary = {
            "name": series.name,
            "provider": next((provider.name for provider in series.providers if provider.name), None),
        }
    return cite(data, summary)


def cite(data: Data, series: Data | None = None) -> str:
    """Return the suggested citation of an item given as plain data, as `Template.data` has it.

    Args:
        data: the item.
        series: what is known of its series: `name`, and `provider`, the publisher's name. By default that is taken from
            `joined` in the data. What the item says itself takes precedence, even where only the spelling differs.

    Raises:
        ValueError: the record is not an item.
    """
    return cite_item(BibliographicItem(data, series))


def cite_item(item: BibliographicItem) -> str:
    """Return the suggested citation of an item, as `cite` does."""
    parts = ", ".join(part for part in _PARTS[item.kind](item) if part)
    # IDEAS puts the comma inside the quotation marks, and none where nothing follows.
    title = item.title
    main = f'"{title}," {parts}' if title and parts else f'"{title}"' if title else parts
    text = ". ".join(part for part in (_names_and_year(item), main) if part)
    # A last part that is an abbreviation ("Inc.") already ends in a full stop.
    return " ".join(text.splitlines()).rstrip(" .") + "."


def labelled(label: str, value: str) -> str:
    """Return a value after its label, such as `pages 1-10`; empty where there is no value."""
    return f"{label} {value}" if value else ""


def volume_and_issue(item: BibliographicItem) -> str:
    """Return the volume and the issue of an article: `vol. 3(2)`, `vol. 3` or `issue 2`."""
    volume, issue = item.text("volume"), item.text("issue")
    return f"vol. {volume}({issue})" if volume and issue else labelled("vol.", volume) or labelled("issue", issue)


# ---------------------------------------------------------------------- what follows the title


def _article_parts(item: BibliographicItem) -> list[str]:
    """Return JOURNAL, PUBLISHER, vol. V(I), pages P, MONTH.

    Publication-Status is not printed: no published citation was found that has it. The one exception is ours: a forthcoming
    article that has no place in an issue yet ends in "forthcoming", as it would look complete otherwise.
    """
    volume, pages = volume_and_issue(item), item.pages
    is_forthcoming = item.text("publication_status").lower().startswith("forthcoming")
    return [
        item.journal,
        item.joined_series.get("provider") or "",
        volume,
        labelled("pages", pages),
        item.month_text,
        "forthcoming" if is_forthcoming and not (volume or pages) else "",
    ]


def _paper_parts(item: BibliographicItem) -> list[str]:
    """Return, for a paper or software, SERIES NUMBER, PUBLISHER, revised dd Mon YYYY."""
    return [
        " ".join(part for part in (item.series, item.number) if part),
        item.joined_series.get("provider") or "",
        labelled("revised", _abbreviated(item.revised)),
    ]


def _book_parts(item: BibliographicItem) -> list[str]:
    """Return SERIES, PUBLISHER, edition E, volume V, number N, MONTH.

    The number of most books is that of the handle: books of MIT Press have no Number and are cited with "number 0262012197".
    """
    day = item.published
    month = day.month_name if day and str(day.year) == item.year_text else ""
    return [
        item.series,
        item.publisher,
        labelled("edition", item.text("edition")),
        labelled("volume", item.text("volume")),
        labelled("number", item.number),
        item.month_text or month,
    ]


def _chapter_parts(item: BibliographicItem) -> list[str]:
    """Return SERIES, in: EDITORS (ed.), BOOK TITLE, edition E, volume V, chapter C, pages P, PUBLISHER."""
    book = ", ".join(part for part in (_editors(item), item.book_title) if part)
    return [
        item.series,
        labelled("in:", book),
        labelled("edition", item.text("edition")),
        labelled("volume", item.text("volume")),
        labelled("chapter", item.text("chapter")),
        labelled("pages", item.pages),
        item.publisher,
    ]


_PARTS: Mapping[ItemKind, Callable[[BibliographicItem], list[str]]] = {
    ItemKind.ARTICLE: _article_parts,
    ItemKind.PAPER: _paper_parts,
    ItemKind.SOFTWARE: _paper_parts,
    ItemKind.BOOK: _book_parts,
    ItemKind.CHAPTER: _chapter_parts,
}


# ---------------------------------------------------------------------- names and dates


def _names_and_year(item: BibliographicItem) -> str:
    """Return the authors, or else the editors, and the year. Editors of a chapter are those of its book and named there."""
    names = " & ".join(item.author_names) or ("" if item.kind is ItemKind.CHAPTER else _editors(item))
    return ", ".join(part for part in (names, item.year_text or '"undated"') if part)


def _editors(item: BibliographicItem) -> str:
    """Return the editors; IDEAS writes "(ed.)" for several, too."""
    names = " & ".join(item.editor_names)
    return names and f"{names} (ed.)"


def _abbreviated(day: Day | None) -> str:
    """Return a date as IDEAS writes it: 05 Dec 2022, Dec 2022, 2022."""
    if day is None:
        return ""
    parts = (f"{day.day:02}" if day.day else "", day.month_name[:3], str(day.year))
    return " ".join(filter(None, parts))
