"""The store of a repository: what changed when, and what is gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import redif
from redif.oai.store import Changes, Position, RecordStore
from support.items import items

START = datetime(2026, 1, 1, tzinfo=UTC)


def papers(**titles: str) -> list[redif.Template]:
    """Papers by the last part of their handles; a double underscore parts the series from it."""
    texts = (
        f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Jane Doe\nTitle: {title}\nHandle: RePEc:aaa:{name.replace('__', ':')}\n"
        for name, title in titles.items()
    )
    return redif.parse("\n".join(texts)).templates


def test_what_an_update_finds() -> None:
    store = RecordStore(":memory:")
    assert store.update(papers(wpaper__1="A", wpaper__2="B"), now=START) == Changes(2, 0, 0, 0)
    later = START + timedelta(hours=1)
    assert store.update(papers(wpaper__1="A", wpaper__2="C", wpaper__3="D"), now=later) == Changes(1, 1, 0, 1)
    assert store.update(papers(wpaper__3="D"), now=later + timedelta(hours=1)) == Changes(0, 0, 2, 1)
    one, two, three = (store.record(f"oai:RePEc:aaa:wpaper:{number}") for number in (1, 2, 3))
    assert one
    assert two
    assert three
    assert (one.is_deleted, two.is_deleted, three.is_deleted) == (True, True, False)
    assert (one.stamp, three.stamp) == (later + timedelta(hours=1), later)
    assert one.data == {}
    assert three.data["title"] == "D"
    assert store.record("oai:RePEc:aaa:wpaper:4") is None
    assert store.update(papers(wpaper__1="A", wpaper__3="D")) == Changes(0, 1, 0, 1)
    again = store.record("oai:RePEc:aaa:wpaper:1")
    assert again
    assert (again.is_deleted, again.data["title"]) == (False, "A")


def test_where_a_record_is_and_how_its_file_is_called_makes_no_change(tmp_path: Path) -> None:
    store = RecordStore(":memory:")
    store.update(papers(wpaper__1="A", wpaper__2="B"))
    moved = tmp_path / "other.rdf"
    redif.write([template.record for template in reversed(papers(wpaper__1="A", wpaper__2="B"))], moved)
    assert store.update(redif.templates(moved)) == Changes(0, 0, 0, 2)


def test_an_incomplete_update_deletes_nothing() -> None:
    store = RecordStore(":memory:")
    store.update(papers(wpaper__1="A", wpaper__2="B"))
    errors = []

    def read() -> Iterator[redif.Template]:
        yield from papers(wpaper__2="C")
        errors.append("the other file cannot be read")

    assert store.update(read(), is_complete=lambda: not errors).deleted == 0
    assert [record.is_deleted for record in store.records()] == [False, False]
    assert store.update([]).deleted == 2


def test_the_first_of_several_with_one_handle_counts() -> None:
    store = RecordStore(":memory:")
    twice = [*papers(wpaper__1="A"), *papers(wpaper__1="B"), *papers(WPAPER__1="C")]
    assert store.update(twice) == Changes(1, 0, 0, 0)
    assert [record.data["title"] for record in store.records()] == ["A"]
    assert store.update(twice) == Changes(0, 0, 0, 1)


def test_what_is_no_item_or_has_no_handle_is_passed_over(fixtures: Path) -> None:
    nameless = redif.parse("Template-Type: ReDIF-Paper 1.0\nTitle: A\n").templates
    store = RecordStore(":memory:")
    store.update([*nameless, *redif.templates(fixtures)])
    assert store.count() == len({item.data["handle"].lower() for item in items(fixtures)}) > 15


def test_a_clock_that_was_set_back_hides_no_change() -> None:
    store = RecordStore(":memory:")
    store.update(papers(wpaper__1="A"), now=START)
    store.update(papers(wpaper__1="B"), now=START - timedelta(days=30))
    assert [record.stamp for record in store.records()] == [START]


def test_times_sets_and_positions_choose() -> None:
    store = RecordStore(":memory:")
    hours = [START + timedelta(hours=hour) for hour in range(4)]
    names = ["wpaper__1", "wpaper__2", "other1__1", "wpape1__1"]
    for count, hour in enumerate(hours, 1):
        store.update(papers(**dict.fromkeys(names[:count], "A")), now=hour)

    def found(**choice: object) -> list[str]:
        return [record.identifier.removeprefix("oai:RePEc:aaa:") for record in store.records(**choice)]  # type: ignore[arg-type]

    everything = ["wpaper:1", "wpaper:2", "other1:1", "wpape1:1"]
    assert found() == everything
    assert found(from_=hours[1], until=hours[2]) == everything[1:3]
    assert found(from_=hours[1] + timedelta(seconds=1)) == everything[2:]
    assert found(set_spec="RePEc:aaa:wpaper") == everything[:2]
    assert found(set_spec="RePEc:aaa") == found(set_spec="RePEc") == everything
    assert found(set_spec="RePEc:aa") == found(set_spec="wpaper") == []
    second = store.records()[1]
    assert found(after=Position(int(second.stamp.timestamp()), second.number), limit=1) == ["other1:1"]
    assert store.count(set_spec="RePEc:aaa:wpaper", from_=hours[1]) == 1
    assert store.earliest == START


def test_sets_have_the_names_of_their_series() -> None:
    store = RecordStore(":memory:")
    joined = papers(wpaper__1="A")
    joined[0].join({"series": {"name": "Working Papers"}, "archive": {"name": "An Archive"}})
    store.update([*joined, *papers(OTHER1__1="B")])
    assert store.sets() == [
        ("RePEc", "RePEc"),
        ("RePEc:aaa", "RePEc:aaa"),
        ("RePEc:aaa:other1", "RePEc:aaa:other1"),
        ("RePEc:aaa:wpaper", "Working Papers"),
    ]


def test_a_failed_update_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    store = RecordStore(path)
    store.update(papers(wpaper__1="A"))

    def broken() -> object:
        yield from papers(wpaper__2="B")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.update(broken())  # type: ignore[arg-type]
    store.close()
    assert [record.data["title"] for record in RecordStore(path).records()] == ["A"]


def test_files_that_are_no_stores_are_refused(tmp_path: Path) -> None:
    text, other, newer = tmp_path / "text", tmp_path / "other.sqlite", tmp_path / "newer.sqlite"
    text.write_text("no database " * 100)
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE mine (a)")
    with sqlite3.connect(newer) as database:
        database.execute("PRAGMA user_version = 99")
    for path in (text, other, newer, tmp_path / "missing" / "x", tmp_path):
        with pytest.raises(redif.RedifError, match=str(path)):
            RecordStore(path)
    with sqlite3.connect(other) as database:
        assert database.execute("SELECT name FROM sqlite_schema").fetchall() == [("mine",)]


class Updates(RuleBasedStateMachine):
    """A harvester that comes now and then, and asks only for what has changed since, knows what there is."""

    @initialize()
    def begin(self) -> None:
        self.store = RecordStore(":memory:")
        self.now = START
        self.present: dict[str, str] = {}
        self.harvested: dict[str, str] = {}
        self.last: datetime | None = None

    @rule(titles=st.dictionaries(st.sampled_from("12345"), st.sampled_from("ABC")), seconds=st.integers(-5, 5))
    def update(self, titles: dict[str, str], seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.present = titles
        self.store.update(papers(**{f"wpaper__{number}": title for number, title in titles.items()}), now=self.now)

    @rule(page=st.integers(1, 3))
    def harvest(self, page: int) -> None:
        after = None
        while records := self.store.records(from_=self.last, after=after, limit=page):
            for record in records:
                number = record.identifier[-1]
                if record.is_deleted:
                    self.harvested.pop(number, None)
                else:
                    self.harvested[number] = record.data["title"]
                self.last = record.stamp
            after = Position(int(records[-1].stamp.timestamp()), records[-1].number)
        assert self.harvested == self.present

    @invariant()
    def counts_agree(self) -> None:
        if hasattr(self, "store"):
            assert self.store.count() == len(self.store.records())
            assert sum(not record.is_deleted for record in self.store.records()) == len(self.present)


TestUpdates = Updates.TestCase
TestUpdates.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)
