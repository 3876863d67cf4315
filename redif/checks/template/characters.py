"""Characters that are not what they should be: private ones, text decoded wrongly, broken entities."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redif.checks.template.context import Change, CheckContext, Hit
from redif.checks.template.ligatures import NOT_TEXT
from redif.checks.template.registry import check_template, check_values, rule_pattern
from redif.findings.wording import around, shortened
from redif.schema.markup import is_comparison
from redif.source.characters import ASCII, BYTE_ORDER_MARK, DIRECTIONS, FROM_RIGHT, NONCHARACTERS, UNDECODABLE
from redif.source.patterns import lazy

_LATER = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
# What unusual characters begin with in UTF-8; searching bytes is much faster than searching characters. In turn: the private
# use area and Unicode's ligatures; what _SUSPECT finds; Greek or Cyrillic beside a Latin letter; what may be a lost ligature;
# what nobody sees, and characters that will never be.
_UNUSUAL_BYTES = lazy(
    b"[\xc2\xc3\xc6\xcd-\xd4\xe2\xee-\xf4](?:(?<=[\xee\xef])|(?<=\xc3)[\x82-\xb4][\xc2\xc5\xc6\xcb\xe2]"
    b"|(?<=[A-Za-z][\xcd-\xd4])|(?<=\xc3[\x80-\xbf][\xcd-\xd4])|(?<=[\xcd-\xd4])[\x80-\xbf][A-Za-z\xc3]"
    b"|(?:(?<=\xc2)[\xa2-\xa5\xae-\xb2]|(?<=\xe2)\x80[\xa1\xa6]|(?<=\xc3)\x9e|(?<=\xc6)\x92)[ \na-z\xc2\xc3\xe2]"
    b"|(?<=\xc2)\xad|(?<=\xe2)(?:\x80[\x8b\xa8-\xae]|\x81[\xa0\xa6-\xa9])|(?<=[\xf0-\xf4])[\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf])"
)
# What is left of it without letters of ASCII: a text that lacks this lacks the above, and most texts in Latin letters do.
_UNUSUAL_LETTERS = lazy(
    b"[\xcd-\xd4\xee-\xf4]|\xc2[\xa2-\xa5\xad-\xb2]|\xc3(?:\x9e|[\x82-\xb4][\xc2\xc5\xc6\xcb\xe2])|\xc6\x92"
    b"|\xe2(?:\x80[\x8b\xa1\xa6\xa8-\xae]|\x81[\xa0\xa6-\xa9])"
)
MOST_CHANGES = 100  # in one value; there is something else wrong with one that needs more
_PRIVATE = lazy("[\ue000-\uf8ff]")
# Soft hyphens, spaces without width, separators of lines.
_INVISIBLE = lazy("[\xad\u200b\u2028\u2029\u2060]")
# Two to four bytes of UTF-8 that were decoded as Windows-1252 or Latin-1.
_SUSPECT = lazy(f"[\xc2-\xf4]{_LATER}(?:(?<=[\xc2-\xdf].)|{_LATER}(?:(?<=[\xe0-\xef]..)|{_LATER}))")
# Letters of two alphabets side by side, as no word has.
_MIXED = lazy("[\xc0-\xff][\u0370-\u05ff]|[\u0370-\u05ff][\xc0-\xff]")
_CLOSED = lazy("(?<=[A-Z])Ã[”“–—»™’]")  # the end of a word in capitals before a closing quotation mark or dash
# Not the beginning of a tag, whatever its name: <tex-math id="1">, </i>, <!-- -->.
# A value in quotation marks is not also read as one without, which would take twice as long for each attribute of a tag.
_QUOTED = r"""(?:"[^"<>]*"|'[^'<>]*')(?=[\s/>])"""
_LESS_THAN = lazy(rf"<(?!/?[A-Za-z][\w:.-]*(?:\s+[\w:.-]+\s*=\s*(?:{_QUOTED}|(?!{_QUOTED})[^\s<>]+))*\s*/?>|!|\?)")
_CDATA = "<![CDATA["
_WORD = lazy(r"\S+")
# An entity that has a space in it, lacks its semicolon, or was written twice.
_SPLIT = lazy(r"&\s?#\s?(?:\d+\s\d+|\s\d+|\d+\s+(?=;));?|&#(?:\d\s?){2,5};(?<=\s;)")
_OPEN = lazy(
    r"&(?:#\d{2,5}(?![0-9;])"
    r"|(?:[A-Za-z]?(?:acute|grave|uml|circ|tilde|cedil|ring|slash)|[lr][ds]?quo|[mn]dash|nbsp)(?![A-Za-z0-9;]))"
)
_TWICE = lazy(r"&amp;(?:#\d{2,5}|[A-Za-z]{2,8});")
# Letters of UTF-8 that were read as Windows-1252 and then written as entities: caf&Atilde;&copy;.
_MISREAD = lazy(r"&(?:[Aa](?:tilde|circ)|#19[45]|#226|#[xX](?:[Cc][23]|[Ee]2));(?:&#?\w{2,8};){1,2}")
_CONTROL = lazy(r"&\s?#\s?(?:[xX]0*(?:[1-8bBcCeEfF]|1[0-9a-fA-F]|7[fF])|0*(?:[1-8]|1[124-9]|2\d|3[01]|127))\s?;")
# A question mark inside a word, or before one in lowercase: Pol?tica, firm?s, ?conomie. In index.php?id=3 there is none.
_IN_WORD = lazy(
    r"""(?<![^\s("'“«„])(?:(?:[^\W\d_]{1,30}['’-]){0,3}(?:[^\W\d_]*[a-zß-ÿ]|[DL])\?[a-zß-ÿ][^\W\d_]*|\?[a-z]{2,})(?=[\s,;.:)!’'”»-]|\Z)"""
)
_BEFORE_LETTER = lazy(r"\?[a-zß-ÿ]")  # which few texts have, and is found much faster
_NAMED = lazy(r"&([A-Za-z][A-Za-z0-9]{1,10});")


