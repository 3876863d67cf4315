from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
from redif.bibliography.dates import Day
from redif.bibliography.item import BibliographicItem
from redif.bibliography.pages import plain_pages, with_dash


def item(attributes: str, kind: str = "Article") -> BibliographicItem:
    (template,) = redif.parse(f"Template-Type: ReDIF-{kind} 1.0\n{attributes}\nHandle: RePEc:aaa:series:1\n").templates
    return BibliographicItem(template.data)


@pytest.mark.parametrize(
    ("written", "pages", "ends"),
    [
        ("1-10", "1-10", ("1", "10")),
        ("pp. 1-10", "1-10", ("1", "10")),
        ("pp. 12–34", "12–34", ("12", "34")),
        ("p. 7", "7", ("7", "7")),
        ("pages 3-4", "3-4", ("3", "4")),
        ("págs. 3-4", "3-4", ("3", "4")),
        ("353-377.", "353-377", ("353", "377")),
        ("1 to 10", "1-10", ("1", "10")),
        ("1-", "1", ("1", "1")),
        ("5-null", "5", ("5", "5")),
        ("1-10, 15", "1-10, 15", ("1", "15")),
        ("e123", "e123", ("e123", "e123")),
        ("iii-x", "iii-x", ("iii", "x")),
        ("S1-S20", "S1-S20", ("S1", "S20")),
        ("p15", "p15", ("p15", "p15")),
        ("pp1-10", "1-10", ("1", "10")),
        ("S. 12 bis 20", "12-20", ("12", "20")),
        ("1-10 pp.", "1-10", ("1", "10")),
        ("1--10", "1-10", ("1", "10")),
        ("1 - 10", "1-10", ("1", "10")),
        ("S1 — S12;", "S1—S12", ("S1", "S12")),
        ("Art. 12", "Art. 12", ("", "")),
        ("1-0", "1", ("1", "1")),
        ("null-10", "10", ("10", "10")),
        ("10 pages", "", ("", "")),
        ("12 p.", "", ("", "")),
        ("12 Seiten", "", ("", "")),
        ("xii, 340 p.", "", ("", "")),
        ("null-null", "", ("", "")),
        ("NaN-NaN", "", ("", "")),
        ("undefined-undefined", "", ("", "")),
        ("undefined – undefined", "", ("", "")),
        ("n/a", "", ("", "")),
        ("None", "", ("", "")),
        ("0", "", ("", "")),
        ("???", "", ("", "")),
        ("0-0", "", ("", "")),
        ("-", "", ("", "")),
        ("1-10;20-25", "1-10;20-25", ("1", "25")),
        ("xi-xv, 3", "xi-xv, 3", ("xi", "3")),
        ("5, 7, 9", "5, 7, 9", ("5", "9")),
        ("n.p.", "", ("", "")),
    ],
)
def test_pages(written: str, pages: str, ends: tuple[str, str]) -> None:
    found = item(f"Pages: {written}")
    assert (found.pages, found.page_range) == (pages, ends)


PAGE = st.builds("{}{}".format, st.sampled_from(["", "S", "e", "A"]), st.integers(1, 9999))
NONE = st.sampled_from(["null", "undefined", "None", "NaN", "n/a", "N/A", "0", "?"])
DASH = st.sampled_from(["-", "--", "–", "—", " - ", " – "])


@given(
    PAGE,
    PAGE,
    DASH,
    st.sampled_from(["", "p. ", "pp. ", "pp ", "pages ", "S. ", "págs. "]),
    st.sampled_from(["", ".", ";", " pp."]),
)
def test_a_range_of_pages_is_read_whatever_is_around_it(first: str, last: str, dash: str, before: str, after: str) -> None:
    found = item(f"Pages: {before}{first}{dash}{last}{after}")
    assert found.page_range == (first, last)
    assert found.pages == f"{first}{dash.strip()[0]}{last}"
    assert plain_pages(found.pages) == found.pages


