"""ReDIF in Spark: on this machine, with two workers. Skipped where there is no Java or no PySpark."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import redif
import redif.spark
from redif.cli import main
from redif.tables.nested import data_of
from support.paths import FIXTURES, SHARED

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

has_pyspark = importlib.util.find_spec("pyspark") is not None
pytestmark = [
    pytest.mark.skipif(not has_pyspark, reason="PySpark is not installed; it comes with redif[spark]"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Java, which Spark needs, is not here"),
]
INPUT = SHARED / "corpus" if (SHARED / "corpus").is_dir() else FIXTURES

# The same question in SQL of SQLite, over tables, and of Spark, over whole records.
QUERIES = {
    "items by kind": (
        "SELECT kind, count(*) FROM items GROUP BY kind ORDER BY kind",
        "SELECT item_kind, count(*) FROM redif WHERE item_kind IS NOT NULL GROUP BY item_kind ORDER BY item_kind",
    ),
    "papers a year in a field": (
        "SELECT year, count(DISTINCT id) FROM items JOIN jel ON jel.item_id = items.id "
        "WHERE kind = 'paper' AND code LIKE 'D%' GROUP BY year ORDER BY year",
        "SELECT item_year, count(*) FROM redif WHERE item_kind = 'paper' AND exists(classification_jel, code -> code LIKE 'D%') "
        "GROUP BY item_year ORDER BY item_year",
    ),
    "years and dates": (
        "SELECT count(year), sum(year), count(issued), min(issued), max(issued) FROM items",
        "SELECT count(item_year), sum(item_year), count(item_issued), CAST(min(item_issued) AS STRING), "
        "CAST(max(item_issued) AS STRING) FROM redif",
    ),
    "DOIs": ("SELECT count(doi), count(DISTINCT doi) FROM items", "SELECT count(item_doi), count(DISTINCT item_doi) FROM redif"),
    "authors": (
        "SELECT count(*), count(DISTINCT email) FROM authors",
        "SELECT count(*), count(DISTINCT author.email) FROM (SELECT explode(authors) AS author FROM redif)",
    ),
    "co-authors": (
        "SELECT count(*) FROM authors AS one JOIN authors AS other USING (item_id) WHERE one.position <> other.position",
        "SELECT sum(size(authors) * (size(authors) - 1)) FROM redif WHERE authors IS NOT NULL",
    ),
    "workplaces of authors": (
        "SELECT count(*), count(DISTINCT name) FROM affiliations WHERE author IS NOT NULL",
        "SELECT count(*), count(DISTINCT place.name) FROM (SELECT explode(author.workplaces) AS place FROM "
        "(SELECT explode(authors) AS author FROM redif))",
    ),
    "files of series": (
        "SELECT series_handle, count(*) FROM files JOIN items ON items.id = files.item_id WHERE series_handle IS NOT NULL "
        "GROUP BY series_handle ORDER BY count(*) DESC, series_handle LIMIT 20",
        "SELECT item_series, sum(size(files)) AS number FROM redif WHERE item_series IS NOT NULL AND files IS NOT NULL "
        "GROUP BY item_series ORDER BY number DESC, item_series LIMIT 20",
    ),
    "keywords": (
        "SELECT count(*), sum(length(keyword)), count(DISTINCT item_id) FROM keywords",
        "SELECT sum(size(keywords)), sum(aggregate(keywords, 0, (sum, word) -> sum + length(word))), count(*) FROM redif "
        "WHERE item_kind IS NOT NULL AND keywords IS NOT NULL",
    ),
    "described series and archives": (
        "SELECT (SELECT count(*) FROM series), (SELECT count(DISTINCT name) FROM archives)",
        "SELECT count_if(template_type = 'ReDIF-Series 1.0'), "
        "count(DISTINCT CASE WHEN template_type = 'ReDIF-Archive 1.0' THEN name END) FROM redif",
    ),
    "findings": (
        "SELECT code, severity, count(*), sum(start_line) FROM findings GROUP BY code, severity ORDER BY code, severity",
        "SELECT code, severity, count(*), sum(start_line) FROM findings GROUP BY code, severity ORDER BY code, severity",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session with two workers, and views of all records and findings of many real files."""
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.sql.shuffle.partitions", "2")
        builder = builder.config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        redif.spark.register(session)
        reader = session.read.format("redif").option("partitionBytes", 4_000_000)
        reader.load(str(INPUT)).cache().createOrReplaceTempView("redif")
        session.read.format("redif").option("findings", "true").load(str(INPUT)).cache().createOrReplaceTempView("findings")
        yield session
        session.stop()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tables") / "x.sqlite"
    assert main(["tables", "-q", str(INPUT), "-o", str(path)]) in (0, 1)  # some of the files are HTML
    return path


