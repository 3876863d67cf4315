from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

import redif

ARTICLE = "Template-Type: ReDIF-Article 1.0\nAuthor-Name: Jane Doe\nTitle: T\nJournal: J\n{}: {}\nHandle: RePEc:aaa:journl:1\n"
PLACEHOLDERS = [
    "None", "none", "N/A", "n/a", "null", "undefined", "NaN", "nil", "-", "--", "n.a.", "NA", "?", "???", "n.d.", "s.n.", "TBA", "—", "...",
    "(null)", "not available", "null null", "undefined-undefined", "none, none", "N/A.", "[null]", "“None”", '"undefined"', "<null>", "(N/A).",
    "null; undefined; None", "[object Object]", "#REF!", "n. a.", "nullnull",
]  # fmt: skip
FORMATS = ["bibtex", "biblatex", "ris", "csl-json", "csv", "mods", "oai_dc", "dcterms", "schema-org", "html", "text"]
FIELDS = {"Abstract": "abstract", "Pages": "pages", "DOI": "doi", "Volume": "volume", "Month": "month", "Keywords": "keywords"}


@pytest.mark.parametrize("value", PLACEHOLDERS)
@pytest.mark.parametrize("attribute", FIELDS)
def test_a_placeholder_is_not_a_value(attribute: str, value: str) -> None:
    document = redif.parse(ARTICLE.format(attribute, value))
    (template,) = document.templates
    assert FIELDS[attribute] not in template.data
    assert template.data["unparsed"] == {attribute: [value]}
    assert not template.is_bad
    assert template.tree[attribute.lower()] == [value]
    out = io.BytesIO()
    redif.write([template.record], out, to="redif")
    assert f"{attribute}: {value}\n" in out.getvalue().decode()
    assert redif.parse(out.getvalue()).templates[0].data["unparsed"] == {attribute: [value]}


@pytest.mark.parametrize("format_", FORMATS)
def test_a_placeholder_is_in_no_bibliography(format_: str) -> None:
    text = "".join(f"{name}: undefined\n" for name in (*FIELDS, "Note", "Issue", "Year", "Restriction"))
    record = redif.parse(ARTICLE.format("Status", "x").replace("Status: x\n", text)).records[0]
    out = io.BytesIO()
    redif.write([record], out, to=format_)
    assert b"undefined" not in out.getvalue()


@pytest.mark.parametrize("value", ["None", "undefined", "null null", "?", "TBA"])
def test_a_title_that_says_nothing_leaves_in_no_format(value: str) -> None:
    """RePEc takes it, so the template is good; the finding says what is wrong."""
    (template,) = redif.parse(ARTICLE.format("Year", "2001").replace("Title: T", f"Title: {value}")).templates
    assert "title" not in template.data
    assert template.data["unparsed"] == {"Title": [value]}
    assert not template.is_bad
    for format_ in ("bibtex", "ris", "csl-json", "mods", "oai_dc", "schema-org", "text"):
        out = io.BytesIO()
        redif.write([template.record], out, to=format_)
        assert f">{value}<" not in (text := out.getvalue().decode())
        assert not re.search(rf"(?i)(?:title|name|TI  -)\W*{re.escape(value)}\W*\n", text)


@pytest.mark.parametrize(
    ("attribute", "written", "value"),
    [
        ("Pages", "5-null", "5"), ("Pages", "N/A-12", "12"), ("Volume", "12-NaN", "12"), ("Issue", "undefined/3", "3"),
        ("Year", "2020-null", 2020), ("Creation-Date", "2020-null-null", "2020"),
    ],
)  # fmt: skip
def test_what_is_known_of_a_range_is_read(attribute: str, written: str, value: str | int) -> None:
    (template,) = redif.parse(ARTICLE.format(attribute, written)).templates
    assert template.data[attribute.lower().replace("-", "_")] == value
    assert template.data["unparsed"] == {attribute: [written]}
    out = io.BytesIO()
    redif.write([template.record], out, to="redif")
    lines = [line for line in out.getvalue().decode().splitlines() if line.startswith(attribute)]
    assert lines == [f"{attribute}: {written}"]


