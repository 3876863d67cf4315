"""What is there twice: by handle, by DOI, and as one work; and above all what is not one work."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
from redif.cli import main

TITLE = "On the Price of Examples in Small Markets"


def item(handle: str, title: str = TITLE, authors: str = "Ann Lee", *lines: str, kind: str = "Paper", year: int = 2001) -> str:
    names = "".join(f"Author-Name: {name}\n" for name in authors.split("; "))
    rest = "".join(f"{line}\n" for line in lines)
    when = f"Year: {year}" if kind in ("Article", "Chapter", "Book") else f"Creation-Date: {year}"
    return f"Template-Type: ReDIF-{kind} 1.0\n{names}Title: {title}\n{when}\n{rest}Handle: RePEc:{handle}\n"


def groups(*items: str) -> list[tuple[str, list[str]]]:
    found = redif.duplicates(redif.parse("\n".join(items)).templates)
    return [(group.reason, [copy.handle.removeprefix("RePEc:") for copy in group.items]) for group in found]


def are_one(*items: str) -> bool:
    return [handles for reason, handles in groups(*items) if reason == "work"] != []


PAPER = item("aaa:wpaper:1")


@pytest.mark.parametrize(
    "other",
    [
        item("bbb:journl:1", kind="Article", year=2004),
        item("bbb:wpaper:1", "ON THE PRICE OF EXAMPLES IN SMALL MARKETS."),
        item("bbb:wpaper:1", "On the price of examples, in small-markets"),
        item("bbb:wpaper:1", "On price of examples in small markets"),
        item("bbb:wpaper:1", "On the Price of Exampels in Small Markets"),
        item("bbb:wpaper:1", authors="Lee, Ann"),
        item("bbb:wpaper:1", authors="A. Lee"),
        item("bbb:wpaper:1", authors="A. B. Lee"),
        item("bbb:wpaper:1", authors="Lee Ann"),
        item("bbb:wpaper:1", authors="LEE A."),
        item("bbb:chaptr:1", kind="Chapter", year=2010),
        item("aaa:wpaper:2", year=2003),
    ],
)
def test_versions_of_a_work(other: str) -> None:
    assert are_one(PAPER, other)
    assert are_one(other, PAPER)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PAPER, item("bbb:wpaper:1", authors="Bo Lee")),
        (PAPER, item("bbb:wpaper:1", authors="Ann Leigh")),
        (PAPER, item("bbb:wpaper:1", authors="Amy Lee")),
        (PAPER, item("bbb:wpaper:1", authors="Ann Lee; Bo Ray")),
        (PAPER, item("bbb:wpaper:1", year=2020)),
        (PAPER, item("bbb:wpaper:1", TITLE.replace("Small", "Large"))),
        (PAPER, item("bbb:wpaper:1", f"{TITLE}: A Comment")),
        (PAPER, item("bbb:wpaper:1", f"Reply to: {TITLE}")),
        (PAPER, item("bbb:ebooks:1", kind="Book")),
        (item("a:b:1", f"{TITLE}, Part I"), item("bbb:wpaper:1", f"{TITLE}, Part II")),
        (item("aaa:wpaper:1", f"{TITLE} 1"), item("bbb:wpaper:1", f"{TITLE} 2")),
        (item("aaa:wpaper:1", f"{TITLE} in 2001"), item("bbb:wpaper:1", f"{TITLE} in 2002")),
        (item("aaa:wpaper:1", f"{TITLE} with Symmetric Firms"), item("bbb:wpaper:1", f"{TITLE} with Asymmetric Firms")),
        (item("aaa:wpaper:1", "Introduction"), item("bbb:wpaper:1", "Introduction")),
        (item("aaa:journl:1", "Book review", kind="Article"), item("bbb:journl:1", "Book review", kind="Article")),
        (item("aaa:wpaper:1", "Comment on the paper"), item("bbb:wpaper:1", "Comment on the paper")),
        (item("aaa:wpaper:1", "Monetary policy"), item("bbb:wpaper:1", "Monetary policy")),
        (item("aaa:wpaper:1", "Annual Report of the Institute of Prices"), item("bbb:wpaper:1", "Annual Report of the Institute of Prices", year=2002)),
        (item("aaa:wpaper:1", "Monthly Report of the Institute of Prices"), item("aaa:wpaper:2", "Monthly Report of the Institute of Prices")),
        (item("aaa:wpaper:1", "The State of the Economy in Ruritania"), item("aaa:wpaper:2", "The State of the Economy in Ruritania", year=2002)),
        (item("aaa:wpaper:1", authors="World Bank"), item("bbb:wpaper:1", authors="World Bank")),
        (item("aaa:journl:1", TITLE, kind="Article"), item("aaa:journl:2", TITLE, kind="Article", year=2002)),
        (item("aaa:ebooks:1", TITLE, "Ann Lee", "Edition: 1", kind="Book"), item("bbb:ebooks:1", TITLE, "Ann Lee", "Edition: 2", kind="Book")),
        (item("aaa:ebooks:1", kind="Book"), item("bbb:ebooks:1", kind="Book", year=2008)),
        (
            item("aaa:journl:1", TITLE, "Ann Lee", "DOI: 10.1000/1", kind="Article"),
            item("bbb:journl:1", TITLE, "Ann Lee", "DOI: 10.1000/2", kind="Article"),
        ),
        (item("aaa:bocode:1", kind="Software"), item("bbb:bocode:1", kind="Software")),
    ],
)  # fmt: skip
def test_different_works(one: str, other: str) -> None:
    assert not are_one(one, other)
    assert not are_one(other, one)


def test_a_title_in_east_asian_script_may_be_one_word() -> None:
    long, short = "中国经济增长与货币政策研究", "货币政策"
    assert are_one(item("aaa:wpaper:1", long, "王小明"), item("bbb:wpaper:1", long, "王小明"))
    assert not are_one(item("aaa:wpaper:1", short, "王小明"), item("bbb:wpaper:1", short, "王小明"))


def test_all_versions_are_like_each_other() -> None:
    between = item("bbb:wpaper:1", year=2012)
    assert groups(PAPER, between, item("ccc:wpaper:1", year=2021)) == [("work", ["aaa:wpaper:1", "bbb:wpaper:1"])]


def test_handles_and_dois() -> None:
    doi = "DOI: https://doi.org/10.1000/X"
    found = groups(
        item("aaa:wpaper:1", "Ants", "A", doi),
        item("AAA:wpaper:1", "Ants", "A", doi),
        item("bbb:wpaper:1", "Bees", "B", "DOI: 10.1000/x"),
    )
    assert found == [("handle", ["aaa:wpaper:1", "AAA:wpaper:1"]), ("doi", ["aaa:wpaper:1", "bbb:wpaper:1"])]


def test_one_doi_joins_a_short_title_and_one_with_a_subtitle() -> None:
    one = item("aaa:wpaper:1", "Ants", "Ann Lee", "DOI: 10.1000/1")
    assert are_one(one, item("bbb:wpaper:1", "Ants: A Survey", "A. Lee", "DOI: 10.1000/1"))
    assert not are_one(one, item("bbb:wpaper:1", "Bees", "A. Lee", "DOI: 10.1000/1"))


@given(
    st.permutations([PAPER, item("bbb:journl:1", kind="Article"), item("ccc:wpaper:1"), item("ddd:wpaper:1", "Bees and Ants")])
)
def test_the_order_makes_no_difference(items: list[str]) -> None:
    [(reason, handles)] = groups(*items)
    assert reason == "work"
    assert sorted(handles) == ["aaa:wpaper:1", "bbb:journl:1", "ccc:wpaper:1"]


@pytest.mark.parametrize("wrong", ["text", {"title": "T"}, 5, ["text"]])
def test_what_is_no_record(wrong: Any) -> None:
    with pytest.raises(redif.InputTypeError, match="duplicates takes records"):
        redif.duplicates(wrong)


def test_time_grows_with_the_number_of_items() -> None:
    def seconds(count: int) -> float:
        records = [
            redif.Paper(title=f"{TITLE} {n % 7} {n}", authors=[f"Ann Lee{n % 10}"], handle=f"RePEc:aaa:wpaper:{n}")
            for n in range(count)
        ]
        start = time.process_time()
        redif.duplicates(records)
        return time.process_time() - start

    seconds(10)
    assert seconds(2000) < 12 * seconds(500) + 1


# ---------------------------------------------------------------------- the command


@pytest.fixture
def path(tmp_path: Path) -> str:
    file = tmp_path / "x.redif"
    file.write_text(
        "\n".join(
            [
                PAPER,
                item("bbb:journl:1", TITLE, "A. Lee", "Journal: J", kind="Article", year=2003),
                item("ccc:wpaper:1", "Bees"),
            ]
        )
    )
    return str(file)


def test_reports(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["duplicates", path]) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        f"Same work: {TITLE}\n  RePEc:aaa:wpaper:1  paper  2001  Ann Lee  {TITLE}  {path}:1\n  RePEc:bbb:journl:1"
    )
    assert out.endswith("\n\n1 work of several items.\n")
    assert main(["duplicates", "--format", "json", path]) == 0
    [group] = map(json.loads, capsys.readouterr().out.splitlines())
    assert group["reason"] == "work"
    assert [copy["line"] for copy in group["items"]] == [1, 7]
    assert main(["duplicates", path, "-o", str(tmp_path / "out.csv")]) == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig"))))
    assert [(row["group"], row["reason"], row["handle"]) for row in rows] == [
        ("1", "work", "RePEc:aaa:wpaper:1"), ("1", "work", "RePEc:bbb:journl:1"),
    ]  # fmt: skip
    assert main(["duplicates", "--by", "handle,doi", path]) == 0
    assert capsys.readouterr().out == "Nothing is there twice.\n"
    assert main(["duplicates", "--by", "wrok", path]) == 2
    assert main(["duplicates", "--format", "jsn", path]) == 2
    assert capsys.readouterr().err.count("did you mean") == 2


@pytest.mark.parametrize(
    ("to", "wanted"),
    [
        ("dcterms", '<dcterms:hasVersion rdf:resource="oai:RePEc:bbb:journl:1"/>'),
        ("oai_dc", "<dc:relation>RePEc:bbb:journl:1</dc:relation>"),
        ("mods", '<relatedItem type="otherVersion"><identifier type="repec">RePEc:bbb:journl:1</identifier></relatedItem>'),
        ("schema-org", '"workExample":[{"@type":"ScholarlyArticle","@id":"https://ideas.repec.org/a/bbb/journl/1.html"'),
        ("bibtex", "Other version: RePEc:bbb:journl:1"),
        ("ris", "N1  - Other version: RePEc:bbb:journl:1"),
        ("csl-json", '"note":"Other version: RePEc:bbb:journl:1"'),
        ("jsonl", '"joined":{"versions":[{"handle":"RePEc:bbb:journl:1","type":"article"}]}'),
    ],
)
def test_versions_are_related_on_request(to: str, wanted: str, path: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["convert", "-q", "--to", to, path]) == 0
    assert wanted not in capsysbinary.readouterr().out.decode()
    assert main(["convert", "-q", "--to", to, "--relate-duplicates", path]) == 0
    assert wanted in capsysbinary.readouterr().out.decode()


def test_a_relation_that_the_item_names_is_written_once(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "x.redif"
    named = item("aaa:wpaper:1", TITLE, "Ann Lee", "Article-Handle: RePEc:bbb:journl:1")
    file.write_text(named + "\n" + item("bbb:journl:1", kind="Article"))
    assert main(["convert", "-q", "--to", "mods", "--relate-duplicates", "--handle", "*:1", str(file)]) == 0
    assert capsysbinary.readouterr().out.count(b'<identifier type="repec">RePEc:bbb:journl:1</identifier></relatedItem>') == 1


def test_records_with_versions_are_read_back(path: str, tmp_path: Path) -> None:
    out = tmp_path / "x.jsonl"
    assert main(["convert", "-q", "--relate-duplicates", path, "-o", str(out)]) == 0
    first = next(redif.read(out))
    assert first.joined is not None
    assert [(version.handle, version.type) for version in first.joined.versions] == [("RePEc:bbb:journl:1", "article")]
