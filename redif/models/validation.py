"""Values that a program gives to a record: put into the shape of their field, cleaned, and held to the grammar.

What was read from a file needs less: `Origin` is the context of validation that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from operator import index as whole_of
from typing import Any, Never, SupportsIndex

from pydantic import BaseModel, ValidationError

from redif.findings.errors import RedifError, shown, unknown
from redif.grammar.repairs import Repair
from redif.models.field_names import attribute_names, no_such_field
from redif.models.shapes import FieldShape, shapes, template_type_of
from redif.schema.markup import without_entities, without_markup
from redif.schema.placeholders import is_listed, is_name_part, is_placeholder
from redif.schema.refusals import explain_refusal
from redif.schema.tables import MAPS
from redif.source.characters import without_controls, without_ligatures

# A private attribute, in a template or in a cluster: X-Note, Author-X-Note.
_is_private = re.compile(r"(?ai:(?=[a-z-]*[a-z]\Z)(?:[a-z-]+?-)?x-[a-z-]+)").fullmatch

DEEPEST = 32  # values within each other, as in `extra`
LARGEST = 1 << 63  # numbers in JSON are less than this
TYPE_REQUIRED = "it is required; give the type of template, such as ReDIF-Paper 1.0"
_half = re.compile("[\ud800-\udfff]").search


class Origin(Enum):
    """Where the values of a record come from, if not from a program."""

    REDIF = "ReDIF"  # they were held to the grammar when they were read
    JSON = "JSON"  # they have the shape that the JSON Schema asks for


class RecordError(RedifError, ValueError):
    """Values that a record cannot hold.

    Attributes:
        problems: what is wrong, by the field: `{"authors[0].email": "..."}`.
    """

    def __init__(self, model: str, problems: Mapping[str, str]) -> None:
        self.model = model
        self.problems = dict(problems)
        lines = (f"{name}: {why}" for name, why in self.problems.items())
        super().__init__("\n  ".join([f"not {_with_article(model)}:", *lines]))

    def __reduce__(self) -> tuple[type[RecordError], tuple[str, dict[str, str]]]:
        return RecordError, (self.model, self.problems)


def problems_of(model: type[BaseModel], error: ValidationError) -> dict[str, str]:
    """What pydantic found wrong with values for a model, in plain words and by field."""
    problems: dict[str, str] = {}
    for one in error.errors(include_url=False):
        location = one["loc"]
        if one["type"] == "extra_forbidden" and len(location) == 1:
            message = no_such_field(model, str(location[0]))
        elif one["type"] == "extra_forbidden":
            message = "there is no such field"
        else:
            message = _in_plain_words(model, one)
        problems.setdefault(_path(location) or "data", message)
    return problems


def _with_article(model: str) -> str:
    return f"{'an' if model[:1] in 'AEIOU' else 'a'} {model}"


def _in_plain_words(model: type[BaseModel], error: Any) -> str:
    """What pydantic says of a value, for people who do not know it."""
    kind, given = error["type"], shown(error["input"])
    if kind == "missing" and error["loc"] == ("template_type",):
        return TYPE_REQUIRED
    if kind == "literal_error":
        return f"{_with_article(model.__name__)} is always {error['ctx']['expected']}, not {given}"
    if kind in ("model_type", "dict_type"):
        what = error.get("ctx", {}).get("class_name")
        expected = f"{_with_article(what)}, or its fields in a dictionary" if what else "a dictionary"
        is_json = what and not error["loc"] and isinstance(error["input"], str | bytes)
        return f"expected {expected}, not {given}{'; to read JSON, use model_validate_json' if is_json else ''}"
    if kind == "string_type":
        return f"expected a text, not {given}"
    if kind in ("int_parsing", "int_type", "int_from_float"):
        return f"expected a whole number, not {given}"
    return str(error["msg"]).removeprefix("Value error, ")


def _path(location: Iterable[int | str]) -> str:
    """Where a value is, as a program writes it: authors[0].email."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in location).removeprefix(".")


