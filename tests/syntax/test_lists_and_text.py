"""Keywords: their separators, and text of the abstract after them. Attributes repeated where a Template-Type is missing."""

from __future__ import annotations

import io

import pytest

import redif
from redif.checks.checker import Checker
from redif.rewriting.fixes import fixed

HEAD = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann Lee\nTitle: On prices\n"
TAIL = "Creation-Date: 2001\nHandle: RePEc:aaa:wpaper:1\n"
ABSTRACT = "Abstract: We ask what prices do, and what examples cost those who write them.\n"


def after_fixing(text: str) -> str:
    checker = Checker(isolated=True)
    return fixed(text.encode(), "a.redif", lambda data: checker.data(data, "a.redif"))[0].decode()


def found(text: str) -> list[tuple[str, int]]:
    return [(f.code, f.line) for f in redif.check(io.BytesIO(text.encode()))]


@pytest.mark.parametrize(
    "written", ["a - b - c", "a – b – c", "a • b • c", "a•b•c", "a · b · c", "a | b | c", "a|b|c", "a / b / c"]
)
def test_other_separators_of_keywords_are_read_and_found(written: str) -> None:
    text = f"{HEAD}Keywords: {written}\n{TAIL}"
    assert redif.parse(text).templates[0].data["keywords"] == ["a", "b", "c"]
    assert found(text) == [("keywords-separator", 4)]
    assert after_fixing(text) == f"{HEAD}Keywords: a; b; c\n{TAIL}"


@pytest.mark.parametrize("written", ["labour market - wages", "public debt / public spending"])
def test_one_dash_may_stand_between_keywords(written: str) -> None:
    text = f"{HEAD}Keywords: {written}\n{TAIL}"
    assert redif.parse(text).templates[0].data["keywords"] == [written]
    assert found(text) == [("keywords-separator", 4)]
    assert after_fixing(text) == text


@pytest.mark.parametrize("written", ["North - South trade", "input / output", "1950 - 1960"])
def test_one_dash_after_one_word_belongs_to_a_keyword(written: str) -> None:
    text = f"{HEAD}Keywords: {written}\n{TAIL}"
    assert redif.parse(text).templates[0].data["keywords"] == [written]
    assert found(text) == []


@pytest.mark.parametrize("written", ["col·laboració", "input/output", "well-being", "1950 - 1960", "a | b; c", "a - b, c - d"])
def test_what_separates_no_keywords(written: str) -> None:
    text = f"{HEAD}Keywords: {written}\n{TAIL}"
    assert len(redif.parse(text).templates[0].data["keywords"]) == 1 + written.count(";") + written.count(",")
    assert found(text) == []


@pytest.mark.parametrize(
    "keywords", [["a | b"], ["a - b - c"], ["a • b", "c"], ["prices # wages"], ["prices·wages"], ["a#b", "c"]]
)
def test_keywords_with_such_signs_in_them_read_back(keywords: list[str]) -> None:
    record = redif.Paper(title="Prices", authors=["Ann Lee"], handle="RePEc:aaa:wpaper:1", keywords=keywords)
    out = io.StringIO()
    redif.write([record], out, to="redif")
    assert redif.parse(out.getvalue()).records[0].data["keywords"] == keywords


@pytest.mark.parametrize(
    ("between", "text", "keywords"),
    [
        ("Keywords: prices, examples\n", "We find none.", ["prices", "examples"]),
        ("Keywords: prices; examples\n", "We find that they do much,\nand that examples are dear.", ["prices", "examples"]),
        ("Keywords: prices, examples\n", "JEL Classification: D40\nWe find that they do much.", ["prices", "examples"]),
        ("Classification-JEL: D40\nKeywords: prices\n", "It is shown; this was new, too.", ["prices"]),
        ("Keywords: prix, exemples\n", "Nous montrons que les exemples sont chers.", ["prix", "exemples"]),
        ("Keywords: prices,\nexamples\n", "These are dear.", ["prices", "examples"]),
    ],
)
def test_a_sentence_after_keywords_is_text_of_the_abstract(between: str, text: str, keywords: list[str]) -> None:
    whole = f"{HEAD}{ABSTRACT}{between}{text}\n{TAIL}"
    data = redif.parse(whole).templates[0].data
    assert data["abstract"] == f"{ABSTRACT[10:].strip()} {' '.join(text.split())}"
    assert data["keywords"] == keywords
    assert "abstract-continued" in {code for code, _ in found(whole)}
    out = io.StringIO()
    redif.write(redif.parse(whole).records, out, to="ris")
    assert text.split()[-1] in out.getvalue()


