"""redif reads ReDIF, the text format of RePEc, and gives typed records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from redif import models
    from redif.bibliography.addresses import econpapers_url, handle_from_url, ideas_url
    from redif.bibliography.citation import citation
    from redif.catalogue.catalogue import Catalogue
    from redif.checks.checker import check
    from redif.checks.settings import Settings, SettingsError
    from redif.findings.finding import Finding, Severity
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
        Organization,
        Paper,
        Person,
        Record,
        Series,
        Software,
    )  # fmt: skip
    from redif.reading.documents import Document, parse, read, templates
    from redif.syntax.template import Template
    from redif.writers.write import write

__all__ = [
    "Archive", "Article", "Book", "Catalogue", "Chapter", "Contributor", "Document", "File", "Finding", "Grammar",
    "GrammarError", "Handle", "Institution", "Organization", "Paper", "Person", "Record", "Series", "Settings",
    "SettingsError", "Severity", "Software", "Template", "check", "citation", "econpapers_url", "handle_from_url",
    "ideas_url", "models", "parse", "read", "templates", "write",
]  # fmt: skip

# Name to the module that has it. Loading the models takes a moment, so it waits until something is asked for.
_HOMES = {
    "Catalogue": "catalogue.catalogue",
    "citation": "bibliography.citation",
    "econpapers_url": "bibliography.addresses", "handle_from_url": "bibliography.addresses",
    "ideas_url": "bibliography.addresses",
    "Document": "reading.documents", "parse": "reading.documents", "read": "reading.documents",
    "templates": "reading.documents",
    "Finding": "findings.finding", "Severity": "findings.finding",
    "Grammar": "grammar", "GrammarError": "grammar",
    "Archive": "models", "Article": "models", "Book": "models", "Chapter": "models", "Contributor": "models",
    "File": "models", "Handle": "models", "Institution": "models", "Organization": "models", "Paper": "models",
    "Person": "models", "Record": "models", "Series": "models", "Software": "models", "models": "",
    "write": "writers.write",
    "Settings": "checks.settings", "SettingsError": "checks.settings",
    "Template": "syntax.template",
    "check": "checks.checker",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'redif' has no attribute {name!r}")
    if not _HOMES[name]:
        return import_module(f"redif.{name}")
    return getattr(import_module(f"redif.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
