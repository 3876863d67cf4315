"""A template as checks see it: its attributes one after the other, its record, and what they find in it.

A check speaks of offsets in a value as it reads: white space is one blank, comments are gone. Only when something was found
are they turned into lines and columns of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

from redif.findings.codes import severity_of
from redif.findings.finding import Edit, Finding, Fix
from redif.schema.tables import AttributeInfo, TemplateSchema
from redif.source.positions import Positions
from redif.syntax.lines import starts_of
from redif.syntax.template import Template

FEW = 8  # attributes whose place is counted out; for more of them in one template, all are noted
Answer = TypeVar("Answer")


class Change(NamedTuple):
    """What stands from `start` to `end` in a value gives way to `text`; in the value of the hit, unless a number is given."""

    start: int
    end: int
    text: str
    number: int = -1


class Hit(NamedTuple):
    """What a check has found.

    Attributes:
        message: what is wrong, in plain words, with the value.
        number: which attribute of the template; the one that is looked at, unless it is given.
        start, end: which part of its value it is about; all of it, unless they are given.
        hint: what to do in just this case, where more can be said than for all of its kind.
        fix: what is done to mend it, in plain words; then `changes` says how.
        from_name: it is about the name of the attribute too.
    """

    message: str
    number: int = -1
    start: int = 0
    end: int | None = None
    hint: str = ""
    fix: str = ""
    changes: tuple[Change, ...] = ()
    from_name: bool = False


class Subject:
    """One template under check.

    Attributes:
        names, values: its attributes; values as they stand between a colon and the next name, comments blanked out.
        texts: the values as checks read them, with one blank for any white space.
        data: its record as plain data.
        layout: what the grammar says of templates of its type.
        index: the number of the attribute that is looked at.
    """

    __slots__ = (
        "_answers",
        "_asked",
        "_known_places",
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
        self._asked = 0
        self._starts: list[int] | None = None
        self._known_places: Positions | None = None
        self._answers: dict[Callable[[Subject], Any], Any] = {}

    @property
    def text(self) -> str:
        """All of its text."""
        return self.template.text

    @property
    def info(self) -> AttributeInfo:
        """What the grammar says of the attribute that is looked at."""
        return self.schema.attribute_infos[self.names[self.index].lower()]

    @property
    def raw(self) -> str:
        """The value that is looked at, with its line ends."""
        return self.values[self.index]

    def attributes(self) -> Iterator[tuple[int, AttributeInfo, str]]:
        """Each attribute that the grammar knows and that is not empty: its number, what is known of it, its value."""
        attribute_infos = self.schema.attribute_infos
        for index in range(1, len(self.names)):
            info = attribute_infos.get(self.names[index].lower())
            value = self.texts[index]
            if info is not None and value:
                yield index, info, value

    def once(self, ask: Callable[[Subject], Answer]) -> Answer:
        """What a function says of this template, asked only once."""
        if ask not in self._answers:
            self._answers[ask] = ask(self)
        answer: Answer = self._answers[ask]
        return answer

    def _start(self, index: int) -> int:
        """Where in the text the name of an attribute begins."""
        starts = self.template.starts or self._starts
        if starts is not None:
            return starts[index]
        self._asked += 1
        if self._asked > FEW:
            self._starts = starts_of(self.names, self.values)
        # A line end and a colon for each.
        return 1 + sum(map(len, self.names[:index])) + sum(map(len, self.values[:index])) + 2 * index

    def _value_offset(self, index: int) -> int:
        """Where in the text the value of an attribute begins, white space and all."""
        return self.text.index(":", self._start(index) + len(self.names[index])) + 1

    @property
    def _places(self) -> Positions:
        if self._known_places is None:
            self._known_places = self.template.positions()
        return self._known_places

    def finding(self, code: str, hit: Hit) -> Finding:
        """What was found, with its place in the file."""
        message, index, first, last, hint, _, changes, from_name = hit
        if index < 0:
            index = self.index
        name, raw, value = self.names[index], self.values[index], self.texts[index]
        start = self._start(index)
        offset = self.text.index(":", start + len(name)) + 1
        begin, stop = _span(raw, value, first, len(value) if last is None else last)
        fix = self._fix(hit, raw, value, offset) if changes else None
        begin, stop = start if from_name else offset + begin, offset + stop
        info = self.schema.attribute_infos.get(name.lower())
        where = self._between(begin, max(stop, begin + 1))
        return Finding(code, severity_of(code), message, self.template.file, *where, info.name if info else name, hint, fix)

    def _fix(self, hit: Hit, raw: str, value: str, offset: int) -> Fix | None:
        edits = []
        for change in hit.changes:
            if change.number >= 0:
                raw, value, offset = self.values[change.number], self.texts[change.number], self._value_offset(change.number)
            begin, end = _span(raw, value, change.start, change.end)
            if raw[begin:end] != self.text[offset + begin : offset + end]:
                return None  # a comment stands within, and would go
            edits.append(Edit(*self._between(offset + begin, offset + end), change.text))
        return Fix(hit.fix, tuple(edits))

    def _between(self, begin: int, end: int) -> tuple[int, int, int, int]:
        """Two offsets as lines and columns."""
        line, column = self._places(begin)
        if "\n" not in self.text[begin:end]:
            return line, column, line, column + end - begin
        return line, column, *self._places(end)


def _span(raw: str, value: str, start: int, end: int) -> tuple[int, int]:
    """Offsets in a value as it reads to offsets in the value as it stands."""
    if len(raw.strip()) == len(value):  # no white space is longer than the blank it reads as
        ahead = len(raw) - len(raw.lstrip())
        return ahead + start, ahead + end
    reads = 0  # where the word begins in the value as it reads
    begin = stop = None
    for match in re.finditer(r"\S+", raw):
        first, last = match.span()
        # On the blank after a word: from its end on. In the word: from that character on.
        if begin is None and start <= reads + last - first:
            begin = first + max(start - reads, 0)
        if stop is None and end <= reads + last - first:
            stop = first + max(end - reads, 0)
        reads += last - first + 1
    begin = len(raw) if begin is None else begin
    return begin, len(raw.rstrip()) if stop is None else max(stop, begin)
