"""The options for choosing on the command line: the same on four commands; and showing several, JSON, and counts by JEL code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from redif.cli import main

Captured = pytest.CaptureFixture[str]

TEXT = """\
Template-Type: ReDIF-Paper 1.0
Author-Name: Ann Lee
Title: ZEBRAS AND THEIR STRIPES
Creation-Date: 2003
Classification-JEL: C12; C10; D4
Handle: RePEc:aaa:wpaper:1

Template-Type: ReDIF-Paper 1.0
Author-Name: Bo Lee
Title: ANTS AND THEIR COLONIES
Creation-Date: 2005
Classification-JEL: C1
Handle: RePEc:aaa:wpaper:2

Template-Type: ReDIF-Paper 1.0
Author-Name: Cy Ray
Title: BEES AND THEIR FLOWERS IN SPRING
Creation-Date: 2004
Handle: RePEc:aaa:wpaper:3

Template-Type: ReDIF-Series 1.0
Name: Papers
Type: ReDIF-Paper
Handle: RePEc:aaa:wpaper
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    file = tmp_path / "papers.redif"
    file.write_text(TEXT)
    return str(file)


def lines(capsys: Captured, *arguments: str, status: int = 0) -> list[Any]:
    assert main([*arguments, "-q"]) == status
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (["--author", "lee"], ["1", "2"]),
        (["--author", "lee", "--year", "-2004"], ["1"]),
        (["--sort", "-year", "--type", "paper"], ["2", "3", "1"]),
        (["--sort", "-year", "--limit", "1"], ["2"]),
        (["--handle", "*:1", "--handle", "*:3"], ["1", "3"]),
        (["--lacks", "jel", "--has", "title"], ["3"]),
    ],
)
def test_commands_choose_the_same(options: list[str], wanted: list[str], path: str, capsys: Captured) -> None:
    for command in (["list", "--json"], ["convert"]):
        found = lines(capsys, *command, *options, path)
        assert [row["handle"].rsplit(":", 1)[1] for row in found] == wanted
    assert main(["stats", "-q", "--json", *options, path]) == 0
    counts = json.loads(capsys.readouterr().out)
    assert counts["items"] == len(wanted)
    assert counts["series"][0]["name"] == "Papers"
    checked = lines(
        capsys, "check", "--isolated", "--select", "title-capitals", "--format", "json", "--exit-zero", *options, path
    )
    assert sorted({found["template"]["handle"].rsplit(":", 1)[1] for found in checked}) == sorted(wanted)


def test_copies_are_found_though_only_one_is_chosen(path: str, capsys: Captured) -> None:
    Path(path).write_text(TEXT + TEXT.replace("2003", "2010"))
    usual = ("check", "--isolated", "--select", "handle-twice", "--format", "json", path)
    assert [found["template"]["handle"] for found in lines(capsys, *usual, "--year", "2010", status=1)] == [
        "RePEc:aaa:wpaper:1"
    ]


def test_fixes_are_made_where_chosen(path: str, capsys: Captured) -> None:
    Path(path).write_text(TEXT.replace("Creation-Date: 200", "DOI: doi:10.1000/1\nCreation-Date: 200"))
    assert main(["check", "--isolated", "--fix", "-q", "--exit-zero", "--author", "ann lee", path]) == 0
    assert Path(path).read_text().count("DOI: 10.1000/1\n") == 1
    assert main(["check", "--fix", "--limit", "1", path]) == 2
    assert "--unique and --limit do not go with --fix" in capsys.readouterr().err


def test_nothing_to_check_is_said(path: str, capsys: Captured) -> None:
    assert main(["check", "--isolated", "--series", "paper", path]) == 0
    out, err = capsys.readouterr()
    assert out == "No files were checked.\n"
    assert "no template matches the selection" in err


def test_what_a_line_of_json_has(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "x.redif"
    file.write_text(
        "Template-Type: ReDIF-Paper 1.0\n\nTemplate-Type: ReDIF-Paper 1.0\nAuthor-Name: A B\nTitle: T\nCreation-Date: 2003-05\n"
    )
    assert lines(capsys, "list", "--json", str(file)) == [
        {"handle": None, "type": "paper", "year": None, "authors": [], "title": None},
        {"handle": None, "type": "paper", "year": 2003, "authors": ["A B"], "title": "T"},
    ]


def test_the_closing_line_says_where_reading_stopped(path: str, capsys: Captured) -> None:
    assert main(["list", "--limit", "1", path]) == 0
    assert capsys.readouterr().err == "1 item; the rest was not read\n"


@pytest.mark.parametrize("command", ["list", "convert", "stats", "check"])
def test_a_value_that_does_not_exist(command: str, path: str, capsys: Captured) -> None:
    assert main([command, "--has", "abstrct", path]) == 2
    assert "did you mean abstract?" in capsys.readouterr().err


def test_items_by_jel_code(path: str, capsys: Captured) -> None:
    assert main(["stats", "--by", "jel", "-q", path]) == 0
    assert capsys.readouterr().out == (
        "3 items by JEL code\n"
        "2   67%  C  Mathematical and Quantitative Methods\n"
        "1   33%    C1  Econometric and Statistical Methods and Methodology: General\n"
        "1   33%    C10  General\n"
        "1   33%    C12  Hypothesis Testing: General\n"
        "1   33%  D  Microeconomics\n"
        "1   33%    D4  Market Structure, Pricing, and Design\n"
        "1   33%  without a JEL code\n"
    )
    assert main(["stats", "--by", "jel", "--json", "-q", path]) == 0
    counts = json.loads(capsys.readouterr().out)
    assert (counts["items"], counts["with"]) == (3, 2)
    assert [(field["code"], field["items"], [code["code"] for code in field["codes"]]) for field in counts["jel"]] == [
        ("C", 2, ["C1", "C10", "C12"]),
        ("D", 1, ["D4"]),
    ]


@pytest.mark.parametrize(
    ("by", "heading"), [("type", "4 templates"), ("series", "3 items in 1 series"), ("year", "Items by year")]
)
def test_one_table_of_counts(by: str, heading: str, path: str, capsys: Captured) -> None:
    assert main(["stats", "--by", by, "-q", path]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{heading}\n")
    assert "\n\n" not in out


def test_several_are_shown(path: str, capsys: Captured) -> None:
    assert main(["show", "-q", "RePEc:aaa:wpaper:1", "RePEc:aaa:wpaper", "ideas.repec.org/p/aaa/wpaper/3.html", path]) == 0
    out = capsys.readouterr().out
    assert out.index("ZEBRAS") < out.index("Papers\n") < out.index("BEES")
    assert "ANTS" not in out
    handles = [f"RePEc:aaa:wpaper:{number}" for number in (2, 9, 1)]
    assert main(["show", "-q", "--to", "jsonl", *handles, path]) == 1
    out, errors = capsys.readouterr()
    assert [json.loads(line)["handle"] for line in out.splitlines()] == [handles[0], handles[2]]
    assert "RePEc:aaa:wpaper:9 was not found" in errors


def test_a_file_that_is_named_like_a_handle(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("paa1").mkdir()
    Path("paa1/x.redif").write_text(TEXT)
    assert main(["show", "-q", "RePEc:aaa:wpaper:1", "paa1"]) == 0
    assert "ZEBRAS" in capsys.readouterr().out
