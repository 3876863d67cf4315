"""Records written as ReDIF: just the text that is expected, and always the same record again."""

from __future__ import annotations

import copy
import io
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import redif
from redif.syntax.serializer import text_of
from redif.writers import WRITERS
from redif.writers.redif import HELD_BACK
from support.strategies import GRAMMAR, NAMES, TEMPLATE_TYPES, TYPES, VALUES, json_values

MARK = b"\xef\xbb\xbf"

# What is written of the files in fixtures/types, which have templates of every kind.
EXPECTED = {
    "collections": """\
Template-Type: ReDIF-Archive 1.0
Handle: RePEc:aaa
URL: https://example.org/RePEc/aaa/
Maintainer-Email: keeper@example.org
Name: Archive of Examples
Maintainer-Name: A. Keeper
Maintainer-Phone: +00 1 234
Homepage: https://example.org
Description: Made up, so that there is one of each.
Restriction: none

Template-Type: ReDIF-Series 1.0
Name: Working Papers
Handle: RePEc:aaa:wpaper
Maintainer-Email: keeper@example.org
Type: ReDIF-Paper
Provider-Name: Example University, Department of Economics
Provider-Homepage: https://econ.example.edu
Provider-Postal: 1 Example Street, 12345 Exampleton
Provider-Institution: RePEc:edi:deexaus
Keywords: examples; papers
Editor-Name: Ada Example
Editor-WorkPlace-Name: Example University
ISSN: 1234-5679
ISSN: 2345-6780
Predecessor: RePEc:aaa:oldwps

Template-Type: ReDIF-Series 1.0
Provider-Institution: RePEc:edi:deexaus
Name: Journal of Examples
Handle: RePEc:aaa:exampl
Maintainer-Email: keeper@example.org
Type: ReDIF-Article
Order-Homepage: https://press.example.org/joe
Provider-Name: Example Press

Template-Type: ReDIF-Mirror 1.0
Archive-Handle: RePEc:aaa
Directory: /srv/RePEc
Maintainer-Email: keeper@example.org
Machine: mirror.example.org
Archives-Included: all
""",
    "items": """\
Template-Type: ReDIF-Paper 1.0
Title: On the Price of Examples
Author-Name: Ada Example
Author-Name-First: Ada
Author-Name-Last: Example
Author-Homepage: https://example.edu/~ada
Author-WorkPlace-Name: Department of Economics, Example University
Author-WorkPlace-Homepage: https://econ.example.edu
Author-WorkPlace-Institution: RePEc:edi:deexaus
Author-WorkPlace-Name: Institute of Examples
Author-Email: ada@example.edu
Author-Person: pex1
Author-X-Orcid: 0000-0000-0000-0000
Author-Name: Instance, Ivo
Language: en
Abstract: Examples are cheap to read and dear to write. We show why.
DOI: 10.5555/12345678
File-URL: https://example.org/papers/wp12.pdf
File-Format: application/pdf
File-Function: Full text
File-URL: https://example.org/papers/wp12.zip
File-Format: application/zip
File-Function: Replication files
Classification-Jel: D12, H41, Z11
Keywords: examples; prices, relative; reading
Number: 12
Creation-Date: 2019-03-04
Revision-Date: 2020-05
Revision-Date: 2021
Publication-Status: Published in Journal of Examples, 2021, pages 1-10
Note: Two paragraphs. The second of them.
Length: 36 pages
Series: Working Papers
Article-Handle: RePEc:aaa:exampl:v:1:y:2021:i:1:p:1-10
X-Note: kept for ourselves
Handle: RePEc:aaa:wpaper:12

Template-Type: ReDIF-Article 1.0
Journal: Journal of Examples
Volume: 1
Year: 2021
Issue: 1
Month: June
Pages: 1-10
Paper-Handle: RePEc:aaa:wpaper:12
Title: The Price of Examples
Author-Name: Ada Example
Author-Name: Ivo Instance
Classification-Jel: D12
Creation-Date: 2021-06-30
Handle: RePEc:aaa:exampl:v:1:y:2021:i:1:p:1-10

Template-Type: ReDIF-Book 1.0
Title: A Handbook of Examples
Provider-Name: Example Press
Provider-Homepage: https://press.example.org
Provider-Name: Another Press
Year: 2022
Volume: 1
Edition: 2
Editor-Name: Ada Example
Editor-WorkPlace-Name: Example University
ISBN: 978-3-16-148410-0
HasChapter: RePEc:aaa:chaptr:1-3
Handle: RePEc:aaa:ebooks:1

Template-Type: ReDIF-Chapter 1.0
Title: Examples in Space and Time
Author-Name: Ivo Instance
Provider-Name: Foundation for Examples
Book-Title: A Handbook of Examples
Editor-Name: Ada Example
Year: 2022
Pages: 41-60
Chapter: 3
In-Book: RePEc:aaa:ebooks:1
Handle: RePEc:aaa:chaptr:1-3

Template-Type: ReDIF-Software 1.0
Title: EXAMPLE: Stata module to make examples
Programming-Language: Stata
Programming-Language: C++
File-URL: http://example.org/bocode/e/example.ado
File-Format: text/plain
File-Function: program code
File-Size: 120 lines
Author-Name: Ada Example
Abstract: example makes examples.
Version: 1.2
Size: 12 kB
Creation-Date: 2020-02-29
Requires: Stata version 17
Handle: RePEc:aaa:bocode:s1
""",
    "people": """\
Template-Type: ReDIF-Person 1.0
Handle: RePEc:per:1970-01-01:ADA_EXAMPLE
Name-Full: Ada Example
Name-First: Ada
Name-Last: Example
Email: ada@example.edu
Homepage: https://example.edu/~ada
WorkPlace-Name: Department of Economics, Example University
WorkPlace-Location: Exampleton
WorkPlace-Share: 60
WorkPlace-Institution: RePEc:edi:deexaus
WorkPlace-Name: Institute of Examples
WorkPlace-Share: 40
WorkPlace-Organization: RePEc:edi:deexaus
Author-Paper: RePEc:aaa:wpaper:12
Author-Article: RePEc:aaa:exampl:v:1:y:2021:i:1:p:1-10
Editor-Series: RePEc:aaa:wpaper
Editor-Book: RePEc:aaa:ebooks:1
Short-ID: pex1
Registered-Date: 2020-01-02 03:04:05 -0500

Template-Type: ReDIF-Institution 1.0
Handle: RePEc:edi:deexaus
Primary-Name: Example University
Primary-Homepage: https://example.edu
Primary-Location: Exampleton
Secondary-Name: Faculté des Exemples
Secondary-Name-English: Faculty of Examples
Tertiary-Name: Department of Economics
Tertiary-Homepage: https://econ.example.edu
Tertiary-Phone: +00 1 234
Quaternary-Name: Chair of Instances
Quaternary-Defunct: 2019
""",
}


