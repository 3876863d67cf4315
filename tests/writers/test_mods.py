"""MODS: that it is what the Library of Congress says it is, and that other readers find what was written."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pymods import MODSReader  # type: ignore[import-untyped]

import redif
from redif.bibliography import summaries as facts
from redif.bibliography.item import ITEM_KINDS, BibliographicItem, ItemKind
from redif.grammar import Grammar
from redif.source.characters import UNDECODABLE
from redif.writers import WRITERS, mods
from redif.writers.xml import sound
from support.items import NASTY, items, made_item
from support.paths import ROOT

# Of MODS 3.8 that part which is written, and nothing else: which elements stand in which, their attributes, and the words
# that some of them are held to. The whole schema may stand beside the corpus; then it is asked, too.
PART_OF_MODS = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://www.loc.gov/mods/v3"
    targetNamespace="http://www.loc.gov/mods/v3" elementFormDefault="qualified">
  <xs:simpleType name="words"><xs:restriction base="xs:string"><xs:pattern value="[\\s\\S]*\\S[\\s\\S]*"/></xs:restriction></xs:simpleType>
  <xs:complexType name="text"><xs:simpleContent><xs:extension base="words">
    <xs:attribute name="type" type="words"/><xs:attribute name="displayLabel" type="words"/>
  </xs:extension></xs:simpleContent></xs:complexType>
  <xs:complexType name="term"><xs:simpleContent><xs:extension base="words">
    <xs:attribute name="authority" type="words"/><xs:attribute name="edition" type="words"/>
    <xs:attribute name="displayLabel" type="words"/>
  </xs:extension></xs:simpleContent></xs:complexType>
  <xs:complexType name="typed"><xs:simpleContent><xs:extension base="words">
    <xs:attribute name="type" use="required"><xs:simpleType><xs:restriction base="xs:string">
      <xs:enumeration value="code"/><xs:enumeration value="text"/></xs:restriction></xs:simpleType></xs:attribute>
    <xs:attribute name="authority" type="words"/>
  </xs:extension></xs:simpleContent></xs:complexType>
  <xs:complexType name="date"><xs:simpleContent><xs:extension base="w3cdtf">
    <xs:attribute name="encoding" fixed="w3cdtf"/><xs:attribute name="keyDate" fixed="yes"/>
    <xs:attribute name="point"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="start"/>
      <xs:enumeration value="end"/></xs:restriction></xs:simpleType></xs:attribute>
  </xs:extension></xs:simpleContent></xs:complexType>
  <xs:simpleType name="w3cdtf"><xs:union memberTypes="xs:gYear xs:gYearMonth xs:date"/></xs:simpleType>
  <xs:element name="modsCollection"><xs:complexType><xs:sequence>
    <xs:element ref="mods" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
  <xs:element name="mods"><xs:complexType>
    <xs:group ref="top" maxOccurs="unbounded"/><xs:attribute name="version" fixed="3.8"/></xs:complexType></xs:element>
  <xs:group name="top"><xs:choice>
    <xs:element name="titleInfo"><xs:complexType><xs:choice maxOccurs="unbounded">
      <xs:element name="title" type="text"/><xs:element name="partNumber" type="text"/></xs:choice>
      <xs:attribute name="type" fixed="alternative"/></xs:complexType></xs:element>
    <xs:element name="name"><xs:complexType><xs:choice maxOccurs="unbounded">
      <xs:element name="namePart"><xs:complexType><xs:simpleContent><xs:extension base="words">
        <xs:attribute name="type"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="family"/>
          <xs:enumeration value="given"/><xs:enumeration value="termsOfAddress"/></xs:restriction></xs:simpleType></xs:attribute>
      </xs:extension></xs:simpleContent></xs:complexType></xs:element>
      <xs:element name="displayForm" type="words"/><xs:element name="affiliation" type="words"/>
      <xs:element name="role"><xs:complexType><xs:sequence>
        <xs:element name="roleTerm" type="typed" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
      <xs:element name="nameIdentifier" type="text"/></xs:choice>
      <xs:attribute name="type" use="required"><xs:simpleType><xs:restriction base="xs:string">
        <xs:enumeration value="personal"/><xs:enumeration value="corporate"/></xs:restriction></xs:simpleType></xs:attribute>
    </xs:complexType></xs:element>
    <xs:element name="typeOfResource"><xs:simpleType><xs:restriction base="xs:string">
      <xs:enumeration value="text"/><xs:enumeration value="software, multimedia"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="genre" type="term"/>
    <xs:element name="originInfo"><xs:complexType><xs:choice maxOccurs="unbounded">
      <xs:element name="publisher" type="words"/><xs:element name="dateIssued" type="date"/>
      <xs:element name="dateCreated" type="date"/><xs:element name="dateModified" type="date"/>
      <xs:element name="edition" type="words"/>
      <xs:element name="issuance"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="monographic"/>
        <xs:enumeration value="serial"/></xs:restriction></xs:simpleType></xs:element></xs:choice></xs:complexType></xs:element>
    <xs:element name="language"><xs:complexType><xs:sequence>
      <xs:element name="languageTerm" type="typed"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="physicalDescription"><xs:complexType><xs:choice maxOccurs="unbounded">
      <xs:element name="internetMediaType" type="words"/><xs:element name="extent" type="words"/>
    </xs:choice></xs:complexType></xs:element>
    <xs:element name="abstract" type="words"/><xs:element name="note" type="text"/>
    <xs:element name="subject"><xs:complexType><xs:choice><xs:element name="topic" type="words"/></xs:choice>
      <xs:attribute name="authority" type="words"/></xs:complexType></xs:element>
    <xs:element name="classification" type="term"/><xs:element name="identifier" type="text"/>
    <xs:element name="relatedItem"><xs:complexType><xs:group ref="top" minOccurs="0" maxOccurs="unbounded"/>
      <xs:attribute name="type" use="required"><xs:simpleType><xs:restriction base="xs:string">
        <xs:enumeration value="host"/><xs:enumeration value="series"/><xs:enumeration value="constituent"/>
        <xs:enumeration value="otherVersion"/></xs:restriction></xs:simpleType></xs:attribute></xs:complexType></xs:element>
    <xs:element name="part"><xs:complexType><xs:choice maxOccurs="unbounded">
      <xs:element name="detail"><xs:complexType><xs:sequence><xs:element name="number" type="words"/></xs:sequence>
        <xs:attribute name="type" type="words"/></xs:complexType></xs:element>
      <xs:element name="extent"><xs:complexType><xs:sequence><xs:element name="start" type="words" minOccurs="0"/>
        <xs:element name="end" type="words" minOccurs="0"/><xs:element name="list" type="words" minOccurs="0"/></xs:sequence>
        <xs:attribute name="unit" type="words"/></xs:complexType></xs:element>
      <xs:element name="date" type="date"/><xs:element name="text" type="text"/></xs:choice></xs:complexType></xs:element>
    <xs:element name="location"><xs:complexType><xs:sequence><xs:element name="url" maxOccurs="unbounded"><xs:complexType>
      <xs:simpleContent><xs:extension base="xs:anyURI"><xs:attribute name="displayLabel" type="words"/>
        <xs:attribute name="note" type="words"/><xs:attribute name="access"><xs:simpleType><xs:restriction base="xs:string">
          <xs:enumeration value="raw object"/><xs:enumeration value="object in context"/></xs:restriction></xs:simpleType>
        </xs:attribute></xs:extension></xs:simpleContent></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
    <xs:element name="accessCondition" type="text"/>
    <xs:element name="recordInfo"><xs:complexType><xs:sequence><xs:element name="recordContentSource" type="words"/>
      <xs:element name="recordIdentifier" minOccurs="0"><xs:complexType><xs:simpleContent><xs:extension base="words">
        <xs:attribute name="source" type="words"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
      <xs:element name="recordOrigin" type="words"/></xs:sequence></xs:complexType></xs:element>
  </xs:choice></xs:group>
</xs:schema>
"""
SCHEMA = etree.XMLSchema(etree.fromstring(PART_OF_MODS))
NS = {"m": mods.NAMESPACE}

