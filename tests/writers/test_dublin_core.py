"""Dublin Core, simple and qualified: valid, read back by other programs, and as docs/dublin-core.md tells it."""

from __future__ import annotations

import io
import logging
import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from oaipmh_scythe import Scythe
from oaipmh_scythe.exceptions import NoRecordsMatch
from oaipmh_scythe.models import Record as Harvested
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDFS
from rdflib.term import Literal, Node

import redif
from redif.bibliography import summaries as facts
from redif.bibliography.citation import cite
from redif.bibliography.item import ITEM_KINDS, BibliographicItem
from redif.bibliography.names import name_of
from redif.bibliography.people import each_person
from redif.grammar import Grammar
from redif.grammar.spec import Group
from redif.models import HandleKind
from redif.writers import WRITERS, dublin_core, oai_dc
from redif.writers.options import DEFAULT, WriterOptions
from support.paths import ROOT

PMH = "{http://www.openarchives.org/OAI/2.0/}"
OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
DC = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
RDF_NAME = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PAGE = ROOT / "docs" / "dublin-core.md"

Write = Callable[[Iterable[redif.Template], BinaryIO, WriterOptions], None]


def written(write: Write, templates: Iterable[redif.Template]) -> bytes:
    out = io.BytesIO()
    write(templates, out, DEFAULT)
    return out.getvalue()


def read(document: bytes) -> etree._Element:
    return etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))


def items(*paths: Path) -> Iterator[redif.Template]:
    return (template for template in redif.templates(*paths) if template.schema.describes is HandleKind.DOCUMENT)


def template_of(text: str) -> redif.Template:
    (template,) = redif.parse(text).templates
    return template


def texts(element: etree._Element, name: str) -> list[str]:
    return [found.text or "" for found in element.iter(name)]


def simple(template: redif.Template) -> dict[str, list[str]]:
    """The elements of simple Dublin Core of one item."""
    found: dict[str, list[str]] = {}
    (container,) = read(written(WRITERS["oai_dc"].write, [template])).iter(f"{OAI_DC}dc")
    for element in container:
        found.setdefault(str(element.tag).removeprefix(DC), []).append(element.text or "")
    return found


def graph(templates: Iterable[redif.Template]) -> Graph:
    return Graph().parse(data=written(WRITERS["dcterms"].write, templates), format="xml")


# ---------------------------------------------------------------------- valid


class Schemas(NamedTuple):
    answer: etree.XMLSchema
    container: etree.XMLSchema

    def check(self, document: bytes) -> int:
        """Hold a document against both; the number of its records."""
        root = read(document)
        self.answer.assertValid(root)
        containers = list(root.iter(f"{OAI_DC}dc"))
        for container in containers:
            self.container.assertValid(container)
        assert len(containers) == len(list(root.iter(f"{PMH}record")))
        return len(containers)


@pytest.fixture(scope="module")
def schemas(shared: Path) -> Schemas:
    def schema(name: str) -> etree.XMLSchema:
        return etree.XMLSchema(etree.parse(str(shared / "schemas" / name), etree.XMLParser(no_network=True)))

    return Schemas(schema("OAI-PMH.xsd"), schema("oai_dc.xsd"))


def test_fixtures_are_valid(fixtures: Path, schemas: Schemas) -> None:
    templates = list(items(fixtures))
    assert schemas.check(written(WRITERS["oai_dc"].write, templates)) == len(templates) > 20


def test_the_corpus_is_valid(corpus: Path, schemas: Schemas) -> None:
    assert schemas.check(written(WRITERS["oai_dc"].write, items(corpus))) == 2069


def test_nothing_is_valid_too(schemas: Schemas) -> None:
    document = written(WRITERS["oai_dc"].write, [])
    assert schemas.check(document) == 0
    assert read(document).find(f"{PMH}error").get("code") == "noRecordsMatch"  # type: ignore[union-attr]
    assert len(graph([])) == 0


# ---------------------------------------------------------------------- read by others


