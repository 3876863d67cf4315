"""The base of all records: where they come from, what they are, and how they become plain data again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, get_args

import orjson
from pydantic import BaseModel, Field, SerializerFunctionWrapHandler, model_serializer
from pydantic_core import PydanticSerializationError

from redif.findings.errors import shown, unknown
from redif.findings.wording import listed
from redif.grammar import Grammar
from redif.models.fields import attribute, attributes
from redif.models.joined import Joined
from redif.models.parts import Part
from redif.models.source import Source
from redif.models.validation import TYPE_REQUIRED, Origin, RecordError
from redif.schema.values import Handle, JelCode

if TYPE_CHECKING:
    from typing import Unpack

    from redif.models.inputs import ClassifiedInput, PlainRecordInput

# Template types in lowercase to the models of their records. A template of any other type is a plain Record.
MODELS: dict[str, type[Record]] = {}


class Record(Part):
    """A template of any kind, read or made by a program."""

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

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[PlainRecordInput]) -> None: ...

    @classmethod
    def __pydantic_init_subclass__(cls, **_options: Any) -> None:
        """Note which template type a model is for; what is derived from it later changes nothing."""
        for template_type in get_args(cls.model_fields["template_type"].annotation):
            MODELS.setdefault(template_type.lower(), cls)

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Return the record of plain data; `Record` and `Item` take data of several types, and give the model of that type.

        Raises:
            RecordError: a value does not fit its field.
        """
        if not _type_of(cls) and isinstance(obj, Mapping):
            written = str(obj.get("template_type", ""))
            kind = Grammar.standard().kind(written)
            model = MODELS.get(f"redif-{kind} 1.0" if kind else written.lower(), cls)
            if model is not cls and kind:  # however it is spelled, as when ReDIF is read
                obj = {**obj, "template_type": _type_of(model)}
            if "template_type" not in obj:
                raise RecordError(cls.__name__, {"template_type": TYPE_REQUIRED})
            if issubclass(model, cls) and model is not cls:
                return model.model_validate(obj, **options)
            if (why := cls._why_not(obj, written)) is not None:
                raise RecordError(cls.__name__, {"template_type": why})
        return super().model_validate(obj, **options)

    @classmethod
    def _check_kind(cls) -> None:
        if cls is not Record and not _type_of(cls):
            kinds = [model.__name__ for model in MODELS.values() if issubclass(model, cls)]
            raise RecordError(cls.__name__, {"template_type": f"make one of its kinds instead: {listed(kinds, 'or')}"})

    @classmethod
    def _why_not(cls, data: Mapping[str, Any], written: str) -> str | None:
        """Why the template type of plain data does not fit a model of several types; None where it does."""
        kinds = {_type_of(model): model for model in MODELS.values() if issubclass(model, cls)}
        if cls is not Record:
            return f"it is that of {listed([model.__name__ for model in kinds.values()], 'or')}, not {shown(written)}"
        return None if data.keys() <= cls.model_fields.keys() else unknown("template type", written, kinds)

    @model_serializer(mode="wrap")
    def _with_type(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The template type is always written, though each model but this one has a default for it."""
        data: dict[str, Any] = handler(self)
        return {"template_type": self.template_type} | data

    @property
    def data(self) -> dict[str, Any]:
        """The record as plain data, just as it is written in JSON: only what holds something, values as text or number."""
        try:
            data: dict[str, Any] = self.model_dump(mode="json", exclude_defaults=True, warnings="error")
        except PydanticSerializationError:
            # A list was changed in place, which no validation sees; the constructor says what is wrong, or puts it right.
            data = type(self)(**self.__dict__).model_dump(mode="json", exclude_defaults=True)
        return data

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data; of a record that was read, fields come in the order in which they were read."""
        return self.data

    def to_json(self) -> str:
        """Return the record as one line of JSON, the same as `redif convert` writes."""
        try:
            return orjson.dumps(self.data).decode()
        except TypeError as error:  # a list was changed in place
            raise RecordError(type(self).__name__, {"JSON": str(error)}) from None


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

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[ClassifiedInput]) -> None: ...


def _type_of(model: type[Record]) -> str:
    """The template type of a model, as it is spelled; empty for one of several types."""
    return str(next(iter(get_args(model.model_fields["template_type"].annotation)), ""))


def record_of(data: Mapping[str, Any]) -> Record:
    """Return the record of plain data that was read from a file; its fields keep the order of the data."""
    model = MODELS.get(str(data.get("template_type", "")).lower(), Record)
    # What was read is not refused, so the step that words errors is left out.
    record = super(Part, model).model_validate(data, context=Origin.REDIF)
    _put_in_order(record, data)
    return record


def _put_in_order(model: BaseModel, data: Mapping[str, Any]) -> None:
    """Put the fields of a model in the order in which plain data has them; it is written in the order of its `__dict__`."""
    values = model.__dict__
    object.__setattr__(model, "__dict__", {name: values[name] for name in data if name in values} | values)
    for name, held in data.items():
        # Types are compared because `isinstance` is slow with pydantic's models.
        kind = type(held)
        if kind is list and held and type(held[0]) is dict:
            for inner, inner_data in zip(values[name], held, strict=True):
                if type(inner) is not dict:
                    _put_in_order(inner, inner_data)
        elif kind is dict and type(values[name]) is not dict:
            _put_in_order(values[name], held)
