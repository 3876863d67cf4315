"""Items in formats that are JSON: values taken out of objects whatever they hold, and objects read one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from redif.findings.wording import shortened
from redif.importers.item import ImportedItem
from redif.importers.source import ImportSource
from redif.source.json_values import JsonValues

Object = Mapping[str, Any]


def read(
    source: ImportSource, what: str, item_of: Callable[[Object, int, ImportSource], ImportedItem]
) -> Iterator[ImportedItem]:
    """Yield an item for each object in a stream; `what` says what each should be, such as `a work in the JSON of Crossref`."""
    for line, value in JsonValues(source.stream, lambda line, why: source.unread(line, f"This is not {what}: {why}.")).values():
        if isinstance(value, dict):
            yield item_of(value, line, source)
        else:
            source.unread(line, f"This is not {what}, but {shortened(str(value), 60)}.")


def text(value: Any) -> str:
    """Return a text or a number as a text; of a list, its first one; empty for anything else."""
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def texts(value: Any) -> list[str]:
    """Return the texts in a list, or the one that a value is."""
    return [found for each in (value if isinstance(value, list) else [value]) if (found := text(each))]


def objects(value: Any) -> list[Object]:
    """Return the objects in a list, or the one that a value is."""
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]


def first_object(value: Any) -> Object:
    """Return the first object in a list, or the one that a value is; an empty one for anything else."""
    return next(iter(objects(value)), {})


def _is_nothing(value: Any) -> bool:
    """Return whether a value holds nothing: `[""]`, `{"cites": []}`."""
    within = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        return all(each in (None, "", [], {}) for each in within)
    return value is None or value == ""


class Fields:
    """The fields of an object, each to be taken once."""

    def __init__(self, value: Object) -> None:
        self._left = {name: held for name, held in value.items() if not _is_nothing(held)}

    def take(self, *names: str) -> Any:
        """Return the first of some fields that is there, None without one; it is then done with."""
        return next((self._left.pop(name) for name in names if name in self._left), None)

    def text(self, *names: str) -> str:
        """Return the first of some fields that is there as a text; what is none stays to be reported."""
        name = next((name for name in names if name in self._left), "")
        if found := text(self._left.get(name)):
            del self._left[name]
        return found

    def objects(self, *names: str) -> list[Object]:
        """Return the objects in the first of some fields that is there; what else is in it stays to be kept or reported."""
        name = next((name for name in names if name in self._left), "")
        held = self._left.pop(name, [])
        if others := [each for each in (held if isinstance(held, list) else [held]) if not isinstance(each, dict)]:
            self._left[name] = others
        return objects(held)

    def first_object(self, *names: str) -> Object:
        """Return the first object in the first of some fields that is there; an empty one without one."""
        return next(iter(self.objects(*names)), {})

    def texts(self, *names: str) -> list[str]:
        """Return all texts of some fields."""
        return [each for name in names for each in texts(self.take(name))]

    def finish(self, item: ImportedItem, source: ImportSource, housekeeping: frozenset[str] = frozenset()) -> None:
        """Keep the texts that were not taken, and report what cannot be kept; what only a service needs is neither."""
        for name, held in self._left.items():
            if name in housekeeping:
                continue
            flat = texts(held)
            if not flat or (isinstance(held, list) and len(flat) < len(held)) or not item.keep(name, *flat):
                source.left_out(item.line, name, held)
