"""The schema of the tables: which tables there are, their columns, and the types of these.

Columns that hold a field of a record are made from the models, so a new attribute has a column without a change here. The
schema does not depend on the input: an empty one gives the same tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from types import NoneType
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from redif.findings.version import __version__
from redif.models import (
    Archive,
    Article,
    Book,
    Chapter,
    Classified,
    Contributor,
    File,
    Handle,
    Institution,
    Organization,
    Paper,
    Person,
    Series,
    Software,
)

# Goes up with every change of a table, a column or a type, here or in a model; a test compares it with the schema.
VERSION = 1
# What is said of the tables beside them.
METADATA = {"schema_version": str(VERSION), "redif_version": __version__}


class Type(StrEnum):
    """The type of a column."""

    TEXT = "text"
    INTEGER = "integer"
    DATE = "date"
    LIST = "list of texts"
    MAP = "map of lists"  # from names of attributes to values


class Column(NamedTuple):
    """A column.

    Attributes:
        name: its name.
        type: the type of its values, any of which may be missing.
        about: what it holds; empty for the field of a model, which says so itself.
        refers: the table whose `id` it holds.
    """

    name: str
    type: Type
    about: str = ""
    refers: str = ""


class Table(NamedTuple):
    """A table.

    Attributes:
        name: its name.
        about: what it has a row for.
        own: its first columns, which hold the number of the record and what is worked out.
        models: the models whose fields have columns, too.
        without: the fields that have none, since they have a table of their own or are among the first columns.
    """

    name: str
    about: str
    own: tuple[Column, ...]
    models: tuple[type[BaseModel], ...] = ()
    without: frozenset[str] = frozenset()

    @property
    def fields(self) -> tuple[Column, ...]:
        """The columns that hold fields of the models as they are."""
        left_out = {column.name for column in self.own} | self.without
        fields = [column for column in fields_of(self.models) if column.name not in left_out]
        # What is asked for most comes first.
        return tuple(sorted(fields, key=lambda column: (column.type is Type.MAP, column.name in Classified.model_fields)))

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns, in order."""
        return self.own + self.fields


def fields_of(models: Sequence[type[BaseModel]]) -> Iterator[Column]:
    """Yield a column for each field of some models that one column can hold."""
    seen = set()
    for model in models:
        for name, info in model.model_fields.items():
            type_ = type_of(info.annotation)
            if type_ is not None and name not in seen:
                seen.add(name)
                yield Column(name, type_)


def type_of(annotation: Any) -> Type | None:
    """Return the type of a column for a field; None for clusters and for handles that refer to others, which are tables."""
    alternatives = [alternative for alternative in get_args(annotation) if alternative is not NoneType]
    if get_origin(annotation) is dict:
        return Type.MAP
    if get_origin(annotation) is list:
        (inner,) = alternatives
        return None if issubclass(inner, Handle | BaseModel) else Type.LIST
    (kind,) = alternatives or [annotation]
    if isinstance(kind, str):  # the only value of a Literal
        return Type.TEXT
    if issubclass(kind, BaseModel):
        return None
    return Type.INTEGER if issubclass(kind, int) else Type.TEXT


LEVELS = ("primary", "secondary", "tertiary", "quaternary")  # of an institution
ITEMS = (Paper, Article, Book, Chapter, Software)
_TEXT, _INTEGER, _DATE, _LIST = Type.TEXT, Type.INTEGER, Type.DATE, Type.LIST
_ID = Column("id", _INTEGER, "The number of its record in `records`.", "records")
_ITEM = Column("item_id", _INTEGER, "The item.", "items")
_RECORD = Column("record_id", _INTEGER, "The record.", "records")
_HANDLE = Column("handle", _TEXT, "Its handle in normal form; missing where it has no valid one.")
_ARCHIVE = Column("archive_handle", _TEXT, "The handle of its archive in normal form.")
_POSITION = Column("position", _INTEGER, "Its place among them, from 1.")
_OF_RECORDS = frozenset({"template_type"})

_NAMES = (
    Column("name", _TEXT, "The name as written, or put together from its parts."),
    Column("given", _TEXT, "The given names; missing where the name cannot be divided safely, as of a corporate author."),
    Column("family", _TEXT, "The family name with its particle: `van Gogh`."),
    Column("person", _TEXT, "The person in RePEc in normal form: `short_id` in `persons`, seldom `handle`."),
)
_DIVIDED = frozenset({"name_first", "name_last"})

