"""Plain data as bytes, to be sent to another process or kept in a file: JSON, which also takes halves of characters."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import orjson


class PackedResult(NamedTuple):
    """What came of a file, or of a part of it, as bytes.

    Attributes:
        messages: what was written on standard error.
        facts: what was counted and found, as `packed` makes bytes of it.
        data: what is to be written of it.
        is_last: whether it is of all of the file, or of its last part.
    """

    messages: str
    facts: bytes
    data: bytes
    is_last: bool


def packed(value: Any) -> bytes:
    """Return plain data as bytes: texts, numbers, lists and dicts with texts as keys."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:  # for half of a character, as in the name of a file that is no valid text
        return json.dumps(value).encode()


def unpacked(data: bytes) -> Any:
    """Return what `packed` made bytes of; a tuple has become a list."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return json.loads(data)
