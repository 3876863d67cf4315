"""JSON-LD of schema.org: that other readers of it find what was written, and that schema.org has all its words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, BNode, Graph, URIRef

import redif
from redif.bibliography import summaries as facts
from redif.bibliography.item import ITEM_KINDS, BibliographicItem
from redif.grammar import Grammar
from redif.writers import WRITERS
from support.items import NASTY, items, made_item
from support.paths import ROOT
from support.strategies import is_assigned

Node = dict[str, Any]

# schema.org's own context, as far as it matters here: these properties hold addresses. The real one is on the web.
ADDRESSES = ("sameAs", "url", "contentUrl", "inDefinedTermSet")
CONTEXT = {"@vocab": str(rdflib.SDO), **{name: {"@type": "@id"} for name in ADDRESSES}}

# The types that are written and what each has, as the pages of schema.org list it: what a type takes over from those above
# it stands with those. A property of another type would be well-formed, and mean nothing to anyone.
THING = {"name", "alternateName", "description", "identifier", "sameAs", "url"}
CREATIVE_WORK = THING | {
    "abstract", "author", "comment", "conditionsOfAccess", "creativeWorkStatus", "creditText", "dateCreated", "dateModified",
    "datePublished", "editor", "encoding", "hasPart", "inLanguage", "isBasedOn", "isPartOf", "keywords", "materialExtent",
    "offers", "position", "publisher", "text", "version", "workExample",
}  # fmt: skip
PAGES = {"pageStart", "pageEnd", "pagination"}
TERMS = {
    "ScholarlyArticle": CREATIVE_WORK | PAGES,
    "Report": CREATIVE_WORK | PAGES | {"reportNumber"},
    "Book": CREATIVE_WORK | {"bookEdition", "isbn"},
    "Chapter": CREATIVE_WORK | PAGES,
    "SoftwareSourceCode": CREATIVE_WORK | {"programmingLanguage"},
    "SoftwareApplication": CREATIVE_WORK | {"fileSize", "softwareRequirements"},
    "PublicationIssue": CREATIVE_WORK | PAGES | {"issueNumber"},
    "PublicationVolume": CREATIVE_WORK | PAGES | {"volumeNumber"},
    "Periodical": CREATIVE_WORK | {"issn"},
    "CreativeWorkSeries": CREATIVE_WORK | {"issn"},
    "MediaObject": CREATIVE_WORK | {"contentUrl", "contentSize", "encodingFormat"},
    "Comment": CREATIVE_WORK,
    "Person": THING | {"affiliation", "familyName", "givenName", "honorificSuffix"},
    "Organization": THING | {"address", "location"},
    "Offer": THING | {"price", "priceCurrency"},
    "DefinedTerm": THING | {"inDefinedTermSet", "termCode"},
    "DefinedTermSet": CREATIVE_WORK,
    "PropertyValue": THING | {"propertyID", "value"},
}


def written(templates: list[redif.Template]) -> bytes:
    out = io.BytesIO()
    WRITERS["schema-org"].write(templates, out)
    return out.getvalue()


def nodes(templates: list[redif.Template]) -> list[Node]:
    document = orjson.loads(written(templates))
    assert document.keys() == {"@context", "@graph"}
    assert document["@context"] == "https://schema.org"
    graph: list[Node] = document["@graph"]
    return graph


def node(text: str, joined: dict[str, Any] | None = None) -> Node:
    templates = redif.parse(text).templates
    templates[0].join(joined or {})
    return nodes(templates)[0]


def inner(value: Any) -> Iterator[Node]:
    """A node and all those within it."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from inner(part)


def types(node: Node) -> list[str]:
    held = node["@type"]
    return held if isinstance(held, list) else [held]


