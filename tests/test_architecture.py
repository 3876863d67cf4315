"""The shape of the code: nothing loose in the package, and imports that run one way.

Every import counts, also those inside functions and those for type checkers alone: a circle is a circle wherever it hides.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from support.paths import ROOT

PACKAGE = ROOT / "redif"
MOST_FLOORS = 12


def modules() -> dict[str, Path]:
    """Modules by their dotted names; a package is its `__init__`."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(path: Path, known: dict[str, Path]) -> Iterator[str]:
    """The modules of ours that a module imports anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "redif":
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in known else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)


def floors(arrows: dict[str, set[str]]) -> dict[str, int]:
    """How many imports stand one upon the other, at the most, below each name and with it.

    Raises:
        AssertionError: there is a circle.
    """
    found: dict[str, int] = {}

    def floor(name: str, above: tuple[str, ...]) -> int:
        assert name not in above, f"a circle: {' -> '.join((*above[above.index(name) :], name))}"
        if name not in found:
            found[name] = 1 + max((floor(below, (*above, name)) for below in sorted(arrows[name])), default=0)
        return found[name]

    for name in sorted(arrows):
        floor(name, ())
    return found


def room(module: str) -> str:
    """The part of the package that a module stands in."""
    return ".".join(module.split(".")[:2])


def test_nothing_is_loose_in_the_package() -> None:
    assert {path.name for path in PACKAGE.iterdir() if path.is_file()} == {"__init__.py", "__main__.py", "py.typed"}


def test_modules_import_one_way() -> None:
    known = modules()
    floors({name: set(imports(path, known)) - {name} for name, path in known.items()})


def test_packages_import_one_way_and_few_stand_upon_each_other() -> None:
    known = modules()
    arrows: dict[str, set[str]] = {}
    for name, path in known.items():
        arrows.setdefault(room(name), set()).update(map(room, imports(path, known)))
    found = floors({name: below - {name} for name, below in arrows.items()})
    assert max(found.values()) <= MOST_FLOORS, sorted(found.items(), key=lambda pair: pair[1])


def private_uses(path: Path) -> Iterator[str]:
    """The private names of redif that a test module imports or touches, with their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    ours: set[str] = set()  # names bound to something imported from redif
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "redif":
            ours.update(alias.asname or alias.name for alias in node.names)
            yield from (f"{path.name}:{node.lineno} {alias.name}" for alias in node.names if is_private(alias.name))
        elif isinstance(node, ast.Import):
            ours.update(
                (alias.asname or alias.name).split(".")[0] for alias in node.names if alias.name.split(".")[0] == "redif"
            )
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr) and root_name(node) in ours:
            yield f"{path.name}:{node.lineno} {ast.unparse(node)}"
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"redif(\.\w+)*\._\w+", node.value)
        ):
            yield f"{path.name}:{node.lineno} {node.value}"  # as monkeypatch takes it


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def root_name(node: ast.expr) -> str | None:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def test_tests_use_no_private_names() -> None:
    paths = sorted(path for path in (ROOT / "tests").rglob("*.py"))
    assert [use for path in paths for use in private_uses(path)] == []
