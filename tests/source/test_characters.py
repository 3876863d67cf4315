"""Characters: what is shown of those that cannot be seen, and where control characters are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redif.source.characters import CONTROLS, control_offsets, without_controls
from redif.source.escaping import visible


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain é 日 😀", "plain é 日 😀"),
        ("a\tb\nc", "a    b c"),
        ("\x1b[0m", "<U+001B>[0m"),
        ("\u202eabc", "<U+202E>abc"),
        ("a\ud800b", "a<U+D800>b"),
        ("\U000e0041", "<U+E0041>"),
        ("a\u3000b\xa0c", "a\u3000b\xa0c"),
        ("\u2028", "<U+2028>"),
        ("\r", "<U+000D>"),
    ],
)
def test_what_cannot_be_seen_is_shown_by_its_number(written: str, shown: str) -> None:
    assert visible(written) == shown
    assert visible(written) == shown  # the second time from what was worked out before


@given(st.text(st.sampled_from("a b\x01\x0b\x85\x9f\ufeff\x1a\n\t")))
def test_runs_of_control_characters_are_found_either_way(text: str) -> None:
    offsets = [match.start() for match in CONTROLS.finditer(text)]
    assert control_offsets(text) == offsets
    assert control_offsets(text, [character for character in text if CONTROLS.match(character)]) == offsets


def test_control_characters_that_are_white_space_still_separate_words() -> None:
    assert without_controls("a\x0bb\x1cc\x01d\ufeffe\x85f\tg") == "a b cde\x85f\tg"
    assert without_controls("plain") == "plain"
