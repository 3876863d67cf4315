"""Entries as programs and publishers export them: all are read, and `check` finds no error but what they lack."""

from __future__ import annotations

import pytest

import redif
import redif.importers
from support.paths import FIXTURES

LACKING = ("required-missing", "one-of-missing")


@pytest.mark.parametrize(("name", "count"), [("entries.bib", 50), ("entries.ris", 20), ("works.json", 20)])
def test_each_is_read_and_has_no_fault_of_its_own(name: str, count: int) -> None:
    path = FIXTURES / "import" / name
    findings: list[redif.Finding] = []
    records = [*redif.importers.read(path, on_finding=findings.append)]
    assert len(records) == count
    assert [finding.message for finding in findings if finding.code == "import-unread"] == []
    severe = [finding for finding in redif.check(path, isolated=True) if finding.severity is redif.Severity.ERROR]
    assert [finding for finding in severe if finding.code not in LACKING] == []
    # Of what is required, an item lacks its handle, which the archive gives, and rarely an author.
    lacking = [finding.message for finding in severe if "Handle" not in finding.message]
    assert len(lacking) <= 4, lacking
    assert all(record.to_dict().get("unparsed", {}) == {} for record in records)
