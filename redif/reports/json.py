"""JSON Lines: one finding per line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, BinaryIO

import orjson

from redif.findings.finding import Finding
from redif.reports import ReportOptions

_SURROGATES = re.compile("[\ud800-\udfff]")


def write(findings: Iterable[Finding], out: BinaryIO, _options: ReportOptions) -> None:
    """Write each finding as a line of JSON."""
    for finding in findings:
        out.write(dumped(_object(finding)) + b"\n")


def dumped(value: Any) -> bytes:
    """Return a value as JSON. A lone surrogate, which JSON cannot hold, becomes the replacement character."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return _SURROGATES.sub("\ufffd", json.dumps(value, ensure_ascii=False)).encode()


def _object(finding: Finding) -> dict[str, Any]:
    template, fix = finding.template, finding.fix
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "severity": finding.severity,
        "code": finding.code,
        "message": finding.message,
        "help": finding.help,
        "attribute": finding.attribute,
        "template": template and template._asdict(),
        "fix": fix and {"message": fix.message, "safe": finding.has_safe_fix, "edits": [edit._asdict() for edit in fix.edits]},
    }