@given(st.lists(st.tuples(PAGE, PAGE), min_size=1, max_size=4), DASH, st.sampled_from([", ", ",", "; ", ";"]))
def test_each_range_of_a_list_gets_the_dash(ranges: list[tuple[str, str]], dash: str, between: str) -> None:
    found = item("Pages: " + between.join(f"{first}{dash}{last}" for first, last in ranges))
    assert with_dash(found.pages, "--") == between.join(f"{first}--{last}" for first, last in ranges)
    assert found.page_range == (ranges[0][0], ranges[-1][1])


@given(NONE, NONE, DASH)
def test_pages_that_are_none_never_leave(first: str, last: str, dash: str) -> None:
    for written in (first, f"{first}{dash}{last}"):
        found = item(f"Pages: {written}")
        assert (found.pages, found.page_range, found.length) == ("", ("", ""), "")
        assert "pages" not in found.data
        assert found.data["unparsed"] == {"Pages": [written]}


@given(st.text(max_size=30))
def test_pages_of_any_text_are_a_part_of_it(text: str) -> None:
    assert len(plain_pages(text)) <= len(text)


def test_a_number_of_pages_is_a_length() -> None:
    assert item("Pages: 10 pages").page_count == "10"
    assert item("Pages: xii, 340 p.", "Chapter").page_count == "xii, 340"
    assert item("Pages: 12 p.").length == "12 p."
    assert item("Pages: 10-12").page_count == ""
    assert item("Pages: 10 pages\nLength: 12 p.", "Chapter").page_count in ("12", "10")
    assert item("Length: 35p.", "Paper").page_count == "35"
    assert item("Length: 35 pages and tables", "Paper").page_count == ""


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1234/abc", "10.1234/abc"),
        ("10.1234/abc.", "10.1234/abc"),
        ("DOI:10.1234/abc", "10.1234/abc"),
        ("DOI 10.1234/abc", "10.1234/abc"),
        ("doi.org/10.1234/abc", "10.1234/abc"),
        ("http://dx.doi.org/10.1234/abc", "10.1234/abc"),
        ("https://www.doi.org/10.1234/abc.", "10.1234/abc"),
        ("http://hdl.handle.net/10.18637/jss.v005.i07", "10.18637/jss.v005.i07"),
        ("info:doi/10.1234/abc", "10.1234/abc"),
        ("urn:doi:10.1234/abc", "10.1234/abc"),
        ("https://hdl.handle.net/10419/123", ""),
        ("10.1234/abc, 10.1234/def", ""),
        ("10.1234/abc (in press)", "10.1234/abc"),
        ("10,1234/abc", ""),
        ("DOI", ""),
        ("10." + "1" * 5000 + "/a", ""),
    ],
)
def test_a_doi_is_bare_or_none(written: str, doi: str) -> None:
    assert item(f"DOI: {written}").doi == doi


@pytest.mark.parametrize(
    ("attributes", "doi"),
    [
        ("File-URL: https://doi.org/10.1596/1813-9450-1002", "10.1596/1813-9450-1002"),
        ("File-URL: http://example.org/a.pdf\nFile-URL: http://dx.doi.org/10.1596/2", "10.1596/2"),
        ("Note: DOI: 10.1257/aer.100.1.5", "10.1257/aer.100.1.5"),
        ("X-DOI: 10.1257/aer.100.1.5", "10.1257/aer.100.1.5"),
        ("Note: Published as 10.1257/aer.100.1.5 in another journal", ""),
        ("File-URL: https://example.org/10.1257/aer.100.1.5", ""),
        ("DOI: none\nFile-URL: https://doi.org/10.1596/1", "10.1596/1"),
    ],
)
def test_a_doi_elsewhere_in_the_record(attributes: str, doi: str) -> None:
    assert item(attributes, "Paper").doi == doi


