"""The public face: the README's Python runs and passes type checkers, and every public name is what it says."""

from __future__ import annotations

import importlib
import importlib.util
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from pathlib import Path

import mypy.api
import pytest

import redif
from redif.cli import main
from support.paths import ROOT

USER_CODE = """
import gzip
import io
import tempfile
import zipfile
from typing import SupportsIndex

import redif

paper = redif.Paper(title="T", authors="A", handle="RePEc:aaa:wpaper:1", languages=["en"], creation_date=2021)
redif.write(paper, io.BytesIO(), "bibtex")
redif.write(redif.read("x"), io.StringIO())
item: redif.Item = paper
title: str | None = item.title
year: int | None = item.year
handle: redif.Handle | None = item.handle
names: list[str | None] = [author.name for author in item.authors]
findings: list[redif.Finding] = list(redif.check(paper, [paper], "x"))
with gzip.open("a.rdf.gz") as packed, zipfile.ZipFile("a.zip").open("a.rdf") as member, tempfile.TemporaryFile() as out:
    redif.write(redif.read(packed, member), out)


def of_year(year: SupportsIndex) -> list[redif.Item]:
    chosen = redif.select([paper, redif.Article(year=year, volume=year)], year=[year, "2001-", range(3)])
    return [item.model_copy(update={"title": year}) for item in chosen]


edits: list[redif.Edit] = [edit for finding in findings if finding.fix for edit in finding.fix.edits]
"""
WRONG = ['redif.Paper(titel="x")', "redif.Paper(title=[])", "redif.Paper(authors=5)", "redif.read(5)", 'redif.write("x", "y")']


def blocks(*, of_sample: bool = True) -> list[str]:
    """The blocks of Python in the README, maybe with those that ask a sample; `tables/test_page.py` runs these."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^```python\n(.*?)^```$(\n```text)?", text, re.MULTILINE | re.DOTALL)
    return [block for block, output in found if of_sample or not output]


def test_the_readme_runs(fixtures: Path, tmp_path: Path) -> None:
    shutil.copytree(fixtures / "taf", tmp_path / "RePEc" / "taf")
    shutil.copytree(fixtures / "types", tmp_path / "registry")
    series = ["--series", "wpaper=Working Papers", "--url", "https://example.org/RePEc/aaa/"]
    named = ["--name", "Example", "--maintainer-name", "Ada Example", "--maintainer-email", "repec@example.org"]
    assert main(["new", "archive", str(tmp_path / "RePEc" / "aaa"), *series, *named]) == 0
    assert len(blocks(of_sample=False)) >= 3
    for block in blocks(of_sample=False):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", block], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stdout


@pytest.fixture(scope="module")
def user_code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with modules that use redif as a program does; `wrong.py` has a mistake in each line after the first."""
    folder = tmp_path_factory.mktemp("user")
    for number, block in enumerate([USER_CODE, *blocks()]):
        (folder / f"block{number}.py").write_text(block, encoding="utf-8")
    (folder / "wrong.py").write_text("\n".join(["import redif", *WRONG, ""]))
    return folder


def test_a_users_code_passes_mypy(user_code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYPYPATH", str(ROOT))
    usual = ["--strict", "--config-file=", f"--cache-dir={user_code / 'cache'}", "--follow-imports=silent"]
    output, errors, _ = mypy.api.run([*usual, *map(str, sorted(user_code.glob("*.py")))])
    assert not errors
    lines = [line for line in output.splitlines() if ": error:" in line]
    assert {line.split(":")[1] for line in lines if "wrong.py" in line} == {str(2 + n) for n in range(len(WRONG))}, output
    assert [line for line in lines if "wrong.py" not in line] == []


def test_a_users_code_passes_pyright(user_code: Path) -> None:
    words = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, *map(str, sorted(user_code.glob("*.py")))]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=250)
    lines = [line for line in done.stdout.splitlines() if " - error:" in line]
    assert {line.split(":")[1] for line in lines if "wrong.py" in line} == {str(2 + n) for n in range(len(WRONG))}, done.stdout
    assert [line for line in lines if "wrong.py" not in line] == []


def test_no_module_takes_the_name_of_a_function_or_class() -> None:
    for module in pkgutil.walk_packages(redif.__path__, "redif."):
        if not module.name.endswith("__main__"):
            if module.name == "redif.spark.source" and importlib.util.find_spec("pyspark") is None:
                continue  # it is too large to be installed for tests
            importlib.import_module(module.name)
    for name in redif.__all__:
        assert name == "models" or callable(getattr(redif, name)), name
        assert name in dir(redif)


def test_what_the_face_has_is_what_type_checkers_see() -> None:
    text = (ROOT / "redif" / "__init__.py").read_text(encoding="utf-8")
    seen = set(re.findall(r"\b\w+\b", text[text.index("if TYPE_CHECKING:") : text.index("_PUBLIC")]))
    assert set(redif.__all__) <= seen
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = redif.nothing


def test_every_error_of_redif_has_one_base() -> None:
    errors = [getattr(redif, name) for name in redif.__all__ if name.endswith("Error")]
    assert all(issubclass(error, redif.RedifError) for error in errors)
    usual = (ValueError, TypeError, KeyError, OSError, ImportError)
    assert all(issubclass(error, usual) for error in errors if error is not redif.RedifError)
