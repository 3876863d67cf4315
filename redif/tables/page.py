"""Make the list of tables in `docs/tables.md`: `python -m redif.tables.page` prints it."""

from __future__ import annotations

import sys

from redif.models.json_schema import descriptions
from redif.tables.schema import TABLES, VERSION, Table


def markdown() -> str:
    """Return all tables with their columns as Markdown."""
    lines = [f"This is version {VERSION} of the schema."]
    for table in TABLES:
        lines += ["", f"### {table.name}", "", table.about, "", "| column | type | |", "|---|---|---|"]
        about = _described(table)
        for column in table.columns:
            refers = f", `id` of `{column.refers}`" if column.refers else ""
            lines.append(f"| `{column.name}` | {column.type}{refers} | {column.about or about[column.name]} |")
    return "\n".join(lines) + "\n"


def _described(table: Table) -> dict[str, str]:
    """Return what the models say of their fields, in a line each; the first model that has a field has the word."""
    found: dict[str, str] = {}
    for model in reversed(table.models):
        found |= descriptions(model)
    return {name: " ".join(text.split()).replace("|", "\\|") for name, text in found.items()}


if __name__ == "__main__":
    sys.stdout.buffer.write(markdown().encode())
