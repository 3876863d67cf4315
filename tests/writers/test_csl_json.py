from __future__ import annotations

import io
import re
import warnings
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pytest
from citeproc import (  # type: ignore[import-untyped]
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

import redif
from redif.bibliography.item import BibliographicItem
from redif.models import Article, Book, Chapter, Paper, Software
from redif.writers import WRITERS
from support.paths import ROOT
from support.strategies import is_assigned

STYLE = "harvard-cite-them-right"
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(is_assigned),
    st.lists(
        st.sampled_from([*"%#&_{}\\~\"'<>\n\t\x00\x1b", "]]>", "<i>", "</span>", "&amp;", "אבג", "\u202e", "😀", "a", " "]),
        max_size=12,
    ).map("".join),
)


def written(templates: list[redif.Template]) -> bytes:
    out = io.BytesIO()
    WRITERS["csl-json"].write(templates, out)
    return out.getvalue()


def items(templates: list[redif.Template]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads(written(templates))
    return found


def csl_item(text: str, **joined: Any) -> dict[str, Any]:
    (template,) = redif.parse(text).templates
    template.join(joined)
    return items([template])[0]


def bibliography(references: list[dict[str, Any]]) -> list[str]:
    """What citeproc-py makes of them; it warns of what it cannot use."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        source = CiteProcJSON(references)
        style = CitationStylesStyle(STYLE, validate=False)
        made = CitationStylesBibliography(style, source, formatter.plain)
        for reference in references:
            made.register(Citation([CitationItem(reference["id"])]))
        return [str(entry) for entry in made.bibliography()]


@pytest.fixture(scope="module")
def of_the_corpus(corpus: Path) -> list[redif.Template]:
    return [template for template in redif.templates(corpus) if template.schema.describes == "document"]


def test_the_corpus_is_what_the_schema_says(of_the_corpus: list[redif.Template], shared: Path) -> None:
    schema = orjson.loads((shared / "schemas" / "csl-data.json").read_bytes())
    found = items(of_the_corpus)
    jsonschema_rs.validator_for(schema).validate(found)
    assert len(found) == len({reference["id"].lower() for reference in found}) == 2069
    for template, reference in zip(of_the_corpus, found, strict=True):
        item = BibliographicItem(template.data)
        assert reference.get("title", "") == item.title
        assert len(reference.get("author", ())) == len(item.authors)
        assert ("issued" in reference) == bool(item.year_text)


def test_a_style_renders_the_corpus(of_the_corpus: list[redif.Template]) -> None:
    found = items(of_the_corpus)[::20][:100]
    entries = bibliography(found)
    assert len(entries) == 100
    for reference, entry in zip(found, entries, strict=True):
        assert reference["title"][-20:] in entry
        assert str(reference["issued"]["date-parts"][0][0]) in entry


def test_a_style_renders_each_type(fixtures: Path) -> None:
    assert bibliography(items(list(redif.templates(fixtures / "types" / "items.redif")))) == [
        "Example, A. and Instance, I. (2019) On the Price of Examples. Working Paper 12. "
        "Available at: https://doi.org/10.5555/12345678.",
        "Example, A. and Instance, I. (2021) “The Price of Examples”, Journal of Examples, 1(1), pp. 1–10. "
        "Available at: https://ideas.repec.org/a/aaa/exampl/v1y2021i1p1-10.html.",
        "Example, A. (ed.) (2022) A Handbook of Examples. 2nd ed. Edited by A. Example. Example Press. "
        "Available at: https://ideas.repec.org/b/aaa/ebooks/1.html.",
        "Instance, I. (2022) “Examples in Space and Time”, in A. Example (ed.) A Handbook of Examples. "
        "Foundation for Examples, pp. 41–60. Available at: https://ideas.repec.org/h/aaa/chaptr/1-3.html.",
        "Example, A. (2020) “EXAMPLE: Stata module to make examples”. Available at: http://example.org/bocode/e/example.ado.",
    ]


def test_each_type_as_it_is_written(fixtures: Path) -> None:
    ada, ivo = {"family": "Example", "given": "Ada"}, {"family": "Instance", "given": "Ivo"}
    assert items(list(redif.templates(fixtures / "types" / "items.redif"))) == [
        {
            "id": "RePEc:aaa:wpaper:12",
            "type": "report",
            "title": "On the Price of Examples",
            "author": [ada, ivo],
            "issued": {"date-parts": [[2019, 3, 4]]},
            "genre": "Working Paper",
            "collection-title": "Working Papers",
            "number": "12",
            "number-of-pages": "36",
            "DOI": "10.5555/12345678",
            "URL": "https://example.org/papers/wp12.pdf",
            "abstract": "Examples are cheap to read and dear to write. We show why.",
            "keyword": "examples; prices, relative; reading",
            "language": "en",
            "status": "Published in Journal of Examples, 2021, pages 1-10",
            "note": "Two paragraphs. The second of them.",
        },
        {
            "id": "RePEc:aaa:exampl:v:1:y:2021:i:1:p:1-10",
            "type": "article-journal",
            "title": "The Price of Examples",
            "author": [ada, ivo],
            "issued": {"date-parts": [[2021, 6, 30]]},
            "container-title": "Journal of Examples",
            "issue": "1",
            "volume": "1",
            "page": "1-10",
            "URL": "https://ideas.repec.org/a/aaa/exampl/v1y2021i1p1-10.html",
        },
        {
            "id": "RePEc:aaa:ebooks:1",
            "type": "book",
            "title": "A Handbook of Examples",
            "editor": [ada],
            "issued": {"date-parts": [[2022]]},
            "publisher": "Example Press",
            "volume": "1",
            "edition": "2",
            "ISBN": "978-3-16-148410-0",
            "URL": "https://ideas.repec.org/b/aaa/ebooks/1.html",
        },
        {
            "id": "RePEc:aaa:chaptr:1-3",
            "type": "chapter",
            "title": "Examples in Space and Time",
            "author": [ivo],
            "editor": [ada],
            "issued": {"date-parts": [[2022]]},
            "container-title": "A Handbook of Examples",
            "chapter-number": "3",
            "publisher": "Foundation for Examples",
            "page": "41-60",
            "URL": "https://ideas.repec.org/h/aaa/chaptr/1-3.html",
        },
        {
            "id": "RePEc:aaa:bocode:s1",
            "type": "software",
            "title": "EXAMPLE: Stata module to make examples",
            "author": [ada],
            "issued": {"date-parts": [[2020, 2, 29]]},
            "number": "s1",
            "version": "1.2",
            "URL": "http://example.org/bocode/e/example.ado",
            "abstract": "example makes examples.",
        },
    ]


ARTICLE = "Template-Type: ReDIF-Article 1.0\nTitle: T\n{}\nHandle: RePEc:aaa:journl:1\n"


@pytest.mark.parametrize(
    ("attributes", "key", "value"),
    [
        ("Year: 2021", "issued", {"date-parts": [[2021]]}),
        ("Year: 2021\nMonth: 9", "issued", {"date-parts": [[2021, 9]]}),
        ("Year: 2021\nMonth: Spring", "issued", {"date-parts": [[2021]], "season": 1}),
        ("Year: 2021\nMonth: Fall", "issued", {"date-parts": [[2021]], "season": 3}),
        ("Year: 2021\nMonth: Michaelmas", "issued", {"date-parts": [[2021]]}),
        ("Year: 2003/2004", "issued", {"date-parts": [[2003], [2004]]}),
        ("Year: forthcoming", "issued", {"literal": "forthcoming"}),
        ("Number: 7", "issue", "7"),
        ("Issue: 2\nNumber: 7", "number", "7"),
        ("Issue: 2\nNumber: 7", "issue", "2"),
        ("Abstract: A\nAbstract: B", "abstract", "A\n\nB"),
        ("Author-Name: Vincent van Gogh", "author", [{"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"}]),
        ("Author-Name: Martin Luther King, Jr.", "author", [{"family": "King", "given": "Martin Luther", "suffix": "Jr."}]),
        ("Author-Name: World Bank", "author", [{"literal": "World Bank"}]),
    ],
)
def test_single_attributes(attributes: str, key: str, value: Any) -> None:
    assert csl_item(ARTICLE.format(attributes))[key] == value


@pytest.mark.parametrize("text", ["see below", "MMIII", "The year is not known."])
def test_a_text_that_is_no_year_is_not_printed_as_one(text: str) -> None:
    assert "issued" not in csl_item(ARTICLE.format(f"Year: {text}"))


@pytest.mark.parametrize(
    ("text", "is_kept"), [("Published in None, null", False), ("Published in The Null Review, 2001", True)]
)
def test_a_place_that_is_not_known_is_not_written(text: str, is_kept: bool) -> None:
    assert (text in str(csl_item(ARTICLE.format(f"Publication-Status: {text}")))) == is_kept


def test_what_is_known_of_the_series() -> None:
    found = csl_item(
        ARTICLE.format(""), series={"name": "Journal of Examples", "provider": "Press", "issns": ["1234-5679", "9"]}
    )
    assert found["container-title"] == "Journal of Examples"
    assert found["publisher"] == "Press"
    assert found["ISSN"] == "1234-5679 9"


def test_a_sign_of_html_stays_a_sign() -> None:
    found = csl_item(ARTICLE.format("Year: 2021").replace("Title: T", "Title: Where p < 0.05 & q > 1"))
    assert found["title"] == "Where p < 0.05 & q > 1"
    assert "Where p < 0.05 & q > 1" in bibliography([found])[0]


def test_no_two_items_have_one_id() -> None:
    handles = ["a", "A", "b", "a"]
    text = "\n".join(f"Template-Type: ReDIF-Paper 1.0\nTitle: T\nHandle: RePEc:aaa:bbbbbb:{handle}\n" for handle in handles)
    ids = [reference["id"].rpartition(":")[2] for reference in items(redif.parse(text).templates)]
    assert ids == ["a", "A#2", "b", "a#3"]


def test_an_item_without_a_handle_is_called_by_its_place() -> None:
    (template,) = redif.parse("Template-Type: ReDIF-Paper 1.0\nTitle: T\n", file="a.redif").templates
    assert items([template])[0]["id"] == "a.redif:1"


def test_one_item_is_one_line(fixtures: Path) -> None:
    templates = list(redif.templates(fixtures / "types" / "items.redif"))
    assert len(written(templates).splitlines()) == len(templates) + 2


def test_no_item_is_an_empty_array() -> None:
    assert orjson.loads(written([])) == []


@given(st.lists(TEXT, min_size=6, max_size=6), st.sampled_from(["Paper", "Article", "Book", "Chapter", "Software"]))
def test_any_text_survives(texts: list[str], kind: str) -> None:
    title, name, abstract, keyword, note, container = texts
    template = redif.parse(f"Template-Type: ReDIF-{kind} 1.0\nTitle: T\nHandle: RePEc:aaa:bbbbbb:1\n").templates[0]
    template.data.update(title=title, abstract=abstract, keywords=[keyword], note=note, volume=note, authors=[{"name": name}])
    template.data.update(journal=container, series=container, book_title=container)
    (found,) = items([template])
    item = BibliographicItem(template.data)
    assert found.get("title", "") == item.title
    assert found.get("abstract", "") == abstract
    assert found.get("keyword", "") == keyword
    assert found.get("note", "") == found.get("volume", "") == note
    assert found.get("container-title" if kind in ("Article", "Chapter") else "collection-title", "") == container
    for author, written_name in zip(item.authors, found.get("author", ()), strict=True):
        parts = (author.given, author.particle, author.family, author.suffix)
        assert set(written_name.values()) == ({author.full} if author.literal else set(filter(None, parts)))


def test_the_page_has_each_attribute_of_items() -> None:
    rows = re.findall(r"^\| (.+?) \|", (ROOT / "docs" / "csl-json.md").read_text(encoding="utf-8"), re.M)
    names = {name for row in rows for name in row.split(", ")}
    told = names | {name.removesuffix("-URL").partition("-Name")[0] for name in names}  # a cluster is told by its key
    for model in (Paper, Article, Book, Chapter, Software):
        assert {field.title for field in model.model_fields.values() if field.title} <= told
