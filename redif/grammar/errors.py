"""The error of a grammar file that cannot be read, and the reason why a rule refuses a value."""

from __future__ import annotations

from typing import NamedTuple

from redif.findings.errors import RedifError

NOTHING_MORE = "nothing more"  # what a rule expects at its end


class GrammarError(RedifError, ValueError):
    """A grammar file that cannot be read.

    Attributes:
        message: what is wrong.
        file: the path of the grammar file.
        line, column: the position of the error, counted from 1.
    """

    def __init__(self, message: str, file: str, line: int, column: int) -> None:
        super().__init__(f"{file}:{line}:{column}: {message}")
        self.message = message
        self.file = file
        self.line = line
        self.column = column

    def __reduce__(self) -> tuple[type[GrammarError], tuple[str, str, int, int]]:
        return GrammarError, (self.message, self.file, self.line, self.column)

    @classmethod
    def at(cls, message: str, file: str, source: str, offset: int) -> GrammarError:
        """Return the error at an offset of the file's text."""
        return cls(message, file, *place_of(source, offset))


def place_of(source: str, offset: int) -> tuple[int, int]:
    """Return the line and column of an offset, counted from 1."""
    return source.count("\n", 0, offset) + 1, offset - source.rfind("\n", 0, offset)


class Refusal(NamedTuple):
    """Why a rule refuses a value.

    Attributes:
        offset: how many characters of the value match.
        expected: what would match there, in the words of the grammar's comments.
    """

    offset: int
    expected: tuple[str, ...]

    def __str__(self) -> str:
        # The end is not what somebody forgot to write, so it is the last that is said.
        return " or ".join(sorted(self.expected, key=lambda words: words == NOTHING_MORE))
