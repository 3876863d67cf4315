"""How many small changes of the code the tests notice: mutation testing with mutmut, on a sample of mutants.

    pip install mutmut
    python benchmarks/mutants.py                          60 mutants of each package, all with the same seed
    python benchmarks/mutants.py --most 200 syntax        more of one package

Of each mutant, mutmut runs only the tests that reach the function it is in. All it writes is in the folder `mutants`.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("source", "syntax", "grammar", "rewriting", "checks", "archiving", "importers")
NO_MUTANT = "no-such-mutant"  # asked for this, mutmut makes the mutants, finds out which tests reach what, and stops
KILLED, SURVIVED, NOT_RUN = {1, 3}, {0, 33}, {None}  # exit statuses in mutmut's files; 33 is "no tests reach it"


def mutmut(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def statuses(package: str) -> Iterator[tuple[str, int | None]]:
    """The mutants of a package, each with the exit status of its tests."""
    for path in sorted((ROOT / "mutants" / "redif" / package).rglob("*.meta")):
        yield from json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"].items()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="*", default=PACKAGES, help=f"of {', '.join(PACKAGES)}; all of them by default")
    parser.add_argument("--most", type=int, default=60, help="mutants of each package (default: 60)")
    parser.add_argument("--seed", type=int, default=1, help="which sample (default: 1)")
    parser.add_argument("--processes", type=int, default=1, help="how many run at once (default: 1)")
    parser.add_argument("--diff", action="store_true", help="show what survived as diffs")
    options = parser.parse_args()
    first = mutmut("run", NO_MUTANT)
    chosen = {}
    for package in options.packages:
        names = [name for name, _ in statuses(package)]
        if not names:
            print(f"mutmut made no mutants of {package}:\n{first.stdout[-2000:]}{first.stderr[-2000:]}", file=sys.stderr)
            return 2
        chosen[package] = random.Random(options.seed).sample(names, min(options.most, len(names)))
    every = [name for names in chosen.values() for name in names]
    mutmut("run", "--max-children", str(options.processes), *every)
    all_killed = all_made = 0
    for package, names in chosen.items():
        found = dict(statuses(package))
        survivors = [name for name in names if found[name] in SURVIVED]
        killed = sum(found[name] not in SURVIVED | NOT_RUN for name in names)
        all_killed, all_made = all_killed + killed, all_made + killed + len(survivors)
        print(f"{package}: {killed} of {killed + len(survivors)} killed")
        for name in survivors:
            print(mutmut("show", name).stdout if options.diff else f"  {name}")
    print(f"all: {all_killed} of {all_made} killed, {100 * all_killed / max(all_made, 1):.0f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
