"""Entries as programs and publishers export them: all are read, and `check` finds no error but what they lack."""

from __future__ import annotations

from typing import Any

import pytest

import redif
import redif.importers
from support.paths import FIXTURES

LACKING = ("required-missing", "one-of-missing")


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("entries.bib", 50),
        ("entries.ris", 20),
        ("works.json", 20),
        ("peculiar.bib", 15),
        ("peculiar.ris", 8),
        ("peculiar.jsonl", 10),
    ],
)
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


def by_title(name: str) -> dict[str, dict[str, Any]]:
    found = (record.to_dict() for record in redif.importers.read(FIXTURES / "import" / name))
    return {data["title"]: data for data in found}


def test_peculiarities_of_programs_are_read_as_they_mean_them() -> None:
    bib = by_title("peculiar.bib")
    assert bib["Mechanisms and strategies"]["authors"][0]["name"] == "Y. Huang"  # an entry without a key
    assert bib["Inference in text understanding"]["extra"]["X-Pages"] == ["385-408"]
    assert bib["Research in With Natural Nilsson's “Logic”"]["creation_date"] == "1978-01"
    assert bib["Eco-efficiency outcomes of 3.6% mergers"]["month"] == "April"  # in place of the issue
    assert bib["Measuring"]["files"] == [{"url": "http://link.springer.com/10.1007/978-3-540-89689-0_23"}]
    assert bib["Reactivity Feedback Modeling in SAM."]["authors"] == [{"name": "Hu, G., Zhang, G., & Hu, R."}]
    assert "Blah mkbibemph and “mkbibquote”." in bib
    ris = by_title("peculiar.ris")
    assert ris["EndNote: The Only Reference I Can Remember"]["keywords"] == ["citation", "reference", "library management"]
    assert ris["Title with ; and - dash"]["month"] == "March"  # MAR 15
    assert (ris["A paper"]["series"], ris["A paper"]["number"]) == ("CESifo Working Paper", "1234")
    assert ris["A conference paper"]["template_type"] == "ReDIF-Chapter 1.0"
    kinds = [
        record.template_type.split("-")[1].split()[0] for record in redif.importers.read(FIXTURES / "import" / "peculiar.jsonl")
    ]
    assert kinds == ["Paper", "Article", "Article", "Article", "Paper", "Paper", "Paper", "Chapter", "Software", "Book"]
