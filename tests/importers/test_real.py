"""Entries as programs and publishers export them: all are read, and `check` finds no error but what they lack."""

from __future__ import annotations

from typing import Any

import pytest

import redif
import redif.importers
from support.paths import FIXTURES

LACKING = ("required-missing", "one-of-missing")
# What is no value in the source: a volume that appeared in several years, a last page that nobody knew.
REFUSED = {"found.bib": [{"Year": ["1984/1986"]}, {"Pages": ["12-??"]}]}


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
        ("found.bib", 63),
        ("found.ris", 26),
        ("found.jsonl", 28),
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
    assert len(lacking) <= (9 if name == "found.jsonl" else 4), lacking  # Crossref has journals and figures, too
    refused = [record.to_dict()["unparsed"] for record in records if record.to_dict().get("unparsed")]
    assert refused == REFUSED.get(name, [])


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


def found(name: str) -> tuple[dict[str, dict[str, Any]], list[redif.Finding]]:
    findings: list[redif.Finding] = []
    records = redif.importers.read(FIXTURES / "import" / name, on_finding=findings.append)
    return {data.get("title", data.get("doi", "")): data for data in (record.to_dict() for record in records)}, findings


def lines_of(name: str, beginning: str) -> list[int]:
    lines = (FIXTURES / "import" / name).read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if line.lower().lstrip().startswith(beginning)]


@pytest.mark.parametrize(("name", "beginning"), [("found.ris", "ty  -"), ("found.jsonl", "{")])
def test_each_record_says_in_which_line_it_begins(name: str, beginning: str) -> None:
    records = redif.importers.read(FIXTURES / "import" / name)
    assert [record.to_dict()["source"]["line"] for record in records] == lines_of(name, beginning)


def test_what_programs_write_into_bibtex() -> None:
    bib, findings = found("found.bib")
    starts = lines_of("found.bib", "@")
    assert all(data["source"]["line"] in starts for title, data in bib.items() if title != "Heart conditions")
    assert bib["Trust and tamper-proof software delivery"]["doi"] == "10.1145/1137627.1137636"  # as an address of the ACM
    assert bib["Seminumerical Algorithms"]["year"] == 1981  # what \\noopsort sorts by is not printed
    assert bib["Why not a political Coase theorem? Social conflict, commitment, and politics"]["pages"] == "620-652"
    assert len(bib["Why not a political Coase theorem? Social conflict, commitment, and politics"]["files"]) == 1
    assert bib["Designing styles"]["files"] == [{"url": "http://www.ctan.org/tex-archive/btxhak.pdf"}]
    built = bib["How built environment affects travel behavior"]
    assert (built["month"], built["extra"]["X-Length"], built["files"][0]["url"]) == (
        "April", ["17p"], "https://www.jtlu.org/index.php/jtlu/article/view/266",
    )  # fmt: skip
    assert "pages" not in built
    assert bib["Heart conditions"]["year"] == 2009  # an entry without a key, in the line where another ends
    assert not any("BSTcontrol" in finding.message for finding in findings)
    stars = next(data for title, data in bib.items() if title.startswith("The First Observations"))
    assert stars["pages"] == "93"
    assert "X-Eid" not in stars["extra"]


def test_what_databases_write_into_ris() -> None:
    ris, findings = found("found.ris")
    after_an_entry = [finding.line for finding in findings if finding.attribute == "NL"]
    assert after_an_entry == lines_of("found.ris", "nl  -")
    self_criticism = ris[
        "The influence of self-criticism on depression symptoms among ambulatory patients with inflammatory bowel disease."
    ]
    assert "pages" not in self_criticism  # "No Pagination Specified"
    dopa = ris[
        "The Value of Radiologic Interventions and 18 F-DOPA PET in Diagnosing and Localizing Focal Congenital Hyperinsulinism: Systematic Review and Meta-Analysis"
    ]
    assert dopa["pages"] == "97-105"
    release = ris["Release profile of ibuprofen in β-cyclodextrin complexes from two different solid dosage forms."]
    assert "number" not in release
    assert release["extra"]["X-Miscellaneous"][0].startswith("Copyright (C) 2016")
    assert "X-Type" not in release["extra"]  # M3 has the DOI
    brain = ris[
        "Stress and the brain-gut axis in functional and chronic-inflammatory gastrointestinal diseases: A transdisciplinary challenge"
    ]
    assert brain["extra"]["X-ISSN"] == ["03064530"]
    assert brain["extra"]["X-Funding-Details"][0] == "Deutsche Forschungsgemeinschaft, DFG"
    assert "note" not in brain  # "Export Date" and the like are the database's own
    assert {"name": "Jessy Joy van Kleef", "name_first": "Jessy Joy", "name_last": "van Kleef"} in [
        author for data in ris.values() for author in data.get("authors", [])
    ]
    assert "note" not in ris["Toward a Robust Analysis of Dermoscopy Images Acquired under Different Conditions"]  # its DOI


def test_what_crossref_says_of_works() -> None:
    works, findings = found("found.jsonl")
    abstracts = {data["abstract"] for data in works.values() if "abstract" in data}
    assert abstracts == {
        "We show that examples have causes.",
        "We show that H i has causes (p < 0.05).",
        "Shows what differs between files.",
    }
    assert works["The SWT JChemPaint (viewing) widget"]["extra"]["X-Version"] == ["v1"]
    assert [finding.message for finding in findings if "journal" in finding.message and finding.code == "import-type"] == [
        "RePEc has no type for this journal issue; it was imported as an article.",
        "RePEc has no type for this journal issue; it was imported as an article.",
        "RePEc has no type for this journal; it was imported as an article.",
        "RePEc has no type for this journal; it was imported as an article.",
    ]
