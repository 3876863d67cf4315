"""Several people in one name: whether it has them, and where one ends and the next begins.

People are divided only where that is certain. What looks like two people may be one: García López, Juan Carlos.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from redif.grammar import vocabularies
from redif.schema.corporate import corporate_word
from redif.schema.markup import without_entities
from redif.schema.name_additions import without_additions
from redif.source.characters import folded
from redif.source.patterns import lazy

CJK_SCRIPT = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff々〆"
FIRST_OF_CJK = "\u3005"  # 々
KANA = re.compile("[\u3040-\u30ff](?<!・)")
CACHED = 4096  # names; each format asks about each of them, and many people write more than one item
LONGEST = 2000  # characters; a longer value is not a list of names
LETTERS_OF_NAME = 3  # of Chinese and Korean names; most Japanese ones have four
LAST_OF_LATIN = "\u024f"  # letter; the list of first names has none in other alphabets

_WORD = r"(?:[^\W\d_][\w'’.-]*)"
_PERSON_WORDS = lazy(rf"{_WORD}(?:\s{_WORD}){{1,4}}")
_NAME_WORDS = lazy(rf"{_WORD}(?:,?\s{_WORD}){{0,4}}")
# "And" in other languages is small, and between whole names: not in José Ortega y Gasset, Josep Puig i Cadafalch.
_AND = r"(?:og|och|en|i|ja|és|ve|və|și|şi|oraz|ir|un|dhe|eta|mit|avec|con|u\.|и|і|та|και|和|y|e|a)"
_WORD_BETWEEN = r"\b(?i:and|und(?! zu)|et(?!\.?\s?(?-i:al)\b)|with)\b"  # et al. is no person
_DASH = r"(?:-{1,3}|[–—·•])"
_BETWEEN = lazy(rf"\s*(?:(?i:<br\s*/?>)|\\and\b|\\?[;|&+、；／]|(?<!\s[asd])/|・|{_WORD_BETWEEN})\s*|\s{_DASH}\s|\s{_AND}\s")
# Signs between people each of whom may have a comma within the name.
_STRONG = lazy(r"[;/|、；<・／]")
_COMMA = lazy(r",(?!\s*(?:[\d*†‡]|(?:Jr|Sr|I{2,3}|IV|Ph\.?\s?D|M\.?D|MBA|CPA)\b))")
_SEVERAL = lazy(rf"[,;&/|+<、，；・／ㆍ]|(?<=[{CJK_SCRIPT}])·|\\and\b|\s(?:(?i:and|und|et|with)|{_DASH}|{_AND})\s")
# What is left of a sign or a word between people at the end of a line or the beginning of the next.
_AT_LINE_END = lazy(rf"^(?:(?:[-–—·•*&]|(?i:and|und|et)|{_AND})\s)+|\s(?:&|(?i:and|und|et)|{_AND})$")
_LINE_END = lazy(r"\n|(?i:<br\s*/?>)")
_GAP = lazy(r"\t\s*|\s{2,}")  # on one line, as programs leave it between the cells of a table
_REMARK = lazy(r"\([^()]*\)")
# Whole names in Chinese, Japanese and Korean script; a space comes between the family name and the given name only.
_EAST_ASIAN = lazy(rf"[{CJK_SCRIPT}]{{2,6}}|[{CJK_SCRIPT}]{{1,2}} [{CJK_SCRIPT}]{{1,3}}")
_CJK_SIGNS = "、；，,;・·ㆍ／"
_EAST_ASIAN_LIST = lazy(rf"[{CJK_SCRIPT}][{CJK_SCRIPT} ]*(?:[{_CJK_SIGNS}][ ]?[{CJK_SCRIPT}][{CJK_SCRIPT} ]*)+")
_PREPOSITION = lazy(r"\b(?:of|for|on|in|the)\b", re.I)
# Names with initials, which can only be one person each: Smith J.; J. Smith; John A. Smith; Smith JA.
_INITIALS = r"(?:[^\W\d_]\.[ -]?)+"
_ONE = r"[^\W\d_][\w'’-]+"
_WHOLE_NAME = lazy(
    rf"{_ONE} {_INITIALS}|{_INITIALS} ?{_ONE}|{_ONE} {_INITIALS} ?{_ONE}|{_ONE} [A-Z]{{1,2}}|[A-Z](?: [A-Z])? {_ONE}"
)
_FAMILY_AND_CAPITALS = lazy(rf"({_ONE}) ([A-Z]{{1,3}})")
_INITIALS_ALONE = lazy(_INITIALS)
# Names that end in initials with nothing between one and the next: Li, X. Wang, Y.
_ENDING_IN_INITIALS = rf"{_ONE},\s?{_INITIALS}"
_UNDIVIDED = lazy(rf"(?:{_ENDING_IN_INITIALS}){{2,}}")
_ENDS_IN_INITIALS = lazy(_ENDING_IN_INITIALS)
# Two names of two words. In capitals, two words may be one family name: GARCÍA LÓPEZ, JUAN CARLOS.
_TWO_NAMES = lazy(rf"{_ONE} {_ONE}, {_ONE} {_ONE}")
# With "and" between them, if not within a name: Gustavo Ramón y Cajal y María López.
_TWO_TOGETHER = lazy(rf"[^\W\d_]\S+(?: \S+)+ {_AND} [^\W\d_](?:\.|[\w'’-]+)(?: [^\W\d_]\S+)+")
# A family name with a particle, which is no whole name: von Hayek, Friedrich August.
_PARTICLE_FIRST = lazy(r"(?:[a-zß-ÿ]['’]?[a-zß-ÿ]*|Van|Von|De|Del|Della|Di) [^\W\d_a-zß-ÿ][\w'’-]+,")
_NUMBERED = lazy(r"[^\W\d_]{2}[\d¹²³*†‡][\d¹²³*†‡,]*$")


def people_in(name: str) -> tuple[str, ...] | None:
    """Return the people in a name that has several, as they are written; empty where it is not certain where each ends.

    It is None for the name of one person or of a corporate author, and for what is no name.
    """
    return _people_in(name) if len(name) <= LONGEST else None


@lru_cache(maxsize=CACHED)
def _people_in(name: str) -> tuple[str, ...] | None:
    if _SEVERAL.search(name) is None or _has_two_family_names(name):
        return None
    if corporate_word(_REMARK.sub("", name)):
        return None
    name = without_additions(without_entities(name)).strip(" ,;")  # the ampersands of entities do not separate names
    if _are_east_asian(name):
        return tuple(map(str.strip, re.split(f"[{_CJK_SIGNS}]", name)))
    if _UNDIVIDED.fullmatch(name):
        return tuple(_each_in_initials(name))
    parts = _parts(_BETWEEN, name)
    people = _by_comma(name) if len(parts) < 2 else _by_sign(name, parts)
    return _without_letters(_indexed(people)) if people else people


def _without_letters(people: tuple[str, ...]) -> tuple[str, ...]:
    """Return people without the letters that refer to their affiliations: John Smith a, Mary Jones b."""
    letters = [person[-2:] for person in people]
    if letters[0] != " a" or not set(letters) <= {f" {letter}" for letter in "abcdefgh"} or letters != sorted(letters):
        return people
    return tuple(person[:-2] for person in people)


def _each_in_initials(name: str) -> Iterator[str]:
    """The people in a name that has only such as end in initials, one after the other."""
    end = 0
    while (match := _ENDS_IN_INITIALS.match(name, end)) is not None:
        yield match[0].strip()
        end = match.end()


def people_on_lines(written: str) -> list[str]:
    """Return the people in a name as it is written if each of its lines has one, or several; else nothing.

    A long name may go on in the next line. On one line, tabs or several spaces come between people.
    """
    written = written.strip()
    between = _LINE_END if _LINE_END.search(written) else _GAP
    lines = [" ".join(line.split()).strip(" ,;") for line in between.split(written)]
    lines = [rest for line in lines if (rest := _AT_LINE_END.sub("", line).rstrip(" ,;"))]
    if len(lines) < 2:
        return []
    is_east_asian = all(line[0] >= FIRST_OF_CJK and _EAST_ASIAN.fullmatch(line) for line in lines)
    if is_east_asian and max(map(len, lines)) >= LETTERS_OF_NAME:
        return lines
    apart = [people_in(line) for line in lines]
    if not all(found or " " in line or "," in line for found, line in zip(apart, lines, strict=True)):  # one word is no person
        return []
    bare = [_bare(line) for line in lines]
    if not all(found or is_person(line) for found, line in zip(apart, bare, strict=True)):
        return []
    if any(apart) or _are_on_lines(bare, has_breaks="<" in written) or all(line[0].isdigit() for line in lines):
        return [person for line, found in zip(lines, apart, strict=True) for person in found or (line,)]
    return []


def may_be_two(name: str) -> bool:
    """Return whether a name may be that of one person, but as well those of two: Anna Kowalska, Jan Nowak."""
    if not _TWO_NAMES.fullmatch(name) or _PARTICLE_FIRST.match(name):
        return _TWO_TOGETHER.fullmatch(name) is not None
    return not name.isupper() or all(map(_begins_with_first_name, name.title().split(", ")))


def has_place(name: str) -> bool:
    """Return whether a whole name has a place after its comma, not given names: John Smith, Germany; John Smith, Harvard."""
    whole, comma, place = name.partition(", ")
    if not comma or "," in place or not _begins_with_first_name(whole):
        return False
    known = folded(place)
    is_place = known in vocabularies.place_names() or known in vocabularies.workplace_names()
    return is_place and place.lower() not in vocabularies.first_names()


def is_person(text: str) -> bool:
    """Return whether a text looks like the whole name of one person, in either order."""
    words = text.replace(",", " ").replace("  ", " ").strip()
    return bool(_PERSON_WORDS.fullmatch(words)) and not corporate_word(text) and not _PREPOSITION.search(text)


def has_sign_of_several(text: str) -> bool:
    """Return whether a text has a sign or a word in it that comes between people."""
    return _SEVERAL.search(text) is not None


def _has_two_family_names(name: str) -> bool:
    """Whether a name has two family names, joined by "and", before its only comma: Costa e Silva, Ana; Gómez y López, Luis."""
    family, _, given = name.partition(",")
    is_joined = any(word in family for word in (" y ", " e ", " i "))
    return is_joined and bool(given.strip()) and not any(sign in name for sign in ";&/") and "," not in given


def _by_sign(name: str, parts: list[str]) -> tuple[str, ...] | None:
    """Return the people in a name with signs or words between them, given its parts."""
    bare = [_bare(part) for part in parts]
    if not _STRONG.search(name) and any("," in part for part in bare) and not all("," in part for part in bare):
        # Ann Lee, Bo Kim and Eva Ito. Of three, the first two may be one: García López, Juan Carlos and Eva Ito.
        singles = [single for part in parts for single in _parts(_COMMA, part)]
        if len(singles) > len(parts) and all(is_person(_bare(single)) for single in singles):
            first = _bare(singles[0])
            is_certain = len(singles) > 3 or _begins_with_first_name(first) or _WHOLE_NAME.fullmatch(first)
            return tuple(singles) if is_certain else ()
    found = [(_by_comma(part) if "," in part else None) for part in parts]
    if not all(people is not None or is_person(text) for people, text in zip(found, bare, strict=True)):
        # Last names alone have a sign between them that is not also in the name of a firm.
        return tuple(parts) if ";" in name and all(map(_NAME_WORDS.fullmatch, bare)) else None
    if () in found:
        return ()
    return tuple(person for people, part in zip(found, parts, strict=True) for person in people or (part,))


def _by_comma(name: str) -> tuple[str, ...] | None:
    """Return the people in a name with nothing but commas between them."""
    parts = _parts(_COMMA, name)
    if len(parts) < 2:
        return None
    bare = [_bare(part) for part in parts]
    if len(parts) > 3 and not len(parts) % 2 and _are_last_and_first(bare):
        return tuple(f"{last}, {first}" for last, first in zip(parts[::2], parts[1::2], strict=True))
    if (
        all(_NUMBERED.search(part) and " " in part for part in parts)
        or all(map(_WHOLE_NAME.fullmatch, bare))
        or all(map(_begins_with_first_name, bare))
        or all(_REMARK.search(part) and is_person(text) for part, text in zip(parts, bare, strict=True))
    ):
        return tuple(parts)
    if len(parts) < 3 or not all(map(_PERSON_WORDS.fullmatch, bare)):
        return None
    # In an even number, each second one may be given names.
    return tuple(parts) if len(parts) % 2 or any(map(_begins_with_first_name, bare[::2])) else ()


def _indexed(people: tuple[str, ...]) -> tuple[str, ...]:
    """Return people with a comma after the family name if all are as in medical indexes: Smith JA, Jones MB; not Jun MA."""
    matches = [match for person in people if (match := _FAMILY_AND_CAPITALS.fullmatch(person))]
    if len(matches) < len(people) or any(match[1].lower() in vocabularies.first_names() for match in matches):
        return people
    return tuple(f"{match[1]}, {match[2]}" for match in matches)


def _are_last_and_first(parts: list[str]) -> bool:
    """Whether parts are family and given names in turn: Lee, A., Kim, B.; Smith, John, Jones, Mary."""
    if all(map(_INITIALS_ALONE.fullmatch, parts[1::2])):
        return True
    known = vocabularies.first_names()
    is_first = [part.partition(" ")[0].lower() in known for part in parts]
    return all(is_first[1::2]) and not any(is_first[::2]) and not any(" " in part for part in parts[::2])


def _are_on_lines(lines: list[str], *, has_breaks: bool) -> bool:
    """Whether lines that look like names of people are those of one person each."""
    if not all(line[0].isupper() for line in lines):
        return False
    # Of two lines, the second may go on with the name in the first: Juan Carlos, García López; José Luis de la, Torre Mir.
    return (
        has_breaks
        or len(lines) > 2
        or all("," in line for line in lines)
        or all(map(_WHOLE_NAME.fullmatch, lines))
        or all(map(_begins_with_first_name, lines))
        or _are_first_and_last(lines)
    )


def _are_first_and_last(lines: list[str]) -> bool:
    """Whether lines are a first and a last name each, as far as the first names are known: JOHN SMITH, MARY JONES."""
    known, words = vocabularies.first_names(), [line.lower().split() for line in lines]
    if not all(len(pair) == 2 for pair in words) or any(last in known for _, last in words) or "." in words[0][1]:
        return False
    # The first line may have the family names of the person whose given names follow: García López, Juan Ignacio.
    return words[0][0] in known or lines[0] > LAST_OF_LATIN


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
    if name[:1] < FIRST_OF_CJK or not _EAST_ASIAN_LIST.fullmatch(name):
        return False
    parts = [part.strip() for part in re.split(f"[{_CJK_SIGNS}]", name)]
    if not all(map(_EAST_ASIAN.fullmatch, parts)):
        return False
    # With other signs the parts may be those of one name: 山田, 太郎; ジョン・スミス. Three letters are a whole name.
    return any(sign in name for sign in "、；，;") or (
        all(" " in part or len(part) >= LETTERS_OF_NAME for part in parts) and not KANA.search(name)
    )


def _parts(between: re.Pattern[str], name: str) -> list[str]:
    """Return the parts of a name between signs that are not within brackets."""
    masked = _REMARK.sub(lambda remark: "\0" * len(remark[0]), name)
    spans = [match.span() for match in between.finditer(masked)]
    starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(name)]
    return [part for start, end in zip(starts, ends, strict=True) if (part := name[start:end].strip(" ,;"))]


def _bare(part: str) -> str:
    """Return a name without remarks in brackets, and without what is written beside it: Ann Lee for Dr. Ann Lee (MIT)."""
    return without_additions(" ".join(_REMARK.sub("", part).split()))
