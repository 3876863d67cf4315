"""Qualified Dublin Core (DCMI Metadata Terms) as RDF/XML: each item is a description of the URI of its handle.

Which attribute goes where is told in docs/dublin-core.md. Where the terms want a thing and no text (an agent, a statement
of rights), there is a node that has the text as its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import BinaryIO

from redif.bibliography.citation import cite_item
from redif.bibliography.item import BibliographicItem, Data, ItemKind
from redif.bibliography.names import name_of
from redif.syntax.template import Template
from redif.writers import dublin_core as dc
from redif.writers.options import DEFAULT, WriterOptions
from redif.writers.xml import Sheet

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

# How the items stand to each other to which attributes refer. A paper comes first, and what it became is its version.
_RELATIONS: Mapping[str, str] = {
    "Paper-Handle": "isVersionOf",
    "Article-Handle": "hasVersion",
    "Book-Handle": "hasVersion",
    "Chapter-Handle": "hasVersion",
    "HasChapter": "hasPart",
}


def write(templates: Iterable[Template], out: BinaryIO, _options: WriterOptions = DEFAULT) -> None:
    """Write each item as a description; where there is none, the document holds none."""
    sheet = Sheet(out)
    sheet.start("rdf:RDF", _NAMESPACES)
    for template in templates:
        item = BibliographicItem(template.data)
        with sheet.within("rdf:Description", {"rdf:about": dc.item_uri(template, item)}):
            _Description(sheet, item).write()
        sheet.flush()
    sheet.close()


class _Description:
    """The description of one item."""

    def __init__(self, sheet: Sheet, item: BibliographicItem) -> None:
        self.sheet = sheet
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
        """What it is called, who made it, and what it is."""
        title, *others = dc.titles(self.item) or [""]
        self.terms("title", dc.once(title))
        self.terms("alternative", others)
        self.people("creator", self.item.data.get("authors"))
        if self.item.kind is not ItemKind.CHAPTER:
            self.people("contributor", self.item.data.get("editors"))
        for publisher in dc.publishers(self.item):
            self.node("publisher", "foaf:Agent", "foaf:name", publisher)
        kind = dc.TYPES[self.item.kind]
        self.resource("type", _TYPE + kind.term)
        self.terms("type", [kind.word])

    def dates(self) -> None:
        """When it was published, made and changed, as far as that is known."""
        item = self.item
        self.terms("issued", dc.once(str(item.issued or item.year_text)), _DATE if item.issued else None)
        self.terms("created", dc.once(str(item.created or "")), _DATE)
        self.terms("modified", dc.once(*(item.data.get("revision_dates") or ())), _DATE)

    def content(self) -> None:
        """What it is about, how long it is, and who may have it."""
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
        """By what it is found."""
        item = self.item
        self.terms("identifier", dc.once(item.handle))
        self.terms("identifier", dc.doi_urls(item), _URI)
        if item.kind is not ItemKind.CHAPTER:
            self.names_as_identifiers(dc.isbn_names(item))
        self.terms("bibliographicCitation", [cite_item(item)])

    def series(self) -> None:
        """The series or journal it belongs to."""
        item = self.item
        name = item.journal if item.kind is ItemKind.ARTICLE else item.series
        handle, issns = dc.series_handle(item), dc.issn_names(item)
        if not (name or handle or issns):
            return
        with self.sheet.within("dcterms:isPartOf"), self.sheet.within("rdf:Description", _about(handle)):
            self.terms("title", dc.once(name))
            self.terms("identifier", dc.once(handle))
            self.names_as_identifiers(issns)

    def book(self) -> None:
        """The book of a chapter, with its editors."""
        item = self.item
        handle, isbns, editors = item.text("in_book"), dc.isbn_names(item), item.data.get("editors")
        if not (item.book_title or handle or isbns or editors):
            return
        with self.sheet.within("dcterms:isPartOf"), self.sheet.within("rdf:Description", _about(handle)):
            self.terms("title", dc.once(item.book_title))
            self.people("contributor", editors)
            self.terms("identifier", dc.once(handle))
            self.names_as_identifiers(isbns)

    def relations(self) -> None:
        """Other items, and where copies can be ordered."""
        for reference in self.item.references:
            if reference.relation == "In-Book":
                continue  # the book was told of
            # Software is no version of the text that goes with it.
            term = "relation" if self.item.kind is ItemKind.SOFTWARE else _RELATIONS.get(reference.relation, "relation")
            self.resource(term, dc.handle_uri(reference.handle))
        for url in dc.ordering(self.item):
            self.resource("relation", url)

    def file(self, file: Data) -> None:
        """A file, with all that is said of it."""
        with (
            self.sheet.within("dcterms:hasFormat"),
            self.sheet.within("rdf:Description", {"rdf:about": dc.address(file["url"])}),
        ):
            self.terms("description", dc.once(file.get("function", "")))
            self.terms("format", dc.once(file.get("format", "")))
            self.terms("extent", dc.once(file.get("size", "")))
            self.rights(dc.once(file.get("restriction", "")))

    # ------------------------------------------------------------------ in RDF

    def terms(self, term: str, texts: Iterable[str], attributes: Mapping[str, str] | None = None) -> None:
        """A term with each of some texts."""
        for text in texts:
            self.sheet.element(f"dcterms:{term}", text, attributes)

    def names_as_identifiers(self, names: Iterable[str]) -> None:
        """ISBN and ISSN; those that are none are no URI."""
        for name in names:
            self.terms("identifier", [name], _URI if name.startswith("urn:") else None)

    def resource(self, term: str, uri: str) -> None:
        """A term that leads to another thing."""
        self.sheet.element(f"dcterms:{term}", attributes={"rdf:resource": uri})

    def node(self, term: str, kind: str, naming: str, name: str) -> None:
        """A term with a thing of which only the name is known."""
        with self.sheet.within(f"dcterms:{term}"), self.sheet.within(kind):
            self.sheet.element(naming, name)

    def rights(self, statements: Iterable[str]) -> None:
        """Who may have it."""
        for statement in statements:
            self.node("accessRights", "dcterms:RightsStatement", "rdfs:label", statement)

    def people(self, term: str, people: Iterable[Data] | None) -> None:
        """People or bodies, in order; a registered person with the short id or handle."""
        for person in people or ():
            name = name_of(person)
            if not name.full:
                continue
            with self.sheet.within(f"dcterms:{term}"), self.sheet.within("foaf:Agent"):
                self.sheet.element("foaf:name", name.inverted)
                if not name.literal:
                    self.sheet.element("foaf:givenName", name.given)
                    self.sheet.element("foaf:familyName", " ".join(filter(None, (name.particle, name.family))))
                self.terms("identifier", dc.once(person.get("person", "")))


def _about(handle: str) -> dict[str, str]:
    """Of what a description is; where there is no handle, of something without a name."""
    return {"rdf:about": dc.handle_uri(handle)} if handle else {}
