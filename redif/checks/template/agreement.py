"""Attributes of a template that contradict each other or the handle."""

from __future__ import annotations

from redif.checks.template.context import CheckContext, Hit
from redif.checks.template.registry import check_values
from redif.findings.wording import shortened
from redif.grammar import Grammar
from redif.source.patterns import lazy

# An article may be finished some years before its issue, and old issues are put online much later.
YEARS_APART = 10
_PLAIN = lazy(r"\d+(?:[-/_+&]\d+)*")
_PAGES = lazy(r"\d+(?:\s?[-–—]+\s?\d+)?")
_NUMBERS = lazy(r"\d+")


@check_values("Year")
def year_date(value: str, context: CheckContext) -> Hit | None:
    """Find a year that does not fit the date."""
    year, date = context.data.get("year"), context.data.get("creation_date")
    if year is None or date is None or not date[:4].isdigit() or abs(year - int(date[:4])) <= YEARS_APART:
        return None
    return Hit(f"Year is {value}, but Creation-Date is {date}.")


@check_values("Year")
def year_handle(value: str, context: CheckContext) -> Hit | None:
    """Find a year that differs from the one in the handle."""
    written = context.once(_handle_parts).get("handle-year", "")
    if not (len(value) == len(written) == 4 and value.isdigit() and written.isdigit()) or value == written:
        return None
    return _unlike(value, written, context)


@check_values("Volume")
def volume_handle(value: str, context: CheckContext) -> Hit | None:
    """Find a volume that differs from the one in the handle."""
    parts = context.once(_handle_parts)
    written = parts.get("handle-volume", "")
    if written == parts.get("handle-year") or _may_agree(_as_read(value, "volume", context), written):
        return None
    return _unlike(value, written, context)


@check_values("Issue")
def issue_handle(value: str, context: CheckContext) -> Hit | None:
    """Find an issue that differs from the one in the handle."""
    written = context.once(_handle_parts).get("handle-issue", "")
    return None if _may_agree(_as_read(value, "issue", context), written) else _unlike(value, written, context)


@check_values("Pages")
def pages_handle(value: str, context: CheckContext) -> Hit | None:
    """Find pages that differ from those in the handle."""
    written = context.once(_handle_parts).get("handle-pages", "")
    value = _as_read(value, "pages", context)
    if value == written:
        return None
    ours, theirs = ([number.lstrip("0") for number in _NUMBERS.findall(pages)] for pages in (value, written))
    if not ours or not theirs or not _PAGES.fullmatch(value) or not _PAGES.fullmatch(written):
        return None
    # In 360-74 the last page is shortened, and 360 alone has none.
    same_last = len(ours) < 2 or len(theirs) < 2 or len(ours[1]) != len(theirs[1]) or ours[1] == theirs[1]
    return None if ours[0] == theirs[0] and same_last else _unlike(value, written, context)


@check_values("Pages")
def pages_order(value: str, _context: CheckContext) -> Hit | None:
    """Find a last page that comes before the first."""
    if "-" not in value and value.isascii():
        return None
    first, _, last = value.partition("-")
    if not (first.isdigit() and last.isdigit()):  # as they nearly always are
        parts = Grammar.standard().rules["pages"].parts(value, "first-page", "last-page")
        first, last = (parts.get(part, [""])[0] for part in ("first-page", "last-page"))
    # 1234-56 is short for 1234-1256, and 12-05 may be the fifth page of a twelfth part.
    if first.isdigit() and last.isdigit() and 1 < len(first) <= len(last) and last[0] != "0" and int(first) > int(last):
        return Hit(f"The last page, {last}, comes before the first, {first}.")
    return None


def _as_read(value: str, field: str, context: CheckContext) -> str:
    """The value as a record has it, 12 of Vol. 12; as it is written where it cannot be read."""
    read = context.data.get(field)
    return read if isinstance(read, str) else value


def _unlike(value: str, written: str, context: CheckContext) -> Hit:
    return Hit(f'{context.info.name} is "{shortened(value)}", but the handle says "{shortened(written)}".')


def _may_agree(value: str, written: str) -> bool:
    """Whether a number and the one in the handle may mean the same; only plain numbers certainly differ."""
    if value == written or not _PLAIN.fullmatch(value) or not _PLAIN.fullmatch(written):
        return True
    ours = {number.lstrip("0") for number in _NUMBERS.findall(value)}
    return not ours.isdisjoint(number.lstrip("0") for number in _NUMBERS.findall(written)) or value.replace("-", "") == written


def _handle_parts(context: CheckContext) -> dict[str, str]:
    """The volume, year, issue and pages in the handle of an article."""
    handle = context.data.get("handle") or ""
    if ":v:" not in handle.lower():
        return {}
    names = ("handle-volume", "handle-year", "handle-issue", "handle-pages")
    parts = Grammar.standard().rules["article-code"].parts(handle.split(":", 3)[3], *names)
    return {name: _unquoted(texts[0]) for name, texts in parts.items()}


def _unquoted(text: str) -> str:
    if "%" not in text:
        return text
    from urllib.parse import unquote  # takes a while to import, and few handles need it

    return unquote(text)
