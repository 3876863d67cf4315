"""Measure how time and memory grow with the inputs of docs/robustness.md.

    python benchmarks/growth.py                       each at 0.25 and 1 MB, as a table in Markdown
    python benchmarks/growth.py authors "one line"    some of them
    python benchmarks/growth.py --huge                1 GB in one line, and 1 GB without a template

A time is that of the processor, without what an empty file takes; memory is the most that the process had. Whatever takes
more than `--most` times as long for four times the input is marked, and the exit status is 1 then.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from robustness.inputs import GROWING, LONG_LINES  # noqa: E402

COMMANDS = {
    "convert": ["convert", "-q", "-o", os.devnull],
    "check": ["check", "-q", "--isolated", "--format", "json", "-o", os.devnull],
    "check --diff": ["check", "-q", "--isolated", "--diff"],
    "format": ["format", "-q", "--check"],
}
HUGE: dict[str, Callable[[int], bytes]] = {"one line": lambda n: b"x" * n, "no template": lambda n: b"x y z\n" * (n // 6)}
TIMES = 4  # how much larger the second input is
LONGER = 16  # how much larger both are where they are one line: a file is read in blocks of 1 MB
REPEATED = 3  # others use the machine
SLIGHT = 0.1  # seconds; less is not compared
PIECE = 1 << 20
# A process counts the memory of the one that it was forked from, too, so commands are started by one that is small.
LAUNCHER = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
"""


class Run(NamedTuple):
    """The seconds of a run, and the most megabytes that it had."""

    seconds: float
    megabytes: float


def run(command: list[str], path: Path) -> Run:
    """Run a command on a file."""
    words = [sys.executable, "-I", "-S", "-c", LAUNCHER, sys.executable, "-m", "redif", *command, str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT)
    status, seconds, megabytes = done.stdout.split()
    if status not in ("0", "1"):
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return Run(float(seconds), float(megabytes))


def quickest(command: list[str], path: Path) -> Run:
    """Run a command on a file several times, and return the quickest run."""
    return min(run(command, path) for _ in range(REPEATED))


def written(path: Path, pieces: Iterator[bytes]) -> Path:
    with path.open("wb") as file:
        file.writelines(pieces)
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", help="names in docs/robustness.md; all by default")
    parser.add_argument("--size", type=int, default=250_000, help="bytes of the first input (default: 250000)")
    parser.add_argument("--most", type=float, default=6, help="times as long for four times the input (default: 6)")
    parser.add_argument("--huge", action="store_true", help="1 GB of one line, and 1 GB without a template")
    parser.add_argument("--folder", help="where the inputs are written")
    options = parser.parse_args()
    if unknown := set(options.inputs) - {*GROWING, *HUGE}:
        parser.error(f"there is no input {unknown.pop()!r}; there are {', '.join(GROWING)}")
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        return huge(Path(folder), options.inputs) if options.huge else growth(Path(folder), options)


def growth(folder: Path, options: argparse.Namespace) -> int:
    """Print the table of all inputs at two sizes."""
    empty = written(folder / "empty.rdf", iter(()))
    base = {name: quickest(command, empty) for name, command in COMMANDS.items()}
    sizes = [options.size, TIMES * options.size]
    print("| input: seconds; most MB | " + " | ".join(f"`{name}`" for name in COMMANDS) + " |")
    print("|---" * (len(COMMANDS) + 1) + "|", flush=True)
    slow = 0
    for name in options.inputs or GROWING:
        longer = LONGER if name in LONG_LINES else 1
        texts = (GROWING[name](longer * size).encode("utf-8", "surrogateescape") for size in sizes)
        paths = [written(folder / f"{number}.rdf", iter([text])) for number, text in enumerate(texts)]
        cells = []
        for known, command in COMMANDS.items():
            one, four = (quickest(command, path) for path in paths)
            before, after = one.seconds - base[known].seconds, four.seconds - base[known].seconds
            is_slow = after > options.most * max(before, SLIGHT)
            slow += is_slow
            mark = "**" if is_slow else ""
            cells.append(f"{mark}{max(before, 0):.1f}, {max(after, 0):.1f}{mark}; {one.megabytes:.0f}, {four.megabytes:.0f}")
        label = " and ".join(f"{longer * size / 1e6:g}" for size in sizes)
        print(f"| {name}, {label} MB | " + " | ".join(cells) + " |", flush=True)
    return int(slow > 0)


def huge(folder: Path, inputs: list[str]) -> int:
    """Print the table of what is 250 MB and 1 GB."""
    sizes = [250_000_000, 1_000_000_000]
    print("| 250 MB and 1 GB: seconds; most MB | " + " | ".join(f"`{name}`" for name in COMMANDS) + " |")
    print("|---" * (len(COMMANDS) + 1) + "|", flush=True)
    for name, make in HUGE.items():
        if inputs and name not in inputs:
            continue
        cells = []
        for command in COMMANDS.values():
            runs = []
            for size in sizes:
                path = written(folder / "huge.rdf", (make(PIECE) for _ in range(size // PIECE)))
                runs.append(run(command, path))
                path.unlink()
            cells.append(
                f"{', '.join(f'{each.seconds:.0f}' for each in runs)}; {', '.join(f'{each.megabytes:.0f}' for each in runs)}"
            )
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
