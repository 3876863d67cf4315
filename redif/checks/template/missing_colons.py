"""Lines that begin with the name of an attribute, without the colon after it."""

from __future__ import annotations

from collections.abc import Iterator

from redif.checks.template.context import Change, CheckContext, Hit
from redif.checks.template.lines import NUMBERS, is_text
from redif.checks.template.registry import HANDLES, check_template, rule_pattern, usual_authority
from redif.findings.wording import shortened
from redif.schema.people import is_person
from redif.schema.tables import AttributeInfo
from redif.source.patterns import lazy

# A name of attributes, perhaps another sign in place of the colon, and what may be the value.
_LINE = lazy(r"\n([A-Z][A-Za-z]*(?:-[A-Za-z]+)*)((?:[ \t]*[=;])?)(?:(?<=[=;])|[ \t]+)([^\s:=;][^\n]*)")
_BEGINNING = lazy(r"\n[A-Z][A-Za-z-]+[ \t=;]")
_NUMBER = lazy(r"[A-Za-z]{0,2}\d+(?:[-/\u2013]\d+)?")
_TYPE = "Template-Type"


def _has_no_such_line(context: CheckContext) -> bool:
    """Whether no line of a template goes on with a value and begins with a word that may be a name."""
    begins = _BEGINNING.search
    # A list, since this runs for every template, and an expression with `any` takes twice as long.
    return not [value for value in context.values if "\n" in value and begins(value)]


@check_template(skip=_has_no_such_line)
def line_merged(context: CheckContext) -> Iterator[Hit]:
    """Find an attribute without a colon after its name, so that it becomes part of the value before it."""
    for index, lines in context.once(lines_without_colon).items():
        above = context.names[index]
        for name, sign, written in lines:
            start = context.texts[index].find(written)
            if start < 0:
                continue
            end = start + len(name)
            message = f'There is no colon after {name}, so RePEc takes "{shortened(written)}" for a part of {above}.'
            after = end + len(sign)
            changes = (Change(end, after, ":" if context.texts[index][after] == " " else ": "),)
            yield Hit(message, index, start, end, hint=f'Write "{name}:" instead.', fix="writes the colon", changes=changes)


def has_line_without_colon(context: CheckContext) -> bool:
    """Return whether the value being checked goes on with such an attribute; nothing else need be said of that then."""
    return "\n" in context.raw and context.index in context.once(lines_without_colon)


def lines_without_colon(context: CheckContext) -> dict[int, list[tuple[str, str, str]]]:
    """Attributes without a colon by the index of the value that they are in: the name, what is there instead, and the line."""
    found: dict[int, list[tuple[str, str, str]]] = {}
    for index, value in enumerate(context.values):
        above = context.schema.attribute_infos.get(context.names[index].lower()) if "\n" in value else None
        for match in _LINE.finditer(value) if above is not None else ():
            if above is not None and _is_meant(match[1], match[3].strip(), above, context):
                found.setdefault(index, []).append((match[1], match[2], " ".join(match[0].split())))
    return found


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
    if name in NUMBERS or type_.name == "doi":
        return (_NUMBER.fullmatch(value) is not None) if name in NUMBERS else value.startswith("10.")
    return info.attribute.required and type_.is_free and " " in value