@pytest.mark.parametrize(
    ("kind", "attributes", "year", "issued"),
    [
        ("Article", "Year: 2001", "2001", Day(2001)),
        ("Article", "Year: 2003/2004", "2003/2004", None),
        ("Article", "Year: 1998-99", "1998-99", None),
        ("Article", "Year: 2003-04", "2003-04", None),  # a month or two years
        ("Article", "Year: 2001.", "2001", Day(2001)),
        ("Article", "Year: c1999", "1999", Day(1999)),
        ("Article", "Year: forthcoming", "forthcoming", None),
        ("Article", "Year: see below, 2004 maybe", "", None),
        ("Article", "Year: No. 2004", "", None),
        ("Article", "Year: see below, 2004-05 maybe", "", None),
        ("Article", "Year: Presented at the 2004 conference", "", None),
        ("Article", "Year: forthcoming in 2004", "2004", Day(2004)),
        ("Article", "Year: Draft of 2004", "2004", Day(2004)),
        ("Article", "Year: à paraître en 2004", "2004", Day(2004)),
        ("Article", "Year: Wintersemester 2003/04", "2003/04", None),
        ("Paper", "Creation-Date: see below, 2004 maybe", "", None),
        ("Paper", "Creation-Date: Entwurf, 2004", "2004", Day(2004)),
        ("Book", "Publication-Date: see below, 2004 maybe", "", None),
        ("Article", "Year: Written in 2004, published in 2005", "", None),
        ("Article", "Year: Academic year 2003-04", "2003-04", None),
        ("Article", "Year: 1998, 1999 and 2000", "1998, 1999 and 2000", None),
        ("Article", "Year: 2004 (published 2005)", "2004", Day(2004)),
        ("Article", "Year: forthcoming in a journal that we name later", "forthcoming", None),
        ("Article", "Year: 202", "", None),
        ("Article", "Year: 0000", "", None),
        ("Article", "Year: 19945", "", None),
        ("Article", "Year: 20210430", "", None),
        ("Article", "Year: 202104", "", None),
        ("Article", "Year: April 2021", "2021", Day(2021)),
        ("Article", "Year: c2001", "2001", Day(2001)),
        ("Paper", "Year: 20210430", "", None),
        ("Article", f"Year: {date.today().year + 7}", "", None),
        ("Article", f"Year: {date.today().year + 6}", str(date.today().year + 6), Day(date.today().year + 6)),
        ("Paper", "Year: 2026", "2026", Day(2026)),
        ("Paper", "Creation-Date: March 2001", "2001", Day(2001, 3)),
        ("Paper", "Creation-Date: 2001-2002", "2001-2002", None),
        ("Paper", "Creation-Date: 2999-01", "", None),
        ("Paper", "Creation-Date: 2001-02-30", "2001", Day(2001, 2)),
        ("Book", "Publication-Date: 5 mai 1998", "1998", Day(1998, 5, 5)),
        ("Article", "Year: forthcoming\nCreation-Date: 2001-05", "forthcoming", None),
        ("Article", "Year: 2001, 2003\nCreation-Date: 2002-05", "2001, 2003", None),
        ("Article", "Month: March\nCreation-Date: 2001", "2001", Day(2001, 3)),
        ("Article", "Month: March\nCreation-Date: 2001-04-05", "2001", Day(2001, 3)),
        ("Article", "Month: April\nCreation-Date: 2001-04-05", "2001", Day(2001, 4, 5)),
    ],
)
def test_years_and_dates(kind: str, attributes: str, year: str, issued: Day | None) -> None:
    found = item(attributes, kind)
    assert (found.year_text, found.issued) == (year, issued)


