"""A template as the checks see it: its attributes in order, its record, and what the checks find in it.

A check gives offsets in a value as it is read: comments removed, each run of white space one space. They are turned into
lines and columns of the file only when something was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

from redif.findings.codes import severity_of
from redif.findings.finding import Edit, Finding, Fix
from redif.schema.slots import AttributeInfo
from redif.schema.tables import TemplateSchema
from redif.source.characters import with_places
from redif.source.positions import Positions
from redif.syntax.template import Template
from redif.syntax.tokens import starts_of, within_value

FEW = 8  # the first offsets are computed one by one; when more are needed, those of all attributes are computed at once
Answer = TypeVar("Answer")
Span = tuple[int, int, int, int]  # line and column of the start and of the end


class Change(NamedTuple):
    """Replace the characters `start` to `end` of a value by `text`.

    Attributes:
        attribute_index: which attribute's value; the one the hit is about, if negative.
    """

    start: int
    end: int
    text: str
    attribute_index: int = -1


class Hit(NamedTuple):
    """What a check has found.

    Attributes:
        message: what is wrong, with the value.
        attribute_index: which attribute of the template it is about; the one being checked, if negative.
        start, end: the part of its value that is wrong; all of it by default.
        last_index: the attribute with which the finding ends, if that is another one.
        hint: what to do in this case, where more can be said than for every finding of the code.
        fix: what `changes` do, in plain words; empty where a person has to decide.
        changes: the edits that fix it.
        unsafe: whether something else may have been meant than what the changes write.
        from_name: whether the finding begins at the attribute's name.
        as_written: whether all offsets are those in the value as it is written, not as it is read.
    """

    message: str
    attribute_index: int = -1
    start: int = 0
    end: int | None = None
    hint: str = ""
    fix: str = ""
    changes: tuple[Change, ...] = ()
    unsafe: bool = False
    from_name: bool = False
    as_written: bool = False
    last_index: int = -1


class CheckContext:
    """One template being checked.

    Attributes:
        names, values: its attributes; a value is the text from the colon to the next name, with comments replaced by spaces.
        texts: the values as checks read them, each run of white space one space.
        data: its record as plain data.
        schema: what the grammar says about templates of its type.
        index: the index of the attribute being checked.
    """

    __slots__ = (
        "_answers",
        "_computed_starts",
        "_known_positions",
        "_last_place",
        "_starts",
        "data",
        "index",
        "names",
        "schema",
        "template",
        "texts",
        "values",
    )

    def __init__(self, template: Template, schema: TemplateSchema) -> None:
        self.template = template
        self.schema = schema
        self.names, self.values, self.texts = template.names_and_values
        self.data: dict[str, Any] = template.data
        self.index = 0
        self._computed_starts = 0
        self._starts: list[int] | None = None
        self._known_positions: Positions | None = None
        self._last_place: tuple[int, int, Span] | None = None
        self._answers: dict[Callable[[CheckContext], Any], Any] = {}

    @property
    def text(self) -> str:
        """The template's text."""
        return self.template.text

    @property
    def info(self) -> AttributeInfo:
        """What the grammar says about the attribute being checked."""
        return self.schema.attribute_infos[self.names[self.index].lower()]

    @property
    def raw(self) -> str:
        """The value being checked, with its line ends."""
        return self.values[self.index]

    def attributes(self) -> Iterator[tuple[int, AttributeInfo, str]]:
        """Each attribute that the grammar knows and that is not empty: its index, its grammar entry, its value."""
        attribute_infos = self.schema.attribute_infos
        for index in range(1, len(self.names)):
            info = attribute_infos.get(self.names[index].lower())
            value = self.texts[index]
            if info is not None and value:
                yield index, info, value

    def once(self, function: Callable[[CheckContext], Answer]) -> Answer:
        """The result of a function of this template, which is called only once."""
        if function not in self._answers:
            self._answers[function] = function(self)
        answer: Answer = self._answers[function]
        return answer

    def _start(self, index: int) -> int:
        """The offset of an attribute's name in the text."""
        starts = self.template.starts or self._starts
        if starts is not None:
            return starts[index]
        self._computed_starts += 1
        if self._computed_starts > FEW:
            self._starts = starts_of(self.names, self.values)
        # One line end before the first name; a line end and a colon for each attribute before this one.
        return 1 + sum(map(len, self.names[:index])) + sum(map(len, self.values[:index])) + 2 * index

    def _value_offset(self, index: int) -> int:
        """The offset right after an attribute's colon."""
        return self.text.index(":", self._start(index) + len(self.names[index])) + 1

    @property
    def _positions(self) -> Positions:
        if self._known_positions is None:
            self._known_positions = self.template.positions()
        return self._known_positions

    def finding(self, code: str, hit: Hit) -> Finding:
        """The finding for a hit, with its position in the file."""
        index = self.index if hit.attribute_index < 0 else hit.attribute_index
        name, raw, value = self.names[index], self.values[index], self.texts[index]
        name_offset = self._start(index)
        value_offset = self.text.index(":", name_offset + len(name)) + 1
        start, end = hit.start, len(value) if hit.end is None else hit.end
        if not hit.as_written:
            start, end = self._span(raw, value, start, end)
        fix = self._fix(hit, raw, value, value_offset) if hit.changes else None
        start, end = name_offset if hit.from_name else value_offset + start, value_offset + end
        if hit.last_index > index:
            end = self._value_offset(hit.last_index) + len(self.values[hit.last_index].rstrip())
        info = self.schema.attribute_infos.get(name.lower())
        where = self._between(start, max(end, start + 1))
        attribute = info.name if info else name
        return Finding(code, severity_of(code), hit.message, self.template.file, *where, attribute, hit.hint, fix)

    def _fix(self, hit: Hit, raw: str, value: str, offset: int) -> Fix | None:
        edits = []
        for change in hit.changes:
            if change.attribute_index >= 0:
                index = change.attribute_index
                raw, value, offset = self.values[index], self.texts[index], self._value_offset(index)
            start, end = change.start, change.end
            if not hit.as_written:
                start, end = self._span(raw, value, start, end)
            if raw[start:end] != self.text[offset + start : offset + end]:
                return None  # there is a comment inside, which would be deleted
            start, end = offset + start, offset + end
            edits.append(Edit(*self._between(start, end), within_value(self.text, change.text, start, end)))
        return Fix(hit.fix, tuple(edits), hit.unsafe)

    def _span(self, raw: str, value: str, start: int, end: int) -> tuple[int, int]:
        """Turn offsets in a value as it is read into offsets in the value as it is written."""
        return _span(with_places(raw) if self.template.has_controls else raw, value, start, end)

    def _between(self, start: int, end: int) -> Span:
        """The lines and columns of two offsets."""
        last = self._last_place
        if last is not None and last[0] == start and last[1] == end:  # most fixes replace just what the finding is about
            return last[2]
        line, column = self._positions(start)
        ends = self._positions(end) if "\n" in self.text[start:end] else (line, column + end - start)
        place = (line, column, *ends)
        self._last_place = start, end, place
        return place


def _span(raw: str, value: str, start: int, end: int) -> tuple[int, int]:
    """Turn offsets in a value as it is read into offsets in the value as it is written, without control characters."""
    if len(raw.strip()) == len(value):  # no run of white space inside is longer than the one space it is read as
        indent = len(raw) - len(raw.lstrip())
        return indent + start, indent + end
    word_start = 0  # in the value as it is read
    found_start = found_end = None
    for match in re.finditer(r"\S+", raw):
        first, last = match.span()
        # An offset at the space after a word is mapped to the word's end, one inside a word to that character.
        if found_start is None and start <= word_start + last - first:
            found_start = first + max(start - word_start, 0)
        if end <= word_start + last - first:
            found_end = first + max(end - word_start, 0)
            break
        word_start += last - first + 1
    found_start = len(raw) if found_start is None else found_start
    return found_start, len(raw.rstrip()) if found_end is None else max(found_end, found_start)