@contextmanager
def served(document: bytes) -> Iterator[str]:
    """A server that gives this answer to any question."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/xml; charset=utf-8")
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, *_args: Any) -> None:
            return None

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy between us and our own server."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def harvested(document: bytes) -> list[Harvested]:
    with served(document) as url, Scythe(url) as client:
        return [record for record in client.list_records() if isinstance(record, Harvested)]


@pytest.mark.usefixtures("_direct")
@pytest.mark.parametrize("folder", ["fixtures", "corpus"])
def test_a_harvester_reads_every_record(folder: str, request: pytest.FixtureRequest) -> None:
    templates = list(items(request.getfixturevalue(folder)))
    records = harvested(written(WRITERS["oai_dc"].write, templates))
    assert len(records) == len(templates)
    for template, record in zip(templates, records, strict=True):
        item = BibliographicItem(template.data)
        identifier = record.header.identifier
        assert identifier is not None
        assert unquote(identifier) == f"oai:{item.handle or f'redif:{template.file}:{template.line}'}"
        assert record.header.setSpecs == ([redif.Handle(item.series_handle).normal] if item.handle else [])
        # The client takes white space from the ends of texts.
        assert [(text or "").strip() for text in record.metadata.get("title", [])][:1] == [item.title][: bool(item.title)]
        names = [name.inverted for name in item.authors]
        assert list(record.metadata.get("creator", [])) == names


@pytest.mark.usefixtures("_direct")
def test_a_harvester_understands_that_there_is_nothing() -> None:
    with pytest.raises(NoRecordsMatch):
        harvested(written(WRITERS["oai_dc"].write, []))


@pytest.mark.parametrize("folder", ["fixtures", "corpus"])
def test_a_graph_holds_every_item(folder: str, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> None:
    templates = list(items(request.getfixturevalue(folder)))
    with caplog.at_level(logging.WARNING):
        found = graph(templates)
    assert not caplog.records  # nothing that is no URI, for one

    def names(subject: Node, term: Node) -> set[str]:
        return {str(name) for agent in found.objects(subject, term) for name in found.objects(agent, FOAF.name)}

    for template in templates:
        item = BibliographicItem(template.data)
        subject = URIRef(dublin_core.item_uri(template, item))
        assert not item.title or Literal(item.title) in set(found.objects(subject, DCTERMS.title))
        assert {name.inverted for name in item.authors} <= names(subject, DCTERMS.creator)
        assert Literal(cite(template.data)) in set(found.objects(subject, DCTERMS.bibliographicCitation))


# ---------------------------------------------------------------------- what goes where


def test_the_seed(fixtures: Path, tmp_path: Path) -> None:
    path = tmp_path / "2021-3.redif"
    path.write_bytes((fixtures / "taf" / "rcybxx" / "2021-3.redif").read_bytes())
    os.utime(path, (1_640_000_000, 1_640_000_000))
    (series,) = redif.templates(fixtures / "taf" / "tafseri.redif")
    (template,) = redif.templates(path)
    template.join({"series": facts.series(series.data)})
    document = read(written(WRITERS["oai_dc"].write, [template]))
    header = document.find(f".//{PMH}header")
    assert header is not None
    assert [(str(element.tag).removeprefix(PMH), element.text) for element in header] == [
        ("identifier", "oai:RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374"),
        ("datestamp", "2021-12-20"),
        ("setSpec", "RePEc:taf:rcybxx"),
    ]
    assert simple(template) == {
        "title": ["A multi-stakeholder foundation for peace in cyberspace"],
        "creator": ["Ciglic, Kaja", "Hering, John"],
        "publisher": ["Taylor & Francis Journals"],
        "date": ["2021-09"],
        "type": ["Text", "Article"],
        "description": [template.data["abstract"]],
        "identifier": [
            "RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374",
            "https://doi.org/10.1080/23738871.2021.2023603",
            "http://hdl.handle.net/10.1080/23738871.2021.2023603",
        ],
        "source": ["Journal of Cyber Policy, vol. 6(3), pages 360-374, September 2021"],
        "relation": ["RePEc:taf:rcybxx", "urn:issn:2373-8871"],
        "rights": ["Access to full text is restricted to subscribers."],
    }
    (description,) = read(written(WRITERS["dcterms"].write, [template]))
    told = [
        (str(element.tag).rpartition("}")[2], (element.text or "").strip() or "".join(map(str, element.attrib.values())))
        for element in description.iter()
    ]
    assert told == [
        ("Description", "oai:RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374"),
        ("title", "A multi-stakeholder foundation for peace in cyberspace"),
        *(("creator", ""), ("Agent", ""), ("name", "Ciglic, Kaja"), ("givenName", "Kaja"), ("familyName", "Ciglic")),
        *(("creator", ""), ("Agent", ""), ("name", "Hering, John"), ("givenName", "John"), ("familyName", "Hering")),
        *(("publisher", ""), ("Agent", ""), ("name", "Taylor & Francis Journals")),
        *(("type", "http://purl.org/dc/dcmitype/Text"), ("type", "Article")),
        ("issued", "2021-09"),
        ("abstract", template.data["abstract"]),
        ("identifier", "RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374"),
        ("identifier", "https://doi.org/10.1080/23738871.2021.2023603"),
        ("bibliographicCitation", cite(template.data)),
        *(("isPartOf", ""), ("Description", "oai:RePEc:taf:rcybxx"), ("title", "Journal of Cyber Policy")),
        *(("identifier", "RePEc:taf:rcybxx"), ("identifier", "urn:issn:2373-8871")),
        *(("hasFormat", ""), ("Description", "http://hdl.handle.net/10.1080/23738871.2021.2023603")),
        *(("accessRights", ""), ("RightsStatement", ""), ("label", "Access to full text is restricted to subscribers.")),
    ]


HEAD = "Template-Type: ReDIF-Paper 1.0\nTitle: A\nHandle: RePEc:aaa:wpaper:"


@pytest.mark.parametrize(
    ("dates", "stamp"),
    [
        ("Creation-Date: 2019-03-04\nRevision-Date: 2021\nRevision-Date: 2020-05-07", "2021-01-01"),
        ("Creation-Date: 2019-03", "2019-03-01"),
        ("Creation-Date: 2019-02-31", "2019-02-01"),
        ("Revision-Date: soon\nCreation-Date: 1900", "1900-01-01"),
    ],
)
def test_datestamps(dates: str, stamp: str) -> None:
    assert texts(read(written(WRITERS["oai_dc"].write, [template_of(f"{HEAD}1\n{dates}")])), f"{PMH}datestamp") == [stamp]


def test_datestamps_of_files(tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    path = tmp_path / "a.rdf"
    path.write_text(f"{HEAD}1\n")
    os.utime(path, (86_400 * 365, 86_400 * 365))
    (template,) = redif.templates(path)
    stamps = oai_dc.Datestamps()
    assert stamps.of(template, BibliographicItem(template.data)) == date(1971, 1, 1)
    path.unlink()
    assert stamps.of(template, BibliographicItem(template.data)) == date(1971, 1, 1)
    for unknown in (template, template_of(f"{HEAD}1"), redif.parse(f"{HEAD}1", file="\0").templates[0]):
        assert oai_dc.Datestamps().of(unknown, BibliographicItem(unknown.data)) >= today


def test_handles_become_legal_and_can_be_read_back(schemas: Schemas) -> None:
    name = """a!"%&'()*+,-./:<=>?@\\_`{}~%41"""
    template = template_of(HEAD + name)
    document = written(WRITERS["oai_dc"].write, [template])
    (identifier,) = texts(read(document), f"{PMH}identifier")
    assert re.fullmatch(r"oai:[a-zA-Z0-9\-_.!~*'();/?:@&=+$,%]+", identifier)
    assert unquote(identifier) == f"oai:RePEc:aaa:wpaper:{name}"
    assert simple(template)["identifier"] == [f"RePEc:aaa:wpaper:{name}"]
    assert schemas.check(document) == 1


