"""Records written in a format and imported again: what survives is what the table in docs/importing.md says."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
import redif.importers
from redif.bibliography.item import BibliographicItem, ItemKind
from support.importing import imported
from support.items import items
from support.paths import DOCS, FIXTURES, SHARED

FORMATS = ("bibtex", "biblatex", "ris", "csl-json", "mods", "csv", "oai_dc")
NEEDED = (
    "type of item",
    "title",
    "authors in order",
    "year",
    "pages",
    "DOI",
    "journal",
    "series",
    "number or issue",
)  # by everybody
PAPERS = (ItemKind.PAPER, ItemKind.SOFTWARE)


def number(item: BibliographicItem) -> str:
    """Return the number in the series, or the issue of an article, for which a Number may stand."""
    if item.kind is ItemKind.ARTICLE:
        return item.text("issue") or item.text("number")
    return item.number if item.kind in PAPERS else item.text("number") if item.kind is ItemKind.BOOK else ""


def month(item: BibliographicItem) -> int | str:
    """Return the number of the month, or what Month says where that is none."""
    return item.month or item.month_text or (item.issued.month if item.issued else 0)


# What the table has a row for.
PROPERTIES: dict[str, Callable[[BibliographicItem], Any]] = {
    "type of item": lambda item: item.kind,
    "handle": lambda item: item.handle.lower(),
    "title": lambda item: item.title,
    "authors in order": lambda item: [name.inverted for name in item.authors],
    "editors": lambda item: [name.inverted for name in item.editors],
    "year": lambda item: item.year_text,
    "month": month,
    "pages": lambda item: item.page_range,
    "DOI": lambda item: item.doi,
    "journal": lambda item: item.journal if item.kind is ItemKind.ARTICLE else "",
    "series": lambda item: item.series if item.kind is not ItemKind.ARTICLE else "",
    "title of the book": lambda item: item.book_title,
    "volume": lambda item: item.text("volume"),
    "number or issue": number,
    "publisher": lambda item: item.publisher,
    "ISBN": lambda item: item.isbns,
    "first abstract": lambda item: item.abstracts[:1],
    "keywords": lambda item: item.keywords,
    "JEL codes": lambda item: [subject.code for subject in item.subjects],
    "language": lambda item: item.languages[:1],
    "first file": lambda item: item.files[0]["url"] if item.files else "",
    "edition": lambda item: item.text("edition"),
    "chapter": lambda item: item.text("chapter"),
    "length": lambda item: item.page_count,
    "version": lambda item: item.text("version"),
}


@cache
def table() -> dict[tuple[str, str], bool]:
    """The table of the page: whether a property survives in a format."""
    page = (DOCS / "importing.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in re.findall(r"^\| (?:what|[^|]+) \|(?: [^|\n]+ \|){7}$", page, re.M)
    ]
    assert rows[0][1:] == list(FORMATS), rows[:1]
    return {(row[0], format_): cell == "yes" for row in rows[1:] for format_, cell in zip(FORMATS, row[1:], strict=True)}


def back(records: list[Any], format_: str) -> Iterator[tuple[BibliographicItem, BibliographicItem]]:
    """Each record and what comes back of it."""
    out = io.BytesIO()
    redif.write(records, out, format_)
    again, _ = imported(out.getvalue(), {"biblatex": "bibtex"}.get(format_, format_))
    assert len(again) == len(records)
    for record, data in zip(records, again, strict=True):
        yield BibliographicItem(record.data), BibliographicItem(data)


WORDS = st.sampled_from(str.split(r"""
    prices économie 50% R&D x_1 #1 Über Łódź (a) $5 “quoted” growth: and the İstanbul ñandú 東京 < > ~a ^b -- --- a--b ''so'' ``so'' 'n'
    {a} } { | ; a;b a|b &amp; <i>b</i> =1+1 -x @c "so" ,, , \ \frac $x_1$ !` ?` TY AU - (2) 1/2 №5 á e² É É 10.1000/x [1] * � 😀 others
    """))  # fmt: skip
TEXT = st.lists(WORDS, min_size=1, max_size=6).map(lambda words: " ".join(["Study", *words]))
NAMES = st.lists(
    st.sampled_from([
        "Ann Lee", "Kim, Bo", "van Gogh, Vincent", "World Bank", "García López, José", "Sanders, Ralph W., Jr.", "王 小明", "Plato", "de la Cruz, Ana",
        "Otto von Bismarck", "O'Neil, Shaquille", "d'Aspremont, Claude", "Barnes and Noble", "International Monetary Fund", "Li, X.", "Müller-Lüdenscheidt, K.-H.",
        "Łukasz Żółć", "Ng, Yew-Kwang", "Бессонов, Владимир", "{Braces}", "R&D Group",
    ]), min_size=1, max_size=4, unique=True,
) | st.integers(20, 60).map(lambda count: [f"{chr(65 + number % 26)}ee, {chr(65 + number // 26)}nn" for number in range(count)])  # fmt: skip
YEAR = st.integers(1900, 2025)
COMMON = {
    "title": TEXT, "authors": NAMES, "abstract": st.none() | TEXT, "doi": st.none() | st.from_regex(r"10\.[0-9]{4}/[a-z0-9_.]{1,8}[0-9]", fullmatch=True),
    "keywords": st.lists(st.sampled_from(["prices", "open economies", "R&D"]), unique=True), "languages": st.sampled_from([[], ["en"], ["de"]]),
    "files": st.sampled_from([[], ["https://example.org/a_b.pdf?x=1&y=~2"]]),
}  # fmt: skip
NUMBER = st.sampled_from(["1", "12", "2004-12", "3a"])
PAGES = st.sampled_from(["1-20", "360-374", "S71-S102", "7"])
RECORDS = st.one_of(
    st.fixed_dictionaries({**COMMON, "handle": st.just("RePEc:aaa:wpaper:7"), "series": TEXT, "number": NUMBER, "creation_date": YEAR.map(str)}).map(
        lambda values: redif.Paper.model_validate(values)
    ),
    st.fixed_dictionaries(
        {**COMMON, "handle": st.none(), "journal": TEXT, "volume": NUMBER, "issue": NUMBER, "year": YEAR, "pages": PAGES, "month": st.sampled_from([None, "March", "Spring"])}
    ).map(lambda values: redif.Article.model_validate(values)),
    st.fixed_dictionaries({**COMMON, "series": TEXT, "number": NUMBER, "year": YEAR, "editors": NAMES, "edition": st.sampled_from([None, "2nd"])}).map(
        lambda values: redif.Book.model_validate(values)
    ),
    st.fixed_dictionaries({**COMMON, "book_title": TEXT, "year": YEAR, "pages": PAGES, "editors": NAMES, "chapter": st.none() | NUMBER}).map(
        lambda values: redif.Chapter.model_validate(values)
    ),
)  # fmt: skip


@pytest.mark.parametrize("format_", FORMATS)
@given(record=RECORDS)
def test_what_the_table_says_survives_does(format_: str, record: Any) -> None:
    says = table()
    for before, after in back([record], format_):
        for name, value in PROPERTIES.items():
            if says[name, format_]:
                assert value(after) == value(before), name


def survivors(templates: list[redif.Template], format_: str) -> dict[str, bool]:
    """What survives in all of some items."""
    pairs = [*back(templates, format_)]
    return {name: all(value(before) == value(after) for before, after in pairs) for name, value in PROPERTIES.items()}


def says_of(format_: str) -> dict[str, bool]:
    return {name: says for (name, of), says in table().items() if of == format_}


@pytest.mark.parametrize("format_", FORMATS)
def test_what_the_table_says_survives_in_a_record_of_each_type(format_: str) -> None:
    found = items(*sorted((FIXTURES / "types").iterdir()))
    assert len(found) >= 5
    survives = survivors(found, format_)
    assert [name for name, says in says_of(format_).items() if says and not survives[name]] == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs real files")
@pytest.mark.parametrize("format_", FORMATS)
def test_the_table_is_right_for_real_files(format_: str) -> None:
    # The keys of entries are unique, so of items with one handle only the first keeps it.
    found = {
        item.data.get("handle", "").lower() or item: item for item in reversed(items(SHARED / "corpus", FIXTURES / "types"))
    }
    assert survivors([*found.values()], format_) == says_of(format_)


@pytest.mark.parametrize("name", NEEDED)
def test_what_everybody_needs_survives_in_all_formats(name: str) -> None:
    # A record of Dublin Core has one text for series and number.
    assert [format_ for format_ in FORMATS if not table()[name, format_] and format_ != "oai_dc"] == []
