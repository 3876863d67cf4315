"""A pool of processes: tasks are done by several of them at once, and their results come in the order of the tasks.

Each process has a pipe of its own and no lock in common with the others. Thus one that is killed, even while it sends a result,
costs nothing but the task it was at. `multiprocessing.Pool` waits for such a result forever, `concurrent.futures` gives up all
tasks, and the processes of Pebble share one pipe and its locks.

Processes are forks of this one, so what was loaded or built before they start need not be sent to them. A fork copies no other
threads than the one that makes it, so the pool has none, and is to be opened before anything starts one.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

Task = TypeVar("Task")
Result = TypeVar("Result")

QUEUED = 2  # tasks that a process is given at a time, so that it need not wait for the next one
PENDING = 4  # tasks for each process whose results may wait for those of earlier ones; this bounds memory
_SIGNALS = {signal.SIGINT, signal.SIGTERM}


class Lost(NamedTuple):
    """The place of a result that there is none of: the process that was at the task has ended, and another one, too.

    Attributes:
        status: how it ended: a number of a signal if negative, else an exit status.
    """

    status: int


@dataclass(eq=False)
class _Slot:
    """The place of a task in the order of results."""

    task: Any
    is_second: bool = False  # whether the task is done again, because the first process at it has ended
    is_done: bool = False
    result: Any = None


@dataclass(eq=False)
class _Process:
    """A process, this end of its pipe, and what it was given to do."""

    process: ForkProcess
    pipe: Connection
    slots: deque[_Slot] = field(default_factory=deque)


class Pool(Generic[Task, Result]):
    """A context manager with some processes, which all end when it is left.

    Args:
        work: does a task. What it raises is raised where the result is taken.
        jobs: how many processes there are.
        parts: the tasks that a task consists of; if a process ends at it, each of these is tried by itself.

    Raises:
        OSError: no process can be started.
    """

    def __init__(
        self, work: Callable[[Task], Result], jobs: int, parts: Callable[[Task], Sequence[Task]] = lambda task: [task]
    ) -> None:
        self._work = work
        self._jobs = jobs
        self._parts = parts
        self._processes: list[_Process] = []
        self._order: deque[_Slot] = deque()
        self._waiting: deque[_Slot] = deque()  # to be done before any new task

    def __enter__(self) -> Pool[Task, Result]:
        self._start_missing()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for process in self._processes:
            process.process.kill()
        for process in self._processes:
            process.pipe.close()
            process.process.join()

    def results(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | Lost]]:
        """Yield tasks with their results, in order; a task at which a process has ended is replaced by its parts."""
        left = iter(tasks)
        while True:
            self._hand_out(left)
            if self._order and self._order[0].is_done:
                slot = self._order.popleft()
                yield slot.task, slot.result
                self._receive(timeout=0)  # the processes went on in the meantime
            elif self._order:
                self._receive(timeout=None)
            else:
                return

    def _hand_out(self, left: Iterator[Task]) -> None:
        """Give each process its next tasks."""
        for queued in range(QUEUED):
            for process in self._processes:
                if len(process.slots) > queued:
                    continue
                slot = self._next_slot(left)
                if slot is None:
                    return
                process.slots.append(slot)
                with suppress(OSError):  # it has ended, which shows when it is listened to
                    process.pipe.send(slot.task)

    def _next_slot(self, left: Iterator[Task]) -> _Slot | None:
        if self._waiting:
            return self._waiting.popleft()
        if len(self._order) >= PENDING * self._jobs:
            return None
        for task in left:
            slot = _Slot(task)
            self._order.append(slot)
            return slot
        return None

    def _receive(self, timeout: float | None) -> None:
        """Take the results that have arrived; wait for one unless there is a timeout."""
        pipes = {process.pipe: process for process in self._processes}
        for pipe in cast("list[Connection]", wait([*pipes], timeout)):
            process = pipes[pipe]
            try:
                is_result, answer = pipe.recv()
            except (EOFError, OSError):  # also where it was killed in the middle of a result
                self._replace(process)
                continue
            if not is_result:
                raise answer
            slot = process.slots.popleft()
            slot.result, slot.is_done = answer, True

    def _replace(self, process: _Process) -> None:
        """Start another process for one that has ended, and have its tasks done."""
        self._processes.remove(process)
        process.pipe.close()
        process.process.join()
        if process.slots:
            slot = process.slots.popleft()
            self._waiting.extendleft(reversed(process.slots))
            if slot.is_second:
                slot.result, slot.is_done = Lost(process.process.exitcode or 0), True
            else:
                parts = [_Slot(part, is_second=True) for part in self._parts(slot.task)]
                place = self._order.index(slot)
                del self._order[place]
                for number, part in enumerate(parts, place):
                    self._order.insert(number, part)
                self._waiting.extendleft(reversed(parts))
        self._start_missing()

    def _start_missing(self) -> None:
        context = multiprocessing.get_context("fork")
        while len(self._processes) < self._jobs:
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, ours, self._work), daemon=True)
            # A signal that arrives at the moment of the fork must not be handled by the new process as this one would.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
            try:
                process.start()
            except OSError:
                if not self._processes:
                    raise
                self._jobs = len(self._processes)  # so many have to do
            else:
                self._processes.append(_Process(process, ours))
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
                theirs.close()  # so that the pipe ends with the process


def _serve(pipe: Connection, other_end: Connection, work: Callable[[Any], Any]) -> None:
    """Do the tasks that come through a pipe, until it ends: what a process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that has the pool, which ends this one
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    other_end.close()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        while True:
            task = pipe.recv()
            try:
                answer = True, work(task)
            except Exception as error:  # which is raised again in the other process
                answer = False, error
            pipe.send(answer)
    except (EOFError, OSError):
        pass  # there is nobody left to work for


def _end_with_parent() -> None:
    """Wait for the end of the process that has the pool, however it ends, and then end this one in the middle of its work."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
