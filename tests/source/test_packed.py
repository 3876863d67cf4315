"""ZIP and tar archives: read like the folder that was packed, whatever else may be in them."""

from __future__ import annotations

import gzip
import io
import json
import multiprocessing
import os
import shutil
import stat
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

import redif
from redif.cli import main
from redif.findings.finding import Finding
from support.paths import SHARED

Captured = pytest.CaptureFixture[str]
PAPER = "Template-Type: ReDIF-Paper 1.0\nTitle: Prices\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:wpaper:{}\n"
ARCH = "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:aaa\nName: X\nMaintainer-Email: a@b.org\nURL: https://www.b.org/aaa/\n"
SERI = "Template-Type: ReDIF-Series 1.0\nName: W\nMaintainer-Email: a@b.org\nType: ReDIF-Paper\nHandle: RePEc:aaa:wpaper\n"
KINDS = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.zst")


def packed(path: Path, contents: dict[str, bytes]) -> Path:
    """Write an archive of the kind that its name says."""
    if path.name.endswith(".zip"):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, data in contents.items():
                file.writestr(name, data)
        return path
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, data in contents.items():
            tar.addfile(of_size(name, len(data)), io.BytesIO(data))
    path.write_bytes(compressed(path.name, out.getvalue()))
    return path


def compressed(name: str, data: bytes) -> bytes:
    if name.endswith("gz"):
        return gzip.compress(data)
    return zstandard.compress(data) if name.endswith("zst") else data