SEED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<modsCollection xmlns="http://www.loc.gov/mods/v3">\n<mods version="3.8">'
    "<titleInfo><title>A multi-stakeholder foundation for peace in cyberspace</title></titleInfo>"
    '<name type="personal"><namePart type="family">Ciglic</namePart><namePart type="given">Kaja</namePart>'
    '<displayForm>Kaja Ciglic</displayForm><role><roleTerm type="code" authority="marcrelator">aut</roleTerm>'
    '<roleTerm type="text" authority="marcrelator">author</roleTerm></role></name>'
    '<name type="personal"><namePart type="family">Hering</namePart><namePart type="given">John</namePart>'
    '<displayForm>John Hering</displayForm><role><roleTerm type="code" authority="marcrelator">aut</roleTerm>'
    '<roleTerm type="text" authority="marcrelator">author</roleTerm></role></name>'
    '<typeOfResource>text</typeOfResource><genre authority="marcgt">article</genre>'
    '<originInfo><dateIssued encoding="w3cdtf" keyDate="yes">2021-09</dateIssued></originInfo>'
    "<abstract>The article follows the idea of multi-stakeholderism from the early days of internet governance to today's "
    "efforts to keep the peace in cyberspace, in which states are no longer alone.</abstract>"
    '<note type="preferred citation">Kaja Ciglic &amp; John Hering, 2021. "A multi-stakeholder foundation for peace in '
    'cyberspace," Journal of Cyber Policy, Taylor &amp; Francis Journals, vol. 6(3), pages 360-374, September.</note>'
    '<identifier type="repec">RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374</identifier>'
    '<identifier type="doi">10.1080/23738871.2021.2023603</identifier>'
    '<relatedItem type="host"><titleInfo><title>Journal of Cyber Policy</title></titleInfo>'
    '<genre authority="marcgt">journal</genre>'
    "<originInfo><publisher>Taylor &amp; Francis Journals</publisher><issuance>serial</issuance></originInfo>"
    '<identifier type="issn">2373-8871</identifier><part><detail type="volume"><number>6</number></detail>'
    '<detail type="issue"><number>3</number></detail><extent unit="pages"><start>360</start><end>374</end></extent>'
    '<date encoding="w3cdtf">2021-09</date><text type="month">September</text></part></relatedItem>'
    '<location><url access="raw object" note="Access to full text is restricted to subscribers.">'
    "http://hdl.handle.net/10.1080/23738871.2021.2023603</url>"
    '<url access="object in context" displayLabel="IDEAS">'
    "https://ideas.repec.org/a/taf/rcybxx/v6y2021i3p360-374.html</url></location>"
    '<accessCondition type="restriction on access">Access to full text is restricted to subscribers.</accessCondition>'
    "<recordInfo><recordContentSource>RePEc</recordContentSource>"
    '<recordIdentifier source="RePEc">RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374</recordIdentifier>'
    "<recordOrigin>Converted from ReDIF by the program redif.</recordOrigin></recordInfo></mods>\n</modsCollection>\n"
)


