from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import redif
from redif.bibliography.item import ITEM_KINDS, BibliographicItem
from redif.bibliography.names import Name
from redif.syntax.template import Template
from redif.writers import WRITERS
from redif.writers.latex import as_latex
from redif.writers.options import DEFAULT, WriterOptions
from support.strategies import is_assigned

bibtexparser = pytest.importorskip("bibtexparser")
database = pytest.importorskip("pybtex.database")

FORMATS = ("bibtex", "biblatex")
each_format = pytest.mark.parametrize("format_", FORMATS)

ITEMS = {
    "article": """
Template-Type: ReDIF-Article 1.0
Author-Name: Ciglic, Kaja
Author-Name: Vincent van Gogh, Jr.
Author-Name: World Bank
Title: A multi-stakeholder foundation & 50% of {ICT}.
Year: 2021
Month: 9
Volume: 6
Issue: 3
Pages: 360-374
DOI: 10.1080/23738871.2021_2023603
File-URL: http://example.org/a_b.pdf#p=1
Keywords: Peace; Cyber, security
Language: en
Handle: RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374
""",
    "paper": """
Template-Type: ReDIF-Paper 1.0
Author-Name: Jane Smith
Title: On $x_1$
Creation-Date: 2021-09-30
Revision-Date: 2022-12-05
Number: 12
Length: 36 pages
Note: Comments welcome.
Handle: RePEc:aaa:wpaper:12
""",
    "book": """
Template-Type: ReDIF-Book 1.0
Editor-Name: Jane Smith
Title: All of it
Provider-Name: Springer
Year: 1999
Month: Spring
Edition: 2nd
Series: Big Books
ISBN: 0-262-01219-7
Handle: RePEc:aaa:bbooks:0262012197
""",
    "chapter": """
Template-Type: ReDIF-Chapter 1.0
Author-Name: John Doe
Title: Some of it
Book-Title: All of it
Editor-Name: Jane Smith
Provider-Name: Springer
Year: 1999
Chapter: 3
Pages: 5, 7-9
Handle: RePEc:aaa:bchaps:3
""",
    "software": """
Template-Type: ReDIF-Software 1.0
Author-Name: John Doe
Title: XTFIT: module to fit
Creation-Date: 2001
Programming-Language: Stata
Version: 1.2
Number: S4
Handle: RePEc:aaa:bcodes:s4
""",
}
SERIES = {"name": "Journal of Cyber Policy", "provider": "Taylor & Francis", "issns": ["2373-8871"]}

