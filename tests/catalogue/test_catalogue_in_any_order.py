"""A catalogue beside the plainest one, a list, whatever is done to both and to the files, in any order."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import redif

PAPER, SERIES_TYPE, ARCHIVE_TYPE, PERSON = (f"ReDIF-{kind} 1.0" for kind in ("Paper", "Series", "Archive", "Person"))
KINDS = {
    PAPER: "Template-Type: ReDIF-Paper 1.0\nTitle: {title}\nPaper-Handle: {link}\nHandle: {handle}\n\n",
    SERIES_TYPE: "Template-Type: ReDIF-Series 1.0\nName: {title}\nFollowup: {link}\nHandle: {handle}\n\n",
    ARCHIVE_TYPE: "Template-Type: ReDIF-Archive 1.0\nName: {title}\nHandle: {handle}\n\n",
    PERSON: "Template-Type: ReDIF-Person 1.0\nName-Full: {title}\nAuthor-Paper: {link}\nShort-ID: {short}\nHandle: {handle}\n\n",
}
RELATIONS = {PAPER: "Paper-Handle", SERIES_TYPE: "Followup", PERSON: "Author-Paper"}
TITLE = {PAPER: "title", PERSON: "name_full"}
ARCHIVES, SERIES = ["RePEc:aaa", "RePEc:AAA"], ["RePEc:aaa:wpaper", "repec:aaa:WPAPER", "RePEc:bbb:wpaper"]
PAPERS = ["RePEc:aaa:wpaper:1", "repec:aaa:wpaper:1", "RePEc:aaa:wpaper:2", "RePEc:bbb:wpaper:1"]
PERSONS = ["RePEc:per:2000-01-01:a_b", "RePEc:per:2000-01-01:A_B"]
asked = st.sampled_from([*ARCHIVES, *SERIES, *PAPERS, *PERSONS, "pab1", "PAB2", "RePEc:ccc:wpaper:1"])


class Text(NamedTuple):
    """A template, and what it says."""

    type: str
    title: str
    handle: str
    link: str
    short: str

    def __str__(self) -> str:
        return KINDS[self.type].format(title=self.title, handle=self.handle, link=self.link, short=self.short)

    @property
    def names(self) -> list[str]:
        return [self.handle, self.short] if self.type == PERSON else [self.handle]

    def has(self, name: str) -> bool:
        return name.lower() in (own.lower() for own in self.names)


class Entry(NamedTuple):
    """A template that was added. Papers are read again from their file; all others are kept."""

    text: Text
    path: Path | None
    line: int


def facts(record: redif.Record) -> tuple[str, str | None, str | None]:
    return record.template_type, record.handle, getattr(record, TITLE.get(record.template_type, "name"))


def said(text: Text) -> tuple[str, str, str]:
    return text.type, text.handle, text.title


def of(type_: str, handles: list[str], links: list[str]) -> st.SearchStrategy[Text]:
    titles, short_ids = st.sampled_from(["Prices", "Wages", "Zürich"]), st.sampled_from(["pab1", "pab2"])
    return st.builds(Text, st.just(type_), titles, st.sampled_from(handles), st.sampled_from(links), short_ids)


texts = st.one_of(
    of(PAPER, PAPERS, PAPERS), of(SERIES_TYPE, SERIES, SERIES), of(ARCHIVE_TYPE, ARCHIVES, ARCHIVES), of(PERSON, PERSONS, PAPERS)
)  # fmt: skip
several = st.lists(texts, max_size=4)


class Broken(io.BytesIO):
    """A stream that ends by an error."""

    def read(self, size: int | None = -1) -> bytes:
        if data := super().read(size):
            return data
        raise OSError("the network is gone")


class Catalogues(RuleBasedStateMachine):
    """Sources are added; the files they came from are changed or go; everything is asked in between."""

    @initialize(few=st.sampled_from([1, 4, 50_000]))
    def begin(self, few: int) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.catalogue = redif.Catalogue(few=few)
        self.few = few
        self.entries: list[Entry] = []
        # What each file has held. A file that is changed while it is read may be read as it was.
        self.versions: dict[Path, list[list[Text]]] = {}
        self.readers: list[tuple[Iterator[redif.Record], list[Entry]]] = []

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)

    # What is added

    def added(self, several: list[Text], path: Path | None = None) -> None:
        line = 1
        for text in several:
            self.entries.append(Entry(text, path if text.type == PAPER else None, line))
            line += str(text).count("\n")

    def write(self, path: Path, several: list[Text], encoding: str) -> None:
        path.write_bytes("".join(map(str, several)).encode(encoding))
        self.versions.setdefault(path, []).append(several)

    @rule(several=several, encoding=st.sampled_from(["utf-8", "utf-16"]), by_folder=st.booleans())
    def add_file(self, several: list[Text], encoding: str, by_folder: bool) -> None:
        folder = self.folder / str(len(self.versions))
        folder.mkdir()
        self.write(folder / "x.redif", several, encoding)
        self.catalogue.add(folder if by_folder else folder / "x.redif")
        self.added(several, folder / "x.redif")

    @rule(several=several, how=st.sampled_from(["records", "stream", "broken stream", "no file", "no source"]))
    def add(self, several: list[Text], how: str) -> None:
        data = "".join(map(str, several)).encode()
        if how == "stream":
            self.catalogue.add(io.BytesIO(data))
            self.added(several)
        elif how == "broken stream":
            with pytest.raises(OSError, match="the network is gone"):
                self.catalogue.add(Broken(data))
            self.added(several[: len(self.catalogue) - len(self.entries)])  # those that came through
        else:
            records = redif.parse(data).records
            last: dict[str, list[Any]] = {"records": [], "no file": [Path("none.rdf")], "no source": [5]}
            wrong = last[how]
            with pytest.raises(redif.RedifError) if wrong else nullcontext():
                self.catalogue.add(*records, *wrong)
            self.added([] if how == "no source" else several)  # a wrong argument is refused before anything is added

    # What happens to the files

    @precondition(lambda self: bool(getattr(self, "versions", None)))
    @rule(number=st.integers(0, 9), several=several)
    def rewrite(self, number: int, several: list[Text]) -> None:
        self.write([*self.versions][number % len(self.versions)], several, "utf-8")

    # What is found

    def possible(self, entry: Entry) -> set[tuple[str, str, str] | None]:
        """What may be found of an entry: nothing, if its file no longer holds a template of its type and handle there."""
        if entry.path is None:
            return {said(entry.text)}
        found: set[tuple[str, str, str] | None] = set()
        for version in self.versions[entry.path]:
            line, here = 1, None
            for text in version:
                if line == entry.line and said(text)[:2] == said(entry.text)[:2]:
                    here = said(text)
                line += str(text).count("\n")
            found.add(here)
        return found

    def compare(self, records: list[redif.Record], entries: list[Entry]) -> None:
        """Compare what was found with what may be, in its order."""
        left = [facts(record) for record in records]
        for entry in entries:
            may_be = self.possible(entry)
            if left and left[0] in may_be:
                left.pop(0)
            else:
                assert None in may_be, (entry, left)
        assert left == []

    def named(self, name: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.text.has(name)]

    @rule(name=asked)
    def look_up(self, name: str) -> None:
        entries = self.named(name)
        assert (name in self.catalogue) is bool(entries)
        assert [place.line for place in self.catalogue.places(name)] == [
            entry.line if place.file else place.line for entry, place in zip(entries, self.catalogue.places(name), strict=True)
        ]
        self.compare(self.catalogue.all(name), entries)

    @rule(name=asked)
    def look_up_what_refers(self, name: str) -> None:
        referring = [
            entry for entry in self.entries if entry.text.type in RELATIONS and entry.text.link.lower() == name.lower()
        ]
        found = self.catalogue.links_to(name)
        self.compare([record for _, record in found], referring)
        assert all(relation == RELATIONS[record.template_type] for relation, record in found)

    @rule(name=st.sampled_from([*SERIES, *PAPERS]))
    def look_up_what_is_above(self, name: str) -> None:
        for found, parts, type_ in (
            (self.catalogue.series(name), 3, SERIES_TYPE),
            (self.catalogue.archive(name), 2, ARCHIVE_TYPE),
        ):
            above = self.named(":".join(name.split(":")[:parts])) if name.count(":") >= parts else []
            assert found is None or (
                any(facts(found) in self.possible(entry) for entry in above) and found.template_type == type_
            )
            if found is None and above:
                assert None in self.possible(above[0]) or above[0].text.type != type_

    @rule(name=asked)
    def find_what_begins_so(self, name: str) -> None:
        start = name[:9]
        every = {own.lower() for entry in self.entries for own in entry.text.names}
        found = list(self.catalogue.handles_like(start))
        assert [own.lower() for own in found] == sorted(own for own in every if own.startswith(start.lower()))

    # Reading from end to end, while other things happen

    @rule()
    def begin_to_read(self) -> None:
        self.readers.append((iter(self.catalogue), list(self.entries)))

    @precondition(lambda self: bool(getattr(self, "readers", None)))
    @rule(number=st.integers(0, 9))
    def read_on(self, number: int) -> None:
        reader, entries = self.readers[number % len(self.readers)]
        record = next(reader, None)
        while entries:
            entry = entries.pop(0)
            may_be = self.possible(entry)
            if record is not None and facts(record) in may_be:
                return
            assert None in may_be
        # What was added since may be read or not.
        assert record is None or any(facts(record) in self.possible(entry) for entry in self.entries)

    @invariant()
    def counts_agree(self) -> None:
        if not hasattr(self, "catalogue"):
            return
        assert len(self.catalogue) == len(self.entries)
        shared = {conflict.handle.lower(): len(conflict.places) for conflict in self.catalogue.conflicts()}
        every = {own.lower() for entry in self.entries for own in entry.text.names}
        assert shared == {name: count for name in every if (count := len(self.named(name))) > 1}
        assert self.catalogue.is_on_disk is (len(self.entries) > self.few)
        wanted = {
            (entry.text.link.lower(), RELATIONS[entry.text.type]) for entry in self.entries if entry.text.type in RELATIONS
        }
        dangling = {(each.target.lower(), each.relation) for each in self.catalogue.dangling() if each.relation[0].isupper()}
        assert dangling == {(link, relation) for link, relation in wanted if link not in every}


TestCatalogues = Catalogues.TestCase
TestCatalogues.settings = settings(max_examples=150, stateful_step_count=25, phases=[Phase.reuse, Phase.generate, Phase.shrink])