@pytest.mark.parametrize(("of_tables", "of_records"), QUERIES.values(), ids=QUERIES)
def test_spark_gives_the_same_answers_as_tables(of_tables: str, of_records: str, spark: SparkSession, database: Path) -> None:
    with closing(sqlite3.connect(database)) as tables:
        expected = tables.execute(of_tables).fetchall()
    assert [tuple(row) for row in spark.sql(of_records).collect()] == expected
    assert expected


def test_records_made_again_are_those_that_are_read(spark: SparkSession) -> None:
    rows = spark.read.format("redif").load(str(FIXTURES)).collect()
    found = sorted((data_of(row.asDict(recursive=True)) for row in rows), key=place)
    assert found == sorted((record.to_dict() for record in redif.read(FIXTURES)), key=place)


def place(data: dict[str, Any]) -> tuple[str, int]:
    return data["source"]["file"], data["source"]["line"]


def test_files_are_read_in_partitions(spark: SparkSession) -> None:
    frame = spark.read.format("redif").option("partitionBytes", "8000").load(str(FIXTURES))
    assert frame.rdd.getNumPartitions() > 5
    assert frame.count() == sum(1 for _ in redif.read(FIXTURES))


def test_options_choose(spark: SparkSession) -> None:
    read = spark.read.format("redif")
    assert {row.template_type for row in read.option("type", "paper,series").load(str(FIXTURES)).collect()} == {
        "ReDIF-Paper 1.0",
        "ReDIF-Series 1.0",
    }
    bad = sum(template.is_bad for template in redif.templates(FIXTURES))
    every = sum(1 for _ in redif.templates(FIXTURES))
    assert spark.read.format("redif").option("strict", "true").load(str(FIXTURES)).count() == every - bad
    assert bad
    two = [str(FIXTURES / "taf"), str(FIXTURES / "types")]
    assert spark.read.format("redif").load(two).count() == sum(1 for _ in redif.read(*two))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"typ": "paper"}, "did you mean type?"),
        ({"type": "papr"}, "did you mean paper?"),
        ({"strict": "perhaps"}, "strict takes true or false"),
        ({"partitionBytes": "0"}, "partitionBytes takes a number of bytes"),
    ],
)
def test_an_option_that_does_not_exist_is_refused(spark: SparkSession, options: dict[str, str], message: str) -> None:
    with pytest.raises(Exception, match=message):
        spark.read.format("redif").options(**options).load(str(FIXTURES / "taf")).count()


def test_a_file_that_is_not_there_is_an_error_and_an_empty_folder_is_none(spark: SparkSession, tmp_path: Path) -> None:
    assert spark.read.format("redif").load(str(tmp_path)).count() == 0
    with pytest.raises(Exception, match="there is no file or folder"):
        spark.read.format("redif").load(str(tmp_path / "none.rdf")).count()


def test_another_python_is_refused(spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "python3"
    other.symlink_to(sys.executable)
    monkeypatch.setattr(spark.sparkContext, "pythonExec", str(other))
    with pytest.raises(redif.UsageError, match=f"PYSPARK_PYTHON to {os.path.abspath(sys.executable)}"):
        redif.spark.register(spark)
