"""Letters of another alphabet that look like those of the word they are in."""

from __future__ import annotations

from collections.abc import Iterator

from redif.checks.template.context import Change, CheckContext, Hit
from redif.checks.template.ligatures import NOT_TEXT
from redif.checks.template.registry import check_template
from redif.findings.wording import counted
from redif.grammar import vocabularies
from redif.source.patterns import lazy

_LATIN, _OTHER = "A-Za-zÀ-ÖØ-öø-ʯ", "\u0370-\u052f"  # the other: Greek and Cyrillic
_MIXED = lazy(f"[{_LATIN}](?=[{_OTHER}])|[{_OTHER}](?=[{_LATIN}])")
MOST_CHANGES = 100  # words of one value; there is something else wrong with one that needs more
_WORD = lazy(r"[^\W\d_]+")
_OPERATORS = frozenset("ΔΣΠΩ")  # as in ΔΔT
_GREEK, _CYRILLIC = lazy("[\u0370-\u03ff]"), lazy("[\u0400-\u052f]")
_HAS_LATIN, _HAS_OTHER = lazy(f"[{_LATIN}]"), lazy(f"[{_OTHER}]")


@check_template(unusual=True)
def text_look_alike(context: CheckContext) -> Iterator[Hit]:
    """Find words with letters of two alphabets that look as if they were of one."""
    if _MIXED.search(context.text) is None:
        return
    for index, info, value in context.attributes():
        if (info.attribute.type in NOT_TEXT and info.attribute.type != "doi") or _MIXED.search(value) is None:
            continue
        found = [word for word in _WORD.finditer(value) if _MIXED.search(word[0]) and _readings(word[0])]
        if not found:
            continue
        word, more = found[0], len(found) - 1
        message = f'In {info.name}, "{word[0]}" has letters of two alphabets: {_named(word[0])}'
        message += f"; the same in {counted(more, 'other word')}." if more else "."
        changes = [Change(word.start(), word.end(), meant) for word in found if (meant := _meant(word[0], value))]
        if len(changes) < len(found) or len(found) > MOST_CHANGES:
            changes = []
        yield Hit(message, index, *word.span(), fix="writes them in one alphabet", changes=tuple(changes))


def _readings(word: str) -> list[str]:
    """The word in one alphabet, in each in which it looks the same."""
    latin = "".join(vocabularies.look_alikes().get(letter, letter) for letter in word)
    readings = [] if _HAS_OTHER.search(latin) else [latin]
    # Latin letters beside Greek ones may be names of quantities, as in σX.
    is_foreign = 2 * len(_HAS_LATIN.findall(word)) < len(word) and not _OPERATORS.issuperset(_HAS_OTHER.findall(word))
    for table in vocabularies.look_alikes_of_latin() if is_foreign else ():
        other = "".join(table.get(letter, letter) for letter in word)
        # A letter that looks like both Greek and Cyrillic ones is of the alphabet of the others.
        if not _HAS_LATIN.search(other) and not (_GREEK.search(other) and _CYRILLIC.search(other)):
            readings.append(other)
    return readings


def _meant(word: str, value: str) -> str:
    """The word in the alphabet it is meant in; empty where that is not sure."""
    readings = _readings(word)
    if len(readings) == 1:
        return readings[0]
    # Of a word that looks the same in two alphabets, the words around it decide.
    around = [other for other in _WORD.findall(value) if len(other) > 1 and not _MIXED.search(other)]
    is_latin = {bool(_HAS_LATIN.search(other)) for other in around}
    possible = [reading for reading in readings if is_latin == {bool(_HAS_LATIN.search(reading))}]
    return possible[0] if len(possible) == 1 else ""


def _named(word: str) -> str:
    """The letters of a word that are the fewer, with their alphabet."""
    import unicodedata

    latin = [letter for letter in word if _HAS_LATIN.match(letter)]
    other = [letter for letter in word if _HAS_OTHER.match(letter)]
    fewer = dict.fromkeys(latin if len(latin) < len(other) else other)
    return ", ".join(f"{letter} is {unicodedata.name(letter).split()[0].capitalize()}" for letter in fewer)
