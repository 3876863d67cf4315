"""What needs no Spark: files in partitions of about the same size, and the message where Spark is missing."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
import redif.spark
from redif.spark.partitions import FILE_COST, partitions_of


@given(st.lists(st.integers(0, 100_000), max_size=50), st.integers(1, 200_000))
def test_every_file_is_in_one_partition_and_none_is_too_large(sizes: list[int], limit: int) -> None:
    files = [(str(number), size) for number, size in enumerate(sizes)]
    groups = [*partitions_of(iter(files), limit)]
    assert [path for group in groups for path in group] == [path for path, _ in files]
    by_name = dict(files)
    for group in groups:
        assert len(group) == 1 or sum(by_name[path] + FILE_COST for path in group) <= limit


def test_missing_pyspark_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "pyspark.sql.datasource", raising=False)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(redif.MissingLibraryError, match=r"pip install 'redif\[spark\]'"):
        redif.spark.register(None)  # type: ignore[arg-type, unused-ignore]
