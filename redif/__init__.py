"""redif reads ReDIF, the text format of RePEc, and gives typed records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from redif import models
    from redif.addresses import econpapers_url, handle_from_url, ideas_url
    from redif.catalogue import Catalogue
    from redif.checking import check
    from redif.citation import citation
    from redif.documents import Document, parse, read, templates
    from redif.findings import Finding, Severity
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
    from redif.records import write
    from redif.settings import Settings, SettingsError
    from redif.template import Template

__all__ = [
    "Archive", "Article", "Book", "Catalogue", "Chapter", "Contributor", "Document", "File", "Finding", "Grammar",
    "GrammarError", "Handle", "Institution", "Organization", "Paper", "Person", "Record", "Series", "Settings",
    "SettingsError", "Severity", "Software", "Template", "check", "citation", "econpapers_url", "handle_from_url",
    "ideas_url", "models", "parse", "read", "templates", "write",
]  # fmt: skip

# Name to the module that has it. Loading the models takes a moment, so it waits until something is asked for.
_HOMES = {
    "Catalogue": "catalogue",
    "citation": "citation",
    "econpapers_url": "addresses", "handle_from_url": "addresses", "ideas_url": "addresses",
    "Document": "documents", "parse": "documents", "read": "documents", "templates": "documents",
    "Finding": "findings", "Severity": "findings",
    "Grammar": "grammar", "GrammarError": "grammar",
    "Archive": "models", "Article": "models", "Book": "models", "Chapter": "models", "Contributor": "models",
    "File": "models", "Handle": "models", "Institution": "models", "Organization": "models", "Paper": "models",
    "Person": "models", "Record": "models", "Series": "models", "Software": "models", "models": "",
    "write": "records",
    "Settings": "settings", "SettingsError": "settings",
    "Template": "template",
    "check": "checking",
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
