"""The sources that can be read: paths and open files, binary or text."""

from __future__ import annotations

import codecs
import io
import os
import re
from types import GeneratorType
from typing import Any, BinaryIO, Protocol, cast

from redif.findings.errors import InputTypeError, UsageError, check_argument, shown
from redif.source.characters import UNDECODABLE
from redif.source.files import STANDARD_INPUT, can_be_a_name
from redif.source.patterns import lazy
from redif.source.text_streams import is_text


class Readable(Protocol):
    """An open file, of bytes or of text."""

    def read(self, size: int, /) -> bytes | str:
        """Return at most so many bytes or characters, and none at the end."""


Source = str | os.PathLike[str] | Readable

CHUNK = 1 << 16  # characters of a text stream that are read at a time
_LIKE_TEXT = lazy(r"\s*template-type\s*:|.*\n", re.IGNORECASE)
_HALVES = lazy("[\ud800-\udfff]")


def check_source(source: object) -> None:
    """Check that something is a path or an open file.

    Raises:
        UsageError: it is the text of templates itself, a file that cannot be read from, or a name that no file can have.
        InputTypeError: it is anything else.
    """
    if isinstance(source, str):
        if _LIKE_TEXT.match(source):
            raise UsageError("this is text, not the name of a file; to read text, use redif.parse(text)")
    elif isinstance(source, bytes | bytearray):
        raise UsageError("these are bytes, not the name of a file; to read bytes, use redif.parse(data)")
    elif isinstance(source, list | tuple | set | frozenset | GeneratorType):
        raise InputTypeError("give each path by itself, with a star before a list of them, as in redif.read(*paths)")
    elif isinstance(source, os.PathLike):
        check_argument(os.fspath(source), str, "the name of a file has to be text")
    elif isinstance(source, type) or not callable(getattr(source, "read", None)):
        raise InputTypeError(f"redif reads paths and open files, not {shown(source)}")
    else:
        _check_open(source)
    if isinstance(source, str | os.PathLike) and not can_be_a_name(os.fspath(source)):
        raise UsageError(f"no file can have the name {shown(source)}")


def _check_open(source: Any) -> None:
    """Check that a program can still read from a file it has opened."""
    if getattr(source, "closed", False):
        raise UsageError("this file is closed; read it while it is open, or give its name")
    if isinstance(source, io.IOBase) and not source.readable():
        raise UsageError("this file is not open for reading; open it with mode 'rb'")


def binary_stream(source: Any) -> tuple[BinaryIO, str]:
    """Return an open file as a stream of bytes, and its name; `-` where it has none.

    Raises:
        InputTypeError: nothing can be read from it.
    """
    name = getattr(source, "name", STANDARD_INPUT)
    if is_text(source) or (not isinstance(source, io.IOBase) and _gives_text(source)):
        source = io.BufferedReader(_Encoded(source))
    return cast("BinaryIO", source), name if isinstance(name, str) else STANDARD_INPUT


def _gives_text(source: Any) -> bool:
    """Whether what is read from a stream of somebody's own is text, which reading nothing shows."""
    try:
        nothing = source.read(0)
    except TypeError:
        nothing = None
    check_argument(
        nothing,
        (str, bytes, bytearray),
        f"redif reads open files, whose read(size) gives bytes or text; {shown(source)}'s gives",
    )
    return isinstance(nothing, str)


class _Encoded(io.RawIOBase):
    """The bytes of a text stream: UTF-8 after a byte-order mark, which says so whatever the stream is called."""

    def __init__(self, text: Any) -> None:
        self._text = text
        self._waiting = b""
        self._mark = codecs.BOM_UTF8

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._waiting:
            try:
                text = _HALVES.sub(UNDECODABLE, self._text.read(CHUNK))
            except UnicodeDecodeError as error:
                why = f"this file was opened as {error.encoding}, but is not in it; open it with mode 'rb' instead"
                raise UsageError(why) from None
            self._waiting, self._mark = (self._mark if text else b"") + text.encode(), b""
        count = min(len(buffer), len(self._waiting))
        buffer[:count] = self._waiting[:count]
        self._waiting = self._waiting[count:]
        return count