def said(template: redif.Template) -> dict[str, Any]:
    data = copy.deepcopy({key: value for key, value in template.data.items() if key not in ("source", "joined")})
    for name in [name for name in data.get("unknown", ()) if not (name.replace("-", "") or "a").isalnum()]:  # RePEc sees none
        data.setdefault("extra", {})["X-" + re.sub("[^A-Za-z0-9]+", "-", name).strip("-")] = data["unknown"].pop(name)
    return {key: value for key, value in data.items() if value}


def again(text: str) -> dict[str, Any]:
    """The record of a text with one template."""
    [template] = redif.parse(text).templates
    return said(template)


def written(*attributes: str, type_: str = "ReDIF-Paper 1.0") -> str:
    """What is written of a template with some attributes, without its first line; it reads back to the same record."""
    text = "\n".join([f"Template-Type: {type_}", *attributes]) + "\n"
    [template] = redif.parse(text).templates
    result = text_of(template.data)
    assert again(result) == said(template)
    return result.split("\n", 1)[1]


def output(*texts: str) -> bytes:
    stream = io.BytesIO()
    WRITERS["redif"].write((template for text in texts for template in redif.parse(text).templates), stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", EXPECTED)
def test_templates_of_every_kind(fixtures: Path, name: str) -> None:
    stream = io.BytesIO()
    WRITERS["redif"].write(redif.templates(fixtures / "types" / f"{name}.redif"), stream)
    assert stream.getvalue().decode("utf-8-sig") == EXPECTED[name]


def test_there_is_a_template_of_every_kind() -> None:
    kinds = {
        line.split(": ")[1].lower() for text in EXPECTED.values() for line in text.splitlines() if "Template-Type:" in line
    }
    assert kinds == set(GRAMMAR.templates)


def test_long_text_is_wrapped_and_goes_on_after_a_blank() -> None:
    text = written(f"Abstract: {'word ' * 30}https://example.org/{'x' * 90} # end")
    assert text.splitlines() == [
        "Abstract: word word word word word word word word word word word word word",
        " word word word word word word word word word word word word word word word",
        " word word",
        f" https://example.org/{'x' * 90}",
        " # end",
    ]


@pytest.mark.parametrize(
    "line",
    [
        f"File-URL: https://example.org/{'a' * 100}",
        f"Abstract: {'a' * 100}",
        f"Handle: RePEc:aaa:wpaper:{'a' * 100}",
        f"DOI: 10.1000/{'a' * 100}",
        f"Creation-Date: {'in spring or so ' * 8}as they say",
    ],
)
def test_what_is_no_text_is_not_wrapped(line: str) -> None:
    assert written(line) == line + "\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Title: a &amp;amp;lt; b", "Title: a &amp;amp;lt; b"),
        ("Title: R&D, AT&T; and R&QQ;", "Title: R&D, AT&T; and R&QQ;"),
        ("Title: R&QQ; &amp;amp;lt; b", "Title: R&QQ; &amp;amp;lt; b"),
        ("Title: <<b>p>", "Title: <<a>p>"),
        ("Title: a < b > c", "Title: a < b > c"),
        ("Title: a&#129;b", "Title: a\ufffdb"),
        ("X-Note: &amp;amp;amp;eacute;", "X-Note: &amp;amp;amp;eacute;"),
        ("Purpose: &amp; <p>", "Purpose: &amp; <p>"),
        ("Title: # no comment", "Title: # no comment"),
        ("Title: Name: value", "Title: Name: value"),
        ("Keywords: a, b", "Keywords: a; b"),
        ("Keywords: a, b; c", "Keywords: a, b; c"),
        ("Keywords: a, b;", "Keywords: a, b;"),
        ("Keywords: x&lt;a; b&gt;", "Keywords: x<a; b>"),
        ("Classification-Jel: e62 f410", "Classification-Jel: E62, F41"),
        ("Creation-Date: spring", "Creation-Date: spring"),
        ("File-URL: none", "File-URL: none"),
        ("Author-Name:\nAuthor-Email: a@example.org", "Author-Name:\nAuthor-Email: a@example.org"),
        ("Number: 1\nNumber: 2", "Number: 1\nNumber: 2"),
    ],
)
def test_values_that_ask_for_care(line: str, expected: str) -> None:
    assert written(line) == f"{expected}\n"


