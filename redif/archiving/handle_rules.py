"""Rules by which new items get their handles.

A rule is a text with names in braces, such as `v:{volume}:y:{year}:i:{issue}:p:{pages}`, for the part of a handle after the
series. Where an item lacks what the rule asks for, it gets a running number instead, so that its handle is unique too.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

from redif.bibliography.item import ITEM_KINDS, ItemKind
from redif.findings.errors import UsageError, did_you_mean
from redif.grammar import Grammar

if TYPE_CHECKING:
    from redif.models import Item

FIELDS = ("number", "year", "month", "volume", "issue", "pages", "isbn", "chapter", "doi", "next")
# Articles: the form that RePEc's step-by-step instructions give for journals.
STANDARD_RULES = {
    ItemKind.PAPER: ("{number}",),
    ItemKind.SOFTWARE: ("{number}",),
    ItemKind.ARTICLE: ("v:{volume}:y:{year}:i:{issue}:p:{pages}",),
    ItemKind.BOOK: ("{isbn}", "{number}"),
    ItemKind.CHAPTER: ("{isbn}-{chapter}",),
}
NUMBERED = "{year}-{next}"
MAY_LACK = frozenset({"issue", "volume"})  # parts that the journals' form leaves empty: `v::y:2003:i:1:p:86-97`


class MadeHandle(NamedTuple):
    """A handle made for an item.

    Attributes:
        handle: the handle.
        identifies: whether it holds all that its rule asks for, so that another item with the same one is the same item.
    """

    handle: str
    identifies: bool


def check_rule(rule: str) -> None:
    """Check that a rule can be used.

    Raises:
        UsageError: it has a name that no item has, or is no text with names in braces.
    """
    try:
        names = [name for _, name, format_, conversion in Formatter().parse(rule) if name is not None]
        plain = not any(format_ or conversion for _, _, format_, conversion in Formatter().parse(rule))
    except ValueError:
        names, plain = [], False
    if not names or not plain:
        raise UsageError(f"a rule for handles names fields in braces, such as {{year}}-{{number}}, unlike {rule!r}")
    for name in names:
        if name not in FIELDS:
            raise UsageError(
                f"there is no field {name!r} for handles{did_you_mean(name, FIELDS)}; the fields are {', '.join(FIELDS)}"
            )


def make_handle(item: Item, series: str, rule: str | None, taken: Container[str]) -> MadeHandle:
    """Return a handle for an item.

    Args:
        item: the item.
        series: the handle of its series.
        rule: the rule; by default that for the kind of item.
        taken: handles in lowercase that no item may get any more.
    """
    values = _values(item)
    for candidate in (rule,) if rule is not None else STANDARD_RULES[ITEM_KINDS[item.template_type]]:
        names = [name for _, name, _, _ in Formatter().parse(candidate) if name]
        if "next" in names:
            return MadeHandle(_numbered(series, candidate, values, taken), False)
        missing = {name for name in names if not values.get(name)}
        if not missing - MAY_LACK and len(missing) < len(names):
            return MadeHandle(_filled(series, candidate, values), True)
    return MadeHandle(_numbered(series, NUMBERED, values, taken), False)


def _numbered(series: str, rule: str, values: dict[str, str], taken: Container[str]) -> str:
    """The first handle by a rule with a running number that is not taken."""
    number = 1
    while True:
        handle = _filled(series, rule, {**values, "next": f"{number:02d}"})
        if handle.lower() not in taken:
            return handle
        number += 1


def _filled(series: str, rule: str, values: dict[str, str]) -> str:
    parts = [text + values.get(name or "", "") for text, name, _, _ in Formatter().parse(rule)]
    return f"{series}:{_allowed(''.join(parts).strip('-'))}"


def _values(item: Item) -> dict[str, str]:
    """What an item has of the fields that a rule may name, each as a text that a handle can hold."""
    values = {name: getattr(item, name, None) for name in FIELDS}
    values["month"] = values["month"] or _month(item)
    if values["isbn"]:
        values["isbn"] = re.sub("[^0-9Xx]", "", values["isbn"].split(",")[0].split(";")[0])
    texts = {name: _allowed(str(value)) for name, value in values.items() if value not in (None, "")}
    return {name: text for name, text in texts.items() if text.strip("-")}


def _month(item: Item) -> int | None:
    date = getattr(item, "creation_date", None)
    return None if date is None else date.month


def _allowed(text: str) -> str:
    """A text as part of a handle: a dash for each run of characters that a handle cannot have."""
    pieces = "".join(character if _is_allowed(character) else " " for character in text).split()
    return "-".join(pieces)


@cache
def _is_allowed(character: str) -> bool:
    return Grammar.standard().rules["documenthandle"].accepts(f"RePEc:aaa:aaaaaa:{character}") is not None
