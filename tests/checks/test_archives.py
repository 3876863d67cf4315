from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redif.checks.archive.checker import ArchiveChecker
from redif.checks.archive.handles import HandleIndex
from redif.checks.archive.seen import ReadTemplate
from redif.findings.codes import parts
from redif.findings.finding import Finding
from redif.reading.documents import file_templates
from redif.source.files import files
from redif.syntax.splitter import Reader

ARCH = """Template-Type: ReDIF-Archive 1.0
Handle: RePEc:aaa
Name: University of Example
Maintainer-Email: jane@example.org
URL: https://www.example.org/RePEc/aaa/
"""
SERIES = """Template-Type: ReDIF-Series 1.0
Name: Working papers
Maintainer-Email: jane@example.org
Type: {type}
Handle: RePEc:{handle}
"""
PAPER = """Template-Type: ReDIF-{type} 1.0
Title: Fiscal policy
Author-Name: Jane Smith
Handle: RePEc:{handle}
"""


def series(handle: str = "aaa:wpaper", type_: str = "ReDIF-Paper") -> str:
    return SERIES.format(handle=handle, type=type_)


def item(handle: str, type_: str = "Paper") -> str:
    return PAPER.format(handle=handle, type=type_)


WHOLE = {"aaa/aaaarch.rdf": ARCH, "aaa/aaaseri.rdf": series(), "aaa/wpaper/1.rdf": item("aaa:wpaper:1")}


