"""MODS and Dublin Core as redif, EPrints and DSpace write them, and XML that is broken or hostile."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest

import redif
from support.importing import imported

EPRINTS = """<?xml version="1.0" encoding="utf-8"?>
<mods:mods version="3.3" xmlns:mods="http://www.loc.gov/mods/v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <mods:titleInfo><mods:title>On prices</mods:title></mods:titleInfo>
  <mods:name type="personal">
    <mods:namePart type="given">Ann</mods:namePart><mods:namePart type="family">Lee</mods:namePart>
    <mods:role><mods:roleTerm type="text">author</mods:roleTerm></mods:role>
  </mods:name>
  <mods:name type="personal">
    <mods:namePart type="given">Bo</mods:namePart><mods:namePart type="family">Kim</mods:namePart>
    <mods:role><mods:roleTerm type="text">supervisor</mods:roleTerm></mods:role>
  </mods:name>
  <mods:abstract>We show.</mods:abstract>
  <mods:classification authority="lcc">HB Economic Theory</mods:classification>
  <mods:originInfo><mods:dateIssued encoding="iso8061">2004-03</mods:dateIssued></mods:originInfo>
  <mods:originInfo><mods:publisher>Example University</mods:publisher></mods:originInfo>
  <mods:genre>Monograph</mods:genre>
</mods:mods>
"""
DSPACE = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2020-01-01T00:00:00Z</responseDate>
<ListRecords>
<record><header status="deleted"><identifier>oai:example.org:1/1</identifier></header></record>
<record><header><identifier>oai:example.org:1/2</identifier><datestamp>2013-03-05T10:00:00Z</datestamp></header>
<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>On prices</dc:title><dc:creator>Lee, Ann</dc:creator><dc:creator>World Bank</dc:creator><dc:contributor>Kim, Bo</dc:contributor>
<dc:subject>D12</dc:subject><dc:subject>F15 - Economic Integration</dc:subject><dc:subject>prices</dc:subject>
<dc:description>Made available in DSpace on 2013-03-05T10:00:00Z (GMT).</dc:description>
<dc:description>We show that prices are prices, as prices were, and as they will be.</dc:description>
<dc:date>2013-03-05T10:00:00Z</dc:date><dc:date>2013-03-05T10:00:00Z</dc:date><dc:date>2004-03</dc:date>
<dc:type>Working Paper</dc:type><dc:identifier>http://hdl.handle.net/1/2</dc:identifier><dc:identifier>https://doi.org/10.1000/x</dc:identifier>
<dc:language>en_US</dc:language><dc:relation>Working papers;12</dc:relation><dc:format>application/pdf</dc:format><dc:rights>CC BY</dc:rights>
</oai_dc:dc></metadata></record>
</ListRecords></OAI-PMH>
"""


def one(text: str, format_: str) -> dict[str, Any]:
    [record], _ = imported(text, format_)
    return record


def test_mods_of_eprints() -> None:
    record = one(EPRINTS, "mods")
    expected = {
        "title": "On prices", "authors": [{"name": "Ann Lee", "name_first": "Ann", "name_last": "Lee"}], "abstract": "We show.",
        "extra": {"X-Contributor": ["Bo Kim (supervisor)"], "X-Classification-Lcc": ["HB Economic Theory"], "X-Publisher": ["Example University"]},
    }  # fmt: skip
    assert {name: record.get(name) for name in expected} == expected


def test_dublin_core_of_dspace() -> None:
    record = one(DSPACE, "oai_dc")
    expected = {
        "template_type": "ReDIF-Paper 1.0", "title": "On prices", "classification_jel": ["D12", "F15"], "keywords": ["prices"],
        "abstract": "We show that prices are prices, as prices were, and as they will be.", "creation_date": "2004-03", "doi": "10.1000/x",
        "files": [{"url": "http://hdl.handle.net/1/2", "format": "application/pdf"}], "series": "Working papers", "number": "12", "languages": ["en"],
        "extra": {"X-Contributor": ["Kim, Bo"], "X-License": ["CC BY"]},
    }  # fmt: skip
    assert {name: record.get(name) for name in expected} == expected
    assert [author["name"] for author in record["authors"]] == ["Ann Lee", "World Bank"]


