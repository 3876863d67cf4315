"""Records: the seed, values with parts, the schema, and that plain data and models are the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
from redif.grammar import Grammar
from redif.models import Article, Handle, HandleKind, Institution, JelCode, Language, Pages, PartialDate
from redif.models.json_schema import json_schema
from support.paths import ROOT

SEED = json.loads(
    """{"template_type":"ReDIF-Article 1.0","handle":"RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374",
    "title":"A multi-stakeholder foundation for peace in cyberspace","authors":[{"name":"Kaja Ciglic"},{"name":"John Hering"}],
    "journal":"Journal of Cyber Policy","volume":"6","issue":"3","year":2021,"month":"September","pages":"360-374",
    "doi":"10.1080/23738871.2021.2023603","files":[{"url":"http://hdl.handle.net/10.1080/23738871.2021.2023603",
    "restriction":"Access to full text is restricted to subscribers."}]}"""
)


def test_the_seed_record(fixtures: Path) -> None:
    path = fixtures / "taf" / "rcybxx" / "2021-3.redif"
    (template,) = redif.templates(path)
    assert SEED.items() <= template.data.items()
    assert template.data["source"] == {"file": str(path), "line": 1}
    record = template.record
    assert isinstance(record, Article)
    assert record.handle is not None
    assert (record.handle.archive, record.handle.series, record.handle.kind) == ("taf", "rcybxx", HandleKind.DOCUMENT)
    assert record.pages is not None
    assert (record.pages.first, record.pages.last) == ("360", "374")
    assert template.findings == []


def plain(record: redif.Record) -> dict[str, Any]:
    return record.model_dump(mode="json", exclude_defaults=True)


def test_plain_data_and_models_are_the_same(fixtures: Path) -> None:
    validator = jsonschema_rs.Draft202012Validator(json_schema())
    count = 0
    for template in redif.templates(fixtures):
        assert plain(template.record) == template.data
        validator.validate(template.data)
        count += 1
    assert count > 45


def test_the_schema_is_a_schema_and_refuses_what_is_no_record() -> None:
    schema = json_schema()
    jsonschema_rs.meta.validate(schema)
    validator = jsonschema_rs.Draft202012Validator(schema)
    assert validator.is_valid(SEED)
    assert not validator.is_valid({**SEED, "year": "MMXXI"})
    assert not validator.is_valid({**SEED, "titel": "no such field"})
    assert not validator.is_valid({"handle": "RePEc:aaa"})


@pytest.mark.parametrize(
    ("text", "kind", "archive", "series", "item", "normal"),
    [
        ("RePEc:AAA", "archive", "aaa", None, None, "RePEc:aaa"),
        ("repec:aaa:WPaper", "series", "aaa", "wpaper", None, "RePEc:aaa:wpaper"),
        ("RePEc:aaa:wpaper:A:b", "document", "aaa", "wpaper", "A:b", "RePEc:aaa:wpaper:a:b"),
        ("RePEc:edi:deexaus", "institution", "edi", None, None, "RePEc:edi:deexaus"),
        ("repec:per:1970-01-01:ada_example", "person", "per", None, None, "RePEc:per:1970-01-01:ADA_EXAMPLE"),
        ("PBA441", "person", None, None, None, "pba441"),
        ("nonsense", None, None, None, None, "nonsense"),
    ],
)
def test_handles(text: str, kind: str | None, archive: str | None, series: str | None, item: str | None, normal: str) -> None:
    handle = Handle(text)
    assert (handle.kind, handle.archive, handle.series, handle.item, handle.normal) == (kind, archive, series, item, normal)


@given(st.text(max_size=30))
def test_values_of_any_text_take_themselves_apart_without_failing(text: str) -> None:
    handle, pages = Handle(text), Pages(text)
    assert handle.kind is None or not text.isascii() or handle.normal.lower() == text.lower()
    _ = handle.archive, handle.series, handle.item, handle.authority
    assert (pages.first is None) == (pages.last is None)
    _ = JelCode(text).label, Language(text).name


def test_values_with_parts() -> None:
    date = PartialDate("2021-09")
    assert (date.year, date.month, date.day) == (2021, 9, None)
    assert PartialDate("spring").year is None
    assert (Handle("repec:aaa").authority, Handle("pba441").authority) == ("repec", None)
    assert JelCode("F51").label == "International Conflicts; Negotiations; Sanctions"
    assert Language("en").name == "English"
    assert (Pages("S1").first, Pages("S1").last, Pages("pp. 1").first) == ("S1", "S1", None)


def test_an_institution_has_the_names_of_its_levels(fixtures: Path) -> None:
    institution = next(r for r in redif.read(fixtures / "types" / "people.redif") if isinstance(r, Institution))
    assert institution.name == "Example University, Faculté des Exemples, Department of Economics, Chair of Instances"


def test_ways_to_read(fixtures: Path) -> None:
    path = fixtures / "taf" / "tafseri.redif"
    with open(path, "rb") as file:
        (from_file,) = redif.read(file)
    (from_path,) = redif.read(path)
    (from_text,) = redif.parse(path.read_text(encoding="utf-8"), file=str(path)).records
    assert from_file == from_path == from_text
    assert [type(r).__name__ for r in redif.read(fixtures / "taf")] == ["Article", "Archive", "Series"]
    with pytest.raises(FileNotFoundError):
        list(redif.read(fixtures / "nowhere.rdf"))


def field_rows() -> list[str]:
    """The attributes of templates and clusters with the fields that hold them, as the page in the docs lists them."""
    grammar = Grammar.standard()
    rows: dict[str, None] = {}
    for groups, is_cluster in ((grammar.templates, False), (grammar.clusters, True)):
        for name, group in groups.items():
            for key, attribute in group.attributes.items():
                where, field = f" ({name})" if is_cluster else "", attribute.field
                if attribute.cluster:
                    held = f"list of objects ({attribute.cluster})"
                elif attribute.listed_in:
                    held = "list of texts"
                else:
                    held = "number" if grammar.type(attribute.reads_as or attribute.type).is_number else "text"
                if key in group.merges:
                    into = group.attributes[group.merges[key]]
                    where, field, held = f" ({group.name})", into.field, f"as {into.name}"
                rows[f"| {attribute.name}{where} | `{field}` | {held} |"] = None
    return list(rows)


def test_the_page_of_json_lists_each_attribute_with_its_field() -> None:
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    assert [line for line in page.splitlines() if re.match(r"\| [A-Z]", line)] == field_rows()
