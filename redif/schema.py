"""The JSON Schema of the records, made from the models."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from redif.models import MODELS, Record


def json_schema() -> dict[str, Any]:
    """A schema (JSON Schema 2020-12) that takes a record of any type; a template of no known type is a plain Record."""
    models: list[type[BaseModel]] = [*MODELS.values(), Record]
    references, schema = models_json_schema([(model, "validation") for model in models], title="ReDIF record")
    for model in models:
        # The models have a default for it, for programs that make records; what is written always has it.
        schema["$defs"][model.__name__]["required"] = ["template_type"]
    any_of = [references[model, "validation"] for model in models]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": schema["title"],
        "anyOf": any_of,
        "$defs": schema["$defs"],
    }
