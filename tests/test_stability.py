"""What others build on: names, schemas and exit statuses change only together with a version."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

import redif
from redif.cli import exit_status, main
from redif.models import json_schema as records
from redif.reports import json_schema as findings

# The schemas, beside that of the tables (tests/tables), by name: version, and the first letters of a hash of what it says. When one of these tests fails, the change is
# one that others may notice: raise the version where it takes something away or gives it another meaning (docs/stability.md
# says when), write the new hash here, and a line into CHANGELOG.md.
KNOWN = {
    "records": (1, "bc03014ca02006f4"),
    "findings": (1, "bf3e7e1db69b289c"),
}
STATUSES = {"OK": 0, "FOUND": 1, "UNUSABLE": 2, "INTERRUPTED": 130, "BROKEN_PIPE": 141, "TERMINATED": 128}


def without_words(schema: Any) -> Any:
    """Return a schema without what is only for people."""
    if isinstance(schema, dict):
        left_out = {"description", "title", "$id"}
        left_out |= {"enum"} if "const" in schema else set()  # Pydantic before 2.10 says the same twice
        return {name: without_words(value) for name, value in schema.items() if name not in left_out or isinstance(value, dict)}
    return [without_words(value) for value in schema] if isinstance(schema, list) else schema


def digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


@pytest.mark.parametrize("name", KNOWN)
def test_a_schema_changes_only_with_its_version(name: str) -> None:
    now = {
        "records": lambda: (records.VERSION, digest(without_words(records.json_schema()))),
        "findings": lambda: (findings.VERSION, digest(without_words(findings.json_schema()))),
    }[name]()
    assert now == KNOWN[name]


def test_every_finding_follows_the_schema(fixtures: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    assert main(["check", "-q", "--select", "all", "-o", str(report), str(fixtures)]) == 1
    lines = report.read_bytes().splitlines()
    validator = jsonschema_rs.validator_for(findings.json_schema())
    assert [error.message for line in lines for error in validator.iter_errors(json.loads(line))] == []
    assert any(json.loads(line)["fix"] for line in lines)
    assert not validator.is_valid({**json.loads(lines[0]), "more": 1})


def test_the_command_prints_both_schemas(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for words, schema in ((["schema"], records), (["schema", "records"], records), (["schema", "findings"], findings)):
        assert main(words) == 0
        assert json.loads(capfdbinary.readouterr().out) == schema.json_schema()
    assert main(["schema", "finding"]) == 2
    assert b"did you mean findings?" in capfdbinary.readouterr().err


def test_public_names() -> None:
    known = (Path(__file__).parent / "public_names.txt").read_text(encoding="utf-8").split()
    gone = set(known) - set(redif.__all__)
    assert not gone, "a public name goes only after it has warned; see docs/stability.md"
    assert set(redif.__all__) == set(known), "add the new names to tests/public_names.txt, docs/reference.md and CHANGELOG.md"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other statuses for signals")
def test_exit_statuses() -> None:
    assert {name: getattr(exit_status, name) for name in STATUSES if hasattr(exit_status, name)} == STATUSES
