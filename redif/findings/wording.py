"""How messages put things: numbers with their nouns, long values shortened."""

from __future__ import annotations

from redif.findings.codes import Severity


def shortened(value: str, most: int = 200) -> str:
    """A value as a message shows it: its beginning and its end, where it is longer than `most` characters."""
    return value if len(value) <= most else f"{value[: most // 2]} … {value[-most // 2 :]}"


def counted(number: int, what: str) -> str:
    """A number of things, such as `1 file` or `2,000 files`; advice has no plural."""
    return f"{number:,} {what}{'' if number == 1 or what == Severity.ADVICE else 's'}"
