"""What repositories, journals and reference managers export as Dublin Core, MODS and tables (facts made up, syntax as it is)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import redif
import redif.importers
from redif.cli import main
from support.paths import FIXTURES

FILES = FIXTURES / "import"
LEE, KIM = "Ann Lee", "Bo Kim"
PAPER = {"template_type": "ReDIF-Paper 1.0", "title": "On the price of examples", "creation_date": "2018-11", "series": "Working papers",
         "number": "12", "abstract": "We show that examples have prices.", "languages": ["en"]}  # fmt: skip
ARTICLE = {"template_type": "ReDIF-Article 1.0"}
ON_PRICES = {"title": "On prices", "year": 2004, "journal": "Journal of X", "names": [LEE, KIM]}

# What comes of each record of a file.
EXPECTED: dict[str, list[dict[str, Any]]] = {
    "ojs.xml": [
        {**ARTICLE, "title": "Ceny a moc", "further": {"Title": ["Prices and power"]}, "names": ["Jan Novák", LEE], "journal": "International Journal of Examples",
         "volume": "12", "issue": "1-2", "pages": "5-26", "year": 2013, "doi": "10.5817/ije.2013-1-1", "keywords": ["prices", "power"], "languages": ["cs"]},
        {**ARTICLE, "title": "El precio de los ejemplos", "names": ["José García López"], "journal": "Revista de Ejemplos", "issue": "2", "pages": "7-9", "year": 2006},
    ],
    "hal.xml": [
        {**ARTICLE, "names": [LEE, "Jean-Luc Dupont"], "journal": "European Economic Review", "volume": "112", "issue": "3", "pages": "1-20", "year": 2019,
         "doi": "10.1016/j.euroecorev.2018.11.001", "classification_jel": ["D12"]},
        {"template_type": "ReDIF-Paper 1.0", "title": "Le prix des exemples", "creation_date": "2012-12", "languages": ["fr"]},
    ],
    "eprints.xml": [
        {"template_type": "ReDIF-Paper 1.0", "names": [LEE, "Jan van der Berg"], "classification_jel": ["D12", "E31"], "creation_date": "2010-05-01"},
        {**ARTICLE, "names": [KIM], "journal": "Journal of Examples", "volume": "3", "issue": "2", "pages": "360-374", "year": 2008, "doi": "10.1000/xyz"},
        {"template_type": "ReDIF-Chapter 1.0", "names": [KIM], "year": 2009},
    ],
    "dspace.xml": [
        {**PAPER, "names": [LEE, KIM], "classification_jel": ["D12"], "files": [{"url": "http://hdl.handle.net/10419/100", "format": "application/pdf"}]},
        {**ARTICLE, "further": {"Title": ["The price of examples"]}, "classification_jel": ["E31"], "journal": "Revista de Ejemplos", "volume": "5", "issue": "1",
         "pages": "7-19", "doi": "10.1000/abc"},
    ],
    "found-dspace.xml": [
        {"template_type": "ReDIF-Paper 1.0", "names": ["A. Lee", "J. van der Berg"], "classification_jel": ["M", "M31", "C44", "C35"], "creation_date": "2001-01-04",
         "series": "ERS", "number": "ERS-2001-73-ORG", "languages": ["en"], "keywords": ["Supply relationships", "85 A", "280 G"],
         "files": [{"url": "http://hdl.handle.net/1765/1097"},
                   {"url": "https://ep.example.org/retrieve/2212/ERS%202003%20095%20MKT.pdf", "format": "application/pdf"}]},
        {"template_type": "ReDIF-Paper 1.0", "series": "Econometric Institute Reports", "number": "EI 2000-26/A", "languages": None, "length": None,
         "extra": {"X-ISBN": ["90-9017256-4"], "X-ISSN": ["1566-7294"]}},
        {**ARTICLE, "journal": "New Technology, Work, and Employment", "volume": "16", "issue": "3", "pages": "191-203", "year": 2001, "names": ["A. Lee"]},
        {"template_type": "ReDIF-Paper 1.0", "names": [KIM], "creation_date": "1976", "length": "ix, 295 leaves : ill. ; 29 cm.", "abstract": None},
        {"template_type": "ReDIF-Paper 1.0", "series": "Julkaisuja / Esimerkkien yliopisto, taloustieteen laitos", "number": "34", "languages": ["fi"],
         "creation_date": "2007"},
        {**ARTICLE, "names": ["Ann Kim Lee"], "year": 2007, "month": "September", "languages": ["en"]},
    ],
    "found-eprints.xml": [
        {"template_type": "ReDIF-Paper 1.0", "classification_jel": ["O14", "R10"], "creation_date": "2012-02", "publication_status": None,
         "extra": {"X-Relation": ["https://mpra.example.org/48082/"]}},
        {"template_type": "ReDIF-Paper 1.0", "names": [LEE, "Bo Yong Kim"], "classification_jel": ["C58"],
         "publication_status": "Published in Journal of Emerging Examples, Vol. Vol.2, No. No. 1 (31 December 2011): pp. 37-45"},
        {"template_type": "ReDIF-Paper 1.0", "publication_status": "Forthcoming in Examples of Finance (October 2013)"},
        {"template_type": "ReDIF-Paper 1.0", "creation_date": "1997", "abstract": "We model examples."},
        {"template_type": "ReDIF-Paper 1.0", "creation_date": "2008-10-01", "abstract": None, "languages": ["en"]},
    ],
    "dspace.mods": [{**PAPER, "names": [LEE, KIM], "keywords": ["prices", "growth"], "files": [{"url": "http://hdl.handle.net/10419/100"}]}],
    "dspace.csv": [
        {"template_type": "ReDIF-Paper 1.0", "title": "On prices", "further": {"Title": ["Des prix"]}, "names": [LEE, KIM], "creation_date": "2004-03", "doi": "10.1000/x",
         "series": "Working papers", "number": "12", "classification_jel": ["D12", "E31"], "keywords": ["prices", "growth"], "languages": ["en"],
         "files": [{"url": "http://hdl.handle.net/10419/12"}, {"url": "http://x.org/a.pdf"}]},
    ],
    "zotero.csv": [
        {**ARTICLE, **ON_PRICES, "volume": "3", "issue": "2", "month": "March", "pages": "1-20", "keywords": ["prices", "growth", "Economics"]},
        {"template_type": "ReDIF-Chapter 1.0", "book_title": "Handbook of X", "series": "Handbooks", "pages": "1-20"},
        {"template_type": "ReDIF-Paper 1.0", "names": ["World Bank"], "length": "33 pages", "series": "WP"},
    ],
    "jabref.csv": [
        {**ARTICLE, **ON_PRICES, "volume": "3", "issue": "2", "month": "March"},
        {"template_type": "ReDIF-Paper 1.0", "names": [KIM], "series": "Working papers", "number": "12", "creation_date": "2005"},
    ],
    "hal.csv": [
        {**ARTICLE, **ON_PRICES, "doi": "10.1000/x"},
        {"template_type": "ReDIF-Paper 1.0", "names": [LEE], "creation_date": "2005", "languages": ["fr"]},
    ],
    "ojs.csv": [{"title": "Ceny a moc", "names": ["Jan Novák", LEE], "doi": "10.5817/ije.2013-1-1", "keywords": ["prices", "power"]}],
}  # fmt: skip
# Columns that are not known, and fields that are left out.
NOT_KNOWN = {
    "dspace.csv": {"dc.identifier.citation"},
    "jabref.csv": {"Custom1"},
    "ojs.csv": {"Country (Author 1)", "Section Title"},
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_record_becomes_what_it_is(name: str) -> None:
    findings: list[redif.Finding] = []
    found = []
    for record in redif.importers.read(FILES / name, on_finding=findings.append):
        data = record.to_dict()
        found.append(data | {"names": [author["name"] for author in data.get("authors", [])]})
    assert [{key: data.get(key) for key in expected} for data, expected in zip(found, EXPECTED[name], strict=True)] == EXPECTED[
        name
    ]
    assert {finding.code for finding in findings} <= {"import-left-out", "import-column"}
    assert {finding.attribute for finding in findings if finding.code == "import-column"} == NOT_KNOWN.get(name, set())
    severe = [
        finding.message for finding in redif.check(FILES / name, isolated=True) if finding.severity is redif.Severity.ERROR
    ]
    assert all("has no Handle" in message for message in severe), severe


def test_adding_counts_what_has_no_place_in_the_closing_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = tmp_path / "aaa"
    assert main(["new", "archive", str(archive), "--name", "U", "--maintainer-name", "A B", "--maintainer-email", "a@example.org",
                 "--url", "https://example.org/RePEc/aaa/", "--series", "wpaper=Working Papers", "-q"]) == 0  # fmt: skip
    capsys.readouterr()
    assert main(["add", str(FILES / "dspace.csv"), "--to", str(archive), "--series", "wpaper"]) == 0
    out, err = capsys.readouterr()
    assert out == "added\tRePEc:aaa:wpaper:12\n"
    assert err == (
        "1 item added in 1 file, left out without a place in ReDIF: id (1), collection (1), dc.date.accessioned (1), "
        "columns not known and kept as private attributes: dc.identifier.citation (X-Dc-Identifier-Citation)\n"
    )
