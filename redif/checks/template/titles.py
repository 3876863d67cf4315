"""Titles and abstracts that are badly written or contain what belongs elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redif.bibliography.repository_notes import repository_note
from redif.checks.template.context import Change, CheckContext, Hit
from redif.checks.template.registry import check_values, rule_pattern
from redif.findings.wording import beginning, shortened
from redif.grammar import vocabularies
from redif.schema import headings
from redif.schema.keywords import in_one_line, is_subject, keywords_in
from redif.source.characters import lowercase_in_place
from redif.source.patterns import lazy
from redif.syntax.interrupted_text import is_sentence, start_of_text

# A command with its braces, a Greek letter or a sign, an accent on a letter, an escaped character, a formula between dollars.
_LATEX = lazy(
    r"\\(?:[A-Za-z]{2,}\s?\{|(?:alpha|beta|gamma|delta|epsilon|lambda|sigma|theta|mu|pi|rho|tau|phi|infty|leq?|geq?|times|sqrt)\b"
    r"|['\"`^~=.]\s?\{?[A-Za-z]|[&%#_$]|[cvHuk]\{|[a-z]{2,}\b(?=[^$]{0,300}\$))"
    r"|\$[A-Za-z]\w{0,3}\$|\$(?=[^\s\d$])[^$]{0,80}[\\^_{}][^$]{0,80}(?<=\S)\$|\{\\"
)
# Abbreviations, which end in a full stop of their own. Others are in grammars/abbreviations.txt.
_ABBREVIATION = lazy(
    r"(?:^|[\s(.&/-])(?:\w|\w{1,4}\.\w[\w.]*|[A-Z]{2}\.\s?[A-Z]{2}|\d+s|[^\Waeiouyàáâäèéêëìíîïòóôöùúûüằẳẵắặầẩẫấậạảãăềểễếệẹẻẽịỉĩồổỗốộờởỡớợọỏõơừửữứựụủũưỳỷỹýỵęąőűıåæø\d_]{1,3}"
    r"|[IVXLC]+|(?:l\.|lat|lata|latach|let|letech) \d\d"
    r"|(?<=, )(?:Ala|Ariz|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|La|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Okla|Ore|Pa|Tenn|Tex|Va"
    r"|Wash|Wis))\.$"
)
_LAST_WORD = lazy(r"(?<![^\s(.&/-])([^\W\d_]+)\.$")
_ABSTRACT_WORD = lazy(r"(?<!xtended )(?<!The )(?<!An )\b[Aa]bstract\s?:|\bAbstract\s?[.—-]\s|\bABSTRACT\s?[:.—-]")
_HEADING_WORDS = (
    "Abstract|Summary|Résumé|Resumen|Resumo|Zusammenfassung|Kurzfassung|Riassunto|Аннотация|Özet|Streszczenie|Tóm tắt"
    "|Abstrak|摘要"
)
_HEADING = lazy(
    rf"[(\[<]?(?:(?i:{_HEADING_WORDS})\s?(?:[)\]>]\s?)?[:：—–](?=\s?\S)|(?i:{_HEADING_WORDS})\.\s(?=[A-Z])"
    rf"|[(\[](?i:{_HEADING_WORDS})[)\]]\s"
    r"|ABSTRACT\b|RESUMEN\b|RÉSUMÉ\b|Abstract\s-\s|Abstract\s(?=(?:This|We|The|In|I|An?|Using|Our|It)\s))"
)
_FUNCTION_WORDS = frozenset({
    "A", "AN", "AND", "OF", "THE", "IN", "ON", "FOR", "TO", "FROM", "BY", "DE", "LA", "EL",
    "LOS", "EN", "LES", "DES", "DU", "ET", "UND", "DER", "DIE", "DAS", "IL", "DI", "E", "O",
})  # fmt: skip
_SIDE_BY_SIDE = lazy(r"[^\W\d_] ['’\"“«]?[^\W\d_]")
_IN_BRACKETS = lazy(r"[(\[][^()\[\]]*[)\]]")
_SENTENCE_END = lazy(r"[a-z)]\.\s+[A-Z]")
_SERIES_WORDS = (
    r"(?:(?:working|discussion|research|staff|technical|occasional|policy)?\s*(?:papers?|reports?|series|wp|dp)"
    r"|documentos?\s+de\s+trabajo|dt|documents?\s+de\s+travail|diskussionspapier|texto\s+para\s+discussão)\s*-?"
)
# The number of a paper in a title: "WP 12:", "No. 12 -", "(Working Paper 12)".
_NUMBER_WORDS = rf"(?:{_SERIES_WORDS}\s*(?:no\.?|nr\.?|number|#|n°)?|no\.?|nr\.?|#|n°)\s*"
_NUMBERED = lazy(rf"{_NUMBER_WORDS}(?P<number>[\w./-]*?\d[\w./-]*?)\s*(?:[:–—]|\.\s|-\s)\s*\S", re.I)
_BRACKETED = lazy(rf"[(\[]{_NUMBER_WORDS}(?P<number>[^\s()\[\]]{{1,40}})[)\]]\.?$", re.I)
_NUMBER_ALONE = lazy(r"(?P<number>[\w./-]{1,40}?)\s*[:.]\s+\S")
_SEPARATOR_MARKS = lazy(r"\|| (?:--?|[/*\\+]) |[\w)] ?# ?[\w(]|// |[^/\W]/[^/]*[^/\W]/|\w\. .*\.|^[\[({\"'#]|^\(?1[.)]")
_SIGNS_IN_LIST = lazy(r"""\\[,;]|^[\[({\"'“«„‘#]|^\(?1[.)]""")
_BETWEEN = lazy(r"[\s,;]+")
_ESCAPED = lazy(r"\\(?=[,;])")
# Words between slashes, and words that end with full stops but are no abbreviations: Inflation. Monetary policy. Credit.
_SLASHES = lazy(r"[^\W\d][^/:]*(?:/[^\W\d][^/:]*){2,}")
_STOPPED = r"(?:[^\W\d_.][^.]*\s)?(?:[^\W\d_]{4,}|[^\W\d_A-Z])"
_STOPS = lazy(rf"(?:{_STOPPED}\. ){{1,40}}{_STOPPED}\.|(?:{_STOPPED}\. ){{2,40}}{_STOPPED}")
_AFTER_KEYWORDS = lazy(r"\w*(?:\(s\))?(?:\s+and\s+phrases)?\*?\s?(?:[:：]|\s[–—-]\s)")
# What the heading of a list comes after; in "we search for the keywords: inflation and prices" there is no list of keywords.
_BEFORE_HEADING = lazy(r"(?:^|[.;:!?)\]>}*|•–—。”’\"'])\s*$")
_MORE_JEL = lazy(r"(?:[A-Z]\d\d?\b|[\s,;:./&]|-(?=[A-Z]\d)|and\b|or\b)*")
_CLOSING_KEYWORDS = (":", "：", " – ", " — ", " - ")  # what comes between the heading and the keywords
LONGEST_KEYWORD = 60  # characters from the beginning of the heading to such a sign
_SENTENCE_START = lazy(r"^|(?<=[^\W\d_]{3})\. (?=[^\W\d_])|(?<=[^\W\d_]) (?=(?:This|We|In this|The) [a-z]+ )")
SHORTEST_TEXT, LONGEST_SENTENCE = 40, 400  # characters of a sentence
_CODE = lazy(r"\b[A-Z]\d{1,2}\b")
_NO_CODES = frozenset({"G7", "G8", "G20", "M0", "M1", "M2", "M3", "H1"})  # groups of states, and money
LONG_TITLE = 350  # characters


@check_values("Title")
def title_capitals(value: str, _context: CheckContext) -> Hit | None:
    """Find a title all in capital letters."""
    # Text in brackets at the end, such as "(in Russian)", may be in lowercase.
    text = value if value.isupper() else _IN_BRACKETS.sub("", value) if value[-1] in ")]" else ""
    # In a script without capitals, only acronyms have them: 日本のGDP. And STATA, MATLAB, DYNARE are no text.
    if not text.isupper() or not _SIDE_BY_SIDE.search(text) or any(map(_has_no_case, text)):
        return None
    # Acronyms, as in "NAFTA, CAFTA and FTAA", have no long words.
    words = re.findall(r"[^\W\d_]+", text)
    lengths = sorted(map(len, words))
    # But a title may have short words, with accents or among words of a sentence: TĂNG TRƯỞNG KINH TẾ VIỆT NAM.
    is_text = sum(lengths) >= 20 and len(words) > 4 and (not text.isascii() or len(_FUNCTION_WORDS.intersection(words)) > 1)
    if len(words) < 2 or not (lengths[-1] >= 7 or lengths[-2] >= 6 or is_text):
        return None
    return Hit(f'The title is all in capital letters: "{shortened(value)}".')


def _has_no_case(character: str) -> bool:
    return character.isalpha() and not character.isupper() and not character.islower()


@check_values("Title")
def title_full_stop(value: str, _context: CheckContext) -> Hit | None:
    """Find a title that ends with a full stop which does not belong to an abbreviation."""
    if value[-1] not in ".。" or value[-2:-1] in (".", "…", "") or _ends_with_abbreviation(value[-80:]):
        return None
    message = f'The title ends with a full stop: "{shortened(value)}"'
    stop = len(value) - 1
    return Hit(message, start=stop, fix="deletes the full stop", changes=(Change(stop, stop + 1, ""),))


def _ends_with_abbreviation(text: str) -> bool:
    last = _LAST_WORD.search(text)
    return (last is not None and last[1] in vocabularies.abbreviations()) or _ABBREVIATION.search(text) is not None


@check_values("Title")
def title_number(value: str, context: CheckContext) -> Hit | None:
    """Find the number of the paper in its title."""
    handle = str(context.data.get("handle", ""))
    number = context.data.get("number") or (handle.rpartition(":")[2] if handle.count(":") == 3 else "")
    if not isinstance(number, str) or not any(map(str.isdigit, number)) or "volume" in context.data or len(value) > 1000:
        return None
    wanted = number.lstrip("0").lower()
    if not wanted or wanted not in value.lower():
        return None
    found = [_NUMBERED.match(value), _BRACKETED.search(value)]
    if len(number) > 2 and not (number.isdigit() and 1900 <= int(number) <= 2100):
        found.append(_NUMBER_ALONE.match(value))
    match = next((match for match in found if match and match["number"].lstrip("0").lower() == wanted), None)
    if match is None:
        return None
    message = f'The number of the paper, {number}, is in the title: "{shortened(value)}".'
    return Hit(message, start=match.start(), end=match.end())


@check_values("Title")
def title_latex(value: str, _context: CheckContext) -> Hit | None:
    """Find LaTeX in a title."""
    match = _LATEX.search(value) if "\\" in value or "$" in value else None
    return match and Hit(f'The title has LaTeX in it, {match[0]}: "{shortened(value)}".', start=match.start(), end=match.end())


@check_values("Title")
def title_abstract(value: str, context: CheckContext) -> Hit | None:
    """Find an abstract in the title."""
    match = _ABSTRACT_WORD.search(value, 1) if "bstract" in value or "ABSTRACT" in value else None
    if match is not None and len(value) - match.end() > 20:
        message = f'The title continues with an abstract: "{beginning(value[match.start() :])}".'
        is_indented = re.search(rf"\n[ \t]+{re.escape(match[0].rstrip())}", context.raw) is not None
        hint = "Delete the space in front of the line that begins with Abstract." if is_indented else ""
        return Hit(message, start=match.start(), hint=hint)
    if len(value) > LONG_TITLE and len(_SENTENCE_END.findall(value)) > 1:
        return Hit(f'The title is {len(value):,} characters long and has several sentences: "{shortened(value)}".')
    return None


@check_values("Abstract")
def abstract_provenance(value: str, _context: CheckContext) -> Hit | None:
    """Find what a repository notes for itself where the abstract should be."""
    match = repository_note(value)
    return match and Hit(f'This is a note of a repository, not an abstract: "{shortened(value)}".')


@check_values("Abstract")
def abstract_heading(value: str, _context: CheckContext) -> Hit | None:
    """Find an abstract that begins with the word Abstract."""
    match = _HEADING.match(value)
    return match and Hit(f'The abstract begins with its heading: "{beginning(value)}".', end=match.end())


@check_values("Abstract")
def abstract_jel(value: str, context: CheckContext) -> Hit | None:
    """Find JEL codes in the abstract."""
    match = headings.jel_heading(value)
    # "Papers with the JEL code E62 are cited more often" is a text about codes.
    if match is None or value[_end_of_codes(value, match.end()) :][:1].islower():
        return None
    shown = beginning(value[match.start() :])
    missing = "" if context.data.get("classification_jel") else " There is no Classification-JEL."
    return Hit(f'The abstract has JEL codes in it: "{shown}".{missing}', start=match.start(), end=match.end())


def _end_of_codes(value: str, start: int) -> int:
    """The offset of the first character after JEL codes that is not of a list of them."""
    match = _MORE_JEL.match(value, start)
    return match.end() if match else start


def _is_usual_list(value: str) -> bool:
    return _has_usual_separator(value) and _SIGNS_IN_LIST.search(value) is None


def _has_usual_separator(value: str) -> bool:
    return ";" in value or "," in value


@check_values(types=("keywords",), skip=_is_usual_list)
def keywords_separator(value: str, context: CheckContext) -> Hit | None:
    """Find keywords with something else than semicolons or commas between them, or with signs around each."""
    if "\\" in value and (slash := _ESCAPED.search(value)) is not None:
        changes = tuple(Change(match.start(), match.start() + 1, "") for match in _ESCAPED.finditer(value))
        message = f'There is a backslash before "{value[slash.end()]}" in {context.info.name}: "{shortened(value)}".'
        return Hit(message, start=slash.start(), end=slash.end(), fix="deletes the backslash", changes=changes)
    split, apart = context.info.type.split, in_one_line(context.raw, value)
    if split is None or (value.isascii() and apart == value and not _SEPARATOR_MARKS.search(value)):
        return None
    parts = keywords_in(apart, split)
    if len(parts) > 1:
        is_whole = _BETWEEN.sub("", "".join(parts)) == _BETWEEN.sub("", value)
        if _has_usual_separator(value) and is_whole:  # no signs are around them
            return None
        message = f'RePEc takes these {len(parts)} keywords for one: "{shortened(value)}".'
        if _has_usual_separator(value):
            message = f'RePEc takes the signs around the keywords for parts of them: "{shortened(value)}".'
        return Hit(message, fix="writes semicolons between them", changes=(Change(0, len(value), "; ".join(parts)),))
    if is_subject(value):
        return None
    has_dash = (match := rule_pattern("keyword-dash").search(value)) is not None and not _is_one_keyword(value, match)
    if has_dash or _SLASHES.fullmatch(value) or _STOPS.fullmatch(value):
        return Hit(f'Are these several keywords? RePEc takes "{shortened(value)}" for one.')
    return None


@check_values(types=("keywords",), skip=lambda value: len(value) < SHORTEST_TEXT)
def keywords_text(value: str, context: CheckContext) -> Hit | None:
    """Find a sentence among keywords, where it is not certain enough to be taken out of them."""
    for stop in _SENTENCE_START.finditer(value, 0, len(value) - SHORTEST_TEXT) if value.endswith(".") else ():
        text = value[stop.end() : stop.end() + LONGEST_SENTENCE]
        # IT outsourcing, IS research: these are no words of a sentence.
        if is_sentence(text) and not text.partition(" ")[0].isupper():
            if start_of_text(context.raw) is not None:  # which was reported
                return None
            message = f'{context.info.name} has text in it that is no keyword: "{shortened(value[stop.end() :])}".'
            return Hit(message, start=stop.end())
    return None


@check_values(types=("keywords",))
def keywords_jel(value: str, context: CheckContext) -> Hit | None:
    """Find JEL codes among keywords."""
    span = headings.jel_codes(value) if "unparsed" in context.data else None
    if span is None and (span := _codes_alone(value, context)) is None:
        return None
    missing = "" if context.data.get("classification_jel") else " There is no Classification-JEL."
    return Hit(f'{context.info.name} has JEL codes in it: "{value[slice(*span)]}".{missing}', start=span[0], end=span[1])


def _codes_alone(value: str, context: CheckContext) -> tuple[int, int] | None:
    """The span of JEL codes without a heading, of which there are at least two among the keywords."""
    if value.islower() or _CODE.search(value) is None:
        return None
    split = context.info.type.split
    codes = [part for part in (split(value) if split else ()) if part in vocabularies.jel() and part not in _NO_CODES]
    if len(codes) < 2 or not all(map(_CODE.fullmatch, codes)):
        return None
    return value.index(codes[0]), value.rindex(codes[-1]) + len(codes[-1])


def _is_one_keyword(value: str, match: re.Match[str]) -> bool:
    """Whether what is before a dash is one word or a year, as in North – South trade and 1950 - 1960: the dash joins it."""
    return " " not in value[: match.start()].strip() or value[match.end() : match.end() + 1].isdigit()


@check_values("Abstract")
def abstract_keywords(value: str, context: CheckContext) -> Hit | None:
    """Find keywords in the abstract."""
    marks = [mark for mark in _CLOSING_KEYWORDS if mark in value]
    if not marks:  # in most abstracts
        return None
    lower = ""  # of the whole value, which few need
    # Few signs have such a word right before them, so only the text before each sign is searched.
    for sign in (sign for mark in marks for sign in _offsets(mark, value)):
        begin = max(sign - LONGEST_KEYWORD, 0)
        before = lowercase_in_place(value[begin:sign])
        for word in [word for word in headings.KEYWORDS if word in before]:
            lower = lower or lowercase_in_place(value)
            start = lower.rfind(word, begin, sign)
            match = _AFTER_KEYWORDS.match(lower, start + len(word)) if start >= 0 else None
            if match is not None and _is_heading(value, start, sign):
                missing = "" if context.data.get("keywords") else " There are no Keywords."
                message = f'The abstract has keywords in it: "{beginning(value[start:])}".{missing}'
                return Hit(message, start=start, end=match.end())
    return None


def _is_heading(value: str, start: int, end: int) -> bool:
    """Whether a word for keywords, with all up to the sign after it, is a heading, and no word of a sentence."""
    begins = value[start].isupper() and value[start : start + 3] != "Sch"  # German nouns always do
    return begins or value[start:end].isupper() or _BEFORE_HEADING.search(value, max(start - 10, 0), start) is not None


def _offsets(mark: str, value: str) -> Iterator[int]:
    """The offsets of a mark in a value."""
    place = value.find(mark)
    while place >= 0:
        yield place
        place = value.find(mark, place + 1)
