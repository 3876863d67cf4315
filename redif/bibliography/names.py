"""Names of people and of corporate authors, in the parts by which bibliographies sort and print them.

A name is split only where that is safe. Any other is kept whole: a name printed as it was written does no harm, and one
that lost a word does.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from redif.schema.corporate import corporate_word
from redif.schema.name_additions import LONGEST, without_additions
from redif.schema.people import CJK_SCRIPT, KANA, has_place, may_be_two, people_in
from redif.source.characters import folded
from redif.source.patterns import lazy

CACHED_NAMES = 10_000  # splitting a name is slow, and most people write more than one item
MOST_WORDS = 7
LONGEST_KOREAN_FAMILY_NAME = 2  # syllables

# What the name of one person does not contain: addresses, affiliations, other people, notes.
_NOT_A_NAME = lazy(
    r"[@;/&:<>\[\]{}|\d\\*+=]|\s[-–—·•]\s|(?:^|\s)(?:and|und|et|with|for|on behalf|(?-i:og|och|и|u\.))(?:\s|$)", re.I
)
# A nickname within a name: Chong (Alex) Wang. At the end of a name, brackets hold something else.
_NICKNAME = lazy(r"""\s+(?:\([^\W\d][^\W\d.\s-]*[^()]{0,12}\)|“[^\W\d]+”|"[^\W\d]+")(?=\s[^\W\d])""")
_BRACKETS = lazy("""[()"“”„]""")
_SUFFIX = lazy(r"(?:jr|sr|jnr|snr)\.?|I{2,3}|IV", re.I)
_SUFFIX_WORD = lazy(r"junior|senior|esq(?:uire)?\.?|v|\dn?[rst][dht]", re.I)
_DEGREE = lazy(r"Ph\.?\s?D\.?|M\.?D\.|MBA|CPA|CFA|LL\.?[MD]\.?|Esq\.?|D\.?Phil\.?|M\.?Sc\.?|M\.?A\.|Ed\.?D\.?")
# Any of these, ignoring case.
_ANY_SUFFIX = lazy("|".join(known.pattern for known in (_SUFFIX, _SUFFIX_WORD, _DEGREE)), re.I)
# Degrees without full stops, in capitals; after a comma and nothing else they are no initials.
_BARE_DEGREE = lazy(r"MD|JD|RN|DVM|DDS|MPhil|MSc|MPH|MPA|MPP|MEd|BSc|DSc|DBA")
_LAST_WORD = lazy(r"(.+?)(?:,\s*|\s+)(\S+)")

# A fuller form of the given names, as library catalogues have it after them: Doe, Jane (Jane Quincy).
_FULLER_FORM = lazy(r"([^,()]+, ([^\W\d])[^,()]*) \((\w)[^,()]*\)")
# A comma or an initial with no space after it: Smith,John; J.Smith. A full stop that ends no abbreviation: John Smith.
_NO_SPACE = lazy(r",(?=[^\W\d])|(?<![^\W\d_.])[^\W\d_]\.(?=[^\W\d_]{2})")
_STOP_AT_END = lazy(r"(?<! [JSjs]r)(?<! [JS]nr)(?<! [Ee]sq)(?<=[a-zß-ÿ]{2})\.\Z")
_INITIALS = lazy(r"(?:[^\W\d_]\.-?)+|[^\W\d_]")
# The family name first, and nothing but initials after it: Lee A.B.
# One letter without a full stop may be a family name if it is a vowel: Kim O.
_FAMILY_AND_INITIALS = lazy(r"([^\W\d_][\w'’-]+),? ((?:[^\W\d_]\.[ -]?)+|[A-DF-HJ-NP-TV-XZ])")
# Several family names, and so many initials that the library takes them for a degree: Santos Silva, J.M.C.
_FAMILIES_AND_INITIALS = lazy(r"([^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]+){1,3}), ((?:[^\W\d_]\.[ -]?){3,5})")
# Names in Chinese, Japanese or Korean script begin with the family name. A dot divides foreign names, which keep their order.
_CJK = lazy(rf"([{CJK_SCRIPT}]+)(,? |[·・])([{CJK_SCRIPT}]+)")
_HANGUL = lazy("[\uac00-\ud7af]+")
_CJK_LETTER = lazy(f"[{CJK_SCRIPT}]")
_CJK_PERSON = lazy(f"[{CJK_SCRIPT}]{{2,5}}")  # the family name and the given name without a space between them
# LEE Ann; two capitals may be initials, as in AW Phillips.
_FAMILY_IN_CAPITALS = lazy(r"([A-ZÀ-ÖØ-Þ]{3,}(?:-[A-ZÀ-ÖØ-Þ]{2,})?) ([A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ][\w'’-]*)")
# Letters that German and Scandinavian names are also written without.
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})

