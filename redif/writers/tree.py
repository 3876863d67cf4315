"""The attribute tree as JSON Lines: the contents of each template, nested as in ReDIF, with its findings.

A line is an object with `file`, `line`, `type`, `handle`, `verdict` (`good`, or `bad` where RePEc drops the template),
`findings` (line, severity, code, attribute) and `tree` (lowercase attribute names with their texts or clusters).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from redif.syntax.template import Template
from redif.writers.frames import Frame
from redif.writers.options import WriterOptions


def frame(_options: WriterOptions) -> Frame:
    """Return the frame: lines need none."""
    return Frame()


def entries(templates: Iterable[Template], _options: WriterOptions) -> Iterator[bytes]:
    """Yield each template as a line of JSON."""
    for template in templates:
        line = {
            "file": template.file,
            "line": template.line,
            "type": template.type,
            "handle": template.data.get("handle"),
            "verdict": "bad" if template.is_bad else "good",
            "findings": [
                {
                    "line": finding.line,
                    "severity": finding.severity,
                    "code": finding.code,
                    "attribute": finding.attribute and finding.attribute.lower(),
                }
                for finding in template.findings
            ],
            "tree": template.tree,
        }
        yield orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
