"""How the command is used: help, suggestions, completion, and what it says about wrong usage and files that are not ReDIF."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from redif.__main__ import main as start
from redif.cli import main
from redif.cli.parser import SHELLS, make_parser
from redif.source.recognize import look_of
from support.command import run
from support.paths import FIXTURES

REDIF = [sys.executable, "-m", "redif"]
PAPER = "Template-Type: ReDIF-Paper 1.0\nTitle: Prices\nAuthor-Name: Ada Example\nHandle: RePEc:aaa:wpaper:1\n"
COMMANDS = (
    "check",
    "explain",
    "format",
    "show",
    "list",
    "stats",
    "duplicates",
    "convert",
    "tables",
    "new",
    "add",
    "publish",
    "site",
    "serve",
    "schema",
    "completion",
    "help",
)

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.redif"
    path.write_text(PAPER)
    return path


# Help


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_the_terminal_and_has_examples(command: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main([*([command] if command else []), "--help"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert [line for line in out.splitlines() if len(line) > 80] == []
    assert "examples:\n  redif" in out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_as_a_command(command: str, capsys: Captured) -> None:
    assert main([command, "--help"]) == 0
    expected = capsys.readouterr().out
    assert main(["help", command]) == 0
    assert capsys.readouterr() == (expected, "")


def test_help_of_all(capsys: Captured) -> None:
    assert main(["help"]) == 0
    out = capsys.readouterr().out
    assert all(f"\n    {command} " in out for command in COMMANDS)
    assert main(["help", "chekc"]) == 2
    assert "did you mean check?" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_version(option: str, capsys: Captured) -> None:
    assert main([option]) == 0
    assert capsys.readouterr().out.startswith("redif 0.")


# Suggestions


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chekc"], "redif: there is no command chekc; did you mean check?\nSee redif --help.\n"),
        (["explan"], "redif: there is no command explan; did you mean explain?\nSee redif --help.\n"),
        (["zzz"], "redif: there is no command zzz; choose from check, explain, format, "),
        (["check", "--frmat", "html"], "redif check: there is no option --frmat; did you mean --format?\n"),
        (["check", "--outputs=x", "."], "redif check: there is no option --outputs; did you mean --output?\n"),
        (["--verzion"], "redif: there is no option --verzion; did you mean --version?\n"),
        (["check", "--zzzzz"], "redif check: there is no option --zzzzz\n"),
        (["check", "--format", "htlm"], "redif: there is no format htlm; did you mean html?\n"),
        (["check", "--format", "zzz"], "redif: there is no format zzz; choose from text, json, sarif, github, html\n"),
        (["convert", "--to", "bibtx", "."], "redif: there is no format bibtx; did you mean bibtex?\n"),
        (["convert", "--type", "paper,artcle", "."], "redif: there is no template type artcle; did you mean article?\n"),
        (["list", "--type", "papr"], "redif: there is no template type papr; did you mean paper?\n"),
        (["list", "--sort", "titel"], "redif: there is no sort order titel; did you mean title?\n"),
        (["convert", "--to", "csv", "--columns", "handle,titel", "."], "did you mean title?"),
        (["convert", "--to", "bibtex", "--key", "author", "."], "there is no style author; did you mean authoryear?"),
        (["show", "--to", "biblatx", "RePEc:aaa"], "redif: there is no format biblatx; did you mean biblatex?\n"),
        (["explain", "title-captals"], "did you mean title-capitals?"),
        (["completion", "fisch"], "there is no shell fisch; did you mean fish?"),
        (["serve", "--port", "x"], "'x' is not a port number"),
        (["check", "--jobs", "x"], "'x' is not a number of processes"),
        (["schema", "recrods"], "redif schema: argument SCHEMA: there is no schema recrods; did you mean records?\n"),
        (["help", "zzz"], "convert, tables, new, add, publish, site, serve, schema, completion, help\n"),
        (["show"], "redif show: the following arguments are required: HANDLE\n"),
    ],
)
def test_what_was_probably_meant(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paper.redif").write_text(PAPER)
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out in ("", "\ufeff")
    assert message in err


# Formats and their options


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("x.bib", "@techreport{"), ("x.BIB", "@techreport{"), ("x.ris", "TY  - RPRT"), ("x.csv", "\ufeffhandle,"),
        ("x.json", "["), ("x.jsonl", "{"), ("x.redif", "Template-Type"), ("x.other", "{"), ("x", "{"),
    ],
)  # fmt: skip
def test_the_format_by_the_ending(name: str, start: str, paper: Path, tmp_path: Path) -> None:
    assert main(["convert", "-q", "-o", str(tmp_path / name), str(paper)]) == 0
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert text.startswith(start) or (start == "@techreport{" and text.startswith("@unpublished{"))


def test_the_option_goes_before_the_ending(paper: Path, tmp_path: Path, capsys: Captured) -> None:
    assert main(["convert", "-q", "--to", "ris", "-o", str(tmp_path / "x.bib"), str(paper)]) == 0
    assert (tmp_path / "x.bib").read_text().startswith("TY  - ")
    assert main(["convert", "-q", "-o", str(tmp_path / "x.xml"), str(paper)]) == 2
    assert "mods, oai_dc, dcterms" in capsys.readouterr().err
    assert not (tmp_path / "x.xml").exists()


@pytest.mark.parametrize(
    ("to", "options", "message"),
    [
        ("ris", ["--key", "authoryear"], "--key does not apply to ris, only to bibtex and biblatex"),
        ("ris", ["--key", "handle"], "--key does not apply to ris"),
        ("jsonl", ["--ascii"], "--ascii does not apply to jsonl, only to bibtex and biblatex"),
        ("bibtex", ["--columns", "handle"], "--columns does not apply to bibtex, only to csv"),
    ],
)
def test_options_that_do_not_apply(to: str, options: list[str], message: str, paper: Path, capsys: Captured) -> None:
    assert main(["convert", "--to", to, *options, str(paper)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


@pytest.mark.parametrize(
    ("name", "start"),
    [("r.html", "<!DOCTYPE html>"), ("r.sarif", '{"$schema"'), ("r.json", '{"file"'), ("r.txt", "──"), ("r", "──")],
)
def test_the_form_of_a_report_by_the_ending(name: str, start: str, tmp_path: Path) -> None:
    (tmp_path / "bad.redif").write_text("Template-Type: ReDIF-Nothing 1.0\n")
    assert main(["check", "-o", str(tmp_path / name), str(tmp_path / "bad.redif")]) == 1
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert main(["check", "--format", "json", "-o", str(tmp_path / name), str(tmp_path / "bad.redif")]) == 1
    assert json.loads((tmp_path / name).read_text().splitlines()[0])["code"] == "template-unknown"


# Files that are not ReDIF

OTHERS = {
    "x.bib": (b"@article{smith,\n  title = {T},\n}\n", "BibTeX"),
    "comment.bib": (b"% a library\n\n@Book {smith,\n  title = {T}}\n", "BibTeX"),
    "x.ris": (b"TY  - JOUR\r\nTI  - T\r\nER  - \r\n", "RIS"),
    "x.csv": (b"handle,title\na,b\nc,d\n", "a table (CSV)"),
    "x.tsv": (b"handle\ttitle\na\tb\n", "a table (CSV)"),
    "x.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image"),
    "x.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF document"),
    "x.html": (b"<!DOCTYPE html>\n<html><body>T</body></html>", "HTML"),
    "x.xml": (b"<?xml version='1.0'?>\n<feed/>", "XML"),
    "x.docx": (b"PK\x03\x04\x14\0\x06\0", "a ZIP archive or an Office document"),
    "x.gz": (b"\x1f\x8b\x08\0\0\0\0\0", "a gzip archive"),
    "x.bin": (bytes(range(256)), "a binary file"),
}


# What is imported, except where files are rewritten.
IMPORTED = [name for name in OTHERS if name.endswith((".bib", ".ris", ".csv", ".tsv"))]


@pytest.mark.parametrize("command", ["convert", "check", "stats", "list", "format"])
@pytest.mark.parametrize("name", [name for name in OTHERS if name not in IMPORTED])
def test_a_file_that_is_something_else_is_named(command: str, name: str, tmp_path: Path, capsys: Captured) -> None:
    data, kind = OTHERS[name]
    path = tmp_path / name
    path.write_bytes(data)
    assert main([command, "-q", str(path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line == f"redif: {path} looks like {kind}, not ReDIF, so it was skipped"
    assert path.read_bytes() == data


@pytest.mark.parametrize("command", [["convert"], ["check", "--exit-zero"], ["stats"], ["list"]])
@pytest.mark.parametrize("name", IMPORTED)
def test_a_file_in_another_format_is_read(command: list[str], name: str, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / name).write_bytes(OTHERS[name][0])
    assert main([*command, str(tmp_path / name)]) == 0
    out, err = capsys.readouterr()
    assert out
    assert "skipped" not in err


@pytest.mark.parametrize("command", [["format"], ["check", "--fix"], ["check", "--diff"]])
@pytest.mark.parametrize("name", IMPORTED)
def test_a_file_in_another_format_is_not_rewritten(command: list[str], name: str, tmp_path: Path, capsys: Captured) -> None:
    data, kind = OTHERS[name]
    (tmp_path / name).write_bytes(data)
    assert main([*command, str(tmp_path / name)]) == 2
    assert f"looks like {kind}, not ReDIF, so it was skipped" in capsys.readouterr().err
    assert (tmp_path / name).read_bytes() == data


def test_the_other_files_are_read(paper: Path, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "x.png").write_bytes(OTHERS["x.png"][0])
    assert main(["convert", str(tmp_path / "x.png"), str(paper)]) == 2
    out, err = capsys.readouterr()
    assert json.loads(out)["title"] == "Prices"
    assert "1 file, 1 template, 1 record written" in err


def test_files_of_a_folder_are_not_judged(paper: Path, tmp_path: Path) -> None:
    (tmp_path / "other.rdf").write_bytes(OTHERS["x.bib"][0])
    assert main(["convert", "-q", str(tmp_path)]) == 0


@pytest.mark.parametrize("data", [b"", b"[]", b"\n"])
def test_no_records_in_json_are_no_error(data: bytes, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "none.json").write_bytes(data)
    assert main(["convert", "-q", "--to", "bibtex", str(tmp_path / "none.json")]) == 0
    assert capsys.readouterr() == ("", "")


def test_what_may_be_redif_is_not_taken_for_anything_else() -> None:
    for text in ("", PAPER, f"# a,b\n# c,d\n{PAPER}", "Title: a, b\nAuthor-Name: c, d\n", "no template at all\n"):
        assert look_of(text.encode()) is None
        assert look_of(text.encode("utf-16")) is None
        assert look_of(text.encode("utf-8-sig")) is None
    assert look_of(f"@article{{x,\n}}\n{PAPER}".encode()) is None


def test_text_without_attributes_is_plain_text_unless_it_is_named_like_redif() -> None:
    assert look_of(b"no template at all\n", "notes.txt") == "plain text"
    for data, name in (
        (b"no template at all\n", "notes.rdf"),
        (b"Title: a\n", "notes.txt"),
        (b"\n", "notes.txt"),
        (b"a\n", "-"),
    ):
        assert look_of(data, name) is None


# What was read


def test_the_check_ends_with_what_was_read(paper: Path, tmp_path: Path, capsys: Captured) -> None:
    assert main(["check", str(paper)]) == 0
    assert capsys.readouterr() == ("The file is fine.\n", "")
    (tmp_path / "second.redif").write_text(PAPER.replace("wpaper:1", "wpaper:2"))
    (tmp_path / "third.redif").write_text("Template-Type: ReDIF-Nothing 1.0\n")
    paths = [str(path) for path in sorted(tmp_path.iterdir())]
    assert main(["check", *paths[:2]]) == 0
    assert capsys.readouterr() == ("All 2 files are fine.\n", "")
    assert main(["check", *paths, str(tmp_path / "gone.rdf")]) == 2
    out, err = capsys.readouterr()
    assert out.endswith("\n1 problem in 1 of 3 files: 1 error.\n")
    assert err == f"redif: cannot read {tmp_path / 'gone.rdf'}: No such file or directory\n"


@pytest.mark.parametrize("command", ["check", "convert", "format", "list", "stats"])
def test_a_folder_without_redif_is_named(command: str, paper: Path, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "none").mkdir()
    assert main([command, str(tmp_path / "none")]) == 2
    out, err = capsys.readouterr()
    assert f"redif: there are no ReDIF files (.rdf or .redif) in {tmp_path / 'none'}\n" in err
    assert "fine" not in out
    # Beside others it is only a remark.
    assert main([command, str(tmp_path / "none"), str(paper)]) == 0
    assert f"in {tmp_path / 'none'}\n" in capsys.readouterr().err


def test_what_is_no_redif_at_all_is_one_line(tmp_path: Path, paper: Path, capsys: Captured) -> None:
    (tmp_path / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert main(["convert", str(tmp_path / "x.png")]) == 2
    assert capsys.readouterr() == ("", f"redif: {tmp_path / 'x.png'} looks like a PNG image, not ReDIF, so it was skipped\n")
    assert main(["convert", str(tmp_path / "nowhere.rdf")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["convert", str(tmp_path / "x.png"), str(paper)]) == 2
    assert "\n1 file, 1 template, 1 record written" in capsys.readouterr().err


def test_errors_without_a_record_lead_to_the_check(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "x.rdf").write_text("@article{a, title={T}}\n")
    assert main(["convert", str(tmp_path / "x.rdf")]) == 0
    assert "0 records written; 1 error, 0 warnings, 0 pieces of advice (redif check shows them)" in capsys.readouterr().err


def test_a_folder_named_twice_is_not_called_empty(paper: Path, tmp_path: Path, capsys: Captured) -> None:
    os.symlink(tmp_path, tmp_path / "again")
    assert main(["convert", "-q", str(tmp_path), str(tmp_path / "again")]) == 0
    assert capsys.readouterr().err == ""


# The shell


@pytest.mark.parametrize("shell", SHELLS)
def test_completion(shell: str, tmp_path: Path, capsys: Captured) -> None:
    assert main(["completion", shell]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert all(command in out for command in COMMANDS)
    assert "fail-on" in out
    program = shutil.which(shell)
    if program is not None and shell in ("bash", "zsh", "fish"):
        script = tmp_path / "script"
        script.write_text(out)
        done = subprocess.run([program, "-n", str(script)], capture_output=True, text=True, check=False, timeout=60)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("che", "check"),
        ("check wor", "working"),
        ("check --output wor", "working"),
        ("check --baseline wor", "working"),
        ("show RePEc:aaa:wpaper:1 wor", "working"),
        ("convert --with wor", "working"),
        ("publish wor", "working"),
        ("convert --to bibt", "bibtex"),
        ("convert --from bibt", "bibtex"),
        ("check --format sa", "sarif"),
        ("duplicates --format c", "csv"),
        ("check --fail-on er", "error"),
        ("explain title-cap", "title-capitals"),
        ("stats --by y", "year"),
    ],
)
def test_bash_completes(typed: str, completed: str, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "working").mkdir()
    words = ["redif", *typed.split()]
    assert main(["completion", "bash"]) == 0
    script = (
        capsys.readouterr().out
        + f"\nCOMP_WORDS=({' '.join(words)}) COMP_CWORD={len(words) - 1}; _shtab_redif; echo ${{COMPREPLY[@]}}"
    )
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.strip().rstrip("/") == completed


FULL = b"redif: cannot write standard output: No space left on device\n"
needs_full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")


@needs_full
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_an_error_once(unbuffered: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*REDIF, "--version"], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, FULL)


@needs_full
@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["explain"], ["completion", "bash"], ["stats"]])
@pytest.mark.parametrize("buffering", [-1, 1])  # until it is flushed at the end, or line by line
def test_a_full_disk_is_an_error(
    arguments: list[str], buffering: int, paper: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    with open("/dev/full", "w", buffering) as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert main([*arguments, *([str(paper), "-q"] if arguments == ["stats"] else [])]) == 2
    assert capsys.readouterr().err.encode() == FULL


def test_a_reader_that_has_gone_is_no_error(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    end, begin = os.pipe()
    os.close(end)
    with open(begin, "w") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        assert main(["explain"]) == 141
    assert capsys.readouterr().err == ""


def test_streams_that_the_caller_has_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    statuses = [main(["explain", "doi"]), main(["explain", "doi-from"])]
    for name in ("stdin", "stdout", "stderr"):
        getattr(sys, name).close()
    assert statuses == [0, 2]


def test_an_interruption_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    class Interrupted(io.StringIO):
        def write(self, _text: str) -> int:
            raise KeyboardInterrupt

    commands: tuple[Callable[[], int], ...] = (lambda: main(["explain"]), start)
    for command in commands:
        monkeypatch.setattr(sys, "argv", ["redif", "explain"])
        monkeypatch.setattr(sys, "stdout", Interrupted())
        assert command() == 130
        assert capsys.readouterr().err == "redif: interrupted\n"


def test_who_is_waited_for_is_told(paper: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr("redif.cli.given.PATIENCE", 0.01)
    end, begin = os.pipe()

    def write() -> None:
        os.write(begin, paper.read_bytes())
        os.close(begin)

    later = threading.Timer(0.1, write)
    with open(end) as pipe:
        monkeypatch.setattr(sys, "stdin", pipe)
        later.start()
        assert main(["list"]) == 0
        later.join()
    out, err = capsys.readouterr()
    assert "Prices" in out
    assert err.startswith(
        "redif: waiting for standard input, since no path was given; to read this folder, give . as the path\n"
    )


@pytest.mark.parametrize(
    ("environment", "is_colored"),
    [({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True), ({"FORCE_COLOR": ""}, False)],
)
def test_colors_are_for_terminals(
    environment: dict[str, str], is_colored: bool, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(["explain", "cluster"]) == 0
    assert capsys.readouterr().out.startswith("\x1b[1mcluster\x1b[0m\n" if is_colored else "cluster\n")


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb"), ("TERM", "xterm")])
def test_a_terminal_has_colors_unless_it_cannot_or_should_not(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    for variable in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", screen)
    assert main(["explain", "cluster"]) == 0
    assert ("\x1b[1mcluster" in screen.getvalue()) == (value == "xterm")


def test_an_interruption_while_modules_are_loaded(tmp_path: Path) -> None:
    """A module that is loaded early is interrupted as by Ctrl-C."""
    (tmp_path / "argparse.py").write_text("raise KeyboardInterrupt\n")
    done = subprocess.run(
        [*REDIF, "check"], capture_output=True, check=False, timeout=60, env={**os.environ, "PYTHONPATH": str(tmp_path)}
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"redif: interrupted\n")


def test_the_installed_command_is_the_module() -> None:
    from importlib.metadata import entry_points

    (entry,) = entry_points(group="console_scripts", name="redif")
    assert entry.value == "redif.__main__:main"


def test_the_version_loads_little() -> None:
    code = (
        "import sys, redif.cli as c; before = set(sys.modules); c.main(['--version']); "
        "print(*sorted({m.split('.')[0] for m in sys.modules} & {'pydantic', 'pyparsing', 'rich', 'orjson', 'rapidfuzz', 'shtab', 'importlib.metadata', 'tempfile', 'json', 'argparse'}))"
    )
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}  # which loads more
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60, env=plain)
    assert done.stdout.splitlines()[1] == ""


def test_every_option_has_help_in_one_style() -> None:
    parsers = make_parser().commands()
    assert tuple(parsers) == COMMANDS
    for parser in parsers.values():
        for action in parser.arguments():
            assert action.help, action
            assert not action.help.endswith("."), action.help
            assert action.help[0].islower() or action.help[0] == "." or action.help.startswith(("BibTeX", "JSON")), action.help


@pytest.mark.skipif(os.name != "posix", reason="there are no such devices")
def test_what_cannot_be_read_is_reported_without_a_traceback(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    path.write_text("Template-Type: ReDIF-Paper 1.0\nTitle: A\n")
    for arguments in (["convert", "--with", "\n", str(path)], ["format", "/dev/zero"]):
        assert main(arguments) == 2
        assert "redif: " in capsys.readouterr().err


@pytest.mark.parametrize("name", ["out.bib", "out.jsonl"])
def test_output_is_not_replaced_where_nothing_is_there_to_read(name: str, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / name
    out.write_text("kept")
    assert main(["convert", str(tmp_path / "missing"), "-o", str(out)]) == 2
    assert out.read_text() == "kept"
    assert "nothing was written" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "says"), [("out.xlsx", "write .csv"), ("out.bbi", "did you mean .bib?")])
def test_an_ending_that_is_not_written_is_refused(name: str, says: str, tmp_path: Path, capsys: Captured) -> None:
    assert main(["convert", str(FIXTURES / "taf"), "-o", str(tmp_path / name)]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["convert", "{a}", "--to", "csv", "{b}", "-q"],
        ["convert", "-q", "{a}", "--to", "csv", "--", "{b}"],
        ["convert", "-q", "--to", "csv", "{a}", "{b}"],
    ],
)
def test_paths_may_stand_before_and_after_options(
    arguments: list[str], tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    files = {name: tmp_path / f"{name}.rdf" for name in "ab"}
    for name, path in files.items():
        path.write_text(PAPER.replace(":1\n", f":{name}\n"))
    assert main([argument.format(**files) for argument in arguments]) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()[1:]
    assert ["RePEc:aaa:wpaper:a" in line for line in lines] == [True, False]
    assert "RePEc:aaa:wpaper:b" in lines[1]


def test_the_handle_may_come_before_options_and_the_folder_after(tmp_path: Path) -> None:
    (tmp_path / "a.rdf").write_text(PAPER)
    done = run("show", "RePEc:aaa:wpaper:1", "--to", "bibtex", tmp_path)
    assert (done.returncode, b"Example, Ada" in done.stdout) == (0, True), done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["schema", "records", "findings"], b"unexpected argument: findings"),
        (["schema", "x"], b"there is no schema x; choose from records, findings"),
        (["convert", "a.rdf", "--to", "csv", "b.rdf", "--bogus"], b"there is no option --bogus"),
    ],
)
def test_an_argument_too_many_is_wrong(arguments: list[str], said: bytes) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize("again", ["a", "./a", "a/1.rdf", "a/../a"])
def test_what_is_named_twice_is_read_once(
    again: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.rdf").write_text(PAPER.replace("Prices", "PRICES OF ALL GOODS IN THE WORLD"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check", "-q", again, "a", again]) == 0
    assert "1 problem in 1 file: 1 piece of advice." in capsys.readouterr().out
    assert main(["duplicates", "-q", "a", again]) == 0
    assert "Nothing is there twice." in capsys.readouterr().out
