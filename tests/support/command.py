"""The command line, run in the process of the tests: what needs no process of its own is quicker so, and coverage sees it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from unittest.mock import patch

from redif.cli import main

PIPE = 65_536  # bytes that a pipe holds while nobody reads it


def run(
    *arguments: object, stdin: bytes = b"", cwd: str | Path = os.curdir, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run `redif` with some arguments, and return its status and what it wrote, as `subprocess.run` would.

    Args:
        arguments: what follows the name of the command.
        stdin: what is piped into it.
        cwd: the folder it runs in.
        environment: variables of its environment, beside those of the tests.
    """
    assert len(stdin) <= PIPE, "so much needs a process"
    words = [str(argument) for argument in arguments]
    out, err = io.BytesIO(), io.BytesIO()
    end, begin = os.pipe()
    os.write(begin, stdin)
    os.close(begin)
    with (
        open(end, encoding="utf-8") as given,
        io.TextIOWrapper(out, encoding="utf-8") as written,
        io.TextIOWrapper(err, encoding="utf-8", errors="backslashreplace") as said,
        chdir(cwd),
        patch.dict(os.environ, environment),
        patch.multiple(sys, stdin=given, stdout=written, stderr=said),
    ):
        status = main(words)
        written.flush()
        said.flush()
        return subprocess.CompletedProcess(words, status, out.getvalue(), err.getvalue())
