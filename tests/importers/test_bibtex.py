"""BibTeX and BibLaTeX: entries, names, LaTeX, macros, cross-references, and files that are broken."""

from __future__ import annotations

from typing import Any

import pytest

import redif
from support import importing


def imported(text: str | bytes, **options: Any) -> tuple[list[dict[str, Any]], list[redif.Finding]]:
    return importing.imported(text, "bibtex", **options)


def one(text: str) -> dict[str, Any]:
    records, findings = imported(text)
    assert len(records) == 1, findings
    return records[0]


def entry(fields: str, type_: str = "article") -> dict[str, Any]:
    return one(f"@{type_}{{key, {fields}}}")


@pytest.mark.parametrize(
    ("type_", "kind"),
    [("article", "Article"), ("techreport", "Paper"), ("report", "Paper"), ("unpublished", "Paper"), ("misc", "Paper"),
     ("phdthesis", "Paper"), ("anything", "Paper"), ("book", "Book"), ("collection", "Book"), ("proceedings", "Book"),
     ("incollection", "Chapter"), ("inproceedings", "Chapter"), ("conference", "Chapter"), ("software", "Software")],
)  # fmt: skip
def test_each_type_of_entry_becomes_a_type_of_template(type_: str, kind: str) -> None:
    assert entry("title={x}", type_)["template_type"] == f"ReDIF-{kind} 1.0"


@pytest.mark.parametrize(
    ("fields", "pages"),
    [("pages={17p}", None), ("eid={124106}", "124106"), ("pages={93}, eid={93}", "93"), ("pages={620 - 652}", "620-652"),
     ("pages={1--5}, eid={7}", "1-5")],
)  # fmt: skip
def test_pages_are_where_it_is_and_not_how_many_there_are(fields: str, pages: str | None) -> None:
    assert entry(f"title={{x}}, {fields}").get("pages") == pages


def test_a_month_without_a_year_is_no_date() -> None:
    for type_ in ("book", "techreport", "article"):
        assert one(f'@{type_}{{a, title={{x}}, month="1~" # mar}}').get("unparsed") is None


def test_every_entry_of_a_line_is_read_whatever_its_key() -> None:
    records, findings = imported("@article{, title={a}}, @article{, title={b}} @book{x, title={c}}\n@comment{ @book{y\n}")
    assert [record["title"] for record in records] == ["a", "b", "c"]
    assert findings == []  # what is in a comment is no entry


def test_a_dataset_is_software_and_reported() -> None:
    records, findings = imported("\n@dataset{a, title={x}}")
    assert records[0]["template_type"] == "ReDIF-Software 1.0"
    assert [(finding.code, finding.line) for finding in findings] == [("import-type", 2)]


@pytest.mark.parametrize(
    ("latex", "text"),
    [(r"{\"U}ber {ICT} \& 50\%", "Über ICT & 50%"), (r"\'{\i} \c{c} {\o} {\L}\'od\'z \v{s} \H{o}", "í ç ø Łódź š ő"),
     (r"a 50% share & more #1", "a 50% share & more #1"), (r"$x_1$ and \$5", "$x_1$ and $5"), (r"\emph{very} \textbf{b}", "very b"),
     ("``quoted'' --- x", "“quoted” — x"), (r"a~b", "a b"), (r"\unknowncommand{x} y", r"\unknowncommand x y"),
     (r"\textasciitilde{} \textbackslash{} \textless{} $|$", r"~ \ < |"), ("{{Double}}", "Double"), ("a\n   b", "a b"),
     (r"\input{other} x", r"\input{other} x"), (r"x \include{other}", r"x \include{other}"), (r"\title{Prices}", r"\title{Prices}"),
     (r"\section{Prices} x", "Prices x"), (r"as of \today", r"as of \today"), (r"see \eqref{a}", r"see \eqref{a}")],
)  # fmt: skip
def test_latex_becomes_text(latex: str, text: str) -> None:
    assert entry(f"title={{{latex}}}")["title"] == text


