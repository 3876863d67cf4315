"""The command and the library with files in other formats: recognized, converted, counted, explained."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

import redif
from redif.cli import main
from redif.importers import IMPORTERS
from support.paths import DOCS

Captured = pytest.CaptureFixture[str]
BIB = """\
@article{a, title={On prices}, author={Lee, Ann}, year=2004, file={x.pdf}}
@article{b, title={broken
@article{c, title={Two}, author={Kim, Bo}, owner={me}, file={y.pdf}}
"""


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    path = tmp_path / "x.bib"
    path.write_text(BIB)
    return path


def test_bibtex_becomes_redif_and_what_is_lost_is_counted(bib: Path, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "x.rdf"
    assert main(["convert", str(bib), "-o", str(out)]) == 1
    assert [record.handle for record in redif.read(out)] == [None, None]
    assert [record.title for record in redif.read(out) if isinstance(record, redif.Article)] == ["On prices", "Two"]
    err = capsys.readouterr().err
    assert f"{bib}:2: The entry @article with the key b cannot be read" in err
    assert "2 records written, left out without a place in ReDIF: file (2), owner (1);" in err
    assert "x.pdf" not in err


def test_each_lost_value_is_named_on_request(bib: Path, capsys: Captured) -> None:
    main(["convert", "-v", str(bib)])
    assert f'redif: {bib}:1: The field file was left out: "x.pdf".' in capsys.readouterr().err


@pytest.mark.parametrize(
    "to",
    ["citation", "bibtex", "biblatex", "ris", "csl-json", "oai_dc", "mods", "schema-org", "csv", "dcterms", "tree", "json"],
)
def test_items_without_a_handle_are_written_in_every_format(to: str, bib: Path, tmp_path: Path) -> None:
    assert main(["convert", "-q", "--to", to, str(bib), "-o", str(tmp_path / "out")]) == 1
    assert "On prices" in (tmp_path / "out").read_text()


def test_the_format_can_be_said(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "x.txt").write_text("title;authors\nOn prices;Ann Lee\n")
    assert main(["convert", "-q", "--from", "CSV", str(tmp_path / "x.txt")]) == 0
    assert '"title":"On prices"' in capsys.readouterr().out
    assert main(["convert", "--from", "bibtx", str(tmp_path / "x.txt")]) == 2
    assert "did you mean bibtex?" in capsys.readouterr().err


def test_standard_input_is_recognized_by_its_beginning(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BIB.encode())))
    main(["convert", "-q", "--to", "citation", "-"])
    assert "On prices" in capsys.readouterr().out


def test_check_reports_what_is_missing_at_the_line_of_the_entry(bib: Path, capsys: Captured) -> None:
    assert main(["check", str(bib)]) == 1
    out = capsys.readouterr().out
    assert f"{bib}:1:1: error required-missing This article has no Handle" in out
    assert f"{bib}:2:1: error import-unread" in out
    assert f"{bib}:3:1: error required-missing" in out


@pytest.mark.parametrize(
    ("name", "text", "line", "source"),
    [
        ("x.bib", "% ours\n\n@article{a,\n title={On prices.},\n year=2004}\n", 3, "@article{a,"),
        ("x.csv", "type,title\n\narticle,On prices.\n", 3, "article,On prices."),
        ("x.ris", "\nTY  - JOUR\nTI  - On prices.\nER  - \n", 2, "TY  - JOUR"),
        ("x.json", '[\n{"type": "article",\n "id": "a", "title": "On prices."}\n]', 2, '{"type": "article",'),
        ("x.mods", "<mods\n>\n<genre>article</genre><titleInfo><title>On prices.</title></titleInfo></mods>", 2, ">"),
    ],
)
def test_a_finding_shows_the_line_of_the_file_where_the_item_begins(
    name: str, text: str, line: int, source: str, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / name).write_text(text)
    found = [finding for finding in redif.check(tmp_path / name, isolated=True) if finding.code == "title-full-stop"]
    assert [(finding.line, finding.source, finding.fix) for finding in found] == [(line, source, None)]
    main(["check", str(tmp_path / name)])
    out = capsys.readouterr().out
    assert f"{line:>6} | {source}\n" in out
    assert "Template-Type" not in out


def test_findings_about_a_whole_archive_name_the_line_of_the_entry(tmp_path: Path) -> None:
    archive = tmp_path / "aaa"
    assert main(["new", "archive", str(archive), "--name", "U", "--maintainer-name", "A B", "--maintainer-email", "a@example.org",
                 "--url", "https://example.org/RePEc/aaa/", "--series", "wpaper=Working Papers", "-q"]) == 0  # fmt: skip
    entries = ["@techreport{RePEc:aaa:wpaper:1,\n title={On prices}, author={Lee, Ann}, year=2004}\n"] * 2
    (archive / "x.bib").write_text("".join([*entries, entries[0].replace("aaa", "bbb")]))
    found = {finding.code: finding for finding in redif.check(archive, archive / "x.bib")}
    assert (found["handle-twice"].line, found["handle-twice"].source) == (3, "@techreport{RePEc:aaa:wpaper:1,")
    assert (found["handle-archive"].line, found["handle-archive"].source) == (5, "@techreport{RePEc:bbb:wpaper:1,")


def test_columns_that_are_not_known_are_named_once(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "x.csv").write_text("Title,Rang,Empty,Farbe\nOne,1,,\nTwo,2,,blue\n")
    assert main(["convert", str(tmp_path / "x.csv")]) == 0
    err = capsys.readouterr().err
    assert ", columns not known and kept as private attributes: Rang (X-Rang), Farbe (X-Farbe);" in err
    assert err.count("\n") == 1
    main(["convert", "-v", str(tmp_path / "x.csv")])
    assert f'{tmp_path / "x.csv"}:1: The column "Rang" is not known; it is kept as X-Rang.' in capsys.readouterr().err


def test_settings_say_what_columns_mean(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "redif.toml").write_text('[columns]\nVerfasserin = "authors"\nRang = "-"\n')
    (tmp_path / "x.csv").write_text("Titel,Verfasserin,Rang\nOn prices,Ann Lee,3\n")
    assert main(["convert", "-q", str(tmp_path / "x.csv")]) == 0
    assert '"title":"On prices","authors":[{"name":"Ann Lee"}],"source"' in capsys.readouterr().out
    (tmp_path / "redif.toml").write_text('[columns]\nVerfasserin = "autoren-liste"\n')
    for command in ("convert", "list", "check", "stats"):
        assert main([command, str(tmp_path / "x.csv")]) == 2
        assert "cannot mean 'autoren-liste'" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["convert", "list", "check", "stats"])
def test_a_library_that_is_missing_is_named_with_the_way_to_install_it(
    command: str, bib: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setitem(sys.modules, "bibtexparser", None)
    assert main([command, str(bib)]) == 2
    assert "needs the library bibtexparser; install it with: pip install 'redif[importers]'" in capsys.readouterr().err
    with pytest.raises(redif.MissingLibraryError):
        [*redif.read(bib)]


@pytest.mark.parametrize("words", [["list"], ["stats"], ["duplicates"], ["convert"], ["check"], ["show", "RePEc:aaa:wpaper:1"]])
def test_every_command_exits_with_1_where_an_entry_cannot_be_read(words: list[str], tmp_path: Path, capsys: Captured) -> None:
    good = "@techreport{RePEc:aaa:wpaper:1, title={On prices}, author={Lee, Ann}, year=2004}\n"
    (tmp_path / "x.bib").write_text(f"{good}@article{{b, title={{broken\n")
    assert main([*words, str(tmp_path / "x.bib")]) == 1
    assert "The entry @article with the key b cannot be read" in "".join(capsys.readouterr())
    (tmp_path / "x.bib").write_text(good)
    assert main([*words, str(tmp_path / "x.bib")]) == 0
    assert main([*words, str(tmp_path / "missing.bib")]) == 2


def test_duplicates_says_that_not_everything_was_read(bib: Path, capsys: Captured) -> None:
    main(["duplicates", str(bib)])
    assert capsys.readouterr().out == "Nothing is there twice in what could be read.\n"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 40, b"<!DOCTYPE html>\n<html>\n<p>x</p>\n" * 20, b"\x89PNG\r\n" + bytes(range(200)) * 9]
)
@pytest.mark.parametrize("name", ["x.json", "x.jsonl", "x.bib", "x.ris", "x.csv", "x.xlsx", "x.mods"])
def test_a_file_that_is_something_else_is_one_message(name: str, data: bytes, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / name).write_bytes(data)
    assert main(["list", "-q", str(tmp_path / name)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("option", ["--handle", "--series", "--author", "--year", "--jel", "--has", "--lacks", "--type"])
def test_an_empty_criterion_is_refused(option: str, bib: Path, capsys: Captured) -> None:
    assert main(["list", option, "", str(bib)]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("name", "row"),
    [("x.csv", f'On prices,"Lee, Ann; Kim, Bo",2004,{"word " * 400}\n'), ("x.bib", f"@article{{KEY, title={{x}}, abstract={{{'word ' * 400}}}}}\n"),
     ("x.ris", f"TY  - JOUR\nTI  - x\nAB  - {'word ' * 400}\nER  - \n"), ("x.jsonl", f'{{"type":"article","id":"x","title":"{"word " * 400}"}}\n')],
)  # fmt: skip
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the memory is read from /proc")
def test_a_large_file_is_read_in_little_memory(name: str, row: str, tmp_path: Path) -> None:
    program = """if True:
        import re, sys, redif
        count = sum(1 for _ in redif.read(sys.argv[1]))
        print(count, re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
    """
    header = "title,authors,year,abstract\n" if name == "x.csv" else ""
    found = []
    for count in (2_000, 8_000):
        (tmp_path / name).write_text(header + "".join(row.replace("KEY", f"k{number}") for number in range(count)))
        done = subprocess.run([sys.executable, "-c", program, tmp_path / name], capture_output=True, text=True, check=True)
        read, peak = map(int, done.stdout.split())
        assert read == count
        found.append(peak)
    assert (tmp_path / name).stat().st_size > 11 << 20
    assert found[1] - found[0] < 9 << 10  # kilobytes; the file has grown by more than that


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the memory is read from /proc")
def test_what_a_huge_file_becomes_is_not_kept_by_one_of_several_processes(tmp_path: Path) -> None:
    program = """if True:
        import re, resource, sys
        from redif.cli import main
        main(["convert", "-q", "--jobs", "2", sys.argv[1], "-o", sys.argv[1] + ".json"])
        own = int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
        print(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
    """
    found = []
    for count in (1_000, 10_000):
        (tmp_path / "x.csv").write_text("title,year,abstract\n" + f"On prices,2004,{'word ' * 400}\n" * count)
        done = subprocess.run(
            [sys.executable, "-c", program, tmp_path / "x.csv"],
            capture_output=True, text=True, check=True, env=os.environ | {"REDIF_BATCH_SIZE": "100000"},
        )  # fmt: skip
        found.append(int(done.stdout))
    assert found[1] - found[0] < 9 << 10  # kilobytes; the file is larger by 18 MB


def test_the_page_names_every_format() -> None:
    page = (DOCS / "importing.md").read_text(encoding="utf-8")
    assert [name for name in IMPORTERS if f"`{name}`" not in page] == []
    assert [ending for importer in IMPORTERS.values() for ending in importer.endings if f"`{ending}`" not in page] == []


def test_what_is_missing_in_a_table_is_said_in_its_words(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "x.csv").write_bytes(b"title,authors\nA\0b,Ann Lee\n")
    assert main(["check", str(tmp_path / "x.csv")]) == 1
    out = capsys.readouterr().out
    assert 'help: Add its Handle: in a table, in a column "Handle". redif add gives each new item one.' in out
    assert "control-character" in out or "character-control" in out
    assert main(["convert", str(tmp_path / "x.csv"), "-o", str(tmp_path / "x.redif")]) == 0
    assert "(redif check shows them)" in capsys.readouterr().err
