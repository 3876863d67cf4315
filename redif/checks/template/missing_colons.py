"""Lines that begin with the name of an attribute, without the colon after it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redif.checks.template.context import Change, CheckContext, Hit
from redif.checks.template.lines import is_text
from redif.checks.template.registry import HANDLES, check_template, rule_pattern, usual_authority
from redif.findings.wording import shortened
from redif.schema.people import is_person
from redif.schema.slots import AttributeInfo
from redif.source.patterns import lazy
from redif.syntax.interrupted_text import NUMBERS

# A name of attributes, perhaps another sign in place of the colon, and what may be the value.
_LINE = lazy(r"\n([A-Z][A-Za-z]*(?:-[A-Za-z]+)*)((?:[ \t]*[=;])?)(?:(?<=[=;])|[ \t]+)([^\s:=;][^\n]*)")
_BEGINNING = lazy(r"\n[A-Z][A-Za-z-]++[ \t=;]")
_NUMBER = lazy(r"[A-Za-z]{0,2}\d+(?:[-/\u2013]\d+)?")
_TYPE = "Template-Type"


def _has_no_such_line(context: CheckContext) -> bool:
    """Whether no line of a template goes on with a value and begins with a word that may be a name."""
    # This is asked of every template; its text has the lines of all values, and those with names are none of them.
    return _BEGINNING.search(context.text) is None


@check_template(skip=_has_no_such_line)
def line_merged(context: CheckContext) -> Iterator[Hit]:
    """Find an attribute without a colon after its name, so that it becomes part of the value before it."""
    for index, above in enumerate(context.names):
        for match in _lines_without_colon(index, context):
            written = " ".join(match[0].split())
            start = context.texts[index].find(written)
            if start < 0:
                continue
            name, sign = match[1], match[2]
            end = start + len(name)
            message = f'There is no colon after {name}, so RePEc takes "{shortened(written)}" for a part of {above}.'
            changes = [Change(end, end, ":")]
            if sign:
                after = end + len(sign)
                changes.append(Change(end, after, "" if context.texts[index][after] == " " else " "))
            hint = f'Write "{name}:" instead.'
            yield Hit(message, index, start, end, hint=hint, fix="writes the colon", changes=tuple(changes))


def own_text(value: str, context: CheckContext) -> str:
    """Return the value being checked up to the first such line."""
    line = next(_lines_without_colon(context.index, context), None)
    return value if line is None else value.partition(" ".join(line[0].split()))[0].rstrip()


def _lines_without_colon(index: int, context: CheckContext) -> Iterator[re.Match[str]]:
    """The lines of a value that are meant as attributes of their own: the name, what is there instead of a colon, the rest."""
    value = context.values[index]
    above = context.schema.attribute_infos.get(context.names[index].lower()) if "\n" in value else None
    if above is not None:
        yield from (match for match in _LINE.finditer(value) if _is_meant(match[1], match[3].strip(), above, context))


def _is_meant(name: str, value: str, above: AttributeInfo, context: CheckContext) -> bool:
    """Whether the first word of a line is meant as the name of an attribute, given the rest and what is above the line."""
    if name == _TYPE:
        return rule_pattern("doctype").fullmatch(value) is not None
    info = context.schema.attribute_infos.get(name.lower())
    if info is None:
        return False
    type_ = info.type
    takes = type_.read or type_.accepts
    if info.attribute.type in HANDLES:
        return value.lower().startswith(f"{usual_authority().lower()}:") and " " not in value
    if "-" in name:  # as no word of a text has, but of one about ReDIF
        if takes is not None:
            return all(takes(part) is not None for part in (type_.split(value) if type_.split else (value,)))
        return value[0].isupper() and (type_.name != "name" or is_person(value))
    if is_text(above) or name.lower() in map(str.lower, context.names):
        return False  # the line may be a part of a text
    if name in NUMBERS:
        return _NUMBER.fullmatch(value) is not None
    if type_.name == "doi":
        return value.startswith("10.")
    return info.attribute.required and type_.is_free and " " in value