def written(templates: list[redif.Template]) -> bytes:
    out = io.BytesIO()
    WRITERS["mods"].write(templates, out)
    return out.getvalue()


def checked(templates: list[redif.Template]) -> Any:
    """The collection, read by another parser and held to what MODS is."""
    document = etree.fromstring(written(templates))
    SCHEMA.assertValid(document)
    return document


def texts(element: Any, path: str) -> list[str]:
    return [found if isinstance(found, str) else found.text for found in element.xpath(path, namespaces=NS)]


def test_the_seed(fixtures: Path) -> None:
    (item,) = redif.templates(fixtures / "taf" / "rcybxx" / "2021-3.redif")
    (series,) = redif.templates(fixtures / "taf" / "tafseri.redif")
    item.join({"series": facts.series(series.data)})
    assert written([item]).decode() == SEED


def test_a_paper_and_software(fixtures: Path) -> None:
    paper, _, _, _, software = checked(items(fixtures / "types" / "items.redif"))
    assert texts(paper, "m:genre") == ["technical report"]
    assert texts(paper, "m:relatedItem[@type='series']/m:titleInfo/*") == ["Working Papers", "12"]
    assert texts(paper, "m:relatedItem[@type='otherVersion']/m:identifier") == ["RePEc:aaa:exampl:v:1:y:2021:i:1:p:1-10"]
    assert texts(paper, "m:originInfo/*") == ["2019-03-04", "2019-03-04", "2021", "monographic"]
    assert texts(paper, "m:language/m:languageTerm") == ["eng"]
    assert texts(paper, "m:physicalDescription/*") == ["application/pdf", "application/zip", "36 pages"]
    assert texts(paper, "m:location/m:url/@displayLabel") == ["Full text", "Replication files", "IDEAS"]
    assert texts(paper, "m:name/m:nameIdentifier") == ["pex1"]
    assert texts(paper, "m:name/m:affiliation") == ["Department of Economics, Example University", "Institute of Examples"]
    assert texts(paper, "m:classification[@authority='jel']") == ["D12", "H41", "Z11"]
    assert len(texts(paper, "m:subject/m:topic")) == 3 + 3
    assert texts(paper, "m:note[@type='publications']") == ["Published in Journal of Examples, 2021, pages 1-10"]
    assert texts(software, "m:typeOfResource") == ["software, multimedia"]
    assert texts(software, "m:note[@type='system details']") == ["Stata", "C++", "Stata version 17"]
    assert texts(software, "m:physicalDescription/m:extent") == ["12 kB"]
    assert texts(software, "m:originInfo/m:edition") == ["1.2"]


