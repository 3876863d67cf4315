"""Typed records: one model for each type of template, their clusters, and values with parts."""

from __future__ import annotations

from redif.models.collections import Archive, Mirror, Series
from redif.models.items import Article, Book, Chapter, Item, Paper, Publication, Software
from redif.models.joined import ArchiveSummary, InstitutionSummary, Joined, PersonSummary, SeriesSummary, Version
from redif.models.parts import Contributor, File, Organization, Part
from redif.models.people import Institution, Person
from redif.models.record import MODELS, Classified, Record, record_of
from redif.models.source import Source
from redif.models.validation import Origin, RecordError
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
    "Origin",
    "Pages",
    "Paper",
    "Part",
    "PartialDate",
    "Person",
    "PersonSummary",
    "Publication",
    "Record",
    "RecordError",
    "Series",
    "SeriesSummary",
    "Software",
    "Source",
    "Version",
    "record_of",
]  # fmt: skip
