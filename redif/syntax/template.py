"""A template: its text and place, and on request its attributes, tree, record and findings."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from redif.findings.finding import Finding, Severity
from redif.schema.tables import Schemas, TemplateSchema, TemplateType
from redif.syntax.builder import Built, build
from redif.syntax.problem_messages import ProblemMessages
from redif.syntax.tokens import TemplateText, first_of, is_plain

if TYPE_CHECKING:
    from redif.models import Record

READ_FACTOR = 8  # a template whose attributes have been read takes so many times the memory of its text


class TemplateAttribute(NamedTuple):
    """One attribute as it is in the file.

    Attributes:
        name: as written.
        value: as written, but without comments and with each run of white space as one space.
        line, column: the place where the name begins, from 1.
        end_line, end_column: the place where the value ends; the column is the one after its last character.
    """

    name: str
    value: str
    line: int
    column: int
    end_line: int
    end_column: int


class Template(TemplateText):
    """One template of a file.

    Attributes:
        line_findings: findings about its lines that were made while decoding and splitting (encoding, text before it).
        preceding: the text before it, if a comment there is addressed to redif; else empty.
        is_misread: whether the file is in an encoding that its text was not decoded from, so that letters are others.
    """

    __slots__ = ("_built", "_findings", "_schema", "_schemas", "_tree", "is_misread", "line_findings", "preceding")

    def __init__(
        self,
        schemas: Schemas,
        file: str,
        line: int,
        text: str,
        has_controls: bool,
        line_findings: list[Finding],
        preceding: str,
    ) -> None:
        # Not by way of the class above, since there are very many templates.
        self.file = file
        self.line = line
        self.text = text
        self.has_controls = has_controls
        self.line_findings = line_findings
        self.preceding = preceding
        self.is_misread = False
        self._schemas = schemas
        self._schema: TemplateSchema | None = None
        self._built: Built | None = None
        self._findings: list[Finding] | None = None
        self._tree: dict[str, Any] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        given = (self._schemas, self.file, self.line, self.text, self.has_controls, self.line_findings, self.preceding)
        joined = self._built.data.get("joined") if self._built is not None else None
        return (Template, given, joined) if joined else (Template, given)

    def __setstate__(self, joined: dict[str, Any]) -> None:
        self.join(joined)

    def fast_tokens(self) -> tuple[list[str], list[str]] | None:
        """Return the names and values if the fast path will do; else None. Once they have been read, this takes no time."""
        built = self._built
        return super().fast_tokens() if built is None or built.tokens is not None else (built.names, built.values)

    def __repr__(self) -> str:
        return f"<Template {self.type or self.kind.written!r} {self.file}:{self.line}>"

    @property
    def kind(self) -> TemplateType:
        """The type that its Template-Type names."""
        return self._schemas.template_type(self.first_value()) if self._built is None else self._built.kind

    @property
    def type(self) -> str | None:
        """The template type, spelled as in ReDIF; None if ReDIF has no such type."""
        return self.schema.type or None

    @property
    def schema(self) -> TemplateSchema:
        """The tables for templates of its type."""
        if self._built is not None:
            return self._built.schema
        if self._schema is None:
            self._schema = self._schemas.schema(self.kind, as_record=True)
        return self._schema

    @property
    def starts(self) -> list[int] | None:
        """The offsets of its attributes' names; None where each name directly follows the value before."""
        tokens = self._read().tokens
        return None if tokens is None else tokens.starts

    @property
    def names_and_values(self) -> tuple[list[str], list[str], list[str]]:
        """The names, values and texts of its attributes as they were read.

        A value is everything between a colon and the next name; its text has each run of white space as one space.
        """
        reading = self._read()
        return reading.names, reading.values, reading.texts

    def _read(self) -> Built:
        if self._built is None:
            self._built = build(self, self._schemas, as_record=True)
        return self._built

    @property
    def data(self) -> dict[str, Any]:
        """The record as plain data, just as in JSON: only fields that have a value, each a text or a number."""
        return (self._built or self._read()).data

    def value(self, key: str) -> Any:
        """Return the value of a field of the record; if possible without reading the whole template."""
        slot = self.schema.only(key) if self._built is None and is_plain(self.text, self.has_controls) else None
        if slot is not None and slot.accepts is not None:
            written = first_of(slot.info.name, self.text)
            if written and slot.accepts(written) is not None:
                return written
        return self.data.get(key)

    def join(self, facts: dict[str, Any]) -> None:
        """Add to its record what a catalogue knows of it, beside its own facts."""
        if facts:
            self.data["joined"] = facts

    @property
    def record(self) -> Record:
        """The record, typed by the model of its template type."""
        from redif.models import record_of  # slow to import, and many uses need only the data

        return record_of(self.data)

    @property
    def tree(self) -> dict[str, Any]:
        """The attributes nested as in ReDIF: a dict of lowercase names to lists of texts or clusters."""
        if self._tree is None:
            self._tree = build(self, self._schemas, as_record=False).data
        return self._tree

    @property
    def findings(self) -> list[Finding]:
        """Everything that is wrong with it."""
        found = self._findings
        if found is None:
            problems = self._read().problems
            found = ProblemMessages(self, self.schema, self._schemas.grammar).findings(problems) if problems else []
            self._findings = found
        return self.line_findings + found if self.line_findings else found

    @property
    def severities(self) -> list[Severity]:
        """The severity of each of its findings; known before the findings themselves are made."""
        problems = (self._built or self._read()).problems
        found = problems.severities if problems else []
        return [*(finding.severity for finding in self.line_findings), *found] if self.line_findings else found

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return sys.getsizeof(self.text) * (1 if self._built is None else READ_FACTOR)

    @property
    def is_bad(self) -> bool:
        """Whether RePEc drops it, since it has an error of its own."""
        own = self.severities[len(self.line_findings) :]
        return Severity.ERROR in own or any(f.severity is Severity.ERROR and f.line >= self.line for f in self.line_findings)

    @property
    def attributes(self) -> list[TemplateAttribute]:
        """All its attributes, known and unknown, in order and with their places."""
        names, values, starts, _ = self.tokens(self.schema.is_name)
        positions = self.positions()
        found = []
        for name, value, start in zip(names, values, starts, strict=True):
            end = self.value_end(start, name, value)
            found.append(TemplateAttribute(name, " ".join(value.split()), *positions(start), *positions(end)))
        return found