def written(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def run(*paths: str | Path, checker: ArchiveChecker | None = None) -> list[Finding]:
    checker = checker or ArchiveChecker()
    reader = Reader()
    found: list[Finding] = []

    def fault(error: OSError) -> None:
        raise error

    for named in map(str, paths):
        if os.path.isdir(named):
            checker.folder(named)
        for path in files([named], fault):
            found += checker.file(path)
            for template in file_templates(path, reader, lambda _finding: None, fault):
                found += checker.template(ReadTemplate(template))
    return found + list(checker.finish())


def check(folder: Path, texts: dict[str, str], *named: str) -> list[Finding]:
    """What is found in some files, each told by its path in the folder."""
    written(folder, texts)
    return run(*(folder / name for name in named or ("aaa",)))


def codes(found: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in found]


def the(found: list[Finding], code: str) -> Finding:
    """The only finding, which is of that code."""
    assert codes(found) == [code]
    assert found[0].kind.name == code
    assert found[0].help
    return found[0]


def test_a_good_archive(tmp_path: Path) -> None:
    assert check(tmp_path, WHOLE) == []


@pytest.mark.parametrize(("arch", "seri"), [("AAAARCH.RDF", "AAASERI.RDF"), ("aaaarch.redif", "aaaseri.ReDIF")])
def test_names_in_any_letters_and_with_both_endings(tmp_path: Path, arch: str, seri: str) -> None:
    texts = {f"aaa/{arch}": ARCH, f"aaa/{seri}": series(), "aaa/WPaper/1.rdf": item("aaa:WPAPER:1")}
    assert check(tmp_path, texts) == []


# ------------------------------------------------------------------------------------------------------ the archive


def test_archive_missing_from_its_file(tmp_path: Path) -> None:
    finding = the(check(tmp_path, WHOLE | {"aaa/aaaarch.rdf": "# nothing yet\n"}), "archive-missing")
    assert (Path(finding.file), finding.line, finding.column) == (tmp_path / "aaa/aaaarch.rdf", 1, 1)


def test_archive_missing_beside_its_series(tmp_path: Path) -> None:
    texts = {"aaa/aaaseri.rdf": series(), "aaa/wpaper/1.rdf": item("aaa:wpaper:1")}
    finding = the(check(tmp_path, texts), "archive-missing")
    assert finding.message == "The file aaaarch.rdf, which describes the archive, is missing beside aaaseri.rdf."
    assert check(tmp_path, texts, "aaa/aaaseri.rdf") == []


def test_archive_several(tmp_path: Path) -> None:
    finding = the(check(tmp_path, WHOLE | {"aaa/aaaarch.rdf": ARCH + "\n" + ARCH}), "archive-several")
    assert (finding.line, finding.attribute) == (8, "Handle")
    assert f"{tmp_path / 'aaa/aaaarch.rdf'}, line 2" in finding.message


def test_archive_file(tmp_path: Path) -> None:
    texts = WHOLE | {"aaa/aaaarch.rdf": "", "aaa/aaaseri.rdf": ARCH + series()}
    finding = the(check(tmp_path, texts), "archive-file")
    assert finding.message == "There is a ReDIF-Archive template in aaaseri.rdf; RePEc looks for it in aaaarch.rdf only."


def test_an_archive_in_files_with_other_names(tmp_path: Path) -> None:
    texts = {"x/archive.rdf": ARCH, "x/papers/1.rdf": item("aaa:wpaper:1"), "x/series.redif": series()}
    found = check(tmp_path, texts, "x")
    assert codes(found) == ["archive-file", "series-file", "item-folder"]
    first, second, _ = found
    assert first.message == "There is a ReDIF-Archive template in archive.rdf; RePEc looks for it in aaaarch.rdf only."
    assert first.hint == "Rename archive.rdf to aaaarch.rdf."
    assert (
        second.message == 'The series "RePEc:aaa:wpaper" is described in series.redif; RePEc looks for it in aaaseri.rdf only.'
    )
    assert second.hint == "Rename series.redif to aaaseri.rdf."
    assert codes(check(tmp_path, texts, "x/archive.rdf")) == ["archive-file"]


def test_the_archive_beside_a_named_series_file(tmp_path: Path) -> None:
    texts = {"x/repec.rdf": ARCH, "x/aaaseri.rdf": series(), "x/wpaper/1.rdf": item("aaa:wpaper:1")}
    assert the(check(tmp_path, texts, "x"), "archive-file").file.endswith("repec.rdf")


def test_a_series_starts_the_checks_too(tmp_path: Path) -> None:
    texts = {"x/series.rdf": series(), "x/wpaper/1.rdf": item("aaa:wpaper:1"), "x/wpaper/2.rdf": item("aaa:other0:2")}
    found = check(tmp_path, texts, "x")
    assert codes(found) == ["series-file", "archive-missing", "item-folder", "series-unknown"]
    assert found[1].message == "The file aaaarch.rdf, which describes the archive, is missing."


def test_a_series_in_its_own_folder_is_in_the_archive_above(tmp_path: Path) -> None:
    texts = {"aaa/aaaarch.rdf": ARCH, "aaa/wpaper/seri.rdf": series(), "aaa/wpaper/1.rdf": item("aaa:wpaper:1")}
    finding = the(check(tmp_path, texts), "series-file")
    assert finding.hint == "Move the template into aaaseri.rdf."


def test_archives_in_one_folder_or_in_many_files_are_none(tmp_path: Path) -> None:
    texts = {"all/1.rdf": ARCH, "all/2.rdf": ARCH.replace("aaa", "bbb")}
    assert check(tmp_path, texts, "all") == []
    texts = {f"many/{number}.rdf": item(f"aaa:wpaper:{number}") for number in range(60)} | {"many/arch.rdf": ARCH}
    assert check(tmp_path, texts, "many") == []


def test_two_archives_with_other_names_below_one_folder(tmp_path: Path) -> None:
    texts = {"all/a/x.rdf": ARCH, "all/a/y.rdf": series(), "all/b/x.rdf": ARCH.replace("aaa", "bbb")}
    found = check(tmp_path, texts, "all")
    assert [(Path(finding.file).parent.name, finding.code) for finding in found] == [
        ("a", "archive-file"), ("a", "series-file"), ("b", "archive-file"), ("b", "series-missing"),
    ]  # fmt: skip


def test_a_folder_in_capitals(tmp_path: Path) -> None:
    texts = {name.replace("aaa/", "RePEc/AAA/", 1): text for name, text in WHOLE.items()}
    finding = the(check(tmp_path, texts, "RePEc"), "archive-folder")
    assert finding.message == 'The folder of the archive is called "AAA"; RePEc looks for "aaa".'
    texts = {name.replace("aaa/", "Website/", 1): text for name, text in WHOLE.items()}
    assert check(tmp_path, texts, "Website") == []


def test_a_folder_of_many_archives_is_none(tmp_path: Path) -> None:
    texts = {
        "all/aaaarch.rdf": ARCH,
        "all/aaaseri.rdf": series(),
        "all/bbbarch.rdf": ARCH.replace("aaa", "bbb"),
        "all/bbbseri.redif": series("bbb:wpaper"),
        "all/bbbseri.rdf": "",
        "all/x.rdf": item("aaa:wpaper:1"),
        "all/x.rdf~": "",
        "all/below/x.rdf": item("ccc:wpaper:1"),
    }
    assert check(tmp_path, texts, "all") == []


def test_archives_below_a_folder_are_their_own(tmp_path: Path) -> None:
    texts = {name.replace("aaa", "bbb"): text.replace("aaa", "bbb") for name, text in WHOLE.items()}
    assert check(tmp_path, WHOLE | texts, ".") == []


def test_another_archive_in_a_folder_of_one(tmp_path: Path) -> None:
    inner = {f"aaa/remo/{name.replace('aaa', 'bbb')}": text.replace("aaa", "bbb") for name, text in WHOLE.items()}
    assert check(tmp_path, WHOLE | inner) == []


# ------------------------------------------------------------------------------------------------------- the series


def test_the_files_of_an_archive_in_a_folder_of_a_series(tmp_path: Path) -> None:
    finding = the(check(tmp_path, {"aaa/aaaarch.rdf": ARCH, "aaa/wpaper/aaaseri.rdf": series()}), "series-file")
    assert finding.message == (
        'The series "RePEc:aaa:wpaper" is described in the folder wpaper; RePEc looks for it in that of the archive only.'
    )
    assert finding.hint == "Move the template into aaaseri.rdf there."


def test_series_file(tmp_path: Path) -> None:
    texts = WHOLE | {"aaa/aaaseri.rdf": "", "aaa/wpaper/series.rdf": series()}
    finding = the(check(tmp_path, texts), "series-file")
    assert '"RePEc:aaa:wpaper" is described in series.rdf' in finding.message
    assert finding.hint == "Move the template into aaaseri.rdf."


def test_series_missing(tmp_path: Path) -> None:
    texts = dict(WHOLE)
    del texts["aaa/aaaseri.rdf"]
    finding = the(check(tmp_path, texts), "series-missing")
    assert Path(finding.file) == tmp_path / "aaa/aaaarch.rdf"
    written(tmp_path, {"aaa/aaaseri.rdf": ""})
    assert Path(the(run(tmp_path / "aaa"), "series-missing").file) == tmp_path / "aaa/aaaseri.rdf"


def test_an_archive_of_institutions_needs_no_series(tmp_path: Path) -> None:
    institution = "Template-Type: ReDIF-Institution 1.0\nPrimary-Name: X\nHandle: RePEc:aaa:aaaaaaa\n"
    assert check(tmp_path, {"aaa/aaaarch.rdf": ARCH, "aaa/inst/a.rdf": institution}) == []


def test_series_unknown(tmp_path: Path) -> None:
    texts = WHOLE | {"aaa/dpaper/1.rdf": item("aaa:dpaper:1"), "aaa/dpaper/2.rdf": item("aaa:DPAPER:2")}
    finding = the(check(tmp_path, texts), "series-unknown")
    assert finding.message == 'The series "RePEc:aaa:dpaper", with 2 items, is not described in aaaseri.rdf.'
    assert (Path(finding.file).name, finding.line, finding.attribute) == ("1.rdf", 4, "Handle")
    assert finding.template is not None
    assert finding.template.handle == "RePEc:aaa:dpaper:1"


def test_a_series_that_is_not_described_is_held_against_those_that_are(tmp_path: Path) -> None:
    unknown = {"aaa/dpaper/1.rdf": item("aaa:dpaper:1")}
    hint = the(check(tmp_path, WHOLE | unknown), "series-unknown").hint
    assert "(the series of this archive is wpaper)" in hint
    assert "Handle: RePEc:aaa:dpaper into aaaseri.rdf" in hint
    items = {"aaa/journl/1.rdf": item("aaa:journl:1", "Article")}
    seri = {"aaa/aaaseri.rdf": series() + series("aaa:journl", "ReDIF-Article")}
    hint = the(check(tmp_path, WHOLE | unknown | items | seri), "series-unknown").hint
    assert "(the series of this archive are wpaper and journl)" in hint


@pytest.mark.parametrize(("number", "shown"), [(12, "s00001, s00002"), (13, "this archive has 13 series; see aaaseri.rdf")])
def test_only_a_few_series_are_listed(number: int, shown: str, tmp_path: Path) -> None:
    handles = [f"aaa:s{each:05}" for each in range(number)]
    items = {f"aaa/s{each:05}/1.rdf": item(f"aaa:s{each:05}:1") for each in range(number)}
    texts = {"aaa/aaaarch.rdf": ARCH, "aaa/aaaseri.rdf": "".join(map(series, handles)), **items}
    texts["aaa/dpaper/1.rdf"] = item("aaa:dpaper:1")
    assert shown in the(check(tmp_path, texts), "series-unknown").hint


def test_series_empty(tmp_path: Path) -> None:
    texts = WHOLE | {"aaa/aaaseri.rdf": series() + series("aaa:journl", "ReDIF-Article")}
    finding = the(check(tmp_path, texts), "series-empty")
    assert finding.message == 'The series "RePEc:aaa:journl" has no items.'
    assert finding.line == 10


def test_series_with_items_that_have_no_handle_is_not_empty(tmp_path: Path) -> None:
    bad = item("aaa:journl:1").replace("RePEc:aaa:journl:1", "nonsense")
    texts = WHOLE | {"aaa/aaaseri.rdf": series() + series("aaa:journl"), "aaa/Journl/1.rdf": bad}
    assert check(tmp_path, texts) == []


def test_descriptions_alone_have_no_empty_series(tmp_path: Path) -> None:
    assert check(tmp_path, {"aaa/aaaarch.rdf": ARCH, "aaa/aaaseri.rdf": series()}) == []


# -------------------------------------------------------------------------------------------------------- the items


def test_handle_archive(tmp_path: Path) -> None:
    texts = WHOLE | {
        "aaa/aaaarch.rdf": ARCH.replace("Handle: RePEc:aaa", "Handle: RePEc:bbb"),
        "aaa/aaaseri.rdf": series() + series("ccc:wpaper"),
        "aaa/wpaper/2.rdf": item("ddd:wpaper:1") + item("ddd:paperw:1"),
    }
    found = check(tmp_path, texts)
    assert codes(found) == ["handle-archive"] * 3
    assert found[0].message == 'The handle "RePEc:bbb" belongs to the archive bbb, but this is the archive aaa.'
    assert found[2].message == "This is the archive aaa, but the handle of 2 items has the archive code ddd."


def test_item_folder(tmp_path: Path) -> None:
    papers = "".join(item(f"aaa:wpaper:{number}") for number in range(1000))
    texts = WHOLE | {"aaa/papers/1.rdf": papers, "aaa/papers/2.rdf": item("aaa:wpaper:a"), "aaa/3.rdf": item("aaa:wpaper:b")}
    del texts["aaa/wpaper/1.rdf"]
    found = check(tmp_path, texts)
    assert codes(found) == ["item-folder"] * 2
    assert found[0].message == (
        'The folder of the archive itself is the wrong place for 1 item of the series "RePEc:aaa:wpaper".'
    )
    assert found[1].message == 'The folder papers is the wrong place for 1,001 items of the series "RePEc:aaa:wpaper".'


def test_folders_below_that_of_a_series(tmp_path: Path) -> None:
    assert check(tmp_path, WHOLE | {"aaa/wpaper/2023/q1/1.rdf": item("aaa:wpaper:2")}) == []


def test_item_type(tmp_path: Path) -> None:
    texts = WHOLE | {"aaa/wpaper/2.rdf": item("aaa:wpaper:2", "Article") + item("aaa:wpaper:3", "Article")}
    finding = the(check(tmp_path, texts), "item-type")
    assert finding.message == ('The series "RePEc:aaa:wpaper" is for ReDIF-Paper, but has 2 ReDIF-Article 1.0 templates in it.')


@pytest.mark.parametrize(
    ("type_", "of_item", "fits"),
    [
        ("ReDIF-article", "Article", True),
        ("ReDIF-Article 1.0", "Article", True),
        ("", "Paper", True),
        ("", "Article", False),
        ("ReDIF-Book", "Chapter", True),
        ("ReDIF-Chapter", "Book", True),
        ("ReDIF-Paper\nType: ReDIF-Article", "Article", True),
        ("nonsense", "Article", True),
        ("ReDIF-Software", "Paper", False),
    ],
)
def test_item_type_and_type_of_series(tmp_path: Path, type_: str, of_item: str, fits: bool) -> None:
    texts = WHOLE | {"aaa/aaaseri.rdf": series(type_=type_), "aaa/wpaper/1.rdf": item("aaa:wpaper:1", of_item)}
    assert codes(check(tmp_path, texts)) == ([] if fits else ["item-type"])


def test_a_series_without_a_type_is_for_papers(tmp_path: Path) -> None:
    texts = WHOLE | {"aaa/aaaseri.rdf": series().replace("Type: ReDIF-Paper\n", "")}
    assert check(tmp_path, texts) == []
    written(tmp_path, {"aaa/wpaper/2.rdf": item("aaa:wpaper:2", "Article")})
    assert "is for ReDIF-Paper because it has no Type" in the(run(tmp_path / "aaa"), "item-type").message


# ------------------------------------------------------------------------------------------------------ the handles


def test_handle_twice(tmp_path: Path) -> None:
    texts = WHOLE | {"aaa/wpaper/2.rdf": item("aaa:wpaper:2") + item("AAA:wpaper:1")}
    finding = the(check(tmp_path, texts), "handle-twice")
    first = tmp_path / "aaa/wpaper/1.rdf"
    assert finding.message == f'The handle "RePEc:AAA:wpaper:1" is already used by the template in {first}, line 1.'
    assert (Path(finding.file).name, finding.line, finding.column, finding.end_column) == ("2.rdf", 8, 1, 27)


def test_handle_twice_in_one_file_of_no_archive(tmp_path: Path) -> None:
    found = check(tmp_path, {"x.rdf": item("aaa:wpaper:1") * 3}, "x.rdf")
    assert codes(found) == ["handle-twice"] * 2
    assert all("line 1" in finding.message for finding in found)


def test_files_that_are_named_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, WHOLE)
    (tmp_path / "link").symlink_to(tmp_path / "aaa")
    monkeypatch.chdir(tmp_path)
    assert run("aaa", "aaa/wpaper/1.rdf", "./aaa/wpaper", tmp_path / "aaa", "link") == []


