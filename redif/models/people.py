"""People and institutions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from redif.models.fields import attribute, attributes
from redif.models.parts import Organization
from redif.models.record import Classified, Record
from redif.schema.values import Handle, PartialDate

if TYPE_CHECKING:
    from typing import Unpack

    from redif.models.inputs import InstitutionInput, PersonInput


class Person(Classified):
    """Someone registered with RePEc (ReDIF-Person 1.0)."""

    template_type: Literal["ReDIF-Person 1.0"] = "ReDIF-Person 1.0"
    name_full: str | None = attribute("Name-Full")
    """The full name."""
    name_first: str | None = attribute("Name-First")
    """The given name."""
    name_middle: str | None = attribute("Name-Middle")
    """The middle name."""
    name_last: str | None = attribute("Name-Last")
    """The family name."""
    name_prefix: str | None = attribute("Name-Prefix")
    """What comes before the name."""
    name_suffix: str | None = attribute("Name-Suffix")
    """What follows the name, such as "Jr."."""
    name_ascii: str | None = attribute("Name-ASCII")
    """The name in plain Latin letters."""
    short_id: str | None = attribute("Short-ID")
    """The person's short id in RePEc, such as `pba441`."""
    email: str | None = attribute("Email")
    """The e-mail address."""
    homepage: str | None = attribute("Homepage")
    """The address of the person's web page."""
    phone: str | None = attribute("Phone")
    """The telephone number."""
    fax: str | None = attribute("Fax")
    """The fax number."""
    postal: str | None = attribute("Postal")
    """The postal address."""
    workplaces: list[Organization] = attributes("WorkPlace")
    """Where the person works."""
    workplace_organizations: list[Handle] = attributes("WorkPlace-Organization")
    """Where the person works, by handle."""
    author_papers: list[Handle] = attributes("Author-Paper")
    """Papers by the person."""
    author_articles: list[Handle] = attributes("Author-Article")
    """Articles by the person."""
    author_books: list[Handle] = attributes("Author-Book")
    """Books by the person."""
    author_chapters: list[Handle] = attributes("Author-Chapter")
    """Chapters by the person."""
    author_software: list[Handle] = attributes("Author-Software")
    """Software by the person."""
    editor_books: list[Handle] = attributes("Editor-Book")
    """Books the person edited."""
    editor_series: list[Handle] = attributes("Editor-Series")
    """Series the person edits."""
    registered_date: str | None = attribute("Registered-Date")
    """When the person registered, as written."""
    last_login_date: str | None = attribute("Last-Login-Date")
    """When the person last logged in, as written."""
    deceased: PartialDate | None = attribute("Deceased")
    """When the person died."""

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[PersonInput]) -> None: ...


class Institution(Record):
    """An institution and its place in larger ones (ReDIF-Institution 1.0)."""

    template_type: Literal["ReDIF-Institution 1.0"] = "ReDIF-Institution 1.0"
    primary: list[Organization] = attributes("Primary")
    """The largest body, such as the university."""
    secondary: list[Organization] = attributes("Secondary")
    """The body within it, such as the faculty."""
    tertiary: list[Organization] = attributes("Tertiary")
    """The body within that, such as the department."""
    quaternary: list[Organization] = attributes("Quaternary")
    """The smallest body."""
    primary_defunct: str | None = attribute("Primary-Defunct")
    """Whether the largest body no longer exists."""
    secondary_defunct: str | None = attribute("Secondary-Defunct")
    """Whether the body within it no longer exists."""
    tertiary_defunct: str | None = attribute("Tertiary-Defunct")
    """Whether the body within that no longer exists."""
    quaternary_defunct: str | None = attribute("Quaternary-Defunct")
    """Whether the smallest body no longer exists."""

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[InstitutionInput]) -> None: ...

    @property
    def name(self) -> str | None:
        """The names of its levels from the largest to the smallest; None where it has none."""
        levels = (*self.primary, *self.secondary, *self.tertiary, *self.quaternary)
        return ", ".join(level.name for level in levels if level.name) or None
