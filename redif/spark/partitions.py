"""Files in partitions of about the same size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

PARTITION_BYTES = 16 << 20
FILE_COST = 2 << 10  # bytes that could be read in the time it takes to open a file


def partitions_of(sizes: Iterable[tuple[str, int]], limit: int = PARTITION_BYTES) -> Iterator[tuple[str, ...]]:
    """Yield files in groups, in their order. A file that is larger than the limit is a group of its own.

    Args:
        sizes: the files with their sizes in bytes.
        limit: the bytes of a group.
    """
    group: list[str] = []
    total = 0
    for path, size in sizes:
        cost = size + FILE_COST
        if group and total + cost > limit:
            yield tuple(group)
            group, total = [], 0
        group.append(path)
        total += cost
    if group:
        yield tuple(group)
