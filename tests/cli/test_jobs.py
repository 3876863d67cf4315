"""Several processes give what one gives: the same bytes, messages and exit status, whatever happens to them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from redif.parallel.batches import BATCH_SIZE
from redif.writers import WRITERS

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
ENVIRONMENT = {**os.environ, BATCH_SIZE: "6000"}  # so that few files make many batches
PAPER = "Template-Type: ReDIF-Paper 1.0\nTitle: Prices\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:wpaper:{}\n\n"


def run(*arguments: str, cwd: Path, code: str = "", batch: str = ENVIRONMENT[BATCH_SIZE]) -> tuple[int, bytes, bytes]:
    """The exit status of a run of redif, and what it writes; some code may be run before it."""
    start = f"{code}\nimport sys\nfrom redif.cli import main\nsys.exit(main(sys.argv[1:]))"
    environment = {**ENVIRONMENT, BATCH_SIZE: batch}
    done = subprocess.run([sys.executable, "-c", start, *arguments], cwd=cwd, env=environment, capture_output=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


def same(*arguments: str, cwd: Path, batch: str = ENVIRONMENT[BATCH_SIZE]) -> tuple[int, bytes, bytes]:
    """The result of one process, after it was compared with that of three."""
    one, three = (run(*arguments, "--jobs", jobs, cwd=cwd, batch=batch) for jobs in ("1", "3"))
    seconds = rb"; [0-9.]+ s$|<responseDate>[^<]*"
    assert three[:1] == one[:1]
    for ours, other in zip(three[1:], one[1:], strict=True):
        assert without(seconds, ours) == without(seconds, other)
    return one


def without(pattern: bytes, data: bytes) -> bytes:
    return re.sub(pattern, b"", data, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory, fixtures: Path) -> Path:
    """Archives, files with every kind of problem, some of them several times, and what is no ReDIF at all."""
    folder = tmp_path_factory.mktemp("tree")
    for number in range(2):
        shutil.copytree(fixtures, folder / "all" / str(number))
    (folder / "all" / "binary.rdf").write_bytes(bytes(range(256)) * 4)
    (folder / "all" / "empty.rdf").write_bytes(b"")
    (folder / "all" / "gone.rdf").symlink_to(folder / "none.rdf")
    many = folder / "all" / "1" / "many"
    many.mkdir()
    for number in range(30):
        ignored = "# redif: ignore handle-twice, author-name -- as it was\n" if number % 3 == 0 else ""
        (many / f"{number:02}.rdf").write_text(ignored + PAPER.format(number // 2) * (1 + number % 2))
    return folder


@pytest.mark.parametrize("to", WRITERS)
def test_each_format(to: str, tree: Path) -> None:
    status, out, _ = same("convert", "--to", to, "all", cwd=tree)
    assert status == 2  # because of the binary file
    assert len(out) > 10_000


@pytest.mark.parametrize(
    "options",
    [
        ["--strict"],
        ["--type", "paper", "--to", "bibtex", "--key", "authoryear"],
        ["--join", "--verbose"],
        ["--year", "2000-", "--to", "csv", "--columns", "handle,file,line"],
        ["--sort", "-year", "--limit", "5"],
        ["--unique", "--quiet"],
        ["--relate-duplicates"],
        ["--lengths", "--to", "tree"],
    ],
    ids=" ".join,
)
def test_options_of_convert(options: list[str], tree: Path) -> None:
    assert same("convert", *options, "all", cwd=tree)[1]


@pytest.mark.parametrize(
    "paths", [["all/0", "all/missing.rdf", "all/0/types/items.redif", "all/1"], ["all/1/many", "all/1", "all/1/many"]]
)
def test_files_that_are_named_twice_or_missing(paths: list[str], tree: Path) -> None:
    same("convert", *paths, cwd=tree)
    same("convert", "--to", "ris", *paths, cwd=tree)
    same("check", *paths, cwd=tree)


def test_an_unknown_column(tree: Path) -> None:
    status, out, err = same("convert", "--to", "csv", "--columns", "titel", "all", cwd=tree)
    assert (status, out) == (2, b"")
    assert b"titel" in err


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--format", "json", "--select", "all"],
        ["--format", "html"],
        ["--statistics"],
        ["--select", "handle-twice,file-empty,archive", "--fail-on", "advice"],
        ["--type", "paper", "--year", "2000-"],
        ["--unique"],
        ["--exit-zero", "--lengths", "-q"],
    ],
    ids=" ".join,
)
def test_checks(options: list[str], tree: Path) -> None:
    assert same("check", *options, "all", cwd=tree)[1]


def test_a_check_with_settings_and_a_baseline(tree: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(tree / "all", folder / "all", symlinks=True)
    (folder / "all" / "1" / "redif.toml").write_text('ignore = ["handle-twice"]\nexclude = ["2*.rdf"]\nfail-on = "advice"\n')
    assert b"handle-twice" in same("check", "all", cwd=folder)[1]
    same("check", "--baseline", "known", "--update-baseline", "all", cwd=folder)
    (folder / "all" / "0" / "new.rdf").write_text("Template-Type: ReDIF-Paper 1.0\nTitle: A new one\n")
    status, out, _ = same("check", "--baseline", "known", "all", cwd=folder)
    assert status == 1
    assert b"known and not shown" in out


def test_real_archives(corpus: Path) -> None:
    same("check", "archives", cwd=corpus)


@pytest.mark.parametrize(
    "options",
    [
        ["list"],
        ["list", "--json", "--author", "smith"],
        ["list", "--sort", "title", "--limit", "3"],
        ["stats"],
        ["stats", "--json", "--year", "2000-"],
        ["stats", "--by", "jel"],
        ["stats", "--by", "series", "--unique"],
    ],
    ids=" ".join,
)
def test_lists_and_counts(options: list[str], tree: Path) -> None:
    assert same(*options, "all", cwd=tree)[1]


@pytest.mark.parametrize("command", ["check", "convert", "stats", "list"])
def test_summaries(command: str, tree: Path, tmp_path: Path) -> None:
    found = []
    for jobs in ("1", "3"):
        run(command, "all", "--jobs", jobs, "--summary", str(tmp_path / jobs), cwd=tree)
        found.append({**json.loads((tmp_path / jobs).read_bytes()), "seconds": 0})
    assert found[0] == found[1]
    assert found[0]["templates"] > 100
    assert found[0]["findings"]["by_code"]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("t.duckdb", []),
        ("t", []),
        ("t.sqlite", ["--type", "paper", "--strict"]),
        ("t.sqlite", ["--with", "all/0", "-v"]),
        ("t.sqlite", ["--unique"]),
    ],
)
def test_tables(name: str, options: list[str], tree: Path, tmp_path: Path) -> None:
    paths: list[str] = ["all/1", "all/binary.rdf"]
    written: list[object] = []
    for jobs in (
        ["--jobs", "1"],
        ["--jobs", "3"],
        ["--jobs", "2", "--cache", str(tmp_path / "cache")],
        ["--cache", str(tmp_path / "cache")],
    ):
        folder = tmp_path / str(len(written))
        folder.mkdir()
        status, out, err = run("tables", *options, *paths, "-o", str(folder / name), *jobs, cwd=tree)
        assert (status, out) == (2, b"")  # because of the binary file
        written.append((tables_in(folder / name), without(rb"; [0-9.]+ s$", err)))
    assert written[1:] == written[:1] * 3


def tables_in(path: Path) -> object:
    """The bytes of files with tables; the rows of a database of DuckDB, whose bytes are never twice the same."""
    if path.is_dir():
        return {file.name: file.read_bytes() for file in path.iterdir()}
    if path.suffix == ".sqlite":
        return path.read_bytes()
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(str(path), read_only=True) as database:
        names = [name for (name,) in database.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


def test_a_large_file(fixtures: Path, tmp_path: Path) -> None:
    texts = [path.read_bytes() for path in sorted(fixtures.rglob("*.r*df")) if b"\0" not in path.read_bytes()]
    texts.append(b"# redif: ignore title-capitals\n" + PAPER.format(1).replace("Prices", "PRICES OF PRICES").encode())
    whole = b"\n".join(texts)
    (tmp_path / "large.rdf").write_bytes(whole * (1 + 2_200_000 // len(whole)))
    batch = "60000"  # each part is decoded as far as the file was read at once, so that hundreds would take long
    same("check", "--format", "json", "--select", "all", "large.rdf", cwd=tmp_path, batch=batch)
    same("convert", "--to", "tree", "large.rdf", cwd=tmp_path, batch=batch)
    same("stats", "large.rdf", cwd=tmp_path, batch=batch)


# What happens to processes


KILLS = """
import os, signal
import redif.cli.input_reader as reader
import redif.checks.checker as checker
def dying(path, *others, read=reader.file_templates):
    if path.endswith("1/many/17.rdf") and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return read(path, *others)
