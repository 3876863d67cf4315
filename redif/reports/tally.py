"""Findings counted by kind while they are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from redif.findings.codes import Severity, codes
from redif.findings.finding import Finding
from redif.findings.wording import counted

_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class TallyRow(NamedTuple):
    """How often a kind was found. One whose findings differ in severity has a row for each."""

    number: int
    severity: Severity
    code: str
    meaning: str


class Tally:
    """What was found until now."""

    def __init__(self) -> None:
        self.kinds: Counter[tuple[Severity, str]] = Counter()
        self.files: set[str] = set()
        self.fixable = self.unsafely_fixable = 0

    def counting(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Return the findings, each counted as it passes."""
        for finding in findings:
            self.kinds[finding.severity, finding.code] += 1
            self.files.add(finding.file)
            if finding.fix is not None:
                is_safe = finding.has_safe_fix
                self.fixable += is_safe
                self.unsafely_fixable += not is_safe
            yield finding

    def of(self, severity: Severity) -> int:
        """Return how many there are of a severity."""
        return sum(count for (each, _), count in self.kinds.items() if each is severity)

    def rows(self) -> list[TallyRow]:
        """Return a row for each kind: the most severe first, then the most frequent."""
        rows = (TallyRow(count, severity, code, codes()[code].meaning) for (severity, code), count in self.kinds.items())
        return sorted(rows, key=lambda row: (_RANKS[row.severity], -row.number, row.code))

    def summary(self, files_read: int | None, hidden: int = 0) -> str:
        """Return one sentence about it all: "3 problems in 2 of 340 files: 1 error, 2 warnings." or "All 340 files are fine.".

        Args:
            files_read: how many files were read; None if they were not counted.
            hidden: how many problems are known, and not shown.
        """
        known = f" {hidden:,} known and not shown." if hidden else ""
        if not self.kinds:
            return f"No new problems.{known}" if hidden else _fine(files_read)
        counts = [counted(number, severity) for severity in Severity if (number := self.of(severity))]
        bad, read = len(self.files), files_read or 0
        files = counted(bad, "file") if read <= bad else f"{bad:,} of {counted(read, 'file')}"
        return f"{counted(self.kinds.total(), 'problem')} in {files}: {', '.join(counts)}.{known}"

    def fixes(self) -> str:
        """Return a sentence about what can be fixed: "12 fixable with --fix (3 more with --unsafe-fixes)."; else nothing."""
        safe, unsafe = self.fixable, self.unsafely_fixable
        if not safe:
            return f"{unsafe:,} fixable with --fix --unsafe-fixes." if unsafe else ""
        return f"{safe:,} fixable with --fix" + (f" ({unsafe:,} more with --unsafe-fixes)." if unsafe else ".")


def command_for(finding: Finding) -> str:
    """Return the command that fixes a finding."""
    return "redif check --fix" if finding.has_safe_fix else "redif check --fix --unsafe-fixes"


def _fine(files_read: int | None) -> str:
    if files_read is None:
        return "No problems were found."
    if files_read == 0:
        return "No files were checked."
    return "The file is fine." if files_read == 1 else f"All {files_read:,} files are fine."
