"""Specifications as they occur: version lines, named length bounds, blocks of code."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
from redif import Grammar, GrammarError
from redif.grammar.abnf import read_abnf
from redif.grammar.spec_reader import DEEPEST, MOST_CLUSTERS, read_spec


def load(tmp_path: Path, text: str) -> Grammar:
    path = tmp_path / "own.spec"
    path.write_text(text, encoding="utf-8")
    return Grammar.load(path)


def test_a_specification_as_it_occurs(shared: Path) -> None:
    grammar = Grammar.load(shared / "cases" / "reference" / "own.spec")
    assert [(finding.code, finding.line) for finding in grammar.findings] == [("grammar-code", 15)]
    assert grammar.type("title").lengths == (3, 10, 300, 1000)
    assert grammar.type("email").accepts is not None  # ReDIF's own type, for there is only code
    assert grammar.clusters["person"].attributes["name"].key
    attributes = grammar.templates["redif-paper 1.0"].attributes
    assert [name for name, attribute in attributes.items() if attribute.required] == [
        "template-type", "title", "author", "handle",
    ]  # fmt: skip
    text = "Template-Type: ReDIF-Paper 1.0\nTitle: A title of some length\nAuthor-Name: Jane\nYear: 20\nHandle: RePEc:aaa:wpaper:1\n"
    (template,) = redif.parse(text, grammar=grammar).templates
    assert [finding.code for finding in template.findings] == ["value-invalid"]


@pytest.mark.parametrize(
    ("lines", "lengths"),
    [
        ("top: 9\nmax: 7\nmin: 5\nbottom: 3", (3, 5, 7, 9)),
        ("bottom: 3\n# a comment\nmin:5\nMAX : 7 # another\n\ttop=9", (3, 5, 7, 9)),
        ("top 9, min 5", (None, 5, None, 9)),
        ("max: 0", (None, None, 0, None)),
        ("error 3 .. 9\nwarning .. 7", (3, None, 7, 9)),
        ("warning 5 ..\nbottom: 3", (3, 5, None, None)),
        ("", (None, None, None, None)),
    ],
)
def test_bounds_of_lengths(tmp_path: Path, lines: str, lengths: tuple[int | None, ...]) -> None:
    assert load(tmp_path, f"type = t / length {{\n{lines}\n}}\n").type("t").lengths == lengths


@pytest.mark.parametrize("line", ["top", "top: x", "top: 1 2", "highest: 3", "error 1", "error 1 .. 2 3", "top: 1234567890"])
def test_faulty_bounds(tmp_path: Path, line: str) -> None:
    with pytest.raises(GrammarError) as caught:
        load(tmp_path, f"type = t / length {{\n {line}\n}}\n")
    assert caught.value.line == 2


def test_the_reference_reports_no_short_value_as_an_error(tmp_path: Path) -> None:
    grammar = load(
        tmp_path,
        "type = title / length {\nbottom: 3\nmin: 5\nmax: 8\ntop: 10\n}\n"
        "template = ReDIF-Paper 1.0 {\nTemplate-Type:::*\nTitle:title\n}\n",
    )
    found, path = {}, tmp_path / "a.redif"
    for length in range(1, 13):
        path.write_text(f"Template-Type: ReDIF-Paper 1.0\nTitle: {'x' * length}\n", encoding="utf-8")
        document = redif.check(path, grammar=grammar, settings=redif.Settings(select=("length",)))
        found[length] = [(finding.code, finding.severity.value) for finding in document]
    under, short, long, over = (
        [("length-under", "warning")], [("length-short", "warning")], [("length-long", "warning")], [("length-over", "error")],
    )  # fmt: skip
    assert found == {1: under, 2: under, 3: short, 4: short, 5: [], 6: [], 7: [], 8: [], 9: long, 10: long, 11: over, 12: over}


CODE = ["my $x = { a => 1 };", "if (1) {\n}", "  if (1) {\n  }\n  } else {\n  }", "# }", "", "template = 3;", "{\n}\n}\n{"]


@pytest.mark.parametrize("code", CODE)
@pytest.mark.parametrize("closing", ["}", "  }", "} # end", "}\n\n# a comment\n"])
def test_code_ends_with_the_last_brace_before_the_next_definition(tmp_path: Path, code: str, closing: str) -> None:
    grammar = load(
        tmp_path,
        f"version = 1.0\ntype = a / check-eval {{\n{code}\n{closing}\ntype = b / length {{\nmax: 5\n}}\nVERSION: 2\n",
    )
    assert [finding.code for finding in grammar.findings] == ["grammar-code"]
    assert grammar.type("a").is_free
    assert grammar.type("b").lengths == (None, None, 5, None)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("type = a / check-eval {\nexit;\n", 2, "} alone on a line"),
        ("type = a / check-eval {\nexit;\ntype = b {\n^a$\n}\n", 2, "} alone on a line"),
        ("type = a / preproc {\n}\n1;\n", 3, "template, cluster or type"),
        ("type = a / check-evaluation {\n}\n", 1, "no aspect check-evaluation"),
        ("type = a / read {\n rule date\n rule \n}\n", 3, "no operation rule"),
        ("template = T {\n A\n}\ntemplate = T / after {\n one of A\n}\n", 5, '","'),
    ],
)
def test_faults(tmp_path: Path, text: str, line: int, word: str) -> None:
    with pytest.raises(GrammarError) as caught:
        load(tmp_path, text)
    assert word in caught.value.message
    assert caught.value.line == line


def nested(depth: int) -> str:
    """A template in which clusters nest so deep."""
    clusters = "".join(f"cluster = C{n} {{\nName, key\nInner:cluster:C{n + 1}\n}}\n" for n in range(1, depth))
    return f"{clusters}cluster = C{depth} {{\nName, key\n}}\ntemplate = T {{\nOuter:cluster:C1\n}}\n"


def wide(number: int) -> str:
    """A template that opens so many clusters."""
    letters = [f"A{chr(97 + n // 676)}{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}:cluster:C\n" for n in range(number)]
    return f"cluster = C {{\nName, key\n}}\ntemplate = T {{\n{''.join(letters)}}}\n"


def test_clusters_have_bounds() -> None:
    assert len(read_spec(nested(DEEPEST), "x").clusters) == DEEPEST
    assert len(read_spec(wide(MOST_CLUSTERS), "x").templates["t"].attributes) == MOST_CLUSTERS
    for text in (nested(DEEPEST + 1), wide(MOST_CLUSTERS + 1)):
        with pytest.raises(GrammarError, match="too deep or too often"):
            read_spec(text, "x")


@pytest.mark.parametrize(
    ("line", "key", "required", "repeatable"),
    [
        ("A", False, False, True),
        ("A:text::1", False, True, True),
        ("A:text::0:1", False, False, False),
        ("A:text::1:1", False, True, False),
        ("A:text:*:0:0", True, True, False),
        ("A:::*", True, True, False),
        ("A::::*", True, True, False),
        ("A, key", True, True, False),
    ],
)
def test_flags_of_attributes(line: str, key: bool, required: bool, repeatable: bool) -> None:
    attribute = read_spec(f"template = T {{\n{line}\n}}\n", "x").templates["t"].attributes["a"]
    assert (attribute.key, attribute.required, attribute.repeatable) == (key, required, repeatable)
    assert (attribute.type, attribute.cluster) == ("text", None)


SPEC_TEXT = st.lists(
    st.sampled_from(
        ["template", "cluster", "type", " = ", "T", " {\n", "}\n", "\n", " / read", " / length", " / after", " / check-eval", "A:text",
         ",", ":", "*", "rule date", "top: 5", "error 1 .. 2", "merge A into B", "one of A, B", "version = 1\n", "#", " ", "é", "\t", "\r\n"]
    )
    | st.text(max_size=3),
    max_size=30,
).map("".join)  # fmt: skip


@given(SPEC_TEXT)
def test_any_text_is_a_specification_or_a_grammar_error(text: str) -> None:
    place = (1, 1)
    try:
        read_spec(text, "x.spec")
    except GrammarError as error:
        place = (error.line, error.column)
    # What is missing at the end is missing on the line after it.
    assert (1, 1) <= place <= (text.count("\n") + 2, 1)


ABNF_TEXT = st.lists(
    st.sampled_from(
        ["a", "b", " = ", '"x"', "%x41", "%x41-5A", "/", " / ", "*", "1*2", "(", ")", "[", "]", ";", "\n", " ", "\n ", "=/"]
    )
    | st.text(max_size=2),
    max_size=25,
).map("".join)


@given(ABNF_TEXT)
def test_any_text_is_abnf_or_a_grammar_error(text: str) -> None:
    place = (1, 1)
    try:
        read_abnf(text, "x.abnf")
    except GrammarError as error:
        place = (error.line, error.column)
    assert (1, 1) <= place <= (text.count("\n") + 2, 0)


@pytest.mark.parametrize("head", ["{", "{ # a comment", "{\t", "{#"])
def test_a_comment_may_follow_the_brace_that_ends_code_above_it(head: str, tmp_path: Path) -> None:
    path = tmp_path / "own.spec"
    path.write_text(f"type = email / check-eval {{\nif (1) {{\n}}\n}}\n\ntemplate = ReDIF-Paper 1.0 {head}\nTitle\n}}\n")
    grammar = Grammar.load(path)
    assert list(grammar.templates) == ["redif-paper 1.0"]
    assert len(grammar.findings) == 1


def test_nothing_is_read_by_a_grammar_without_templates(tmp_path: Path) -> None:
    path = tmp_path / "own.spec"
    path.write_text("# nothing yet\n")
    with pytest.raises(redif.UsageError, match=r"own\.spec defines no type of template"):
        redif.read(tmp_path, grammar=Grammar.load(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_of_any_editor(encoding: str, end: str, shared: Path, tmp_path: Path) -> None:
    text = (shared / "cases" / "reference" / "own.spec").read_text(encoding="utf-8")
    mark = "\ufeff" if encoding.startswith("utf-16-") else ""
    path = tmp_path / "own.spec"
    path.write_bytes((mark + text.replace("\n", end)).encode(encoding))
    own, usual = Grammar.load(path), Grammar.load(shared / "cases" / "reference" / "own.spec")
    for name, group in usual.templates.items() | usual.clusters.items():
        assert {**own.templates, **own.clusters}[name].attributes == group.attributes
    assert [finding.line for finding in own.findings] == [finding.line for finding in usual.findings]


def test_a_long_specification_takes_no_time(tmp_path: Path) -> None:
    path = tmp_path / "own.spec"
    path.write_text("# nothing\n\n  \n" * 300_000 + "template = ReDIF-Paper 1.0 {\nTitle\n}\n")
    start = time.perf_counter()
    assert list(Grammar.load(path).templates) == ["redif-paper 1.0"]
    assert time.perf_counter() - start < 10
