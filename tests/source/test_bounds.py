"""Bounds and thresholds of decoding, each from both sides, and the exact places of its findings."""

from __future__ import annotations

import io
import os
import threading
from itertools import product
from pathlib import Path

import pytest

import redif
from redif import Severity
from redif.findings.finding import Edit, Finding
from redif.source.decoding import BLOCK, LONGEST_LINE, Block, decode, plain_ends, text_blocks
from redif.source.encodings import MOST_LOST, MOST_REPORTED
from redif.source.files import SMALL, read_small
from redif.source.positions import FEW, Positions

Place = tuple[str, Severity, int, int, int, int]


def read(data: bytes, file: str = "x.rdf") -> tuple[list[Block], list[Finding]]:
    findings: list[Finding] = []
    return list(decode(io.BytesIO(data), file, findings.append)), findings


def places(findings: list[Finding]) -> list[Place]:
    return [(f.code, f.severity, f.line, f.column, f.end_line, f.end_column) for f in findings]


def text(blocks: list[Block]) -> str:
    return "".join(block.text for block in blocks)


@pytest.mark.parametrize("bound", [SMALL, BLOCK])
@pytest.mark.parametrize("more", [-3, -2, -1, 0, 1])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
def test_files_of_about_the_size_of_a_buffer_are_read_whole(tmp_path: Path, bound: int, more: int, mark: bytes) -> None:
    line = b"Title: some words\n"
    data = mark + (line * (bound // len(line) + 1))[: bound + more - len(mark)]
    path = tmp_path / "x.rdf"
    path.write_bytes(data)
    expected = data[len(mark) :].decode()
    with open(path, "rb", buffering=0) as raw, open(path, "rb") as buffered:
        assert text(list(decode(raw, "x.rdf", lambda _: None))) == expected
        assert text(list(decode(buffered, "x.rdf", lambda _: None))) == expected
    assert text(read(data)[0]) == expected


@pytest.mark.parametrize("size", [0, 1, SMALL - 1, SMALL, SMALL + 1])
def test_a_small_file_is_read_at_once_and_another_from_its_beginning(tmp_path: Path, size: int) -> None:
    path = tmp_path / "x.rdf"
    path.write_bytes(b"a" * size)
    found = read_small(str(path))
    assert isinstance(found, bytes) == (size < SMALL)
    if not isinstance(found, bytes):
        with found as stream:
            found = stream.read()
    assert found == b"a" * size


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_left_to_be_read(tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(b"Title: x\n",))
    writer.start()
    found = read_small(str(path))
    assert not isinstance(found, bytes)
    with found as stream:
        assert stream.read() == b"Title: x\n"
    writer.join()


def test_what_is_no_file_is_named_in_the_error(tmp_path: Path) -> None:
    for path, kind in ((tmp_path, IsADirectoryError), (tmp_path / "x.rdf", FileNotFoundError)):
        with pytest.raises(kind) as error:
            read_small(str(path))
        assert error.value.filename == str(path)


@pytest.mark.parametrize("letter", ["x", "é", "–"])
def test_all_line_ends_become_one(letter: str) -> None:
    for ends in product(["", "\n", "\r", "\r\n", "\r\r\n"], repeat=3):
        written = "".join(f"Title: {letter}{end}" for end in ends)
        for encoding, file in (("utf-8", "x.redif"), ("cp1252", "x.rdf")):
            assert text(read(written.encode(encoding), file)[0]) == plain_ends(written)


def test_blocks_are_whole_lines_with_their_numbers() -> None:
    line = "Title: some words\n"
    blocks, _ = read((line * (3 * BLOCK // len(line))).encode())
    assert len(blocks) == 3
    number = 1
    for block in blocks[:-1]:
        assert block.text.endswith("\n")
        assert block.line == number
        number += block.text.count("\n")
    assert blocks[-1].line == number


@pytest.mark.parametrize("length", [LONGEST_LINE - 1, LONGEST_LINE, LONGEST_LINE + 1, 2 * LONGEST_LINE - 1])
def test_a_long_line_is_not_split(length: int) -> None:
    blocks, _ = read(b"a" * length + b"\n" + b"b\n" * LONGEST_LINE)
    assert all(block.text.endswith("\n") for block in blocks)
    assert text(blocks) == "a" * length + "\n" + "b\n" * LONGEST_LINE


def test_an_endless_line_is_split() -> None:
    blocks, _ = read(b"a" * (5 * LONGEST_LINE))
    assert text(blocks) == "a" * (5 * LONGEST_LINE)
    assert max(len(block.text) for block in blocks) <= 2 * LONGEST_LINE


@pytest.mark.parametrize("shift", range(4))
@pytest.mark.parametrize("letter", ["é", "–", "😀"])
def test_a_line_is_never_split_within_a_character(letter: str, shift: int) -> None:
    line = "a" * shift + letter * (3 * LONGEST_LINE // len(letter.encode()))
    blocks, findings = read(line.encode(), "x.redif")
    assert len(blocks) > 1
    assert text(blocks) == line
    assert not findings


def test_wide_lines_are_split_only_when_they_are_too_long() -> None:
    line = "a" * (2 * LONGEST_LINE)
    blocks, findings = read(f"\ufeff{line}\nb\nc".encode("utf-16-le"))
    assert text(blocks) == f"{line}\nb\nc"
    assert [block.line for block in blocks] == sorted(block.line for block in blocks)
    assert blocks[-1].line == 1 + text(blocks[:-1]).count("\n")
    assert not findings


# How much is reported.


@pytest.mark.parametrize("count", [1, MOST_REPORTED - 1, MOST_REPORTED, MOST_REPORTED + 1, MOST_REPORTED + 2, 500])
def test_control_characters_are_reported_one_by_one_up_to_a_number(count: int) -> None:
    findings = read(b"a\x01b\n" * count)[1]
    single = ("character-control", Severity.WARNING)
    expected: list[Place] = [(*single, line, 2, line, 3) for line in range(1, min(count, MOST_REPORTED) + 1)]
    if count > MOST_REPORTED:
        expected.append((*single, MOST_REPORTED + 1, 2, count, 3))
        assert f"{count - MOST_REPORTED:,}" in findings[-1].message
        assert f"{count:,}" in findings[-1].message
    assert places(findings) == expected
    assert all("U+0001" in finding.message for finding in findings)


@pytest.mark.parametrize("count", [1, MOST_LOST, MOST_LOST + 1, MOST_LOST + 2, MOST_LOST + 20])
def test_letters_that_repec_loses_are_reported_for_so_many_lines(count: int) -> None:
    line = "Title: Ðá Ð\n".encode()  # of UTF-8 with bytes that Windows-1252 does not have
    found = read(line * count)[1]
    # The first is where the file is said not to be marked, which is why the letter is lost.
    assert places([finding for finding in found if finding.line == 1]) == [("encoding-unmarked", Severity.WARNING, 1, 8, 1, 9)]
    assert places([finding for finding in found if finding.line > 1]) == [
        ("character-undecodable", Severity.WARNING, number, 8, number, 9) for number in range(2, min(count, MOST_LOST + 1) + 1)
    ]


def test_a_lost_letter_alone_asks_for_no_mark() -> None:
    assert [finding.code for finding in read("Title: Espa\ufffda\n".encode())[1]] == ["character-undecodable"]
    assert {finding.code for finding in read("Title: Espa\ufffda\nAuthor-Name: Muñoz\n".encode())[1]} == {
        "character-undecodable", "encoding-unmarked",
    }  # fmt: skip


def test_letters_are_not_lost_from_standard_input_or_marked_files() -> None:
    line = "Title: Ðá\n".encode()
    assert read(line, "-")[1] == []
    assert read(b"\xef\xbb\xbf" + line)[1] == []
    assert read(line, "x.REDIF")[1] == []


def test_a_control_character_alone_on_its_line_is_nothing_to_fix_if_it_ends_a_dos_file() -> None:
    for data in (b"\x1a", b"a\n\x1a", b"a\n\x1a\nb"):
        assert read(data)[1] == []
    for data, line, column in (
        (b"a\x1a", 1, 2),
        (b"\x1ab", 1, 1),
        (b"a\n\x1ab\n", 2, 1),
        (b"\x01", 1, 1),
        (b"a\n\x1a\x1a\n", 2, 1),
    ):
        ((code, severity, *place),) = places(read(data)[1])
        assert (code, severity, place[:2]) == ("character-control", Severity.WARNING, [line, column])
    names = read(b"a" + bytes(range(1, 9)) + b"\x0e\n")[1][0]
    assert "U+0008" in names.message
    assert "U+000E" not in names.message
    assert (names.column, names.end_column) == (2, 11)


# Encodings.


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("written", "is_wide"),
    [
        ("abcdefgh", True),  # 8 of 8
        ("abcdefg", False),  # too few to tell
        ("abcdefg–––", True),  # 7 of 10
        ("abcdef––––", False),
        ("abcdefghijklmn––––––", True),
        ("abcdefghijklm–––––––", False),
    ],
)
def test_wide_text_without_a_mark_is_told_by_the_share_of_zeros(encoding: str, written: str, is_wide: bool) -> None:
    data = written.encode(encoding)
    blocks, findings = read(data)
    assert (text(blocks) == written) == is_wide
    marked = [("encoding-unmarked", Severity.WARNING, 1, 1, 1, 2)]
    assert (places(findings) == marked) == is_wide


@pytest.mark.parametrize(("zeros", "is_wide"), [(0, True), (1, True), (2, False)])
def test_wide_text_has_few_zeros_on_the_other_side(zeros: int, is_wide: bool) -> None:
    written = "\0" * zeros + "a" * (20 - zeros)
    assert (text(read(written.encode("utf-16-le"))[0]) == written) == is_wide


def test_only_the_beginning_tells_that_text_is_wide() -> None:
    assert read(b"a" * 9000 + b"a\0" * 200)[1][0].code == "character-control"
    assert text(read(b"a\0" * 128 + b"bb")[0]) == "a" * 128 + "扢"


def test_half_a_character_of_wide_text() -> None:
    blocks, findings = read(b"\xff\xfea\0\n\0\x00\xd8b\0c\0")
    assert text(blocks) == "a\n\ufffdbc"
    assert places(findings) == [("character-undecodable", Severity.WARNING, 2, 1, 2, 2)]
    blocks, findings = read(b"\xfe\xff\0a\0")
    assert text(blocks) == "a\ufffd"
    assert places(findings) == [("character-undecodable", Severity.WARNING, 1, 2, 1, 3)]


def test_utf8_without_a_mark_is_reported_once_with_its_fix() -> None:
    findings = read("a\nbé\né\n".encode())[1]
    assert places(findings) == [("encoding-unmarked", Severity.WARNING, 2, 2, 2, 3)]
    assert findings[0].fix is not None
    assert findings[0].fix.edits == (Edit(1, 1, 1, 1, "\ufeff"),)


def test_mixed_encodings_are_reported_once_each_and_without_a_fix() -> None:
    data = "é\n".encode() + b"x\xe9\n" + "ü\n".encode() + b"\xe9\n"
    blocks, findings = read(data)
    assert text(blocks) == "é\nxé\nü\né\n"
    assert places(findings) == [
        ("encoding-unmarked", Severity.WARNING, 1, 1, 1, 2),
        ("encoding-mixed", Severity.WARNING, 2, 2, 2, 3),
    ]
    assert findings[0].fix is None


def test_windows_1252_is_nothing_to_report_but_its_missing_bytes_are() -> None:
    assert read(b"\xe9\n")[1] == []
    blocks, findings = read(b"\xe9\n\xe9\x81\n")
    assert text(blocks) == "é\né\ufffd\n"
    assert places(findings) == [("character-undecodable", Severity.WARNING, 2, 2, 2, 3)]
    assert "0x81" in findings[0].message


def test_bytes_that_are_neither_in_a_file_of_utf8() -> None:
    blocks, findings = read("é\nü ".encode() + b"\xe9 \x81\n", "x.redif")
    assert text(blocks) == "é\nü é \ufffd\n"
    assert places(findings) == [
        ("encoding-mixed", Severity.WARNING, 2, 1, 2, 2),
        ("character-undecodable", Severity.WARNING, 2, 5, 2, 6),
    ]


def test_text_that_is_decoded_already() -> None:
    findings: list[Finding] = []
    (block,) = text_blocks("\ufeffa\r\nb\ud800c\r\n\x01\n", "x", findings.append)
    assert (block.text, block.line, list(block.control_offsets)) == ("a\nb\ufffdc\n\x01\n", 1, [6])
    assert places(findings) == [
        ("character-undecodable", Severity.WARNING, 2, 2, 2, 3),
        ("character-control", Severity.WARNING, 3, 1, 3, 2),
    ]
    assert list(text_blocks("", "x", findings.append)) == []


# Positions.


@pytest.mark.parametrize("asked", [0, FEW - 1, FEW, FEW + 1])
def test_positions_are_the_same_however_many_are_asked_for(asked: int) -> None:
    written = "ab\n\nc\nlast"
    positions = Positions(written, 7)
    for _ in range(asked):
        positions(0)
    expected = [(7, 1), (7, 2), (7, 3), (8, 1), (9, 1), (9, 2), (10, 1), (10, 2), (10, 3), (10, 4), (10, 5)]
    for offset, place in enumerate(expected):
        assert positions(offset) == place


def test_a_document_reports_what_decoding_found_at_its_template() -> None:
    document = redif.parse(b"Template-Type: ReDIF-Paper 1.0\nTitle: a\x01b\n", file="x.rdf")
    assert [f.line for f in document.templates[0].findings if f.code == "character-control"] == [2]
