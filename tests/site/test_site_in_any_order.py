"""A site that is built again and again is the one that is built at once, whatever happened to it in between."""

from __future__ import annotations

import builtins
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from redif.cli import main

PAPER = "Template-Type: ReDIF-Paper 1.0\nTitle: {}\nAuthor-Name: Jane Doe\nHandle: RePEc:aaa:wpaper:{}\n\n"
PAGE = "repec/aaa/wpaper/{}.html"
TEMPORARY = ".redif-site.tmp"


def interrupt() -> None:
    raise KeyboardInterrupt


@contextmanager
def ended_at(moment: int, end: Callable[[], None]) -> Iterator[None]:
    """End what runs when it has changed the disk for the so many-th time: an empty file is there, or one is replaced."""
    left, opening = moment, builtins.open

    def changed() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            end()

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **more: Any) -> Any:
            result = function(*arguments, **more)
            changed()
            return result

        return wrapped

    def opened(file: Any, mode: str = "r", *arguments: Any, **more: Any) -> Any:
        result = opening(file, mode, *arguments, **more)
        if mode[0] != "r":
            changed()
        return result

    with pytest.MonkeyPatch.context() as patch:
        for name in ("replace", "unlink", "rmdir", "mkdir"):
            patch.setattr(os, name, counted(getattr(os, name)))
        patch.setattr(builtins, "open", opened)
        yield


class Builds(RuleBasedStateMachine):
    """Papers come, change and go; builds are interrupted and killed; somebody changes, deletes and adds files."""

    codes, titles = st.sampled_from("123"), st.sampled_from(["Prices", "Wages"])
    at_once: ClassVar[dict[tuple[tuple[str, str], ...], dict[str, bytes]]] = {}  # sites by the papers in them

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "aaa").mkdir()
        self.papers: dict[str, str] = {"1": "Prices"}
        self.others: dict[str, bytes] = {}  # files that somebody else has put there
        self.is_complete = False

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)

    def run(self, name: str = "out") -> int:
        (self.folder / "aaa" / "aaa.redif").write_text(
            "".join(PAPER.format(title, code) for code, title in sorted(self.papers.items()))
        )
        return main(["site", "-q", "--jobs", "1", str(self.folder / "aaa"), "-o", str(self.folder / name)])

    def contents(self, name: str = "out") -> dict[str, bytes]:
        paths = [path for path in (self.folder / name).rglob("*") if path.is_file() or path.is_symlink()]
        found = {str(path.relative_to(self.folder / name)): path.read_bytes() for path in paths}
        return {name: data for name, data in found.items() if not name.startswith(TEMPORARY)}

    def expected(self) -> dict[str, bytes]:
        state = tuple(sorted(self.papers.items()))
        if state not in self.at_once:
            assert self.run("new") == 0
            self.at_once[state] = self.contents("new")
            shutil.rmtree(self.folder / "new")
        return self.at_once[state]

    # What is in the archive

    @rule(code=codes, title=titles)
    def write_paper(self, code: str, title: str) -> None:
        self.papers[code] = title

    @rule(code=codes)
    def remove_paper(self, code: str) -> None:
        self.papers.pop(code, None)

    # Builds

    @rule()
    def build(self) -> None:
        before, status = self.contents(), self.run()
        if not self.papers:
            assert status == 2
            assert self.contents() == before
        elif any(PAGE.format(code) in self.others for code in self.papers):
            assert status == 2
            self.is_complete = False
        else:
            assert status == 0
            assert self.contents() == self.expected() | self.others
            self.is_complete = True

    @rule(moment=st.integers(1, 60), is_killed=st.booleans())
    def build_and_end(self, moment: int, is_killed: bool) -> None:
        self.is_complete = False
        if not is_killed:
            with ended_at(moment, interrupt):
                assert self.run() in (0, 2, 130)
        elif (child := os.fork()) == 0:
            try:
                with ended_at(moment, lambda: os._exit(0)):
                    self.run()
            finally:
                os._exit(0)
        else:
            os.waitpid(child, 0)

    @rule()
    def build_again(self) -> None:
        """What is the same is not written."""
        if self.is_complete and self.papers and self.contents() == self.expected() | self.others:
            before = {path: path.stat().st_mtime_ns for path in (self.folder / "out").rglob("*")}
            assert self.run() == 0
            assert {path: path.stat().st_mtime_ns for path in (self.folder / "out").rglob("*")} == before

    # What others do

    @rule(number=st.integers(0, 99), how=st.sampled_from(["delete", "cut", "change", "link"]))
    def change_a_file(self, number: int, how: str) -> None:
        names = sorted(self.contents().keys() - self.others.keys() - {".redif-site", ".redif-site.begun"})
        if not names:
            return
        path = self.folder / "out" / names[number % len(names)]
        if how in ("delete", "link"):
            path.unlink()
        if how == "cut":
            path.write_bytes(path.read_bytes()[:100])
        elif how == "change":
            path.write_bytes(b"ours")
        elif how == "link":
            (self.folder / "elsewhere").write_bytes(b"elsewhere")
            path.symlink_to(self.folder / "elsewhere")

    @rule(name=st.sampled_from(["ours.txt", "repec/aaa/wpaper/ours.html", *map(PAGE.format, "123")]))
    def add_a_file(self, name: str) -> None:
        """Also one where the page of a paper would be, as long as there is none."""
        path = self.folder / "out" / name
        if self.is_complete and not path.exists() and path.stem not in self.papers and path.parent.is_dir():
            listed = (self.folder / "out" / ".redif-site").read_text()
            if f'"{name}"' not in listed:
                path.write_bytes(b"ours")
                self.others[name] = b"ours"

    @rule(number=st.integers(0, 9))
    def take_a_file_back(self, number: int) -> None:
        if self.others:
            name = sorted(self.others)[number % len(self.others)]
            (self.folder / "out" / name).unlink()
            del self.others[name]

    @rule(left=st.sampled_from([b"", b"[", b"5", b"\xff"]))
    def damage_the_list(self, left: bytes) -> None:
        """Then it is no site that is known, and nothing is written until it has another folder."""
        if self.is_complete:
            (self.folder / "out" / ".redif-site").write_bytes(left)
            before = self.contents()
            assert self.run() == 2
            assert self.contents() == before
            shutil.rmtree(self.folder / "out")
            self.others, self.is_complete = {}, False

    @invariant()
    def what_others_have_is_theirs(self) -> None:
        if hasattr(self, "folder"):
            found = self.contents()
            assert {name: found.get(name) for name in self.others} == self.others
            elsewhere = self.folder / "elsewhere"
            assert not elsewhere.exists() or elsewhere.read_bytes() == b"elsewhere"


if hasattr(os, "fork"):
    TestBuilds = Builds.TestCase
    TestBuilds.settings = settings(max_examples=12, stateful_step_count=10, phases=[Phase.reuse, Phase.generate])
