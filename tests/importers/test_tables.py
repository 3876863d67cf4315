"""CSV and its relatives: columns, people in cells, kinds, and files that are broken."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

import redif
from support import importing


def imported(text: str | bytes, **options: Any) -> tuple[list[dict[str, Any]], list[redif.Finding]]:
    return importing.imported(text, "csv", **options)


def row(header: str, cells: str) -> dict[str, Any]:
    records, _ = imported(f"{header}\n{cells}\n")
    return records[0]


def test_a_spreadsheet_becomes_records(shared: Path) -> None:
    [record] = redif.read(shared / "cases/field/42-import.csv")
    assert isinstance(record, redif.Paper)
    assert record.handle == "RePEc:aaa:wpaper:1"
    assert [author.name for author in record.authors] == ["Ann Lee", "Bo Kim"]
    assert record.year == 2001


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_columns_are_known_in_any_order_and_with_any_separator(separator: str) -> None:
    table = [["Year", "Paper Title", "Autor", "JEL codes"], ["2001", "On prices", "Ann Lee", "C12 D1"]]
    [record], findings = imported("\n".join(separator.join(cells) for cells in table))
    assert (record["title"], record["creation_date"], record["classification_jel"]) == ("On prices", "2001", ["C12", "D1"])
    assert record["authors"] == [{"name": "Ann Lee"}]
    assert not findings


@pytest.mark.parametrize(
    ("header", "cells"),
    [("title,authors", 'x,"Lee, Ann; Kim, Bo"'), ("title,authors", 'x,"Lee, Ann and Kim, Bo"'), ("title,author1,author2", 'x,"Lee, Ann","Kim, Bo"'),
     ("title,author 2,Author 1", 'x,"Kim, Bo","Lee, Ann"'), ("title,author,author", 'x,"Lee, Ann","Kim, Bo"'),
     ("title,authors", """x,"['Lee, Ann', 'Kim, Bo']\""""), ("title,first_authors", """x,"['Lee, Ann', 'Kim, Bo']\""""),
     ("title,author1 last name,author1 first name,author2_last,author2_first", "x,Lee,Ann,Kim,Bo"), ("title,authors", 'x,"Lee, Ann\nKim, Bo"')],
)  # fmt: skip
def test_several_authors(header: str, cells: str) -> None:
    assert [author["name"] for author in row(header, cells)["authors"]] == ["Ann Lee", "Bo Kim"]


def test_names_with_first_names_first_are_separated_by_commas_where_that_is_safe() -> None:
    assert [author["name"] for author in row("title,authors", 'x,"Ann Lee, Bo Kim, Cy Doe"')["authors"]] == [
        "Ann Lee",
        "Bo Kim",
        "Cy Doe",
    ]
    assert [author["name"] for author in row("title,authors", 'x,"Ann Lee, Bo Kim and Cy Doe"')["authors"]] == [
        "Ann Lee",
        "Bo Kim",
        "Cy Doe",
    ]
    assert len(row("title,authors", 'x,"van der Berg, Jan Peter"')["authors"]) == 1


def test_addresses_of_people_go_to_them() -> None:
    record = row("title,authors,emails,author1 affiliation", "x,Ann Lee; Bo Kim,a@b.cd; c@d.ef,Example University")
    assert [author.get("email") for author in record["authors"]] == ["a@b.cd", "c@d.ef"]
    assert record["authors"][0]["workplaces"] == [{"name": "Example University"}]


def test_an_address_of_nobody_in_particular_goes_to_the_people_in_order_or_is_kept() -> None:
    record = row("title,authors,author email", "x,Ann Lee; Bo Kim,a@b.cd; c@d.ef")
    assert [author.get("email") for author in record["authors"]] == ["a@b.cd", "c@d.ef"]
    assert row("title,author 1,author email", "x,Ann Lee,a@b.cd")["authors"][0]["email"] == "a@b.cd"
    assert row("title,authors,author email", "x,Ann Lee; Bo Kim,a@b.cd")["extra"] == {"X-Author-Email": ["a@b.cd"]}


