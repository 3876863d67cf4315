"""What identifies a finding when the lines around it change: for baselines, and for services that follow findings."""

from __future__ import annotations

from redif.findings.finding import Finding


def fingerprint(finding: Finding) -> str:
    """Return what identifies a finding when other lines are added, removed or changed."""
    from hashlib import blake2b  # takes a while to import, and few reports need it

    handle = finding.template.handle if finding.template else None
    parts = (finding.code, handle or "", finding.attribute or "", marked_text(finding))
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def first_line(finding: Finding) -> str:
    """Return the line on which a finding begins, and nothing of the lines after it."""
    return finding.source.partition("\n")[0]


def marked_text(finding: Finding) -> str:
    """Return what a finding is about, as far as it is on its first line."""
    end = finding.end_column - 1 if finding.end_line == finding.line else None
    return first_line(finding)[finding.column - 1 : end]
