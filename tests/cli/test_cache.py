"""A run with a cache gives what a run without one gives, whatever happened to files, to the cache and to earlier runs."""

from __future__ import annotations

import io
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from redif.cli import main, result_cache
from redif.parallel.batches import BATCH_SIZE
from redif.writers import WRITERS
from support.counting import opened

PAPER = "Template-Type: ReDIF-Paper 1.0\nTitle: {}\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:wpaper:{}\n\n"
ARCHIVE = "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:aaa\nName: A\nMaintainer-Email: a@b.org\nURL: {}://www.b.org/\n"
SERIES = "Template-Type: ReDIF-Series 1.0\nHandle: RePEc:aaa:wpaper\nName: {}\n\n"
PERSON = "Template-Type: ReDIF-Person 1.0\nHandle: RePEc:per:1999-01-01:jane_smith\nShort-Id: psm1\nName-Full: {}\n\n"


class Buffer(io.TextIOWrapper):
    """Standard output that keeps what is written to it."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), "utf-8", write_through=True)


def run(*arguments: str) -> tuple[int, bytes, str]:
    """The exit status of a run, and what it writes; the time that it took is left out."""
    out, err = Buffer(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(arguments)
    written = re.sub(rb"<responseDate>[^<]*", b"", out.buffer.getvalue())  # type: ignore[attr-defined]
    return status, written, re.sub(r"; [0-9.]+ s$", "", err.getvalue(), flags=re.MULTILINE)


def same(*arguments: str, cache: Path | str) -> tuple[int, bytes, str]:
    """The result of a run, after it was compared with those of two with a cache."""
    full = run(*arguments)
    for _ in range(2):
        assert run(*arguments, "--cache", str(cache)) == full
    return full


def read(*arguments: str, below: Path) -> set[str]:
    """The files below a folder that are opened while redif runs."""
    with opened() as counts:
        run(*arguments)
    return {str(Path(path).relative_to(below)) for path in counts if path.startswith(str(below)) and path.endswith(".rdf")}


@pytest.fixture
def tree(tmp_path: Path, fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Archives, files with every kind of problem, some of them several times, and what is no ReDIF at all."""
    folder = tmp_path / "tree" / "all"
    shutil.copytree(fixtures, folder / "fixtures")
    (folder / "binary.rdf").write_bytes(bytes(range(256)) * 4)
    (folder / "empty.rdf").write_bytes(b"")
    (folder / "gone.rdf").symlink_to(folder / "none.rdf")
    (folder / "many").mkdir()
    for number in range(6):
        (folder / "many" / f"{number}.rdf").write_text(PAPER.format("Prices", number // 2) * 2)
    monkeypatch.chdir(folder.parent)
    return folder


# What is found


@pytest.mark.parametrize("to", WRITERS)
def test_each_format(to: str, tree: Path, tmp_path: Path) -> None:
    status, out, _ = same("convert", "--to", to, "all", cache=tmp_path / "cache")
    assert status == 2  # because of the binary file
    assert out


@pytest.mark.parametrize(
    "arguments",
    [
        ["convert", "--strict", "--lengths", "--verbose"],
        ["convert", "--type", "paper", "--year", "2000-", "--columns", "handle,file,line", "--to", "csv"],
        ["convert", "--sort", "-year", "--limit", "5"],
        ["convert", "--unique"],
        ["convert", "--join"],
        ["convert", "--join", "--to", "mods", "--with", "all/fixtures"],
        ["check"],
        ["check", "--format", "json", "--select", "all"],
        ["check", "--statistics", "--fail-on", "error"],
        ["check", "--type", "paper", "--exit-zero"],
        ["check", "--unique"],
        ["list"],
        ["list", "--json", "--author", "smith"],
        ["list", "--limit", "2"],
        ["stats", "--json"],
        ["stats", "--by", "jel", "--has", "abstract"],
        ["stats", "--unique"],
    ],
    ids=" ".join,
)
def test_options(arguments: list[str], tree: Path, tmp_path: Path) -> None:
    assert same(*arguments, "all", cache=tmp_path / "cache")[1]


def test_options_and_formats_do_not_share_results(tree: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for arguments in (["--to", "tree"], ["--to", "jsonl"], ["--to", "tree", "--lengths"], ["--to", "jsonl", "--strict"]):
        same("convert", *arguments, "all", cache=cache)
    for arguments in ([], ["--select", "title"], ["--ignore", "title"], ["--lengths"], ["--type", "paper"]):
        same("check", *arguments, "all", cache=cache)


def test_the_format_is_that_of_the_output(tree: Path, tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.csv", "a.jsonl"):
        run("convert", "all/many", "-o", str(tmp_path / name), "--cache", str(tmp_path / "cache"))
        run("convert", "all/many", "-o", str(tmp_path / f"full-{name}"))
        assert (tmp_path / name).read_bytes() == (tmp_path / f"full-{name}").read_bytes()


@pytest.mark.parametrize("command", ["check", "convert", "stats", "list"])
def test_summaries(command: str, tree: Path, tmp_path: Path) -> None:
    found = []
    for number, more in enumerate(([], ["--cache", "C"], ["--cache", "C"])):
        run(command, "all", *more, "--summary", str(tmp_path / str(number)))
        found.append({**json.loads((tmp_path / str(number)).read_bytes()), "seconds": 0})
    assert found[1:] == found[:1] * 2
    assert found[0]["findings"]["by_code"]
    run(command, "all", "--cache", "D")  # where nothing is counted
    run(command, "all", "--cache", "D", "--summary", str(tmp_path / "last"))
    assert {**json.loads((tmp_path / "last").read_bytes()), "seconds": 0} == found[0]


def test_a_file_that_is_named_and_one_that_is_found(tree: Path, tmp_path: Path) -> None:
    (tree / "page.rdf").write_text("<!DOCTYPE html><html><body>No such page</body></html>")
    cache = tmp_path / "cache"
    for paths in (["all"], ["all/page.rdf"], ["all/binary.rdf", "all"], ["all/many", "all/many/1.rdf"], ["all/none.rdf"]):
        same("convert", *paths, cache=cache)
        same("check", *paths, cache=cache)


def test_one_path_in_two_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.rdf").write_text(PAPER.format(name, 1))
        monkeypatch.chdir(tmp_path / name)
        assert name.encode() in same("convert", "a.rdf", cache=tmp_path / "cache")[1]


def test_standard_input_pipes_and_other_formats_are_read(tree: Path, tmp_path: Path) -> None:
    run("convert", "all/many", "-o", "records.jsonl")
    shutil.make_archive("packed", "zip", "all/many")
    for path in ("records.jsonl", "packed.zip"):
        assert same("convert", path, cache=tmp_path / "cache")[1]


# What is read


def test_items_are_not_read_again_for_what_is_joined(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_cache, "YOUNG", 0)
    many = tree / "many"
    (many / "series.rdf").write_text(SERIES.format("Papers"))
    arguments = ["convert", "--to", "bibtex", str(many), "--cache", str(tmp_path / "cache")]
    assert len(read(*arguments, below=many)) == 7
    assert read(*arguments, below=many) == {"series.rdf"}
    (many / "1.rdf").write_text(PAPER.format("Changed", 1))
    assert read(*arguments, below=many) == {"series.rdf", "1.rdf"}
    (many / "series.rdf").write_text(SERIES.format("Reports"))
    assert len(read(*arguments, below=many)) == 7  # since all belong to it


@pytest.mark.parametrize("command", ["convert", "check", "list", "stats"])
def test_only_what_has_changed_is_read(command: str, tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_cache, "YOUNG", 0)
    # The file of the archive says what a check has to look for in all others. Where problems of the archive are is read again.
    (tree / "many" / "aaaarch.rdf").write_text(ARCHIVE.format("http"))
    many, again = tree / "many", {"aaaarch.rdf"} if command == "check" else set()
    arguments = [command, str(many), *(["--select", "title"] if again else []), "--cache", str(tmp_path / "cache")]
    assert len(read(*arguments, below=many)) == 7
    assert read(*arguments, below=many) == again
    (many / "3.rdf").write_text(PAPER.format("Wages", 3))
    (many / "new.rdf").write_text(PAPER.format("New", "new"))
    (many / "0.rdf").rename(many / "renamed.rdf")
    assert read(*arguments, below=many) == {"3.rdf", "new.rdf", "renamed.rdf"} | again
    assert read(*arguments, below=many) == again


def test_files_that_were_just_changed_are_compared(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many, arguments = tree / "many", ["list", str(tree / "many"), "--cache", str(tmp_path / "cache")]
    read(*arguments, below=many)
    assert len(read(*arguments, below=many)) == 6  # to compare
    monkeypatch.setattr(result_cache, "YOUNG", 0)
    assert len(read(*arguments, below=many)) == 6  # for the last time
    assert read(*arguments, below=many) == set()


class Frozen:
    """What `os.stat` says if two changes fall into one tick of the clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
        now, real = time.time_ns(), os.stat

        def frozen(name: Any, *more: Any, **named: Any) -> Any:
            found = real(name, *more, **named)
            if os.fspath(name) != str(path):
                return found
            return type("Status", (), {
                **{key: getattr(found, key) for key in dir(found) if key.startswith("st_")},
                "st_mtime": now / 1e9, "st_mtime_ns": now, "st_ctime": now / 1e9, "st_ctime_ns": now,
            })  # fmt: skip

        monkeypatch.setattr(os, "stat", frozen)


def test_two_changes_in_one_tick_of_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(PAPER.format("Before", 1))
    Frozen(monkeypatch, path)
    assert b"Before" in run("list", str(path), "--cache", str(tmp_path / "cache"))[1]
    path.write_text(PAPER.format("Behind", 1))  # of the same size
    assert b"Behind" in run("list", str(path), "--cache", str(tmp_path / "cache"))[1]


def test_a_change_that_hides_its_time(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for young in (0, 60):
        monkeypatch.setattr(result_cache, "YOUNG", young)
        path, cache = tree / "many" / "1.rdf", str(tmp_path / f"cache-{young}")
        path.write_text(PAPER.format("Before", 1))
        run("list", str(path), "--cache", cache)
        status = path.stat()
        time.sleep(0.02)
        path.write_text(PAPER.format("Behind", 1))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert b"Behind" in run("list", str(path), "--cache", cache)[1]


def test_a_file_that_is_changed_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import redif.cli.input_reader as reader

    path, cache = tmp_path / "a.rdf", str(tmp_path / "cache")
    path.write_text(PAPER.format("Before", 1))

    read_templates = vars(reader)["file_templates"]

    def changing(name: str, *others: Any) -> Any:
        yield from list(read_templates(name, *others))
        path.write_text(PAPER.format("Behind", 1))

    with monkeypatch.context() as changed:
        changed.setattr(reader, "file_templates", changing)
        assert b"Before" in run("convert", str(path), "--cache", cache)[1]
    assert b"Behind" in run("convert", str(path), "--cache", cache)[1]


def test_what_cannot_be_read_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import redif.checks.checker as checker
    import redif.cli.input_reader as reader

    path, cache = tmp_path / "a.rdf", str(tmp_path / "cache")
    path.write_text(PAPER.format("There", 1))

    def failing(name: str, _reader: Any, _on_finding: Any, on_error: Any, *_others: Any) -> Any:
        on_error(OSError(5, "Input/output error", name))
        return iter(())

    for command, module in (("convert", reader), ("check", checker)):
        with monkeypatch.context() as broken:
            broken.setattr(module, "file_templates", failing)
            assert run(command, str(path), "--cache", cache)[0] == 2
        assert run(command, str(path), "--cache", cache) == run(command, str(path))


# What results depend on


def test_settings(tree: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    same("check", "all", cache=cache)
    (tree / "many" / "redif.toml").write_text('ignore = ["handle-twice", "series"]\n')
    same("check", "all", cache=cache)
    (tree / "many" / "redif.toml").write_text('exclude = ["3.rdf"]\nfail-on = "error"\n')
    same("check", "all", cache=cache)
    (tree / "many" / "redif.toml").unlink()
    same("check", "all", cache=cache)


def test_the_archive_of_a_file(tmp_path: Path) -> None:
    """Whether addresses are insecure depends on the archive's own file."""
    folder = tmp_path / "aaa"
    folder.mkdir()
    (folder / "a.rdf").write_text(PAPER.format("A", 1).rstrip() + "\nFile-URL: http://www.b.org/a.pdf\n")
    for scheme in ("http", "https", "http"):
        (folder / "aaaarch.rdf").write_text(ARCHIVE.format(scheme))
        found = same("check", str(folder), cache=tmp_path / "cache")[1]
        assert (b"http://www.b.org/a.pdf" in found) == (scheme == "https")


@pytest.mark.parametrize(
    "options", [["--to", "bibtex"], ["--to", "csl-json"], ["--join"], ["--with", "elsewhere"]], ids=" ".join
)
def test_what_is_joined(options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "aaa").mkdir()
    paper = PAPER.format("A", 1).replace("Jane Smith", "Jane Smith\nAuthor-Person: psm1")
    (tmp_path / "aaa" / "a.rdf").write_text(paper * 3)
    (tmp_path / "aaa" / "b.rdf").write_text(PAPER.format("B", 2))
    written = set()
    folder = "elsewhere" if "--with" in options else "aaa"
    for series, person in (("Papers", "Jane"), ("Papers", "Joan"), ("Reports", "Joan"), ("", ""), ("Papers", "Jane")):
        (tmp_path / folder / "series.rdf").write_text(SERIES.format(series) if series else "")
        (tmp_path / folder / "person.rdf").write_text(PERSON.format(person) if person else "")
        for _ in range(2):
            written.add(same("convert", *options, "aaa", cache=tmp_path / "cache")[1])
    assert len(written) >= 3
    with (tmp_path / folder / "person.rdf").open("a") as file:
        file.write(paper)  # which is no longer a file with nothing but items, or without any
    same("convert", *options, "aaa", cache=tmp_path / "cache")


def test_the_grammar(tmp_path: Path, tree: Path) -> None:
    grammar = tmp_path / "mine.spec"
    standard = (Path(__file__).parents[2] / "grammars" / "redif-1.0.spec").read_text()
    for text in (standard, standard.replace("title", "headline"), standard):
        grammar.write_text(text)
        same("convert", "--grammar", str(grammar), "all/many", cache=tmp_path / "cache")
        same("check", "--grammar", str(grammar), "all/many", cache=tmp_path / "cache")


def test_another_version_of_redif(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from redif.cli import cache_key

    monkeypatch.setattr(result_cache, "YOUNG", 0)
    many = tree / "many"
    arguments = ["list", str(many), "--cache", str(tmp_path / "cache")]
    read(*arguments, below=many)
    monkeypatch.setattr(cache_key, "__version__", "9.9")
    assert len(read(*arguments, below=many)) == 6


def test_parts_of_large_files_are_kept_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Although results of other files, which have changed by what is joined, are added in between."""
    monkeypatch.setenv(BATCH_SIZE, "6000")
    folder, cache = tmp_path / "aaa", tmp_path / "cache"
    folder.mkdir()
    abstract = "\nAbstract: " + "Prices rise. " * 200
    large = "".join(PAPER.format("Large", number).rstrip() + f"{abstract}\n\n" for number in range(1500))
    (folder / "a.rdf").write_text(PAPER.format("A", "a"))
    for name in ("Papers", "Reports", "Notes"):
        (folder / "0.rdf").write_text(SERIES.format(name))
        (folder / "z.rdf").write_text(large.replace("Large", name))
        assert len(same("convert", "--to", "ris", str(folder), cache=cache)[1]) > 3_000_000


# Damage


def databases(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.sqlite"))


def spoiled(data: bytes, how: str) -> bytes:
    """The content of a damaged database."""
    if how == "text":
        return b"This is no database.\n" * 1000
    if how == "short":
        return data[: len(data) * 2 // 3]
    if how == "empty":
        return b""
    if how == "other":  # another word in what was found
        assert b"Prices" in data
        return data.replace(b"Prices", b"Wealth")
    if how == "zeros":
        return data[:8192] + bytes(len(data) - 8192)
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE files (name TEXT)")
    return bytes(database.serialize())


@pytest.mark.parametrize("how", ["text", "short", "other", "zeros", "foreign"])
def test_a_damaged_cache_is_told_and_made_anew(how: str, tree: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    full = same("convert", "all", cache=cache)
    [path] = databases(cache)
    path.write_bytes(spoiled(path.read_bytes(), how))
    status, out, err = run("convert", "all", "--cache", str(cache))
    assert (status, out) == full[:2]
    assert err.count("damaged, so it is made anew\n") == 1
    assert str(path) in err
    assert same("convert", "all", cache=cache) == full


def test_a_cache_that_was_emptied(tree: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    full = same("check", "all", cache=cache)
    for path in databases(cache):
        path.write_bytes(b"")
    assert same("check", "all", cache=cache) == full


def test_a_folder_that_is_no_folder(tree: Path) -> None:
    for command in ("convert", "check", "list", "stats"):
        status, out, err = run(command, "all", "--cache", "all/many/1.rdf")
        assert (status, out) == (2, b"")
        assert "all/many/1.rdf cannot be used as a cache: File exists" in err
    assert (tree / "many" / "1.rdf").read_text().startswith("Template-Type")


def test_a_cache_that_is_full(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(result_cache.LARGEST, "40000")
    monkeypatch.setattr(result_cache, "FLUSHED", 1000)
    cache = tmp_path / "cache"
    full = run("convert", "all")
    for _ in range(2):
        status, out, err = run("convert", "all", "--cache", str(cache))
        assert (status, out) == full[:2]
        assert err.count("nothing more can be written to the cache") == 1
    for command in ("list", "stats", "check"):
        run(command, "all", "--cache", str(cache))
        assert sum(path.stat().st_size for path in cache.iterdir()) <= 40_000


def test_what_vanishes_leaves_the_cache(tree: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    run("convert", "all", "--cache", str(cache))

    def known() -> set[str]:
        [path] = databases(cache)
        database = sqlite3.connect(path)
        names = {os.fsdecode(name) for (name,) in database.execute("SELECT path FROM files")}
        [[most]] = database.execute("SELECT count(*) FROM results")
        database.close()
        assert most == len(names)
        return names

    before = known()
    assert {"all/many/1.rdf", "all/many/2.rdf"} < before
    (tree / "many" / "1.rdf").unlink()
    (tree / "many" / "2.rdf").rename(tree / "many" / "9.rdf")
    (tree / "many" / "3.rdf").write_text(PAPER.format("Changed", 3))
    run("convert", "all", "--cache", str(cache))
    assert known() == before - {"all/many/1.rdf", "all/many/2.rdf"} | {"all/many/9.rdf"}
    shutil.rmtree(tree / "many")
    run("convert", "all/many", "--cache", str(cache))
    assert known() == {name for name in before if not name.startswith("all/many/")}


def test_what_vanishes_leaves_what_is_known_for_joining(tree: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    run("convert", "--to", "bibtex", "all", "--cache", str(cache))
    (tree / "many" / "1.rdf").unlink()
    run("convert", "--to", "bibtex", "all", "--cache", str(cache))
    assert len(databases(cache)) == 2
    for path in databases(cache):
        database = sqlite3.connect(path)
        names = {os.fsdecode(name) for (name,) in database.execute("SELECT path FROM files")}
        database.close()
        assert "all/many/2.rdf" in names
        assert "all/many/1.rdf" not in names


# Several processes


def started(*arguments: str, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    code = "import sys; from redif.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **(environment or {})}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.parametrize("command", ["convert", "check", "list", "stats"])
def test_several_jobs(command: str, tree: Path, tmp_path: Path) -> None:
    texts = [path.read_bytes() for path in sorted((tree / "fixtures").rglob("*.rdf")) if b"\0" not in path.read_bytes()]
    (tree / "large.rdf").write_bytes(b"\n".join(texts) * 3)
    full = run(command, "all")
    environment = {BATCH_SIZE: "6000"}
    for jobs in ("3", "1", "2"):
        for cache in ("C", f"C{jobs}"):
            process = started(command, "all", "--jobs", jobs, "--cache", cache, environment=environment)
            out, _ = process.communicate(timeout=60)
            out = re.sub(rb"<responseDate>[^<]*", b"", out)
            assert (process.returncode, out) == full[:2]


def test_runs_at_once(tree: Path, tmp_path: Path) -> None:
    full = run("convert", "all")
    for number in range(3):
        processes = [started("convert", "all", "--cache", str(tmp_path / "cache")) for _ in range(4)]
        (tree / "many" / f"{number}.rdf").touch()
        for process in processes:
            out, err = process.communicate(timeout=60)
            assert (process.returncode, out) == full[:2]
            assert b"damaged" not in err


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal here")
def test_runs_that_are_killed(tree: Path, tmp_path: Path) -> None:
    for number in range(200):
        (tree / "many" / f"more-{number}.rdf").write_text(PAPER.format("Prices", f"more-{number}") * 20)
    full, cache, chance = run("convert", "all"), str(tmp_path / "cache"), random.Random(16)
    for number in range(6):
        process = started("convert", "all", "--cache", cache, "--jobs", str(1 + number % 2))
        time.sleep(0.15 + chance.random() / 2)
        process.kill()
        process.communicate(timeout=60)
        (tree / "many" / f"more-{number}.rdf").touch()
    status, out, err = run("convert", "all", "--cache", cache)
    assert (status, out, err) == full


# Whatever is done to a folder


class Edits(RuleBasedStateMachine):
    """Files are written, edited, renamed, exchanged and removed, and the cache is damaged."""

    names = st.sampled_from(["a.rdf", "b.rdf", "aaaarch.rdf", "sub/a.rdf", "sub/b.redif", "sub/aaaseri.rdf"])
    titles = st.sampled_from(["Prices", "Prizes", "WAGES AND PRICES", "x" * 300])
    handles = st.sampled_from(["1", "2"])

    @initialize()
    def begin(self) -> None:
        import tempfile

        self.patch = pytest.MonkeyPatch()
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "all" / "sub").mkdir(parents=True)

    def teardown(self) -> None:
        if hasattr(self, "patch"):
            self.patch.undo()
            shutil.rmtree(self.folder)

    def path(self, name: str) -> Path:
        return self.folder / "all" / name

    @rule(name=names, title=titles, handle=handles)
    def write(self, name: str, title: str, handle: str) -> None:
        self.path(name).write_text(PAPER.format(title, handle))

    @rule(name=names, scheme=st.sampled_from(["http", "https"]))
    def describe(self, name: str, scheme: str) -> None:
        self.path(name).write_text(ARCHIVE.format(scheme))

    @rule(name=names, title=titles)
    def describe_series(self, name: str, title: str) -> None:
        self.path(name).write_text(SERIES.format(title))

    @rule(name=names, title=titles, handle=handles)
    def write_hidden(self, name: str, title: str, handle: str) -> None:
        """Write something else and set the time back."""
        if self.path(name).exists():
            status = self.path(name).stat()
            time.sleep(0.01)  # a tick of the clock of the inode
            self.path(name).write_text(PAPER.format(title, handle))
            os.utime(self.path(name), ns=(status.st_atime_ns, status.st_mtime_ns))

    @rule(name=names, title=titles, handle=handles)
    def append(self, name: str, title: str, handle: str) -> None:
        with self.path(name).open("a") as file:
            file.write(PAPER.format(title, handle))

    @rule(name=names, other=names)
    def exchange(self, name: str, other: str) -> None:
        one, two, aside = self.path(name), self.path(other), self.folder / "aside"
        if one.exists() and two.exists() and one != two:
            one.rename(aside)
            two.rename(one)
            aside.rename(two)

    @rule(name=names, other=names)
    def rename(self, name: str, other: str) -> None:
        if self.path(name).exists():
            self.path(name).replace(self.path(other))

    @rule(name=names)
    def remove(self, name: str) -> None:
        self.path(name).unlink(missing_ok=True)

    @rule(ignore=st.sampled_from(["", 'ignore = ["handle-twice"]', 'exclude = ["b*"]']))
    def configure(self, ignore: str) -> None:
        (self.folder / "all" / "redif.toml").write_text(ignore)

    @rule(seed=st.integers(0, 99))
    def damage(self, seed: int) -> None:
        chance = random.Random(seed)
        for path in databases(self.folder / "cache"):
            content = bytearray(path.read_bytes())
            for _ in range(chance.randint(1, 50)):
                content[chance.randrange(len(content))] = chance.randrange(256)
            path.write_bytes(content)

    @rule(young=st.sampled_from([0, 60]))
    def wait(self, young: int) -> None:
        self.patch.setattr(result_cache, "YOUNG", young)

    @invariant()
    def all_runs_agree(self) -> None:
        if not hasattr(self, "folder"):
            return
        for arguments in (["check", "--format", "json"], ["convert", "--strict"], ["convert", "--to", "bibtex"]):
            full = run(*arguments, str(self.folder / "all"))
            cached = run(*arguments, str(self.folder / "all"), "--cache", str(self.folder / "cache"))
            assert cached[:2] == full[:2]
            assert re.sub(r"redif: the cache .* is damaged, so it is made anew\n", "", cached[2]) == full[2]


TestEdits = Edits.TestCase
TestEdits.settings = settings(max_examples=15, stateful_step_count=12, phases=[Phase.reuse, Phase.generate])