def test_a_number_keeps_its_zeros() -> None:
    assert "Year: 0099\n" in written("Year: 0099", type_="ReDIF-Article 1.0")


@pytest.mark.parametrize("unparsed", ["Spring 2001", ["Spring 2001"]])
def test_a_value_that_was_read_in_part_is_written_once(unparsed: object) -> None:
    record = {"template_type": "ReDIF-Article 1.0", "title": "x", "year": 2001, "unparsed": {"Year": unparsed}}
    assert re.findall("Year: .*", text_of(record)) == ["Year: Spring 2001"]


def test_unknown_attributes_stand_where_they_are_read_as_such() -> None:
    # After prose they would be more of it; Author-Email belongs to an author where there is one.
    text = written("Author-Email: a@example.org", "Purpose: x", "Author-Name: A B", "Note: n")
    assert text == "Author-Email: a@example.org\nPurpose: x\nAuthor-Name: A B\nNote: n\n"
    text = written("Purpose: x", "Handle: RePEc:aaa:wpaper:1")
    assert text == "Handle: RePEc:aaa:wpaper:1\nPurpose: x\n"
    assert written("Line7: x", "Title: t", "Number: 1") == "Line7: x\nTitle: t\nNumber: 1\n"


def test_clusters_that_are_listed_together_keep_their_names_where_they_matter() -> None:
    lines = ["Provider-Name: A", "Publisher-Name: B", "Publisher-Email: none", "Publisher-X-Note: n", "Provider-Name: C"]
    assert written(*lines, type_="ReDIF-Book 1.0") == "\n".join(lines) + "\n"
    text = written("Provider-Name: A", "Publisher-Name: B", "Provider-Institution: RePEc:edi:deexaus", type_="ReDIF-Series 1.0")
    assert text.startswith("Provider-Institution: ")


def test_a_template_of_no_known_type() -> None:
    assert written("Title1: a", "X-Note: b", type_="ReDIF-Thing 1.0") == "Title1: a\nX-Note: b\n"


def test_what_redif_cannot_hold() -> None:
    data = {
        "template_type": "ReDIF-Paper 1.0",
        "title": "one\ntwo\x00\x07 \ud800",
        "authors": [{"name": None, "email": "a@example.org"}, "nobody", {}],
        "classification_jel": None,
        "keywords": ["a;b", "c"],
        "number": 7,
        "unknown": {"Template-Type": ["x"], "no name": ["y"], "12": ["z"]},
        "extra": {"Memo": ["n"]},
        "unparsed": "?",
        "of_no_field": 1,
    }
    assert text_of(data) == (
        "Template-Type: ReDIF-Paper 1.0\nX-no-name: y\nTitle: one two \ufffd\nAuthor-Name:\nAuthor-Email: a@example.org\nAuthor-Name:\n"
        "Keywords: a;b\nKeywords: c\nNumber: 7\nX-Memo: n\n"
    )


