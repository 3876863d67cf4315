"""What the constructors of records take, for type checkers; `validation` brings it into the shape of the fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Required, SupportsIndex, TypedDict

from redif.models.joined import Joined
from redif.models.parts import Contributor, File, Organization
from redif.models.source import Source

Number = SupportsIndex  # a whole number, also one of a library for numbers
Text = str | Number | None
Texts = str | Number | Iterable[str | Number] | None
Date = str | Number | date | None
Dates = str | Number | date | Iterable[str | Number | date] | None
People = str | Contributor | Iterable[str | Contributor | Mapping[str, Any]] | None
Organizations = str | Organization | Iterable[str | Organization | Mapping[str, Any]] | None
Files = str | File | Iterable[str | File | Mapping[str, Any]] | None
Named = Mapping[str, str | Iterable[str]] | None


class RecordInput(TypedDict, total=False):
    """What every record takes."""

    handle: str | None
    unknown: Named
    unparsed: Named
    further: Named
    extra: Named
    source: Source | None
    joined: Joined | None


class PlainRecordInput(RecordInput, total=False):
    """What a record of no known type takes."""

    template_type: Required[str]


class ClassifiedInput(RecordInput, total=False):
    """What a Classified takes."""

    classification_jel: Texts
    classification_acm_1964: Text
    classification_acm_1991: Text
    classification_acm_1998: Text
    classification_ila: Text
    classification_msc_1991: Text
    classification_msc_2000: Text


class ArchiveInput(ClassifiedInput, total=False):
    """What an Archive takes."""

    template_type: str
    name: Text
    url: Text
    homepage: Text
    description: Text
    maintainer_name: Text
    maintainer_email: Text
    maintainer_phone: Text
    maintainer_fax: Text
    notification: Text
    restriction: Text


class SeriesInput(ClassifiedInput, total=False):
    """What a Series takes."""

    template_type: str
    name: Text
    types: Texts
    description: Text
    issns: Texts
    providers: Organizations
    editors: People
    keywords: Texts
    keywords_attent: Texts
    maintainer_name: Text
    maintainer_email: Text
    maintainer_phone: Text
    maintainer_fax: Text
    order_email: Text
    order_homepage: Text
    order_postal: Text
    price: Text
    restriction: Text
    notification: Text
    followups: Texts
    predecessors: Texts
    provider_institutions: Texts


class MirrorInput(RecordInput, total=False):
    """What a Mirror takes."""

    template_type: str
    archive_handles: Texts
    description: Text
    directory: Text
    machine: Text
    user: Text
    group: Text
    location: Text
    maintainer_name: Text
    maintainer_email: Text
    maintainer_phone: Text
    maintainer_fax: Text
    archives_included: Texts
    archives_excluded: Texts
    series_included: Texts
    series_excluded: Texts
    redif_only: Text


class ItemInput(ClassifiedInput, total=False):
    """What an Item takes."""

    title: Text
    authors: People
    abstract: Text
    keywords: Texts
    files: Files
    note: Text
    article_handles: Texts
    book_handles: Texts
    chapter_handles: Texts
    paper_handles: Texts
    software_handles: Texts


class PublicationInput(ItemInput, total=False):
    """What a Publication takes."""

    languages: Texts
    contact_email: Text
    doi: Text
    keywords_attent: Texts
    publication_status: Text
    order_url: Text


class PaperInput(PublicationInput, total=False):
    """What a Paper takes."""

    template_type: str
    creation_date: Date
    number: Text
    revision_dates: Dates
    length: Text
    series: Text
    availability: Text
    restriction: Text
    price: Text
    notification: Text


class ArticleInput(PublicationInput, total=False):
    """What an Article takes."""

    template_type: str
    creation_date: Date
    number: Text
    journal: Text
    volume: Text
    issue: Text
    year: Text
    month: Text
    pages: Text
    restriction: Text
    price: Text
    notification: Text


class BookInput(PublicationInput, total=False):
    """What a Book takes."""

    template_type: str
    creation_date: Date
    number: Text
    editors: People
    providers: Organizations
    year: Text
    month: Text
    publication_date: Date
    volume: Text
    edition: Text
    series: Text
    isbn: Text
    has_chapters: Texts
    price: Text


class ChapterInput(PublicationInput, total=False):
    """What a Chapter takes."""

    template_type: str
    book_title: Text
    editors: People
    providers: Organizations
    year: Text
    month: Text
    pages: Text
    chapter: Text
    volume: Text
    edition: Text
    series: Text
    isbn: Text
    in_book: str | None


class SoftwareInput(ItemInput, total=False):
    """What a Software takes."""

    template_type: str
    creation_date: Date
    number: Text
    programming_languages: Texts
    version: Text
    size: Text
    requires: Text
    revision_dates: Dates
    series: Text
    length: Text
    price: Text
    contact_email: Text


class PersonInput(ClassifiedInput, total=False):
    """What a Person takes."""

    template_type: str
    name_full: Text
    name_first: Text
    name_middle: Text
    name_last: Text
    name_prefix: Text
    name_suffix: Text
    name_ascii: Text
    short_id: Text
    email: Text
    homepage: Text
    phone: Text
    fax: Text
    postal: Text
    workplaces: Organizations
    workplace_organizations: Texts
    author_papers: Texts
    author_articles: Texts
    author_books: Texts
    author_chapters: Texts
    author_software: Texts
    editor_books: Texts
    editor_series: Texts
    registered_date: Text
    last_login_date: Text
    deceased: Date


class InstitutionInput(RecordInput, total=False):
    """What an Institution takes."""

    template_type: str
    primary: Organizations
    secondary: Organizations
    tertiary: Organizations
    quaternary: Organizations
    primary_defunct: Text
    secondary_defunct: Text
    tertiary_defunct: Text
    quaternary_defunct: Text
