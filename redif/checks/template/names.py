"""Names of people that hold more than a name, or less."""

from __future__ import annotations

import re

from redif.bibliography.names import corporate_word
from redif.checks.template.context import CheckContext, Hit
from redif.checks.template.registry import check_values
from redif.findings.wording import shortened
from redif.schema.markup import without_entities

PERSON = frozenset({"name"})
# Nothing is wrong with most names: words with one capital each, and perhaps an initial.
PLAIN = re.compile(r"[A-Z][a-z]+(?: (?!(?:And|Und|Et|With) )[A-Z](?:\.|[a-z]+))*\Z")

_WORD = r"(?:[^\W\d_][\w'’.-]*)"
_PERSON_WORDS = re.compile(rf"{_WORD}(?:\s{_WORD}){{1,4}}")
_BETWEEN = re.compile(r"\s*(?:;|/|&|\band\b|\bund\b|\bet\b|\bwith\b)\s*", re.I)
_SEVERAL = re.compile(r"[,;&/]| (?:and|und|et|with) ", re.I)
_SIGN = re.compile(r"[,(;:[]| - ")  # what a tail begins with
_TAIL = re.compile(r"\s*(?:,|\(|;|\s-\s(?=[A-Z])|:|\[)\s*(?!Ph\.?\s?D)")
_MAIL = re.compile(r"(?<![^\s<>(),;:])[^\s<>(),;:@]{1,64}@[^\s<>(),;:@]{1,250}\.[A-Za-z]{2,}")
LONGEST = 2000  # characters; what is longer is no list of names


@check_values(types=PERSON, skip=PLAIN)
def name_several(value: str, context: CheckContext) -> Hit | None:
    """Several people in one name."""
    if _SEVERAL.search(value) is None or len(value) > LONGEST or corporate_word(value):
        return None
    name = without_entities(value)  # whose signs part nobody from anybody
    parts = [part.strip(" ,") for part in _BETWEEN.split(name.rstrip(" ;,"))]
    if len(parts) > 1:
        if not all(part and _is_person(part) for part in parts) and not (";" in name and all(map(_is_name, parts))):
            return None
    else:
        parts = [part.strip() for part in name.split(",")]
        if len(parts) < 3 or not all(_PERSON_WORDS.fullmatch(part) for part in parts):
            return None
    attribute = context.info.name
    hint = f"Give each of them a line {attribute} of their own, each with what belongs to them behind it."
    return Hit(f'{attribute} holds several people, so RePEc takes them for one: "{shortened(value)}"', hint=hint)


@check_values(types=PERSON, skip=PLAIN)
def name_affiliation(value: str, context: CheckContext) -> Hit | None:
    """Where somebody works, in the name."""
    if _SIGN.search(value) is None or len(value) > LONGEST:  # most names; nothing parts them from anything
        return None
    # The name itself may be in two parts: Smith, Jane (World Bank).
    tails = [tail for tail in _TAIL.finditer(value) if corporate_word(value, tail.end())]
    tail = next((tail for tail in reversed(tails) if _is_person(value[: tail.start()])), None)
    if tail is None:
        return None
    workplace = context.info.name.replace("-Name", "-WorkPlace-Name")
    hint = f"Leave the name alone in {context.info.name}, and write the rest behind it as {workplace}."
    return Hit(f'{context.info.name} holds an affiliation: "{shortened(value)}"', start=tail.start(), hint=hint)


@check_values(types=PERSON, contains="@")
def name_email(value: str, context: CheckContext) -> Hit | None:
    """An e-mail address in a name."""
    match = _MAIL.search(value)
    if match is None:
        return None
    hint = f"Write it behind the name as {context.info.name.replace('-Name', '-Email')}."
    return Hit(f'{context.info.name} holds an e-mail address: "{match[0]}"', start=match.start(), end=match.end(), hint=hint)


@check_values(types=PERSON, skip=PLAIN)
def name_capitals(value: str, context: CheckContext) -> Hit | None:
    """A name all in capital letters."""
    if not value.isupper() or corporate_word(value):
        return None
    words = re.findall(r"[^\W\d_]+", value)
    long = [word for word in words if len(word) > 2]
    # ETH, IMF and the like are no people.
    if len(long) < 2 - ("," in value and len(words) > 1) or max(map(len, long)) < 4:
        return None
    return Hit(f'{context.info.name} is all in capitals: "{shortened(value)}"')


def _is_person(text: str) -> bool:
    """Whether a text looks like the whole name of one person, in either order."""
    return _PERSON_WORDS.fullmatch(text.replace(",", " ").replace("  ", " ").strip()) is not None and not corporate_word(text)


def _is_name(text: str) -> bool:
    """Whether a text looks like a name, be it a last name only."""
    return re.fullmatch(rf"{_WORD}(?:,?\s{_WORD}){{0,4}}", text) is not None