@pytest.mark.parametrize(
    ("written", "names"),
    [("Ann Lee and Bo Kim", [("Ann Lee", "Ann", "Lee"), ("Bo Kim", "Bo", "Kim")]),
     ("van der Berg, Jr., Jan", [("Jan van der Berg, Jr.", "Jan", "van der Berg")]),
     ("Ludwig van Beethoven", [("Ludwig van Beethoven", "Ludwig", "van Beethoven")]),
     ("{World Bank} and {Barnes and Noble}", [("World Bank", None, None), ("Barnes and Noble", None, None)]),
     (r"Garc{\'\i}a L{\'o}pez, Jos\'e", [("José García López", "José", "García López")]),
     ("{Castillo y García}, Ana", [("Ana Castillo y García", "Ana", "Castillo y García")]),
     ("{王 小明}", [("王 小明", None, None)]), ("王, 小明", [("王 小明", None, None)]), ("Plato", [("Plato", None, None)])],
)  # fmt: skip
def test_names_are_divided_as_bibtex_divides_them(written: str, names: list[tuple[str, str, str]]) -> None:
    authors = entry(f"title={{x}}, author={{{written}}}")["authors"]
    assert [(each["name"], each.get("name_first"), each.get("name_last")) for each in authors] == names


def test_and_others_is_reported_and_no_author() -> None:
    records, findings = imported("@article{a, title={x}, author={Lee, Ann and others}}")
    assert [author["name"] for author in records[0]["authors"]] == ["Ann Lee"]
    assert [(finding.code, finding.attribute) for finding in findings] == [("import-left-out", "author")]


def test_macros_are_replaced_and_values_put_together() -> None:
    record = one(
        '@string{jfe = "Journal of Finance"}\n@STRING(x = jfe # { II})\n@article{a, journal = X # "!", month = "3~" # mar, year=2001}'
    )
    assert record["journal"] == "Journal of Finance II!"
    assert (record["year"], record["month"], record["creation_date"]) == (2001, "March", "2001-03-03")


@pytest.mark.parametrize("parent_first", [True, False])
def test_cross_references_are_followed_in_any_order(parent_first: bool) -> None:
    parent = "@book{B, title={All Prices}, editor={Kim, Bo}, publisher={MIT Press}, year=2000}"
    child = "@incollection{c, title={On Prices}, author={Lee, Ann}, crossref={b}, pages={1--9}}"
    records, findings = imported("\n".join([parent, child] if parent_first else [child, parent]))
    chapter = next(record for record in records if "Chapter" in record["template_type"])
    assert (chapter["book_title"], chapter["year"], chapter["pages"]) == ("All Prices", 2000, "1-9")
    assert chapter["providers"] == [{"name": "MIT Press"}]
    assert "authors" in chapter
    assert not findings
    assert len(records) == 2


def test_a_cross_reference_to_nothing_or_to_itself_is_reported() -> None:
    records, findings = imported("@article{a, title={x}, crossref={none}}\n@article{b, title={y}, crossref={b}}")
    assert len(records) == 2
    assert [finding.attribute for finding in findings] == ["crossref", "crossref"]


def test_a_broken_entry_is_reported_with_its_line_and_the_others_are_read() -> None:
    text = "@article{a, title={x}}\n\n@article{b, title={y, year=2000}\n@article{c, title={z}}\n@article{, title={no key}}\n@book{d title={q}}"
    records, findings = imported(text)
    assert [record["title"] for record in records] == ["x", "z", "no key"]
    assert [(finding.code, finding.line) for finding in findings] == [("import-unread", 3), ("import-unread", 6)]


def test_a_missing_comma_between_fields_loses_neither() -> None:
    record = entry("title={x}, year = 2001 month = mar")
    assert (record["year"], record["month"]) == (2001, "March")


def test_what_a_reference_manager_notes_for_itself_is_left_out_and_the_rest_is_kept() -> None:
    records, findings = imported(
        "@article{a, title={x}, file={:/home/jane/x.pdf:PDF}, owner={jane}, address={Berlin}, issn={0304-405X}}"
    )
    assert records[0]["extra"] == {"X-Address": ["Berlin"], "X-ISSN": ["0304-405X"]}
    assert {finding.attribute for finding in findings} == {"file", "owner"}


