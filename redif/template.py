"""A template: its text and place, and, when asked for, its attributes, tree, record and findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from redif.attributes import Cut, cut, first_value, is_plain, names_and_values, starts_of, without_comments
from redif.findings import Finding, Severity
from redif.models import MODELS, Record
from redif.text import Places
from redif.trees import Reading, build

if TYPE_CHECKING:
    from redif.reader import Reader


class Attribute(NamedTuple):
    """One attribute as it stands in the file.

    Attributes:
        name: as written.
        value: as written, but without comments and with runs of white space as one blank.
        line, column: where the name begins, from 1.
        end_line, end_column: where the value ends; the column is the one after its last character.
    """

    name: str
    value: str
    line: int
    column: int
    end_line: int
    end_column: int


class Template:
    """One template of a file.

    Attributes:
        file: where it stands; `-` for standard input.
        line: the line of its Template-Type, from 1.
        text: its lines, after the end of the line before them; `\n` is between them, comments are still there.
        odd: whether something stands in it that is no text (control characters, byte-order marks).
        told: findings about its lines that were made before its attributes were read (encoding, what stands ahead).
    """

    __slots__ = ("_reader", "_reading", "_tree", "_type", "file", "line", "odd", "text", "told")

    def __init__(self, reader: Reader, file: str, line: int, text: str, odd: bool, told: list[Finding]) -> None:
        self.file = file
        self.line = line
        self.told = told
        self._reader = reader
        self.text = text
        self.odd = odd
        self._type: str | None = None
        self._reading: Reading | None = None
        self._tree: dict[str, Any] | None = None

    def __repr__(self) -> str:
        return f"<Template {self.type or self.type_as_written!r} {self.file}:{self.line}>"

    @property
    def type_as_written(self) -> str:
        """The value of Template-Type."""
        _, values = self.quick_cut() or self.thorough_cut()[:2]
        return " ".join(values[0].split())

    @property
    def type(self) -> str | None:
        """The type of template, spelled as ReDIF has it; None where it has no such type."""
        if self._type is None:
            self._type = self._reader.layout(self._reader.kind(self.type_as_written).group, as_record=True).type
        return self._type or None

    def _read(self) -> Reading:
        if self._reading is None:
            self._reading = build(self, self._reader, as_record=True)
        return self._reading

    @property
    def data(self) -> dict[str, Any]:
        """The record as plain data, just as it is written in JSON: fields that hold something, values as text or number."""
        return self._read().data

    @property
    def record(self) -> Record:
        """The record, typed by the model of its template type."""
        model = MODELS.get((self.type or "").lower(), Record)
        return model.model_validate(self.data)

    @property
    def tree(self) -> dict[str, Any]:
        """The attributes as ReDIF nests them: attribute name, in small letters, to a list of texts or of clusters."""
        if self._tree is None:
            self._tree = build(self, self._reader, as_record=False).data
        return self._tree

    @property
    def findings(self) -> list[Finding]:
        """What there is to say about it."""
        found = self._read().findings
        return self.told + found if self.told else found

    @property
    def is_bad(self) -> bool:
        """Whether RePEc drops it: it has an error of its own."""
        return any(f.severity is Severity.ERROR and f.line >= self.line for f in self.findings)

    @property
    def attributes(self) -> list[Attribute]:
        """Its attributes in order, the known and the unknown, with their places."""
        names, values, starts, _ = self.thorough_cut()
        places = self.places()
        found = []
        for name, value, start in zip(names, values, starts, strict=True):
            end = self.value_end(start, name, value)
            found.append(Attribute(name, " ".join(value.split()), *places(start), *places(end)))
        return found

    def quick_cut(self) -> tuple[list[str], list[str]] | None:
        """Names and values, where the text has nothing unusual between them."""
        return names_and_values(without_comments(self.text)) if is_plain(self.text, self.odd) else None

    def thorough_cut(self) -> Cut:
        """Names and values with their places."""
        if (quick := self.quick_cut()) is not None:
            return Cut(*quick, starts_of(*quick), [0] * len(quick[0]))
        text = without_comments(self.text)
        known = self._reader.layout(self._reader.kind(first_value(text)).group, as_record=True).names
        return cut(text, lambda name: name.lower() in known or name.lower() == self._reader.key)

    def places(self) -> Places:
        """The lines and columns of offsets in the text, which begins with the end of the line before."""
        return Places(self.text, self.line - 1)

    def value_start(self, start: int, name: str, value: str) -> int:
        """Where a value begins: after its name, the colon and any white space."""
        colon = self.text.index(":", start + len(name))
        return colon + 1 + len(value) - len(value.lstrip())

    def value_end(self, start: int, name: str, value: str) -> int:
        """Where a value ends, without the white space after it."""
        return self.text.index(":", start + len(name)) + 1 + len(value.rstrip())

    @property
    def last_line(self) -> int:
        """The line at which it ends."""
        return self.line + self.text.count("\n") - 1
