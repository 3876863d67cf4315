"""Text that goes on after a line with keywords in it: an abstract that was pasted with its `Keywords:` line.

RePEc takes all that follows `Keywords:` for keywords. What is a sentence belongs to the abstract.
"""

from __future__ import annotations

import re
from functools import cache

from redif.grammar import Grammar
from redif.schema.tables import Mode, Slot

FEWEST = 3  # words of a sentence
_WORD = re.compile(r"[^\W\d_]+")
_STOP = re.compile(r"(?<=[^\W\d_]{3})\. (?=[^\W\d_])")  # after a word that is no abbreviation
_GOES_ON = (",", ";", "-")  # after these, the next line is still part of a list


def start_of_text(written: str) -> int | None:
    """Return the offset in a list, as it is written, at which text begins; None if it is a list to its end."""
    for stop in _STOP.finditer(written):
        if is_sentence(written[stop.end() :].partition(". ")[0]):
            return stop.end()
    lines = written.split("\n")
    for number in range(1, len(lines)):
        before = lines[number - 1].rstrip()
        if before and not before.endswith(_GOES_ON) and is_sentence(lines[number]):
            # A heading such as "JEL Classification: D40" between them is no keyword either.
            while number > 1 and ":" in lines[number - 1]:
                number -= 1
            return sum(len(line) + 1 for line in lines[:number])
    return None


def prose_above(names: list[str], table: dict[str, Slot]) -> Slot | None:
    """Return the attribute with prose that is the last of those above a list, or has only other lists below it."""
    for name in reversed(names):
        slot = table.get(name.lower())
        if slot is None or slot.mode is not Mode.PARTS:
            return slot if slot is not None and slot.mode in (Mode.TEXT, Mode.ONE) and slot.info.attribute.prose else None
    return None


def is_sentence(line: str) -> bool:
    """Return whether a line begins a sentence: with a capital, and with one of the words that keywords do not have."""
    words = _WORD.findall(line)
    if len(words) < FEWEST or not words[0][0].isupper() or not line.strip().startswith(words[0]):
        return False
    return not _sentence_words().isdisjoint([words[0].lower(), *words[1:]])


@cache
def _sentence_words() -> frozenset[str]:
    return frozenset(Grammar.standard().rules["sentence-word"].words())