@pytest.mark.parametrize(
    "keywords",
    [
        "prices, examples,\nThis American Life, We Are Family.",
        "Dynamic General\nEquilibrium; Portugal.",
        "prices; examples\nTheory of the firm; Portugal.",
        "Incitations, contrats.\n        Incentives, multi-period contracts, regulation.",
    ],
)
def test_a_list_over_several_lines_is_a_list(keywords: str) -> None:
    whole = f"{HEAD}{ABSTRACT}Keywords: {keywords}\n{TAIL}"
    assert redif.parse(whole).templates[0].data["abstract"] == ABSTRACT[10:].strip()
    assert "abstract-continued" not in {code for code, _ in found(whole)}


@pytest.mark.parametrize("below", [ABSTRACT, ""])
@pytest.mark.parametrize(
    ("written", "keywords", "text"),
    [
        ("prices, examples\nWe find none.", ["prices", "examples"], "We find none."),
        (
            "prices, examples\n  We find that they do much,\n  and more.",
            ["prices", "examples"],
            "We find that they do much, and more.",
        ),
        ("prices. We find that they do much.", ["prices"], "We find that they do much."),
        ("prices; costs;\nWe find that they do much; and more.", ["prices", "costs"], "We find that they do much; and more."),
        ("We find that they do much, and examples are dear.", None, "We find that they do much, and examples are dear."),
        ("precios\nEncontramos que los ejemplos son caros.", ["precios"], "Encontramos que los ejemplos son caros."),
    ],
)
def test_a_sentence_in_keywords_that_no_prose_is_above_is_a_further_abstract(
    written: str, keywords: list[str] | None, text: str, below: str
) -> None:
    whole = f"{HEAD}Keywords: {written}\n{below}{TAIL}"
    data = redif.parse(whole).templates[0].data
    assert data.get("keywords") == keywords
    assert data["further"] == {"Abstract": [text]}
    assert data.get("abstract", "") == below[10:].strip()
    assert [code for code, _ in found(whole)].count("keywords-text") == 1
    for format_ in ("ris", "bibtex", "csl-json"):
        out = io.StringIO()
        redif.write(redif.parse(whole).records, out, to=format_)
        assert text in out.getvalue()


@pytest.mark.parametrize(
    "keywords",
    ["gender, preferences\n Son preference in China", "prices, costs. The theory of it all", "We Are Family, the firm"],
)
def test_keywords_that_begin_as_a_sentence_does_are_kept(keywords: str) -> None:
    whole = f"{HEAD}Keywords: {keywords}\n{ABSTRACT}{TAIL}"
    data = redif.parse(whole).templates[0].data
    assert " ".join(data["keywords"]).split() == keywords.replace(",", "").split()
    assert "further" not in data


def test_codes_are_kept_where_text_is_after_them() -> None:
    template = redif.parse(f"{HEAD}Classification-JEL: E52, G21\nOur results are strong.\n{ABSTRACT}{TAIL}").templates[0]
    assert template.data["classification_jel"] == ["E52", "G21"]
    assert template.data["further"] == {"Abstract": ["Our results are strong."]}
    assert "value-invalid" in {finding.code for finding in template.findings}


@pytest.mark.parametrize("name", ["Classification-JEL", "JEL", "JEL-Codes"])
def test_text_after_codes_goes_on_with_the_abstract(name: str) -> None:
    template = redif.parse(f"{HEAD}Abstract: We ask.\n{name}: E52, G21\nOur results are strong.\n{TAIL}").templates[0]
    assert template.data["abstract"] == "We ask. Our results are strong."
    assert template.data.get("classification_jel", ["E52", "G21"]) == ["E52", "G21"]
    assert "abstract-continued" in {finding.code for finding in template.findings}


