"""What the workers of the server do with a file: check it, fix it, convert it."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from redif.findings.errors import FileError, UsageError
from redif.web.work import check_upload, convert_upload

PAPER = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Jane Doe\nTitle: A\nHandle: RePEc:aaa:wpaper:1\n"
BAD = PAPER + "DOI: https://doi.org/10.1000/182\n"
STOPPED = PAPER.replace("Title: A", "Title: Fiscal policy in a small open economy.")
SERIES = "Template-Type: ReDIF-Series 1.0\nName: The Series\nHandle: RePEc:aaa:wpaper\n"


@pytest.fixture(autouse=True)
def _comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a worker goes to the folder of its file, and is left there


def upload(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def zipped(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"aaa/{name}.redif", content)
    return packed.getvalue()


def codes(findings: bytes) -> set[tuple[str, str]]:
    return {(finding["file"], finding["code"]) for finding in map(json.loads, findings.splitlines())}


def test_a_file_is_checked_and_fixed(tmp_path: Path) -> None:
    path = upload(tmp_path, "x.redif", BAD)
    checked = check_upload(path)
    assert checked.fixed == BAD.replace("https://doi.org/", "").encode()
    assert (checked.fixes, checked.fixed_name, checked.fixed_type) == ("1 problem fixed", "x.redif", "text/x-redif")
    assert ("x.redif", "doi-form") in codes(checked.findings)
    assert b"1 can be fixed automatically" in checked.report
    assert Path(path).read_text() == BAD


def test_what_needs_no_fix_has_none(tmp_path: Path) -> None:
    checked = check_upload(upload(tmp_path, "x.redif", PAPER))
    assert (checked.fixed, checked.fixes) == (None, "0 problems fixed")


def test_unsafe_fixes_are_made_if_asked_for(tmp_path: Path) -> None:
    path = upload(tmp_path, "x.redif", STOPPED)
    checked = check_upload(path)
    assert checked.fixed is None
    assert "1 can be fixed with “also fix what is most likely right”." in checked.report.decode()
    checked = check_upload(path, unsafe=True)
    assert checked.fixed is not None
    assert b"Title: Fiscal policy in a small open economy\n" in checked.fixed
    assert b"1 can be fixed automatically" in checked.report
    assert "most likely right" not in checked.report.decode()
    both = check_upload(
        upload(tmp_path, "y.redif", BAD.replace("Title: A", "Title: Fiscal policy in a small open economy."))
    ).report.decode()
    assert "1 can be fixed automatically, and 1 more with “also fix what is most likely right”." in both


def test_an_archive_comes_back_with_all_its_files(tmp_path: Path) -> None:
    checked = check_upload(upload(tmp_path, "aaa.zip", zipped(aaaseri=SERIES, one=BAD, two=PAPER.replace(":1\n", ":2\n"))))
    assert ("aaa.zip/aaa/one.redif", "doi-form") in codes(checked.findings)
    assert (checked.fixed_name, checked.fixed_type) == ("aaa.zip", "application/zip")
    assert checked.fixed is not None
    with zipfile.ZipFile(io.BytesIO(checked.fixed)) as archive:
        assert archive.namelist() == ["aaa/aaaseri.redif", "aaa/one.redif", "aaa/two.redif"]
        assert archive.read("aaa/one.redif").decode() == BAD.replace("https://doi.org/", "")
        assert archive.read("aaa/aaaseri.redif").decode() == SERIES


def test_other_archives_come_back_as_zip(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo("aaa/one.redif")
        member.size = len(BAD)
        archive.addfile(member, io.BytesIO(BAD.encode()))
    checked = check_upload(upload(tmp_path, "aaa.tar.gz", packed.getvalue()))
    assert (checked.fixed_name, checked.fixed_type) == ("aaa.tar.gz.zip", "application/zip")
    assert checked.fixed is not None
    with zipfile.ZipFile(io.BytesIO(checked.fixed)) as fixed:
        assert fixed.read("aaa/one.redif").decode() == BAD.replace("https://doi.org/", "")


def test_a_damaged_archive_cannot_be_read(tmp_path: Path) -> None:
    whole = zipped(one=BAD)
    for content in (whole[:60], whole[:-30], b"PK\x03\x04", b""):
        path = upload(tmp_path, "aaa.zip", content)
        with pytest.raises(FileError, match="not a ZIP archive"):
            check_upload(path)
        with pytest.raises(FileError, match="not a ZIP archive"):
            convert_upload(path, "ris")


def test_items_are_converted_with_what_their_series_says(tmp_path: Path) -> None:
    path = upload(tmp_path, "aaa.zip", zipped(aaaseri=SERIES, one=PAPER))
    assert b"The Series" in convert_upload(path, "ris")
    assert [json.loads(line)["handle"] for line in convert_upload(path, "jsonl").splitlines()] == [
        "RePEc:aaa:wpaper", "RePEc:aaa:wpaper:1",
    ]  # fmt: skip
    assert b"The Series" not in convert_upload(upload(tmp_path, "x.redif", PAPER), "ris")


@pytest.mark.parametrize(
    ("content", "to", "says"),
    [
        (SERIES, "bibtex", "nothing was found that can be written as"),
        ("hello", "jsonl", "nothing was found that can be written as"),
        ("%PDF-1.4\n" + "\0" * 100, "jsonl", "PDF"),
        (PAPER, "bibtxe", "did you mean bibtex"),
    ],
)
def test_what_cannot_be_converted_is_said(content: str, to: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=says):
        convert_upload(upload(tmp_path, "x.redif", content), to)
