"""Formats of reports, one module each: `REPORTS` has them by name, `ENDINGS` by the extension of a file's name.

A report takes findings and a binary stream, and writes as findings come, so output of any size needs little memory.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import BinaryIO, NamedTuple

from redif.findings.errors import did_you_mean
from redif.findings.finding import Finding

__all__ = ["ENDINGS", "REPORTS", "ReportOptions", "Write", "report_of"]


def _unknown() -> int | None:
    return None


def _none() -> int:
    return 0


class ReportOptions(NamedTuple):
    """The options of a report.

    Attributes:
        color: whether `text` has colors for a terminal.
        statistics: whether `text` has nothing but the table of how often each kind was found.
        files_read: called after the last finding; returns how many files were read, or None if they were not counted.
        hidden: called after the last finding; returns how many problems are known, and not shown.
    """

    color: bool = False
    statistics: bool = False
    files_read: Callable[[], int | None] = _unknown
    hidden: Callable[[], int] = _none


Write = Callable[[Iterable[Finding], BinaryIO, ReportOptions], None]


def _report(name: str) -> Write:
    """Return the report of a module, which is imported only when it is used."""

    def write(findings: Iterable[Finding], out: BinaryIO, options: ReportOptions) -> None:
        import_module(f"{__name__}.{name}").write(findings, out, options)

    return write


REPORTS: Mapping[str, Write] = {name: _report(name) for name in ("text", "json", "sarif", "github", "html")}

ENDINGS: Mapping[str, str] = {
    ".txt": "text", ".json": "json", ".jsonl": "json", ".ndjson": "json", ".sarif": "sarif", ".html": "html", ".htm": "html",
}  # fmt: skip


def report_of(path: str) -> str | None:
    """Return the name of the report for a file's extension; None if there is none for it."""
    if path.lower().endswith(".sarif.json"):
        return "sarif"
    return ENDINGS.get(os.path.splitext(path)[1].lower())


def unknown_ending(path: str) -> str:
    """Return a message about the name of a file for which there is no report."""
    ending = os.path.splitext(path)[1]
    meant = did_you_mean(ending, ENDINGS) or f"; write one of {', '.join(ENDINGS)}, or say which with --format"
    return f"there is no report in files that end in {ending}{meant}"
