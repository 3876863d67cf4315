"""The catalogue: who belongs to whom, in memory and on disk, and what is joined to records."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import redif
from redif.catalogue.catalogue import Catalogue, Dangling
from redif.catalogue.index import AT_FIRST, Index
from redif.models import Article, HandleKind, Institution, Joined, Person, Record
from redif.source.files import files

SEED = "RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374"


@pytest.fixture(scope="module")
def types(fixtures: Path) -> Catalogue:
    return Catalogue(fixtures / "types")


def test_an_item_its_series_and_its_archive(fixtures: Path) -> None:
    catalogue = Catalogue(fixtures / "taf")
    article = catalogue[SEED]
    series, archive = catalogue.series(article), catalogue.archive(SEED)
    assert isinstance(article, Article)
    assert series is not None
    assert archive is not None
    assert (series.name, series.providers[0].name, series.issns) == (
        "Journal of Cyber Policy",
        "Taylor & Francis Journals",
        ["2373-8871"],
    )
    assert archive.url == "https://example.org/RePEc/taf/"
    assert catalogue.series("RePEc:taf:nosuch:1") is None
    assert list(catalogue.items(series)) == [SEED]
    assert len(catalogue) == 3


def test_letter_case_does_not_count_and_the_spelling_is_kept(types: Catalogue) -> None:
    assert "repec:AAA:WPAPER:12" in types
    assert types["repec:AAA:WPAPER:12"].handle == "RePEc:aaa:wpaper:12"
    assert types.get("RePEc:aaa:wpaper:13") is None
    assert "RePEc:aaa:wpaper:13" not in types
    assert 12 not in types
    with pytest.raises(KeyError):
        types["RePEc:aaa:wpaper:13"]


def test_people_by_short_id_and_by_handle(types: Catalogue) -> None:
    for name in ("pex1", "PEX1", "RePEc:per:1970-01-01:ADA_EXAMPLE", "repec:per:1970-01-01:ada_example"):
        person = types.person(name)
        assert isinstance(person, Person)
        assert person.name_full == "Ada Example"
    assert types.person("RePEc:aaa:wpaper:12") is None


def test_an_institution_has_all_its_levels(types: Catalogue) -> None:
    institution = types.institution("RePEc:edi:deexaus")
    assert isinstance(institution, Institution)
    assert institution.name == "Example University, Faculté des Exemples, Department of Economics, Chair of Instances"
    assert types.joined(types["pex1"])["institutions"]["RePEc:edi:deexaus"] == {
        "handle": "RePEc:edi:deexaus", "name": institution.name, "homepage": "https://econ.example.edu",
    }  # fmt: skip


def test_links_both_ways(types: Catalogue) -> None:
    paper = types["RePEc:aaa:wpaper:12"]
    assert [(link.relation, link.handle, link.kind) for link in types.links(paper)] == [
        ("Article-Handle", "RePEc:aaa:exampl:v:1:y:2021:i:1:p:1-10", HandleKind.DOCUMENT),
        ("Author-Person", "pex1", HandleKind.PERSON),
        ("Author-WorkPlace-Institution", "RePEc:edi:deexaus", HandleKind.INSTITUTION),
    ]
    back = [(relation, record.handle) for relation, record in types.links_to(paper)]
    assert ("Author-Paper", "RePEc:per:1970-01-01:ADA_EXAMPLE") in back
    assert ("Paper-Handle", "RePEc:aaa:exampl:v:1:y:2021:i:1:p:1-10") in back
    # Who refers to a person may do so by the short id or by the handle.
    assert "Author-Person" in {relation for relation, _ in types.links_to(types["pex1"])}


@pytest.mark.parametrize("which", ["Followup", "Predecessor"])
def test_series_that_follow_one_another(which: str) -> None:
    text = "Template-Type: ReDIF-Series 1.0\nHandle: RePEc:aaa:newone\n{}: RePEc:aaa:oldone\n{}: no handle at all\n"
    catalogue = Catalogue(*redif.parse(text.format(which, which)).records)
    assert [(link.relation, link.handle) for link in catalogue.links(catalogue["RePEc:aaa:newone"])] == [
        (which, "RePEc:aaa:oldone")
    ]
    assert [relation for relation, _ in catalogue.links_to("RePEc:AAA:oldone")] == [which]


def test_what_points_nowhere() -> None:
    text = (
        "Template-Type: ReDIF-Paper 1.0\nTitle: One\nAuthor-Name: A. B.\nAuthor-Person: pxx1\nHandle: RePEc:aaa:wpaper:1\n\n"
        "Template-Type: ReDIF-Series 1.0\nName: S\nHandle: RePEc:aaa:series\n"
    )
    catalogue = Catalogue(*redif.parse(text, file="x.rdf").records)
    nowhere = (None, 0)
    assert set(catalogue.dangling()) == {
        Dangling("Author-Person", "pxx1", "RePEc:aaa:wpaper:1", (None, 1)),  # type: ignore[arg-type]
        Dangling("series", "RePEc:aaa:wpaper", "RePEc:aaa:wpaper:1", (None, 1)),  # type: ignore[arg-type]
        Dangling("archive", "RePEc:aaa", "RePEc:aaa:series", (None, 6 + 1)),  # type: ignore[arg-type]
    }, nowhere


def test_fields_that_hold_nothing_refer_to_nothing(fixtures: Path) -> None:
    catalogue = Catalogue(fixtures / "types")
    for record in redif.read(fixtures / "types"):
        whole = record.model_dump()
        assert None in whole.values()
        assert catalogue.links(whole) == catalogue.links(record)
        assert catalogue.joined(whole) == catalogue.joined(record)


def test_two_templates_with_one_handle_are_both_kept(tmp_path: Path) -> None:
    paper = "Template-Type: ReDIF-Paper 1.0\nTitle: {}\nHandle: {}\n\n"
    (tmp_path / "a.rdf").write_text(paper.format("First", "RePEc:aaa:wpaper:X1") + paper.format("Alone", "RePEc:aaa:wpaper:2"))
    (tmp_path / "b.rdf").write_text("\n" + paper.format("Second", "repec:aaa:wpaper:x1"))
    catalogue = Catalogue(tmp_path)
    assert [record.model_dump()["title"] for record in catalogue.all("RePEc:aaa:wpaper:x1")] == ["First", "Second"]
    [conflict] = catalogue.conflicts()
    assert conflict.handle == "RePEc:aaa:wpaper:X1"
    assert conflict.places == ((str(tmp_path / "a.rdf"), 1), (str(tmp_path / "b.rdf"), 2))


def test_joined_facts_stand_apart_and_change_nothing(types: Catalogue) -> None:
    paper = types["RePEc:aaa:wpaper:12"]
    joined = types.join(paper)
    assert joined.joined == Joined.model_validate(types.joined(paper))
    assert joined.model_copy(update={"joined": None}) == paper
    assert joined.joined is not None
    assert joined.joined.persons["pex1"].workplaces == ["Department of Economics, Example University", "Institute of Examples"]
    # What was joined once is not taken for the record's own when it goes into another catalogue.
    assert Catalogue(joined)[str(paper.handle)] == paper


def test_a_file_that_has_changed_since(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    path.write_text("Template-Type: ReDIF-Paper 1.0\nTitle: T\nHandle: RePEc:aaa:wpaper:1\n")
    catalogue = Catalogue(path)
    path.write_text("Template-Type: ReDIF-Paper 1.0\nTitle: Other\nHandle: RePEc:aaa:wpaper:2\n")
    assert catalogue.get("RePEc:aaa:wpaper:1") is None
    assert "RePEc:aaa:wpaper:1" in catalogue
    path.unlink()
    with pytest.raises(redif.MissingFileError, match="there is no file or folder"):
        catalogue.get("RePEc:aaa:wpaper:1")


def test_streams_are_kept(fixtures: Path) -> None:
    with (fixtures / "taf" / "rcybxx" / "2021-3.redif").open("rb") as stream:
        catalogue = Catalogue(stream)
    assert catalogue[SEED].handle == SEED


def test_faults(tmp_path: Path) -> None:
    with pytest.raises(redif.MissingFileError, match="there is no file or folder"):
        Catalogue(tmp_path / "nowhere.rdf")
    faults: list[OSError] = []
    assert len(Catalogue(tmp_path / "nowhere.rdf", on_error=faults.append)) == 0
    assert len(faults) == 1


def test_without_items(fixtures: Path) -> None:
    catalogue = Catalogue(fixtures / "taf", items=False)
    assert [record.handle for record in catalogue] == ["RePEc:taf", "RePEc:taf:rcybxx"]


def test_without_links_the_rest_is_the_same(fixtures: Path) -> None:
    """Then templates are kept as they stand, and read when they are asked for."""
    for folder in ("taf", "types", "mess", "encodings"):
        known, less = Catalogue(fixtures / folder, items=False), Catalogue(fixtures / folder, items=False, links=False)
        assert list(less) == list(known)
        assert len(list(known)) or folder == "encodings"
        for record in redif.read(fixtures / folder):
            assert less.joined(record) == known.joined(record)


# ------------------------------------------------------------------ in memory, on disk, and by the plainest means

CODES = st.sampled_from(["aaa", "AAA", "bbb"])
HANDLES = st.one_of(
    st.builds("RePEc:{}".format, CODES),
    st.builds("{}:{}:{}".format, st.sampled_from(["RePEc", "repec"]), CODES, st.sampled_from(["wpaper", "journl"])),
    st.builds(
        "RePEc:{}:{}:{}".format,
        CODES,
        st.sampled_from(["wpaper", "Journl"]),
        st.sampled_from(["1", "2", "v:1:y:2001", "X_%41", "x"]),
    ),
    st.sampled_from(["pex1", "PEX1", "pab2"]),
)
TEMPLATES = st.one_of(
    st.builds(
        "Template-Type: ReDIF-Paper 1.0\nTitle: T\nAuthor-Name: A\nAuthor-Person: {}\nPaper-Handle: {}\nHandle: {}\n\n".format,
        HANDLES, HANDLES, HANDLES,
    ),
    st.builds("Template-Type: ReDIF-Series 1.0\nName: S\nFollowup: {}\nHandle: {}\n\n".format, HANDLES, HANDLES),
    st.builds("Template-Type: ReDIF-Archive 1.0\nName: A\nHandle: {}\n\n".format, HANDLES),
    st.builds("Template-Type: ReDIF-Person 1.0\nName-Full: P\nShort-ID: {}\nAuthor-Paper: {}\nHandle: {}\n\n".format, HANDLES, HANDLES, HANDLES),
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(TEMPLATES, max_size=12), st.lists(HANDLES, min_size=1, max_size=6))
def test_on_disk_and_in_memory_the_answers_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], asked: list[str]
) -> None:
    path = tmp_path_factory.mktemp("catalogue") / "all.redif"
    path.write_text("".join(texts))
    records = list(redif.read(path))
    on_disk, in_memory, of_records = Catalogue(path, few=0), Catalogue(path), Catalogue(*records)
    for handle in asked:
        named = [record for record in records if handle.lower() in names(record)]
        for catalogue in (on_disk, in_memory):
            assert catalogue.all(handle) == named
            assert (handle in catalogue) is bool(named)
            pointing = [r for r in records for link in catalogue.links(r) if link.handle.lower() == handle.lower()]
            assert {str(r.source) for _, r in catalogue.links_to(handle)} == {str(r.source) for r in pointing}
        for one, other in ((on_disk, in_memory), (on_disk, of_records)):
            assert one.series(handle) == other.series(handle)
            assert one.archive(handle) == other.archive(handle)
            assert list(one.items(handle)) == list(other.items(handle))
            assert list(one.handles_like(handle[:9])) == list(other.handles_like(handle[:9]))
    assert list(on_disk) == list(in_memory) == records
    assert list(on_disk.dangling()) == list(in_memory.dangling())
    assert list(on_disk.conflicts()) == list(in_memory.conflicts())
    assert [on_disk.joined(r) for r in records] == [in_memory.joined(r) for r in records]
    assert on_disk.is_on_disk is bool(texts)
    assert not in_memory.is_on_disk
    every = {name for record in records for name in names(record)}
    linked = {d.target.lower() for d in on_disk.dangling() if d.relation not in ("series", "archive")}
    assert linked == {link.handle.lower() for r in records for link in on_disk.links(r)} - every


@given(st.lists(st.text("aAäÄßẞiİıkK\u212a:", min_size=1, max_size=3), max_size=8))
def test_a_name_is_found_before_there_is_a_database_as_it_is_later(spelled: list[str]) -> None:
    index, at_once = Index(), Index(few=0)
    for which in (index, at_once):
        for line, name in enumerate(spelled):
            which.add("x.rdf", line, "ReDIF-Paper 1.0", name, [name, name], [], None)
    before = [index.named(name) for name in spelled]
    assert len(list(index.entries())) == len(spelled)  # from here on there is one
    assert before == [index.named(name) for name in spelled] == [at_once.named(name) for name in spelled]
    assert all(found.handle in spelled for entries in before for found in entries)


def test_names_are_found_among_those_written_and_those_that_wait() -> None:
    index = Index()
    for number in range(3 * AT_FIRST):
        index.add("x.rdf", number, "ReDIF-Paper 1.0", f"h{number}", [f"H{number}"], [], None)
    for number in (0, AT_FIRST, 3 * AT_FIRST - 1):
        assert [entry.line for entry in index.named(f"h{number}")] == [number]
        assert index.has(f"h{number}")
    assert not index.has(f"h{3 * AT_FIRST}")


def test_a_catalogue_is_bound_to_no_thread(fixtures: Path) -> None:
    catalogue = Catalogue(fixtures / "taf")
    with ThreadPoolExecutor(1) as other:
        found = other.submit(lambda: list(catalogue.handles_like("RePEc:taf"))).result()
    assert found == list(catalogue.handles_like("RePEc:taf"))
    assert found


def test_who_reads_a_catalogue_may_add_to_it(tmp_path: Path) -> None:
    """Also where that moves the index to disk."""
    paper = "Template-Type: ReDIF-Paper 1.0\nTitle: T\nHandle: RePEc:aaa:wpaper:{}\n\n"
    first, second = (redif.parse("".join(map(paper.format, numbers))).records for numbers in (range(3), range(3, 9)))
    catalogue = Catalogue(*first, few=3)
    records, handles = iter(catalogue), catalogue.handles_like("RePEc")
    assert next(records) == first[0]
    assert next(handles) == first[0].handle
    catalogue.add(*second)
    assert "RePEc:aaa:wpaper:8" in catalogue
    assert catalogue.is_on_disk
    assert [next(records), next(records)] == first[1:]
    assert next(handles) == first[1].handle
    assert list(catalogue) == [*first, *second]


def names(record: Record) -> set[str]:
    found = {record.handle, getattr(record, "short_id", None)}
    return {name.lower() for name in found if name}


# ------------------------------------------------------------------ over the corpus


def items_of(catalogue: Catalogue) -> Iterator[Record]:
    for record in catalogue:
        if record.template_type in {f"ReDIF-{kind} 1.0" for kind in ("Paper", "Article", "Book", "Chapter", "Software")}:
            yield record


def test_the_items_of_the_corpus_and_what_they_belong_to(corpus: Path) -> None:
    """Nearly all items have a series and an archive; why the others have none can be said of each."""
    catalogue = Catalogue(corpus)
    counts: Counter[str] = Counter()
    for record in items_of(catalogue):
        joined = catalogue.joined(record)
        counts["items"] += 1
        for what in ("series", "archive"):
            if what in joined:
                counts[f"with {what}"] += 1
            elif record.handle is None:
                counts[f"no {what}: no handle that can be read"] += 1
            else:
                kind = HandleKind(what)
                start = ":".join(record.handle.split(":")[: 3 if kind is HandleKind.SERIES else 2])
                assert start not in catalogue, record
                counts[f"no {what}: there is no template of it"] += 1
    print(*counts.items(), sep="\n")
    assert counts["with series"] / counts["items"] > 0.97
    assert counts["with archive"] / counts["items"] > 0.97
    series = [r for r in catalogue if r.template_type == "ReDIF-Series 1.0"]
    without = [r for r in series if catalogue.archive(r) is None]
    print(len(series), "series,", len(without), "without an archive")
    for record in without:
        assert record.handle is None or ":".join(record.handle.split(":")[:2]) not in catalogue


def test_on_disk_the_corpus_is_the_same(corpus: Path) -> None:
    one, other = Catalogue(corpus, few=1000), Catalogue(corpus)
    assert one.is_on_disk
    assert list(one.dangling()) == list(other.dangling())
    assert list(one.conflicts()) == list(other.conflicts())
    assert len(one) == len(other) == sum(1 for _ in redif.templates(*files([corpus], lambda error: None)))
    for record in list(items_of(one))[::50]:
        assert one.joined(record) == other.joined(record)
        assert one.all(str(record.handle)) == other.all(str(record.handle))


def test_without_links_the_corpus_is_the_same(corpus: Path) -> None:
    known, less = Catalogue(corpus, items=False), Catalogue(corpus, items=False, links=False)
    assert list(less) == list(known)
    for record in list(items_of(Catalogue(corpus)))[::20]:
        assert less.joined(record) == known.joined(record)


def test_joined_records_follow_the_schema(types: Catalogue) -> None:
    import jsonschema_rs

    from redif.models.json_schema import json_schema

    validator = jsonschema_rs.validator_for(json_schema())
    for record in types:
        plain = json.loads(types.join(record).model_dump_json(exclude_defaults=True))
        validator.validate(plain)


def test_files_of_items_alone_are_passed_over_and_no_others(fixtures: Path, tmp_path: Path) -> None:
    from redif.catalogue.prefilter import templates_but_items
    from redif.syntax.splitter import Reader

    reader = Reader()
    for path in files([fixtures], lambda error: None):
        every = list(redif.templates(path))
        seen = list(templates_but_items(path, reader, lambda finding: None, lambda error: None))
        others = [template for template in every if template.schema.describes is not HandleKind.DOCUMENT and template.type]
        assert len(seen) in (0, len(every))
        assert len(seen) == len(every) or not others, path
    # However the type is spelled, and in whatever encoding.
    for number, text in enumerate(["TEMPLATE-TYPE : redif-series 1.0\n", "Template-type:\n ReDIF-Archive 1.0\n"]):
        made = tmp_path / f"{number}.rdf"
        for data in (text.encode(), text.encode("utf-16")):
            made.write_bytes(data + "Name: N\n".encode("utf-16-le" if b"\0" in data else "ascii"))
            assert len(list(templates_but_items(str(made), reader, lambda finding: None, lambda error: None))) == 1


def test_a_pipe_is_read_once(fixtures: Path) -> None:
    import subprocess
    import sys

    item = fixtures / "taf" / "rcybxx" / "2021-3.redif"
    command = f"{sys.executable} -m redif convert -q --to citation <(cat {item}) {fixtures / 'taf' / 'tafseri.redif'}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.stdout.decode().endswith("vol. 6(3), pages 360-374, September.\n")
    assert b"Taylor & Francis" in done.stdout


@pytest.mark.parametrize("few", [1, 10_000])
def test_several_threads_may_ask(few: int, fixtures: Path) -> None:
    def answers(catalogue: redif.Catalogue) -> list[Any]:
        handles = [record.handle for record in catalogue if record.handle]
        return [handles, [handle in catalogue for handle in handles], list(catalogue.dangling()), len(catalogue)]

    expected = answers(redif.Catalogue(fixtures))
    for _ in range(5):
        asked = redif.Catalogue(fixtures, few=few)
        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(answers, [asked] * 8)) == [expected] * 8
