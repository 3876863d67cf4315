"""Text from files, made fit to be shown.

What cannot be seen may do harm: control characters drive a terminal, bidirectional overrides turn a line around, and half a
character cannot be written at all. They are shown by their number, such as `<U+001B>`, and so are other characters that a
reader could not see.
"""

from __future__ import annotations

import unicodedata


class _Shown(dict[int, str]):
    """How characters are shown, worked out when one is met; for `str.translate`."""

    def __missing__(self, number: int) -> str:
        character = chr(number)
        if not character.isprintable() and unicodedata.category(character) != "Zs":
            character = f"<U+{number:04X}>"
        self[number] = character
        return character


_SHOWN = _Shown({ord("\t"): "    ", ord("\n"): " "})


def visible(text: str) -> str:
    """The text on one line, with nothing in it that cannot be seen."""
    return text if text.isprintable() else text.translate(_SHOWN)