def prepared(model: type[BaseModel], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return values that a program gives in the shape of their fields, and what is wrong with the others by field."""
    good: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, value in values.items():
        if name not in model.model_fields:
            problems[name] = no_such_field(model, name)
            continue
        try:
            good[name] = prepared_value(model, name, value)
        except RecordError as error:
            problems |= {f"{name}{path}": why for path, why in error.problems.items()}
        except ValueError as error:
            problems[name] = str(error)
    return good, problems


def prepared_value(model: type[BaseModel], name: str, value: Any) -> Any:
    """Return a value that a program gives in the shape of a field: lists for single values, clusters for names, clean text.

    Raises:
        RecordError: a cluster cannot be made of it; the problems are named by the path within the field.
        ValueError: it cannot be brought into the shape of the field.
    """
    if name in MAPS:
        return _named_lists(model, name, value)
    if isinstance(value, str | Mapping):
        check_plain(value)
    shape = shapes(model).get(name)
    if shape is None and name in ("template_type", "handle"):  # of a type of template that ReDIF does not have
        return _plain_text(value) if name == "template_type" else _plain_text(value) or None  # a type can be left empty
    if shape is None or (value is None and not shape.is_list):
        return value
    if shape.part is not None:
        return _clusters(shape.part, shape.part_key, value)
    if not shape.is_list:
        return _text(shape, value)
    if value is None:
        return []
    if isinstance(value, str) and shape.value_type is not None and shape.value_type.split is not None:
        value = shape.value_type.split(_clean(shape, value))
    elif isinstance(value, str | int | date) or _whole_number(value) is not None:
        value = [value]
    elif isinstance(value, bytes | bytearray | memoryview | Mapping) or not isinstance(value, Iterable):
        _no_text(value, "a text or a list of texts")
    return [text for each in value if (text := _text(shape, each)) is not None]


def _plain_text(value: Any) -> str | None:
    """A text on one line, without control characters."""
    if not isinstance(value, str):
        return None if value is None else _no_text(value)
    return " ".join(without_controls(value).split())


def _no_text(value: Any, expected: str = "a text") -> Never:
    """Raise the error that a value is no text, or what else is expected."""
    if _is_missing(value):
        raise ValueError(f"{shown(value)} says that there is no value; give None instead, or leave it out")
    if isinstance(value, float) and expected == "a text":
        instead = f"; give {int(value)}" if value.is_integer() else ""
        raise ValueError(f"expected a text or a whole number, not {shown(value)}{instead}")
    raise ValueError(f"expected {expected}, not {shown(value)}")


def _is_missing(value: Any) -> bool:
    """Whether a value is what tables of data have for no value: NaN, and NaT and NA of pandas."""
    kind = type(value)
    return (isinstance(value, float) and value != value) or (kind.__name__ in ("NaTType", "NAType"))


def _whole_number(value: Any) -> int | None:
    """A whole number of any kind, such as numpy's, as one of Python's; None where it is no whole number."""
    if isinstance(value, bool | float | str) or not isinstance(value, SupportsIndex):
        return None
    try:
        return whole_of(value)
    except TypeError:  # an array
        return None


def _text(shape: FieldShape, value: Any) -> Any:
    """A single value as clean text; None where it is empty."""
    if isinstance(value, date) and not _is_missing(value):
        value = value.date().isoformat() if isinstance(value, datetime) else value.isoformat()
    if (number := _whole_number(value)) is not None:
        return number if shape.value_type is not None and shape.value_type.is_number else str(number)
    if not isinstance(value, str):
        _no_text(value)
    text = _clean(shape, value)
    if not text and value.strip():
        raise ValueError(f"there is no text in {shown(value)}")
    if is_placeholder(text) and not _is_value(shape, text):
        raise ValueError(f"{shown(value)} says that there is no value; give None instead, or leave it out")
    type_ = shape.value_type
    if type_ is not None and type_.read is not None and " " in text:
        read = type_.read(text)
        if read is not None and str(read).lower() == text.replace(" ", "").lower():
            raise ValueError(f'"{text}" has a space in it; leave the space out, or write %20 where it belongs there')
    return text or None


def _is_value(shape: FieldShape, placeholder: str) -> bool:
    """Whether a placeholder is a value where it is given."""
    is_part = shape.attribute is not None and is_name_part(shape.attribute.name)
    return is_part or (shape.value_type is not None and is_listed(placeholder, shape.value_type))


def _clean(shape: FieldShape, value: str) -> str:
    """The text without control characters, and, as when it is read from a file, without entities and markup."""
    check_plain(value)
    text = " ".join(without_controls(value).split())
    is_prose = shape.attribute is not None and shape.attribute.prose
    if shape.value_type is not None and (is_prose or shape.value_type.accepts is None):
        text = without_ligatures(without_entities(text))
    if shape.value_type is not None and (is_prose or shape.value_type.is_free):
        text = without_markup(text)
    return " ".join(text.split())


def _clusters(part: type[BaseModel], key: str, value: Any) -> list[Any]:
    """A list of clusters, of these or of what their keys hold: names of people, addresses of files."""
    if value is None:
        return []
    if isinstance(value, str | Mapping | BaseModel):
        value = [value]
    if isinstance(value, bytes | bytearray | memoryview) or not isinstance(value, Iterable):
        _no_text(value, f"a list of {part.__name__}, or of texts (each the {key})")
    made: list[Any] = []
    problems: dict[str, str] = {}
    for index, each in enumerate(value):
        try:
            if isinstance(each, str):
                if each.strip():
                    made.append(part(**{key: each}))
            elif isinstance(each, Mapping):
                if each:
                    made.append(part(**{str(name): inner for name, inner in each.items()}))
            elif _is_missing(each):
                problems[f"[{index}]"] = f"{shown(each)} says that there is no value; leave it out"
            else:
                made.append(each)
        except RecordError as error:
            problems |= {f"[{index}].{path}": why for path, why in error.problems.items()}
    if problems:
        raise RecordError(part.__name__, problems)
    return made


def _named_lists(model: type[BaseModel], name: str, value: Any) -> dict[str, list[Any]]:
    """Lists of values by the names of attributes."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ValueError(f'give texts by the names of attributes, such as {{"X-Note": ["text"]}}, not {shown(value)}')
    lists: dict[str, list[Any]] = {}
    for given, held in value.items():
        is_list = isinstance(held, Iterable) and not isinstance(held, str | bytes | Mapping | BaseModel)
        values = [each for each in (held if is_list else [held]) if each is not None]
        if key := _named(model, name, given) if values else "":
            lists.setdefault(key, []).extend(values)
    check_plain(lists)
    return lists


def _named(model: type[BaseModel], place: str, given: Any) -> str:
    """The name of an attribute in one of the places that hold values by such names, spelled as ReDIF has it."""
    if not isinstance(given, str) or not given.strip():
        raise ValueError(f"{shown(given)} is not the name of an attribute; give a text such as X-Note")
    if place == "extra" and not _is_private(given):
        raise ValueError(f"{given!r} is not the name of a private attribute; such names begin with X-, as in X-Note")
    if place not in ("further", "unparsed") or not template_type_of(model):
        return given
    known = attribute_names(model)
    if (name := known.get(given.lower())) is None and place == "further":
        raise ValueError(
            f"{unknown('attribute', given, known.values(), lists=False)}; what ReDIF does not have goes into unknown"
        )
    return name or given


def check_plain(value: Any, depth: int = 0) -> None:
    """Check that a value can be written: plain data, without half characters (surrogates), which no file can hold.

    Raises:
        ValueError: it cannot; the message says why.
    """
    if isinstance(value, str):
        if _half(value):
            raise ValueError(f"{value!a} has half a character in it, which cannot be written; decode the text anew")
    elif depth > DEEPEST:
        raise ValueError(f"its values are nested more than {DEEPEST} levels deep")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            check_plain(key, depth + 1)
            check_plain(inner, depth + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            check_plain(inner, depth + 1)
    elif _is_missing(value) or value in (float("inf"), -float("inf")):
        raise ValueError(f"{shown(value)} is no value that can be written; leave it out")
    elif isinstance(value, int):
        if not -LARGEST <= value < LARGEST:
            raise ValueError("it has a number that is too large to be written")
    elif value is not None and not isinstance(value, float | date | BaseModel):
        raise ValueError(f"give texts, not {shown(value)}")


def held_to_grammar(model: type[BaseModel], field: str, value: Any) -> Any:
    """Return the value of a field in its normal form.

    Raises:
        ValueError: the grammar refuses the value; the message says why.
    """
    shape = shapes(model).get(field)
    if shape is None or shape.value_type is None or value is None:
        return value
    if isinstance(value, list):
        return [_normal(shape, inner) for inner in value]
    return _normal(shape, value)


def says_none(model: type[BaseModel], field: str, text: str) -> bool:
    """Return whether a text of a field that takes any text says that there is no value: an abstract `Sin resumen`."""
    shape = shapes(model).get(field)
    type_ = shape.value_type if shape is not None else None
    if type_ is None or not type_.is_free or type_.split is not None or type_.record_read is None:
        return False
    return type_.record_read(text) is None and type_.repair(text) is None


def meant(model: type[BaseModel], field: str, text: str) -> Repair | None:
    """Return what a text that the grammar refuses was meant to be; None where it takes the text, or where that is unclear."""
    shape = shapes(model).get(field)
    type_ = shape.value_type if shape is not None else None
    if type_ is None or type_.split is not None:
        return None
    if type_.record_read is not None:
        is_taken = type_.record_read(text) is not None
    else:
        is_taken = type_.accepts is None or type_.accepts(text) is not None
    return None if is_taken else type_.repair(text)


def _normal(shape: FieldShape, value: Any) -> Any:
    attribute, type_ = shape.attribute, shape.value_type
    if attribute is None or type_ is None or not isinstance(value, str | int):
        return value
    text = " ".join(without_controls(str(value)).split())
    if type_.holds_several(text):
        raise ValueError(f'{attribute.name} "{text}" would be read as several values; give each of them by itself')
    if type_.record_read is not None:
        read = type_.record_read(text)
        if read is None:
            raise ValueError(_refusal(shape, text))
        text = str(read)
    elif type_.accepts is not None and type_.accepts(text) is None:
        raise ValueError(_refusal(shape, text))
    return type(value)(text)


def _refusal(shape: FieldShape, text: str) -> str:
    if shape.attribute is None or shape.value_type is None:
        return text
    message, hint = explain_refusal(shape.attribute.name, shape.value_type, text)
    return f"{message} {hint}".rstrip()
