"""Texts that say a value is missing, such as `None` and `N/A`, by the grammar's rule `placeholder`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import product

from redif.grammar import Grammar, ValueType
from redif.grammar.missing_parts import NONE, missing_parts

LONGEST_PLACEHOLDER = 22  # characters
_NAME_PARTS = ("name-first", "name-middle", "name-last")
_BETWEEN = (" ", ", ", "-", " - ", "/", "; ")  # a first and a last name, or two ends of a range
_AROUND = (
    ("", "."), ("", ","), ("", ";"), ("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), ('"', '"'), ("'", "'"), ("`", "`"),
    ("“", "”"), ("‘", "’"), ("«", "»"), ("(", ")."), ("[", "]."), ('"', '".'), ("- ", " -"), ("*", "*"),
)  # fmt: skip


@cache
def placeholders() -> frozenset[str]:
    """Return the placeholders in lowercase, also several (`null null`) and with signs around them (`[null]`, `N/A.`)."""
    rules = Grammar.standard().rules
    words = [word.lower() for word in rules["placeholder"].words()]
    parts = [word.lower() for name in ("no-value", "no-part") for word in rules[name].words()]
    of_programs = [word.lower() for word in rules["no-value"].words()]
    joined = [2 * word for word in of_programs]
    pairs = [*product(parts, repeat=2), *product((*of_programs, NONE.lower()), repeat=3), *zip(words, words, strict=True)]
    twice = [between.join(pair) for pair in pairs for between in _BETWEEN]
    marked = [f"{before}{word}{after}" for word in words for before, after in _AROUND]
    return frozenset(text for text in (*words, *joined, *twice, *marked) if len(text) <= LONGEST_PLACEHOLDER)


def is_placeholder(text: str) -> bool:
    """Return whether a text says that a value is missing, ignoring case."""
    return len(text) <= LONGEST_PLACEHOLDER and text.lower() in placeholders()


def is_name_part(attribute: str) -> bool:
    """Return whether an attribute holds a part of a name, which may be that of a placeholder: there are people called Null."""
    return attribute.lower().endswith(_NAME_PARTS)


def is_listed(text: str, type_: ValueType) -> bool:
    """Return whether a placeholder is in the list of a type: na is the code of a language. Not so for parts: n.a."""
    return type_.split is None and bool(type_.list_name) and type_.read is not None and type_.read(text) is not None


def missing_in_code(code: str) -> tuple[int, int] | None:
    """Return where the code of an item has a word of programs in place of its number: `null`, `wp-null`, `2001:undefined`."""
    if is_placeholder(code):
        return 0, len(code)
    span = missing_parts(Grammar.standard().rules["no-value"]).find(code)
    if span is None and (match := _missing_number()(code)) is not None:
        span = match.span(1)
    return span


@cache
def _missing_number() -> Callable[[str], re.Match[str] | None]:
    """Return what finds a word that is all of a code but a short word or a number; the-null-hypothesis is one of a title."""
    words = "|".join((*Grammar.standard().rules["no-value"].words(), NONE))
    return re.compile(rf"(?:[A-Za-z]{{1,10}}[-_.]|\d+[-_./])?({words})(?:[-_.]\d+)?").fullmatch


@cache
def missing_place() -> re.Pattern[str]:
    """Return what finds the word of a program for a journal or an issue that it did not know: Published in None, null."""
    words = (*Grammar.standard().rules["no-value"].words(), NONE)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?=[,.;]?\Z|, )")
