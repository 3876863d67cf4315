"""ISBNs and ISSNs in texts: found among words, told from each other, spelled alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from redif.grammar import Grammar
from redif.schema.placeholders import is_placeholder

ISBN, ISSN = "isbn", "issn-loose"  # the grammar's rules
_BETWEEN = re.compile(r"[;,/|]\s*(?=[^\d]{0,40}\d)|(?<=\))\s+(?=\d)|\s+(?:and|und|et|y|e)\s+(?=[^\d]{0,40}\d)")
_ANY_DASH = re.compile("[\u2010-\u2015\u2212]")
_LABELS = re.compile(r"(?i)IS[BS]N(?:[- ]?1[03](?!\d))?[\s:=.]*")
_LABEL_BEFORE = re.compile(r"^\s*(?:[ep]-?)?IS[BS]N(?:[- ]?1[03](?!\d))?[\s:=.]*(?=.*\d)", re.I)


def isbns_in(texts: Iterable[str]) -> list[str]:
    """Return the ISBNs in texts, each once and without words beside it; what is none stays as it is written."""
    return _numbers_in(texts, ISBN, _spelled_isbn)


def issns_in(texts: Iterable[str]) -> list[str]:
    """Return the ISSNs in texts, each once and without words beside it; what is none stays as it is written."""
    return _numbers_in(texts, ISSN, spelled_issn)


def alone(rule: str, text: str) -> Iterator[re.Match[str]]:
    """Yield what a rule finds in a text that is not part of a longer word or number."""
    for match in Grammar.standard().rules[rule].pattern().finditer(text):
        if not text[match.end() : match.end() + 1].isalnum() and not text[: match.start()][-1:].isalnum():
            yield match


def spelled_issn(written: str) -> str:
    """Return an ISSN as it should be written: with a hyphen after four digits, and a capital X."""
    digits = "".join(filter(str.isalnum, written.upper()))
    return f"{digits[:4]}-{digits[4:]}"


def _spelled_isbn(written: str) -> str:
    """Return an ISBN with hyphens of ASCII in it, or none as it is written, and a capital X."""
    return _ANY_DASH.sub("-", written.strip(" -.").upper())


def _numbers_in(texts: Iterable[str], rule: str, spelled: Callable[[str], str]) -> list[str]:
    found: list[str] = []
    pattern = Grammar.standard().rules[rule].pattern()
    for text in texts:
        bare = _LABELS.sub(" ; ", text)
        numbers = [match[0] for match in alone(rule, bare)]
        # Any other digits may be those of a number in which one is wrong or missing.
        if numbers and not any(map(str.isdigit, pattern.sub(" ", bare))):
            found += map(spelled, numbers)
        else:
            parts = (_LABEL_BEFORE.sub("", part).strip() for part in _BETWEEN.split(text))
            found += (number for part in parts if not _says_none(part) for number in _single(part, rule))
    return list(dict.fromkeys(found))


def _says_none(text: str) -> bool:
    """Return whether a text is empty, or a placeholder, maybe after the word for the number: `ISBN: n/a`."""
    bare = _LABELS.sub("", text).strip()
    return not bare or is_placeholder(bare)


def _single(text: str, rule: str) -> list[str]:
    """Return the numbers that follow each other in a text with nothing but spaces between them; else the text."""
    if " " not in text:
        return [text]
    found = [match[0].strip() for match in Grammar.standard().rules[rule].pattern().finditer(text)]
    is_all = len(found) > 1 and "".join(found).replace(" ", "") == text.replace(" ", "")
    return found if is_all else [text]