parent = os.getpid()
reader.file_templates = checker.file_templates = dying
"""


@pytest.mark.parametrize("command", ["convert", "check"])
def test_a_file_that_kills_processes_is_named(command: str, tree: Path) -> None:
    status, out, err = run(command, "--jobs", "2", "all/1/many", cwd=tree, code=KILLS)
    assert status == 2
    message = b"redif: cannot read all/1/many/17.rdf: two processes ended while reading it, the second by the signal SIGKILL\n"
    assert err.count(message) == 1
    kept = tree.parent / f"without-{command}"
    shutil.copytree(tree / "all" / "1" / "many", kept / "all" / "1" / "many", dirs_exist_ok=True)
    (kept / "all" / "1" / "many" / "17.rdf").unlink()
    assert out == run(command, "--jobs", "1", "all/1/many", cwd=kept)[1]  # everything else is there


KILLS_PART = """
import os, signal
import redif.cli.input_reader as reader
def dying(path, part, *others, read=reader.part_templates):
    if part.line == 1 and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return read(path, part, *others)
parent = os.getpid()
reader.part_templates = dying
"""


def test_a_part_of_a_file_that_kills_processes_is_named(tmp_path: Path) -> None:
    (tmp_path / "large.rdf").write_text("".join(PAPER.format(number) for number in range(30_000)))
    status, out, err = run("convert", "--jobs", "2", "large.rdf", cwd=tmp_path, code=KILLS_PART)
    assert status == 2
    found = re.fullmatch(
        rb"redif: cannot read large.rdf: two processes ended while reading it from about line 1 to about line ([0-9,]+), "
        rb"the second by the signal SIGKILL; the rest of it was read\n.*\n",
        err,
    )
    assert found is not None, err
    last = int(found[1].replace(b",", b""))
    records = [json.loads(line) for line in out.splitlines()]
    first = records[0]["source"]["line"]
    assert last <= first <= last + 20
    assert [record["source"]["line"] for record in records] == [*range(first, 150_000, 5)]


def children(pid: int) -> list[int]:
    try:
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    except FileNotFoundError:
        return []


SLOW = """
import time
import redif.cli.input_reader as reader
import redif.checks.checker as checker
def slow(path, *others, read=reader.file_templates):
    time.sleep(0.03)
    return read(path, *others)
