"""What a refused value can only have meant: the forms that the specification declares as repairs."""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import redif
from redif.grammar import Grammar
from redif.grammar.vocabularies import MONTHS, months

NEXT = date.today().year + 1

WHOLE = {
    "date": {
        "March 2001": "2001-03", "2001 March": "2001-03", "March, 2001": "2001-03", "Sept. 2003": "2003-09", "15 mars 2001": "2001-03-15",
        "15 de marzo de 2001": "2001-03-15", "31. März 2001": "2001-03-31", "1st April 2001": "2001-04-01", "Декабрь 2010": "2010-12",
        "March 15, 2001": "2001-03-15", "2001-3": "2001-03", "2020-1-5": "2020-01-05", "2001/03": "2001-03", "2001/3/5": "2001-03-05",
        "01-2001": "2001-01", "13/04/2001": "2001-04-13", "04/13/2001": "2001-04-13", "2001-03-15T10:00:00Z": "2001-03-15",
        "Sun Mar 15 07:08:09 UTC 2001": "2001-03-15", "20010315T070809Z": "2001-03-15", "12.31.2001": "2001-12-31", "2001-3-00": "2001-03",
        "2001年3月15日": "2001-03-15", "2001. 3. 15.": "2001-03-15", "2001년 3월": "2001-03", "2001年": "2001",
        "15-Mar-2001": "2001-03-15", "2001-Mar-15": "2001-03-15", "2001_03_15": "2001-03-15", "2001/5": "2001-05",
        "Thu, 15 Mar 2001 10:00:00 GMT": "2001-03-15", "Thursday, March 15, 2001": "2001-03-15", "2001-03-15Z": "2001-03-15",
        "2001-03-15 10:00 AM": "2001-03-15", "Март 2001 г.": "2001-03", "Marzo del 2001": "2001-03", "1 º de março de 2001": "2001-03-01",
        "1e avril 2001": "2001-04-01", "(2001)": "2001", "[2001-03]": "2001-03", "©2001": "2001", "Aprl 2001": "2001-04",
        "2001–03–15": "2001-03-15", "２００１－０３": "2001-03", "2001-03\u200b": "2001-03",
        "Le 15 mars 2001": "2001-03-15", "den 15 mars 2001": "2001-03-15", "in March 2001": "2001-03", "2001- 03": "2001-03", "2001 - 12": "2001-12",
        "20010315120000": "2001-03-15", "Marz 2001": "2001-03", "12 fevrier 2001": "2001-02-12", "Agustos 2001": "2001-08",
        "2001-03-15 00:00:00": "2001-03-15", "2001-03-00": "2001-03", "2001-00": "2001", "2001-00-00": "2001", "2001.": "2001",
    },
    "url": {
        "www.example.org/b.pdf": "http://www.example.org/b.pdf", "https://a.org/é": "https://a.org/%C3%A9",
        "http://a.org/[x]": "http://a.org/%5Bx%5D", "https://a.org?x=1": "https://a.org/?x=1",
        "http:www.a.org/b": "http://www.a.org/b", "ftp.a.org/b": "ftp://ftp.a.org/b", "http:/a.org/b": "http://a.org/b", "https//a.org/b": "https://a.org/b", "https;//a.org/b": "https://a.org/b", "htp://a.org": "http://a.org",
        "http:://a.org/b": "http://a.org/b", "http://https://a.org/b": "https://a.org/b", "//a.org/b.pdf": "http://a.org/b.pdf",
        "a.org/b.pdf": "http://a.org/b.pdf", "<https://a.org/b>": "https://a.org/b", "(https://a.org/b)": "https://a.org/b",
        "https://a.org/b\\_c.pdf": "https://a.org/b_c.pdf", "\\url{https://a.org/b}": "https://a.org/b", "https://a.org/b\u200b": "https://a.org/b",
        "ｈttps://a.org/b": "https://a.org/b", "https:\\/\\/a.org\\/b.pdf": "https://a.org/b.pdf", "[PDF](https://a.org/b.pdf)": "https://a.org/b.pdf",
    },
    "mime_type": {"pdf": "application/pdf", "PDF": "application/pdf", ".html": "text/html", "Word": "application/msword",
        "application/pdf; charset=binary": "application/pdf", "application\\pdf": "application/pdf", "application / pdf": "application/pdf",
        "(application/pdf)": "application/pdf", "application/pdf.": "application/pdf", "application/pdf (1 MB)": "application/pdf",
        "PDF (Adobe)": "application/pdf", "application-pdf": "application/pdf", "image/jpg": "image/jpeg", "image/pdf": "application/pdf", "applicaton/pdf": "application/pdf", "MS-Word": "application/msword", "text/htm": "text/html"},
    "langcode639_1": {"English": "en", "Francais": "fr", "Turkce": "tr", "angol": "en", "engleză": "en", "русский язык": "ru", "In Russian": "ru", "anglais": "en", "en-US": "en", "pt_BR": "pt", "eng": "en", "Español": "es", "en.": "en",
        "language: en": "en", "Bahasa Indonesia": "id", "English (en)": "en", "en (English)": "en", "[en]": "en", "Portuguese (Brazil)": "pt", "zh-Hans-CN": "zh", "中文": "zh", "日本語": "ja", "engl.": "en"},
    "documenthandle": {"RePEc: qsh: wpaper: 124": "RePEc:qsh:wpaper:124", "RePEc:qsh :wpaper:124": "RePEc:qsh:wpaper:124",
        "Handle: RePEc:qsh:wpaper:124": "RePEc:qsh:wpaper:124", "RePEc;qsh:wpaper:124": "RePEc:qsh:wpaper:124", "RePEc：qsh：wpaper：124": "RePEc:qsh:wpaper:124",
        "RePEc::qsh:wpaper:124": "RePEc:qsh:wpaper:124", ":RePEc:qsh:wpaper:124": "RePEc:qsh:wpaper:124", "RePEc:qsh:wpaper:124;": "RePEc:qsh:wpaper:124", "[RePEc:qsh:wpaper:124]": "RePEc:qsh:wpaper:124"},
    "doi": {
        "“10.1000/x”": "10.1000/x", "10.1000/x\u200b": "10.1000/x", "10.1000%2Fx": "10.1000/x", "https://doi.org/10.1000%2fx": "10.1000/x", "10.1000/S0165%2804%2900123-4": "10.1000/S0165(04)00123-4",
        "(10.1000/x)": "10.1000/x", '"10.1000/x"': "10.1000/x", "10.1000/ x": "10.1000/x", "https://doi.org/ 10.1000/x": "10.1000/x",
        "10．1000／x": "10.1000/x", "doi：10.1000/x": "10.1000/x", "https://site.example.com/doi/abs/10.1000/x": "10.1000/x",
        "https%3A%2F%2Fdoi.org%2F10.1000%2Fx": "10.1000/x",
        "10.1000\\/x": "10.1000/x", "https:\\/\\/doi.org\\/10.1000\\/x": "10.1000/x", "10.1000/x\\_1": "10.1000/x_1",
        "[10.1000/x](https://doi.org/10.1000/x)": "10.1000/x", "https://doi-org.lib.example.edu/10.1000/x": "10.1000/x",
        "https://lib.example.edu/login?url=https://doi.org/10.1000/x": "10.1000/x", "DOI number: 10.1000/x": "10.1000/x",
        "https://site.example.com/doi/full/10.1000/x?src=y": "10.1000/x", "https://link.springer.com/article/10.1000/x-1": "10.1000/x-1",
    },
    "jel": {
        "JEL: C1, D2": "C1, D2", "C1/D2": "C1, D2", "G21-G28": "G21, G28", "A10, B20 and C30": "A10, B20, C30",
        "C12 - Hypothesis Testing": "C12", "C12 - Hypothesis Testing; D24 - Production, Cost": "C12, D24",
        "JEL Classification: E31; E52; E58": "E31, E52, E58",
        "J.E.L.: C12 y D24": "C12, D24", "J.E.L. Clasificación: C12": "C12", "J.E.L.: C, D": "C, D", "E52, y E58": "E52, E58", "JEL codes: J.16, J.31": "J16, J31", "E52>E58": "E52, E58",
        "J.E.L.: C12": "C12", "J. E. L. codes: C12, D24": "C12, D24", "C12 y D24": "C12, D24", "C12 e D24": "C12, D24",
        "C-12": "C12", "C12 ; D 24": "C12, D24", "O1O": "O10", "C1l; CI2": "C11, C12", "[C12; D24]": "C12, D24", "['C12', 'D24']": "C12, D24",
        "C12 + D24": "C12, D24", "C12、D24": "C12, D24", "С12": "C12", "Ｃ１２，Ｄ２４": "C12, D24", "C12, n/a": "C12", "jel c12": "C12",
        "C12 et D24": "C12, D24", "C12 и D24": "C12, D24", "C12 und D24; E62": "C12, D24, E62", "C12 ve D24": "C12, D24",
        "Kod JEL: C12": "C12", "JEL kódy: C12, D24": "C12, D24", "Классификация JEL: C12": "C12", "JEL Sınıflandırması: C12": "C12",
        "JEL分类号：C12": "C12", "JEL Classification System: C12": "C12", "H.4 D.2": "H4, D2", "D.2.4 J.1.6": "D24, J16",
        "Clasificación JEL: C12": "C12", "JEL-Klassifikation: C12": "C12", "C12, D24 (JEL)": "C12, D24", "JEL:C12 JEL:D24": "C12, D24",
    },
    "email": {"'a@b.org'": "a@b.org", "a@b.org (A B)": "a@b.org", "[a@b.org](mailto:a@b.org)": "a@b.org", "<a@b.org>": "a@b.org", "mailto:a@b.org": "a@b.org"},
    "year": {"(2010)": "2010", "2010.0": "2010", "[2010]": "2010", "2010年": "2010", "2010 г.": "2010", "2010.": "2010", "２０１０": "2010"},
    "month": {"Aprl": "April", "4.0": "April", "Febuary": "February", "jully": "July", "Setpember.": "September"},
    "page": {
        "pp. 1-10": "1-10", "1..10": "1-10", "[1-10]": "1-10", "1~10": "1-10", "1\u221210": "1-10", "pp. pp. 1-5": "1-5", "p.1-p.10": "1-10",
        "S. 1-10": "1-10", "353-377.": "353-377", "1 to 10": "1-10", "pp. 1-10 and 15": "1-10, 15", "第1-10页": "1-10", "1-10 pp.": "1-10", "1-10. old.": "1-10", "1-10*": "1-10", "1-10 pp.†": "1-10",
        "págs. 1 a 10": "1-10", "с. 1-10": "1-10", "pp. e1–e10": "e1–e10", "p. xii": "xii", "１－１０": "1-10", "de 1 a 10": "1-10", "od 1 do 10": "1-10", "с 1 по 10": "1-10", "strony 1-10": "1-10",
        "1-10. o.": "1-10", "sayfa 1-10": "1-10", "Страницы 1–10": "1–10", "{1-10}": "1-10",
    },
    "volume": {"Volumen 12": "12", "vol. XII": "XII", "Vol. 12": "12", "Band 12": "12", "12.": "12", "(12)": "12", "第12卷": "12", "Том 12": "12", "årg. 12": "12", "Jaargang 12": "12", "v. 12/13": "12/13"},
    "number": {"n.º 3": "3", "č. 3": "3", "z. 3": "3", "H. 3": "3", "br. 3": "3", "Fascículo 3": "3", "Cahier 3": "3", "العدد 3": "3",
        "Nos 3 & 4": "3 & 4", "Nº 3 y 4": "3 y 4", "issue no. 3": "3", "Issue #3": "3", "fasc. 3": "3", "No. 3": "3", "Heft 3": "3", "n° 3": "3", "№3": "3", "#3": "3", "Issue: 3-4": "3-4", "[3]": "3", "3号": "3"},
}  # fmt: skip
PARTLY = {
    "date": {
        "Spring 2001": "2001", "2001, Autumn": "2001", "01/03/2001": "2001", "2001 (revised 2003)": "2001",
        "2001-03, revised 2002": "2001-03", "2001-02-30": "2001-02", "2019-02-29": "2019-02",
        "ca 2001": "2001", "May 2001 (first version)": "2001-05", "c. 2001": "2001", "2001?": "2001", "2001-": "2001", "March-April 2001": "2001-03", "2001Q3": "2001", "printemps 2001": "2001",
        "2020-null-null": "2020", "2020-05-undefined": "2020-05",
        "First draft: March 2001": "2001-03", "Revised version of June 2004": "2004-06", "This version: March 15, 2001": "2001-03-15", "Stand: 15. März 2001": "2001-03-15",
        "Data: março de 2001": "2001-03", "Été 2001": "2001",
    },
    "jel": {"C12/13": "C12", "C1-2": "C1", "C12/13, D24": "C12, D24"},
    "year": {"c2001": "2001", "April 2021": "2021", "2021-04-30": "2021", "30.4.2021": "2021", "04/2021": "2021", "2021 (in press)": "2021"},
    "page": {"1-10 (10 pages)": "1-10", "5-null": "5", "N/A–12": "12", "S1 - ??": "S1"},
    "month": {"4 April 2024": "April", "April 4, 2024": "April", "2024-04-15": "April"},
    "volume": {"Vol. XII, No. 3": "XII", "第12卷第3期": "12", "12巻3号": "12", "제12권 제3호": "12", "Vol. 12, No. 3": "12", "12, no. 3": "12", "12 issue 3": "12"},
    "number": {"第12卷第3期": "3", "Vol. XII, No. 3": "3", "Vol. 12 No. 3": "3", "12, no. 3": "3", "12/N/A": "12", "null_5": "5", "undefined-3": "3"},
}  # fmt: skip
NEVER = {
    "date": ["2001 - 02", "2001/02", "2009/10", "2001/2", "2001-2002", "2019-13", "n.d.", "c2001", "Marxism 2001", "0000-00-00", "Mar-01", "15/3/01", "2001-15-03", "20 01", f"{NEXT + 6}-01"],
    "doi": ["10.1000/a, 10.1000/b", "10.1000/a;10.1000/b", "10.1000/a 10.1000/b", "1O.1000/x", "10.1000", "https://site.example.com/doi/10.1000/x/abstract", "10,1000/x"],
    "serieshandle": ["RePEc:qsh", "RePEc:qsh:wp"],
    "url": ["a.pdf", "wp/a.pdf", "file:///c:/a.pdf", "https://a.org/x,https://b.org/y", "/node/1", "http://a_b.org/x", "https://me@a.org/", "https://localhost/x", "https://example.org/<id>"],
    "mime_type": ["foo", "application/pdf, text/html", "html/text", "online"], "langcode639_1": ["Klingon", "en fr", "en, fr", "jp", "English and French"], "year": ["202", "20210430", "19945", "2003/04", "2003-2004"],
    "page": ["1-10", "5-nullify", "e1-e10", "P1-P10", "1–10", "1-10, 15", "10 pages", "32 p.", "30 Seiten", "xii, 340 pp.", "pp. n/a", "1:10"],
    "number": ["12/3", "1-2-3", "Vol. 3", "WP 12", "Suppl. 1", "12(3)", "ahead-of-print"],
    "volume": ["No. 3", "12(3)", "v12", "XII", "1-2"], "month": ["Spring", "Junly", "Marxist", "15", "March/April", "Forthcoming"],
    "documenthandle": ["RePEc:aud:audfin:i:Special 12:p:827", "RePEc:zbw:hwware:26096 #END 46", "RePEc:bre::node_1"],
    "jel": ["JEL: N/A", "JEL: n.a.", "JEL codes: none", "JEL: n/d", "JEL", "J.E.L.", "none", "A, an abstract", "CO2", "015", "see the paper"],
}  # fmt: skip


