"""Values in the forms in which people write them, in files of other formats."""

from __future__ import annotations

from typing import Any

import pytest

from support import importing

HEAD = "handle,type,title,authors,year,{}\n"
ROW = "RePEc:aaa:{},{},On prices,Ann Lee,2001,{}\n"


def from_table(kind: str, column: str, value: str) -> dict[str, Any]:
    code = "journl:1" if kind == "article" else "wpaper:1"
    cell = '"' + value.replace('"', '""') + '"'
    text = HEAD.format(column) + ROW.format(code, kind, cell)
    (data,), _ = importing.imported(text, "csv")
    return data


@pytest.mark.parametrize(
    ("kind", "column", "written", "field", "read"),
    [
        ("article", "volume", "Vol. 12", "volume", "12"),
        ("article", "issue", "No. 3", "issue", "3"),
        ("article", "pages", "pp. 1 to 10", "pages", "1-10"),
        ("article", "pages", "null", "pages", None),
        ("article", "month", "Abril", "month", "April"),
        ("paper", "pages", "null", "length", None),
        ("paper", "pages", "10 pages", "length", "10 pages"),
        ("paper", "pages", "1-10", "length", "pp. 1-10"),
        ("paper", "jel", "J.E.L.: C12", "classification_jel", ["C12"]),
        ("paper", "jel", "C12 y D24", "classification_jel", ["C12", "D24"]),
        ("paper", "jel", "C12; see the paper", "classification_jel", ["C12"]),
        ("paper", "keywords", "#prices #wages", "keywords", ["prices", "wages"]),
        ("paper", "keywords", "prices|wages", "keywords", ["prices", "wages"]),
        ("paper", "doi", "10.1000%2Fx", "doi", "10.1000/x"),
    ],
)
def test_a_cell_is_read_as_it_is_meant(kind: str, column: str, written: str, field: str, read: Any) -> None:
    assert from_table(kind, column, written).get(field) == read


@pytest.mark.parametrize("written", ["http:/a.org/b.pdf", "www.a.org/b.pdf", "a.org/b.pdf", "<https://a.org/b.pdf>"])
def test_an_address_with_a_slip_is_one(written: str) -> None:
    (file,) = from_table("paper", "url", written)["files"]
    assert file["url"].endswith("a.org/b.pdf")


def test_no_date_is_no_announcement() -> None:
    text = "@techreport{a, author={Lee, Ann}, title={On prices}, institution={X}, year={n.d.}}"
    (data,), _ = importing.imported(text, "bibtex")
    assert "publication_status" not in data
