"""What is written beside a name and is no part of it: titles, degrees, footnote marks, years, notes, and "et al.".

Only what is certain counts. There are people called Dean, Major and Mba, and initials such as MD.
"""

from __future__ import annotations

import re
from functools import lru_cache

from redif.schema.placeholders import is_placeholder
from redif.source.patterns import lazy

_CLOSING = {'"': '"', "'": "'", "“": "”", "(": ")", "[": "]"}  # signs around a whole name
_WHOLE = lazy(r"[A-ZÀ-Þ][\w'’.-]*(?:,? [^\W\d_][\w'’.-]*){1,4}")
CACHED = 4096  # names; several questions are asked about each, and many people write more than one item
LONGEST = 150  # characters of the name of one person

# Titles with or without a full stop, and those that are names or initials without one.
_TITLE = r"""(?:
    (?:Prof(?:essora?|a)?|prof|Dr(?:a|s)?|dr|mgr)(?=[\s.])\.?
    | (?:[Кк]анд|[Дд]окт|[Дд]-р|[кд])(?:\.\s?|\s)(?:[а-яёіїє]{2,15}(?:\.-|[.\s-]\s?)){1,2}наук
    | [кд]\.\s?[а-яёіїє]{1,2}\.\s?н\b\.? | (?:[Пп]роф(?:ессор)?|[Дд]оц(?:ент)?|[Аа]кад(?:емик)?|[Дд]-р)(?=[\s.,]|$)\.?
    | (?:Ph\.?\s?D|M\.?Sc)(?=\.?\s+\S+\s+\S)\.? | (?:(?<=Öğr\.)|(?<=Öğr\.\s))Üyesi(?=\s)
    | (?:Mrs?|Ms|Miss|Mme|Mlle|Herr|Frau)(?=\.?\s+\S+\s+\S)\.?
    | (?:PD|Associate|Assistant|Adjunct|Emeritus)(?=\s+(?:Prof|Dr))
    | \(FH\) | (?i:(?:(?:dipl|univ|priv)\.-\w{2,10}|prof|dr|ing|lic|mag|mgr
      |doc|doç|drs|ao|apl|eng|hon|rev|univ|assoc|asso|asst|assist|adj
      |yrd|öğr|gör|arş|uzm|bc|mudr|judr|phdr|rndr|paeddr|dott|avv|sra?|conf|lect|asist|priv|doz|habil|hab|h\.\s?c|dr\.?ssa|prof\.?ssa|dott\.?ssa|dr\.in|em|inż|ir|mevr|dhr|dña|mg|me|econ|mtr[ao]|mr\.\s?sc))\.[ªº]?
)"""
_SUBJECT = r"(?:rer|pol|phil|jur|iur|oec|soc|nat|med|techn?|agr|theol|[Ss]c|mult|habil|h\.\s?c)\."
# What a title goes on with, with or without a space: Prof.ssa, Dr.in, Dr.-Ing., Dr. rer. pol. In Dr.von Hayek it is left.
_TITLE_ENDING = rf"""(?:
    (?:ssa|in|a|ª|º)(?=[\s.,])\.? | -(?:Ing|Kfm|Vw|Volksw|Oec|Math|Inf|Phys|Chem)(?:in)?\b\.?
    | \s?{_SUBJECT}
)*(?!\.|(?!dr\b)[a-zß-ÿ])"""
_MOST = 8  # titles of one person; to try any number at each place would take too long
_TITLES = rf"(?:{_TITLE}{_TITLE_ENDING}[,\s]*){{1,{_MOST}}}"
# What introduces a name or counts it: "by Ann Lee", "Author: Ann Lee", "1. Ann Lee".
_LABEL = r"""(?:
    (?:(?:by|(?:written|edited|compiled)\ by|par|por|hrsg\.\ von)(?=:?\s+\S+\s+\S)
    | By(?=:\s|\s\S+\s\S) | (?:Written|Edited|Compiled)\ by(?=:?\s))\s*:?
    | (?i:authors?|autor(?:es|in)?|auteurs?|verfasser|autore|names?|ed(?:itor)?s?)\s?: | \(?\d{1,2}[.)](?=\s) )\s*"""
