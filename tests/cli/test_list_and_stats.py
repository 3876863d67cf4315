"""Listing what files hold, and counting it: on a terminal, in a pipe, and as JSON."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import redif
from redif.bibliography.item import BibliographicItem, year_of
from redif.cli.commands import list as listing
from redif.cli.commands import stats
from redif.cli.parser import make_parser
from redif.display.statistics import Statistics, is_restriction
from redif.models import Item, Publication

Captured = pytest.CaptureFixture[bytes]

ARCHIVE = """\
Template-Type: ReDIF-Paper 1.0
Author-Name: Søren Ødegård
Author-Person: psr1
Author-Name: Smith, Jane
Title: Zebras
Abstract: About zebras.
Keywords: stripes
Creation-Date: 2003-05
File-URL: https://example.org/1.pdf
File-Format: application/pdf
Handle: RePEc:aaa:wpaper:1

Template-Type: ReDIF-Article 1.0
Author-Name: Álvaro Nuñez
Title: "Ants" and others
Year: 2001
Creation-Date: 1999
DOI: 10.1000/1
Classification-JEL: A10
File-URL: https://example.org/2.pdf
File-Restriction: Access to full text is restricted to subscribers.
Handle: RePEc:AAA:Journl:v:1:y:2001:p:1-2

Template-Type: ReDIF-Book 1.0
Title: Élan
Publication-Date: 2005
Creation-Date: 2004
Provider-Name: A press
Handle: RePEc:aaa:ebooks:1

Template-Type: ReDIF-Software 1.0
Author-Name: Jane Smith
Title: mice: a program
File-URL: https://example.org/mice.zip
File-Restriction: none
Handle: RePEc:aaa:bocode:1

Template-Type: ReDIF-Paper 1.0
Title: Bees
Author-Name: Bo Smith

Template-Type: ReDIF-Series 1.0
Name: Working papers
Type: ReDIF-Paper
Provider-Name: A university
Handle: RePEc:aaa:WPAPER

Template-Type: ReDIF-Poem 1.0
Handle: RePEc:aaa:poetry:1
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return written(tmp_path / "all.redif", ARCHIVE)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def list_options(*paths: Path | str, **others: Any) -> argparse.Namespace:
    flags = [f"--{name}" if value is True else f"--{name}={value}" for name, value in others.items()]
    return make_parser().parse_args(["list", *flags, *map(str, paths)])


def listed(captured: Captured, *paths: Path | str, **others: Any) -> list[list[str]]:
    """The rows of a listing in a pipe."""
    assert listing.run(list_options(*paths, **others)) == 0
    return [line.split("\t") for line in captured.readouterr().out.decode().splitlines()]


def titles(captured: Captured, path: Path, **others: Any) -> list[str]:
    return [row[4] for row in listed(captured, path, **others)]


def run_stats(*paths: Path | str, as_json: bool = False, quiet: bool = False) -> int:
    flags = [*(["--json"] if as_json else []), *(["--quiet"] if quiet else [])]
    return stats.run(make_parser().parse_args(["stats", *flags, *map(str, paths)]))


def counted(captured: Captured, *paths: Path | str) -> dict[str, Any]:
    assert run_stats(*paths, as_json=True) == 0
    counts: dict[str, Any] = json.loads(captured.readouterr().out)
    return counts


