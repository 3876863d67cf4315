"""Bytes to text: encodings, line ends, blocks, and the places findings name."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import redif
from redif.findings.finding import Finding
from redif.models import Paper
from redif.source import decoding as text
from redif.source.characters import CONTROLS, lowercase_in_place, without_controls
from support.strategies import ENCODINGS, FILE_NAMES, LINE_ENDS, PIECES

TITLE = "Élasticité – prix « à la carte » de l’œuf, 5 €"


def only(path: Path) -> redif.Template:
    (template,) = redif.templates(path)
    return template


def codes(template: redif.Template) -> list[tuple[str, int, int]]:
    return [(f.code, f.line, f.column) for f in template.findings]


@pytest.mark.parametrize(
    ("name", "findings"),
    [
        ("windows-1252.rdf", []),
        ("utf-8-marked.rdf", []),
        ("utf-8.redif", []),
        ("utf-16-le.rdf", []),
        ("utf-16-be.rdf", []),
        ("utf-8-unmarked.rdf", [("encoding-unmarked", 2, 16)]),
        ("utf-16-unmarked.rdf", [("encoding-unmarked", 1, 1)]),
        ("mixed.rdf", [("encoding-unmarked", 2, 16), ("encoding-mixed", 3, 8)]),
        ("broken-utf-8.redif", [("encoding-mixed", 2, 16)]),
    ],
)
def test_encodings(fixtures: Path, name: str, findings: list[tuple[str, int, int]]) -> None:
    template = only(fixtures / "encodings" / name)
    record = template.record
    assert isinstance(record, Paper)
    assert record.title == TITLE
    assert record.authors[0].name == "Zoë Müller-Straße"
    assert codes(template) == findings


def test_a_byte_that_is_no_character(fixtures: Path) -> None:
    template = only(fixtures / "encodings" / "undecodable.rdf")
    assert template.data["authors"] == [{"name": "Zoë M\ufffdller-Straße"}]
    assert codes(template) == [("character-undecodable", 2, 19)]
    assert "0x81" in template.findings[0].message


def test_the_ending_tells_nothing_about_standard_input() -> None:
    document = redif.parse(
        f"Template-Type: ReDIF-Paper 1.0\nTitle: {TITLE}\nAuthor-Name: A\nHandle: RePEc:aaa:wpaper:1\n".encode()
    )
    assert document.findings == []
    assert document.templates[0].data["title"] == TITLE


def test_line_ends_of_all_kinds(fixtures: Path) -> None:
    template = only(fixtures / "encodings" / "line-ends.rdf")
    assert template.data["abstract"] == "a line and another"
    assert [(a.name, a.line, a.column) for a in template.attributes] == [
        ("Template-Type", 1, 1), ("Author-Name", 2, 1), ("Title", 3, 1), ("Abstract", 4, 1), ("Handle", 7, 1),
    ]  # fmt: skip
    assert only(fixtures / "encodings" / "carriage-return.rdf").data["title"] == "Old Macintosh"


def test_control_characters_are_left_out_and_told(fixtures: Path) -> None:
    template = only(fixtures / "encodings" / "control-z.rdf")
    assert template.data["title"] == "The end of the f\ufffdile"
    assert template.data["handle"] == "RePEc:aaa:wpaper:z"
    assert codes(template) == [("character-control", 3, 24)]


def test_a_mark_in_the_middle_begins_no_value(fixtures: Path) -> None:
    first, second = redif.templates(fixtures / "encodings" / "mark-inside.redif")
    assert (first.data["handle"], second.data["handle"]) == ("RePEc:aaa:wpaper:m1", "RePEc:aaa:wpaper:m2")
    assert second.line == 6
    assert {f.severity for f in (*first.findings, *second.findings)} == {redif.Severity.WARNING}


def blocks(data: bytes, name: str, size: int, monkeypatch: pytest.MonkeyPatch) -> tuple[str, list[Finding]]:
    monkeypatch.setattr(text, "BLOCK", size)
    findings: list[Finding] = []
    joined, line = "", 1
    for block in text.decode(io.BytesIO(data), name, findings.append):
        assert block.line == line
        line += block.text.count("\n")
        joined += block.text
    return joined, sorted(findings, key=lambda finding: (finding.line, finding.column, finding.code))


@given(
    lines=st.lists(st.sampled_from(["", "Title: x", " é", "ü – ß", "日本", "\x1a", "a\x0eb", "# c"]), max_size=30),
    end=LINE_ENDS,
    encoding=ENCODINGS,
    size=st.integers(4, 64),
)
def test_blocks_of_any_size_give_the_same_text(lines: list[str], end: str, encoding: str, size: int) -> None:
    data = end.join(lines).encode(encoding, "ignore")
    with pytest.MonkeyPatch.context() as patch:
        whole = blocks(data, "x.rdf", 1 << 20, patch)
    with pytest.MonkeyPatch.context() as patch:
        assert blocks(data, "x.rdf", size, patch) == whole


@given(st.binary(max_size=400), FILE_NAMES)
def test_any_bytes_are_read(data: bytes, name: str) -> None:
    document = redif.parse(data, file=name)
    for finding in document.findings:
        assert finding.line >= 1
        assert finding.column >= 1
        assert (finding.end_line, finding.end_column) > (finding.line, finding.column)
    assert all(record.model_dump_json() for record in document.records)


@given(st.lists(PIECES, max_size=25), FILE_NAMES, st.integers(3, 40))
def test_any_mess_is_read_the_same_in_blocks_of_any_size(parts: list[bytes], name: str, size: int) -> None:
    data = b"".join(parts)
    whole = redif.parse(data, file=name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "BLOCK", size)
        cut = redif.parse(data, file=name)
    # What is no text is seen from the first 8 kB, and real blocks are longer than that.
    assume(not any(finding.code in ("file-html", "file-binary") for finding in cut.findings))
    assert [t.data for t in whole.templates] == [t.data for t in cut.templates]
    assert [t.attributes for t in whole.templates] == [t.attributes for t in cut.templates]


@given(st.text(max_size=200))
def test_any_text_is_read(value: str) -> None:
    document = redif.parse("Template-Type: ReDIF-Paper 1.0\nTitle: " + value)
    assert all(record.model_dump_json() for record in document.records)


def short_reads(data: bytes) -> Iterator[bytes]:
    yield from (data[i : i + 1] for i in range(len(data)))


def test_a_pipe_that_gives_little_at_a_time() -> None:
    class Dribble(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self.left = short_reads(data)

        def readable(self) -> bool:
            return True

        def read(self, _size: int = -1) -> bytes:
            return next(self.left, b"")

    source = "\ufeffTemplate-Type: ReDIF-Paper 1.0\nTitle: Été\n".encode("utf-16-le")
    (record,) = redif.read(Dribble(source))
    assert isinstance(record, Paper)
    assert record.title == "Été"


def test_no_character_that_is_no_text_is_left_in_a_value() -> None:
    odd = [chr(number) for number in range(0xFF00) if CONTROLS.match(chr(number))]
    assert len(odd) > 60
    for character in odd:
        assert without_controls(f"a{character}b") in ("ab", "a\ufffdb")
        assert without_controls(f"A {character}B") in ("A B", "A  B")


@given(st.text() | st.text("aAİIıſSß"))
def test_in_small_letters_each_stays_in_its_place(written: str) -> None:
    small = lowercase_in_place(written)
    assert len(small) == len(written)
    assert [lowercase_in_place(letter) for letter in written if letter != "Σ"] == [
        new for new, letter in zip(small, written, strict=True) if letter != "Σ"
    ]
    assert lowercase_in_place("İSTANBUL ÜNİVERSİTESİ") == "istanbul üniversitesi"


@pytest.mark.parametrize(
    ("title", "code", "column", "message"),
    [
        (b"ab \x81", "character-undecodable", 11, "A character is lost here: there is none for the byte 0x81 in Windows-1252."),
        (b"a\x01b", "character-control", 9,
         "A word has something invisible in it (the control character U+0001); letters are probably missing."),
    ],
)  # fmt: skip
def test_a_finding_about_a_character_says_where_it_is(title: bytes, code: str, column: int, message: str) -> None:
    data = b"Template-Type: ReDIF-Paper 1.0\nTitle: " + title + b"\nAuthor-Name: A\nHandle: RePEc:aaa:wpaper:1\n"
    [finding] = redif.parse(data, file="x.rdf").findings
    assert (finding.file, finding.code, finding.line, finding.column, finding.message) == ("x.rdf", code, 2, column, message)


def test_half_a_character_in_a_text_is_found_where_it_stands() -> None:
    (template,) = redif.parse("Template-Type: ReDIF-Paper 1.0\nTitle: a\ud800b\n").templates
    assert template.data["title"] == "a\ufffdb"
    [found] = [finding for finding in template.findings if finding.code == "character-undecodable"]
    assert (found.line, found.column, found.end_line, found.end_column) == (2, 9, 2, 10)
