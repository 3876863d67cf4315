"""Lines that look like attributes: names that ReDIF does not have, addresses, and words of a text."""

from __future__ import annotations

import io

import pytest

import redif
from redif.checks.checker import Checker
from redif.rewriting.fixes import fixed

HEAD = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann Lee\n"
TAIL = "Handle: RePEc:aaa:wpaper:1\n"
ABSTRACT = "Abstract: We ask what prices do, and find that they do much.\n"


def read(text: str) -> redif.Template:
    (template,) = redif.parse(HEAD + text + TAIL).templates
    return template


def written_after_fixing(text: str, name: str = "a.redif") -> str:
    checker = Checker(isolated=True)
    return fixed(text.encode(), name, lambda data: checker.data(data, name))[0].decode()


@pytest.mark.parametrize(
    "name", ["Title-en", "Abstract-fr", "Keywords-pt", "Lenght", "JEL", "JEL-Code", "Date", "Link", "Evidence", "Doi-Link"]
)
@pytest.mark.parametrize(
    ("above", "field", "value"), [("Title: Prices\n", "title", "Prices"), ("Keywords: a; b\n", "keywords", ["a", "b"])]
)
def test_an_unknown_attribute_is_never_part_of_a_title_or_of_keywords(name: str, above: str, field: str, value: object) -> None:
    template = read(f"{above}{name}: what it says\n over two lines\n")
    assert template.data[field] == value
    assert template.data["unknown"] == {name: ["what it says over two lines"]}
    assert [f.line for f in template.findings if f.code == "attribute-unknown"] == [4]


@pytest.mark.parametrize(
    "name",
    [
        "Titel-en",
        "Abstact",
        "Abstract-fr",
        "Title-en",
        "Author-ORCID",
        "Kewords",
        "JEL",
        "Keyword",
        "Date",
        "Titel",
        "Abstract-English",
    ],
)
def test_a_name_like_that_of_an_attribute_is_no_prose(name: str) -> None:
    template = read(f"Title: Prices\n{ABSTRACT}{name}: what it says\n")
    assert template.data["abstract"] == "We ask what prices do, and find that they do much."
    assert template.data["unknown"] == {name: ["what it says"]}


@pytest.mark.parametrize(
    "word",
    ["Methods", "Results", "Papers", "Notes", "Prices", "Summary", "Non-technical", "File-sharing", "Motivation", "Data"],
)
def test_a_word_that_begins_a_line_of_an_abstract_belongs_to_it(word: str) -> None:
    text = f"{HEAD}Title: On prices\n{ABSTRACT}{word}: we count them.\nCreation-Date: 2001\n{TAIL}"
    (template,) = redif.parse(text).templates
    assert template.data["abstract"] == f"We ask what prices do, and find that they do much. {word}: we count them."
    assert [f.line for f in template.findings if f.code == "attribute-unknown"] == [5]
    assert written_after_fixing(text) == text.replace(f"\n{word}:", f"\n {word}:")


def test_a_short_word_in_a_text_is_no_name_with_a_slip() -> None:
    template = read(f"Title: Prices\n{ABSTRACT}It is what they\ndo: they rise.\n")
    assert template.data["abstract"].endswith("It is what they do: they rise.")
    (finding,) = template.findings
    assert "DOI" not in finding.message + finding.hint


@pytest.mark.parametrize("scheme", ["https", "http", "HTTP", "ftp"])
def test_an_address_on_a_line_of_its_own_belongs_to_the_attribute_above(scheme: str) -> None:
    text = f"{HEAD}Title: On prices\nFile-URL:\n{scheme}://example.org/1.pdf\nFile-Format: application/pdf\nCreation-Date: 2001\n{TAIL}"
    (template,) = redif.parse(text).templates
    assert template.data["files"] == [{"url": f"{scheme.lower()}://example.org/1.pdf", "format": "application/pdf"}]
    assert "unknown" not in template.data
    assert [(f.code, f.line) for f in template.findings] == [("attribute-unknown", 5)]
    assert written_after_fixing(text) == text.replace(":\nhttp", ": http").replace(":\nHTTP", ": HTTP").replace(
        ":\nftp", ": ftp"
    )


