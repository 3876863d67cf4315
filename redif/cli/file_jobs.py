"""What a command does with each file, by several processes, or in earlier runs: the results come in the order of the files."""

from __future__ import annotations

import errno
import io
import signal
import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

from redif.cli.progress import Progress
from redif.cli.startup import freeze_loaded_objects
from redif.parallel.batches import batch_size, batches, is_large, jobs_for
from redif.parallel.plain import PackedResult, packed, unpacked
from redif.parallel.pool import Lost, Pool
from redif.source.decoding import FilePart, file_parts
from redif.source.files import ENDINGS, OnError, open_file

if TYPE_CHECKING:
    from redif.cli.result_cache import FileState, ResultCache

# Returns the facts and the data of a result, and whether nothing failed that may work another time.
Examine = Callable[[str, FilePart | None], tuple[Any, bytes, bool]]


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
    """The places of some files among those that are read, or that of one of which only a part is to be read."""

    batch: range
    part: FilePart | None = None

    @property
    def parts(self) -> list[_Task]:
        return [_Task(range(index, index + 1), self.part) for index in self.batch]


class FileJobs:
    """A context manager that has files worked on by several processes.

    Args:
        paths: the files.
        examine: what is done with a file or a part of it. It may print on standard error.
        jobs: how many processes there are; the work of one is done by this one.
        can_cut: whether several processes may work on one file.
        progress: what shows how far it is.
        on_error: called with a file that cost two processes their lives.
        cache: the results of earlier runs.
        is_current: whether the facts of such a result are still right, although the file has not changed.
    """

    def __init__(
        self,
        paths: Sequence[str],
        examine: Examine,
        *,
        jobs: int,
        can_cut: bool,
        progress: Progress,
        on_error: OnError,
        cache: ResultCache | None = None,
        is_current: Callable[[Any], bool] = lambda _facts: True,
    ) -> None:
        self._examine = examine
        self._can_cut = can_cut
        self._progress = progress
        self._on_error = on_error
        self._cache = cache
        self._is_current = is_current
        self._all_paths = self._paths = paths  # and those that are read
        self._numbers: Sequence[int] = range(len(paths))  # their places among all files
        self._cached = array("q")  # where the results of each file are in the cache
        self._states: dict[int, FileState | None] = {}  # before a file is read
        self._kept = -1  # the file whose parts are put into the cache
        if cache is not None:
            cache.forget_vanished(paths)
            self._cached.extend(map(cache.find, paths))
            self._numbers = [number for number, place in enumerate(self._cached) if not place]
            self._paths = [paths[number] for number in self._numbers]
            jobs = jobs_for(self._paths, (), jobs)
        self._pool: Pool[_Task, list[tuple[PackedResult, bool]]] | None = None
        if jobs > 1:
            self._pool = Pool(self._work, jobs, lambda task: task.parts)

    def __enter__(self) -> FileJobs:
        freeze_loaded_objects()
        if self._pool is not None:
            self._pool.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.__exit__(kind, error, trace)
        if self._cache is not None:
            self._cache.close()

    def results(self) -> Iterator[FileResult]:
        """Yield the results of the files, in order; there is none of a file that no process survived."""
        done = 0
        for number, result, is_lasting in self._read():
            yield from self._from_cache(range(done, number))
            self._keep(number, result, is_lasting=is_lasting)
            yield _told(number, result)
            done = number
        yield from self._from_cache(range(done, len(self._cached)))

    def _from_cache(self, numbers: range) -> Iterator[FileResult]:
        """The results of those files that are not read."""
        for number in numbers:
            if self._cache is not None and self._cached[number]:
                path, count, is_whole = self._all_paths[number], 0, False
                for result in self._cache.load(path, self._cached[number]):
                    if not self._is_current(unpacked(result.facts)):
                        break
                    yield _told(number, result)
                    count += 1
                    is_whole = result.is_last
                if not is_whole:  # also where the cache is damaged, or another run has replaced this
                    if not count:
                        self._states[number] = self._cache.state(path)
                    for part in islice(self._parts(path), count, None):
                        result, is_lasting = self._result(path, part)
                        self._keep(number, result, is_lasting=is_lasting)
                        yield _told(number, result)
                self._progress.advance()

    def _read(self) -> Iterator[tuple[int, PackedResult, bool]]:
        """The results of the files that are read, with their numbers, and whether nothing failed that may work another time."""
        tasks = self._tasks()
        done = self._pool.results(tasks) if self._pool is not None else ((task, self._work(task)) for task in tasks)
        for (batch, part), results in done:
            if isinstance(results, Lost):
                self._states.pop(self._numbers[batch.start], None)
                self._report(self._paths[batch.start], part, results)
            else:
                for index, (result, is_lasting) in zip(batch, results, strict=True):
                    yield self._numbers[index], result, is_lasting
            if part is None or part.end_line is None:
                self._progress.advance(len(batch))

    def _keep(self, number: int, result: PackedResult, *, is_lasting: bool) -> None:
        """Put the result of a file into the cache, unless the file was changed while it was read."""
        before = self._states.pop(number, None)
        if self._cache is None or before is None or not is_lasting:
            return
        path, is_first = self._all_paths[number], number != self._kept
        self._kept = number
        if not result.is_last:
            self._states[number] = before
            self._cache.add(path, result, None, is_first=is_first)
        else:
            is_unchanged = self._cache.state(path) == before
            self._cache.add(path, result, before if is_unchanged else None, is_first=is_first)

    def _tasks(self) -> Iterator[_Task]:
        for batch in batches(self._paths):
            if self._cache is not None:
                for index in batch:
                    self._states[self._numbers[index]] = self._cache.state(self._paths[index])
            if len(batch) == 1:
                for part in self._parts(self._paths[batch.start]):
                    yield _Task(batch, part)
            else:
                yield _Task(batch)

    def _parts(self, path: str) -> Iterator[FilePart | None]:
        """The parts of a file in which it is read; None for all of it."""
        if not (self._can_cut and path.lower().endswith(ENDINGS) and is_large(path)):
            yield None
            return
        number = 0
        try:
            with open_file(path, buffering=0) as stream:
                for number, part in enumerate(file_parts(stream, path, 2 * int(batch_size())), 1):
                    yield None if number == 1 and part.end_line is None else part
        except OSError as error:
            if number:
                self._on_error(error)
            else:
                yield None  # whoever reads it reports that

    def _work(self, task: _Task) -> list[tuple[PackedResult, bool]]:
        return [self._result(self._paths[index], task.part) for index in task.batch]

    def _result(self, path: str, part: FilePart | None) -> tuple[PackedResult, bool]:
        """Examine a file or a part of it; return the result, and whether nothing failed that may work another time."""
        messages = io.StringIO()
        with redirect_stderr(messages):
            facts, data, is_lasting = self._examine(path, part)
        is_last = part is None or part.end_line is None
        return PackedResult(messages.getvalue(), packed(facts), data, is_last), is_lasting

    def _report(self, path: str, part: FilePart | None, lost: Lost) -> None:
        how = f"with exit status {lost.status}"
        if lost.status < 0:
            how = f"by the signal {signal.Signals(-lost.status).name}"
        what = "it"
        if part is not None:
            # A part ends with the template that goes on behind it.
            end = "its end" if part.end_line is None else f"about line {part.end_line:,}"
            what, how = f"it from about line {part.line:,} to {end}", f"{how}; the rest of it was read"
        self._on_error(OSError(errno.EIO, f"two processes ended while reading {what}, the second {how}", path))


def _told(number: int, result: PackedResult) -> FileResult:
    """A result as it was found; what was written on standard error is written again."""
    if result.messages:
        sys.stderr.write(result.messages)
    return FileResult(number, unpacked(result.facts), result.data)
