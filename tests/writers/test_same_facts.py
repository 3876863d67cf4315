"""The same facts in every format: what one of them says of an item, each says that has a place for it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from xml.etree import ElementTree

import pytest
import rispy  # type: ignore[import-untyped]
from pybtex.database import parse_string  # type: ignore[import-untyped]

import redif

_ENDS: dict[str, str] = {
    "Article": "Journal: Journal of Tests\nHandle: RePEc:aaa:journl:1",
    "Paper": "Handle: RePEc:aaa:wpaper:1",
    "Book": "Handle: RePEc:aaa:books1:1",
    "Chapter": "Book-Title: All of it\nHandle: RePEc:aaa:chaptr:1",
    "Software": "Handle: RePEc:aaa:bocode:1",
}

Facts = tuple[str, list[str], str]  # the year as written, the authors, the DOI


def _bibtex(text: str) -> Facts:
    (entry,) = parse_string(text, "bibtex").entries.values()
    authors = [" ".join([*p.prelast_names, *p.last_names]).strip("{}") for p in entry.persons.get("author", ())]
    date = next((entry.fields[name] for name in ("year", "date", "pubstate") if name in entry.fields), "")
    return date, [name for name in authors if name != "others"], entry.fields.get("doi", "")


def _ris(text: str) -> Facts:
    (entry,) = rispy.loads(text)
    notes = [note.removeprefix("Year: ") for note in entry.get("notes", ()) if note.startswith("Year: ")]
    return entry.get("year", "".join(notes)), _before_commas(entry.get("authors", ())), entry.get("doi", "")


def _csl_json(text: str) -> Facts:
    (entry,) = json.loads(text)
    issued = entry.get("issued", {})
    names = [
        name.get("literal") or f"{name.get('non-dropping-particle', '')} {name['family']}" for name in entry.get("author", ())
    ]
    date = "/".join(str(parts[0]) for parts in issued.get("date-parts", ())) or issued.get("literal", "")
    return date, [name.strip() for name in names], entry.get("DOI", "")


def _oai_dc(text: str) -> Facts:
    root = ElementTree.fromstring(text)
    return (
        "".join(_texts(root, ".//{*}date")),
        _before_commas(_texts(root, ".//{*}creator")),
        _doi(_texts(root, ".//{*}identifier")),
    )


def _dcterms(text: str) -> Facts:
    (root,) = ElementTree.fromstring(text)
    names = _texts(root, "{*}creator/{*}Agent/{*}name")
    return "".join(_texts(root, "{*}issued")), _before_commas(names), _doi(_texts(root, "{*}identifier"))


def _mods(text: str) -> Facts:
    (root,) = ElementTree.fromstring(text)
    parts = [part for name in root.iterfind("{*}name") for part in name.iterfind("{*}namePart")]
    names = [part.text or "" for part in parts if part.get("type") in (None, "family")]
    dois = [element.text or "" for element in root.iterfind("{*}identifier") if element.get("type") == "doi"]
    return "/".join(_texts(root, "{*}originInfo/{*}dateIssued")), names, "".join(dois)


def _schema_org(text: str) -> Facts:
    (node,) = json.loads(text)["@graph"]
    names = [person.get("familyName", person["name"]) for person in node.get("author", ())]
    return node.get("datePublished", ""), names, _doi([node.get("sameAs", "")])


def _csv(text: str) -> Facts:
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return row["year"], _before_commas(row["authors"].split("; ") if row["authors"] else ()), row["doi"]


READERS: dict[str, Callable[[str], Facts]] = {
    "bibtex": _bibtex,
    "biblatex": _bibtex,
    "ris": _ris,
    "csl-json": _csl_json,
    "oai_dc": _oai_dc,
    "dcterms": _dcterms,
    "mods": _mods,
    "schema-org": _schema_org,
    "csv": _csv,
}


def _texts(element: ElementTree.Element, path: str) -> list[str]:
    return [found.text or "" for found in element.iterfind(path)]


def _before_commas(names: Iterable[str]) -> list[str]:
    return [name.partition(",")[0] for name in names]


def _doi(addresses: Iterable[str]) -> str:
    address = "https://doi.org/"
    return "".join(text.removeprefix(address) for text in addresses if text.startswith(address))


def facts(kind: str, attributes: str) -> Iterator[tuple[str, Facts]]:
    """Yield each format with what it says of an item."""
    records = redif.parse(f"Template-Type: ReDIF-{kind} 1.0\nTitle: Some title\n{attributes}\n{_ENDS[kind]}\n")
    for name, read in READERS.items():
        out = io.BytesIO()
        redif.write(records, out, to=name)
        yield name, read(out.getvalue().decode())


@pytest.mark.parametrize("kind", _ENDS)
@pytest.mark.parametrize(
    ("attributes", "years"),
    [
        ("Year: 2001", ["2001"]),
        ("Year: c2001.", ["2001"]),
        ("Year: 2001/2002", ["2001", "2002"]),
        ("Year: 1998-99\nCreation-Date: 1999-03", ["1998", "1999"]),
        ("Creation-Date: 1998-99", ["1998", "1999"]),
        ("Creation-Date: March 2001", ["2001"]),
        ("Year: 2001\nCreation-Date: 2000-12-30", ["2001"]),
        ("Year: null\nCreation-Date: 2001-02-30", ["2001"]),
        ("Year: forthcoming", []),
        ("Year: forthcoming\nCreation-Date: 2001-05-06", []),
        ("Year: 2001, 2003\nCreation-Date: 2002-03", ["2001", "2003"]),
        ("Year: 20210430", []),
        ("Year: n.d.", []),
    ],
)
def test_the_year(kind: str, attributes: str, years: list[str]) -> None:
    for name, (written, _, _) in facts(kind, attributes):
        is_range = len(years) < 2 or int(years[1]) == int(years[0]) + 1
        expected = {"ris": years[:1], "schema-org": years[:1] if is_range else []}  # which have a place for one year only
        assert _years(written) == expected.get(name, years), name
        assert written == "forthcoming" or "forthcoming" not in attributes or name == "schema-org", name


def _years(written: str) -> list[str]:
    """Return the years in a text, also the second one of 1998-99; 2001-02 is a month."""
    match = re.fullmatch(r"(\d\d)(\d\d)-(1[3-9]|[2-9]\d)", written)
    return [match[1] + match[2], match[1] + match[3]] if match else re.findall(r"(?<!\d)\d{4}", written)


@pytest.mark.parametrize(
    "name",
    [
        "Ann Lee", "Lee, Ann", "Vincent van Gogh", "de la Cruz, Juan", "John Smith, Jr.", "the ABC collaboration", "OECD",
        "Prof. John Smith", "王小明", "Иванов, И. И.", "J. Smith, M. Jones", "Ann Lee et al.", "Castillo y García, Pedro",
        "Ana Ruiz, Dra.", "N/A", "null null", "And, Ann",
    ],
)  # fmt: skip
def test_the_authors(name: str) -> None:
    said = {format_: authors for format_, (_, authors, _) in facts("Paper", f"Author-Name: {name}\nCreation-Date: 2001")}
    assert all(authors == said["csl-json"] for authors in said.values()), said


@pytest.mark.parametrize("kind", _ENDS)
@pytest.mark.parametrize(
    ("attributes", "doi"),
    [
        ("DOI: https://doi.org/10.1000/abc", "10.1000/abc"),
        ("DOI: http://hdl.handle.net/10.18637/jss.v005.i07", "10.18637/jss.v005.i07"),
        ("DOI: N/A", ""),
        ("DOI: None\nFile-URL: https://doi.org/10.1000/abc", "10.1000/abc"),
        ("Note: doi:10.1000/abc", "10.1000/abc"),
    ],
)
def test_the_doi(kind: str, attributes: str, doi: str) -> None:
    for name, (_, _, found) in facts(kind, attributes):
        assert found == doi, name