def test_names_that_are_no_text(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff.rdf")
    try:
        written(tmp_path, {f"aaa/wpaper/{name}": item("aaa:wpaper:1"), f"aaa/wpaper/{name}x": item("aaa:wpaper:1")})
    except OSError:
        pytest.skip("such names are not possible here")
    found = check(tmp_path, WHOLE)
    assert codes(found) == ["handle-twice", "file-ignored"]
    for finding in found:
        (finding.file + finding.message).encode()


def test_the_handles_of_people(tmp_path: Path) -> None:
    person = "Template-Type: ReDIF-Person 1.0\nName-Full: J\nHandle: RePEc:per:1970-01-01:J\u00e9\u00df\n"
    assert codes(check(tmp_path, {"x.redif": person * 2}, "x.redif")) == ["handle-twice"]


HANDLES = st.text(st.characters(codec=None, min_codepoint=32), min_size=1, max_size=4) | st.sampled_from("abc")


@given(st.lists(st.tuples(HANDLES, st.integers(0, 3), st.integers(1, 5))), st.sampled_from([0, 1, 5, 8, 50_000]))
def test_handles_agree_with_a_dictionary(entries: list[tuple[str, int, int]], few: int) -> None:
    """In memory, on disk, and where they are moved to disk in between; then files are added on disk, too."""
    handles, plain = HandleIndex(few), dict[str, tuple[str, int]]()
    numbers = [handles.file(f"/{name}", name) for name in "wxyz"]
    assert [handles.file(f"/{name}", "other") for name in "wxyz"] == [None] * 4
    for handle, which, line in entries:
        number = numbers[which]
        assert number is not None
        assert handles.first(handle, number, line) == plain.get(handle)
        plain.setdefault(handle, ("wxyz"[which], line))
    more = handles.file("/more\udcff", "more\udcff")
    assert more is not None
    assert more not in numbers
    assert handles.file("/more\udcff", "more") is None
    assert handles.file("/w", "w") is None
    assert handles.first("a handle that is new", more, 7) is None
    assert handles.first("a handle that is new", more, 9) == ("more\udcff", 7)


def test_many_handles_are_checked_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HandleIndex.__init__, "__defaults__", (2,))
    texts = WHOLE | {f"aaa/wpaper/{n}.rdf": item(f"aaa:wpaper:{n % 7 or 1}") for n in range(2, 12)}
    found = [finding for finding in check(tmp_path, texts) if finding.code == "handle-twice"]
    assert len(found) == 11 - 6
    assert "wpaper/10.rdf, line 1" in found[0].message  # which is read before 3.rdf and has the same handle


