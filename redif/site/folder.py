"""The folder of a site: only what changed is written, and only what was written by this is ever changed or removed."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, NamedTuple

from redif.findings.errors import UsageError
from redif.source.output import Output
from redif.source.transaction import LOCK, locked

WRITTEN = ".redif-site"  # the list of the files that were written here
# The names of new files, each on a line before the file is there: a build that is killed has not stored its list.
BEGUN = ".redif-site.begun"
_TEMPORARY = ".redif-site.tmp"
_ABANDONED = 24 * 3600  # seconds after which a temporary file is that of a build that was killed


class Changes(NamedTuple):
    """How many files of a site were written, removed, and left as they were."""

    written: int
    removed: int
    unchanged: int


class SiteFolder:
    """The folder that a site is written to, while it is `changing`.

    Args:
        path: the folder; made if it is not there.

    Raises:
        UsageError: it holds files, and none of them was written by this.
    """

    def __init__(self, path: str) -> None:
        self.path = os.path.realpath(path)
        self._before = self._listed()
        self._now: dict[str, None] = {}
        self._begun: IO[bytes] | None = None
        self._written = self._removed = 0
        if not self._before and os.path.exists(self.path) and {*os.listdir(self.path)} - {LOCK}:
            raise UsageError(f"{path} is not empty and no site that redif has written; name a new folder")

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Keep other builds out meanwhile. At the end remove what is no longer part of the site, or note how far this came.

        Raises:
            OSError: another build is at it.
        """
        os.makedirs(self.path, exist_ok=True)
        with locked(self.path):
            self._before = self._listed()  # another build may have written since
            try:
                yield
            except BaseException:
                self._give_up()
                raise
            self._finish()

    @property
    def changes(self) -> Changes:
        """What was done."""
        return Changes(self._written, self._removed, len(self._now) - self._written)

    @property
    def names(self) -> list[str]:
        """The files that are part of the site by now."""
        return list(self._now)

    def read(self, name: str) -> bytes | None:
        """Return a file as the last build has written it; None where there is none."""
        try:
            return self._read(os.path.join(self.path, name)) if name in self._before else None
        except OSError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file, unless it holds the same already.

        Raises:
            UsageError: there is one of this name that was not written by this.
        """
        self.add([name], written=self.put(name, data))

    def add(self, names: Iterable[str], *, written: int) -> None:
        """Note files as part of the site, and how many of them were written."""
        self._now.update(dict.fromkeys(names))
        self._written += written

    def put(self, name: str, data: bytes) -> bool:
        """Write a file as `write` does, but do not note it; return whether it held anything else before."""
        path = os.path.join(self.path, name)
        if name not in self._before:
            if os.path.lexists(path):
                if not os.path.islink(path) and self._read(path) == data:
                    return False
                raise UsageError(f"{path} was not written by redif site, so it is not replaced; move it away first")
            self._begin(name)
            self._in_folder(self._create, path, data)
            return True
        with suppress(FileNotFoundError):
            if not os.path.islink(path) and self._read(path) == data:
                return False
        self._in_folder(self._replace, path, data)
        return True

    @staticmethod
    def _in_folder(write: Callable[[str, bytes], None], path: str, data: bytes) -> None:
        """Write a file, if need be into a new folder."""
        try:
            write(path, data)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            write(path, data)

    def _begin(self, name: str) -> None:
        if self._begun is None:  # it stays open, since thousands of files are written, each in a few microseconds
            os.makedirs(self.path, exist_ok=True)
            self._begun = open(os.path.join(self.path, BEGUN), "ab", buffering=0)  # noqa: SIM115
        # What is appended at once stays together, whatever other processes append.
        self._begun.write(f"{json.dumps(name)}\n".encode())

    def _finish(self) -> None:
        """Remove what is no longer part of the site, and store the list of what is."""
        for name in sorted(self._before - self._now.keys()):
            self._remove(name)
        self._store(sorted(self._now))
        for entry in os.scandir(self.path):
            if entry.name.startswith(_TEMPORARY) and time.time() - entry.stat().st_mtime > _ABANDONED:
                os.unlink(entry.path)

    def _give_up(self) -> None:
        """Store the list of all that was written until now and before, so that the next build can go on."""
        with suppress(OSError):
            self._store(sorted(self._listed() | self._now.keys()))

    def _store(self, names: list[str]) -> None:
        begun = os.path.join(self.path, BEGUN)
        if set(names) != self._before or os.path.exists(begun):
            os.makedirs(self.path, exist_ok=True)
            with Output(os.path.join(self.path, WRITTEN)) as out:
                out.write(json.dumps(names, indent=0).encode())
        if self._begun is not None:
            self._begun.close()
            self._begun = None
        with suppress(FileNotFoundError):
            os.unlink(begun)

    def _listed(self) -> set[str]:
        found: set[str] = set()
        with suppress(FileNotFoundError):
            for line in self._read(os.path.join(self.path, BEGUN)).splitlines():
                with suppress(ValueError):  # the last line of a build that was killed may be half of one
                    found.add(str(json.loads(line)))
        with suppress(FileNotFoundError, ValueError):
            names = json.loads(self._read(os.path.join(self.path, WRITTEN)))
            if isinstance(names, list):
                found.update(name for name in names if isinstance(name, str))
        return found

    @staticmethod
    def _read(path: str) -> bytes:
        with open(path, "rb", buffering=0) as file:
            return file.read()

    @staticmethod
    def _create(path: str, data: bytes) -> None:
        """Write a file that is not there, to which nothing leads yet; half of one is removed."""
        file = open(path, "xb")  # noqa: SIM115 - one that is there already is not ours to remove
        try:
            with file:
                file.write(data)
        except BaseException:
            os.unlink(path)
            raise

    def _replace(self, path: str, data: bytes) -> None:
        """Write a file so that whoever reads it meanwhile gets the old or the new one."""
        temporary = os.path.join(self.path, f"{_TEMPORARY}-{os.getpid()}")
        with open(temporary, "wb") as file:
            file.write(data)
        os.replace(temporary, path)

    def _remove(self, name: str) -> None:
        """Remove a file that was written by this, and the folders that are empty then."""
        path = os.path.normpath(os.path.join(self.path, name))
        folder = os.path.dirname(path)
        # A list that was tampered with, or a folder that is now a link, must not lead elsewhere.
        if not path.startswith(os.path.join(self.path, "")) or os.path.realpath(folder) != folder:
            return
        with suppress(OSError):
            os.unlink(path)
            self._removed += 1
            while folder != self.path:
                os.rmdir(folder)
                folder = os.path.dirname(folder)
