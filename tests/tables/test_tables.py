"""Tables: the same answers in every form, the records made again from them, and nothing half written."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import redif
from redif.bibliography.item import ITEM_KINDS, BibliographicItem, year_of
from redif.bibliography.people import each_person
from redif.cli import main
from redif.findings.finding import Finding
from redif.schema.values import HandleKind
from redif.source.transaction import locked
from redif.tables import FORMS
from redif.tables.arrow import arrow_schema, batch_of
from redif.tables.batches import row_batches
from redif.tables.findings import finding_batches, findings_schema
from redif.tables.nested import data_of, nested_batch, nested_schema
from redif.tables.rows import Rows, normal
from redif.tables.schema import TABLES
from support.paths import FIXTURES, SHARED
from support.sample import write_sample
from support.strategies import FILES, LINES, VALUES_BY_TYPE

INPUT = SHARED / "corpus" if (SHARED / "corpus").is_dir() else FIXTURES
NAMES = {"sqlite": "x.sqlite", "duckdb": "x.duckdb", "parquet": "x"}
Ask = Callable[[str], list[tuple[Any, ...]]]

QUERIES = {
    "items by kind": "SELECT kind, count(*) FROM items GROUP BY kind ORDER BY kind",
    "papers a year in a field": "SELECT year, count(DISTINCT id) FROM items JOIN jel ON jel.item_id = items.id "
    "WHERE kind = 'paper' AND code LIKE 'D%' GROUP BY year ORDER BY year",
    "years and dates": "SELECT count(year), sum(year), count(issued), min(CAST(issued AS VARCHAR)), max(CAST(issued AS VARCHAR)) "
    "FROM items",
    "authors": "SELECT count(*), count(DISTINCT name), sum(position), sum(length(family)) FROM authors",
    "co-authors": "SELECT count(*) FROM authors AS one JOIN authors AS other USING (item_id) WHERE one.position <> other.position",
    "workplaces of authors": "SELECT count(*), count(DISTINCT affiliations.name) FROM affiliations "
    "JOIN authors ON authors.item_id = affiliations.record_id AND authors.position = affiliations.author",
    "files of series": "SELECT series_handle, count(*) FROM files JOIN items ON items.id = files.item_id "
    "GROUP BY series_handle ORDER BY count(*) DESC, series_handle LIMIT 50",
    "keywords": "SELECT count(*), sum(length(keyword)), count(DISTINCT item_id) FROM keywords",
    "items with a described series": "SELECT count(*), count(DISTINCT series.handle) FROM items "
    "JOIN series ON series.handle = items.series_handle JOIN archives ON archives.handle = series.archive_handle",
    "what registered persons refer to": "SELECT short_id, kind, count(*) FROM persons JOIN links ON links.record_id = persons.id "
    "WHERE short_id IS NOT NULL GROUP BY short_id, kind ORDER BY short_id, kind",
    "links": "SELECT relation, kind, count(*) FROM links GROUP BY relation, kind ORDER BY relation, kind",
    "findings": "SELECT code, severity, count(*), sum(start_line) FROM findings GROUP BY code, severity ORDER BY code, severity",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of many real files in every form, made by processes of which no coverage is measured."""
    folder = tmp_path_factory.mktemp("tables")
    for name in NAMES.values():
        command = [sys.executable, "-m", "redif", "tables", "-q", str(INPUT), "-o", str(folder / name)]
        assert subprocess.run(command, stderr=subprocess.DEVNULL).returncode in (0, 1)  # some of the files are HTML
    return folder