@pytest.mark.parametrize("value", ["undefined", "N/A", "-", "TBA"])
def test_nobody_is_called_so(value: str) -> None:
    text = ARTICLE.format("Year", "2001").replace("Jane Doe\n", f"Jane Doe\nAuthor-Name-First: {value}\n")
    (template,) = redif.parse(text).templates
    assert template.data["authors"] == [{"name": "Jane Doe", "unparsed": {"Author-Name-First": [value]}}]


def test_one_of_several_keywords_may_be_missing() -> None:
    (template,) = redif.parse(ARTICLE.format("Keywords", "growth; null; N/A; trade")).templates
    assert template.data["keywords"] == ["growth", "trade"]
    assert template.data["unparsed"] == {"Keywords": ["null", "N/A"]}


def test_a_code_that_reads_like_a_placeholder_is_a_code() -> None:
    document = redif.parse(ARTICLE.format("Language", "na"))
    assert document.templates[0].data["languages"] == ["na"]
    assert [finding.code for finding in document.templates[0].findings] == []


def test_a_private_attribute_that_says_nothing_is_in_no_bibliography() -> None:
    record = redif.parse(ARTICLE.format("X-Publisher", "N/A")).records[0]
    out = io.BytesIO()
    redif.write([record], out, to="bibtex")
    assert "N/A" not in out.getvalue().decode()


@pytest.mark.parametrize(
    "line", ["X-Note: None", "X-DOI: null", "File-URL: http://a.org/b\nFile-X-Size: N/A", "File-URL: http://a.org/b\nFile-Restriction: none",
             "Note: None", "Price: none", "Author-Name: Bo Kim\nAuthor-X-Name-First: undefined"],
)  # fmt: skip
def test_no_attribute_says_nothing_without_a_finding(line: str) -> None:
    """Not even a private one, or one to which people answer that there is none; and nothing is lost."""
    name, value = line.rpartition("\n")[2].split(": ")
    (template,) = redif.parse(ARTICLE.format("Year", "2001").replace("Year: 2001", line)).templates
    assert [(finding.code, finding.attribute) for finding in template.findings] == [("value-placeholder", name)]
    holder = [template.data, *template.data.get("files", ()), *template.data["authors"]]
    assert [each["unparsed"] for each in holder if "unparsed" in each] == [{name: [value]}]
    assert not any("extra" in each for each in holder)
    out = io.BytesIO()
    redif.write([template.record], out, to="redif")
    assert f"{name}: {value}\n" in out.getvalue().decode()
    (again,) = redif.parse(out.getvalue()).templates
    assert {**again.data, "source": 0} == {**template.data, "source": 0}


def test_an_author_without_a_name_is_nobody() -> None:
    (template,) = redif.parse(ARTICLE.format("Author-Name", "N/A")).templates
    assert [author.get("name") for author in template.data["authors"]] == ["Jane Doe", None]
    assert not template.is_bad


def test_there_are_people_called_null() -> None:
    text = ARTICLE.format("Year", "2001").replace(
        "Jane Doe\n", "Sarah Null\nAuthor-Name-First: Sarah\nAuthor-Name-Last: Null\n"
    )
    (template,) = redif.parse(text).templates
    assert template.data["authors"] == [{"name": "Sarah Null", "name_first": "Sarah", "name_last": "Null"}]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    ("attribute", "written"),
    [
        ("DOI", "10.1234/undefined"), ("DOI", "https://doi.org/10.1234/undefined"), ("DOI", "10.1234/journal.undefined"),
        ("File-URL", "https://example.org/undefined"), ("File-URL", "http://undefined"), ("X-DOI", "10.1234/undefined"),
        ("File-URL", "https://example.org/get?id=undefined"), ("File-URL", "https://example.org/undefined and more"), ("Pages", "pp. undefined"), ("Note", "[undefined]."),
        ("Author-Name-First", "undefined"), ("Keywords", "a; [undefined]; undefined."), ("Title", "(undefined)"),
    ],
)  # fmt: skip
def test_a_part_that_is_missing_is_in_no_output(format_: str, attribute: str, written: str) -> None:
    text = ARTICLE.format("Year", "2001").replace("Year:", f"{attribute}: {written}\nYear:")
    text = text.replace("Title: T\n", "", 1) if attribute == "Title" else text
    text = text.replace("Jane Doe\n", f"Jane Doe\n{attribute}: {written}\n") if attribute.startswith("Author-") else text
    out = io.BytesIO()
    redif.write(redif.parse(text).records, out, to=format_)
    assert "undefined" not in out.getvalue().decode()


