from __future__ import annotations

import pytest

from redif.findings.wording import counted, listed, shortened


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        (0, "file", "0 files"),
        (1, "file", "1 file"),
        (2, "file", "2 files"),
        (1000, "file", "1,000 files"),
        (1, "advice", "1 piece of advice"),
        (0, "advice", "0 pieces of advice"),
        (2, "address", "2 addresses"),
        (2, "series", "2 series"),
    ],
)
def test_numbers_with_nouns(number: int, noun: str, text: str) -> None:
    assert counted(number, noun) == text


def test_names_in_a_row() -> None:
    assert listed(["A"]) == "A"
    assert listed(["A", "B"]) == "A or B"
    assert listed(["A", "B", "C"], "and") == "A, B and C"


def test_long_values_are_shortened() -> None:
    assert shortened("x" * 10, 10) == "x" * 10
    assert shortened("a" * 6 + "b" * 5, 10) == "aaaaa … bbbbb"
