"""Back again: records from redif's own JSON, and from programs, read and written as any other."""

from __future__ import annotations

import io
import json
import subprocess
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
from redif.findings.finding import Finding
from redif.models import Record
from redif.schema.placeholders import is_placeholder
from redif.writers import WRITERS
from redif.writers.options import DEFAULT
from support.command import run

SEED = "RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374"


def convert(*arguments: str | Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return run("convert", *arguments, stdin=data)


def written(path: Path, to: str, *sources: Path) -> Path:
    with path.open("wb") as out:
        WRITERS[to].write(redif.templates(*sources), out, DEFAULT)
    return path


@pytest.mark.parametrize("to", ["json", "jsonl"])
def test_json_reads_back_to_the_same_records(fixtures: Path, tmp_path: Path, to: str) -> None:
    records = list(redif.read(fixtures))
    path = written(tmp_path / f"all.{to}", to, fixtures)
    assert list(redif.read(path)) == records
    # And it is written again just as it was.
    again = io.BytesIO()
    WRITERS[to].write(redif.templates(path), again, DEFAULT)
    assert [json.loads(line.strip(b"[],\n") or b"0") for line in again.getvalue().splitlines()] == [
        json.loads(line.strip(b"[],\n") or b"0") for line in path.read_bytes().splitlines()
    ]


def test_from_json_to_every_format(fixtures: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "all.jsonl", "jsonl", fixtures / "taf")
    for to in WRITERS:
        straight, around = convert("-q", "--to", to, fixtures / "taf"), convert("-q", "--to", to, path)
        assert around.returncode == 0, around.stderr.decode()
        if to not in ("tree", "oai_dc"):  # which tell where the templates stand, and when the file was written
            assert around.stdout == straight.stdout, to


def test_json_on_standard_input(fixtures: Path) -> None:
    lines = convert(fixtures / "taf").stdout
    done = convert("-q", "--to", "citation", "-", data=b"\n " + lines)
    assert done.stdout.decode().startswith("Kaja Ciglic & John Hering, 2021.")
    array = json.dumps([json.loads(line) for line in lines.splitlines()], indent=2).encode()
    assert convert("-q", "--to", "citation", "-", data=array).stdout == done.stdout
    assert convert("-q", "--to", "jsonl", "-", data=array).stdout == lines


def test_what_is_no_record_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    good = {"template_type": "ReDIF-Paper 1.0", "title": "Good", "handle": "RePEc:aaa:wpaper:1"}
    lines: list[Any] = [
        json.dumps(good),
        "{ broken",
        json.dumps([1, "two", None]),
        json.dumps({**good, "handle": "RePEc:aa:1"}),
        json.dumps({**good, "colour": "blue"}),
        json.dumps({"title": "of no type"}),
        json.dumps(good),
    ]
    path = tmp_path / "x.jsonl"
    path.write_text("\n".join(lines))
    findings: list[Finding] = []
    titles = [template.data["title"] for template in redif.templates(path, on_finding=findings.append)]
    assert titles == ["Good", "Good"]
    assert [(finding.code, finding.line) for finding in findings] == [("json-unread", n) for n in (2, 3, 3, 3, 4, 5, 6)]
    assert '"aa" should be the archive\'s code, three letters' in findings[4].message
    done = convert("-q", path)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    assert [line.split(":")[2] for line in done.stderr.decode().splitlines()] == ["2", "3", "3", "3", "4", "5", "6"]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"[\n]\n", b"null", b"{}", b'"text"', b"[[[[", b"{" * 1000, b"\xff\xfe{", b"\x00", b"[1,\n2]"]
)
def test_broken_json_does_no_harm(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(data)
    assert list(redif.read(path)) == []


TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"], exclude_characters="<&;,\ufeff"), min_size=1, max_size=20
).filter(lambda text: not is_placeholder(text))
PAPERS = st.builds(
    redif.Paper,
    title=TEXT, abstract=TEXT, note=TEXT, length=st.integers(1, 999).map("{} pages".format),
    authors=st.lists(st.builds(redif.Contributor, name=TEXT), min_size=1, max_size=3),
    keywords=st.lists(TEXT, max_size=3),
    creation_date=st.dates(date(1000, 1, 1), date(2030, 12, 31)).map(str), languages=st.lists(st.sampled_from(["en", "de"]), max_size=2),
    handle=st.just("RePEc:aaa:wpaper:1"),
)  # fmt: skip


@given(st.lists(PAPERS, max_size=4))
def test_a_record_to_redif_and_back_is_the_same(papers: list[redif.Paper]) -> None:
    out = io.BytesIO()
    redif.write(papers, out)
    assert [bare(record) for record in redif.parse(out.getvalue(), file="x.redif").records] == [paper.data for paper in papers]


