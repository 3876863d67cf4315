"""Annotations of a pull request: workflow commands, which GitHub reads from what a job prints.

GitHub shows no more than ten errors, ten warnings and ten notices of a step.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import BinaryIO

from redif.findings.codes import Severity
from redif.findings.finding import Finding
from redif.reports import ReportOptions
from redif.source.escaping import visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def write(findings: Iterable[Finding], out: BinaryIO, _options: ReportOptions) -> None:
    """Write each finding as a workflow command."""
    for finding in findings:
        file = PurePath(finding.file).as_posix()  # GitHub does not find ./aaa/b.rdf
        command = (
            f"::{_COMMANDS[finding.severity]} file={_property(file)},line={finding.line},endLine={finding.end_line},"
            f"col={finding.column},endColumn={finding.end_column},title={_property(finding.code)}::{_data(_text(finding))}\n"
        )
        out.write(command.encode())


def _text(finding: Finding) -> str:
    return f"{finding.message}\nWhat to do: {finding.help}"


def _data(text: str) -> str:
    """Return a message escaped for a command. Line ends would end the command; other control characters are made visible."""
    lines = text.replace("%", "%25").replace("\r", "%0D").split("\n")
    return "%0A".join(map(visible, lines))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