def test_an_address_with_one_of_several_parameters_missing_leads_somewhere() -> None:
    url = "https://example.org/get?id=1&part=null"
    record = redif.parse(ARTICLE.format("File-URL", url)).records[0]
    assert record.data["files"] == [{"url": url}]


@pytest.mark.parametrize(
    "attribute", ["Note", "ISBN", "Keywords", "Author-Email", "Publication-Status", "DOI", "In-Book", "Volume"]
)
@pytest.mark.parametrize("value", ["null", "NaN", "undefined"])
def test_a_placeholder_has_one_finding(attribute: str, value: str) -> None:
    text = ARTICLE.replace("Article", "Chapter").format("Book-Title", "B\nYear: 2001").replace("Journal: J\n", "")
    text = text.replace("Jane Doe\n", f"Jane Doe\n{attribute}: {value}\n")
    found = [finding.code for finding in redif.check(io.BytesIO(text.encode()), isolated=True) if finding.line == 3]
    assert found == ["value-placeholder"]


def test_what_stands_for_an_abstract_is_none() -> None:
    (template,) = redif.parse(ARTICLE.format("Abstract", "No abstract is available for this item.")).templates
    assert "abstract" not in template.data
    assert template.data["unparsed"] == {"Abstract": ["No abstract is available for this item."]}


@pytest.mark.parametrize(
    "abstract", ["There is no free lunch.", "No abstract idea is free.", "Abstract art is not available everywhere."]
)
def test_an_abstract_about_nothing_is_one(abstract: str) -> None:
    assert redif.parse(ARTICLE.format("Abstract", abstract)).records[0].data["abstract"] == abstract


def test_a_work_without_a_title_is_cited_as_such() -> None:
    assert (
        redif.parse(ARTICLE.replace("Title: T", "Title: Untitled").format("Year", "2001")).records[0].data["title"]
        == "Untitled"
    )


def test_placeholders_in_json_are_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"template_type":"ReDIF-Article 1.0","title":"T","note":"NaN","pages":"5-null","year":203,"keywords":["a","[null]"],'
        '"authors":[{"name":"Jane Doe","name_first":"None"}],"files":[{"url":"https://example.org/undefined"}],'
        '"handle":"RePEc:aaa:journl:1"}'
    )
    (template,) = redif.templates(path)
    assert template.data["unparsed"] == {"Note": ["NaN"], "Pages": ["5-null"], "Year": ["203"], "Keywords": ["[null]"]}
    assert (template.data["pages"], template.data["keywords"], template.data["source"]["line"]) == ("5", ["a"], 1)
    assert template.data["authors"] == [{"name": "Jane Doe", "unparsed": {"Author-Name-First": ["None"]}}]
    assert template.data["files"] == [{"unparsed": {"File-URL": ["https://example.org/undefined"]}}]


@pytest.mark.parametrize(
    "entry",
    [
        "@techreport{a, author={Jane Doe and null}, title={T}, year=2001, pages={null}, institution={undefined}, note={N/A.}}",
        "@article{a, author={Jane Doe and {undefined undefined}}, title={T}, journal={J}, year=2001, publisher={null}, place={null}}",
        "@article{a, author={Doe, Jane and Doe, undefined}, title={T}, journal={J}, year=2001, pages={null--null}}",
    ],
)
def test_placeholders_of_other_formats_are_left_out(entry: str, tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text(entry)
    (template,) = redif.templates(path)
    assert not re.search("null|undefined|N/A", str(template.data))