reader.file_templates = checker.file_templates = slow
"""


@pytest.mark.skipif(not os.path.exists(f"/proc/self/task/{os.getpid()}/children"), reason="children are looked up in /proc")
@pytest.mark.parametrize("command", ["convert", "check"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL, None], ids=str)
def test_signals(command: str, how: signal.Signals | None, tree: Path, tmp_path: Path) -> None:
    """The whole group gets Ctrl-C, the parent alone is terminated or killed, or a child is killed."""
    out = tmp_path / "out.json"
    start = f"{SLOW}\nimport sys\nfrom redif.cli import main\nsys.exit(main(sys.argv[1:]))"
    arguments = [command, "--jobs", "2", "all", "-o", str(out)]
    parent = subprocess.Popen(
        [sys.executable, "-c", start, *arguments], cwd=tree, env=ENVIRONMENT, stderr=subprocess.PIPE, start_new_session=True
    )
    end = time.monotonic() + 30
    while not (pids := children(parent.pid)) and time.monotonic() < end:
        time.sleep(0.01)
    assert pids
    time.sleep(0.1)
    if how is signal.SIGINT:
        os.killpg(parent.pid, how)
    elif how is not None:
        parent.send_signal(how)
    else:
        os.kill(pids[0], signal.SIGKILL)
    _, err = parent.communicate(timeout=60)
    if how is None:
        one = tmp_path / "one.json"
        run(command, "--jobs", "1", "all", "-o", str(one), cwd=tree)
        assert out.read_bytes() == one.read_bytes()
        return
    assert parent.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}[how]
    assert b"Traceback" not in err
    end = time.monotonic() + 10
    while any(os.path.exists(f"/proc/{pid}/fd/0") for pid in pids) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(os.path.exists(f"/proc/{pid}/fd/0") for pid in pids)
    if how is not signal.SIGKILL:
        assert list(tmp_path.iterdir()) == []
