"""One item, as the page shows it and as the command prints it."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

import redif
from redif.catalogue.catalogue import Catalogue
from redif.cli.commands.show import run, write
from redif.display.item_page import MAX_REFERRING, item_page
from redif.display.page import RecordPage
from redif.findings.finding import Finding
from redif.models import Record
from redif.source.escaping import visible

SEED = "RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374"
SEED_ADDRESS = "https://ideas.repec.org/a/taf/rcybxx/v6y2021i3p360-374.html"
HEAD = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ada Example\n"

# Each line of the page of the seed that comes from ReDIF: under which heading it stands here, and how.
SEED_LINES = [
    ("Printed from https://ideas.repec.org/a/taf/rcybxx/v6y2021i3p360-374.html", "Suggested citation", f"IDEAS: {SEED_ADDRESS}"),
    ("A multi-stakeholder foundation for peace in cyberspace", "", "A multi-stakeholder foundation for peace in cyberspace"),
    ("Listed:", "Author(s) listed:", ""),
    ("Kaja Ciglic", "Author(s) listed:", "Kaja Ciglic"),
    ("John Hering", "Author(s) listed:", "John Hering"),
    ("Abstract", "Abstract", ""),
    ("Suggested Citation", "Suggested citation", ""),
    (
        'Kaja Ciglic & John Hering, 2021. "A multi-stakeholder foundation for peace in cyberspace," Journal of Cyber Policy, Taylor & Francis Journals, vol. 6(3), pages 360-374, September.',
        "Suggested citation",
        'Kaja Ciglic & John Hering, 2021. "A multi-stakeholder foundation for peace in cyberspace," Journal of Cyber Policy, Taylor & Francis Journals, vol. 6(3), pages 360-374, September.',
    ),
    ("Handle: RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374", "Suggested citation", f"Handle: {SEED}"),
    ("DOI: 10.1080/23738871.2021.2023603", "Suggested citation", "DOI: 10.1080/23738871.2021.2023603"),
    ("Download full text from publisher", "Download", ""),
    ("File URL: http://hdl.handle.net/10.1080/23738871.2021.2023603", "Download", "File URL: http://hdl.handle.net/10.1080/23738871.2021.2023603"),
    ("Download Restriction: Access to full text is restricted to subscribers.", "Download", "Download restriction: Access to full text is restricted to subscribers."),
    # The keeper of the fixture is made up.
    (
        "For technical questions regarding this item, or to correct its authors, title, abstract, bibliographic or download information, contact: Chris Longhurst (email available below).",
        "Series",
        "For technical questions regarding this item, or to correct its authors, title, abstract, bibliographic or download information, contact: A. Keeper (keeper@example.org)",
    ),
    ("General contact details of provider: http://www.tandfonline.com/rcyb", "Series", "General contact details of provider: http://www.tandfonline.com/rcyb"),
]  # fmt: skip


def show(handle: str, *paths: Path | str, to: str | None = None) -> int:
    return run(argparse.Namespace(named=[handle, *map(str, paths)], to=to, html=False, quiet=True))


def lines(page: RecordPage) -> list[tuple[str, str]]:
    """All lines of a page, each with the heading it stands under."""
    found = [("", page.title)]
    for section in page.sections:
        found.append((section.heading, ""))
        for block in section.blocks:
            found += [(section.heading, ": ".join(filter(None, (line.label, line.text)))) for line in block]
    return found


def under(page: RecordPage, heading: str) -> list[str]:
    return [text for where, text in lines(page) if where == heading and text]


def page_of(path: Path, handle: str) -> RecordPage:
    catalogue = Catalogue(path)
    return item_page(catalogue[handle], catalogue)


def values(data: Any) -> Iterator[str]:
    match data:
        case dict():
            for inner in data.values():
                yield from values(inner)
        case list():
            for inner in data:
                yield from values(inner)
        case _:
            yield str(data)


def missing(record: Record, page: RecordPage) -> list[str]:
    """The values of a record that do not stand on its page; languages stand there by name."""
    text = "\n".join(" ".join(line) for line in lines(page))
    data = record.model_dump(mode="json", exclude_defaults=True, exclude={"joined", "languages", "source"})
    return [value for value in values(data) if value not in text]


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# ---------------------------------------------------------------------- the seed


def test_all_of_the_seeds_page_that_comes_from_redif(fixtures: Path) -> None:
    page = page_of(fixtures / "taf", SEED)
    found = lines(page)
    for _, heading, text in SEED_LINES:
        assert (heading, text) in found
    (record,) = redif.read(fixtures / "taf" / "rcybxx")
    assert under(page, "Abstract") == [getattr(record, "abstract")]  # noqa: B009 - any record
    order = [heading for heading, _ in found]
    places = [order.index(heading) for _, heading, _ in SEED_LINES[1:]]
    assert all(before <= after for before, after in pairwise(places))
    assert missing(record, page) == []


def test_the_lines_are_those_of_the_seeds_page(shared: Path) -> None:
    text = " ".join((shared / "docs" / "seed-ideas-item-page.txt").read_text(encoding="utf-8").split())
    for line, _, _ in SEED_LINES:
        assert line in text


def test_the_seed_in_a_pipe(fixtures: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert show(SEED, fixtures / "taf") == 0
    out, err = capfd.readouterr()
    assert err == ""
    assert "\x1b" not in out
    assert all(len(line) <= 80 or "://" in line for line in out.splitlines())
    assert "v_3a6_3ay_3a2021_3ai_3a3_3ap_3a360-374.htm" in out
    joined = " ".join(out.split())
    for _, heading, text in SEED_LINES:
        assert heading in joined
        assert text in joined


@pytest.mark.parametrize(
    "handle",
    [SEED.lower(), SEED.upper(), f" {SEED}\n", SEED_ADDRESS, SEED_ADDRESS.removeprefix("https://"),
     "https://econpapers.repec.org/article/tafrcybxx/v_3a6_3ay_3a2021_3ai_3a3_3ap_3a360-374.htm",
     f"https://econpapers.repec.org/{SEED}"],
)  # fmt: skip
def test_ways_to_name_the_seed(handle: str, fixtures: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert show(handle, fixtures / "taf") == 0
    assert capfd.readouterr().out.startswith("A multi-stakeholder foundation")


# ---------------------------------------------------------------------- all types


def test_every_template_of_the_fixtures_is_shown_whole(fixtures: Path) -> None:
    for folder in ("types", "mess", "taf", "encodings"):
        catalogue = Catalogue(fixtures / folder)
        for record in redif.read(fixtures / folder):
            assert missing(record, item_page(record, catalogue)) == [], record


def test_a_paper(fixtures: Path) -> None:
    page = page_of(fixtures / "types", "RePEc:aaa:wpaper:12")
    authors = under(page, "Author(s) listed:")
    assert authors[:3] == ["Ada Example", "Department of Economics, Example University", "Web page: https://econ.example.edu"]
    full = "Example University, Faculté des Exemples, Department of Economics, Chair of Instances (RePEc:edi:deexaus)"
    assert f"Institution in RePEc: {full}" in authors
    assert authors[-4:] == ["Web page: https://example.edu/~ada", "Registered as: pex1", "IDEAS: https://ideas.repec.org/e/pex1.html", "Instance, Ivo"]  # fmt: skip
    assert "DOI address: https://doi.org/10.5555/12345678" in under(page, "Suggested citation")
    downloads = next(section for section in page.sections if section.heading == "Download")
    assert [[line.text for line in block] for block in downloads.blocks] == [
        ["https://example.org/papers/wp12.pdf", "application/pdf", "Full text"],
        ["https://example.org/papers/wp12.zip", "application/zip", "Replication files"],
    ]
    more = under(page, "More about this item")
    assert {"D12 - Consumer Economics: Empirical Analysis", "Language: English", "Length: 36 pages"} <= set(more)
    assert more[-3:] == ["Creation date: 2019-03-04", "Revision date: 2020-05", "Revision date: 2021"]
    article = "The same work as an article: RePEc:aaa:exampl:v:1:y:2021:i:1:p:1-10  The Price of Examples"
    person = "Author, by their own account: RePEc:per:1970-01-01:ADA_EXAMPLE  Ada Example"
    assert under(page, "Related") == ["It refers to", article, "Referred to by", article, person]
    assert "ISSN: 1234-5679, 2345-6780" in under(page, "Series")
    assert under(page, "Record")[2:] == [
        "Private attributes", "X-Note: kept for ourselves", "Author-X-Orcid: 0000-0000-0000-0000 (Ada Example)"
    ]  # fmt: skip


def test_workplaces_come_from_the_registered_person_where_the_item_has_none(fixtures: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "p.redif", f"{HEAD}Author-Person: pex1\nTitle: T\nHandle: RePEc:aaa:wpaper:1\n")
    catalogue = Catalogue(path, fixtures / "types")
    authors = under(item_page(catalogue["RePEc:aaa:wpaper:1"], catalogue), "Author(s) listed:")
    assert authors == [
        "Ada Example", "Department of Economics, Example University", "Institute of Examples",
        "Web page: https://example.edu/~ada", "Registered as: pex1", "IDEAS: https://ideas.repec.org/e/pex1.html",
    ]  # fmt: skip


def test_books_and_chapters_know_each_other(fixtures: Path) -> None:
    book = page_of(fixtures / "types", "RePEc:aaa:ebooks:1")
    assert under(book, "Editor(s) listed:") == ["Ada Example", "Example University"]
    assert "ISBN: 978-3-16-148410-0" in under(book, "More about this item")
    assert under(book, "Related").count("Has the chapter: RePEc:aaa:chaptr:1-3  Examples in Space and Time") == 2
    assert "EconPapers: https://econpapers.repec.org/bookchap/aaaebooks/" in under(book, "Series")
    chapter = page_of(fixtures / "types", "RePEc:aaa:chaptr:1-3")
    assert under(chapter, "Related").count("A chapter of: RePEc:aaa:ebooks:1  A Handbook of Examples") == 2


def test_series_archives_persons_and_institutions(fixtures: Path) -> None:
    types = fixtures / "types"
    series = page_of(types, "RePEc:aaa:wpaper")
    assert series.title == "Working Papers"
    assert under(series, "Holdings") == ["Items in the catalogue: 1"]
    assert "IDEAS: https://ideas.repec.org/s/aaa/wpaper.html" in under(series, "About this series")
    archive = page_of(types, "RePEc:aaa")
    assert under(archive, "Series") == [
        "RePEc:aaa:exampl  Journal of Examples", "RePEc:aaa:wpaper  Working Papers", "Items in the catalogue: 5"
    ]  # fmt: skip
    person = page_of(types, "pex1")
    assert "Workplace: Institute of Examples" in under(person, "About this person")
    assert {"Author of the paper: RePEc:aaa:wpaper:12  On the Price of Examples", "Author of: RePEc:aaa:wpaper:12  On the Price of Examples"} <= set(under(person, "Related"))  # fmt: skip
    institution = page_of(types, "RePEc:edi:deexaus")
    assert institution.title.startswith("Example University, Faculté des Exemples, Department")
    assert "Workplace of an author of: RePEc:aaa:wpaper:12  On the Price of Examples" in under(institution, "Related")


def test_nothing_but_an_unknown_type() -> None:
    record = Record(template_type="", unknown={"Title": ["T"]})
    page = item_page(record, Catalogue(record))
    assert page.title == "A template of no type"
    assert lines(page)[1:] == [
        ("Record", ""), ("Record", "Template type: (none)"), ("Record", "Found in: (no file)"),
        ("Record", "Unknown attributes"), ("Record", "Title: T"),
    ]  # fmt: skip


def test_a_title_no_longer_than_the_name_of_a_field() -> None:
    (record,) = redif.read(io.BytesIO(b"Template-Type: ReDIF-Book 1.0\nTitle: 2\nNumber: 7\nVolume: 70\nHandle: RePEc:aaa:ebooks:7\n"))  # fmt: skip
    assert missing(record, item_page(record, Catalogue(record))) == []


def test_many_that_refer_to_one_are_cut_short(tmp_path: Path) -> None:
    papers = "".join(
        f"{HEAD}Title: T\nPaper-Handle: RePEc:aaa:wpaper:0\nHandle: RePEc:aaa:wpaper:{n}\n\n" for n in range(MAX_REFERRING + 6)
    )
    page = page_of(written(tmp_path / "p.redif", papers), "RePEc:aaa:wpaper:0")
    assert len(under(page, "Related")) == 1 + 1 + 1 + MAX_REFERRING + 1
    assert under(page, "Related")[-1] == "and 6 more"


# ---------------------------------------------------------------------- the template itself


def test_what_is_wrong_with_it(fixtures: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = fixtures / "mess" / "values.redif"
    assert show("RePEc:aaa:wpaper:values", path) == 0
    out = " ".join(capfd.readouterr().out.split())
    assert f"Found in: {path}:1" in out
    assert "Values that could not be read: Creation-Date: spring 2001" in out
    findings = list(redif.check(path))
    assert findings
    for finding in findings:
        message = " ".join(visible(finding.message).split())
        assert f"{finding.severity} {finding.code}, line {finding.line}: {message}" in out


def test_findings_are_those_of_the_template(fixtures: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert show("RePEc:aaa:ebooks:1", fixtures / "types") == 0
    out = capfd.readouterr().out
    assert "attribute-deprecated, line 60" in out
    assert "date-form" not in out


def test_the_same_handle_elsewhere_and_more_abstracts(
    fixtures: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first = fixtures / "mess" / "repeated.redif"
    second = written(tmp_path / "b.redif", f"\n{HEAD}Title: Another\nHandle: repec:AAA:wpaper:R1\n")
    assert show("RePEc:aaa:wpaper:r1", first, second, first) == 0
    out = " ".join(capfd.readouterr().out.split())
    assert "Abstract Hello. Bonjour. Suggested" in out
    assert "Title: The second title" in out
    assert f"The same handle in: {second}:2" in out
    assert out.count("The same handle in") == 1


# ---------------------------------------------------------------------- the command


def test_not_there(fixtures: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert show("repec:TAF:rcybxx:v:6:y:2021:i:3:p:360-375", fixtures / "taf") == 1
    assert capfd.readouterr() == (
        "",
        f"redif: repec:TAF:rcybxx:v:6:y:2021:i:3:p:360-375 was not found; did you mean {SEED}?\n",
    )
    assert show("RePEc:aaa:wpapre:12", fixtures / "types") == 1
    assert "RePEc:aaa:wpaper:12" in capfd.readouterr().err
    assert show("pex2", fixtures / "types") == 1
    assert "did you mean pex1?" in capfd.readouterr().err
    assert show("RePEc:zzz:wpaper:12", fixtures / "types") == 1
    assert capfd.readouterr().err == "redif: RePEc:zzz:wpaper:12 was not found\n"
    assert show("https://ideas.repec.org/p/zzz/wpaper/1.html", fixtures / "types") == 1


@pytest.mark.parametrize(
    "text", ["", "  ", "nonsense", "https://example.org/a/taf/rcybxx/1.html", "https://[", "\x1b[31m", "a\udce4", "10.1080/1"]
)
def test_neither_handle_nor_address(text: str, fixtures: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert show(text, fixtures / "taf") == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "is not a handle, a short id, or the address" in err
    assert "\x1b" not in err


def test_unreadable_input(fixtures: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert show(SEED, tmp_path / "nowhere.rdf") == 2
    assert "cannot read" in capfd.readouterr().err
    assert show(SEED, tmp_path / "nowhere.rdf", fixtures / "taf") == 2
    assert SEED in capfd.readouterr().out
    (tmp_path / "empty").mkdir()
    assert show(SEED, tmp_path / "empty") == 2
    assert f"there are no ReDIF files (.rdf or .redif) in {tmp_path / 'empty'}" in capfd.readouterr().err


def test_settings_that_cannot_be_used(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    written(tmp_path / "redif.toml", "select = 1")
    assert show("RePEc:aaa:wpaper:1", written(tmp_path / "p.redif", f"{HEAD}Title: T\nHandle: RePEc:aaa:wpaper:1\n")) == 2
    out, err = capfd.readouterr()
    assert out.startswith("T\n")
    assert "redif.toml" in err


def test_the_current_folder_and_standard_input(fixtures: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.chdir(fixtures / "taf")
    assert show(SEED) == 0
    assert f"Found in: {os.curdir}/rcybxx/2021-3.redif:1" in capfd.readouterr().out
    for to, beginning in ((None, "On the Price of Examples\n"), ("jsonl", "{")):
        data = (fixtures / "types" / "items.redif").read_bytes()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert show("RePEc:aaa:wpaper:12", "-", "-", to=to) == 0
        out = capfd.readouterr().out
        assert out.startswith(beginning)
        assert to or ("Found in: -:1" in out and "date-form" in out)


def test_other_formats(fixtures: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert show("repec:aaa:ebooks:1", fixtures / "types", to="jsonl") == 0
    data = json.loads(capfd.readouterr().out)
    assert (data["handle"], data["source"]["line"]) == ("RePEc:aaa:ebooks:1", 54)
    without = (fixtures / "taf" / "rcybxx" / "2021-3.redif").read_text().replace("Journal: Journal of Cyber Policy\n", "")
    assert show(SEED, written(tmp_path / "a.redif", without), fixtures / "taf" / "tafseri.redif", to="citation") == 0
    assert "Journal of Cyber Policy, Taylor & Francis Journals, vol. 6(3)" in capfd.readouterr().out
    assert show("RePEc:aaa", fixtures / "types", to="citation") == 2
    assert capfd.readouterr().err.startswith("redif: citation is for papers, articles")
    assert show("RePEc:aaa", fixtures / "types", to="poem") == 2
    assert capfd.readouterr().err.startswith("redif: there is no format poem; choose from jsonl, ")


def test_names_of_files_that_are_no_text(fixtures: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = os.fsencode(tmp_path) + b"/\xe4.redif"
    with open(path, "wb") as file:
        file.write((fixtures / "taf" / "rcybxx" / "2021-3.redif").read_bytes())
    for to in (None, "jsonl"):
        assert show(SEED, os.fsdecode(path), to=to) == 0
        assert "\\xe4.redif" in capfd.readouterr().out


NASTY = f"{HEAD}Title: \x1b[31mred\x1b]0;x\x07 \u202e{{}} [bold]no markup[/bold] :smile:\nAbstract: {'語' * 500}\nNote: {'x' * 300}\nHandle: RePEc:aaa:wpaper:1\n"


def test_nasty_characters_and_long_words(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert show("RePEc:aaa:wpaper:1", written(tmp_path / "p.redif", NASTY)) == 0
    out = capfd.readouterr().out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out)
    assert "[bold]no markup[/bold] :smile:" in " ".join(out.split())
    assert max(cell_len(line) for line in out.splitlines() if "語" in line) == 80
    assert f"  {'x' * 300}\n" in out


def test_an_output_that_is_ascii(tmp_path: Path) -> None:
    path = written(tmp_path / "p.redif", NASTY)
    code = f"import argparse; from redif.cli.commands.show import run; run(argparse.Namespace(named=['RePEc:aaa:wpaper:1', {str(path)!r}], to=None, html=False, quiet=True))"
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
    assert "語" in done.stdout.decode()


def test_a_terminal(fixtures: Path) -> None:
    ours, theirs = os.openpty()
    code = f"import argparse; from redif.cli.commands.show import run; run(argparse.Namespace(named=[{SEED!r}, {str(fixtures / 'taf')!r}], to=None, html=False, quiet=False))"
    environment = {**os.environ, "COLUMNS": "50", "TERM": "xterm-256color"}
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
    assert process.communicate(timeout=60)[1] == b""
    text = seen.decode().replace("\r\n", "\n")
    assert "\x1b[1mSuggested citation\x1b[0m\n" in text
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert max(len(line) for line in plain.splitlines() if "/" not in line and "\x1b" not in line) <= 50
    assert f"    {SEED_ADDRESS}\n" in plain


# ---------------------------------------------------------------------- real files


def test_templates_of_the_corpus(corpus: Path) -> None:
    """Pages of templates from all over the corpus are whole, and can be written."""
    catalogue = Catalogue(corpus)
    step = len(catalogue) // 200
    by_file: dict[str, list[Finding]] = {}
    shown = 0
    for number, record in enumerate(catalogue):
        if number % step:
            continue
        assert record.source is not None
        file, line = record.source.file, record.source.line
        if file not in by_file:
            by_file[file] = list(redif.check(file))
        page = item_page(record, catalogue, [f for f in by_file[file] if f.template and f.template.line == line])
        assert missing(record, page) == [], record
        out = io.BytesIO()
        write(page, out)
        assert out.getvalue().isascii() or out.getvalue().decode()
        shown += 1
    assert shown >= 200
