"""Markup of web pages in titles and abstracts, and what its deletion loses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from redif.checks.template.characters import MOST_CHANGES
from redif.checks.template.context import Change, CheckContext, Hit
from redif.checks.template.ligatures import NOT_TEXT
from redif.checks.template.lines import line_breaks
from redif.checks.template.registry import check_values, rule_pattern
from redif.findings.wording import shortened
from redif.schema.markup import is_block, is_comparison, without_entities
from redif.source.patterns import lazy

# Tags that say nothing which the text does not; the others are powers, addresses, pictures and formulas.
_PLAIN = lazy(
    r"</?(?:jats:(?:p|sec|title|italic|bold)|abbr|big|blockquote|br|b|center|code|div|em|font|i|li|nobr|ol|p|small|span|strong|tt|u|ul)\b",
    re.I,
)
_ESCAPED_TAG = lazy(r"&lt;/?[A-Za-z][^&<>]{0,80}&gt;")
_TAG = re.compile("<[^<>]*>")
_COMMENT = "<!--"
_DELETE_COMMENT = "Delete it, or write what it says in the text."
_OWN_CODES = frozenset({"Title", "Abstract"})  # comments in these have a code of their own


@check_values("Title", contains="<")
def title_markup(value: str, context: CheckContext) -> Hit | None:
    """Find HTML tags in a title."""
    marks = _marks(value)
    return _hit(f'The title has HTML in it, {marks[0][0]}: "{shortened(value)}".', marks, value, context) if marks else None


@check_values("Abstract", contains="<")
def abstract_markup(value: str, context: CheckContext) -> Hit | None:
    """Find HTML tags and comments in an abstract."""
    marks = _marks(value)
    if not marks:
        return None
    comments = [mark for mark in marks if mark[0].startswith(_COMMENT)]
    if comments:
        marks, comment = comments, comments[0][0]
        return _hit(
            f'The abstract has a comment in it, which RePEc does not show: "{shortened(comment)}".', marks, value, context
        )
    return _hit(f"The abstract has HTML in it: {marks[0][0]}.", marks, value, context)


@check_values("Title", "Abstract", contains="&lt;")
@check_values(except_types=NOT_TEXT, contains=_COMMENT)
def text_markup(value: str, context: CheckContext) -> Hit | None:
    """Find HTML tags whose brackets are written as entities, so that RePEc shows them, and comments, which it does not show."""
    if _COMMENT in value and context.info.name not in _OWN_CODES and (comment := _comment(value)) is not None:
        message = f'{context.info.name} has a comment in it, which RePEc does not show: "{shortened(comment[0])}".'
        return Hit(message, start=comment.start(), end=comment.end(), hint=_DELETE_COMMENT)
    escaped = _ESCAPED_TAG.search(value)
    if escaped is None or not rule_pattern("markup").fullmatch(without_entities(escaped[0])):
        return None
    name = context.info.name
    message = f'{name} has HTML in it that is escaped, {escaped[0]}; RePEc shows readers "{without_entities(escaped[0])}".'
    return Hit(message, start=escaped.start(), end=escaped.end())


def _comment(value: str) -> re.Match[str] | None:
    return next((mark for mark in rule_pattern("xml-mark").finditer(value) if mark[0].startswith(_COMMENT)), None)


def _marks(value: str) -> list[re.Match[str]]:
    """The tags and comments in a value; CDATA is found by another check."""
    found = [mark for mark in rule_pattern("markup").finditer(value) if not is_comparison(mark)]
    if _COMMENT in value:
        found += [mark for mark in rule_pattern("xml-mark").finditer(value) if mark[0].startswith(_COMMENT)]
    return sorted(found, key=re.Match.start)


def _hit(message: str, marks: Sequence[re.Match[str]], value: str, context: CheckContext) -> Hit:
    """What is found, with a fix where nothing but the marks is lost."""
    others = {end for index, _, end in context.once(line_breaks) if index == context.index}  # which another check deletes
    is_plain = all(_PLAIN.match(mark[0]) for mark in marks) and len(marks) <= MOST_CHANGES
    changes = tuple(_deletions(value, [mark for mark in marks if mark.end() not in others])) if is_plain else ()
    hint = _DELETE_COMMENT if marks[0][0].startswith(_COMMENT) else ""
    return Hit(message, start=marks[0].start(), end=marks[0].end(), hint=hint, fix="deletes the tags", changes=changes)


def _deletions(value: str, marks: Sequence[re.Match[str]]) -> Iterator[Change]:
    """The changes that delete marks. Of several together and the spaces around them, one space is left if words are divided."""
    place = 0
    while place < len(marks):
        start, end, is_divided = *marks[place].span(), is_block(marks[place])
        while (place := place + 1) < len(marks) and not value[end : marks[place].start()].strip():
            end, is_divided = marks[place].end(), is_divided or is_block(marks[place])
        before, after = value[:start].rstrip(), value[end:].lstrip()
        wider = len(before), len(value) - len(after)
        is_divided = is_divided or " " in _TAG.sub("", value[slice(*wider)])
        yield Change(*wider, " " if is_divided and before and after else "")
