"""Names of people that contain more than one name."""

from __future__ import annotations

import re

from redif.bibliography.names import corporate_word
from redif.checks.template.context import Change, CheckContext, Hit
from redif.checks.template.registry import check_values
from redif.findings.wording import shortened
from redif.schema.markup import without_entities
from redif.source.patterns import lazy

PERSON = frozenset({"name"})
# Most names are words with one capital each, and perhaps an initial; nothing is wrong with them.
PLAIN = re.compile(r"[A-Z][a-z]+(?: (?!(?:And|Und|Et|With) )[A-Z](?:\.|[a-z]+))*\Z")

_WORD = r"(?:[^\W\d_][\w'’.-]*)"
_PERSON_WORDS = lazy(rf"{_WORD}(?:\s{_WORD}){{1,4}}")
_BETWEEN = lazy(r"\s*(?:[;/|&]|\band\b|\bund\b|\bet\b|\bwith\b)\s*", re.I)
_SEVERAL = lazy(r"[,;&/|]| (?:and|und|et|with|y|e) ", re.I)
# Spanish, Italian and Portuguese for "and", between two whole names: not in José Ortega y Gasset.
_AND = lazy(r"(?<=[^\W\d_] )[ye](?= )")
_PREPOSITION = lazy(r"\b(?:of|for|on|in|the)\b", re.I)
# Names with initials, which can only be one person each: Smith J.; J. Smith; John A. Smith.
_INITIALS = r"(?:[^\W\d_]\.[ -]?)+"
_ONE = r"[^\W\d_][\w'’-]+"
_WHOLE_NAME = lazy(rf"{_ONE} {_INITIALS}|{_INITIALS} ?{_ONE}|{_ONE} {_INITIALS} ?{_ONE}")
_NUMBERED = lazy(r"[^\W\d_]{2}[\d¹²³*]$")
# What is after a name and no part of it: years of birth and death, footnote marks, degrees.
_AFTER_NAME = lazy(
    r"(?<=\w|\.|\))(?:,?\s*\(?\b1[5-9]\d\d\s?[-–]\s?(?:\d{4})?\)?|,?\s*[*†‡§¶¹²³⁴]+|(?<=[a-z]{2})\d"
    r"|(?<=[a-z]{2})\s?\d(?:\s?,\s?\d)+"
    r"|,\s*(?:Ph\.?\s?D|M\.?D|D\.?Phil|MBA|CPA|CFA)\.?)$"
)
_ORCID = lazy(r"\(?(?:https?://)?(?:www\.)?orcid\.org/[\dx-]{19}\)?", re.I)
_SIGN = lazy(r"[,(;:[]| - ")  # what an affiliation begins with
_TAIL = lazy(r"\s*(?:,|\(|;|\s-\s(?=[A-Z])|:|\[)\s*(?!Ph\.?\s?D)")
_MAIL = lazy(r"(?<![^\s<>(),;:])[^\s<>(),;:@]{1,64}@[^\s<>(),;:@]{1,250}\.[A-Za-z]{2,}")
LONGEST = 2000  # characters; a longer value is not a list of names


@check_values(types=PERSON, skip=PLAIN.match)
def name_several(value: str, context: CheckContext) -> Hit | None:
    """Find several people in one name."""
    if _SEVERAL.search(value) is None or len(value) > LONGEST or corporate_word(value):
        return None
    name = without_entities(value)  # their ampersands and semicolons do not separate names
    if _are_whole_names(name):
        return _several(value, context)
    parts = [part.strip(" ,") for part in _BETWEEN.split(name.rstrip(" ;,"))]
    if len(parts) > 1:
        if not all(part and _is_person(part) for part in parts) and not (";" in name and all(map(_is_name, parts))):
            return None
    else:
        parts = [part.strip() for part in name.split(",")]
        if len(parts) < 3 or not all(_PERSON_WORDS.fullmatch(part) for part in parts):
            return None
    return _several(value, context)


def _several(value: str, context: CheckContext) -> Hit:
    attribute = context.info.name
    hint = f"Write each person on a separate {attribute} line, followed by the attributes that belong to that person."
    return Hit(f'{attribute} has several people in it, and RePEc takes them for one: "{shortened(value)}".', hint=hint)


def _are_whole_names(name: str) -> bool:
    """Whether each part between commas, or between two whole names, can only be the name of one person."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) > 1 and all(_NUMBERED.search(part) and " " in part for part in parts):
        return True
    if len(parts) > 1 and all(_WHOLE_NAME.fullmatch(part) for part in parts):
        return True
    around = [part.strip() for part in _AND.split(name)]
    return len(around) == 2 and all(" " in part and "," not in part and _is_person(part) for part in around)


@check_values(types=PERSON, skip=PLAIN.match)
def name_addition(value: str, context: CheckContext) -> Hit | None:
    """Find years, footnote marks, a degree or an ORCID iD after a name."""
    if "orcid.org/" in value and (orcid := _ORCID.search(value)) is not None:  # no fix, which would lose the iD
        message = f'{context.info.name} has "{orcid[0]}" after the name.'
        return Hit(message, start=orcid.start(), end=orcid.end())
    match = _AFTER_NAME.search(value[-60:]) if len(value) <= LONGEST and value[-1] not in "abcefghijklmnopqrstuvwxyz" else None
    if match is None or corporate_word(value) or (_SEVERAL.search(value[: match.start()]) and value.count(",") > 2):
        return None
    start = match.start() + max(len(value) - 60, 0)
    message = f'{context.info.name} has "{value[start:].strip(" ,")}" after the name.'
    return Hit(message, start=start, fix="deletes what is after the name", changes=(Change(start, len(value), ""),))


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
    email = context.info.name.replace("-Name", "-Email")
    hint = f"Write it below the name as {email}."
    message = f'{context.info.name} has an e-mail address in it: "{match[0]}".'
    if match[0] == value:
        message = f'{context.info.name} is an e-mail address instead of a name: "{value}".'
        hint = f"Write the name here, and the address below it as {email}."
    return Hit(message, start=match.start(), end=match.end(), hint=hint)


@check_values(types=PERSON, skip=PLAIN.match)
def name_capitals(value: str, context: CheckContext) -> Hit | None:
    """Find a name all in capital letters."""
    # UNU-WIDER is not a person, whose name has a space or a comma.
    if not value.isupper() or not (" " in value or "," in value) or corporate_word(value):
        return None
    words = re.findall(r"[^\W\d_]+", value)
    long = [word for word in words if len(word) > 2]
    # ETH, IMF and the like are not people.
    if len(long) < 2 - ("," in value and len(words) > 1) or max(map(len, long)) < 4:
        return None
    return Hit(f'{context.info.name} is all in capital letters: "{shortened(value)}".')


def _is_person(text: str) -> bool:
    """Whether a text looks like the whole name of one person, in either order."""
    words = text.replace(",", " ").replace("  ", " ").strip()
    return bool(_PERSON_WORDS.fullmatch(words)) and not corporate_word(text) and not _PREPOSITION.search(text)


def _is_name(text: str) -> bool:
    """Whether a text looks like a name, perhaps only a last name."""
    return re.fullmatch(rf"{_WORD}(?:,?\s{_WORD}){{0,4}}", text) is not None
