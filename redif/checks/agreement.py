"""What a template says twice, and not the same."""

from __future__ import annotations

import re
from functools import cache

from redif.checks.registry import of_values
from redif.checks.subject import Hit, Subject
from redif.findings import shortened
from redif.grammar import Grammar
from redif.grammar.rules import groups_of

# An article may be finished, or appear online, some time before the year of its issue.
YEARS_APART = 2


@of_values("Year")
def year_date(value: str, subject: Subject) -> Hit | None:
    """A year that the date does not fit."""
    year, date = subject.data.get("year"), subject.data.get("creation_date")
    if year is None or date is None or not date[:4].isdigit() or abs(year - int(date[:4])) <= YEARS_APART:
        return None
    return Hit(f"Year is {value}, but Creation-Date is {date}")


@of_values("Year")
def year_handle(value: str, subject: Subject) -> Hit | None:
    """A year that is not that of the handle."""
    return _unlike(value, subject, "handle-year")


@of_values("Volume")
def volume_handle(value: str, subject: Subject) -> Hit | None:
    """A volume that is not that of the handle."""
    return _unlike(value, subject, "handle-volume")


@of_values("Issue")
def issue_handle(value: str, subject: Subject) -> Hit | None:
    """An issue that is not that of the handle."""
    return _unlike(value, subject, "handle-issue")


@of_values("Pages")
def pages_handle(value: str, subject: Subject) -> Hit | None:
    """Pages that are not those of the handle."""
    return _unlike(value, subject, "handle-pages")


@of_values("Pages")
def pages_order(value: str, _subject: Subject) -> Hit | None:
    """A last page ahead of the first."""
    if "-" not in value and value.isascii():
        return None
    pattern, firsts, lasts = _pages()
    match = pattern.fullmatch(value)
    if match is None:
        return None
    first, last = (next((match[group] for group in groups if match[group]), "") for groups in (firsts, lasts))
    # 1234-56 is short for 1234-1256.
    if first.isdigit() and last.isdigit() and len(first) <= len(last) and int(first) > int(last):
        return Hit(f"the last page, {last}, comes ahead of the first, {first}")
    return None


def _unlike(value: str, subject: Subject, part: str) -> Hit | None:
    """An attribute that says something else than the part of an article's handle does."""
    written = subject.once(_handle_parts).get(part)
    if not written or written == value or _plain(written) == _plain(value):
        return None
    return Hit(f"{subject.about.name} is {shortened(value)}, but the handle says {shortened(written)}")


def _handle_parts(subject: Subject) -> dict[str, str]:
    """The parts of an article's handle that say what the article is."""
    handle = subject.data.get("handle") or ""
    if ":v:" not in handle.lower():
        return {}
    pattern, groups = _article_code()
    match = pattern.fullmatch(handle.split(":", 3)[3])
    return {part: match[group] for part, group in groups if match[group]} if match else {}


def _plain(value: str) -> str:
    """A value as it has to agree: letters and digits alone, numbers without zeros ahead."""
    return "-".join(part.lstrip("0").lower() for part in re.findall(r"[^\W_]+", value))


@cache
def _article_code() -> tuple[re.Pattern[str], list[tuple[str, int]]]:
    """The expression of an article's own part of its handle, and the groups in which the parts of that may stand."""
    parts = ("handle-volume", "handle-year", "handle-issue", "handle-pages")
    pattern = Grammar.standard().rules["article-code"].pattern(*parts)
    return pattern, [(part, group) for part in parts for group in groups_of(pattern, part)]


@cache
def _pages() -> tuple[re.Pattern[str], list[int], list[int]]:
    """The expression of pages, and the groups in which the first and the last page may stand."""
    pattern = Grammar.standard().rules["pages"].pattern("first-page", "last-page")
    return pattern, groups_of(pattern, "first-page"), groups_of(pattern, "last-page")
