"""Workbooks of Excel: values, formulas, and files that are damaged."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from support.importing import imported


def workbook(*rows: list[Any], empty_first: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("items") if empty_first else book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HEADER = ["title", "authors", "year", "pages", "jel"]


@pytest.mark.parametrize("empty_first", [False, True])
def test_a_sheet_is_read_like_a_table(empty_first: bool) -> None:
    data = workbook(HEADER, ["On prices", "Lee, Ann; Kim, Bo", 2004.0, None, "D12"], [], ["Two"], empty_first=empty_first)
    records, findings = imported(data, "xlsx")
    assert [record["title"] for record in records] == ["On prices", "Two"]
    assert records[0]["creation_date"] == "2004"
    assert [author["name"] for author in records[0]["authors"]] == ["Ann Lee", "Bo Kim"]
    assert not findings


def test_days_are_days() -> None:
    records, _ = imported(workbook(["title", "date"], ["x", datetime(2004, 3, 5)], ["y", date(2004, 3, 6)]), "xlsx")
    assert [record["creation_date"] for record in records] == ["2004-03-05", "2004-03-06"]


def test_a_formula_without_a_saved_value_is_reported_with_its_row() -> None:
    records, findings = imported(workbook(HEADER, ["x", "Ann Lee", "=2000+4"]), "xlsx")
    assert "creation_date" not in records[0]
    assert [(finding.code, finding.line) for finding in findings] == [("import-left-out", 2)]
    assert "=2000+4" in findings[0].message


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"title,authors\nx,y\n", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)]
)
def test_what_is_no_workbook_is_reported(data: bytes) -> None:
    records, findings = imported(data, "xlsx")
    assert not records
    assert [finding.code for finding in findings] == ["import-unread"]


def test_damaged_workbooks_are_reported() -> None:
    whole = workbook(HEADER, *([["x", "Ann Lee", 2004]] * 50))
    for place in range(0, len(whole), 97):
        data = bytearray(whole)
        data[place] ^= 0xFF
        imported(bytes(data), "xlsx")
        imported(whole[:place], "xlsx")


def test_hidden_sheets_are_skipped_and_further_ones_named() -> None:
    book = openpyxl.Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    papers = book.create_sheet("Papers")
    papers.append(["Title", "Authors", "Date", "Number", "Year"])
    papers.append(["One", "Ann Lee; Bo Kim", date(2004, 3, 1), "007", 2004])
    papers.append(["Two", None, None, 8.0, "2005"])
    papers.merge_cells("A3:C3")
    book.create_sheet("Empty")
    book.create_sheet("More").append(["Title"])
    out = io.BytesIO()
    book.save(out)
    (one, two), findings = imported(out.getvalue(), "xlsx")
    assert (one["title"], one["number"], one["creation_date"], one["authors"][1]["name"]) == (
        "One",
        "007",
        "2004-03-01",
        "Bo Kim",
    )
    assert (two["title"], two["number"], two["creation_date"]) == ("Two", "8", "2005")
    assert [(finding.attribute, "More" in finding.message) for finding in findings] == [("sheet", True)]


@pytest.mark.timeout(60)
def test_a_cell_far_away_takes_no_time_and_is_not_lost() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append(["x", "Ann Lee", 2004])
    sheet["XFD2"] = "right"
    sheet["XFD1048576"] = "far"
    out = io.BytesIO()
    book.save(out)
    records, findings = imported(out.getvalue(), "xlsx")
    assert [record["title"] for record in records] == ["x"]
    assert [(finding.code, finding.line) for finding in findings] == [("import-left-out", 2), ("import-left-out", 1048576)]


def test_a_title_above_the_header_and_pages_as_a_date() -> None:
    rows: list[list[Any]] = [
        ["Papers of 2021"],
        [],
        ["title", "journal", "pages", "doi"],
        ["x", "J", datetime(2024, 1, 10)],
        ["y", "J", "5", "10.1000/x"],
    ]
    records, findings = imported(workbook(*rows), "xlsx")
    assert [(record["title"], record["pages"]) for record in records] == [("x", "1-10"), ("y", "5")]
    assert [finding.code for finding in findings] == ["import-left-out", "import-cells"]
