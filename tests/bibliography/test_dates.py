from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redif.bibliography.dates import Day, is_month, month_in, month_text, months_in, read_day, season_in
from redif.grammar.vocabularies import MONTHS, date_words, months
from redif.source.characters import folded


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("9", 9),
        ("09", 9),
        ("September", 9),
        ("sept.", 9),
        ("SEP", 9),
        ("September/October", 9),
        ("May 2001", 5),
        ("Abril", 4),
        ("mars", 3),
        ("März", 3),
        ("Marz", 3),
        ("Décembre", 12),
        ("Декабрь", 12),
        ("декабря", 12),
        ("xijecanj", 0),
        ("mayıs", 5),
        ("okt.", 10),
        ("červenec", 7),
        ("červ", 0),  # June or July
        ("ma", 0),
        ("Marxism", 0),
        ("Spring", 0),
        ("13", 0),
        ("0", 0),
        ("", 0),
    ],
)
def test_the_month_that_a_text_begins_with(text: str, number: int) -> None:
    assert month_in(text) == number


@pytest.mark.parametrize(
    ("text", "expected"), [("Sept.", True), ("9", True), ("May", True), ("May-June", False), ("Spring", False), ("", False)]
)
def test_a_text_that_is_one_month(text: str, expected: bool) -> None:
    assert is_month(text) is expected


def test_a_month_in_words() -> None:
    assert [month_text(text) for text in ("9", "Sept.", "Spring", "")] == ["September", "Sept.", "Spring", ""]
    assert [month_text(text) for text in ("13", "0", "-0", "2001")] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("text", "months", "in_words"),
    [
        ("septiembre-octubre", (9, 10), "September-October"),
        ("Sept.–Oct.", (9, 10), "September-October"),
        ("SEPTIEMBRE - OCTUBRE", (9, 10), "September-October"),
        ("enero a marzo", (1, 3), "January-March"),
        ("July to December", (7, 12), "July-December"),
        ("Januar bis März", (1, 3), "January-March"),
        ("Январь-март", (1, 3), "January-March"),
        ("Jan/Feb", (1, 2), "January/February"),
        ("March and April", (3, 4), "March/April"),
        ("marzo y abril", (3, 4), "March/April"),
        ("March, April & May", (3, 4, 5), "March/April/May"),
        ("1-3", (1, 3), "January-March"),
        ("1/2", (1, 2), "January/February"),
        ("Dec-Jan", (12, 1), "December-January"),
        ("12/5", (), "12/5"),
        ("30 February", (), "February"),
        ("Feb. 30th", (), "February"),
        ("31 de abril", (), "April"),
        ("29 February", (), "29 February"),
        ("15. März", (), "15 March"),
        ("March 15", (), "March 15"),
        ("May 97", (), "May 97"),
        ("Mar-05", (), "Mar-05"),
        ("2001-03", (), "2001-03"),
        ("xijecanj-septembre", (), "xijecanj-septembre"),
        ("May", (), "May"),
        ("primavera-verano", (), "Spring-Summer"),
        ("Spring/Summer", (), "Spring/Summer"),
        ("Spring and all", (), "Spring and all"),
        ("Spring/" * 10 + "Summer", (), "Spring/" * 10 + "Summer"),
    ],
)
def test_several_months(text: str, months: tuple[int, ...], in_words: str) -> None:
    assert months_in(text) == months
    assert month_text(text) == in_words


NAMES_OF_MONTHS = st.sampled_from(sorted(months()))


@given(NAMES_OF_MONTHS, NAMES_OF_MONTHS, st.sampled_from(["-", "–", " - ", "/", " / ", " & ", " and "]))
def test_two_months_in_any_language(first: str, second: str, between: str) -> None:
    if is_month(first) and is_month(second):
        assert months_in(f"{first}{between}{second}") == (month_in(first), month_in(second))


