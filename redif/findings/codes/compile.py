"""Makes the compiled form of the catalogue of codes: `python -m redif.findings.codes.compile`, after a `.toml` was edited."""

from __future__ import annotations

import json
from pathlib import Path

from redif.findings.codes import COMPILED, FILES, digest, parse

FOLDER = Path(__file__).parent


def compiled() -> bytes:
    """Return the compiled form of the catalogue as it is."""
    files = [(FOLDER / f"{part}.toml").read_bytes() for part in FILES]
    return json.dumps({"digest": digest(files), "entries": parse(files)}, ensure_ascii=False, indent=0).encode() + b"\n"


if __name__ == "__main__":
    (FOLDER / COMPILED).write_bytes(compiled())