@pytest.mark.parametrize(
    ("type_", "kind"),
    [("paper", "Paper"), ("Working Paper", "Paper"), ("journalArticle", "Article"), ("Journal Article", "Article"), ("Book Section", "Chapter"),
     ("conference paper", "Chapter"), ("book", "Book"), ("ReDIF-Book 1.0", "Book"), ("software", "Software"), ("dataset", "Software")],
)  # fmt: skip
def test_the_type_is_read_in_many_words(type_: str, kind: str) -> None:
    assert row("title,type", f"x,{type_}")["template_type"] == f"ReDIF-{kind} 1.0"


def test_without_a_type_the_other_columns_show_it() -> None:
    kinds = [record["template_type"] for record in imported("title,journal,isbn,book title\na,J,,\nb,,1,\nc,,,B\nd,,,\n")[0]]
    assert kinds == ["ReDIF-Article 1.0", "ReDIF-Book 1.0", "ReDIF-Chapter 1.0", "ReDIF-Paper 1.0"]


def test_rows_that_do_not_fit_are_reported_with_their_line_and_the_rest_is_read() -> None:
    text = 'title,year,doi\na,2001,10.1/x\nb,2001,10.1/x,more\n"c,2001\nd,2002\n\n,,\ne,2003,,,\n"two\nlines",2004,\n'
    records, findings = imported(text)
    assert [record["title"] for record in records] == ["a", "d", "e", "two lines"]
    assert [(finding.code, finding.line) for finding in findings] == [
        ("import-unread", 3), ("import-unread", 4), ("import-cells", 5)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [("<html><head>\n<title>x</title>\n</head></html>\n", "file-html"), ("a,b\n1,2\n3,4\n", "import-unread")],
)
def test_a_table_without_a_title_is_reported_once(text: str, code: str) -> None:
    records, findings = imported(text)
    assert not records
    assert [finding.code for finding in findings] == [code]


def test_columns_that_are_not_known_are_kept_or_reported() -> None:
    [record], findings = imported("title,Our Code,备注\nx,77,y\n")
    assert record["extra"] == {"X-Our-Code": ["77"]}
    assert [(finding.code, finding.attribute) for finding in findings] == [
        ("import-column", "Our Code"),
        ("import-left-out", "备注"),
    ]


def test_a_program_says_what_columns_mean() -> None:
    [record], _ = imported(
        "Bezeichnung,Leute,weg\nx,Ann Lee,1\n", columns={"Bezeichnung": "title", "Leute": "authors", "weg": ""}
    )
    assert (record["title"], record["authors"]) == ("x", [{"name": "Ann Lee"}])
    assert "extra" not in record
    with pytest.raises(redif.UsageError, match="cannot mean 'titel2'"):
        imported("a\nb\n", columns={"a": "titel2"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert imported("title,authors\nÜber Preise,Zoë Lee\n".encode(encoding))[0][0]["title"] == "Über Preise"


def test_zotero_and_programs_that_write_numbers() -> None:
    record = row("Item Type,Type,Title,Publication Year,Num Pages", "report,Working Paper,x,2004.0,45")
    assert (record["template_type"], record["creation_date"], record["length"]) == ("ReDIF-Paper 1.0", "2004", "45 pages")


def test_formulas_are_texts_again() -> None:
    assert row("title", "'=1+1")["title"] == "=1+1"
    assert row("title", "'quoted'")["title"] == "'quoted'"


def test_names_in_a_table_of_ours_are_separated_by_semicolons_alone() -> None:
    records, _ = imported("handle,title,authors,file,line\n,x,Barnes and Noble; Ann Lee,a.rdf,1\n")
    assert [author["name"] for author in records[0]["authors"]] == ["Barnes and Noble", "Ann Lee"]


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        ("Titel;Autor;Jahr\nÜber Preise;Müller, Jörg;2004\n".encode("cp1252"), []),
        ("Titel\tAutor\tJahr\nÜber Preise\tMüller, Jörg\t2004\n".encode("utf-16"), []),
        ("sep=;\r\nTitel;Autor;Jahr\r\nÜber Preise;Müller, Jörg;2004\r\n".encode("utf-8-sig"), []),
        ('Titel,Autor,Jahr\n"Two,Ann Lee,2004\nÜber Preise,"Müller, Jörg",2004\n'.encode(), [2]),
        (f"Titel|Autor|Jahr|Abstract\nLong|x|2000|{'a' * 140_000}\nÜber Preise|Müller, Jörg|2004|\n".encode(), [2]),
    ],
)
def test_tables_in_every_encoding_and_with_every_separator(data: bytes, lines: list[int]) -> None:
    [record], findings = imported(data)
    assert (record["title"], record["authors"][0]["name"], record["creation_date"]) == ("Über Preise", "Jörg Müller", "2004")
    unread = [finding for finding in findings if finding.code == "import-unread"]
    assert [finding.line for finding in unread] == lines
    assert not any("field" in finding.message for finding in unread)  # a word of programs


