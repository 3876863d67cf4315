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
from redif.parallel.batches import batch_size, batches, is_large
from redif.parallel.plain import packed, unpacked
from redif.parallel.pool import Lost, Pool
from redif.source.decoding import FilePart, file_parts
from redif.source.files import ENDINGS, OnError, open_file

Examine = Callable[[str, FilePart | None], tuple[Any, bytes]]
# What a process sends of a file: what it would have written on standard error, and the rest of the result.
_Packed = tuple[str, bytes, bytes]


class FileResult(NamedTuple):
    """What came of a file, or of a part of it.

    Attributes:
        number: the place of the file among all files, from 0.
        facts: plain data: what was counted and found.
        data: what is to be written of it.
    """

    number: int
    facts: Any
    data: bytes


class _Task(NamedTuple):
    """The indices of some files, or that of one of which only a part is to be read."""

    batch: range
    part: FilePart | None = None

    @property
    def parts(self) -> list[_Task]:
        return [_Task(range(index, index + 1), self.part) for index in self.batch]


class FileJobs:
    """A context manager that has files worked on by several processes.

    Args:
        paths: the files.
        examine: what is done with a file or a part of it; returns the facts and the data of its result. It may print on
            standard error.
        jobs: how many processes there are.
        can_cut: whether several processes may work on one file.
        progress: what shows how far it is.
        on_error: called with a file that cost two processes their lives.
    """

    def __init__(
        self, paths: Sequence[str], examine: Examine, *, jobs: int, can_cut: bool, progress: Progress, on_error: OnError
    ) -> None:
        self._paths = paths
        self._examine = examine
        self._can_cut = can_cut
        self._progress = progress
        self._on_error = on_error
        self._pool: Pool[_Task, list[_Packed]] = Pool(self._work, jobs, lambda task: task.parts)

    def __enter__(self) -> FileJobs:
        freeze_loaded_objects()
        self._pool.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.__exit__(kind, error, trace)

    def results(self) -> Iterator[FileResult]:
        """Yield the results of the files, in order; there is none of a file that no process survived."""
        for (batch, part), results in self._pool.results(self._tasks()):
            if isinstance(results, Lost):
                self._report(self._paths[batch.start], results)
            else:
                for index, (messages, facts, data) in zip(batch, results, strict=True):
                    if messages:
                        sys.stderr.write(messages)
                    yield FileResult(index, unpacked(facts), data)
            if part is None or part.end_line is None:
                self._progress.advance(len(batch))

    def _tasks(self) -> Iterator[_Task]:
        for batch in batches(self._paths):
            path = self._paths[batch.start]
            if self._can_cut and len(batch) == 1 and path.lower().endswith(ENDINGS) and is_large(path):
                for part in self._parts(path):
                    yield _Task(batch, part)
            else:
                yield _Task(batch)

    def _parts(self, path: str) -> Iterator[FilePart | None]:
        """The parts of a file; None for all of it."""
        number = 0
        try:
            with open_file(path, buffering=0) as stream:
                for number, part in enumerate(file_parts(stream, path, 2 * int(batch_size())), 1):
                    yield None if number == 1 and part.end_line is None else part
        except OSError:
            if not number:
                yield None  # whoever reads it reports that

    def _work(self, task: _Task) -> list[_Packed]:
        found = []
        messages = io.StringIO()
        with redirect_stderr(messages):
            for index in task.batch:
                facts, data = self._examine(self._paths[index], task.part)
                found.append((messages.getvalue(), packed(facts), data))
                if messages.tell():
                    messages.seek(0)
                    messages.truncate()
        return found

    def _report(self, path: str, lost: Lost) -> None:
        how = f"with exit status {lost.status}"
        if lost.status < 0:
            how = f"by the signal {signal.Signals(-lost.status).name}"
        self._on_error(OSError(errno.EIO, f"two processes ended while reading it, the second {how}", path))