def test_an_item_without_a_handle_is_named_by_its_place() -> None:
    (_, template) = redif.parse(f"{HEAD}1\n\n{HEAD}", file="a b/ü#.rdf").templates
    document = read(written(WRITERS["oai_dc"].write, [template]))
    assert texts(document, f"{PMH}identifier") == ["oai:redif:a%20b/%C3%BC%23.rdf:5"]
    assert texts(document, f"{PMH}setSpec") == []


def test_a_chapter_and_its_book() -> None:
    template = template_of(
        "Template-Type: ReDIF-Chapter 1.0\nHandle: RePEc:aaa:chaptr:1-3\nTitle: Space\nAuthor-Name: Instance, Ivo\n"
        "Book-Title: A Handbook\nEditor-Name: Ada van Example\nISBN: 978-3-16-148410-0\nIn-Book: RePEc:aaa:ebooks:1\n"
        "Edition: 2\nVolume: 1\nChapter: 3\nPages: 41-60\nSeries: Chapters"
    )
    found = simple(template)
    assert found["identifier"] == ["RePEc:aaa:chaptr:1-3"]
    assert found["source"] == ["A Handbook, edition 2, volume 1, chapter 3, pages 41-60"]
    assert found["relation"] == ["Chapters", "RePEc:aaa:chaptr", "urn:isbn:9783161484100", "RePEc:aaa:ebooks:1"]
    assert found["contributor"] == ["van Example, Ada"]
    triples = graph([template])
    book, chapter = URIRef("oai:RePEc:aaa:ebooks:1"), URIRef("oai:RePEc:aaa:chaptr:1-3")
    assert {str(part) for part in triples.objects(chapter, DCTERMS.isPartOf)} == {str(book), "oai:RePEc:aaa:chaptr"}
    assert triples.value(book, DCTERMS.title) == Literal("A Handbook")
    assert {str(name) for name in triples.objects(book, DCTERMS.identifier)} == {
        "RePEc:aaa:ebooks:1", "urn:isbn:9783161484100",
    }  # fmt: skip
    editor = triples.value(book, DCTERMS.contributor)
    assert triples.value(editor, FOAF.familyName) == Literal("van Example")
    assert (chapter, DCTERMS.contributor, None) not in triples


