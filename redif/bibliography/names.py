"""Names of people and of bodies, in the parts that bibliographies sort and print them by.

A name is divided only where that is safe. Whatever is left over is kept whole, for a name that is printed as it was
written is no harm, and one that lost a word is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from redif.source.characters import lowercase_in_place

KEPT = 10_000  # names that are remembered; dividing one takes a while, and most people write more than one item
LONGEST = 150  # characters; what is longer is not one name
MOST_WORDS = 7

# Words by which a name is that of a body and not of a person. They are looked for at the beginning of words, in small letters,
# for that is much quicker than to look for both.
_BODY = re.compile(
    r"\b(?:universi|üniversi|uniwersy|универси|politec|polytech|instit|banco\b|banque\b|banca\b|bureau\b|ministr|commission"
    r"|departa?ment|dept|division\b|facult|escuela\b|college|cent(?:er|re|ro)\b|office\b|council|agency|organi[sz]ation"
    r"|committee|association|foundation|society|laborator|academy|federal|national\b|international\b|european\b|research\b"
    r"|group\b|team\b|staff\b|authority|corporation|company|inc\b|ltd\b|gmbh\b|project\b|consort|chair of|lehrstuhl|fakult"
    r"|hochschule|forum\b|network\b|union\b|secretariat|service|program|statisti|econom(?:ics|ies|y)\b|government|republic"
    r"|states?\b|(?:bank|fund|press|board|school)\s+(?:of|for)\b|(?:world|central|business|reserve|monetary|development)"
    r"\s+(?:bank|fund|school|board)\b)"
)
# What no name of one person holds: addresses, affiliations, other people, notes.
_NO_NAME = re.compile(r"[@;/&:<>\[\]{}|\d\\*+=]|\s[-–]\s|(?:^|\s)(?:and|und|et|with|for|on behalf)(?:\s|$)", re.I)
# What another name is in: Chong (Alex) Wang. At the end it tells something else about them.
_NICKNAME = re.compile(r"""\s+(?:\([^\W\d][^\W\d.\s-]*[^()]{0,12}\)|“[^\W\d]+”|"[^\W\d]+")(?=\s[^\W\d])""")
_BRACKETS = re.compile("""[()"“”„]""")
_SUFFIX = re.compile(r"(?:jr|sr|jnr|snr)\.?|I{2,3}|IV", re.I)
_SUFFIX_WORD = re.compile(r"junior|senior|esq(?:uire)?\.?|v|\dn?[rst][dht]", re.I)
_DEGREE = re.compile(r"Ph\.?\s?D\.?|M\.?D\.|MBA|CPA|CFA|LL\.?[MD]\.?|Esq\.?|D\.?Phil\.?|M\.?Sc\.?|M\.?A\.|Ed\.?D\.?")
# Any of these, however it is spelled.
_is_suffix = re.compile("|".join(known.pattern for known in (_SUFFIX, _SUFFIX_WORD, _DEGREE)), re.I).fullmatch
_LAST_WORD = re.compile(r"(.+?)(?:,\s*|\s+)(\S+)")