@pytest.mark.parametrize("step", ["moved", "added", "looked up"])
def test_no_room_on_disk_for_handles(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    handles = HandleIndex(1)
    number = handles.file("/w", "w")
    assert number is not None
    if step == "moved":

        def full(_size: int) -> sqlite3.Connection:
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr("redif.checks.archive.handles.temporary_database", full)
        with pytest.raises(OSError, match="the index of handles cannot be stored"):
            handles.first("a", number, 1)
        return
    handles.first("a", number, 1)
    database = next(value for value in vars(handles).values() if isinstance(value, sqlite3.Connection))
    database.execute("DROP TABLE handles" if step == "looked up" else "DROP TABLE files")
    with pytest.raises(OSError, match="the index of handles cannot be stored"):
        handles.first("b", number, 1) if step == "looked up" else handles.file("/x", "x")


# -------------------------------------------------------------------------------------------------------- the files


def test_file_twice(tmp_path: Path) -> None:
    texts = WHOLE | {"aaa/wpaper/1.redif": item("aaa:wpaper:2"), "aaa/aaaseri.redif": "", "aaa/wpaper/11.rdf": ""}
    found = check(tmp_path, texts)
    assert codes(found) == ["file-twice"] * 2
    assert found[1].message == '"1.rdf" and "1.redif" are in the same folder, and RePEc reads both.'
    assert (Path(found[1].file).name, found[1].line) == ("1.redif", 1)


def test_two_files_of_one_archive(tmp_path: Path) -> None:
    assert codes(check(tmp_path, WHOLE | {"aaa/aaaarch.redif": ARCH})) == ["file-twice", "archive-several"]


def test_file_ignored(tmp_path: Path) -> None:
    ignored = [
        "aaa/aaaseri.rdf~",
        "aaa/wpaper/1.rdf.bak",
        "aaa/wpaper/#1.rdf#",
        "aaa/wpaper/old/1.RDF_old",
        "aaa/wpaper/1.redif.txt",
    ]
    held = {"aaa/wpaper/1.txt": item("aaa:wpaper:1"), "aaa/wpaper/1.doc": "\ufeff# mine\n" + item("aaa:wpaper:1")}
    others = {
        "aaa/wpaper/1.pdf": "Template-Type:",
        "aaa/wpaper/1.rdf.html": "",
        "aaa/wpaper/overdraft.txt": "No template",
        "aaa/wpaper/.1.rdf.swp": "",
        "aaa/scripts/x.rdf.bak": "",
        "aaa/rdf.py": "",
        "aaa/x.rdfs": "",
    }
    found = check(tmp_path, WHOLE | dict.fromkeys(ignored, "") | held | others)
    assert set(codes(found)) == {"file-ignored"}
    assert {Path(finding.file) for finding in found} == {tmp_path / name for name in (*ignored, *held)}
    assert check(tmp_path, {}, "aaa/wpaper") == []


def test_a_file_in_sixteen_bits_is_seen(tmp_path: Path) -> None:
    written(tmp_path, WHOLE)
    (tmp_path / "aaa/wpaper/1.txt").write_bytes(item("aaa:wpaper:1").encode("utf-16"))
    the(run(tmp_path / "aaa"), "file-ignored")


def test_url_insecure(tmp_path: Path) -> None:
    addresses = [
        "http://www.example.org/1.pdf",
        "http://WWW.example.org/1.pdf",
        "http://www.example.org:8080/1.pdf",
        "http://www.example.org.uk/1.pdf",
        "https://www.example.org/2.pdf",
        "http://www.example.org",
    ]
    urls = "".join(f"File-URL: {address}\n" for address in addresses)
    paper = item("aaa:wpaper:1") + "Abstract: see http://www.example.org/1.pdf\n" + urls
    finding = the(
        check(tmp_path, WHOLE | {"aaa/wpaper/1.rdf": paper, "aaa/wpaper/2.rdf": item("aaa:wpaper:2")}), "url-insecure"
    )
    assert (finding.line, finding.attribute) == (6, "File-URL")
    assert finding.message.startswith("The archive uses https, but http://www.example.org is written in 2 addresses")
    assert finding.message.endswith("first in http://www.example.org/1.pdf.")


@pytest.mark.parametrize(
    "url", ["http://www.example.org/RePEc/aaa/", "https://www.example.org:8443/aaa/", "ftp://www.example.org/", ""]
)
def test_where_the_archive_has_no_https_nothing_is_insecure(tmp_path: Path, url: str) -> None:
    arch = ARCH.replace("https://www.example.org/RePEc/aaa/", url)
    paper = item("aaa:wpaper:1") + "File-URL: http://www.example.org/1.pdf\n"
    assert check(tmp_path, WHOLE | {"aaa/aaaarch.rdf": arch, "aaa/wpaper/1.rdf": paper}) == []


# ---------------------------------------------------------------------------------------------- a part of an archive


BROKEN = {
    "aaa/aaaarch.rdf": ARCH,
    "aaa/aaaseri.rdf": series() + series("aaa:empty1"),
    "aaa/wpaper/1.rdf": item("aaa:wpaper:1"),
    "aaa/dpaper/1.rdf": item("aaa:dpaper:1"),
    "aaa/dpaper/1.rdf~": "",
    "aaa/papers/1.rdf": item("aaa:wpaper:2"),
}


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (["aaa"], {"series-empty", "series-unknown", "item-folder", "file-ignored"}),
        (["."], {"series-empty", "series-unknown", "item-folder", "file-ignored"}),
        (["aaa/dpaper"], set()),
        (["aaa/dpaper/1.rdf"], set()),
        (["aaa/papers/1.rdf"], {"item-folder"}),
        (["aaa/aaaarch.rdf"], set()),
        (["aaa/aaaseri.rdf"], set()),
        (["aaa/aaaseri.rdf", "aaa/dpaper/1.rdf"], {"series-unknown"}),
        (["aaa/dpaper/1.rdf", "aaa"], {"series-empty", "series-unknown", "item-folder", "file-ignored"}),
    ],
)
def test_a_part_of_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: list[str], expected: set[str]) -> None:
    written(tmp_path, BROKEN)
    monkeypatch.chdir(tmp_path)
    assert set(codes(run(*named))) == expected


