"""Which encoding text is really in that was taken for Windows-1252.

Whatever is not UTF-8 is read as Windows-1252, as RePEc does, and nearly every byte is some letter in it: text in Windows-1251
reads `Ýêîíîìèêà` then. What looks like that is shown to chardet, which knows how often letters follow each other in a language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, AnyStr, NamedTuple

from redif.source.patterns import lazy

MOST_SHOWN = 20_000  # bytes that chardet looks at
_FEWEST, _FEWEST_KINDS = 3, 2  # suspicious places, and different ones, in an alphabet that is Latin
_FEWEST_LETTERS = 5  # different ones that are not ASCII, in any alphabet

# What Western languages do not have, in bytes: two letters with accents side by side (but for some, which chardet knows), a
# symbol in a word, a letter such as è, õ or û at the wrong place, and the bytes that are no character in Windows-1252.
_SECOND = rb"[\x80-\x8f\x9a-\x9f\xa1-\xaa\xac-\xba\xbc-\xff]"
_SIGN = rb"[\xa1\xa3\xa5\xaa\xaf\xb1-\xb3\xb6\xb9\xba\xbc\xbe\xbf]"
_IN_WORD = rb"[A-Za-z]" + _SIGN + rb"(?=[a-z])"
_UNDEFINED = rb"[\x81\x8d\x8f\x90\x9d]"
_SYMBOL = lazy(_IN_WORD)
_SUSPICIOUS = lazy(
    rb"[\x80-\xbf]?[\xc0-\xff]" + _SECOND + rb"|" + _IN_WORD + rb"|[\xe8\xec][aeiou]|[a-z][\xf5\xfb\xfe](?=[a-z])|" + _UNDEFINED
)
# Whether there is any of that at a byte that is not ASCII, which looks behind itself.
_SUSPICIOUS_BYTE = lazy(
    rb"[\x80-\xff](?:(?<=[\xc0-\xff])" + _SECOND + rb"|(?<=[A-Za-z]" + _SIGN + rb")(?=[a-z])"
    rb"|(?<=[A-Za-z][\xec\xf9])(?=[a-z])|(?<=[^A-Za-z0-9\x80-\xff][\xa3\xaf])(?=[a-z]{2})"
    rb"|(?<=[\xe8\xec])[aeiou]|(?<=[a-z][\xf5\xfb\xfe])(?=[a-z])|(?<=" + _UNDEFINED + rb"))"
)
# Letters of Central Europe, in bytes, that no Western word has where they are, so that a few of them tell: ì and ù before a
# letter in a word, è at the beginning of one, ø beside í, a pound sign or a superscript among small letters, õ and û.
_CENTRAL = lazy(
    rb"[A-Za-z][\xec\xf9][a-z]|(?<![A-Za-z\x80-\xff'])\xe8[a-z]|\xf8[\xe1\xe8\xec\xed\xf9\xfd]|[\xe1\xec\xed\xf9\xfd][\xe8\xf8]"
    rb"|(?<![A-Za-z0-9\x80-\xff])[\xa3\xaf][a-z]{2}|[a-z\xea\xf3][\xb3\xb9\xbf\xb6\xbc][a-z]|[a-z]{3}[\xb3\xbf](?![\x80-\xff0-9)\].,;*])"
    rb"|[BDGKLMNRTVYZbdgklmnrtvyz]\xf5[bdgklmnrstvyz]|[dgknrtvz]\xfb[bdgklnrsvz]"
)
_FEWEST_CENTRAL, _SHARE_CENTRAL = 2, 6  # such places and different letters; one word of so many has one
_WORD = lazy(rb"(?<!\S)[!-~]*+[\x80-\xff]\S*")  # that is not ASCII; with the lookbehind, each word is tried only once
_HIGH, _RUN = lazy(rb"[\x80-\xff]+"), lazy(rb"[\x80-\xff]{2,}")  # another alphabet is mostly in runs
_LONG_RUN = lazy(rb"[\x80-\xff]{4}")  # lists of letters such as ÆØÅ have only short ones
_PORTUGUESE = (b"\xe7\xe3", b"\xe7\xf5")  # the ends of ação and ações
# Words without a Latin letter: Western ones have some beside each letter with an accent.
_OTHER_WORD = lazy(r"(?<![a-zA-Z\d])[^\W\d_\x00-\u024f]{2,}(?![a-zA-Z])")

# The encodings that are told from Windows-1252, as chardet calls them in lowercase, and the names that people know.
_LATIN = {
    "windows-1250": "Windows-1250",
    "iso-8859-2": "ISO-8859-2",
    "windows-1254": "Windows-1254",
    "iso-8859-9": "ISO-8859-9",
    "windows-1257": "Windows-1257",
}
_OTHER = {
    "windows-1251": "Windows-1251",
    "koi8-r": "KOI8-R",
    "koi8-u": "KOI8-U",
    "iso-8859-5": "ISO-8859-5",
    "windows-1253": "Windows-1253",
    "iso-8859-7": "ISO-8859-7",
    "windows-1255": "Windows-1255",
    "windows-1256": "Windows-1256",
    "gb18030": "GB18030",
    "big5": "Big5",
    "shift_jis": "Shift-JIS",
    "cp932": "Shift-JIS",
    "euc-jp": "EUC-JP",
    "euc-kr": "EUC-KR",
    "cp949": "EUC-KR",
}
_WESTERN = ("windows-1252", "iso-8859-1", "iso-8859-15", "macroman")


class Misread(NamedTuple):
    """Bytes that were taken for Windows-1252.

    Attributes:
        encoding: the encoding that they are really in, as people call it.
        codec: and as Python does.
        place: the first word that shows it, from and to which byte.
    """

    encoding: str
    codec: str
    place: tuple[int, int]


def misread(data: bytes, rare: bytes) -> Misread | None:
    """Return in which encoding bytes are that would be taken for Windows-1252; None if they may well be in that.

    Args:
        data: the bytes.
        rare: those of them that are not ASCII, in order, and perhaps others between them.
    """
    first = _first_suspicious(data, rare)
    if first is None:
        return None
    shown: list[bytes] = []
    size, place = 0, None
    for word in in_other_lines(_WORD, data, data.rfind(b"\n", 0, first) + 1):
        if not _is_utf8(word[0]):
            shown.append(word[0])
            size += len(word[0])
            if place is None and (_SUSPICIOUS.search(word[0]) or _CENTRAL.search(word[0])):
                place = word.span()
        if size > MOST_SHOWN:
            break
    if place is None:
        return None
    words = b" ".join(shown)[:MOST_SHOWN]
    found = _by_language(words, place)
    is_latin = 5 * sum(map(len, _RUN.findall(words))) < 4 * sum(map(len, _HIGH.findall(words)))
    parts = _CENTRAL.findall(words) if found is None and is_latin else []
    letters = {byte for part in parts for byte in part if byte > 0x7F}
    # In many words there are slips such as Marìa and Rùben.
    if len(letters) >= _FEWEST_CENTRAL and len(parts) >= _FEWEST_CENTRAL and _SHARE_CENTRAL * len(parts) >= len(shown):
        return Misread(_LATIN["windows-1250"], "windows-1250", place)
    return found


def _first_suspicious(data: bytes, rare: bytes) -> int | None:
    """The place of the first byte that no Western language has where it is."""
    # To find one byte after the other and look at each takes a tenth of the time in which an expression searches all the data.
    matches, place = _SUSPICIOUS_BYTE.match, -1
    for byte in rare:
        place = data.index(byte, place + 1)
        if matches(data, place):
            return place
    return None


def _by_language(words: bytes, place: tuple[int, int]) -> Misread | None:
    """Return the encoding in which words are those of a language that is not Western; None if they are too few."""
    if len({byte for byte in words if byte > 0x7F}) < _FEWEST_LETTERS:
        return None
    places, symbols = _SUSPICIOUS.findall(words), _SYMBOL.findall(words)
    places = [found for found in places if found not in _PORTUGUESE]
    is_sure = len(symbols) > 1 or (len(places) >= _FEWEST and len(set(places)) >= _FEWEST_KINDS)
    if not is_sure and 2 * sum(map(len, _RUN.findall(words))) < sum(map(len, _HIGH.findall(words))):
        return None
    from chardet import detect  # few files need it, and its models take a while to load

    codec = (detect(words, include_encodings=[*_WESTERN, *_LATIN, *_OTHER])["encoding"] or "").lower()
    if codec in _OTHER and _LONG_RUN.search(words) and is_other_script(words.decode(codec, "ignore")):
        return Misread(_OTHER[codec], codec, place)
    return Misread(_LATIN[codec], codec, place) if codec in _LATIN and is_sure else None


def in_other_lines(pattern: re.Pattern[AnyStr], text: AnyStr, start: int = 0) -> Iterator[re.Match[AnyStr]]:
    """Yield the matches in those lines that are not ASCII; most are, and to search each of them would take long."""
    line_end: Any = "\n" if isinstance(text, str) else b"\n"
    for line in text[start:].split(line_end):
        end = start + len(line)
        if not line.isascii():
            yield from pattern.finditer(text, start, end)
        start = end + 1


def _is_utf8(word: bytes) -> bool:
    try:
        word.decode()
    except UnicodeDecodeError:
        return False
    return True


def is_other_script(text: str) -> bool:
    """Whether most letters that are not ASCII are in words without a Latin letter."""
    count = sum(character.isalpha() and not character.isascii() for character in text)
    return 2 * sum(map(len, _OTHER_WORD.findall(text))) > count


def western_bytes(text: str) -> bytes | None:
    """Return a text in Windows-1252; None if it has a character that is not in it."""
    try:
        return text.encode("cp1252")
    except UnicodeEncodeError:
        pass
    try:  # its undefined bytes become control characters
        return b"".join(c.encode("latin-1" if "\x80" <= c <= "\x9f" else "cp1252") for c in text)
    except UnicodeEncodeError:
        return None