@pytest.mark.parametrize("name", ["Author-Email", "File-URL", "Author-Name", "File-Format", "Year", "X-Memo", "Weird"])
def test_a_value_that_could_not_be_read_is_written_where_it_cannot_be_taken_for_another(name: str) -> None:
    head = {"template_type": "ReDIF-Paper 1.0", "title": "Prices"}
    written = text_of({**head, "authors": [{"name": "Ann Lee"}], "files": [], "unparsed": {name: ["odd"]}})
    assert again(written) == {**head, "authors": [{"name": "Ann Lee"}], "extra": {f"X-{name.removeprefix('X-')}": ["odd"]}}


@pytest.mark.parametrize("blanks", ["", " ", "  ", "\t \n"])
def test_of_a_value_of_blanks_nothing_is_written(blanks: str) -> None:
    held = {"X-Y": [blanks], "Type": [blanks]}
    record = {
        "template_type": "ReDIF-Series 1.0",
        "name": "S",
        "unparsed": held,
        "extra": held,
        "further": held,
        "title": blanks,
    }
    assert text_of(record) == "Template-Type: ReDIF-Series 1.0\nName: S\n"


def test_a_mark_stands_ahead_unless_all_is_ascii() -> None:
    plain = "Template-Type: ReDIF-Paper 1.0\nTitle: e\n"
    other = plain.replace("e\n", "é\n")
    assert output(plain, plain) == f"{plain}\n{plain}".encode()
    assert output(plain, other, plain) == MARK + f"{plain}\n{other}\n{plain}".encode()
    assert output() == b""
    many = output(*[plain] * (HELD_BACK // len(plain) + 2))
    assert many.startswith(MARK)
    assert many.isascii() is False


@settings(suppress_health_check=list(HealthCheck))
@given(TEMPLATE_TYPES, st.lists(st.tuples(NAMES, VALUES), max_size=12))
@example("ReDIF-Series 1.0", [("Keywords", "&#129;")])
@example("", [("Line1", "a"), ("line1", "b")])
@example("ReDIF-Archive 1.0", [("--", "&")])
@example("ReDIF-Series 1.0", [("URL", "&"), ("Handle", "&\nhttp://a.b/c")])
def test_whatever_was_read_reads_back_to_the_same_record(kind: str, attributes: list[tuple[str, str]]) -> None:
    text = f"Template-Type: {kind}\n" + "".join(f"{name}: {value}\n" for name, value in attributes if name != "Template-Type")
    for template in redif.parse(text).templates:
        result = text_of(template.data)
        assert again(result) == said(template)
        assert text_of(again(result)) == result


FIELDS = str.split("""
    title authors workplaces name email keywords classification_jel year providers handle language extra unknown further unparsed
    Title Author-Name Template-Type X-a Author-X-A 12 :
    """)
KEYS = st.sampled_from([*FIELDS, "", "a b"])
ANYTHING = json_values(KEYS)


@settings(suppress_health_check=list(HealthCheck))
@given(st.sampled_from(TYPES), st.dictionaries(KEYS, ANYTHING, max_size=6))
def test_whatever_is_made_can_be_written(kind: str, data: dict[str, Any]) -> None:
    text = text_of({"template_type": kind, **data})
    record = again(text.encode().decode())
    assert again(text_of(record)) == record


def test_the_records_of_real_files_read_back(corpus: Path) -> None:
    count = 0
    for template in redif.templates(corpus):
        assert again(text_of(template.data, template.schema)) == said(template), f"{template.file}:{template.line}"
        count += 1
    assert count >= 8470


def test_a_template_without_a_type_has_no_blank_after_its_colon() -> None:
    (template,) = redif.parse("Template-Type:\nTitle: A title\n").templates
    assert text_of(template.data, template.schema) == "Template-Type:\nTitle: A title\n"


@pytest.mark.parametrize("name", ["X-Orcid", "x-orcid", "Orcid", "Author-X-Orcid"])
def test_a_private_attribute_of_a_cluster_may_lack_its_prefix(name: str) -> None:
    data = {"template_type": "ReDIF-Paper 1.0", "authors": [{"name": "Jane Smith", "extra": {name: ["1"]}}]}
    (author,) = again(text_of(data))["authors"]
    assert {key.lower(): texts for key, texts in author["extra"].items()} == {"author-x-orcid": ["1"]}


def test_an_unknown_attribute_is_written_on_lines_of_the_usual_length() -> None:
    words = "word " * 40
    data = {"template_type": "ReDIF-Paper 1.0", "title": "T", "unknown": {"Remark": [f"{words}x", "two  blanks\x02and"]}}
    text = text_of(data)
    assert max(map(len, text.splitlines())) <= 80
    assert again(text)["unknown"] == {"Remark": [f"{words}x", "two blanks\ufffdand"]}
