"""The suggested citation of an item, worded as IDEAS words it.

What is said here of IDEAS was read off citations it has published, of all five types of item.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from redif.bibliography.item import ITEM_KINDS, MONTHS, BibliographicItem, Day, ItemKind

if TYPE_CHECKING:
    from redif.models import Record, Series

Data = Mapping[str, Any]


def citation(record: Record, series: Series | None = None) -> str:
    """The suggested citation of a paper, article, book, chapter or piece of software: one line, as IDEAS words it.

    Args:
        record: the item. What a catalogue has joined to it is used: `citation(catalogue.join(record))`.
        series: its series (or journal), from which the name and the publisher are taken where the item has none itself.

    Raises:
        ValueError: the record is no item.
    """
    known: Data | None = None
    if series is not None:
        known = {"name": series.name, "provider": next((provider.name for provider in series.providers if provider.name), None)}
    return cite(record.data, known)


def cite(data: Data, series: Data | None = None) -> str:
    """The suggested citation of an item that is plain data, as `Template.data` has it.

    Args:
        data: the item.
        series: what is known of its series: `name`, and `provider`, the publisher's name. Without it, that is looked for
            in the data under `joined`. What the item says itself goes first, even where it only spells it otherwise.

    Raises:
        ValueError: the record is no item.
    """
    kind = data.get("template_type", "")
    if kind not in ITEM_KINDS:
        said = kind or "a record without a type"
        raise ValueError(f"only papers, articles, books, chapters and software have a citation, not {said}")
    return cite_item(BibliographicItem(data, series))


def cite_item(item: BibliographicItem) -> str:
    """The suggested citation of an item, as `cite` gives it."""
    parts = ", ".join(part for part in _WORDINGS[item.kind](item) if part)
    # IDEAS puts the comma inside the quotation marks; where nothing follows there is none.
    title = item.title
    told = f'"{title}," {parts}' if title and parts else f'"{title}"' if title else parts
    text = ". ".join(part for part in (_who_and_when(item), told) if part)
    # A last part that is an abbreviation ("Inc.") brings the full stop with it.
    return " ".join(text.splitlines()).rstrip(" .") + "."


def _article(item: BibliographicItem) -> list[str]:
    """What stands after the title of an article: JOURNAL, PUBLISHER, vol. V(I), pages P, MONTH.

    Publication-Status is not printed: no published citation was found that has it. One exception is ours: an article that
    is said to be forthcoming, and has no place in an issue yet, ends in "forthcoming", for else it would look complete.
    """
    volume, issue, pages = item.text("volume"), item.text("issue"), item.pages
    is_placed = volume or issue or pages
    is_coming = item.text("publication_status").lower().startswith("forthcoming")
    return [
        item.journal,
        item.joined_series.get("provider") or "",
        f"vol. {volume}({issue})" if volume and issue else _after("vol.", volume) or _after("issue", issue),
        _after("pages", pages),
        item.month_text,
        "forthcoming" if is_coming and not is_placed else "",
    ]


def _paper(item: BibliographicItem) -> list[str]:
    """What stands after the title of a paper or of software: SERIES NUMBER, PUBLISHER, revised dd Mon YYYY."""
    return [
        " ".join(part for part in (item.series, item.number) if part),
        item.joined_series.get("provider") or "",
        _after("revised", _written(item.revised)),
    ]


def _book(item: BibliographicItem) -> list[str]:
    """What stands after the title of a book: SERIES, PUBLISHER, edition E, volume V, number N, MONTH.

    The number of most is that of the handle: books of MIT Press have no Number, and are cited with "number 0262012197".
    """
    day = item.published
    month = MONTHS[day.month - 1] if day and day.month and str(day.year) == item.year_text else ""
    return [
        item.series,
        item.publisher,
        _after("edition", item.text("edition")),
        _after("volume", item.text("volume")),
        _after("number", item.number),
        item.month_text or month,
    ]


def _chapter(item: BibliographicItem) -> list[str]:
    """What stands after the title of a chapter.

    SERIES, in: EDITORS (ed.), BOOK TITLE, edition E, volume V, chapter C, pages P, PUBLISHER.
    """
    book = ", ".join(part for part in (_editors(item), item.book_title) if part)
    return [
        item.series,
        _after("in:", book),
        _after("edition", item.text("edition")),
        _after("volume", item.text("volume")),
        _after("chapter", item.text("chapter")),
        _after("pages", item.pages),
        item.publisher,
    ]


_WORDINGS: Mapping[ItemKind, Callable[[BibliographicItem], list[str]]] = {
    ItemKind.ARTICLE: _article,
    ItemKind.PAPER: _paper,
    ItemKind.SOFTWARE: _paper,
    ItemKind.BOOK: _book,
    ItemKind.CHAPTER: _chapter,
}


def _after(word: str, value: str) -> str:
    """A value with the word that says what it is; nothing where there is no value."""
    return f"{word} {value}" if value else ""


def _who_and_when(item: BibliographicItem) -> str:
    """Authors, or else editors, and the year. The editors of a chapter are those of its book, and are named there."""
    who = " & ".join(item.author_names) or ("" if item.kind is ItemKind.CHAPTER else _editors(item))
    return ", ".join(part for part in (who, item.year_text or '"undated"') if part)


def _editors(item: BibliographicItem) -> str:
    """The editors; IDEAS writes "(ed.)" for several, too."""
    names = " & ".join(item.editor_names)
    return names and f"{names} (ed.)"


def _written(day: Day | None) -> str:
    """A date as IDEAS writes it: 05 Dec 2022, Dec 2022, 2022."""
    if day is None:
        return ""
    parts = (f"{day.day:02}" if day.day else "", MONTHS[day.month - 1][:3] if day.month else "", str(day.year))
    return " ".join(filter(None, parts))
