"""Titles and abstracts that read badly or hold what belongs elsewhere."""

from __future__ import annotations

import re

from redif.checks.registry import of_values, rule
from redif.checks.subject import Hit, Subject
from redif.findings import shortened

_LATEX = re.compile(r"\\[A-Za-z]{2,}\b|\\['\"`^~=.]\s?\{?[A-Za-z]|\$[^$]{0,80}[\\^_{}][^$]{0,80}\$|\{\\")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(.-])(?:[A-Za-z]|[A-Za-z]{1,4}\.[A-Za-z.]*|Inc|Ltd|Co|Corp|Jr|Sr|St|etc|al|vs|no|vol|ed|eds|approx|Dr|Mr|Mrs|dept|govt|ca|cf|pp|bis|ff|Chap|rev|min|max|rd|nd|th|str|resp|par|art|S\.p\.A|Bros|Univ)\.$",
    re.I,
)
_ABSTRACT_WORD = re.compile(r"\b[Aa]bstract\s?:|\bAbstract\s?[.—-]\s|\bABSTRACT\b")
_HEADING = re.compile(
    r"ABSTRACT\b|Abstract\s?[:.—–-]|Abstract\s(?=[A-Z])|(?:Summary|Résumé|Resumen|Resumo|Zusammenfassung|Riassunto)\s?[:—–]"
)
_SENTENCE_END = re.compile(r"[a-z)]\.\s+[A-Z]")
_SERIES_WORDS = (
    r"(?:(?:working|discussion|research|staff|technical|occasional|policy)?\s*(?:papers?|reports?|series|wp|dp)\s*)?"
)
LONG_TITLE = 350  # characters


@of_values("Title")
def title_capitals(value: str, _subject: Subject) -> Hit | None:
    """A title all in capital letters."""
    if value.isupper() and sum(map(str.isalpha, value)) >= 15 and value.count(" ") >= 2:
        return Hit(f'the title is all in capitals: "{shortened(value)}"')
    return None


@of_values("Title")
def title_full_stop(value: str, _subject: Subject) -> Hit | None:
    """A title that ends in a full stop which is not that of an abbreviation."""
    if value[-1] != "." or value[-2:-1] in (".", "…", "") or _ABBREVIATION.search(value):
        return None
    return Hit(f'the title ends with a full stop: "{shortened(value)}"', start=len(value) - 1)


@of_values("Title")
def title_number(value: str, subject: Subject) -> Hit | None:
    """A title that carries the number of the paper."""
    number = subject.data.get("number") or str(subject.data.get("handle", "")).rpartition(":")[2]
    if not isinstance(number, str) or len(number) < 2 or not any(map(str.isdigit, number)) or number not in value:
        return None
    there = rf"{_SERIES_WORDS}(?:no\.?|nr\.?|number|#|n°)?\s*{re.escape(number)}"
    match = re.match(rf"{there}\s*[:.–—-]\s+\S|[(\[]{there}[)\]]", value, re.I)
    if match is None or (number.isdigit() and 1900 <= int(number) <= 2100):
        return None
    return Hit(f'the title carries the number of the paper, {number}: "{shortened(value)}"', start=0, end=match.end() - 1)


@of_values("Title", holds="<")
def title_markup(value: str, _subject: Subject) -> Hit | None:
    """HTML tags in a title."""
    match = rule("markup").search(value)
    return match and Hit(f'the title has HTML in it, {match[0]}: "{shortened(value)}"', start=match.start(), end=match.end())


@of_values("Title")
def title_latex(value: str, _subject: Subject) -> Hit | None:
    """LaTeX in a title."""
    match = _LATEX.search(value) if "\\" in value or "$" in value else None
    return match and Hit(f'the title has LaTeX in it, {match[0]}: "{shortened(value)}"', start=match.start(), end=match.end())


@of_values("Title")
def title_abstract(value: str, _subject: Subject) -> Hit | None:
    """An abstract in the title."""
    match = _ABSTRACT_WORD.search(value, 1) if "bstract" in value or "ABSTRACT" in value else None
    if match is not None:
        return Hit(f'the title goes on with an abstract: "{shortened(value[match.start() - 20 :], 80)}"', start=match.start())
    if len(value) > LONG_TITLE and len(_SENTENCE_END.findall(value)) > 1:
        return Hit(f'the title is {len(value)} characters long and has several sentences: "{shortened(value)}"')
    return None


@of_values("Abstract")
def abstract_heading(value: str, _subject: Subject) -> Hit | None:
    """An abstract that begins with the word."""
    match = _HEADING.match(value)
    return match and Hit(f'the abstract begins with its heading: "{value[:40]}"', end=match.end())


@of_values("Abstract", holds="JEL")
def abstract_jel(value: str, subject: Subject) -> Hit | None:
    """JEL codes in the abstract."""
    match = rule("jel-words").search(value)
    if match is None:
        return None
    shown = value[match.start() : match.start() + 50]
    there = "" if subject.data.get("classification_jel") else ", and there is no Classification-JEL"
    return Hit(f'the abstract holds JEL codes: "{shown}"{there}', start=match.start(), end=match.end())


@of_values("Abstract")
def abstract_keywords(value: str, subject: Subject) -> Hit | None:
    """Keywords in the abstract."""
    if "eyword" not in value and "EYWORD" not in value and "ey word" not in value:
        return None
    match = rule("keyword-words").search(value)
    if match is None:
        return None
    shown = value[match.start() : match.start() + 50]
    there = "" if subject.data.get("keywords") else ", and there are no Keywords"
    return Hit(f'the abstract holds keywords: "{shown}"{there}', start=match.start(), end=match.end())
