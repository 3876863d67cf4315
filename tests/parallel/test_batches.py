"""Files in batches, and how many processes are worth it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redif.parallel.batches import BATCH_SIZE, FILE, SIZE, batches, cores, is_large, jobs_for
from redif.parallel.plain import packed, unpacked


@pytest.fixture
def sized(tmp_path: Path) -> list[str]:
    """Ten files of 10 kB."""
    paths = [tmp_path / f"{number}.rdf" for number in range(10)]
    for path in paths:
        path.write_bytes(bytes(10_000))
    return list(map(str, paths))


def test_each_file_counts_a_little_more_than_its_bytes(sized: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BATCH_SIZE, str(3 * (10_000 + FILE)))
    assert list(batches(sized)) == [range(3), range(3, 6), range(6, 9), range(9, 10)]
    assert list(batches([])) == []
    assert list(batches(["none.rdf"] * 4)) == [range(4)]


def test_a_large_file_is_a_batch_by_itself(sized: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    Path(sized[4]).write_bytes(bytes(200_000))
    monkeypatch.setenv(BATCH_SIZE, "50000")
    assert list(batches(sized)) == [range(4), range(4, 5), range(5, 10)]
    assert [path for path in sized if is_large(path)] == [sized[4]]


@pytest.mark.parametrize(("size", "several"), [(None, False), ("10000", True), ("60000", False), ("nonsense", False)])
def test_only_large_input_is_worth_several_processes(
    size: str | None, several: bool, sized: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if size is None:
        monkeypatch.delenv(BATCH_SIZE, raising=False)
    else:
        monkeypatch.setenv(BATCH_SIZE, size)
    assert jobs_for(sized, sized, 4) == (4 if several else 1)
    assert jobs_for(sized, sized, None) == (cores() if several else 1)
    assert jobs_for(sized, sized, 1) == 1


def test_many_small_files_are_large_input() -> None:
    assert jobs_for(["none.rdf"] * (3 * SIZE // FILE), ["none.rdf"], 4) == 4


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_what_can_be_read_once_is_read_by_one(sized: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BATCH_SIZE, "1000")
    os.mkfifo(tmp_path / "pipe.rdf")
    assert jobs_for(sized, [str(tmp_path)], 4) == 4
    assert jobs_for([*sized, "-"], [*sized, "-"], 4) == 1
    assert jobs_for(sized, [*sized, str(tmp_path / "pipe.rdf")], 4) == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(st.characters(categories=None)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(max_examples=50)
@given(json_values)
def test_plain_data_comes_back(value: object) -> None:
    assert unpacked(packed(value)) == value
