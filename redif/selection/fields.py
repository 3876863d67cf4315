"""What a record can have, by the names that people use: of an attribute, of a field of the record, or a short word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from redif.bibliography.item import ITEM_KINDS, BibliographicItem
from redif.findings.errors import UsageError, did_you_mean, shown
from redif.grammar import Grammar
from redif.schema.references import values_at
from redif.schema.tables import Schemas

Data = Mapping[str, Any]
Held = Callable[[Data], bool]

# What an item has as all formats write it, wherever its record holds it.
_OF_ITEMS: Mapping[str, Callable[[BibliographicItem], Any]] = {
    "author": lambda item: item.author_names,
    "date": lambda item: item.issued or item.year_text,
    "doi": lambda item: item.doi,
    "editor": lambda item: item.editor_names,
    "file": lambda item: item.files,
    "journal": lambda item: item.journal,
    "keyword": lambda item: item.keywords,
    "pages": lambda item: item.pages,
    "publisher": lambda item: item.publisher,
    "restriction": lambda item: item.restrictions,
    "year": lambda item: item.issued or item.year_text,
}
_SHORT = {"jel": ("classification_jel",), "language": ("languages",)}
_PLURALS = {f"{name}s": name for name in ("author", "date", "doi", "editor", "file", "keyword")}
_MAPPINGS = ("extra", "further", "joined", "unknown", "unparsed")


def held(name: str) -> Held:
    """Return the function that says whether a record has what a name stands for.

    Args:
        name: a short word such as `doi` or `file`, an attribute such as `Creation-Date` or `Author-Email`, a private attribute
            such as `X-File-Ref`, or a field of the record such as `publication_status` or `authors.email`. Letter case does not
            count.

    Raises:
        UsageError: there is nothing of this name.
    """
    key = _key(name)
    key = _PLURALS.get(key, key)
    if key in _OF_ITEMS:
        return partial(_item_has, _OF_ITEMS[key])
    if (path := _SHORT.get(key) or _paths().get(key)) is not None:
        return partial(_has, path)
    if key.startswith("x_"):
        return partial(_has_private, key)
    raise UsageError(_no_such_field(name))


def _item_has(part: Callable[[BibliographicItem], Any], data: Data) -> bool:
    return data.get("template_type") in ITEM_KINDS and bool(part(BibliographicItem(data)))


def _has(path: tuple[str, ...], data: Data) -> bool:
    return any(values_at(data, path))


def _has_private(key: str, data: Data) -> bool:
    extra: Data = data.get("extra") or {}
    return any(_key(name) == key and any(texts) for name, texts in extra.items())


def _no_such_field(name: str) -> str:
    meant = did_you_mean(_key(name), [*_OF_ITEMS, *_SHORT, "abstract", *_paths()]) or "."
    return f"there is no field {shown(name)}{meant} Write the name of an attribute, such as Abstract, or doi, file, jel, year"


@cache
def _paths() -> Mapping[str, tuple[str, ...]]:
    """Return the paths of all fields by their names, and by those of the attributes in them."""
    grammar = Grammar.standard()
    schemas = Schemas.of(grammar, False)
    found: dict[str, tuple[str, ...]] = {name: (name,) for name in _MAPPINGS}
    for group in grammar.templates.values():
        schema = schemas.schema(schemas.template_type(group.name), as_record=True)
        for path, info in schema.paths.items():
            found.setdefault(_key(info.name), path)
            for length in range(1, len(path) + 1):
                found.setdefault(".".join(path[:length]), path[:length])
    return found


def _key(name: str) -> str:
    return name.strip().lower().replace("-", "_")