def test_an_address_that_is_completed_stays_on_its_line() -> None:
    text = f"{HEAD}Title: On prices\nFile-URL:\nwww.example.org/1.pdf\n{TAIL}"
    fixed = written_after_fixing(text)
    assert fixed == text.replace("\nwww.", "\n http://www.")
    assert redif.parse(fixed).findings == []


@pytest.mark.parametrize("tag", ["<p>", "<b>", "<br />"])
@pytest.mark.parametrize("line", ["Methods: we count.", "Methods</b>: we count.", "https://example.org/ has them."])
def test_a_line_that_begins_with_a_tag_stays_in_its_text(tag: str, line: str) -> None:
    text = f"{HEAD}Title: On prices\n{ABSTRACT}{tag}{line}\n{TAIL}"
    before, after = (redif.parse(each).templates[0].data for each in (text, written_after_fixing(text)))
    assert before["abstract"] == after["abstract"]
    assert "unknown" not in after


@pytest.mark.parametrize("hyphen", "–\N{NON-BREAKING HYPHEN}\N{HYPHEN}\N{MINUS SIGN}")
def test_a_name_with_another_hyphen_is_kept_apart(hyphen: str) -> None:
    template = read(f"Title: Prices\nCreation{hyphen}Date: 2001\n")
    assert template.data["title"] == "Prices"
    assert template.data["unknown"] == {f"Creation{hyphen}Date": ["2001"]}
    (finding,) = template.findings
    assert (finding.code, finding.hint) == ("line-merged", "Write Creation-Date, with a hyphen.")
    assert "unknown" not in read(f"Title: Prices\nNorth{hyphen}South: a model\n").data


def test_addresses_in_a_text_stay_in_it() -> None:
    template = read("Title: Prices\nhttps://example.org/\nNote: See\nhttps://a.example.org/x and\nhttp://b.example.org/y.\n")
    assert template.data["title"] == "Prices https://example.org/"
    assert template.data["note"] == "See https://a.example.org/x and http://b.example.org/y."


def test_an_address_after_a_mail_address_that_wraps() -> None:
    template = read("Author-Email:\nmailto:ann@example.org\nTitle: Prices\n")
    assert template.data["authors"] == [{"name": "Ann Lee", "email": "ann@example.org"}]


def test_a_second_address_is_not_joined_to_the_first() -> None:
    template = read("Title: Prices\nFile-URL: https://example.org/1\nhttps://example.org/2\n")
    assert template.data["files"] == [{"url": "https://example.org/1"}]
    assert template.data["unparsed"] == {"File-URL": ["https://example.org/2"]}
    assert [f.line for f in template.findings if f.code == "url-several"] == [5]


def test_a_second_address_in_a_cluster_stays_in_it_and_in_what_is_written() -> None:
    text = (
        "Template-Type: ReDIF-Series 1.0\nName: Notes\nProvider-Name: Bank\nProvider-Homepage: https://a.example.org/\nhttps://b.example.org/\n"
        "Maintainer-Email: ann@example.org\nType: ReDIF-Paper\nHandle: RePEc:aaa:wpaper\n"
    )
    (template,) = redif.parse(text).templates
    further = {"Provider-Homepage": ["https://b.example.org/"]}
    held = [{"name": "Bank", "homepage": "https://a.example.org/", "further": further}]
    assert template.data["providers"] == held
    out = io.BytesIO()
    redif.write([template.record], out, to="redif")
    (again,) = redif.parse(out.getvalue()).templates
    assert again.data["providers"] == held


@pytest.mark.parametrize(
    "above", ["Template-Type: ReDIF-Paper 1.0", "Creation-Date: 2001", "Classification-JEL: E52", "Handle: RePEc:aaa:wpaper:1"]
)
def test_an_address_that_no_attribute_is_in_front_of_is_kept(above: str) -> None:
    text = f"{HEAD}Title: Prices\nCreation-Date: 2001\nClassification-JEL: E52\n{TAIL}"
    (template,) = redif.parse(text.replace(f"{above}\n", f"{above}\nhttps://example.org/1.pdf\n")).templates
    assert "unknown" not in template.data
    assert template.data["unparsed"] == {"File-URL": ["https://example.org/1.pdf"]}
    (finding,) = template.findings
    assert (finding.code, finding.hint) == (
        "attribute-unknown", 'Write "File-URL: https://example.org/1.pdf", if it is that of the paper.',
    )  # fmt: skip
    out = io.BytesIO()
    redif.write([template.record], out, to="redif")
    assert "X-File-URL: https://example.org/1.pdf\n" in out.getvalue().decode()


