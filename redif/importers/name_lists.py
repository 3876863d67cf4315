"""Lists of people in one cell or line, divided where it is plain where each name ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_BETWEEN_PEOPLE = re.compile(r"\s*[;|\n]\s*")
_AND = re.compile(r",?\s+(?:and|&|und|et|y)\s+")
_IN_BRACKETS = re.compile(r"\s*\([0-9]{6,}\)")  # Smith, John (57194032100), as Scopus has it
_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,4}").fullmatch
_FAMILY_AND_INITIALS = re.compile(r"\S*[^\W\d_]{2}(?: \S*[^\W\d_]{2}){0,3} (?:[A-Z]\.?-?){1,4}").fullmatch
LONGEST = 10_000  # characters of a list that is looked at closely


def names_in(text: str) -> list[str]:
    """Return the names in a text: separated by semicolons, else by "and", else by commas where no part is a single word."""
    if not text:
        return []
    text = _IN_BRACKETS.sub("", text)
    by_comma = text.split(",")
    if len(by_comma) > 1 and ";" not in text and ", " not in text and all(" " in name[1:-1] for name in by_comma):
        return by_comma  # Ann Lee,Bo Kim, as HAL writes them
    if len(parts := _BETWEEN_PEOPLE.split(text)) > 1:
        return [part for part in parts if part]
    if len(text) <= LONGEST and (names := _with_initials(text)):
        return names
    parts = _AND.split(text)
    by_comma = re.split(r"\s*,\s*", parts[0])
    if all(" " in part for part in by_comma) and (len(by_comma) > 2 or (len(by_comma) > 1 and len(parts) > 1)):
        return [*by_comma, *parts[1:]]
    return parts


def given_to(people: Sequence[dict[str, Any]], part: str, texts: list[str]) -> list[str]:
    """Give each person the text in the same place, where there are as many; return what could not be given."""
    if len(people) != len(texts):
        return texts
    for person, text in zip(people, texts, strict=True):
        if text:
            person[part] = text
    return []


def _with_initials(text: str) -> list[str]:
    """Return the names of a list in which each has initials: Smith J, Doe A. or Smith, J., Doe, A., & Roe, R."""
    parts = [part for part in (part.strip() for part in _AND.sub(",", text).split(",")) if part]
    if len(parts) > 1 and all(map(_FAMILY_AND_INITIALS, parts)):
        return [", ".join(part.rsplit(" ", 1)) for part in parts]
    families, initials = parts[::2], parts[1::2]
    if (
        len(parts) > 2
        and len(families) == len(initials)
        and all(map(_INITIALS, initials))
        and not any(map(_INITIALS, families))
    ):
        return [", ".join(pair) for pair in zip(families, initials, strict=True)]
    return []
