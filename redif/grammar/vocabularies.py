"""Lists of known values that the grammar names: JEL codes, media types, languages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from string import ascii_lowercase

from redif.source.characters import folded


@cache
def folder() -> str:
    """Return the folder of the grammar files: inside the installed package, or beside it in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    shipped = os.path.join(package, "grammars")
    return shipped if os.path.isdir(shipped) else os.path.join(os.path.dirname(package), "grammars")


@cache
def jel() -> Mapping[str, str]:
    """JEL codes to their labels, including retired codes, which occur in old data."""
    return {code: label for code, label, _status in _table("jel.tsv")}


@cache
def jel_retired() -> frozenset[str]:
    """The JEL codes that are no longer in use."""
    return frozenset(code for code, _label, status in _table("jel.tsv") if status == "retired")


@cache
def media_types() -> Mapping[str, str]:
    """Registered media types in lowercase, each to itself."""
    return {line: line for line in _lines("media-types.txt")}


@cache
def languages() -> Mapping[str, str]:
    """ISO 639-1 codes to the languages' English names."""
    return {code: name for code, _three_letters, name in _table("languages.tsv")}


@cache
def bibliographic_languages() -> Mapping[str, str]:
    """ISO 639-1 codes to the bibliographic codes of ISO 639-2, which libraries use."""
    return {code: three_letters for code, three_letters, _name in _table("languages.tsv")}


@cache
def months() -> Mapping[str, str]:
    """Names of months in the languages of the field, in lowercase, to their numbers of two digits (from CLDR)."""
    return dict(_table("months.tsv"))


SHORTEST_WITH_SLIP = 5  # letters
# English names, whatever the locale of the machine.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@cache
def month_names() -> Mapping[str, str]:
    """Names of months as in `months` but without accents, with a full stop too, and numbers, to the English names."""
    found = {folded(name): MONTHS[int(number) - 1] for name, number in months().items()}
    found |= {f"{name}.": month for name, month in found.items()}
    signs = ("{0}", "{0:02}", "{0}\u6708", "{0}\uc6d4", "th\u00e1ng {0}")  # in Chinese, Japanese, Korean, Vietnamese
    return found | {folded(sign.format(number)): month for number, month in enumerate(MONTHS, 1) for sign in signs}


@cache
def month_slips() -> Mapping[str, str]:
    """English names of months with one slip of the pen, to the names; of short ones, only with a letter twice."""
    slips: dict[str, set[str]] = {}
    for name in MONTHS:
        for slip in _slips(name.lower()) if len(name) >= SHORTEST_WITH_SLIP else _doublings(name.lower()):
            slips.setdefault(slip, set()).add(name)
    return {slip: names.pop() for slip, names in slips.items() if len(names) == 1 and slip not in months()}


@cache
def written_months() -> Mapping[str, str]:
    """Names of months as in `months`, also without accents, and those in `month_slips`, to their numbers."""
    slips = {slip: f"{MONTHS.index(name) + 1:02}" for slip, name in month_slips().items()}
    return slips | {folded(name): number for name, number in months().items()} | dict(months())


def _doublings(word: str) -> Iterator[str]:
    """A short word with one of its letters twice."""
    yield from (word[:place] + word[place - 1] + word[place:] for place in range(2, len(word) + 1))


def _slips(word: str) -> Iterator[str]:
    """A word with one letter too few, too many or wrong, or two letters exchanged; its first letter is right."""
    for place in range(1, len(word) + 1):
        before, after = word[:place], word[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after
            yield before + letter + after[1:]


@cache
def season_names() -> Mapping[str, str]:
    """Names of seasons in the languages of the field, in lowercase and without accents, to the English ones."""
    return {folded(name): season for name, season in _table("seasons.tsv")}


@cache
def date_words() -> Mapping[str, str]:
    """Words that go with the year of an item, without accents, each to itself: `version`, `forthcoming`, names of months."""
    words = map(folded, (*_words("date-words.txt"), *months(), *season_names().values()))
    return {word: word for word in (*words, *month_names(), *season_names())}


@cache
def language_names() -> Mapping[str, str]:
    """Names of languages in several languages, and their codes of three letters, in lowercase, to ISO 639-1 codes.

    Each name is there without accents as well.
    """
    names = dict(_table("language-names.tsv"))
    return {folded(name): code for name, code in names.items()} | names


@cache
def format_words() -> Mapping[str, str]:
    """Words that people write for formats of files, in lowercase, to media types."""
    return dict(_table("format-words.tsv"))


@cache
def ligatures() -> Mapping[str, tuple[str, ...]]:
    """Signs that text copied from PDF files has in place of letters such as fi, to the letters they may mean."""
    return {chr(int(sign, 16)): tuple(letters.split()) for sign, letters in _table("ligatures.tsv")}


@cache
def ligature_words() -> frozenset[str]:
    """Words with such letters, in lowercase."""
    return frozenset(_lines("ligature-words.txt"))


@cache
def first_names() -> frozenset[str]:
    """Common first names, in lowercase."""
    return frozenset(_lines("first-names.txt"))


@cache
def abbreviations() -> frozenset[str]:
    """Words that are abbreviations, as they are written before a full stop."""
    return _words("abbreviations.txt")


@cache
def month_words() -> frozenset[str]:
    """Words in place of a month that are no mistake though they are not read, in lowercase and without accents."""
    return _words("month-words.txt")


@cache
def place_names() -> frozenset[str]:
    """Names of countries and parts of the world in several languages, in lowercase and without accents (from CLDR)."""
    return frozenset(_lines("place-names.txt"))


@cache
def workplace_names() -> frozenset[str]:
    """Names of cities and universities that are written after an author's name, in lowercase and without accents."""
    return frozenset(_lines("workplace-names.txt"))


@cache
def example_texts() -> Mapping[str, Sequence[str]]:
    """What examples have as the value of an attribute, by its name, in lowercase."""
    texts: dict[str, list[str]] = {}
    for attribute, text in _table("example-texts.tsv"):
        texts.setdefault(attribute, []).append(text)
    return texts


@cache
def look_alikes() -> Mapping[str, str]:
    """Greek and Cyrillic letters to the Latin letters that look the same (from Unicode's confusables)."""
    return {other: latin for latin, other in _table("look-alikes.tsv")}


@cache
def look_alikes_of_latin() -> tuple[Mapping[str, str], ...]:
    """Latin letters to the letters that look the same: those of Greek, and those of Cyrillic as it is written in Europe."""
    greek = {latin: other for other, latin in look_alikes().items() if other < "\u0400"}
    return greek, {latin: other for other, latin in look_alikes().items() if "\u0400" <= other < "\u0460"}


def _table(name: str) -> list[list[str]]:
    """The rows of a table, without its header."""
    return [line.split("\t") for line in _lines(name)[1:]]


def _words(name: str) -> frozenset[str]:
    """The words of a list of them."""
    return frozenset(word for line in _lines(name) for word in line.split())


def _lines(name: str) -> list[str]:
    """The lines of a file but its comments."""
    with open(os.path.join(folder(), name), encoding="utf-8") as file:
        return [line for line in file.read().splitlines() if not line.startswith("#")]


LISTS: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "JEL-codes": jel,
    "media-types": media_types,
    "languages": languages,
    "months": months,
    "month-names": month_names,
    "month-slips": month_slips,
    "written-months": written_months,
    "season-names": season_names,
    "date-words": date_words,
    "language-names": language_names,
    "format-words": format_words,
}
