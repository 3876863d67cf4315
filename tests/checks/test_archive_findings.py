"""Where the findings about whole archives are, what they say and what they say to do, by way of `redif.check`."""

from __future__ import annotations

from pathlib import Path

import pytest

import redif
from redif.findings.finding import Finding

ARCH = """Template-Type: ReDIF-Archive 1.0
Handle: RePEc:aaa
Name: University of Example
Maintainer-Email: jane@example.org
URL: https://www.example.org/RePEc/aaa/
"""
SERIES = """Template-Type: ReDIF-Series 1.0
Name: Working papers
Provider-Name: University of Example
Maintainer-Email: jane@example.org
Type: ReDIF-Paper
Handle: RePEc:aaa:wpaper
"""
PAPER = """Template-Type: ReDIF-Paper 1.0
Title: Fiscal policy of all
Author-Name: Jane Smith
Handle: RePEc:aaa:wpaper:1
"""
WHOLE = {"aaaarch.rdf": ARCH, "aaaseri.rdf": SERIES, "wpaper/1.rdf": PAPER}


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an archive, which is the current one."""
    folder = tmp_path / "aaa"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    return folder


def the(code: str, folder: Path, texts: dict[str, str]) -> Finding:
    """The only finding of a code in an archive of some files, with the others as they should be."""
    [found] = [finding for finding in findings(folder, WHOLE | texts) if finding.code == code]
    return found


def findings(folder: Path, texts: dict[str, str]) -> list[Finding]:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return list(redif.check(folder.name, isolated=True))


def where(finding: Finding) -> tuple[str, int, int, int, int, str | None]:
    """Its place; the file as a path in the archive."""
    name = Path(finding.file).relative_to("aaa").as_posix()
    return name, finding.line, finding.column, finding.end_line, finding.end_column, finding.attribute


def test_the_archive_is_as_it_should_be(archive: Path) -> None:
    assert findings(archive, WHOLE) == []


def test_a_handle_that_is_used_twice_is_shown_as_it_is_written(archive: Path) -> None:
    second = PAPER.replace("Handle: RePEc", "HANDLE:\n  RePEc")
    found = the("handle-twice", archive, {"wpaper/2.rdf": f"\n# two\n{second}"})
    assert where(found) == ("wpaper/2.rdf", 6, 1, 7, 21, "Handle")
    assert found.message == 'The handle "RePEc:aaa:wpaper:1" is already used by the template in aaa/wpaper/1.rdf, line 1.'
    assert found.template == (3, "ReDIF-Paper 1.0", "RePEc:aaa:wpaper:1")
    assert found.source == "HANDLE:"


def test_an_empty_handle_is_passed_over(archive: Path) -> None:
    found = the("handle-twice", archive, {"wpaper/2.rdf": PAPER.replace("Title", "Handle:\nTitle")})
    assert where(found) == ("wpaper/2.rdf", 5, 1, 5, 27, "Handle")


def test_a_template_without_a_handle_is_shown_at_its_beginning(archive: Path) -> None:
    found = the("series-file", archive, {"other.rdf": "\n" + SERIES.partition("Handle")[0]})
    assert where(found) == ("other.rdf", 2, 1, 2, 2, None)
    assert found.message == "A series is described in other.rdf; RePEc looks for it in aaaseri.rdf only."
    assert found.hint == "Move the template into aaaseri.rdf."
    assert found.template == (2, "ReDIF-Series 1.0", None)


@pytest.mark.parametrize(
    ("code", "texts", "place", "message", "hint"),
    [
        (
            "archive-file", {"aaaarch.rdf": "", "wpaper/own.rdf": ARCH}, ("wpaper/own.rdf", 2, 1, 2, 18, "Handle"),
            "There is a ReDIF-Archive template in own.rdf; RePEc looks for it in aaaarch.rdf only.",
            "Move it into aaaarch.rdf, or delete it.",
        ),
        (
            "series-unknown", {"dpaper/1.rdf": PAPER.replace("wpaper", "dpaper")}, ("dpaper/1.rdf", 4, 1, 4, 27, "Handle"),
            'The series "RePEc:aaa:dpaper", with 1 item, is not described in aaaseri.rdf.',
            "Correct the series code in the handles (the series of this archive is wpaper); or write a ReDIF-Series template"
            " with Handle: RePEc:aaa:dpaper into aaaseri.rdf.",
        ),
        (
            "series-empty", {"aaaseri.rdf": SERIES + SERIES.replace("wpaper", "DPaper")}, ("aaaseri.rdf", 12, 1, 12, 25, "Handle"),
            'The series "RePEc:aaa:DPaper" has no items.', "Add its items, in the folder dpaper, or compare its handle with those of the items that belong to it.",
        ),
        (
            "item-folder", {"old/1.rdf": PAPER.replace("r:1", "r:2")}, ("old/1.rdf", 4, 1, 4, 27, "Handle"),
            'The folder old is the wrong place for 1 item of the series "RePEc:aaa:wpaper".',
            "Move what belongs to this series into the folder wpaper, or correct the handles.",
        ),
        (
            "item-type", {"wpaper/2.rdf": PAPER.replace("r:1", "r:2").replace("-Paper", "-Book")}, ("wpaper/2.rdf", 4, 1, 4, 27, "Handle"),
            'The series "RePEc:aaa:wpaper" is for ReDIF-Paper, but has 1 ReDIF-Book 1.0 template in it.',
            "Correct Type in the template of the series (aaa/aaaseri.rdf, line 6) or Template-Type of the items, "
            "or move the items to a series of their type.",
        ),
        (
            "handle-archive", {"wpaper/2.rdf": PAPER.replace("aaa", "bbb")}, ("wpaper/2.rdf", 4, 1, 4, 27, "Handle"),
            "This is the archive aaa, but the handle of 1 item has the archive code bbb.",
            "Write aaa in place of bbb, or move the template into the archive bbb.",
        ),
        (
            "series-missing", {"aaaseri.rdf": ""}, ("aaaseri.rdf", 1, 1, 1, 2, None),
            "The archive aaa has no ReDIF-Series template, in aaaseri.rdf or elsewhere.",
            "Write a ReDIF-Series template for each series into aaaseri.rdf.",
        ),
        (
            "file-ignored", {"wpaper/1.rdf.bak": ""}, ("wpaper/1.rdf.bak", 1, 1, 1, 2, None),
            'RePEc does not read "1.rdf.bak", because its name does not end in .rdf or .redif.', "",
        ),
        (
            "file-twice", {"wpaper/1.redif": PAPER.replace("r:1", "r:2")}, ("wpaper/1.redif", 1, 1, 1, 2, None),
            '"1.rdf" and "1.redif" are in the same folder, and RePEc reads both.', "",
        ),
        (
            "url-insecure", {"wpaper/1.rdf": PAPER + "file-url: http://www.example.org/1.pdf\n"}, ("wpaper/1.rdf", 5, 1, 5, 39, "File-URL"),
            "The archive uses https, but http://www.example.org is written in 1 address, first in http://www.example.org/1.pdf.",
            "Write https://www.example.org instead, if the files can be found there.",
        ),
        (
            "archive-several", {"wpaper/own.rdf": ARCH}, ("wpaper/own.rdf", 2, 1, 2, 18, "Handle"),
            "This is a second ReDIF-Archive template of the archive aaa; the first is in aaa/aaaarch.rdf, line 2.", "",
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_an_archive(
    code: str, texts: dict[str, str], place: tuple[str, int, int, int, int, str | None], message: str, hint: str, archive: Path
) -> None:
    found = the(code, archive, texts)
    assert (where(found), found.message, found.hint) == (place, message, hint)


def test_the_folder_in_capitals_is_to_be_renamed(archive: Path) -> None:
    archive = archive.rename(archive.with_name("AAA"))
    [found] = findings(archive, WHOLE)
    assert found.code == "archive-folder"
    assert (found.file, found.line) == (str(Path("AAA/aaaarch.rdf")), 1)
    assert found.hint == "Rename the folder to aaa, on the server too."


@pytest.mark.parametrize(("number", "is_archive"), [(50, True), (51, False)])
def test_a_folder_of_many_files_is_not_searched_for_an_archive(number: int, is_archive: bool, archive: Path) -> None:
    texts = {f"{each}.rdf": PAPER.replace("r:1", f"r:{each}") for each in range(number - 1)} | {"own.rdf": ARCH}
    assert ("archive-file" in {finding.code for finding in findings(archive, texts)}) == is_archive


@pytest.mark.parametrize(("before", "is_seen"), [(512 - len("Template-Type:"), True), (600, False)])
def test_only_the_beginning_of_a_file_with_another_name_is_looked_at(before: int, is_seen: bool, archive: Path) -> None:
    found = findings(archive, WHOLE | {"wpaper/notes.txt": "#" * (before - 1) + "\n" + PAPER})
    assert [finding.code for finding in found] == ["file-ignored"] * is_seen


def test_each_finding_in_a_file_has_its_own_line(archive: Path) -> None:
    papers = "\n".join([PAPER.replace("aaa", "bbb"), PAPER.replace("aaa", "ccc")])
    found = findings(archive, WHOLE | {"wpaper/2.rdf": papers})
    assert [(finding.line, finding.source) for finding in found] == [
        (4, "Handle: RePEc:bbb:wpaper:1"), (9, "Handle: RePEc:ccc:wpaper:1"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", [SERIES, ARCH])
def test_a_template_of_another_archive_is_not_to_be_moved_within_this_one(text: str, archive: Path) -> None:
    """It is to be moved away, or its handle to be corrected."""
    found = findings(archive, WHOLE | {"wpaper/own.rdf": text.replace("RePEc:aaa", "RePEc:bbb")})
    assert {finding.code for finding in found if finding.file.endswith("own.rdf")} & {
        "archive-file",
        "series-file",
        "handle-archive",
    } == {"handle-archive"}