@pytest.mark.parametrize(("type_", "value", "meant"), [(t, v, m) for t, some in WHOLE.items() for v, m in some.items()])
def test_one_obvious_reading_is_read_in_full(type_: str, value: str, meant: str) -> None:
    assert Grammar.standard().type(type_).repair(value) == (meant, True)


@pytest.mark.parametrize(("type_", "value", "meant"), [(t, v, m) for t, some in PARTLY.items() for v, m in some.items()])
def test_of_what_is_not_certain_only_the_certain_part_is_read(type_: str, value: str, meant: str) -> None:
    assert Grammar.standard().type(type_).repair(value) == (meant, False)


@pytest.mark.parametrize(("type_", "value"), [(t, v) for t, some in NEVER.items() for v in some])
def test_nothing_is_invented(type_: str, value: str) -> None:
    assert Grammar.standard().type(type_).repair(value) is None


@given(type_=st.sampled_from(sorted(WHOLE)), text=st.text(max_size=60))
def test_a_repaired_value_is_one_that_the_type_reads(type_: str, text: str) -> None:
    found = Grammar.standard().type(type_)
    for value in (text, *(f"{text}{one}" for one in WHOLE[type_]), *(f"{one}{text}" for one in WHOLE[type_])):
        repair = found.repair(value)
        if repair is not None and found.split is None:
            assert found.fits(repair.value)
            assert found.record_read is None or found.record_read(repair.value) is not None