TABLES = (
    Table(
        "records",
        "Each template that was read, with its whole record.",
        (
            Column("id", _INTEGER, "Its number, from 1 in the order of reading."),
            Column("type", _TEXT, "The template type: `ReDIF-Paper 1.0`."),
            _HANDLE,
            Column("file", _TEXT, "The file it was read from."),
            Column("line", _INTEGER, "The line of its Template-Type."),
            Column("record", _TEXT, "The record in JSON, just as `redif convert` writes it."),
        ),
    ),
    Table(
        "items",
        "Each paper, article, book, chapter and piece of software.",
        (
            _ID,
            _HANDLE,
            Column("kind", _TEXT, "`paper`, `article`, `book`, `chapter` or `software`."),
            Column("series_handle", _TEXT, "The handle of its series or journal in normal form: `handle` in `series`."),
            _ARCHIVE,
            Column("year", _INTEGER, "The year of publication, as all bibliographic formats have it."),
            Column("issued", _DATE, "The first day on which it can have been published: of an unknown month, 1 January."),
            Column("doi", _TEXT, "The DOI, bare; also one that is given elsewhere, such as in the address of a file."),
            Column("publisher", _TEXT, "The name of its first publisher."),
            Column("in_book", _TEXT, "The handle of the book that contains a chapter in normal form: `handle` in `items`."),
        ),
        ITEMS,
        _OF_RECORDS | {"keywords", "classification_jel"},
    ),
    Table(
        "authors",
        "Each author of an item, with a row of their own where one name certainly has several people in it.",
        (_ITEM, _POSITION, *_NAMES),
        (Contributor,),
        _DIVIDED,
    ),
    Table("editors", "Each editor of a book, a chapter or a series.", (_RECORD, _POSITION, *_NAMES), (Contributor,), _DIVIDED),
    Table(
        "affiliations",
        "Each workplace of an author of an item, and of a registered person.",
        (
            Column("record_id", _INTEGER, "The item, or the registered person.", "records"),
            Column("author", _INTEGER, "`position` of the author in `authors`; missing for a registered person."),
            _POSITION,
            Column("institution", _TEXT, "The institution in RePEc in normal form: `handle` in `institutions`."),
        ),
        (Organization,),
    ),
    Table("files", "Each file of an item.", (_ITEM, _POSITION), (File,)),
    Table("jel", "Each JEL code of an item.", (_ITEM, _POSITION, Column("code", _TEXT, "The code: `F51`."))),
    Table("keywords", "Each keyword of an item.", (_ITEM, _POSITION, Column("keyword", _TEXT, "The keyword."))),
    Table(
        "series",
        "Each series and journal.",
        (_ID, _HANDLE, _ARCHIVE, Column("provider", _TEXT, "The name of its first publisher.")),
        (Series,),
        _OF_RECORDS,
    ),
    Table("archives", "Each archive.", (_ID, _HANDLE), (Archive,), _OF_RECORDS),
    Table(
        "persons",
        "Each person registered with RePEc.",
        (_ID, _HANDLE, Column("short_id", _TEXT, "The short id in lowercase: `pba441`.")),
        (Person,),
        _OF_RECORDS,
    ),
    Table(
        "institutions",
        "Each institution.",
        (
            _ID,
            _HANDLE,
            Column("name", _TEXT, "The names of its levels, from the largest to the smallest."),
            *(Column(f"{level}_name", _TEXT, f"The name of its {level} level.") for level in LEVELS),
            Column("homepage", _TEXT, "The web page of its smallest level that has one."),
            Column("postal", _TEXT, "The postal address of its smallest level that has one."),
            Column("location", _TEXT, "The place of its smallest level that has one."),
        ),
        (Institution,),
        _OF_RECORDS,
    ),
    Table(
        "links",
        "Each handle by which a record refers to another one.",
        (
            _RECORD,
            Column("relation", _TEXT, "The attribute: `Article-Handle`, `Author-Person`."),
            Column("kind", _TEXT, "What it refers to: `document` (an item), `series`, `archive`, `person` or `institution`."),
            Column("handle", _TEXT, "The handle in normal form, or the short id of a person."),
        ),
    ),
    Table(
        "findings",
        "Each problem that was found in reading, as `redif convert` counts them.",
        (
            Column("record_id", _INTEGER, "The record; missing where the text is in no template.", "records"),
            Column("code", _TEXT, "The kind of problem, as `redif explain` has them."),
            Column("severity", _TEXT, "`error`, `warning` or `advice`."),
            Column("message", _TEXT, "What is wrong."),
            Column("hint", _TEXT, "What to do in this case, where more can be said than for every finding of the code."),
            Column("attribute", _TEXT, "The attribute that it is about."),
            Column("file", _TEXT, "The file."),
            Column("start_line", _INTEGER, "The line where it begins."),
            Column("start_column", _INTEGER, "The column where it begins."),
            Column("end_line", _INTEGER, "The line where it ends."),
            Column("end_column", _INTEGER, "The column after its last character."),
        ),
    ),
)
BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}