SEED = (
    b'{"@context":"https://schema.org","@graph":[\n'
    b'{"@type":"ScholarlyArticle","@id":"https://ideas.repec.org/a/taf/rcybxx/v6y2021i3p360-374.html",'
    b'"url":"https://ideas.repec.org/a/taf/rcybxx/v6y2021i3p360-374.html",'
    b'"identifier":[{"@type":"PropertyValue","propertyID":"RePEc","value":"RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374"},'
    b'{"@type":"PropertyValue","propertyID":"DOI","value":"10.1080/23738871.2021.2023603",'
    b'"url":"https://doi.org/10.1080/23738871.2021.2023603"}],"sameAs":"https://doi.org/10.1080/23738871.2021.2023603",'
    b'"name":"A multi-stakeholder foundation for peace in cyberspace",'
    b'"author":[{"@type":"Person","name":"Kaja Ciglic","givenName":"Kaja","familyName":"Ciglic"},'
    b'{"@type":"Person","name":"John Hering","givenName":"John","familyName":"Hering"}],'
    b'"isPartOf":{"@type":"PublicationIssue","issueNumber":"3","isPartOf":{"@type":"PublicationVolume","volumeNumber":"6",'
    b'"isPartOf":{"@type":"Periodical","@id":"https://ideas.repec.org/s/taf/rcybxx.html","name":"Journal of Cyber Policy",'
    b'"issn":["2373-8871"]}}},"pageStart":"360","pageEnd":"374","pagination":"360-374",'
    b'"publisher":[{"@type":"Organization","name":"Taylor & Francis Journals","url":"http://www.tandfonline.com/rcyb"}],'
    b'"datePublished":"2021-09","abstract":["The article follows the idea of multi-stakeholderism from the early days of '
    b"internet governance to today's efforts to keep the peace in cyberspace, in which states are no longer alone.\"],"
    b'"encoding":[{"@type":"MediaObject","contentUrl":"http://hdl.handle.net/10.1080/23738871.2021.2023603",'
    b'"conditionsOfAccess":"Access to full text is restricted to subscribers."}],'
    b'"conditionsOfAccess":["Access to full text is restricted to subscribers."],'
    b'"creditText":"Kaja Ciglic & John Hering, 2021. \\"A multi-stakeholder foundation for peace in cyberspace,\\" Journal of '
    b'Cyber Policy, Taylor & Francis Journals, vol. 6(3), pages 360-374, September."}\n'
    b"]}\n"
)


def test_the_seed(fixtures: Path) -> None:
    (item,) = redif.templates(fixtures / "taf" / "rcybxx" / "2021-3.redif")
    (series,) = redif.templates(fixtures / "taf" / "tafseri.redif")
    item.join({"series": facts.series(series.data)})
    assert written([item]) == SEED


def test_each_kind_has_what_only_it_has(fixtures: Path) -> None:
    paper, article, book, chapter, software = nodes(items(fixtures / "types" / "items.redif"))
    assert paper["@type"] == "Report"
    assert paper["reportNumber"] == "12"
    assert (paper["datePublished"], paper["dateCreated"], paper["dateModified"]) == ("2019-03-04", "2019-03-04", "2021")
    assert paper["isPartOf"] == {
        "@type": "CreativeWorkSeries", "@id": "https://ideas.repec.org/s/aaa/wpaper.html", "name": "Working Papers",
    }  # fmt: skip
    assert paper["author"][0] == {
        "@type": "Person", "@id": "https://ideas.repec.org/e/pex1.html", "name": "Ada Example", "givenName": "Ada",
        "familyName": "Example", "identifier": [{"@type": "PropertyValue", "propertyID": "RePEc", "value": "pex1"}],
        "url": "https://example.edu/~ada", "affiliation": paper["author"][0]["affiliation"],
    }  # fmt: skip
    assert [place["name"] for place in paper["author"][0]["affiliation"]] == [
        "Department of Economics, Example University", "Institute of Examples",
    ]  # fmt: skip
    assert paper["keywords"][3]["termCode"] == "D12"
    assert [file["description"] for file in paper["encoding"]] == ["Full text", "Replication files"]
    assert paper["workExample"][0]["@id"] == article["@id"]
    assert article["isBasedOn"][0]["@id"] == paper["@id"]
    assert book["@type"] == ["Book", "PublicationVolume"]
    assert (book["bookEdition"], book["volumeNumber"], book["isbn"]) == ("2", "1", ["978-3-16-148410-0"])
    assert [editor["name"] for editor in book["editor"]] == ["Ada Example"]
    assert [publisher["name"] for publisher in book["publisher"]] == ["Example Press", "Another Press"]
    assert book["hasPart"][0]["@id"] == chapter["@id"]
    assert chapter["isPartOf"]["@id"] == book["@id"]
    assert (chapter["isPartOf"]["name"], chapter["position"]) == ("A Handbook of Examples", "3")
    assert software["@type"] == ["SoftwareSourceCode", "SoftwareApplication"]
    assert (software["programmingLanguage"], software["version"]) == (["Stata", "C++"], "1.2")
    assert (software["softwareRequirements"], software["fileSize"]) == ("Stata version 17", "12 kB")


def test_what_the_catalogue_knows_is_taken_where_the_item_does_not_say_it() -> None:
    known = {
        "series": {
            "name": "Papers",
            "provider": "A House",
            "provider_homepage": "https://house.example",
            "issns": ["1234-5678"],
        },
        "persons": {"pab1": {"short_id": "pab1", "homepage": "https://b.example", "workplaces": ["A School"]}},
    }
    text = "Template-Type: ReDIF-Paper 1.0\nTitle: T\nAuthor-Name: Ann Bee\nAuthor-Person: pab1\nHandle: RePEc:aaa:papers:7\n"
    item = node(text, known)
    assert item["isPartOf"] == {
        "@type": "CreativeWorkSeries", "@id": "https://ideas.repec.org/s/aaa/papers.html", "name": "Papers", "issn": ["1234-5678"],
    }  # fmt: skip
    assert item["publisher"] == [{"@type": "Organization", "name": "A House", "url": "https://house.example"}]
    assert item["reportNumber"] == "7"
    (author,) = item["author"]
    assert author["url"] == "https://b.example"
    assert author["affiliation"] == [{"@type": "Organization", "name": "A School"}]