def of_size(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size = size
    return info


def read(path: Path) -> tuple[list[redif.Record], list[Finding]]:
    findings: list[Finding] = []
    return [template.record for template in redif.templates(path, on_finding=findings.append)], findings


def refused(path: Path) -> list[tuple[str, str]]:
    return [(finding.file.removeprefix(f"{path}/"), finding.message) for finding in read(path)[1]]


def whole(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# The same as unpacked.


@pytest.mark.parametrize("kind", KINDS)
def test_an_archive_is_read_like_the_folder(kind: str, fixtures: Path, tmp_path: Path) -> None:
    shutil.copytree(fixtures, tmp_path / "x")
    for path in (tmp_path / "x").rglob("*"):
        if path.name.endswith((".bib", ".spec")):
            path.unlink()
    archive = packed(tmp_path / f"y{kind}", whole(tmp_path / "x"))

    def found(path: Path) -> tuple[list[str], dict[tuple[str, int, int, str, str], str]]:
        records = sorted(record.model_dump_json().replace(f"{path}/", "") for record in redif.read(path))
        findings = {
            (f.file.removeprefix(f"{path}/"), f.line, f.column, f.code, f.message.replace(f"{path}/", "")): f.source
            for f in redif.check(path)
        }
        return records, findings

    (records, findings), (expected, lines) = found(archive), found(tmp_path / "x")
    assert records == expected
    assert len(records) > 40
    assert findings.keys() == lines.keys()
    # A tar archive is not read again for the lines of findings that come at the end.
    without = {place for place, source in findings.items() if source != lines[place]}
    assert not without if kind == ".zip" else {findings[place] for place in without} <= {""}
    assert {place[3].split("-")[0] for place in without} <= {"item", "series", "url"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", ["", "RePEc/", "./RePEc/"])
def test_the_folders_of_an_archive_are_its_folders_here(kind: str, where: str, tmp_path: Path) -> None:
    archive = packed(
        tmp_path / f"y{kind}",
        {
            f"{where}aaa/wpaper/1.rdf": PAPER.format(1).encode(),  # before what describes the archive
            f"{where}aaa/wrong/2.rdf": PAPER.format(1).encode(),
            f"{where}aaa/aaaseri.rdf": SERI.encode(),
            f"{where}aaa/aaaarch.rdf": (ARCH + "Description: see http://www.b.org/x\n").encode(),
        },
    )
    found = {(finding.code, finding.file) for finding in redif.check(archive)}
    start = f"{archive}/{where.removeprefix('./')}aaa"
    assert ("handle-twice", f"{start}/wrong/2.rdf") in found
    assert ("item-folder", f"{start}/wrong/2.rdf") in found
    assert not {code for code, _ in found} & {"archive-missing", "series-missing", "file-refused"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_command_takes_one(kind: str, tmp_path: Path, capfd: Captured) -> None:
    archive = packed(tmp_path / f"y{kind}", {f"wpaper/{n}.rdf": PAPER.format(n).encode() for n in range(3)})
    inner = f"{archive}/wpaper/1.rdf"
    assert main(["convert", "-q", str(archive)]) == 0
    assert [json.loads(line)["source"]["file"] for line in capfd.readouterr().out.splitlines()][1] == inner
    assert main(["convert", "-q", inner]) == 0
    assert json.loads(capfd.readouterr().out)["source"] == {"file": inner, "line": 1}
    assert main(["list", "-q", str(archive)]) == 0
    assert capfd.readouterr().out.count("\n") == 3
    assert main(["stats", str(archive)]) == 0
    assert "3 templates in 3 files" in capfd.readouterr().err
    for handle in ("2", "0"):
        assert main(["show", f"RePEc:aaa:wpaper:{handle}", str(archive)]) == 0
        assert capfd.readouterr().out.startswith("Prices")
    assert main(["show", "--to", "bibtex", "RePEc:aaa:wpaper:0", "RePEc:aaa:wpaper:2", str(archive)]) == 0
    assert capfd.readouterr().out.count("{{Prices}}") == 2
    assert main(["duplicates", str(archive)]) in (0, 1)
    assert main(["check", "-q", "--format", "json", inner]) in (0, 1)


def test_one_that_is_found_in_a_folder_is_a_full_text(tmp_path: Path, capfd: Captured) -> None:
    packed(tmp_path / "code.zip", {"x.rdf": PAPER.format(1).encode()})
    (tmp_path / "y.rdf").write_text(PAPER.format(2))
    assert len(list(redif.read(tmp_path))) == 1
    (tmp_path / "folder.zip").mkdir()
    (tmp_path / "folder.zip" / "z.rdf").write_text(PAPER.format(3))
    assert len(list(redif.read(tmp_path / "folder.zip"))) == 1


def test_members_can_be_read_at_once_and_in_any_order(tmp_path: Path) -> None:
    for kind in KINDS:
        archive = packed(tmp_path / f"y{kind}", {f"{n}.rdf": PAPER.format(n).encode() * 3 for n in range(20)})
        together = zip(redif.read(archive), redif.read(archive), strict=True)
        assert [(one.handle, other.handle) for one, other in together] == [
            (f"RePEc:aaa:wpaper:{n}", f"RePEc:aaa:wpaper:{n}") for n in range(20) for _ in range(3)
        ]
        backwards = [next(iter(redif.read(f"{archive}/{n}.rdf"))).handle for n in reversed(range(20))]
        assert backwards == [f"RePEc:aaa:wpaper:{n}" for n in reversed(range(20))]


def handles(path: str) -> list[str]:
    return [str(record.handle) for record in redif.read(path)]


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="there is no fork")
@pytest.mark.parametrize("kind", KINDS)
def test_processes_do_not_move_each_others_place(kind: str, tmp_path: Path) -> None:
    archive = packed(
        tmp_path / f"y{kind}", {f"{n}.rdf": PAPER.format(n).encode() + os.urandom(4000).hex().encode() for n in range(300)}
    )
    ours = redif.read(archive)
    first = [str(next(ours).handle) for _ in range(20)]  # the archive is open when the others begin
    with multiprocessing.get_context("fork").Pool(2) as pool:
        theirs = pool.map_async(handles, [str(archive)] * 2, chunksize=1)
        rest = [str(record.handle) for record in ours]
        assert theirs.get(60) == [first + rest] * 2
        pool.close()  # so that they end by themselves: to be terminated, they would need the usual handler of SIGTERM
        pool.join()
    assert len(first + rest) == 300


def test_a_tar_archive_is_read_through_twice_at_the_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Once for its contents and once for the data, though each of its archives is asked for what describes it.
    contents: dict[str, bytes] = {}
    for n in range(100):
        code = f"a{chr(97 + n // 26)}{chr(97 + n % 26)}"
        for text, name in (
            (PAPER.format(n), f"wpaper/{n}.rdf"),
            (ARCH, f"{code}arch.rdf"),
            ("stray\n" + SERI, f"{code}seri.rdf"),
        ):
            contents[f"{code}/{name}"] = text.replace("aaa", code).encode()
    archive = packed(tmp_path / "y.tar.gz", contents)
    count = 0
    original: Callable[..., bytes] = gzip.GzipFile.read

    def counting(self: gzip.GzipFile, size: int | None = -1) -> bytes:
        nonlocal count
        data = original(self, size)
        count += len(data)
        return data

    monkeypatch.setattr(gzip.GzipFile, "read", counting)
    found = list(redif.check(archive))
    assert any(finding.source == "stray" for finding in found)
    assert count <= 2 * len(gzip.decompress(archive.read_bytes()))


# What is refused, while the rest is read.


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def test_what_leads_out_or_is_no_file_is_refused_in_tar(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        data = PAPER.format(1).encode()
        for name in ("../up.rdf", "/etc/abs.rdf", "a/../../up2.rdf", "good/1.rdf", ".hidden/2.rdf", "._3.rdf", "c:/win.rdf"):
            tar.addfile(of_size(name, len(data)), io.BytesIO(data))
        tar.addfile(special("link.rdf", tarfile.SYMTYPE, "/etc/passwd"))
        tar.addfile(special("hard.rdf", tarfile.LNKTYPE, "good/1.rdf"))
        tar.addfile(special("pipe.rdf", tarfile.FIFOTYPE))
        tar.addfile(special("device.rdf", tarfile.CHRTYPE))
        tar.addfile(special("folder.rdf", tarfile.DIRTYPE))
        tar.addfile(special("link.pdf", tarfile.SYMTYPE, "/etc/passwd"))  # not ReDIF anyway
        tar.addfile(of_size("last/2.rdf", len(data)), io.BytesIO(data))
    for kind in KINDS[1:]:
        path = tmp_path / f"x{kind}"
        path.write_bytes(compressed(path.name, out.getvalue()))
        records, findings = read(path)
        assert [record.source.file.removeprefix(f"{path}/") for record in records if record.source] == [
            "good/1.rdf",
            "last/2.rdf",
        ]
        assert {finding.code for finding in findings} == {"file-refused"}
        why = dict(refused(path))
        assert list(why) == [
            "../up.rdf", "/etc/abs.rdf", "a/../../up2.rdf", "c:/win.rdf", "link.rdf", "hard.rdf", "pipe.rdf", "device.rdf",
        ]  # fmt: skip
        assert "leads out" in why["../up.rdf"]
        assert "place on a disk" in why["/etc/abs.rdf"]
        assert "link" in why["link.rdf"]
        assert "link" in why["hard.rdf"]
        assert "device" in why["pipe.rdf"]


def test_what_leads_out_or_is_no_file_is_refused_in_zip(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name in ("../up.rdf", "/etc/abs.rdf", "..\\win.rdf", "aaa\\wpaper\\1.rdf", "__MACOSX/._1.rdf", "good.RDF"):
            file.writestr(name, PAPER.format(1))
        link = zipfile.ZipInfo("link.rdf")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
        file.writestr("lzma.rdf", PAPER.format(1), zipfile.ZIP_LZMA)
    records, _ = read(path)
    assert [record.source.file for record in records if record.source] == [f"{path}/aaa/wpaper/1.rdf", f"{path}/good.RDF"]
    assert [name for name, _ in refused(path)] == ["../up.rdf", "/etc/abs.rdf", "../win.rdf", "link.rdf", "lzma.rdf"]


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", {"1.rdf": b"x", "2.rdf": PAPER.format(2).encode()})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(data)
    assert refused(path) == [("1.rdf", "This file is encrypted.")]
    assert len(read(path)[0]) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_archives_in_archives_are_not_read_which_is_told_once(kind: str, tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", {"1.rdf": PAPER.format(1).encode()}).read_bytes()
    path = packed(tmp_path / f"x{kind}", {"a.zip": inner, "b.tgz": inner, "2.rdf": PAPER.format(2).encode()})
    records, findings = read(path)
    assert len(records) == 1
    assert [(f.code, f.file) for f in findings] == [("file-packed", f"{path}/a.zip")]
    assert f"as are 1 more in {path}" in findings[0].message
    with pytest.raises(redif.FileError):
        list(redif.read(f"{path}/a.zip/1.rdf"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_files_with_one_name_the_last_is_read_as_if_unpacked(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"x{kind}"
    if kind == ".zip":
        with zipfile.ZipFile(path, "w") as file:
            for name, n in (("1.rdf", 1), ("2.rdf", 2), ("./1.rdf", 3)):
                file.writestr(name, PAPER.format(n))
    else:
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as tar:
            for name, n in (("1.rdf", 1), ("2.rdf", 2), ("./1.rdf", 3)):
                data = PAPER.format(n).encode()
                tar.addfile(of_size(name, len(data)), io.BytesIO(data))
        path.write_bytes(compressed(path.name, out.getvalue()))
    assert [str(record.handle)[-1] for record in read(path)[0]] == ["2", "3"]
    assert [name for name, _ in refused(path)] == ["1.rdf"]


# Bombs.

BOMB = 150 << 20


def test_a_member_that_grows_out_of_proportion_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", {"bomb.rdf": bytes(BOMB), "1.rdf": PAPER.format(1).encode()})
    assert len(read(path)[0]) == 1
    assert [name for name, _ in refused(path)] == ["bomb.rdf"]


def test_many_members_that_together_grow_out_of_proportion_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", {f"{n}.rdf": bytes(10 << 20) for n in range(15)})
    assert [name for name, why in refused(path) if "far more than it can hold" in why] == [str(path)]


@pytest.mark.parametrize("kind", [".tar.gz", ".tar.zst"])
def test_a_stream_that_grows_out_of_proportion_is_left(kind: str, tmp_path: Path) -> None:
    path = packed(tmp_path / f"x{kind}", {"1.rdf": PAPER.format(1).encode(), "bomb.rdf": bytes(BOMB), "2.rdf": b"x"})
    records, findings = read(path)
    assert len(records) == 1
    assert findings[0].file == str(path)
    assert "far more than it can hold" in findings[0].message


def test_a_header_of_any_length_takes_no_memory(tmp_path: Path) -> None:
    out = io.BytesIO()
    info = of_size("././@LongLink", 1 << 33)
    info.type = tarfile.GNUTYPE_LONGNAME
    out.write(info.tobuf(tarfile.GNU_FORMAT))
    out.write(bytes(1 << 20))
    (tmp_path / "x.tgz").write_bytes(gzip.compress(out.getvalue()))
    with pytest.raises(redif.FileError, match="not a tar archive, or damaged"):
        list(redif.read(tmp_path / "x.tgz"))


def test_a_directory_of_any_length_takes_no_memory(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", {"1.rdf": b"x"})
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x05\x06") + 12 :][:4] = b"\xfe\xff\xff\xff"
    place = data.rindex(b"PK\x05\x06") + 12
    data[place : place + 4] = b"\xfe\xff\xff\xff"
    path.write_bytes(data)
    with pytest.raises(redif.FileError, match="members"):
        list(redif.read(path))


# Damage.


@pytest.mark.parametrize("kind", KINDS)
def test_half_an_archive_is_told_and_what_comes_before_is_read(kind: str, tmp_path: Path, capfd: Captured) -> None:
    path = packed(
        tmp_path / f"x{kind}", {f"{n}.rdf": PAPER.format(n).encode() + os.urandom(3000).hex().encode() for n in range(60)}
    )
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert main(["convert", "-q", str(path)]) == 2
    out, err = capfd.readouterr()
    assert f"cannot read {path}" in err
    assert out.count("\n") == 0 if kind == ".zip" else 10 < out.count("\n") < 40


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("data", [b"", b"<html>not found</html>", PAPER.format(1).encode() * 40, bytes(5000)])
def test_what_is_no_archive_is_told(kind: str, data: bytes, tmp_path: Path, capfd: Captured) -> None:
    path = tmp_path / f"x{kind}"
    path.write_bytes(data)
    assert main(["convert", "-q", str(path)]) == 2
    err = capfd.readouterr().err
    assert f"cannot read {path}: it is not a " in err or f"there are no ReDIF files (.rdf or .redif) in {path}" in err
    assert main(["check", str(path)]) == 2


def test_a_member_with_a_wrong_checksum_is_told(tmp_path: Path, capfd: Captured) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as file:
        for n in range(3):
            file.writestr(f"{n}.rdf", PAPER.format(n))
    path.write_bytes(path.read_bytes().replace(b"wpaper:1", b"wpaper:9", 1))
    assert main(["convert", "-q", str(path)]) == 2
    out, err = capfd.readouterr()
    assert out.count("\n") == 2
    assert f"cannot read {path}/1.rdf: it is damaged" in err


@pytest.mark.parametrize("kind", [".zip", ".tar", ".tar.gz", ".tar.zst"])
@settings(max_examples=50)
@given(data=st.data())
def test_any_damage_is_told_or_harmless(data: st.DataObject, kind: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = packed(Path(folder) / f"x{kind}", {f"{n}.rdf": PAPER.format(n).encode() for n in range(3)})
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        path.write_bytes(content)
        errors: list[OSError] = []
        records = [template.record for template in redif.templates(path, on_error=errors.append)]
        assert len(records) <= 3


# Nothing is changed in them.


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", [["check", "--fix"], ["check", "--diff"], ["check", "--add-ignores"], ["format"]])
def test_nothing_is_rewritten_in_an_archive(kind: str, command: list[str], tmp_path: Path, capfd: Captured) -> None:
    path = packed(tmp_path / f"x{kind}", {"a/1.rdf": b"Template-Type:ReDIF-Paper 1.0\n"})
    before = path.read_bytes()
    for named in (str(path), f"{path}/a/1.rdf"):
        assert main([*command, named]) == 2
        assert f"changes no files in an archive such as {named}; unpack it first" in capfd.readouterr().err
    assert path.read_bytes() == before
    assert main(["convert", str(path), "-o", str(path)]) == 2
    assert path.read_bytes() == before


@pytest.mark.skipif(not SHARED.exists(), reason="the real files are not here")
def test_real_files_are_read_the_same(tmp_path: Path) -> None:
    folder = SHARED / "corpus"
    path = packed(tmp_path / "x.tar.gz", whole(folder))

    def found(where: Path) -> list[str]:
        return sorted(
            json.dumps([f.file, *f[:3], f.message]).replace(f"{where}/", "") for f in redif.check(where, isolated=True)
        )

    assert found(path) == found(folder)