LINES = (
    "Number: of firms is 20.\nVolume: grows by 10% a year.\nIssue: The issue is old.\nMonth: by month we\ncount.\nPrice: is 5."
)


def test_lines_of_an_abstract_that_begin_with_names_are_its_text() -> None:
    text = f"Template-Type: ReDIF-Article 1.0\nTitle: On prices\nAbstract: We ask.\n{LINES}\nPages: 1-2\n{TAIL}"
    template = redif.parse(text).templates[0]
    assert template.data["abstract"] == f"We ask. {' '.join(LINES.split())}"
    assert template.data["pages"] == "1-2"
    assert template.data.keys().isdisjoint({"number", "volume", "issue", "month", "price", "unparsed", "extra"})
    findings = [finding for finding in template.findings if finding.code == "abstract-line"]
    assert len(findings) == 5
    assert all(finding.fix is not None for finding in findings)


@pytest.mark.parametrize(
    "line",
    [
        "Length: 25 p.", "Length: 25 pages in all.", "Number: No. 12.", "Month: Jan. to Feb.", "Volume: Vol. 3 of the series.",
        "Note: We thank the editor.", "Note: presented in Rome.", "Series: Working papers of the bank.", "Price: free for members.",
        "Edition: second edition.", "Pages: 12-34.",
    ],
)  # fmt: skip
def test_a_value_below_an_abstract_is_no_line_of_it(line: str) -> None:
    template = redif.parse(f"{HEAD}Abstract: We ask.\n{line}\n{TAIL}").templates[0]
    assert template.data["abstract"] == "We ask."
    assert "abstract-line" not in {finding.code for finding in template.findings}


def test_a_missing_template_type_is_reported_once() -> None:
    item = "Author-Name: Ann Lee\nTitle: On prices\nCreation-Date: 2001\nClassification-JEL: D40\nHandle: RePEc:aaa:wpaper:"
    text = f"Template-Type: ReDIF-Paper 1.0\n{item}1\n\n{item}2\n"
    (finding,) = redif.parse(text).templates[0].findings
    assert (finding.code, finding.line) == ("attribute-repeated", 12)
    assert "Template-Type" in finding.message


@pytest.mark.parametrize("indent", ["    ", "\t", "\xa0"])
def test_the_indent_of_a_whole_file_is_taken_out(indent: str) -> None:
    lines = f"{HEAD}Abstract: {'A long text. ' * 10}\n  that goes on.\n{TAIL}\n{HEAD}{TAIL}".replace("wpaper:1", "wpaper:2", 1)
    indented = "".join(f"{indent}{line}" if line.strip() else line for line in lines.splitlines(keepends=True))
    after = after_fixing(indented)
    assert [t.data["title"] for t in redif.parse(after).templates] == ["On prices", "On prices"]
    assert after.replace(indent, "") == lines.replace(indent, "")
    assert after_fixing(after) == after


def test_only_an_indented_template_type_moves_where_the_other_lines_are_right() -> None:
    text = f" {HEAD}Abstract: {'A long text. ' * 10}\n Note: it goes on.\n{TAIL}"
    assert after_fixing(text) == text.removeprefix(" ")


def test_a_second_address_below_the_first_is_no_attribute() -> None:
    template = redif.parse(f"{HEAD}File-URL: https://a.org/\nhttps://a.org/b.pdf\nhttps://a.org/c.pdf\n{TAIL}").templates[0]
    assert template.data["files"] == [{"url": "https://a.org/"}]
    assert template.data["unparsed"] == {"File-URL": ["https://a.org/b.pdf", "https://a.org/c.pdf"]}
    assert "unknown" not in template.data
    assert {finding.code for finding in template.findings} == {"url-several"}
    assert all(address in template.findings[0].message for address in ("https://a.org/", "https://a.org/b.pdf"))