# There are people called Null, but none with this for both names.
_NO_NAME = lazy(r"(?i)(?:null|undefined|none|nan|n/a)(?:,? (?:null|undefined|none|nan|n/a))+")

# Plain names, nine of ten, which the library would split in the same way but slowly.
_WORD, _INITIAL = r"[^\W\d_][\w'’-]+", r"[^\W\d_]\."
# Two words, and initials before or between them.
_PLAIN = lazy(rf"((?:{_WORD}|(?:{_INITIAL}[ -]?)+)(?: [^\W\d_]\.?)*) ({_WORD})")
# Words and initials; a single Y and the like may mean "and". A short word must be capitalized; as a family name it needs a
# vowel, which most degrees do not have.
_SHORT = r"[A-Z][a-z]{1,2}"
_LONG = r"[^\W\d_][\w'’-]{2,}\w"
_MIDDLE = rf"(?:(?:{_INITIAL})+|[A-DF-HJ-NP-XZ]|{_SHORT}|[A-Z][a-z]{{3}}|[^\W\d_][\w'’-]{{3,}}\w)"
_PLAIN_WORDS = lazy(
    rf"((?:{_SHORT}|{_LONG}|(?:{_INITIAL}[ -]?)+)(?: {_MIDDLE})*) ({_LONG}|(?=[A-Z]?[a-z]?[AEIOUYaeiouy]){_SHORT})"
)
# Particles and other words that do not occur in plain names.
_PARTICLES = frozenset({
    "aan", "abu", "aen", "af", "al", "and", "auf", "av", "bar", "bat", "bin", "bint", "binte", "binti", "bon",
    "da", "dal", "das", "de", "degli", "dei", "del", "dela", "della", "delle", "delli", "dello", "dem", "den",
    "der", "di", "do", "dos", "du", "et", "freiherr", "freiherrin", "geb", "geboren", "geborene", "heer", "het",
    "ibn", "la", "las", "le", "los", "mac", "mc", "nee", "of", "op", "san", "santa", "st", "ste", "te", "ter",
    "the", "tho", "thoe", "ua", "und", "van", "vande", "vander", "vd", "vel", "vom", "von", "zu",
})  # fmt: skip
# The family name first. It is one word only, as of several words the first may be a title; and the last of the given names
# may be a particle.
_LATIN = r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]+"
_PLAIN_INVERTED = lazy(rf"({_LATIN}), ({_LATIN}(?: {_INITIAL})*|{_INITIAL}(?:[ -]?{_INITIAL})*)")


class Name(NamedTuple):
    """A name in its parts.

    Attributes:
        full: the whole name as written, but for a title and the like beside it, or put together from its parts.
        given: the given names.
        particle: the lowercase words before the family name: "van", "de la".
        family: the family name.
        suffix: "Jr.", "III".
        literal: whether it is the name of a corporate author, or cannot be split; then only `full` is set.
        family_first: whether the name is always written with the family name first, as in Chinese, Japanese and Korean.
    """

    full: str = ""
    given: str = ""
    particle: str = ""
    family: str = ""
    suffix: str = ""
    literal: bool = False
    family_first: bool = False

    @property
    def is_corporate(self) -> bool:
        """Whether it is taken for the name of a corporate author; one in East Asian script without a word for such is not."""
        return self.literal and (_CJK_PERSON.fullmatch(self.full) is None or corporate_word(self.full) is not None)

    @property
    def inverted(self) -> str:
        """The name with the family name first: "van Gogh, Vincent, Jr."."""
        if self.literal:
            return self.full
        family = f"{self.particle} {self.family}" if self.particle else self.family
        return ", ".join(part for part in (family, self.given, self.suffix) if part)


