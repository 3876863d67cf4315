"""Names of people that hold more than a name, or less."""

from __future__ import annotations

import re

from redif.checks.registry import of_values
from redif.checks.subject import Hit, Subject
from redif.findings import shortened

PERSON = frozenset({"name"})

# Words by which a name is that of a body and not of a person. They are looked for at the beginning of words.
_BODY = re.compile(
    r"\b(?:universi|instit|bank\b|banco\b|banque\b|bureau\b|ministr|commission|departa?ment|dept|division\b|facult|school\b|escuela\b"
    r"|college|cent(?:er|re|ro)\b|office\b|council|agency|organi[sz]ation|committee|fund\b|association|foundation|society"
    r"|laborator|academy|federal|national\b|international\b|european\b|research\b|group\b|team\b|staff\b|board\b|department"
    r"|authority|corporation|company|inc\b|ltd\b|gmbh\b|press\b|project\b|consort|chair of|lehrstuhl|fakult|hochschule"
    r"|forum\b|network\b|union\b|secretariat|service|program|statisti|econom(?:ics|ies|y)\b|government|republic|state\b|states\b)",
    re.I,
)
_WORD = r"(?:[^\W\d_][\w'’.-]*)"
_PERSON_WORDS = re.compile(rf"{_WORD}(?:\s{_WORD}){{1,4}}")
_BETWEEN = re.compile(r"\s*(?:;|/|&|\band\b|\bund\b|\bet\b|\bwith\b)\s*", re.I)
_SEVERAL = re.compile(r"[,;&/]| (?:and|und|et|with) ", re.I)
_TAIL = re.compile(r"\s*(?:,|\(|;|\s-\s(?=[A-Z])|:|\[)\s*(?!Ph\.?\s?D)")
_MAIL = re.compile(r"[^\s<>(),;:]+@[^\s<>(),;:]+\.[A-Za-z]{2,}")


@of_values(types=PERSON)
def name_several(value: str, subject: Subject) -> Hit | None:
    """Several people in one name."""
    if _SEVERAL.search(value) is None or _BODY.search(value):
        return None
    parts = [part.strip(" ,") for part in _BETWEEN.split(value)]
    if len(parts) < 2:
        parts = [part.strip() for part in value.split(",")]
        if len(parts) < 3 or not all(_PERSON_WORDS.fullmatch(part) for part in parts):
            return None
    elif not all(part and _is_person(part) for part in parts):
        return None
    name = subject.about.name
    hint = f"Give each of them a line {name} of their own, each with what belongs to them behind it."
    return Hit(f'{name} holds several people, so RePEc takes them for one: "{shortened(value)}"', hint=hint)


@of_values(types=PERSON)
def name_affiliation(value: str, subject: Subject) -> Hit | None:
    """Where somebody works, in the name."""
    if value.replace(" ", "").isalpha():  # most names; nothing parts them from anything
        return None
    tail = _TAIL.search(value)
    match = _BODY.search(value) if tail else None
    if tail is None or match is None or match.start() < tail.start() or not _is_person(value[: tail.start()]):
        return None
    workplace = subject.about.name.replace("-Name", "-WorkPlace-Name")
    hint = f"Leave the name alone in {subject.about.name}, and write the rest behind it as {workplace}."
    return Hit(f'{subject.about.name} holds an affiliation: "{shortened(value)}"', start=tail.start(), hint=hint)


@of_values(types=PERSON, holds="@")
def name_email(value: str, subject: Subject) -> Hit | None:
    """An e-mail address in a name."""
    match = _MAIL.search(value)
    if match is None:
        return None
    hint = f"Write it behind the name as {subject.about.name.replace('-Name', '-Email')}."
    return Hit(f'{subject.about.name} holds an e-mail address: "{match[0]}"', start=match.start(), end=match.end(), hint=hint)


@of_values(types=PERSON)
def name_capitals(value: str, subject: Subject) -> Hit | None:
    """A name all in capital letters."""
    if not value.isupper() or _BODY.search(value):
        return None
    long = [word for word in re.findall(r"[^\W\d_]+", value) if len(word) > 2]
    if len(long) < 2:
        return None
    return Hit(f'{subject.about.name} is all in capitals: "{shortened(value)}"')


def _is_person(text: str) -> bool:
    """Whether a text looks like the whole name of one person, in either order."""
    return _PERSON_WORDS.fullmatch(text.replace(",", " ").replace("  ", " ").strip()) is not None and not _BODY.search(text)
