"""Items being added to an archive: which are new, which are updated, and what that makes of the archive's files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from redif.archiving.contents import GIVEN_HANDLES, ArchiveContents, PresentItem, PresentSeries
from redif.archiving.handle_rules import make_handle
from redif.archiving.likeness import Alike
from redif.archiving.registry import Candidates, Registry
from redif.bibliography.item import BibliographicItem
from redif.checks.archive.folders import names_in
from redif.checks.checker import Checker
from redif.checks.examination import FileLines, of_entry
from redif.findings.errors import InputTypeError, RedifError, shown
from redif.findings.finding import Edit, Finding, Severity, ignore_finding
from redif.findings.wording import counted, shortened
from redif.grammar import Grammar
from redif.reading.documents import stream_templates
from redif.rewriting.edits import Original
from redif.schema.tables import MAPS
from redif.schema.values import Handle
from redif.source.files import ENDINGS, STANDARD_INPUT, leads_outside
from redif.source.transaction import replace_together
from redif.syntax.serializer import text_of
from redif.syntax.splitter import Reader
from redif.syntax.template import Template

if TYPE_CHECKING:
    from redif.models import Item

NEW_ENDING = ".redif"  # which RePEc reads as UTF-8
SAME_TITLE = 60  # percent of likeness; titles less alike than that are those of two works
BLOCKING = (Severity.ERROR, Severity.WARNING)  # as for `redif check`, which fails on warnings


class FileChange(NamedTuple):
    """A file of the archive: its path relative to the archive's folder, what it holds, and what it shall hold."""

    path: str
    before: bytes
    after: bytes


class Refusal(NamedTuple):
    """An item that cannot be added, where it was read, and why."""

    title: str
    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.file else ""
        return f'{where}"{shortened(self.title)}" cannot be added: {self.reason}'


class RefusedError(RedifError, ValueError):
    """Nothing was written, since an item cannot be added or has something wrong with it.

    Attributes:
        addition: what would have been done.
    """

    def __init__(self, addition: Addition) -> None:
        self.addition = addition
        problems = [
            *map(str, addition.refused),
            *(f"{f.file}:{f.line}: {f.message}" for f in addition.findings_in_input() if f.severity in BLOCKING),
        ]
        super().__init__(f"nothing was added, since there are problems: {'; '.join(problems[:3])}")


