"""An archive beside a table of what should be in it: items are added, by hand too, and runs are ended at any moment."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import redif

ARCHIVE = (
    "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:aaa\nName: X\nMaintainer-Email: j@b.org\nURL: https://b.org/RePEc/aaa/\n"
)
SERIES = "Template-Type: ReDIF-Series 1.0\nName: W\nProvider-Name: X\nMaintainer-Email: j@b.org\nType: ReDIF-Paper\nHandle: RePEc:aaa:wpaper\n"
ABSTRACT = "An abstract that is long enough to be one."
# No two of these are like one another, but with an addition each is still the same.
TITLES = ("A history of prices in Spain", "Quantum gravity and public debt", "Growing wine near Zürich")
LISTED = ".redif-handles"
RUNNING = (".redif-lock", ".redif-pending")


class Item(NamedTuple):
    """An item that may be added."""

    title: str
    number: str | None
    year: str

    @property
    def paper(self) -> redif.Paper:
        values: dict[str, Any] = {"title": self.title, "number": self.number, "creation_date": self.year}
        return redif.Paper(authors=["José Lee"], abstract=ABSTRACT, **values)

    def is_like(self, other: Item) -> bool:
        return self.title.partition(",")[0] == other.title.partition(",")[0]


class EndedError(BaseException):
    """Stands for Ctrl-C."""


@contextmanager
def ended_at(moment: int, end: Callable[[], None]) -> Iterator[None]:
    """End what runs at the moment before it changes the disk for the so many-th time."""
    left = moment

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **more: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                end()
            return function(*arguments, **more)

        return wrapped

    with pytest.MonkeyPatch.context() as patch:
        for name in ("rename", "replace", "fsync", "mkdir", "unlink", "rmdir", "open"):
            patch.setattr(os, name, counted(getattr(os, name)))
        yield


def interrupt() -> None:
    raise EndedError


class Additions(RuleBasedStateMachine):
    """Items are added again and again; files are edited, cut and deleted by hand; runs are interrupted and killed."""

    titles = st.builds("{}{}".format, st.sampled_from(TITLES), st.sampled_from(["", ", revised"]))
    items = st.builds(Item, titles, st.none() | st.sampled_from("123"), st.sampled_from(["2025", "2026"]))

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp()) / "aaa"
        (self.folder / "wpaper").mkdir(parents=True)
        (self.folder / "aaaarch.redif").write_text(ARCHIVE)
        (self.folder / "aaaseri.redif").write_text(SERIES)
        self.present: dict[str, Item] = {}
        self.given: set[str] = set()
        self.by_hand: dict[str, bytes] = {}  # what was written by hand, by handle or as a comment
        self.remarks = 0

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder.parent)

    def contents(self, folder: Path | None = None) -> dict[str, bytes]:
        """The files of the archive, or of another one, without what a run has and removes."""
        folder = folder or self.folder
        paths = [path for path in folder.rglob("*") if path.is_file()]
        return {name: path.read_bytes() for path in paths if not (name := str(path.relative_to(folder))).startswith(RUNNING)}

    def files(self) -> list[Path]:
        return sorted((self.folder / "wpaper").glob("*.r*"))

    # Adding

    def expected(self, items: list[Item], plan: redif.Addition) -> dict[str, Item] | None:
        """What is in the archive afterwards; None if it has to be refused."""
        after, seen, said = dict(self.present), list[str](), [*plan.added, *plan.updated, *plan.unchanged]
        for item in items:
            if item.number is not None:
                handle = f"RePEc:aaa:wpaper:{item.number}"
                old = self.present.get(handle)
                if (old is None and handle in self.given) or (old is not None and not item.is_like(old)):
                    return None
            elif same := [handle for handle, other in self.present.items() if other.title == item.title]:
                handle = same[0]
            else:
                new = [handle for handle in plan.added if handle.startswith(f"RePEc:aaa:wpaper:{item.year}-")]
                handle = next(handle for handle in new if handle not in seen)
            if handle in seen:
                return None
            seen.append(handle)
            old = self.present.get(handle)
            after[handle] = item if old is None else item._replace(number=item.number or old.number)
            category = plan.added if old is None else plan.unchanged if old == after[handle] else plan.updated
            assert handle in category
            assert old is not None or handle not in self.given, "a handle was given again"
        assert sorted(seen) == sorted(said)
        return after

    @rule(
        items=st.lists(items, min_size=1, max_size=4),
        end=st.sampled_from(["", "", "interrupted", "killed", "killed"]),
        moment=st.integers(1, 25),
    )
    def add(self, items: list[Item], end: str, moment: int) -> None:
        archive, papers = redif.ArchiveFolder(self.folder), [item.paper for item in items]
        assert len(archive) == len(self.present)
        plan = archive.plan(papers, series="wpaper")
        expected = self.expected(items, plan)
        before = self.contents()
        assert bool(plan.refused) is (expected is None)
        if expected is None:
            with pytest.raises(redif.RefusedError):
                archive.add(papers, series="wpaper")
            assert self.contents() == before
            return
        copy = Path(shutil.copytree(self.folder, self.folder.parent / "copy"))
        done = redif.ArchiveFolder(copy).add(papers, series="wpaper")
        assert (done.added, done.updated, done.unchanged) == (plan.added, plan.updated, plan.unchanged)
        whole = self.contents(copy)
        shutil.rmtree(copy)
        if end == "killed":
            if (child := os.fork()) == 0:
                try:
                    with ended_at(moment, lambda: os._exit(0)):
                        archive.add(papers, series="wpaper")
                finally:
                    os._exit(0)
            os.waitpid(child, 0)
        else:
            with suppress(EndedError), ended_at(moment if end else 0, interrupt):
                archive.add(papers, series="wpaper")
        redif.ArchiveFolder(self.folder).add([], series="wpaper")  # whoever comes next completes what was decided
        after = self.contents()
        assert not [name for name in os.listdir(self.folder) if name in RUNNING]
        assert after == whole or (end and after == before)
        if after == whole:
            self.present = expected
            self.given |= {*expected} if plan.added else set()  # the list is written when it gets longer
            for handle in plan.updated:
                self.by_hand.pop(handle, None)

    # What is done by hand

    @rule(
        item=items.filter(lambda item: item.number),
        ending=st.sampled_from(["rdf", "redif"]),
        new_line=st.sampled_from(["\n", "\r\n"]),
    )
    def write_by_hand(self, item: Item, ending: str, new_line: str) -> None:
        handle, why = f"RePEc:aaa:wpaper:{item.number}", f"# why {item.number}"
        if handle in self.present:
            return
        text = (
            f"Template-Type:   ReDIF-Paper 1.0\n{why}\nTITLE:   {item.title}\nAuthor-Name: José  Lee\nAbstract: {ABSTRACT}\n"
            f"Creation-Date: {item.year}\nNumber: {item.number}\nHandle: {handle}\n"
        ).replace("\n", new_line)
        encoding = "cp1252" if ending == "rdf" else "utf-8"
        path = self.folder / "wpaper" / f"{item.year}.{ending}"
        with path.open("ab") as file:
            file.write(f"{new_line * 2 if path.stat().st_size else ''}{text}".encode(encoding))
        self.present[handle] = item
        self.by_hand |= {handle: text.encode(encoding), why: why.encode()}

    @rule(number=st.integers(0, 9))
    def remark(self, number: int) -> None:
        if files := self.files():
            self.remarks += 1
            text = f"# remark {self.remarks}\n".encode()
            with files[number % len(files)].open("ab") as file:
                file.write(b"\n" + text)
            self.by_hand[f"remark {self.remarks}"] = text

    @rule(number=st.integers(0, 9))
    def delete_a_file(self, number: int) -> None:
        if files := self.files():
            path = files[number % len(files)]
            gone = path.read_bytes()
            for record in redif.read(path):
                del self.present[str(record.handle)]
            self.by_hand = {what: text for what, text in self.by_hand.items() if text not in gone}
            path.unlink()

    @rule(keep=st.integers(0, 5), more=st.sampled_from([b"", b"\xff\x00\n", b"\n\n", b"no handle\n"]))
    def damage_the_list_of_handles(self, keep: int, more: bytes) -> None:
        path = self.folder / LISTED
        if path.exists():
            lines = path.read_bytes().splitlines(keepends=True)[:keep]
            path.write_bytes(b"".join(lines) + more)
            kept = {line.decode().strip() for line in lines if b"repec" in line}
            self.given = {handle for handle in self.given if handle.lower() in kept}

    @rule(name=st.sampled_from([".redif-lock", ".redif-pending/0", ".redif-pending/new"]))
    def leave_traces_of_a_run(self, name: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('["wpaper/2026.redif"]')

    # What always holds

    @invariant()
    def all_is_there(self) -> None:
        if not hasattr(self, "folder"):
            return
        found = {str(record.handle): record for record in redif.read(self.folder) if isinstance(record, redif.Paper)}
        items = {handle: Item(str(paper.title), paper.number, str(paper.creation_date)) for handle, paper in found.items()}
        assert items == self.present
        self.present = items  # in the order of the files, in which redif looks for items without a number
        together = b"".join(self.contents().values())
        assert [what for what, text in self.by_hand.items() if together.count(text) != 1] == []


if hasattr(os, "fork"):
    TestAdditions = Additions.TestCase
    TestAdditions.settings = settings(
        max_examples=40, stateful_step_count=12, phases=[Phase.reuse, Phase.generate, Phase.shrink]
    )
