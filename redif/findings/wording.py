"""Build parts of messages: numbers with their nouns, lists of names, long values shortened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Nouns whose plural is not the singular with an s.
_FORMS: Mapping[str, tuple[str, str]] = {
    "advice": ("piece of advice", "pieces of advice"),
    "address": ("address", "addresses"),
    "series": ("series", "series"),
}


def shortened(value: str, most: int = 200) -> str:
    """A value as a message shows it: its beginning and its end, if it is longer than `most` characters."""
    return value if len(value) <= most else f"{value[: most // 2]} … {value[-most // 2 :]}"


def beginning(value: str, most: int = 50) -> str:
    """The beginning of a value, as far as the last word that ends within `most` characters."""
    return value if len(value) <= most else f"{value[:most].rpartition(' ')[0] or value[:most]} …"


def around(value: str, start: int, end: int, most: int = 30) -> str:
    """The text around a part of a value, as far as the words that begin or end within `most` characters of it."""
    first, last = max(start - most, 0), min(end + most, len(value))
    if first:
        first = value.find(" ", first - 1, start) + 1 or first
    if last < len(value) and (space := value.rfind(" ", end, last + 1)) >= 0:
        last = space
    return f"{'… ' * bool(first)}{value[first:last]}{' …' * (last < len(value))}"


def counted(number: int, noun: str) -> str:
    """A number with its noun, such as `1 file`, `2,000 files` or `2 pieces of advice`."""
    singular, plural = _FORMS.get(noun, (noun, f"{noun}s"))
    return f"{number:,} {singular if number == 1 else plural}"


def listed(names: Sequence[str], conjunction: str = "or") -> str:
    """Names in a row, such as `A`, `A or B`, `A, B or C`."""
    *most, last = names
    return f"{', '.join(most)} {conjunction} {last}" if most else last
