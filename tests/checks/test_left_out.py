"""What a check leaves out: by settings for some files, by a baseline, and by comments that `--add-ignores` writes."""

from __future__ import annotations

from pathlib import Path

import pytest

import redif
from redif.cli import main

PAPER = "Template-Type: ReDIF-Paper 1.0\nTitle: {}\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:wpaper:{}\n"
SHOUTED = "MONETARY POLICY"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of papers in two folders, each with a title in capitals, which is the current one."""
    for number, name in enumerate(("old/a.redif", "new/a.redif", "new/old/b.redif")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(PAPER.format(SHOUTED, number))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found() -> set[str]:
    return {
        Path(finding.file).as_posix().removeprefix("./") for finding in redif.check(".") if finding.code == "title-capitals"
    }


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("old", {"new/a.redif"}),
        ("old/", {"new/a.redif"}),
        ("/old", {"new/a.redif", "new/old/b.redif"}),
        ("new/old", {"old/a.redif", "new/a.redif"}),
        ("new/*.redif", {"old/a.redif"}),
        ("a.redif", {"new/old/b.redif"}),
        ("*/a.redif", {"new/old/b.redif"}),
        ("n?w/a.redif", {"old/a.redif", "new/old/b.redif"}),
        ("A.redif", {"old/a.redif", "new/a.redif", "new/old/b.redif"}),
    ],
)
def test_patterns_name_files_by_name_or_by_path(pattern: str, left: set[str], folder: Path) -> None:
    for text in (f'exclude = ["{pattern}"]\n', f'[per-file-ignores]\n"{pattern}" = ["title"]\n'):
        (folder / "redif.toml").write_text(text)
        assert found() == left


def test_a_baseline_names_files_from_its_own_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "known").mkdir()
    assert main(["check", "new", "--baseline", "known/list.txt", "--update-baseline"]) == 0
    heading, *lines = (folder / "known" / "list.txt").read_text().splitlines()
    assert heading.startswith("# Known problems, which redif check --baseline does not report.")
    assert [line.split("\t")[:3] for line in lines] == [
        ["../new/a.redif", "title-capitals", "RePEc:aaa:wpaper:1"],
        ["../new/old/b.redif", "title-capitals", "RePEc:aaa:wpaper:2"],
    ]
    capsys.readouterr()
    assert main(["check", ".", "--fail-on", "advice", "--baseline", "known/list.txt"]) == 1
    out, err = capsys.readouterr()
    assert out.count("advice title-capitals") == 1
    assert "old/a.redif:2:8:" in out
    assert "2 known and not shown" in out + err


def test_one_known_problem_hides_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "old" / "a.redif"
    assert main(["check", "old", "--baseline", "known.txt", "--update-baseline"]) == 0
    path.write_text(path.read_text() + "\n" + path.read_text())
    capsys.readouterr()
    main(["check", "--select", "title-capitals", "old", "--baseline", "known.txt"])
    assert capsys.readouterr().out.count("advice title-capitals") == 1


def test_a_problem_of_a_template_without_a_handle_is_known_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "old" / "a.redif").write_text(PAPER.format(SHOUTED, 1).replace("Handle", "Note"))
    assert main(["check", "old", "--baseline", "known.txt", "--update-baseline"]) == 0
    assert "old/a.redif\ttitle-capitals\t-\t" in (folder / "known.txt").read_text()
    assert main(["check", "old", "--baseline", "known.txt"]) == 0


@pytest.mark.parametrize("text", ["", "# something else\n", "\xff"])
def test_what_is_no_baseline_is_refused(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "known.txt").write_bytes(text.encode("latin-1"))
    assert main(["check", "old", "--baseline", "known.txt"]) == 2
    assert "known.txt is not a baseline that redif wrote" in capsys.readouterr().err


def test_ignores_are_sorted_above_their_templates(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "old" / "a.redif"
    wrong = PAPER.format(SHOUTED, 2) + "DOI: 2021.2023603\nDOI: 2021.2023604\n"
    path.write_text(PAPER.format("Growth of all", 1) + "\n" + wrong)
    assert main(["check", "old", "--add-ignores"]) == 0
    first, _, second = path.read_text().partition("\n\n")
    assert first + "\n" == PAPER.format("Growth of all", 1)
    comment, _, rest = second.partition("\n")
    assert comment.startswith("# redif: ignore ")
    named = comment.removeprefix("# redif: ignore ").split(", ")
    assert {"doi-invalid", "title-capitals"} <= set(named)
    assert named == sorted(set(named))
    assert rest == wrong
    assert list(redif.check("old", isolated=True)) == []


@pytest.mark.parametrize(
    ("above", "added"),
    [
        ("# redif: ignore title-number", "# redif: ignore title-number, title-capitals"),
        ("# redif: ignore doi -- they are old", "# redif: ignore doi, title-capitals -- they are old"),
        ("# redif: ignore: doi,title-latex", "# redif: ignore: doi,title-latex, title-capitals"),
    ],
)
def test_codes_are_added_to_the_comment_that_is_there(above: str, added: str, folder: Path) -> None:
    path = folder / "old" / "a.redif"
    path.write_text(f"# My paper\n{above}\n" + PAPER.format(SHOUTED, 1))
    assert main(["check", "old", "--add-ignores"]) == 0
    assert path.read_text() == f"# My paper\n{added}\n" + PAPER.format(SHOUTED, 1)
    assert list(redif.check("old", isolated=True)) == []


def test_format_leaves_excluded_files_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, text = folder / "old" / "a.redif", "Template-type:ReDIF-Paper 1.0\nTitle:A\n"
    path.write_text(text)
    (folder / "redif.toml").write_text('exclude = ["old"]')
    assert main(["format", str(folder / "old"), str(path)]) == 0
    assert path.read_text() == text
    assert "was left out, because the settings exclude it" in capsys.readouterr().err


def test_a_web_page_in_a_folder_is_reported_by_convert(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "old" / "page.rdf").write_text("<!DOCTYPE html>\n<html><body>Not found</body></html>\n")
    (folder / "old" / "a.redif").write_text(PAPER.format("Growth of all", 1))
    assert main(["convert", "--to", "jsonl", "old"]) == 1
    said = capsys.readouterr()
    assert "page.rdf: This is an HTML page" in said.err
    assert said.out.count("\n") == 1
