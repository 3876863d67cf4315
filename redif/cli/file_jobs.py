"""What a command does with each file, done by several processes, with the results in the order of the files."""

from __future__ import annotations

import errno
import io
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr
from types import TracebackType
from typing import Any, NamedTuple

from redif.cli.progress import Progress
from redif.cli.startup import freeze_loaded_objects
from redif.parallel.batches import batches
from redif.parallel.plain import packed, unpacked
from redif.parallel.pool import Lost, Pool
from redif.source.files import OnError

Examine = Callable[[str], tuple[Any, bytes]]
# What a process sends of a file: what it would have written on standard error, and the rest of the result.
_Packed = tuple[str, bytes, bytes]


class FileResult(NamedTuple):
    """What came of a file.

    Attributes:
        path: the file.
        facts: plain data: what was counted and found.
        data: what is to be written of it.
    """

    path: str
    facts: Any
    data: bytes


class FileJobs:
    """A context manager that has files worked on by several processes.

    Args:
        paths: the files.
        examine: what is done with a file: it returns the facts and the data of its result. It may print on standard error.
        jobs: how many processes there are.
        progress: what shows how far it is.
        on_error: called with a file that cost two processes their lives.
    """

    def __init__(self, paths: Sequence[str], examine: Examine, *, jobs: int, progress: Progress, on_error: OnError) -> None:
        self._paths = paths
        self._examine = examine
        self._progress = progress
        self._on_error = on_error
        self._pool: Pool[range, list[_Packed]] = Pool(self._work, jobs, lambda batch: [range(i, i + 1) for i in batch])

    def __enter__(self) -> FileJobs:
        freeze_loaded_objects()
        self._pool.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.__exit__(kind, error, trace)

    def results(self) -> Iterator[FileResult]:
        """Yield the results of the files, in order; there is none of a file that no process survived."""
        for batch, results in self._pool.results(batches(self._paths)):
            if isinstance(results, Lost):
                self._report(self._paths[batch.start], results)
                self._progress.advance()
                continue
            for index, (messages, facts, data) in zip(batch, results, strict=True):
                if messages:
                    sys.stderr.write(messages)
                yield FileResult(self._paths[index], unpacked(facts), data)
                self._progress.advance()

    def _work(self, batch: range) -> list[_Packed]:
        found = []
        messages = io.StringIO()
        with redirect_stderr(messages):
            for index in batch:
                facts, data = self._examine(self._paths[index])
                found.append((messages.getvalue(), packed(facts), data))
                if messages.tell():
                    messages.seek(0)
                    messages.truncate()
        return found

    def _report(self, path: str, lost: Lost) -> None:
        how = f"with exit status {lost.status}"
        if lost.status < 0:
            how = f"by the signal {signal.Signals(-lost.status).name}"
        self._on_error(OSError(errno.EIO, f"the process that read it was ended twice, {how}", path))
