"""How far a run is: a bar on a terminal, or else a line a minute."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from itertools import accumulate
from types import TracebackType
from typing import TYPE_CHECKING

from redif.findings.wording import counted
from redif.source.files import size_of

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE = 1.0  # seconds before a bar appears, so that a short run shows none
REFRESH = 0.2  # seconds between two states of the bar
INTERVAL = 60.0  # seconds between two lines, and before the first
OFTEN = 64  # templates between two looks at the clock
_UNITS = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


class Progress:
    """A context manager that shows how far a run is on standard error, while what it counts goes up.

    Whoever does the work calls `template` for each template, and `advance` after a file, or after a batch of them that was read
    elsewhere. It has no thread of its own, since processes may be forked while it runs.

    Attributes:
        files: how many files were read.
        templates: how many templates were read in them.
        findings: how many problems were found.

    Args:
        paths: the files, in the order in which they are read.
        hidden: whether nothing is shown.
    """

    def __init__(self, paths: Sequence[str], *, hidden: bool) -> None:
        self.files = self.templates = self.findings = 0
        self._paths = paths
        self._hidden = hidden
        self._on_terminal = not hidden and sys.stderr.isatty()
        self._start = time.monotonic()
        self._next = self._start + (PATIENCE if self._on_terminal else INTERVAL)
        self._sizes: list[int] = []  # bytes of the first files, of the first two, and so on
        self._bar: Bar | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def template(self) -> None:
        """Count a template."""
        self.templates += 1
        if not self.templates % OFTEN:
            self._show()

    def advance(self, files: int = 1, *, templates: int = 0, findings: int = 0) -> None:
        """Count the next files, and what was found in them unless that was counted already."""
        self.files += files
        self.templates += templates
        self.findings += findings
        self._show()

    def _show(self) -> None:
        now = time.monotonic()
        if self._hidden or now < self._next:
            return
        if not self._sizes:  # only a run that takes long has to know them
            self._sizes = list(accumulate(map(size_of, self._paths), initial=0))
        if self._on_terminal:
            self._show_bar()
        else:
            print(f"redif: {self.state()}", file=sys.stderr, flush=True)
        self._next = time.monotonic() + (REFRESH if self._on_terminal else INTERVAL)

    def _show_bar(self) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn
            from rich.progress import Progress as Bar

            columns = (BarColumn(20), TextColumn("{task.description}", markup=False))
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
            self._bar.add_task("", total=max(self._sizes[-1], 1))
            self._bar.start()
        task = self._bar.task_ids[0]
        self._bar.update(task, completed=self._sizes[self.files], description=self.state(), refresh=True)

    def state(self) -> str:
        """Return how far the run is, in words."""
        seconds = max(time.monotonic() - self._start, 1e-6)
        done, total = self._sizes[self.files], self._sizes[-1]
        parts = [
            f"{self.files:,} of {counted(len(self._paths), 'file')}",
            f"{size(done)} of {size(total)}",
            f"{counted(self.templates, 'template')} ({self.templates / seconds:,.0f}/s)",
        ]
        if self.findings:
            parts.append(counted(self.findings, "problem"))
        # Bytes tell better than files how much is left; before the first file is done, nothing does.
        parts.append(f"{duration(seconds * (total - done) / done)} left" if done else f"{duration(seconds)} so far")
        return ", ".join(parts)


def size(number: float) -> str:
    """Return a number of bytes in words, such as `5.2 GB`."""
    return next((f"{number / unit:.1f} {name}" for unit, name in _UNITS if number >= unit), f"{number:.0f} bytes")


def duration(seconds: float) -> str:
    """Return a time in words, such as `2 h 05 min`, `12 min` or `40 s`."""
    minutes = round(seconds / 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60:02} min"
    return f"{minutes} min" if minutes >= 2 else f"{max(round(seconds), 1)} s"
