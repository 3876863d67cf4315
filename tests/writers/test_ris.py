from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from rispy.config import LIST_TYPE_TAGS, TAG_KEY_MAPPING  # type: ignore[import-untyped]

import redif
from redif.bibliography.item import BibliographicItem
from redif.models import Article, Book, Chapter, Paper, Software
from redif.source.characters import without_controls
from redif.writers import WRITERS
from support.paths import ROOT
from support.strategies import is_assigned

PIECES = [*"%#&_{}\\~\"';\n\x00\x1b\u2028\u202e\ufeff😀éaB ", "TY  - JOUR", "ER  - ", "  - ", "\r\n", "]]>", "<i>", "אבג"]
NASTY = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(is_assigned),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)
TAG_LINE = re.compile(r"[A-Z][A-Z0-9]  - [^\r\n]*")


def written(templates: list[redif.Template]) -> str:
    out = io.BytesIO()
    WRITERS["ris"].write(templates, out)
    return out.getvalue().decode()


def read(text: str) -> list[dict[str, Any]]:
    mapping = {**TAG_KEY_MAPPING, "ED": "editors", "BT": "book_title"}
    entries: list[dict[str, Any]] = rispy.loads(text, mapping=mapping, list_tags=[*LIST_TYPE_TAGS, "ED"])
    assert all("unknown_tag" not in entry for entry in entries)
    # Some readers look for tags in the midst of a line.
    assert all(TAG_LINE.fullmatch(line) and "  -" not in line[3:] for line in text.split("\r\n") if line)
    return entries


def entry(text: str, **joined: Any) -> list[str]:
    """The lines of the one item in a text, without its type and end."""
    (template,) = redif.parse(text).templates
    template.join(joined)
    lines = written([template]).split("\r\n")
    assert lines[0].startswith("TY  - ")
    assert lines[-2:] == ["ER  - ", ""]
    return lines[1:-2]


def plain(text: str) -> str:
    return " ".join(without_controls(text).split())


def is_item(template: redif.Template) -> bool:
    return template.schema.describes == "document"


def the_same(templates: list[redif.Template]) -> None:
    text = written(templates)
    entries = read(text)
    assert len(entries) == len(templates)
    for template, found in zip(templates, entries, strict=True):
        item = BibliographicItem(template.data)
        assert found.get("title", "") == plain(item.title)
        assert found.get("authors", []) == [name.inverted for name in item.authors]
        assert found.get("editors", []) == [name.inverted for name in item.editors]
        assert found.get("keywords", []) == item.keywords
        assert found.get("abstract", "") == plain(next(iter(item.abstracts), ""))
        assert found.get("doi", "") == item.doi


def test_what_rispy_reads_of_the_fixtures(fixtures: Path) -> None:
    the_same([template for template in redif.templates(fixtures) if is_item(template)])


def test_what_rispy_reads_of_the_corpus(corpus: Path) -> None:
    items = [template for template in redif.templates(corpus) if is_item(template)]
    assert len(items) == 2069
    the_same(items)