def ask_sqlite(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def ask_duckdb(path: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(path, read_only=True) as database:
        return database.execute(query).fetchall()


def ask_parquet(path: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as database:
        for table in TABLES:
            database.read_parquet(str(path / f"{table.name}.parquet")).create_view(table.name)
        return database.execute(query).fetchall()


ASK = {"sqlite": ask_sqlite, "duckdb": ask_duckdb, "parquet": ask_parquet}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_all_forms_give_the_same_answer(query: str, built: Path) -> None:
    answers = [ask(built / NAMES[form], query) for form, ask in ASK.items()]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]


def test_the_answers_are_right(built: Path) -> None:
    """They are counted once more, from the records themselves."""
    data = [template.data for template in redif.templates(INPUT)]
    items = [record for record in data if record["template_type"] in ITEM_KINDS]
    kinds = Counter(str(ITEM_KINDS[record["template_type"]]) for record in items)
    assert dict(ask_sqlite(built / "x.sqlite", QUERIES["items by kind"])) == kinds
    years = [year for record in items if (year := year_of(record))]
    assert ask_sqlite(built / "x.sqlite", "SELECT count(year), sum(year) FROM items") == [(len(years), sum(years))]
    dois = sum(1 for record in items if BibliographicItem(record).doi)
    assert ask_sqlite(built / "x.sqlite", "SELECT count(doi) FROM items WHERE doi LIKE '10.%'") == [(dois,)]
    people = sum(len(each_person(record.get("authors"))) for record in items)
    assert ask_sqlite(built / "x.sqlite", "SELECT count(*) FROM authors") == [(people,)]
    for table, field in (("files", "files"), ("jel", "classification_jel"), ("keywords", "keywords")):
        count = sum(len(record.get(field, ())) for record in items)
        assert ask_sqlite(built / "x.sqlite", f"SELECT count(*) FROM {table}") == [(count,)]


def test_people_in_one_name_have_a_row_each(tmp_path: Path) -> None:
    source, path = tmp_path / "x.rdf", tmp_path / "x.sqlite"
    source.write_text(
        "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann Lee and Bo Kim\nAuthor-WorkPlace-Name: University of Oslo\n"
        "Author-Name: Eva Ito\nTitle: A\nHandle: RePEc:aaa:papers:1\n"
    )
    assert main(["tables", "-q", str(source), "-o", str(path)]) == 0
    assert ask_sqlite(path, "SELECT position, name, family FROM authors ORDER BY position") == [
        (1, "Ann Lee", "Lee"), (2, "Bo Kim", "Kim"), (3, "Eva Ito", "Ito")
    ]  # fmt: skip
    assert ask_sqlite(path, "SELECT author, name FROM affiliations ORDER BY author") == [
        (1, "University of Oslo"), (2, "University of Oslo")
    ]  # fmt: skip
    ((record,),) = ask_sqlite(path, "SELECT record FROM records")
    assert json.loads(record) == redif.parse(source.read_text()).templates[0].data | {"source": json.loads(record)["source"]}


def test_records_made_again_are_those_of_json_lines(built: Path, tmp_path: Path) -> None:
    assert main(["convert", "-q", str(INPUT), "-o", str(tmp_path / "x.jsonl")]) in (0, 1)  # some of the files are HTML
    lines = [json.loads(line) for line in (tmp_path / "x.jsonl").read_bytes().splitlines()]
    for form in ("sqlite", "duckdb"):
        rows = ASK[form](built / NAMES[form], "SELECT record FROM records ORDER BY id")
        assert [json.loads(record) for (record,) in rows] == lines
    table = pq.read_table(built / "x" / "records.parquet")
    assert [data_of(row) for row in table.to_pylist(maps_as_pydicts="strict")] == lines
    assert table.column("id").to_pylist() == [*range(1, len(lines) + 1)]


def test_sqlite_searches_titles_abstracts_and_authors(tmp_path: Path) -> None:
    (tmp_path / "x.rdf").write_text(
        "Template-Type: ReDIF-Paper 1.0\nTitle: Élasticité\nAuthor-Name: José Pérez\nAbstract: prices; and wages\n"
        "Handle: RePEc:aaa:wpaper:1\n",
        encoding="utf-8-sig",
    )
    assert main(["tables", "-q", str(tmp_path / "x.rdf"), "-o", str(tmp_path / "x.sqlite")]) == 0
    for words in ("elasticite", "authors: perez", "abstract: wages"):
        query = f"SELECT handle FROM search JOIN items ON items.id = search.rowid WHERE search MATCH '{words}'"
        assert ask_sqlite(tmp_path / "x.sqlite", query) == [("RePEc:aaa:wpaper:1",)]
    assert ask_sqlite(tmp_path / "x.sqlite", "SELECT snippet(search, 2, '', '', '', 9) FROM search") == [("José Pérez",)]
    assert ask_sqlite(tmp_path / "x.sqlite", "PRAGMA integrity_check") == [("ok",)]


def test_sqlite_has_indexes(built: Path) -> None:
    for where in ("items WHERE handle = 'x'", "authors WHERE item_id = 1", "links WHERE handle = 'x'", "jel WHERE code = 'x'"):
        plan = ask_sqlite(built / "x.sqlite", f"EXPLAIN QUERY PLAN SELECT * FROM {where}")
        assert "USING INDEX" in plan[0][-1]


@pytest.mark.parametrize("form", FORMS)
def test_empty_input_gives_the_same_schema(form: str, tmp_path: Path, built: Path) -> None:
    (tmp_path / "x.json").write_text("[]")
    assert main(["tables", "-q", str(tmp_path / "x.json"), "-o", str(tmp_path / NAMES[form])]) == 0
    for table in TABLES:
        if form == "parquet":
            found, full = (pq.read_schema(folder / "x" / f"{table.name}.parquet") for folder in (tmp_path, built))
            assert found.equals(full, check_metadata=True)
            assert found.metadata[b"redif.schema_version"]
        else:
            describe = f"PRAGMA table_info({table.name})"
            assert ASK[form](tmp_path / NAMES[form], describe) == ASK[form](built / NAMES[form], describe)
        assert ASK[form](tmp_path / NAMES[form], f"SELECT count(*) FROM {table.name}") == [(0,)]
    if form != "parquet":
        assert ("schema_version", "1") in ASK[form](tmp_path / NAMES[form], "SELECT * FROM meta")


HOSTILE = {
    "title": "'); DROP TABLE items; --\" \x00 %s ? :1",
    "abstract": "y" * 10_000_000,
    "authors": [{"name": f"A{n} O'Neil"} for n in range(70_000)],
    "files": [{"url": "http://a.b/c", "restriction": "\u2028; x"}],
    "extra": {"X-'); --": ["a", {"b": [1, 2.5, None]}]},
    "unknown": {"": [""], "a\x00": ["\x00"]},
    "volume": "007",
    "issue": "1e3",
}


@pytest.mark.parametrize("form", FORMS)
def test_values_are_nothing_but_data(form: str, tmp_path: Path) -> None:
    (template,) = redif.parse("Template-Type: ReDIF-Article 1.0\nHandle: RePEc:aaa:journl:1\n").templates
    template.data.update(HOSTILE)
    FORMS[form].write(row_batches([template]), str(tmp_path / NAMES[form]))
    ask = ASK[form]
    path = tmp_path / NAMES[form]
    assert ask(path, "SELECT title, volume, issue, length(abstract) FROM items") == [
        (HOSTILE["title"], "007", "1e3", 10_000_000)
    ]
    assert ask(path, "SELECT count(*), count(DISTINCT name), max(position) FROM authors") == [(70_000, 70_000, 70_000)]
    assert ask(path, "SELECT restriction FROM files") == [("\u2028; x",)]
    if form == "parquet":
        table = pq.read_table(path / "records.parquet")
        assert len(table.column("authors")[0]) == 70_000
        (row,) = table.drop_columns("authors").to_pylist(maps_as_pydicts="strict")
        assert data_of(row) == {name: value for name, value in template.data.items() if name != "authors"}
    else:
        ((record,),) = ask(path, "SELECT record FROM records")
        assert json.loads(record) == template.data


def interrupted(error: BaseException) -> Iterator[Rows]:
    yield from row_batches(redif.templates(FIXTURES))
    raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(143), OSError(28, "No space left on device")], ids=repr)
