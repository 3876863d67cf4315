"""The README and the pages of the site: examples print what they say, links lead somewhere, generated pages are up to date."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from redif.cli import reference
from redif.cli.parser import make_parser
from redif.reports import REPORTS
from redif.writers import WRITERS
from support.paths import ROOT

GENERATED = {"diagrams.md"}  # pages that are made when the site is built
README, DOCS = ROOT / "README.md", ROOT / "docs"
pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="the pages are only in the repository")

PAPER = """\
Template-Type: ReDIF-Paper 1.0
Title: Prices and the Season

Author-Name: Jane Smith and John Jones
Creation-Date: 2004-12
DOI: https://doi.org/10.1080/1
Handle: RePEc:aaa:wpaper:2004-12
"""
ARCHIVE = """\
Template-Type: ReDIF-Archive 1.0
Handle: RePEc:aaa
Name: Example Department
Maintainer-Email: maintainer@example.org
Description: Working papers
URL: https://example.org/RePEc/aaa/
"""
SERIES = """\
Template-Type: ReDIF-Series 1.0
Name: Working papers
Type: ReDIF-Paper
Provider-Name: Example Department
Maintainer-Email: maintainer@example.org
Handle: RePEc:aaa:wpaper
"""


def pages() -> list[Path]:
    return [README, ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]


def blocks(page: Path, language: str) -> Iterator[str]:
    yield from re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder as the examples expect it: an archive `RePEc/aaa`, and the fixtures."""
    archive = tmp_path / "RePEc" / "aaa"
    (archive / "wpaper").mkdir(parents=True)
    (archive / "aaaarch.rdf").write_text(ARCHIVE)
    (archive / "aaaseri.rdf").write_text(SERIES)
    (archive / "wpaper" / "2004.rdf").write_text(PAPER)
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")  # not a link: examples fix what they find
    return tmp_path


def examples(page: Path) -> list[tuple[str, str]]:
    """Each command after `$` in the console blocks of a page, and what it is said to print."""
    return [
        (command, output)
        for block in blocks(page, "console")
        for command, output in re.findall(r"^\$ ([^\n]*)\n(.*?)(?=^\$ |\Z)", block, re.MULTILINE | re.DOTALL)
    ]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_examples_print_what_they_say(page: Path, here: Path) -> None:
    for command, output in examples(page):
        if any(tool in command and shutil.which(tool) is None for tool in ("jq", "sqlite3")):
            continue
        command = command.replace("redif ", f"{shlex.quote(sys.executable)} -m redif ", 1)
        done = subprocess.run(
            command, shell=True, cwd=here, text=True, check=False, timeout=60,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"},
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stdout
        if output:
            assert re.sub(r"\b\d+\.\d s\b", "N s", done.stdout) == re.sub(r"\b\d+\.\d s\b", "N s", output)


def test_the_readme_has_examples_and_two_commands_to_set_up() -> None:
    assert len(examples(README)) >= 4
    (block,) = blocks(README, "sh")
    assert len(block.splitlines()) == 2


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)", text):
        assert link in GENERATED or (page.parent / link).exists(), link


def test_every_page_is_in_the_table_of_contents() -> None:
    named = set(re.findall(r": ([\w-]+\.md)$", (ROOT / "mkdocs.yml").read_text(), re.MULTILINE))
    assert named == {page.name for page in DOCS.glob("*.md")} | GENERATED


@pytest.mark.parametrize(
    ("file", "made"), [("command-line.md", reference.markdown), ("redif.1", reference.manual)], ids=["page", "manual"]
)
def test_the_command_line_is_described_as_it_is(file: str, made: object) -> None:
    assert callable(made)
    assert (DOCS / file).read_text(encoding="utf-8") == made()


def test_the_description_has_every_command_and_option() -> None:
    for name, parser in make_parser().commands().items():
        assert f"\n## redif {name}\n" in reference.markdown()
        for option in parser.option_names():
            assert option in reference.markdown()
            assert option.replace("-", r"\-") in reference.manual()


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not here")
def test_man_reads_the_manual_page() -> None:
    done = subprocess.run(
        ["man", "--warnings", "-l", str(DOCS / "redif.1")], capture_output=True, check=False, timeout=60,
        text=True, env={**os.environ, "MANPAGER": "cat", "MANWIDTH": "80", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "redif check" in done.stdout


def test_tables_of_options_and_formats_are_complete() -> None:
    commands = make_parser().commands()
    for name in ("check", "convert"):
        text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
        missing = [option for option in commands[name].option_names() if option not in text]
        assert set(missing) <= {"--help", "--quiet", "--jobs", "--output", "--to"}, missing
    formats = (DOCS / "convert.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in formats for name in WRITERS)
    assert all(name in (DOCS / "check.md").read_text(encoding="utf-8") for name in REPORTS)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_settings_in_the_pages_can_be_read(page: Path, tmp_path: Path) -> None:
    from redif.checks.settings import read

    for block in blocks(page, "toml"):
        (tmp_path / "redif.toml").write_text(block)
        assert read(str(tmp_path / "redif.toml")) is not None