def has_unusual_characters(text: str) -> bool:
    """Whether a text may contain characters that few texts have."""
    if text.isascii():
        return False
    encoded = text.encode()
    # The few letters that are not ASCII are found much faster than what is around them.
    return _UNUSUAL_LETTERS.search(encoded.translate(None, ASCII)) is not None and _UNUSUAL_BYTES.search(encoded) is not None


@check_template(unusual=True)
def character_private(context: CheckContext) -> Iterator[Hit]:
    """Find characters of the private use area."""
    for index, info, value in context.attributes():
        if (match := _PRIVATE.search(value)) is not None:
            shown = around(value, *match.span())
            message = f'{info.name} has a character (U+{ord(match[0]):04X}) that most readers see as an empty box: "{shown}".'
            yield Hit(message, index, match.start(), match.end())


@check_template(unusual=True)
def character_invisible(context: CheckContext) -> Iterator[Hit]:
    """Find characters that nobody sees, and those that are none."""
    for index, info, value in context.attributes():
        match = None if value.isprintable() else _INVISIBLE.search(value) or NONCHARACTERS.search(value)
        if match is None and not value.isprintable() and FROM_RIGHT.search(value) is None:
            match = DIRECTIONS.search(value)
        if match is not None:
            start, end = match.span()
            shown = around(f"{value[:start]}_{value[end:]}", start, end)
            message = f'{info.name} has an invisible character (U+{ord(match[0]):04X}), shown here as "_": "{shown}".'
            yield Hit(message, index, match.start(), match.end())


@check_template(unusual=True)
def text_misdecoded(context: CheckContext) -> Iterator[Hit]:
    """Find text in UTF-8 that was read as Windows-1252, or the like, and saved like that."""
    if _SUSPECT.search(context.text) is None:
        return
    from ftfy import TextFixerConfig, fix_encoding  # takes a moment to import, and few files need it

    plain = TextFixerConfig(restore_byte_a0=False, replace_lossy_sequences=False, decode_inconsistent_utf8=True)

    def right(word: str) -> str:
        meant = fix_encoding(word, plain).replace(BYTE_ORDER_MARK, "")
        return word if _MIXED.search(meant) else meant  # it is in a third encoding

    for index, info, value in context.attributes():
        if value.isascii() or _SUSPECT.search(value) is None:
            continue
        meant = fix_encoding(value, plain)
        if meant == value or _SUSPECT.search(_CLOSED.sub("", value)) is None:
            continue
        wrong = next((m for m in _WORD.finditer(value) if not m[0].isascii() and right(m[0]) != m[0]), None)
        if wrong is None and _MIXED.search(meant):
            continue
        start, end = wrong.span() if wrong else (0, len(value))
        shown = right(value[start:end]) if wrong else meant
        written = shortened(value[start:end])
        message = f'In {info.name}, "{written}" should be "{shortened(shown)}"; it was saved in the wrong encoding.'
        changes = tuple(
            Change(*word.span(), right(word[0]))
            for word in _WORD.finditer(value)
            if not word[0].isascii() and right(word[0]) != word[0]
        )
        # A person has to look at it: what is right in one word may not be so in another.
        changes = changes if len(changes) <= MOST_CHANGES and UNDECODABLE not in value else ()
        yield Hit(message, index, start, end, fix="writes the letters as they should be", changes=changes, unsafe=True)


