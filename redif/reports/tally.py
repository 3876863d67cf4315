"""How much was found: findings counted by kind while they go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from redif.findings.codes import Severity, codes
from redif.findings.finding import Finding
from redif.findings.wording import counted

_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Row(NamedTuple):
    """How often a kind was found. One whose findings differ in severity has a row for each."""

    number: int
    severity: Severity
    code: str
    meaning: str


class Tally:
    """What was found until now, counted."""

    def __init__(self) -> None:
        self.kinds: Counter[tuple[Severity, str]] = Counter()
        self.files: set[str] = set()
        self.fixable = 0

    def counting(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings, each counted as it goes by."""
        for finding in findings:
            self.kinds[finding.severity, finding.code] += 1
            self.files.add(finding.file)
            self.fixable += finding.fix is not None
            yield finding

    def of(self, severity: Severity) -> int:
        """How many there are of a severity."""
        return sum(count for (each, _), count in self.kinds.items() if each is severity)

    def rows(self) -> list[Row]:
        """A row for each kind: the worst first, then the most frequent."""
        rows = (Row(count, severity, code, codes()[code].meaning) for (severity, code), count in self.kinds.items())
        return sorted(rows, key=lambda row: (_RANKS[row.severity], -row.number, row.code))

    def summary(self) -> str:
        """All of it in one sentence."""
        if not self.kinds:
            return "Nothing was found."
        errors, warnings, advice = (counted(self.of(severity), severity) for severity in Severity)
        return f"{errors}, {warnings} and {advice} in {counted(len(self.files), 'file')}."