def test_an_address_below_an_unknown_attribute_belongs_to_that() -> None:
    assert read("Title: Prices\nPurl:\nhttps://example.org/1\n").data["unknown"] == {"Purl": ["https://example.org/1"]}


def test_an_attribute_with_an_underscore_is_found() -> None:
    text = f"{HEAD}Title: Prices\nCreation_Date: 2001\n{TAIL}"
    (finding,) = [f for f in redif.check(io.BytesIO(text.encode())) if f.code == "line-merged"]
    assert (finding.line, finding.hint) == (4, "Write Creation-Date, with a hyphen.")


def test_an_empty_handle_is_reported_at_its_line() -> None:
    template = redif.parse(f"{HEAD}Title: Prices\nHandle:\n").templates[0]
    assert [(f.code, f.line, f.message) for f in template.findings] == [
        ("required-missing", 4, "This paper has an empty Handle, which is required.")
    ]


def test_the_message_names_the_spaces_of_a_handle_and_of_an_address() -> None:
    handle = "Handle: RePEc: srs: jaes: v:10:p:20-33\nThe article template\n"
    (finding,) = [f for f in redif.parse(f"{HEAD}Title: Prices\n{handle}").templates[0].findings if f.attribute == "Handle"]
    assert "a handle cannot have spaces" in finding.message
    (finding,) = read("Title: Prices\nFile-URL: https://example.org/Nr 7 (März).pdf\n").findings
    assert "has a space in it" in finding.message
    assert "%20" in finding.hint


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Title_en: x", "Title_en"), ("title_EN: x", "title_EN"), ("Title (en): x", "Title (en)"), ("Title [English]: x", "Title [English]"),
        ("Title EN: x", "Title EN"), ("Title@en: x", "Title@en"), ("Title-en : x", "Title-en"), ("Title.pt-BR: x", "Title.pt-BR"),
        ("TitleEN: x", "TitleEN"), ("Title2: x", "Title2"), ("English Title: x", "English Title"), ("Keywords_de: x", "Keywords_de"),
        ("Keywords (de): x", "Keywords (de)"), ("Key words: x", "Key words"), ("Lenght: x", "Lenght"), ("Creation Date: x", "Creation Date"),
        ("File_URL: x", "File_URL"), ("Author Name: x", "Author Name"), ("Classification JEL: x", "Classification JEL"),
        ("DOI (article): x", "DOI (article)"), ("ISBN-13: x", "ISBN-13"), ("X_Note: x", "X_Note"),
        ("DOI number: x", "DOI number"), ("Number of pages: x", "Number of pages"), ("Titel (deutsch): x", "Titel (deutsch)"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("above", "field", "value"),
    [
        ("Title: Prices\n", "title", "Prices"),
        ("Keywords: a; b\n", "keywords", ["a", "b"]),
        ("Series: S\n and more\n", "series", "S and more"),
    ],
)
def test_a_name_that_repec_does_not_see_is_kept_apart(line: str, name: str, above: str, field: str, value: object) -> None:
    template = read(f"{above}{line}\n over two lines\n")
    assert template.data[field] == value
    assert template.data["unknown"] == {name: ["x over two lines"]}
    (finding,) = [f for f in template.findings if f.code in ("line-merged", "attribute-unknown")]
    assert finding.line == 4 + above.count("\n") - 1


