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
        ("paper", "languages", "English/French", "languages", ["en", "fr"]),
        ("article", "volume", "forthcoming", "publication_status", "forthcoming"),
        ("article", "volume", "forthcoming", "volume", None),
    ],
)
def test_a_cell_is_read_as_it_is_meant(kind: str, column: str, written: str, field: str, read: Any) -> None:
    assert from_table(kind, column, written).get(field) == read


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("@article{a,title={On prices},author={Ann Lee},journal={J},year={2001},abstract={Sin resumen},pages={n/a}}", "bibtex"),
        ("TY  - JOUR\nTI  - On prices\nAU  - Lee, Ann\nJF  - J\nPY  - 2001\nAB  - Sin resumen\nDO  - None\nER  - \n", "ris"),
        ("handle,type,title,authors,year,abstract\n,article,On prices,Ann Lee,2001,Sin resumen\n", "csv"),
    ],
)
def test_what_says_that_there_is_no_value_is_none_and_is_found(text: str, format_: str) -> None:
    (data,), findings = importing.imported(text, format_)
    found = [finding for finding in findings if finding.code == "value-placeholder"]
    assert 'Abstract is "Sin resumen", which says that there is no value.' in [finding.message for finding in found]
    assert len(found) == 1 + ("n/a" in text) + ("None" in text)
    assert not {"abstract", "unparsed", "doi", "pages"} & data.keys()


def test_a_dash_in_a_cell_is_an_empty_one() -> None:
    _, findings = importing.imported(HEAD.format("abstract") + ROW.format("wpaper:1", "paper", "-"), "csv")
    assert "value-placeholder" not in [finding.code for finding in findings]


@pytest.mark.parametrize("written", ["http:/a.org/b.pdf", "www.a.org/b.pdf", "a.org/b.pdf", "<https://a.org/b.pdf>"])
def test_an_address_with_a_slip_is_one(written: str) -> None:
    (file,) = from_table("paper", "url", written)["files"]
    assert file["url"].endswith("a.org/b.pdf")


def test_no_date_is_no_announcement() -> None:
    text = "@techreport{a, author={Lee, Ann}, title={On prices}, institution={X}, year={n.d.}}"
    (data,), _ = importing.imported(text, "bibtex")
    assert "publication_status" not in data
