"""Choosing among records: what each criterion takes, and that criteria, orders and limits go together as sets do."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif

TEXT = """\
Template-Type: ReDIF-Paper 1.0
Author-Name: Søren Ødegård
Author-Person: psr1
Author-Name: Jane O’Neill-Smith
Title: Zebras
Abstract: About zebras.
Creation-Date: 2003-05
Classification-JEL: C12; D4
File-URL: https://doi.org/10.1000/zebra
X-Note: ours
Handle: RePEc:aaa:wpaper:1

Template-Type: ReDIF-Article 1.0
Author-Name: Martin, Steve
Author-Email: steve@example.org
Title: Ants
Year: 2001
DOI: 10.1000/1
Classification-JEL: A10
Handle: RePEc:AAA:Journl:v:1:y:2001:p:1-2

Template-Type: ReDIF-Book 1.0
Author-Name: Martin Smith
Title: Élan
Year: 1998/1999
Handle: RePEc:aaa:ebooks:1

Template-Type: ReDIF-Paper 1.0
Title: Bees
Author-Name: 李 明

Template-Type: ReDIF-Series 1.0
Name: Working papers
Handle: RePEc:aaa:wpaper
"""
Z, A, E, B, S = "Zebras", "Ants", "Élan", "Bees", "Working papers"


def names(**criteria: Any) -> list[str | None]:
    return [template.data.get("title") or template.data.get("name") for template in redif.select(templates(), **criteria)]


def templates(text: str = TEXT) -> list[redif.Template]:
    return redif.parse(text).templates


@pytest.mark.parametrize(
    ("criteria", "wanted"),
    [
        ({}, [Z, A, E, B, S]),
        ({"handle": "repec:AAA:wpaper:1"}, [Z]),
        ({"handle": "RePEc:aaa:wpaper"}, [S]),
        ({"handle": "RePEc:aaa:w*"}, [Z, S]),
        ({"handle": ["*:1", "*journl*"]}, [Z, A, E]),
        ({"series": "WPAPER"}, [Z]),
        ({"series": "RePEc:aaa:journl"}, [A]),
        ({"series": "paper"}, []),
        ({"type": "paper"}, [Z, B]),
        ({"type": ["book, series"]}, [E, S]),
        ({"author": "odegard"}, [Z]),
        ({"author": "ØDEGÅRD søren"}, [Z]),
        ({"author": "oneill"}, [Z]),
        ({"author": "O'Neill-Smith, Jane"}, [Z]),
        ({"author": "J. O'Neill"}, [Z]),
        ({"author": "neill"}, []),
        ({"author": "smit*"}, [Z, E]),
        ({"author": "martin"}, [A, E]),
        ({"author": "Martin,"}, [A]),
        ({"author": "Steve Martin"}, [A]),
        ({"author": "Martin, Steve"}, [A]),
        ({"author": "Steve, Martin"}, []),
        ({"author": "明"}, [B]),
        ({"author": "PSR1"}, [Z]),
        ({"author": "psr11"}, []),
        ({"author": ["martin smith", "李"]}, [E, B]),
        ({"year": 2001}, [A]),
        ({"year": "2001-2003"}, [Z, A]),
        ({"year": "-2001"}, [A, E]),
        ({"year": "2003-"}, [Z]),
        ({"year": ["1999", 2003]}, [Z, E]),
        ({"year": range(1990, 2002)}, [A, E]),
        ({"jel": "c"}, [Z]),
        ({"jel": "D40"}, []),
        ({"jel": "A1,D"}, [Z, A]),
        ({"has": "doi"}, [Z, A]),
        ({"has": ["doi", "Abstract"]}, [Z]),
        ({"has": "DOI,file"}, [Z]),
        ({"has": "author-email"}, [A]),
        ({"has": "authors.email"}, [A]),
        ({"has": "x-note"}, [Z]),
        ({"has": "authors", "lacks": "year"}, [B]),
        ({"lacks": ["jel", "title"]}, [S]),
        ({"sort": "year"}, [E, A, Z, B, S]),
        ({"sort": "-year"}, [Z, A, E, B, S]),
        ({"sort": "title", "limit": 2}, [A, B]),
        ({"sort": "-title", "limit": 2}, [Z, S]),
        ({"sort": "author", "has": "author"}, [A, Z, E, B]),
        ({"limit": 2}, [Z, A]),
    ],
)  # fmt: skip
def test_what_is_chosen(criteria: dict[str, Any], wanted: list[str]) -> None:
    assert names(**criteria) == wanted


@pytest.mark.parametrize(
    ("criteria", "message"),
    [
        ({"type": "papr"}, "did you mean paper?"),
        ({"has": "abstrct"}, "there is no field 'abstrct'; did you mean abstract? Write"),
        ({"lacks": "creation-dat"}, "did you mean creation_date?"),
        ({"jel": "12"}, "'12' is not a JEL code"),
        ({"jel": "C77777"}, "is not a JEL code"),
        ({"jel": "X9"}, "there is no JEL code X9"),
        ({"year": "soon"}, "soon is not a range of years"),
        ({"sort": "-yeer"}, "did you mean year?"),
        ({"author": " . "}, "is not the name of an author"),
        ({"limit": 0}, "0 is not a number of records"),
    ],
)
def test_what_cannot_be_meant(criteria: dict[str, Any], message: str) -> None:
    with pytest.raises(redif.UsageError, match=message.replace("?", r"\?")):
        redif.select([], **criteria)


@pytest.mark.parametrize("wrong", [{"handle": 5}, {"year": 1.5}, {"year": [None]}, {"limit": "5"}, {"sort": 5}, {"unique": 1}])
def test_values_of_the_wrong_kind(wrong: dict[str, Any]) -> None:
    with pytest.raises(redif.InputTypeError):
        redif.select([], **wrong)


@pytest.mark.parametrize("wrong", ["text", {"title": "T"}, 5, ["text"]])
def test_what_is_no_record(wrong: Any) -> None:
    with pytest.raises(redif.InputTypeError, match="select takes records"):
        list(redif.select(wrong, year=2001))


def test_nothing_is_read_before_it_is_wanted() -> None:
    endless = itertools.cycle(templates())
    assert [template.line for template in redif.select(endless, has="abstract", limit=2)] == [1, 1]
    assert next(redif.select(endless, type="series")).data["name"] == S


def test_records_are_chosen_as_templates_are() -> None:
    records = [template.record for template in templates()]
    assert [record.handle for record in redif.select(records, author="martin", sort="-year")] == [
        "RePEc:AAA:Journl:v:1:y:2001:p:1-2",
        "RePEc:aaa:ebooks:1",
    ]


def test_of_copies_the_fullest_is_kept_in_the_place_of_the_first() -> None:
    copies = """\