EXPECTED = {
    "bibtex": r"""@article{RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374,
  author    = {Ciglic, Kaja and van Gogh, Jr., Vincent and {World Bank}},
  title     = {{A multi-stakeholder foundation \& 50\% of \{ICT\}}},
  journal   = {Journal of Cyber Policy},
  publisher = {Taylor \& Francis},
  year      = {2021},
  month     = sep,
  volume    = {6},
  number    = {3},
  pages     = {360--374},
  issn      = {2373-8871},
  doi       = {10.1080/23738871.2021_2023603},
  url       = {http://example.org/a_b.pdf#p=1},
  keywords  = {Peace, {Cyber, security}},
  language  = {english},
}

@techreport{RePEc:aaa:wpaper:12,
  author      = {Smith, Jane},
  title       = {{On \$x\_1\$}},
  institution = {Taylor \& Francis},
  type        = {Journal of Cyber Policy},
  year        = {2021},
  month       = sep,
  number      = {12},
  issn        = {2373-8871},
  url         = {https://ideas.repec.org/p/aaa/wpaper/12.html},
  note        = {Comments welcome. revised 5 December 2022},
}

@book{RePEc:aaa:bbooks:0262012197,
  editor    = {Smith, Jane},
  title     = {{All of it}},
  series    = {Big Books},
  publisher = {Springer},
  year      = {1999},
  month     = {Spring},
  edition   = {2nd},
  isbn      = {0-262-01219-7},
  issn      = {2373-8871},
  url       = {https://ideas.repec.org/b/aaa/bbooks/0262012197.html},
}

@incollection{RePEc:aaa:bchaps:3,
  author    = {Doe, John},
  editor    = {Smith, Jane},
  title     = {{Some of it}},
  booktitle = {{All of it}},
  series    = {Journal of Cyber Policy},
  publisher = {Springer},
  year      = {1999},
  pages     = {5, 7--9},
  chapter   = {3},
  issn      = {2373-8871},
  url       = {https://ideas.repec.org/h/aaa/bchaps/3.html},
}

@misc{RePEc:aaa:bcodes:s4,
  author       = {Doe, John},
  title        = {{XTFIT: module to fit}},
  howpublished = {Journal of Cyber Policy S4, Taylor \& Francis},
  year         = {2001},
  issn         = {2373-8871},
  url          = {https://ideas.repec.org/c/aaa/bcodes/s4.html},
  note         = {version 1.2},
}
""",
    "biblatex": r"""@article{RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374,
  author       = {Ciglic, Kaja and van Gogh, Jr., Vincent and {World Bank}},
  title        = {{A multi-stakeholder foundation \& 50\% of \{ICT\}}},
  journaltitle = {Journal of Cyber Policy},
  date         = {2021-09},
  volume       = {6},
  number       = {3},
  pages        = {360--374},
  issn         = {2373-8871},
  doi          = {10.1080/23738871.2021_2023603},
  url          = {http://example.org/a_b.pdf#p=1},
  keywords     = {Peace, {Cyber, security}},
  language     = {english},
  langid       = {english},
}

@report{RePEc:aaa:wpaper:12,
  author      = {Smith, Jane},
  title       = {{On \$x\_1\$}},
  institution = {Taylor \& Francis},
  type        = {Journal of Cyber Policy},
  date        = {2021-09-30},
  number      = {12},
  pagetotal   = {36},
  url         = {https://ideas.repec.org/p/aaa/wpaper/12.html},
  note        = {Comments welcome. revised 5 December 2022},
}

@collection{RePEc:aaa:bbooks:0262012197,
  editor    = {Smith, Jane},
  title     = {{All of it}},
  series    = {Big Books},
  publisher = {Springer},
  date      = {1999},
  edition   = {2nd},
  isbn      = {0-262-01219-7},
  url       = {https://ideas.repec.org/b/aaa/bbooks/0262012197.html},
  note      = {Spring},
}

@incollection{RePEc:aaa:bchaps:3,
  author    = {Doe, John},
  editor    = {Smith, Jane},
  title     = {{Some of it}},
  booktitle = {{All of it}},
  series    = {Journal of Cyber Policy},
  publisher = {Springer},
  date      = {1999},
  pages     = {5, 7--9},
  chapter   = {3},
  url       = {https://ideas.repec.org/h/aaa/bchaps/3.html},
}

@software{RePEc:aaa:bcodes:s4,
  author       = {Doe, John},
  title        = {{XTFIT: module to fit}},
  howpublished = {Journal of Cyber Policy S4},
  organization = {Taylor \& Francis},
  date         = {2001},
  version      = {1.2},
  url          = {https://ideas.repec.org/c/aaa/bcodes/s4.html},
}
""",
}


def templates(text: str, series: dict[str, Any] | None = None) -> list[Template]:
    found = list(redif.parse(text).templates)
    for template in found:
        template.join({"series": series} if series else {})
    return found


def written(items: Iterable[Template], format_: str = "bibtex", options: WriterOptions = DEFAULT) -> str:
    out = io.BytesIO()
    WRITERS[format_].write(items, out, options)
    return out.getvalue().decode()


def redif_text(kind: str = "Paper", **attributes: str) -> str:
    lines = [f"Template-Type: ReDIF-{kind} 1.0", *(f"{name.replace('_', '-')}: {value}" for name, value in attributes.items())]
    return "\n".join(lines) + "\n"


def entry(
    kind: str = "Paper", format_: str = "bibtex", options: WriterOptions = DEFAULT, /, **attributes: str
) -> dict[str, str]:
    """The fields of the entry of one item, with what is around their values."""
    text = written(templates(redif_text(kind, **attributes)), format_, options)
    return dict(re.findall(r"(?m)^  (\w+) += (.*),$", text))


