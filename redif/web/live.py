"""A server that follows its files: what is made from them is made again when they change."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Iterable

from watchfiles import Change, DefaultFilter, awatch

from redif.source.files import ENDINGS

PAUSE = 500  # milliseconds without a change after which changes are looked at; programs write several files at once


class _OnlyReDIF(DefaultFilter):
    """Changes of files that are read; folders have no extension."""

    def __call__(self, change: Change, path: str) -> bool:
        return super().__call__(change, path) and path.lower().endswith(ENDINGS)


async def follow(paths: Iterable[str], refresh: Callable[[], None]) -> None:
    """Call `refresh` after each change of a file in some paths, until it is cancelled.

    Args:
        paths: files and folders.
        refresh: is called in a thread, and not again before it has returned. If it raises an error, that is shown, and the next
            change waited for.
    """
    async for _changes in awatch(*paths, watch_filter=_OnlyReDIF(), step=PAUSE):
        try:
            await asyncio.to_thread(refresh)
        except Exception:
            traceback.print_exc()
