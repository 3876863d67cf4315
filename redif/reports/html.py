"""A page to send to a colleague: one file that loads nothing else.

The summary is known last, so it is at the end of the file; the style shows it first. Without scripts everything is shown except
the filters.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from datetime import date
from html import escape
from pathlib import Path
from typing import BinaryIO

from redif.findings.codes import Severity, codes
from redif.findings.finding import Finding
from redif.findings.version import __version__
from redif.findings.wording import counted
from redif.reports import ReportOptions
from redif.reports.excerpt import excerpt, first_line
from redif.reports.tally import Tally, TallyRow, options_for
from redif.source.escaping import visible

LINE = 300  # characters of a line that are shown


def write(findings: Iterable[Finding], out: BinaryIO, options: ReportOptions) -> None:
    """Write the page, with the findings under the names of their files."""
    style, script = ((Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    tally, seen = Tally(), set[str]()
    file: str | None = None
    out.write(_head(style, script).encode())
    for finding in tally.counting(findings):
        if finding.file != file:
            close = "" if file is None else "</section>\n"
            file = finding.file
            # Problems of an archive as a whole come last, about files that were there before.
            more = " (more)" if file in seen else ""
            seen.add(file)
            out.write(f"{close}<section>\n<h2><bdi>{_shown(file)}</bdi>{more}</h2>\n".encode())
        out.write(_article(finding).encode())
    out.write(("" if file is None else "</section>\n").encode())
    out.write(_end(tally, options.files_read(), script).encode())


def _head(style: str, script: str) -> str:
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
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
<main>
"""


def _hash(text: str) -> str:
    """Return how a content security policy names the one style or script that it allows."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _shown(text: str) -> str:
    return escape(visible(text))


def _article(finding: Finding) -> str:
    template = finding.template
    words = " ".join(filter(None, (template.type, template.handle))) if template else ""
    record = f" · <bdi>{_shown(words)}</bdi>" if words else ""
    text = (
        f'<article class="{finding.severity}" data-code="{escape(finding.code)}">\n'
        f"<p><b>{finding.severity}</b> <bdi>{_shown(finding.message)}</bdi></p>\n"
        f'<p class="place">line {finding.line}, column {finding.column}{record} · <code>{escape(finding.code)}</code></p>\n'
    )
    if first_line(finding):
        before, marked, after = map(escape, excerpt(finding, LINE))
        text += f"<pre>{before}<mark>{marked}</mark>{after}</pre>\n"
    text += f"<p>What to do: {_shown(finding.help)}</p>\n"
    if finding.fix is not None:
        text += f"<p><code>redif check {options_for(finding)}</code> does it: {_shown(finding.fix.message)}</p>\n"
    return text + "</article>\n"


def _end(tally: Tally, files_read: int | None, script: str) -> str:
    rows = tally.rows()
    totals = "".join(_total(severity, tally.of(severity)) for severity in Severity)
    fixable = f"<p>{escape(fixes)}</p>\n" if (fixes := tally.fixes()) else ""
    table = "<thead><tr><th>number</th><th>severity</th><th>kind</th><th>meaning</th></tr></thead>"
    return f"""\
</main>
<aside id="summary" aria-label="Summary">
<p>{tally.summary(files_read)}</p>
<ul id="totals">{totals}</ul>
{fixable}<table>{table}
<tbody>
{"".join(map(_row, rows))}</tbody></table>
</aside>
{_filters(rows)}<script>{script}</script>
</body>
</html>
"""


def _total(severity: Severity, number: int) -> str:
    return f'<li class="{severity}"><b>{counted(number, severity)}</b>{severity.meaning}</li>'


def _row(row: TallyRow) -> str:
    why = f"<details><summary>{escape(row.meaning)}</summary><p>{escape(codes()[row.code].why)}</p></details>"
    severity = f'<td class="{row.severity}">{row.severity}</td>'
    return f"<tr><td>{row.number:,}</td>{severity}<th>{escape(row.code)}</th><td>{why}</td></tr>\n"


def _filters(rows: list[TallyRow]) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="severity" value="{severity}" checked> {severity}</label>\n'
        for severity in Severity
    )
    names = sorted({row.code for row in rows})
    kinds = "".join(f"<option>{escape(name)}</option>" for name in names)
    return f"""\
<form id="filters" hidden>
{boxes}<label>kind <select name="kind"><option value="">all</option>{kinds}</select></label>
<input type="search" name="words" placeholder="search" aria-label="search">
<output id="shown"></output>
</form>
"""
