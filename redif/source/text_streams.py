"""Telling streams of text from those of bytes."""

from __future__ import annotations

import codecs
import io


def is_text(stream: object) -> bool:
    """Return whether a stream is one of text; only text has an encoding."""
    return isinstance(stream, io.TextIOBase | codecs.StreamWriter) or hasattr(stream, "encoding")
