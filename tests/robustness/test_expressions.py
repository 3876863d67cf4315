"""No regular expression takes much longer than the text is longer, whatever the text."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import pytest

from redif.grammar import Grammar
from support.pumping import END, Expression, expressions, texts

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a timer to stop what takes too long")

SMALLEST, LARGEST = 256, 1 << 15  # characters
LEAST = 0.004  # seconds of processor time; what takes less is not compared
GROWTH = 3.0  # times as long for twice the text; one that backtracks over every pair of characters takes four times as long
LONGEST = 1.5  # seconds until one is stopped
# These read lines as they stand in a file; all others read values, in which a run of white space is one space.
READ_LINES = (
    "redif.source", "redif.syntax", "redif.rewriting", "redif.grammar", "redif.reading", "redif.checks.examination",
    "redif.checks.archive", "redif.importers.bibtex_entries", "redif.cli",
)  # fmt: skip
# Slower ones, and why they are never given a long text.
BOUNDED = {
    ("redif.bibliography.names", "_PLAIN"): "a name of at most LONGEST characters",
    ("redif.bibliography.names", "_PLAIN_WORDS"): "a name of at most LONGEST characters",
    ("redif.schema.name_additions", "_AFTER"): "a name of at most LONGEST characters",
    ("redif.syntax.named_lines", "_OF_LANGUAGE"): "a name of at most LONGEST_NAME characters",
    ("redif.importers.places", "_HAL"): "a source of at most LONGEST characters",
    ("redif.importers.places", "_EPRINTS_BOOK"): "a source of at most LONGEST characters",
    ("redif.importers.table", "_OF_PERSON"): "a name of a column of at most LONGEST_NAME characters",
    ("redif.checks.template.titles", "_ABBREVIATION"): "the last 80 characters of a title",
}


class TooLongError(Exception):
    """An expression was stopped."""


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def call(pattern: re.Pattern[Any], method: str, text: Any) -> None:
    """Call a method, and take all that it gives."""
    if method in ("sub", "subn"):
        getattr(pattern, method)(text[:0], text)
    elif method == "finditer":
        for _ in pattern.finditer(text):
            pass
    else:
        getattr(pattern, method)(text)


def took(function: Callable[[], None]) -> float:
    """Return the seconds that a call takes; more than any if it was stopped."""
    start = time.process_time()
    with suppress(TooLongError), stopped_after(LONGEST):
        function()
        return time.process_time() - start
    return float("inf")


def slow_text(expression: Expression, method: str) -> str:
    """Return a text on which the time grows faster than the text; empty if none was found.

    It is looked for twice, as other programs may slow this one down for a moment.
    """
    return slow_text_once(expression, method) and slow_text_once(expression, method)


def slow_text_once(expression: Expression, method: str) -> str:
    """Return such a text by one series of measurements."""
    pattern = expression.pattern
    reads_lines = expression.module.startswith(READ_LINES) or expression.module == "redif.importers"
    for before, word in texts(pattern, SMALLEST):
        last, strikes, size = 0.0, 0, SMALLEST
        while size <= LARGEST:
            text: Any = before + word * (size // len(word)) + END
            if not reads_lines and len(" ".join(text.split())) < len(text) - 2:
                break
            text = text.encode() if isinstance(pattern.pattern, bytes) else text
            now = took(lambda text=text: call(pattern, method, text))  # type: ignore[misc]
            if LEAST < now < LONGEST:
                now = min(now, took(lambda text=text: call(pattern, method, text)))  # type: ignore[misc]
            strikes = strikes + 1 if now > LEAST and now > GROWTH * last > 0 else 0
            if strikes == 2 or now > LONGEST / 3:
                return f"{before!r}, then {word!r} {size // len(word)} times: {now:.3f} s"
            last, size = max(now, 1e-6), 2 * size
    return ""


EXPRESSIONS = {f"{each.module}.{each.name}: {each.pattern.pattern!r:.40}": each for each in expressions()}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_takes_a_time_that_grows_with_the_text(name: str) -> None:
    expression = EXPRESSIONS[name]
    if (expression.module, expression.name) in BOUNDED:
        return
    for method in sorted(expression.methods):
        assert not slow_text(expression, method), method


@pytest.mark.parametrize("rule", Grammar.standard().rules)
def test_a_rule_takes_a_time_that_grows_with_the_value(rule: str) -> None:
    pattern = Grammar.standard().rules[rule].pattern()
    assert not slow_text(Expression("redif.grammar", rule, pattern, frozenset()), "fullmatch")


@pytest.mark.parametrize(
    ("pattern", "method"),
    [(r"(?:a+)+b", "match"), (r"(?:a|a)*b", "match"), (r"\s+$", "search"), (r"<!--(?:<!--.*?-->)*x", "match")],
)
def test_a_slow_expression_is_found(pattern: str, method: str) -> None:
    assert slow_text(Expression("redif.source", "", re.compile(pattern, re.S), frozenset()), method)


def test_every_exception_exists() -> None:
    assert {*BOUNDED} <= {(each.module, each.name) for each in EXPRESSIONS.values()}
