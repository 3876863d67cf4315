"""A page to send to a colleague: one file that loads nothing else.

The page begins with a summary and lists the findings by severity, the worst first. Neither is known before the last finding, so
the findings of each severity wait in a temporary file. Without scripts everything is shown except the filters.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from html import escape
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, NamedTuple

from redif.findings.codes import Severity, codes
from redif.findings.finding import Finding
from redif.findings.fingerprint import first_line
from redif.findings.version import __version__
from redif.findings.wording import counted
from redif.reports import ReportOptions
from redif.reports.excerpt import excerpt
from redif.reports.tally import Tally, TallyRow, command_for
from redif.source.escaping import visible

STYLE, SCRIPT = Path(__file__).parent / "page.css", Path(__file__).parent / "page.js"
LINE = 300  # characters of a line that are shown
FEW_FILES = 20  # a longer list of files is closed at first
IN_MEMORY = 4 << 20  # bytes of findings that are kept in memory; more go to disk


class FixWords(NamedTuple):
    """How a page says that something can be fixed, which depends on where it is read.

    Attributes:
        total: returns a sentence about how much; empty for nothing.
        one: returns what comes before the message of a fix, as HTML.
    """

    total: Callable[[Tally], str]
    one: Callable[[Finding], str]


COMMANDS = FixWords(Tally.fixes, lambda finding: f"<code>{command_for(finding)}</code> does it")


class _Part:
    """The findings of one severity, under the names of their files.

    Attributes:
        counts: how many there are in each file.
        anchors: the first place of each file.
        first: the number of the first finding of each code.
    """

    def __init__(self, severity: Severity, stream: IO[bytes], words: FixWords) -> None:
        self.counts: dict[str, int] = {}
        self.anchors: dict[str, str] = {}
        self.first: dict[str, int] = {}
        self._severity = severity
        self._stream = stream
        self._words = words
        self._file: str | None = None
        self._sections = 0

    def add(self, finding: Finding, number: int) -> None:
        """Add a finding, the number of which is its anchor."""
        file = finding.file
        if file != self._file:
            self._sections += 1
            anchor = f"{self._severity}-{self._sections}"
            close = "" if self._file is None else "</section>\n"
            # Problems of an archive as a whole come last, about files that were there before.
            more = " (more)" if file in self.anchors else ""
            self.anchors.setdefault(file, anchor)
            heading = f'<section class="file" id="{anchor}">\n<h3><bdi>{_shown(file)}</bdi>{more}</h3>\n'
            self._stream.write((close + heading).encode())
            self._file = file
        self.counts[file] = self.counts.get(file, 0) + 1
        self.first.setdefault(finding.code, number)
        self._stream.write(_article(finding, number, self._words).encode())

    def write(self, out: BinaryIO) -> None:
        """Write all of it, if there is anything."""
        if self._file is None:
            return
        heading = f"{counted(sum(self.counts.values()), self._severity)}: {self._severity.meaning}"
        out.write(f'<section class="severity" id="{self._severity}">\n<h2>{heading}</h2>\n'.encode())
        self._stream.seek(0)
        shutil.copyfileobj(self._stream, out)
        out.write(b"</section>\n</section>\n")


def write(findings: Iterable[Finding], out: BinaryIO, options: ReportOptions) -> None:
    """Write the page."""
    style, script = (path.read_text(encoding="utf-8") for path in (STYLE, SCRIPT))
    out.write(_head(style, script).encode())
    write_findings(findings, out, options)
    out.write(f"<script>{script}</script>\n</body>\n</html>\n".encode())


def write_findings(findings: Iterable[Finding], out: BinaryIO, options: ReportOptions, words: FixWords = COMMANDS) -> None:
    """Write what is between the header and the end of the page: the summary, the list of files, the filters, the findings."""
    tally, files = Tally(), dict[str, None]()
    with ExitStack() as streams:
        parts = {
            severity: _Part(severity, streams.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY)), words)
            for severity in Severity
        }
        for number, finding in enumerate(tally.counting(findings), 1):
            files.setdefault(finding.file)
            parts[finding.severity].add(finding, number)
        sentence = tally.summary(options.files_read(), options.hidden())
        out.write(_summary(tally, parts, sentence, words.total(tally)).encode())
        out.write((_index(list(files), parts) + _filters(tally.rows()) + "<main>\n").encode())
        for part in parts.values():
            part.write(out)
    out.write(b"</main>\n")


def _head(style: str, script: str) -> str:
    policy = (
        f"default-src 'none'; style-src '{hash_source(style)}'; script-src '{hash_source(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What redif found</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>What redif found</h1>
<p>redif {__version__} read the files on {date.today():%d %B %Y} as RePEc will read them.</p>
</header>
"""


