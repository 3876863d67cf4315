"""Archives that are made, added to and published, through the library and the command line."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
from redif.archiving.handle_rules import make_handle
from redif.cli import main
from redif.source.transaction import LIST, STAGING

REDIF = [sys.executable, "-m", "redif"]
NEW = [
    "--name", "University of Example", "--maintainer-name", "Ada Example", "--maintainer-email", "repec@example.org",
    "--url", "https://example.org/RePEc/aaa/", "--series", "wpaper=Working Papers", "--series", "journl:article=Journal of X",
]  # fmt: skip

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "RePEc" / "aaa"
    assert main(["new", "archive", str(folder), *NEW, "-q"]) == 0
    return folder


def paper(title: str, number: int | None = None, **fields: object) -> redif.Paper:
    values = {"creation_date": "2026-03", "abstract": "An abstract that is long enough to be one."} | fields
    return redif.Paper(title=title, authors=["José Lee"], number=number, **values)  # type: ignore[arg-type]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def records(folder: Path) -> dict[str, redif.Record]:
    return {str(record.handle): record for record in redif.read(folder) if isinstance(record, redif.Item)}


# New archives


def test_a_new_archive_passes_the_check(archive: Path, capsys: Captured) -> None:
    assert list(redif.check(archive)) == []
    found = {type(record).__name__: record for record in redif.read(archive)}
    assert isinstance(found["Archive"], redif.Archive)
    assert found["Archive"].maintainer_email == "repec@example.org"
    assert (archive / "wpaper").is_dir()
    assert (archive / "journl").is_dir()
    before = contents(archive)
    assert main(["new", "archive", str(archive), *NEW]) == 2
    assert "holds an archive already" in capsys.readouterr().err
    assert contents(archive) == before


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def asked(answers: str, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str]:
    """Run `redif new` where it asks; return its status and what it says."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal(answers))
    monkeypatch.setattr(sys, "stderr", screen)
    return main(["new", "archive", *words]), screen.getvalue()


def test_what_is_given_is_not_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, said = asked("", monkeypatch, str(tmp_path / "aaa"), *NEW)
    assert (status, said) == (0, f"The archive is ready: redif check {tmp_path / 'aaa'}\n")
    status, said = asked("\nwpaper=Working Papers\n\n", monkeypatch, str(tmp_path / "bbb"), *NEW[:-4])
    assert status == 0
    assert "maintains" not in said
    assert [str(record.handle) for record in redif.read(tmp_path / "bbb")] == ["RePEc:bbb", "RePEc:bbb:wpaper"]


def test_a_wrong_answer_is_explained_in_the_words_of_maintainers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = "example\nhttps://example.org/\nwp=X\nwpaper=Working Papers\n\n"
    status, said = asked(answers, monkeypatch, str(tmp_path / "bbb"), *NEW[:-4])
    assert status == 0
    assert 'RePEc cannot read the Homepage "example"' in said
    assert "six letters or digits" in said
    assert "not an Archive" not in said
    assert "homepage:" not in said
    (archive,) = redif.read(tmp_path / "bbb" / "bbbarch.redif")
    assert isinstance(archive, redif.Archive)
    assert archive.homepage == "https://example.org/"


def test_a_folder_whose_name_is_no_code_is_asked_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, said = asked("archive\nAAA\n\nwpaper=X\n\n", monkeypatch, str(tmp_path / "my papers"), *NEW[:-4])
    assert status == 0
    assert said.count("Code of the archive, three letters: ") == 2
    assert [str(record.handle) for record in redif.read(tmp_path / "my papers")] == ["RePEc:aaa", "RePEc:aaa:wpaper"]


def test_what_is_required_is_asked_for_again_and_nothing_is_written_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, said = asked("\n", monkeypatch, str(tmp_path / "aaa"), *NEW[2:])
    assert status == 2
    assert "This is required." in said
    assert said.count("Name of the archive") == 2
    assert "the questions were not answered, so nothing was written" in said
    assert contents(tmp_path) == {}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--maintainer-email", "nobody"], 'RePEc cannot read the Maintainer-Email "nobody"'),
        (["--code", "abcd"], "three letters"),
        (["--series", "Working Papers"], "write a series as CODE=NAME"),
        (["--series", "wpaper:papers=X"], "did you mean paper?"),
        (["--series", "wp=X"], "six letters or digits"),
    ],
)
def test_a_new_archive_with_something_wrong_is_not_written(
    options: list[str], message: str, tmp_path: Path, capsys: Captured
) -> None:
    assert main(["new", "archive", str(tmp_path / "aaa"), *NEW, *options]) == 2
    assert message in capsys.readouterr().err
    assert contents(tmp_path) == {}