class Addition:
    """What adding items to an archive changes.

    Attributes:
        added, updated, unchanged: the handles of items that are new, that change, and that are in the archive just so.
        refused: the items that cannot be added.
        changes: the files that change.
        findings: what the check finds in the added and updated items.
        unclear: names of authors and affiliations that fit several entries of the registry.
        numbered: the handles of new items that have a running number for want of a number or whatever else their rule names.
        alike: new items that may be there already under another title.
    """

    def __init__(
        self, archive: ArchiveContents, series: PresentSeries | None, rule: str | None, registry: Registry | None
    ) -> None:
        self.added: list[str] = []
        self.updated: list[str] = []
        self.unchanged: list[str] = []
        self.refused: list[Refusal] = []
        self.changes: list[FileChange] = []
        self.findings: list[Finding] = []
        self.unclear: list[Candidates] = []
        self.numbered: list[str] = []
        self.alike: list[Alike] = []
        self._sources: dict[str, tuple[str, int]] = {}  # where items were read, by handle in lowercase
        self._archive, self._series, self._rule, self._registry = archive, series, rule, registry
        self._taken = archive.given_handles()
        self._new: dict[str, list[str]] = {}  # the texts of new templates, by file
        self._edits: dict[str, list[Edit]] = {}
        self._templates: dict[str, dict[int, Template]] = {}  # those of files with updated items, by line
        self._titles: dict[str, str] = {}  # of the items added so far, by handle in lowercase

    def __repr__(self) -> str:
        counts = f"{len(self.added)} added, {len(self.updated)} updated, {len(self.unchanged)} unchanged"
        return f"<Addition to {self._archive.code}: {counts}, {len(self.refused)} refused>"

    @property
    def blocking(self) -> list[Finding]:
        """The findings that keep the items from being written: errors and warnings."""
        return [finding for finding in self.findings if finding.severity in BLOCKING]

    def take(self, record: Item) -> None:
        """Work out what becomes of one item."""
        if not hasattr(record, "template_type"):
            raise InputTypeError(f"items are added to an archive, such as redif.Paper(...), not {shown(record)}")
        data = record.data
        source = data.pop("source", None) or {}
        data.pop("joined", None)
        title = str(data.get("title") or data.get("name") or "")
        try:
            handle = self._take(record, data, title)
            if source.get("file", STANDARD_INPUT) != STANDARD_INPUT:
                self._sources[handle.lower()] = source["file"], source.get("line", 1)
        except _CannotAddError as error:
            name = title or str(data.get("name_full") or record.handle or "")
            self.refused.append(Refusal(name, source.get("file", ""), source.get("line", 0), str(error)))

    def _take(self, record: Item, data: dict[str, Any], title: str) -> str:
        """Work out what becomes of an item, and return its handle."""
        series = self._series_of(record)
        if self._registry is not None:
            self.unclear += self._registry.identify(data)
        handle, present = self._identified(record, series, title)
        data["handle"] = handle
        if handle.lower() in self._titles:
            raise _CannotAddError(
                f'the item "{shortened(self._titles[handle.lower()])}" before it gets the same handle, {handle}'
            )
        self._titles[handle.lower()] = title
        if present is not None:
            self._update(present, data)
            return handle
        if not Handle(record.handle or "").item:
            self._compare(handle, series, BibliographicItem(data))
        self.added.append(handle)
        self._taken.add(handle.lower())
        path = f"{series.code}/{_file_stem(BibliographicItem(data))}"
        self._new.setdefault(self._existing(path), []).append(text_of(data))
        return handle

    def _compare(self, handle: str, series: PresentSeries, item: BibliographicItem) -> None:
        """Note an item that is to be added and may be there already; works with different DOIs are different ones."""
        other = self._archive.like(series, item)
        if other is not None and not (other.doi and item.doi and other.doi.lower() != item.doi.lower()):
            self.alike.append(Alike(handle, item.title, other.handle, other.title))

    def _series_of(self, record: Item) -> PresentSeries:
        """The series that an item goes to."""
        type_ = record.template_type.partition(" ")[0]
        kind = Grammar.standard().kind(record.template_type) or type_
        if not hasattr(record, "title"):
            raise _CannotAddError("only papers, articles, books, chapters and software can be added")
        own = Handle(record.handle or "")
        own_series = own.series if own.archive == self._archive.code else None
        fitting = [series for series in self._archive.series.values() if _holds(series, type_)]
        series = self._series or self._archive.series.get(own_series or "") or (fitting[0] if len(fitting) == 1 else None)
        if own_series is not None and series is not None and own_series != series.code:
            raise _CannotAddError(f"its handle, {own}, is not one of the series {series.code}")
        if series is None:
            raise _CannotAddError("say which series it belongs to, with --series or series=")
        if not _holds(series, type_):
            held = ", ".join(series.types)
            raise _CannotAddError(f"it is of the type {kind}, and the series {series.code} is for {held}")
        return series

    def _identified(self, record: Item, series: PresentSeries, title: str) -> tuple[str, PresentItem | None]:
        """The handle of an item, and the item of the archive that it is already, if any."""
        own = Handle(record.handle or "")
        if own.archive == self._archive.code and own.item:  # whatever its title is by now
            present = self._archive.get(own)
            return (present.handle, present) if present else (str(own), None)
        doi = BibliographicItem(record.data).doi
        present = self._archive.with_doi(doi)
        if present is not None and Handle(present.handle).series == series.code:
            return present.handle, present
        made = make_handle(record, series.handle, self._rule, self._taken)
        if not made.identifies:
            same = next((same for same in self._archive.titled(series, title) if not (doi and same.doi)), None)
            if same is None and "{next}" not in (self._rule or ""):
                self.numbered.append(made.handle)
            return (same.handle, same) if same else (made.handle, None)
        handle, present = self._present(made.handle, title)
        if present is None:  # or by another rule it has a handle already
            same = next((same for same in self._archive.titled(series, title) if self._is_same(same, record)), None)
            if same is not None:
                return same.handle, same
        if present is None and handle.lower() in self._taken and handle.lower() not in self._titles:
            raise _CannotAddError(f"its handle would be {handle}, which an item had that is no longer in the archive")
        return handle, present

    def _is_same(self, present: PresentItem, record: Item) -> bool:
        """Whether two items of one title have the same authors, date and number, too, and so are one."""
        return _identity(BibliographicItem(self._template_at(present).data)) == _identity(BibliographicItem(record.data))

    def _present(self, handle: str, title: str) -> tuple[str, PresentItem | None]:
        """The handle as the archive has it, with the item that has it; another work must not take its place."""
        present = self._archive.get(handle)
        if present is None:
            return handle, None
        if not _same_title(present.title, title):
            raise _CannotAddError(f'its handle would be {handle}, which belongs to "{shortened(present.title)}"')
        return present.handle, present

    def _existing(self, path: str) -> str:
        """The file of a series that new items go to: one that is there, with any ending, or else a new one."""
        folder, stem = os.path.split(path)
        names = {name.lower(): name for name in names_in(os.path.join(self._archive.path, folder))}
        found = next((names[stem + ending] for ending in reversed(ENDINGS) if stem + ending in names), stem + NEW_ENDING)
        return os.path.join(folder, found)

    def _update(self, present: PresentItem, data: dict[str, Any]) -> None:
        """Work out how an item that is in the archive changes."""
        template = self._template_at(present)
        old = {key: value for key, value in template.data.items() if key not in ("source", "joined")}
        new = _merged(old, data)
        if new == old:
            self.unchanged.append(present.handle)
            return
        last = template.attributes[-1]
        text = text_of(new, template.schema).rstrip("\n")
        inside = template.text.split("\n")[: last.end_line - template.line + 2]  # what is below its last value stays there
        comments = [line for line in inside if line.startswith("#")]
        opening, _, rest = text.partition("\n")
        text = "\n".join([opening, *comments, rest])
        self._edits.setdefault(present.path, []).append(Edit(present.line, 1, last.end_line, last.end_column, text))
        self.updated.append(present.handle)

    def _template_at(self, present: PresentItem) -> Template:
        if present.path not in self._templates:
            with open(os.path.join(self._archive.path, present.path), "rb") as stream:
                found = stream_templates(stream, present.path, Reader(), ignore_finding)
                self._templates[present.path] = {template.line: template for template in found}
        return self._templates[present.path][present.line]

    def finished(self) -> Addition:
        """Make the new contents of files, and check the items in them; called once all items were taken."""
        for path in sorted({*self._new, *self._edits}):
            if leads_outside(self._archive.path, path):
                reason = "a link leads from there out of the archive, where redif changes nothing"
                self.refused.append(Refusal(path, "", 0, reason))
                continue
            before = self._content(path)
            after = self._edited(path, before)
            if after is None:
                reason = (
                    f"the file {path} mixes encodings or cannot hold all characters of its text; "
                    "tidy it up with redif format, and try again"
                )
                self.refused.append(Refusal(path, "", 0, reason))
            else:
                self.changes.append(FileChange(path, before, after))
                self.findings += self._checked(path, after)
        if self.added:
            before = self._content(GIVEN_HANDLES)
            after = "".join(f"{handle}\n" for handle in sorted(self._taken)).encode()
            self.changes.append(FileChange(GIVEN_HANDLES, before, after))
        return self

    def _content(self, path: str) -> bytes:
        try:
            with open(os.path.join(self._archive.path, path), "rb") as file:
                return file.read()
        except FileNotFoundError:
            return b""

    def _edited(self, path: str, before: bytes) -> bytes | None:
        """The content of a file with updated items in their places and new ones at its end."""
        texts = self._new.get(path, [])
        if not before:
            return "\n".join(texts).encode()
        original = Original(before, path)
        edits = list(self._edits.get(path, []))
        if texts:
            lines = original.text.split("\n")
            gap = "\n" if original.text.endswith("\n") else "\n\n"
            end = len(lines), len(lines[-1]) + 1
            edits.append(Edit(*end, *end, gap + "\n".join(texts)))
        located = [original.locate(edit) for edit in edits]
        known = [edit for edit in located if edit is not None]
        return original.edited(known) if len(known) == len(located) else None

    def _checked(self, path: str, content: bytes) -> Iterator[Finding]:
        """What the check finds in the items that are added and updated."""
        changed = {handle.lower() for handle in (*self.added, *self.updated)}
        for finding in Checker().data(content, os.path.join(self._archive.path, path)):
            if finding.template and (finding.template.handle or "").lower() in changed:
                yield finding

    def findings_in_input(self) -> list[Finding]:
        """Return the findings, each about the line or row of the input where its item was read, as far as that is known."""
        lines: dict[str, FileLines] = {}
        placed = [(self._source_of(finding), finding) for finding in self.findings]
        found = []
        for (file, line), finding in sorted(placed, key=lambda each: each[0]):  # lines are read in their order
            if finding.template is not None and file:
                text = lines.setdefault(file, FileLines(file)).line(line)
                finding = of_entry(finding._replace(file=file, template=finding.template._replace(line=line)), text)
            found.append(finding)
        return found

    def _source_of(self, finding: Finding) -> tuple[str, int]:
        handle = (finding.template.handle if finding.template else None) or ""
        return self._sources.get(handle.lower(), ("", 0))

    def write(self, *, force: bool = False) -> None:
        """Write the changes, all or none; the caller has locked the archive's folder.

        Raises:
            RefusedError: an item cannot be added, or without `force` has errors or warnings. Nothing was written.
            OSError: a file cannot be written.
        """
        if self.refused or (self.blocking and not force):
            raise RefusedError(self)
        if self.changes:
            replace_together(self._archive.path, {change.path: change.after for change in self.changes})

    def summary(self) -> str:
        """Return what was done as one line."""
        counts = ((len(self.added), "added"), (len(self.updated), "updated"), (len(self.unchanged), "unchanged"))
        parts = [f"{counted(number, 'item')} {what}" for number, what in counts if number]
        files = sum(change.path != GIVEN_HANDLES for change in self.changes)
        return ", ".join(parts or ["no items"]) + (f" in {counted(files, 'file')}" if files else "")


