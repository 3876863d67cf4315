"""Attributes that do not begin their line, so that they are part of the value of another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from redif.checks.template.context import Change, CheckContext, Hit
from redif.checks.template.registry import HANDLES, check_template, check_values, usual_authority
from redif.findings.wording import around, counted
from redif.grammar import Grammar
from redif.grammar.spec import NAME
from redif.schema.headings import keywords_heading
from redif.schema.markup import line_break_start
from redif.schema.slots import AttributeInfo
from redif.schema.tables import LONGEST_NAME
from redif.source.patterns import lazy
from redif.syntax.interrupted_text import NUMBERS
from redif.syntax.names import hyphenated, substitute, underscore_hint, underscore_message, underscored
from redif.syntax.problems import MOST_REPORTED

_WIDE_COLON = "："
_NAME_AT_START = re.compile(f"({NAME}):(?!//)")
# Attributes whose values are one or two words, so that a name after them is not part of the text.
_SHORT = NUMBERS | {"Journal", "Creation-Date", "ISSN", "ISBN"}
_OWN_CHECK = frozenset({"abstract", "issn", "isbn", "doi"})  # a value that begins with one of these is found by another check
_OWN_MARKUP = frozenset({"title", "abstract"})  # of which other checks report a single tag
_LINE_BREAK = lazy(r"(?i)</?br\s?/?>(?= )")
_JOINED_CAPITAL = re.compile("(?<=[^A-Z-])[A-Z]")  # in "OUTSERIES:" there is no name
# Text in which a word with a colon may occur, beside prose.
_TEXTS = frozenset({"Title", "Book-Title", "Keywords", "Keywords-Attent"})


@check_values(except_types={*HANDLES, "url"}, contains=":")
@check_values(types=("url",), contains=": ")
@check_values(except_types={*HANDLES, "url"}, contains=_WIDE_COLON)
def line_merged(value: str, context: CheckContext) -> Hit | None:
    """Find an attribute that does not begin its line, so that it becomes part of the value before it."""
    if _WIDE_COLON in value and (hit := _with_wide_colon(value, context)) is not None:
        return hit
    if "_" in value and (hit := _underscored(value, context)) is not None:
        return hit
    pieces = value.split(":")
    colon = -1
    for piece, after in pairwise(pieces):
        colon += len(piece) + 1
        if not piece or not piece[-1].isalpha() or after[:2] == "//":
            continue
        name = _name_at_end(piece[-LONGEST_NAME:].rpartition(" ")[2], context)
        start = colon - len(name)
        # A name at the beginning of the value is found by value_attribute.
        if name and start and _is_meant(name, value, start, context):
            shown = around(value, start, colon + 1)
            if re.search(rf"\n[ \t]+{re.escape(name)}:", context.raw):
                message = f"There is a space in front of {name}, so RePEc takes the line for a part of {context.info.name}."
                return Hit(message, start=start, end=colon + 1, hint="Delete the space in front of it.")
            message = f'{name} is on the same line as {context.info.name}: "{shown}".'
            return Hit(message, start=start, end=colon + 1, hint=f"Begin a new line before {name}.")
    return None


def _with_wide_colon(value: str, context: CheckContext) -> Hit | None:
    """Find a line that begins with the name of an attribute and the colon of another script: 作者：王小明."""
    for line in context.raw.split("\n")[1:]:
        name = line.partition(_WIDE_COLON)[0].strip()
        meant = substitute(hyphenated(name), context.schema)
        attribute = meant.attribute if meant is not None else context.schema.grammar.known.get(name.lower()) and name
        if not attribute or (is_text(context.info) and context.info.name != "Title"):
            continue
        message = (
            f'The colon after "{name}" is one of another script, so RePEc takes the line for a part of {context.info.name}.'
        )
        start = value.find(f"{name}{_WIDE_COLON}")
        if start >= 0:
            return Hit(message, start=start, end=start + len(name) + 1, hint=f'Write "{attribute}:" instead.')
    return None


def _underscored(value: str, context: CheckContext) -> Hit | None:
    """Find the name of an attribute with an underscore in it: `Creation_Date: ...`, `Title_en: ...`."""
    name = underscored(value, Grammar.standard())
    if not name or (start := value.index(f"{name}:")) == 0:
        return None
    message = underscore_message(name, context.info.name)
    return Hit(message, start=start, end=start + len(name) + 1, hint=underscore_hint(name, Grammar.standard()))


@check_template(contains="<")
def line_break(context: CheckContext) -> Iterator[Hit]:
    """Find attributes that end with a tag for a line break."""
    places = context.once(line_breaks)
    if not places:
        return
    ends = [(index, start, end) for index, start, end in places if end == len(context.texts[index])]
    changes = tuple(Change(start, end, "", index) for index, start, end in places)
    index, start, end = ends[0]
    lines = f"{counted(len(ends), 'line')} of this template end" if len(ends) > 1 else f"{context.names[index]} ends"
    message = f"{lines} with {context.texts[index][start:end].strip()}, which is for web pages."
    fix = "deletes the tags at the ends of the lines" if len(ends) > 1 else "deletes the tag"
    yield Hit(message, *ends[0], fix=fix, changes=changes)


def line_breaks(context: CheckContext) -> list[tuple[int, int, int]]:
    """The tags for a line break that are to be deleted: the index of the attribute, start and end. First those at the ends."""
    texts = context.texts
    found = [(index, start) for index, text in enumerate(texts) if (start := line_break_start(text)) is not None]
    if len(found) == 1 and context.names[found[0][0]].lower() in _OWN_MARKUP:
        return []
    ends = [(index, start, len(texts[index])) for index, start in found[:MOST_REPORTED]]
    # In a text, each of its lines ends with one.
    inside = [(index, *match.span()) for index, start in found for match in _LINE_BREAK.finditer(texts[index], 0, start)]
    return ends + inside[:MOST_REPORTED]


def is_text(info: AttributeInfo) -> bool:
    """Return whether an attribute has text in it, within which a word may be the name of another."""
    return info.attribute.prose or info.name in _TEXTS


def _is_meant(name: str, value: str, start: int, context: CheckContext) -> bool:
    """Whether a name in a value is meant as an attribute, and is not a word of the text."""
    if value.startswith(f"{name}: {usual_authority()}:", start):
        return True
    if "-" in name or "_" in name:
        before = value[:start].rpartition(" ")[2]
        return not (before.isalpha() and len(before) < 3)  # eBook-Title
    previous, prose = value[start - 1], is_text(context.info)
    if previous == " ":
        return not prose and context.info.name in _SHORT
    # In prose, a word may have a capital in the middle (McTitle, MacroSeries), so the word before must be long enough.
    word = value[:start].rpartition(" ")[2]
    return (
        previous in ".)]"
        or previous.isdigit()
        or (previous.isalpha() and (not prose or (word[1:].islower() and len(word) > 6)))
    )


def _has_no_heading(value: str) -> bool:
    return ":" in value or keywords_heading(value) is None


@check_values(except_types={*HANDLES, "url", "doi"}, contains=":")
@check_values(types=("keywords",), skip=_has_no_heading)
def value_attribute(value: str, context: CheckContext) -> Hit | None:
    """Find a value that begins with the name of an attribute and a colon."""
    if context.info.attribute.type == "keywords" and (heading := keywords_heading(value)) is not None:
        message = f'{context.info.name} begins with "{heading[0].strip()}", its own heading.'
        changes = (Change(0, heading.end(), ""),) if value[heading.end() :].strip() else ()
        return Hit(message, end=heading.end(), fix="deletes the heading", changes=changes)
    match = _NAME_AT_START.match(value)
    if match is None or match[1].lower() not in context.schema.grammar.known or match[1].lower() in _OWN_CHECK:
        return None
    if "-" not in match[1] and match[1] not in (match[1].capitalize(), match[1].lower(), match[1].upper()):
        return None  # SERIEs: Journal of the Spanish Economic Association
    info, name = context.info, match[1].lower()
    if "-" not in name:
        # Prose may begin with "Note:", but not with its own name.
        if is_text(info) and name != info.name.lower():
            return None
        # A series may be called "Journal: A Review", but not "Description: A Review"; nor does a number begin with "fax:".
        if name not in context.schema.attribute_infos and not info.name.lower().endswith(f"-{name}"):
            return None
    return Hit(f'{info.name} begins with "{match[0]}", which is the name of an attribute.', end=match.end())


def _name_at_end(word: str, context: CheckContext) -> str:
    """The name of an attribute at the end of a word, perhaps joined to the text before it; empty if there is none."""
    if word.islower():  # names of attributes have capitals, and most words have none
        return ""
    known = context.schema.grammar.known
    if word.lower() in known and word[0].isupper():
        return word
    for match in _JOINED_CAPITAL.finditer(word):
        name = word[match.start() :]
        is_joined = not word[match.start() - 1].isupper()
        if is_joined and name.lower() in known and ("-" in name or name.lower() in context.schema.attribute_infos):
            return name
    return ""