@pytest.mark.parametrize("form", FORMS)
def test_after_an_interruption_all_is_as_before(form: str, error: BaseException, tmp_path: Path) -> None:
    path = tmp_path / NAMES[form]
    with pytest.raises(type(error)):
        FORMS[form].write(interrupted(error), str(path))
    assert [*tmp_path.iterdir()] == []
    FORMS[form].write(row_batches(redif.templates(FIXTURES)), str(path))
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    with pytest.raises(type(error)):
        FORMS[form].write(interrupted(error), str(path))
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_other_files_in_a_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    for _ in range(2):
        assert main(["tables", "-q", str(FIXTURES / "taf"), "-o", str(tmp_path)]) == 0
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {"notes.txt", *(f"{table.name}.parquet" for table in TABLES)}


def test_one_row_for_each_handle(tmp_path: Path) -> None:
    write_sample(tmp_path / "RePEc")
    paths = [str(tmp_path / "RePEc"), str(tmp_path / "RePEc" / "aaa" / "wpaper" / "items.rdf")]
    for options, count in ([], 5 + 5), (["--unique"], 5):
        assert main(["tables", "-q", *options, *paths, "-o", str(tmp_path / "x.sqlite")]) == 0
        query = "SELECT count(*) FROM items WHERE series_handle = 'RePEc:aaa:wpaper'"
        assert ask_sqlite(tmp_path / "x.sqlite", query) == [(count,)]


