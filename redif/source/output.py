"""Where output goes: standard output, or files that appear when they are complete."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from types import TracebackType
from typing import BinaryIO


class Output:
    """A binary stream to a file, or to standard output for `-`.

    A file is written beside its place and moved there when all went well; when not, nothing is left behind. A device or
    pipe is written as it is.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.beside: str | None = None

    def __enter__(self) -> BinaryIO:
        if self.path == "-":
            self.stream: BinaryIO = sys.stdout.buffer
        elif os.path.exists(self.path) and not stat.S_ISREG(os.stat(self.path).st_mode):
            self.stream = open(self.path, "wb")
        else:
            self.path = os.path.realpath(self.path)
            number, self.beside = tempfile.mkstemp(prefix=".redif-", dir=os.path.dirname(self.path))
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(self.beside, os.stat(self.path).st_mode & 0o7777 if os.path.exists(self.path) else 0o666 & ~mask)
            self.stream = os.fdopen(number, "wb")
        return self.stream

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.path == "-":
            if kind is None:
                self.stream.flush()
            return
        try:
            self.stream.close()
            if kind is None and self.beside is not None:
                os.replace(self.beside, self.path)
                self.beside = None
        finally:
            if self.beside is not None:
                os.unlink(self.beside)
