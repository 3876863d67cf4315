"""redif reads ReDIF, the text format of RePEc, and gives typed records."""

from __future__ import annotations

from importlib import import_module

from redif.findings.version import __version__ as __version__

TYPE_CHECKING = False  # type checkers know it by its name; importing typing takes longer than all else here
if TYPE_CHECKING:
    from typing import Any

    from redif import models
    from redif.archiving.addition import Addition, RefusedError
    from redif.archiving.folder import ArchiveFolder
    from redif.archiving.registry import Registry
    from redif.bibliography.addresses import econpapers_url, handle_from_url, ideas_url
    from redif.bibliography.citation import citation
    from redif.catalogue.catalogue import Catalogue
    from redif.checks.checker import check
    from redif.checks.settings import Settings
    from redif.findings.errors import (
        FileError,
        InputTypeError,
        MissingFileError,
        MissingLibraryError,
        RedifError,
        RedifWarning,
        SettingsError,
        UnknownHandleError,
        UsageError,
    )
    from redif.findings.finding import Edit, Finding, Fix, Severity
    from redif.grammar import Grammar, GrammarError
    from redif.models import (
        Archive,
        Article,
        Book,
        Chapter,
        Contributor,
        File,
        Handle,
        Institution,
        Item,
        JelCode,
        Language,
        Mirror,
        Organization,
        Pages,
        Paper,
        PartialDate,
        Person,
        Record,
        RecordError,
        Series,
        Software,
    )
    from redif.reading.documents import Document, parse, read, templates
    from redif.selection.selection import select
    from redif.syntax.template import Template
    from redif.tables.batches import to_arrow
    from redif.tables.data_frames import to_pandas, to_polars
    from redif.works.duplicates import Duplicates, duplicates
    from redif.writers.options import WriterOptions
    from redif.writers.write import IncompleteRecordError, IncompleteRecordWarning, write

# Public names by the module that has them. They are loaded when they are first used: the models take a moment to load.
_PUBLIC = {
    "archiving.addition": "Addition RefusedError",
    "archiving.folder": "ArchiveFolder",
    "archiving.registry": "Registry",
    "bibliography.addresses": "econpapers_url handle_from_url ideas_url",
    "bibliography.citation": "citation",
    "catalogue.catalogue": "Catalogue",
    "checks.checker": "check",
    "checks.settings": "Settings",
    "findings.errors": (
        "FileError InputTypeError MissingFileError MissingLibraryError RedifError RedifWarning SettingsError "
        "UnknownHandleError UsageError"
    ),
    "findings.finding": "Edit Finding Fix Severity",
    "grammar": "Grammar GrammarError",
    "models": (
        "Archive Article Book Chapter Contributor File Handle Institution Item JelCode Language Mirror Organization Pages "
        "Paper PartialDate Person Record RecordError Series Software"
    ),
    "reading.documents": "Document parse read templates",
    "selection.selection": "select",
    "syntax.template": "Template",
    "tables.batches": "to_arrow",
    "tables.data_frames": "to_pandas to_polars",
    "works.duplicates": "Duplicates duplicates",
    "writers.options": "WriterOptions",
    "writers.write": "IncompleteRecordError IncompleteRecordWarning write",
}
_MODULES = {name: f"redif.{module}" for module, names in _PUBLIC.items() for name in names.split()}

__all__ = [
    "Addition", "Archive", "ArchiveFolder", "Article", "Book", "Catalogue", "Chapter", "Contributor", "Document", "Duplicates",
    "Edit", "File", "FileError", "Finding", "Fix", "Grammar", "GrammarError", "Handle", "IncompleteRecordError",
    "IncompleteRecordWarning", "InputTypeError", "Institution", "Item", "JelCode", "Language", "Mirror", "MissingFileError",
    "MissingLibraryError", "Organization", "Pages", "Paper", "PartialDate", "Person", "Record", "RecordError", "RedifError",
    "RedifWarning", "RefusedError", "Registry", "Series", "Settings", "SettingsError", "Severity", "Software", "Template",
    "UnknownHandleError", "UsageError", "WriterOptions", "check", "citation", "duplicates", "econpapers_url",
    "handle_from_url", "ideas_url", "models", "parse", "read", "select", "templates", "to_arrow", "to_pandas",
    "to_polars", "write",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name == "models":
        return import_module("redif.models")
    if name not in _MODULES:
        raise AttributeError(f"module 'redif' has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