def test_from_within_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, BROKEN)
    monkeypatch.chdir(tmp_path / "aaa/papers")
    assert the(run("1.rdf"), "item-folder").file == "1.rdf"
    assert set(codes(run("../papers", ".."))) == {"series-empty", "series-unknown", "item-folder", "file-ignored"}
    monkeypatch.chdir(tmp_path / "aaa")
    assert the(run("papers"), "item-folder").file == os.path.join("papers", "1.rdf")
    assert len(run(".")) == 4


def test_runs_do_not_mix(tmp_path: Path) -> None:
    written(tmp_path, BROKEN)
    checker = ArchiveChecker()
    first = run(tmp_path, checker=checker)
    assert first
    assert run(tmp_path, checker=checker) == first


# ------------------------------------------------------------------------------------------------------ real archives


def test_real_archives(corpus: Path) -> None:
    finding = the(run(corpus / "archives"), "handle-twice")
    assert Path(finding.file).name == "133.rdf"  # it has the handle of 132.rdf


def test_a_real_registry(corpus: Path) -> None:
    found = run(corpus / "registry")
    assert set(codes(found)) == {"handle-twice"}
    where = Counter(Path(finding.file).name for finding in found)
    assert {"cmrseri.rdf", "emxarch.rdf", "exlarch.redif", "esaseri.rdf.rdf"} <= where.keys()
    assert where.total() == 12


def test_every_code_is_in_the_catalogue() -> None:
    assert set(parts()["archive"]) == {
        "archive-missing", "archive-several", "archive-file", "archive-folder", "series-missing", "series-file", "series-unknown",
        "series-empty", "handle-archive", "handle-twice", "item-folder", "item-type", "file-twice", "file-ignored",
        "url-insecure",
    }  # fmt: skip
    assert all(code.file == "" and code.wrong and code.right for code in parts()["archive"].values())


@pytest.mark.parametrize("is_first", [True, False])
def test_one_file_is_not_to_have_two_names(tmp_path: Path, is_first: bool) -> None:
    own = "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:bjn\nName: A\nURL: https://a.org/\nMaintainer-Email: a@a.org\n"
    series = "Template-Type: ReDIF-Series 1.0\nName: S\nMaintainer-Email: a@a.org\nHandle: RePEc:bjn:papers\n"
    texts = {"bjn/both.rdf": "\n".join((own, series) if is_first else (series, own))}
    hints = {finding.code: finding.hint for finding in check(tmp_path, texts, "bjn")}
    assert hints["archive-file"] == "Rename both.rdf to bjnarch.rdf."
    assert hints["series-file"] == "Move the template into a file of its own, bjnseri.rdf."