def test_identifiers_and_addresses_go_where_they_belong() -> None:
    record = entry(r"title={x}, doi={https://doi.org/10.1000/a\_b}, url={https://x.y/a_b.pdf}")
    assert (record["doi"], record["files"]) == ("10.1000/a_b", [{"url": "https://x.y/a_b.pdf"}])
    assert entry("title={x}, url={http://dx.doi.org/10.1000/ab}")["doi"] == "10.1000/ab"
    ideas = entry("title={x}, url={https://ideas.repec.org/p/aaa/wpaper/12.html}")
    assert ideas["handle"] == "RePEc:aaa:wpaper:12"
    assert "files" not in ideas


def test_a_key_that_is_a_handle_becomes_one() -> None:
    assert one("@techreport{RePEc:aaa:wpaper:1*282*29, title={x}}")["handle"] == "RePEc:aaa:wpaper:1(2)"
    assert "handle" not in one("@techreport{smith2004, title={x}}")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [("year={in press}", {"publication_status": "Forthcoming (in press)"}), ("date={2021-09-30}", {"year": 2021, "month": "September"}),
     ("year={2003/2004}", {"unparsed": {"Year": ["2003/2004"]}}), ("year=2001, month={Spring}", {"year": 2001, "month": "Spring"}),
     ("year=2001, month=5", {"month": "May"}), ("pages={1--20}", {"pages": "1-20"}),  ("number=3", {"issue": "3"})],
)  # fmt: skip
def test_values_are_read_as_people_write_them(fields: str, expected: dict[str, Any]) -> None:
    record = entry(f"title={{x}}, {fields}")
    assert {name: record.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    "data",
    [b"", b"@", b"@article", b"@article{", b"@article{a", b"@article{a,", b"@article{a,}", b"{}}", b"@string{", b"@comment{x", b"@preamble{\"x\"}",
     b"@article{a, title=}", b"@article{a, author={ and and , , , }}", b"@article{a, title={\\}}", b"\xff\xfe@\x00", b"@article{a, author={{}}}",
     b"@article{a, title={\\cite}, author={\\}}", b"@article{a, title=\"{\"}\n@book{b, title={x}}", b"@article{a, month=# , year = # #}",
     b"<html><body>@article{a}", b"@article{a, title={" + b"{" * 5000 + b"}}"],
)  # fmt: skip
def test_bad_input_never_raises(data: bytes) -> None:
    imported(data)


def test_text_in_windows_1252_is_read_and_reported() -> None:
    records, findings = imported("@article{a, title={Über}}".encode("cp1252"))
    assert records[0]["title"] == "Über"
    assert [finding.code for finding in findings] == ["import-encoding"]


@pytest.mark.parametrize(("pages", "length"), [("45", "45 pages"), ("1--45", "pp. 1-45")])
def test_pages_of_a_paper_are_its_length(pages: str, length: str) -> None:
    assert entry(f"title={{x}}, pages={{{pages}}}", "techreport")["length"] == length


@pytest.mark.parametrize(
    ("published", "series", "number"), [("No. 01", None, "01"), ("Working Papers No. 7", "Working Papers", "7"), ("Working Papers 07-1", "Working Papers", "07-1")]
)  # fmt: skip
def test_series_and_number_of_a_paper_that_nobody_published(published: str, series: str | None, number: str) -> None:
    record = one(f"@unpublished{{RePEc:aaa:wpaper:1, title={{x}}, howpublished={{{published}}}}}")
    assert (record.get("series"), record["number"]) == (series, number)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("@misc{a, title={T}, journal={J}}", {"template_type": "ReDIF-Article 1.0", "journal": "J"}),
        ("@unpublished{a, title={T}, journal={J}}", {"template_type": "ReDIF-Paper 1.0", "extra": {"X-Journal": ["J"]}}),
        ("@techreport{a, title={T}}", {"template_type": "ReDIF-Paper 1.0"}),
        ("@techreport{a, title={T}, eid={e12}}", {"template_type": "ReDIF-Paper 1.0", "number": "e12"}),
        ("@article{a, title={T}, eid={e12}}", {"template_type": "ReDIF-Article 1.0", "pages": "e12"}),
        ("@article{a, title={T}, eid={e12}, pages={1--2}}",
         {"template_type": "ReDIF-Article 1.0", "pages": "1-2", "extra": {"X-Eid": ["e12"]}}),
    ],
)  # fmt: skip
def test_the_kind_and_the_number_of_an_entry(entry: str, expected: dict[str, object]) -> None:
    [record], findings = imported(entry)
    assert ({name: value for name, value in record.items() if name != "title"}, findings) == (expected, [])


