"""Attributes that stand where no attribute can: within the value of another."""

from __future__ import annotations

import re
from itertools import pairwise

from redif.checks.template.context import CheckContext, Hit
from redif.checks.template.registry import HANDLES, check_values
from redif.findings.wording import shortened
from redif.grammar.spec import NAME
from redif.schema.tables import LONGEST_NAME

_AHEAD = re.compile(f"({NAME}):(?!//)")
# Attributes whose values are a word or two, so that a name behind them is no part of the text.
_SHORT = frozenset(
    {"Pages", "Number", "Volume", "Issue", "Year", "Month", "Journal", "Length", "Creation-Date", "ISSN", "ISBN"}
)
_OWN_CHECK = frozenset({"abstract", "issn", "isbn", "doi"})  # with these ahead, a value has a finding of its own
_CAPITAL = re.compile("[A-Z]")


@check_values(except_types={*HANDLES, "url"}, contains=":")
@check_values(types=("url",), contains=": ")
def line_merged(value: str, context: CheckContext) -> Hit | None:
    """An attribute that does not begin its line, so that the one before swallows it."""
    pieces = value.split(":")
    colon = -1
    for piece, after in pairwise(pieces):
        colon += len(piece) + 1
        if not piece or not piece[-1].isalpha() or after[:2] == "//":
            continue
        name = _name_at_end(piece[-LONGEST_NAME:].rpartition(" ")[2], context)
        start = colon - len(name)
        # Where a value begins with a name, that is something else.
        if name and start and _is_meant(name, value, start, context):
            shown = shortened(value[max(start - 30, 0) : start + 40])
            message = f'{name} stands on the line of {context.info.name}: "{shown}"'
            return Hit(message, start=start, end=colon + 1, hint=f"Begin a new line ahead of {name}.")
    return None


def _is_meant(name: str, value: str, start: int, context: CheckContext) -> bool:
    """Whether a name in a value is that of an attribute, and no word of the text."""
    if value.startswith(f"{name}: RePEc:", start):
        return True
    if "-" in name:
        stuck = value[:start].rpartition(" ")[2]
        return not (stuck.isalpha() and len(stuck) < 3)  # eBook-Title
    ahead, prose = value[start - 1], context.info.attribute.prose
    if ahead == " ":
        return not prose and context.info.name in _SHORT
    # In prose, a word may have a capital in its midst: McTitle, MacroSeries. A whole sentence sticks to no name by chance.
    word = value[:start].rpartition(" ")[2]
    return ahead in ".)]" or ahead.isdigit() or (ahead.isalpha() and (not prose or (word[1:].islower() and len(word) > 6)))


@check_values(except_types={*HANDLES, "url", "doi"}, contains=":")
def value_attribute(value: str, context: CheckContext) -> Hit | None:
    """A value that begins with the name of an attribute and a colon."""
    match = _AHEAD.match(value)
    if match is None or match[1].lower() not in context.schema.grammar.known or match[1].lower() in _OWN_CHECK:
        return None
    # Prose may well begin with "Note:"; not with its own name, nor with one that has a dash.
    info = context.info
    if info.attribute.prose and "-" not in match[1] and match[1].lower() != info.name.lower():
        return None
    return Hit(f'{info.name} begins with "{match[0]}", which is the name of an attribute', end=match.end())


def _name_at_end(word: str, context: CheckContext) -> str:
    """The name of an attribute with which a word ends, though it may stick to what is ahead of it; else nothing."""
    if word.islower():  # the names of attributes have capitals, and most words have none
        return ""
    known = context.schema.grammar.known
    if word.lower() in known and word[0].isupper():
        return word
    for match in _CAPITAL.finditer(word):
        name = word[match.start() :]
        # In "OUTSERIES:" no name begins.
        glued = match.start() and word[match.start() - 1] != "-" and not word[match.start() - 1].isupper()
        if glued and name.lower() in known and ("-" in name or name.lower() in context.schema.attribute_infos):
            return name
    return ""
