"""Processes that work on uploads: a file that takes too long or kills its process does no harm to others."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from redif.web.limits import Limits

MEMORY = 2 << 30  # bytes of address space of a worker
Result = TypeVar("Result")


class BusyError(Exception):
    """As many uploads are waiting as may wait."""


class FailedError(Exception):
    """The work took too long, or more memory than allowed."""


class Workers:
    """A pool of processes.

    Args:
        limits: how many there are, how many uploads may wait, and how long each may take.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._running = 0
        # A process that is forked from a server with threads can hang; so each begins anew.
        self._pool = ProcessPool(
            max_workers=limits.workers, context=multiprocessing.get_context("spawn"), initializer=_limit_memory
        )

    async def run(self, work: Callable[..., Result], *arguments: Any, **options: Any) -> Result:
        """Return what a function returns that runs in a worker; it and its arguments can be pickled.

        Raises:
            BusyError: too many are waiting.
            FailedError: it ended otherwise than by returning or raising.
        """
        if self._running >= self._limits.workers + self._limits.waiting:
            raise BusyError
        self._running += 1
        try:
            future = self._pool.schedule(work, args=arguments, kwargs=options, timeout=self._limits.work_seconds)
            result: Result = await asyncio.wrap_future(future)
        except (ProcessExpired, TimeoutError, MemoryError, CancelledError) as error:
            raise FailedError from error
        finally:
            self._running -= 1
        return result

    def close(self) -> None:
        """End all processes."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _limit_memory() -> None:
    try:
        import resource
    except ModuleNotFoundError:  # there is none on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