def test_an_address_with_words_before_it_is_that_of_its_own_file() -> None:
    text = f"{HEAD}File-URL: see https://a.org/b.pdf\nFile-Format: application/pdf\nFile-URL: https://a.org/c.pdf\n"
    text += f"File-URL: see https://a.org/d.pdf\n{TAIL}"
    record = redif.parse(text).templates[0].record
    assert [(file["url"], file.get("unparsed")) for file in redif.parse(text).templates[0].data["files"]] == [
        ("https://a.org/b.pdf", {"File-URL": ["see https://a.org/b.pdf"]}),
        ("https://a.org/c.pdf", None),
        ("https://a.org/d.pdf", {"File-URL": ["see https://a.org/d.pdf"]}),
    ]
    out = io.BytesIO()
    redif.write([record], out, to="redif")
    assert out.getvalue().count(b"File-URL:") == 3
    assert redif.parse(out.getvalue()).templates[0].data == redif.parse(text).templates[0].data


def test_a_comparison_is_no_tag() -> None:
    template = redif.parse(f"{HEAD}Abstract: if a<b>c holds, a<b>bold</b> and <i>x<i>.\n{TAIL}").templates[0]
    assert template.data["abstract"] == "if ac holds, abold and x."
    template = redif.parse(f"{HEAD}Abstract: if a<b>c holds.\n{TAIL}").templates[0]
    assert template.data["abstract"] == "if a<b>c holds."


@pytest.mark.parametrize("written", ["ReDIF–Paper 1.0", "ReDIF_Paper 1.0", "ReDIF\u2010Paper 1.0"])
def test_a_type_may_have_another_hyphen(written: str) -> None:
    template = redif.parse(f"{HEAD}{TAIL}".replace("ReDIF-Paper 1.0", written)).templates[0]
    assert template.type == "ReDIF-Paper 1.0"
    assert [finding.code for finding in template.findings] == ["template-spelling"]


def test_an_indented_template_is_one_problem() -> None:
    text = "Template-Type: ReDIF-Paper 1.0\n  Author-Name: Ann Lee\n  Title: On prices\n  Handle: RePEc:aaa:wpaper:1\n"
    (finding,) = redif.parse(text).templates[0].findings
    assert (finding.code, finding.severity) == ("template-spelling", redif.Severity.ERROR)
    assert [finding.code for finding in redif.parse(text.splitlines()[0]).templates[0].findings] == ["required-missing"] * 3


def test_text_below_a_template_type_is_not_fixed_away() -> None:
    text = "Template-Type: ReDIF-Paper 1.0\nTitle\nAuthor-Name Ann\nHandle: RePEc:aaa:wpaper:1\n"
    (finding,) = [finding for finding in redif.parse(text).findings if finding.code == "template-spelling"]
    assert finding.fix is None
    assert finding.message == 'RePEc takes the text below Template-Type for a part of it: "Title Author-Name Ann".'
    assert after_fixing(text) == text


@pytest.mark.parametrize("gap", [" ", "\x85", "\u2028", "\\n"])
def test_text_after_a_template_type_is_not_fixed_away(gap: str) -> None:
    text = gap.join(
        ["Template-Type: ReDIF-Paper 1.0", "Title: On prices", "Author-Name: Ann Lee", "Handle: RePEc:aaa:wpaper:1"]
    )
    (finding,) = [finding for finding in redif.check(io.BytesIO(text.encode())) if finding.code != "encoding-unmarked"]
    assert (finding.code, finding.fix) == ("template-spelling", None)
    assert finding.message.startswith("RePEc takes the text after ReDIF-Paper 1.0 for a part of it: ")
    assert after_fixing(text) == text


