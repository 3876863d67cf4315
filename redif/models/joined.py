"""What a catalogue adds to a record: summaries of the templates it belongs to or names."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from redif.schema.values import Handle


class Summary(BaseModel):
    """A summary of a template that a record refers to."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    handle: Handle
    """Its handle, as its own template spells it."""
    name: str | None = None
    """Its name; of an institution, those of its levels from the largest to the smallest."""


class SeriesSummary(Summary):
    """The series an item belongs to."""

    provider: str | None = None
    """The name of its publisher."""
    provider_homepage: str | None = None
    """The provider's web page."""
    types: list[str] = Field(default_factory=list)
    """What it holds: `ReDIF-Article`."""
    issns: list[str] = Field(default_factory=list)
    """Its ISSN, as written."""
    editors: list[str] = Field(default_factory=list)
    """The names of its editors."""
    maintainer_name: str | None = None
    """The name of its maintainer."""
    maintainer_email: str | None = None
    """The maintainer's e-mail address."""


class ArchiveSummary(Summary):
    """The archive a record belongs to."""

    url: str | None = None
    """Where its files are."""
    homepage: str | None = None
    """Its web page."""
    maintainer_name: str | None = None
    """The name of its maintainer."""
    maintainer_email: str | None = None
    """The maintainer's e-mail address."""


class PersonSummary(Summary):
    """A registered person whom a record names."""

    short_id: str | None = None
    """The person's short id, such as `pba441`."""
    homepage: str | None = None
    """The person's web page."""
    workplaces: list[str] = Field(default_factory=list)
    """The names of the person's workplaces, as given by the person."""


class InstitutionSummary(Summary):
    """An institution that a record names."""

    homepage: str | None = None
    """The web page of its smallest level that has one."""
    postal: str | None = None
    """The postal address of its smallest level that has one."""


class Version(BaseModel):
    """Another version of the same work, as far as titles and authors show that."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    handle: Handle
    """Its handle."""
    type: str
    """What it is: `paper`, `article`, `book` or `chapter`."""


class Joined(BaseModel):
    """Summaries of the templates that a record belongs to or names. None of this is in the record itself."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    series: SeriesSummary | None = None
    """The series it belongs to."""
    archive: ArchiveSummary | None = None
    """The archive it belongs to."""
    persons: dict[str, PersonSummary] = Field(default_factory=dict)
    """Registered people, by how the record refers to them: a short id or a handle."""
    institutions: dict[str, InstitutionSummary] = Field(default_factory=dict)
    """Institutions, by the handle in the record."""
    versions: list[Version] = Field(default_factory=list)
    """Other versions of the same work."""
