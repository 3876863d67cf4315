"""The examples in the README and in the page about tables print what these say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from redif.cli import main
from support.paths import DOCS, ROOT
from support.sample import write_sample

pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="the pages are only in the repository")
EXAMPLE = re.compile(r"^```(bash|python)\n((?:(?!```).*\n)*)```\n```text\n((?:(?!```).*\n)*)```$", re.MULTILINE)


def examples() -> list[tuple[str, str, str]]:
    pages = ROOT / "README.md", DOCS / "tables.md"
    return [example for page in pages for example in EXAMPLE.findall(page.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the examples expect it: the sample, and the tables made of it."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder / "RePEc")
    for out in ("repec.sqlite", "repec.duckdb", "repec"):
        assert main(["tables", "-q", str(folder / "RePEc"), "-o", str(folder / out)]) == 0
    return folder


def test_there_are_examples() -> None:
    assert [language for language, _, _ in examples()].count("python") >= 4


@pytest.mark.parametrize(("language", "code", "output"), examples())
def test_an_example_prints_what_the_page_says(language: str, code: str, output: str, here: Path) -> None:
    if language == "bash" and shutil.which("sqlite3") is None:
        pytest.skip("the command sqlite3 is not here")
    words = ["bash", "-c", code] if language == "bash" else [sys.executable, "-c", code]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=here, capture_output=True, text=True, check=False, timeout=60, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout == output
