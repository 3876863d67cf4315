"""Text for people: what is wrong, the line it stands in, what to do, and at the end a table of it all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from rich.cells import cell_len

from redif.findings.codes import Severity
from redif.findings.finding import Finding
from redif.findings.wording import counted
from redif.reports import ReportOptions
from redif.reports.excerpt import excerpt
from redif.reports.tally import Tally
from redif.source.escaping import visible

LINE = 100  # characters of a line that are shown
_GUTTER = " " * 7


# Rich could do this as well, but takes forty times as long.
class _Paint(NamedTuple):
    """What goes around words to give them colour."""

    severity: Mapping[Severity, str]
    strong: str
    faint: str
    plain: str


_PLAIN = _Paint(dict.fromkeys(Severity, ""), "", "", "")
_COLOURED = _Paint(
    {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.ADVICE: "\x1b[1;36m"},
    "\x1b[1m",
    "\x1b[2m",
    "\x1b[0m",
)


def write(findings: Iterable[Finding], out: BinaryIO, options: ReportOptions) -> None:
    """Write the findings under the names of their files, then how many there are of each kind."""
    tally, paint = Tally(), _COLOURED if options.colour else _PLAIN
    file, name = None, ""
    for finding in tally.counting(findings):
        if options.statistics:
            continue
        if finding.file != file:
            file, name = finding.file, visible(finding.file)
            out.write(_encoded(f"{paint.strong}── {name}{paint.plain}\n\n"))
        out.write(_encoded(_told(finding, name, paint)))
    out.write(_encoded(_table(tally, paint)))


_help = lru_cache(maxsize=1000)(visible)  # most findings of a kind have the same


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _cells(text: str) -> int:
    return len(text) if text.isascii() else cell_len(text)


def _told(finding: Finding, name: str, paint: _Paint) -> str:
    severity, strong, faint, plain = paint.severity[finding.severity], paint.strong, paint.faint, paint.plain
    line = finding.line
    told = (
        f"{strong}{name}:{line}:{finding.column}:{plain} {severity}{finding.severity}{plain} {strong}{finding.code}{plain} "
        f"{visible(finding.message)}\n"
    )
    if finding.source:
        before, marked, after = excerpt(finding, LINE)
        # Wide characters take two cells of a terminal and accents of their own none, so characters are not counted.
        marker = " " * _cells(before) + severity + "^" * (_cells(marked) or 1)
        if finding.end_line > line + (finding.end_column == 1):
            marker += f" to line {finding.end_line}"
        told += f"{faint}{line:>6} |{plain} {before}{marked}{after}\n{faint}{_GUTTER}|{plain} {marker}{plain}\n"
    told += f"{faint}{_GUTTER}={plain} {strong}help:{plain} {_help(finding.help)}\n"
    if finding.fix is not None:
        told += f"{faint}{_GUTTER}={plain} {strong}fix:{plain} {visible(finding.fix.message)} (redif check --fix does it)\n"
    return told + "\n"


def _table(tally: Tally, paint: _Paint) -> str:
    rows = tally.rows()
    number_width = max((len(f"{row.number:,}") for row in rows), default=0)
    code_width = max((len(row.code) for row in rows), default=0)
    text = "".join(
        f"{row.number:>{number_width},}  {paint.severity[row.severity]}{row.severity:<7}{paint.plain}"
        f"  {paint.strong}{row.code:<{code_width}}{paint.plain}  {row.meaning}\n"
        for row in rows
    )
    text += ("\n" if rows else "") + tally.summary() + "\n"
    if tally.fixable:
        text += f"{counted(tally.fixable, 'finding')} can be mended by redif check --fix.\n"
    return text
