from __future__ import annotations

import io

import pytest

import redif

ARTICLE = "Template-Type: ReDIF-Article 1.0\nAuthor-Name: Jane Doe\nTitle: T\nJournal: J\n{}: {}\nHandle: RePEc:aaa:journl:1\n"
PLACEHOLDERS = ["None", "none", "N/A", "n/a", "null", "undefined", "NaN", "nil", "-", "--", "n.a."]
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


def test_a_required_text_is_kept_whatever_it_says() -> None:
    (template,) = redif.parse(ARTICLE.format("Year", "2001").replace("Title: T", "Title: None")).templates
    assert template.data["title"] == "None"
    assert "unparsed" not in template.data


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
