"""`redif schema`: the JSON Schema of the records."""

from __future__ import annotations

import argparse
import sys

import orjson

from redif.models.json_schema import json_schema


def run(_options: argparse.Namespace) -> int:
    """Print the schema, and return the exit status."""
    sys.stdout.buffer.write(orjson.dumps(json_schema(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return 0