def test_files_keep_what_is_said_of_them(fixtures: Path) -> None:
    triples = graph(items(fixtures / "types" / "items.redif"))
    file = URIRef("http://example.org/bocode/e/example.ado")
    assert triples.value(None, DCTERMS.hasFormat, file) == URIRef("oai:RePEc:aaa:bocode:s1")
    assert triples.value(file, DCTERMS.format) == Literal("text/plain")
    assert triples.value(file, DCTERMS.extent) == Literal("120 lines")
    assert triples.value(file, DCTERMS.description) == Literal("program code")


def test_rights_are_statements() -> None:
    triples = graph([template_of(f"{HEAD}1\nRestriction: For members.")])
    statement = triples.value(URIRef("oai:RePEc:aaa:wpaper:1"), DCTERMS.accessRights)
    assert triples.value(statement, RDF.type) == DCTERMS.RightsStatement
    assert triples.value(statement, RDFS.label) == Literal("For members.")


def test_numbers_that_are_none_are_kept_as_written() -> None:
    book = template_of(
        "Template-Type: ReDIF-Book 1.0\nHandle: RePEc:aaa:ebooks:1\nTitle: A\nISBN: 3-16-1484 (paper)\nDOI: 10.5555/a#b%c"
    )
    book.join({"series": {"issns": ["2373-8871", "ISSN 1234"]}})
    found = simple(book)
    assert found["identifier"] == ["RePEc:aaa:ebooks:1", "https://doi.org/10.5555/a%23b%25c", "ISBN 3-16-1484 (paper)"]
    assert found["relation"] == ["RePEc:aaa:ebooks", "urn:issn:2373-8871", "ISSN 1234"]


# ---------------------------------------------------------------------- the table of attributes

# Values of types of which not all texts are one; TOKEN is where the text that is looked for may stand.
VALUES = {
    "abstract": "TOKEN",
    "date": "2011-05-07",
    "url": "https://example.org/TOKEN",
    "doi": "10.5555/TOKEN",
    "email": "TOKEN@example.org",
    "jel": "F51",
    "langcode639_1": "de",
    "mime_type": "application/pdf",
    "documenthandle": "RePEc:zzz:zzzzzz:TOKEN",
    "institutionhandle": "RePEc:edi:zqzqzqz",
    "personhandle": "pzq77",
    "pubstat": "Published in TOKEN",
    "programming_language": "stata",
    "percentage": "63",
}
SPECIAL = {
    "Template-Type": "",
    "Handle": "RePEc:aaa:series:TOKEN",
    "Year": "2014",
    "Month": "2014-06",
}


class Line(NamedTuple):
    """A line of the table."""

    kinds: set[str]
    simple: str
    qualified: str
    remark: str


@pytest.fixture(scope="module")
def table() -> dict[str, Line]:
    found = {}
    for row in PAGE.read_text(encoding="utf-8").split("## Each attribute")[1].splitlines():
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if row.startswith("|") and cells[0] != "attribute" and not cells[0].startswith("---"):
            assert cells[0] not in found
            found[cells[0]] = Line(set(ITEM_KINDS.values() if cells[1] == "all" else cells[1].split(", ")), *cells[2:])
    return found


def leaves(group: Group, ahead: str = "") -> Iterator[tuple[str, str]]:
    """The full names of attributes that have values, with the types of these."""
    for attribute in group.attributes.values():
        if attribute.cluster:
            yield from leaves(Grammar.standard().clusters[attribute.cluster], f"{ahead}{attribute.name}-")
        else:
            yield ahead + attribute.name, attribute.type


ATTRIBUTES = [
    (kind, *leaf) for type_, kind in ITEM_KINDS.items() for leaf in leaves(Grammar.standard().templates[type_.lower()])
]