def of_items(found: Iterable[Template]) -> list[Template]:
    return [template for template in found if template.data.get("template_type") in ITEM_KINDS]


# ------------------------------------------------------------------ what entries look like


@each_format
def test_one_of_each_type(format_: str) -> None:
    assert written(templates("\n".join(ITEMS.values()), SERIES), format_) == EXPECTED[format_]


@each_format
def test_nothing_gives_nothing(format_: str) -> None:
    assert written([], format_) == ""
    assert written(templates(redif_text()), format_).count("@") == 1


def test_it_is_written_as_it_is_read() -> None:
    out = io.BytesIO()

    def endless() -> Iterator[Template]:
        for number, template in enumerate(templates(redif_text(Title="a") + "\n" + redif_text(Title="b"))):
            assert out.getvalue().count(b"@") == number
            yield template

    WRITERS["bibtex"].write(endless(), out)


def test_a_paper_that_nobody_publishes() -> None:
    text = written(templates(redif_text(Title="a", Series="Papers", Number="7")))
    assert text.startswith("@unpublished{")
    assert "note   = {Papers 7}" in text


def test_a_chapter_without_a_title_is_a_part_of_its_book() -> None:
    attributes = {"Book-Title": "Whole", "Pages": "1-2"}
    assert written(templates(redif_text("Chapter", **attributes))).startswith("@inbook{")
    assert entry("Chapter", **attributes)["title"] == "{{Whole}}"
    assert entry("Chapter", "biblatex", **attributes)["booktitle"] == "{{Whole}}"


@pytest.mark.parametrize(
    ("attributes", "month", "date", "issue"),
    [
        ({"Year": "2001", "Month": "September"}, "sep", "{2001-09}", None),
        ({"Year": "2001", "Month": "Sept."}, "sep", "{2001-09}", None),
        ({"Year": "2001", "Month": "9"}, "sep", "{2001-09}", None),
        ({"Year": "2001", "Month": "May/June"}, "{May/June}", "{2001-05/2001-06}", None),
        ({"Year": "2001", "Month": "Fall"}, "{Fall}", "{2001}", "{Fall}"),
        ({"Year": "2001"}, None, "{2001}", None),
        ({"Year": "2003/2004"}, None, "{2003/2004}", None),
        ({"Year": "2001", "Creation-Date": "1999-05-01"}, None, "{2001}", None),
        ({"Creation-Date": "1999-05"}, "may", "{1999-05}", None),
        ({"Year": "in press"}, None, None, None),
        ({}, None, None, None),
    ],
)
def test_dates(attributes: dict[str, str], month: str | None, date: str | None, issue: str | None) -> None:
    assert entry("Article", **attributes).get("month") == month
    found = entry("Article", "biblatex", **attributes)
    assert (found.get("date"), found.get("issue")) == (date, issue)


def test_a_year_that_is_no_date_is_kept() -> None:
    assert entry("Article", Year="in press")["year"] == "{in press}"
    assert entry("Article", "biblatex", Year="in press")["pubstate"] == "{inpress}"
    assert "year" not in entry("Article", "biblatex", Year="in press")


def test_languages() -> None:
    assert entry("Article", Language="de")["language"] == "{german}"
    assert entry("Article", "biblatex", Language="de")["langid"] == "{german}"
    assert entry("Article", "biblatex", Language="rm").get("langid") is None
    assert entry("Article", "biblatex", Language="rm")["language"] == "{Romansh}"


# ------------------------------------------------------------------ names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (Name("", "Vincent", "van", "Gogh", "Jr."), "van Gogh, Jr., Vincent"),
        (Name("World Bank", literal=True), "{World Bank}"),
        (Name("Ernst and Young", literal=True), "{Ernst and Young}"),
        (Name("", "Ana", "", "Castillo y García"), "{Castillo y García}, Ana"),
        (Name("", "Ana", "de", "Castillo y García"), "de {Castillo y García}, Ana"),
        (Name("", "Ana", "", "Van der Berg"), "{Van der Berg}, Ana"),
        (Name("", "Ana", "", "García López"), "García López, Ana"),
        (Name("", "Ana, B.", "", "Berg"), "Berg, {Ana, B.}"),
        (Name("", "Ana and B.", "", "Berg, C."), "{Berg, C.}, {Ana and B.}"),
        (Name("", "Ana", "and", "Berg"), "{and Berg}, Ana"),
        (Name("", "Ana", "", "A&B"), r"A\&B, Ana"),
    ],
)
def test_names(name: Name, expected: str) -> None:
    from redif.writers.latex import BibEntry

    assert BibEntry("misc", to_ascii=False).name(name) == expected


