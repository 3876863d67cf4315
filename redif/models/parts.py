"""What records are made of: the base of all, and the clusters (people, organizations, files)."""

from __future__ import annotations

from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    field_validator,
    model_serializer,
)

from redif.models.fields import attribute, attributes
from redif.models.joined import Joined
from redif.models.validation import READ, fitted
from redif.schema.values import Handle, JelCode


class Part(BaseModel):
    """A record or a cluster: fields for the attributes ReDIF has, and places for everything else that stood there."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    unparsed: dict[str, list[str]] = Field(default_factory=dict)
    """Values that their type refuses, by full attribute name: `{"Creation-Date": ["spring 2001"]}`."""
    further: dict[str, list[str]] = Field(default_factory=dict)
    """Second and later values of attributes that a field holds one of, by full attribute name."""
    extra: dict[str, list[Any]] = Field(default_factory=dict)
    """Private attributes (`X-...`), and those of a specification of one's own, by full attribute name."""

    @field_validator("*", mode="after")
    @classmethod
    def _fits(cls, value: Any, info: ValidationInfo) -> Any:
        """Hold what a program gives to the grammar."""
        if info.context is READ or info.field_name is None:
            return value
        return fitted(cls, info.field_name, value)

    def __repr_args__(self) -> list[tuple[str | None, Any]]:
        """Show only the fields that hold something."""
        return [(name, value) for name, value in super().__repr_args__() if value not in (None, [], {})]


class Organization(Part):
    """An organization: a provider, a workplace, a level of an institution (organization cluster)."""

    name: str | None = attribute("Name")
    """Its name in its own language."""
    name_english: str | None = attribute("Name-English")
    """Its name in English."""
    homepage: str | None = attribute("Homepage")
    """The address of its web page."""
    postal: str | None = attribute("Postal")
    """Its postal address."""
    location: str | None = attribute("Location")
    """The place where it is."""
    email: str | None = attribute("Email")
    """Its e-mail address."""
    phone: str | None = attribute("Phone")
    """Its telephone number."""
    fax: str | None = attribute("Fax")
    """Its fax number."""
    share: int | None = attribute("Share")
    """The part of a person's time that belongs to it, in percent."""
    institution: Handle | None = attribute("Institution")
    """The handle of the institution in RePEc (`RePEc:edi:...`)."""


class Contributor(Part):
    """An author or editor as an item names them (person cluster)."""

    name: str | None = attribute("Name")
    """The full name, in either order."""
    name_first: str | None = attribute("Name-First")
    """The given name."""
    name_last: str | None = attribute("Name-Last")
    """The family name."""
    homepage: str | None = attribute("Homepage")
    """The address of the person's web page."""
    workplaces: list[Organization] = attributes("WorkPlace")
    """Where the person works."""
    email: str | None = attribute("Email")
    """The person's e-mail address."""
    phone: str | None = attribute("Phone")
    """The person's telephone number."""
    fax: str | None = attribute("Fax")
    """The person's fax number."""
    postal: str | None = attribute("Postal")
    """The person's postal address."""
    person: Handle | None = attribute("Person")
    """The person in RePEc: a short id (`pba441`) or a person's handle."""


class File(Part):
    """A file with the text of an item, or a part of it (file cluster)."""

    url: str | None = attribute("URL")
    """Where to get it."""
    format: str | None = attribute("Format")
    """Its media type, such as `application/pdf`."""
    function: str | None = attribute("Function")
    """What it is for, such as "Full text" or "help file"."""
    size: str | None = attribute("Size")
    """Its size, as written."""
    restriction: str | None = attribute("Restriction")
    """Who may get it, such as "Access to full text is restricted to subscribers."."""


class Source(BaseModel):
    """Where a record was read from."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    file: str
    """The file; `-` for standard input."""
    line: int
    """The line of its Template-Type, from 1."""


class Record(Part):
    """A template of any kind, read."""

    template_type: str
    """The type of template, spelled as ReDIF has it: `ReDIF-Paper 1.0`."""
    handle: Handle | None = attribute("Handle")
    """Its name in RePEc."""
    unknown: dict[str, list[str]] = Field(default_factory=dict)
    """Attributes that ReDIF does not have, or not there, by name as written."""
    source: Source | None = None
    """Where it was read from."""
    joined: Joined | None = None
    """What a catalogue has added to it."""

    @model_serializer(mode="wrap")
    def _with_type(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The template type is always written, though each model but this one has a default for it."""
        data: dict[str, Any] = handler(self)
        return {"template_type": self.template_type} | data

    @property
    def data(self) -> dict[str, Any]:
        """The record as plain data, just as it is written in JSON: only what holds something, values as text or number."""
        data: dict[str, Any] = self.model_dump(mode="json", exclude_defaults=True)
        return data


class Classified(Record):
    """A template that can be classified."""

    classification_jel: list[JelCode] = attributes("Classification-Jel")
    """Codes of the Journal of Economic Literature's classification."""
    classification_acm_1964: str | None = attribute("Classification-ACM-1964")
    """Class of the Association for Computing Machinery, 1964."""
    classification_acm_1991: str | None = attribute("Classification-ACM-1991")
    """Class of the Association for Computing Machinery, 1991."""
    classification_acm_1998: str | None = attribute("Classification-ACM-1998")
    """Class of the Association for Computing Machinery, 1998."""
    classification_ila: str | None = attribute("Classification-Ila")
    """Class of the ILA scheme."""
    classification_msc_1991: str | None = attribute("Classification-MSC-1991")
    """Mathematics Subject Classification, 1991."""
    classification_msc_2000: str | None = attribute("Classification-MSC-2000")
    """Mathematics Subject Classification, 2000."""