def test_a_body_is_an_organization_and_a_name_in_parts_a_person() -> None:
    text = (
        "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: World Bank\nAuthor-Name: van Gogh, Vincent\nAuthor-Name: Martin Luther King, Jr.\n"
        "Author-Email: mlk@example.org\nHandle: RePEc:aaa:papers:7\n"
    )
    body, painter, preacher = node(text)["author"]
    assert body == {"@type": "Organization", "name": "World Bank"}
    assert (painter["givenName"], painter["familyName"]) == ("Vincent", "van Gogh")
    assert preacher["honorificSuffix"] == "Jr."
    assert "mlk@example.org" not in str(preacher)


def test_a_whole_name_in_east_asian_script_is_that_of_a_person() -> None:
    text = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: 王小明\nAuthor-Name: 日本銀行\nHandle: RePEc:aaa:papers:7\n"
    assert node(text)["author"] == [{"@type": "Person", "name": "王小明"}, {"@type": "Organization", "name": "日本銀行"}]


def test_an_item_without_a_page_has_no_address() -> None:
    item = node("Template-Type: ReDIF-Paper 1.0\nTitle: T\nHandle: nonsense\n")
    assert "@id" not in item
    assert "url" not in item


def test_a_doi_with_odd_signs_leads_to_an_address() -> None:
    item = node("Template-Type: ReDIF-Paper 1.0\nDOI: 10.1002/(SICI)1099-1255(199701)12:1<1::AID-JAE425>3.0.CO;2-#\n")
    assert item["sameAs"] == "https://doi.org/10.1002/(SICI)1099-1255(199701)12:1%3C1::AID-JAE425%3E3.0.CO;2-%23"


def check_terms(graph: list[Node]) -> None:
    for part in inner(graph):
        allowed = set().union(*(TERMS[type_] for type_ in types(part)))
        names = {name for name in part if not name.startswith("@")}
        assert names <= allowed, part
        assert names or "@id" in part
        assert all(value not in ("", None, [], {}) for value in part.values()), part
        for name in [*names, *types(part)]:
            assert name in rdflib.SDO, name


def check_read(templates: list[redif.Template]) -> None:
    """Another reader finds the same items, titles and authors."""
    graph = nodes(templates)
    assert len(graph) == len(templates)
    read = Graph().parse(data=orjson.dumps({"@context": CONTEXT, "@graph": graph}), format="json-ld")
    found = set(read.subjects(rdflib.SDO.creditText))
    named = {item["@id"] for item in graph if "@id" in item}
    assert {str(subject) for subject in found if isinstance(subject, URIRef)} == named
    assert sum(isinstance(subject, BNode) for subject in found) == sum("@id" not in item for item in graph)
    for template, top in zip(templates, graph, strict=True):
        if "@id" in top:
            item, subject = BibliographicItem(template.data), URIRef(top["@id"])
            assert not item.title or item.title in map(str, read.objects(subject, rdflib.SDO.name))
            names = {str(read.value(author, rdflib.SDO.name)) for author in read.objects(subject, rdflib.SDO.author)}
            # One who wrote several items may be spelled in several ways, all of which the one node has then.
            spelled = {
                str(name)
                for author in read.objects(subject, rdflib.SDO.author)
                for name in read.objects(author, rdflib.SDO.name)
            }
            assert names <= spelled
            assert {name.full for name in item.authors} <= spelled
            assert all((subject, RDF.type, rdflib.SDO[type_]) in read for type_ in types(top))


def test_another_reader_finds_the_fixtures(fixtures: Path) -> None:
    templates = items(fixtures)
    check_terms(nodes(templates))
    check_read(templates)


def test_another_reader_finds_the_corpus(corpus: Path) -> None:
    templates = items(corpus)
    assert len(templates) == 2069
    check_terms(nodes(templates))
    check_read(templates)


FIELDS = (
    "title", "abstract", "note", "journal", "volume", "issue", "pages", "number", "doi", "length", "series", "restriction", "price",
    "order_url", "publication_status", "availability", "edition", "isbn", "book_title", "chapter", "requires", "version", "size",
    "classification_msc_2000",
)  # fmt: skip
ANY = st.lists(st.text(max_size=4).filter(is_assigned) | st.sampled_from(NASTY), max_size=6).map("".join)


