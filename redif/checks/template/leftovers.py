"""Values that say nothing: what a program writes where it has no value, and the text of an example."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from redif.checks.template.context import CheckContext, Hit
from redif.checks.template.registry import HANDLES, check_template, check_values
from redif.schema.placeholders import is_placeholder, placeholders

# Here a placeholder is an answer, or a part of somebody's name.
_MAY_SAY_SO = ("Restriction", "ISBN", "ISSN", "Notification", "Price", "Note", "-First", "-Last")
_PART = re.compile(r"(?:^|[-–/:=,;\s])(undefined|null|NaN)(?=$|[-–/:&?#.,;\s])")
# Texts of the examples that people start from: those of RePEc's tutorial, and what templates of programs have.
_EXAMPLES = {
    "Title": r"(?:your|insert|enter|type)\b.{0,30}\btitle\b.{0,20}|(?:the )?title of (?:the|your) (?:paper|article|book).{0,20}"
    r"|(?:paper|article|sample|example) title.{0,12}|lorem ipsum.*|a guide to forecasting agricultural output by following .*",
    "Abstract": r"(?:your|insert|enter|type|put)\b.{0,30}\babstract\b.{0,20}|lorem ipsum.*|abstract (?:goes )?here.?",
    "Keywords": r"key ?word ?1\b.*|your keywords.{0,12}|(?:enter|insert) keywords.{0,12}",
    "Author-Name": r"(?:first|second|your) (?:author|name)|(?:author|your) name|first ?name last ?name|last ?name, first ?name",
    "Author-Email": r"(?:your|author|first|j(?:ane|ohn)\.?doe|your\.?name|first(?:name)?\.?last(?:name)?|someone|name)"
    r"@(?:example|domain|your\w*)\..+|doe@someuni\.edu",
    "Author-WorkPlace-Name": r"your (?:university|institution|affiliation).{0,12}|grandiose university.*|some (?:big|other)"
    r" university",
    "Handle": r"RePEc:(?:aaa:ssssss|xxx:(?:yyyyyy|xxxxxx)|aaa:xxxxxx)(?::.*)?",
}


@check_template()
def value_placeholder(context: CheckContext) -> Iterator[Hit]:
    """Find a value that only says that there is none."""
    if _written().isdisjoint(context.texts):
        return
    for index, info, value in context.attributes():
        if not is_placeholder(value) or info.name.endswith(_MAY_SAY_SO):
            continue
        type_ = info.type
        if type_.read is None or type_.read(value) is not None:  # else it is reported as a value that cannot be read
            yield Hit(f'{info.name} is "{value}", which says that there is no value.', index)


@check_values("Pages", types=HANDLES | {"url"}, contains="null")
@check_values("Pages", types=HANDLES | {"url"}, contains="undefined")
@check_values("Pages", types=HANDLES | {"url"}, contains="NaN")
def value_incomplete(value: str, context: CheckContext) -> Hit | None:
    """Find a word in a value that a program wrote where it had no part of it."""
    match = _PART.search(value) if not is_placeholder(value) else None
    if match is None or not context.info.type.fits(value):
        return None
    message = f'{context.info.name} has "{match[1]}" where a part of it is missing: "{value}".'
    return Hit(message, start=match.start(1), end=match.end(1))


@check_values("Title", "Abstract", "Keywords")
@check_values("Author-WorkPlace-Name", contains="niversity")
@check_values("Author-Name", contains="r")
@check_values("Author-Email", contains="@example")
@check_values("Author-Email", contains="@domain")
@check_values("Author-Email", contains="@your")
@check_values("Author-Email", contains="@someuni")
@check_values("Handle", contains=":ssssss")
@check_values("Handle", contains=":xxx")
def value_example(value: str, context: CheckContext) -> Hit | None:
    """Find the text of an example."""
    if not _example(context.info.name).match(value):
        return None
    return Hit(f'{context.info.name} is still the text of an example: "{value[:80]}".')


@cache
def _example(name: str) -> re.Pattern[str]:
    return re.compile(f"(?:{_EXAMPLES[name]})\\Z", re.I)


@cache
def _written() -> frozenset[str]:
    """The placeholders as they are usually written."""
    return frozenset(form for word in placeholders() for form in (word, word.upper(), word.capitalize(), "NaN", "N/a"))
