"""A repository as one file, by the rules for static repositories."""

from __future__ import annotations

import io
from pathlib import Path

from lxml import etree

import redif
from redif.oai.static import write_static
from support.items import items

PMH = "{http://www.openarchives.org/OAI/2.0/}"
STATIC = "{http://www.openarchives.org/OAI/2.0/static-repository}"


def written(templates: list[redif.Template]) -> etree._Element:
    out = io.BytesIO()
    write_static(templates, out, url="http://gateway.example.org/oai/example.org/oai.xml", name="N & M", email="a@b.cd")
    return etree.fromstring(out.getvalue(), etree.XMLParser(resolve_entities=False, no_network=True))


def texts(element: etree._Element, name: str) -> list[str]:
    return [found.text or "" for found in element.iter(f"{PMH}{name}")]


def test_it_says_what_it_is(fixtures: Path) -> None:
    found = written(items(fixtures / "taf"))
    assert found.tag == f"{STATIC}Repository"
    assert texts(found, "repositoryName") == ["N & M"]
    assert texts(found, "deletedRecord") == ["no"]
    assert texts(found, "granularity") == ["YYYY-MM-DD"]
    assert texts(found, "metadataPrefix") == ["oai_dc", "mods"]
    assert min(texts(found, "datestamp")) == texts(found, "earliestDatestamp")[0]
    assert not [*found.iter(f"{PMH}setSpec")]


def test_each_item_is_there_once_in_each_format(corpus: Path) -> None:
    templates = items(corpus)
    found = written([*templates, *templates])
    lists = [*found.iter(f"{STATIC}ListRecords")]
    assert [each.get("metadataPrefix") for each in lists] == ["oai_dc", "mods"]
    handles = {template.data["handle"].lower() for template in templates if template.data.get("handle")}
    for each in lists:
        identifiers = texts(each, "identifier")
        assert len(identifiers) == len(handles) > 2000
        assert len(set(identifiers)) == len(identifiers)
    assert len([*lists[0].iter("{http://www.openarchives.org/OAI/2.0/oai_dc/}dc")]) == len(handles)
    assert len([*lists[1].iter("{http://www.loc.gov/mods/v3}mods")]) == len(handles)


def test_nothing_there_makes_a_repository_too() -> None:
    found = written(redif.parse("Template-Type: ReDIF-Paper 1.0\nTitle: A\n").templates)
    assert not [*found.iter(f"{STATIC}ListRecords")]
    assert len(texts(found, "earliestDatestamp")[0]) == 10