def test_a_book_and_a_chapter_of_it(fixtures: Path) -> None:
    _, _, book, chapter, _ = checked(items(fixtures / "types" / "items.redif"))
    assert texts(book, "m:name/m:role/m:roleTerm[@type='code']") == ["edt"]
    assert texts(book, "m:originInfo/*") == ["Example Press", "Another Press", "2022", "2", "monographic"]
    assert texts(book, "m:identifier[@type='isbn']") == ["978-3-16-148410-0"]
    assert texts(book, "m:part/m:detail[@type='volume']/m:number") == ["1"]
    assert texts(book, "m:relatedItem[@type='constituent']/m:identifier") == ["RePEc:aaa:chaptr:1-3"]
    (host,) = chapter.xpath("m:relatedItem[@type='host']", namespaces=NS)
    assert texts(chapter, "m:name/m:displayForm") == ["Ivo Instance"]
    assert texts(host, "m:titleInfo/m:title") == ["A Handbook of Examples"]
    assert texts(host, "m:name/m:displayForm") == ["Ada Example"]
    assert texts(host, "m:identifier") == ["RePEc:aaa:ebooks:1"]
    assert texts(host, "m:part/m:detail[@type='chapter']/m:number") == ["3"]
    assert texts(host, "m:part/m:extent/*") == ["41", "60"]


def test_pages_that_are_no_range_are_kept_as_written() -> None:
    text = "Template-Type: ReDIF-Article 1.0\nTitle: T\nPages: {}\nHandle: RePEc:aaa:papers:1\n"
    path = ".//m:extent/*"
    assert texts(checked(redif.parse(text.format("5, 7-9")).templates), path) == ["5", "9", "5, 7-9"]
    assert texts(checked(redif.parse(text.format("12–15")).templates), path) == ["12", "15"]
    assert texts(checked(redif.parse(text.format("1234-56")).templates), path) == ["1234", "56"]
    assert texts(checked(redif.parse(text.format("17")).templates), path) == ["17", "17"]


def test_a_body_is_corporate_and_a_name_in_parts_personal() -> None:
    text = (
        "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: World Bank\nAuthor-Name: van Gogh, Vincent\nHandle: RePEc:aaa:papers:7\n"
    )
    names = checked(redif.parse(text).templates).xpath(".//m:name", namespaces=NS)
    assert [name.get("type") for name in names] == ["corporate", "personal"]
    assert [texts(name, "m:namePart") for name in names] == [["World Bank"], ["van Gogh", "Vincent"]]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("王小明", "personal"), ("김철수", "personal"), ("山田太郎", "personal"), ("日本銀行", "corporate"), ("한국은행", "corporate"),
        ("东京大学", "corporate"), ("北京大學 經濟研究所", "corporate"), ("財務省", "corporate"), ("OECD", "corporate"),
    ],
)  # fmt: skip
def test_a_whole_name_in_east_asian_script_is_of_a_person_unless_a_word_says_otherwise(name: str, kind: str) -> None:
    text = f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: {name}\nHandle: RePEc:aaa:papers:7\n"
    (found,) = checked(redif.parse(text).templates).xpath(".//m:name", namespaces=NS)
    assert found.get("type") == kind
    assert texts(found, "m:namePart") == [name]


