"""What becomes of items that are added to an archive: their handles, their files, and what is said of those that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

import redif
from redif.cli import main

NEW = [
    "--name", "University of Example", "--maintainer-name", "Ada Example", "--maintainer-email", "repec@example.org",
    "--url", "https://example.org/RePEc/aaa/", "--series", "wpaper=Working Papers", "--series", "dpaper=Discussion Papers",
    "--series", "journl:article=Journal of X", "--series", "ebooks:book=Books of X",
]  # fmt: skip
WPAPER = "RePEc:aaa:wpaper"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "aaa"
    assert main(["new", "archive", str(folder), *NEW, "-q"]) == 0
    return folder


def paper(title: str, **fields: object) -> redif.Paper:
    return redif.Paper(title=title, authors=["José Lee"], **{"creation_date": "2026-03", **fields})  # type: ignore[arg-type]


def article(**fields: object) -> redif.Article:
    return redif.Article(title="On art", authors=["A B"], journal="X", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "rule", "handle"),
    [
        ({"number": "12/3 (rev.)"}, None, "12/3-(rev.)"),
        ({"number": "7"}, "{year}-{number}", "2026-7"),
        ({"number": "7"}, "{year}/{month}-{number}", "2026/3-7"),
        ({"number": "7"}, "wp{next}", "wp01"),
        ({}, "{number}", "2026-01"),
        ({"doi": "10.1000/1"}, "{doi}", "10.1000/1"),
        ({"creation_date": None}, None, "01"),
    ],
)
def test_a_paper_gets_its_handle_by_the_rule(fields: dict[str, object], rule: str | None, handle: str, archive: Path) -> None:
    added = redif.ArchiveFolder(archive).plan(paper("On prices", **fields), series="wpaper", handle=rule)
    assert added.added == [f"{WPAPER}:{handle}"]


@pytest.mark.parametrize(
    ("fields", "handle"),
    [
        ({"volume": 1, "year": 2026, "issue": "2", "pages": "1-20"}, "v:1:y:2026:i:2:p:1-20"),
        ({"year": 2026, "issue": "2", "pages": "1-20"}, "v::y:2026:i:2:p:1-20"),
        ({"volume": 1, "year": 2026, "pages": "1-20"}, "v:1:y:2026:i::p:1-20"),
        ({"volume": 1, "year": 2026, "issue": "2"}, "2026-01"),  # without pages, it is not known from others
    ],
)
def test_an_article_gets_a_handle_of_its_issue_and_pages(fields: dict[str, object], handle: str, archive: Path) -> None:
    assert redif.ArchiveFolder(archive).plan(article(**fields)).added == [f"RePEc:aaa:journl:{handle}"]


@pytest.mark.parametrize(
    ("fields", "handle"),
    [
        ({"isbn": "978-0-306-40615-7 (print), 0-306-40615-2"}, "9780306406157"),
        ({"isbn": "0-8044-2957-X; 0-306-40615-2"}, "080442957X"),
        ({"number": "5"}, "5"),
        ({}, "2026-01"),
    ],
)
def test_a_book_gets_a_handle_of_its_isbn_or_else_its_number(fields: dict[str, object], handle: str, archive: Path) -> None:
    book = redif.Book(title="On books", authors=["A B"], year=2026, **fields)  # type: ignore[arg-type]
    assert redif.ArchiveFolder(archive).plan(book, series="ebooks").added == [f"RePEc:aaa:ebooks:{handle}"]


@pytest.mark.parametrize("rule", ["number", "{number", "{number!r}", "{number:02}", ""])
def test_what_is_no_rule_for_handles_is_refused(rule: str, archive: Path) -> None:
    with pytest.raises(redif.UsageError, match="a rule for handles names fields in braces"):
        redif.ArchiveFolder(archive).plan([], series="wpaper", handle=rule)


@pytest.mark.parametrize(
    ("item", "path"),
    [
        (paper("On prices", number=1), "wpaper/2026.redif"),
        (paper("On prices", number=1, creation_date=None), "wpaper/undated.redif"),
        (article(volume=1, year=2026, pages="1-20"), "journl/2026.redif"),
        (article(volume=1, year=2026, issue="Suppl. 2 (a)", pages="1-20"), "journl/2026-1-suppl--2--a.redif"),
        (article(year=2026, issue="2", pages="1-20"), "journl/2026-2.redif"),
    ],
)
def test_items_go_to_the_file_of_their_year_or_issue(item: redif.Item, path: str, archive: Path) -> None:
    series = path.partition("/")[0]
    files = [change.path for change in redif.ArchiveFolder(archive).plan(item, series=series).changes]
    assert files == [path, ".redif-handles"]


def test_new_items_follow_those_in_the_file_whatever_its_ending(archive: Path) -> None:
    present = "Template-Type: ReDIF-Paper 1.0\nTitle: On wine\nAuthor-Name: Jo Jones\nHandle: RePEc:aaa:wpaper:1"
    (archive / "wpaper" / "2026.RDF").write_text(present, encoding="utf-8")  # without a line end
    redif.ArchiveFolder(archive).add([paper("On prices", number=2), paper("On bread", number=3)], series="wpaper")
    text = (archive / "wpaper" / "2026.RDF").read_text(encoding="cp1252")  # what RePEc reads .rdf as
    assert text.startswith(f"{present}\n\nTemplate-Type: ReDIF-Paper 1.0\n")
    assert "\n\nTemplate-Type" in text.split("On prices")[1]
    assert [str(record.handle) for record in redif.read(archive / "wpaper")] == [f"{WPAPER}:{n}" for n in (1, 2, 3)]
    assert not (archive / "wpaper" / "2026.redif").exists()


def test_handles_are_kept_as_the_archive_writes_them(archive: Path) -> None:
    text = "Template-Type: ReDIF-Paper 1.0\nTitle: On wine\nAuthor-Name: Jo Jones\nHandle: RePEc:AAA:WPaper:a1\n"
    (archive / "wpaper" / "1.redif").write_text(text)
    folder = redif.ArchiveFolder(archive)
    added = folder.add(paper("On wine", number="A1"), series="wpaper")
    assert (added.added, added.updated) == ([], ["RePEc:AAA:WPaper:a1"])
    assert "repec:aaa:wpaper:A1" in folder
    assert len(folder) == 1
    assert [item.title for item in folder] == ["On wine"]


def test_all_handles_that_were_ever_given_are_on_record(archive: Path) -> None:
    folder = redif.ArchiveFolder(archive)
    folder.add(paper("On wine", number="B2"), series="wpaper")
    folder.add(paper("On bread", number="A1"), series="RePEc:aaa:wpaper")
    assert (archive / ".redif-handles").read_text() == "repec:aaa:wpaper:a1\nrepec:aaa:wpaper:b2\n"


def test_an_item_without_number_and_doi_is_known_by_its_title_in_its_series(archive: Path) -> None:
    folder = redif.ArchiveFolder(archive)
    folder.add(paper("On prices: a study"), series="wpaper")
    assert folder.plan(paper("ON PRICES -- A STUDY"), series="wpaper").updated == [f"{WPAPER}:2026-01"]
    assert folder.plan(paper("On prices: a study"), series="dpaper").added == ["RePEc:aaa:dpaper:2026-01"]
    folder.add(paper("On wine", doi="10.1000/1"), series="wpaper")
    assert folder.plan(paper("On wine", doi="10.1000/2"), series="wpaper").added == [f"{WPAPER}:2026-03"]  # two works


def test_a_doi_of_another_series_is_another_publication(archive: Path) -> None:
    folder = redif.ArchiveFolder(archive)
    folder.add(paper("On prices", number=1, doi="10.1000/A"), series="wpaper")
    assert folder.plan(paper("On prices", number=5, doi="10.1000/a"), series="wpaper").updated == [f"{WPAPER}:1"]
    assert folder.plan(paper("On prices", number=5, doi="10.1000/a"), series="dpaper").added == ["RePEc:aaa:dpaper:5"]


def test_what_only_the_archive_has_stays_and_what_is_new_counts(archive: Path) -> None:
    folder = redif.ArchiveFolder(archive)
    first = paper("On prices", number=1, abstract="What was found first, in some words.", keywords="prices")
    folder.add(first, series="wpaper")
    folder.add(paper("On prices", number=1, abstract="What was found later, in other words."), series="wpaper")
    [record] = redif.read(archive / "wpaper")
    assert isinstance(record, redif.Paper)
    assert record.abstract == "What was found later, in other words."
    assert record.keywords == first.keywords


def test_a_refusal_says_which_item_where_and_why(archive: Path, tmp_path: Path) -> None:
    source = tmp_path / "in.redif"
    source.write_text("\nTemplate-Type: ReDIF-Paper 1.0\nTitle: On wine\nAuthor-Name: Jo Jones\n\n")
    items = [item for item in redif.read(source) if isinstance(item, redif.Item)]
    planned = redif.ArchiveFolder(archive).plan(items)
    assert [str(refusal) for refusal in planned.refused] == [
        f'{source}:2: "On wine" cannot be added: say which series it belongs to, with --series or series='
    ]
    [refused] = redif.ArchiveFolder(archive).plan(paper("On bread")).refused
    assert str(refused) == '"On bread" cannot be added: say which series it belongs to, with --series or series='
    [refused] = redif.ArchiveFolder(archive).plan(article(year=2026), series="wpaper").refused
    assert refused.reason == "it is of the type article, and the series wpaper is for ReDIF-Paper"


def test_a_file_that_cannot_hold_the_new_characters_is_refused(archive: Path) -> None:
    text = "Template-Type: ReDIF-Paper 1.0\nTitle: On größe\nAuthor-Name: Jo Jones\nHandle: RePEc:aaa:wpaper:1\n"
    path = archive / "wpaper" / "2026.rdf"
    path.write_bytes(text.encode("cp1252"))
    with pytest.raises(redif.RefusedError, match="cannot hold all characters of its text") as refused:
        redif.ArchiveFolder(archive).add(paper("On 價格", number=2), series="wpaper")
    assert [refusal.title for refusal in refused.value.addition.refused] == ["wpaper/2026.rdf"]
    assert path.read_bytes() == text.encode("cp1252")


def test_it_is_said_in_one_line_what_was_done(archive: Path) -> None:
    folder = redif.ArchiveFolder(archive)
    assert folder.add([], series="wpaper").summary() == "no items"
    two = [paper("On wine", number=1), paper("On bread", number=2)]
    added = folder.add(two, series="wpaper")
    assert (added.summary(), repr(added)) == (
        "2 items added in 1 file", "<Addition to aaa: 2 added, 0 updated, 0 unchanged, 0 refused>",
    )  # fmt: skip
    again = folder.add([paper("On wine, revised", number=1), two[1], paper("On tea", number=3)], series="wpaper")
    assert again.summary() == "1 item added, 1 item updated, 1 item unchanged in 1 file"
    assert repr(folder) == f"<ArchiveFolder aaa of 3 items: {archive}>"


def test_only_the_items_that_change_are_checked(archive: Path) -> None:
    text = "Template-Type: ReDIF-Paper 1.0\nTitle: FISCAL POLICY\nAuthor-Name: Jo Jones\nHandle: RePEc:aaa:wpaper:1\n"
    (archive / "wpaper" / "2026.redif").write_text(text)
    planned = redif.ArchiveFolder(archive).plan(paper("MONETARY POLICY", number=2), series="wpaper")
    assert {finding.template.handle for finding in planned.findings if finding.template} == {f"{WPAPER}:2"}
    assert "title-capitals" in {finding.code for finding in planned.findings}


# ---------------------------------------------------------------------- what is told


@pytest.mark.parametrize(
    ("title", "authors", "is_told"),
    [("On the Prices of Examples in Markets", ["José Lee"], True), ("On the price of examples", ["Lee, José"], True),
     ("The Price of Examples", ["Jose Lee"], True), ("On the Price of Examples", ["Bo Kim"], False), ("On the Wages of Teachers", ["José Lee"], False),
     ("On the Price of Examples 2", ["José Lee"], False), ("On the Price of Examples II", ["José Lee"], False)],
)  # fmt: skip
def test_an_item_that_may_be_there_already_is_told(title: str, authors: list[str], is_told: bool, archive: Path) -> None:
    folder = redif.ArchiveFolder(archive)
    folder.add(paper("On the Price of Examples", number=1), series="wpaper")
    added = folder.plan(redif.Paper(title=title, authors=authors, number="2"), series="wpaper")
    assert [alike.other for alike in added.alike] == [f"{WPAPER}:1"] * is_told
    assert not folder.plan(redif.Paper(title=title, authors=authors, handle=f"{WPAPER}:9")).alike


def test_works_with_different_dois_are_different(archive: Path) -> None:
    folder = redif.ArchiveFolder(archive)
    folder.add(paper("On the Price of Examples", number=1, doi="10.1000/1"), series="wpaper")
    assert not folder.plan(paper("On the Price of Examples", number=2, doi="10.1000/2"), series="wpaper").alike
    assert folder.plan(paper("On the Price of Some Examples", number=2), series="wpaper").alike


def test_running_numbers_are_told_unless_they_were_asked_for(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = redif.ArchiveFolder(archive)
    assert folder.plan(paper("On tea"), series="wpaper").numbered == [f"{WPAPER}:2026-01"]
    assert not folder.plan(paper("On tea"), series="wpaper", handle="{year}-{next}").numbered
    assert not folder.plan(paper("On tea", number=3), series="wpaper").numbered
    table = archive.parent / "x.csv"
    table.write_text("title,authors\nOn tea,Ann Lee\nOn wine,Bo Kim\n")
    assert main(["add", str(table), "--to", str(archive), "--series", "wpaper"]) == 0
    assert f"2 items got a running number, having none: {WPAPER}:01, {WPAPER}:02\n" in capsys.readouterr().err
    assert main(["add", str(table), "--to", str(archive), "--series", "wpaper"]) == 0
    assert capsys.readouterr().err == "2 items unchanged\n"


def test_findings_name_the_row_of_the_input_while_nothing_is_written(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = archive.parent / "x.csv"
    table.write_text("number,title,authors,jel\n1,On tea,Ann Lee,C12\n2,On wine,Bo Kim,Q999x\n")
    assert main(["add", str(table), "--to", str(archive), "--series", "wpaper"]) == 1
    out = capsys.readouterr().out
    assert f"{table}:3:1: warning value-invalid" in out
    assert "2,On wine,Bo Kim,Q999x" in out
    with pytest.raises(redif.RedifError, match=r"x\.csv:3: The Classification-Jel"):
        redif.ArchiveFolder(archive).add([item for item in redif.read(table) if isinstance(item, redif.Paper)], series="wpaper")
    assert main(["add", str(table), "--to", str(archive), "--series", "wpaper", "--force"]) == 0
    assert f"{archive / 'wpaper' / 'undated.redif'}:" in capsys.readouterr().out
