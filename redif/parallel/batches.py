"""Files in batches for several processes: large enough that handing them out costs little, small enough that all are busy."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from redif.source.files import ENDINGS, STANDARD_INPUT, not_a_file, size_of
from redif.source.packed import is_packed

BATCH_SIZE = "REDIF_BATCH_SIZE"  # the variable of the environment that sets the size of batches, in bytes
SIZE = 2_000_000  # bytes of a batch
FILE = 2_000  # bytes that each file counts more, for opening it
LARGE = 4  # batches; as many bytes are worth several processes even in one file
HUGE = 16  # batches; what so large a file becomes is not to be kept in memory until all of it is there
FEW = 2.5  # batches; what makes fewer of them is done by one process before others would have started


def batch_size() -> float:
    """Return the size of batches in bytes."""
    try:
        return max(1.0, float(os.environ[BATCH_SIZE]))
    except (KeyError, ValueError):
        return SIZE


def jobs_for(paths: Sequence[str], named: Sequence[str], wanted: int | None) -> int:
    """Return how many processes read some files.

    Args:
        paths: the files.
        named: what names them: these files, and folders that contain them.
        wanted: how many are wanted; None for one for each core.
    """
    jobs = wanted or cores()
    if jobs == 1 or not hasattr(os, "fork"):  # which is how the processes of a pool are made
        return 1
    # Standard input, a pipe or a device can be read only once, by whoever begins, and a packed archive only in its own order.
    if not all(map(_is_read_anywhere, named)):
        return 1
    total, enough = 0.0, FEW * batch_size()
    for path in paths:
        total += size_of(path) + FILE
        if total >= enough:
            return jobs
    return 1


def cores() -> int:
    """Return on how many cores this process may run."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def is_large(path: str) -> bool:
    """Whether a file is worth several processes."""
    return size_of(path) >= LARGE * batch_size()


def is_huge(path: str) -> bool:
    """Whether a file is too large for one process to return what it becomes, and cannot be cut, as only ReDIF can."""
    return not path.lower().endswith(ENDINGS) and size_of(path) >= HUGE * batch_size()


def _is_read_anywhere(path: str) -> bool:
    """Whether each file that a path names can be read by any process: a file or folder, or what does not exist."""
    if path == STANDARD_INPUT or is_packed(path):
        return False
    try:
        return not_a_file(path) is None
    except (OSError, ValueError):
        return True


def batches(paths: Sequence[str]) -> Iterator[range]:
    """Yield the indices of files in batches; a large file is one by itself."""
    most, start, total = batch_size(), 0, 0.0
    for index, path in enumerate(paths):
        size = size_of(path)
        if start < index and size >= LARGE * most:
            yield range(start, index)
            start, total = index, 0.0
        total += size + FILE
        if total >= most:
            yield range(start, index + 1)
            start, total = index + 1, 0.0
    if start < len(paths):
        yield range(start, len(paths))
