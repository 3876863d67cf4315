"""The JSON Schema of the records, made from the models."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from redif import models as all_models
from redif.models import MODELS, Record

VERSION = 1  # of the schema; see docs/stability.md for when it changes


def json_schema() -> dict[str, Any]:
    """Return a schema (JSON Schema 2020-12) for a record of any type; a template of an unknown type is a plain Record."""
    models: list[type[BaseModel]] = [*MODELS.values(), Record]
    references, schema = models_json_schema([(model, "validation") for model in models], title="ReDIF record")
    for model in models:
        # The models have a default for it, for programs that make records; what is written always has it.
        schema["$defs"][model.__name__]["required"] = ["template_type"]
    for name, definition in schema["$defs"].items():
        for field, description in descriptions(getattr(all_models, name)).items():
            definition["properties"][field]["description"] = description
    any_of = [references[model, "validation"] for model in models]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:redif:records:{VERSION}",
        "title": schema["title"],
        "anyOf": any_of,
        "$defs": schema["$defs"],
    }


def descriptions(model: type[BaseModel]) -> dict[str, str]:
    """Return the text below each field of a model, by the name of the field.

    Pydantic could collect it, but would read the models' sources at every import, which takes longer than the rest of it.
    """
    found: dict[str, str] = {}
    for owner in reversed(model.__mro__):
        if issubclass(owner, BaseModel) and owner is not BaseModel:
            own = inspect.get_annotations(owner)
            found = {field: text for field, text in found.items() if field not in own} | dict(_texts_below_fields(owner))
    return found


def _texts_below_fields(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    (definition,) = ast.parse(inspect.getsource(model)).body
    for above, below in pairwise(definition.body if isinstance(definition, ast.ClassDef) else []):
        match above, below:
            case ast.AnnAssign(target=ast.Name(name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, inspect.cleandoc(text)