@pytest.mark.parametrize(
    ("subject", "jel", "keywords"),
    [("F15 - Economic Integration", ["D12", "F15"], ["prices"]), ("JEL: F15; F16", ["D12", "F15", "F16"], ["prices"]),
     ("JEL Classification F15", ["D12", "F15"], ["prices"]), ("E - Macroeconomics and Monetary Economics", ["D12", "E"], ["prices"]),
     ("E - learning", ["D12"], ["E - learning", "prices"])],
)  # fmt: skip
def test_subjects_that_are_jel_codes(subject: str, jel: list[str], keywords: list[str]) -> None:
    record = one(DSPACE.replace("F15 - Economic Integration", subject), "oai_dc")
    assert (record["classification_jel"], record["keywords"]) == (jel, keywords)


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Article", "Article"), ("info:eu-repo/semantics/workingPaper", "Paper"), ("Book Section", "Chapter"), ("Text", "Paper"), ("doc-type:book", "Book"),
     ("Conference or Workshop Item", "Paper"), ("Thesis", "Paper"), ("Software", "Software")],
)  # fmt: skip
def test_types_of_repositories(word: str, kind: str) -> None:
    assert one(DSPACE.replace("Working Paper", word), "oai_dc")["template_type"] == f"ReDIF-{kind} 1.0"


ELEMENTS: list[tuple[str, dict[str, Any]]] = [
    ("<identifier>urn:isbn:9780306406157</identifier>", {"extra": {"X-ISBN": ["9780306406157"]}}),
    ("<identifier>978-0-306-40615-7</identifier>", {"extra": {"X-ISBN": ["978-0-306-40615-7"]}}),
    ("<identifier>ISSN: 1234-5679</identifier>", {"extra": {"X-ISSN": ["1234-5679"]}}),
    ("<identifier>10.1000/x</identifier><identifier>https://doi.org/10.1000/x</identifier>", {"doi": "10.1000/x"}),
    ("<identifier>10.1000/x</identifier><identifier>https://doi.org/10.1000/y</identifier>",
     {"doi": "10.1000/x", "further": {"DOI": ["10.1000/y"]}}),
    ("<identifier>10.1000/x</identifier><identifier>http://hdl.handle.net/10.1000/y</identifier>",
     {"doi": "10.1000/x", "further": {"DOI": ["10.1000/y"]}, "files": [{"url": "http://hdl.handle.net/10.1000/y"}]}),
    ("<identifier>Lee, A. 2004, somewhere</identifier>", {"extra": {"X-Citation": ["Lee, A. 2004, somewhere"]}}),
    ("<relation>info:eu-repo/semantics/altIdentifier/hdl/1/2</relation>", {"files": [{"url": "https://hdl.handle.net/1/2"}]}),
    ("<relation>info:eu-repo/semantics/altIdentifier/doi/10.1000/x</relation>", {"doi": "10.1000/x"}),
    ("<relation>info:eu-repo/semantics/altIdentifier/pissn/1234-5679</relation>", {"extra": {"X-ISSN": ["1234-5679"]}}),
    ("<relation>info:eu-repo/semantics/altIdentifier/arxiv/1234.5678</relation>", {"extra": {"X-Arxiv": ["1234.5678"]}}),
    ("<relation>urn:issn:1234-5679</relation>", {"extra": {"X-ISSN": ["1234-5679"]}}),
    ("<relation>ISBN 9780306406157</relation>", {"extra": {"X-ISBN": ["9780306406157"]}}),
    ("<relation>https://example.org/more</relation>", {"extra": {"X-Relation": ["https://example.org/more"]}}),
    ("<relation>RePEc:aaa:wpaper</relation><relation>Stata 12</relation>", {"extra": {"X-Requires": ["Stata 12"]}}),
    ("<relation>RePEc:aaa:wpaper:9</relation>", {"extra": {"X-Relation": ["RePEc:aaa:wpaper:9"]}}),
    ("<relation>Working papers, no. 12</relation>", {"series": "Working papers", "number": "12"}),
    ("<relation>12/2004</relation>", {"number": "12/2004"}),
    ("<relation>Papers</relation><relation>7</relation>", {"series": "Papers", "number": "7"}),
    ("<relation>Papers</relation><relation>More</relation>", {"series": "Papers", "extra": {"X-Relation": ["More"]}}),
    ("<type>PeerReviewed</type><relation>http://dx.doi.org/10.1000/x</relation>", {"doi": "10.1000/x"}),
    ("<format>application/pdf https://example.org/a.pdf</format>",
     {"files": [{"url": "https://example.org/a.pdf", "format": "application/pdf"}]}),
    ("<format>12 p.</format>", {"length": "12 p."}),
    ("<format>on paper</format>", {"extra": {"X-Format": ["on paper"]}}),
    ("<description>Version 2</description>", {"extra": {"X-Version": ["2"]}}),
    ("<description>Published in a journal</description>", {"publication_status": "Published in a journal"}),
    ("<description>ix, 295 leaves : ill. ; 29 cm.</description>", {"length": "ix, 295 leaves : ill. ; 29 cm."}),
    ("<description>Short.</description><description>We show that prices are prices.</description><description>A note.</description>",
     {"abstract": "We show that prices are prices.", "note": "Short.", "further": {"Note": ["A note."]}}),
    ("<date>info:eu-repo/date/embargoEnd/2030-01-01</date><date>2004</date><date>2005</date>",
     {"creation_date": "2004", "extra": {"X-Date": ["2005"]}}),
    ("<date>2013-03-06T10:00:00Z</date><date>2013-03-05T10:00:00Z</date><contributor>Lee, Ann</contributor><contributor>Kim, Bo</contributor>",
     {"creation_date": "2013-03-05", "extra": {"X-Contributor": ["Kim, Bo"]}}),
    ("<subject>M;M 31;C 44</subject>", {"classification_jel": ["M", "M31", "C44"]}),
    ("<subject>M;N</subject>", {"keywords": ["M", "N"]}),
    ("<subject>info:eu-repo/classification/jel/D12</subject>", {"classification_jel": ["D12"]}),
    ("<source>somewhere</source>", {"extra": {"X-Source": ["somewhere"]}}),
    ("<coverage>Spain</coverage>", {"extra": {"X-Coverage": ["Spain"]}}),
    ("<language>und</language><language>fr</language>", {"languages": ["fr"]}),
]  # fmt: skip