def hash_source(text: str) -> str:
    """Return how a content security policy names the one style or script that it allows."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _shown(text: str) -> str:
    return escape(visible(text))


def _article(finding: Finding, number: int, words: FixWords) -> str:
    template = finding.template
    named = " ".join(filter(None, (template.type, template.handle))) if template else ""
    record = f" · <bdi>{_shown(named)}</bdi>" if named else ""
    place = f'<a href="#problem-{number}">line {finding.line}, column {finding.column}</a>'
    text = (
        f'<article class="{finding.severity}" id="problem-{number}" data-code="{escape(finding.code)}">\n'
        f"<p><b>{finding.severity}</b> <bdi>{_shown(finding.message)}</bdi></p>\n"
        f'<p class="place">{place}{record} · <code>{escape(finding.code)}</code></p>\n'
    )
    if first_line(finding):
        before, marked, after = map(escape, excerpt(finding, LINE))
        text += f"<pre>{before}<mark>{marked}</mark>{after}</pre>\n"
    text += f"<p>What to do: {_shown(finding.help)}</p>\n"
    if finding.fix is not None:
        text += f"<p>{words.one(finding)}: {_shown(finding.fix.message)}</p>\n"
    return text + "</article>\n"


def _summary(tally: Tally, parts: dict[Severity, _Part], sentence: str, fixes: str) -> str:
    totals = "".join(_total(severity, tally.of(severity)) for severity in Severity)
    fixable = f"<p>{escape(fixes)}</p>\n" if fixes else ""
    table = "<thead><tr><th>number</th><th>severity</th><th>kind</th><th>meaning</th></tr></thead>"
    rows = "".join(_row(row, parts[row.severity].first[row.code]) for row in tally.rows())
    return f"""\
<aside id="summary" aria-label="Summary">
<p>{sentence}</p>
<ul id="totals">{totals}</ul>
{fixable}<table id="kinds">{table}
<tbody>
{rows}</tbody></table>
</aside>
"""


def _total(severity: Severity, number: int) -> str:
    words = counted(number, severity)
    linked = f'<a href="#{severity}">{words}</a>' if number else words
    return f'<li class="{severity}"><b>{linked}</b>{severity.meaning}</li>'


def _row(row: TallyRow, first: int) -> str:
    why = f"<details><summary>{escape(row.meaning)}</summary><p>{escape(codes()[row.code].why)}</p></details>"
    severity = f'<td class="{row.severity}">{row.severity}</td>'
    return (
        f'<tr><td>{row.number:,}</td>{severity}<th><a href="#problem-{first}">{escape(row.code)}</a></th><td>{why}</td></tr>\n'
    )


def _index(files: list[str], parts: dict[Severity, _Part]) -> str:
    """Return the files with how much was found in each; each number leads there."""
    if len(files) < 2:
        return ""
    rows = []
    for file in files:
        cells = (
            f'<td class="{severity}"><a href="#{part.anchors[file]}">{part.counts[file]:,}</a></td>'
            if file in part.counts
            else "<td></td>"
            for severity, part in parts.items()
        )
        rows.append(f"<tr><th><bdi>{_shown(file)}</bdi></th>{''.join(cells)}</tr>\n")
    headings = "".join(f"<th>{severity}</th>" for severity in Severity)
    return f"""\
<nav aria-label="Files">
<details{" open" if len(files) <= FEW_FILES else ""}><summary>{counted(len(files), "file")}</summary>
<table id="files"><thead><tr><th>file</th>{headings}</tr></thead>
<tbody>
{"".join(rows)}</tbody></table>
</details>
</nav>
"""


def _filters(rows: list[TallyRow]) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="severity" value="{severity}" checked> {severity}</label>\n'
        for severity in Severity
    )
    names = sorted({row.code for row in rows})
    kinds = "".join(f"<option>{escape(name)}</option>" for name in names)
    return f"""\
<form id="filters" aria-label="Filters" hidden>
{boxes}<label>kind <select name="kind"><option value="">all</option>{kinds}</select></label>
<input type="search" name="words" placeholder="search" aria-label="search">
<output id="shown"></output>
</form>
"""
