"""Names of people that contain more than the name, or no name."""

from __future__ import annotations

import re

from redif.bibliography.name_additions import ORCID, additions, has_others, without_additions
from redif.bibliography.names import CJK_SCRIPT, KANA, corporate_word
from redif.checks.template.context import Change, CheckContext, Hit
from redif.checks.template.registry import check_values
from redif.findings.wording import shortened
from redif.grammar import vocabularies
from redif.schema.markup import without_entities
from redif.schema.placeholders import is_placeholder
from redif.source.patterns import lazy

PERSON = frozenset({"name"})
# Most names are words with one capital each, and perhaps an initial; nothing is wrong with them.
PLAIN = re.compile(
    r"(?!(?:Dra?|Drs|Profa?|Professora?|M(?:rs?|s|iss|me|lle)|Herr|Frau|And|Et|By|Associate|Assistant|Adjunct|Emeritus) "
    r"|Others\Z)"
    r"[A-Z][a-z]+(?: (?!(?:And|Und|Et|With) |Others\Z)[A-Z](?:\.|[a-z]+))*\Z"
)

_WORD = r"(?:[^\W\d_][\w'’.-]*)"
_PERSON_WORDS = lazy(rf"{_WORD}(?:\s{_WORD}){{1,4}}")
# "And" in other languages is small, and between whole names: not in José Ortega y Gasset, Josep Puig i Cadafalch.
_AND = r"(?:og|och|en|i|ja|és|ve|și|şi|oraz|mit|avec|con|u\.|и|і|та|和|y|e|a)"
_BETWEEN = lazy(rf"\s*(?:(?i:<br\s*/?>)|\\?[;/|&+、；]|・|\b(?i:and|und|et|with)\b)\s*|\s[-–—·•]\s|\s{_AND}\s")
_SEVERAL = lazy(rf"[,;&/|+<、，；・]|\s(?:(?i:and|und|et|with)|[-–—·•]|{_AND})\s")
_REMARK = lazy(r"\s*\([^()]*\)")
# Whole names in Chinese, Japanese and Korean script; a space comes between the family name and the given name only.
_EAST_ASIAN = lazy(rf"[{CJK_SCRIPT}]{{2,6}}|[{CJK_SCRIPT}]{{1,2}} [{CJK_SCRIPT}]{{1,3}}")
_EAST_ASIAN_LIST = lazy(rf"[{CJK_SCRIPT}][{CJK_SCRIPT} ]*(?:[、；，,;・][ ]?[{CJK_SCRIPT}][{CJK_SCRIPT} ]*)+")
_PREPOSITION = lazy(r"\b(?:of|for|on|in|the)\b", re.I)
# Names with initials, which can only be one person each: Smith J.; J. Smith; John A. Smith; Smith JA.
_INITIALS = r"(?:[^\W\d_]\.[ -]?)+"
_ONE = r"[^\W\d_][\w'’-]+"
_WHOLE_NAME = lazy(rf"{_ONE} {_INITIALS}|{_INITIALS} ?{_ONE}|{_ONE} {_INITIALS} ?{_ONE}|{_ONE} [A-Z]{{1,2}}")
_INITIALS_ALONE = lazy(_INITIALS)
_NUMBERED = lazy(r"[^\W\d_]{2}[\d¹²³*]$")
_ORCID = lazy(rf"[(\[]?{ORCID}[)\]]?")
_SIGN = lazy(r"[,(;:[]| - ")  # what an affiliation begins with
_ACRONYMS = lazy(r"\s*\(([A-Z]{3,}(?:[-/,; &]+[A-Z]{2,})*)\)$")  # Ann Lee (HAL, CNRS)
_TAIL = lazy(r"\s*(?:,|\(|;|\s-\s(?=[A-Z])|:|\[)\s*(?!Ph\.?\s?D)")
_MAIL = lazy(r"(?<![^\s<>(),;:])[^\s<>(),;:@]{1,64}@[^\s<>(),;:@]{1,250}\.[A-Za-z]{2,}")
LETTERS_OF_NAME = 3  # of Chinese and Korean names; most Japanese ones have four
LONGEST_MISSING = 40  # characters
LONGEST = 2000  # characters; a longer value is not a list of names


@check_values(types=PERSON, skip=PLAIN.match)
def name_several(value: str, context: CheckContext) -> Hit | None:
    """Find several people in one name."""
    if _SEVERAL.search(value) is None or len(value) > LONGEST or corporate_word(value):
        return None
    name = without_entities(value)  # their ampersands and semicolons do not separate names
    if _are_whole_names(name) or _are_east_asian(name):
        return several_people(value, context.info.name)
    if "(" in name:  # Ann Lee (MIT) and Bo Kim (LSE)
        bare, count = _REMARK.subn("", name)
        people = bare.split(",")
        if count > 1 and len(people) == count and all(map(_is_person, people)) and all(" " in part.strip() for part in people):
            return several_people(value, context.info.name)
        name = bare
    parts = [part.strip(" ,") for part in _BETWEEN.split(name.rstrip(" ;,"))]
    if len(parts) > 1:
        if not all(part and _is_person(part) for part in parts) and not (";" in name and all(map(_is_name, parts))):
            return None
    else:
        parts = [part.strip() for part in name.split(",")]
        if len(parts) < 3 or not all(_PERSON_WORDS.fullmatch(part) for part in parts):
            return None
    return several_people(value, context.info.name)


