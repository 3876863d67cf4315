"""The part of a line that a finding is about, with some of the line around it."""

from __future__ import annotations

from typing import NamedTuple

from redif.findings.finding import Finding
from redif.findings.fingerprint import first_line
from redif.source.escaping import visible


class Excerpt(NamedTuple):
    """A line in three parts, safe to be shown: what the finding is about, and what is before and after it."""

    before: str
    marked: str
    after: str


def excerpt(finding: Finding, most: int) -> Excerpt:
    """Return the line on which a finding begins; of a longer one, about `most` characters around the place."""
    line = first_line(finding)
    size = len(line)
    start = min(finding.column - 1, size)
    end = max(start, min(finding.end_column - 1, size)) if finding.end_line == finding.line else size
    if size <= most:
        return Excerpt(visible(line[:start]), visible(line[start:end]), visible(line[end:]))
    room = max(0, most - (end - start))
    first = max(0, min(start - room // 2, size - most))
    last = min(size, first + most)
    end = min(end, last)
    before, after = "…" if first else "", "…" if last < size else ""
    return Excerpt(before + visible(line[first:start]), visible(line[start:end]), visible(line[end:last]) + after)
