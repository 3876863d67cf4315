"""Several languages in one value, which RePEc wants on a line each."""

from __future__ import annotations

from functools import lru_cache

from redif.grammar import Grammar

LONGEST = 100  # characters; a longer text is no list of languages


@lru_cache(maxsize=256)  # all items of a journal have the same
def languages_in(text: str) -> tuple[str, ...]:
    """Return the codes of the languages that a text lists, each once; none where it is no such list: `English, fr`."""
    if len(text) > LONGEST:
        return ()
    parts = Grammar.standard().rules["language-gap"].pattern().split(text)
    codes = [code for part in parts if (code := _code(part))]
    return tuple(dict.fromkeys(codes)) if 1 < len(parts) == len(codes) else ()


def _code(text: str) -> str:
    """Return the code of one language; empty for any other text."""
    type_ = Grammar.standard().type("langcode639_1")
    repair = type_.repair(text) if type_.read is None or type_.read(text) is None else None
    return str((type_.read and type_.read(text if repair is None else repair.value)) or "")
