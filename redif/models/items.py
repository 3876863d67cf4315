"""Items: papers, articles, books, chapters, software."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from redif.models.fields import attribute, attributes
from redif.models.parts import Contributor, File, Organization
from redif.models.record import Classified
from redif.schema.values import Handle, Language, Pages, PartialDate

if TYPE_CHECKING:
    from typing import Unpack

    from redif.models.inputs import (
        ArticleInput,
        BookInput,
        ChapterInput,
        ItemInput,
        PaperInput,
        PublicationInput,
        SoftwareInput,
    )


class Item(Classified):
    """What papers, articles, books, chapters and software have in common."""

    title: str | None = attribute("Title")
    """The title."""
    authors: list[Contributor] = attributes("Author")
    """The authors, in order."""
    abstract: str | None = attribute("Abstract")
    """The abstract; one in a second language is under `further`."""
    keywords: list[str] = attributes("Keywords")
    """Keywords, one by one."""
    files: list[File] = attributes("File")
    """The files in which it is available."""
    note: str | None = attribute("Note")
    """Any other remarks."""
    article_handles: list[Handle] = attributes("Article-Handle")
    """Articles that are another version of this item."""
    book_handles: list[Handle] = attributes("Book-Handle")
    """Books that are another version of this item."""
    chapter_handles: list[Handle] = attributes("Chapter-Handle")
    """Chapters that are another version of this item."""
    paper_handles: list[Handle] = attributes("Paper-Handle")
    """Papers that are another version of this item."""
    software_handles: list[Handle] = attributes("Software-Handle")
    """Software that belongs to this item."""

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[ItemInput]) -> None: ...

        @property
        def year(self) -> int | None:
            """The year of publication: by Year, where the template type has it, else by the Creation-Date."""


class Publication(Item):
    """What papers, articles, books and chapters have in common."""

    languages: list[Language] = attributes("Language")
    """The languages it is written in."""
    contact_email: str | None = attribute("Contact-Email")
    """An address for questions about it."""
    doi: str | None = attribute("DOI")
    """Its Digital Object Identifier, bare: `10.1080/23738871.2021.2023603`."""
    keywords_attent: list[str] = attributes("Keywords-Attent")
    """Keywords of the Attent scheme, one by one."""
    publication_status: str | None = attribute("Publication-Status")
    """Where it was or will be published: a text that begins "Published" or "Forthcoming"."""
    order_url: str | None = attribute("Order-URL")
    """Where a printed copy can be ordered."""

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[PublicationInput]) -> None: ...


class Paper(Publication):
    """A working paper (ReDIF-Paper 1.0)."""

    template_type: Literal["ReDIF-Paper 1.0"] = "ReDIF-Paper 1.0"
    creation_date: PartialDate | None = attribute("Creation-Date")
    """When it was first made public."""
    number: str | None = attribute("Number")
    """Its number in the series."""
    revision_dates: list[PartialDate] = attributes("Revision-Date")
    """When it was revised."""
    length: str | None = attribute("Length")
    """How long it is, as written: "36 pages"."""
    series: str | None = attribute("Series")
    """The name of its series."""
    availability: str | None = attribute("Availability")
    """Whether it is available."""
    restriction: str | None = attribute("Restriction")
    """Who has access to it."""
    price: str | None = attribute("Price")
    """What a copy costs."""
    notification: str | None = attribute("Notification")
    """Who is to be notified when it changes."""

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[PaperInput]) -> None: ...

    @property
    def year(self) -> int | None:
        """The year of its Creation-Date; a paper has no Year."""
        return self.creation_date.year if self.creation_date else None


class Article(Publication):
    """An article in a journal (ReDIF-Article 1.0)."""

    template_type: Literal["ReDIF-Article 1.0"] = "ReDIF-Article 1.0"
    creation_date: PartialDate | None = attribute("Creation-Date")
    """When it was first made public."""
    number: str | None = attribute("Number")
    """Its number in the journal."""
    journal: str | None = attribute("Journal")
    """The journal's name."""
    volume: str | None = attribute("Volume")
    """The volume."""
    issue: str | None = attribute("Issue")
    """The issue."""
    year: int | None = attribute("Year")
    """The year of the issue; one that is not four digits is under `unparsed`."""
    month: str | None = attribute("Month")
    """The month or season of the issue, as written."""
    pages: Pages | None = attribute("Pages")
    """Its pages in the issue."""
    restriction: str | None = attribute("Restriction")
    """Who has access to it."""
    price: str | None = attribute("Price")
    """What a copy costs."""
    notification: str | None = attribute("Notification")
    """Who is to be notified when it changes."""

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[ArticleInput]) -> None: ...


