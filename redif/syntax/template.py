"""A template: its text and place, and, when asked for, its attributes, tree, record and findings."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from redif.findings.finding import Finding, Severity
from redif.schema.tables import Kind, Schemas, TemplateSchema
from redif.syntax.builder import Reading, build
from redif.syntax.lines import Passage, first_of, is_plain
from redif.syntax.problems import Teller

if TYPE_CHECKING:
    from redif.models import Record

READ = 8  # times the memory of its text is what a template takes once its attributes have been read


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


class Template(Passage):
    """One template of a file, with what it says.

    Attributes:
        told: findings about its lines that were made before its attributes were read (encoding, what stands ahead).
        ahead: the text that stands ahead of it, if a comment there says something to redif; else empty.
    """

    __slots__ = ("_findings", "_kind", "_quick", "_reading", "_schema", "_schemas", "_tree", "ahead", "told")

    def __init__(self, schemas: Schemas, file: str, line: int, text: str, odd: bool, told: list[Finding], ahead: str) -> None:
        super().__init__(file, line, text, odd)
        self.told = told
        self.ahead = ahead
        self._schemas = schemas
        self._kind: Kind | None = None
        self._schema: TemplateSchema | None = None
        self._reading: Reading | None = None
        self._findings: list[Finding] | None = None
        self._tree: dict[str, Any] | None = None
        self._quick: list[tuple[list[str], list[str]] | None] = []  # what the quick cut gave, if it was asked for

    def quick_cut(self) -> tuple[list[str], list[str]] | None:
        """Names and values, where the text has nothing unusual between them; cut only once."""
        if not self._quick:
            self._quick.append(super().quick_cut())
        return self._quick[0]

    def __repr__(self) -> str:
        return f"<Template {self.type or self.kind.written!r} {self.file}:{self.line}>"

    @property
    def kind(self) -> Kind:
        """What its Template-Type names."""
        if self._kind is None and self._reading is not None:
            self._kind = self._reading.kind
        elif self._kind is None:
            self._kind = self._schemas.kind(self.first_value())
        return self._kind

    @property
    def type(self) -> str | None:
        """The type of template, spelled as ReDIF has it; None where it has no such type."""
        return self.schema.type or None

    @property
    def schema(self) -> TemplateSchema:
        """What the grammar says of templates of its type."""
        if self._schema is None:
            reading = self._reading
            self._schema = self._schemas.schema(self.kind, as_record=True) if reading is None else reading.schema
        return self._schema

    @property
    def starts(self) -> list[int] | None:
        """Where in its text the names of its attributes begin; None where each follows right on the value before."""
        cut = self._read().cut
        return None if cut is None else cut.starts

    @property
    def names_and_values(self) -> tuple[list[str], list[str], list[str]]:
        """Names, values and texts of its attributes as they were read.

        A value is all that stands between a colon and the next name; its text has one blank for any white space in it.
        """
        reading = self._read()
        return reading.names, reading.values, reading.texts

    def _read(self) -> Reading:
        if self._reading is None:
            self._reading = build(self, self._schemas, as_record=True)
        return self._reading

    @property
    def data(self) -> dict[str, Any]:
        """The record as plain data, just as it is written in JSON: fields that hold something, values as text or number."""
        return self._read().data

    def value(self, key: str) -> Any:
        """What a field of its record holds; where that is easily seen, the rest is not read for it."""
        slot = self.schema.only(key) if self._reading is None and is_plain(self.text, self.odd) else None
        if slot is not None and slot.accepts is not None:
            written = first_of(slot.info.name, self.text)
            if written and slot.accepts(written) is not None:
                return written
        return self.data.get(key)

    def join(self, facts: dict[str, Any]) -> None:
        """Add to its record what a catalogue knows of it, beside its own facts."""
        if facts:
            self.data["joined"] = facts

    def stand_for(self, data: dict[str, Any]) -> None:
        """Make it the template of a record that came from elsewhere and was put into ReDIF."""
        self._reading = self._read()._replace(data=data)

    @property
    def record(self) -> Record:
        """The record, typed by the model of its template type."""
        from redif.models import record_of  # which takes a moment, and many uses need no more than the data

        return record_of(self.data)

    @property
    def tree(self) -> dict[str, Any]:
        """The attributes as ReDIF nests them: attribute name, in small letters, to a list of texts or of clusters."""
        if self._tree is None:
            self._tree = build(self, self._schemas, as_record=False).data
        return self._tree

    @property
    def findings(self) -> list[Finding]:
        """What there is to say about it."""
        found = self._findings
        if found is None:
            notes = self._read().notes
            found = notes.findings(Teller(self, self.schema, self._schemas.grammar)) if notes else []
            self._findings = found
        return self.told + found if self.told else found

    @property
    def severities(self) -> list[Severity]:
        """How bad each of its findings is, which is known before they are put into words."""
        notes = self._read().notes
        told = [finding.severity for finding in self.told] if self.told else []
        return told + notes.severities if notes else told

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes: those of its text, and more once it has been read."""
        return sys.getsizeof(self.text) * (1 if self._reading is None else READ)

    @property
    def is_bad(self) -> bool:
        """Whether RePEc drops it: it has an error of its own."""
        own = self.severities[len(self.told) :]
        return Severity.ERROR in own or any(f.severity is Severity.ERROR and f.line >= self.line for f in self.told)

    @property
    def attributes(self) -> list[Attribute]:
        """Its attributes in order, the known and the unknown, with their places."""
        names, values, starts, _ = self.thorough_cut(self.schema.is_name)
        positions = self.positions()
        found = []
        for name, value, start in zip(names, values, starts, strict=True):
            end = self.value_end(start, name, value)
            found.append(Attribute(name, " ".join(value.split()), *positions(start), *positions(end)))
        return found
