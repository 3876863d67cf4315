"""Months that a record keeps as they are, but that no program can place in a year."""

from __future__ import annotations

from redif.bibliography.dates import is_month, month_in, month_text, months_in
from redif.checks.template.context import CheckContext, Hit
from redif.checks.template.registry import check_values
from redif.grammar import vocabularies
from redif.source.characters import folded
from redif.source.patterns import lazy

_LATIN_WORD = lazy("([A-Za-z\u00c0-\u024f\u1e00-\u1eff]{3,})\\.?")
_ROMAN = frozenset("ivx")


@check_values("Month", skip=is_month)
def value_unread(value: str, context: CheckContext) -> Hit | None:
    """Find months on both sides of a turn of the year, days that a month does not have, and words that name no month."""
    if context.data.get("month") != value:  # the reader has said something of it
        return None
    months = months_in(value)
    if months and months[0] > months[-1]:
        message = f'Month "{value}" goes beyond the end of a year, so programs cannot know in which year each month is.'
        return Hit(message, hint="Write the month that is in the year of Year.")
    if not value.isalpha() and is_month(written := month_text(value)):
        return Hit(f'Month "{value}" has a day that no {written} has.', hint=f"Write {written}.")
    if (word := _LATIN_WORD.fullmatch(value)) is None or _may_name_a_time(folded(word[1])):
        return None
    return Hit(f'Programs know no month or season called "{value}", so they cannot use this Month.')


def _may_name_a_time(word: str) -> bool:
    """Whether a word goes with a date: in a language that is read, in another calendar, or as a number."""
    is_known = word in vocabularies.month_words() or word in vocabularies.date_words() or _ROMAN.issuperset(word)
    return is_known or bool(month_in(word))