@pytest.mark.parametrize("attribute", ["Creation-Date", "Revision-Date", "Year"])
def test_a_year_in_a_sentence_stays_where_it_is_and_is_reported(attribute: str) -> None:
    kind = "Article" if attribute == "Year" else "Paper"
    text = f"Template-Type: ReDIF-{kind} 1.0\nTitle: A title\n{attribute}: see below, 2004 maybe\nHandle: RePEc:aaa:series:1\n"
    (template,) = redif.parse(text).templates
    assert template.data["unparsed"] == {attribute: ["see below, 2004 maybe"]}
    assert [finding.attribute for finding in template.findings if finding.line == 3] == [attribute]


def test_two_years_are_a_range() -> None:
    assert item("Year: 2003/2004").year_range == (2003, 2004)
    assert item("Year: 1998-99").year_range == (1998, 1999)
    assert item("Year: 2004/2003").year_range is None
    assert item("Year: 2003").year_range is None


@pytest.mark.parametrize(
    ("month", "period"),
    [
        ("septiembre-octubre", (Day(2001, 9), Day(2001, 10))),
        ("Enero - Junio de 2001", (Day(2001, 1), Day(2001, 6))),
        ("Dec-Jan", None),  # of which year is the one that is not given?
        ("September", None),
        ("Spring-Summer", None),
    ],
)
def test_several_months_are_a_range(month: str, period: tuple[Day, Day] | None) -> None:
    assert item(f"Year: 2001\nMonth: {month}").period == period
    assert item(f"Month: {month}").period is None
    assert item(f"Year: 2001-2002\nMonth: {month}").period == (Day(2001), Day(2002))


def test_a_revision_date_is_read_in_words() -> None:
    assert item("Revision-Date: 2001-01\nRevision-Date: 5 mars 2002", "Paper").revised == Day(2002, 3, 5)


@pytest.mark.parametrize(
    ("written", "isbns"),
    [
        ("0-262-01219-7; 978-0-262-01219-5", ["0-262-01219-7", "978-0-262-01219-5"]),
        ("0262012197, 9780262012195 (pbk)", ["0262012197", "9780262012195"]),
        ("Print ISBN: 0-262-01219-7; Online ISBN: 978-0-262-01219-5", ["0-262-01219-7", "978-0-262-01219-5"]),
        ("ISBN-10 0-262-01219-7 ISBN-13 978–0–262–01219–5", ["0-262-01219-7", "978-0-262-01219-5"]),
        ("urn:isbn:9780262012195", ["9780262012195"]),
        ("978\u22120\u2212262\u221201219\u22125.", ["978-0-262-01219-5"]),
        ("0-262-01219-7 and 99", ["0-262-01219-7", "99"]),
        ("978-0-262-01219-5", ["978-0-262-01219-5"]),
        ("ISBN 978 0 262 01219 5", ["978 0 262 01219 5"]),
        ("ISBN-13: 9780262012195 / ISBN 0262012197", ["9780262012195", "0262012197"]),
        ("0262012197; 0262012197", ["0262012197"]),
        ("ISBN: n/a", []),
    ],
)
def test_each_isbn_of_a_value_is_by_itself(written: str, isbns: list[str]) -> None:
    assert item(f"ISBN: {written}", "Book").isbns == isbns


@pytest.mark.parametrize(
    ("kind", "attributes", "year"),
    [
        ("Article", "", "2013"),
        ("Article", "Creation-Date: 2012-05", "2012"),
        ("Article", "Year: forthcoming", "forthcoming"),
        ("Chapter", "", ""),
    ],
)
def test_an_article_without_a_date_has_the_year_of_its_handle(kind: str, attributes: str, year: str) -> None:
    text = f"Template-Type: ReDIF-{kind} 1.0\n{attributes}\nHandle: RePEc:aaa:series:v:3:y:2013:i:2:p:1-20\n"
    (template,) = redif.parse(text).templates
    assert BibliographicItem(template.data).year_text == year