class Book(Publication):
    """A book (ReDIF-Book 1.0)."""

    template_type: Literal["ReDIF-Book 1.0"] = "ReDIF-Book 1.0"
    creation_date: PartialDate | None = attribute("Creation-Date")
    """When it was first made public."""
    number: str | None = attribute("Number")
    """Its number in the series."""
    editors: list[Contributor] = attributes("Editor")
    """The editors, in order."""
    providers: list[Organization] = attributes("Provider")
    """Its publishers."""
    year: int | None = attribute("Year")
    """The year of publication; one that is not four digits is under `unparsed`."""
    month: str | None = attribute("Month")
    """The month of publication, as written."""
    publication_date: PartialDate | None = attribute("Publication-Date")
    """When it was published."""
    volume: str | None = attribute("Volume")
    """The volume, of a work in several."""
    edition: str | None = attribute("Edition")
    """The edition."""
    series: str | None = attribute("Series")
    """The name of its series."""
    isbn: str | None = attribute("ISBN")
    """Its International Standard Book Number, as written."""
    has_chapters: list[Handle] = attributes("HasChapter")
    """Its chapters in RePEc."""
    price: str | None = attribute("Price")
    """What a copy costs."""

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[BookInput]) -> None: ...


class Chapter(Publication):
    """A chapter of a book (ReDIF-Chapter 1.0)."""

    template_type: Literal["ReDIF-Chapter 1.0"] = "ReDIF-Chapter 1.0"
    book_title: str | None = attribute("Book-Title")
    """The title of the book."""
    editors: list[Contributor] = attributes("Editor")
    """The book's editors, in order."""
    providers: list[Organization] = attributes("Provider")
    """The book's publishers and sponsors."""
    year: int | None = attribute("Year")
    """The year of publication; one that is not four digits is under `unparsed`."""
    month: str | None = attribute("Month")
    """The month of publication, as written."""
    pages: Pages | None = attribute("Pages")
    """Its pages in the book."""
    chapter: str | None = attribute("Chapter")
    """The chapter's number."""
    volume: str | None = attribute("Volume")
    """The volume, of a work in several."""
    edition: str | None = attribute("Edition")
    """The book's edition."""
    series: str | None = attribute("Series")
    """The name of the book's series."""
    isbn: str | None = attribute("ISBN")
    """The book's International Standard Book Number, as written."""
    in_book: Handle | None = attribute("In-Book")
    """The book in RePEc."""

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[ChapterInput]) -> None: ...


class Software(Item):
    """A program (ReDIF-Software 1.0)."""

    template_type: Literal["ReDIF-Software 1.0"] = "ReDIF-Software 1.0"
    creation_date: PartialDate | None = attribute("Creation-Date")
    """When it was first made public."""
    number: str | None = attribute("Number")
    """Its number in the series."""
    programming_languages: list[str] = attributes("Programming-Language")
    """The languages it is written in."""
    version: str | None = attribute("Version")
    """Its version."""
    size: str | None = attribute("Size")
    """Its size, as written."""
    requires: str | None = attribute("Requires")
    """What it needs to run."""
    revision_dates: list[PartialDate] = attributes("Revision-Date")
    """When it was revised."""
    series: str | None = attribute("Series")
    """The name of its series."""
    length: str | None = attribute("Length")
    """How long it is, as written (deprecated)."""
    price: str | None = attribute("Price")
    """What a copy costs (deprecated)."""
    contact_email: str | None = attribute("Contact-Email")
    """An address for questions about it (deprecated)."""

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[SoftwareInput]) -> None: ...

    @property
    def year(self) -> int | None:
        """The year of its Creation-Date; a program has no Year."""
        return self.creation_date.year if self.creation_date else None