def test_what_a_new_archive_needs_is_named(tmp_path: Path, capsys: Captured) -> None:
    assert main(["new", "archive", str(tmp_path / "aaa"), "--name", "X"]) == 2
    assert "needs --maintainer-name, --maintainer-email, --url, --series too" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_new_archive_is_made_by_questions_on_a_terminal(tmp_path: Path) -> None:
    import pty

    answers = ["Example University", "Ada Example", "nobody", "ada@example.org", "https://example.org/RePEc/aaa/", ""]
    answers += ["wpaper=Working Papers", "oops", ""]
    ours, theirs = pty.openpty()
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
    process = subprocess.Popen([*REDIF, "new", "archive", "aaa"], cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 4096):
            shown += piece
    except OSError:  # what reading gives at the end
        pass
    os.close(ours)
    assert process.wait(30) == 0, shown
    assert b'RePEc cannot read the Maintainer-Email "nobody"' in shown
    assert b"write a series as CODE=NAME" in shown
    assert list(redif.check(tmp_path / "aaa")) == []
    assert [str(record.handle) for record in redif.read(tmp_path / "aaa")] == ["RePEc:aaa", "RePEc:aaa:wpaper"]


# Adding


def test_items_are_added_once_and_updated_in_place(archive: Path) -> None:
    folder = redif.ArchiveFolder(archive)
    items = [paper("On prices", 1), paper("On wine in Spain", 2), paper("On quantities")]
    assert folder.add(items, series="wpaper").added == [
        "RePEc:aaa:wpaper:1", "RePEc:aaa:wpaper:2", "RePEc:aaa:wpaper:2026-01",
    ]  # fmt: skip
    before = contents(archive)
    again = folder.add(items, series="wpaper")
    assert (again.added, again.updated, len(again.unchanged)) == ([], [], 3)
    assert contents(archive) == before
    items[1].title = "On wine in Spain, revised"
    changed = redif.ArchiveFolder(archive).add(items, series="wpaper")
    assert (changed.added, changed.updated) == ([], ["RePEc:aaa:wpaper:2"])
    after = contents(archive)
    assert {name for name in after if after[name] != before[name]} == {"wpaper/2026.redif"}
    old, new = before["wpaper/2026.redif"], after["wpaper/2026.redif"]
    assert new == old.replace(b"On wine in Spain", b"On wine in Spain, revised")
    assert [finding.code for finding in redif.check(archive)] == ["series-empty"]  # the journal


def test_the_rest_of_a_file_keeps_every_byte(archive: Path) -> None:
    text = (
        "# ours\r\nTemplate-Type:   ReDIF-Paper 1.0\r\nTitle: Ganz  anders\r\nAuthor-Name: Jörg Muster\r\n"
        "creation-date: 2025\r\nHandle: RePEc:aaa:wpaper:7\r\n\r\n\r\n"
        "Template-Type: ReDIF-Paper 1.0\r\n# why\r\nTitle: On prices\r\nAuthor-Name: José Lee\r\n"
        "Creation-Date: 2025-02\r\nClassification-JEL: C12\r\nHandle: RePEc:aaa:wpaper:1\r\n\r\n# the end\r\n"
    )
    path = archive / "wpaper" / "2025.rdf"
    path.write_bytes(text.encode("cp1252"))
    redif.ArchiveFolder(archive).add([paper("On prices", 1, creation_date="2025-03")], series="wpaper")
    data = path.read_bytes()
    start = text.encode("cp1252").index(b"Template-Type: ReDIF")
    assert data[:start] == text.encode("cp1252")[:start]
    assert data.endswith(b"\r\n\r\n# the end\r\n")
    assert data.count(b"# why\r\n") == data.count(b"# the end\r\n") == 1
    record = records(archive)["RePEc:aaa:wpaper:1"]
    assert isinstance(record, redif.Paper)
    assert (record.creation_date, record.classification_jel) == ("2025-03", ["C12"])  # what was added by hand stays


