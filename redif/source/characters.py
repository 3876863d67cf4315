"""Characters of a text: those that do not belong in one, and letters compared by case and accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

BYTE_ORDER_MARK = "\ufeff"
UNDECODABLE = "\ufffd"
# Control characters other than line ends and tabs, and byte-order marks. None of them belongs in a value.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]+")

# Characters that Unicode will never assign; XML, biber and others refuse a file with one.
NONCHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")

# Control characters are deleted, but those that count as white space still separate words.
_CONTROL_TABLE = {ord(c): " " if c.isspace() else None for c in (*map(chr, range(256)), "\ufeff") if CONTROLS.match(c)}
# Latin letters that Unicode does not decompose into a plain one and an accent, after casefolding.
_PLAIN_LETTERS = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
# Letters that `str.lower` leaves uppercase or turns into two characters.
_ASCII_LOWERCASE = str.maketrans("İıſ", "iis")


def control_offsets(text: str, suspects: Iterable[str] | None = None) -> list[int]:
    """Return the offsets where runs of control characters begin.

    Args:
        text: the text to search.
        suspects: the control characters that may be in it, if that is known; the search is then much faster.
    """
    if suspects is None:
        return [match.start() for match in CONTROLS.finditer(text)]
    found: list[int] = []
    for suspect in set(suspects):
        offset = text.find(suspect)
        while offset >= 0:
            found.append(offset)
            offset = text.find(suspect, offset + 1)
    found.sort()
    return [offset for previous, offset in pairwise([-2, *found]) if offset != previous + 1]


def lowercase_in_place(text: str) -> str:
    """Return the text in lowercase, with each character at the offset it had."""
    return text.lower() if text.isascii() else text.translate(_ASCII_LOWERCASE).lower()


def folded(text: str) -> str:
    """Return a text to compare: in lowercase, without accents, and in the compatible forms of Unicode."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN_LETTERS))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def without_controls(value: str) -> str:
    """Return the value without control characters; those that count as white space become spaces."""
    return value if value.isprintable() else value.translate(_CONTROL_TABLE)


def without_noncharacters(data: bytes) -> bytes:
    """Return UTF-8 in which U+FFFE and U+FFFF are replaced, so that other programs read it."""
    return data.replace(b"\xef\xbf\xbe", b"\xef\xbf\xbd").replace(b"\xef\xbf\xbf", b"\xef\xbf\xbd")
