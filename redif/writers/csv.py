"""CSV: the items as a table for spreadsheets, with a heading.

It begins with a byte-order mark, without which Excel takes UTF-8 for the letters of its country. A text that a spreadsheet
would work out as a formula gets an apostrophe ahead, and so does one that looks as if it had got one: who takes one apostrophe
off the values that match `'+[=+@-]` has every value as it was.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any, BinaryIO, get_args, get_origin

from redif.bibliography.addresses import ideas_url
from redif.bibliography.item import BibliographicItem, ItemKind
from redif.findings.errors import UsageError
from redif.grammar import Grammar
from redif.source.characters import BYTE_ORDER_MARK, without_controls
from redif.syntax.template import Template
from redif.writers.options import DEFAULT, WriterOptions

if TYPE_CHECKING:
    from pydantic import BaseModel

Column = Callable[[BibliographicItem], Any]

AND = "; "  # between values of one cell
ANY = "*"  # a step of a path to all values of a mapping
# What is worked out begins so; in Japan the wide signs do, too.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")

# What is to be known of most items, in the order of a table.
COLUMNS: Mapping[str, Column] = {
    "handle": lambda item: item.handle,
    "type": lambda item: item.kind,
    "title": lambda item: item.title,
    "authors": lambda item: [name.inverted for name in item.authors],
    "year": lambda item: item.year_text,
    "month": lambda item: item.month_text,
    "journal": lambda item: item.journal if item.kind is ItemKind.ARTICLE else "",
    "series": lambda item: "" if item.kind is ItemKind.ARTICLE else item.series,
    "publisher": lambda item: item.publisher,
    "volume": lambda item: item.text("volume"),
    "issue": lambda item: item.text("issue"),
    # What stands after the series in the handle is a number only where items have no other.
    "number": lambda item: item.number if item.kind in (ItemKind.PAPER, ItemKind.SOFTWARE) else item.text("number"),
    "pages": lambda item: item.pages,
    "doi": lambda item: item.doi,
    "jel": lambda item: item.texts("classification_jel"),
    "keywords": lambda item: item.keywords,
    "languages": lambda item: item.languages,
    "url": lambda item: next((file["url"] for file in item.files), None) or ideas_url(item.data),
    "abstract": lambda item: item.abstracts,
    "created": lambda item: item.created,
    "revised": lambda item: item.revised,
    "file": lambda item: item.data["source"]["file"],
    "line": lambda item: item.data["source"]["line"],
}


def write(templates: Iterable[Template], out: BinaryIO, options: WriterOptions = DEFAULT) -> None:
    """Write a heading and each item as a row.

    Raises:
        UsageError: there is no column of that name.
    """
    names = options.columns or tuple(COLUMNS)
    columns = [column_of(name) for name in names]
    row = io.StringIO(newline="")
    rows = csv.writer(row)
    row.write(BYTE_ORDER_MARK)
    rows.writerow(map(_cell, names))
    for template in templates:
        item = BibliographicItem(template.data)
        rows.writerow([_cell(column(item)) for column in columns])
        out.write(row.getvalue().encode())
        row.seek(0)
        row.truncate()
    out.write(row.getvalue().encode())  # the heading, where there is no item


def column_of(name: str) -> Column:
    """What a column holds, by its name: one of `COLUMNS`, or a field of the record.

    A field of a cluster is named by its path, `authors.email`; what stands in a mapping by its key, `extra.X-Note`.

    Raises:
        UsageError: there is no such column; the message says which there are, and which is spelled most like it.
    """
    if name in COLUMNS:
        return COLUMNS[name]
    known = _paths()
    if name in known:
        return partial(_at, known[name])
    # The keys of a mapping are what stands in the files; they may hold points, too.
    for place in (match.start() for match in re.finditer(r"\.", name)):
        path = known.get(name[:place], ())
        if path and path[-1] in ("unparsed", "further", "extra", "unknown") and name[place + 1 :]:
            return partial(_at, (*path, name[place + 1 :]))
    raise UsageError(_no_such_column(name))


def _no_such_column(name: str) -> str:
    from rapidfuzz import fuzz, process  # few need it

    fields = _paths()
    nearest = process.extractOne(name.lower(), [*COLUMNS, *fields], scorer=fuzz.ratio, score_cutoff=60)
    meant = f"; did you mean {nearest[0]}?" if nearest else "."
    # There are many fields of clusters; one is named to show how they are written.
    first = [field for field in fields if "." not in field and field not in COLUMNS]
    return (
        f"there is no column {name!r}{meant} There are {', '.join(COLUMNS)}, "
        f"the fields of records: {', '.join(first)}, and fields of theirs, such as authors.email"
    )


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value: of a cluster its name or address, of any other mapping what stands in it."""
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        named = next((value[key] for key in ("name", "url") if key in value), None)
        if named is not None:
            yield str(named)
        else:
            for key, part in value.items():
                yield from (f"{key}: {text}" for text in _texts(part))
    elif value is not None:
        yield str(value)


def _cell(value: Any) -> str:
    """What is written of a value: one line, and no formula."""
    text = value if isinstance(value, str) else AND.join(_texts(value))
    if not text.isprintable():
        text = " ".join(without_controls(text).split())
    return f"'{text}" if _FORMULA.match(text) else text


def _at(path: tuple[str, ...], item: BibliographicItem) -> list[Any]:
    """What the record holds at the end of a path."""
    found: list[Any] = [item.data]
    for step in path:
        held = [holder for holder in found if isinstance(holder, dict)]
        inner = [value for holder in held for value in (holder.values() if step == ANY else (holder.get(step),))]
        found = [value for values in inner for value in (values if isinstance(values, list) else [values])]
    return found


@cache
def _paths() -> Mapping[str, tuple[str, ...]]:
    """The fields of items by how they are named in a column: their path, in the order of the models."""
    from redif.models import MODELS  # which take a moment to load, and the usual columns need none

    grammar = Grammar.standard()
    models = [model for type_, model in MODELS.items() if grammar.kind(type_) in set(ItemKind)]
    return {".".join(step for step in path if step != ANY): path for model in models for path in _fields(model)}


def _fields(model: type[BaseModel], before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of all fields of a model and of those within."""
    for name, field in model.model_fields.items():
        path = (*before, name)
        yield path
        inner = [part for part in get_args(field.annotation) if hasattr(part, "model_fields")]
        for part in inner:
            yield from _fields(part, (*path, ANY) if get_origin(field.annotation) is dict else path)
