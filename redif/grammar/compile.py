"""Makes the compiled form of the standard grammar: `python -m redif.grammar.compile`, after grammars/ was edited."""

from __future__ import annotations

from pathlib import Path

from redif.grammar import compiled, standard


def main() -> None:
    """Write the compiled form beside the grammar files."""
    files = standard.read_files()
    path = Path(standard.compiled_path())
    path.write_bytes(compiled.dump(standard.parse(files), files.digest))
    print(f"wrote {path}")


if __name__ == "__main__":
    main()