def test_an_item_with_a_handle_is_updated_whatever_its_title(archive: Path) -> None:
    folder = redif.ArchiveFolder(archive)
    folder.add(paper("On prices", 1), series="wpaper")
    changed = folder.add(paper("Quantum gravity of debt", handle="RePEc:aaa:wpaper:1"))
    assert (changed.added, changed.updated) == ([], ["RePEc:aaa:wpaper:1"])
    assert len(records(archive)) == 1


def test_an_item_is_known_by_its_doi(archive: Path) -> None:
    folder = redif.ArchiveFolder(archive)
    folder.add(paper("On prices", 1, doi="10.1000/1"), series="wpaper")
    changed = folder.add(paper("A title that has nothing in common", None, doi="10.1000/1"), series="wpaper")
    assert (changed.added, changed.updated) == ([], ["RePEc:aaa:wpaper:1"])


def test_a_handle_is_never_given_again(archive: Path, capsys: Captured) -> None:
    folder = redif.ArchiveFolder(archive)
    assert folder.add(paper("On prices"), series="wpaper").added == ["RePEc:aaa:wpaper:2026-01"]
    assert folder.add(paper("On wine", 5), series="wpaper").added == ["RePEc:aaa:wpaper:5"]
    (archive / "wpaper" / "2026.redif").unlink()
    fresh = redif.ArchiveFolder(archive)
    assert fresh.add(paper("On bread"), series="wpaper").added == ["RePEc:aaa:wpaper:2026-02"]
    with pytest.raises(redif.RefusedError, match="no longer in the archive"):
        fresh.add(paper("On cheese", 5), series="wpaper")


def test_a_damaged_list_of_handles_is_read_as_far_as_it_goes(archive: Path) -> None:
    listed = archive / ".redif-handles"
    listed.write_bytes(b"\xff\x00\nRePEc:aaa:wpaper:5\n")
    folder = redif.ArchiveFolder(archive)
    with pytest.raises(redif.RefusedError, match="no longer in the archive"):
        folder.add(paper("On wine", 5), series="wpaper")
    assert folder.add(paper("On wine", 6), series="wpaper").added == ["RePEc:aaa:wpaper:6"]
    assert b"repec:aaa:wpaper:5" in listed.read_bytes().splitlines()


def test_the_same_list_by_another_rule_adds_nothing_again(archive: Path) -> None:
    items = [paper("On prices", 1), paper("On wine in Spain", 2)]
    folder = redif.ArchiveFolder(archive)
    assert folder.add(items, series="wpaper", handle="{year}-{number}").added == [
        "RePEc:aaa:wpaper:2026-1", "RePEc:aaa:wpaper:2026-2",
    ]  # fmt: skip
    again = folder.add(items, series="wpaper")
    assert (again.added, len(again.unchanged)) == ([], 2)
    # A report of another year or number is another one.
    assert folder.add(paper("On prices", 3), series="wpaper").added == ["RePEc:aaa:wpaper:3"]
    assert folder.add(paper("On prices", 4, creation_date="2025"), series="wpaper").added == ["RePEc:aaa:wpaper:4"]


def test_another_work_with_the_same_handle_is_refused(archive: Path) -> None:
    folder = redif.ArchiveFolder(archive)
    folder.add(paper("On prices", 1), series="wpaper")
    before = contents(archive)
    with pytest.raises(redif.RefusedError, match='belongs to "On prices"') as refused:
        folder.add([paper("Quantum gravity of debt", 1), paper("Fine", 9)], series="wpaper")
    assert refused.value.addition.added == ["RePEc:aaa:wpaper:9"]
    assert contents(archive) == before
    with pytest.raises(redif.RefusedError, match="before it gets"):
        folder.add([paper("One", 3), paper("Two", 3)], series="wpaper")


@pytest.mark.parametrize(
    ("item", "series", "message"),
    [
        (redif.Article(title="On art", volume=1, year=2026, pages="1-2"), "wpaper", "it is of the type article"),
        (redif.Book(title="On books", authors=["A B"]), None, "say which series"),
        (redif.Paper(title="X", handle="RePEc:aaa:journl:1"), "wpaper", "is not one of the series wpaper"),
        (redif.Series(name="Prices", handle="RePEc:aaa:prices"), "wpaper", "only papers, articles"),
    ],
)
def test_what_does_not_belong_to_a_series_is_refused(item: redif.Item, series: str | None, message: str, archive: Path) -> None:
    with pytest.raises(redif.RefusedError, match=message):
        redif.ArchiveFolder(archive).add(item, series=series)