def test_further_titles_and_abstracts_reach_the_formats() -> None:
    text = (
        "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Anne Exemple\nTitle: Le prix\nTitle: The Price\nTitle: Le prix\n"
        "Abstract: Nous montrons.\nAbstract: We show.\nCreation-Date: 2019\nHandle: RePEc:hal:journl:1\n"
    )
    records = list(redif.parse(text).records)
    for to in ("bibtex", "biblatex", "ris", "csl-json", "mods", "oai_dc", "dcterms", "schema-org", "csv", "text", "html"):
        out = io.StringIO()
        redif.write(records, out, to=to)
        for wanted in ("Le prix", "The Price", "Nous montrons.", "We show."):
            assert wanted in out.getvalue(), (to, wanted)


@pytest.mark.parametrize(
    ("written", "languages"),
    [
        ("en", ["en"]),
        ("English, French", ["en", "fr"]),
        ("en/fr", ["en", "fr"]),
        ("English and español", ["en", "es"]),
        ("en; en", ["en"]),
        ("Spanish; Castilian", ["es"]),
        ("English, or so", []),
        ("en\nLanguage: de; fr", ["en", "de", "fr"]),
    ],
)
def test_each_language_of_a_value_counts(written: str, languages: list[str]) -> None:
    assert item(f"Language: {written}").languages == languages


def test_a_keyword_given_twice_is_written_once() -> None:
    assert item("Keywords: prices; markets\nKeywords: markets\nKeywords-Attent: prices; costs\n").keywords == [
        "prices",
        "markets",
        "costs",
    ]


@pytest.mark.parametrize(
    ("written", "issns"),
    [
        ("23738871", ["2373-8871"]),
        ("2373–8871", ["2373-8871"]),
        ("ISSN: 2373-8871", ["2373-8871"]),
        ("p-ISSN 2373-8871, e-ISSN 1234-567x", ["2373-8871", "1234-567X"]),
        ("2373-8871 (print) 1234-5679 (online)", ["2373-8871", "1234-5679"]),
        ("2373-887", ["2373-887"]),
    ],
)
def test_each_issn_is_spelled_in_one_way(written: str, issns: list[str]) -> None:
    assert item(f"X-ISSN: {written}").issns == issns


@pytest.mark.parametrize(
    "format_", ["jsonl", "bibtex", "biblatex", "ris", "csl-json", "oai_dc", "mods", "dcterms", "schema-org", "redif"]
)
@pytest.mark.parametrize(
    ("attribute", "second"),
    [
        ("Note", "Another remark"),
        ("DOI", "10.1234/other"),
        ("Publication-Status", "Published in Other Tests"),
        ("Title", "Otro"),
    ],
)
def test_a_second_value_is_in_every_format_that_can_hold_it(format_: str, attribute: str, second: str) -> None:
    first = {"Note": "A remark", "DOI": "10.1234/one", "Publication-Status": "Published in Tests", "Title": "One"}
    lines = {"Title": "One", attribute: first[attribute]}
    text = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Jane Doe\n" + "".join(f"{k}: {v}\n" for k, v in lines.items())
    out = io.BytesIO()
    redif.write(redif.parse(f"{text}{attribute}: {second}\nHandle: RePEc:aaa:wpaper:1\n").records, out, to=format_)
    assert first[attribute] in out.getvalue().decode()
    assert second in out.getvalue().decode()


@pytest.mark.parametrize("code", ["null", "undefined", "NaN", "None", "N/A", "2001:null"])
def test_a_handle_without_a_number_gives_none(code: str) -> None:
    (template,) = redif.parse(f"Template-Type: ReDIF-Paper 1.0\nTitle: T\nHandle: RePEc:aaa:wpaper:{code}\n").templates
    out = io.StringIO()
    redif.write([template.record], out, to="bibtex")
    assert "number" not in out.getvalue()
    assert "No. " not in out.getvalue()
    assert BibliographicItem(template.data).number == ""
    assert BibliographicItem({**template.data, "number": "7"}).number == "7"


