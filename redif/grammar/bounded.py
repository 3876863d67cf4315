"""Regular expressions that somebody else has written, searched for in a bounded time.

A specification may hold an expression such as `^(a+)+$`, which takes twice as long for each further letter. The expressions of
redif's own grammar never backtrack, so they do not need this.
"""

from __future__ import annotations

SECONDS = 0.25  # for one value
MOST_STOPPED = 4  # searches that are stopped, before the expression is no longer used


class BoundedExpression:
    """An expression; a value that cannot be searched in time counts as accepted, since nothing is known against it.

    Raises:
        ValueError: it is no regular expression that can be used.
    """

    def __init__(self, expression: str) -> None:
        import regex  # few grammars have expressions

        try:
            self._search = regex.compile(expression).search
        except (regex.error, OverflowError, RecursionError, MemoryError) as error:
            raise ValueError(str(error)) from None
        self._stopped = 0

    def search(self, value: str) -> object | None:
        """Return something if the expression is found in a value, else None."""
        if self._stopped >= MOST_STOPPED:
            return value
        try:
            return self._search(value, timeout=SECONDS)
        except TimeoutError:
            self._stopped += 1
            return value
