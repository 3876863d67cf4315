"""SARIF 2.1.0, which code scanning services and editors read. Results are written as they come."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePath
from typing import Any, BinaryIO
from urllib.parse import quote

from redif.findings.codes import Code, Severity, codes
from redif.findings.finding import Edit, Finding, Fix
from redif.findings.fingerprint import fingerprint
from redif.findings.version import __version__
from redif.reports import ReportOptions
from redif.reports.json import dumped

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_LINK = re.compile(r"\[([^\[\]]*)\](?=\()")


def write(findings: Iterable[Finding], out: BinaryIO, _options: ReportOptions) -> None:
    """Write one run with a result for each finding."""
    driver = {"name": "redif", "version": __version__, "rules": [_rule(code) for code in codes().values()]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints"}
    log = dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})
    out.write(log.removesuffix(b"}]}") + b',"results":[')
    indexes = {code: index for index, code in enumerate(codes())}
    before = b"\n"
    for finding in findings:
        out.write(before + dumped(_result(finding, indexes[finding.code])))
        before = b",\n"
    out.write(b"\n]}]}\n")


def _rule(code: Code) -> dict[str, Any]:
    why = " ".join(code.why.split())
    markdown = f"{code.help}\n\n{why}"
    for title, example in (("Wrong", code.wrong), ("Right", code.right)):
        if example:
            markdown += f"\n\n{title}:\n\n```\n{example.strip()}\n```"
    return {
        "id": code.name,
        "shortDescription": _message(code.meaning),
        "fullDescription": _message(why),
        "help": {**_message(f"{code.help} {why}"), "markdown": _escaped_braces(markdown)},
        "defaultConfiguration": {"level": _LEVELS[code.severity], "enabled": not code.optional},
    }


def _result(finding: Finding, rule_index: int) -> dict[str, Any]:
    location = {"uri": _uri(finding.file)}
    region = _region(finding.line, finding.column, finding.end_line, finding.end_column)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": _message(finding.message),
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
        "partialFingerprints": {"redif/v1": fingerprint(finding)},
    }
    if finding.fix is not None:
        result["fixes"] = [_fix(finding.fix, location)]
    return result


def _region(line: int, column: int, end_line: int, end_column: int) -> dict[str, int]:
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _fix(fix: Fix, location: dict[str, str]) -> dict[str, Any]:
    replacements = [_replacement(edit) for edit in fix.edits]
    change = {"artifactLocation": location, "replacements": replacements}
    return {"description": _message(fix.message), "artifactChanges": [change]}


def _replacement(edit: Edit) -> dict[str, Any]:
    deleted = _region(edit.line, edit.column, edit.end_line, edit.end_column)
    return {"deletedRegion": deleted, "insertedContent": {"text": edit.text}}


def _message(text: str) -> dict[str, str]:
    """Return a message of plain text: braces would be placeholders (§ 3.11.5), and `[a](b)` a link (§ 3.11.6)."""
    return {"text": _LINK.sub(r"\\[\1\\]", _escaped_braces(text))}


def _escaped_braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


@lru_cache(maxsize=16)  # findings of one file come together
def _uri(file: str) -> str:
    """Return the URI of a file: relative, if its path is."""
    path = PurePath(file.encode("utf-8", "backslashreplace").decode())
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
