"""Files that are no text, web pages, and what Git leaves in files: one finding each, and nothing of them is read or deleted."""

from __future__ import annotations

import gzip
import io
import sys
import tarfile
import time
import zipfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given

import redif
from redif.checks.checker import Checker
from redif.cli import main
from redif.rewriting.fixes import fixed
from redif.rewriting.formatter import formatted
from support.strategies import FILES

PAPER = b"Template-Type: ReDIF-Paper 1.0\nTitle: Prices of goods\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:wpaper:1\n"
NOISE = Random(1).randbytes(200_000)


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("x.rdf", PAPER)
    return out.getvalue()


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        entry = tarfile.TarInfo("x.rdf")
        entry.size = len(PAPER)
        file.addfile(entry, io.BytesIO(PAPER))
    return out.getvalue()


BINARY = {
    "PDF": b"%PDF-1.5\n" + NOISE,
    "RTF": b"{\\rtf1\\ansi\n" + PAPER.replace(b"\n", b"\\par\n") + b"}",
    "gzip": gzip.compress(PAPER),
    "PNG": b"\x89PNG\r\n\x1a\n" + NOISE,
    "program": Path(sys.executable).resolve().read_bytes()[: 1 << 20],
    "zip": zipped(),
    "tar": tarred(),
    "noise": NOISE,
    "little noise": NOISE[:300],
    "zeros": bytes(5000),
    "UTF-32": PAPER.decode().encode("utf-32"),
}
PAGES = [
    b"<!DOCTYPE html>\n<html><body>404 Not Found</body></html>",
    b"\xef\xbb\xbf\r\n<HTML lang=fr><p>Pag\xe9 non trouv\xe9e",
    "<?xml version='1.0'?>\n<!-- a\nb --> <html>\n<p>Página não encontrada\n".encode(),
    b"<title>Login</title>\n" + b"<p>Name: x\n" * 50_000,
    b"<div class=x>Handle: RePEc:aaa:wpaper:1</div>",
]
CONFLICT = (
    b"<<<<<<< HEAD\nTemplate-Type: ReDIF-Paper 1.0 \nTitle: Prices  of goods\n||||||| 1234\n=======\n"
    b"Template-Type: ReDIF-Paper\nTitle: Prices\n>>>>>>> other branch\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:wpaper:1\n"
)


@pytest.mark.parametrize("kind", BINARY)
@pytest.mark.parametrize("name", ["x.rdf", "x.redif"])
def test_a_binary_file_is_one_finding(kind: str, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(BINARY[kind])
    start = time.process_time()
    [finding] = redif.check(tmp_path)
    assert time.process_time() - start < 1
    assert (finding.code, finding.line, finding.column) == ("file-binary", 1, 1)
    assert finding.message.endswith("not a text file.")
    assert list(redif.read(tmp_path)) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_web_page_is_one_finding(page: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.rdf").write_bytes(page)
    [finding] = redif.check(tmp_path / "x.rdf")
    assert (finding.code, finding.message) == ("file-html", "This is an HTML page, not ReDIF.")
    [same] = redif.parse(page.decode("utf-8", "ignore")).findings
    assert same.code == "file-html"


def test_rtf_on_standard_input_is_no_json() -> None:
    [finding] = redif.check(io.BytesIO(BINARY["RTF"]))
    assert finding.message == "This is an RTF document, not a text file."


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"title": "On prices"}', "JSON"), ("@article{a,\n title={On prices}}", "BibTeX"), ("TY  - JOUR\nTI  - Prices", "RIS"),
        ("\\documentclass{article}", "LaTeX"), ("<rss><channel/></rss>", "XML"),
    ],
)  # fmt: skip
def test_a_file_in_another_format_is_called_so(text: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / "x.rdf").write_text(text, encoding="utf-8")
    [finding] = redif.check(tmp_path)
    assert finding.message.startswith(f"This is {kind}, not ReDIF: ")
    (tmp_path / "x.rdf").write_bytes(text.encode() + b"\n" + PAPER)
    [before] = [finding for finding in redif.check(tmp_path) if finding.code == "line-outside-template"]
    assert before.message.startswith("This text comes before the first Template-Type")


def test_a_long_text_without_a_template_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "x.rdf").write_bytes(b"Title: Prices of goods\n\n" * 100_000)
    [finding] = redif.check(tmp_path / "x.rdf")
    assert (finding.code, finding.line, finding.end_line) == ("line-outside-template", 1, 199_999)


