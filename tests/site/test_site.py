"""The site as files: what is on its pages, that they are valid, and that nothing else is touched."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import html5lib  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
from redif.cli import main
from redif.site.addresses import file_name, record_path
from redif.site.build import SiteOptions, build

SEED = "repec/taf/rcybxx/v_6_y_2021_i_3_p_360-374.html"
URL = "https://papers.example.org/"
PAPER = "Template-Type: ReDIF-Paper 1.0\nTitle: {title}\nAuthor-Name: {author}\nHandle: RePEc:aaa:wpaper:{code}\n"


class Page(HTMLParser):
    """What a page says and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._within: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._within and self._within.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style", "title"} & set(self._within[-1:]):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, tag: str, key: str) -> list[str]:
        return [value for name, attributes in self.tags if name == tag and (value := attributes.get(key)) is not None]

    def meta(self, name: str) -> list[str]:
        return [str(a["content"]) for tag, a in self.tags if tag == "meta" and a.get("name") == name]


def page(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))


def pages(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*.htm*")))


def archive(folder: Path, *items: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "aaa.redif").write_text("\n".join(items), encoding="utf-8")
    return folder


def site(tmp_path: Path, *items: str, **options: Any) -> Path:
    build([str(archive(tmp_path / "aaa", *items))], str(tmp_path / "site"), SiteOptions(**options))
    return tmp_path / "site"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, fixtures: Path) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build([str(fixtures / "taf"), str(fixtures / "types")], str(folder / "out"), SiteOptions(url=URL))
    return folder / "out"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Path:
    """The site of all archives of the corpus."""
    folder = tmp_path_factory.mktemp("whole")
    build(
        [str(corpus / "archives"), str(corpus / "tricky")],
        str(folder / "out"),
        SiteOptions(url=URL, joined=(str(corpus / "registry"),)),
    )
    return folder / "out"


# ---------------------------------------------------------------------- the item page

# Lines of the seed's page that come from ReDIF, and what ours says. The maintainer of the fixture is made up.
SEED_LINES = [
    ("A multi-stakeholder foundation for peace in cyberspace",) * 2,
    ("Kaja Ciglic",) * 2,
    ("John Hering",) * 2,
    ("Abstract",) * 2,
    ("Suggested Citation", "Suggested citation"),
    (
        'Kaja Ciglic & John Hering, 2021. "A multi-stakeholder foundation for peace in cyberspace," Journal of Cyber Policy, '
        "Taylor & Francis Journals, vol. 6(3), pages 360-374, September.",
    ) * 2,
    ("as", "as HTML, text, BibTeX, RIS, ReDIF, JSON"),
    ("Handle: RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374",) * 2,
    ("DOI: 10.1080/23738871.2021.2023603",) * 2,
    ("Download full text from publisher", "Download"),
    ("File URL: http://hdl.handle.net/10.1080/23738871.2021.2023603",) * 2,
    (
        "Download Restriction: Access to full text is restricted to subscribers.",
        "Download restriction: Access to full text is restricted to subscribers.",
    ),
    ("As the access to this document is restricted, you may want to search for a different version of it.",) * 2,
    (
        "For technical questions regarding this item, or to correct its authors, title, abstract, bibliographic or download "
        "information, contact: Chris Longhurst (email available below).",
        "For technical questions regarding this item, or to correct its authors, title, abstract, bibliographic or download "
        "information, contact: A. Keeper (keeper@example.org)",
    ),
    ("General contact details of provider: http://www.tandfonline.com/rcyb",) * 2,
    (
        "When requesting a correction, please mention this item's handle: RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374.",
    ) * 2,
]  # fmt: skip


def test_all_of_the_seeds_page_that_comes_from_redif(built: Path, fixtures: Path) -> None:
    item = page(built / SEED)
    place = 0
    for _, ours in SEED_LINES:
        assert ours in item.text, ours
        place = item.text.index(ours, place) if ours in item.text[place:] else pytest.fail(f"{ours} is not in its place")
    record = next(r for r in redif.read(fixtures / "taf") if isinstance(r, redif.Item))
    assert record.abstract
    assert record.abstract in item.text
    assert "https://ideas.repec.org/a/taf/rcybxx/v6y2021i3p360-374.html" in item.all("a", "href")


