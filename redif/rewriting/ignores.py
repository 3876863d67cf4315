"""Comments that leave out what is found: `# redif: ignore CODES` above each template."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from redif.findings.finding import Edit, Finding, Fix
from redif.rewriting.edits import Original
from redif.rewriting.fixes import apply_fixes
from redif.syntax.splitter import IGNORE


def with_ignores(data: bytes, file: str, findings: Iterable[Finding]) -> tuple[bytes, int]:
    """Return the bytes of a file with a comment above each template that has findings, and how many findings that leaves out.

    The codes are added to a comment that is there. What is found outside any template stays, since no comment leaves it out.
    ReDIF permits comments before a template.

    Args:
        data: all bytes of the file.
        file: its name.
        findings: what was found in it.
    """
    by_line: dict[int, list[str]] = {}
    for finding in findings:
        if finding.template is not None:
            by_line.setdefault(finding.template.line, []).append(finding.code)
    comments = {line: ", ".join(sorted(set(codes))) for line, codes in by_line.items()}
    lines = Original(data, file).text.split("\n")
    fixes = {Fix("", (_edit(lines, line, codes),)): line for line, codes in comments.items()}
    result, made = apply_fixes(data, file, fixes)
    return result, sum(len(by_line[fixes[fix]]) for fix in made)


def _edit(lines: Sequence[str], line: int, codes: str) -> Edit:
    """Return the edit that adds codes to the comment above the template of a line, or a comment where there is none."""
    match = IGNORE.match(lines[line - 2]) if line > 1 else None
    if match is None:
        return Edit(line, 1, line, 1, f"# redif: ignore {codes}\n")
    column = match.end("codes") + 1
    before = ", " if match["codes"] else "" if match[0][: match.end("codes") - match.start()].endswith((" ", "\t")) else " "
    after = " " if match["reason"] and match.end("codes") == match.start("reason") else ""
    return Edit(line - 1, column, line - 1, column, f"{before}{codes}{after}")