@pytest.mark.parametrize(
    ("year", "is_read"), [("0999", False), ("1000", True), (str(NEXT + 5), True), (str(NEXT + 6), False), ("202", False)]
)
def test_a_record_takes_years_from_1000_to_five_after_the_next(year: str, is_read: bool) -> None:
    head = "Template-Type: ReDIF-Article 1.0\nTitle: A title\nHandle: RePEc:aaa:journl:1\nYear: "
    data = redif.parse(head + year).templates[0].data
    assert (data.get("year") == int(year)) is is_read
    assert ("unparsed" in data) is not is_read


PAPER = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Jane Example\nTitle: A title that is long enough\nHandle: RePEc:aaa:wpaper:1\n"


def test_a_value_meant_in_one_way_is_in_the_record_and_in_a_finding_with_a_fix() -> None:
    (template,) = redif.parse(f"{PAPER}Creation-Date: March 2001\n").templates
    assert template.data["creation_date"] == "2001-03"
    assert "unparsed" not in template.data
    (finding,) = template.findings
    assert (finding.code, finding.severity, finding.line, finding.column) == ("value-invalid", "warning", 5, 16)
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == ["2001-03"]


def test_what_is_read_in_part_is_kept_as_written_too() -> None:
    (template,) = redif.parse(f"{PAPER}Creation-Date: 01/03/2001\n").templates
    assert (template.data["creation_date"], template.data["unparsed"]) == ("2001", {"Creation-Date": ["01/03/2001"]})
    assert [finding.fix for finding in template.findings] == [None]


