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
        ("books.jsonl", 8),
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


def test_books_and_chapters_of_crossref() -> None:
    books = by_title("books.jsonl")
    chapter = books["Signs of Hero Cult in Homeric Poetry"]
    assert (chapter["template_type"], chapter["book_title"], chapter["pages"]) == (
        "ReDIF-Chapter 1.0",
        "Homeric Contexts",
        "27-72",
    )
    assert chapter["doi"] == "10.1515/9783110272017.27"
    edited = books["Homeric Contexts: Neoanalysis and the Interpretation of Oral Poetry"]
    assert [person["name"] for person in edited["editors"]] == ["Franco Montanari", "Antonios Rengakos", "Christos C. Tsagalis"]
    assert (edited["template_type"], edited["isbn"], edited["providers"][0]["name"]) == (
        "ReDIF-Book 1.0", "9783110271959", "DE GRUYTER",
    )  # fmt: skip
    in_series = books["U-Net: Convolutional Networks for Biomedical Image Segmentation"]
    assert in_series["series"] == "Lecture Notes in Computer Science"
    assert in_series["book_title"].endswith("MICCAI 2015")
    monograph = books["Introduction to Cryptography"]
    assert (monograph["series"], monograph["edition"], monograph["year"]) == (
        "Information Security and Cryptography",
        "3",
        2015,
    )
    assert "authors" not in books["Requesting in Social Interaction"]
    assert books["Introduction"]["book_title"] == "An Introduction to Statistical Learning"
