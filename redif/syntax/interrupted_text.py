"""Text that goes on after a line with keywords in it: an abstract that was pasted with its `Keywords:` line.

RePEc takes all that follows `Keywords:` for keywords. What is a sentence belongs to the abstract. So does a line
in it that begins with the name of an attribute: `Length: The length of the cycle is what we measure.`
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from redif.grammar import Grammar
from redif.schema.slots import Mode, Slot
from redif.source.patterns import lazy

FEWEST = 3  # words of a sentence
FEWEST_OF_PART = 6  # words of one that is a part of a list
_WORD = lazy(r"[^\W\d_]+")
_STOP = lazy(r"(?<=[^\W\d_]{3})\. (?=[^\W\d_])")  # after a word that is no abbreviation
# Attributes with a name that a line of an abstract may begin with, and whose values are short; those that are numbers first.
NUMBERS = frozenset({"Length", "Volume", "Issue", "Number", "Year", "Month", "Pages"})
_LINES = NUMBERS | {"Price", "Edition", "Chapter", "Size", "Version", "Series", "Note", "Language", "Doi"}
ENDS = (".", "?", "!")
_GOES_ON = (",", ";", "-")  # after these, the next line is still part of a list


def start_of_text(written: str) -> int | None:
    """Return the offset in a list, as it is written, at which text begins; None if it is a list to its end."""
    found = [start for start in (_after_stop(written), _after_line(written)) if start is not None]
    return min(found) if found else _after_part(written)


def _after_stop(written: str) -> int | None:
    """Return where a sentence begins after a full stop."""
    for stop in _STOP.finditer(written):
        end = written.find(". ", stop.end())
        if is_sentence(written[stop.end() : end if end >= 0 else None]):
            return stop.end()
    return None


def _after_line(written: str) -> int | None:
    """Return where a line begins that is a sentence, or the headings right above it."""
    lines = written.split("\n")
    for number in range(1, len(lines)):
        before = next((line for line in reversed(lines[:number]) if line.strip()), "").rstrip()
        if before and not before.endswith(_GOES_ON) and is_sentence(lines[number]):
            # A heading such as "JEL Classification: D40" between them is no keyword either.
            while number > 1 and (":" in lines[number - 1] or not lines[number - 1].strip()):
                number -= 1
            return sum(len(line) + 1 for line in lines[:number])
    return None


def _after_part(written: str) -> int | None:
    """Return where the first part of a list that is a sentence begins, if a full stop is at the end of all."""
    if not written.rstrip().endswith("."):
        return None
    start = 0
    for part in written.split(";" if ";" in written else ","):
        if len(_WORD.findall(part)) >= FEWEST_OF_PART and is_sentence(part.strip()):
            return start
        start += len(part) + 1
    return None


def prose_above(names: list[str], table: dict[str, Slot]) -> Slot | None:
    """Return the attribute with prose that is the last of those above a list, or has only other lists below it."""
    for name in reversed(names):
        slot = table.get(name.lower())
        if slot is None or slot.mode is not Mode.PARTS:
            return slot if slot is not None and slot.mode in (Mode.TEXT, Mode.ONE) and slot.info.attribute.prose else None
    return None


def lines_of_abstract(names: Sequence[str], texts: Sequence[str], joined: Collection[int]) -> list[int]:
    """Return the indices of lines below an abstract that are its text, but begin with a word that is the name of an attribute.

    Lines of the indices `joined` are known to be part of the value above them.
    """
    found: list[int] = []
    name = "Abstract" if "Abstract" in names else next((name for name in names if name.lower() == "abstract"), "")
    for above in range(names.count(name) and names.index(name), len(names)) if name else ():
        if names[above] != name:
            continue
        index, has_parts = above + 1, False
        while index < len(names):
            if index in joined:
                has_parts = True  # such as Methods: and Results:
            elif names[index].capitalize() in _LINES and _is_line(names[index].capitalize(), texts[index], has_parts):
                found.append(index)
            else:
                break
            index += 1
    return found


def _is_line(name: str, text: str, has_parts: bool) -> bool:
    """Return whether the value of an attribute is the rest of a line that begins with a word."""
    if " " not in text:
        return False
    if name == "Note":  # other notes are sentences, too
        return text.startswith("that ")
    if name == "Doi":  # and what the text says about it, or goes on with
        said = _WORD.findall(text.partition(" ")[2])
        return len(said) >= FEWEST and not _sentence_words().isdisjoint(said)
    words = _WORD.findall(text)
    is_said = not _sentence_words().isdisjoint(words)
    if text[0].islower() and len(words) >= FEWEST and is_said:  # also where the sentence goes on in the next line
        return True
    if not text.endswith(ENDS):
        return False
    if has_parts and not any(map(str.isdigit, text)):
        return True
    if text[0].islower():
        return is_said or (name in NUMBERS and len(words) >= FEWEST and not _function_words().isdisjoint(words))
    return is_sentence(text)


def is_sentence(line: str) -> bool:
    """Return whether a line begins a sentence: with a capital, and with one of the words that keywords do not have."""
    words = _WORD.findall(line)
    if len(words) < FEWEST or not words[0][0].isupper() or not line.strip().startswith(words[0]):
        return False
    return not _sentence_words().isdisjoint([words[0].lower(), *words[1:]])


@cache
def _sentence_words() -> frozenset[str]:
    return frozenset(Grammar.standard().rules["sentence-word"].words())


@cache
def _function_words() -> frozenset[str]:
    return frozenset(Grammar.standard().rules["function-word"].words())