def test_a_refusal_names_the_item_and_what_its_series_is_for(archive: Path) -> None:
    seri = archive / "aaaseri.redif"
    seri.write_text(seri.read_text(encoding="utf-8").replace("Type: ReDIF-Paper", "Type: ReDIF-Paper\nType: ReDIF-Software", 1))
    items = [redif.Article(volume=1, year=2026, pages="1-2"), redif.Article(title="On art", volume=1, year=2026)]
    with pytest.raises(redif.RefusedError) as refused:
        redif.ArchiveFolder(archive).add(items, series="wpaper")
    first, second = refused.value.addition.refused
    assert (first.title, first.file, first.line) == ("", "", 0)
    assert (second.title, second.reason) == (
        "On art", "it is of the type article, and the series wpaper is for ReDIF-Paper, ReDIF-Software",
    )  # fmt: skip


def test_an_item_that_fails_the_check_is_written_only_if_told(archive: Path) -> None:
    folder = redif.ArchiveFolder(archive)
    wrong = redif.Paper(title="On prices", number=1)  # no author
    before = contents(archive)
    with pytest.raises(redif.RefusedError, match="no Author-Name"):
        folder.add(wrong, series="wpaper")
    assert contents(archive) == before
    assert folder.add(wrong, series="wpaper", force=True).added == ["RePEc:aaa:wpaper:1"]


def test_wrong_arguments_are_named(archive: Path, tmp_path: Path) -> None:
    folder = redif.ArchiveFolder(archive)
    with pytest.raises(redif.UsageError, match="did you mean wpaper"):
        folder.add(paper("X", 1), series="wpapers")
    with pytest.raises(redif.UsageError, match="did you mean year"):
        folder.add(paper("X", 1), series="wpaper", handle="{yaer}")
    with pytest.raises(redif.InputTypeError, match="items are added"):
        folder.add(["paper.bib"], series="wpaper")  # type: ignore[list-item]
    with pytest.raises(redif.UsageError, match="has no file such as"):
        redif.ArchiveFolder(tmp_path)


def test_articles_go_to_the_file_of_their_issue(archive: Path) -> None:
    article = redif.Article(title="On art", authors=["A B"], journal="X", volume=1, issue="2", year=2026, pages="1-20")
    added = redif.ArchiveFolder(archive).add(article)  # the only series of articles
    assert added.added == ["RePEc:aaa:journl:v:1:y:2026:i:2:p:1-20"]
    assert (archive / "journl" / "2026-1-2.redif").is_file()


@given(
    number=st.none() | st.text(max_size=20),
    year=st.none() | st.integers(1000, 2027),
    rule=st.sampled_from([None, "{number}", "{year}-{next}", "x{isbn}"]),
)
def test_handles_are_valid_and_free(number: str | None, year: int | None, rule: str | None) -> None:
    item = redif.Paper(title="X", creation_date=None if year is None else str(year))
    item.__dict__["number"] = number  # whatever it is
    taken: set[str] = set()
    for _ in range(3):
        made = make_handle(item, "RePEc:aaa:wpaper", rule, taken)
        parsed = redif.Handle(made.handle)
        assert parsed.kind == "document"
        assert parsed.series_handle == "RePEc:aaa:wpaper"
        assert made.identifies or made.handle.lower() not in taken
        taken.add(made.handle.lower())