def name_of(person: Mapping[str, Any]) -> Name:
    """Return the name of a person or an organization given as plain data, with `name`, `name_first` and `name_last`.

    `name_first` and `name_last` take precedence over what `name` seems to say, unless `name` says more than they do.
    """
    full, first, last = person.get("name") or "", person.get("name_first") or "", person.get("name_last") or ""
    if "extra" in person and full and not last:
        first, last = _private_parts(person["extra"], full)
    return _divided_name(full, first, last)


def full_name(person: Mapping[str, Any]) -> str:
    """Return the name as written, or put together from its parts where it is not written in full; empty where there is none.

    A title, a degree and the like beside it are left out. A text of punctuation is not a name.
    """
    name = _without_additions(_written(person))
    return name if _is_name(name) else ""


def _written(person: Mapping[str, Any]) -> str:
    return person.get("name") or " ".join(filter(None, (person.get("name_first"), person.get("name_last"))))


def _without_additions(text: str) -> str:
    """Return the name of a person without what is written beside it; other names are kept as they are: Evaluator 1."""
    name = without_additions(text)
    return text if name != text and corporate_word(text) else name


def _private_parts(extra: Mapping[str, Any], full: str) -> tuple[str, str]:
    """Return the parts in private attributes such as Author-X-Name-First, if they make up the whole name, else empty texts."""
    first, last = "", ""
    for name, texts in extra.items():
        if name.lower().endswith("-x-name-first"):
            first = next(iter(texts), "")
        elif name.lower().endswith("-x-name-last"):
            last = next(iter(texts), "")
    is_whole = first and last and (_is_same(full, first + last) or _is_same(full, last + first))
    return (first, last) if is_whole else ("", "")


@lru_cache(maxsize=CACHED_NAMES)
def _divided_name(full: str, first: str, last: str) -> Name:
    full, first, last = (_without_additions(" ".join(text.split())) for text in (full, first, last))
    if not _is_name(full + first + last):
        return Name()
    if not full or not last:
        return _of_parts(f"{first} {last}", first, last) if first and last and not full else _split(full or first or last)
    if first and _letters(full) <= _letters(first + last):
        return _of_parts(full, first, last)
    return _split_by_parts(full, first, last) or _split_at(full, last) or _split(full)


def _split_by_parts(full: str, first: str, last: str) -> Name | None:
    """Split a whole name where its parts, which may be spelled with other accents, say; None where they say something else."""
    words = full.replace(",", " ").split()
    for place in range(1, len(words)):
        before, after = " ".join(words[:place]), " ".join(words[place:])
        if _is_same(before, first) and _is_same(after, last):
            return _of_parts(full, before, after)
        if _is_same(before, last) and _is_same(after, first):
            return _of_parts(full, after, before)
    return None


def _of_parts(full: str, first: str, last: str) -> Name:
    """Return a name given in two parts, each of which may hold a particle or a suffix as well."""
    word = corporate_word(f"{first} {last}")
    if word and (word.start() < len(first) or full.count(" ") > 1):  # there are people whose last name is Economy
        return Name(full, literal=True)
    family, suffix = _without_suffix(last)
    given, other = (first, "") if suffix else _without_suffix(first)
    is_family_first = _CJK_LETTER.search(family) is not None and full.startswith(family)
    return Name(full, given, *_without_particle(family), suffix or other, family_first=is_family_first)


def _split_at(full: str, last: str) -> Name | None:
    """Split a whole name at its family name; None where that is not a part of the name, or is all of it."""
    if _NOT_A_NAME.search(full) or _BRACKETS.search(full):
        return None
    rest, suffix = _without_suffix(full)
    match = re.fullmatch(rf"(?i)(?P<given>.+) (?P<family>{(word := re.escape(last))})|(?P<first>{word}), (?P<rest>[^,]+)", rest)
    if match is None:
        return None
    given, family = match["given"] or match["rest"], match["family"] or match["first"]
    return None if "," in given else Name(full, given, *_without_particle(family), suffix)


