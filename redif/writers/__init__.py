"""Templates to output, one module a format; `WRITERS` has them by name.

A writer takes templates and a binary stream, and writes as it reads, so output of any size needs little memory. Each is loaded
when it is first used, with whatever libraries it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from redif.syntax.template import Template
    from redif.writers.options import WriterOptions

    Writer = Callable[[Iterable[Template], BinaryIO, WriterOptions], None]


class Format(NamedTuple):
    """A format that templates are written in.

    Attributes:
        module: the module of this package that writes it.
        about: what it is, in a few words.
        joined: whether it is at its best with what the series and people of an item say.
        items: whether it takes nothing but papers, articles, books, chapters and software.
    """

    module: str
    about: str
    joined: bool = False
    items: bool = False

    @property
    def write(self) -> Writer:
        """What writes it."""
        writer: Writer = import_module(f"{__name__}.{self.module}").write
        return writer


def _of_items(module: str, about: str) -> Format:
    return Format(module, about, joined=True, items=True)


WRITERS: Mapping[str, Format] = {
    "jsonl": Format("jsonl", "JSON, a record a line"),
    "json": Format("json", "JSON, one array"),
    "redif": Format("redif", "ReDIF in its canonical form"),
    "tree": Format("tree", "the attributes as ReDIF nests them, with what is wrong"),
    "citation": _of_items("citation", "the citation as IDEAS suggests it, an item a line"),
    "text": _of_items("text", "the citation and the abstract"),
    "bibtex": _of_items("bibtex", "BibTeX"),
    "biblatex": _of_items("biblatex", "BibTeX for biblatex and biber"),
    "ris": _of_items("ris", "RIS, for reference managers"),
    "csl-json": _of_items("csl_json", "CSL-JSON, for citation styles (Zotero, pandoc)"),
    "oai_dc": _of_items("oai_dc", "Dublin Core in a response of OAI-PMH, for harvesters"),
    "dcterms": _of_items("dcterms", "Dublin Core with qualified terms, as RDF/XML"),
    "mods": _of_items("mods", "MODS, for library catalogues"),
    "schema-org": _of_items("schema_org", "JSON-LD in the terms of schema.org, for search engines"),
    "csv": _of_items("csv", "a table, for spreadsheets"),
}