def people_on_lines(written: str) -> bool:
    """Whether each line of a name as it is written is the whole name of one person; a long name may go on in the next line."""
    lines = [line.strip(" ,;\t") for line in written.strip().split("\n") if line.strip()]
    if len(lines) < 2 or ("," not in lines[0] and _SEVERAL.search(" ".join(lines))):  # another check says so
        return False
    inverted = all(line.count(",") == 1 and all(map(_is_name, map(str.strip, line.split(",")))) for line in lines)
    return inverted or all(map(_WHOLE_NAME.fullmatch, lines)) or all(map(_begins_with_first_name, lines))


def several_people(written: str, attribute: str) -> Hit:
    """Return what is found where a name has several people in it."""
    hint = f"Write each person on a separate {attribute} line, followed by the attributes that belong to that person."
    return Hit(f'{attribute} has several people in it, and RePEc takes them for one: "{shortened(written)}".', hint=hint)


def _are_whole_names(name: str) -> bool:
    """Whether each part between commas, or between two whole names, can only be the name of one person."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) > 1 and all(_NUMBERED.search(part) and " " in part for part in parts):
        return True
    if len(parts) > 1 and all(_WHOLE_NAME.fullmatch(part) for part in parts):
        return True
    # Lee, A., Kim, B.
    if len(parts) > 3 and not len(parts) % 2 and all(_INITIALS_ALONE.fullmatch(part) for part in parts[1::2]):
        return True
    return len(parts) > 1 and all(map(_begins_with_first_name, parts))


def _begins_with_first_name(name: str) -> bool:
    """Whether a name begins with a common first name and does not end with one: John Smith, not García López or Juan Carlos."""
    words = name.split()
    # A name in capitals, or with an initial at its end, may have two family names: VICENTE CUERVO, MARÍA R.
    if not 2 <= len(words) <= 3 or name.isupper() or name.endswith(".") or not _PERSON_WORDS.fullmatch(name):
        return False
    known = vocabularies.first_names()
    return words[0].lower() in known and words[-1].lower() not in known


def _are_east_asian(name: str) -> bool:
    """Whether a name is a list of whole names in Chinese, Japanese or Korean script; 山田, 太郎 is one."""
    if name.isascii() or not _EAST_ASIAN_LIST.fullmatch(name):
        return False
    parts = [part.strip() for part in re.split("[、；，,;・]", name)]
    if not all(map(_EAST_ASIAN.fullmatch, parts)):
        return False
    # With other signs the parts may be those of one name: 山田, 太郎; ジョン・スミス. Three letters are a whole name.
    return any(sign in name for sign in "、；，;") or (
        all(" " in part or len(part) >= LETTERS_OF_NAME for part in parts) and not KANA.search(name)
    )


@check_values(types=PERSON, skip=PLAIN.match)
def name_addition(value: str, context: CheckContext) -> Hit | None:
    """Find a title before a name, or years, footnote marks, a degree, a note or an ORCID iD after it."""
    if "-" in value and (orcid := _ORCID.search(value)) is not None:  # no fix, which would lose the iD
        message = f'{context.info.name} has "{orcid[0]}" after the name.'
        return Hit(message, start=orcid.start(), end=orcid.end())
    if not context.schema.is_item:  # an editor of a series may have a title
        return None
    spans = [(start, end) for start, end in additions(value) if value[start:end].strip(" ,;") or start == 0]
    if not spans or spans[0] == (0, len(value)):  # of a name that is nobody's, another check says so
        return None
    if "@" in value[spans[-1][0] :]:  # another check says so
        return None
    if corporate_word(value) or (_SEVERAL.search(value[: spans[-1][0]]) and value.count(",") > 2):
        return None
    shown = [
        f'"{value[start:end].strip(" ,") or value[start]}" {"after" if end == len(value) else "before"}' for start, end in spans
    ]
    message = f"{context.info.name} has {' and '.join(shown)} the name."
    start, end = spans[-1]
    if has_others(value):  # no fix, which would lose them
        return Hit(message, start=start, end=end, hint=_each_on_a_line(context))
    changes = tuple(Change(start, end, "") for start, end in spans)
    return Hit(message, start=start, end=end, fix="deletes what is beside the name", changes=changes)


def _each_on_a_line(context: CheckContext) -> str:
    return f"Write each of the others on a separate {context.info.name} line."


@check_values(types=PERSON, skip=PLAIN.match)
def name_missing(value: str, context: CheckContext) -> Hit | None:
    """Find a name that names nobody."""
    if len(value) > LONGEST_MISSING or is_placeholder(value) or without_additions(value).strip(" .,;*"):
        return None
    hint = _each_on_a_line(context) if has_others(value) else ""
    return Hit(f'{context.info.name} is "{value}", which is nobody\'s name.', hint=hint)


@check_values(types=PERSON, skip=PLAIN.match)
def name_affiliation(value: str, context: CheckContext) -> Hit | None:
    """Find an affiliation in a name."""
    if _SIGN.search(value) is None or len(value) > LONGEST:  # most names
        return None
    # The name itself may have a comma: Smith, Jane (World Bank).
    tails = [tail for tail in _TAIL.finditer(value) if corporate_word(value, tail.end())]
    if not value.isupper() and (acronyms := _ACRONYMS.search(value)) is not None:
        tails.append(acronyms)
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
    if name_several(value, context) is not None:  # which says enough
        return None
    return Hit(f'{context.info.name} is all in capital letters: "{shortened(value)}".')


def _is_person(text: str) -> bool:
    """Whether a text looks like the whole name of one person, in either order."""
    words = text.replace(",", " ").replace("  ", " ").strip()
    return bool(_PERSON_WORDS.fullmatch(words)) and not corporate_word(text) and not _PREPOSITION.search(text)


def _is_name(text: str) -> bool:
    """Whether a text looks like a name, perhaps only a last name."""
    return re.fullmatch(rf"{_WORD}(?:,?\s{_WORD}){{0,4}}", text) is not None
