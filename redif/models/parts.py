"""What records are made of: the base of all models, and the clusters (people, organizations, files)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self, SupportsIndex

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from redif.findings.errors import InputTypeError, check_argument
from redif.models.field_names import no_such_field
from redif.models.fields import attribute, attributes
from redif.models.validation import (
    Origin,
    RecordError,
    held_to_grammar,
    prepared,
    prepared_value,
    problems_of,
)
from redif.schema.values import Handle

if TYPE_CHECKING:
    # What constructors take, for type checkers: `validation` brings it into the shape of the fields.
    Named = Mapping[str, str | Iterable[str]]
    Text = str | SupportsIndex | None


class Part(BaseModel):
    """A record or a cluster: fields for the attributes ReDIF has, and places for everything else that was there.

    Raises:
        RecordError: a value does not fit its field; also when a field is set later.
    """

    model_config = ConfigDict(extra="forbid", defer_build=True, validate_assignment=True)

    unparsed: dict[str, list[str]] = Field(default_factory=dict)
    """Values that their type refuses, by full attribute name: `{"Creation-Date": ["spring 2001"]}`."""
    further: dict[str, list[str]] = Field(default_factory=dict)
    """Second and later values of attributes that a field holds one of, by full attribute name."""
    extra: dict[str, list[Any]] = Field(default_factory=dict)
    """Private attributes (`X-...`), and those of a specification of one's own, by full attribute name."""

    if not TYPE_CHECKING:  # for type checkers, each model says what it takes

        def __init__(self, *unnamed: Any, **values: Any) -> None:
            if unnamed:
                example = next((name for name in ("title", "name", "url") if name in type(self).model_fields), "handle")
                raise InputTypeError(f"give each value by the name of its field, such as {type(self).__name__}({example}=...)")
            self._check_kind()
            good, problems = prepared(type(self), values)
            try:
                super().__init__(**good)
            except ValidationError as error:
                problems = problems_of(type(self), error) | problems
            if problems:
                raise RecordError(type(self).__name__, problems)

        # Pydantic calls it for what programs make, but makes the clusters within a record that was read by itself.
        __init__.__pydantic_base_init__ = True

    @classmethod
    def _check_kind(cls) -> None:
        """Check that programs make models of this kind.

        Raises:
            RecordError: they make those of its kinds instead.
        """

    def __setattr__(self, name: str, value: Any) -> None:
        if name in type(self).__private_attributes__:
            super().__setattr__(name, value)
            return
        model = type(self)
        try:
            if name not in model.model_fields:
                raise RecordError(model.__name__, {name: no_such_field(model, name)})
            super().__setattr__(name, prepared_value(model, name, value))
        except ValidationError as error:
            raise RecordError(model.__name__, problems_of(model, error)) from None
        except RecordError as error:
            if name in error.problems:
                raise
            raise RecordError(model.__name__, {f"{name}{path}": why for path, why in error.problems.items()}) from None
        except ValueError as error:
            raise RecordError(model.__name__, {name: str(error)}) from None

    def __delattr__(self, name: str) -> None:
        setattr(self, name, None)  # a field always has a value

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy, with other values in some fields.

        Raises:
            RecordError: such a value does not fit its field.
        """
        copy = super().model_copy(deep=deep)
        for name, value in (update or {}).items():
            setattr(copy, name, value)
        return copy

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Return the model of plain data, as the constructor takes it.

        Raises:
            RecordError: a value does not fit its field.
        """
        if isinstance(obj, Mapping) and not options:
            return cls(**{str(name): value for name, value in obj.items()})
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            raise RecordError(cls.__name__, problems_of(cls, error)) from None

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Return the model of a text in JSON; raises as `model_validate` does."""
        check_argument(json_data, (str, bytes, bytearray), "model_validate_json takes a text in JSON")
        try:
            data = orjson.loads(json_data)
        except orjson.JSONDecodeError as error:
            raise RecordError(cls.__name__, {"JSON": str(error)}) from None
        return cls.model_validate(data, **options)

    @classmethod
    def model_validate_strings(cls, obj: Any, **options: Any) -> Self:
        """Return the model of texts by the names of fields; raises as `model_validate` does."""
        return cls.model_validate(obj, **options)

    @field_validator("*", mode="after")
    @classmethod
    def _is_by_the_grammar(cls, value: Any, info: ValidationInfo) -> Any:
        """Hold what did not come out of ReDIF to the grammar."""
        if info.context is Origin.REDIF or info.field_name is None:
            return value
        return held_to_grammar(cls, info.field_name, value)

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

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            name: Text = ...,
            name_english: Text = ...,
            homepage: Text = ...,
            postal: Text = ...,
            location: Text = ...,
            email: Text = ...,
            phone: Text = ...,
            fax: Text = ...,
            share: Text = ...,
            institution: str | None = ...,
            unparsed: Named | None = ...,
            further: Named | None = ...,
            extra: Named | None = ...,
        ) -> None: ...


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

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            name: Text = ...,
            name_first: Text = ...,
            name_last: Text = ...,
            homepage: Text = ...,
            workplaces: str | Organization | Iterable[str | Organization | Mapping[str, Any]] | None = ...,
            email: Text = ...,
            phone: Text = ...,
            fax: Text = ...,
            postal: Text = ...,
            person: str | None = ...,
            unparsed: Named | None = ...,
            further: Named | None = ...,
            extra: Named | None = ...,
        ) -> None: ...


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

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            url: Text = ...,
            format: Text = ...,  # noqa: A002
            function: Text = ...,
            size: Text = ...,
            restriction: Text = ...,
            unparsed: Named | None = ...,
            further: Named | None = ...,
            extra: Named | None = ...,
        ) -> None: ...