def test_each_type_as_it_is_written(fixtures: Path) -> None:
    templates = list(redif.templates(fixtures / "types" / "items.redif"))
    assert written(templates).replace("\r\n", "\n") == (
        """\
TY  - RPRT
ID  - RePEc:aaa:wpaper:12
AU  - Example, Ada
AU  - Instance, Ivo
TI  - On the Price of Examples
T2  - Working Papers
M3  - Working Paper
M1  - 12
SN  - 12
PY  - 2019
DA  - 2019/03/04/
DO  - 10.5555/12345678
UR  - https://example.org/papers/wp12.pdf
UR  - https://example.org/papers/wp12.zip
KW  - examples
KW  - prices, relative
KW  - reading
AB  - Examples are cheap to read and dear to write. We show why.
LA  - en
N1  - Two paragraphs. The second of them.
N1  - Published in Journal of Examples, 2021, pages 1-10
N1  - Length: 36 pages
N1  - JEL: D12, H41, Z11
ER  -\x20

TY  - JOUR
ID  - RePEc:aaa:exampl:v:1:y:2021:i:1:p:1-10
AU  - Example, Ada
AU  - Instance, Ivo
TI  - The Price of Examples
T2  - Journal of Examples
JF  - Journal of Examples
IS  - 1
VL  - 1
PY  - 2021
DA  - 2021/06/30/
SP  - 1
EP  - 10
UR  - https://ideas.repec.org/a/aaa/exampl/v1y2021i1p1-10.html
N1  - JEL: D12
ER  -\x20

TY  - EDBOOK
ID  - RePEc:aaa:ebooks:1
ED  - Example, Ada
TI  - A Handbook of Examples
ET  - 2
SN  - 978-3-16-148410-0
PB  - Example Press
VL  - 1
PY  - 2022
DA  - 2022///
UR  - https://ideas.repec.org/b/aaa/ebooks/1.html
ER  -\x20

TY  - CHAP
ID  - RePEc:aaa:chaptr:1-3
AU  - Instance, Ivo
ED  - Example, Ada
TI  - Examples in Space and Time
T2  - A Handbook of Examples
BT  - A Handbook of Examples
SE  - 3
PB  - Foundation for Examples
PY  - 2022
DA  - 2022///
SP  - 41
EP  - 60
UR  - https://ideas.repec.org/h/aaa/chaptr/1-3.html
ER  -\x20

TY  - COMP
ID  - RePEc:aaa:bocode:s1
AU  - Example, Ada
TI  - EXAMPLE: Stata module to make examples
IS  - s1
ET  - 1.2
PY  - 2020
DA  - 2020/02/29/
UR  - http://example.org/bocode/e/example.ado
AB  - example makes examples.
LA  - Stata; C++
N1  - Requires: Stata version 17
ER  -\x20
"""
    )


ARTICLE = "Template-Type: ReDIF-Article 1.0\nTitle: T\n{}\nHandle: RePEc:aaa:journl:1\n"


@pytest.mark.parametrize(
    ("attributes", "lines"),
    [
        ("Year: 2021\nMonth: Spring", ["PY  - 2021", "DA  - 2021///Spring"]),
        ("Year: 2021\nMonth: Sep.", ["PY  - 2021", "DA  - 2021/09//"]),
        ("Year: 2021\nMonth: September/October", ["PY  - 2021", "DA  - 2021/09//September-October"]),
        ("Year: 2003/2004", ["PY  - 2003", "DA  - 2003///2003-2004"]),
        ("Year: 2003/2004\nMonth: Winter", ["PY  - 2003", "DA  - 2003///2003-2004 Winter"]),
        ("Year: forthcoming", ["N1  - Year: forthcoming"]),
        ("Pages: 5", ["SP  - 5"]),
        ("Pages: 1234-56", ["SP  - 1234", "EP  - 56"]),
        ("Pages: 360–374", ["SP  - 360", "EP  - 374"]),
        ("Pages: 5, 7-9", ["SP  - 5, 7-9"]),
        ("Pages: 1-10;20-25", ["SP  - 1-10;20-25"]),
        ("Pages: e12-e15", ["SP  - e12", "EP  - e15"]),
        ("Pages: xi‐xv", ["SP  - xi", "EP  - xv"]),
        ("Pages: first to last", ["SP  - first to last"]),
        ("Number: 7", ["IS  - 7"]),
        ("Issue: 2\nNumber: 7", ["IS  - 2", "N1  - Number: 7"]),
        ("Restriction: Subscribers only", ["N1  - Restriction: Subscribers only"]),
        ("Abstract: A\nAbstract: B", ["AB  - A", "N1  - B"]),
        ("File-URL: http://e.org/a;b=1?c", ["UR  - http://e.org/a%3Bb=1?c"]),
        ("Author-Name: Vincent van Gogh", ["AU  - van Gogh, Vincent"]),
        ("Author-Name: Martin Luther King, Jr.", ["AU  - King, Martin Luther, Jr."]),
        ("Author-Name: World Bank", ["AU  - World Bank"]),
    ],
)
def test_single_attributes(attributes: str, lines: list[str]) -> None:
    found = entry(ARTICLE.format(attributes))
    assert [line for line in found if line in lines] == lines
    assert len(found) == len(lines) + 2 + (not any(line.startswith("UR") for line in lines))