def test_what_is_described_elsewhere_is_added_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_sample(tmp_path / "RePEc")
    wanted = [str(tmp_path / "RePEc" / "aaa" / "wpaper"), str(tmp_path / "RePEc" / "aaa" / "aaaseri.rdf")]
    described = ["--with", str(tmp_path / "RePEc"), "--with", str(tmp_path / "RePEc")]
    assert main(["tables", *wanted, *described, "-o", str(tmp_path / "x.sqlite")]) == 0
    assert "8 records and 3 templates of --with written" in capsys.readouterr().err
    for table, count in (("items", 5), ("series", 3), ("archives", 1), ("persons", 2), ("records", 11)):
        assert ask_sqlite(tmp_path / "x.sqlite", f"SELECT count(*) FROM {table}") == [(count,)]
    joined = "SELECT DISTINCT archives.name FROM items JOIN archives ON archives.handle = archive_handle"
    assert ask_sqlite(tmp_path / "x.sqlite", joined) == [("Example Department",)]


def test_templates_are_chosen_as_by_convert(tmp_path: Path) -> None:
    write_sample(tmp_path / "RePEc")
    options = ["--type", "paper", "--year", "2023-", "--jel", "E", "--sort", "-year", "--limit", "2"]
    assert main(["tables", "-q", *options, str(tmp_path / "RePEc"), "-o", str(tmp_path / "x.sqlite")]) == 0
    assert main(["convert", "-q", *options, str(tmp_path / "RePEc"), "-o", str(tmp_path / "x.jsonl")]) == 0
    rows = ask_sqlite(tmp_path / "x.sqlite", "SELECT record FROM records ORDER BY id")
    assert [record for (record,) in rows] == (tmp_path / "x.jsonl").read_text().splitlines()
    assert len(rows) == 2