@pytest.mark.parametrize(
    ("line", "attribute"),
    [
        ("Título: x", "Title"), ("Название: x", "Title"), ("标题: x", "Title"), ("Автор: x", "Author-Name"), ("Año: x", "Creation-Date"),
        ("Mots-clés: x", "Keywords"), ("Ключевые слова: x", "Keywords"), ("Résumé: x", "Abstract"), ("Autor: x", "Author-Name"),
    ],
)  # fmt: skip
def test_a_name_in_another_language_is_kept_apart(line: str, attribute: str) -> None:
    template = read(f"Title: Prices\n{line}\n over two lines\n")
    name = line.partition(":")[0]
    assert template.data["title"] == "Prices"
    assert template.data["unknown"] == {name: ["x over two lines"]}
    (finding,) = template.findings
    assert (finding.line, attribute in finding.hint) == (4, True)
    out = io.BytesIO()
    redif.write([template.record], out, to="redif")
    assert "x over two lines" in out.getvalue().decode()


def test_codes_below_a_name_in_another_language_are_no_part_of_it() -> None:
    template = read("Title: Prices\nKeywords: a; b\nPalabras clave: c\nJEL Classification: C12\n")
    assert template.data["keywords"] == ["a", "b"]
    assert template.data["unknown"] == {"Palabras clave": ["c"], "JEL Classification": ["C12"]}


@pytest.mark.parametrize("line", ["Цель: узнать.", "Résumé: nous demandons.", "Méthodes: on compte.", "Zürich: eine Stadt."])
def test_a_word_in_another_language_begins_a_line_of_an_abstract(line: str) -> None:
    template = read(f"Title: Prices\n{ABSTRACT}{line}\n")
    assert template.data["abstract"].endswith(line)
    assert not template.findings


@pytest.mark.parametrize("name", ["Title-en", "Title_en", "Title (es)", "Keywords-de"])
def test_an_indented_title_in_another_language_is_kept_apart(name: str) -> None:
    template = read(f"Title: Prices\n {name}: Costs\nSeries: S\n")
    assert template.data["title"] == "Prices"
    assert template.data["unknown"] == {name: ["Costs"]}
    assert [f.line for f in template.findings] == [4]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Title_en: x", "Title_en"),
        ("Abstract (en): x", "Abstract (en)"),
        ("TitleEN: x", "TitleEN"),
        ("Creation Date: 2001", "Creation Date"),
    ],
)
def test_also_below_an_abstract(line: str, name: str) -> None:
    template = read(f"Title: Prices\n{ABSTRACT}{line}\n")
    assert template.data["abstract"] == "We ask what prices do, and find that they do much."
    assert template.data["unknown"] == {name: [line.partition(": ")[2]]}


@pytest.mark.parametrize(
    "line",
    [
        "Our model (2): prices", "Price is: what is paid", "Book Title: a review", "Growth in 2001: an account", "Author note: none",
        "Prices, year by year: a table", "Title 2: and last", "Table1: prices",
    ],
)  # fmt: skip
def test_a_line_of_a_text_is_no_attribute(line: str) -> None:
    template = read(f"Title: Prices\n{ABSTRACT}{line}\n")
    assert template.data["abstract"] == f"We ask what prices do, and find that they do much. {line}"


def test_what_repec_does_not_see_is_written_so_that_it_does_no_harm() -> None:
    out = io.BytesIO()
    redif.write([read("Title: Prices\nTitle_en: x\nTitle2: y\n").record], out, to="redif")
    assert out.getvalue().decode().split("\n")[1:3] == ["X-Title2: y", "X-Title-en: x"]


def test_a_line_below_a_handle_makes_repec_drop_the_template() -> None:
    (template,) = redif.parse(f"{HEAD}Title: Prices\n{TAIL}Title_en: x\n").templates
    assert template.is_bad
    assert [(f.code, f.severity, f.line) for f in template.findings] == [("line-merged", "error", 5)]
    assert template.data["handle"] == "RePEc:aaa:wpaper:1"
    assert not read("Title: Prices\nTitle_en: x\n").is_bad


def test_one_after_the_other() -> None:
    template = read("Title: Prices\nTitle_fr: Prix\nKeywords: a; b\nKeywords_fr: c; d\nJEL_codes: D40\n")
    assert template.data["unknown"] == {"Title_fr": ["Prix"], "Keywords_fr": ["c; d"], "JEL_codes": ["D40"]}
    assert [f.message.rpartition(" of ")[2] for f in template.findings] == ["Title.", "Keywords.", "Keywords."]
