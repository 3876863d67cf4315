"""What can go wrong in a grammar file."""

from __future__ import annotations

from redif.findings.errors import RedifError


class GrammarError(RedifError, ValueError):
    """A grammar file that cannot be read.

    Attributes:
        message: what is wrong, in words.
        file: the grammar's file.
        line, column: where, counted from 1.
    """

    def __init__(self, message: str, file: str, line: int, column: int) -> None:
        super().__init__(f"{file}:{line}:{column}: {message}")
        self.message = message
        self.file = file
        self.line = line
        self.column = column

    @classmethod
    def at(cls, message: str, file: str, source: str, offset: int) -> GrammarError:
        """The error at an offset of the file's text."""
        return cls(message, file, *place_of(source, offset))


def place_of(source: str, offset: int) -> tuple[int, int]:
    """The line and column of an offset, counted from 1."""
    return source.count("\n", 0, offset) + 1, offset - source.rfind("\n", 0, offset)
