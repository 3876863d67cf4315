"""Lines that begin with the name of an attribute as RePEc does not see it: `Title_en:`, `Title (en):`, `Creation Date:`.

For RePEc such a line is a part of the value above it, since a name has only letters and hyphens. In a record it is kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from redif.findings.substitutes import substitutes
from redif.grammar import Grammar
from redif.grammar.vocabularies import language_names, languages
from redif.schema.tables import LONGEST_NAME, TemplateSchema
from redif.source.patterns import lazy
from redif.syntax.names import hyphenated, substitute
from redif.syntax.tokens import Tokens

# A word, a sign that no name has, and the rest of what may be a name; or a name with letters that no name has: Título.
_PLAIN_LINE = r"[A-Za-z][A-Za-z-]*+[_ .@/(\[]"
_LINE = lazy(rf"\n({_PLAIN_LINE}[^\n:]{{0,30}}+):(?!//)")
_ANY_LINE = lazy(rf"\n((?:{_PLAIN_LINE}|(?=[^\n:]{{0,30}}[^\x00-\x7f\n:])[^\W\d_])[^\n:]{{0,30}}+):(?!//)")
# What no text has within it, even on an indented line: Title-en, Keywords (de).
_INDENTED = lazy(
    r"\n[ \t]+((?:[Tt]itle|[Aa]bstract|[Kk]eywords|[Bb]ook-[Tt]itle)[-_ .@/(\[]+"
    r"(?:in )?[A-Za-z]{2,12}(?:[-_][A-Za-z]{2})?[)\]]?):"
)
_OF_LANGUAGE = lazy(r"([A-Za-z-]+?)[-_ .@/(\[]+(?:in )?([A-Za-z]{2,12}(?:[-_][A-Za-z]{2})?)[)\]]?")
_TEXTS = frozenset({"title", "abstract", "keywords", "book-title"})  # which are given in several languages


def may_be_divided(values: Sequence[str]) -> bool:
    """Return whether values, as they are written, may have such a line in them."""
    for value in [value for value in values if "\n" in value]:  # few have more than one line
        if value.rfind(":") < value.find("\n"):  # no later line has a colon; the last value of a template only ends with lines
            continue
        if (_LINE if value.isascii() else _ANY_LINE).search(value) is not None or _INDENTED.search(value) is not None:
            return True
    return False


def _lines_in(value: str, *, with_indented: bool) -> list[re.Match[str]]:
    """The lines of a value that may be attributes of their own, in order."""
    found = list((_LINE if value.isascii() else _ANY_LINE).finditer(value))
    if with_indented:
        found += _INDENTED.finditer(value)
    return sorted(found, key=re.Match.start)


def is_seen(name: str, grammar: Grammar) -> bool:
    """Return whether RePEc sees a name, which has only letters from A to Z and hyphens; few known ones have digits."""
    bare = name.replace("-", "")
    if not bare.isascii():
        return False
    return (
        not bare
        or bare.isalpha()
        or (bare.isalnum() and (name.lower() in grammar.known or without_number(name) not in grammar.known))
    )


def without_number(name: str) -> str:
    """Return a name in lowercase without digits at its end: `title` for `Title2`."""
    return name.lower().rstrip("-0123456789")


def divided(text: str, tokens: Tokens, schema: TemplateSchema) -> Tokens | None:
    """Return the attributes of a template with such lines as attributes of their own; None where it has none."""
    names: list[str] = []
    values: list[str] = []
    starts: list[int] = []
    all_spaces: list[int] = []
    for name, value, start, spaces in zip(*tokens, strict=True):
        offset = text.index(":", start + len(name)) + 1  # of the value
        lines = _lines_in(value, with_indented=bool(names))  # below Template-Type all lines may be
        meant: list[re.Match[str]] = []
        for line in lines:
            rest = value[line.end() :].partition("\n")[0].strip()
            # JEL codes are found among keywords, but not below another name.
            if is_meant(line[1], rest, name, schema) or (meant and hyphenated(line[1].strip()).lower() in substitutes()):
                meant.append(line)
        own = [match[1].rstrip() for match in meant]
        names += [name, *own]
        values += [
            value[begin:end]
            for begin, end in zip([0, *(m.end() for m in meant)], [*(m.start() for m in meant), None], strict=True)
        ]
        starts += [start, *(offset + match.start(1) for match in meant)]
        all_spaces += [spaces, *(len(match[1]) - len(name) for match, name in zip(meant, own, strict=True))]
    return Tokens(names, values, starts, all_spaces) if len(names) > len(tokens.names) else None


def is_meant(written: str, value: str, above: str, schema: TemplateSchema) -> bool:
    """Return whether the beginning of a line below an attribute is meant as a name; `value` is the rest of the line."""
    name = written.rstrip()
    full = hyphenated(name).lower()
    language = _OF_LANGUAGE.fullmatch(name) if len(name) <= LONGEST_NAME else None
    if language is not None and is_language(language[2]):
        if language[1].lower() in (_TEXTS if " " in name else schema.grammar.known):
            return True
        text = substitute(language[1], schema)  # Titel (deutsch)
        return text is not None and text.attribute.lower() in _TEXTS
    above_info = schema.attribute_infos.get(above.lower())
    in_prose = above_info is not None and above_info.attribute.prose
    if not name.isascii():
        if full in schema.grammar.known:  # Creation–Date
            return True
        meant = substitute(full, schema)
        # An abstract may go on in another language, with its keywords.
        return meant is not None and not (in_prose and meant.attribute.lower() in _TEXTS - {"title"})
    if in_prose and " " in name:
        # In prose, Book Title: and Creation Date: may be text, unless what comes after is a date.
        info = schema.attribute_infos.get(full)
        takes = info.type.read or info.type.accepts if info is not None else None
        return takes is not None and takes(value) is not None
    known = schema.grammar.known
    if full in known or full.startswith("x-"):
        return True
    if full in substitutes():  # JEL codes are found among keywords
        return not (
            " " in name and full.startswith("jel") and above_info is not None and above_info.attribute.type == "keywords"
        )
    first, last = full.partition("-")[0], full.rpartition("-")[2]
    if "_" in name or name.endswith((")", "]")):  # Title_foo, DOI (article)
        return re.split(r"[^a-z-]", name.lower())[0].rstrip("-") in known
    if last in _TEXTS and first in language_names():  # English Title
        return True
    joined = full.replace("-", "")  # Key words
    return any(joined == other.replace("-", "") for other in known)


def is_language(word: str) -> bool:
    """Return whether a word is the name or the code of a language."""
    lower = word.lower()
    return lower in language_names() or re.split("[-_]", lower)[0] in languages()
