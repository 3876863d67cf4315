"""Texts that say a value is missing, such as `None` and `N/A`, by the grammar's rule `placeholder`."""

from __future__ import annotations

from functools import cache
from itertools import product

from redif.grammar import Grammar
from redif.source.patterns import lazy

LONGEST_PLACEHOLDER = 22  # characters
# What a program wrote in a text for a journal or an issue that it did not know: Published in None, null.
MISSING_PLACE = lazy(r"(?<![\w-])(?:None|null|undefined|NaN)(?=[,.;]?\Z|, )")
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
    joined = [2 * word.lower() for word in rules["no-value"].words()]
    pairs = [*product(parts, repeat=2), *product(parts, repeat=3), *zip(words, words, strict=True)]
    twice = [between.join(pair) for pair in pairs for between in _BETWEEN]
    marked = [f"{before}{word}{after}" for word in words for before, after in _AROUND]
    return frozenset(text for text in (*words, *joined, *twice, *marked) if len(text) <= LONGEST_PLACEHOLDER)


def is_placeholder(text: str) -> bool:
    """Return whether a text says that a value is missing, ignoring case."""
    return len(text) <= LONGEST_PLACEHOLDER and text.lower() in placeholders()