# Names that need no parser, for whoever knows particles and titles would divide them just so; nine of ten are such.
_WORD, _INITIAL = r"[^\W\d_][\w'’-]+", r"[^\W\d_]\."
# Two words, and initials before or between them.
_PLAIN = re.compile(rf"((?:{_WORD}|(?:{_INITIAL}[ -]?)+)(?: [^\W\d_]\.?)*) ({_WORD})")
# Words and initials; a single Y and the like may mean "and". A short word must begin with a capital and go on in small letters;
# as a family name it needs a vowel somewhere, for most degrees have none.
_SHORT = r"[A-Z][a-z]{1,2}"
_LONG = r"[^\W\d_][\w'’-]{2,}\w"
_MIDDLE = rf"(?:(?:{_INITIAL})+|[A-DF-HJ-NP-XZ]|{_SHORT}|[A-Z][a-z]{{3}}|[^\W\d_][\w'’-]{{3,}}\w)"
_PLAIN_WORDS = re.compile(
    rf"((?:{_SHORT}|{_LONG}|(?:{_INITIAL}[ -]?)+)(?: {_MIDDLE})*) ({_LONG}|(?=[A-Z]?[a-z]?[AEIOUYaeiouy]){_SHORT})"
)
# Particles, and other words that are no plain part of a name.
_PARTICLES = frozenset({
    "aan", "abu", "aen", "af", "al", "and", "auf", "av", "bar", "bat", "bin", "bint", "binte", "binti", "bon",
    "da", "dal", "das", "de", "degli", "dei", "del", "dela", "della", "delle", "delli", "dello", "dem", "den",
    "der", "di", "do", "dos", "du", "et", "freiherr", "freiherrin", "geb", "geboren", "geborene", "heer", "het",
    "ibn", "la", "las", "le", "los", "mac", "mc", "nee", "of", "op", "san", "santa", "st", "ste", "te", "ter",
    "the", "tho", "thoe", "ua", "und", "van", "vande", "vander", "vd", "vel", "vom", "von", "zu",
})  # fmt: skip
# The family name first; of several words, the first may be a title, and the last of the others a particle.
_LATIN = r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]+"
_PLAIN_INVERTED = re.compile(rf"({_LATIN}), ({_LATIN}(?: {_INITIAL})*|{_INITIAL}(?:[ -]?{_INITIAL})*)")


class Name(NamedTuple):
    """A name in its parts.

    Attributes:
        full: as written, or put together from its parts where it is not written in full.
        given: first and further names, with a title before them.
        particle: what is before the family name in small letters: "van", "de la".
        family: the family name.
        suffix: "Jr.", "III".
        literal: whether it is the name of a body, or cannot be divided; only `full` counts then.
    """

    full: str = ""
    given: str = ""
    particle: str = ""
    family: str = ""
    suffix: str = ""
    literal: bool = False

    @property
    def inverted(self) -> str:
        """The family name first: "van Gogh, Vincent, Jr."."""
        if self.literal:
            return self.full
        family = f"{self.particle} {self.family}" if self.particle else self.family
        return ", ".join(part for part in (family, self.given, self.suffix) if part)


def find_body(text: str, start: int = 0) -> re.Match[str] | None:
    """The first word of a text from some place on by which it is the name of a body and not of a person."""
    return _BODY.search(lowercase_in_place(text), start)


def name_of(person: Mapping[str, Any]) -> Name:
    """The name of a person or an organization that is plain data, with `name`, `name_first` and `name_last`.

    The first and the last name go before what can be read off the whole one, but not where the whole one says more.
    """
    return _name(person.get("name") or "", person.get("name_first") or "", person.get("name_last") or "")


def full_name(person: Mapping[str, Any]) -> str:
    """The name as it is written, or put together from its parts where it is not written in full; empty where there is none."""
    return person.get("name") or " ".join(filter(None, (person.get("name_first"), person.get("name_last"))))


@lru_cache(maxsize=KEPT)
def _name(full: str, first: str, last: str) -> Name:
    full, first, last = (" ".join(text.split()) for text in (full, first, last))
    if not full or not last:
        return _of_parts(f"{first} {last}", first, last) if first and last and not full else _divided(full or first or last)
    if first and _letters(full) <= _letters(first + last):
        return _of_parts(full, first, last)
    return _divided_at(full, last) or _divided(full)


def _of_parts(full: str, first: str, last: str) -> Name:
    """A name that came in two parts, each of which may hold more than its word says."""
    body = find_body(f"{first} {last}")
    if body and (body.start() < len(first) or full.count(" ") > 1):  # there are people whose last name is Economy
        return Name(full, literal=True)
    family, suffix = _without_suffix(last)
    given, other = (first, "") if suffix else _without_suffix(first)
    return Name(full, given, *_without_particle(family), suffix or other)


def _divided_at(full: str, last: str) -> Name | None:
    """A name of which the family name is known, too; none where that is no part of it, or all of it."""
    if _NO_NAME.search(full) or _BRACKETS.search(full):
        return None
    rest, suffix = _without_suffix(full)
    match = re.fullmatch(rf"(?i)(?P<given>.+) (?P<family>{(word := re.escape(last))})|(?P<first>{word}), (?P<rest>[^,]+)", rest)
    if match is None:
        return None
    given, family = match["given"] or match["rest"], match["family"] or match["first"]
    return None if "," in given else Name(full, given, *_without_particle(family), suffix)