@pytest.mark.parametrize("name", ["pagetotal", "numpages", "pagecount"])
def test_each_field_for_how_many_pages_there_are(name: str) -> None:
    assert entry(f"title={{x}}, {name}={{45}}", "techreport")["length"] == "45 pages"


def test_a_day_and_the_titles_of_a_book_in_parts() -> None:
    assert entry("title={x}, year={2004}, month=mar, day={5}", "techreport")["creation_date"] == "2004-03-05"
    record = entry("title={x}, booktitle={All Prices}, booksubtitle={A History}", "incollection")
    assert record["book_title"] == "All Prices: A History"


def test_an_entry_takes_from_each_parent_that_is_there() -> None:
    parents = "@xdata{more, volume={3}}\n@book{b, title={All Prices}}"
    records, findings = imported(f"@incollection{{c, title={{x}}, xdata={{none, more}}, crossref={{b}}}}\n{parents}")
    assert (records[0]["volume"], records[0]["book_title"]) == ("3", "All Prices")
    assert [(finding.attribute, finding.line) for finding in findings] == [("xdata", 1)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [(r"Lee, Ann and \L{}ukasiewicz, J.", "J. Łukasiewicz"), (r"Lee, Ann and \'Alvarez, J.", "J. Álvarez"),
     (r"Lee, Ann and \O stergaard, S.", "S. Østergaard"), (r"Lee, Ann and Ludwig van Beethoven, Jr.", "Ludwig van Beethoven, Jr."),
     ("Lee, Ann and family=Doe, given=Jane, prefix=van", "Jane van Doe")],
)  # fmt: skip
def test_names_after_another(names: str, expected: str) -> None:
    assert [author["name"] for author in entry(f"author={{{names}}}, title={{x}}")["authors"]] == ["Ann Lee", expected]


@pytest.mark.parametrize(
    ("latex", "text"),
    [(r"Art.~\S~5", "Art. § 5"), (r"at \url{http://example.org/~a}", "at http://example.org/~a"),
     (r"in \href{http://example.org}{a place}", "in a place"), (r"\copyright{} Lee", "© Lee")],
)  # fmt: skip
def test_signs_and_addresses_in_text(latex: str, text: str) -> None:
    assert entry(f"title={{{latex}}}")["title"] == text


def test_a_year_with_a_command_that_prints_nothing() -> None:
    assert entry(r"title={x}, year={\noop{2001}2000}")["year"] == 2000


def test_notes_of_zotero_go_where_they_belong() -> None:
    record = entry(
        "title={x}, journal={J}, volume={1}, note={Publisher: Example Press\nIssue: 4\nVolume: 9\nSee page 3: a table}"
    )
    assert (record["issue"], record["volume"], record["extra"]["X-Publisher"]) == ("4", "1", ["Example Press"])
    assert record["note"] == "Volume: 9 See page 3: a table"


def test_keywords_of_endnote_are_on_lines() -> None:
    assert entry("title={x}, keywords={Wages\nLabour prices}")["keywords"] == ["Wages", "Labour prices"]


def test_the_key_of_a_type_is_no_series() -> None:
    assert "series" not in entry("title={x}, type={workingpaper}", "report")


def test_a_season_in_the_date_of_biblatex() -> None:
    record = entry("title={x}, date={2020-21}")
    assert (record["year"], record["month"]) == (2020, "Spring")


def test_what_jabref_notes_for_itself_is_left_out() -> None:
    records, findings = imported(
        "@article{k, title={x}, readstatus={read}, ranking={rank5}, creationdate={2021-05-01T10:00:00}}"
    )
    assert "extra" not in records[0]
    assert len(findings) == 3