@pytest.mark.parametrize(
    ("text", "number"), [("Spring", 1), ("summer 2001", 2), ("Fall", 3), ("Autumn", 3), ("WINTER", 4), ("May", 0), ("", 0)]
)
def test_the_season_that_a_text_begins_with(text: str, number: int) -> None:
    assert season_in(text) == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021", Day(2021)),
        ("2021-09", Day(2021, 9)),
        ("2021-09-30", Day(2021, 9, 30)),
        ("2021-09-31", Day(2021, 9)),
        ("2021-02-30", Day(2021, 2)),
        ("2021-02-29", Day(2021, 2)),
        ("2020-02-29", Day(2020, 2, 29)),
        ("soon", None),
        ("March 2001", Day(2001, 3)),
        ("2001 March", Day(2001, 3)),
        ("March, 2001", Day(2001, 3)),
        ("2001/03", Day(2001, 3)),
        ("2001-3", Day(2001, 3)),
        ("2001/2", Day(2001)),  # or two years
        ("01-2001", Day(2001, 1)),
        ("2020-1-5", Day(2020, 1, 5)),
        ("2019-13", Day(2019)),
        ("2001-03-00", Day(2001, 3)),
        ("2001-00", Day(2001)),
        ("0000-00-00", None),
        ("2001-03-15T10:00:00Z", Day(2001, 3, 15)),
        ("2001-03-15 00:00:00", Day(2001, 3, 15)),
        ("2001-03-15T10:00:00+01:00", Day(2001, 3, 15)),
        ("15 mars 2001", Day(2001, 3, 15)),
        ("15 de marzo de 2001", Day(2001, 3, 15)),
        ("Mar 5, 2001", Day(2001, 3, 5)),
        ("31 February 2001", Day(2001, 2)),
        ("01/03/2001", Day(2001)),
        ("03/03/2001", Day(2001)),
        ("31/12/2001", Day(2001, 12, 31)),
        ("12/31/2001", Day(2001, 12, 31)),
        ("Spring 2001", Day(2001)),
        ("c2001", Day(2001)),
        ("2001.", Day(2001)),
        ("2001 (revised 2003)", Day(2001)),
        ("2001-03, revised 2002", Day(2001, 3)),
        ("2001-2002", None),
        ("2999-01", None),
        ("0999", None),
        ("19945", None),
        ("202", None),
        ("2001 " * 1000, None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_of_a_record_is_a_day_of_the_calendar(text: str | None, day: Day | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("forthcoming 2004", 2004),
        ("Revised version of 2004", 2004),
        ("in press (2004)", 2004),
        ("2º trimestre de 2004", 2004),
        ("versión preliminar, 2004", 2004),
        ("Erscheint 2004", 2004),
        ("в печати, 2004", 2004),
        ("1Q2004", 2004),
        ("see below, 2004 maybe", None),
        ("2004 World Cup", None),
        ("before 2004", None),
        ("The data are of 2004", None),
        ("vol. 12, 2004", None),
        ("published 2004, revised 2005", None),
    ],
)
def test_words_beside_a_year_have_to_go_with_one(text: str, year: int | None) -> None:
    assert read_day(text) == (year and Day(year))


@given(st.text(st.characters(categories=["Ll"]), min_size=1).filter(lambda word: folded(word) not in date_words()))
def test_no_other_word_leaves_a_year(word: str) -> None:
    assert read_day(f"version {word}, 2004") is None


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(date.today().year + 6, 12, 31)))
def test_every_day_of_the_calendar_is_read_back(day: date) -> None:
    found = read_day(day.isoformat())
    assert found is not None
    assert str(found) == day.isoformat()
    assert found.start == day
    assert found.in_words == f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def test_the_parts_of_a_day_that_are_unknown_are_not_written() -> None:
    assert [str(Day(800)), str(Day(2021, 9)), str(Day(2021, 0, 3))] == ["0800", "2021-09", "2021"]
    assert [Day(2021).in_words, Day(2021, 9).in_words] == ["2021", "September 2021"]
    assert [Day(2021).start, Day(2021, 9).start] == [date(2021, 1, 1), date(2021, 9, 1)]
    assert Day(2021).month_name == ""


@pytest.mark.parametrize(
    ("written", "numbers", "first"),
    [
        ("5/6", (5, 6), 5),
        ("5/5", (), 0),  # a day, or the same month twice
        ("Nov-Dec", (11, 12), 11),
        ("December/January", (12, 1), 0),  # of which year?
        ("January/December", (1, 12), 1),
    ],
)
def test_several_months_ascend(written: str, numbers: tuple[int, ...], first: int) -> None:
    assert months_in(written) == numbers
    assert month_in(written) == first
