"""Importing for tests: records as plain data, and what was found."""

from __future__ import annotations

import io
from typing import Any

import redif
import redif.importers


def imported(text: str | bytes, format_: str, **options: Any) -> tuple[list[dict[str, Any]], list[redif.Finding]]:
    """The records in a text of another format, and the findings about it."""
    findings: list[redif.Finding] = []
    data = text if isinstance(text, bytes) else text.encode()
    records = [*redif.importers.read(io.BytesIO(data), format_, on_finding=findings.append, **options)]
    return [{key: held for key, held in record.to_dict().items() if key != "source"} for record in records], findings