def test_a_day_that_no_calendar_has_is_found_and_never_leaves() -> None:
    (template,) = redif.parse(f"{PAPER}Creation-Date: 2001-02-30\n").templates
    assert template.data["creation_date"] == "2001-02"
    assert [(finding.code, finding.severity) for finding in template.findings] == [("date-impossible", "advice")]


@pytest.mark.parametrize(
    ("written", "codes", "count"), [("C12 - Hypothesis Testing", ["C12"], 1), ("JEL: C1, D2, E3", ["C1", "D2", "E3"], 1)]
)
def test_one_finding_for_a_value_of_jel_codes(written: str, codes: list[str], count: int) -> None:
    (template,) = redif.parse(f"{PAPER}Classification-JEL: {written}\n").templates
    assert template.data["classification_jel"] == codes
    assert len(template.findings) == count


@pytest.mark.parametrize("tag", ["<br>", "<BR>", " <br/>", " <Br />", "</br>"])
def test_a_line_break_ends_no_handle_and_no_doi(tag: str) -> None:
    lines = "Template-Type: ReDIF-Article 1.0\nTitle: T of all\nDOI: 10.1234/a<b>\nHandle: RePEc:aaa:journl:1<2>3\n"
    text = lines.replace("\n", f"{tag}\n")
    (template,) = redif.parse(text).templates
    assert (template.data["handle"], template.data["doi"]) == ("RePEc:aaa:journl:1<2>3", "10.1234/a<b>")