def test_the_lines_are_those_of_the_seeds_page(shared: Path) -> None:
    text = " ".join((shared / "docs" / "seed-ideas-item-page.txt").read_text(encoding="utf-8").split())
    for line, _ in SEED_LINES:
        assert line in text


def test_the_formats_beside_an_item(built: Path, fixtures: Path) -> None:
    stem = str(built / SEED).removesuffix(".html")
    links = page(built / SEED).all("link", "href")
    for ending in ("htm", "txt", "bib", "ris", "redif", "json"):
        assert os.path.basename(f"{stem}.{ending}") in links
    (ours,) = redif.read(f"{stem}.redif")
    (theirs,) = (record for record in redif.read(fixtures / "taf") if isinstance(record, redif.Item))
    assert ours.model_dump(exclude={"source"}) == theirs.model_dump(exclude={"source"})
    assert json.loads(Path(f"{stem}.json").read_bytes())[0]["joined"]["series"]["name"] == "Journal of Cyber Policy"
    assert "@" in Path(f"{stem}.bib").read_text()
    assert "Kaja Ciglic & John Hering, 2021." in Path(f"{stem}.txt").read_text()
    assert "Kaja Ciglic &amp; John Hering, 2021." in Path(f"{stem}.htm").read_text()


def test_the_tags_that_google_scholar_asks_for(built: Path) -> None:
    item = page(built / SEED)
    for name, contents in {
        "citation_title": ["A multi-stakeholder foundation for peace in cyberspace"],
        "citation_author": ["Ciglic, Kaja", "Hering, John"],
        "citation_publication_date": ["2021/09"],
        "citation_journal_title": ["Journal of Cyber Policy"],
        "citation_volume": ["6"],
        "citation_issue": ["3"],
        "citation_firstpage": ["360"],
        "citation_lastpage": ["374"],
        "citation_doi": ["10.1080/23738871.2021.2023603"],
        "citation_issn": ["2373-8871"],
        "citation_abstract_html_url": [URL + SEED],
    }.items():
        assert item.meta(name) == contents


def test_the_tags_of_real_items(whole: Path) -> None:
    """Each has a title, an author for each author, and a date that begins with a year: the least that Google Scholar takes."""
    checked = 0
    for path in sorted(whole.glob("repec/*/*/*.json"))[::60]:
        (data,) = json.loads(path.read_bytes())
        item = page(path.with_suffix(".html") if "." not in path.stem else Path(str(path)[:-5] + ".html"))
        assert len(item.meta("citation_title")) == 1
        assert len(item.meta("citation_author")) == len(data.get("authors") or data.get("editors") or ())
        assert all(re.fullmatch(r"\d{4}(/\d\d){0,2}", date) for date in item.meta("citation_publication_date"))
        assert all(urlsplit(url).scheme in ("http", "https", "ftp") for url in item.meta("citation_pdf_url"))
        checked += 1
    assert checked >= 10


def test_json_ld(built: Path) -> None:
    text = (built / SEED).read_text(encoding="utf-8")
    found = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)[0])
    assert found["@context"] == "https://schema.org"
    assert found["mainEntityOfPage"] == URL + SEED
    assert [author["familyName"] for author in found["author"]] == ["Ciglic", "Hering"]


def test_a_title_has_its_language(tmp_path: Path) -> None:
    out = site(tmp_path, PAPER.format(title="Über Preise", author="A. B.", code=1).replace("Handle", "Language: de\nHandle"))
    assert ("h1", {"lang": "de", "dir": "auto"}) in page(out / "repec/aaa/wpaper/1.html").tags
    assert "de" in page(out / "index.html").all("a", "lang")


# ---------------------------------------------------------------------- all pages


def problems(folder: Path) -> list[str]:
    """What a strict parser and a reader who follows each link meet."""
    found, known, addresses = [], dict[Path, set[str]](), dict[Path, list[str]]()
    for path in pages(folder):
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(path.read_bytes(), transport_encoding="utf-8")
        found += [f"{path}: {error}" for error in parser.errors]
        read = page(path)
        known[path] = {*read.all("h2", "id"), "content", "series"}
        addresses[path] = [*read.all("a", "href"), *read.all("link", "href"), *read.all("script", "src")]
    for path in known:
        for address in addresses[path]:
            parts = urlsplit(address)
            if parts.scheme:
                if parts.scheme not in ("http", "https", "ftp", "mailto"):
                    found.append(f"{path}: {address}")
                continue
            target = Path(unquote(urlsplit(urljoin(path.as_uri(), address)).path))
            if not target.is_file():
                found.append(f"{path}: {address} leads nowhere")
            elif parts.fragment and target in known and unquote(parts.fragment) not in known[target]:
                found.append(f"{path}: no {parts.fragment} on {target}")
    return found