def test_the_table_has_every_attribute(table: dict[str, Line]) -> None:
    wanted: dict[str, set[str]] = {}
    for kind, name, _ in ATTRIBUTES:
        wanted.setdefault(name, set()).add(kind)
    assert {name: line.kinds for name, line in table.items()} == wanted
    assert all(line.remark for line in table.values() if "—" in (line.simple, line.qualified))


def sample(kind: str, name: str, type_: str) -> tuple[redif.Template, str]:
    """An item with one attribute, and what has to stand wherever that goes."""
    value = SPECIAL.get(name, VALUES.get(type_, "TOKEN")).replace("TOKEN", "zqtoken")
    lines = [f"Template-Type: ReDIF-{kind.title()} 1.0"]
    if name != "Handle":
        lines.append("Handle: RePEc:aaa:series:x")
    cluster = re.match("(Author|Editor)-(?:WorkPlace-)?|(?:Provider|Publisher|Sponsor|File)-", name)
    if name == "Month":
        lines += ["Year: 2014", "Month: June"]
    elif name.endswith(("Name-First", "Name-Last")):
        parts = [value, "Other"] if name.endswith("First") else ["Other", value]
        lines.append(f"{name.split('-')[0]}-Name: {' '.join(parts)}")
        lines += [f"{name.split('-')[0]}-{key}: {part}" for key, part in zip(("Name-First", "Name-Last"), parts, strict=True)]
    elif name == "Template-Type":
        value = dublin_core.TYPES[BibliographicItem(template_of("\n".join(lines)).data).kind].word
    else:
        if cluster and name not in ("File-URL", "Author-Name", "Editor-Name", cluster[0] + "Name"):
            lines += [f"{cluster[1]}-Name: Somebody"] if cluster[1] else []
            lines.append("File-URL: https://example.org/" if cluster[0] == "File-" else f"{cluster[0]}Name: Something")
        lines.append(f"{name}: {value}")
    return template_of("\n".join(lines)), value


@pytest.mark.parametrize(("kind", "name", "type_"), ATTRIBUTES)
def test_attributes_go_where_the_table_says(kind: str, name: str, type_: str, table: dict[str, Line]) -> None:
    template, value = sample(kind, name, type_)
    line = table[name]
    (record,) = read(written(WRITERS["oai_dc"].write, [template])).iter(f"{PMH}record")
    (description,) = read(written(WRITERS["dcterms"].write, [template]))
    for element, told in ((record, line.simple), (description, line.qualified)):
        found = {
            str(inner.tag).rpartition("}")[2]
            for inner in element.iter()
            if value in "\n".join([inner.text or "", *map(str, inner.attrib.values())])
        }
        if name == "Number" and kind == "article" and element is description:
            told = "—"  # as its remark says
        assert bool(found) == (told != "—"), (template.data, found)
        terms = set(re.findall(r"[A-Za-z]+", told.replace("rdf:about", "").replace("header:", ""))) | {"Description"}
        if name not in ("Template-Type", "Handle") and found:
            also = {"relation"} if kind == "software" else set()  # as the remark says
            # The citation tells again what has its own place; nodes have theirs under another name.
            assert found - also <= terms | {"bibliographicCitation", "label", "file"} | {"name", "familyName", "source"}


# ---------------------------------------------------------------------- any text

NASTY = st.text(
    st.one_of(
        st.characters(),  # surrogates and control characters among them
        st.sampled_from(
            "<>&\"']\r\n\t\0\x0b\x1f\x7f\x85\xa0\u2028\u202e\u05d0\ud800\udfff\ufeff\ufffe\uffff\U0001f600\U0010ffff"
        ),
    )
)
TEXT = st.one_of(NASTY, st.builds("{}]]>{}&amp;<!--{}<![CDATA[".format, NASTY, NASTY, NASTY))
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def held(values: Iterable[str]) -> list[str]:
    """Texts as XML can hold them, each with any white space as one blank."""
    kept = dict.fromkeys(value for value in values if value and not value.isspace())
    return [" ".join(FORBIDDEN.sub("\ufffd", value).split()) for value in kept]


