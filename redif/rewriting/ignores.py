"""Comments that leave out what is found: `# redif: ignore CODES` above each template."""

from __future__ import annotations

from collections.abc import Iterable

from redif.findings.finding import Edit, Finding, Fix
from redif.rewriting.fixes import apply_fixes


def with_ignores(data: bytes, file: str, findings: Iterable[Finding]) -> tuple[bytes, int]:
    """Return the bytes of a file with a comment above each template that has findings, and how many findings that leaves out.

    What is found outside any template stays, since no comment leaves it out. ReDIF permits comments before a template.

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
    fixes = {Fix("", (Edit(line, 1, line, 1, f"# redif: ignore {codes}\n"),)): line for line, codes in comments.items()}
    result, made = apply_fixes(data, file, fixes)
    return result, sum(len(by_line[fixes[fix]]) for fix in made)