def is_read_as(person: Any, name: Name) -> bool:
    """Whether pybtex finds the parts of a name where they are."""
    found = [" ".join(map(plain, part)) for part in (person.first_names + person.middle_names, person.prelast_names)]
    family, suffix = (" ".join(map(plain, part)) for part in (person.last_names, person.lineage_names))
    if name.literal:
        return [*found, family, suffix] == ["", "", name.full, ""]
    return [*found, suffix, family] in (
        [name.given, name.particle, name.suffix, name.family],
        [name.given, "", name.suffix, f"{name.particle} {name.family}"],
    )


# ------------------------------------------------------------------ keys


def keys(text: str) -> list[str]:
    return re.findall(r"(?m)^@\w+\{(.*),$", text)


def test_keys_are_handles_made_safe() -> None:
    written_keys = [
        ("RePEc:aaa:bbbbbb:v:1(2)", "RePEc:aaa:bbbbbb:v:1*282*29"),
        ("RePEc:aaa:bbbbbb:a=%{b}", "RePEc:aaa:bbbbbb:a*3D*25*7Bb*7D"),
        ("RePEc:aaa:bbbbbb:a*3D", "RePEc:aaa:bbbbbb:a*2A3d"),
        ("RePEc:aaa:bbbbbb:1<2>", "RePEc:aaa:bbbbbb:1*3C2*3E"),
        ("REPEC:AAA:bbbbbb:X1", "RePEc:aaa:bbbbbb:x1"),
        ("RePEc:aaa:bbbbbb:1?2!3@4", "RePEc:aaa:bbbbbb:1*3F2*213*404"),
        ("RePEc:aaa:bbbbbb:d:10.1000/x-y_z", "RePEc:aaa:bbbbbb:d:10.1000/x-y_z"),
    ]
    for handle, key in written_keys:
        assert keys(written(templates(redif_text(Handle=handle)))) == [key]


def test_the_same_handle_twice() -> None:
    text = "\n".join(
        redif_text(Handle=handle)
        for handle in ("RePEc:aaa:bbbbbb:x", "RePEc:aaa:bbbbbb:X", "RePEc:aaa:bbbbbb:x", "RePEc:aaa:bbbbbb:x-2")
    )
    found = keys(written(templates(text)))
    assert found == ["RePEc:aaa:bbbbbb:x", "RePEc:aaa:bbbbbb:x-2", "RePEc:aaa:bbbbbb:x-3", "RePEc:aaa:bbbbbb:x-2-2"]


@pytest.mark.parametrize(
    ("attributes", "key"),
    [
        ({"Author-Name": "Ciglič, Kaja", "Title": "A multi-stakeholder", "Creation-Date": "2021"}, "ciglic2021multi"),
        ({"Author-Name": "Łukasz van Øre", "Title": "The L'Été", "Creation-Date": "2021"}, "ore2021ete"),
        ({"Author-Name": "World Bank", "Title": "On the", "Creation-Date": "2021"}, "world2021on"),
        ({"Author-Name": "王小明", "Title": "中文", "Creation-Date": "2021"}, "2021"),
        ({"Title": "What"}, "what"),
        ({}, "undated"),
    ],
)
def test_keys_of_author_and_year(attributes: dict[str, str], key: str) -> None:
    text = "\n".join([redif_text(**attributes)] * 3)
    for style in ("authoryear", "handle"):  # without a handle it is the same
        assert keys(written(templates(text), options=WriterOptions(key=style))) == [key, f"{key}a", f"{key}b"]


