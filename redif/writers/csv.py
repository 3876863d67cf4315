"""CSV: the items as a table for spreadsheets, with a header row.

The table begins with a byte-order mark, without which Excel does not recognize UTF-8. A text that a spreadsheet would run as a
formula gets an apostrophe in front, and so does a text that looks as if it had got one: removing one apostrophe from the values
that match `'+[=+@-]` restores every value.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any, get_args, get_origin

from redif.bibliography.item import BibliographicItem, ItemKind
from redif.findings.errors import UsageError, did_you_mean
from redif.grammar import Grammar
from redif.schema.tables import MAPS
from redif.source.characters import BYTE_ORDER_MARK, NONCHARACTERS, UNDECODABLE, without_controls
from redif.syntax.template import Template
from redif.writers.frames import Frame
from redif.writers.options import WriterOptions

if TYPE_CHECKING:
    from pydantic import BaseModel

Column = Callable[[BibliographicItem], Any]

SEPARATOR = "; "  # between the values of one cell
ANY = "*"  # the step of a path that leads to all values of a mapping
# The beginning of a formula; the full-width characters count in Japanese versions.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")

# The default columns.
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
    # The end of the handle serves as the number only of papers and software.
    "number": lambda item: item.number if item.kind in (ItemKind.PAPER, ItemKind.SOFTWARE) else item.text("number"),
    "pages": lambda item: item.pages,
    "doi": lambda item: item.doi,
    "jel": lambda item: item.texts("classification_jel"),
    "keywords": lambda item: item.keywords,
    "languages": lambda item: item.languages,
    "url": lambda item: item.url,
    "abstract": lambda item: item.abstracts,
    "created": lambda item: item.created,
    "revised": lambda item: item.revised,
    "other_titles": lambda item: item.other_titles,
    "file": lambda item: item.data["source"]["file"],
    "line": lambda item: item.data["source"]["line"],
}


def frame(options: WriterOptions) -> Frame:
    """Return the frame: a byte-order mark and a header row.

    Raises:
        UsageError: a requested column does not exist.
    """
    names = options.columns or tuple(COLUMNS)
    for name in names:
        column_of(name)
    return Frame(f"{BYTE_ORDER_MARK}{_row(names)}".encode())


def entries(templates: Iterable[Template], options: WriterOptions) -> Iterator[bytes]:
    """Yield a row for each item."""
    columns = [column_of(name) for name in options.columns or COLUMNS]
    for template in templates:
        item = BibliographicItem(template.data)
        yield _row(column(item) for column in columns).encode()


def _row(values: Iterable[Any]) -> str:
    """Return values as a row."""
    row = io.StringIO(newline="")
    csv.writer(row).writerow(map(cell, values))
    return row.getvalue()


def column_of(name: str) -> Column:
    """Return the function that gives a column's value, by its name: one of `COLUMNS`, or a field of the record.

    A field of a cluster is named by its path, as in `authors.email`; an entry of a mapping by its key, as in `extra.X-Note`.

    Raises:
        UsageError: there is no such column; the message lists the columns and suggests the most similar one.
    """
    if name in COLUMNS:
        return COLUMNS[name]
    known = _paths()
    if name in known:
        return partial(_at, known[name])
    # The keys of a mapping come from the files and may contain dots, too.
    for place in (match.start() for match in re.finditer(r"\.", name)):
        path = known.get(name[:place], ())
        if path and path[-1] in MAPS and name[place + 1 :]:
            return partial(_at, (*path, name[place + 1 :]))
    raise UsageError(_no_such_column(name))


def _no_such_column(name: str) -> str:
    fields = _paths()
    meant = did_you_mean(name, [*COLUMNS, *fields]) or "."
    # There are too many fields of clusters to list; one serves as an example.
    first = [field for field in fields if "." not in field and field not in COLUMNS]
    return (
        f"there is no column {name!r}{meant} The columns are {', '.join(COLUMNS)}, "
        f"the fields of records: {', '.join(first)}, and fields of theirs, such as authors.email"
    )


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts in a value: of a cluster its name or address, of any other mapping its entries."""
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


def cell(value: Any) -> str:
    """Return a value as the text of a cell: one line that is not a formula."""
    text = value if isinstance(value, str) else SEPARATOR.join(_texts(value))
    if not text.isprintable():
        text = " ".join(NONCHARACTERS.sub(UNDECODABLE, without_controls(text)).split())
    return f"'{text}" if _FORMULA.match(text) else text


def _at(path: tuple[str, ...], item: BibliographicItem) -> list[Any]:
    """Return the values at the end of a path into the record."""
    found: list[Any] = [item.data]
    for step in path:
        held = [holder for holder in found if isinstance(holder, dict)]
        inner = [value for holder in held for value in (holder.values() if step == ANY else (holder.get(step),))]
        found = [value for values in inner for value in (values if isinstance(values, list) else [values])]
    return found


@cache
def _paths() -> Mapping[str, tuple[str, ...]]:
    """Return the paths of the fields of items by their names as columns, in the order of the models."""
    from redif.models import MODELS  # slow to load, and not needed for the default columns

    grammar = Grammar.standard()
    models = [model for type_, model in MODELS.items() if grammar.kind(type_) in set(ItemKind)]
    return {".".join(step for step in path if step != ANY): path for model in models for path in _fields(model)}


def _fields(model: type[BaseModel], before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the paths of all fields of a model and of the models in them."""
    for name, field in model.model_fields.items():
        path = (*before, name)
        yield path
        inner = [part for part in get_args(field.annotation) if hasattr(part, "model_fields")]
        for part in inner:
            yield from _fields(part, (*path, ANY) if get_origin(field.annotation) is dict else path)