@pytest.mark.parametrize("code", ["12", "null-hypothesis", "Nonesuch1"])
def test_the_code_in_the_handle_is_the_number(code: str) -> None:
    (template,) = redif.parse(f"Template-Type: ReDIF-Paper 1.0\nTitle: T\nHandle: RePEc:aaa:wpaper:{code}\n").templates
    assert BibliographicItem(template.data).number == code


@pytest.mark.parametrize(
    ("written", "created"),
    [
        ("2004-10-05 - 2004-10-07", "2004-10-05"),
        ("2004-10-05 to 2004-10-07", "2004-10-05"),
        ("2004-10 until 2005", "2004-10"),
        ("May 2003, revised June 2004", "2003-05"),
        ("May 2003 - June 2004", "2003-05"),
        ("first version 2003-05, this version 2004-06", "2003-05"),
        ("First draft: May 2003; this version: June 2004", "2003-05"),
        ("2010 (March)", "2010-03"),
    ],
)
def test_of_several_dates_the_first_counts(written: str, created: str) -> None:
    assert str(item(f"Creation-Date: {written}", "Paper").created) == created


def test_a_month_in_brackets_is_part_of_the_date() -> None:
    text = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: A\nTitle: T\nCreation-Date: 2010 (March)\nHandle: RePEc:aaa:wpaper:1\n"
    (finding,) = [found for found in redif.check(io.BytesIO(text.encode())) if found.attribute == "Creation-Date"]
    assert finding.hint == "Write 2010-03."


@pytest.mark.parametrize("own", ["https://hdl.handle.net/10419/123", "N/A", "see the journal"])
def test_a_doi_that_is_none_does_not_hide_that_of_the_file(own: str) -> None:
    assert item(f"DOI: {own}\nFile-URL: https://doi.org/10.5678/abc.1").doi == "10.5678/abc.1"


@pytest.mark.parametrize(
    ("written", "pages"),
    [
        ("12 au 34", "12-34"),
        ("С. 12-34", "12-34"),
        ("pp 12 - 34 .", "12-34"),
        ("22 (pages)", ""),
        ("ten pages", ""),
        ("in press", ""),
        ("2-Oct", ""),
        ("Jan-15", ""),
        ("0-10", "0-10"),
    ],
)
def test_only_pages_leave_as_pages(written: str, pages: str) -> None:
    assert item(f"Pages: {written}").pages == pages


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("Special Issue", ""),
        ("15 julio", "15 July"),
        ("15 de julio", "15 July"),
        ("Juillet/Août", "July/August"),
        ("3.", "March"),
        ("Spring/Summer", "Spring/Summer"),
    ],
)
def test_months_leave_by_their_english_names(written: str, month: str) -> None:
    assert item(f"Month: {written}").month_text == month


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("wp-null", ""), ("paper-None", ""), ("undefined", ""), ("N/A", ""), ("TBA", ""), ("None_2", ""), ("2001-null", ""), ("null.pdf", ""),
        ("2001-12", "2001-12"), ("the-null-hypothesis", "the-null-hypothesis"), ("nullarbor", "nullarbor"), ("none-of-the-above", "none-of-the-above"),
    ],
)  # fmt: skip
def test_no_handle_without_a_number_gives_one(code: str, number: str) -> None:
    text = f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: A\nTitle: T\nHandle: RePEc:aaa:wpaper:{code}\n"
    (template,) = redif.parse(text).templates
    assert BibliographicItem(template.data).number == number
    found = {finding.code for finding in redif.check(io.BytesIO(text.encode()), isolated=True)}
    assert found == (set() if number else {"value-incomplete"})


def test_what_a_repository_notes_for_itself_is_no_abstract() -> None:
    note = "Made available in DSpace on 2010-05-03T12:00:00Z (GMT). No. of bitstreams: 1"
    assert item(f"Abstract: We ask.\nAbstract: {note}", "Paper").abstracts == ["We ask."]
    assert item(f"Abstract: {note}", "Paper").abstracts == []
