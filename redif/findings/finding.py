"""What there is to say about a file: findings.

A finding never stops anything. It travels beside the data and says what is wrong, where, how bad it is for RePEc, and what
to do about it. Its kind is a code of `redif.findings.codes`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from redif.findings.codes import Code, Severity, codes

__all__ = ["Edit", "Finding", "Fix", "Severity", "TemplatePlace", "ignore_finding"]


class Edit(NamedTuple):
    """Characters that give way to others.

    Attributes:
        line, column, end_line, end_column: which, counted as those of a finding. Nothing at all, where they begin and end
            at the same place; then `text` comes in there.
        text: what stands there afterwards.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Fix(NamedTuple):
    """How a fault is mended without any doubt about what was meant.

    Attributes:
        message: what is done, in plain words.
        edits: the changes, which do not overlap.
    """

    message: str
    edits: tuple[Edit, ...]


class TemplatePlace(NamedTuple):
    """The template a finding is about: its line, and its type and handle as far as they are known."""

    line: int
    type: str | None
    handle: str | None


class Finding(NamedTuple):
    """One thing that is wrong in one place.

    Attributes:
        code: the kind of finding, one of `redif.findings.codes.codes()`.
        severity: how bad it is.
        message: what is wrong, in plain words, with the value.
        file: where it stands; `-` for standard input.
        line, column: where it begins, counted from 1, in lines and characters of the original.
        end_line, end_column: where it ends; the column is the one after the last character.
        attribute: the full name of the attribute it is about, as the grammar spells it, or None.
        hint: what to do in just this case, where more can be said than for all of its kind.
        fix: how it is mended, where that is safe.
        template: the template it is about, if any (only of findings that `redif.check` gives).
        source: the line of the file on which it begins (only of findings that `redif.check` gives).
    """

    code: str
    severity: Severity
    message: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    attribute: str | None = None
    hint: str = ""
    fix: Fix | None = None
    template: TemplatePlace | None = None
    source: str = ""

    def within(self, template: TemplatePlace | None, source: str) -> Finding:
        """The same, with the template it is about and its line."""
        return Finding(*self[:11], template, source)  # which is quicker than _replace

    @property
    def kind(self) -> Code:
        """What is to be said of all findings of this kind."""
        return codes()[self.code]

    @property
    def help(self) -> str:
        """What to do about it."""
        return self.hint or self.kind.help


OnFinding = Callable[[Finding], None]


def ignore_finding(_finding: Finding) -> None:
    """What becomes of findings that nobody asks for."""
