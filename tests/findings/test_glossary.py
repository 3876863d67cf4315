from __future__ import annotations

from pathlib import Path

import pytest

from redif.cli import main
from redif.findings.glossary import glossary, lookup, markdown

Captured = pytest.CaptureFixture[str]


def test_the_page_is_what_the_glossary_says() -> None:
    page = Path(__file__).parents[2] / "docs" / "glossary.md"
    assert page.read_text(encoding="utf-8") == markdown(), "python -m redif.findings.glossary > docs/glossary.md"


def test_entries_are_complete() -> None:
    assert len(glossary()) >= 10
    for entry in glossary().values():
        assert entry.meaning.endswith(".")
        assert entry.example


@pytest.mark.parametrize("word", ["key attribute", "Key-Attribute", "key  attributes", "byte-order mark", "JEL code", "series"])
def test_words_are_found_however_they_are_written(word: str) -> None:
    assert lookup(word) is not None


def test_a_word_that_is_not_there(capsys: Captured) -> None:
    assert lookup("nonsense") is None
    assert main(["explain", "cluster", "nonsense"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "there is no code or group 'nonsense'" in err


def test_explain_prints_words_and_codes(capsys: Captured) -> None:
    assert main(["explain", "cluster"]) == 0
    assert capsys.readouterr().out.startswith("cluster\nAttributes that belong together")
    assert main(["explain", "handle", "handle-twice", "HANDLE"]) == 0
    both = capsys.readouterr().out
    assert both.startswith("handle\nThe permanent identifier")
    assert both.count("\nhandle-twice (error") == 1
    assert both.count("The permanent identifier") == 1