@check_values("Title", "Abstract", "Keywords", "Description", contains="?")
@check_values(types=("name",), contains="?")
def character_undecodable(value: str, context: CheckContext) -> Hit | None:
    """Find a question mark that a program wrote for a character which it could not."""
    match = _IN_WORD.search(value) if _BEFORE_LETTER.search(value) else None
    if match is None:
        return None
    message = (
        f'{context.info.name} has "{match[0]}", with a question mark that a program may have written for another character.'
    )
    return Hit(message, start=match.start(), end=match.end())


@check_values(except_types=NOT_TEXT, contains="&")
def character_control(value: str, context: CheckContext) -> Hit | None:
    """Find control characters that are written as entities."""
    match = _CONTROL.search(value)
    if match is None:
        return None
    shown = around(value, *match.span())
    message = f'{context.info.name} has a control character, {match[0]}, where letters are probably missing: "{shown}".'
    return Hit(message, start=match.start(), end=match.end())


@check_template(contains="<")
def text_less_than(context: CheckContext) -> Iterator[Hit]:
    """Find a less-than sign that RePEc takes for the beginning of a tag."""
    for index, info, value in context.attributes():
        if "<" not in value or info.attribute.type in NOT_TEXT:
            continue
        if _CDATA in value:
            marks = [match.span() for match in rule_pattern("xml-mark").finditer(value) if not match[0].startswith("<!--")]
            message = f'RePEc takes "{_CDATA}" in {info.name} for the beginning of a tag and drops the text after it.'
            signs = [place for place in _less_than_signs(value) if all(place != start for start, _ in marks)]
            changes = (*(Change(*span, "") for span in marks), *(Change(place, place + 1, "&lt;") for place in signs))
            hint = "Delete the marks, and keep the text between them."
            yield Hit(message, index, *marks[0], hint=hint, fix="deletes the marks", changes=changes)
            continue
        found = _less_than_signs(value)
        if not found and ">" in value:
            found = [match.start() for match in rule_pattern("markup").finditer(value) if is_comparison(match)]
        if found:
            end = value.find(">", found[0]) + 1 or len(value)
            dropped = shortened(value[found[0] : end], 80)
            message = f'RePEc takes the "<" in {info.name} for the beginning of a tag and drops "{dropped}".'
            changes = tuple(Change(start, start + 1, "&lt;") for start in found) if len(found) <= MOST_CHANGES else ()
            yield Hit(message, index, found[0], end, fix='writes "&lt;" for "<"', changes=changes)


def _less_than_signs(value: str) -> list[int]:
    """Return where less-than signs are that begin no tag."""
    is_tag = rule_pattern("markup").match
    return [match.start() for match in _LESS_THAN.finditer(value) if not is_tag(value, match.start())]


@check_values(except_types=NOT_TEXT, contains="&")
def text_entity(value: str, context: CheckContext) -> Hit | None:
    """Find an HTML entity that programs cannot read."""
    match = _SPLIT.search(value) or _OPEN.search(value) or _TWICE.search(value) or _nameless(value)
    if match is None:
        return _misread(value, context)
    message = f'{context.info.name} has a broken HTML entity: "{match[0]}"{_meant(match[0])}.'
    return Hit(message, start=match.start(), end=match.end())


def _misread(value: str, context: CheckContext) -> Hit | None:
    """Entities that together are one letter which was read in the wrong encoding."""
    match = _MISREAD.search(value)
    if match is None:
        return None
    from html import unescape  # takes a while to import, as does the other, and few files need them

    from ftfy import fix_encoding

    read = unescape(match[0])
    if (meant := fix_encoding(read)) == read:
        return None
    message = f'{context.info.name} has HTML entities for letters in the wrong encoding: "{match[0]}" should be "{meant}".'
    return Hit(message, start=match.start(), end=match.end())


def _nameless(value: str) -> re.Match[str] | None:
    """An entity whose name HTML does not have."""
    from html.entities import html5  # takes a while to import, and few files need it

    # In "BSE&NSE;", "M&As;" and "Marks&Spencer;" there is none.
    names = (
        match
        for match in _NAMED.finditer(value)
        if not match[1].isupper() and not (match[1][0].isupper() and value[match.start() - 1 : match.start()].isalnum())
    )
    return next((match for match in names if f"{match[1]};" not in html5), None)


def _meant(entity: str) -> str:
    """The end of the message: what the entity should be, if that is known."""
    whole = entity.replace(" ", "").replace("&amp;", "&").rstrip(";") + ";"
    import html

    character = html.unescape(whole)
    return f' should be "{character}"' if character != whole and character.isprintable() else ""
