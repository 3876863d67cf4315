"""The folder of an archive, to which items can be added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from redif.archiving.addition import Addition
from redif.archiving.contents import ArchiveContents
from redif.archiving.handle_rules import check_rule
from redif.archiving.registry import Registry
from redif.findings.errors import check_argument, no_records
from redif.source.transaction import locked

if TYPE_CHECKING:
    from redif.models import Item


class ArchiveFolder(ArchiveContents):
    """An archive on disk, to which items can be added; made and used as `ArchiveContents`."""

    def plan(
        self,
        items: Item | Iterable[Item],
        *,
        series: str | None = None,
        handle: str | None = None,
        registry: Registry | None = None,
    ) -> Addition:
        """Work out what adding items would change, without changing anything.

        Args:
            items: what to add. An item that is in the archive already, by its handle or DOI, is updated.
            series: the series' code or handle; by default that of each item's own handle, or the only one that fits its type.
            handle: the rule for new handles, such as `{year}-{number}`; by default that for the type of item.
            registry: persons and institutions, to identify authors and affiliations with.

        Raises:
            UsageError: the archive has no such series, or the rule cannot be used.
            InputTypeError: something else than items was given.
        """
        if handle is not None:
            check_argument(handle, str, "handle takes the rule for handles, such as '{year}-{number}'")
            check_rule(handle)
        if series is not None:
            check_argument(series, str, "series takes the code or handle of a series")
        if registry is not None:
            check_argument(registry, Registry, "registry takes redif.Registry(...)")
        wanted = None if series is None else self.series_named(series)
        if isinstance(items, Mapping):
            raise no_records("add", items)
        several = items if isinstance(items, Iterable) and not hasattr(items, "template_type") else [cast("Item", items)]
        addition = Addition(self, wanted, handle, registry)
        for item in several:
            addition.take(item)
        return addition.finished()

    def add(
        self,
        items: Item | Iterable[Item],
        *,
        series: str | None = None,
        handle: str | None = None,
        registry: Registry | None = None,
        force: bool = False,
    ) -> Addition:
        """Add items to the archive's files, or update them there; return what was changed.

        All is written or nothing. Apart from the updated items, no byte of any file changes.

        Args:
            items: as for `plan`.
            series: as for `plan`.
            handle: as for `plan`.
            registry: as for `plan`.
            force: write even if the check finds errors or warnings in the items.

        Raises:
            RefusedError: an item cannot be added, or the check finds errors or warnings in it. Nothing was written.
            UsageError: the archive has no such series, or the rule cannot be used.
            OSError: a file cannot be written, or another program is changing the archive.
        """
        with locked(self.path):
            fresh = ArchiveFolder(self.path)  # another program may have added to it since
            addition = fresh.plan(items, series=series, handle=handle, registry=registry)
            addition.write(force=force)
        self.__dict__.update(ArchiveFolder(self.path).__dict__)
        return addition
