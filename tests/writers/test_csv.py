from __future__ import annotations

import codecs
import csv as reader
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
from redif.bibliography.item import BibliographicItem
from redif.models import Article, Book, Chapter, Paper, Software
from redif.source.characters import without_controls
from redif.writers import WRITERS, csv
from redif.writers.options import WriterOptions
from support.paths import ROOT
from support.strategies import is_assigned

TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(is_assigned),
    st.lists(
        st.sampled_from([*"=+-@＝＋－＠\t\r\n,;%#&_{}\\~\"'\x00\x1b", "]]>", "אבג", "\u202e", "\ufeff", "😀", "a", " "]),
        max_size=12,
    ).map("".join),
)
RUNS = "=+-@\t\r\n＝＋－＠"
APOSTROPHE = re.compile(f"'+[{re.escape(RUNS)}]")


def written(templates: list[redif.Template], *columns: str) -> bytes:
    out = io.BytesIO()
    WRITERS["csv"].write(templates, out, WriterOptions(columns=columns))
    return out.getvalue()


def rows(templates: list[redif.Template], *columns: str) -> list[dict[str, str]]:
    """The rows as a program reads them, with no apostrophe that was put ahead."""
    found = list(reader.DictReader(io.StringIO(written(templates, *columns).decode("utf-8-sig"), newline="")))
    return [{key: text[1:] if APOSTROPHE.match(text) else text for key, text in row.items()} for row in found]


def row(text: str, *columns: str) -> list[str]:
    (found,) = rows(redif.parse(text).templates, *columns)
    return list(found.values())


def plain(text: str) -> str:
    """A text as it stands in a cell: on one line, if it is not on one already."""
    return text if text.isprintable() else " ".join(without_controls(text).split())


PAPER = "Template-Type: ReDIF-Paper 1.0\nTitle: {}\nHandle: RePEc:aaa:wpaper:12\n"


def test_each_type_as_it_is_written(fixtures: Path) -> None:
    templates = redif.parse((fixtures / "types" / "items.redif").read_bytes(), file="items.redif").templates
    assert written(templates).decode("utf-8-sig").split("\r\n") == [
        "handle,type,title,authors,year,month,journal,series,publisher,volume,issue,number,pages,doi,jel,keywords,languages,url,"
        "abstract,created,revised,other_titles,file,line",
        'RePEc:aaa:wpaper:12,paper,On the Price of Examples,"Example, Ada; Instance, Ivo",2019,,,Working Papers,,,,12,,'
        '10.5555/12345678,D12; H41; Z11,"examples; prices, relative; reading",en,https://example.org/papers/wp12.pdf,'
        "Examples are cheap to read and dear to write. We show why.,2019-03-04,2021,,items.redif,1",
        'RePEc:aaa:exampl:v:1:y:2021:i:1:p:1-10,article,The Price of Examples,"Example, Ada; Instance, Ivo",2021,June,'
        "Journal of Examples,,,1,1,,1-10,,D12,,,https://ideas.repec.org/a/aaa/exampl/v1y2021i1p1-10.html,,2021-06-30,,"
        ",items.redif,39",
        "RePEc:aaa:ebooks:1,book,A Handbook of Examples,,2022,,,,Example Press,1,,,,,,,,"
        "https://ideas.repec.org/b/aaa/ebooks/1.html,,,,,items.redif,54",
        'RePEc:aaa:chaptr:1-3,chapter,Examples in Space and Time,"Instance, Ivo",2022,,,,Foundation for Examples,,,,41-60,,,,,'
        "https://ideas.repec.org/h/aaa/chaptr/1-3.html,,,,,items.redif,68",
        'RePEc:aaa:bocode:s1,software,EXAMPLE: Stata module to make examples,"Example, Ada",2020,,,,,,,s1,,,,,,'
        "http://example.org/bocode/e/example.ado,example makes examples.,2020-02-29,,,items.redif,80",
        "",
    ]


def test_the_corpus_reads_back(corpus: Path) -> None:
    items = [template for template in redif.templates(corpus) if template.schema.describes == "document"]
    found = rows(items)
    assert len(found) == len(items) == 2069
    for template, cells in zip(items, found, strict=True):
        item = BibliographicItem(template.data)
        assert list(cells) == list(csv.COLUMNS)
        assert cells["handle"] == item.handle
        assert cells["title"] == plain(item.title)
        assert cells["authors"] == "; ".join(name.inverted for name in item.authors)
        assert cells["abstract"] == plain("; ".join(item.abstracts))
        assert (cells["file"], cells["line"]) == (template.file, str(template.line))