def test_many_keys_of_one_kind_take_no_time() -> None:
    found = keys(written(templates(redif_text(Title="What")) * 30_000))
    assert len(set(found)) == len(found) == 30_000
    assert found[26:29] == ["whatz", "whataa", "whatab"]


# ------------------------------------------------------------------ texts

_INVERSE = {
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textbackslash{}": "\\",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    "$|$": "|",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    **{f"\\{sign}": sign for sign in "#$%&_{}"},
}
_ESCAPE = re.compile("|".join(map(re.escape, _INVERSE)) + "|[{}]")


def plain(text: str) -> str:
    """A text of an entry without its escapes and without the braces that stand for themselves."""
    return _ESCAPE.sub(lambda match: _INVERSE.get(match[0], ""), text)


def cleaned(text: str) -> str:
    return " ".join(re.sub("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]", "", text).replace("\ufffe", "\ufffd").split())


@pytest.mark.parametrize(
    ("text", "latex"),
    [("a--b---c", "a-{}-b-{}-{}-c"), ("``so''", "`{}`so'{}'"), ("what?`", "what?{}`"), ("a - b's `c'", "a - b's `c'")],
)
def test_what_latex_would_print_as_another_sign_stays_as_it_is(text: str, latex: str) -> None:
    assert as_latex(text) == latex


hard = st.text(max_size=30).filter(is_assigned) | st.lists(
    st.sampled_from(
        [
            *"#$%&_{}~^\\\"'`@,=<>|- \n\r\t\x00\x1b\x85",
            "]]>",
            " and ",
            "@article{",
            "},\n",
            "\n@book{a,",
            "😀",
            "\u05e9\u05dc\u05d5\u05dd",
            "\u200f",
            "\u2028",
            "\ufffe",
            "é",
            "\ud800",
            "a",
            "B",
        ]
    ),
    max_size=12,
).map("".join)


@given(hard)
def test_escaping(text: str) -> None:
    found = as_latex(text)
    assert plain(found) == cleaned(text)
    depth = 0
    for brace in re.findall("[{}]", found):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert as_latex(text, to_ascii=True).isascii()


