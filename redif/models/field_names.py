"""What the fields of models are called, and which field is meant by a name that none has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from pydantic import BaseModel

from redif.findings.errors import did_you_mean
from redif.findings.substitutes import substitutes
from redif.findings.wording import listed
from redif.grammar import Grammar
from redif.models.shapes import base_of, models_below, shapes, template_type_of
from redif.schema.tables import MAPS

ALIKE = 67  # percent of likeness from which on one field is suggested for another; they are longer than most words
CLUSTERS = ("author", "editor", "file")  # a field of a cluster may be called as its attribute is in one of these
_words_of = re.compile("[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])").findall


@cache
def attribute_names(model: type[BaseModel]) -> Mapping[str, str]:
    """Return the full names of the attributes of a model's templates, by these in lowercase and by fields."""
    grammar = Grammar.standard()
    names = {name.lower(): name for name in grammar.full_names(grammar.templates[template_type_of(model)])}
    return names | {
        field: names[title] for field, info in model.model_fields.items() if (title := (info.title or "").lower()) in names
    }


def no_such_field(model: type[BaseModel], name: str) -> str:
    """Return the message for a field that a model does not have, with the one that may be meant."""
    for field, info in model.model_fields.items():
        if name.lower().replace("-", "_") in (field, (info.title or "").lower().replace("-", "_")):
            return f"there is no such field; did you mean {field}?"
    meant = _field_instead(model, name) or _field_in_other_words(model, name)
    if isinstance(getattr(model, name, None), property):
        return "this is worked out from other fields and cannot be set" + (f"; set {meant} instead" if meant else "")
    if meant is not None:
        return f"there is no such field; did you mean {meant}?"
    fields = [field for field in model.model_fields if field not in MAPS]
    if alike := did_you_mean(name, fields, ALIKE):
        return f"there is no such field{alike}"
    if owners := [other.__name__ for other in _records_with(model, name)]:
        return f"there is no such field; {listed(owners, 'and')} {'has' if len(owners) == 1 else 'have'} it"
    if template_type_of(model) or "template_type" in model.model_fields:
        return "there is no such field"
    return f"there is no such field; choose from {', '.join(fields)}"


def _field_instead(model: type[BaseModel], name: str) -> str | None:
    """The field of a model, or of its clusters, that people mean by the name of another attribute, such as `jel`."""
    fields = {attribute: field for field, attribute, _ in _attributes(model)}
    for field, attribute, part in _attributes(model):
        for inner, inner_attribute, _ in _attributes(part) if part is not None else ():
            fields.setdefault(f"{attribute.rpartition('-')[0]}-{inner_attribute}", f"{field}[0].{inner}")
    if "template_type" not in model.model_fields:  # the names of substitutes begin with that of a cluster
        fields |= {f"{cluster}-{attribute}": field for attribute, field in fields.items() for cluster in CLUSTERS}
    meant = (each.attribute.lower() for each in substitutes().get("-".join(_words(name)), ()) if not each.lead)
    return next((fields[attribute] for attribute in meant if attribute in fields), None)


def _attributes(model: type[BaseModel]) -> Iterator[tuple[str, str, type[BaseModel] | None]]:
    """The fields of a model with the attributes whose values they hold, in lowercase, and the models of their clusters."""
    for field, shape in shapes(model).items():
        yield field, f"{model.model_fields[field].title}-{shape.part_key}".strip("-").lower(), shape.part


def _words(name: str) -> list[str]:
    """The words of a name in lowercase, whether it is written first_name, First-Name or firstName."""
    return [word.lower() for word in _words_of(name)]


def _field_in_other_words(model: type[BaseModel], name: str) -> str | None:
    """The field whose words a name has, or the last of them: `name_first` for `firstName`, `contact_email` for `email`."""
    words = _words(name)
    if not words:
        return None
    for wanted in (words, [*words, "name"]):
        for field in model.model_fields:
            if sorted(_words(field)) == sorted(wanted):
                return field
    ending = [field for field in model.model_fields if _words(field)[-len(words) :] == words]
    return ending[0] if len(ending) == 1 else None


def _records_with(model: type[BaseModel], name: str) -> list[type[BaseModel]]:
    """The models of other types of template that have a field, if a model is one of a template."""
    if "template_type" not in model.model_fields:
        return []
    return [other for other in models_below(base_of(model)) if template_type_of(other) and name in other.model_fields]