@pytest.mark.parametrize("keywords", [["(", ")"], ["(growth", "debt)"], ["'growth'", "'debt'"], ["[0", "1]"], ["C#", "growth"]])
def test_keywords_with_signs_at_their_ends_are_read_again_as_they_are(keywords: list[str]) -> None:
    paper = redif.Paper(title="Growth", authors=["Jane Smith"], handle="RePEc:aaa:wpaper:1", keywords=keywords)
    out = io.BytesIO()
    redif.write(paper, out)
    assert redif.parse(out.getvalue()).records[0].data["keywords"] == keywords


@given(st.lists(PAPERS, max_size=4), st.sampled_from(["json", "jsonl"]))
def test_a_record_to_json_and_back_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, papers: list[redif.Paper], to: str
) -> None:
    path = tmp_path_factory.mktemp("json") / f"x.{to}"
    redif.write(papers, path, to)
    assert [bare(record) for record in redif.read(path)] == [paper.data for paper in papers]


def bare(record: Record) -> dict[str, Any]:
    """The record without the place it stands in."""
    data = record.data
    del data["source"]
    return data


def test_a_publisher_makes_an_archive(tmp_path: Path) -> None:
    folder = tmp_path / "aaa"
    (folder / "journl").mkdir(parents=True)
    archive = redif.Archive(handle="RePEc:aaa", name="A", maintainer_email="a@example.org", url="https://example.org/aaa/")
    series = redif.Series(
        handle="RePEc:aaa:journl", name="Journal", maintainer_email="a@example.org", types=["ReDIF-Article"],
        providers=[redif.Organization(name="Press")],
    )  # fmt: skip
    article = redif.Article(
        handle="RePEc:aaa:journl:v:1:y:2021:i:1:p:1-10", title="Café & thé", authors=[redif.Contributor(name="A. B.")],
        journal="Journal", volume="1", issue="1", year=2021, pages="1-10",
    )  # fmt: skip
    redif.write([archive], folder / "aaaarch.redif")
    redif.write([series], folder / "aaaseri.redif")
    redif.write([article], folder / "journl" / "2021.redif")
    assert list(redif.check(folder)) == []
    assert [bare(record) for record in redif.read(folder / "journl")] == [article.data]
    with pytest.raises(redif.RedifError, match="there is no format 'nothing'"):
        redif.write([article], folder / "x", "nothing")


def test_items_only(tmp_path: Path) -> None:
    out = io.BytesIO()
    redif.write([redif.Archive(name="A"), redif.Paper(title="T", number="1")], out, "citation")
    assert out.getvalue() == b'"undated". "T," 1.\n'


def test_the_corpus_to_json_and_back(corpus: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "all.jsonl", "jsonl", corpus)
    count = 0
    for template, again in zip(redif.templates(corpus), redif.templates(path), strict=True):
        assert again.data == template.data
        count += 1
    assert count > 8000


def test_a_catalogue_of_json(fixtures: Path, tmp_path: Path) -> None:
    records = list(redif.read(fixtures / "types"))
    path = tmp_path / "all.json"
    path.write_text(json.dumps([record.data for record in records]))
    catalogue = redif.Catalogue(path)
    assert [catalogue[str(record.handle)] for record in records if record.handle] == [
        record for record in records if record.handle
    ]
    line = written(tmp_path / "all.jsonl", "jsonl", fixtures / "types")
    assert convert("-q", "--to", "citation", line).stdout == convert("-q", "--to", "citation", fixtures / "types").stdout


@pytest.mark.parametrize("words", [("convert",), ("list",), ("stats",), ("show", "RePEc:aaa:wpaper:1")])
def test_a_record_that_is_left_out_is_reported(words: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"template_type":"ReDIF-Paper 1.0","title":"x","handle":"RePEc:aaa:wpaper:1"}\n{"nonsense":1}\n')
    done = run(*words, path)
    assert done.returncode == 1
    assert done.stderr.count(b"a.jsonl:2: this is not a record: a record is an object with a template_type") == 1


@pytest.mark.parametrize("size", [1, 40_000_000])  # of an abstract; more than 64 MB are read by lines
@pytest.mark.parametrize(("start", "between", "end"), [("[", ",\n", "]"), ("[\n", ",\n", "\n]\n"), ("[ ", ",\n\n", " ]\n")])
def test_brackets_of_an_array_may_share_lines_with_records(start: str, between: str, end: str, size: int) -> None:
    records = [
        {"template_type": "ReDIF-Paper 1.0", "title": f"T{n}", "abstract": "a" * (size if n in (1, 2) else 1)} for n in range(4)
    ]
    source = io.BytesIO((start + between.join(map(json.dumps, records)) + end).encode())
    source.name = "x.json"
    findings: list[redif.Finding] = []
    titles = [template.data["title"] for template in redif.templates(source, on_finding=findings.append)]
    assert (titles, findings) == (["T0", "T1", "T2", "T3"], [])


