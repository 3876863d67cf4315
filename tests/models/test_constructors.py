"""Records that a program makes: held to the grammar as those in files are."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

import redif
from redif.grammar import Grammar
from redif.models import MODELS, Contributor, File, Organization, Part
from redif.models.validation import _fits

HANDLE = "RePEc:aaa:wpaper:1"


def test_an_article_in_its_normal_form() -> None:
    article = redif.Article(
        handle=HANDLE,  # type: ignore[arg-type]
        title="On\n  things",
        authors=[{"name": "A. B.", "email": "a@example.org"}, Contributor(name="C. D.")],  # type: ignore[list-item]
        creation_date="20010102",  # type: ignore[arg-type]
        languages=["EN"],  # type: ignore[list-item]
        doi="https://doi.org/10.5555/123",
        keywords=["prices, relative", "examples"],
        year=2001,
    )
    assert article.data == {
        "template_type": "ReDIF-Article 1.0",
        "handle": HANDLE,
        "title": "On things",
        "authors": [{"name": "A. B.", "email": "a@example.org"}, {"name": "C. D."}],
        "keywords": ["prices, relative", "examples"],
        "languages": ["en"],
        "doi": "10.5555/123",
        "creation_date": "2001-01-02",
        "year": 2001,
    }
    assert article.handle is not None
    assert article.handle.series == "wpaper"


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("handle", "RePEc:aa:1", '"aa" should be the archive\'s code, three letters'),
        ("year", 99999, 'should end after "9999"'),
        ("creation_date", "spring 2001", "it should begin with a date: yyyy, yyyy-mm or yyyy-mm-dd"),
        ("languages", ["zz"], 'The Language "zz" is not a language code.'),
        ("keywords", ["one; two"], "would be read as several values"),
        ("classification_jel", ["D12, H41"], "would be read as several values"),
        ("classification_jel", ["Q123456"], "Classification-Jel"),
        ("authors", [{"email": "nobody"}], 'after "nobody" it expects "@"'),
        ("files", [{"url": "no address"}], "URL"),
        ("nonsense", "x", "Extra inputs are not permitted"),
    ],
)
def test_what_the_grammar_refuses_is_refused_with_why(field: str, value: object, why: str) -> None:
    with pytest.raises(ValidationError) as caught:
        redif.Article(**{field: value})  # type: ignore[arg-type]
    assert why in str(caught.value)
    assert field in str(caught.value)


def test_every_field_of_an_attribute_is_held_to_the_grammar() -> None:
    grammar = Grammar.standard()
    models: list[type[Part]] = [*MODELS.values(), Contributor, Organization, File]
    for model in models:
        for name, info in model.model_fields.items():
            is_cluster = "list[" in str(info.annotation) and any(
                part in str(info.annotation) for part in ("Contributor", "Organization", "File")
            )
            if model is MODELS["redif-mirror 1.0"] and name == "handle":
                continue  # mirrors have none
            assert (name in _fits(model)) is (bool(info.title) and not is_cluster), (model, name)
    assert grammar.type("documenthandle") is _fits(redif.Paper)["handle"].type


def test_the_template_type_is_always_there() -> None:
    assert redif.Paper().data == {"template_type": "ReDIF-Paper 1.0"}
    assert redif.Paper().model_dump(exclude_defaults=True) == {"template_type": "ReDIF-Paper 1.0"}
    with pytest.raises(ValidationError):
        redif.Paper(template_type="ReDIF-Article 1.0")  # type: ignore[arg-type]


def test_what_was_read_is_not_refused(fixtures: Path) -> None:
    """A record read from a mess holds what the grammar takes, and the rest of it in its place."""
    for template in redif.templates(fixtures):
        record = template.record
        assert record.data == template.data
        assert type(record).model_validate(record.data) == record
