"""Where an item is, as one text says it: the journal or book and the place there, the series and the number."""

from __future__ import annotations

import re
from collections.abc import Mapping

from redif.bibliography.item import ItemKind

LONGEST = 1000  # characters of a text that is understood
# redif: Journal, vol. 6(3), number 2, pages 360-374, September 2021.
_JOURNAL = re.compile(
    r"(?P<journal>.*?)(?:(?:^|, )vol\. (?P<volume>[^(,]+?)(?:\((?P<issue>[^)]*)\))?)?(?:(?:^|, )issue (?P<alone>[^,]+))?"
    r"(?:(?:^|, )number (?P<number>[^,]+))?(?:(?:^|, )pages (?P<pages>.+?))?(?:(?:^|, )(?P<date>[^,]*[0-9]{4}[^,]*))?"
).fullmatch
_BOOK = re.compile(
    r"(?P<book_title>.*?)(?:(?:^|, )edition (?P<edition>.+?))?(?:(?:^|, )volume (?P<volume>.+?))?"
    r"(?:(?:^|, )chapter (?P<chapter>.+?))?(?:(?:^|, )pages (?P<pages>.+))?"
).fullmatch
# OJS: Religio; Vol 12 No 1-2 (2004): Thematic issue; 5-26.
_OJS = re.compile(
    r"(?P<journal>[^;]+?); (?:(?:Vol(?:ume)?|Bd|Jg|Tome|T)\.? ?(?P<volume>[^,;():]+?))?,? ?"
    r"(?:(?:No|Nr|Núm|N[°ºo]|Issue|Heft|H)\.? ?(?P<issue>[^;():]+?))? ?(?:\((?P<date>[0-9]{4})\))?"
    r"(?:: (?P<issue_title>[^;]*))?(?:; (?P<pages>[^;]+))?",
    re.I,
).fullmatch
# HAL: European Economic Review, 2019, 112 (3), pp.1-20. ⟨10.1016/...⟩
_HAL = re.compile(
    r"(?P<journal>.+?), (?P<date>[0-9]{4}), (?P<volume>[^,()]+?)?(?: ?\((?P<issue>[^()]*)\))?"
    r"(?:, pp?\. ?(?P<pages>[^\s,⟨]+?))?\.?(?: ⟨[^⟩]*⟩)?"
).fullmatch
# EPrints, after the title: Journal of Examples, 3 (2). pp. 360-374. ISSN 1234-5679.
_EPRINTS_JOURNAL = re.compile(
    r"(?P<journal>[^.]+?)(?:, (?P<volume>[^,.()]+?))?(?: \((?P<issue>[^()]+)\))?\.(?: pp?\. (?P<pages>[^ .]+)\.?)?"
    r"(?: ISSN (?P<issn>[0-9X-]+))?(?: \(.*\))?"
).fullmatch
# APA: Journal of Examples, 16(2), 136-146.
_APA_JOURNAL = re.compile(
    r"(?P<journal>[^.]+?), (?P<volume>[^,.() ]+)(?: ?\((?P<issue>[^()]+)\))?, (?:pp?\. ?)?(?P<pages>[^ ,.]+)\.?"
).fullmatch
# In: Handbook of Examples. Example Press, London, pp. 1-20. ISBN 9780674430006.
_EPRINTS_BOOK = re.compile(
    r"In: (?P<book_title>.+?)\.(?: .*?)?(?:pp?\. (?P<pages>[^ .]+)\.?)?(?: ISBN (?P<isbn>[0-9X-]+))?(?: \(.*\))?"
).fullmatch
_APPEARS = ("Published in", "Forthcoming in")
_SERIES_AND_NUMBER = re.compile(r"([^;]*?)\s*;\s*(?:no\.?\s*)?((?:[^;\s]+ )?[^;\s]*[0-9][^;\s]*)", re.I).fullmatch


def parts_of(text: str, kind: ItemKind) -> Mapping[str, str] | None:
    """Return the parts of a source, by the fields of the item; None where it is not understood.

    A part `date` says when the issue was published, `alone` the issue where there is no volume.
    """
    if len(text) > LONGEST:
        return None
    if kind is ItemKind.CHAPTER:
        return _found(_BOOK(text))
    if kind is not ItemKind.ARTICLE:
        return None
    for written_by in (_HAL, _OJS):
        found = _found(written_by(text)) or {}
        if found.keys() & {"volume", "issue", "date"}:
            return found
    return _found(_JOURNAL(text))


def parts_after_title(citation: str, title: str, kind: ItemKind) -> Mapping[str, str] | None:
    """Return the parts of a citation after the title of the item, as EPrints writes them; None where there are none."""
    _, found, rest = citation.partition(title) if title else ("", "", "")
    rest = rest.lstrip(". ")
    if not found or len(rest) > LONGEST:
        return None
    ways = {ItemKind.ARTICLE: (_APA_JOURNAL, _EPRINTS_JOURNAL), ItemKind.CHAPTER: (_EPRINTS_BOOK,)}.get(kind, ())
    return next(filter(None, (_found(written_by(rest)) for written_by in ways)), None)


def status_after_title(citation: str, title: str) -> str | None:
    """Return what a citation says after the title of where a paper appears later, as MPRA has it; None where it says else."""
    _, found, rest = citation.partition(title) if title else ("", "", "")
    rest = " ".join(rest.replace(" ,", ",").split()).strip(" .")
    if not found or (rest and not rest.startswith(_APPEARS)):
        return None
    return rest.replace(" in:", " in", 1)


def series_and_number(text: str) -> tuple[str, str]:
    """Return the series and the number in it, as DSpace writes them: Working papers;12. What is not there is empty."""
    match = _SERIES_AND_NUMBER(text)
    return (match[1], match[2]) if match else (text.rstrip("; "), "")


def _found(match: re.Match[str] | None) -> Mapping[str, str] | None:
    return {name: part.strip() for name, part in match.groupdict().items() if part and part.strip()} if match else None