def seen_on_a_terminal(captured: Captured, run: Callable[[], int], columns: int = 100, status: int = 0) -> str:
    """What is written where standard output is a terminal."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.stdout, "isatty", lambda: True)
        patch.setenv("COLUMNS", str(columns))
        patch.setenv("NO_COLOR", "1")
        assert run() == status
    return re.sub(r"\x1b\[[01]m", "", captured.readouterr().out.decode())  # bold is left where colours are not


def test_a_line_an_item(archive: Path, capfdbinary: Captured) -> None:
    assert listing.run(list_options(archive)) == 0
    out, errors = capfdbinary.readouterr()
    assert out.decode() == (
        "RePEc:aaa:wpaper:1\tpaper\t2003\tSøren Ødegård & Smith, Jane\tZebras\n"
        'RePEc:AAA:Journl:v:1:y:2001:p:1-2\tarticle\t2001\tÁlvaro Nuñez\t"Ants" and others\n'
        "RePEc:aaa:ebooks:1\tbook\t2005\t\tÉlan\n"
        "RePEc:aaa:bocode:1\tsoftware\t\tJane Smith\tmice: a program\n"
        "\tpaper\t\tBo Smith\tBees\n"
    )
    assert errors == b"5 items in 1 file\n"


@pytest.mark.parametrize(
    ("chosen", "wanted"),
    [
        ({"type": "paper"}, ["Zebras", "Bees"]),
        ({"type": "ReDIF-Book 1.0, Software"}, ["Élan", "mice: a program"]),
        ({"series": "WPAPER"}, ["Zebras"]),
        ({"series": "repec:aaa:journl"}, ['"Ants" and others']),
        ({"series": "aaa:ebooks"}, ["Élan"]),
        ({"series": "paper"}, []),
        ({"year": "2001"}, ['"Ants" and others']),
        ({"year": "2001-2003"}, ["Zebras", '"Ants" and others']),
        ({"year": "2003-"}, ["Zebras", "Élan"]),
        ({"year": "-2003"}, ["Zebras", '"Ants" and others']),
        ({"author": "odegard"}, ["Zebras"]),
        ({"author": "ÁLVARO NUÑ*"}, ['"Ants" and others']),
        ({"author": "jane smith"}, ["Zebras", "mice: a program"]),
        ({"author": "bo jane"}, []),
        ({"author": "nun"}, []),
        ({"type": "paper", "author": "smith", "year": "2003"}, ["Zebras"]),
        ({"sort": "series"}, ["mice: a program", "Élan", '"Ants" and others', "Zebras", "Bees"]),
        ({"sort": "type"}, ['"Ants" and others', "Élan", "Zebras", "Bees", "mice: a program"]),
        ({"sort": "year"}, ['"Ants" and others', "Zebras", "Élan", "mice: a program", "Bees"]),
        ({"sort": "author"}, ['"Ants" and others', "Zebras", "Bees", "mice: a program", "Élan"]),
        ({"sort": "title"}, ['"Ants" and others', "Bees", "Élan", "mice: a program", "Zebras"]),
    ],
)  # fmt: skip
def test_what_is_listed_and_in_which_order(
    chosen: dict[str, str], wanted: list[str], archive: Path, capfdbinary: Captured
) -> None:
    assert titles(capfdbinary, archive, **chosen) == wanted


def test_the_closing_line_tells_how_many_were_left_out(archive: Path, capfdbinary: Captured) -> None:
    other = written(archive.with_name("other.redif"), ARCHIVE)
    listing.run(list_options(archive, other, archive, author="smith"))  # what is named twice is read once
    assert capfdbinary.readouterr().err == b"10 items in 2 files; 6 of 10 shown\n"
    listing.run(list_options(archive, quiet=True))
    assert capfdbinary.readouterr().err == b""


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"type": "poem"}, b"there is no template type poem; choose from archive, article, book, chapter"),
        ({"type": ","}, b"there is no template type ''; choose from"),
        ({"type": "series"}, b"series is not a type of item; choose from article, book, chapter, paper, software"),
        ({"year": "last"}, b"last is not a range of years; write 2001, 2001-2005, 2001- (and later) or -1999 (and before)"),
        ({"year": "-"}, b"2001-2005"),
        ({"year": "2005-2001"}, b"2001-2005"),
        ({"year": "20012005"}, b"2001-2005"),
        ({"year": "\x1b[31m"}, b"<U+001B>"),
        ({"sort": "colour"}, b"there is no sort order colour; choose from handle, series, type, year, author, title"),
    ],
)
def test_options_that_say_nothing(chosen: dict[str, str], words: bytes, archive: Path, capfdbinary: Captured) -> None:
    assert listing.run(list_options(archive, **chosen)) == 2
    out, errors = capfdbinary.readouterr()
    assert out == b""
    assert errors.startswith(b"redif: ")
    assert words in errors
    assert b"\x1b" not in errors


def test_all_items_are_listed(fixtures: Path, capfdbinary: Captured) -> None:
    rows = listed(capfdbinary, fixtures)
    items = [record for record in redif.read(fixtures) if isinstance(record, Item)]
    assert len(rows) == len(items)
    for row, item in zip(rows, items, strict=True):
        kind = item.template_type.removeprefix("ReDIF-").removesuffix(" 1.0").lower()
        assert row[:2] == [item.handle or "", kind]
        assert row[3] == " & ".join(author.name for author in item.authors if author.name)
        assert row[4] == (item.title or "")


def test_a_table_on_a_terminal(archive: Path, capfdbinary: Captured) -> None:
    with archive.open("a", encoding="utf-8") as file:
        file.write("\nTemplate-Type: ReDIF-Paper 1.0\nTitle: " + "[bold]A long title[/bold] :smile: " * 50)
        file.write(f"\nHandle: RePEc:aaa:wpaper:{'very' * 20}\n")
    lines = seen_on_a_terminal(capfdbinary, lambda: listing.run(list_options(archive)), columns=120).splitlines()
    assert lines[0].split() == ["handle", "type", "year", "authors", "title"]
    assert set(lines[1]) == {"─"}
    assert lines[2].split() == ["RePEc:aaa:wpaper:1", "paper", "2003", "Søren", "Ødegård", "&", "Smit…", "Zebras"]
    assert all(len(line) <= 120 for line in lines)
    assert "[bold]A long title[/bold]" in lines[7]
    assert lines[7].endswith("…")
    assert "".join(line.split()[0] for line in lines[7:]) == f"RePEc:aaa:wpaper:{'very' * 20}"


def test_a_long_table_is_one(tmp_path: Path, capfdbinary: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "ROWS", 2)
    text = "".join(f"Template-Type: ReDIF-Paper 1.0\nTitle: T{n}\nHandle: RePEc:aaa:wpaper:{n}\n" for n in range(7))
    path = written(tmp_path / "x.redif", text)
    lines = seen_on_a_terminal(capfdbinary, lambda: listing.run(list_options(path))).splitlines()
    assert len(lines) == 9
    assert len({line.index("T") for line in lines[2:]}) == 1


NASTY = (
    "Template-Type: ReDIF-Paper 1.0\n"
    "Title: red \x1b[31m and \x9b31m, a\ttab, &#x1b;[2J &#9; &#10; &#x85; &#x2028; א \u202eturned \u200f mark\n"
    "  on a second line\n"
    "Author-Name: A\tB\u2029C\n"
    "Handle: RePEc:aaa:wpaper:1\n"
)


def test_nasty_characters_in_a_pipe_end_no_field_and_drive_no_terminal(tmp_path: Path, capfdbinary: Captured) -> None:
    assert listing.run(list_options(written(tmp_path / "x.redif", NASTY))) == 0
    out = capfdbinary.readouterr().out.decode()
    assert len(out.splitlines()) == 1
    assert out.count("\t") == 4
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", out)
    assert "on a second line" in out


def test_nasty_characters_on_a_terminal_are_shown_by_their_number(tmp_path: Path, capfdbinary: Captured) -> None:
    path = written(
        tmp_path / "x.redif", NASTY + "\nTemplate-Type: ReDIF-Series 1.0\nName: א\u202eS\nHandle: RePEc:aaa:wpaper\n"
    )
    out = seen_on_a_terminal(capfdbinary, lambda: listing.run(list_options(path)), columns=400)
    out += seen_on_a_terminal(capfdbinary, lambda: run_stats(path))
    assert "<U+202E>turned <U+200F> mark" in out
    assert "RePEc:aaa:wpaper  א<U+202E>S" in out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u200f\u2028]", out)


def test_a_real_terminal(archive: Path) -> None:
    ours, theirs = os.openpty()
    code = f"from redif.cli import main; main(['list', '-q', {str(archive)!r}]); main(['stats', '-q', {str(archive)!r}])"
    environment = {**os.environ, "COLUMNS": "90", "TERM": "xterm-256color"}
    for name in ("NO_COLOR", "FORCE_COLOR"):
        environment.pop(name, None)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=theirs, stderr=subprocess.PIPE, env=environment)
    os.close(theirs)
    seen = b""
    try:
        while part := os.read(ours, 65536):
            seen += part
    except OSError:  # what Linux says where the other side is closed
        pass
    os.close(ours)
    assert process.stderr is not None
    assert (process.wait(60), process.stderr.read()) == (0, b"")
    process.stderr.close()
    text = seen.decode()
    assert "RePEc:aaa:wpaper:1" in text
    assert "\x1b[1m" in text
    assert "█" in text


def test_the_counts(archive: Path, capfdbinary: Captured) -> None:
    assert counted(capfdbinary, archive) == {
        "templates": {"paper": 2, "article": 1, "book": 1, "series": 1, "software": 1, "unknown": 1},
        "items": 5,
        "series": [
            {"handle": "RePEc:aaa:bocode", "name": None, "items": 1},
            {"handle": "RePEc:aaa:ebooks", "name": None, "items": 1},
            {"handle": "RePEc:aaa:journl", "name": None, "items": 1},
            {"handle": "RePEc:aaa:wpaper", "name": "Working papers", "items": 1},
            {"handle": None, "name": None, "items": 1},
        ],
        "years": [
            {"year": 2001, "items": 1},
            {"year": 2003, "items": 1},
            {"year": 2005, "items": 1},
            {"year": None, "items": 2},
        ],
        "shares": {
            "abstract": {"with": 1, "of": 5},
            "doi": {"with": 1, "of": 4},
            "classification_jel": {"with": 1, "of": 5},
            "keywords": {"with": 1, "of": 5},
            "file": {"with": 3, "of": 5},
            "free_file": {"with": 2, "of": 5},
            "restriction": {"with": 1, "of": 5},
            "registered_author": {"with": 1, "of": 5},
        },
    }


def expected(folder: Path) -> dict[str, Any]:
    """The counts as the typed records of a folder give them."""
    records = list(redif.read(folder))
    items = [record for record in records if isinstance(record, Item)]
    series = Counter(item.handle.rsplit(item.handle.item or "", 1)[0][:-1].lower() if item.handle else None for item in items)
    authors = [author for item in items for author in item.authors]
    dois = [item for item in items if isinstance(item, Publication)]
    return {
        "items": len(items),
        "series": dict(series),
        "years": Counter(year_of(item.model_dump(exclude_none=True)) for item in items),
        "abstract": (sum(bool(item.abstract) for item in items), len(items)),
        "doi": (sum(bool(BibliographicItem(item.data).doi) for item in dois), len(dois)),
        "classification_jel": (sum(bool(item.classification_jel) for item in items), len(items)),
        "keywords": (sum(bool(item.keywords) for item in items), len(items)),
        "file": (sum(any(file.url for file in item.files) for item in items), len(items)),
        "registered_author": (sum(bool(author.person) for author in authors), len(authors)),
    }


def compare(folder: Path, counts: dict[str, Any]) -> None:
    wanted = expected(folder)
    assert counts["items"] == wanted["items"]
    assert {series["handle"] and series["handle"].lower(): series["items"] for series in counts["series"]} == wanted["series"]
    assert {year["year"]: year["items"] for year in counts["years"]} == wanted["years"]
    shares = {name: (share["with"], share["of"]) for name, share in counts["shares"].items() if name in wanted}
    assert shares == {name: wanted[name] for name in shares}
    assert len(shares) == 6


def test_the_counts_are_those_of_the_records(fixtures: Path, capfdbinary: Captured) -> None:
    compare(fixtures, counted(capfdbinary, fixtures))


def test_real_archives(corpus: Path, capfdbinary: Captured) -> None:
    archives = corpus / "archives"
    counts = counted(capfdbinary, archives)
    compare(archives, counts)
    text = b"\n".join(path.read_bytes() for path in archives.rglob("*") if path.suffix.lower() in (".rdf", ".redif"))
    found = Counter(match.lower().decode() for match in re.findall(rb"(?im)^\W*Template-Type\s*:\s*ReDIF-(\w+)", text))
    assert counts["templates"] == found


@pytest.mark.parametrize(
    ("text", "restricts"),
    [
        (None, False),
        ("None", False),
        ("no.", False),
        ("n/a", False),
        ("-", False),
        ("Open Access http://example.org/?lang=en", False),
        ("No restriction to downloads", False),
        ("There are no access restrictions.", False),
        ("freely available", False),
        ("Free of charge", False),
        ("Access to full text is restricted to subscribers", True),
        ("Open access 12 months after original publication. Reader registration required.", True),
        ("No restrictions for members", True),
        ("No access", True),
        ("Not free", True),
        ("Articles are not free to download", True),
        ("http://example.org/", True),
        ("no restriction " * 100_000 + "except on Sundays", True),
    ],
)
def test_restrictions(text: str | None, restricts: bool) -> None:
    assert is_restriction(text) is restricts


def test_a_restriction_of_the_item_holds_for_its_files() -> None:
    statistics = Statistics()
    files = "File-URL: https://example.org/1\nFile-Restriction: none\nFile-URL: https://example.org/2\n"
    paper = f"Template-Type: ReDIF-Paper 1.0\nTitle: T\nAuthor-Name: A\n{files}"
    for text in (paper, f"{paper}File-Restriction: members\n", f"{paper}Restriction: members\n", f"{paper}Restriction: none\n"):
        for template in redif.parse(text).templates:
            statistics.add(template)
    shares = statistics.as_json()["shares"]
    assert [shares[name]["with"] for name in ("file", "free_file", "restriction")] == [4, 3, 2]


def test_text_for_people(archive: Path, capfdbinary: Captured) -> None:
    assert run_stats(archive) == 0
    out, errors = capfdbinary.readouterr()
    text = out.decode()
    assert text.startswith("7 templates\n2   29%  paper\n1   14%  article\n")
    assert "5 items in 4 series\n1   20%  RePEc:aaa:bocode\n" in text
    assert "1   20%  RePEc:aaa:wpaper  Working papers\n1   20%  without a handle\n" in text
    assert "Items by year\n1   20%  2001\n1   20%  2003\n1   20%  2005\n2   40%  without a year\n" in text
    assert "1   25%  have a DOI" in text
    assert errors == b"7 templates in 1 file\n"


def test_the_largest_of_many_series(tmp_path: Path, capfdbinary: Captured) -> None:
    template = "Template-Type: ReDIF-Paper 1.0\nTitle: T\nAuthor-Name: A\nHandle: RePEc:aaa:paper{}:{}\n\n"
    letters = "abcdefghijklmnopqrstuvwxyz"
    text = "".join(template.format(letter, n) for size, letter in enumerate(letters, 1) for n in range(size))
    path = written(tmp_path / "many.redif", text)
    assert len(counted(capfdbinary, path)["series"]) == 26
    run_stats(path)
    lines = capfdbinary.readouterr().out.decode().splitlines()
    series = [line for line in lines if "RePEc:" in line]
    assert [line.split()[-1] for line in series] == [f"RePEc:aaa:paper{letter}" for letter in reversed(letters[6:])]
    assert f" {sum(range(1, 7))}    6%  in 6 more series" in lines


def test_bars_on_a_terminal(archive: Path, capfdbinary: Captured) -> None:
    lines = seen_on_a_terminal(capfdbinary, lambda: run_stats(archive)).splitlines()
    assert lines[0].strip() == "7 templates"
    assert re.fullmatch(r" *2  29% █+ paper *", lines[1])
    longest, half = lines[1].count("█"), lines[2].count("█")
    assert (longest, half) == (24, 12)


def test_an_empty_folder(tmp_path: Path, capfdbinary: Captured) -> None:
    assert listing.run(list_options(tmp_path)) == 2
    assert capfdbinary.readouterr().out == b""
    assert run_stats(tmp_path) == 2
    out, errors = capfdbinary.readouterr()
    assert out == b"0 templates\n"
    assert errors.decode() == f"redif: there are no ReDIF files (.rdf or .redif) in {tmp_path}\n0 templates in 0 files\n"
    assert run_stats(tmp_path, as_json=True) == 2
    counts = json.loads(capfdbinary.readouterr().out)
    assert (counts["templates"], counts["items"], counts["series"], counts["years"]) == ({}, 0, [], [])
    assert set(map(tuple, (share.values() for share in counts["shares"].values()))) == {(0, 0)}


def test_an_empty_folder_on_a_terminal(tmp_path: Path, capfdbinary: Captured) -> None:
    assert seen_on_a_terminal(capfdbinary, lambda: listing.run(list_options(tmp_path)), status=2) == ""
    assert seen_on_a_terminal(capfdbinary, lambda: run_stats(tmp_path), status=2).split() == ["0", "templates"]


def test_what_cannot_be_read_is_told_and_the_rest_is_read(archive: Path, tmp_path: Path, capfdbinary: Captured) -> None:
    assert listing.run(list_options("nowhere.rdf", archive)) == 2
    out, errors = capfdbinary.readouterr()
    assert len(out.splitlines()) == 5
    assert errors == b"redif: cannot read nowhere.rdf: No such file or directory\n5 items in 1 file\n"
    assert run_stats("nowhere.rdf", archive, as_json=True) == 2
    out, errors = capfdbinary.readouterr()
    assert json.loads(out)["items"] == 5
    assert b"cannot read nowhere.rdf" in errors


def test_files_that_are_no_text(archive: Path, tmp_path: Path, capfdbinary: Captured) -> None:
    (tmp_path / "binary.rdf").write_bytes(bytes(range(256)) * 400)
    (tmp_path / "half.rdf").write_bytes(b"Template-Type: ReDIF-Paper 1.0\nTitle: " + bytes(range(256)) * 40)
    assert listing.run(list_options(tmp_path)) == 2  # because of what is no text at all
    captured = capfdbinary.readouterr()
    assert b"binary.rdf: This is not a text file." in captured.err
    rows = [line.split("\t") for line in captured.out.decode().splitlines()]
    assert all(len(row) == 5 for row in rows)
    assert len(rows) == 6
    assert run_stats(tmp_path, as_json=True) == 2
    assert json.loads(capfdbinary.readouterr().out)["items"] == 6


def test_standard_input(capfdbinary: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ARCHIVE.encode())))
        rows = listed(capfdbinary, "-")
    assert len(rows) == 5
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ARCHIVE.encode())))
    assert counted(capfdbinary, "-")["items"] == 5


def test_a_pipe_needs_no_rich(archive: Path) -> None:
    code = (
        f"import sys; from redif.cli import main; main(['list', '-q', {str(archive)!r}]); "
        f"main(['stats', '-q', {str(archive)!r}]); print('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.splitlines()[-1] == b"False"