def test_markup_is_stripped_before_a_value_is_read() -> None:
    text = PAPER.replace("\n", "<br />\n").replace("Title", "Author-Email: <jane@example.org>\nTitle")
    (template,) = redif.parse(text).templates
    assert (template.type, template.data["handle"]) == ("ReDIF-Paper 1.0", "RePEc:aaa:wpaper:1")
    assert not template.is_bad
    (entity,) = redif.parse(PAPER.replace("wpaper:1", "wpaper:1&amp;2")).templates
    assert entity.data["handle"] == "RePEc:aaa:wpaper:1&2"


ARTICLE = "Template-Type: ReDIF-Article 1.0\nAuthor-Name: Jane Smith\nTitle: A title\nHandle: RePEc:aaa:journl:1\n"


@pytest.mark.parametrize(
    ("attribute", "written", "value", "codes"),
    [
        ("Month", "Abril", "April", []),
        ("Month", "Sept.", "September", []),
        ("Month", "04", "April", []),
        ("Month", "dezember", "December", []),
        ("Month", "September/October", "September/October", []),
        ("Month", "Spring", "Spring", []),
        ("Month", "13", None, ["value-unread"]),
        ("Month", "-0", None, ["value-unread"]),
        ("Month", "0", None, ["value-unread"]),
        ("Month", "4th", None, ["value-unread"]),
        ("Pages", "1-10", "1-10", []),
        ("Pages", "e123", "e123", []),
        ("Pages", "null-null", None, ["value-placeholder"]),
        ("Pages", "NaN–NaN", None, ["value-unread"]),
        ("Pages", "undefined-undefined", None, ["value-placeholder"]),
        ("Volume", "undefined/null", None, ["value-placeholder"]),
        ("Pages", "0-0", None, ["value-unread"]),
        ("Pages", "n/a", None, ["value-placeholder"]),
        ("Pages", "pp. 1 to 10", "1-10", ["value-form"]),
        ("Pages", "10 pages", None, ["value-unread"]),
        ("Pages", "pp. null", None, ["value-unread"]),
        ("Volume", "Vol. 12", "12", ["value-form"]),
        ("Issue", "No. 3", "3", ["value-form"]),
        ("Issue", "Vol. 3", "Vol. 3", []),
        ("Month", "Aprl", "April", ["value-form"]),
        ("Month", "Sommer", "Summer", []),
        ("Month", "12月", "December", []),
        ("Month", "四月", "April", []),
        ("Month", "冬", "Winter", []),
        ("DOI", "http://hdl.handle.net/10.1000/x.1", "10.1000/x.1", []),
        ("DOI", "info:doi/10.1000/x", "10.1000/x", []),
        ("DOI", "10.1000/x.;", "10.1000/x", []),
        ("DOI", "DOI 10.1000/x", "10.1000/x", ["value-invalid"]),
        ("DOI", "https://hdl.handle.net/10419/1", None, []),
        ("DOI", "DOI", None, []),
        ("DOI", "hdl:10.1000/x", "10.1000/x", []),
        ("DOI", "https//doi.org/10.1000/x", "10.1000/x", []),
        ("DOI", "doi=10.1000/x", "10.1000/x", []),
        ("DOI", "10.1000%2Fx", "10.1000/x", []),
    ],
)
def test_a_record_has_a_value_as_the_outputs_write_it(
    attribute: str, written: str, value: str | None, codes: list[str]
) -> None:
    (template,) = redif.parse(f"{ARTICLE}{attribute}: {written}\n").templates
    assert template.data.get(attribute.lower()) == value
    assert template.data.get("unparsed") == (None if value else {attribute: [written]})
    assert [finding.code for finding in template.findings] == codes