@pytest.mark.parametrize(("elements", "expected"), ELEMENTS)
def test_elements_of_dublin_core(elements: str, expected: dict[str, Any]) -> None:
    [record], findings = imported(f"<dc><title>On prices</title><creator>Lee, Ann</creator>{elements}</dc>", "oai_dc")
    assert {name: value for name, value in record.items() if name not in ("template_type", "title", "authors")} == expected
    assert findings == []


@pytest.mark.parametrize(
    ("elements", "extra"),
    [
        ('<identifier type="repec">RePEc:aaa:wpaper</identifier>', {"X-Identifier-Repec": ["RePEc:aaa:wpaper"]}),  # a series
        ('<identifier type="local">77</identifier>', {"X-Identifier-Local": ["77"]}),
        ('<relatedItem type="otherVersion"><identifier>10.1000/v</identifier></relatedItem>', {"X-Relation": ["10.1000/v"]}),
        ("<relatedItem><titleInfo><title>More</title></titleInfo></relatedItem>", {"X-Relation": ["More"]}),
        ('<titleInfo type="abbreviated"><title>Prices</title></titleInfo>', {"X-Title-Abbreviated": ["Prices"]}),
        ("<accessCondition>CC BY</accessCondition>", {"X-License": ["CC BY"]}),
    ],
)
def test_elements_of_mods_without_a_place_are_kept(elements: str, extra: dict[str, list[str]]) -> None:
    [record], findings = imported(f"<mods><titleInfo><title>On prices</title></titleInfo>{elements}</mods>", "mods")
    assert (record["title"], record["extra"], findings) == ("On prices", extra, [])


def test_of_two_journals_the_second_is_kept() -> None:
    hosts = "".join(f'<relatedItem type="host"><titleInfo><title>{name}</title></titleInfo></relatedItem>' for name in "JK")
    record = one(f"<mods><titleInfo><title>On prices</title></titleInfo><genre>article</genre>{hosts}</mods>", "mods")
    assert (record["journal"], record["extra"]) == ("J", {"X-Relation": ["K"]})


def test_the_kind_in_mods_by_its_journal_or_its_genre() -> None:
    issn = '<relatedItem type="host"><titleInfo><title>J</title></titleInfo><identifier type="issn">1234-5679</identifier></relatedItem>'
    record = one(f"<mods><titleInfo><title>On prices</title></titleInfo>{issn}</mods>", "mods")
    assert (record["template_type"], record["journal"]) == ("ReDIF-Article 1.0", "J")
    [record], [finding] = imported("<mods>\n<genre>blog</genre><titleInfo><title>On prices</title></titleInfo></mods>", "mods")
    assert record["template_type"] == "ReDIF-Paper 1.0"
    assert (finding.code, finding.message) == ("import-type", "RePEc has no type for this blog; it was imported as a paper.")


def test_a_restriction_in_mods() -> None:
    condition = '<accessCondition type="restriction on access">closed</accessCondition>'
    assert one(f"<mods><titleInfo><title>On prices</title></titleInfo>{condition}</mods>", "mods")["restriction"] == "closed"


def test_what_is_left_out_of_mods_is_told() -> None:
    _, findings = imported(
        "<mods><titleInfo><title>On prices</title></titleInfo><tableOfContents>1. A</tableOfContents></mods>", "mods"
    )
    assert [finding.message for finding in findings] == ['The field tableOfContents was left out: "1. A".']


