"""What came of a run, as JSON."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Mapping

from redif.cli.terminal import complain
from redif.findings.finding import Finding, Severity
from redif.findings.version import __version__
from redif.source.files import size_of
from redif.source.output import Output


class Summary:
    """What a run counts for `--summary FILE`.

    Attributes:
        is_wanted: whether the option was given; else there is no need to count.
        codes: how many findings there are, by severity and code.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self._path: str | None = options.summary
        self._command: str = options.command
        self._start = time.perf_counter()
        self.is_wanted = self._path is not None
        self.codes: Counter[tuple[str, str]] = Counter()

    def add(self, findings: Iterable[Finding]) -> None:
        """Count findings."""
        self.codes.update((finding.severity, finding.code) for finding in findings)

    def take(self) -> list[tuple[str, str, int]]:
        """Return what was counted, as plain data, and begin at 0 again."""
        counts = [(*kind, number) for kind, number in self.codes.items()] if self.codes else []
        self.codes.clear()
        return counts

    def add_taken(self, counts: Iterable[tuple[str, str, int]]) -> None:
        """Add what `take` returned in another process."""
        for severity, code, number in counts:
            self.codes[severity, code] += number

    def write(self, status: int, paths: Iterable[str], counts: Mapping[str, int]) -> bool:
        """Write the file, if there is to be one, and return whether that worked.

        Args:
            status: the exit status of the run.
            paths: the files that were named or found.
            counts: other numbers, by name.
        """
        if self._path is None:
            return True
        severities: Counter[str] = Counter()
        codes: Counter[str] = Counter()
        for (severity, code), number in self.codes.items():
            severities[severity] += number
            codes[code] += number
        summary = {
            "redif": __version__,
            "command": self._command,
            "exit_status": status,
            "seconds": round(time.perf_counter() - self._start, 3),
            "bytes": sum(map(size_of, paths)),
            **counts,
            "findings": {
                "by_severity": {severity.value: severities[severity] for severity in Severity},
                "by_code": dict(codes.most_common()),
            },
        }
        try:
            with Output(self._path) as out:
                import orjson  # takes a while to import

                out.write(orjson.dumps(summary, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        except OSError as error:
            complain(f"cannot write {self._path}: {error.strerror or error}")
            return False
        return True
