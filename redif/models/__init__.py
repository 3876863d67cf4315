"""Typed records: one model for each type of template, their clusters, and values with parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from redif.models.collections import Archive, Mirror, Series
from redif.models.items import Article, Book, Chapter, Item, Paper, Publication, Software
from redif.models.joined import ArchiveSummary, InstitutionSummary, Joined, PersonSummary, SeriesSummary
from redif.models.parts import Classified, Contributor, File, Organization, Part, Record, Source
from redif.models.people import Institution, Person
from redif.models.validation import READ
from redif.schema.values import Handle, HandleKind, JelCode, Language, Pages, PartialDate

__all__ = [
    "MODELS",
    "Archive",
    "ArchiveSummary",
    "Article",
    "Book",
    "Chapter",
    "Classified",
    "Contributor",
    "File",
    "Handle",
    "HandleKind",
    "Institution",
    "InstitutionSummary",
    "Item",
    "JelCode",
    "Joined",
    "Language",
    "Mirror",
    "Organization",
    "Pages",
    "Paper",
    "Part",
    "PartialDate",
    "Person",
    "PersonSummary",
    "Publication",
    "Record",
    "Series",
    "SeriesSummary",
    "Software",
    "Source",
    "record_of",
]  # fmt: skip

# Template type in small letters to the model of its records. A template of any other type is a plain Record.
MODELS: Mapping[str, type[Record]] = {
    get_args(model.model_fields["template_type"].annotation)[0].lower(): model
    for model in (Archive, Series, Paper, Article, Book, Chapter, Software, Person, Institution, Mirror)
}


def record_of(data: Mapping[str, Any]) -> Record:
    """The record, typed by the model of its template type, of plain data that was read from a file."""
    return MODELS.get(str(data.get("template_type", "")).lower(), Record).model_validate(data, context=READ)
