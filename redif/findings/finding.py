"""Findings: what is wrong with a file.

A finding never stops anything. It travels beside the data and says what is wrong, where, how bad that is for RePEc, and what
to do about it. Its kind is a code from the catalogue in `redif.findings.codes`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from redif.findings.codes import Code, Severity, codes, with_unsafe_fix

__all__ = ["Edit", "Finding", "Fix", "Severity", "TemplatePlace", "ignore_finding"]

LONGEST_SOURCE = 2000  # characters of a line that are stored with a finding


class Edit(NamedTuple):
    """Replace some characters of a file by others.

    Attributes:
        line, column, end_line, end_column: the characters to replace, counted like those of a finding. Where start and end are
            the same, `text` is inserted.
        text: what to write there.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Fix(NamedTuple):
    """A correction.

    Attributes:
        message: what the correction does, as the rest of a sentence that begins "redif".
        edits: the changes, which do not overlap.
        unsafe: whether something else may have been meant, though other fixes of its code are safe.
    """

    message: str
    edits: tuple[Edit, ...]
    unsafe: bool = False


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
        message: what is wrong, as a sentence, with the value.
        file: the file's path; `-` for standard input.
        line, column: where it begins, counted from 1, in lines and characters of the original.
        end_line, end_column: where it ends; the column is the one after the last character.
        attribute: the full name of the attribute it is about, as the grammar spells it, or None.
        hint: what to do in this case, where more can be said than for every finding of the code.
        fix: a correction, if there is one; see `has_safe_fix`.
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
        """Return the finding with the template it is about and the line it begins on."""
        # This is called for every finding, and _replace takes twice the time.
        code, severity, message, file, line, column, end_line, end_column, attribute, hint, fix, _, _ = self
        return Finding(
            code, severity, message, file, line, column, end_line, end_column, attribute, hint, fix, template, source
        )

    @property
    def kind(self) -> Code:
        """The catalogue's entry for the code."""
        return codes()[self.code]

    @property
    def help(self) -> str:
        """What to do: the hint, or else the catalogue's advice for the code."""
        return self.hint or self.kind.help

    @property
    def has_safe_fix(self) -> bool:
        """Whether it has a fix that leaves no doubt about what was meant."""
        return self.fix is not None and not self.fix.unsafe and self.code not in with_unsafe_fix()


OnFinding = Callable[[Finding], None]


def ignore_finding(_finding: Finding) -> None:
    """Ignore a finding."""
