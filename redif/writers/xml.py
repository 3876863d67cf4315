"""XML, written piece by piece: elements as they come, with what XML cannot hold taken out of their text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from typing import BinaryIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from redif.source.characters import UNDECODABLE

# What may not stand in XML 1.0, not even as a reference: control characters, halves of characters, U+FFFE and U+FFFF.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INDENT = "  "
_NONE: AttributesImpl[str] = AttributesImpl({})


def sound(text: str) -> str:
    """The text with the replacement character for each character that XML cannot hold, so that the loss is seen."""
    return _FORBIDDEN.sub(UNDECODABLE, text)


class Sheet:
    """An XML document on its way into a binary stream.

    Elements hold either text or other elements, each of which stands on a line of its own. What was written is kept until
    `flush`, so that a part of a record that cannot be made leaves nothing of that record behind.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._text = StringIO()
        self._sax = XMLGenerator(self._text, "utf-8", short_empty_elements=True)
        self._open: list[str] = []
        self._before = ""  # the line end and the blanks ahead of the next element
        self._sax.startDocument()

    def start(self, name: str, attributes: Mapping[str, str] | None = None) -> None:
        """Open an element that is to hold others."""
        self._sax.ignorableWhitespace(self._before)
        self._sax.startElement(name, _sound_values(attributes))
        self._open.append(name)
        self._before = "\n" + _INDENT * len(self._open)

    def end(self) -> None:
        """Close the element that was opened last."""
        name = self._open.pop()
        self._before = "\n" + _INDENT * len(self._open)
        self._sax.ignorableWhitespace(self._before)
        self._sax.endElement(name)

    @contextmanager
    def within(self, name: str, attributes: Mapping[str, str] | None = None) -> Iterator[None]:
        """An element that holds what is written meanwhile."""
        self.start(name, attributes)
        yield
        self.end()

    def element(self, name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> None:
        """Write an element with nothing but text."""
        sax = self._sax
        sax.ignorableWhitespace(self._before)
        sax.startElement(name, _sound_values(attributes))
        if text:
            sax.characters(sound(text))
        sax.endElement(name)

    def flush(self) -> None:
        """Hand on what was written."""
        self._out.write(self._text.getvalue().encode())
        self._text.seek(0)
        self._text.truncate()

    def close(self) -> None:
        """Close all that is open, and hand it on."""
        while self._open:
            self.end()
        self._sax.ignorableWhitespace("\n")
        self.flush()


def _sound_values(attributes: Mapping[str, str] | None) -> AttributesImpl[str]:
    return AttributesImpl({name: sound(value) for name, value in attributes.items()}) if attributes else _NONE