def test_pages_are_valid_and_links_lead_somewhere(built: Path) -> None:
    assert problems(built) == []


def test_pages_of_real_archives(whole: Path) -> None:
    assert problems(whole) == []


def test_no_page_asks_for_anything_elsewhere(built: Path) -> None:
    for path in pages(built):
        found = page(path)
        policy = [str(a["content"]) for tag, a in found.tags if a.get("http-equiv") == "Content-Security-Policy"]
        assert policy
        assert policy[0].startswith("default-src 'none'")
        loaded = [*found.all("script", "src"), *found.all("img", "src"), *found.all("form", "action")]
        loaded += [str(a["href"]) for tag, a in found.tags if tag == "link" and a.get("rel") != "alternate"]
        assert not [address for address in loaded if urlsplit(address).netloc]


def test_volumes_issues_and_years(tmp_path: Path) -> None:
    article = "Template-Type: ReDIF-Article 1.0\nTitle: T{n}\nAuthor-Name: A. B.\nVolume: {v}\nIssue: {i}\nYear: {y}\nHandle: RePEc:aaa:journl:{n}\n"
    of = [(1, 9, 2, 2019), (2, 10, 1, 2020), (3, 9, 10, 2019), (4, 10, 1, 2020)]
    papers = [
        PAPER.format(title=f"P{y}", author="A. B.", code=y).replace("Handle", f"Creation-Date: {y}\nHandle")
        for y in (1999, 2003)
    ]
    out = site(tmp_path, *(article.format(n=n, v=v, i=i, y=y) for n, v, i, y in of), *papers)
    headings = re.findall(r'<h2 class="group"><bdi>(.*?)</bdi>', (out / "repec/aaa/journl/index.html").read_text())
    assert headings == ["Volume 10, Issue 1, 2020", "Volume 9, Issue 10, 2019", "Volume 9, Issue 2, 2019"]
    assert re.findall(r'<h2 class="group"><bdi>(.*?)</bdi>', (out / "repec/aaa/wpaper/index.html").read_text()) == [
        "2003",
        "1999",
    ]


def test_a_long_series_is_on_several_pages(tmp_path: Path) -> None:
    items = [
        PAPER.format(title=f"P{n}", author="A. B.", code=n).replace("Handle", f"Creation-Date: {2000 + n % 3}\nHandle")
        for n in range(1200)
    ]
    out = site(tmp_path, *items)
    found = sorted((out / "repec/aaa/wpaper").glob("index*.html"))
    assert len(found) > 2
    links = [address for path in found for address in page(path).all("a", "href") if re.search(r"/wpaper/\d+\.html$", address)]
    assert len(links) == len(set(links)) == 1200


def test_namesakes_are_told_apart(tmp_path: Path) -> None:
    person = "Template-Type: ReDIF-Person 1.0\nName-Full: Ann Lee\nName-First: Ann\nName-Last: Lee\nShort-Id: {}\nWorkplace-Name: {}\nHandle: repec:per:2000-01-0{}:ANN_LEE\n"
    items = [
        PAPER.format(title="One", author="Ann Lee\nAuthor-Person: ple1", code=1),
        PAPER.format(title="Two", author="Ann Lee\nAuthor-Person: ple2", code=2),
        PAPER.format(title="Three", author="Ann Lee", code=3),
        PAPER.format(title="Four", author="Lee, Ann", code=4),
        PAPER.format(title="Five", author="Ann Lee\nAuthor-Person: RePEc:per:2000-01-01:ANN_LEE", code=5),
    ]
    out = site(tmp_path, *items, person.format("ple1", "Here", 1), person.format("ple2", "There", 2))
    titles = {
        path.stem: re.findall(r"<li><a [^>]*><bdi>(.*?)</bdi>", path.read_text()) for path in (out / "authors").glob("*lee*")
    }
    titles |= {
        path.stem: re.findall(r"<li><a [^>]*><bdi>(.*?)</bdi>", path.read_text()) for path in (out / "authors").glob("ple*")
    }
    assert {key: sorted(found) for key, found in titles.items()} == {
        "ple1": ["Five", "One"],
        "ple2": ["Two"],
        "lee_ann": ["Four", "Three"],
    }
    assert "Here" in page(out / "authors/ple1.html").text


