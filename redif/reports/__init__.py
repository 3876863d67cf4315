"""Findings to output, one module a format; `REPORTS` has them by name.

A report takes findings and a binary stream, and writes as findings come, so output of any size needs little memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import BinaryIO, NamedTuple

from redif.findings.finding import Finding

__all__ = ["REPORTS", "ReportOptions", "Write"]


class ReportOptions(NamedTuple):
    """What is asked of a report; only `text` has a choice.

    Attributes:
        colour: colours for a terminal.
        statistics: nothing but the table of how often each kind was found.
    """

    colour: bool = False
    statistics: bool = False


Write = Callable[[Iterable[Finding], BinaryIO, ReportOptions], None]


def _report(name: str) -> Write:
    """The report of a module that is loaded only when it is used: one format needs nothing of the others."""

    def write(findings: Iterable[Finding], out: BinaryIO, options: ReportOptions) -> None:
        import_module(f"{__name__}.{name}").write(findings, out, options)

    return write


REPORTS: Mapping[str, Write] = {name: _report(name) for name in ("text", "json", "sarif", "github", "html")}
