"""The catalogue: archives, series, items, people and institutions by handle, and how they refer to one another.

A catalogue keeps an index (see `index`), which moves to disk when it becomes large. A template is read again from its file when
it is needed, so the whole of RePEc needs no more memory than a small archive.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from redif.bibliography.summaries import SUMMARIES
from redif.catalogue.index import FEW, Index, IndexEntry
from redif.catalogue.prefilter import templates_but_items
from redif.catalogue.rereading import Rereading
from redif.findings.errors import InputTypeError, UnknownHandleError, check_argument, check_callback, did_you_mean, shown
from redif.findings.finding import ignore_finding
from redif.findings.wording import counted
from redif.grammar import Grammar
from redif.reading.documents import file_templates, open_templates
from redif.reading.sources import check_source
from redif.schema.references import Reference, reference_fields, reference_fields_of, references
from redif.schema.values import HandleKind, start_of
from redif.source.escaping import printable
from redif.source.files import STANDARD_INPUT, OnError, files, is_named_json, raise_error
from redif.syntax.splitter import Reader
from redif.syntax.template import Template

if TYPE_CHECKING:
    # Joining alone needs no models, which take a moment to load.
    from typing_extensions import TypeIs

    from redif.models import Archive, Institution, Person, Record, Series
    from redif.reading.sources import Source

    Known = Record | Mapping[str, Any] | str  # something with a handle, or the handle alone

LIKE = 9  # characters that a handle has in common with those that are offered in its place
REMEMBERED = 1024  # series, archives and people whose summaries are cached
# How much of a handle names the archive and the series.
_PARTS = {HandleKind.ARCHIVE: 2, HandleKind.SERIES: 3}
# What things belong to.
_ABOVE: Mapping[HandleKind | None, HandleKind] = {
    HandleKind.DOCUMENT: HandleKind.SERIES,
    HandleKind.SERIES: HandleKind.ARCHIVE,
}
# The key in `joined` for each kind of thing that a record names.
_NAMED = {HandleKind.PERSON: "persons", HandleKind.INSTITUTION: "institutions"}


class Place(NamedTuple):
    """The file and line of a template; of a record that came from no file, None and 0."""

    file: str | None
    line: int


class Conflict(NamedTuple):
    """Several templates with one handle, as the first of them spells it, and their places."""

    handle: str
    places: tuple[Place, ...]


class Dangling(NamedTuple):
    """A handle in a record that no template has.

    Attributes:
        relation: the full name of the attribute, such as `Paper-Handle`; `series` or `archive` if the handle of the template
            itself names one that does not exist.
        target: the handle that no template has.
        handle: the handle of the template that refers to it, if it has one.
        place: the place of that template.
    """

    relation: str
    target: str
    handle: str | None
    place: Place


class Catalogue:
    """A catalogue of templates by handle. Letter case does not count; the spelling of the source is kept.

    If several templates have one handle, all are kept, and the first is returned where one is requested. Several threads may
    ask one catalogue, but not add to it.

    Args:
        sources: folders, files, binary streams, or records.
        items: whether to include papers, articles, books, chapters and software.
        links: whether to index references, for `links_to` and `dangling`.
        few: how many templates to index in memory; with more, the index moves to disk.
        grammar: another specification than ReDIF 1.0.
        on_error: is called where a file or folder cannot be read; without it, that raises.

    Raises:
        UsageError: a text was given where the name of a file should be.
        InputTypeError: a source is neither a path, nor an open file, nor a record.
        OSError: a file or folder cannot be read, and there is no `on_error`; or there is no room for the index on disk.
    """

    def __init__(
        self,
        *sources: Source | Record,
        items: bool = True,
        links: bool = True,
        few: int = FEW,
        grammar: Grammar | None = None,
        on_error: OnError | None = None,
    ) -> None:
        check_argument(few, int, "few takes a number of templates")
        check_callback(on_error, "on_error")
        self._index = Index(few)
        self._items = items
        self._links = links
        self._reader = Reader(grammar)
        self._on_error = on_error or raise_error
        self._again = Rereading(self._reader, self._on_error)
        self._summaries = lru_cache(maxsize=REMEMBERED)(self._summary)
        self.add(*sources)

    def add(self, *sources: Source | Record, on_error: OnError | None = None) -> None:
        """Add more folders, files, streams or records; `on_error` is as for the whole catalogue."""
        check_callback(on_error, "on_error")
        on_error = on_error or self._on_error
        for source in sources:
            if not _is_record(source):
                check_source(source)
        for source in sources:
            if isinstance(source, str | os.PathLike):
                for path in files([source], on_error):
                    templates = templates_but_items if not self._items and path != STANDARD_INPUT else file_templates
                    for template in templates(path, self._reader, ignore_finding, on_error):
                        self.add_template(template, path)
            elif _is_record(source):
                self._take(_data_of(source))
            else:
                for template in open_templates(source, self._reader, ignore_finding, on_error):
                    self.add_template(template)

    def add_template(self, template: Template, path: str | None = None) -> None:
        """Add a template. It is kept in full unless it can be read again from the file at `path`."""
        check_argument(template, Template, "add_template takes a template")
        schema = template.schema
        if schema.is_item and not self._items:
            return
        # In JSON, several records may be on one line.
        place = None if path is None or path == STANDARD_INPUT or is_named_json(path) else path
        if self._links or place is None or template.has_controls or not schema.type or schema.is_item:
            self._take(template.data, template, place)
            return
        # Of many series only a few are ever needed; these are read then.
        handle = template.value("handle")
        short_id = template.value("short_id") if schema.describes is HandleKind.PERSON else None
        self._index.add(place, template.line, schema.type, handle, filter(None, (handle, short_id)), (), template.text)
        self._summaries.cache_clear()

    def _take(self, data: Mapping[str, Any], template: Template | None = None, path: str | None = None) -> None:
        found = reference_fields(template.schema) if template else reference_fields_of(data, self._reader.grammar)
        if found.describes is HandleKind.DOCUMENT and not self._items:
            return
        names = [name for key in ("handle", "short_id") if (name := data.get(key))]
        links = [(reference.relation, reference.handle) for reference in references(data, found)] if self._links else ()
        kept = None if path is not None and found.describes is HandleKind.DOCUMENT else orjson.dumps(data)
        line = template.line if template else data.get("source", {}).get("line", 0)
        self._index.add(path, line, str(data.get("template_type", "")), data.get("handle"), names, links, kept)
        self._summaries.cache_clear()

    # ------------------------------------------------------------------ contents

    def __len__(self) -> int:
        return len(self._index)

    def __repr__(self) -> str:
        return f"<Catalogue of {counted(len(self), 'template')}{' on disk' if self.is_on_disk else ''}>"

    @property
    def size(self) -> int:
        """The size of the index in bytes."""
        return self._index.size

    @property
    def is_on_disk(self) -> bool:
        """Whether the index is on disk."""
        return self._index.is_on_disk

    def __contains__(self, handle: object) -> bool:
        return isinstance(handle, str) and self._index.has(handle)

    def __iter__(self) -> Iterator[Record]:
        """Iterate over all records, in the order in which they were added."""
        for entry in self._index.entries():
            if (data := self._data(entry)) is not None:
                yield _record(data)

    def __getitem__(self, handle: str) -> Record:
        found = self.get(handle)
        if found is None:
            raise UnknownHandleError(f"there is no record with the handle {handle!r} here{self._nearest(handle)}")
        return found

    def _nearest(self, handle: str) -> str:
        start = _start(handle, HandleKind.SERIES) if handle.count(":") >= _PARTS[HandleKind.SERIES] else handle[:LIKE]
        return did_you_mean(handle, islice(self.handles_like(start), REMEMBERED))

    def get(self, handle: str) -> Record | None:
        """Return the record with a handle, or the person with a short id; the first, if there are several, or None."""
        return next(iter(self.all(handle)), None)

    def all(self, handle: str) -> list[Record]:
        """Return all records with a handle."""
        check_argument(handle, str, "a catalogue looks up handles")
        return [_record(data) for data in map(self._data, self._index.named(handle)) if data is not None]

    def places(self, handle: str) -> list[Place]:
        """Return the places of all templates with a handle; no file is read for that."""
        check_argument(handle, str, "a catalogue looks up handles")
        return [*map(_place, self._index.named(handle))]

    def handles_like(self, start: str) -> Iterator[str]:
        """Return the handles and short ids that begin with `start`, in alphabetical order."""
        check_argument(start, str, "handles_like takes the beginning of a handle")
        return self._index.beginning(start)

    def conflicts(self) -> Iterator[Conflict]:
        """Return the handles that several templates have."""
        for name, entries in self._index.shared():
            yield Conflict(name, tuple(map(_place, entries)))

    # ------------------------------------------------------------------ relations

    def series(self, known: Known) -> Series | None:
        """Return the series of an item."""
        from redif.models import Series

        found = self._above(known, HandleKind.SERIES)
        return found if isinstance(found, Series) else None

    def archive(self, known: Known) -> Archive | None:
        """Return the archive of a series or item."""
        from redif.models import Archive

        found = self._above(known, HandleKind.ARCHIVE)
        return found if isinstance(found, Archive) else None

    def person(self, handle: str) -> Person | None:
        """Return a registered person by short id or handle."""
        from redif.models import Person

        found = self.get(handle)
        return found if isinstance(found, Person) else None

    def institution(self, handle: str) -> Institution | None:
        """Return an institution by handle."""
        from redif.models import Institution

        found = self.get(handle)
        return found if isinstance(found, Institution) else None

    def items(self, series: Known) -> Iterator[str]:
        """Return the handles of the items in a series, or in all series of an archive, in alphabetical order."""
        for handle in self.handles_like(f"{_handle(series)}:"):
            if handle.count(":") >= _PARTS[HandleKind.SERIES]:
                yield handle

    def links(self, known: Record | Mapping[str, Any]) -> list[Reference]:
        """Return the references in a record, whether their targets are in the catalogue or not."""
        data = _data_of(known)
        return list(references(data, reference_fields_of(data, self._reader.grammar)))

    def links_to(self, known: Known) -> list[tuple[str, Record]]:
        """Return the records that refer to something, each with the attribute that holds the reference."""
        names = [_handle(known)]
        if not isinstance(known, str) and (short_id := _data_of(known).get("short_id")):
            names.append(short_id)
        found = [(relation, self._data(entry)) for name in names for relation, entry in self._index.referring(name)]
        return [(relation, _record(data)) for relation, data in found if data is not None]

    def dangling(self) -> Iterator[Dangling]:
        """Return the handles in records that no template has, and items and series without their series or archive."""
        for relation, target, entry in self._index.dangling():
            yield Dangling(relation, target, entry.handle, _place(entry))
        missing: dict[str, bool] = {}  # of series and archives, of which there are not many
        for entry in self._index.entries():
            above = _ABOVE.get(self._kind(entry))
            if above is None or entry.handle is None:
                continue
            target = _start(entry.handle, above)
            if missing.setdefault(target.lower(), target not in self):
                yield Dangling(above.value, target, entry.handle, _place(entry))

    # ------------------------------------------------------------------ joining

    def joined(self, known: Record | Mapping[str, Any]) -> dict[str, Any]:
        """Return what is known of a record from the templates it belongs to or names, as data for `redif.models.Joined`."""
        joined: dict[str, Any] = {}
        for target, kind in self.looked_up(known):
            if (summary := self._summaries(target, kind)) is not None:
                if kind in _NAMED:
                    joined.setdefault(_NAMED[kind], {})[target] = summary
                else:
                    joined[kind.value] = summary
        return joined

    def looked_up(self, known: Record | Mapping[str, Any]) -> Iterator[tuple[str, HandleKind]]:
        """Yield the handles that `joined` looks up for a record, and what each has to describe."""
        data = _data_of(known)
        found = reference_fields_of(data, self._reader.grammar)
        handle = data.get("handle")
        for kind in (HandleKind.SERIES, HandleKind.ARCHIVE):
            belongs = found.describes is HandleKind.DOCUMENT or (
                found.describes is HandleKind.SERIES and kind is HandleKind.ARCHIVE
            )
            if handle and belongs:
                yield _start(handle, kind), kind
        for _, target, kind in references(data, found, _NAMED):
            yield target, kind

    def fingerprint(self, looked_up: Iterable[tuple[str, HandleKind]]) -> str:
        """Return a hash of all that `joined` finds for some handles."""
        from hashlib import blake2b  # takes a while to import, and only a cache needs it

        found = blake2b(digest_size=16)
        for handle, wanted in looked_up:
            entry = next((entry for entry in self._index.named(handle) if self._kind(entry) is wanted), None)
            data = None if entry is None else entry.data
            found.update(repr(data).encode("utf-8", "surrogatepass"))
        return found.hexdigest()

    def join(self, record: Record) -> Record:
        """Return a copy of the record with what is known of it in `joined`; none of its own fields change."""
        from redif.models import Joined

        if not _is_record(record):
            raise InputTypeError(f"join takes a record, not {shown(record)}")
        facts = self.joined(record)
        return record.model_copy(update={"joined": Joined.model_validate(facts) if facts else None})

    def _summary(self, handle: str, kind: HandleKind) -> dict[str, Any] | None:
        """The summary of the first template with a handle, if it is of the right kind."""
        for entry in self._index.named(handle):
            if self._kind(entry) is kind:
                data = self._data(entry)
                return None if data is None else SUMMARIES[kind](data)
        return None

    def _kind(self, entry: IndexEntry) -> HandleKind | None:
        """The kind of thing an entry describes."""
        return reference_fields_of({"template_type": entry.type}, self._reader.grammar).describes

    def _above(self, known: Known, kind: HandleKind) -> Record | None:
        handle = _handle(known)
        return self.get(_start(handle, kind)) if handle.count(":") >= _PARTS[kind] else None

    def _data(self, entry: IndexEntry) -> dict[str, Any] | None:
        """The record of an entry; None where its file no longer holds it."""
        if isinstance(entry.data, str):
            return self._reader.restored(entry.data, printable(entry.path or ""), entry.line).data
        if entry.data is not None:
            data: dict[str, Any] = orjson.loads(entry.data)
            return data
        return self._again.data(entry)


def _is_record(source: Source | Record) -> TypeIs[Record]:
    return hasattr(source, "template_type") and not isinstance(source, type)


def _handle(known: Known) -> str:
    return known if isinstance(known, str) else str(_data_of(known).get("handle", ""))


def _record(data: Mapping[str, Any]) -> Record:
    from redif.models import record_of

    return record_of(data)


def _data_of(known: Record | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(known, Mapping):
        return known
    if not _is_record(known):
        raise InputTypeError(f"a catalogue looks up handles and records, not {shown(known)}")
    data = known.data
    data.pop("joined", None)
    return data


def _start(handle: str, kind: HandleKind) -> str:
    """The handle of the archive or series in that of something in it."""
    return start_of(handle, _PARTS[kind])


def _place(entry: IndexEntry) -> Place:
    return Place(None if entry.path is None else printable(entry.path), entry.line)