def test_authors_and_affiliations_are_identified(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "people.redif").write_text(
        "Template-Type: ReDIF-Person 1.0\nName-Full: Анна Мороз\nName-ASCII: Anna Moroz\nShort-ID: pmo1\n"
        "Handle: RePEc:per:1970-01-01:ANNA_MOROZ\n\n"
        "Template-Type: ReDIF-Person 1.0\nName-Full: José Lee\nName-First: José\nName-Last: Lee\nShort-ID: ple1\n"
        "Handle: RePEc:per:1970-01-01:JOSE_LEE\n\n"
        "Template-Type: ReDIF-Person 1.0\nName-Full: Ann Kim\nName-Last: Kim\nShort-ID: pki1\nHandle: RePEc:per:1970-01-01:A_KIM\n\n"
        "Template-Type: ReDIF-Person 1.0\nName-Full: Ann Kim\nName-Last: Kim\nShort-ID: pki2\nHandle: RePEc:per:1971-01-01:A_KIM\n\n"
        "Template-Type: ReDIF-Institution 1.0\nHandle: RePEc:edi:deexaus\nPrimary-Name: University of Example\n"
        "Secondary-Name: Department of Economics\n",
        encoding="utf-8",
    )
    item = paper("On prices", 1)
    place = redif.Organization(name="Department of Economics, University of Example")
    item.authors = [
        redif.Contributor(name="Lee, Jose", workplaces=[place]),
        redif.Contributor(name="Ann Kim"),
        redif.Contributor(name="Anna Moroz"),
    ]
    registry = redif.Registry(tmp_path / "people.redif")
    added = redif.ArchiveFolder(archive).add(item, series="wpaper", registry=registry)
    assert [(unclear.name, unclear.handles) for unclear in added.unclear] == [("Ann Kim", ("pki1", "pki2"))]
    record = records(archive)["RePEc:aaa:wpaper:1"]
    assert isinstance(record, redif.Paper)
    assert [author.person for author in record.authors] == ["ple1", None, "pmo1"]
    assert record.authors[0].workplaces[0].institution == "RePEc:edi:deexaus"


# The command


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    path = tmp_path / "incoming.redif"
    redif.write([paper("On prices", 1), paper("On wine in Spain", 2)], path, to="redif")
    return path


def test_the_command_shows_what_it_would_do(archive: Path, incoming: Path, capsys: Captured) -> None:
    before = contents(archive)
    words = ["add", str(incoming), "--to", str(archive), "--series", "wpaper"]
    assert main([*words, "--dry-run"]) == 0
    out, err = capsys.readouterr()
    assert out == "added\tRePEc:aaa:wpaper:1\nadded\tRePEc:aaa:wpaper:2\n"
    assert err == "would be: 2 items added in 1 file\n"
    assert main([*words, "--diff"]) == 0
    assert "+Title: On prices\n" in capsys.readouterr().out
    assert contents(archive) == before
    assert main(words) == 0
    assert len(records(archive)) == 2
    assert main([*words, "--handle", "{number}{oops}"]) == 2
    assert "no field 'oops'" in capsys.readouterr().err


