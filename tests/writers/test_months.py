"""Several months of one issue, in the formats that have ranges of them and in the others."""

from __future__ import annotations

import io

import pytest

import redif
from redif.importers import read

TEXT = "Template-Type: ReDIF-Article 1.0\nAuthor-Name: Ann Lee\nTitle: T\nJournal: J\nYear: 2001\nMonth: {}\nHandle: RePEc:aaa:j:1\n"


def written(month: str, format_: str) -> str:
    out = io.BytesIO()
    redif.write(redif.parse(TEXT.format(month)).templates, out, format_)
    return out.getvalue().decode()


@pytest.mark.parametrize(
    ("format_", "expected"),
    [
        ("bibtex", "month   = {September-October},"),
        ("biblatex", "date         = {2001-09/2001-10},"),
        ("ris", "DA  - 2001/09//September-October\r\n"),
        ("csl-json", '"issued":{"date-parts":[[2001,9],[2001,10]]}'),
        ("mods", '<dateIssued encoding="w3cdtf" keyDate="yes" point="start">2001-09</dateIssued>'),
        ("mods", '<dateIssued encoding="w3cdtf" point="end">2001-10</dateIssued>'),
        ("json", '"month":"septiembre-octubre"'),
        ("text", "J, September-October."),
    ],
)
def test_two_months(format_: str, expected: str) -> None:
    assert expected in written("septiembre-octubre", format_)


def test_a_date_says_the_months_once() -> None:
    assert "issue" not in written("septiembre-octubre", "biblatex")
    assert "issue        = {Spring}," in written("Spring", "biblatex")


@pytest.mark.parametrize("format_", ["bibtex", "biblatex", "ris", "csl-json"])
def test_they_come_back(format_: str) -> None:
    (record,) = read(io.BytesIO(written("septiembre-octubre", format_).encode()), {"biblatex": "bibtex"}.get(format_, format_))
    assert (record.data["year"], record.data["month"]) == (2001, "September-October")


@pytest.mark.parametrize(
    ("format_", "expected"),
    [
        ("biblatex", "date         = {2001},"),
        ("ris", "DA  - 2001///December-January\r\n"),
        ("csl-json", '"issued":{"date-parts":[[2001]]}'),
        ("mods", '<dateIssued encoding="w3cdtf" keyDate="yes">2001</dateIssued>'),
    ],
)
def test_the_year_of_december_before_january_is_not_known(format_: str, expected: str) -> None:
    assert expected in written("diciembre-enero", format_)