class Fake:
    """A template of which no more is asked than its data."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data


FIELDS = (
    "title",
    "abstract",
    "note",
    "journal",
    "volume",
    "issue",
    "month",
    "publication_status",
    "pages",
    "doi",
    "handle",
    "series",
    "number",
    "edition",
    "chapter",
    "book_title",
    "version",
    "isbn",
    "length",
)


@each_format
@given(
    st.sampled_from(list(ITEM_KINDS)),
    st.dictionaries(st.sampled_from(FIELDS), hard, min_size=3),
    st.lists(hard, max_size=3),
    st.lists(hard, max_size=3),
    hard,
    st.booleans(),
    st.sampled_from(["handle", "authoryear"]),
)
@example("ReDIF-Article 1.0", {"title": ""}, ["? A\x85\x08"], [], "", False, "handle")
def test_any_text_can_be_read_back(
    format_: str, kind: str, fields: dict[str, str], names: list[str], keywords: list[str], url: str, to_ascii: bool, key: str
) -> None:
    authors = [{"name": name} for name in names]
    data = {
        "template_type": kind,
        **fields,
        "authors": authors,
        "editors": authors[:1],
        "keywords": keywords,
        "files": [{"url": url}],
    }
    text = written([Fake(data)] * 2, format_, WriterOptions(key=key, ascii=to_ascii))  # type: ignore[list-item]
    assert not to_ascii or text.isascii()
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    assert len(library.entries) == 2
    assert not library.comments
    assert not library.preambles
    bibliography = database.parse_string(text, "bibtex")
    assert list(bibliography.entries) == [each.key for each in library.entries]
    if to_ascii:
        return
    found, other = library.entries[0], next(iter(bibliography.entries.values()))
    expected = {"title": BibliographicItem(data).title, "abstract": fields.get("abstract", "")}
    if kind == "ReDIF-Chapter 1.0" and not expected["title"] and format_ == "bibtex":
        expected["title"] = fields.get("book_title", "")
    for field, value in expected.items():
        assert plain(found.get(field).value if found.get(field) else "") == cleaned(value)
        assert plain(other.fields.get(field, "")) == cleaned(value)
    item = BibliographicItem(data)
    people = other.persons.get("author", [])
    ours = [name for name in item.authors if cleaned(name.full)]
    assert len(people) == len(ours)
    for person, name in zip(people, ours, strict=True):
        assert plain(str(person)) == cleaned(str(person_as_told(name)))


def person_as_told(name: Name) -> str:
    """A name in the order of BibTeX."""
    if name.literal:
        return cleaned(name.full)
    family = " ".join(filter(None, (name.particle, name.family)))
    return ", ".join(part for part in map(cleaned, (family, name.suffix, name.given)) if part)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://a.org/x_y~z?a=1&b=%20#c", "http://a.org/x_y~z?a=1&b=%20#c"),
        ("http://a.org/{a}`b", "http://a.org/%7Ba%7D%60b"),
        ("http://a.org/é^", "http://a.org/%C3%A9%5E"),
    ],
)
def test_addresses_are_as_they_are(url: str, expected: str) -> None:
    assert entry("Article", File_URL=url)["url"] == f"{{{expected}}}"


def test_pages() -> None:
    assert entry("Article", Pages="S1-S20")["pages"] == "{S1--S20}"
    assert entry("Article", Pages="1234 - 56")["pages"] == "{1234--56}"
    assert entry("Article", Pages="12")["pages"] == "{12}"


@each_format
@pytest.mark.parametrize("to_ascii", [False, True])
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1-10, 15", "1--10, 15"),
        ("1-10;20-25", "1--10;20--25"),
        ("1–10, 15—20", "1--10, 15--20"),
        ("pp. 1 to 10 and 15-20.", "1--10, 15--20"),
        ("xi-xv, 3", "xi--xv, 3"),
        ("S1–S10; S12", "S1--S10; S12"),
        ("e12-e15", "e12--e15"),
        ("12.1-12.10", "12.1--12.10"),
        ("1‐10", "1--10"),
        ("10-1", "10--1"),
        ("101-110 (1-10)", "101--110 (1--10)"),
        ("1-5-10", "1-5-10"),
        ("see web-site", "see web-site"),
    ],
)
def test_each_range_of_pages_has_two_hyphens(format_: str, written: str, expected: str, to_ascii: bool) -> None:
    assert entry("Article", format_, WriterOptions(ascii=to_ascii), Pages=written)["pages"] == f"{{{expected}}}"


def test_ascii() -> None:
    options = WriterOptions(ascii=True)
    found = entry("Article", "bibtex", options, Title="Ştefan’s naïve α – 中 Œuvre", Author_Name="Müller, Jörg")
    assert (
        found["title"]
        == r"{{{\c{S}}tefan{\textquoteright}s na{\"{i}}ve {\ensuremath{\alpha}} {\textendash} [U+4E2D] {\OE}uvre}}"
    )
    assert found["author"] == r"{M{\"u}ller, J{\"o}rg}"
    assert entry("Article", "bibtex", options, Title="e\u0301")["title"] == r"{{{\'e}}}"


def test_cyrillic_names_for_biber() -> None:
    options = WriterOptions(ascii=True)
    assert entry("Article", "bibtex", options, Author_Name="Иван Ев")["author"].startswith(r"{{\CYRE}{\cyrv}, {\CYRI}")
    assert entry("Article", "biblatex", options, Author_Name="Иван Ев")["author"].startswith(r"{\CYRE{}\cyrv{}, \CYRI{}")


# ------------------------------------------------------------------ real files


def holds(items: list[Template], format_: str, options: WriterOptions) -> None:
    text = written(items, format_, options)
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    assert len(library.entries) == len(items)
    bibliography = database.parse_string(text, "bibtex")
    assert len({key.lower() for key in bibliography.entries}) == len(items)
    assert not options.ascii or text.isascii()
    if options.ascii:
        return
    for template, found in zip(items, bibliography.entries.values(), strict=True):
        item = BibliographicItem(template.data)
        for role, names in (("author", item.authors), ("editor", item.editors)):
            people = found.persons.get(role, [])
            assert len(people) == len(names)
            for person, name in zip(people, names, strict=True):
                assert is_read_as(person, name), (person, name)


options_tested = pytest.mark.parametrize("options", [DEFAULT, WriterOptions(key="authoryear"), WriterOptions(ascii=True)])


@each_format
@options_tested
def test_the_fixtures(fixtures: Path, format_: str, options: WriterOptions) -> None:
    holds(of_items(redif.templates(fixtures)), format_, options)


@each_format
@options_tested
def test_the_corpus(corpus: Path, format_: str, options: WriterOptions) -> None:
    holds(list(islice(of_items(redif.templates(corpus)), 5000)), format_, options)


def test_biblatex_has_the_fields_that_biber_accepts() -> None:
    attributes = {"Editor-Name": "Jane Smith", "Title": "All of it", "Year": "1999", "Month": "Spring"}
    text = redif_text("Book", **attributes, ISBN="0-262-01219-1; 978-0-262-01219-5").replace("Author-Name: Jane Doe\n", "")
    written_text = written(templates(text, SERIES), "biblatex")
    assert written_text.startswith("@collection{")
    assert "= {978-0-262-01219-5}," in written_text
    assert "= {Spring. ISBN 0-262-01219-1}," in written_text
    assert "issn" not in written_text
    paper = written(templates(redif_text("Paper", Title="T", Series="Papers", Number="7")), "biblatex")
    assert paper.startswith("@unpublished{")
    assert "howpublished = {Papers 7}," in paper
    report = written(templates(redif_text("Paper", Title="T"), {"provider": "Press"}), "biblatex")
    assert report.startswith("@report{")
    assert "= {Working paper}," in report


def test_biblatex_has_a_word_for_what_is_not_published() -> None:
    assert entry("Article", "biblatex", Year="Forthcoming")["pubstate"] == "{forthcoming}"
    assert entry("Article", "biblatex", Pages="10 pages").get("pagetotal") is None
    assert entry("Article", "biblatex", Author_Name="Ann Lee, MD, PhD")["author"] == "{Lee, Ann}"


# What no writer can add: the item does not say it.
ABSENT = re.compile(r"Missing mandatory field|Missing any of|must be defined")


@pytest.mark.skipif(shutil.which("biber") is None, reason="biber is not here")
def test_biber_finds_only_what_the_items_do_not_say(fixtures: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    names = ("Ann Lee, MD, PhD", "Doe, Jane (Jane Q.), 1960-", "王 小明", "John Smith, Mary Jones", "García López, Ana")
    values: list[dict[str, str]] = [
        {"Month": "Spring"}, {"Year": "2003/2004"}, {"Year": "in press"}, {"Pages": "10 pages", "Length": "9 p."},
        {"ISBN": "123; 978-0-262-01219-5"}, {"Month": "13", "Creation_Date": "2001-02-30"},
    ]  # fmt: skip
    odd = [
        redif_text(kind, Author_Name=name, Editor_Name=name, Title="T", Journal="J", Book_Title="B", **value)
        for kind in ("Article", "Paper", "Book", "Chapter", "Software")
        for name, value in zip(names * 2, values, strict=False)
    ]
    path.write_text(written([*of_items(redif.templates(fixtures)), *templates("\n".join(odd), SERIES)], "biblatex"), "utf-8")
    command = ["biber", "--tool", "--validate-datamodel", "--output-file", os.devnull, str(path)]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False).stdout
    assert "biber" in said
    assert [line for line in said.splitlines() if re.match("WARN|ERROR", line) and not ABSENT.search(line)] == []


@pytest.mark.parametrize("format_", ["bibtex", "biblatex", "ris", "csl-json", "csv", "schema-org", "mods", "oai_dc", "dcterms"])
def test_noncharacters_are_replaced(format_: str) -> None:
    (template,) = templates(redif_text(Title="x \ufffe y"))
    out = io.BytesIO()
    WRITERS[format_].write([template], out, DEFAULT)
    assert "x \ufffd y" in out.getvalue().decode()
