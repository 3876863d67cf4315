"""Output formats, one module each: `WRITERS` has them by name, `ENDINGS` by the extension of a file's name.

A writer makes an entry of each template and says what is around the entries. It writes as it reads, so output of any size needs
little memory. Each is loaded when it is first used, with whatever libraries it needs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from redif.findings.errors import InputTypeError, UsageError, check_argument, did_you_mean, shown
from redif.writers.options import DEFAULT, KEY_STYLES, WriterOptions

if TYPE_CHECKING:
    from redif.syntax.template import Template
    from redif.writers.frames import Frame


class Format(NamedTuple):
    """A format that templates are written in.

    Attributes:
        module: the module of this package that writes it.
        about: what it is, in a few words.
        joined: whether it is better with what a catalogue knows of an item's series and people.
        items: whether it takes nothing but papers, articles, books, chapters and software.
        options: the fields of `WriterOptions` that it looks at.
    """

    module: str
    about: str
    joined: bool = False
    items: bool = False
    options: tuple[str, ...] = ()

    def write(self, templates: Iterable[Template], out: BinaryIO, options: WriterOptions = DEFAULT) -> None:
        """Write templates."""
        self.frame(options).write(self.entries(templates, options), out)

    def entries(self, templates: Iterable[Template], options: WriterOptions) -> Iterator[Any]:
        """Return an entry for each template, which the frame can write."""
        found: Iterator[Any] = self.load().entries(templates, options)
        return found

    def frame(self, options: WriterOptions) -> Frame:
        """Return what is around the entries.

        Raises:
            UsageError: an option has a value that does not exist.
        """
        found: Frame = self.load().frame(options)
        return found

    def load(self) -> Any:
        """Return the module that writes it, with its functions `entries` and `frame`."""
        return import_module(f"{__name__}.{self.module}")


def _of_items(module: str, about: str, options: tuple[str, ...] = ()) -> Format:
    return Format(module, about, joined=True, items=True, options=options)


WRITERS: Mapping[str, Format] = {
    "jsonl": Format("jsonl", "JSON, a record a line"),
    "json": Format("json", "JSON, one array"),
    "redif": Format("redif", "ReDIF in its canonical form"),
    "tree": Format("tree", "the attributes as ReDIF nests them, with what is wrong"),
    "citation": _of_items("citation", "the citation as IDEAS suggests it, an item a line"),
    "text": _of_items("text", "the citation and the abstract"),
    "html": _of_items("html", "a web page with the citations and abstracts"),
    "bibtex": _of_items("bibtex", "BibTeX", ("key", "ascii")),
    "biblatex": _of_items("biblatex", "BibTeX for biblatex and biber", ("key", "ascii")),
    "ris": _of_items("ris", "RIS, for reference managers"),
    "csl-json": _of_items("csl_json", "CSL-JSON, for citation styles (Zotero, pandoc)"),
    "oai_dc": _of_items("oai_dc", "Dublin Core in a response of OAI-PMH, for harvesters"),
    "dcterms": _of_items("dcterms", "Dublin Core with qualified terms, as RDF/XML"),
    "mods": _of_items("mods", "MODS, for library catalogues"),
    "schema-org": _of_items("schema_org", "JSON-LD in the terms of schema.org, for search engines"),
    "csv": _of_items("csv", "a table, for spreadsheets", ("columns",)),
}

# Endings of file names, in lowercase, to formats. An `.xml` file could hold any of several, so it has to be said which.
ENDINGS: Mapping[str, str] = {
    ".bib": "bibtex",
    ".ris": "ris",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".redif": "redif",
    ".rdf": "redif",
    ".jsonld": "schema-org",
    ".html": "html",
    ".htm": "html",
}
XML_FORMATS = ("mods", "oai_dc", "dcterms")


class FileType(NamedTuple):
    """The extension of the files of a format where nothing else names them, and their media type."""

    extension: str
    media_type: str


_TEXT = FileType(".txt", "text/plain")
_FILE_TYPES: Mapping[str, FileType] = {
    "jsonl": FileType(".jsonl", "application/jsonl"),
    "json": FileType(".json", "application/json"),
    "redif": FileType(".redif", "text/x-redif"),
    "tree": FileType(".jsonl", "application/jsonl"),
    "html": FileType(".html", "text/html"),
    "bibtex": FileType(".bib", "application/x-bibtex"),
    "biblatex": FileType(".bib", "application/x-bibtex"),
    "ris": FileType(".ris", "application/x-research-info-systems"),
    "csl-json": FileType(".json", "application/vnd.citationstyles.csl+json"),
    "oai_dc": FileType(".xml", "application/xml"),
    "dcterms": FileType(".xml", "application/rdf+xml"),
    "mods": FileType(".xml", "application/mods+xml"),
    "schema-org": FileType(".jsonld", "application/ld+json"),
    "csv": FileType(".csv", "text/csv"),
}


def file_type(name: str) -> FileType:
    """Return the extension and the media type of a format's files: those of text, where it has none of its own."""
    return _FILE_TYPES.get(name.lower(), _TEXT)


def format_named(name: str) -> Format:
    """Return the format with a name, whatever the letter case.

    Raises:
        UsageError: there is no such format.
    """
    found = WRITERS.get(name.lower()) if isinstance(name, str) else None
    if found is None:
        raise UsageError(
            f"there is no format {shown(name)}{did_you_mean(str(name), WRITERS) or '.'} The formats are {', '.join(WRITERS)}."
        )
    return found


def format_of(path: str | os.PathLike[str]) -> str | None:
    """Return the name of the format for a file's extension; None if there is none for it.

    Raises:
        UsageError: the ending is `.xml`, which several formats have.
    """
    ending = os.path.splitext(os.fspath(path))[1].lower()
    if ending == ".xml":
        raise UsageError(f"{os.fspath(path)} could hold any of {', '.join(XML_FORMATS)}; say which of these formats you want")
    return ENDINGS.get(ending)


def refuse_options(to: str, options: WriterOptions) -> None:
    """Check that options apply to a format and have values that exist.

    Raises:
        UsageError: they do not; the message says for which formats an option is.
    """
    check_argument(options, WriterOptions, "options takes redif.WriterOptions(...)")
    columns: object = options.columns
    if not isinstance(columns, tuple | list) or not all(isinstance(name, str) for name in columns):
        raise InputTypeError(f"columns takes a tuple of names, not {shown(columns)}")
    for name, default in options._field_defaults.items():
        value = getattr(options, name)
        if value != default and name not in WRITERS[to].options:
            takers = " and ".join(other for other, format_ in WRITERS.items() if name in format_.options)
            raise UsageError(f"the option {name} is for {takers}; it does nothing for {to}")
    if options.key not in KEY_STYLES:
        raise UsageError(f"the key of an entry is {' or '.join(map(repr, KEY_STYLES))}, not {shown(options.key)}")
