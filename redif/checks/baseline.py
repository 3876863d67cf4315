"""A baseline: a file of known findings, which later checks do not report again.

Each line is one finding: its file, its code, the handle of its template, and its fingerprint, separated by tabs and sorted, so
that changes read well in a version control system. Files are named from the folder of the baseline.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator

from redif.findings.errors import UsageError
from redif.findings.finding import Finding
from redif.findings.fingerprint import fingerprint
from redif.source.escaping import visible
from redif.source.files import STANDARD_INPUT
from redif.source.output import Output

_HEADING = "# Known problems, which redif check --baseline does not report. Written by redif check --update-baseline."


class Baseline:
    """Known findings.

    Attributes:
        hidden: how many findings were not passed on because they are known.

    Args:
        path: the file.
        known: the lines in it, each as often as it is there.
    """

    def __init__(self, path: str, known: Counter[str]) -> None:
        self.hidden = 0
        self._folder = os.path.dirname(os.path.abspath(path))
        self._known = known

    @classmethod
    def read(cls, path: str) -> Baseline:
        """Return the baseline in a file.

        Raises:
            UsageError: the file cannot be read, or is something else.
        """
        try:
            with open(path, encoding="utf-8") as file:
                lines = file.read().splitlines()
        except FileNotFoundError:
            raise UsageError(f"there is no file {path}; write it with --baseline {path} --update-baseline") from None
        except OSError as error:
            raise UsageError(f"cannot read {path}: {error.strerror or error}") from None
        except UnicodeDecodeError:
            raise UsageError(f"{path} is not a baseline that redif wrote") from None
        if not lines or lines[0] != _HEADING:
            raise UsageError(f"{path} is not a baseline that redif wrote")
        return cls(path, Counter(lines[1:]))

    def new(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings that are not known. One that is known twice is left out twice."""
        for finding in findings:
            line = self.line_of(finding)
            if self._known[line] > 0:
                self._known[line] -= 1
                self.hidden += 1
            else:
                yield finding

    def line_of(self, finding: Finding) -> str:
        """Return the line for a finding."""
        from pathlib import PurePath  # takes a while to import

        file = finding.file
        if file != STANDARD_INPUT:
            try:
                file = PurePath(os.path.relpath(os.path.abspath(file), self._folder)).as_posix()
            except ValueError:  # on another drive of Windows
                file = PurePath(file).as_posix()
        handle = (finding.template.handle if finding.template else None) or "-"
        line = "\t".join(visible(text) for text in (file, finding.code, handle, fingerprint(finding)))
        return line.encode("utf-8", "backslashreplace").decode()


def write_baseline(path: str, findings: Iterable[Finding]) -> int:
    """Write a baseline of findings, and return how many there are.

    Raises:
        OSError: the file cannot be written.
    """
    baseline = Baseline(path, Counter())
    lines = sorted(baseline.line_of(finding) for finding in findings)
    with Output(path) as out:
        out.write("".join(f"{line}\n" for line in [_HEADING, *lines]).encode())
    return len(lines)
