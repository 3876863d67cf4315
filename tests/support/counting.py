"""How much work something is, for tests that must not depend on how fast a machine is: files opened and functions called."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_counting: list[Counter[str]] = []


def _count(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _counting and isinstance(arguments[0], str | bytes | os.PathLike):
        _counting[-1][os.fsdecode(arguments[0])] += 1


sys.addaudithook(_count)  # which stays as long as the process; nothing else sees each way to open a file


@contextmanager
def opened() -> Iterator[Counter[str]]:
    """Count how often each file is opened."""
    _counting.append(Counter())
    try:
        yield _counting[-1]
    finally:
        _counting.pop()


def calls(function: Callable[[], object]) -> int:
    """Return how many functions, of Python's own and in C, are called while one runs."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count
