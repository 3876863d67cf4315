"""XML written element by element, in which characters that XML cannot hold are replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from xml.etree.ElementTree import Element
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from redif.source.characters import UNDECODABLE

# What XML 1.0 cannot hold, not even as a reference: control characters, surrogates, U+FFFE and U+FFFF.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_INDENT = "  "
_NONE: AttributesImpl[str] = AttributesImpl({})


def sound(text: str) -> str:
    """Return a text in which the replacement character stands for each character that XML cannot hold, to show the loss."""
    return _FORBIDDEN.sub(UNDECODABLE, text)


def with_valid_escapes(address: str) -> str:
    """Return an address in which each percent sign begins an escape; `xs:anyURI` allows no other."""
    return _LONE_PERCENT.sub("%25", address) if "%" in address else address


class XmlDocument:
    """An XML document that is made piece by piece.

    Elements contain either text or other elements, each on its own line.
    """

    def __init__(self) -> None:
        self._text = StringIO()
        self._sax = XMLGenerator(self._text, "utf-8", short_empty_elements=True)
        self._outer = XMLGenerator(self._text, "utf-8")  # of elements that contain others: the start tag is complete at once
        self._open: list[str] = []
        self._before = ""  # the line break and the indent before the next element
        self._sax.startDocument()

    def start(self, name: str, attributes: Mapping[str, str] | None = None) -> None:
        """Open an element that will contain others."""
        self._sax.ignorableWhitespace(self._before)
        self._outer.startElement(name, _sound_values(attributes))
        self._open.append(name)
        self._before = "\n" + _INDENT * len(self._open)

    def end(self) -> None:
        """Close the innermost open element."""
        name = self._open.pop()
        self._before = "\n" + _INDENT * len(self._open)
        self._sax.ignorableWhitespace(self._before)
        self._outer.endElement(name)

    @contextmanager
    def within(self, name: str, attributes: Mapping[str, str] | None = None) -> Iterator[None]:
        """Enclose what is written in the block in an element."""
        self.start(name, attributes)
        yield
        self.end()

    def element(self, name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> None:
        """Write an element that contains only text."""
        sax = self._sax
        sax.ignorableWhitespace(self._before)
        sax.startElement(name, _sound_values(attributes))
        if text:
            sax.characters(sound(text))
        sax.endElement(name)

    def tree(self, element: Element, attributes: Mapping[str, str] | None = None) -> None:
        """Write an element with all that is in it, and with more attributes."""
        attributes = {**(attributes or {}), **element.attrib}
        if len(element):
            with self.within(element.tag, attributes):
                for child in element:
                    self.tree(child)
        else:
            self.element(element.tag, element.text or "", attributes)

    def taken(self) -> bytes:
        """Return what was made since this was called before."""
        made = self._text.getvalue().encode()
        self._text.seek(0)
        self._text.truncate()
        return made

    def close(self) -> None:
        """Close all open elements."""
        while self._open:
            self.end()
        self._sax.ignorableWhitespace("\n")


def _sound_values(attributes: Mapping[str, str] | None) -> AttributesImpl[str]:
    return AttributesImpl({name: sound(value) for name, value in attributes.items()}) if attributes else _NONE