def test_findings_are_those_that_were_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.rdf").write_text("stray\n")
    assert main(["tables", str(FIXTURES / "mess"), str(tmp_path / "x.rdf"), "-o", str(tmp_path / "x.sqlite")]) == 0
    counts = dict(ask_sqlite(tmp_path / "x.sqlite", "SELECT severity, count(*) FROM findings GROUP BY severity"))
    assert f"; {counts['error']} errors, {counts['warning']} warnings" in capsys.readouterr().err
    assert ask_sqlite(tmp_path / "x.sqlite", "SELECT count(*) FROM findings WHERE record_id IS NULL") > [(0,)]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-o", "-"], "tables cannot be written to standard output"),
        (["-o", "x.foo"], "the extension of x.foo does not say what to write"),
        (["-o", "missing/x.sqlite"], "cannot write missing/x.sqlite: No such file or directory"),
        (["-o", "/dev/null", "--to", "sqlite"], "cannot write /dev/null: it is not a file"),
        (["-o", "/dev/null/x"], "cannot write /dev/null/x"),
        (["-o", "x.jsonl", "--to", "sqlite"], "x.jsonl is one of the files that are read"),
        (["-o", "x.sqlite", "--type", "papr"], "did you mean paper?"),
    ],
)
def test_what_cannot_be_written_is_said(
    words: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.jsonl").write_text("[]")
    assert main(["tables", "x.jsonl", *words]) == 2
    assert message in capsys.readouterr().err
    assert os.listdir() == ["x.jsonl"]


def test_the_exit_status_is_that_of_convert(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"template_type": "ReDIF-Paper 1.0"}\n{"title": 1}\n')
    assert main(["tables", "-q", str(tmp_path / "x.jsonl"), "-o", str(tmp_path / "x.sqlite")]) == 1
    assert main(["tables", "-q", str(tmp_path / "none.rdf"), "-o", str(tmp_path / "x.sqlite")]) == 2


@pytest.mark.parametrize(("form", "missing"), [("duckdb", "duckdb"), ("duckdb", "pyarrow"), ("parquet", "pyarrow")])
def test_a_missing_library_is_named(
    form: str, missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    assert main(["tables", str(FIXTURES / "taf"), "-o", str(tmp_path / NAMES[form])]) == 2
    assert f"needs the library {missing}; install it with: pip install 'redif[tables]'" in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


def test_arrow_needs_a_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(redif.MissingLibraryError, match=r"redif\.to_arrow needs the library pyarrow"):
        redif.to_arrow(FIXTURES)


def test_arrow_has_whole_records_and_the_same_columns_for_all() -> None:
    reader = redif.to_arrow(FIXTURES)
    assert reader.schema.equals(redif.to_arrow().schema)
    rows = reader.read_all().to_pylist(maps_as_pydicts="strict")
    assert [data_of(row) for row in rows] == [record.to_dict() for record in redif.read(FIXTURES)]
    years = {row["handle"]: row["item_year"] for row in rows if row["item_kind"]}
    assert years["RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374"] == 2021
    with pytest.raises(redif.FileError):
        redif.to_arrow("nowhere.rdf").read_all()
    with pytest.raises(redif.InputTypeError):
        redif.to_arrow(5)  # type: ignore[arg-type]


def test_data_frames_have_the_types_of_arrow() -> None:
    table = redif.to_arrow(FIXTURES).read_all()
    pandas, polars = redif.to_pandas(FIXTURES), redif.to_polars(FIXTURES)
    assert [*pandas.columns] == polars.columns == table.column_names
    assert len(pandas) == len(polars) == table.num_rows
    years = table["item_year"].to_pylist()
    assert None in years
    assert (
        polars["item_year"].to_list()
        == pandas["item_year"].astype(object).where(pandas["item_year"].notna(), None).tolist()
        == years
    )
    assert polars["title"].to_list() == table["title"].to_pylist()
    assert redif.to_polars().schema == polars.schema
    assert [*redif.to_pandas().dtypes] == [*pandas.dtypes]
    with pytest.raises(redif.FileError):
        redif.to_pandas("nowhere.rdf")


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_data_frames_need_a_library(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(redif.MissingLibraryError, match=rf"redif\.to_{name} needs the library {name}.*redif\[frames\]"):
        getattr(redif, f"to_{name}")(FIXTURES)


def test_batches_are_bounded() -> None:
    text = "".join(f"Template-Type: ReDIF-Paper 1.0\nHandle: RePEc:aaa:wpaper:{n}\n\n" for n in range(12_000))
    sizes = [batch.num_rows for batch in redif.to_arrow(io.StringIO(text))]
    assert sum(sizes) == 12_000
    assert max(sizes) <= 5000
    long = "x" * 1_000_000
    text = "".join(f"Template-Type: ReDIF-Paper 1.0\nTitle: {long}\n\n" for n in range(20))
    assert max(batch.num_rows for batch in redif.to_arrow(io.StringIO(text))) < 10
    assert max(len(rows.tables["records"]) for rows in row_batches(redif.templates(io.StringIO(text)))) < 10


def test_findings_by_themselves_are_those_of_the_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "outside\n\n" + "".join(
        f"Template-Type: ReDIF-Paper 1.0\nTitle: A\nFoo: x\nBar: y\nHandle: RePEc:aaa:wpaper:{n}\n\n" for n in range(10)
    )
    outside: list[Finding] = []
    read = [*redif.templates(io.StringIO(text), on_finding=outside.append)]
    expected: list[tuple[int | None, str, int, str]] = [(t.line, f.code, f.line, f.message) for t in read for f in t.findings]
    expected += [(None, f.code, f.line, f.message) for f in outside]
    monkeypatch.setattr("redif.tables.findings.MOST_FINDINGS", 7)
    batches = [*finding_batches(read, outside)]
    found = [row for batch in batches for row in batch.to_pylist()]
    assert [(row["template_line"], row["code"], row["start_line"], row["message"]) for row in found] == expected
    assert max(batch.num_rows for batch in batches) < 14
    assert all(batch.schema == findings_schema() for batch in batches)
    assert outside == []


def check_all_ways(templates: list[redif.Template], folder: Path) -> None:
    """Put templates through every form of tables, and compare what comes back."""
    rows = Rows()
    for number, template in enumerate(templates, 1):
        rows.add_template(template, number)
    for table in TABLES:
        assert {len(row) for row in rows.tables[table.name]} <= {len(table.columns)}
        assert batch_of(table, rows.tables[table.name]).schema.equals(arrow_schema(table))
    data = [json.loads(json.dumps(template.data)) for template in templates]
    batch = nested_batch([template.data for template in templates])
    assert batch.schema.equals(nested_schema())
    assert [data_of(row) for row in batch.to_pylist(maps_as_pydicts="strict")] == data
    FORMS["sqlite"].write([rows], str(folder / "x.sqlite"))
    found = ask_sqlite(folder / "x.sqlite", "SELECT record FROM records ORDER BY id")
    assert [json.loads(record) for (record,) in found] == data


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(LINES, max_size=12).map("\n".join) | FILES)
def test_any_text_comes_back(text: str | bytes, tmp_path: Path) -> None:
    check_all_ways(redif.parse(text).templates, tmp_path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
OUTSIDE = st.dictionaries(
    st.sampled_from(["X-a", "extra_json", "", "é"]), st.lists(st.text(max_size=5), min_size=1, max_size=3)
)
CLUSTER = st.fixed_dictionaries(
    {},
    optional={"name": st.text(max_size=9), "further": OUTSIDE, "extra": st.dictionaries(st.text(max_size=4), st.lists(JSON))},
)
RECORDS = st.fixed_dictionaries(
    {"template_type": st.sampled_from(["ReDIF-Paper 1.0", "ReDIF-Book 1.0", "ReDIF-Series 1.0", "ReDIF-Institution 1.0", "x"])},
    optional={"unknown": OUTSIDE, "unparsed": OUTSIDE, "extra": st.dictionaries(st.text(max_size=5), st.lists(JSON, max_size=3))},
).flatmap(
    lambda data: st.lists(CLUSTER, min_size=1, max_size=3).map(
        lambda clusters: data | ({"authors": clusters} if data["template_type"] in ITEM_KINDS else {})
    )
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(RECORDS, max_size=4))
def test_any_record_in_json_comes_back(records: list[dict[str, Any]], tmp_path: Path) -> None:
    text = "\n".join(map(json.dumps, records)) + "\n"
    check_all_ways([*redif.templates(io.BytesIO(text.encode()))], tmp_path)


HANDLES = st.one_of(*(VALUES_BY_TYPE[f"{kind}handle"] for kind in HandleKind), st.just("RePEc:per:1965-04-12:Jane_Doe"))


@given(HANDLES.flatmap(lambda handle: st.sampled_from([handle, handle.upper(), handle.lower(), handle.swapcase()])))
def test_handles_that_mean_the_same_are_joined(handle: str) -> None:
    assert normal(handle) == redif.Handle(handle).normal == normal(handle.swapcase())


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with locked(str(tmp_path)):
        assert main(["tables", "-q", str(FIXTURES / "taf"), "-o", str(tmp_path)]) == 2
    assert "another redif is changing this folder; try again when it has finished" in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


def test_numbers_of_any_size_that_json_takes() -> None:
    data = {"template_type": "ReDIF-Article 1.0", "year": 2**62, "source": {"file": "-", "line": 1}}
    (row,) = nested_batch([data]).to_pylist(maps_as_pydicts="strict")
    assert data_of(row) == data
    assert isinstance(nested_schema(), pa.Schema)
