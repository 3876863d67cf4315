"""What a command cannot do is said in one line, with exit status 2, and nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import run

PAPER = "Template-Type: ReDIF-Paper 1.0\nTitle: Prices\nAuthor-Name: Ada Example\nHandle: RePEc:aaa:wpaper:{}\n\n"
SERIES = (
    "Template-Type: ReDIF-Series 1.0\nName: Papers\nMaintainer-Email: a@b.org\nType: ReDIF-Paper\nHandle: RePEc:aaa:wpaper\n"
)
DOI = "10.1234/prices"

REFUSED = [
    ("show --to bibtxe RePEc:aaa:wpaper:1 a", "there is no format bibtxe; did you mean bibtex?"),
    ("show --html --to ris RePEc:aaa:wpaper:1 a", "--html writes the page of one record and does not go with --to"),
    ("show --html RePEc:aaa:wpaper:1 RePEc:aaa:wpaper:2 a", "--html writes the page of one record\n"),
    ("show --to ris RePEc:aaa:wpaper a", "RePEc:aaa:wpaper is something else"),
    ("show prices a", "prices is not a handle, a short id, or the address of an item on IDEAS or EconPapers"),
    ("duplicates --by handel a", "there is no kind of duplicate handel; did you mean handle?"),
    ("duplicates --format cvs a", "there is no format cvs; did you mean csv?"),
    ("duplicates -o no/x.csv a", "cannot write no/x.csv: No such file or directory"),
    ("tables a -o -", "tables cannot be written to standard output; name a file or a folder with -o"),
    ("tables a -o a", "a is one of the folders that are read; write to another one"),
    ("tables a -o x.sqlit", "the extension of x.sqlit does not say what to write"),
    ("tables a -o no/x.sqlite", "cannot write no/x.sqlite: No such file or directory"),
    ("tables a -o a/x.redif --to sqlite", "a/x.redif is one of the files that are read; write to another file"),
    ("tables a -o t.sqlite --from bibtx", "redif does not read a format 'bibtx'; did you mean bibtex?"),
    ("convert a -o no/x.jsonl", "cannot write no/x.jsonl: No such file or directory"),
    ("check a -o no/x.json", "cannot write no/x.json: No such file or directory"),
    ("check a -o x.pdf", "there is no report in files that end in .pdf"),
    ("check a --format jsn", "there is no format jsn; did you mean json?"),
    ("check --fix -", "standard input cannot be fixed in place; name a file"),
    ("check --add-ignores -", "comments cannot be added to standard input; name a file"),
    ("check a --unsafe-fixes", "--unsafe-fixes goes with --fix, or with --diff to see first what it would change"),
    ("check a --update-baseline", "--update-baseline needs the name of the file"),
    ("check a --baseline no/b.txt --update-baseline", "cannot write no/b.txt: No such file or directory"),
    ("check a --add-ignores --diff", "--add-ignores does not go with --diff"),
    ("check a --add-ignores --baseline b.txt", "--add-ignores does not go with --baseline"),
    ("check a --unique --fix", "--unique and --limit do not go with --fix and --diff"),
    ("check a --limit 1 --diff", "--unique and --limit do not go with --fix and --diff"),
    ("check --limit 1 -", "--unique and --limit need files, not standard input"),
    ("add a/x.redif --to a", "a has no file such as aaaarch.rdf, so it is not the folder of one archive"),
    ("add a/x.redif --to a --from bibx", "redif does not read a format 'bibx'"),
    ("site a -o a", "the site needs a folder outside of a, which holds what it is made from"),
    ("site a -o full", "full is not empty and no site that redif has written; name a new folder"),
]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.redif").write_text(PAPER.format(1) + PAPER.format(2))
    (tmp_path / "a" / "s.redif").write_text(SERIES)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "theirs.html").write_text("<p>")
    return tmp_path


@pytest.mark.parametrize(("command", "said"), REFUSED)
def test_what_cannot_be_done_is_said(command: str, said: str, here: Path) -> None:
    before = {path: path.is_file() and path.read_bytes() for path in here.rglob("*")}
    done = run(*command.split(), cwd=here)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()
    assert {path: path.is_file() and path.read_bytes() for path in here.rglob("*")} == before


def test_what_can_be_shown_is_shown_beside_what_cannot(here: Path) -> None:
    done = run("show", "--to", "citation", "RePEc:aaa:wpaper:1", "RePEc:aaa:wpaper", "a", cwd=here)
    assert done.returncode == 2
    assert done.stdout.startswith(b"Ada Example")
    assert b"RePEc:aaa:wpaper is something else" in done.stderr
    done = run("show", "RePEc:aaa:wpaper:3", "RePEc:aaa:wpaper:2", "a", cwd=here)
    assert done.returncode == 1
    assert b"Handle: RePEc:aaa:wpaper:2" in done.stdout
    assert b"RePEc:aaa:wpaper:3 was not found; did you mean RePEc:aaa:wpaper:1 or RePEc:aaa:wpaper:2" in done.stderr


def test_duplicates_in_each_form(here: Path) -> None:
    with_doi = PAPER.replace("Handle", f"DOI: {DOI}\nHandle")
    (here / "a" / "x.redif").write_text(with_doi.format(1) * 2 + with_doi.format(2))
    done = run("duplicates", "a", cwd=here)
    assert done.returncode == 0
    text = done.stdout.decode()
    assert "Same handle: RePEc:aaa:wpaper:1\n  RePEc:aaa:wpaper:1  " in text
    assert f"Same DOI: {DOI}\n" in text
    # Of two with one handle, the group of a DOI has one.
    groups = [
        json.loads(line) for line in run("duplicates", "--by", "doi", "--format", "json", "a", cwd=here).stdout.splitlines()
    ]
    assert [(group["reason"], group["value"], len(group["items"])) for group in groups] == [("doi", DOI, 2)]
    assert run("duplicates", "--by", "doi", "-o", "x.csv", "a", cwd=here).returncode == 0
    rows = (here / "x.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [row.split(",")[:2] for row in rows] == [["group", "reason"], ["1", "doi"], ["1", "doi"]]


def test_a_selection_that_takes_nothing_is_said(here: Path) -> None:
    done = run("check", "a", "--type", "person", cwd=here)
    assert b"no template matches the selection, so nothing was checked" in done.stderr
