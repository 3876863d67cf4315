"""Grammar files: what ours say, the forms they may have, and what happens to faulty ones."""

from __future__ import annotations

import csv
import time
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pycountry
import pytest

import redif
from redif import Grammar, GrammarError
from redif.grammar import Attribute, Group
from redif.grammar.bounded import MOST_STOPPED
from redif.grammar.vocabularies import bibliographic_languages, languages
from redif.models import MODELS, Part
from redif.models.json_schema import descriptions
from redif.models.parts import Contributor, File, Organization


def load(tmp_path: Path, text: str) -> Grammar:
    path = tmp_path / "own.spec"
    path.write_text(text, encoding="utf-8")
    return Grammar.load(path)


def test_every_attribute_is_as_the_table_has_it(shared: Path) -> None:
    grammar = Grammar.standard()
    with open(shared / "data" / "redif-attributes.tsv", encoding="utf-8", newline="") as lines:
        wanted = {
            (row["name"].lower(), row["attribute"].lower()): (
                row["type"],
                row["cluster"] or None,
                row["key"] == "1",
                row["required"] == "1",
                row["repeatable"] == "1",
                row["deprecated"] == "1",
                row["kind"] == "template-obsolete",
            )
            for row in csv.DictReader(lines, delimiter="\t")
        }
    ours = {
        (name, key): (a.type, a.cluster, a.key, a.required, a.repeatable, a.deprecated, group.obsolete)
        for groups in (grammar.templates, grammar.clusters)
        for name, group in groups.items()
        for key, a in group.attributes.items()
    }
    assert len(wanted) == 320
    assert ours == wanted


def test_jel_codes_are_as_the_table_has_them(shared: Path) -> None:
    ours = (Path(redif.__file__).parent.parent / "grammars" / "jel.tsv").read_text(encoding="utf-8")
    assert ours == (shared / "data" / "jel.tsv").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(Grammar.standard().templates))
def test_models_and_grammar_agree_on_templates(name: str) -> None:
    group = Grammar.standard().templates[name]
    model = MODELS[name]
    fields = {info.title.lower() for info in model.model_fields.values() if info.title}
    attributes = {key for key, a in group.attributes.items() if not a.key and key not in group.merges}
    assert fields - {"handle"} == attributes - {"handle"}
    assert get_args(model.model_fields["template_type"].annotation) == (group.name,)


CLUSTER_MODELS: dict[str, type[Part]] = {"person": Contributor, "organization": Organization, "file": File}


@pytest.mark.parametrize("name", sorted(Grammar.standard().clusters))
def test_models_and_grammar_agree_on_clusters(name: str) -> None:
    fields = {info.title for info in CLUSTER_MODELS[name].model_fields.values() if info.title}
    assert fields == {a.name for a in Grammar.standard().clusters[name].attributes.values()}


# The class of values, or plain type, that a field for values of a grammar type must have.
VALUE_CLASSES = {
    "documenthandle": "Handle", "serieshandle": "Handle", "archivehandle": "Handle", "institutionhandle": "Handle",
    "personhandle": "Handle", "date": "PartialDate", "jel": "JelCode", "langcode639_1": "Language", "percentage": "int",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(Grammar.standard().templates))
def test_fields_have_the_type_of_their_attribute(name: str) -> None:
    group, model = Grammar.standard().templates[name], MODELS[name]
    told = descriptions(model)
    for field, info in model.model_fields.items():
        attribute = group.attributes.get((info.title or "").lower())
        if attribute is None or attribute.key:
            continue
        text = str(info.annotation)
        if attribute.cluster:
            assert CLUSTER_MODELS[attribute.cluster].__name__ in text, field
        elif attribute.reads_as == "year":
            assert "int" in text, field
        else:
            wanted = VALUE_CLASSES.get(attribute.type)
            assert wanted is None or wanted in text, field
            assert wanted or "str" in text or "Pages" in text, field
        assert told[field], field


def test_known_languages_are_iso_639() -> None:
    read = Grammar.standard().type("langcode639_1").read
    assert read is not None
    assert [read(code) for code in ("EN", "de", "xx", "eng")] == ["en", "de", None, None]
    known = {language.alpha_2: language for language in pycountry.languages if hasattr(language, "alpha_2")}
    assert languages() == {code: language.name for code, language in known.items()}
    assert bibliographic_languages() == {
        code: getattr(language, "bibliographic", language.alpha_3) for code, language in known.items()
    }


def said(groups: Mapping[str, Group]) -> dict[str, dict[str, Attribute]]:
    """What is said of attributes, wherever in the file."""
    return {name: {key: a._replace(offset=0) for key, a in group.attributes.items()} for name, group in groups.items()}


def test_both_forms_of_attribute_lines(tmp_path: Path) -> None:
    old = load(
        tmp_path,
        "CLUSTER=Place{\n Name:::*\n  city:::1:1\n}\nTemplate = Thing 1.0 {\n# comment\n\tTemplate-Type:::*\n"
        "  Home:cluster:PLACE\n Since:date\n Title:::1\n}\n",
    )
    new = load(
        tmp_path,
        "cluster = Place {\n Name, key\n city, req, norep\n}\ntemplate = Thing 1.0 {\n Template-Type, key\n"
        " Home : cluster : Place\n Since:DATE\n Title:text, required\n}\n",
    )
    assert said(old.templates) == said(new.templates)
    assert said(old.clusters) == said(new.clusters)
    city = old.clusters["place"].attributes["city"]
    assert (city.required, city.repeatable) == (True, False)