def _split(full: str) -> Name:
    """Split a name of which only the whole is known."""
    if len(full) > LONGEST or people_in(full) is not None:
        return Name(full, literal=True)
    match = _FULLER_FORM.fullmatch(full)
    core = match[1] if match and match[2] == match[3] else full
    name = _split_core(_without_stop(_NO_SPACE.sub(r"\g<0> ", core)))
    return Name(full, literal=True) if name.literal else name._replace(full=full)


def _without_stop(full: str) -> str:
    """Return a name without the full stop of a sentence at its end; after a comma, it may be that of an abbreviation."""
    return full if "," in full else _STOP_AT_END.sub("", full)


def _split_core(full: str) -> Name:
    """Split a name that has nothing after it."""
    whole = Name(full, literal=True)
    if _CJK_LETTER.search(full):
        match = None if corporate_word(full) else _CJK.fullmatch(full)
        if match is None or (match[2] == "・" and not KANA.search(full)):  # a Japanese list of whole names
            return whole
        # A Korean family name has one syllable, rarely two, so these are whole names.
        if match[2][0] == "," and _HANGUL.fullmatch(match[1]) and len(match[1]) > LONGEST_KOREAN_FAMILY_NAME:
            return whole
        return Name(full, match[3], "", match[1], family_first=True) if " " in match[2] else Name(full, match[1], "", match[3])
    if _is_literal(full):
        return whole
    if match := _FAMILY_IN_CAPITALS.fullmatch(full):
        return Name(full, match[2], "", match[1])
    if (match := _PLAIN.fullmatch(full)) and not match[2][0].islower() and not _follows_a_name(match[2]):
        return whole if match[1][0].islower() else Name(full, match[1], "", match[2])
    if match := _FAMILY_AND_INITIALS.fullmatch(full):
        return Name(full, match[2], "", match[1])
    if may_be_two(full) or has_place(full):
        return whole
    if (match := _FAMILIES_AND_INITIALS.fullmatch(full)) and not _follows_a_name(match[2].replace(".", "")):
        return Name(full, match[2], *_without_particle(match[1]))
    if (plain := _split_plain(full)) is not None:
        return plain
    parts = [part.strip() for part in full.split(",")]
    if not all(parts):
        return whole
    if (found := _with_suffixes(full, parts)) is not None:
        return found
    # The name of the first of two people: J. Smith, M. Jones; Smith J, Jones M.
    before = parts[0].split()
    has_initials = len(before) > 1 and any(word[0].isupper() and _INITIALS.fullmatch(word) for word in before)
    if len(parts) > 1 and has_initials and not _ANY_SUFFIX.fullmatch(parts[1]):
        return whole
    found = whole
    if len(parts) <= 2:
        found = _split_by_library(full)
    elif len(parts) == 3 and _SUFFIX.fullmatch(parts[1]):  # Smith, Jr., John, as BibTeX has it
        found = Name(full, parts[2], *_without_particle(parts[0]), parts[1])
    return found if found.family and found.given and _characters(*found[1:5]) == _characters(full) else whole


def _with_suffixes(full: str, parts: list[str]) -> Name | None:
    """Split a name that ends with degrees or suffixes, each after a comma; None for any other name."""
    count = len(parts)
    while count > 1 and _follows_a_name(parts[count - 1]):
        count -= 1
    after = parts[count:]
    if not after or (len(parts) == 2 and not (_BARE_DEGREE.fullmatch(after[0]) and " " in parts[0])):
        return None
    name = _split_core(", ".join(parts[:count]))
    return name if name.literal else name._replace(full=full, suffix=", ".join(filter(None, (name.suffix, *after))))


