"""What `redif check` finds, for the maintainer of an archive: in all, by kind with the change since before, and file by file.

The counts of each build are kept in `check/history.json` beside the pages, if they are others than before; so a build from the
same files gives the same pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import orjson

from redif.findings.codes import codes
from redif.findings.finding import Finding, Severity
from redif.reports.excerpt import excerpt
from redif.reports.tally import Tally, command_for
from redif.site.addresses import file_name
from redif.site.record_page import ShownFile
from redif.site.rendering import Renderer

HISTORY = "check/history.json"
MOST_BUILDS = 60  # whose counts are kept
MOST_FINDINGS = 500  # on the page of a file
LINE = 300  # characters of a line that are shown
WIDTH, HEIGHT = 720, 120  # of the figure, in units of SVG


class KindRow(NamedTuple):
    """How often a kind of problem was found, and how often before."""

    severity: Severity
    code: str
    meaning: str
    number: int
    before: int | None


class FileRow(NamedTuple):
    """A file, the path of its page, and how many problems of each severity it has."""

    name: str
    path: str
    counts: list[int]


def check_pages(
    findings: Iterable[Finding], renderer: Renderer, shown_file: ShownFile, history: bytes | None
) -> Iterator[tuple[str, bytes]]:
    """Yield the pages, and the counts for the next build.

    Args:
        findings: what was found.
        renderer: what makes pages.
        shown_file: returns the name of a file as it is shown.
        history: the counts of earlier builds.
    """
    tally, files = Tally(), dict[str, list[Finding]]()
    for finding in tally.counting(findings):
        files.setdefault(shown_file(finding.file), []).append(finding)
    builds = _with_now(_read(history), {f"{severity} {code}": number for (severity, code), number in tally.kinds.items()})
    before = builds[-2] if len(builds) > 1 else None
    rows = []
    for name in sorted(files):
        counts = [sum(finding.severity is severity for finding in files[name]) for severity in Severity]
        rows.append(FileRow(name, f"check/{file_name(name)}.html", counts))
    yield HISTORY, orjson.dumps(builds, option=orjson.OPT_SORT_KEYS)
    content = {
        "summary": tally.summary(None), "fixes": tally.fixes(), "files": rows, "severities": [*Severity],
        "kinds": _kinds(tally, before), "trend": _trend(builds),
    }  # fmt: skip
    yield "check/index.html", renderer.page("check.html", "check/index.html", **content)
    for row in rows:
        found = sorted(files[row.name], key=lambda finding: (finding.line, finding.column, finding.code))
        shown = [_shown(finding) for finding in found[:MOST_FINDINGS]]
        more = len(found) - len(shown)
        yield row.path, renderer.page("check_file.html", row.path, row=row, findings=shown, more=more)


def _shown(finding: Finding) -> dict[str, Any]:
    fix = command_for(finding) if finding.fix is not None else ""
    return {
        "finding": finding, "excerpt": excerpt(finding, LINE), "fix": fix,
        "handle": finding.template.handle if finding.template else "",
    }  # fmt: skip


def _kinds(tally: Tally, before: dict[str, int] | None) -> list[KindRow]:
    """Return a row for each kind there is, and for each that is gone."""
    rows = []
    for row in tally.rows():
        earlier = None if before is None else before.get(f"{row.severity} {row.code}", 0)
        rows.append(KindRow(row.severity, row.code, row.meaning, row.number, earlier))
    now = {f"{row.severity} {row.code}" for row in rows}
    for name, number in sorted((before or {}).items()):
        severity, _, code = name.partition(" ")
        if name not in now and code in codes() and severity in list(Severity):
            rows.append(KindRow(Severity(severity), code, codes()[code].meaning, 0, number))
    return rows


def _read(history: bytes | None) -> list[dict[str, int]]:
    """Return the counts of earlier builds; none of what is not such a list."""
    try:
        found = orjson.loads(history or b"[]")
    except orjson.JSONDecodeError:
        return []
    builds = found if isinstance(found, list) else []
    return [build for build in builds if isinstance(build, dict) and all(isinstance(number, int) for number in build.values())]


def _with_now(builds: list[dict[str, int]], now: dict[str, int]) -> list[dict[str, int]]:
    return (builds if builds and builds[-1] == now else [*builds, now])[-MOST_BUILDS:]


def _trend(builds: list[dict[str, int]]) -> dict[str, Any] | None:
    """Return the totals of all builds as the points of a line; None where there is only one."""
    totals = [sum(build.values()) for build in builds]
    if len(totals) < 2:
        return None
    most, step = max(*totals, 1), WIDTH / (len(totals) - 1)
    points = " ".join(
        f"{place * step:.1f},{HEIGHT - 8 - (HEIGHT - 16) * total / most:.1f}" for place, total in enumerate(totals)
    )
    return {"points": points, "totals": totals, "width": WIDTH, "height": HEIGHT}
