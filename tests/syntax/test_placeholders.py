from __future__ import annotations

import io
import re

import pytest

import redif

ARTICLE = "Template-Type: ReDIF-Article 1.0\nAuthor-Name: Jane Doe\nTitle: T\nJournal: J\n{}: {}\nHandle: RePEc:aaa:journl:1\n"
PLACEHOLDERS = [
    "None", "none", "N/A", "n/a", "null", "undefined", "NaN", "nil", "-", "--", "n.a.", "NA", "?", "???", "n.d.", "s.n.", "TBA", "—", "...",
    "(null)", "not available", "null null", "undefined-undefined", "none, none",
]  # fmt: skip
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


@pytest.mark.parametrize("format_", ["bibtex", "biblatex", "ris", "csl-json", "csv", "mods", "oai_dc", "dcterms", "schema-org"])
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


def test_a_private_attribute_is_kept_whatever_it_says() -> None:
    (template,) = redif.parse(ARTICLE.format("X-Note", "None")).templates
    assert template.data["extra"] == {"X-Note": ["None"]}


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
