"""How long something takes, for tests that compare a small input with a large one."""

from __future__ import annotations

import time
from collections.abc import Callable


def seconds(function: Callable[[], object], *, repeat: int = 3) -> float:
    """Return the least processor time of a few calls."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        function()
        best = min(best, time.process_time() - start)
    return best