@pytest.mark.parametrize("key", ["Template Type:", "template_type:", "TEMPLATE–TYPE:", "Template-Type： "])
def test_a_template_type_with_other_signs_begins_a_template(key: str) -> None:
    rest = "ReDIF-Paper 1.0\nTitle: On {}\nAuthor-Name: Ann Lee\nHandle: RePEc:aaa:wpaper:{}\n"
    texts = [
        f"{key} {rest.format('wages', 1)}",
        f"Template-Type: {rest.format('prices', 2)}",
        f"{key}{rest.format('rents', 3)}",
    ]
    document = redif.parse("\n".join(texts))
    assert [template.data["title"] for template in document.templates] == ["On wages", "On prices", "On rents"]
    first, last = document.findings
    assert (first.line, first.column, last.line) == (1, 1, 11)
    assert (first.code, first.source) == ("template-spelling", f"{key} ReDIF-Paper 1.0")
    written = key.strip()
    assert first.message.endswith(f'does not begin with "Template-Type:", but with "{written}".')
    assert last.message.endswith(f'but with "{written}"; it takes the lines below for a part of the template above.')
    after = after_fixing("\n".join(texts))
    assert redif.parse(after).findings == []
    assert [template.data["title"] for template in redif.parse(after).templates] == ["On wages", "On prices", "On rents"]


def test_a_template_type_with_a_slip_is_named() -> None:
    text = f"{HEAD}{TAIL}\nTemplat-Type: ReDIF-Paper 1.0\nTitle: On rents\n"
    (finding,) = [finding for finding in redif.parse(text).findings if finding.code == "attribute-unknown"]
    assert finding.message == (
        'RePEc sees no template here, since the line does not begin with "Template-Type:", but with "Templat-Type:".'
    )


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("<p>Fiscal policy in Spain.</p>", "Fiscal policy in Spain."),
        ("<b>FISCAL POLICY IN A SMALL OPEN ECONOMY</b>", "FISCAL POLICY IN A SMALL OPEN ECONOMY"),
        ("<![CDATA[Growth with p<0.05 in Spain]]>", "Growth with p&lt;0.05 in Spain"),
        ("<![CDATA[Fiscal policy in Spain.]]>", "Fiscal policy in Spain."),
    ],
)
def test_tags_are_deleted_where_they_hide_something_wrong(written: str, right: str) -> None:
    text = "Template-Type: ReDIF-Paper 1.0\nTitle: {}\nAuthor-Name: Ann Lee\nHandle: RePEc:aaa:wpaper:1\n"
    assert after_fixing(text.format(written)) == text.format(right)


def test_an_abstract_goes_on_after_an_empty_line() -> None:
    text = (
        "Template-Type: ReDIF-Paper 1.0\nAbstract: We ask.\nKeywords: a; b\n\nThis is the second part of the text.\nTitle: T\n"
    )
    (template,) = redif.parse(text).templates
    assert template.data["abstract"] == "We ask. This is the second part of the text."
    assert template.data["keywords"] == ["a", "b"]


@pytest.mark.parametrize(
    ("lines", "abstract", "keywords"),
    [
        (
            "Keywords: We show that prices are high in all of the markets.",
            "We show that prices are high in all of the markets.",
            None,
        ),
        ("Keywords: a; b; We find that prices rise in all of them.", "We find that prices rise in all of them.", ["a", "b"]),
        ("JEL: E52\nThe results are robust. We find that it is so.", "The results are robust. We find that it is so.", None),
        ("Keywords: U.S. prices; wages in the E.U.", "", ["U.S. prices", "wages in the E.U."]),
        ("Keywords: This and That; we are here.", "", ["This and That", "we are here."]),
        ("Language: is what they speak in it.", "Language: is what they speak in it.", None),
    ],
)
def test_no_sentence_is_a_keyword(lines: str, abstract: str, keywords: list[str] | None) -> None:
    (template,) = redif.parse(f"{HEAD}Abstract: We ask.\n{lines}\nHandle: RePEc:aaa:wpaper:1\n").templates
    assert template.data["abstract"] == f"We ask. {abstract}".strip()
    assert template.data.get("keywords") == keywords


@pytest.mark.parametrize(("written", "held"), [("ZZZ", ["ZZZ"]), ("ZZZ, E62", ["ZZZ", "E62"])])
def test_the_tree_has_codes_that_no_record_takes(written: str, held: list[str]) -> None:
    (template,) = redif.parse(f"Template-Type: ReDIF-Paper 1.0\nTitle: x\nClassification-JEL: {written}\n").templates
    assert template.tree["classification-jel"] == held
