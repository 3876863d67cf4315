"""Work shared among processes that are forked from this one, so that they know all that it knows."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Result = TypeVar("Result")


def cores() -> int:
    """Return on how many cores this process may run."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shared(work: Callable[[int, int], Result], jobs: int) -> list[Result]:
    """Return what the parts of some work give: `work(part, parts)`, each in a process of its own, where there are forks.

    Raises:
        OSError: a process has ended before its work was done.
    """
    parts = jobs if hasattr(os, "fork") else 1
    context, started = multiprocessing.get_context("fork") if parts > 1 else None, []
    gc.freeze()  # so that looking for garbage copies no memory that the processes have in common
    try:
        for part in range(1, parts):
            assert context is not None
            receiver, sender = context.Pipe(duplex=False)
            process = context.Process(target=_send, args=(sender, work, part, parts))
            process.start()
            sender.close()
            started.append((process, receiver))
        return [work(0, parts), *(_received(receiver) for _, receiver in started)]
    finally:
        gc.unfreeze()
        for process, receiver in started:
            receiver.close()
            process.terminate()  # it has ended, unless something went wrong
            process.join()


def _send(sender: Connection[Any, Any], work: Callable[[int, int], Any], part: int, parts: int) -> None:
    try:
        sender.send((work(part, parts), None))
    except Exception as error:
        sender.send((None, error))


def _received(receiver: Connection[Any, Any]) -> Any:
    try:
        result, error = receiver.recv()
    except EOFError:
        raise OSError("a process that made pages was ended") from None
    if error is not None:
        raise error
    return result
