"""Text from files, made safe to display.

Invisible characters can do harm: control characters drive a terminal, bidirectional overrides reverse a line, and half a
surrogate pair cannot be encoded at all. They are shown as numbers, such as `<U+001B>`.
"""

from __future__ import annotations

import unicodedata


class _Escapes(dict[int, str]):
    """A table for `str.translate` that works out how a character is shown when it is first met."""

    def __missing__(self, number: int) -> str:
        character = chr(number)
        if not character.isprintable() and unicodedata.category(character) != "Zs":
            character = f"<U+{number:04X}>"
        self[number] = character
        return character


_ESCAPES = _Escapes({ord("\t"): "    ", ord("\n"): " "})


def visible(text: str) -> str:
    """Return the text on one line, with invisible characters shown as numbers."""
    return text if text.isprintable() else text.translate(_ESCAPES)


def printable(name: str) -> str:
    """Return the name of a file as valid text; bytes in it that are no text become escapes."""
    if name.isascii():
        return name
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # no file has such a name, but a program can give it to a text
        return name.encode("utf-8", "backslashreplace").decode()
