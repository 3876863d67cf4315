"""Input formats other than ReDIF, one module each: `IMPORTERS` has them by name.

An importer takes an `ImportSource` and yields an `ImportedItem` for each entry, as it reads. Each is loaded when it is first
used, with the library that knows its format; these libraries are installed with `redif[importers]`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any, BinaryIO, NamedTuple

from redif.findings.errors import (
    FileError,
    RedifError,
    UsageError,
    check_argument,
    check_callback,
    did_you_mean,
    shown,
)
from redif.findings.finding import OnFinding, ignore_finding
from redif.findings.library import library
from redif.source.files import STANDARD_INPUT, head_of, is_json
from redif.source.patterns import lazy
from redif.source.recognize import XML_COMMENT
from redif.syntax.splitter import Reader

if TYPE_CHECKING:
    from redif.importers.item import ImportedItem
    from redif.importers.source import ImportSource
    from redif.models import Record
    from redif.syntax.template import Template

    Items = Callable[[ImportSource], Iterator[ImportedItem]]


class ImportOptions(NamedTuple):
    """How other formats than ReDIF are read.

    Attributes:
        format: the name of the format; if empty, it is recognized by the name of the file, or by its beginning.
        columns: what the columns of a table mean, by their names, where these do not say so themselves.
    """

    format: str = ""
    columns: Mapping[str, str] = {}


DEFAULT = ImportOptions()


class Importer(NamedTuple):
    """A format that items are read from.

    Attributes:
        module: the module of this package that reads it.
        about: what it is, in a few words.
        endings: the extensions of its files.
        start: what its files begin with, after white space and comments; None where that does not show it.
        library: the library that reads it, where that is not always installed.
    """

    module: str
    about: str
    endings: tuple[str, ...] = ()
    start: re.Pattern[bytes] | None = None
    library: str = ""

    @property
    def items(self) -> Items:
        """The function that reads it.

        Raises:
            MissingLibraryError: its library is not installed.
        """
        if self.library:
            library(self.library, f"reading {self.about}", "importers")
        items: Items = import_module(f"{__name__}.{self.module}").items
        return items


def _start(pattern: bytes) -> re.Pattern[bytes]:
    return lazy(rb"(?:\xef\xbb\xbf)?\s*" + pattern, re.IGNORECASE | re.DOTALL)


def _xml(element: bytes) -> re.Pattern[bytes]:
    """Return what XML begins with whose outermost element has a name."""
    return _start(rb"(?:(?:<\?[^>]*>|<!DOCTYPE[^>]*>|" + XML_COMMENT + rb")\s*)*<" + element)


IMPORTERS: Mapping[str, Importer] = {
    "bibtex": Importer(
        "bibtex",
        "BibTeX and BibLaTeX",
        (".bib", ".bibtex"),
        _start(rb"(?:%[^\n]*\n\s*)*@\s*[a-z]+\s*[{(]"),
        "bibtexparser",
    ),
    "ris": Importer("ris", "RIS", (".ris",), _start(rb"TY  - "), "rispy"),
    "csl-json": Importer("csl_json", "CSL-JSON"),
    "crossref": Importer("crossref", "works in the JSON of Crossref"),
    "datacite": Importer("datacite", "works in the JSON of DataCite"),
    "oai_dc": Importer("oai_dc", "Dublin Core, as OAI-PMH has it", (), _xml(rb"(?:OAI-PMH|(?:[\w-]+:)?dc)\b"), "lxml.etree"),
    "mods": Importer("mods", "MODS", (".mods",), _xml(rb"(?:[\w-]+:)?mods(?:Collection)?\b"), "lxml.etree"),
    "csv": Importer("csv", "a table, comma-separated or the like", (".csv", ".tsv", ".tab")),
    "xlsx": Importer("xlsx", "a table of Excel (its first sheet)", (".xlsx", ".xlsm"), None, "openpyxl"),
}


def importer_named(name: str) -> Importer:
    """Return the importer of a format, whatever the letter case.

    Raises:
        UsageError: there is none.
    """
    found = IMPORTERS.get(_ALIASES.get(name.lower(), name.lower()))
    if found is None:
        hint = did_you_mean(name, IMPORTERS) or "."
        raise UsageError(f"redif does not read a format {shown(name)}{hint} It reads {', '.join(IMPORTERS)}.")
    return found


# Formats in JSON, which are told from each other by what each value has; those that are more particular come first.
IN_JSON = ("crossref", "datacite", "csl-json")
_ALIASES = {"biblatex": "bibtex", "tsv": "csv"}
_BY_ENDING = {ending: name for name, importer in IMPORTERS.items() for ending in importer.endings}


def item_in_json(value: Any, line: int, source: ImportSource) -> ImportedItem | None:
    """Return the item that a value in JSON describes in one of the formats `IN_JSON`; None where it is in none of them."""
    if not isinstance(value, dict) or "template_type" in value:
        return None
    for name in IN_JSON:
        module = import_module(f"{__name__}.{IMPORTERS[name].module}")
        if module.describes(value):
            item: ImportedItem = module.item_of(value, line, source)
            return item
    return None


def _items_in_json(source: ImportSource) -> Iterator[ImportedItem]:
    """Yield the items in a stream of JSON, each in any of the formats `IN_JSON`."""
    from redif.source.json_values import JsonValues  # needs orjson

    for line, value in JsonValues(source.stream, lambda line, why: source.unread(line, f"This is not JSON: {why}.")).values():
        item = item_in_json(value, line, source)
        if item is not None:
            yield item
        else:
            source.unread(line, f"This is not an item in any of the formats {', '.join(IN_JSON)}.")


def format_of(name: str, head: bytes = b"") -> str:
    """Return the format of a file by the extension of its name, or else by its first bytes; empty where neither shows one."""
    found = _BY_ENDING.get(os.path.splitext(name)[1].lower(), "")
    if found or not head:
        return found
    return next((name for name, importer in IMPORTERS.items() if importer.start and importer.start.match(head)), "")


def read(
    source: str | os.PathLike[str] | IO[bytes],
    format: str = "",  # noqa: A002 - the word that everybody uses
    *,
    on_finding: OnFinding | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Record]:
    """Return the records of the items in a file of another format.

    Args:
        source: a path, or a file open for reading bytes.
        format: the name of the format, such as `bibtex`; by default the extension of the file's name decides, or its beginning.
        on_finding: called with what cannot be read or has no place in ReDIF.
        columns: what the columns of a table mean, by their names, where these do not say so themselves.

    Raises:
        UsageError: there is no such format, or it is not known which one the file has.
        MissingLibraryError: the library that reads the format is not installed.
        FileError: the file cannot be read.
    """
    check_callback(on_finding, "on_finding")
    check_argument(format, str, "format takes the name of a format")
    if format:
        importer_named(format)
    return _read(source, ImportOptions(format, columns or {}), on_finding or ignore_finding)


def _read(source: Any, options: ImportOptions, on_finding: OnFinding) -> Iterator[Record]:
    is_path = isinstance(source, str | os.PathLike)
    name = str(os.fspath(source) if is_path else getattr(source, "name", STANDARD_INPUT))
    try:
        with open(source, "rb") if is_path else nullcontext(source) as stream:
            format_ = options.format or format_of(name, head_of(stream)) or ("json" if is_json(name, stream) else "")
            if not format_:
                raise UsageError(
                    f"{name} does not show which format it has; name it, such as redif.importers.read(path, 'bibtex')"
                )
            for template in imported_templates(stream, name, format_, Reader(), on_finding, options):
                yield template.record
    except RedifError:
        raise
    except OSError as error:
        raise FileError.of(error) from error


def imported_templates(
    stream: BinaryIO, name: str, format_: str, reader: Reader, on_finding: OnFinding, options: ImportOptions = DEFAULT
) -> Iterator[Template]:
    """Return a template over each item in a stream of another format; `name` is the name of its file.

    Raises:
        UsageError: there is no such format.
        MissingLibraryError: the library that reads the format is not installed.
    """
    from redif.importers.source import ImportSource  # with what is below it only needed for other formats than ReDIF
    from redif.syntax.records import template_of

    source = ImportSource(stream, name, on_finding, options.columns)
    items = _items_in_json(source) if format_ == "json" else importer_named(format_).items(source)
    for item in items:
        for attribute, text in item.placeholders:
            source.placeholder(item.line, attribute, text)
        yield template_of(item.data(), reader, name, item.line, is_elsewhere=True)
