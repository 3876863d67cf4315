from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from redif.findings.glossary import glossary, lookup, markdown


def explain(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "redif", "explain", *words], capture_output=True, text=True, check=False)


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


def test_a_word_that_is_not_there() -> None:
    assert lookup("nonsense") is None
    done = explain("nonsense")
    assert done.returncode == 2
    assert "there is no code or group 'nonsense'" in done.stderr


def test_explain_prints_words_and_codes() -> None:
    assert explain("cluster").stdout.startswith("cluster\nAttributes that belong together")
    both = explain("handle", "handle-twice").stdout
    assert both.startswith("handle\nThe permanent identifier")
    assert both.count("\nhandle-twice (error)") == 1