@given(st.sampled_from(sorted(ITEM_KINDS)), st.dictionaries(st.sampled_from(FIELDS), ANY), ANY, ANY)
def test_any_text_reads_back(type_: str, texts: dict[str, str], name: str, keyword: str) -> None:
    template = made_item(type_, texts, name, keyword)
    out = written([template])
    assert b"<" not in out
    item, top = BibliographicItem(template.data), orjson.loads(out)["@graph"][0]
    check_terms([top])
    assert top.get("name", "") == item.title
    assert top.get("abstract", []) == ([texts["abstract"]] if texts.get("abstract") else [])
    assert [author["name"] for author in top.get("author", [])] == [author.full for author in item.authors]
    assert [word for word in top["keywords"] if isinstance(word, str)] == [keyword] if keyword else True
    held = {
        text
        for part in inner(top)
        for value in part.values()
        for text in (value if isinstance(value, list) else [value])
        if isinstance(text, str)
    }
    shown = {"note", "length", "restriction", "order_url", "availability"}
    shown |= {
        "ReDIF-Article 1.0": {"journal", "volume", "issue"},
        "ReDIF-Book 1.0": {"edition", "volume"},
    }.get(type_, set())
    assert {texts[field] for field in shown & texts.keys() if texts[field]} <= held
    assert set(item.statuses) <= held  # null is no status
    assert set(item.isbns if type_ == "ReDIF-Book 1.0" else ()) <= held
    assert {item.doi, item.pages if type_ == "ReDIF-Article 1.0" else ""} - {""} <= held


def test_an_item_is_written_before_the_next_is_read() -> None:
    out = io.BytesIO()

    def arriving() -> Iterator[redif.Template]:
        for number in range(3):
            assert out.getvalue().count(b'"Report"') == number
            yield from redif.parse(f"Template-Type: ReDIF-Paper 1.0\nTitle: T\nHandle: RePEc:aaa:papers:{number}\n").templates

    WRITERS["schema-org"].write(arriving(), out)
    assert len(orjson.loads(out.getvalue())["@graph"]) == 3


def test_no_items_are_an_empty_graph() -> None:
    assert nodes([]) == []


def test_what_is_no_item_is_refused() -> None:
    with pytest.raises(ValueError, match="ReDIF-Series"):
        written(redif.parse("Template-Type: ReDIF-Series 1.0\nHandle: RePEc:aaa:papers\n").templates)


def test_the_page_tells_of_every_attribute() -> None:
    page = (ROOT / "docs" / "schema-org.md").read_text(encoding="utf-8")
    told = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")][1:]
    grammar = Grammar.standard()
    there = {name for type_ in ITEM_KINDS for name in grammar.full_names(grammar.templates[type_.lower()])}
    assert len(told) == len(set(told))
    assert set(told) == there


@pytest.mark.parametrize(
    ("written", "offer"),
    [
        ("10 EUR", {"price": "10", "priceCurrency": "EUR"}),
        ("12,50 €", {"price": "12.50", "priceCurrency": "EUR"}),
        ("US$ 5.00", {"price": "5.00", "priceCurrency": "USD"}),
        ("£7", {"price": "7", "priceCurrency": "GBP"}),
        ("SEK 100,-", {"price": "100", "priceCurrency": "SEK"}),
        ("$12.50", {"price": "12.50", "description": ["$12.50"]}),
        ("CHF 1,200.00", {"price": "1200.00", "priceCurrency": "CHF"}),
        ("1.200,00 EUR", {"price": "1200.00", "priceCurrency": "EUR"}),
        ("2000 yen", {"price": "2000", "priceCurrency": "JPY"}),
        ("20 per", {"description": ["20 per"]}),
        ("15", {"price": "15"}),
        ("free", {"price": "0"}),
        ("10 EUR for members", {"description": ["10 EUR for members"]}),
        ("1,000", {"description": ["1,000"]}),
    ],
)
def test_a_price_is_a_number_and_a_currency(written: str, offer: dict[str, Any]) -> None:
    found = node(f"Template-Type: ReDIF-Paper 1.0\nTitle: T\nPrice: {written}\nHandle: RePEc:aaa:papers:1\n")
    assert found["offers"] == {"@type": "Offer", **offer}


@pytest.mark.parametrize("name", ["Order-URL", "File-URL"])
def test_an_address_has_no_percent_sign_but_of_an_escape(name: str) -> None:
    found = node(f"Template-Type: ReDIF-Paper 1.0\nTitle: T\n{name}: http://a.org/100%/%41\nHandle: RePEc:aaa:papers:1\n")
    (address,) = {file["contentUrl"] for file in found.get("encoding", ())} or {found["offers"]["url"]}
    assert address == "http://a.org/100%25/%41"
