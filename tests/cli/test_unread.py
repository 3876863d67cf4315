"""What could not be read is named, and no command ends as if all had been read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from redif.cli import main

PAPER = "Template-Type: ReDIF-Paper 1.0\nTitle: Prices\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:wpaper:1\n"
COMMANDS = [
    ["check", "--fail-on", "error"],
    ["convert", "-o", "out.jsonl"],
    ["convert", "-o", "out.bib"],
    ["list"],
    ["stats"],
    ["tables", "-o", "out.sqlite"],
    ["duplicates"],
    ["site", "-o", "site"],
    ["show", "RePEc:aaa:wpaper:1"],
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.rdf").write_text(PAPER)
    return tmp_path


def packed(path: Path, *, encrypted: bool) -> str:
    """A ZIP archive with two papers, one of which may be encrypted."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("secret.rdf", PAPER.replace(":1", ":2"))
        archive.writestr("a.rdf", PAPER)
    data = bytearray(path.read_bytes())
    if encrypted:  # APPNOTE 4.4.4: the lowest bit of the flags, here and in the directory
        data[data.find(b"PK\x03\x04") + 6] |= 1
        data[data.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    return path.name


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_encrypted_file_in_an_archive(command: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, packed(folder / "good.zip", encrypted=False)]) == 0
    capsys.readouterr()
    assert main([*command, packed(folder / "bad.zip", encrypted=True)]) in (1, 2)
    assert "secret.rdf" in "".join(capsys.readouterr())


@pytest.mark.parametrize("command", [["convert", "--to", "bibtex"], ["tables", "-o", "out.sqlite"]], ids=" ".join)
def test_what_is_joined(command: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "a.rdf", "--with", packed(folder / "good.zip", encrypted=False)]) == 0
    assert main([*command, "a.rdf", "--with", packed(folder / "bad.zip", encrypted=True)]) == 2
    assert "cannot read bad.zip/secret.rdf: This file is encrypted." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("bad.jsonl", b'{"template_type": "ReDIF-Paper 1.0", "title": "A"}\n{broken\n', 1),
        ("bad.bib", b"@article{a, title={X}, author={A B}, year=2001}\n@broken{", 1),
        ("notes.txt", b"Some notes\n", 2),
        ("binary.rdf", bytes(range(256)), 2),
        ("page.rdf", b"<!DOCTYPE html><html><body>Not found</body></html>", 2),
    ],
)
@pytest.mark.parametrize("command", [command for command in COMMANDS if command[0] != "check"], ids=" ".join)
def test_other_files(
    command: list[str], name: str, content: bytes, status: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_bytes(content)
    assert main([*command, "a.rdf", name]) == status
    assert name in capsys.readouterr().err


def test_tables_are_not_written_among_what_they_are_made_from(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for output in (".", f"../{folder.name}"):
        assert main(["tables", ".", "-o", output]) == 2
        assert "is one of the folders that are read" in capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["a.rdf"]
    assert main(["tables", ".", "-o", "tables"]) == 0
