"""RIS: tags of different programs, and files that are broken."""

from __future__ import annotations

from typing import Any

import pytest

import redif
from support.importing import imported


def ris(text: str | bytes) -> tuple[list[dict[str, Any]], list[redif.Finding]]:
    return imported(text, "ris")


def entry(type_: str, *lines: str) -> dict[str, Any]:
    records, _ = ris("\n".join([f"TY  - {type_}", *lines, "ER  - ", ""]))
    return records[0]


@pytest.mark.parametrize(
    ("type_", "kind"),
    [("JOUR", "Article"), ("RPRT", "Paper"), ("UNPB", "Paper"), ("THES", "Paper"), ("GEN", "Paper"), ("BOOK", "Book"), ("EDBOOK", "Book"),
     ("CHAP", "Chapter"), ("CPAPER", "Chapter"), ("CONF", "Book"), ("COMP", "Software"), ("MGZN", "Article")],
)  # fmt: skip
def test_each_type_becomes_a_type_of_template(type_: str, kind: str) -> None:
    assert entry(type_, "TI  - x")["template_type"] == f"ReDIF-{kind} 1.0"


@pytest.mark.parametrize(
    ("lines", "kind"),
    [(["AU  - Lee, Ann"], "Book"), (["T2  - Big Meeting"], "Book"), (["AU  - Lee, Ann", "T2  - Big Meeting"], "Chapter"),
     (["A1  - Lee, Ann", "BT  - Big Meeting"], "Chapter"), (["SP  - 7"], "Chapter"), (["EP  - 9"], "Chapter")],
)  # fmt: skip
def test_a_conference_is_a_paper_where_it_is_in_something(lines: list[str], kind: str) -> None:
    assert entry("CONF", "TI  - x", *lines)["template_type"] == f"ReDIF-{kind} 1.0"


@pytest.mark.parametrize("tag", ["T2", "T3", "JF", "JO"])
def test_each_tag_for_the_series_of_a_report(tag: str) -> None:
    assert entry("RPRT", "TI  - x", f"{tag}  - Working Papers")["series"] == "Working Papers"


def test_data_and_patents_are_reported() -> None:
    _, findings = ris("TY  - DATA\nTI  - x\nER  - \n\nTY  - PAT\nTI  - y\nER  - \n")
    assert [(finding.code, finding.line) for finding in findings] == [("import-type", 1), ("import-type", 5)]


def test_an_article() -> None:
    record = entry(
        "JOUR", "AU  - van der Berg, Jan, Jr.", "A1  - World Bank", "T1  - On prices", "JO  - Journal of Examples", "T2  - Journal of Examples",
        "VL  - 3", "IS  - 2", "SP  - 1", "EP  - 20", "Y1  - 2004/03//", "DO  - https://doi.org/10.1000/x", "SN  - 0304-405X",
        "N2  - First line", "of the abstract", "KW  - prices", "KW  - markets", "UR  - https://example.org/1.pdf", "L1  - file:///C:/x.pdf", "CY  - Berlin",
    )  # fmt: skip
    assert [author["name"] for author in record["authors"]] == ["Jan van der Berg, Jr.", "World Bank"]
    expected = {
        "title": "On prices", "journal": "Journal of Examples", "volume": "3", "issue": "2", "pages": "1-20", "year": 2004, "month": "March",
        "doi": "10.1000/x", "abstract": "First line of the abstract", "keywords": ["prices", "markets"],
        "files": [{"url": "https://example.org/1.pdf"}], "extra": {"X-ISSN": ["0304-405X"], "X-Place": ["Berlin"]},
    }  # fmt: skip
    assert {name: record.get(name) for name in expected} == expected


