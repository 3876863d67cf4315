"""The parts of a large file, read by themselves: the same templates, with the same lines and findings, as in the whole."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redif.findings.finding import Finding
from redif.reading.documents import file_templates, part_templates
from redif.source.decoding import FilePart, file_parts
from redif.source.files import raise_error
from redif.syntax.splitter import Reader
from redif.syntax.template import Template

BLOCK = 1024
PAPER = b"Template-Type: ReDIF-Paper 1.0\nTitle: Prices\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:wpaper:1\n"
PIECES = [
    PAPER,
    PAPER + b"Abstract: " + b"many words " * 30 + b"\n",
    PAPER.replace(b"\n", b"\r\n"),
    PAPER.replace(b"\n", b"\r"),
    PAPER.replace(b"Jane", "Zoë".encode()),
    PAPER.replace(b"Jane", "Zoë".encode("cp1252")),
    PAPER.replace(b"Prices", "Preise ‚Äì und Löhne Ã¼ber".encode()),
    PAPER.replace(b"Prices", "Цены".encode("cp1251")),
    PAPER.replace(b"Prices", b"Pri\x00ces\x1a"),
    b"\x1a" + PAPER,
    b"template-type :ReDIF-Article 1.0\nName: none\n",
    b"# redif: ignore title-capitals\n",
    b"<<<<<<< ours\n",
    b"=======\n",
    b"\n\n  \n",
    b"no attribute in this line\n",
    b"x" * 3000,
    b"x\r" * 900,
    b"y\n" * 900,
]


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = ("decoding.BLOCK", "decoding.LONGEST_LINE", "decoding.SMALL", "files.SMALL")
    for name in sizes:
        monkeypatch.setattr(f"redif.source.{name}", BLOCK)
    monkeypatch.setattr("redif.syntax.splitter.LONGEST_TEMPLATE", 5 * BLOCK)


def told(template: Template) -> tuple[Any, ...]:
    return (
        template.file,
        template.line,
        template.text,
        template.preceding,
        template.has_controls,
        template.data,
        template.findings,
    )


def whole(path: Path) -> tuple[list[tuple[Any, ...]], list[Finding]]:
    outside: list[Finding] = []
    return [told(each) for each in file_templates(str(path), Reader(), outside.append, raise_error)], outside


def in_parts(path: Path, size: int) -> tuple[list[FilePart], list[tuple[Any, ...]], list[Finding]]:
    outside: list[Finding] = []
    with path.open("rb", buffering=0) as stream:
        parts = list(file_parts(stream, str(path), size))
    templates = (each for part in parts for each in part_templates(str(path), part, Reader(), outside.append, raise_error))
    return parts, [told(each) for each in templates], outside


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=150)
@given(
    st.lists(st.sampled_from(PIECES), max_size=60),
    st.sampled_from([b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"<html>"]),
    st.sampled_from(["x.rdf", "x.redif"]),
    st.integers(0, 5 * BLOCK),
)
def test_parts_hold_what_the_file_holds(
    small_blocks: None, tmp_path: Path, pieces: list[bytes], mark: bytes, name: str, size: int
) -> None:
    path = tmp_path / name
    path.write_bytes(mark + b"".join(pieces))
    parts, templates, outside = in_parts(path, size)
    assert (templates, outside) == whole(path)
    assert len([part for part in parts if part.end_line is None]) == 1


def test_a_file_of_templates_is_cut(small_blocks: None, tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_bytes((PAPER + b"\n") * 200 + PAPER.replace(b"Jane", "Zoë".encode()) * 200)
    parts, templates, _ = in_parts(path, 2 * BLOCK)
    assert 10 < len(parts) <= path.stat().st_size / (2 * BLOCK)
    assert len(templates) == 400
    assert [part.line for part in parts[1:]] == [part.end_line for part in parts[:-1]]


def test_a_file_without_templates_is_one_part(small_blocks: None, tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_bytes(b"nothing but text\n" * 5000)
    assert len(in_parts(path, BLOCK)[0]) == 1