@given(st.sampled_from(sorted(months())), st.sampled_from([str, str.title, str.upper]), st.sampled_from(["", "."]))
def test_a_month_in_any_language_has_its_english_name(name: str, case: Callable[[str], str], end: str) -> None:
    (template,) = redif.parse(f"{ARTICLE}Month: {case(name)}{end}\n").templates
    assert template.data["month"] == MONTHS[int(months()[name]) - 1]


@pytest.mark.parametrize("written", ["April 2020", "2020-04", "2020/April", "04/2020"])
def test_a_month_with_a_year_is_kept_as_written_too(written: str) -> None:
    (template,) = redif.parse(f"{ARTICLE}Month: {written}\n").templates
    assert (template.data["month"], template.data["unparsed"]) == ("April", {"Month": [written]})


@given(
    st.from_regex(r"(?a)10\.[0-9]{4,6}/[!-~]{1,20}", fullmatch=True),
    st.sampled_from(["", "doi:", "https://doi.org/", "info:doi/"]),
)
def test_a_doi_is_read_as_the_check_would_write_it(doi: str, before: str) -> None:
    (template,) = redif.parse(f"{ARTICLE}DOI: {before}{doi}\n").templates
    bare = html.unescape(html.unescape(doi)).rstrip(".,;")
    if not {"<", "\\"} & {*doi} and not bare.endswith("/") and not set(bare) - set(map(chr, range(33, 127))):
        assert template.data.get("doi", "") in (bare, doi.rstrip(".,;"), "")


