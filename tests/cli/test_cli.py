"""The command: formats, files, exit statuses, and what it says when something is wrong."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema_rs
import pytest

import redif
from redif.cli import input_reader, main
from redif.cli.cache import TemplateCache
from redif.writers import WRITERS
from support.command import run

REDIF = [sys.executable, "-m", "redif"]


def records(output: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_json_lines_are_the_default(fixtures: Path) -> None:
    done = run("convert", fixtures / "taf")
    assert done.returncode == 0
    assert [r["template_type"] for r in records(done.stdout)] == ["ReDIF-Article 1.0", "ReDIF-Archive 1.0", "ReDIF-Series 1.0"]
    assert done.stderr.decode().startswith(
        "3 files, 3 templates, 3 records written; 0 errors, 0 warnings, 0 pieces of advice; "
    )


def test_one_array(fixtures: Path) -> None:
    done = run("convert", "--to", "json", fixtures / "taf")
    assert json.loads(done.stdout) == records(run("convert", fixtures / "taf").stdout)
    assert json.loads(run("convert", "--to", "json", "--type", "person", fixtures / "taf").stdout) == []


def test_the_tree(fixtures: Path) -> None:
    (line,) = records(run("convert", "--to", "tree", fixtures / "mess" / "misplaced.redif").stdout)
    assert line["line"] == 1
    assert line["type"] == "ReDIF-Paper 1.0"
    assert line["handle"] == "RePEc:aaa:wpaper:misplaced"
    assert line["verdict"] == "bad"
    assert line["findings"][0] == {  # type: ignore[index]
        "line": 2, "severity": "error", "code": "attribute-misplaced", "attribute": "author-email",
    }  # fmt: skip
    assert line["tree"]["author"] == [{"name": ["Ada Example"], "email": ["ada@example.org"]}]  # type: ignore[index]


def test_standard_input(fixtures: Path) -> None:
    data = (fixtures / "taf" / "tafseri.redif").read_bytes()
    (record,) = records(run("convert", "-", stdin=data).stdout)
    assert record["source"] == {"file": "-", "line": 1}


def test_selection(fixtures: Path) -> None:
    papers = records(run("convert", "--type", "Paper, article", fixtures / "types").stdout)
    assert {r["template_type"] for r in papers} == {"ReDIF-Paper 1.0", "ReDIF-Article 1.0"}
    done = run("convert", "--strict", fixtures / "mess")
    assert {r["source"]["file"].split("/")[-1] for r in records(done.stdout)} >= {"comments.redif", "year.redif"}  # type: ignore[index]
    assert b"misplaced" not in done.stdout


def test_every_written_record_follows_the_printed_schema(fixtures: Path) -> None:
    validator = jsonschema_rs.Draft202012Validator(json.loads(run("schema").stdout))
    for record in records(run("convert", "-q", fixtures).stdout):
        validator.validate(record)


def test_another_grammar(fixtures: Path) -> None:
    done = run("convert", "--grammar", fixtures / "grammars" / "teaching.spec", fixtures / "grammars")
    assert records(done.stdout)[0]["handle"] == "RePEc:aaa:teachr:ada"
    assert b"teaching.spec:6:1: type date / preproc is code; it is skipped and never run" in done.stderr


def test_a_file_is_written_whole_or_not_at_all(fixtures: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = run("convert", "-o", out, fixtures / "taf")
    assert (done.returncode, done.stdout) == (0, b"")
    assert len(records(out.read_bytes())) == 3
    assert list(tmp_path.iterdir()) == [out]
    assert run("convert", "-o", tmp_path / "no" / "folder", fixtures / "taf").returncode == 2
    assert run("convert", "-o", tmp_path, fixtures / "taf").returncode == 2
    assert run("convert", "-o", "/dev/null", fixtures / "taf").returncode == 0


def test_interruption_leaves_nothing_behind(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(b"before")
    process = subprocess.Popen(
        [*REDIF, "convert", "-q", "-o", str(out), "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # tests in the background have it ignored
    )
    assert process.stdin is not None
    for _ in range(200):
        time.sleep(0.05)
        if len(list(tmp_path.iterdir())) == 2:
            break
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    assert list(tmp_path.iterdir()) == [out]
    assert out.read_bytes() == b"before"


def test_a_reader_that_goes_away(fixtures: Path, tmp_path: Path) -> None:
    many = tmp_path / "many.redif"
    many.write_bytes((fixtures / "types" / "items.redif").read_bytes() * 500)
    process = subprocess.Popen([*REDIF, "convert", str(many)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(30) == 141
    assert process.stderr.read() == b""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], b"usage"),
        (["convert"], b"PATH"),
        (["convert", "--to", "marc", "x"], b"jsonl, json, redif, tree"),
        (["convert", "--type", "poem", "x"], b"poem"),
        (["convert", "--jobs", "none", "x"], b"number of processes"),
        (["convert", "--grammar", "nowhere.spec", "x"], b"nowhere.spec"),
        (["convert", "nowhere.rdf"], b"cannot read nowhere.rdf: No such file or directory"),
        (["explode"], b"explode"),
    ],
)
def test_wrong_usage(arguments: list[str], words: bytes, tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_fault_in_a_grammar_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "bad.spec").write_text("template = T {\n A:text !\n}\n")
    done = run("convert", "--grammar", "bad.spec", "x", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(b"redif: bad.spec:2:9: expected")


def test_folders(fixtures: Path, tmp_path: Path) -> None:
    text = (fixtures / "taf" / "tafseri.redif").read_bytes()
    for name in ("b.RDF", "a.redif", "backup.rdf~", "notes.txt", ".hidden.rdf", "sub/c.ReDIF"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text)
    os.symlink(tmp_path, tmp_path / "sub" / "loop")
    os.mkfifo(tmp_path / "pipe.rdf")
    (tmp_path / "empty.rdf").touch()
    done = run("convert", tmp_path)
    assert [r["source"]["file"].removeprefix(f"{tmp_path}/") for r in records(done.stdout)] == [  # type: ignore[index]
        "a.redif", "b.RDF", "sub/c.ReDIF",
    ]  # fmt: skip
    assert done.returncode == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told_and_the_rest_is_read(fixtures: Path, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "a.redif").write_bytes((fixtures / "taf" / "tafseri.redif").read_bytes())
    (tmp_path / "b.redif").touch(mode=0)
    done = run("convert", tmp_path)
    assert done.returncode == 2
    assert len(records(done.stdout)) == 1
    assert done.stderr.count(b"Permission denied") == 2


def test_one_file_that_is_not_there_does_not_keep_the_others_from_being_read(fixtures: Path) -> None:
    done = run("convert", "nowhere.rdf", fixtures / "taf" / "tafseri.redif")
    assert done.returncode == 2
    assert len(records(done.stdout)) == 1


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["convert", "--help"], ["schema", "--help"]])
def test_help_and_version(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 0
    assert done.stderr == b""
    if "convert" in arguments:
        assert b"example" in done.stdout
        assert all(f"\n  {name} ".encode() in done.stdout for name in WRITERS)


def test_the_quick_ways_in_load_no_models() -> None:
    code = "import sys, redif, redif.cli; print('pydantic' in sys.modules, 'pyparsing' in sys.modules, 'rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.split() == [b"False"] * 3


# ------------------------------------------------------------------ joined facts, citations

CITATION = (
    'Kaja Ciglic & John Hering, 2021. "A multi-stakeholder foundation for peace in cyberspace," '
    "Journal of Cyber Policy, Taylor & Francis Journals, vol. 6(3), pages 360-374, September.\n"
)


def test_the_citation_of_the_seed(fixtures: Path) -> None:
    done = run("convert", "--to", "citation", fixtures / "taf")
    assert done.stdout.decode() == CITATION
    assert "1 record written, 2 left out that are not items" in done.stderr.decode()


@pytest.mark.parametrize("paths", [("rcybxx", "tafseri.redif"), ("tafseri.redif", "rcybxx")])
def test_the_series_may_stand_anywhere_in_the_input(fixtures: Path, paths: tuple[str, ...]) -> None:
    assert run("convert", "--to", "citation", *(fixtures / "taf" / path for path in paths)).stdout.decode() == CITATION


@pytest.mark.parametrize("room", [0, 1, 2000, 20_000])
def test_what_does_not_stay_in_memory_is_read_again(
    room: int, fixtures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing stands ahead of a template twice, nothing is counted twice, and a file named twice is read twice."""
    outside = tmp_path / "outside.rdf"
    outside.write_text("no template\nTemplate-Type: ReDIF-Paper 1.0\nTitle: T\nHandle: RePEc:aaa:wpaper:named-twice\n")
    nothing = tmp_path / "nothing.rdf"
    nothing.write_text("no template at all\n")
    unknown = tmp_path / "unknown.rdf"
    unknown.write_text("Template-Type: ReDIF-Nothing 1.0\nTitle: T\n")
    disguised = tmp_path / "json.txt"
    disguised.write_text(
        '{"template_type":"ReDIF-Series 1.0","name":"N","handle":"RePEc:aaa:wpaper","x":"Template-Type: ReDIF-Series"}'
    )
    named = (
        unknown,
        disguised,
        fixtures / "types",
        fixtures / "mess",
        outside,
        nothing,
        outside,
        unknown,
        tmp_path / "gone.rdf",
    )
    paths = [*map(str, named)]
    paths += [str(fixtures / "taf" / "rcybxx"), "-"]

    def converted() -> tuple[str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((fixtures / "taf" / "tafseri.redif").read_bytes())))
        assert main(["convert", "--to", "bibtex", *paths]) == 2
        out, err = capsys.readouterr()
        assert err.count("gone.rdf") == 1
        return out, err.rpartition(";")[0]  # without the time it took

    whole = converted()
    monkeypatch.setattr(input_reader, "CACHE_SIZE", room)
    assert converted() == whole
    assert whole[0].count("{RePEc:aaa:wpaper:named-twice") == 2
    assert "Taylor" in whole[0]  # which only the series on standard input says


