"""The compiled form of the catalogue of codes is what its files say; where it is not, the files are read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from redif.findings import codes as catalogue
from redif.findings.codes import Severity
from redif.findings.codes.compile import FOLDER, compiled


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the catalogue, which is read from there."""
    copy = tmp_path / "codes"
    shutil.copytree(FOLDER, copy)
    monkeypatch.setattr(catalogue, "__file__", str(copy / "__init__.py"))
    catalogue.parts.cache_clear()
    yield copy
    catalogue.parts.cache_clear()


def test_the_compiled_form_is_what_the_files_say() -> None:
    assert (FOLDER / catalogue.COMPILED).read_bytes() == compiled(), (
        "run python -m redif.findings.codes.compile after the catalogue was edited"
    )


@pytest.mark.parametrize("damaged", [None, b"", b"[", b"{}"], ids=["missing", "empty", "half", "of nothing"])
def test_the_files_say_the_same_without_a_compiled_form(damaged: bytes | None, folder: Path) -> None:
    before = {part: dict(of_part) for part, of_part in catalogue.parts().items()}
    path = folder / catalogue.COMPILED
    path.unlink() if damaged is None else path.write_bytes(damaged)
    catalogue.parts.cache_clear()
    assert catalogue.parts() == before


def test_a_file_that_was_edited_counts(folder: Path) -> None:
    path = folder / "titles.toml"
    text = path.read_text(encoding="utf-8")
    assert catalogue.parts()["titles"]["title-capitals"].severity is Severity.ADVICE
    at = text.index('severity = "advice"', text.index("[title-capitals]"))
    path.write_text(text[:at] + 'severity = "warning"' + text[at + len('severity = "advice"') :], encoding="utf-8")
    catalogue.parts.cache_clear()
    assert catalogue.parts()["titles"]["title-capitals"].severity is Severity.WARNING


def test_line_ends_do_not_count(folder: Path) -> None:
    path = folder / "titles.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    held = json.loads((folder / catalogue.COMPILED).read_bytes())
    files = [(folder / f"{part}.toml").read_bytes() for part in catalogue.FILES]
    assert catalogue.digest(files) == held["digest"]