def test_what_is_known_of_the_series() -> None:
    series = {"handle": "RePEc:aaa:journl", "name": "Journal of Examples", "provider": "Example Press", "issns": ["1234-5679"]}
    found = entry(ARTICLE.format("Year: 2021"), series=series)
    for line in ("T2  - Journal of Examples", "PB  - Example Press", "SN  - 1234-5679"):
        assert line in found


def test_the_issn_of_a_paper_is_not_taken_for_its_number() -> None:
    paper = "Template-Type: ReDIF-Paper 1.0\nTitle: T\nNumber: 12\nHandle: RePEc:aaa:wpaper:12\n"
    found = entry(paper, series={"name": "Working Papers", "issns": ["1234-5679"]})
    assert [line for line in found if "1234-5679" in line] == ["N1  - ISSN: 1234-5679"]
    assert [line for line in found if line.startswith("SN")] == ["SN  - 12"]


def test_no_item_is_no_entry() -> None:
    assert written([]) == ""


@given(st.lists(NASTY, min_size=8, max_size=8), st.sampled_from(["Paper", "Article", "Book", "Chapter", "Software"]))
def test_any_text_survives(texts: list[str], kind: str) -> None:
    title, name, editor, abstract, keyword, note, container, publisher = texts
    template = redif.parse(f"Template-Type: ReDIF-{kind} 1.0\nTitle: T\nHandle: RePEc:aaa:bbbbbb:1\n").templates[0]
    template.data.update(title=title, abstract=abstract, keywords=[keyword], note=note, book_title=container, journal=container)
    template.data.update(series=container, authors=[{"name": name}], editors=[{"name": editor}], number=note, volume=note)
    template.join({"series": {"provider": publisher}})
    (found,) = read(written([template, template]))[1:]
    item = BibliographicItem(template.data)
    assert found.get("title", "") == plain(item.title)
    assert found.get("authors", []) == [plain(author.inverted) for author in item.authors if plain(author.inverted)]
    assert found.get("editors", []) == [plain(other.inverted) for other in item.editors if plain(other.inverted)]
    assert found.get("abstract", "") == plain(abstract)
    assert found.get("keywords", []) == [plain(keyword)] * bool(plain(keyword))
    assert found.get("notes", [])[:1] == [plain(note)] * bool(plain(note))
    assert found.get("publisher", "") == plain(publisher)
    assert found.get("volume", "") == plain(note)
    if kind in ("Article", "Paper", "Software"):
        assert found.get("secondary_title", "") == plain(container)


@given(NASTY, NASTY)
def test_any_text_in_a_file_is_one_line(title: str, abstract: str) -> None:
    text = f"Template-Type: ReDIF-Paper 1.0\nTitle: {title}\nAbstract: {abstract}\nHandle: RePEc:aaa:bbbbbb:1\n"
    the_same([template for template in redif.parse(text).templates if is_item(template)])


def test_the_page_has_each_attribute_of_items() -> None:
    rows = re.findall(r"^\| (.+?) \|", (ROOT / "docs" / "ris.md").read_text(encoding="utf-8"), re.M)
    names = {name for row in rows for name in row.split(", ")}
    told = names | {name.removesuffix("-URL").partition("-Name")[0] for name in names}  # a cluster is told by its key
    for model in (Paper, Article, Book, Chapter, Software):
        assert {field.title for field in model.model_fields.values() if field.title} <= told