class _CannotAddError(Exception):
    """An item cannot be added; the message says why."""


def _identity(item: BibliographicItem) -> tuple[Any, ...]:
    """What tells items of one title from each other: authors, year and numbers."""
    authors = [(name.family, name.given[:1]) for name in item.authors]
    return authors, item.issued and item.issued.year, [item.text(field) for field in ("number", "volume", "issue", "pages")]


def _holds(series: PresentSeries, type_: str) -> bool:
    return type_.lower() in (held.lower() for held in series.types)


def _same_title(first: str, second: str) -> bool:
    """Whether two titles can be those of one work, corrected in the meantime."""
    from rapidfuzz.fuzz import token_set_ratio  # only needed where an item is there already

    return not first or not second or token_set_ratio(first.lower(), second.lower()) >= SAME_TITLE


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """A record with the fields of a newer one; what only the older one has stays, such as JEL codes added by hand."""
    merged = {**old, **new}
    for key in MAPS:
        if key in old and key in new:
            merged[key] = {**old[key], **new[key]}
    return merged


def _file_stem(item: BibliographicItem) -> str:
    """The name, without its ending, of the file that an item goes to: by issue for articles, else by year."""
    day = item.issued
    year = str(day.year) if day else "undated"
    parts = [year, item.text("volume"), item.text("issue")] if item.text("issue") else [year]
    return "-".join("".join(c if c.isalnum() else "-" for c in part).strip("-") for part in parts if part).lower()
