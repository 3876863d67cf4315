"""Text for people: what is wrong, in which line, what to do about it, and a table of it all at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from rich.cells import cell_len

from redif.findings.codes import Severity
from redif.findings.finding import Finding
from redif.findings.fingerprint import first_line
from redif.reports import ReportOptions
from redif.reports.excerpt import excerpt
from redif.reports.tally import Tally, command_for
from redif.source.escaping import visible

LINE = 100  # characters of a line that are shown
_GUTTER = " " * 7


# Rich could do this too, but takes forty times as long.
class _Style(NamedTuple):
    """Escape sequences around text to give it color."""

    severity: Mapping[Severity, str]
    strong: str
    faint: str
    plain: str


_PLAIN = _Style(dict.fromkeys(Severity, ""), "", "", "")
_COLORED = _Style(
    {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.ADVICE: "\x1b[1;36m"},
    "\x1b[1m",
    "\x1b[2m",
    "\x1b[0m",
)


def write(findings: Iterable[Finding], out: BinaryIO, options: ReportOptions) -> None:
    """Write the findings under the names of their files, then how many there are of each kind."""
    tally, style = Tally(), _COLORED if options.color else _PLAIN
    file, name = None, ""
    helped: set[tuple[str, str]] = set()  # what to do about a kind of finding is said once a file
    for finding in tally.counting(findings):
        if options.statistics:
            continue
        if finding.file != file:
            file, name = finding.file, visible(finding.file)
            helped.clear()
            out.write(_encoded(f"{style.strong}── {name}{style.plain}\n\n"))
        advice = finding.code, finding.help
        help_is_new = advice not in helped
        helped.add(advice)
        out.write(_encoded(_entry(finding, name, style, help_is_new)))
    out.write(_encoded(_table(tally, options.files_read(), options.hidden(), style)))


_help = lru_cache(maxsize=1000)(visible)  # the same for most findings of a kind


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _cells(text: str) -> int:
    return len(text) if text.isascii() else cell_len(text)


def _entry(finding: Finding, name: str, style: _Style, help_is_new: bool) -> str:
    severity, strong, faint, plain = style.severity[finding.severity], style.strong, style.faint, style.plain
    line = finding.line
    text = (
        f"{strong}{name}:{line}:{finding.column}:{plain} {severity}{finding.severity}{plain} {strong}{finding.code}{plain} "
        f"{visible(finding.message)}\n"
    )
    if first_line(finding):
        before, marked, after = excerpt(finding, LINE)
        # Wide characters take two cells of a terminal and combining accents none, so cells are counted, not characters.
        marker = " " * _cells(before) + severity + "^" * (_cells(marked) or 1)
        if finding.end_line > line + (finding.end_column == 1):
            marker += f" to line {finding.end_line}"
        text += f"{faint}{line:>6} |{plain} {before}{marked}{after}\n{faint}{_GUTTER}|{plain} {marker}{plain}\n"
    if help_is_new:
        text += f"{faint}{_GUTTER}={plain} {strong}help:{plain} {_help(finding.help)}\n"
    if finding.fix is not None:
        text += f"{faint}{_GUTTER}={plain} {strong}fix:{plain} {visible(finding.fix.message)}"
        text += f" ({command_for(finding)} does it)\n"
    return text + "\n"


def _table(tally: Tally, files_read: int | None, hidden: int, style: _Style) -> str:
    rows = tally.rows()
    number_width = max((len(f"{row.number:,}") for row in rows), default=0)
    code_width = max((len(row.code) for row in rows), default=0)
    text = "".join(
        f"{row.number:>{number_width},}  {style.severity[row.severity]}{row.severity:<7}{style.plain}"
        f"  {style.strong}{row.code:<{code_width}}{style.plain}  {row.meaning}\n"
        for row in rows
    )
    text += ("\n" if rows else "") + tally.summary(files_read, hidden) + "\n"
    return text + (f"{fixes}\n" if (fixes := tally.fixes()) else "")
