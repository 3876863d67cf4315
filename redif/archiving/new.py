"""The folder of a new archive: its own template, those of its series, and a folder for each series."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from redif.bibliography.item import ITEM_KINDS, ItemKind
from redif.checks.archive.folders import ARCH, SERI, coded, names_in
from redif.checks.checker import check
from redif.findings.errors import UsageError, did_you_mean
from redif.findings.finding import Finding, Severity
from redif.source.output import Output
from redif.syntax.serializer import text_of

if TYPE_CHECKING:
    from redif.models import Archive, Series

ENDING = ".redif"  # which RePEc reads as UTF-8


class NewSeries(NamedTuple):
    """A series to be made: its code of six letters or digits, the kind of items it holds (`paper`), and its name."""

    code: str
    kind: str
    name: str

    @property
    def type(self) -> str:
        """The type that its template names: `ReDIF-Paper`."""
        return next(type_.partition(" ")[0] for type_, kind in ITEM_KINDS.items() if kind == self.kind)

    @classmethod
    def parse(cls, text: str) -> NewSeries:
        """Return the series that a text names: `wpaper=Working Papers`, or `journl:article=Journal of Examples`.

        Raises:
            UsageError: it is no such text.
        """
        code, equals, name = text.partition("=")
        code, _, kind = code.partition(":")
        kinds = item_kinds()
        kind = (kind or kinds[0]).strip().lower()
        if not equals or not code.strip() or not name.strip():
            raise UsageError(f'write a series as CODE=NAME or CODE:TYPE=NAME, such as "wpaper=Working Papers", not "{text}"')
        if kind not in kinds:
            raise UsageError(f"there are no series of type {kind!r}{did_you_mean(kind, kinds)}; types are {', '.join(kinds)}")
        return cls(code.strip().lower(), kind, name.strip())


def item_kinds() -> list[str]:
    """Return the kinds of items that a series may hold, papers first: `paper`, `article`, `book` ..."""
    return sorted(map(str, ItemKind), key=lambda kind: (kind != ItemKind.PAPER, kind))


def problems(records: Iterable[Archive | Series]) -> list[Finding]:
    """Return what keeps RePEc from accepting the templates of an archive and its series: errors and warnings."""
    return [finding for finding in check(records, isolated=True) if finding.severity is not Severity.ADVICE]


def create_archive(path: str | os.PathLike[str], archive: Archive, series: Iterable[Series]) -> list[str]:
    """Write the folder of a new archive; return the files that were written.

    Args:
        path: the folder, which may exist but must not hold an archive.
        archive: its own template.
        series: those of its series; each gets a folder.

    Raises:
        UsageError: the folder holds an archive already, or RePEc would not accept a template.
        OSError: something cannot be written.
    """
    folder = os.fspath(path)
    several = list(series)
    if present := coded(names_in(folder), ARCH):
        raise UsageError(f"{folder} holds an archive already ({', '.join(present.values())}), which is left as it is")
    if found := problems([archive, *several]):
        raise UsageError("; ".join(finding.message for finding in found))
    code = archive.handle.archive if archive.handle else None
    if code is None:
        raise UsageError("an archive needs a handle such as RePEc:aaa")
    written = []
    os.makedirs(folder, exist_ok=True)
    for one in several:
        if one.handle and one.handle.series:
            os.makedirs(os.path.join(folder, one.handle.series), exist_ok=True)
    for ending, records in ((SERI, several), (ARCH, [archive])):
        if records:
            name = os.path.join(folder, f"{code}{ending}{ENDING}")
            with Output(name) as out:
                out.write("\n".join(text_of(record.data) for record in records).encode())
            written.append(name)
    return written