def test_the_command_refuses_what_fails_the_check(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "wrong.redif"
    path.write_text("Template-Type: ReDIF-Paper 1.0\nTitle: On prices\nNumber: 1\nHandle: RePEc:aaa:wpaper:1\n")
    before = contents(archive)
    assert main(["add", str(path), "--to", str(archive)]) == 1
    out, err = capsys.readouterr()
    assert "no Author-Name" in out
    assert not out.startswith("added")
    assert "nothing was written; correct this first, or use --force" in err
    assert contents(archive) == before
    assert main(["add", str(path), "--to", str(archive), "--force"]) == 0
    assert main(["add", str(tmp_path / "none.bib"), "--to", str(archive)]) == 2


def test_a_table_becomes_an_archive(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    table = tmp_path / "papers.csv"
    table.write_text(
        "title,authors,year,number,abstract,doi\n"
        'On prices,"Lee, Ann; Kim, Bo",2001,1,How prices came about and why they are still here.,10.1000/1\n'
        "On wine,Jörg Muster,2002,2,How wine came about and why it is still here.,\n",
        encoding="utf-8",
    )
    words = ["add", str(table), "--to", str(archive), "--series", "wpaper", "--handle", "{year}-{number}"]
    assert main(words) == 0
    found = records(archive)
    assert list(found) == ["RePEc:aaa:wpaper:2001-1", "RePEc:aaa:wpaper:2002-2"]
    record = found["RePEc:aaa:wpaper:2001-1"]
    assert isinstance(record, redif.Paper)
    assert [author.name for author in record.authors] == ["Ann Lee", "Bo Kim"]
    assert [finding for finding in redif.check(archive) if finding.severity != "advice"] == []
    before = contents(archive)
    assert main(words) == 0
    assert contents(archive) == before


def test_an_entry_that_cannot_be_read_does_not_stop_the_others(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "x.bib"
    path.write_text(
        "@techreport{a, title = {On prices}, author = {Ada Example}, year = 2026, number = 1}\n"
        "@techreport{b, title = {On wine\n@techreport{c, title = {On bread}, author = {Bob Sample}, year = 2026, number = 3}\n"
    )
    assert main(["add", str(path), "--to", str(archive), "--series", "wpaper"]) == 1
    assert "x.bib:2:" in capsys.readouterr().err
    assert "RePEc:aaa:wpaper:1" in records(archive)


# Adds to a copy of an archive, and is killed at each of twenty moments between two changes of the disk.
KILLED = """
import json, os, shutil, signal, sys
import redif
from redif.cli import main

archive, untouched, *words = sys.argv[1:]

def run(moment):
    shutil.rmtree(archive)
    shutil.copytree(untouched, archive)
    child = os.fork()
    if child == 0:
        count = 0
        def counted(function):
            def wrapped(*arguments, **options):
                nonlocal count
                count += 1
                if count == moment:
                    os.kill(os.getpid(), signal.SIGKILL)
                return function(*arguments, **options)
            return wrapped
        for name in ("rename", "replace", "fsync", "mkdir", "unlink", "rmdir"):
            setattr(os, name, counted(getattr(os, name)))
        main(words)
        with open(archive + ".count", "w") as file:
            file.write(str(count))
        os._exit(0)
    os.waitpid(child, 0)

def found():
    return sorted(str(record.handle) for record in redif.read(archive) if isinstance(record, redif.Item))

run(0)
complete = found()
total = int(open(archive + ".count").read())
outcomes = []
for number in range(20):
    run(1 + number * (total - 1) // 19)
    redif.ArchiveFolder(archive).add([], series="journl")  # whoever comes next completes what was decided
    outcomes.append("all" if found() == complete else "none" if not found() else "some")
    assert not os.path.exists(os.path.join(archive, ".redif-pending"))
print(json.dumps([total, len(complete), outcomes]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no kill -9")
def test_a_kill_leaves_the_archive_as_it_was_or_complete(archive: Path, tmp_path: Path) -> None:
    many = [
        redif.Article(title=f"On art {n}", authors=["A B"], journal="X", volume=n, issue="1", year=2026, pages="1-20")
        for n in range(1, 9)  # each goes to a file of its own
    ]
    path = tmp_path / "many.jsonl"
    redif.write(many, path)
    untouched = tmp_path / "untouched"
    shutil.copytree(archive, untouched)
    words = ["add", str(path), "--to", str(archive), "-q"]
    done = subprocess.run([sys.executable, "-c", KILLED, str(archive), str(untouched), *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    total, complete, outcomes = json.loads(done.stdout)
    assert complete == 8
    assert total > 20  # moments
    assert set(outcomes) == {"none", "all"}
    assert outcomes == sorted(outcomes, reverse=True)  # decided once
    main(words)
    assert len(records(archive)) == 8


def test_two_adding_at_once_lose_nothing(archive: Path, tmp_path: Path) -> None:
    running = []
    for number in range(4):
        path = tmp_path / f"{number}.jsonl"
        redif.write([paper(f"On {word} {number}", number * 10 + place) for place, word in enumerate(("tea", "wine"))], path)
        running.append(
            subprocess.Popen(
                [*REDIF, "add", str(path), "--to", str(archive), "--series", "wpaper", "-q"], stderr=subprocess.PIPE, text=True
            )
        )
    done = [(process.communicate()[1], process.returncode) for process in running]
    added = {status for _, status in done}
    assert added <= {0, 2}
    assert all("another redif is changing this folder" in message for message, status in done if status == 2)
    assert len(records(archive)) == 2 * sum(status == 0 for _, status in done) > 0


def test_two_at_once_do_not_mix(archive: Path) -> None:
    from redif.source.transaction import locked

    with locked(str(archive)), pytest.raises(OSError, match="another redif is changing this folder"):
        redif.ArchiveFolder(archive).add(paper("X", 1), series="wpaper")
    assert redif.ArchiveFolder(archive).add(paper("On prices", 1), series="wpaper").added


@pytest.mark.parametrize(
    "listed", ["", "{", "5", '{"a": 1}', "[5]", '["../outside"]', '["/outside"]', '["wpaper/../../outside"]', '["a\\u0000b"]', "[" * 100_000],
    ids=range(10),
)  # fmt: skip
def test_a_list_of_files_that_redif_did_not_write_changes_nothing(listed: str, archive: Path, capsys: Captured) -> None:
    (archive / STAGING).mkdir()
    (archive / STAGING / "0").write_text("from outside")
    (archive / STAGING / LIST).write_text(listed)
    before = contents(archive.parent.parent)
    with pytest.raises(OSError, match="not the list of files"):
        redif.ArchiveFolder(archive).add(paper("On prices", 1), series="wpaper")
    assert main(["publish", str(archive), "-o", str(archive.parent / "web"), "-q"]) == 2
    assert f"{STAGING}/{LIST}: this is not the list" in capsys.readouterr().err.replace("\\", "/")
    assert contents(archive.parent.parent) == before


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_what_was_interrupted_is_not_completed_outside_of_the_archive(archive: Path, tmp_path: Path) -> None:
    (archive / STAGING).mkdir()
    (archive / STAGING / "0").write_text("from outside")
    (archive / STAGING / LIST).write_text('["wpaper/2026.redif"]')
    (tmp_path / "ours").write_text("ours")
    (archive / "wpaper" / "2026.redif").symlink_to(tmp_path / "ours")
    with pytest.raises(OSError, match="not the list of files"):
        redif.ArchiveFolder(archive).add(paper("On prices", 1), series="wpaper")
    (archive / ".redif-lock").symlink_to(tmp_path / "new")
    with pytest.raises(OSError, match=r"\.redif-lock"):
        redif.ArchiveFolder(archive).add(paper("On prices", 1), series="wpaper")
    assert {path.name for path in tmp_path.iterdir()} == {"RePEc", "ours"}
    assert (tmp_path / "ours").read_text() == "ours"


# Publishing


def links(page: Path) -> Iterator[str]:
    import lxml.html

    yield from lxml.html.parse(str(page)).getroot().xpath("//a/@href")


def test_publishing_copies_what_repec_reads(archive: Path, tmp_path: Path, incoming: Path, capsys: Captured) -> None:
    main(["add", str(incoming), "--to", str(archive), "--series", "wpaper", "-q"])
    (archive / "notes.txt").write_text("not for RePEc")
    web = tmp_path / "web" / "RePEc" / "aaa"
    words = ["publish", str(archive), "-o", str(web)]
    capsys.readouterr()
    assert main(words) == 0
    assert "5 files written, 0 removed, 0 unchanged" in capsys.readouterr().err
    assert {name for name in contents(web) if not name.startswith(".")} == {
        "aaaarch.redif", "aaaseri.redif", "index.html", "wpaper/2026.redif", "wpaper/index.html",
    }  # fmt: skip
    assert "<title>wpaper</title>" in (web / "wpaper" / "index.html").read_text(encoding="utf-8")
    # RePEc's mirror follows the links from the folder's page
    reached, left = set(), [web / "index.html"]
    while left:
        page = left.pop()
        for link in links(page):
            target = page.parent / link
            if link.endswith("/"):
                left.append(target / "index.html")
            else:
                reached.add(str(target.relative_to(web)))
    assert reached == {"aaaarch.redif", "aaaseri.redif", "wpaper/2026.redif"}
    (web / "index.php").write_text("ours")
    before = {name: (web / name).stat().st_mtime_ns for name in contents(web)}
    assert main(words) == 0
    assert {name: (web / name).stat().st_mtime_ns for name in contents(web)} == before
    (archive / "wpaper" / "2026.redif").unlink()
    assert main(words) == 0
    assert set(contents(web)) == {"aaaarch.redif", "aaaseri.redif", "index.html", "index.php", ".redif-published"}


def test_publishing_neither_replaces_nor_removes_what_others_wrote(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    web = tmp_path / "web"
    web.mkdir()
    (web / "index.html").write_text("ours")
    assert main(["publish", str(archive), "-o", str(web)]) == 2
    assert "was not written by redif publish" in capsys.readouterr().err
    assert contents(web) == {"index.html": b"ours"}
    assert main(["publish", str(archive), "-o", str(web), "--no-listings"]) == 0
    (web / "aaaseri.redif").write_text("changed by hand")
    (archive / "aaaseri.redif").unlink()
    assert main(["publish", str(archive), "-o", str(web), "--no-listings", "--force"]) == 0
    assert (web / "aaaseri.redif").read_text() == "changed by hand"
    (web / ".redif-published").write_text('{"../evil": "x", "index.html": 5}')
    (tmp_path / "evil").write_text("x")
    assert main(["publish", str(archive), "-o", str(web), "--no-listings", "--force"]) == 0
    assert (tmp_path / "evil").exists()
    assert main(["publish", str(archive), "-o", str(archive / "web"), "--force"]) == 2


def test_an_archive_with_errors_is_not_published(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    (archive / "wpaper" / "1.redif").write_text("Template-Type: ReDIF-Paper 1.0\nHandle: RePEc:aaa:wpaper:1\n")
    web = tmp_path / "web"
    assert main(["publish", str(archive), "-o", str(web)]) == 1
    assert "nothing was published" in capsys.readouterr().err
    assert not web.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_nothing_is_written_outside_by_a_link(archive: Path, tmp_path: Path, incoming: Path, capsys: Captured) -> None:
    outside, web = tmp_path / "outside", tmp_path / "web"
    outside.mkdir()
    web.mkdir()
    (web / "wpaper").symlink_to(outside)
    before = contents(archive)
    main(["add", str(incoming), "--to", str(archive), "--series", "wpaper", "-q"])
    assert main(["publish", str(archive), "-o", str(web)]) == 2
    assert "leads outside of" in capsys.readouterr().err
    assert contents(outside) == {}
    assert [path.name for path in web.iterdir()] == ["wpaper"]
    shutil.rmtree(archive / "wpaper")
    (archive / ".redif-handles").unlink()
    (archive / "wpaper").symlink_to(outside)
    assert main(["add", str(incoming), "--to", str(archive), "--series", "wpaper", "-q"]) == 1
    assert "a link leads from there out of the archive" in capsys.readouterr().err
    assert contents(outside) == {}
    assert contents(archive) == before
    (archive / "journl").rmdir()
    (archive / "journl").symlink_to(outside)
    items = [
        paper("On prices", 1),
        redif.Article(title="On art", authors=["A B"], volume=1, year=2026, pages="1-2", handle="RePEc:aaa:journl:1"),
    ]
    with pytest.raises(redif.RefusedError) as refused:
        redif.ArchiveFolder(archive).add(items, series="wpaper")
    assert len(refused.value.addition.refused) == 2
    (archive / "journl").unlink()
    # A link that stays within is followed.
    (archive / "wpaper").unlink()
    (archive / "papers").mkdir()
    (archive / "wpaper").symlink_to("papers")
    assert main(["add", str(incoming), "--to", str(archive), "--series", "wpaper", "-q"]) == 0
    assert list(contents(archive / "papers"))


def test_publishing_completes_what_was_interrupted(archive: Path, tmp_path: Path) -> None:
    staging = archive / STAGING
    staging.mkdir()
    (staging / "0").write_text(
        "Template-Type: ReDIF-Paper 1.0\nTitle: On tea\nAuthor-Name: Ann Lee\nHandle: RePEc:aaa:wpaper:77\n"
    )
    (staging / LIST).write_text('["wpaper/2030.redif"]')
    assert main(["publish", str(archive), "-o", str(tmp_path / "public"), "-q"]) == 0
    assert "On tea" in (tmp_path / "public" / "wpaper" / "2030.redif").read_text()
    assert not staging.exists()


@pytest.mark.parametrize(
    ("items", "options", "why"),
    [
        ({"title": "x"}, {}, r"redif.Record.model_validate\(data\) makes a record"),
        ([{"title": "x"}], {}, r"such as redif.Paper\(...\)"),
        ([], {"series": 5}, "series takes the code or handle"),
        ([], {"handle": 5}, "handle takes the rule for handles"),
        ([], {"registry": "x"}, r"registry takes redif.Registry\(...\)"),
        (redif.Person(name_full="Ann Lee"), {}, '"Ann Lee" cannot be added'),
    ],
)
def test_what_cannot_be_added_is_refused_with_what_to_give(items: Any, options: Any, why: str, archive: Path) -> None:
    with pytest.raises(redif.RedifError, match=why):
        redif.ArchiveFolder(archive).add(items, **options)