@pytest.mark.parametrize(
    ("header", "field"),
    [("Stichwörter", "keywords"), ("Schlagwörter", "keywords"), ("Schlagwoerter", "keywords"), ("STICHWO\u0308RTER", "keywords"),
     ("Mots-clés", "keywords"), ("Palabras clave", "keywords"), ("Parole chiave", "keywords"), ("Résumé", "abstract"),
     ("Zusammenfassung", "abstract"), ("Resumen", "abstract"), ("Working paper no.", "number"), ("Working Paper Nr", "number"),
     ("Discussion Paper No.", "number"), ("Título", "title"), ("Titre", "title"), ("Titel", "title"), ("Año", "creation_date"),
     ("Année", "creation_date"), ("Jahr", "creation_date"), ("Anno", "creation_date"), ("Erscheinungsjahr", "creation_date"),
     ("Autor(es)", "authors"), ("Auteur(s)", "authors"), ("Autoren", "authors"), ("Autor/innen", "authors"), ("Código JEL", "classification_jel"),
     ("Abstract (English)", "abstract"), ("Keywords_en", "keywords"), ("Titel (Deutsch)", "title"), ("abstract fr", "abstract")],
)  # fmt: skip
def test_columns_are_known_in_several_languages(header: str, field: str) -> None:
    value = {"creation_date": "2001", "classification_jel": "C12"}.get(field, "Words")
    records, findings = imported(f"{header},doi\n{value},10.1000/1\n")
    assert field in records[0]
    assert "extra" not in records[0]
    assert not findings


@pytest.mark.parametrize(
    ("header", "cells"),
    [("First name,Last name", "Ann,Lee"), ("Nachname,Vorname", "Lee,Ann"), ("Prénom,Nom", "Ann,Lee"), ("Nombre,Apellidos", "Ann,Lee"),
     ("Last name 1,First name 1", "Lee,Ann"), ("Given Name,Surname", "Ann,Lee")],
)  # fmt: skip
def test_a_name_in_two_columns_that_do_not_say_whose_it_is(header: str, cells: str) -> None:
    [author] = row(f"title,{header}", f"x,{cells}")["authors"]
    assert (author["name"], author["name_last"]) == ("Ann Lee", "Lee")


def test_a_first_name_without_a_last_name_is_kept() -> None:
    assert row("title,First name", "x,Ann")["extra"] == {"X-Author-Name-First": ["Ann"]}


def test_private_names_keep_letters_without_their_accents() -> None:
    assert row("title,Förderung", "x,y")["extra"] == {"X-Forderung": ["y"]}


def test_a_file_that_is_all_in_windows_1252_is_not_called_mixed() -> None:
    text = "title,authors\nÜber Preise,Zoë Lee\nNaïve Märkte,René Ça\n"
    _, findings = imported(text.encode("cp1252"))
    assert [(finding.code, finding.line) for finding in findings] == [("import-encoding", 2)]
    _, findings = imported(text.encode("cp1252") + "Größe,Ann Lee\n".encode())
    assert [finding.code for finding in findings] == ["encoding-mixed"]


