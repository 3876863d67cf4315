"""Names of people that contain more than the name, or no name."""

from __future__ import annotations

import re

from redif.checks.template.context import Change, CheckContext, Hit
from redif.checks.template.missing_colons import own_text
from redif.checks.template.registry import check_values
from redif.findings.wording import shortened
from redif.schema.corporate import corporate_word
from redif.schema.name_additions import ORCID, additions, has_others, without_additions
from redif.schema.people import LONGEST, has_place, has_sign_of_several, is_person, people_in
from redif.schema.placeholders import is_placeholder
from redif.source.patterns import lazy

PERSON = frozenset({"name"})
# Most names are words with one capital each, and perhaps an initial; there is nothing to look for in them.
PLAIN = re.compile(
    r"(?!(?:Dra?|Drs|Profa?|Professora?|M(?:rs?|s|iss|me|lle)|Herr|Frau|And|Et|By|Associate|Assistant|Adjunct|Emeritus) "
    r"|Others\Z)"
    r"[A-Z][a-z]+(?: (?!(?:And|Und|Et|With) |Others\Z)[A-Z](?:\.|[a-z]+))*\Z"
)

_ORCID = lazy(rf"[(\[]?{ORCID}[)\]]?")
_SIGN = lazy(r"[,(;:[]| [-–—] ")  # what an affiliation begins with
_ACRONYM = r"(?!(?:MBA|CPA|CFA)\b)[A-Z]{3,}(?:[-/,; &]+[A-Z]{2,})*"
_ACRONYMS = lazy(rf"\s*(?:\({_ACRONYM}\)|\[{_ACRONYM}\]|\s[-–—]\s{_ACRONYM})$")  # Ann Lee (HAL, CNRS); Ana Silva - UFRJ
_TAIL = lazy(r"\s*(?:,|\(|;|\s-\s(?=[A-Z])|:|\[)\s*(?!Ph\.?\s?D)")
_MAIL = lazy(r"(?<![^\s<>(),;:])[^\s<>(),;:@]{1,64}@[^\s<>(),;:@]{1,250}\.[A-Za-z]{2,}")
_LATEX_LETTER = lazy(r"\\(?:['\"`^~=.]\s?\{?[A-Za-z]|[cvHukrbd]\s?\{|(?:ss|aa|AA|ae|AE|oe|OE|o|O|l|L|i|j)(?![A-Za-z]))")
LONGEST_MISSING = 40  # characters


@check_values(types=PERSON, skip=PLAIN.match)
def name_several(value: str, context: CheckContext) -> Hit | None:
    """Find several people in one name."""
    return several_people(value, context.info.name) if people_in(value) is not None else None


def several_people(written: str, attribute: str) -> Hit:
    """Return what is found where a name has several people in it."""
    hint = f"Write each person on a separate {attribute} line, followed by the attributes that belong to that person."
    return Hit(f'{attribute} has several people in it, and RePEc takes them for one: "{shortened(written)}".', hint=hint)


@check_values(types=PERSON, skip=PLAIN.match)
def name_addition(value: str, context: CheckContext) -> Hit | None:
    """Find a title before a name, or years, footnote marks, a degree, a note or an ORCID iD after it."""
    if "-" in value and (orcid := _ORCID.search(value)) is not None:  # no fix, which would lose the iD
        message = f'{context.info.name} has "{orcid[0]}" after the name.'
        return Hit(message, start=orcid.start(), end=orcid.end())
    if not context.schema.is_item:  # an editor of a series may have a title
        return None
    value = own_text(value, context)
    spans = [(start, end) for start, end in additions(value) if value[start:end].strip(" ,;") or start == 0]
    if not spans or spans[0] == (0, len(value)):  # of a name that is nobody's, another check says so
        return None
    if "@" in value[spans[-1][0] :]:  # another check says so
        return None
    if corporate_word(value) or (has_sign_of_several(value[: spans[-1][0]]) and value.count(",") > 2):
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
    if len(value) > LONGEST_MISSING or is_placeholder(value) or without_additions(value).strip(" .,;*0123456789"):
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
    if has_place(value):
        tails += _TAIL.finditer(value)
    tail = next((tail for tail in reversed(tails) if is_person(value[: tail.start()])), None)
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


@check_values(types=PERSON, contains="\\")
def name_latex(value: str, context: CheckContext) -> Hit | None:
    """Find a letter of a name that is written as a command of LaTeX."""
    match = _LATEX_LETTER.search(value)
    if match is None:
        return None
    message = f'{context.info.name} has LaTeX in it, {match[0]}: "{shortened(value)}".'
    return Hit(message, start=match.start(), end=match.end())


@check_values(types=PERSON, skip=PLAIN.match)
def name_capitals(value: str, context: CheckContext) -> Hit | None:
    """Find a name all in capital letters."""
    # UNU-WIDER and UNICEF & WHO are not people, whose names have a space or a comma.
    if not value.isupper() or not (" " in value or "," in value) or "&" in value or corporate_word(value):
        return None
    words = re.findall(r"[^\W\d_]+", value)
    long = [word for word in words if len(word) > 2]
    # ETH, IMF and the like are not people.
    if len(long) < 2 - ("," in value and len(words) > 1) or max(map(len, long)) < 4:
        return None
    if name_several(value, context) is not None:  # which says enough
        return None
    return Hit(f'{context.info.name} is all in capital letters: "{shortened(value)}".')
