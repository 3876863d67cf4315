"""A template: its text and place, and, when asked for, its attributes, tree, record and findings."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from redif.findings.finding import Finding, Severity
from redif.schema.tables import Schemas, TemplateSchema, TemplateType
from redif.syntax.builder import Built, build
from redif.syntax.lines import TemplateText, first_of, is_plain
from redif.syntax.problems import ProblemMessages

if TYPE_CHECKING:
    from redif.models import Record

READ = 8  # times the memory of its text is what a template takes once its attributes have been read


class TemplateAttribute(NamedTuple):
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


class Template(TemplateText):
    """One template of a file, with what it says.

    Attributes:
        line_findings: findings about its lines that were made while decoding and splitting (encoding, text before it).
        preceding: the text before it, if a comment there is addressed to redif; else empty.
    """

    __slots__ = ("_built", "_fast_tokens", "_findings", "_kind", "_schema", "_schemas", "_tree", "line_findings", "preceding")

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
        super().__init__(file, line, text, has_controls)
        self.line_findings = line_findings
        self.preceding = preceding
        self._schemas = schemas
        self._kind: TemplateType | None = None
        self._schema: TemplateSchema | None = None
        self._built: Built | None = None
        self._findings: list[Finding] | None = None
        self._tree: dict[str, Any] | None = None
        self._fast_tokens: list[tuple[list[str], list[str]] | None] = []  # what the quick cut gave, if it was asked for

    def fast_tokens(self) -> tuple[list[str], list[str]] | None:
        """Names and values, where the text has nothing unusual between them; cut only once."""
        if not self._fast_tokens:
            self._fast_tokens.append(super().fast_tokens())
        return self._fast_tokens[0]

    def __repr__(self) -> str:
        return f"<Template {self.type or self.kind.written!r} {self.file}:{self.line}>"

    @property
    def kind(self) -> TemplateType:
        """What its Template-Type names."""
        if self._kind is None and self._built is not None:
            self._kind = self._built.kind
        elif self._kind is None:
            self._kind = self._schemas.template_type(self.first_value())
        return self._kind

    @property
    def type(self) -> str | None:
        """The type of template, spelled as ReDIF has it; None where it has no such type."""
        return self.schema.type or None

    @property
    def schema(self) -> TemplateSchema:
        """What the grammar says of templates of its type."""
        if self._schema is None:
            reading = self._built
            self._schema = self._schemas.schema(self.kind, as_record=True) if reading is None else reading.schema
        return self._schema

    @property
    def starts(self) -> list[int] | None:
        """Where in its text the names of its attributes begin; None where each follows right on the value before."""
        tokens = self._read().tokens
        return None if tokens is None else tokens.starts

    @property
    def names_and_values(self) -> tuple[list[str], list[str], list[str]]:
        """Names, values and texts of its attributes as they were read.

        A value is all that stands between a colon and the next name; its text has one blank for any white space in it.
        """
        reading = self._read()
        return reading.names, reading.values, reading.texts

    def _read(self) -> Built:
        if self._built is None:
            self._built = build(self, self._schemas, as_record=True)
        return self._built

    @property
    def data(self) -> dict[str, Any]:
        """The record as plain data, just as it is written in JSON: fields that hold something, values as text or number."""
        return self._read().data

    def value(self, key: str) -> Any:
        """What a field of its record holds; where that is easily seen, the rest is not read for it."""
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

    def replace_data(self, data: dict[str, Any]) -> None:
        """Make it the template of a record that came from elsewhere and was put into ReDIF."""
        self._built = self._read()._replace(data=data)

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
            problems = self._read().problems
            found = problems.findings(ProblemMessages(self, self.schema, self._schemas.grammar)) if problems else []
            self._findings = found
        return self.line_findings + found if self.line_findings else found

    @property
    def severities(self) -> list[Severity]:
        """How bad each of its findings is, which is known before they are put into words."""
        problems = self._read().problems
        line_findings = [finding.severity for finding in self.line_findings] if self.line_findings else []
        return line_findings + problems.severities if problems else line_findings

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes: those of its text, and more once it has been read."""
        return sys.getsizeof(self.text) * (1 if self._built is None else READ)

    @property
    def is_bad(self) -> bool:
        """Whether RePEc drops it: it has an error of its own."""
        own = self.severities[len(self.line_findings) :]
        return Severity.ERROR in own or any(f.severity is Severity.ERROR and f.line >= self.line for f in self.line_findings)

    @property
    def attributes(self) -> list[TemplateAttribute]:
        """Its attributes in order, the known and the unknown, with their places."""
        names, values, starts, _ = self.tokens(self.schema.is_name)
        positions = self.positions()
        found = []
        for name, value, start in zip(names, values, starts, strict=True):
            end = self.value_end(start, name, value)
            found.append(TemplateAttribute(name, " ".join(value.split()), *positions(start), *positions(end)))
        return found
