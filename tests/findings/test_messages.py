"""Messages: they name the mistake in the maintainer's words, and the hint says what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

import redif
from redif.checks.checker import Checker
from redif.checks.settings import Settings
from support.counting import calls

PAPER = {
    "Template-Type": "ReDIF-Paper 1.0",
    "Title": "A title of some length",
    "Author-Name": "Jane Smith",
    "Handle": "RePEc:aaa:wpaper:1",
}


def paper(**changes: str | None) -> str:
    """A paper with other attributes, of which `None` is left out; underscores stand for hyphens."""
    lines = PAPER | {name.replace("_", "-"): value for name, value in changes.items()}
    return "".join(f"{name}: {value}\n" for name, value in lines.items() if value is not None)


def check(text: str, *, lengths: bool = False) -> list[redif.Finding]:
    return Checker(Settings(lengths=lengths), isolated=True).data(text.encode(), "x.redif")


def only(text: str, *, lengths: bool = False) -> redif.Finding:
    [finding] = check(text, lengths=lengths)
    assert finding.message.endswith((".", '."', "?", ":", '"'))
    assert finding.help
    return finding


def test_a_complete_paper_has_no_findings() -> None:
    assert check(paper()) == []


# ---------------------------------------------------------------------------------------------------------- what is missing


def test_missing_attributes_are_named_by_what_the_template_describes() -> None:
    assert only(paper(Title=None)).message == "This paper has no Title, which is required."
    assert only(paper(Title="")).message == "This paper has an empty Title, which is required."
    book = paper(Template_Type="ReDIF-Book 1.0", Author_Name=None)
    assert only(book).message == "This book has no Author-Name or Editor-Name; one of them is required."


def test_what_to_do_about_what_is_missing() -> None:
    assert only(paper(Title=None)).help == 'Add a line that begins with "Title:".'
    assert only(paper(Title="")).help == "Write its value after the colon."
    book = paper(Template_Type="ReDIF-Book 1.0", Author_Name=None)
    assert only(book).help == 'Add a line that begins with "Author-Name:" or "Editor-Name:".'


def test_a_template_type_that_is_nearly_one() -> None:
    finding = check(paper(Template_Type="ReDIF-aper 1.0"))[0]
    assert (finding.code, finding.help) == ("template-unknown", "Write ReDIF-Paper 1.0 instead, if that is what is meant.")
    assert check(paper(Template_Type="ReDIF-Authority 1.0"))[0].help.startswith("Use one of ReDIF-Paper 1.0,")


def test_the_template_type_as_it_should_be() -> None:
    assert (
        only(paper(Template_Type="ReDIF-Paper")).message == 'The template type "ReDIF-Paper" must be written ReDIF-Paper 1.0.'
    )
    assert 'ReDIF has no template type "ReDIF-Thesis 1.0".' in {
        f.message for f in check(paper(Template_Type="ReDIF-Thesis 1.0"))
    }


# ------------------------------------------------------------------------------------------------ attributes out of place


@pytest.mark.parametrize(
    ("name", "value", "message", "hint"),
    [
        (
            "Year",
            "2026",
            "This paper cannot have Year, which belongs in ReDIF-Article 1.0, ReDIF-Book 1.0 or ReDIF-Chapter 1.0.",
            "Write Creation-Date: 2026, make the template ReDIF-Article 1.0 or delete the line.",
        ),
        (
            "Journal",
            "J of Ex",
            "This paper cannot have Journal, which belongs in ReDIF-Article 1.0.",
            "Write Publication-Status: Published in J of Ex, make the template ReDIF-Article 1.0 or delete the line.",
        ),
        (
            "URL",
            "https://example.org",
            "This paper cannot have URL, which belongs in ReDIF-Archive 1.0.",
            "Write File-URL: https://example.org or delete the line.",
        ),
        (
            "Month",
            "May",
            "This paper cannot have Month, which belongs in ReDIF-Article 1.0, ReDIF-Book 1.0 or ReDIF-Chapter 1.0.",
            "Write Creation-Date instead, make the template ReDIF-Article 1.0 or delete the line.",
        ),
        (
            "ISSN",
            "2373-8871",
            "This paper cannot have ISSN, which belongs in ReDIF-Series 1.0.",
            "Delete the line. The template of the series gives it for all items, as ISSN.",
        ),
    ],
)
def test_an_attribute_of_another_type(name: str, value: str, message: str, hint: str) -> None:
    finding = only(paper(**{name: value}))
    assert (finding.code, finding.message, finding.hint) == ("attribute-misplaced", message, hint)


def test_the_type_that_has_most_of_the_attributes_is_suggested() -> None:
    found = check(paper(Year="2010", ISBN="978-0-306-40615-7", Editor_Name="Ann Lee"))
    assert {finding.hint for finding in found if finding.attribute == "Year"} == {
        "Write Creation-Date: 2010, make the template ReDIF-Book 1.0 or delete the line."
    }


@pytest.mark.parametrize(
    ("name", "attribute"), [("Publisher", "Provider-Name"), ("Provider-Fax", "Provider-Fax"), ("ISSN", "ISSN")]
)
def test_what_the_template_of_the_series_says_for_all_items(name: str, attribute: str) -> None:
    hint = f"Delete the line. The template of the series gives it for all items, as {attribute}."
    assert only(paper(**{name: "x"})).help == hint
    assert hint not in {finding.help for finding in check(paper(Template_Type="ReDIF-Person 1.0", **{name: "x"}))}


def test_a_template_whose_handle_is_that_of_a_series() -> None:
    found = check(paper(Handle="RePEc:aaa:wpaper", Name="Working papers", Publisher_Name="X", Maintainer_Email="a@b.org"))
    assert {finding.help for finding in found if finding.code == "attribute-misplaced"} == {
        "Make the template ReDIF-Series 1.0 or delete the line."
    }


def test_a_long_value_is_not_repeated_in_a_hint() -> None:
    assert only(paper(Name="x" * 61)).help == "Write Title instead or delete the line."
    assert only(paper(Name="x" * 60)).help == f"Write Title: {'x' * 60} or delete the line."


def test_what_has_replaced_an_attribute() -> None:
    series = paper(Template_Type="ReDIF-Series 1.0", Title=None, Author_Name=None, Name="Papers", Handle="RePEc:aaa:wpaper")
    series += "Maintainer-Email: jane.smith@example.org\n"
    finding = only(f"{series}Publisher-Name: X\n")
    assert finding.message == "Publisher-Name is out of date."
    assert finding.help == "Write Provider- instead of Publisher- in this line and in those that belong to it."
    finding = only(f"{series}Provider-Institution: RePEc:edi:qedquca\n")
    assert finding.message == "This Provider-Institution is not below a Provider-Name, and on its own it is out of date."
    assert finding.help == 'Add a line that begins with "Provider-Name:" above it.'
    finding = only(f"{series}Provider-Institution: RePEc:edi:qedquca\nProvider-Name: X\n")
    assert finding.help == "Move it below the Provider-Name it belongs to."
    assert check(f"{series}Provider-Name: X\nProvider-Institution: RePEc:edi:qedquca\n") == []
    finding = only(paper(Template_Type="ReDIF-Article 1.0", Publication_Date="2004"))
    assert (finding.message, finding.help) == ("Publication-Date is out of date.", "Write Creation-Date instead.")
    finding = only(paper(Template_Type="ReDIF-Software 1.0", Price="5 EUR"))
    assert (finding.message, finding.help) == ("Price is out of date.", "Delete the line; no other attribute has replaced it.")


def test_four_times_as_many_attributes_are_four_times_as_much_work() -> None:
    def work(number: int) -> int:
        wrong = "Journal: J of Ex\nHandle: RePEc:aaa:wpaper:2\n" * (number // 10)
        return calls(lambda: check(paper() + "X-A: b\n" * number + wrong))

    assert work(2000) < 4.4 * work(500)


def test_an_attribute_of_a_cluster_that_has_not_begun() -> None:
    text = "Template-Type: ReDIF-Paper 1.0\nAuthor-Email: a@example.org\n" + paper().partition("\n")[2]
    finding = only(text)
    assert finding.message == "There is no Author-Name above this Author-Email that it could belong to."
    assert finding.hint == "Move Author-Email below the Author-Name it belongs to."


@pytest.mark.parametrize(
    ("name", "meant"),
    [("Autor-Name", "Author-Name"), ("JEL", "Classification-JEL"), ("Date", "Creation-Date"), ("PDF-URL", "File-URL")],
)
def test_an_unknown_attribute_with_a_likely_meaning(name: str, meant: str) -> None:
    finding = check(paper(**{name: "x"}))[-1]
    assert finding.code == "attribute-unknown"
    assert finding.message.startswith(f"ReDIF has no attribute {name}; did you mean {meant}?")
    assert finding.hint == f'Write "{meant}:" instead, if that is what is meant.'


def test_an_unknown_attribute_without_a_likely_meaning() -> None:
    finding = check(paper(Licence="x"))[-1]
    assert finding.message.startswith("ReDIF has no attribute Licence.")
    assert "mean" not in finding.message


def test_a_second_handle() -> None:
    finding = check(paper() + "Handle: RePEc:aaa:wpaper:2\n")[-1]
    assert finding.message == "Handle is given more than once. Is the Template-Type of the next template missing above it?"
    finding = check(paper() + f"Handle:  {PAPER['Handle']}\n")[-1]
    assert finding.message == "Handle is given twice, with the same value."
    assert finding.help == "Delete one of the two lines."
    finding = check(paper(Classification_JEL="E62") + "Classification-JEL: F41\n")[-1]
    assert finding.help == f"Write all of them on one {finding.attribute} line."
    assert only(paper(Creation_Date="2004") + "Creation-Date: 2005\n").message == "Creation-Date is given more than once."


# -------------------------------------------------------------------------------------------------------- refused values


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("Language", "English", "Write en."),
        ("Language", "PORTUGUESE", "Write pt."),
        ("Language", "Greek", None),
        ("Language", "en-US", "Write en."),
        ("Language", "eng", "Write en."),
        ("Language", "Klingon", None),
        ("File_Format", "PDF", "Write application/pdf."),
        ("File_Format", ".pdf", "Write application/pdf."),
        ("File_Format", "Adobe PDF file", "Write application/pdf."),
        ("File_Format", "html", "Write text/html."),
        ("File_Format", "Word", "Write application/msword."),
        ("File_Format", "doc", "Write application/msword."),
        (
            "File_Format",
            "docx",
            "Write application/vnd.openxmlformats-officedocument.wordprocessingml.document.",
        ),
        ("File_Format", "PostScript", "Write application/postscript."),
        ("File_Format", "ps", "Write application/postscript."),
        ("File_Format", "zip", "Write application/zip."),
        ("File_Format", "xls", "Write application/vnd.ms-excel."),
        ("File_Format", "nonsense", None),
        ("Creation_Date", "2011-10-5", "Write 2011-10-05."),
        ("Creation_Date", "2011/03", "Write 2011-03."),
        ("Creation_Date", "2011-13-5", None),
        ("Creation_Date", "spring 2011", None),
    ],
)
def test_a_value_with_an_obvious_meaning(name: str, value: str, hint: str | None) -> None:
    attributes = {"File_URL": "https://example.org/1"} if name == "File_Format" else {}
    finding = only(paper(**attributes, **{name: value}))
    assert value in finding.message
    assert finding.hint == hint if hint else not finding.hint.endswith(f"{value}.")


@pytest.mark.parametrize(
    ("handle", "message"),
    [
        ("RePEc:due:12345", "has no series code."),
        ("RePEc:due:NaN", "has no series code."),
        ("RePEc:bre::node_10366", "has no series code."),
        ("RePEc:due", "has no series code."),
        ("RePEc:due:", "has no series code."),
        ("RePEc:", "has no archive code."),
        ("RePEc:aaa:wpaper", "has no code of the item's own."),
        ("RePEc:aaa:wpaper:", "has no code of the item's own."),
        ("RePEc:IMPBER:wpaper:22", '"IMPBER" should be the archive\'s code, three letters.'),
        ("RePEc:aaa:paper:22", '"paper" should be the series\' code, six letters or digits.'),
        ("RePEc: rsp: wpaper: wp48", "has spaces beside its colons."),
        ("RePEc:zbw:hwware:26096 #END 46", 'has a space in it, after "RePEc:zbw:hwware:26096"; a handle cannot have spaces.'),
        ("RePEc:aud:audfin:v:20:i:Special 12:p:8", 'has a space in it, after "RePEc:aud:audfin:v:20:i:Special"'),
        ("http://example.org", "does not begin with RePEc:"),
        ("RePEc:sos:sosjrn:17\u0a00", 'should end after "RePEc:sos:sosjrn:17".'),
    ],
)
def test_handles(handle: str, message: str) -> None:
    finding = only(paper(Handle=handle))
    assert finding.code == "value-invalid"
    assert f'Handle "{handle}"' in finding.message
    assert message in finding.message


def test_a_handle_with_spaces_beside_its_colons_is_written_out() -> None:
    assert only(paper(Handle="RePEc: rsp: wpaper : wp48")).hint == "Write RePEc:rsp:wpaper:wp48 without spaces."


def test_what_the_parser_expected_comes_last() -> None:
    message = only(paper(Author_Name="Jane Smith\nAuthor-Email: nobody")).message
    assert message == 'RePEc cannot read the Author-Email "nobody": after "nobody" there should be "@".'
    assert only(paper(Classification_JEL="Y99")).message == 'The Classification-Jel "Y99" is not a code of the JEL list.'


def test_what_the_words_of_a_list_are_not() -> None:
    assert only(paper(Language="xx yy")).message == 'The Language "xx yy" is not a language code.'
    found = check(paper(File_URL="https://example.org/1.azw", File_Format="azw"))
    assert [finding.message for finding in found] == ['The File-Format "azw" is not a media type.']
    series = paper(Template_Type="ReDIF-Series 1.0", Title=None, Author_Name=None, Name="Papers", Handle="RePEc:aaa:wpaper")
    finding = only(f"{series}Maintainer-Email: a@example.org\nType: ReDIF-Thesis\n")
    assert finding.message.endswith('after "ReDIF-" there should be Paper, Article, Software, Book or Chapter.')


def test_several_addresses_in_one_value_are_one_finding() -> None:
    for between in (" ", ", ", "; "):
        [finding] = check(paper(File_URL=f"http://www.example.org{between}http://example.com"))
        assert "has several addresses in it" in finding.message
        assert "File-URL" in finding.help


def test_a_code_that_does_not_exist_is_not_suggested() -> None:
    assert only(paper(Classification_JEL="Y99")).hint.startswith("Write codes of the JEL list")
    several = only(paper(Classification_JEL="I21, I24 and Q54"))
    assert (several.message, several.hint) == (
        'RePEc cannot read the Classification-Jel "I21, I24 and Q54".',
        "Write I21, I24, Q54.",
    )


def test_the_code_that_cannot_be_read_is_named() -> None:
    found = only(paper(Classification_JEL="D40; QX; E31"))
    assert found.message == 'The Classification-Jel "D40; QX; E31" has "QX" in it, which is not a code of the JEL list.'


def test_a_value_that_is_refused_by_a_constructor_has_the_same_message() -> None:
    with pytest.raises(ValueError, match=r'The Language "English" is not a language code\. Write en\.'):
        redif.Paper(languages=["English"])


# -------------------------------------------------------------------------------------------------------------- lengths


@pytest.mark.parametrize(
    ("length", "code", "severity"),
    [
        (2, "length-under", "warning"),
        (3, "length-short", "warning"),
        (9, "length-short", "warning"),
        (10, None, None),
        (300, None, None),
        (301, "length-long", "warning"),
        (1000, "length-long", "warning"),
        (1001, "length-over", "error"),
    ],
)
def test_lengths(length: int, code: str | None, severity: str | None) -> None:
    text = paper(Title=("Ab " * length)[: length - 1] + "x")
    assert check(text) == []
    found = check(text, lengths=True)
    assert [(finding.code, finding.severity) for finding in found] == ([(code, severity)] if code else [])
    if found:
        unusual = "fewer than" if length < 10 else "more than"
        assert found[0].message.startswith(f"Title has {length:,} characters; {unusual} ")


def test_lengths_in_a_settings_file(tmp_path: Path) -> None:
    (tmp_path / "x.redif").write_text(paper(Title="Debt"), encoding="utf-8")
    assert list(redif.check(tmp_path)) == []
    (tmp_path / "redif.toml").write_text("lengths = true\n", encoding="utf-8")
    assert [finding.code for finding in redif.check(tmp_path)] == ["length-short"]
    assert list(redif.check(tmp_path, isolated=True)) == []
    (tmp_path / "redif.toml").write_text("lengths = false\n", encoding="utf-8")
    assert list(redif.check(tmp_path)) == []
    assert [finding.code for finding in redif.check(tmp_path, settings=Settings(lengths=True))] == ["length-short"]


# ------------------------------------------------------------------------------------------------ outside any template


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("    Template-Type: ReDIF-Paper 1.0\n      Title: X\n", "The Template-Type line is indented, so RePEc does not see"),
        (
            '"Template-Type: ReDIF-Paper 1.0"\n',
            'RePEc sees no template here, since the line does not begin with "Template-Type:",',
        ),
        ("**Template-Type:** ReDIF-Paper 1.0\n", "RePEc sees no template here, since the line does not begin with"),
        ("1. Template-Type: ReDIF-Paper 1.0\n", "RePEc sees no template here, since the line does not begin with"),
        (
            "Templte-Type: ReDIF-Paper 1.0\n",
            'RePEc sees no template here, since the line does not begin with "Template-Type:", but',
        ),
        ("<?xml version='1.0'?>\n<records/>\n", "This is XML, not ReDIF: "),
        ("<htmlx>\n", "This is XML, not ReDIF: "),
        (
            "Dear colleagues,\n",
            'This text comes before the first Template-Type, so it belongs to no template: "Dear colleagues,".',
        ),
    ],
)
def test_text_outside_any_template(text: str, message: str) -> None:
    finding = only(text)
    assert finding.code == "line-outside-template"
    assert finding.message.startswith(message)


@pytest.mark.parametrize("sign", ["#", "é", "§"])
def test_the_sign_that_a_handle_cannot_have_is_named(sign: str) -> None:
    found = check(paper(Handle=f"RePEc:aaa:wpaper:26{sign}x"))
    assert [finding.message for finding in found if finding.code == "value-invalid"] == [
        f'The Handle "RePEc:aaa:wpaper:26{sign}x" has "{sign}" in it, which a handle cannot have.'
    ]


@pytest.mark.parametrize(
    ("line", "said", "written"),
    [
        ({"DOI": "10.1234/x y"}, "has a space in it", "without spaces"),
        ({"File_URL": "https://example.org/<id>"}, 'has "<" in it', "address"),
        ({"Classification_JEL": "Q11, Q1, QX"}, 'has "QX" in it', "Write Q11, Q1."),
        ({"Language": "en; de"}, "has several languages", "a Language line of its own"),
        ({"Language": "English, German"}, "has several languages", "a Language line of its own"),
        ({"Title_en": "A second title"}, "no attribute Title-en", '"Title:"'),
    ],
)
def test_a_message_names_what_is_wrong_in_the_value(line: dict[str, str], said: str, written: str) -> None:
    finding = only(paper(**line))
    assert said in finding.message
    assert written in finding.help