def test_a_placeholder_is_not_repaired() -> None:
    (template,) = redif.parse(f"{PAPER}Classification-JEL: N/A\n").templates
    assert "classification_jel" not in template.data
    assert template.data["unparsed"] == {"Classification-Jel": ["N/A"]}
    assert all(finding.fix is None for finding in template.findings)


@pytest.mark.parametrize("year", ["202", "0202", "19945"])
def test_a_year_that_is_none_is_written_as_it_was(year: str) -> None:
    text = f"Template-Type: ReDIF-Article 1.0\nTitle: A title\nYear: {year}\nHandle: RePEc:aaa:journl:1\n"
    out = io.BytesIO()
    redif.write(redif.parse(text).records, out, to="redif")
    assert f"\nYear: {year}\n" in out.getvalue().decode()


def test_a_doi_with_an_entity_in_it_has_no_fix(tmp_path: Path) -> None:
    path = tmp_path / "a.redif"
    path.write_text(f"{PAPER}DOI: https://doi.org/10.1000/(x&#40;1&#41;\n")
    assert [finding.fix for finding in redif.check(path, isolated=True) if finding.code.startswith("doi")] in ([None], [])


@pytest.mark.parametrize(
    ("aspect", "line"),
    [
        ("repair", "rule"),
        ("repair", "translate month-name nolist"),
        ("repair", "pad"),
        ("repair", "join"),
        ("record", "years a b"),
        ("record", "years 1"),
        ("record", "named nolist"),
        ("record", "keep date"),
    ],
)
def test_an_operation_without_its_words_is_an_error_of_the_grammar(tmp_path: Path, aspect: str, line: str) -> None:
    path = tmp_path / "a.spec"
    first = "    rule date-day-first\n" if line != "rule" and aspect == "repair" else ""
    path.write_text(f"type = date / read {{\n    rule date\n}}\ntype = date / {aspect} {{\n{first}    {line}\n}}\n")
    with pytest.raises(redif.GrammarError, match="no operation"):
        redif.Grammar.load(path)


@pytest.mark.parametrize("between", [" ", ", ", "; ", ",", ";", " | "])
def test_two_addresses_in_one_value_are_found_and_never_joined(between: str, tmp_path: Path) -> None:
    text = f"{PAPER}File-URL: https://a.org/x{between}https://b.org/y\n"
    (template,) = redif.parse(text).templates
    assert "url" not in template.data["files"][0]
    path = tmp_path / "x.rdf"
    path.write_text(text, encoding="ascii")
    assert "url-several" in {finding.code for finding in redif.check(path, isolated=True)}


@pytest.mark.parametrize("url", ["https://web.archive.org/web/2001/http://a.org/x", "https://a.org/login?url=https://b.org/y"])
def test_an_address_within_another_belongs_to_it(url: str) -> None:
    (template,) = redif.parse(f"{PAPER}File-URL: {url}\n").templates
    assert template.data["files"][0]["url"] == url
    assert "url-several" not in {finding.code for finding in template.findings}


@given(st.from_regex(r"(?a)https?://[a-z0-9.-]{1,6}[a-z]?:?/?[ -~é]{0,12}", fullmatch=True))
@example("HTTPS://a.org/x")
@example("https://a.org/x https://b.org/y")
@example("https://a.org/?u=https://b.org/y")
@example("https://a.org/x,https://b.org/y")
@example("https://a.org/a#b#c")
def test_an_address_of_the_usual_form_is_one_that_nothing_changes(value: str) -> None:
    """What the quick form takes as it is, the rule of addresses takes as it is, too, and two addresses are never one."""
    grammar = Grammar.standard()
    if grammar.rules["usual-url"].accepts(value):
        read = grammar.type("url").read
        assert read is not None
        assert read(value) == value
        assert not grammar.rules["url-joint"].finds(value[value.index("://") + 3 :])
