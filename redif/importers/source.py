"""What an importer reads from, and where it reports what it cannot take over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from redif.findings.codes import severity_of
from redif.findings.finding import Finding, OnFinding
from redif.findings.wording import shortened
from redif.source.characters import without_controls
from redif.source.decoding import decode

# Letters of UTF-8. In Windows-1252 they would be a letter such as Ã before a sign, which no text has.
_UTF8 = re.compile(rb"[\xc3-\xc5\xce-\xd1][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}").search

LONGEST_LINE = 16 << 20  # characters
LONGEST_SHOWN = 100  # characters of a value in a message


class _Watched:
    """A binary stream of which it is known afterwards whether it had letters of UTF-8 that are more than one byte."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.has_utf8 = False

    def read(self, size: int = -1) -> bytes:
        """Read some bytes."""
        data = self._stream.read(size)
        self.has_utf8 = self.has_utf8 or _UTF8(data) is not None
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@dataclass(frozen=True)
class ImportSource:
    """A file in another format.

    Attributes:
        stream: its bytes.
        file: its name.
        on_finding: called with what cannot be taken over.
        columns: what the columns of a table mean, by their names, where these do not say so themselves.
    """

    stream: BinaryIO
    file: str
    on_finding: OnFinding
    columns: Mapping[str, str] = field(default_factory=dict)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield its lines as text, without line ends and control characters, each with its number from 1."""
        rest, number = "", 1
        stream, mixed = _Watched(self.stream), list[Finding]()

        def on_finding(finding: Finding) -> None:
            mixed.append(finding) if finding.code == "encoding-mixed" else self.on_finding(finding)

        for block in decode(cast("BinaryIO", stream), self.file, on_finding, is_utf8=True):
            *lines, last = block.text.split("\n")
            for line in lines:
                yield number, without_controls(rest + line)
                rest, number = "", number + 1
            rest += last  # decoding divides lines that are very long
            if len(rest) > LONGEST_LINE:
                yield number, without_controls(rest)
                rest = ""
        if rest:
            yield number, without_controls(rest)
        for finding in mixed:
            if stream.has_utf8:
                self.on_finding(finding)
            else:
                self.report("import-encoding", finding.line, "This file is in Windows-1252 and was read so, not in UTF-8.")

    def report(self, code: str, line: int, message: str, attribute: str | None = None, hint: str = "") -> None:
        """Report a finding about a line."""
        self.on_finding(Finding(code, severity_of(code), message, self.file, line, 1, line, 2, attribute, hint))

    def unread(self, line: int, message: str, hint: str = "") -> None:
        """Report an entry that cannot be read and is left out."""
        self.report("import-unread", line, message, hint=hint)

    def left_out(self, line: int, name: str, value: object) -> None:
        """Report a field that has no place in ReDIF."""
        text = " ".join(without_controls(str(value)).split())
        self.report("import-left-out", line, f'The field {name} was left out: "{shortened(text, LONGEST_SHOWN)}".', name)

    def placeholder(self, line: int, attribute: str, text: str) -> None:
        """Report a value that says that there is none, and is left out."""
        self.report("value-placeholder", line, f'{attribute} is "{text}", which says that there is no value.', attribute)

    def not_taken(self, line: int, kind: str, became: str) -> None:
        """Report an item of a kind that RePEc does not take."""
        self.report("import-type", line, f"RePEc has no type for this {kind}; it was imported as {became}.")
