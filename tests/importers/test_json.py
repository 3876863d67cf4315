"""CSL-JSON, and the JSON of Crossref and DataCite: told from each other and from redif's own, and whatever they hold."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
import redif.importers
from support.importing import imported
from support.strategies import json_values

CSL: dict[str, Any] = {
    "id": "x", "type": "article-journal", "title": "On prices", "container-title": "Journal of Examples", "volume": "3", "issue": "2", "page": "1-20",
    "author": [{"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van", "suffix": "Jr."}, {"literal": "World Bank"}],
    "issued": {"date-parts": [["2004", 3]]}, "DOI": "10.1000/x", "ISSN": "0304-405X", "language": "en-US",
}  # fmt: skip
CROSSREF: dict[str, Any] = {
    "DOI": "10.1000/x", "type": "journal-article", "title": ["On <i>prices</i> &amp; more"], "container-title": ["Journal of Examples"],
    "volume": "3", "issue": "2", "page": "1-20", "publisher": "Example Press", "ISSN": ["0304-405X"], "URL": "http://dx.doi.org/10.1000/x",
    "author": [{"given": "Ann", "family": "Lee", "sequence": "first", "affiliation": [{"name": "Example University"}],
                "ORCID": "http://orcid.org/0000-0001-2345-6789"}, {"name": "World Bank", "affiliation": []}],
    "published-online": {"date-parts": [[2003, 12, 1]]}, "published-print": {"date-parts": [[2004, 3]]}, "reference-count": 7,
    "abstract": "<jats:p>We show.</jats:p>", "reference": [{"key": "1"}],
    "funder": [{"name": "Example Foundation", "award": ["77"]}],
}  # fmt: skip
DATACITE: dict[str, Any] = {
    "id": "10.1000/x", "type": "dois",
    "attributes": {
        "doi": "10.1000/x", "titles": [{"title": "On prices"}], "types": {"resourceTypeGeneral": "JournalArticle"}, "publicationYear": 2004,
        "creators": [{"name": "Lee, Ann", "nameType": "Personal", "givenName": "Ann", "familyName": "Lee", "affiliation": ["Example University"]},
                     {"name": "World Bank", "nameType": "Organizational"}],
        "container": {"type": "Journal", "title": "Journal of Examples", "volume": "3", "issue": "2", "firstPage": "1", "lastPage": "20"},
        "dates": [{"date": "2004-03", "dateType": "Issued"}], "subjects": [{"subject": "prices"}],
        "descriptions": [{"description": "We show.", "descriptionType": "Abstract"}], "publisher": {"name": "Example Press"}, "language": "en",
    },
}  # fmt: skip


ATTRIBUTES: dict[str, Any] = DATACITE["attributes"]
NAMES = sorted({*CSL, *CROSSREF, *ATTRIBUTES, *CROSSREF["author"][0], "date-parts", "name"})


def read(value: Any, name: str = "x.json") -> list[dict[str, Any]]:
    stream = io.BytesIO(json.dumps(value).encode())
    stream.name = name
    return [record.to_dict() for record in redif.read(stream)]


@pytest.mark.parametrize("value", [CSL, CROSSREF, DATACITE], ids=["csl", "crossref", "datacite"])
def test_each_format_is_known_by_what_it_has(value: dict[str, Any]) -> None:
    [record] = read(value)
    expected = {
        "template_type": "ReDIF-Article 1.0", "journal": "Journal of Examples", "volume": "3", "issue": "2", "pages": "1-20", "year": 2004,
        "month": "March", "doi": "10.1000/x",
    }  # fmt: skip
    assert {name: record.get(name) for name in expected} == expected
    assert record["title"] in ("On prices", "On prices & more")
    assert record["authors"][-1]["name"] == "World Bank"


def test_names_places_and_numbers_of_people() -> None:
    [crossref], [csl] = read(CROSSREF), read(CSL)
    assert crossref["authors"][0] == {
        "name": "Ann Lee", "name_first": "Ann", "name_last": "Lee", "workplaces": [{"name": "Example University"}],
        "extra": {"Author-X-ORCID": ["0000-0001-2345-6789"]},
    }  # fmt: skip
    assert csl["authors"][0] == {"name": "Vincent van Gogh, Jr.", "name_first": "Vincent", "name_last": "van Gogh"}
    assert csl["languages"] == ["en"]


def test_what_has_no_place_is_kept_or_reported() -> None:
    [record], findings = imported(json.dumps(CROSSREF), "crossref")
    assert record["extra"] == {"X-Publisher": ["Example Press"], "X-ISSN": ["0304-405X"], "X-Funder": ["Example Foundation 77"]}
    assert record["abstract"] == "We show."
    assert [(finding.code, finding.attribute) for finding in findings] == [("import-left-out", "reference")]


def test_values_of_another_shape_are_kept_or_reported() -> None:
    csl = CSL | {"author": ["Ann Lee", *CSL["author"]], "issued": "soon", "volume": {"a": 1}, "edition": True}
    [record], findings = imported(json.dumps(csl), "csl-json")
    assert record["extra"] | {"X-Author": ["Ann Lee"], "X-Issued": ["soon"]} == record["extra"]
    assert {finding.attribute for finding in findings} == {"volume", "edition"}
    assert len(record["authors"]) == 2
    [record], findings = imported(json.dumps(CROSSREF | {"author": "Ann Lee", "publisher": [{"a": 1}]}), "crossref")
    assert record["extra"]["X-Author"] == ["Ann Lee"]
    assert {finding.attribute for finding in findings} == {"reference", "publisher"}


@pytest.mark.parametrize(
    "envelope",
    [lambda works: works, lambda works: {"status": "ok", "message-type": "work-list", "message": {"items": works}}, lambda works: {"items": works}],
)  # fmt: skip
@pytest.mark.parametrize("indent", [None, 1])
def test_envelopes_and_arrays_give_each_item_with_its_line(envelope: Any, indent: int | None, tmp_path: Path) -> None:
    path = tmp_path / "works.json"
    path.write_text(json.dumps(envelope([CROSSREF, {**CROSSREF, "title": ["Second"]}]), indent=indent))
    records = [*redif.read(path)]
    assert [record.to_dict()["title"] for record in records] == ["On prices & more", "Second"]
    lines = path.read_text().split("\n")
    for record in records:
        assert record.source is not None
        assert indent is None or lines[record.source.line - 1].strip() == "{"


def test_one_work_in_a_message_and_one_a_line() -> None:
    assert [record["year"] for record in read({"status": "ok", "message-type": "work", "message": CROSSREF})] == [2004]
    records, _ = imported("\n".join(map(json.dumps, [CROSSREF, CROSSREF])), "crossref")
    assert len(records) == 2
    assert len(read({"data": [DATACITE, DATACITE]})) == 2


@pytest.mark.parametrize(
    ("type_", "kind"),
    [("journal-article", "Article"), ("posted-content", "Paper"), ("report", "Paper"), ("report-component", "Paper"), ("dissertation", "Paper"),
     ("book", "Book"), ("monograph", "Book"), ("edited-book", "Book"), ("reference-book", "Book"), ("proceedings", "Book"), ("book-chapter", "Chapter"),
     ("book-section", "Chapter"), ("book-part", "Chapter"), ("proceedings-article", "Chapter"), ("reference-entry", "Chapter"), ("dataset", "Software"),
     ("peer-review", "Article"), ("standard", "Paper"), ("other", "Paper"), ("component", "Paper")],
)  # fmt: skip
def test_types_of_crossref(type_: str, kind: str) -> None:
    assert read({**CROSSREF, "type": type_})[0]["template_type"] == f"ReDIF-{kind} 1.0"


@pytest.mark.parametrize("format_", ["crossref", "datacite", "csl-json"])
def test_what_is_not_json_is_reported_with_its_line(format_: str) -> None:
    records, findings = imported("<!DOCTYPE html>\n<html></html>", format_)
    assert not records
    assert {finding.code for finding in findings} == {"import-unread"}
    assert findings[0].message.endswith(": it is not JSON but a web page.")
    _, findings = imported('{"a": 1}\n5\n{"b"', format_)
    assert [finding.line for finding in findings if finding.code == "import-unread"] == [2, 3]


@pytest.mark.parametrize("format_", ["crossref", "datacite", "csl-json"])
@given(value=st.dictionaries(st.sampled_from(NAMES), json_values(st.sampled_from(NAMES)), max_size=6))
def test_no_value_of_any_shape_raises(format_: str, value: dict[str, Any]) -> None:
    imported(json.dumps(value), format_)


@given(value=st.dictionaries(st.sampled_from(NAMES), json_values(st.sampled_from(NAMES)), max_size=6))
def test_no_value_of_any_shape_raises_where_the_format_is_not_said(value: dict[str, Any]) -> None:
    for basis in (CSL, CROSSREF, ATTRIBUTES):
        read({**basis, **value})


def test_records_of_redif_are_read_as_before(tmp_path: Path) -> None:
    paper = redif.Paper(title="x", authors="Ann Lee")
    path = tmp_path / "x.json"
    redif.write([paper], path)
    assert [record.to_dict()["title"] for record in redif.read(path)] == ["x"]


def test_csl_json_that_doi_org_makes_is_read_as_a_work_of_crossref(tmp_path: Path) -> None:
    work = (
        '{"indexed": {"date-parts": [[2022, 4, 3]]}, "reference-count": 2, "content-domain": {"domain": []}, "DOI": "10.1000/x", "member": "78",'
        '"type": "journal-article", "title": "On prices", "author": [{"ORCID": "https://orcid.org/0000-0002-1825-0097", "given": "Ann", "family": "Lee",'
        '"affiliation": [{"name": "Univ"}]}], "container-title": "Journal of X", "container-title-short": "J X", "published-print": {"date-parts": [[2015, 3]]},'
        '"resource": {"primary": {"URL": "http://www.crossref.org/deleted_DOI.html"}}, "URL": "http://dx.doi.org/10.1000/x", "ISSN": ["0304-405X"]}'
    )
    (tmp_path / "x.json").write_text(work)
    findings: list[redif.Finding] = []
    [record] = [read.to_dict() for read in redif.importers.read(tmp_path / "x.json", on_finding=findings.append)]
    assert (record["title"], record["journal"], record["year"], record["month"]) == ("On prices", "Journal of X", 2015, "March")
    assert record["authors"][0]["workplaces"] == [{"name": "Univ"}]
    assert record["extra"] == {"X-ISSN": ["0304-405X"]}
    assert "files" not in record
    assert not findings


def test_the_institution_of_a_report_is_a_publisher() -> None:
    [record], _ = imported(
        json.dumps(CROSSREF | {"type": "report", "institution": [{"name": "Example University"}]}), "crossref"
    )
    assert record["extra"]["X-Publisher"] == ["Example University", "Example Press"]


def test_of_what_only_a_program_needs_nothing_is_kept_or_told() -> None:
    [record], findings = imported(
        json.dumps(CSL | {"citation-key": "lee2004", "categories": ["mine"], "submitted": {"raw": "2003"}}), "csl-json"
    )
    assert (record["extra"], findings) == ({"X-ISSN": ["0304-405X"]}, [])


def test_words_of_datacite_for_what_is_not_known() -> None:
    work = {
        "types": {},
        "titles": [{"title": "x"}],
        "creators": [{"name": "(:unav)"}],
        "publisher": "(:tba)",
        "doi": "10.1000/x",
    }
    [record] = read(work)
    assert "authors" not in record
    assert "extra" not in record


def test_the_extra_of_zotero_goes_where_it_belongs() -> None:
    [record] = read({"id": "x", "type": "article-journal", "title": "x", "note": "Publisher: Example Press\nAward winner"})
    assert (record["extra"], record["note"]) == ({"X-Publisher": ["Example Press"]}, "Award winner")