@given(TEXT, TEXT, st.lists(TEXT), st.lists(TEXT), TEXT)
@example("", "", [], ["A;A"], "")
def test_any_text_is_read_back(title: str, abstract: str, keywords: list[str], names: list[str], note: str) -> None:
    template = template_of(f"{HEAD}1")
    fields = {"title": title, "abstract": abstract, "keywords": keywords, "note": note}
    template.data.update({**fields, "authors": [{"name": name} for name in names], "restriction": note})
    item = BibliographicItem(template.data)
    people = [name.inverted for person in each_person(template.data["authors"]) if (name := name_of(person)).full]
    wanted = {
        "title": held([item.title]),
        "creator": [" ".join(FORBIDDEN.sub("\ufffd", name).split()) for name in people],
        "description": held([abstract, note]),
        "subject": held(keywords),
        "rights": held([note]),
    }
    found = simple(template)
    assert {name: [" ".join(text.split()) for text in found.get(name, [])] for name in wanted} == wanted
    (description,) = read(written(WRITERS["dcterms"].write, [template]))
    assert [" ".join(text.split()) for text in texts(description, f"{TERMS}abstract")] == held([abstract])
    assert [" ".join(text.split()) for text in texts(description, f"{TERMS}subject")] == held(keywords)
    assert [" ".join(text.split()) for text in texts(description, "{http://xmlns.com/foaf/0.1/}name")] == wanted["creator"]


@given(TEXT, TEXT, TEXT)
def test_any_text_in_an_address_or_identifier_is_a_uri(url: str, doi: str, handle: str) -> None:
    template = template_of(f"{HEAD}1")
    template.data.update({"files": [{"url": url}], "doi": doi, "handle": f"RePEc:aaa:wpaper:{handle}"})
    (identifier,) = texts(read(written(WRITERS["oai_dc"].write, [template])), f"{PMH}identifier")
    found = [identifier, *(text for text in simple(template)["identifier"] if text.startswith("https://doi.org/"))]
    (description,) = read(written(WRITERS["dcterms"].write, [template]))
    found += [str(value) for element in description.iter() for name, value in element.items() if name != f"{RDF_NAME}datatype"]
    assert all(re.fullmatch(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*", uri) for uri in found)


# ---------------------------------------------------------------------- as it comes


@pytest.mark.parametrize("write", [WRITERS["oai_dc"].write, WRITERS["dcterms"].write])
def test_records_are_written_as_they_come(write: Write) -> None:
    """Before the next template is asked for, the last one is out, so none is kept."""
    out = io.BytesIO()
    (template,) = redif.parse(f"{HEAD}1\nAbstract: {'word ' * 50}").templates
    sizes = []

    def many() -> Iterator[redif.Template]:
        for _ in range(2_000):
            sizes.append(out.tell())
            yield template
            out.seek(0)
            out.truncate()

    write(many(), out, DEFAULT)
    assert len(sizes) == 2_000
    assert max(sizes) == 0
    assert out.tell() < 100


@pytest.mark.parametrize("write", [WRITERS["oai_dc"].write, WRITERS["dcterms"].write])
def test_what_was_written_is_there_before_the_end(write: Write) -> None:
    out = io.BytesIO()

    def some() -> Iterator[redif.Template]:
        for number in range(3):
            assert out.getvalue().count(b"oai:RePEc:aaa:wpaper:") >= number
            yield template_of(f"{HEAD}{number}")

    write(some(), out, DEFAULT)
    assert read(out.getvalue()) is not None


def test_others_than_items_are_refused() -> None:
    with pytest.raises(ValueError, match="is not a paper, article, book, chapter or software"):
        written(WRITERS["dcterms"].write, [template_of("Template-Type: ReDIF-Series 1.0\nHandle: RePEc:aaa:series")])


@pytest.mark.parametrize("to", ["oai_dc", "dcterms"])
def test_two_years_are_an_interval(to: str) -> None:
    text = "Template-Type: ReDIF-Article 1.0\nTitle: T\nYear: 2003/2004\nHandle: RePEc:aaa:journl:1\n"
    out = io.BytesIO()
    redif.write(redif.parse(text).templates, out, to)
    dates = {element.text for element in etree.fromstring(out.getvalue()).iter("{*}date", "{*}issued")}
    assert dates == {"2003/2004"}


def test_a_percent_sign_that_is_no_escape_is_one_in_an_address() -> None:
    text = "Template-Type: ReDIF-Paper 1.0\nTitle: T\nFile-URL: http://a.org/100%/%20?%zz\nHandle: RePEc:aaa:papers:1\n"
    out = io.BytesIO()
    redif.write(redif.parse(text).templates, out, "dcterms")
    assert b'rdf:about="http://a.org/100%25/%20?%25zz"' in out.getvalue()