def test_a_report_and_a_chapter() -> None:
    report = entry("RPRT", "TI  - x", "T2  - Working Papers", "SN  - 12", "PB  - Example University", "PY  - 2001", "SP  - 45")
    assert (report["series"], report["number"], report["creation_date"], report["length"]) == (
        "Working Papers",
        "12",
        "2001",
        "45 pages",
    )
    assert report["extra"] == {"X-Publisher": ["Example University"]}
    chapter = entry(
        "CHAP", "TI  - x", "T2  - All Prices", "A2  - Kim, Bo", "SN  - 0-262-01219-7", "PB  - MIT Press", "T3  - Big Books"
    )
    assert (chapter["book_title"], chapter["isbn"], chapter["series"]) == ("All Prices", "0-262-01219-7", "Big Books")
    assert [editor["name"] for editor in chapter["editors"]] == ["Bo Kim"]


def test_an_entry_without_its_type_is_told_and_a_line_after_an_entry_is_left_out() -> None:
    records, findings = ris(
        "TY  - JOUR\nTI  - a\nER  - \nNL  - J\n\nAU  - Lee, Ann\nTI  - b\nPY  - 2001\nER  - \n\nTY  - JOUR\nTI  - c\nER  - \n"
    )
    assert [record["title"] for record in records] == ["a", "c"]
    assert [(finding.code, finding.line) for finding in findings] == [("import-left-out", 4), ("import-unread", 6)]


@pytest.mark.parametrize("number", ["EI 2000-26/A", "Band 12 B", "12", "No. 12"])
def test_the_number_of_a_report_may_have_several_words(number: str) -> None:
    report = entry("RPRT", "TI  - x", "T2  - Reports", f"M1  - {number}")
    assert (report["number"], report.get("extra")) == (number.removeprefix("No. "), None)


def test_what_has_no_place_is_kept_or_reported() -> None:
    records, findings = ris("TY  - JOUR\nTI  - x\nAN  - 77\nM2  - z\nC3  - y\nER  - \n")
    assert records[0]["extra"] == {"X-Miscellaneous": ["z"], "X-Custom": ["y"]}
    assert [(finding.code, finding.attribute) for finding in findings] == [("import-left-out", "AN")]


def test_lines_outside_entries_are_reported_and_entries_without_an_end_are_read() -> None:
    records, findings = ris(
        "\ufeffProvider: x\n1.\nmore\n\nTY  - JOUR\nTI  - a\nTY  - BOOK\nTI  - b\nER  -\nER  - \nTY- JOUR\n"
    )
    assert [record["title"] for record in records] == ["a", "b"]
    assert [(finding.code, finding.line) for finding in findings] == [("import-unread", 3), ("import-unread", 11)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"TY  -",
        b"TY  - \nER  - ",
        b"ER  - ",
        b"<html>",
        b"\0" * 50,
        b"TY  - JOUR\r\rTI  - x",
        b"TY  - JOUR\nAU  - ,\nPY  - x\nDA  - ///\nSP  - -\nER  -",
    ],
)
def test_bad_input_never_raises(data: bytes) -> None:
    ris(data)


def test_serial_numbers_of_scopus_for_proceedings() -> None:
    record = entry("CONF", "AU  - Lee, A.", "T2  - Proceedings", "SN  - 9783161484100 (ISBN); 12345679 (ISSN)")
    assert (record["isbn"], record["extra"]["X-ISSN"]) == ("9783161484100", ["12345679"])


def test_the_number_of_an_article_without_pages() -> None:
    assert entry("JOUR", "TI  - x", "C7  - 9123")["pages"] == "9123"
    assert entry("JOUR", "TI  - x", "SP  - 1", "EP  - 9", "C7  - 9123")["pages"] == "1-9"


def test_a_comma_after_a_name_is_no_part_of_it() -> None:
    record = entry("JOUR", "TI  - x", "AU  - World Bank,", "AU  - Keynes, John Maynard,")
    assert [author["name"] for author in record["authors"]] == ["World Bank", "John Maynard Keynes"]


def test_et_al_is_nobody() -> None:
    records, findings = ris("TY  - JOUR\nTI  - x\nAU  - Lee, Ann\nAU  - et al.\nER  - \n")
    assert [author["name"] for author in records[0]["authors"]] == ["Ann Lee"]
    assert [finding.code for finding in findings] == ["import-left-out"]


def test_a_date_in_words() -> None:
    assert entry("GEN", "TI  - x", "DA  - 15 March 2021")["creation_date"] == "2021-03-15"
