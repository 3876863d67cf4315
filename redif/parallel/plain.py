"""Plain data as bytes, to be sent to another process or kept in a file: JSON, which also takes halves of characters."""

from __future__ import annotations

import json
from typing import Any

import orjson


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