Template-Type: ReDIF-Paper 1.0
Title: short
Handle: RePEc:aaa:wpaper:1

Template-Type: ReDIF-Paper 1.0
Title: other
Handle: RePEc:aaa:wpaper:2

Template-Type: ReDIF-Paper 1.0
Title: full
Abstract: An abstract.
Handle: RePEc:AAA:wpaper:1

Template-Type: ReDIF-Paper 1.0
Title: nameless

Template-Type: ReDIF-Paper 1.0
Title: nameless
"""
    chosen = redif.select(templates(copies), unique=True)
    assert [template.data["title"] for template in chosen] == ["full", "other", "nameless", "nameless"]


# ---------------------------------------------------------------------- properties

ITEMS = st.lists(
    st.builds(
        "Template-Type: ReDIF-{}\nAuthor-Name: {}\nTitle: {}\n{}Handle: RePEc:aaa:{}:{}\n".format,
        st.sampled_from(["Paper 1.0", "Article 1.0", "Book 1.0", "Series 1.0", "Foo"]),
        st.sampled_from(["Ann Lee", "Lee, A.", "Ødegård", "World Bank", "-"]),
        st.sampled_from(["T", "Ants", "Élan", "", "x" * 40]),
        st.sampled_from(["", "Year: 2001\n", "Creation-Date: 1999-05\n", "Year: 1998/1999\n", "Classification-JEL: C12\n"]),
        st.sampled_from(["wpaper", "journl", "x"]),
        st.integers(1, 4),
    ),
    max_size=12,
).map("\n".join)
CRITERIA = st.fixed_dictionaries(
    {},
    optional={
        "author": st.sampled_from(["lee", "Lee, Ann", "odegard", "bank"]),
        "year": st.sampled_from(["2001", "-2000", "1999-"]),
        "jel": st.sampled_from(["C", "D"]),
        "has": st.sampled_from(["year", "title", "handle"]),
        "lacks": st.sampled_from(["year", "author"]),
        "type": st.sampled_from(["paper", "article,book"]),
        "series": st.sampled_from(["wpaper", "aaa:journl"]),
        "handle": st.sampled_from(["*:1", "*PAPER*"]),
    },
)
ORDERS = st.sampled_from(["handle", "series", "type", "year", "author", "title"])


def places(chosen: Any) -> list[int]:
    return [template.line for template in chosen]


@given(ITEMS, CRITERIA, CRITERIA)
def test_choosing_twice_is_choosing_by_both(text: str, first: dict[str, Any], second: dict[str, Any]) -> None:
    read = templates(text)
    twice = places(redif.select(redif.select(read, **first), **second))
    assert twice == places(redif.select(redif.select(read, **second), **first))
    assert twice == sorted(set(places(redif.select(read, **first))) & set(places(redif.select(read, **second))))
    if not first.keys() & second.keys():
        assert twice == places(redif.select(read, **first, **second))


@given(ITEMS, st.sampled_from(["year", "title", "jel", "handle", "author"]))
def test_what_is_not_had_is_lacked(text: str, field: str) -> None:
    read = templates(text)
    both = places(redif.select(read, has=field)) + places(redif.select(read, lacks=field))
    assert sorted(both) == places(read)


@given(ITEMS, ORDERS, st.booleans(), st.integers(1, 8))
def test_sorting_keeps_all_and_is_stable_and_a_limit_is_its_beginning(
    text: str, order: str, is_descending: bool, limit: int
) -> None:
    read = templates(text)
    name = f"-{order}" if is_descending else order
    ordered = places(redif.select(read, sort=name))
    assert sorted(ordered) == places(read)
    assert places(redif.select(redif.select(read, sort=name), sort=name)) == ordered
    assert places(redif.select(read, sort=name, limit=limit)) == ordered[:limit]
    assert places(redif.select(read, limit=limit)) == places(read)[:limit]


@given(ITEMS)
def test_each_handle_once_and_once_is_enough(text: str) -> None:
    read = templates(text)
    once = list(redif.select(read, unique=True))
    handles = [template.data.get("handle", "").lower() for template in once]
    assert len(set(filter(None, handles))) == len(list(filter(None, handles)))
    assert set(handles) == {template.data.get("handle", "").lower() for template in read}
    assert places(redif.select(once, unique=True)) == places(once)


def test_numbers_of_any_kind_choose_years_and_how_many() -> None:
    numpy = pytest.importorskip("numpy")
    pandas = pytest.importorskip("pandas")
    records = redif.parse(TEXT).records
    years = {record.data["creation_date"][:4] for record in records if "creation_date" in record.data}
    for year in map(int, years):
        plain = list(redif.select(records, year=year))
        assert plain
        for value in (numpy.int64(year), [numpy.int16(year)], numpy.array([year]), pandas.Series([year])):
            assert list(redif.select(records, year=value)) == plain
    assert list(redif.select(records, limit=numpy.int64(1))) == list(redif.select(records, limit=10**400))[:1]
    handles = pandas.Series(["RePEc:aaa:wpaper:1", "none"])
    assert list(redif.select(records, handle=handles)) == list(redif.select(records, handle="RePEc:aaa:wpaper:1"))
