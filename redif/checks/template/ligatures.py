"""Ligatures that were lost or kept when text was copied from a PDF file: ff, fi, fl, ffi and ffl as one sign.

Many fonts have these pairs of letters as one sign, in a place that no standard knows. A program that copies the text takes the
sign for the character that Windows-1252 has in that place: `e¤ects`, `…rms`, `su¢ cient`; or, of a font of a Macintosh, `Þrms`.
What was meant is sure where one reading of the signs alone makes a known word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

from redif.checks.template.context import Change, CheckContext, Hit
from redif.checks.template.registry import HANDLES, check_template
from redif.findings.wording import counted
from redif.grammar import vocabularies
from redif.source.characters import UNDECODABLE

NOT_TEXT = HANDLES | {"url", "email", "doi"}
MOST_SIGNS = 4  # in one word
_LETTER = r"[^\W\d_]"
_JOINED = {chr(number) for number in range(0xFB00, 0xFB07)}  # Unicode's own ligatures, which are letters and have one reading
_PUNCTUATION = re.compile(r"[^\w\x00-\x1f]")  # and other signs that also occur between words
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
# Between lowercase letters, these are hardly anything else; an ellipsis or a degree sign may be, and a dagger before a space.
_SURE_LOSS = re.compile("[a-z](?:[¤¢] ?|‡)[a-z]")


class _Words(NamedTuple):
    """The words of one value.

    Attributes:
        changes: the changes that write the letters, and the words before and after the first of them.
        lost: the place of a word that nobody can read.
    """

    changes: list[Change]
    first: tuple[str, str]
    lost: tuple[int, int] | None


@check_template(unusual=True)
def text_ligature(context: CheckContext) -> Iterator[Hit]:
    """Find letters such as fi that became one sign."""
    if _signs().search(context.text) is None:
        return
    for index, info, _ in context.attributes():
        raw = context.values[index]
        if info.attribute.type in NOT_TEXT or _signs().search(raw) is None:
            continue
        changes, (written, meant), lost = _read(raw)
        if changes:
            more = f", and so on in {counted(len(changes) - 1, 'other word')}" if len(changes) > 1 else ""
            message = f'In {info.name}, "{_shown(written)}" should be "{meant}"{more}.'
            start, end, *_ = changes[0]
            yield Hit(message, index, start, end, fix="writes the letters", changes=tuple(changes), as_written=True)
        if lost:
            message = f'In {info.name}, letters are missing in "{_shown(raw[slice(*lost)])}".'
            yield Hit(message, index, *lost, as_written=True)


def _read(raw: str) -> _Words:
    """Read the words of a value that have signs in them."""
    changes: list[Change] = []
    alone = 0  # of these, signs with a space after them
    lost = None
    done = 0
    for match in _word().finditer(raw):
        if match.start() < done or _signs().search(match[0]) is None or _follows_digit(raw, match):
            continue
        # Some programs put a space after the sign: su¢ cient. No word ends with these letters, but some do with ff. What is a
        # letter as well may be one: the function ƒ at that point.
        readings = vocabularies.ligatures().get(match[0][-1], ("ff",))
        is_end = readings == ("ff",) or match[0][-1].isalpha()
        after = None if is_end else _word_after_space().match(raw, match.end())
        whole = (match.start(), after.end()) if after else match.span()
        for start, end in dict.fromkeys((whole, match.span())):
            if meant := _meant(raw[start:end].replace(" ", "").replace("\n", "")):
                changes.append(Change(start, end, meant))
                alone += len(match[0]) == 1 and _PUNCTUATION.match(match[0]) is not None
                done = end
                break
        else:
            if lost is None and _SURE_LOSS.search(raw, *whole):
                lost = whole
    # "Prices … le retour" has no file in it; where letters were lost in other words too, the sign is one of them.
    if len(changes) == alone:
        changes = []
    first = (raw[slice(*changes[0][:2])], changes[0].text) if changes else ("", "")
    return _Words(changes, first, lost)


def _follows_digit(raw: str, match: re.Match[str]) -> bool:
    return raw[match.start() - 1 : match.start()].isdigit()  # 30° at noon


def _shown(word: str) -> str:
    """A word as a message shows it: on one line, with something to see in place of a control character."""
    return " ".join(_CONTROL.sub(UNDECODABLE, word).split())


def _meant(word: str) -> str:
    """The word with its signs read, if there is one way to read them; else empty."""
    pieces = re.split(f"({_signs().pattern})", word)
    if len(pieces) > 2 * MOST_SIGNS + 1:
        return ""
    readings = product(
        *((piece,) if not place % 2 else _readings(pieces[place - 1], piece) for place, piece in enumerate(pieces))
    )
    words = {"".join(reading) for reading in readings}
    # Unicode's own ligatures have one reading, whatever the word; of other signs it is sure only if there is such a word.
    if not _JOINED.issuperset(pieces[1::2]):
        words = {word for word in words if word.lower() in vocabularies.ligature_words()}
    return words.pop() if len(words) == 1 else ""


def _readings(before: str, sign: str) -> tuple[str, ...]:
    """The letters that a sign may be; none, if it is a control character that follows the same letters: `benefi\x0cts`."""
    readings = vocabularies.ligatures()[sign]
    return (*readings, "") if _CONTROL.match(sign) and before.endswith(readings) else readings


@cache
def _signs() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(vocabularies.ligatures()))}]")


@cache
def _word() -> re.Pattern[str]:
    return re.compile(f"(?:{_LETTER}|{_signs().pattern})+")


@cache
def _word_after_space() -> re.Pattern[str]:
    return re.compile(f"(?: |\n *)(?:(?![A-Z]){_LETTER}|{_signs().pattern})+")
