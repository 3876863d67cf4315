"""Characters of a text: those that do not belong in one, and letters compared by case and accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from redif.source.patterns import lazy

BYTE_ORDER_MARK = "\ufeff"
UNDECODABLE = "\ufffd"
ASCII = bytes(range(128))
# Control characters other than line ends and tabs, and byte-order marks. None of them belongs in a value.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]+")

# Characters that Unicode will never assign, among them the last two of each plane; XML, biber and others refuse them.
_LAST_OF_PLANES = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
NONCHARACTERS = lazy(f"[\ufdd0-\ufdef{_LAST_OF_PLANES}]")
_NONCHARACTERS_IN_UTF8 = lazy(b"\xef\xb7[\x90-\xaf]|\xef\xbf[\xbe\xbf]|[\xf0-\xf4][\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]")

# What turns the direction of writing, which texts in scripts from right to left need. In others it stands for nothing, and may
# show a text otherwise than programs read it.
DIRECTIONS = lazy("[\u202a-\u202e\u2066-\u2069]")
FROM_RIGHT = lazy("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]")
# Both as UTF-8. That each begins with one byte makes them fast, as it is rare.
UNFIT_IN_UTF8 = (
    lazy(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])"),
    lazy(rb"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])"),
    lazy(rb"\xbf[\xbe\xbf](?<=[\xf0-\xf4][\x8f\x9f\xaf\xbf]\xbf.)"),
)

# A control character in a word stands for letters that were lost on the way, so its place is kept. Not so for what encodings
# leave: U+0000 between the letters of UTF-16, and byte-order marks. At the beginning and the end of a word, what ends a file
# (U+001A) and a page (U+000C at the end of a line) stands for nothing, and fonts join small letters only.
_LOST = r"\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
_LOST_AT_END = r"\x01-\x08\x0b\x0c\x0e-\x19\x1b-\x1f\x7f"
_SMALL = "a-zß-öø-ÿа-я"
_IN_WORD = lazy(
    rf"(?<=\w)[\x00\ufeff]*[{_LOST}][{_LOST}\x00\ufeff]*(?=\w)"
    rf"|(?<![\w{_LOST_AT_END}])[{_LOST_AT_END}]+(?=[{_SMALL}])|(?<=[{_SMALL}])(?!\x0c *(?:\n|\Z))[{_LOST_AT_END}]+(?!\w)"
)
# Others are deleted, but those that count as white space still separate words.
_CONTROL_TABLE = {ord(c): " " if c.isspace() else None for c in (*map(chr, range(256)), "\ufeff") if CONTROLS.match(c)}
# Latin letters that Unicode does not decompose into a plain one and an accent, after casefolding.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
)
# Letters that old fonts have joined, and that no search finds.
LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
_LIGATURE_TABLE = str.maketrans(LIGATURES)
# Signs of East Asian widths, hyphens and spaces of all kinds, to those of ASCII; what is not seen is left out.
_PLAIN_SIGNS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    **dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63), "-"),
    **dict.fromkeys((0xA0, 0x2007, 0x202F, 0x3000), " "),
    **dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF), None),
    0x3001: ",", 0x3002: ".", 0x60C: ",", 0x61B: ";",
}  # fmt: skip
# Letters that `str.lower` leaves uppercase or turns into two characters.
_ASCII_LOWERCASE = str.maketrans("İıſ", "iis")


def control_offsets(text: str, suspects: Iterable[str] | None = None) -> list[int]:
    """Return the offsets where runs of control characters begin, and those of other characters that a record does not keep.

    Args:
        text: the text to search.
        suspects: the characters of these that may be in it, if that is known; the search is then much faster.
    """
    if suspects is None:
        found = [match.start() for match in CONTROLS.finditer(text)]
        others = () if text.isascii() else (NONCHARACTERS, DIRECTIONS)
        return sorted([*found, *(match.start() for other in others for match in other.finditer(text))])
    found = []
    for suspect in set(suspects):
        offset = text.find(suspect)
        while offset >= 0:
            found.append(offset)
            offset = text.find(suspect, offset + 1)
    found.sort()
    return [offset for previous, offset in pairwise([-2, *found]) if offset != previous + 1]


def unfit_characters(data: bytes) -> str:
    """Return the characters in UTF-8 that are none, or turn the direction of writing."""
    found = {match[0] for unfit in UNFIT_IN_UTF8[:2] for match in unfit.finditer(data)}
    found |= {data[match.start() - 2 : match.end()] for match in UNFIT_IN_UTF8[2].finditer(data)}
    return b"".join(found).decode("utf-8", "ignore")


def lowercase_in_place(text: str) -> str:
    """Return the text in lowercase, with each character at the offset it had."""
    # Few texts have one, and translating takes many times as long as looking.
    if not text.isascii() and any(letter in text for letter in "İıſ"):
        text = text.translate(_ASCII_LOWERCASE)
    return text.lower()


def folded(text: str) -> str:
    """Return a text to compare: in lowercase, without accents, and in the compatible forms of Unicode."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN_LETTERS))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def with_plain_signs(value: str) -> str:
    """Return a value with the signs of ASCII in place of those that mean the same: `２００１－０３` as `2001-03`."""
    return value.translate(_PLAIN_SIGNS)


def without_controls(value: str) -> str:
    """Return the value without what is no text.

    U+FFFD is in place of each control character in a word and of each character that Unicode will never assign, a space is in
    place of white space. What turns the direction of writing is deleted where nothing is written from right to left.
    """
    if value.isprintable():
        return value
    value = with_controls_deleted(with_places(value))
    if not value.isprintable() and not value.isascii():
        value = NONCHARACTERS.sub(UNDECODABLE, value)
        value = value if FROM_RIGHT.search(value) else DIRECTIONS.sub("", value)
    return value


def with_controls_deleted(value: str) -> str:
    """Return the value as RePEc reads it: with nothing in place of a control character, or a space if that is white space."""
    return value.translate(_CONTROL_TABLE)


def with_places(value: str) -> str:
    """Return the value with U+FFFD in place of each control character in a word, so that all offsets stay the same."""
    return _IN_WORD.sub(lambda match: UNDECODABLE * len(match[0]), value)


def has_ligatures(text: str) -> bool:
    """Return whether a text has joined letters such as `ﬁ` (U+FB01)."""
    return not text.isascii() and any(ligature in text for ligature in LIGATURES)


def without_ligatures(value: str) -> str:
    """Return the value with the letters themselves in place of joined ones."""
    return value.translate(_LIGATURE_TABLE) if has_ligatures(value) else value  # translating takes many times as long


def without_noncharacters(data: bytes) -> bytes:
    """Return UTF-8 in which characters that Unicode will never assign are replaced, so that other programs read it."""
    if not (b"\xbf\xbe" in data or b"\xbf\xbf" in data or b"\xef\xb7" in data):  # much faster than the expression
        return data
    return _NONCHARACTERS_IN_UTF8.sub(UNDECODABLE.encode(), data)