def test_the_tree_of_jel_codes(tmp_path: Path) -> None:
    item = PAPER.format(title="One", author="A. B.", code=1).replace("Handle", "Classification-JEL: C12; E5\nHandle")
    out = site(tmp_path, item)
    text = page(out / "jel/index.html").text
    assert (
        text.index("C Mathematical and Quantitative Methods 1 C1 ")
        < text.index("C12 Hypothesis Testing: General 1")
        < text.index("E5 ")
    )
    assert "One" in page(out / "jel/c12.html").text
    assert "../jel/c1.html" in page(out / "jel/c12.html").all("a", "href")


def test_other_versions(tmp_path: Path) -> None:
    title = "The Price of Examples in Economics"
    other = PAPER.format(title=title, author="Ann Lee", code="1").replace("wpaper", "journl")
    out = site(tmp_path, PAPER.format(title=title, author="Ann Lee", code="1"), other)
    assert "../../../repec/aaa/journl/1.html" in page(out / "repec/aaa/wpaper/1.html").all("a", "href")


def test_of_very_many_versions_a_page_lists_some(tmp_path: Path) -> None:
    title = "The Price of Examples in Economics"
    copies = [PAPER.format(title=title, author="Ann Lee", code=1).replace("wpaper", f"s{number:05}") for number in range(90)]
    out = site(tmp_path, *copies)
    text = page(out / "repec/aaa/s00000/1.html").text
    assert "and 69 more" in text
    assert text.count("RePEc:aaa:s00") < 30


# ---------------------------------------------------------------------- hostile input

HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>", "{{ 7 * 7 }}{% raw %}", "\u202egpj.exe", "</script><!--", "<!-- -->", "&lt;b&gt;", "a\u0000b",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(tmp_path: Path, text: str) -> None:
    item = PAPER.format(title=f"T {text}", author=f"Ann {text}", code=1).replace(
        "Handle", f"Abstract: A {text}\nKeywords: K {text}\nFile-URL: {text}\nAuthor-Homepage: {text}\nNote: {text}\nHandle"
    )
    out = site(tmp_path, item)
    for path in pages(out):
        found = page(path)
        assert {tag for tag, _ in found.tags} <= TAGS, path
        assert not [a for _, attributes in found.tags for a in attributes if a.startswith("on")]
        assert not [address for address in found.all("a", "href") if re.match(r"(?i)\s*(javascript|data|vbscript):", address)]
        assert "\u202e" not in re.sub(r"<script type=.application/ld.json.>.*", "", path.read_text(encoding="utf-8"))
    assert problems(out) == []


TAGS = {
    "figure", "figcaption", "svg", "rect", "text", "div", "table", "thead", "tbody", "tr", "th", "td",
    "html", "head", "meta", "title", "link", "script", "body", "a", "header", "p", "bdi", "nav", "ul", "li", "form", "label", "input",
    "button", "main", "article", "h1", "h2", "h3", "section", "span", "output", "details", "summary", "footer", "noscript",
}  # fmt: skip