def test_a_language_with_two_codes_has_that_of_libraries() -> None:
    text = "Template-Type: ReDIF-Paper 1.0\nTitle: T\nLanguage: de\nHandle: RePEc:aaa:papers:7\n"
    assert texts(checked(redif.parse(text).templates), ".//m:languageTerm") == ["ger"]


def own_isbns(item: BibliographicItem) -> list[str]:
    """The ISBN of a book; that of a chapter is its book's."""
    return item.isbns if item.kind is ItemKind.BOOK else []


def check_read(templates: list[redif.Template]) -> None:
    """Another reader finds the same items, titles and authors."""
    checked(templates)
    read = list(MODSReader(io.BytesIO(written(templates))))
    assert len(read) == len(templates)
    for template, record in zip(templates, read, strict=True):
        item = BibliographicItem(template.data)
        assert record.titles == [*filter(None, [item.title]), *item.other_titles]
        authors = [name for name in record.names if name.role.code == "aut"]
        full = [name.elem.find("m:displayForm", NS) for name in authors]
        assert [name.text if form is None else form.text for name, form in zip(authors, full, strict=True)] == item.author_names
        assert [abstract.text for abstract in record.abstract] == item.abstracts
        own = [*filter(None, (item.handle, item.doi)), *own_isbns(item)]
        assert [found.text for found in record.identifiers][: len(own)] == own


def test_another_reader_finds_the_fixtures(fixtures: Path) -> None:
    check_read(items(fixtures))


def test_another_reader_finds_the_corpus(corpus: Path) -> None:
    templates = items(corpus)
    assert len(templates) == 2069
    check_read(templates)


def test_the_whole_schema_agrees(shared: Path, fixtures: Path, corpus: Path) -> None:
    path = shared / "schemas" / "mods-3-8.xsd"
    if not path.is_file() or not (path.parent / "xlink.xsd").is_file():
        pytest.skip("the schema of MODS is not here")
    # What it imports from the web stands beside it.
    text = re.sub(r'schemaLocation="[^"]*/', 'schemaLocation="', path.read_text(encoding="utf-8"))
    schema = etree.XMLSchema(etree.fromstring(text.encode(), base_url=str(path)))
    schema.assertValid(etree.fromstring(written(items(fixtures, corpus))))


FIELDS = (
    "title", "abstract", "note", "journal", "volume", "issue", "pages", "number", "doi", "length", "series", "restriction", "price",
    "publication_status", "edition", "isbn", "book_title", "chapter", "version", "size", "month",
)  # fmt: skip
SHOWN = {
    "ReDIF-Article 1.0": {"journal", "volume", "issue", "number"},
    "ReDIF-Paper 1.0": {"series", "number"},
    "ReDIF-Book 1.0": {"series", "number", "edition", "volume", "isbn"},
    "ReDIF-Chapter 1.0": {"series", "edition", "volume", "isbn", "book_title", "chapter"},
    "ReDIF-Software 1.0": {"series", "number", "version", "size"},
}
ANY = st.lists(st.text(max_size=4) | st.sampled_from([*NASTY, "\ufffe"]), max_size=6).map("".join)


def bare(text: str) -> str:
    """A text without white space and without what XML cannot hold or shows in its place."""
    return "".join(sound(text).replace(UNDECODABLE, "").split())


