"""Qualified Dublin Core (DCMI Metadata Terms) as RDF/XML: each item is a description of the URI of its handle.

docs/dublin-core.md says where each attribute goes. Where a term requires a resource instead of a text (an agent, a statement
of rights), a node is made that has the text as its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from redif.bibliography.citation import cite_item
from redif.bibliography.item import BibliographicItem, Data, ItemKind
from redif.bibliography.names import name_of
from redif.syntax.template import Template
from redif.writers import dublin_core as dc
from redif.writers.frames import Frame
from redif.writers.options import WriterOptions
from redif.writers.xml import XmlDocument

_TERMS = "http://purl.org/dc/terms/"
_NAMESPACES = {
    "xmlns:rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmlns:rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xmlns:dcterms": _TERMS,
    "xmlns:foaf": "http://xmlns.com/foaf/0.1/",
}
_DATE = {"rdf:datatype": f"{_TERMS}W3CDTF"}
_URI = {"rdf:datatype": f"{_TERMS}URI"}
_LANGUAGE = {"rdf:datatype": f"{_TERMS}RFC5646"}
_TYPE = "http://purl.org/dc/dcmitype/"

# How items are related by the attributes that refer to them. A paper comes first; what it became is its version.
_RELATIONS: Mapping[str, str] = {
    "Paper-Handle": "isVersionOf",
    "Article-Handle": "hasVersion",
    "Book-Handle": "hasVersion",
    "Chapter-Handle": "hasVersion",
    "HasChapter": "hasPart",
}


def frame(_options: WriterOptions) -> Frame:
    """Return the element of an RDF document."""
    document = XmlDocument()
    document.start("rdf:RDF", _NAMESPACES)
    head = document.taken()
    document.close()
    return Frame(head, tail=document.taken())


def entries(templates: Iterable[Template], _options: WriterOptions) -> Iterator[bytes]:
    """Yield each item as a description."""
    document = XmlDocument()
    document.start("rdf:RDF", _NAMESPACES)
    document.taken()
    for template in templates:
        item = BibliographicItem(template.data)
        with document.within("rdf:Description", {"rdf:about": dc.item_uri(template, item)}):
            _Description(document, item).write()
        yield document.taken()


class _Description:
    """The description of one item."""

    def __init__(self, document: XmlDocument, item: BibliographicItem) -> None:
        self.document = document
        self.item = item

    def write(self) -> None:
        self.names()
        self.dates()
        self.content()
        self.identifiers()
        self.series()
        if self.item.kind is ItemKind.CHAPTER:
            self.book()
        self.relations()
        for file in self.item.files:
            self.file(file)

    def names(self) -> None:
        """Write titles, people, publishers and types."""
        title, *others = dc.titles(self.item) or [""]
        self.terms("title", dc.once(title))
        self.terms("alternative", others)
        self.people("creator", self.item.people("authors"))
        if self.item.kind is not ItemKind.CHAPTER:
            self.people("contributor", self.item.people("editors"))
        for publisher in dc.publishers(self.item):
            self.node("publisher", "foaf:Agent", "foaf:name", publisher)
        kind = dc.TYPES[self.item.kind]
        self.resource("type", _TYPE + kind.term)
        self.terms("type", [kind.word])

    def dates(self) -> None:
        """Write the dates of publication, creation and change."""
        item = self.item
        self.terms("issued", dc.once(dc.issued(item)), _DATE if item.issued else None)
        self.terms("created", dc.once(str(item.created or "")), _DATE)
        self.terms("modified", dc.once(*(item.data.get("revision_dates") or ())), _DATE)

    def content(self) -> None:
        """Write the content, the extent and the rights."""
        item = self.item
        self.terms("language", item.languages, _LANGUAGE)
        self.terms("abstract", dc.once(*item.abstracts))
        self.terms("description", dc.remarks(item))
        self.terms("subject", dc.subjects(item))
        self.terms("extent", dc.extents(item))
        self.terms("format", dc.once(*item.texts("programming_languages")))
        self.terms("requires", dc.once(*item.texts("requires", "Requires")))
        self.rights(dc.restrictions(item))

    def identifiers(self) -> None:
        """Write the identifiers and the citation."""
        item = self.item
        self.terms("identifier", dc.once(item.handle))
        self.terms("identifier", dc.doi_urls(item), _URI)
        if item.kind is not ItemKind.CHAPTER:
            self.names_as_identifiers(dc.isbn_names(item))
        self.terms("bibliographicCitation", [cite_item(item)])

    def series(self) -> None:
        """Write the series or journal it belongs to."""
        item = self.item
        name = item.journal if item.kind is ItemKind.ARTICLE else item.series
        handle, issns = item.series_handle, dc.issn_names(item)
        if not (name or handle or issns):
            return
        with self.document.within("dcterms:isPartOf"), self.document.within("rdf:Description", _about(handle)):
            self.terms("title", dc.once(name))
            self.terms("identifier", dc.once(handle))
            self.names_as_identifiers(issns)

    def book(self) -> None:
        """Write the book of a chapter, with its editors."""
        item = self.item
        handle, isbns, editors = item.text("in_book"), dc.isbn_names(item), item.people("editors")
        if not (item.book_title or handle or isbns or editors):
            return
        with self.document.within("dcterms:isPartOf"), self.document.within("rdf:Description", _about(handle)):
            self.terms("title", dc.once(item.book_title))
            self.people("contributor", editors)
            self.terms("identifier", dc.once(handle))
            self.names_as_identifiers(isbns)

    def relations(self) -> None:
        """Write the related items, and where copies can be ordered."""
        for reference in self.item.references:
            if reference.relation == "In-Book":
                continue  # `book` has written it
            # Software is not a version of the text that goes with it.
            term = "relation" if self.item.kind is ItemKind.SOFTWARE else _RELATIONS.get(reference.relation, "relation")
            self.resource(term, dc.handle_uri(reference.handle))
        for url in dc.ordering(self.item):
            self.resource("relation", url)

    def file(self, file: Data) -> None:
        """Write a file with what is known of it."""
        with (
            self.document.within("dcterms:hasFormat"),
            self.document.within("rdf:Description", {"rdf:about": dc.address(file["url"])}),
        ):
            self.terms("description", dc.once(file.get("function", "")))
            self.terms("format", dc.once(file.get("format", "")))
            self.terms("extent", dc.once(file.get("size", "")))
            self.rights(dc.once(file.get("restriction", "")))

    # ------------------------------------------------------------------ RDF

    def terms(self, term: str, texts: Iterable[str], attributes: Mapping[str, str] | None = None) -> None:
        """Write a term for each text."""
        for text in texts:
            self.document.element(f"dcterms:{term}", text, attributes)

    def names_as_identifiers(self, names: Iterable[str]) -> None:
        """Write ISBNs and ISSNs; invalid ones are not URIs."""
        for name in names:
            self.terms("identifier", [name], _URI if name.startswith("urn:") else None)

    def resource(self, term: str, uri: str) -> None:
        """Write a term whose value is another resource."""
        self.document.element(f"dcterms:{term}", attributes={"rdf:resource": uri})

    def node(self, term: str, kind: str, naming: str, name: str) -> None:
        """Write a term whose value is a resource of which only the name is known."""
        with self.document.within(f"dcterms:{term}"), self.document.within(kind):
            self.document.element(naming, name)

    def rights(self, statements: Iterable[str]) -> None:
        """Write statements of rights."""
        for statement in statements:
            self.node("accessRights", "dcterms:RightsStatement", "rdfs:label", statement)

    def people(self, term: str, people: Iterable[Data] | None) -> None:
        """Write people or corporate authors, in order; a registered person with the short id or handle."""
        for person in people or ():
            name = name_of(person)
            if not name.full:
                continue
            with self.document.within(f"dcterms:{term}"), self.document.within("foaf:Agent"):
                self.document.element("foaf:name", name.inverted)
                if not name.literal:
                    self.document.element("foaf:givenName", name.given)
                    self.document.element("foaf:familyName", " ".join(filter(None, (name.particle, name.family))))
                self.terms("identifier", dc.once(person.get("person", "")))


def _about(handle: str) -> dict[str, str]:
    """Return the attribute that says what a description is about; without a handle, the resource has no name."""
    return {"rdf:about": dc.handle_uri(handle)} if handle else {}