def test_it_begins_with_a_mark_even_without_items() -> None:
    assert written([], "handle", "year") == codecs.BOM_UTF8 + b"handle,year\r\n"


def test_columns_of_ones_own(fixtures: Path) -> None:
    templates = redif.parse((fixtures / "types" / "items.redif").read_bytes(), file="items.redif").templates
    templates[0].join({"series": {"name": "Working Papers"}, "persons": {"pex1": {"name": "Ada B. Example"}}})
    columns = {
        "number": "12",
        "creation_date": "2019-03-04",
        "revision_dates": "2020-05; 2021",
        "authors.email": "ada@example.edu",
        "authors.workplaces": "Department of Economics, Example University; Institute of Examples",
        "authors.workplaces.institution": "RePEc:edi:deexaus",
        "authors.extra.Author-X-Orcid": "0000-0000-0000-0000",
        "files": "https://example.org/papers/wp12.pdf; https://example.org/papers/wp12.zip",
        "files.format": "application/pdf; application/zip",
        "extra": "X-Note: kept for ourselves",
        "extra.X-Note": "kept for ourselves",
        "joined.series.name": "Working Papers",
        "joined.persons.name": "Ada B. Example",
        "source.line": "1",
        "programming_languages": "",
    }
    assert rows(templates, *columns)[0] == columns
    assert rows(templates, "programming_languages")[4] == {"programming_languages": "Stata; C++"}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("titel", "title"),
        ("author_emails", "authors.email"),
        ("Creation-Date", "creation_date"),
        ("extra.", "extra"),
        ("authors.extras.X", "authors.extra"),
    ],
)
def test_an_unknown_column_is_refused_before_anything_is_written(name: str, meant: str) -> None:
    out = io.BytesIO()
    with pytest.raises(ValueError, match=f"^there is no column '{re.escape(name)}'; did you mean {re.escape(meant)}") as error:
        WRITERS["csv"].write([], out, WriterOptions(columns=("handle", name)))
    assert "The columns are handle, type, title" in str(error.value)
    assert "creation_date" in str(error.value)
    assert out.getvalue() == b""


def test_what_is_like_no_column_is_refused_as_well() -> None:
    with pytest.raises(ValueError, match=r"^there is no column 'qqq'\. The columns are handle"):
        csv.column_of("qqq")


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1 and more", "@SUM(1)", "＝1", "'=1", "''-1"])
def test_a_formula_is_not_worked_out(title: str) -> None:
    templates = redif.parse(PAPER.format(title)).templates
    assert written(templates, "title").decode("utf-8-sig").split("\r\n")[1] == f"'{title}"
    assert row(PAPER.format(title), "title") == [title]


@pytest.mark.parametrize("title", ["1+1=2", "'quoted' title", "2021", "a @ b"])
def test_any_other_text_is_as_it_was(title: str) -> None:
    assert written(redif.parse(PAPER.format(title)).templates, "title").decode("utf-8-sig").split("\r\n")[1] == title


@given(st.lists(TEXT, min_size=5, max_size=5), st.sampled_from(["Paper", "Article", "Book", "Chapter", "Software"]))
def test_any_text_survives(texts: list[str], kind: str) -> None:
    title, note, keyword, email, volume = texts
    template = redif.parse(f"Template-Type: ReDIF-{kind} 1.0\nTitle: T\nHandle: RePEc:aaa:bbbbbb:1\n").templates[0]
    template.data.update(
        title=title, note=note, keywords=[keyword, "k"], authors=[{"name": "A B", "email": email}], volume=volume
    )
    columns = {
        "handle": "RePEc:aaa:bbbbbb:1",
        "title": plain(BibliographicItem(template.data).title),
        "note": plain(note),
        "keywords": plain("; ".join(filter(None, [keyword, "k"]))),
        "authors.email": plain(email),
        "volume": plain(volume),
    }
    assert rows([template, template], *columns) == [columns, columns]
    for line in reader.reader(io.StringIO(written([template], *columns).decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(tuple(RUNS)) or "\n" in cell or "\r" in cell for cell in line)


def test_the_page_has_each_attribute_of_items() -> None:
    rows = re.findall(r"^\| (.+?) \|", (ROOT / "docs" / "csv.md").read_text(encoding="utf-8"), re.M)
    names = {name for row in rows for name in row.split(", ")}
    told = names | {name.removesuffix("-URL").partition("-Name")[0] for name in names}  # a cluster is told by its key
    for model in (Paper, Article, Book, Chapter, Software):
        assert {field.title for field in model.model_fields.values() if field.title} <= told