GOOD = b'{"template_type":"ReDIF-Paper 1.0","title":"Good","handle":"RePEc:aaa:wpaper:1"}'


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (b"{ broken", "it is not JSON"),
        (b'{"template_type":"ReDIF-Pap', "it is not JSON"),
        (b'{"template_type":"ReDIF-Paper 1.0","title":"\\ud800"}', "it is not JSON"),
        (b'{"template_type":"ReDIF-Paper 1.0","extra":{"X-A":[1e400]}}', "it is not JSON"),
        (b'{"template_type":"ReDIF-Paper 1.0","title":"a","title" :"b"}', 'it has "title" twice'),
        (b'{"template_type":"ReDIF-Paper 1.0","extra":{"X-A":[' + b"[" * 900 + b"]" * 900 + b"]}}", "levels deep"),
        (b'{"template_type":"ReDIF-Paper 1.0","extra":{"X-A":[' + b'{"a":' * 100 + b"1" + b"}" * 100 + b"]}}", "levels deep"),
        (b'{"template_type":"ReDIF-Paper 1.0","titel":"x"}', "titel: there is no such field; did you mean title?"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_line_that_is_no_record_costs_no_other(tmp_path: Path, bad: bytes, why: str, place: int) -> None:
    lines = [GOOD, GOOD]
    lines.insert(place, bad)
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    findings: list[Finding] = []
    assert len(list(redif.templates(path, on_finding=findings.append))) == 2
    assert [(finding.code, finding.line) for finding in findings] == [("json-unread", place + 1)]
    assert why in findings[0].message
    done = convert("-q", path)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    assert b"Traceback" not in done.stderr


def test_two_broken_lines_at_the_beginning(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"{ broken\n{ broken\n" + GOOD + b"\n")
    findings: list[Finding] = []
    assert len(list(redif.templates(path, on_finding=findings.append))) == 1
    assert [finding.line for finding in findings] == [1, 2]


def test_json_over_lines_that_is_broken_is_one_finding(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps([json.loads(GOOD)] * 3, indent=2)[:-3])
    findings: list[Finding] = []
    assert list(redif.templates(path, on_finding=findings.append)) == []
    assert len(findings) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_reported(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(GOOD.decode().encode(encoding))
    findings: list[Finding] = []
    assert list(redif.templates(path, on_finding=findings.append)) == []
    assert ["UTF-16" in finding.message for finding in findings] == [True]


class Endless(io.RawIOBase):
    """One line of JSON without end, and a good one after it."""

    def __init__(self, size: int) -> None:
        self.name = "x.jsonl"
        self.left = size
        self.rest = b"\n" + GOOD

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = b"[" * min(len(buffer), self.left) if self.left else self.rest[: len(buffer)]
        if self.left:
            self.left -= len(data)
        else:
            self.rest = self.rest[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def test_a_line_without_end_is_not_held() -> None:
    findings: list[Finding] = []
    tracemalloc.start()
    with io.BufferedReader(Endless(500 << 20)) as stream:
        assert len(list(redif.templates(stream, on_finding=findings.append))) == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 300 << 20
    assert "is longer than 64 MB" in findings[0].message


def test_redif_shows_a_record_of_its_own_json(fixtures: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(convert("-q", fixtures / "taf").stdout)
    shown = run("show", SEED, path)
    assert shown.returncode == 0, shown.stderr.decode()
    assert b"A multi-stakeholder foundation" in shown.stdout
    cited = run("show", "--to", "citation", SEED, path)
    assert cited.returncode == 0, cited.stderr.decode()
    assert cited.stdout.startswith(b"Kaja Ciglic & John Hering, 2021.")


def test_what_json_says_is_what_its_redif_says(corpus: Path, tmp_path: Path) -> None:
    """A template over a record answers from the record, and only then from text; both say the same."""
    path = written(tmp_path / "all.jsonl", "jsonl", corpus / "nbr" if (corpus / "nbr").is_dir() else corpus)
    for template in redif.templates(path):
        data, type_, handle = template.data, template.type, template.value("handle")
        text = template.text
        assert (template.data, template.type, template.value("handle")) == (data, type_, handle)
        assert text.startswith("\nTemplate-Type:")
        assert repr(template).startswith("<Template")


@pytest.mark.parametrize("spelled", ["ReDIF-Paper  1.0", "redif-paper 1.0", "ReDIF-Paper:1"])
def test_types_are_recognized_however_they_are_spelled(tmp_path: Path, spelled: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"template_type": spelled, "title": "A title"}))
    [record] = redif.read(path)
    assert isinstance(record, redif.Paper)
    redif.write(record, tmp_path / "a.bib")
    assert "A title" in (tmp_path / "a.bib").read_text()