def test_qualifiers_have_the_names_in_use(tmp_path: Path) -> None:
    for words in ("req, norep, deprec", "required, nonrep, deprecated", "REQ,nonrepeatable,Deprecated"):
        attribute = load(tmp_path, f"template = T {{\n A:text, {words}\n}}\n").templates["t"].attributes["a"]
        assert (attribute.required, attribute.repeatable, attribute.deprecated) == (True, False, True)


FAULTS = [
    ("template = T {\n A:text, sometimes\n}\n", 2, "sometimes"),
    ("template = T {\n A:text !\n}\n", 2, "expected"),
    ("template = T {\n A:cluster:Nobody\n}\n", 2, "nobody"),
    ("template = T {\n A:cluster\n}\n", 2, "cluster"),
    ("template = T {\n A\n", 3, "}"),
    ("template T {\n}\n", 1, '"="'),
    ("thing = T {\n}\n", 1, "template"),
    ("template = T {\n A\n}\ntemplate = T {\n B\n}\n", 4, "twice"),
    ("cluster = C {\n A\n}\ntemplate = T {\n X:cluster:C\n}\n", 5, "key"),
    ("cluster = C {\n A, key\n C:cluster:C\n}\n", 3, "itself"),
    ("type = t / read {\n rule nowhere\n}\n", 2, "nowhere"),
    ("type = t / read {\n explode now\n}\n", 2, "explode"),
    ("type = t / read {\n known nothing\n}\n", 2, "nothing"),
    ("type = t / read {\n known languages\n}\n", 2, "needs a rule"),
    ("type = t / read {\n number\n}\n", 2, "needs a rule"),
    ("type = t / repair {\n rule nowhere\n}\n", 2, "nowhere"),
    ("type = t / check-regex {\n (unclosed\n}\n", 1, "regular expression"),
    ("type = t / length {\n rather 1 .. 2\n}\n", 2, "error or warning"),
    ("template = T {\n A\n}\ntemplate = T / after {\n merge B into A\n}\n", 5, "no attribute B"),
    ("template = T {\n A:text, as nowhere\n}\n", 2, "nowhere"),
    ("\x00\xff", 1, "expected"),
]


@pytest.mark.parametrize(("text", "line", "word"), FAULTS)
def test_a_fault_is_told_with_its_place(tmp_path: Path, text: str, line: int, word: str) -> None:
    with pytest.raises(GrammarError) as caught:
        load(tmp_path, text)
    assert caught.value.line == line
    assert word in caught.value.message
    assert str(caught.value).startswith(f"{caught.value.file}:{line}:{caught.value.column}: ")


def test_a_name_that_no_file_can_have_is_told() -> None:
    with pytest.raises(redif.UsageError, match=r"no file can have the name 'a\\x00b'"):
        Grammar.load("a\0b")


def test_a_grammar_of_ones_own(fixtures: Path) -> None:
    grammar = Grammar.load(fixtures / "grammars" / "teaching.spec")
    assert [(f.code, f.line, f.message) for f in grammar.findings] == [
        ("grammar-code", 6, "type date / preproc is code; it is skipped and never run")
    ]
    (template,) = redif.templates(fixtures / "grammars" / "teacher.redif", grammar=grammar)
    record = template.record
    assert record.template_type == "ReDIF-Teacher 1.0"
    assert record.handle == "RePEc:aaa:teachr:ada"
    assert record.extra["Name"] == ["Ada Example"]
    assert [course["extra"]["Course-hours"] for course in record.extra["Course"][:1]] == [["4"]]
    assert record.extra["Course"][1]["unparsed"] == {"Course-level": ["beginner"]}
    assert record.extra["Since"] == ["2001-09"]
    assert template.tree["course"][0] == {"name": ["Examples I"], "level": ["BA"], "hours": ["4"]}
    assert [f.code for f in template.findings] == ["value-invalid"]


def test_code_in_a_grammar_is_never_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    grammar = load(
        tmp_path,
        "".join(f"type = t{n} / {aspect} {{\n  open('ran', 'w'); system('touch ran')\n}}\n"
                for n, aspect in enumerate(["check-eval", "preproc", "preproc-eval", "postproc"])),
    )  # fmt: skip
    assert len(grammar.findings) == 4
    assert not (tmp_path / "ran").exists()
    assert grammar.type("t0").is_free
    assert grammar.type("date").read("20010203") == "2001-02-03"  # type: ignore[misc]  # ReDIF's own stands in


def test_an_expression_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("redif.grammar.bounded.SECONDS", 0.01)
    own = "template = T {\n Template-Type:::*\n A:t\n}\ntype = t / check-regex {\n ^(?:a|aa)+$\n}\n"
    long = ["a" * length + "b" for length in range(60, 60 + MOST_STOPPED)]
    text = "".join(f"Template-Type: T\nA: {value}\n\n" for value in ["aa", "b", *long, "b", "aa"])
    found = [
        [finding.code for finding in template.findings] for template in redif.parse(text, grammar=load(tmp_path, own)).templates
    ]
    # What cannot be searched in time is not held against a value; after some of them, nothing is.
    assert found == [[], ["value-invalid"], *([] for _ in long), [], []]


@pytest.mark.parametrize(("expression", "value"), [("^(a+)+$", "a"), ("^(x+x+)+y", "x"), (r"^(.*a){12}$", "a")])
def test_an_expression_that_repeats_itself_takes_no_time(tmp_path: Path, expression: str, value: str) -> None:
    grammar = load(tmp_path, f"template = T {{\n Template-Type:::*\n A:t\n}}\ntype = t / check-regex {{\n {expression}\n}}\n")
    start = time.process_time()
    text = "".join(f"Template-Type: T\nA: {value * length}b\n\n" for length in range(40, 80))
    found = [[finding.code for finding in template.findings] for template in redif.parse(text, grammar=grammar).templates]
    assert found == [["value-invalid"]] * 40
    assert time.process_time() - start < 5
