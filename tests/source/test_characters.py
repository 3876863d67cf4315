"""Characters: what is shown of those that cannot be seen, and where control characters are found."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
from redif.source.characters import (
    CONTROLS,
    NONCHARACTERS,
    control_offsets,
    with_places,
    without_controls,
    without_noncharacters,
)
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


def test_a_control_character_inside_a_word_keeps_its_place() -> None:
    assert without_controls("tra\x0bcking") == "tra\ufffdcking"
    assert without_controls("e\x0e\x02cient \x0cnd") == "e\ufffd\ufffdcient \ufffdnd"
    assert without_controls("e\x02\ufeffect") == "e\ufffd\ufffdect"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\x0crms", "\ufffdrms"), ("the \x0crms", "the \ufffdrms"), ("(\x0cscal)", "(\ufffdscal)"), ("pre-\x02nance", "pre-\ufffdnance"),
        ("sta\x0b", "sta\ufffd"), ("sta\x0b, and", "sta\ufffd, and"), ("tari\x1b rates", "tari\ufffd rates"),
        # the end of a file, of a page, and the beginning of one
        ("policy\x1a", "policy"), ("policy\x0c\nnext", "policy \nnext"), ("policy.\x0c", "policy. "), ("\x0cNext page", " Next page"),
        ("\x02 item", " item"),
    ],
)  # fmt: skip
def test_a_control_character_at_the_edge_of_a_word_keeps_its_place(written: str, read: str) -> None:
    assert without_controls(written) == read


def test_what_encodings_leave_inside_a_word_is_deleted() -> None:
    assert without_controls("P\x00r\x00i\ufeffce") == "Price"


def test_control_characters_between_words_are_deleted_or_separate_them() -> None:
    assert without_controls("A \x02B,\x0bC\x1c.\x7f\x85f\tg") == "A B, C .\x85f\tg"
    assert without_controls("plain") == "plain"


@given(st.text(st.sampled_from("ab é.\x00\x01\x0b\x0c\x1c\x85\x9f\ufeff\t")))
def test_no_control_character_is_left_and_no_offset_changes(text: str) -> None:
    assert not CONTROLS.search(without_controls(text))
    assert len(with_places(text)) == len(text)


def test_every_noncharacter_is_replaced_as_text_and_as_utf8() -> None:
    last_of_planes = {plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF)}
    wanted = last_of_planes | set(range(0xFDD0, 0xFDF0))
    numbers = [number for number in range(0x110000) if not 0xD800 <= number < 0xE000]
    assert {number for number in numbers if NONCHARACTERS.fullmatch(chr(number))} == wanted
    assert {number for number in numbers if without_noncharacters(chr(number).encode()) != chr(number).encode()} == wanted
    assert without_noncharacters("a\U0001fffeb\ufdd0c".encode()) == "a\ufffdb\ufffdc".encode()


FORMATS = [
    "json",
    "jsonl",
    "bibtex",
    "biblatex",
    "ris",
    "csl-json",
    "csv",
    "oai_dc",
    "mods",
    "dcterms",
    "schema-org",
    "html",
    "text",
    "redif",
]
PAPER = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Jane{0} Doe\nTitle: pri{0}ces{0}\nKeywords: a{0}b\nHandle: RePEc:aaa:wpaper:1\n"


@pytest.mark.parametrize("character", "\u202a\u202e\u2066\u2069\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffff")
def test_what_is_no_text_is_in_no_output(character: str) -> None:
    records = redif.parse(PAPER.format(character).encode()).records
    for format_ in FORMATS:
        out = io.BytesIO()
        redif.write(records, out, to=format_)
        written = out.getvalue().decode()
        assert character not in written
        assert json.dumps(character)[1:-1] not in written
    codes = [finding.code for finding in redif.check(io.BytesIO(PAPER.format(character).encode()), isolated=True)]
    assert set(codes) == {"character-invisible"}


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("x \u202e y", "x y"), ("x\u202ey", "xy"), ("\u202bمصر\u202c", "\u202bمصر\u202c"), ("a\ufdd0b", "a\ufffdb"), ("a \uffff", "a \ufffd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)  # fmt: skip
def test_what_turns_the_direction_stays_where_it_is_needed(written: str, title: str) -> None:
    assert redif.parse(PAPER.replace("pri{0}ces{0}", written).format("")).templates[0].data["title"] == title


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Title: con\rict of in\ration\n", [(3, 11), (4, 10)]), ("Title: con\rict\r\nNote: x\r\n", [(3, 11)]),
        ("Title: A\rNote: con\rict\n", []), ("Title: Con\rHandle: x\n", []),
    ],
)  # fmt: skip
def test_a_line_end_in_a_word_is_found(text: str, places: list[tuple[int, int]]) -> None:
    data = f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann Lee\n{text}Handle: RePEc:aaa:wpaper:1\n".encode()
    found = [(f.line, f.column) for f in redif.check(io.BytesIO(data), isolated=True) if f.code == "character-control"]
    assert found == places


def test_a_file_of_such_line_ends_has_no_others() -> None:
    data = PAPER.format("").replace("ces", "ces\rand more").replace("\n", "\r").encode()
    assert not [f for f in redif.check(io.BytesIO(data), isolated=True) if f.code == "character-control"]


LOST = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Jos\ufffd P\ufffdrez\nTitle: On prices\n# caf\ufffd\nHandle: RePEc:aaa:wpaper:1\n"


def test_what_a_program_wrote_for_a_lost_letter_is_reported_once_a_line() -> None:
    found = [f for f in redif.check(io.BytesIO(LOST.encode()), isolated=True) if f.code == "character-undecodable"]
    assert [(f.line, f.column, f.end_column) for f in found] == [(2, 17, 21)]


def test_control_characters_are_reported_once_a_line() -> None:
    text = LOST.replace("\ufffd", "e").replace("On prices", "infor\x02mation, eco\x02nomic\n re\x02search")
    assert [f.line for f in redif.check(io.BytesIO(text.encode())) if f.code == "character-control"] == [3, 4]


def test_control_characters_written_as_entities_are_read_as_such() -> None:
    template = redif.parse(LOST.replace("On prices", "con&#2;rm the e&#11;ect of &#12;rms, tra&#x0E;cking&#9;all")).templates[0]
    assert template.data["title"] == "con\ufffdrm the e\ufffdect of \ufffdrms, tra\ufffdcking all"
    text = LOST.replace("\ufffd", "e").replace("On prices", "con&#2;rm")
    assert "character-control" in [f.code for f in redif.check(io.BytesIO(text.encode()), isolated=True)]
