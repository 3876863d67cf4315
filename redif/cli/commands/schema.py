"""`redif schema`: the JSON Schema of the records, or of the problems that `redif check` reports."""

from __future__ import annotations

import argparse
import sys

import orjson

from redif.models import json_schema as records
from redif.reports import json_schema as findings

SCHEMAS = {"records": records.json_schema, "findings": findings.json_schema}


def run(options: argparse.Namespace) -> int:
    """Print the schema, and return the exit status."""
    schema = SCHEMAS[options.of]()
    sys.stdout.buffer.write(orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return 0