def test_a_cell_with_a_backslash_is_no_list_of_python(recwarn: pytest.WarningsRecorder) -> None:
    [record] = redif.importers.read(io.BytesIO(b"""title,abstract\nx,"['a\\d', 'b']"\n"""), "csv")
    assert record.data["abstract"] == "['a\\d', 'b']"
    assert not recwarn.list  # Python warns of a backslash that means nothing


@pytest.mark.parametrize(
    ("written", "date"),
    [("44270", "2021-03-15"), ("15-Mar-21", "2021-03-15"), ("Okt-98", "1998-10"), ("01.02.2021", "2021-02-01"), ("15.03.2021", "2021-03-15"),
     ("2021,00", "2021"), ("03/15/2021", "2021-03-15")],
)  # fmt: skip
def test_dates_as_spreadsheets_show_them(written: str, date: str) -> None:
    header = "jahr" if "," in written else "datum"
    records, findings = imported(f"titel;{header}\nx;{written}\n")
    assert records[0]["creation_date"] == date
    assert not findings


def test_a_date_of_which_only_the_year_is_plain_is_reported() -> None:
    records, findings = imported("title,date\nx,3/4/2021\n")
    assert records[0]["creation_date"] == "2021"
    assert [finding.code for finding in findings] == ["import-left-out"]


@pytest.mark.parametrize(("written", "pages"), [("10-Jan", "1-10"), ("01. Okt", "1-10"), ("5-Mar", "3-5"), ("Jan-45", "1-45")])
def test_pages_of_which_a_spreadsheet_made_a_date(written: str, pages: str) -> None:
    records, findings = imported(f"title,journal,pages\nx,J,{written}\n")
    assert records[0]["pages"] == pages
    assert [finding.code for finding in findings] == ["import-cells"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [("Smith J., Doe A.B.", ["J. Smith", "A.B. Doe"]), ("Smith, J., Doe, A., & Roe, R.", ["J. Smith", "A. Doe", "R. Roe"]),
     ("Smith, John (57194032100); Doe, Ann (57194032101)", ["John Smith", "Ann Doe"]), ("Ann Lee; et al.", ["Ann Lee"]),
     ("Smith, J.", ["J. Smith"])],
)  # fmt: skip
def test_lists_of_people_with_initials(cell: str, names: list[str]) -> None:
    assert [author["name"] for author in row("title,authors", f'x,"{cell}"')["authors"]] == names


def test_parts_of_names_in_other_languages_and_other_authors() -> None:
    record = row("Titel;Autor 1 Vorname;Autor 1 Nachname;Mitautoren;Ort", "x;Jörg;Müller;Lee, Ann;Berlin")
    assert [author["name"] for author in record["authors"]] == ["Jörg Müller", "Ann Lee"]
    assert record["extra"] == {"X-Place": ["Berlin"]}


def test_a_number_beside_a_volume_is_that_of_the_issue() -> None:
    record = row("title,journal,vol.,no.", "x,J,12,3")
    assert (record["volume"], record["issue"]) == ("12", "3")
    assert "number" not in record


def test_a_table_of_scopus() -> None:
    header = "Authors,Author full names,Title,Source title,Art. No.,Affiliations,Authors with affiliations,Source,EID"
    record = row(header, 'Lee A.,"Lee, Ann (57194032100)",x,J,123,MIT,"Lee, Ann, MIT",Scopus,2-s2.0-85')
    assert record["authors"] == [{"name": "Ann Lee", "name_first": "Ann", "name_last": "Lee"}]
    assert (record["journal"], record["pages"]) == ("J", "123")
    assert "further" not in record


def test_a_title_above_the_names_of_the_columns() -> None:
    records, findings = imported("Papers of 2021;;\n;;\nTitle;Authors;Year\nx;Ann Lee;2021\n")
    assert records[0]["title"] == "x"
    assert [(finding.code, finding.line) for finding in findings] == [("import-left-out", 1)]
