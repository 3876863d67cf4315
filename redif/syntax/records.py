"""Records as templates: what a program or JSON gives, as if it had been read from ReDIF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from redif.findings.finding import ignore_finding
from redif.source.decoding import text_blocks
from redif.syntax.serializer import text_of
from redif.syntax.splitter import Reader
from redif.syntax.template import Template


class RecordTemplate(Template):
    """A template over a record. Its text is canonical ReDIF, made when its text or findings are requested.

    Args:
        data: the record as plain data.
        reader: what reads the text.
        file, line: where the record is.
        is_elsewhere: whether the file is in another format, so that all findings are about that line.
    """

    __slots__ = ("_data", "_reader", "is_elsewhere")

    def __init__(self, data: Mapping[str, Any], reader: Reader, file: str, line: int, is_elsewhere: bool) -> None:
        super().__init__(reader.schemas, file, line, "", False, [], "")
        # Python calls __getattr__ for these until they are there.
        del self.text, self.has_controls, self.line_findings
        self._data = {**data, "source": data.get("source", {"file": file, "line": line})}
        self._reader = reader
        self.is_elsewhere = is_elsewhere

    def __reduce__(self) -> tuple[Any, ...]:
        return RecordTemplate, (self._data, self._reader, self.file, self.line, self.is_elsewhere)

    def __getattr__(self, name: str) -> Any:
        if name not in ("text", "has_controls", "line_findings"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        blocks = text_blocks(text_of(self._data), self.file, ignore_finding)
        [read] = self._reader.templates(blocks, self.file, ignore_finding)
        self.text, self.has_controls, self.line_findings = read.text, read.has_controls, read.line_findings
        return getattr(self, name)

    def first_value(self) -> str:
        """The template type."""
        return str(self._data.get("template_type", ""))

    @property
    def data(self) -> dict[str, Any]:
        """The record as plain data, which may hold more than ReDIF can."""
        return self._data

    def value(self, key: str) -> Any:
        """What a field of the record holds."""
        return self._data.get(key)


def template_of(
    data: Mapping[str, Any], reader: Reader, file: str = "-", line: int = 1, *, is_elsewhere: bool = False
) -> Template:
    """Return the template of a record that is plain data; for the arguments see `RecordTemplate`."""
    return RecordTemplate(data, reader, file, line, is_elsewhere)