@pytest.mark.parametrize("are_read", [False, True])
def test_templates_whose_attributes_were_read_take_more_room(are_read: bool, fixtures: Path) -> None:
    templates = list(redif.templates(fixtures / "types"))
    kept = TemplateCache(2 * sum(template.size for template in templates))
    passed = [(template, are_read and template.data) for template in kept.passing("types", iter(templates), [])]
    assert [template for template, _ in passed] == templates
    assert kept.is_full is are_read
    assert (kept.take("types") is None) is are_read


def test_facts_from_beside_the_input(fixtures: Path) -> None:
    item, series = fixtures / "taf" / "rcybxx", fixtures / "taf" / "tafseri.redif"
    assert "Taylor" not in run("convert", "--to", "citation", item).stdout.decode()
    assert run("convert", "--to", "citation", "--with", series, item).stdout.decode() == CITATION
    data = next(item.iterdir()).read_bytes()
    assert run("convert", "--to", "citation", "--with", series, "-", stdin=data).stdout.decode() == CITATION
    both = data + b"\n" + series.read_bytes()
    assert run("convert", "--to", "citation", "-", stdin=both).stdout.decode() == CITATION


def test_joined_facts_in_json(fixtures: Path) -> None:
    plain = records(run("convert", fixtures / "taf").stdout)
    joined = records(run("convert", "--join", fixtures / "taf").stdout)
    article = joined[0].pop("joined")
    assert article == {
        "series": {
            "handle": "RePEc:taf:rcybxx",
            "name": "Journal of Cyber Policy",
            "provider": "Taylor & Francis Journals",
            "provider_homepage": "http://www.tandfonline.com/rcyb",
            "types": ["ReDIF-Article"],
            "issns": ["2373-8871"],
            "maintainer_name": "A. Keeper",
            "maintainer_email": "keeper@example.org",
        },
        "archive": {
            "handle": "RePEc:taf",
            "name": "Taylor & Francis Journals",
            "url": "https://example.org/RePEc/taf/",
            "maintainer_name": "A. Keeper",
            "maintainer_email": "keeper@example.org",
        },
    }
    assert list(joined[2].pop("joined")) == ["archive"]  # type: ignore[call-overload]
    assert joined == plain
    assert (
        "joined" in records(run("convert", "--to", "jsonl", "--with", fixtures / "taf", fixtures / "taf" / "rcybxx").stdout)[0]
    )