@pytest.mark.parametrize(
    "code",
    [
        "../../../etc/passwd",
        "a/../../b",
        "con",
        "CON.x",
        ".hidden",
        "index",
        "a:b",
        "x" * 300,
        "ä" * 200,
        "a b",
        "a%2e%2e",
        "nul.txt",
        "~",
        "a\\b",
    ],
)
def test_names_of_files_are_safe(tmp_path: Path, code: str) -> None:
    out = site(tmp_path, PAPER.format(title="One", author="A. B.", code=code))
    found = list(out.rglob("*.ris"))
    assert len(found) == 1
    assert found[0].resolve().is_relative_to(out / "repec" / "aaa") or found[0].resolve().is_relative_to(out / "other")
    assert all(len(path.name.encode()) < 200 for path in out.rglob("*"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["aaa", "site"]
    assert problems(out) == []


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_two_texts_have_one_file(one: str, other: str) -> None:
    name = file_name(one)
    assert re.fullmatch(r"[a-z0-9~_-][a-z0-9._~-]*", name)
    assert len(name) < 150
    assert not name.endswith(".")
    assert (file_name(one) == file_name(other)) == (one.lower() == other.lower())


@given(st.from_regex(r"\ARePEc:[a-z]{3}:[a-z]{6}:[!-~]{1,30}\Z"))
def test_pages_lie_in_the_folder_of_their_series(handle: str) -> None:
    parts = record_path(handle).split("/")
    assert ".." not in parts
    assert "" not in parts
    assert parts[0] in ("repec", "other")


# ---------------------------------------------------------------------- the folder


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_builds_are_identical(tmp_path: Path, fixtures: Path) -> None:
    for name in ("one", "two"):
        build([str(fixtures / "taf"), str(fixtures / "types")], str(tmp_path / name))
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_several_processes_make_the_same_site(tmp_path: Path, fixtures: Path) -> None:
    sources = [str(fixtures / "taf"), str(fixtures / "types"), str(fixtures / "mess")]
    one = build(sources, str(tmp_path / "one"))
    three = build(sources, str(tmp_path / "three"), SiteOptions(jobs=3))
    assert one == three
    assert tree(tmp_path / "one") == tree(tmp_path / "three")
    assert build(sources, str(tmp_path / "three"), SiteOptions(jobs=2)).files[:2] == (0, 0)


def test_a_rebuild_writes_what_changed_and_removes_what_is_gone(tmp_path: Path) -> None:
    source = archive(tmp_path / "aaa", *(PAPER.format(title=f"Paper {n}", author="A. B.", code=n) for n in range(3)))
    out = tmp_path / "site"
    build([str(source)], str(out))
    (out / "CNAME").write_text("papers.example.org")
    stamps = {path: path.stat().st_mtime_ns for path in out.rglob("*.html")}
    assert build([str(source)], str(out)).files[:2] == (0, 0)
    (source / "aaa.redif").write_text("\n".join(PAPER.format(title=f"Paper {n}", author="A. B.", code=n) for n in range(2)))
    changes = build([str(source)], str(out)).files
    assert changes.removed >= 7  # the page, six formats, and words that no other item has
    assert not (out / "repec/aaa/wpaper/2.html").exists()
    assert (out / "CNAME").read_text() == "papers.example.org"
    same = out / "repec/aaa/wpaper/1.html"
    assert same.stat().st_mtime_ns == stamps[same]
    build([str(source)], str(tmp_path / "fresh"))
    now = tree(out)
    del now["CNAME"]
    assert now == tree(tmp_path / "fresh")


def test_what_an_interrupted_build_has_written_is_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the file that it was about to write, and those that are to hold something else by then."""
    folder, out = archive(tmp_path / "aaa", PAPER.format(title="Prices", author="A", code="1")), tmp_path / "site"
    opening, started = open, []

    def opened(file: Any, mode: str = "r", *arguments: Any, **more: Any) -> Any:
        result = opening(file, mode, *arguments, **more)
        if mode == "xb" and str(file).endswith(".ris"):
            started.append(file)
            raise KeyboardInterrupt
        return result

    monkeypatch.setattr("builtins.open", opened)
    with pytest.raises(KeyboardInterrupt):
        build([str(folder)], str(out))
    monkeypatch.undo()
    assert os.path.getsize(started[0]) == 0
    (folder / "aaa.redif").write_text(PAPER.format(title="Wages", author="A", code="1"))
    build([str(folder)], str(out))
    assert "Wages" in Path(started[0]).read_text()
    build([str(folder)], str(tmp_path / "new"))
    assert {path.relative_to(out) for path in out.rglob("*")} == {
        path.relative_to(tmp_path / "new") for path in (tmp_path / "new").rglob("*")
    }


def test_what_others_have_written_is_not_replaced(tmp_path: Path) -> None:
    source = archive(tmp_path / "aaa", PAPER.format(title="One", author="A. B.", code=1))
    out = tmp_path / "site"
    out.mkdir()
    (out / "index.html").write_text("mine")
    with pytest.raises(redif.UsageError, match="not empty"):
        build([str(source)], str(out))
    assert tree(out) == {"index.html": b"mine"}
    (out / "index.html").unlink()
    build([str(source)], str(out))
    (out / "repec/aaa/wpaper/2.html").write_text("mine")
    (source / "aaa.redif").write_text("\n".join(PAPER.format(title="One", author="A. B.", code=n) for n in (1, 2)))
    with pytest.raises(redif.UsageError, match="not written by redif"):
        build([str(source)], str(out))
    assert (out / "repec/aaa/wpaper/2.html").read_text() == "mine"


def test_a_list_that_was_tampered_with_removes_nothing_elsewhere(tmp_path: Path) -> None:
    source = archive(tmp_path / "aaa", PAPER.format(title="One", author="A. B.", code=1))
    out = tmp_path / "site"
    build([str(source)], str(out))
    (tmp_path / "precious").write_text("x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "precious").write_text("x")
    (out / "link").symlink_to(tmp_path / "folder")
    names = json.loads((out / ".redif-site").read_bytes())
    (out / ".redif-site").write_text(json.dumps([*names, "../precious", str(tmp_path / "precious"), "link/precious"]))
    build([str(source)], str(out))
    assert (tmp_path / "precious").exists()
    assert (tmp_path / "folder" / "precious").exists()


@pytest.mark.parametrize("where", [".", "aaa", "aaa/site"])
def test_the_site_is_not_made_within_its_source(tmp_path: Path, where: str) -> None:
    source = archive(tmp_path / "aaa", PAPER.format(title="One", author="A. B.", code=1))
    with pytest.raises(redif.UsageError, match="outside"):
        build([str(source)], str(tmp_path / where))
    assert list(tree(tmp_path)) == ["aaa/aaa.redif"]


def test_a_theme(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    (theme / "static").mkdir(parents=True)
    (theme / "theme.css").write_text(":root { --accent: red; }")
    (theme / "static" / "logo.svg").write_text("<svg/>")
    (theme / "static" / "icon.svg").write_text("<svg><g/></svg>")
    (theme / "base.html").write_text('{% extends "standard/base.html" %}{% block footer %}Our footer{% endblock %}')
    out = site(tmp_path, PAPER.format(title="One", author="A. B.", code=1), theme=str(theme))
    item = page(out / "repec/aaa/wpaper/1.html")
    assert "Our footer" in item.text
    assert "../../../static/theme.css" in item.all("link", "href")
    assert (out / "static/theme.css").read_text() == ":root { --accent: red; }"
    assert (out / "static/logo.svg").exists()
    assert (out / "static/icon.svg").read_text() == "<svg><g/></svg>"


# ---------------------------------------------------------------------- for programs, and figures

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_a_feed_of_a_series(tmp_path: Path) -> None:
    items = [
        PAPER.format(title=f"P <{n}> &amp; \u202e", author="A. B.", code=n).replace(
            "Handle", f"Creation-Date: {1960 + n}-03\nHandle"
        )
        for n in range(40)
    ]
    out = site(tmp_path, *items, PAPER.format(title="Undated", author="A. B.", code="x"), url=URL)
    feed = ElementTree.parse(out / "repec/aaa/wpaper/index.atom").getroot()
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 30
    assert [entry.findtext(f"{ATOM}updated") for entry in entries[:2]] == ["1999-03-01T00:00:00Z", "1998-03-01T00:00:00Z"]
    assert feed.findtext(f"{ATOM}updated") == "1999-03-01T00:00:00Z"
    link = entries[0].find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"{URL}repec/aaa/wpaper/39.html"
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 30


def test_the_list_for_search_engines(built: Path, tmp_path: Path, fixtures: Path) -> None:
    listed = [loc.text or "" for loc in ElementTree.parse(built / "sitemap.xml").iter(f"{SITEMAP}loc")]
    assert sorted(unquote(address.removeprefix(URL)) for address in listed) == sorted(
        str(path.relative_to(built)) for path in built.rglob("*.html")
    )
    assert f"Sitemap: {URL}sitemap.xml" in (built / "robots.txt").read_text()
    build([str(fixtures / "taf")], str(tmp_path / "out"))
    assert not (tmp_path / "out/sitemap.xml").exists()
    assert "Sitemap" not in (tmp_path / "out/robots.txt").read_text()


def test_figures_have_tables(tmp_path: Path) -> None:
    items = [
        PAPER.format(title=f"P{n}", author="A. B.", code=n).replace(
            "Handle", f"Creation-Date: {2000 + n % 2}\nClassification-JEL: C12\nHandle"
        )
        for n in range(5)
    ]
    text = page(site(tmp_path, *items) / "figures.html").text
    assert re.search(r"Year ?RePEc:aaa:wpaper ?2001 ?2 ?2000 ?3", text)
    assert re.search(r"C Mathematical and Quantitative Methods ?5", text)
    assert re.search(r"have an abstract ?0 ?5 ?0%", text)


def test_what_the_check_finds_and_how_that_changes(tmp_path: Path) -> None:
    bad = PAPER.format(title="One", author="A. B.", code=1).replace("Handle", "Creation-Date: <b>spring\nHandle")
    source = archive(
        tmp_path / "aaa", bad, PAPER.format(title="Two", author="A. B.", code=2).replace("Author-Name", "Autor-Name")
    )
    out = tmp_path / "site"
    for _ in range(2):
        build([str(source)], str(out), SiteOptions(check=True))
    first = page(out / "check/index.html").text
    assert "attribute-unknown" in first or "attribute-spelling" in first
    assert "Before" not in first
    found = page(out / "check/aaa~2faaa.redif.html")
    assert "value-invalid" in found.text
    assert problems(out) == []
    (source / "aaa.redif").write_text(bad)
    build([str(source)], str(out), SiteOptions(check=True))
    assert "Before" in page(out / "check/index.html").text
    before = tree(out)
    build([str(source)], str(out), SiteOptions(check=True))
    assert tree(out) == before
    build([str(source)], str(out))
    assert not (out / "check").exists()


# ---------------------------------------------------------------------- the command


def test_the_command(tmp_path: Path, fixtures: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["site", str(fixtures / "taf"), "-o", str(tmp_path / "out"), "--url", "https://papers.example.org"]) == 0
    assert capfd.readouterr().err.startswith("1 item; ")
    assert (tmp_path / "out" / SEED).exists()
    assert main(["site", str(fixtures / "taf"), "-o", str(tmp_path / "out2"), "--url", "papers"]) == 2
    assert main(["site", str(tmp_path / "none"), "-o", str(tmp_path / "out3")]) == 2
    assert main(["site", str(fixtures / "taf"), "-o", str(tmp_path / "out4"), "--theme", "none"]) == 2
    assert not (tmp_path / "out4").exists()


def test_files_are_named_without_the_folders_above(tmp_path: Path) -> None:
    out = site(tmp_path, PAPER.format(title="One", author="A. B.", code=1))
    assert not [path for path in out.rglob("*") if path.is_file() and str(tmp_path).encode() in path.read_bytes()]
    assert "Found in: aaa/aaa.redif:1" in page(out / "repec/aaa/wpaper/1.html").text


def test_one_page_alone(fixtures: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    handle = "RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374"
    assert main(["show", "--html", "-q", handle, str(fixtures / "taf")]) == 0
    text = capfdbinary.readouterr().out
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(text, transport_encoding="utf-8")
    alone = Page(text.decode())
    assert "Kaja Ciglic & John Hering, 2021." in alone.text
    assert not [address for address in alone.all("a", "href") if not urlsplit(address).scheme]
    assert main(["show", "--html", "-q", handle, handle, str(fixtures / "taf")]) == 2
    assert main(["show", "--html", "--to", "ris", "-q", handle, str(fixtures / "taf")]) == 2


def test_a_static_repository_is_part_of_the_site(tmp_path: Path) -> None:
    url = "https://gateway.example.org/oai/papers.example.org/oai.xml"
    item = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann Lee\nTitle: T\nHandle: RePEc:aaa:wpaper:1\n"
    folder = site(tmp_path, item, repository=url)
    found = {element.text for element in ElementTree.parse(folder / "oai.xml").iter()}
    assert {url, "no", "oai_dc"} <= found
    build([str(tmp_path / "aaa")], str(folder))
    assert not (folder / "oai.xml").exists()  # as every file of a site that is no longer part of it


def test_nothing_makes_no_site(tmp_path: Path) -> None:
    with pytest.raises(redif.UsageError, match="nothing was written"):
        site(tmp_path)
    assert not (tmp_path / "site" / "index.html").exists()