_ACRONYM = "[A-ZĄĆĘŁŃÓŚŹŻ]{2,6}"  # of a university, as in "Jan Kowalski, prof. UW"
_BEFORE = lazy(rf"(?x)[,;\s*†‡]*(?:{_LABEL})?(?:{_TITLES})?")
# Smith, Prof. John; but Smith, Sr., John is a father
_AFTER_COMMA = lazy(rf"(?x)(?<=,)\s*(?!Sr\.,)((?>{_TITLES}))(?!{_ACRONYM}$)(?=\w)")
# Degrees after a whole name; after a family name alone they are names or initials. Few are certain without a comma.
_DEGREE = lazy(
    r"(?:,\s*|\s+)\(?(?:Dra?\.|Prof\.|(?i:ph\.?\s?d(?:\.?\s(?:candidate|student))?|d\.?\s?phil|csc|drsc|dr\.?\s?habil)|MBA|M\.B\.A|CPA|CFA|LL\.?\s?[MBD]|M\.D|M\.?Sc|B\.?Sc|Ed\.?D|M\.?Phil)\.?\)?\s*$"
    r"|,\s*(?:MD|JD|RN|DVM|DDS|MPH|MPA|MPP|MEd|DSc|DBA|MA|M\.A|BA|B\.A|MS|Prof(?:essor)?|Dr)\.?\s*$"
)
# Ali Veli, Doç. Dr.; Ann Lee, Dr. rer. pol. Others, such as Sr. and Em., may be of the name.
_FIRST_AT_END = (
    r"Associate|Assistant|Asso|Assoc|Asst|Adjunct|Prof(?:ess?ora?)?|prof|[Dd]ra?|Sra|Lic|Mtr[ao]|[Dd]o[cçz]|[Dd]ipl|[Pp]riv"
    r"|Ing|Mag"
)
_TITLES_AT_END = lazy(
    rf"(?x),\s*(?=(?:{_FIRST_AT_END})\b|[Пп]роф|[Дд]оц|[Аа]кад|[Кк]анд|[Дд]-р|[кд]\.\s?[а-яё])"
    rf"(?:(?:{_TITLE}(?:\s?{_SUBJECT})*|Prof(?:ess?ora?)?)[\s,]*){{1,{_MOST}}}$"
)
_NOTE = (
    r"(?i:correspond|corresp\b|\beds?\b|editor|hrsg|herausg|deceased|retired|emerit|transl|\btrad\b|compil|discussant|present|speaker"
    r"|\bauthor|\bautora?\b|\bauteur|verfasser|equal|moderator|автор|\bред\b"
    r"|\b(?:hg|dirs?|coords?|orgs?|comps?|red|szerk)\.|\baut\b|\ba\scura\sdi\b)"
)
# An ORCID iD, with its address or without, and an e-mail address.
ORCID = r"(?i:(?:https?://)?(?:www\.)?orcid\.org/|orcid(?:[ ]?id)?[\s:]*)?\b\d{4}-\d{4}-\d{4}-\d{3}[\dXx]\b/?"
MAIL = r"(?:mailto:|[Ee]-?mail:\s?)?[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
_AFTER = lazy(
    rf"""(?x)
    (?: (?: ,\s* | \s*[(\[] | \s+ (?= \d{{4}}\s?[-–] ) ) (?: (?i:b|d|ca?|fl|geb)\.\s* | (?:born|died|active)\s+ | \*\s? )?
        \d{{4}} (?: \s?[-–]\s?(?:\d{{4}})? )? \s*[)\]]? \.?
    | [\s,;*†‡§¶#⁎∗¹²³⁰⁴-⁹ᵃᵇᶜ]+ | \^\{{?\s?[\d*†‡a-e](?:,\s?[\d*†‡a-e])*\s?\}}?
    | \s?\{{\d{{1,2}}\}} | \$\^\{{?[\d*†‡a-e,]+\}}?\$
    | \s?\\(?:textsuperscript|thanks|footnote(?:mark)?|inst)(?:\[[^\[\]]*\])?\{{[^{{}}]*\}}
    | \s[a-e](?:\s?,\s?[a-e])+ | \s+[-–—]+
    | \(\s*(?:[*†‡§¶#]+|\d{{1,2}}|[a-e])\s*\) | \[\s*(?:[*†‡§¶#]+|\d{{1,2}}|[a-e])\s*\]
    | (?<= [^\W\d_]{{2}} ) \s? \d{{1,2}} (?: \s?,\s?\d{{1,2}} )*
    | (?<= [\w.)] ) [\s,;:(\[]+ {ORCID} [)\]]? | (?<= [\w.)] ) [\s,;:(\[<{{]+ {MAIL} [)\]>}}]?
    | \s* \( [^()]* {_NOTE} [^()]* \) | \s* \[ [^\[\]]* {_NOTE} [^\[\]]* \]
    | (?:,|\s[-–—])\s* (?i:(?:corresponding\ )?author|editors?|eds?\.|hrsg\.|autora?|auteur|verfasser|aut\.
        |compiler|comp\.|translator|trans\.)\.? | ,\s*prof\.\s{_ACRONYM}
    | ,\s*[-–]\s?\d{{4}} | ,\s*\d{{4}}\s[A-Z][a-z]{{2,8}}\.?\s\d{{1,2}}\s?-?
    | (?<=[\u4e00-\u9fff\uac00-\ud7af])\s(?:副?教授|博士|교수|박사)
    | \s+ (?:and|und|et|&) | \s* \( (?:{_TITLE}\s*)+ \)
    )\s*$"""
)
_IN_BRACKETS = lazy(r"\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*$")
_MARKED_PEOPLE = lazy(r"[^\W\d_]\s?\d{1,2}\s*[,;]\s*[^\W\d_]")  # John Smith1, Mary Jones2
_OTHERS = lazy(
    r"(?i)(?:^|[,;]?\s+)(?:(?:and|&|et|y|e|und|og|en)\s+(?:others|colleagues|co-?authors|autres|otr[oa]s|outr[oa]s|altri|andere|andre|anderen)|others"
    r"|et\.?\s?al(?:ii|ia)?\.?|et\s+coll\.|(?-i:u\.\s?a\.|a\s+kol\.|i\s+in\.)|ve\s+diğ\.|и\s+др(?:\.|угие)|та\s+ін\.)$"
)


