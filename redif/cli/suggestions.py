"""Messages about a name that does not exist: they suggest the most similar one, or else list them all."""

from __future__ import annotations

from collections.abc import Iterable

from redif.findings.errors import did_you_mean


def unknown(what: str, word: str, choices: Iterable[str], *, lists: bool = True) -> str:
    """Return the message that something does not exist.

    Args:
        what: what kind of thing it is, such as `format`.
        word: the name that was given.
        choices: the names that exist.
        lists: whether to list them all if none is similar.
    """
    choices = list(choices)
    message = f"there is no {what} {word or repr(word)}"
    return message + (did_you_mean(word, choices) or (f"; choose from {', '.join(choices)}" if lists else ""))
