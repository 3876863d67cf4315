"""The compiled form of the standard grammar is what parsing its files gives, and what is not made from them is not used."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from redif.grammar import compiled, standard
from support.paths import FIXTURES


def test_the_compiled_form_is_what_the_files_give() -> None:
    files = standard.read_files()
    fresh = compiled.dump(standard.parse(files), files.digest)
    assert Path(standard.compiled_path()).read_bytes() == fresh, (
        "stale: run `python -m redif.grammar.compile` and commit the result"
    )


def test_loading_gives_what_parsing_gives() -> None:
    files = standard.read_files()
    loaded = compiled.load(Path(standard.compiled_path()).read_bytes(), files.digest, standard.specification_path())
    parsed = standard.parse(files)
    assert loaded is not None
    assert loaded.definitions == parsed.definitions
    assert compiled.dump(loaded, files.digest) == compiled.dump(parsed, files.digest)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"{", b'{"digest": "0"}'])
def test_what_was_not_made_from_the_files_is_not_used(data: bytes) -> None:
    assert compiled.load(data, standard.read_files().digest, "x.spec") is None


def test_any_edit_of_a_file_changes_the_digest() -> None:
    known = compiled.digest(b"a\nb", b"c")
    assert known == compiled.digest(b"a\r\nb", b"c")
    others = [compiled.digest(*texts) for texts in ((b"a\nb ", b"c"), (b"a\nb", b"d"), (b"a\nbc", b""), (b"c", b"a\nb"))]
    assert known not in others


def test_an_edited_grammar_counts_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (standard.SPECIFICATION, standard.VALUES, compiled.FILE):
        text = (Path(standard.compiled_path()).parent / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("six letters or digits", "six signs"), encoding="utf-8")
    monkeypatch.setattr(standard, "folder", lambda: tmp_path)
    files = standard.read_files()
    assert standard.load(files).definitions["series"].comment == "the series' code, six signs"
    (tmp_path / compiled.FILE).unlink()
    assert standard.load(files).definitions["series"].comment == "the series' code, six signs"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["convert", "--to", "bibtex", str(FIXTURES / "taf" / "rcybxx" / "2021-3.redif")],
        ["check", str(FIXTURES / "taf")],
    ],
)
def test_pyparsing_is_imported_only_to_explain(arguments: list[str]) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "redif", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "redif" in done.stderr
    assert "pyparsing" not in done.stderr


@pytest.mark.parametrize("part", ["rules", "types", "templates", "clusters"])
@pytest.mark.parametrize("damaged", [None, 5, "x", [[]], [None]])
def test_a_damaged_compiled_form_is_not_used(part: str, damaged: object) -> None:
    digest = standard.read_files().digest
    whole = json.loads(Path(standard.compiled_path()).read_bytes())
    assert compiled.load(json.dumps({**whole, part: damaged}).encode(), digest, "x.spec") is None
    assert compiled.load(b"[" * 100_000, digest, "x.spec") is None
