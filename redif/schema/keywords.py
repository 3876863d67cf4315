"""Keywords apart from each other, in the forms in which people write lists of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise

from redif.grammar import Grammar, vocabularies
from redif.source.characters import folded
from redif.source.patterns import lazy

FEWEST_ORDINALS = 3  # parts with 1., 2., 3. before them
LONGEST_LINE = 40  # characters; a longer line may end where the text was wrapped
FIRST_OF_HAN = "\u3400"
_USUAL = (";", ",")
_BRACKETS = {"[": "]", "(": ")", "{": "}"}
_QUOTES = {'"': '"', "'": "'", "“": "”", "«": "»", "„": "“", "‘": "’"}
_FIRST_SIGNS = frozenset({*_BRACKETS, *_QUOTES, "#", "1"})
_LINE_END = lazy(r"\n|(?i:<\s*/?\s*(?:br|li|ul|ol|p|div)\b[^<>]*>)")
_BULLET = lazy(r"^(?:[-–—*·]\s+|[•▪■◦●]\s*)")
_NUMBER = lazy(r"\(?(\d{1,2})[.)]\s+")
_NUMBERED = lazy(r"(?:^|\s)(?=\(?\d{1,2}[.)]\s+[^\W\d])")
_STOP = lazy(r"(?:^|[^.])\b[^\W\dA-Z_]{5,}\.$")
_WORD = lazy(r"\w+")
_NO_DOT = lazy("[\u3040-\u9fff\uac00-\ud7af]")  # Chinese, Japanese and Korean have the dot within a name
_HAN = lazy(r"[\u3400-\u4dbf\u4e00-\u9fff]+(?: [\u3400-\u4dbf\u4e00-\u9fff]+)+")


def in_one_line(written: str, value: str) -> str:
    """Return keywords with semicolons between those that are written on lines of their own, or with tabs between them.

    Args:
        written: the value as written, with its line ends.
        value: the value on one line.
    """
    if any(sign in value for sign in _USUAL):
        return value
    written_lines = [line.strip() for line in _LINE_END.split(written.strip())]
    lines = [_BULLET.sub("", line) for line in written_lines]
    # Of two lines, the second may go on with what the first begins.
    lines = [line for line in lines if line]
    has_markup = "<" in written and _LINE_END.search(written.replace("\n", " ")) is not None
    has_bullets = all(map(_BULLET.match, written_lines))
    are_listed = (has_markup or has_bullets or len(lines) != 2) and all(len(line) <= LONGEST_LINE for line in lines)
    parts = [" ".join(part.split()) for line in lines for part in line.split("\t")]
    return "; ".join(filter(None, parts)) if "\t" in "".join(lines) or (are_listed and len(lines) > 1) else value


def keywords_in(value: str, split: Callable[[str], list[str]]) -> list[str]:
    """Return the keywords of a list: without brackets and quotation marks around them, numbers and number signs before them."""
    parts = split(value)
    if value.endswith(",") and len(parts) > 1:
        parts[-1] = parts[-1].rstrip(" ,")
    if ";" in value and "," in value:
        parts = [bare for part in parts if (bare := part.strip(" ,"))]
    if len(parts) > 1 and ("(" in value or "[" in value or "{" in value):
        parts = _with_brackets(value, parts)
    if len(parts) > 1 and "--" in value and is_subject(value):
        return [value]
    if len(parts) == 1:
        is_han = value[:1] >= FIRST_OF_HAN and _HAN.fullmatch(value)
        parts = value.split() if is_han else _by_sign(value) if parts[0] == value else parts
    if value[:1] not in _FIRST_SIGNS or _rule("interval").fullmatch(value):  # nearly always
        return parts
    if len(inner := _within(value, _BRACKETS)) < len(value) and len(found := split(inner)) > 1:
        parts = found
    if len(parts) == 1:
        apart = _parts(value, "#") if value.startswith("#") else _numbered(value)
        if len(apart) < 2:  # there are none in a sign alone
            return parts
        parts = apart
    if all(part.startswith("#") for part in parts):
        parts = [bare for part in parts if (bare := part.lstrip("# "))] or parts
    if all(part[:1] in _QUOTES for part in parts):
        parts = [_within(part, _QUOTES) for part in parts]
    if len(parts) < FEWEST_ORDINALS and ")" not in parts[0]:  # 1. FC Köln; 2. Bundesliga
        return parts
    numbers = [_NUMBER.match(part) for part in parts]
    if [match and int(match[1]) for match in numbers] == [*range(1, len(parts) + 1)]:
        parts = [part[match.end() :] for part, match in zip(parts, numbers, strict=True) if match is not None]
    return [part for part in parts if part]


def is_subject(value: str) -> bool:
    """Return whether a text with dashes in it is one subject as libraries write it: Banks -- Spain, Law -- Italy -- 1950-1990.

    What comes after a dash is a place, a period, or a word for a part of any subject. Several dashes of one sign each, or in
    lowercase, are those of a list.
    """
    first, *others = _rule("subject-dash").split(value)
    if not others or any(sign in value for sign in _USUAL):
        return False
    if len(others) > 1 and ("--" not in value or not first[:1].isupper()):
        return False
    return any(_divides_subjects(part) for part in others)


def _divides_subjects(text: str) -> bool:
    is_part = _rule("subject-form").fullmatch(text) or _rule("subject-period").fullmatch(text)
    return is_part is not None or folded(text).rstrip(".") in vocabularies.place_names()


@cache
def _rule(name: str) -> re.Pattern[str]:
    return Grammar.standard().rules[name].pattern()


def without_stop(keywords: list[str]) -> list[str]:
    """Return keywords without the full stop that ends the list of them; one after an abbreviation is kept."""
    if len(keywords) > 1 and keywords[-1].endswith(".") and _STOP.search(keywords[-1]):
        return [*keywords[:-1], keywords[-1][:-1]]
    return keywords


def _with_brackets(value: str, parts: list[str]) -> list[str]:
    """Return the parts of a list with those joined again that brackets hold together: policy (growth, debt), [0,1]."""
    joined: list[str] = []
    start = end = open_brackets = 0
    is_open = False
    intervals = [match.span() for match in _rule("interval").finditer(value)]
    for part in parts:
        begin = value.find(part, end)
        start, end = start if is_open else begin, begin + len(part)
        if not any(first < end <= last for first, last in intervals):  # whose brackets need not be a pair: (0,1]
            open_brackets = max(open_brackets + part.count("(") - part.count(")"), 0)
        is_open = open_brackets > 0 or any(first < end < last for first, last in intervals)
        if not is_open:
            joined.append(value[start:end])
    return parts if is_open else joined  # a bracket that is not closed holds nothing together


def _by_sign(value: str) -> list[str]:
    """Return keywords with dots or number signs between them: prices·wages, prices # wages. Others are one: col·lectiu, C#."""
    sign = "·" if "·" in value else "#"
    parts = _parts(value, sign) if sign in value[1:-1] else [value]
    is_tag = sign == "#" and len(parts) == 2 and (" #" in value) != ("# " in value)  # the #MeToo movement
    if len(parts) > 1 and not is_tag and all(_divides(sign, one, other) for one, other in pairwise(parts)):
        return parts
    return [value]