def test_citation_and_abstract(fixtures: Path) -> None:
    text = run("convert", "--to", "text", fixtures / "taf").stdout.decode()
    citation, blank, abstract, *rest = text.split("\n")
    assert (citation + "\n", blank, rest) == (CITATION, "", [""])
    assert abstract.startswith("The article follows the idea of multi-stakeholderism")


def test_what_is_named_beside_the_input_must_be_there(fixtures: Path, tmp_path: Path) -> None:
    done = run("convert", "--with", tmp_path / "nowhere", fixtures / "taf")
    assert done.returncode == 2
    assert f"cannot read {tmp_path / 'nowhere'}" in done.stderr.decode()
    assert len(records(done.stdout)) == 3
    # A fault of the input is told once, though it is read twice.
    done = run("convert", "--join", tmp_path / "nothing.rdf")
    assert done.stderr.decode().count("cannot read") == 1


def test_columns(fixtures: Path) -> None:
    done = run("convert", "-q", "--to", "csv", "--columns", "handle, title", fixtures / "taf")
    assert done.stdout.decode("utf-8-sig").splitlines()[0] == "handle,title"
    done = run("convert", "--to", "csv", "--columns", "handle,titel", fixtures / "taf")
    assert done.returncode == 2
    assert b"title" in done.stderr
    assert b"Traceback" not in done.stderr


def test_keys_and_escapes(fixtures: Path) -> None:
    done = run("convert", "-q", "--to", "bibtex", "--key", "authoryear", "--ascii", fixtures / "encodings" / "utf-8.redif")
    assert done.stdout.decode("ascii").startswith("@unpublished{mullerstrasse")