def test_templates_in_odd_company_are_read() -> None:
    [finding] = redif.parse(b"<html>\n<pre>\n" + PAPER).findings
    assert finding.message == 'This is HTML, not ReDIF: "<html> <pre>".'
    for start in (b"<html>\n<pre>\n", b"\x1a\x00\x00\x00\x00\x00\n", b"<br>\n", b"\x01\x02\x03\x04\x05"):
        assert [template.type for template in redif.parse(start + b"\n" + PAPER).templates] == ["ReDIF-Paper 1.0"], start


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [("x.txt", "title\n", "looks like plain text"), ("x.CSV", "title\n", "looks like a table (CSV)"), ("x.tab", "title\n", "looks like a table (CSV)"),
     ("x.tsv", "a\0b\n", "looks like a table (CSV)")],
)  # fmt: skip
def test_a_name_says_what_a_text_is_where_the_text_does_not(
    name: str, text: str, said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(text)
    assert main(["check", "--diff", str(tmp_path / name)]) == 2
    assert said in capfd.readouterr().err


def test_what_is_named_like_redif_is_read_whatever_its_letter_case(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.RDF").write_text("title\n")
    main(["check", "--diff", str(tmp_path / "x.RDF")])
    assert "looks like" not in capfd.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("@article{a, title = {Prices}}\n", "BibTeX"),
        ("TY  - JOUR\nTI  - Prices\n", "RIS"),
        ('{"title": "Prices"}\n', "JSON"),
        ("title,number\nPrices,1\nWages,2\n", "a table (CSV)"),
        ("<?xml version='1.0'?>\n<papers/>\n", "XML"),
    ],
)
def test_what_a_file_looks_like_does_not_depend_on_its_mark(
    text: str, look: str, encoding: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(text.encode(encoding))
    assert main(["check", "--diff", str(path)]) == 2
    assert f"looks like {look}" in capfd.readouterr().err


@given(FILES)
def test_text_is_never_taken_for_something_else(data: bytes) -> None:
    assert not {"file-binary", "file-html"} & {finding.code for finding in redif.parse(PAPER + data).findings}


@pytest.mark.parametrize("command", ["convert", "list", "stats"])
def test_what_is_not_read_is_reported_and_no_success(command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.rdf").write_bytes(BINARY["PNG"])
    (tmp_path / "b.rdf").write_bytes(PAPER)
    assert main([command, "-q", str(tmp_path)]) == 2
    out, err = capfd.readouterr()
    assert err == f"redif: cannot read {tmp_path / 'a.rdf'}: This is a PNG image, not a text file.\n"
    assert out


def test_a_named_file_gets_its_finding_if_it_is_named_like_redif(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.rdf").write_bytes(BINARY["PDF"])
    assert main(["check", "-q", str(tmp_path / "x.rdf")]) == 1
    assert "error file-binary This is a PDF document, not a text file." in capfd.readouterr().out


def test_each_conflict_marker_is_a_finding_and_in_no_value() -> None:
    document = redif.parse(CONFLICT, file="x.rdf")
    markers = [finding for finding in document.findings if finding.code == "line-conflict"]
    assert [(finding.line, finding.source) for finding in markers] == [
        (1, "<<<<<<< HEAD"),
        (4, "||||||| 1234"),
        (5, "======="),
        (8, ">>>>>>> other branch"),
    ]
    assert {finding.code for finding in document.findings} & {"line-outside-template"} == set()
    assert [template.data["title"] for template in document.templates] == ["Prices of goods", "Prices"]


def test_a_line_of_equals_signs_alone_is_no_conflict() -> None:
    [template] = redif.parse(PAPER + b"Abstract: Prices\n=======\nrise.\n").templates
    assert template.data["abstract"] == "Prices ======= rise."
    assert template.findings == []


def test_no_fix_deletes_a_conflict_marker() -> None:
    checker = Checker(isolated=True)
    for data in (CONFLICT, CONFLICT.replace(b"Title: Prices  of", b"Creation-Date : 2004\n=======\nTitle: Prices  of")):
        after, done = fixed(data, "x.rdf", lambda content: checker.data(content, "x.rdf"))
        assert done
        for marker in (b"<<<<<<< HEAD\n", b"||||||| 1234\n", b"=======\n", b">>>>>>> other branch\n"):
            assert after.count(marker) == data.count(marker)
        assert formatted(data, "x.rdf") == data