def _divides(sign: str, before: str, after: str) -> bool:
    """Whether a sign between two texts is between two keywords."""
    last, first = _WORD.findall(before)[-1:], _WORD.findall(after)[:1]
    if not last or not first or not before[-1].isalpha() or not after[0].isalpha():
        return False
    one, other = last[0], first[0]
    if sign == "#":
        return len(one) > 1 or one.islower()  # C#, F#
    if before[-1] in "lL" and after[0] in "lL":  # a letter of Catalan
        return False
    if _NO_DOT.search(before[-1] + after[0]):
        return False
    # Units are short, and so are the parts of a product: price per kW·h.
    return min(len(one), len(other)) > 2 or (max(len(before), len(after)) <= 2)


def _parts(value: str, mark: str) -> list[str]:
    return [part for part in map(str.strip, value.split(mark)) if part]


def _numbered(value: str) -> list[str]:
    """Return the parts of a list in which each has its number before it: 1. prices 2. wages."""
    return [part for part in map(str.strip, _NUMBERED.split(value)) if part]


def _within(text: str, signs: Mapping[str, str]) -> str:
    """Return what a pair of signs encloses; a text without one around it, or with more of them in it, as it is."""
    encloses = len(text) > 2 and signs.get(text[0]) == text[-1]
    return text[1:-1].strip() if encloses and text[0] not in text[1:-1] and text[-1] not in text[1:-1] else text