@lru_cache(maxsize=CACHED)
def additions(text: str) -> list[tuple[int, int]]:
    """Return the spans of a name that are no part of it, in order; they may be all of it."""
    if len(text) > LONGEST:
        return []
    if text[:1] in _CLOSING and _CLOSING[text[0]] == text[-1] and _WHOLE.fullmatch(text, 1, len(text) - 1):
        within = [(first + 1, last + 1) for first, last in additions(text[1:-1])]
        if within and within[-1][1] == len(text) - 1:
            return [(0, 1), *within[:-1], (within[-1][0], len(text))]
        return [(0, 1), *within, (len(text) - 1, len(text))]
    match = _BEFORE.match(text)
    start, end = match.end() if match else 0, len(text)
    while end > start:
        after = _OTHERS.search(text, start, end) or _AFTER.search(text, start, end)
        if after is None and (degree := _at_end(text, start, end)) and " " in text[start : degree.start()].strip():
            after = degree
        if (
            after is None
            and text[end - 1] in ")]"
            and (match := _IN_BRACKETS.search(text, start, end))
            and is_placeholder(match[1])
        ):
            after = match
        if after is None:
            break
        end = after.start()
    if end < len(text) and _MARKED_PEOPLE.search(text):  # of several people, the marks of all are kept
        return []
    inside = _AFTER_COMMA.search(text, start, end)
    spans = [(0, start), *([inside.span(1)] if inside else ()), (end, len(text))]
    return [(first, last) for first, last in spans if first < last]


def _at_end(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the degree or the titles at the end of a part of a text."""
    return _DEGREE.search(text, start, end) or _TITLES_AT_END.search(text, start, end)


def without_additions(text: str) -> str:
    """Return a name without what is no part of it; empty where nothing else is there."""
    spans = additions(text)
    if not spans:
        return text
    starts, ends = [0, *(last for _, last in spans)], [*(first for first, _ in spans), len(text)]
    return " ".join("".join(text[first:last] for first, last in zip(starts, ends, strict=True)).split())


@lru_cache(maxsize=CACHED)
def has_others(text: str) -> bool:
    """Return whether a name stands for further people as well: et al."""
    return _OTHERS.search(text) is not None
