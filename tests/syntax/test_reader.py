"""Text to templates, trees and records: clusters, private and unknown attributes, and the mess of the wild."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
from redif import Severity, Template
from redif.models import Paper, Person, Series

HEAD = "Template-Type: ReDIF-Paper 1.0\n"


def only(source: Path | str) -> Template:
    (template,) = redif.parse(source).templates if isinstance(source, str) else list(redif.templates(source))
    return template


def paper(text: str) -> dict[str, object]:
    data = only(HEAD + text).data
    return {key: value for key, value in data.items() if key not in ("template_type", "source")}


def codes(template: Template) -> list[tuple[str, int, str | None]]:
    return [(f.code, f.line, f.attribute) for f in template.findings]


def test_clusters_open_with_their_key_and_nest() -> None:
    assert paper(
        "Author-Name: A\nAuthor-WorkPlace-Name: X\nAuthor-Workplace-Email: x@x.org\nAuthor-WORKPLACE-Name: Y\nAuthor-Email: a@a.org\n"
        "author-name: B\nAuthor-Email: b@b.org\n"
    ) == {
        "authors": [
            {"name": "A", "workplaces": [{"name": "X", "email": "x@x.org"}, {"name": "Y"}], "email": "a@a.org"},
            {"name": "B", "email": "b@b.org"},
        ]
    }


def test_going_back_to_an_outer_level_closes_the_inner() -> None:
    template = only(
        HEAD + "Author-Name: A\nAuthor-WorkPlace-Name: X\nTitle: T\nAuthor-Email: a@a.org\nHandle: RePEc:aaa:wpaper:1\n"
    )
    assert template.data["authors"] == [{"name": "A", "workplaces": [{"name": "X"}]}]
    assert template.data["unknown"] == {"Author-Email": ["a@a.org"]}
    assert codes(template) == [("attribute-misplaced", 5, "Author-Email")]


def test_an_outer_attribute_of_the_same_name_is_meant_when_the_cluster_is_closed(fixtures: Path) -> None:
    series = [r for r in redif.read(fixtures / "types" / "collections.redif") if isinstance(r, Series)]
    assert series[0].providers[0].institution == "RePEc:edi:deexaus"
    assert series[1].provider_institutions == ["RePEc:edi:deexaus"]
    assert series[1].providers[0].name == "Example Press"  # a Publisher counts as a Provider


def test_private_attributes_stay_in_their_cluster(fixtures: Path) -> None:
    record = next(redif.read(fixtures / "types" / "items.redif"))
    assert isinstance(record, Paper)
    assert record.extra == {"X-Note": ["kept for ourselves"]}
    template = only(HEAD + "Author-Name: A\nAuthor-X-Name-First: Ada\nAuthor-WorkPlace-Name: X\nAuthor-X-Later: y\nx-own: z\n")
    (author,) = template.record.model_dump(exclude_defaults=True)["authors"]
    assert author["extra"] == {"Author-X-Name-First": ["Ada"], "Author-X-Later": ["y"]}
    assert template.data["extra"] == {"x-own": ["z"]}
    assert template.tree["author"][0]["x-name-first"] == ["Ada"]


def test_comments_do_not_end_a_value(fixtures: Path) -> None:
    template = only(fixtures / "mess" / "comments.redif")
    assert template.data["title"] == "A title on two lines"
    assert template.data["authors"] == [{"name": "Ada Example"}]
    assert template.data["abstract"] == '# no comment, for it does not begin the line "# nor this" is'
    assert template.findings == []


def test_an_unknown_word_in_free_text_stays_in_it(fixtures: Path) -> None:
    template = only(fixtures / "mess" / "word-in-abstract.redif")
    assert template.data["title"] == "A title"
    assert template.data["unknown"] == {"Purpose": ["no attribute, but the second line of the title"]}
    assert template.data["abstract"] == (
        "This abstract has parts. Purpose: to tell. Design/methodology: none. Findings: a line may begin like an attribute. "
        "https://example.org is no attribute either covid-19: a name has no digits Unknown-Thing: also taken for text"
    )
    assert template.data["keywords"] == ["parts"]
    assert sorted(codes(template), key=lambda code: code[1]) == [
        ("attribute-unknown", 4, "Purpose"), ("attribute-unknown", 6, "Purpose"), ("attribute-unknown", 7, "Findings"),
        ("attribute-unknown", 8, "https"), ("attribute-unknown", 10, "Unknown-Thing"),
    ]  # fmt: skip
    assert template.is_bad


def test_an_unknown_attribute_elsewhere_is_kept(fixtures: Path) -> None:
    template = only(fixtures / "mess" / "unknown.redif")
    assert template.data["unknown"] == {"Publisher": ["nobody"]}
    assert codes(template) == [("attribute-unknown", 5, "Publisher"), ("attribute-unknown", 6, "Nonsense")]


def test_misplaced_attributes_are_kept_and_told(fixtures: Path) -> None:
    template = only(fixtures / "mess" / "misplaced.redif")
    assert template.data["unknown"] == {
        "Author-Email": ["early@example.org"], "Author-Homepage": ["https://example.org"], "Journal": ["Journal of Examples"],
    }  # fmt: skip
    assert [c for c, _, _ in codes(template)] == ["attribute-misplaced"] * 3
    assert "Author-Name" in template.findings[0].message
    assert "ReDIF-Article 1.0" in template.findings[2].message


def test_a_blank_before_the_colon(fixtures: Path) -> None:
    template = only(fixtures / "mess" / "spaced-name.redif")
    assert template.data["title"] == "A blank before the colon"
    assert template.data["abstract"] == (
        "In French a colon has one too Mots : a blank ahead, so this is text Question : no attribute is called that"
    )
    # Title has to be there, and RePEc does not see it.
    assert [(f.code, f.severity, f.line, f.column) for f in template.findings] == [("attribute-spaced", Severity.ERROR, 3, 1)]
    seen = only(HEAD + "Author-Name: A\nTitle: T\nTitle : U\nHandle: RePEc:aaa:wpaper:1\n")
    assert [(f.code, f.severity) for f in seen.findings] == [("attribute-spaced", Severity.WARNING)]
    assert seen.data["further"] == {"Title": ["U"]}


def test_template_types_as_they_are_spelled(fixtures: Path) -> None:
    found = [(t.type, [f.code for f in t.findings]) for t in redif.templates(fixtures / "mess" / "types.redif")]
    # RePEc strips markup before it reads a value, so `ReDIF-Paper 1.0<br />` is spelled well.
    spelling, unknown = ["template-spelling"], ["template-unknown"]
    assert found == [
        ("ReDIF-Paper 1.0", []), ("ReDIF-Paper 1.0", spelling), ("ReDIF-Article 1.0", spelling), ("ReDIF-Paper 1.0", spelling),
        ("ReDIF-Article 1.0", spelling), ("ReDIF-Paper 1.0", []), (None, unknown), (None, unknown),
    ]  # fmt: skip
    stranger = list(redif.read(fixtures / "mess" / "types.redif"))[6]
    assert stranger.template_type == "ReDIF-Papper 1.0"
    assert stranger.unknown["Title"] == ["A type spelled in its own way"]


def test_entities_and_markup_go_from_the_record_and_stay_in_the_tree(fixtures: Path) -> None:
    template = only(fixtures / "mess" / "markup.redif")
    assert template.data["title"] == "Café au lait & thé ’s R&D price p < 0.05 and q > 1"
    assert template.data["abstract"] == "First. Second: H2O."
    assert template.data["files"] == [{"url": "http://example.org/?a=1&b=2"}]
    assert "<i>au</i> lait &amp; th&amp;eacute; &#8 217;s" in template.tree["title"][0]


def test_refused_values_are_kept_by_full_name(fixtures: Path) -> None:
    template = only(fixtures / "mess" / "values.redif")
    data = template.data
    assert data["unparsed"] == {
        "Creation-Date": ["spring 2001"], "Classification-Jel": ["D12, 016, Q99, D630, a1"],
        "DOI": ["not a doi"], "Publication-Status": ["Under Review"], "Contact-Email": ["ada at example.org"],
    }  # fmt: skip
    assert (data["classification_jel"], data["languages"], data["doi"]) == (["D12", "D63", "A1"], ["en", "fr"], "10.5555/1")
    assert (data["creation_date"], data["revision_dates"]) == ("2001", ["2011-10-05"])  # what the values can only mean
    assert data["files"] == [
        {"url": "http://example.org/ab", "unparsed": {"File-Format": ["azw"]}},
        {"url": "http://www.example.org"},
    ]
    by_line = {f.line: (f.code, f.severity.value) for f in template.findings}
    assert by_line[4] == ("value-invalid", "warning")
    assert by_line[14] == ("value-invalid", "error")  # the key of a cluster
    jel = [f.code for f in template.findings if f.attribute == "Classification-Jel"]
    assert jel == ["value-invalid"]  # which names both codes


def test_the_span_of_a_refused_value_is_the_value() -> None:
    template = only(HEAD + "Author-Name: A\nTitle: T\nCreation-Date:   spring\n  2001  \nHandle: RePEc:aaa:wpaper:1\n")
    (finding,) = template.findings
    assert (finding.line, finding.column, finding.end_line, finding.end_column) == (4, 18, 5, 7)


def test_further_values_are_kept(fixtures: Path) -> None:
    template = only(fixtures / "mess" / "repeated.redif")
    assert template.data["title"] == "The first title"
    assert template.data["further"] == {
        "Title": ["The second title"], "Creation-Date": ["2002"], "Abstract": ["Bonjour."], "Handle": ["RePEc:aaa:wpaper:r2"],
    }  # fmt: skip
    assert [(f.code, f.severity.value, f.attribute) for f in template.findings] == [
        ("attribute-repeated", "error", "Handle"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "reported"),
    [
        ("Volume: 3\nVolume: 4\nPages: 1-2\nPages: 5-6", ["Volume", "Pages"]),
        ("Volume: 3\nVolume: 3", []),
        ("Title: U\nAbstract: We ask.\nAbstract: Nous.\nNote: a\nNote: b\nDOI: 10.1234/a\nDOI: 10.1234/b", []),
        ("Author-Name: B\nAuthor-Email: a@b.org\nAuthor-Email: c@b.org", []),
    ],
)
def test_a_further_value_that_programs_leave_out_is_reported(lines: str, reported: list[str]) -> None:
    article = HEAD.replace("Paper", "Article") + "Author-Name: A\nTitle: T\n"
    template = only(f"{article}{lines}\nHandle: RePEc:aaa:journl:1\n")
    assert [(f.code, f.attribute) for f in template.findings] == [("attribute-several", name) for name in reported]


def test_empty_keys_open_a_cluster_that_goes_if_it_stays_empty(fixtures: Path) -> None:
    template = only(fixtures / "mess" / "empty-keys.redif")
    assert template.data["authors"] == [{"name": "Ada Example"}, {"email": "nobody@example.org"}]
    assert "files" not in template.data
    assert [c for c, _, _ in codes(template)] == ["key-empty"] * 3
    assert template.tree["author"][0] == {"name": ["Ada Example"], "workplace": [{}]}


def test_what_must_be_there(fixtures: Path) -> None:
    book, series = redif.templates(fixtures / "mess" / "missing.redif")
    assert codes(book) == [("one-of-missing", 1, None)]
    assert codes(series) == [
        ("value-invalid", 7, "Maintainer-Email"), ("required-missing", 6, "Name"), ("required-missing", 5, "Handle"),
    ]  # fmt: skip


def test_text_ahead_of_the_first_template(fixtures: Path) -> None:
    template = only(fixtures / "mess" / "outside.redif")
    assert template.line == 5
    (finding,) = template.findings
    assert (finding.code, finding.line, finding.column, finding.end_line, finding.end_column) == (
        "line-outside-template", 1, 1, 2, 26,
    )  # fmt: skip
    assert not template.is_bad
    document = redif.parse("Title: nothing but this\n")
    assert document.templates == []
    assert [f.code for f in document.findings] == ["line-outside-template"]


def test_a_year_that_is_none_is_kept_as_text(fixtures: Path) -> None:
    template = only(fixtures / "mess" / "year.redif")
    assert template.data["unparsed"] == {"Year": ["2003/2004"]}
    assert template.data["pages"] == "S1-S20"
    assert [(f.code, f.severity) for f in template.findings] == [("value-unread", Severity.ADVICE)]
    assert not template.is_bad


def test_an_attribute_that_ends_in_digits() -> None:
    assert paper("Title: T\nClassification-ACM-1964: F.1\n") == {"title": "T", "classification_acm_1964": "F.1"}


def test_a_deprecated_attribute_is_told() -> None:
    template = only(
        "Template-Type: ReDIF-Article 1.0\nAuthor-Name: A\nTitle: T\nPublication-Date: 200106\nHandle: RePEc:aaa:exampl:1\n"
    )
    assert template.data["creation_date"] == "2001-06"
    assert codes(template) == [("attribute-deprecated", 4, "Publication-Date")]


@pytest.mark.parametrize(
    "lines", ["Publication-Date: 2001\nCreation-Date: 2002\n", "Creation-Date: 2002\nPublication-Date: 2001\n"]
)
def test_an_attribute_that_counts_as_another_gives_way_to_it(lines: str) -> None:
    template = only(f"Template-Type: ReDIF-Article 1.0\nAuthor-Name: A\nTitle: T\n{lines}Handle: RePEc:aaa:exampl:1\n")
    assert template.data["creation_date"] == "2002"
    assert template.data["further"] == {"Publication-Date": ["2001"]}
    assert [c for c, _, _ in codes(template)] == ["attribute-deprecated"]


def test_a_person_and_their_workplaces(fixtures: Path) -> None:
    person = next(redif.read(fixtures / "types" / "people.redif"))
    assert isinstance(person, Person)
    assert [(w.name, w.share) for w in person.workplaces] == [
        ("Department of Economics, Example University", 60), ("Institute of Examples", 40),
    ]  # fmt: skip
    assert person.workplace_organizations == ["RePEc:edi:deexaus"]
    assert person.author_papers == ["RePEc:aaa:wpaper:12"]


@pytest.mark.parametrize("ending", ["", "\n", "\n\n\n", "\r\n"])
def test_the_end_of_a_file_does_not_matter(ending: str) -> None:
    assert paper("Title: T" + ending) == {"title": "T"}


def test_a_template_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("redif.syntax.splitter.LONGEST_TEMPLATE", 1000)
    monkeypatch.setattr("redif.source.decoding.BLOCK", 500)
    data = (HEAD + "Abstract: " + "long\n" * 2000 + HEAD + "Title: after\n").encode()
    document = redif.parse(data)
    assert [t.line for t in document.templates] == [1, 2002]
    assert document.templates[0].findings[-1].code != "template-long"
    found = {f.code for f in document.findings}
    assert {"template-long", "line-outside-template"} <= found
    assert document.templates[1].data["title"] == "after"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Provider-Home", "Provider-Homepage"),  # nearer to Provider-Phone by letters, but it is plainly cut short
        ("Provider-Emial", "Provider-Email"),
        ("Zzzzz", None),
    ],
)
def test_the_name_that_was_meant(written: str, meant: str | None) -> None:
    text = f"Template-Type: ReDIF-Series 1.0\nName: N\nProvider-Name: P\n{written}: x\nHandle: RePEc:aaa:wpaper\n"
    [finding] = [f for f in redif.parse(text).findings if f.code == "attribute-unknown"]
    assert finding.attribute == written
    _, _, said = finding.message.partition("did you mean ")
    assert said == (f"{meant}?" if meant else "")


def test_private_names_are_read_as_they_are_spelled_whatever_was_read_before() -> None:
    text = "Template-Type: ReDIF-Paper 1.0\n{}: one\nTitle: T\n{}: two\nHandle: RePEc:aaa:wpaper:1\n"
    for _ in range(2):
        for first, second in [("x-foo", "X-Foo"), ("X-Foo", "x-foo"), ("X-FOO", "X-foo")]:
            [template] = redif.parse(text.format(first, second)).templates
            assert template.data["extra"] == {first: ["one"], second: ["two"]}
        [template] = redif.parse(text.format("X-Foo1", "X-Foo1")).templates
        assert template.data["extra"] == {"X-Foo1": ["one"]}  # where a value can go on, a name with digits is no name
        assert template.data["title"] == "T X-Foo1: two"


def test_an_unknown_type_has_no_blanks_too_many() -> None:
    [template] = redif.parse("Template-Type: \x01 ReDIF-\x02 Thing\nTitle: T\n").templates
    assert template.data["template_type"] == "ReDIF- Thing"


SERIES_LINES = st.sampled_from(
    [
        "Handle: RePEc:aaa:wpaper",
        "handle:RePEc:aaa:others  ",
        "Handle : RePEc:aaa:spaced",
        "Handle: no handle",
        "Handle: RePEc:aaa",
        ":wpaper",
        "Handle:",
        "#Handle: RePEc:aaa:hidden",
        "# Covered",
        "Name: Working Papers",
        "Provider-Name: P",
        "Provider-Handle: RePEc:edi:x",
        "",
        "   ",
        "\t",
        "\x1a",
        "\ufeffHandle: RePEc:aaa:stray1",
    ]
)


@given(st.lists(SERIES_LINES, max_size=6).map("\n".join), st.sampled_from(["", "\n", "\n\n \n\n"]))
def test_a_field_asked_for_alone_holds_what_the_record_has(lines: str, ending: str) -> None:
    text = f"Template-Type: ReDIF-Series 1.0\n{lines}{ending}"
    assert only(text).value("handle") == only(text).data.get("handle")


def test_joined_letters_are_read_as_the_letters_they_are() -> None:
    data = "Template-Type: ReDIF-Paper 1.0\nTitle: ﬁrms, e&#xFB03;cient\nKeywords: inﬂation; sta\ufb00\nHandle: RePEc:aaa:wpaper:ﬁ\n"
    template = redif.parse(data).templates[0]
    assert template.data["title"] == "firms, efficient"
    assert template.data["keywords"] == ["inflation", "staff"]
    assert template.data["unparsed"] == {"Handle": ["RePEc:aaa:wpaper:ﬁ"]}  # RePEc refuses it, so it is no handle


def test_a_control_character_inside_a_word_does_not_leave_another_word() -> None:
    data = "Template-Type: ReDIF-Paper 1.0\nTitle: The tra\x0ccking of \x02E\x0bects\nHandle: RePEc:aaa:wpaper:1\n"
    template = redif.parse(data).templates[0]
    assert template.data["title"] == "The tra\ufffdcking of E\ufffdects"
    (message,) = [finding.message for finding in template.findings if finding.code == "character-control"]  # one a line
    assert message.startswith("A word has")


@pytest.mark.parametrize("written", ["ReDIF-Paper.", "ReDIF-Paper 1.0.", "redif-paper"])
def test_a_full_stop_after_the_type_of_a_series_is_taken(written: str) -> None:
    template = only(f"Template-Type: ReDIF-Series 1.0\nName: Papers\nType: {written}\nHandle: RePEc:aaa:wpaper\n")
    assert template.data["types"] == [written.partition(" ")[0].rstrip(".")]
    assert "value-invalid" not in {finding.code for finding in template.findings}


def test_every_attribute_in_every_template_is_read_or_reported() -> None:
    grammar = redif.Grammar.standard()
    for template in grammar.templates.values():
        for name in grammar.known:
            document = redif.parse(f"Template-Type: {template.name}\n{name}: x\n")
            assert document.templates[0].record.template_type == template.name
            assert all(finding.message for finding in document.findings)
