"""Characters that are not what they should be: private ones, text decoded wrongly, broken entities."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from redif.checks.template.context import CheckContext, Hit
from redif.checks.template.registry import HANDLES, check_template, check_values
from redif.findings.wording import shortened

_LATER = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
# In UTF-8, the beginning of what _SUSPECT finds: searching bytes is much faster than searching characters.
_SUSPECT_BYTES = re.compile(b"\xc3[\x82-\xb4][\xc2\xc5\xc6\xcb\xe2]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# Two to four bytes of UTF-8 that were decoded as Windows-1252 or Latin-1.
_SUSPECT = re.compile(f"[\xc2-\xf4]{_LATER}(?:(?<=[\xc2-\xdf].)|{_LATER}(?:(?<=[\xe0-\xef]..)|{_LATER}))")
_CLOSED = re.compile("(?<=[A-Z])Ã[”“–—»™’]")  # the end of a word in capitals before a closing quotation mark or dash
_WORD = re.compile(r"\S+")
# An entity that has a space in it, lacks its semicolon, or was written twice.
_SPLIT = re.compile(r"&\s?#\s?(?:\d+\s\d+|\s\d+|\d+\s+(?=;));?|&#(?:\d\s?){2,5};(?<=\s;)")
_OPEN = re.compile(
    r"&(?:#\d{2,5}|[A-Za-z]?(?:acute|grave|uml|circ|tilde|cedil|ring|slash)|[lr][ds]?quo|[mn]dash|nbsp)(?![A-Za-z0-9;])"
)
_TWICE = re.compile(r"&amp;(?:#\d{2,5}|[A-Za-z]{2,8});")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,10});")


def has_unusual_characters(text: str) -> bool:
    """Whether a text may contain characters that few texts have: those of the private use area, or what _SUSPECT finds."""
    if text.isascii():
        return False
    data = text.encode()
    return b"\xee" in data or b"\xef" in data or _SUSPECT_BYTES.search(data) is not None


@check_template(unusual=True)
def character_private(context: CheckContext) -> Iterator[Hit]:
    """Find characters of the private use area."""
    for index, info, value in context.attributes():
        if (match := _PRIVATE.search(value)) is not None:
            around = shortened(value[max(match.start() - 20, 0) : match.end() + 20])
            message = f'{info.name} has a character (U+{ord(match[0]):04X}) that most readers see as an empty box: "{around}".'
            yield Hit(message, index, match.start(), match.end())


@check_template(unusual=True)
def text_misdecoded(context: CheckContext) -> Iterator[Hit]:
    """Find text in UTF-8 that was read as Windows-1252, or the like, and saved like that."""
    if _SUSPECT.search(context.text) is None:
        return
    from ftfy import TextFixerConfig, fix_encoding  # takes a moment to import, and few files need it

    plain = TextFixerConfig(restore_byte_a0=False, replace_lossy_sequences=False, decode_inconsistent_utf8=True)
    for index, info, value in context.attributes():
        if value.isascii() or _SUSPECT.search(value) is None:
            continue
        meant = fix_encoding(value, plain)
        if meant == value or _SUSPECT.search(_CLOSED.sub("", value)) is None:
            continue
        wrong = next((m for m in _WORD.finditer(value) if not m[0].isascii() and fix_encoding(m[0], plain) != m[0]), None)
        start, end = wrong.span() if wrong else (0, len(value))
        shown = fix_encoding(value[start:end], plain) if wrong else meant
        written = shortened(value[start:end])
        message = f'In {info.name}, "{written}" should be "{shortened(shown)}"; it was saved in the wrong encoding.'
        yield Hit(message, index, start, end)


@check_values(except_types={*HANDLES, "url", "email", "doi"}, contains="&")
def text_entity(value: str, context: CheckContext) -> Hit | None:
    """Find an HTML entity that programs cannot read."""
    match = _SPLIT.search(value) or _OPEN.search(value) or _TWICE.search(value) or _nameless(value)
    if match is None:
        return None
    message = f'{context.info.name} has a broken HTML entity: "{match[0]}"{_meant(match[0])}.'
    return Hit(message, start=match.start(), end=match.end())


def _nameless(value: str) -> re.Match[str] | None:
    """An entity whose name HTML does not have."""
    names = (match for match in _NAMED.finditer(value) if not match[1].isupper())  # BSE&NSE; is not an entity
    return next((match for match in names if f"{match[1]};" not in html5), None)


def _meant(entity: str) -> str:
    """The end of the message: what the entity should be, if that is known."""
    whole = entity.replace(" ", "").replace("&amp;", "&").rstrip(";") + ";"
    character = html.unescape(whole)
    return f' should be "{character}"' if character != whole and character.isprintable() else ""