def _split_plain(full: str) -> Name | None:
    """Split a name of more than two words, or with the family name first, that consists of names and initials only.

    There may be a nickname among them. None for any other name.
    """
    if match := _PLAIN_WORDS.fullmatch(_NICKNAME.sub("", full)):
        family = match[2]
        given = full.removesuffix(f" {family}")
        is_capital = given[0].isupper() and family[0].isupper() and (full.isupper() or not family.isupper())
        words = full.split()
        if is_capital and not any(map(_ANY_SUFFIX.fullmatch, words)) and _PARTICLES.isdisjoint(map(str.lower, words)):
            return Name(full, given, "", family)
    elif match := _PLAIN_INVERTED.fullmatch(full):
        family, given = match.groups()
        # A word in capitals after a name that is not in capitals is a degree or a workplace.
        words = given.split()
        is_other = not family.isupper() and any(word.isupper() and "." not in word for word in words)
        if not is_other and not any(word[0].islower() or _ANY_SUFFIX.fullmatch(word) for word in (*words, family)):
            return Name(full, given, "", family)
    return None


def _split_by_library(full: str) -> Name:
    """Split a name by the library, which knows titles, degrees and particles."""
    from nameparser import parse  # slow to import

    nicknames = list(_NICKNAME.finditer(full))
    name = parse(_NICKNAME.sub("", full))
    after = _SUFFIX.fullmatch(name.suffix) or _DEGREE.fullmatch(name.suffix) or _BARE_DEGREE.fullmatch(name.suffix)
    if name.suffix and not after:
        return Name(full, literal=True)  # the library takes the Md in Md Isa for a degree
    given = " ".join(filter(None, (name.title, name.given, name.middle)))
    if nicknames:
        end = full.rfind(f" {name.family}", nicknames[-1].end())
        given = full[:end] if end > 0 and "," not in full else ""
    return Name(full, given, *_without_particle(name.family), name.suffix)


def _is_literal(full: str) -> bool:
    """Return whether a name is that of a corporate author, or holds more than the name of one person."""
    words = full.count(" ") + 1
    if words == 1 or words > MOST_WORDS or len(full) > LONGEST or _NOT_A_NAME.search(full) or corporate_word(full):
        return True
    return bool(_BRACKETS.search(full) and _BRACKETS.search(_NICKNAME.sub("", full)))


def _follows_a_name(text: str) -> bool:
    """Return whether a text is a suffix or a degree."""
    return bool(_ANY_SUFFIX.fullmatch(text) or _BARE_DEGREE.fullmatch(text))


def _without_particle(family: str) -> tuple[str, str]:
    """Return the lowercase words before a family name, and the family name, which has at least the last word."""
    words = family.split()
    count = next((place for place, word in enumerate(words[:-1]) if not word[0].islower()), max(len(words) - 1, 0))
    return " ".join(words[:count]), " ".join(words[count:])


def _without_suffix(text: str) -> tuple[str, str]:
    """Return a text without a suffix such as "Jr." at its end, and the suffix."""
    match = _LAST_WORD.fullmatch(text) if len(text) <= LONGEST else None
    return (match[1], match[2]) if match and _SUFFIX.fullmatch(match[2]) else (text, "")


def _is_name(text: str) -> bool:
    """Return whether a text holds more than punctuation, and than what programs write where they have no name."""
    if text[:1] in "nNuU" and _NO_NAME.fullmatch(text):
        return False
    return any(map(str.isalnum, text)) or any(unicodedata.category(character)[0] not in "PZ" for character in text)


def _is_same(one: str, other: str) -> bool:
    """Return whether two texts have the same letters and digits in the same order, ignoring case and accents."""
    a, b = _compared(one), _compared(other)
    return a == b or (not (one + other).isascii() and _compared(_digraphs(one)) == _compared(_digraphs(other)))


def _compared(text: str) -> str:
    """Return the letters and digits of a text, in lowercase and without accents."""
    return "".join(filter(str.isalnum, folded(text)))


def _digraphs(text: str) -> str:
    """Return a text in lowercase with two letters for each that German and Scandinavian names are also written without."""
    return unicodedata.normalize("NFC", text).casefold().translate(_DIGRAPHS)


def _letters(text: str) -> Counter[str]:
    """Count the letters and digits of a text, ignoring case."""
    return Counter(filter(str.isalnum, text.casefold()))


def _characters(*texts: str) -> Counter[str]:
    """Count the characters that are neither space nor comma, which separate the words of a name."""
    return Counter(character for text in texts for character in text if character != "," and not character.isspace())