@given(st.sampled_from(sorted(ITEM_KINDS)), st.dictionaries(st.sampled_from(FIELDS), ANY), ANY, ANY)
def test_any_text_reads_back(type_: str, values: dict[str, str], name: str, keyword: str) -> None:
    template = made_item(type_, values, name, keyword)
    item, document = BibliographicItem(template.data), etree.fromstring(written([template]))
    (element,) = document
    assert [bare(text) for text in texts(element, "m:titleInfo/m:title")] == ([bare(item.title)] if item.title else [])
    if any(author.full for author in item.authors):
        whole = texts(element, "m:name/m:displayForm") or texts(element, "m:name/m:namePart")
        assert [bare(text) for text in whole] == [bare(author.full) for author in item.authors]
    held = {bare(text) for inner in element.iter() for text in (inner.text, *inner.attrib.values()) if text}
    shown = {"abstract", "note", "length", "restriction", "price", "publication_status"} | SHOWN[type_] - {"pages", "isbn"}
    assert {bare(values[field]) for field in shown & values.keys()} - {""} <= held
    assert {bare(item.doi)} - {""} <= held
    assert "isbn" not in SHOWN[type_] or {bare(isbn) for isbn in item.isbns} - {""} <= held
    assert not bare(keyword) or bare(keyword) in held


def test_what_xml_cannot_hold_is_seen_to_be_missing() -> None:
    (template,) = redif.parse("Template-Type: ReDIF-Paper 1.0\nHandle: RePEc:aaa:papers:1\n").templates
    template.data["title"] = "a\x00b\x1fc\ufffed ]]> <e>"
    assert texts(checked([template]), ".//m:title") == ["a\ufffdb\ufffdc\ufffdd ]]> <e>"]


def test_an_item_is_written_before_the_next_is_read() -> None:
    out = io.BytesIO()

    def arriving() -> Iterator[redif.Template]:
        for number in range(3):
            assert out.getvalue().count(b"</mods>") == number
            yield from redif.parse(f"Template-Type: ReDIF-Paper 1.0\nTitle: T\nHandle: RePEc:aaa:papers:{number}\n").templates

    WRITERS["mods"].write(arriving(), out)
    assert len(etree.fromstring(out.getvalue())) == 3


def test_no_items_are_a_record_that_says_so_as_the_schema_requires_one() -> None:
    (record,) = checked([])
    assert ["".join(record.itertext())] == ["There are no items."]


def test_two_years_are_the_start_and_the_end_of_a_range() -> None:
    (template,) = redif.parse(
        "Template-Type: ReDIF-Article 1.0\nTitle: T\nYear: 2003/2004\nHandle: RePEc:aaa:journl:1\n"
    ).templates
    dates = checked([template]).findall(".//m:dateIssued", NS)
    assert [(date.get("point"), date.text) for date in dates] == [("start", "2003"), ("end", "2004")]


def test_what_is_no_item_is_refused() -> None:
    with pytest.raises(ValueError, match="ReDIF-Series"):
        written(redif.parse("Template-Type: ReDIF-Series 1.0\nHandle: RePEc:aaa:papers\n").templates)


def test_the_page_tells_of_every_attribute() -> None:
    page = (ROOT / "docs" / "mods.md").read_text(encoding="utf-8")
    told = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")][1:]
    grammar = Grammar.standard()
    there = {name for type_ in ITEM_KINDS for name in grammar.full_names(grammar.templates[type_.lower()])}
    assert len(told) == len(set(told))
    assert set(told) == there


def test_zotero_knows_a_chapter_by_its_local_genre() -> None:
    chapter, paper = redif.parse(
        "Template-Type: ReDIF-Chapter 1.0\nTitle: T\nHandle: RePEc:aaa:chapts:1\n\n"
        "Template-Type: ReDIF-Paper 1.0\nTitle: T\nHandle: RePEc:aaa:papers:1\n"
    ).templates
    assert texts(checked([chapter]), ".//m:genre") == ["book chapter", "bookSection"]
    assert texts(checked([paper]), ".//m:genre") == ["technical report"]


def test_an_address_with_a_percent_sign_is_a_uri() -> None:
    (template,) = redif.parse(
        "Template-Type: ReDIF-Paper 1.0\nTitle: T\nFile-URL: http://a.org/100%.pdf?a=%20b\nHandle: RePEc:aaa:papers:1\n"
    ).templates
    assert "http://a.org/100%25.pdf?a=%20b" in texts(checked([template]), ".//m:url")