@pytest.mark.parametrize(
    ("elements", "expected"),
    [("<description>Edition 2, volume 3</description>", {"edition": "2", "volume": "3"}),
     ("<description>Volume 3</description>", {"volume": "3"}),
     ("<contributor>Kim, Bo</contributor>", {"editors": [{"name": "Bo Kim", "name_first": "Bo", "name_last": "Kim"}]})],
)  # fmt: skip
def test_elements_of_a_book(elements: str, expected: dict[str, Any]) -> None:
    record = one(f"<dc><title>On prices</title><type>Book</type>{elements}</dc>", "oai_dc")
    assert {name: value for name, value in record.items() if name not in ("template_type", "title")} == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [("identifier", "b1234"), ("format", "1234567 bytes"), ("description", "https://example.org/picture.png")],
)
def test_what_is_left_out_of_dublin_core_is_told(name: str, text: str) -> None:
    _, [finding] = imported(f"<dc><title>On prices</title><{name}>{text}</{name}></dc>", "oai_dc")
    assert (finding.code, finding.message) == ("import-left-out", f'The field {name} was left out: "{text}".')


@pytest.mark.parametrize(("text", "format_"), [(EPRINTS, "mods"), (DSPACE, "oai_dc")])
def test_xml_is_recognized_by_how_it_begins(text: str, format_: str, tmp_path: Any) -> None:
    path = tmp_path / "x.xml"
    path.write_text(text)
    assert [record.title for record in redif.read(path) if isinstance(record, redif.models.Item)] == ["On prices"]


def test_what_is_not_well_formed_is_reported_with_its_line_and_what_comes_before_is_read() -> None:
    records, findings = imported(DSPACE.replace("</ListRecords>", "<record><dc>\n&</dc></record>"), "oai_dc")
    assert [record["title"] for record in records] == ["On prices"]
    assert [finding.code for finding in findings if finding.code == "import-unread"] == ["import-unread"]
    assert next(finding.line for finding in findings if finding.code == "import-unread") > 15


def test_an_error_of_a_server_is_reported() -> None:
    records, findings = imported('<OAI-PMH><error code="badResumptionToken">old token</error></OAI-PMH>', "oai_dc")
    assert not records
    assert "old token" in findings[0].message


@pytest.mark.parametrize("format_", ["mods", "oai_dc"])
def test_entities_are_not_expanded_and_files_not_read(format_: str) -> None:
    bomb = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    text = f'<!DOCTYPE x [<!ENTITY a0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">{bomb}]>'
    start = time.perf_counter()
    for inner in ("&a11;", "&f;"):
        records, _ = imported(
            f"{text}<r><mods><titleInfo><title>x{inner}</title></titleInfo></mods><dc><title>x{inner}</title></dc></r>", format_
        )
        assert all("root" not in str(record) and len(str(record)) < 1000 for record in records)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("format_", ["mods", "oai_dc"])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<",
        b"<html><body>x</body></html>",
        b"\0\0",
        b"<mods/>",
        b"<dc/>",
        b"<a><!-- --><mods><?x y?><!-- c --></mods></a>",
        b"\xff\xfe<",
    ],
)
def test_bad_input_never_raises(format_: str, data: bytes) -> None:
    imported(data, format_)


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("mods", "<mods><titleInfo><title>T</title></titleInfo><mods:name/><note>n</note></mods>"),
        ("oai_dc", "<oai_dc:dc><dc:title>T</dc:title></oai_dc:dc>"),
    ],
)
def test_a_prefix_that_is_not_declared_is_no_obstacle(format_: str, text: str) -> None:
    (record,) = redif.importers.read(io.BytesIO(text.encode()), format_)
    assert record.data["title"] == "T"


@pytest.mark.parametrize(("own", "year"), [("", 2004), ("<originInfo><dateIssued>2005</dateIssued></originInfo>", 2005)])
def test_an_article_in_mods_without_a_date_has_that_of_its_journal(own: str, year: int) -> None:
    issue = "<titleInfo><title>J</title></titleInfo><originInfo><dateIssued>2004</dateIssued></originInfo>"
    record = one(
        f'<mods><titleInfo><title>x</title></titleInfo><genre>article</genre>{own}<relatedItem type="host">{issue}</relatedItem></mods>',
        "mods",
    )
    assert record["year"] == year


def test_a_class_of_dewey_is_no_keyword() -> None:
    record = one(DSPACE.replace("<dc:subject>prices</dc:subject>", "<dc:subject>ddc:330</dc:subject>"), "oai_dc")
    assert "keywords" not in record
    assert record["extra"]["X-Classification-DDC"] == ["330"]