def _divided(full: str) -> Name:
    """A name of which only the whole is known."""
    whole = Name(full, literal=bool(full))
    if _is_literal(full):
        return whole
    if (match := _PLAIN.fullmatch(full)) and not match[2][0].islower() and _SUFFIX.fullmatch(match[2]) is None:
        return whole if match[1][0].islower() else Name(full, match[1], "", match[2])
    if (plain := _plainly(full)) is not None:
        return plain
    parts = [part.strip() for part in full.split(",")]
    if not all(parts):
        return whole
    found = whole
    if len(parts) <= 2:
        found = _parsed(full)
    elif len(parts) == 3 and len(suffixes := [part for part in parts[1:] if _SUFFIX.fullmatch(part)]) == 1:
        # Family name, given name and suffix; BibTeX has the last two the other way round.
        given = next(part for part in parts[1:] if part != suffixes[0])
        found = Name(full, given, *_without_particle(parts[0]), suffixes[0])
    return found if found.family and found.given and _signs(*found[1:5]) == _signs(full) else whole


def _plainly(full: str) -> Name | None:
    """A name of more than two words, or with the family name first, in which there is nothing but names and initials.

    A nickname may stand among them.
    """
    if match := _PLAIN_WORDS.fullmatch(_NICKNAME.sub("", full)):
        family = match[2]
        given = full.removesuffix(f" {family}")
        is_capital = given[0].isupper() and family[0].isupper() and (full.isupper() or not family.isupper())
        words = full.split()
        if is_capital and not any(map(_is_suffix, words)) and _PARTICLES.isdisjoint(map(str.lower, words)):
            return Name(full, given, "", family)
    elif match := _PLAIN_INVERTED.fullmatch(full):
        family, given = match.groups()
        # What stands in capitals behind a name that does not is a degree, or where somebody works.
        words = given.split()
        is_other = not family.isupper() and any(word.isupper() and "." not in word for word in words)
        if not is_other and not any(word[0].islower() or _is_suffix(word) for word in (*words, family)):
            return Name(full, given, "", family)
    return None


def _parsed(full: str) -> Name:
    """A name as the library divides it, which knows titles, degrees and particles."""
    from nameparser import parse  # it takes long to import

    nicknames = list(_NICKNAME.finditer(full))
    name = parse(_NICKNAME.sub("", full))
    if name.suffix and not (_SUFFIX.fullmatch(name.suffix) or _DEGREE.fullmatch(name.suffix)):
        return Name(full, literal=True)  # it takes the Md in Md Isa for a doctor
    given = " ".join(filter(None, (name.title, name.given, name.middle)))
    if nicknames:
        end = full.rfind(f" {name.family}", nicknames[-1].end())
        given = full[:end] if end > 0 and "," not in full else ""
    return Name(full, given, *_without_particle(name.family), name.suffix)


def _is_literal(full: str) -> bool:
    """Whether a name is that of a body, or holds more than the name of one person."""
    words = full.count(" ") + 1
    if words == 1 or words > MOST_WORDS or len(full) > LONGEST or _NO_NAME.search(full) or find_body(full):
        return True
    return bool(_BRACKETS.search(full) and _BRACKETS.search(_NICKNAME.sub("", full)))


def _without_particle(family: str) -> tuple[str, str]:
    """The words in small letters before a family name, and the family name; its last word is never a particle."""
    words = family.split()
    count = next((place for place, word in enumerate(words[:-1]) if not word[0].islower()), max(len(words) - 1, 0))
    return " ".join(words[:count]), " ".join(words[count:])


def _without_suffix(text: str) -> tuple[str, str]:
    """A text without "Jr." at its end, and that."""
    match = _LAST_WORD.fullmatch(text) if len(text) <= LONGEST else None
    return (match[1], match[2]) if match and _SUFFIX.fullmatch(match[2]) else (text, "")


def _letters(text: str) -> Counter[str]:
    """The letters of a text, small and capital alike."""
    return Counter(filter(str.isalnum, text.casefold()))


def _signs(*texts: str) -> Counter[str]:
    """All that is not space or comma, which are what parts the words of a name."""
    return Counter(sign for text in texts for sign in text if sign != "," and not sign.isspace())
