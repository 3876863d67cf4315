"""Names of people that contain more than one name."""

from __future__ import annotations

import re

from redif.bibliography.names import corporate_word
from redif.checks.template.context import CheckContext, Hit
from redif.checks.template.registry import check_values
from redif.findings.wording import shortened
from redif.schema.markup import without_entities

PERSON = frozenset({"name"})
# Most names are words with one capital each, and perhaps an initial; nothing is wrong with them.
PLAIN = re.compile(r"[A-Z][a-z]+(?: (?!(?:And|Und|Et|With) )[A-Z](?:\.|[a-z]+))*\Z")

_WORD = r"(?:[^\W\d_][\w'’.-]*)"
_PERSON_WORDS = re.compile(rf"{_WORD}(?:\s{_WORD}){{1,4}}")
_BETWEEN = re.compile(r"\s*(?:;|/|&|\band\b|\bund\b|\bet\b|\bwith\b)\s*", re.I)
_SEVERAL = re.compile(r"[,;&/]| (?:and|und|et|with) ", re.I)
_SIGN = re.compile(r"[,(;:[]| - ")  # what an affiliation begins with
_TAIL = re.compile(r"\s*(?:,|\(|;|\s-\s(?=[A-Z])|:|\[)\s*(?!Ph\.?\s?D)")
_MAIL = re.compile(r"(?<![^\s<>(),;:])[^\s<>(),;:@]{1,64}@[^\s<>(),;:@]{1,250}\.[A-Za-z]{2,}")
LONGEST = 2000  # characters; a longer value is not a list of names


@check_values(types=PERSON, skip=PLAIN.match)
def name_several(value: str, context: CheckContext) -> Hit | None:
    """Find several people in one name."""
    if _SEVERAL.search(value) is None or len(value) > LONGEST or corporate_word(value):
        return None
    name = without_entities(value)  # their ampersands and semicolons do not separate names
    parts = [part.strip(" ,") for part in _BETWEEN.split(name.rstrip(" ;,"))]
    if len(parts) > 1:
        if not all(part and _is_person(part) for part in parts) and not (";" in name and all(map(_is_name, parts))):
            return None
    else:
        parts = [part.strip() for part in name.split(",")]
        if len(parts) < 3 or not all(_PERSON_WORDS.fullmatch(part) for part in parts):
            return None
    attribute = context.info.name
    hint = f"Write each person on a separate {attribute} line, followed by the attributes that belong to that person."
    return Hit(f'{attribute} has several people in it, and RePEc takes them for one: "{shortened(value)}".', hint=hint)


@check_values(types=PERSON, skip=PLAIN.match)
def name_affiliation(value: str, context: CheckContext) -> Hit | None:
    """Find an affiliation in a name."""
    if _SIGN.search(value) is None or len(value) > LONGEST:  # most names
        return None
    # The name itself may have a comma: Smith, Jane (World Bank).
    tails = [tail for tail in _TAIL.finditer(value) if corporate_word(value, tail.end())]
    tail = next((tail for tail in reversed(tails) if _is_person(value[: tail.start()])), None)
    if tail is None:
        return None
    workplace = context.info.name.replace("-Name", "-WorkPlace-Name")
    hint = f"Write only the name in {context.info.name}, and the rest below it as {workplace}."
    return Hit(f'{context.info.name} has an affiliation in it: "{shortened(value)}".', start=tail.start(), hint=hint)


@check_values(types=PERSON, contains="@")
def name_email(value: str, context: CheckContext) -> Hit | None:
    """Find an e-mail address in a name."""
    match = _MAIL.search(value)
    if match is None:
        return None
    hint = f"Write it below the name as {context.info.name.replace('-Name', '-Email')}."
    message = f'{context.info.name} has an e-mail address in it: "{match[0]}".'
    return Hit(message, start=match.start(), end=match.end(), hint=hint)


@check_values(types=PERSON, skip=PLAIN.match)
def name_capitals(value: str, context: CheckContext) -> Hit | None:
    """Find a name all in capital letters."""
    if not value.isupper() or corporate_word(value):
        return None
    words = re.findall(r"[^\W\d_]+", value)
    long = [word for word in words if len(word) > 2]
    # ETH, IMF and the like are not people.
    if len(long) < 2 - ("," in value and len(words) > 1) or max(map(len, long)) < 4:
        return None
    return Hit(f'{context.info.name} is all in capital letters: "{shortened(value)}".')


def _is_person(text: str) -> bool:
    """Whether a text looks like the whole name of one person, in either order."""
    return _PERSON_WORDS.fullmatch(text.replace(",", " ").replace("  ", " ").strip()) is not None and not corporate_word(text)


def _is_name(text: str) -> bool:
    """Whether a text looks like a name, perhaps only a last name."""
    return re.fullmatch(rf"{_WORD}(?:,?\s{_WORD}){{0,4}}", text) is not None
