"""Measure speed, memory and start-up time of redif: `python benchmarks/measure.py CORPUS --yardstick YARDSTICK.py`.

The yardstick is a program that only splits the same files into attributes. Because machines differ, speed is given as a
multiple of the yardstick's CPU time (user and system) on the same files, as the median of several pairs of runs. The speed of
output formats is given as a multiple of that of JSON Lines.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from redif.source.files import files
from redif.writers import WRITERS

COPIES = 10
ONE_JOB = ["--jobs", "1"]  # what a core does; benchmarks/scale.py compares several
LARGE = 300 * 1000 * 1000  # bytes of the single large file
# Modules are compiled once, as they are when redif is installed, whatever this environment says.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measured(command: list[str]) -> tuple[float, float]:
    """Return the CPU seconds and the peak memory in MB of one run of a command."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # 1 where something in the files could not be read
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def pairs(name: str, ours: list[str], other: list[str], runs: int) -> None:
    """Run two commands in turn and print the median ratio of their CPU times."""
    measured(ours), measured(other)
    found = [(measured(ours)[0], measured(other)[0]) for _ in range(runs)]
    ratios = [a / b for a, b in found]
    a, b = (statistics.median(column) for column in zip(*found, strict=True))
    print(
        f"{name}: {a:.3f} s against {b:.3f} s CPU, {statistics.median(ratios):.2f} times "
        f"({min(ratios):.2f} to {max(ratios):.2f} in {runs} pairs)",
        flush=True,
    )


# One process that checks folders one after the other: in a single check, every handle would appear in every copy.
CHECK = """
import sys
from redif.cli import main
for folder in sys.argv[1:]:
    main(["check", "-q", "--jobs", "1", "--exit-zero", "--isolated", "-o", "/dev/null", folder])
"""


def speed(redif: list[str], corpus: Path, yardstick: Path, folder: Path, runs: int) -> None:
    """Convert and check ten copies of a corpus, and check one, compared with the yardstick."""
    copies = [folder / str(number) for number in range(COPIES)]
    for copy in copies:
        shutil.copytree(corpus, copy, copy_function=shutil.copyfile)
    other = [sys.executable, str(yardstick)]
    convert = [*redif, "convert", *ONE_JOB, str(folder), "--to", "jsonl", "-o", os.devnull]
    pairs("convert, ten copies", convert, [*other, str(folder)], runs)
    check = [sys.executable, "-c", CHECK]
    pairs("check, ten copies", [*check, *map(str, copies)], [*other, *map(str, copies)], runs)
    pairs("check, one", [*check, str(copies[0])], [*other, str(copies[0])], 2 * runs)


# One process that makes a catalogue of a folder and prints its size.
CATALOGUE = """
import sys
from redif import Catalogue
catalogue = Catalogue(sys.argv[1])
print(len(catalogue), catalogue.size, catalogue.is_on_disk)
"""


def catalogue(corpus: Path, yardstick: Path, folder: Path, runs: int) -> None:
    """Make a catalogue of ten copies of a corpus, compared with the yardstick."""
    for number in range(COPIES):
        shutil.copytree(corpus, folder / str(number), copy_function=shutil.copyfile)
    ours = [sys.executable, "-c", CATALOGUE, str(folder)]
    pairs("catalogue of ten copies", ours, [sys.executable, str(yardstick), str(folder)], runs)
    seconds, peak = measured(ours)
    said = subprocess.run(ours, capture_output=True, text=True, check=True, env=ENVIRONMENT).stdout.split()
    count, size = int(said[0]), int(said[1])
    where = "on disk" if said[2] == "True" else "in memory"
    print(
        f"catalogue: {count:,} templates, {count / seconds:,.0f} a second, {peak:.0f} MB resident at most; "
        f"the index, {where}, takes {size / count:,.0f} bytes a template"
    )


def writers(redif: list[str], corpus: Path, runs: int) -> None:
    """Write a corpus in each format, compared with JSON Lines."""
    convert = [*redif, "convert", "-q", str(corpus), "-o", os.devnull, "--to"]
    for name in WRITERS:
        if name not in ("jsonl", "tree"):
            pairs(f"--to {name}, compared with jsonl", [*convert, name], [*convert, "jsonl"], runs)


def memory(redif: list[str], corpus: Path, folder: Path) -> None:
    """Convert and check one file of 300 MB, the text of the corpus repeated."""
    path = folder / "large.rdf"
    texts = [Path(name).read_bytes() for name in files([corpus], lambda _error: None)]
    whole = b"\n".join(text.removeprefix(b"\xef\xbb\xbf") for text in texts if b"\0" not in text)
    with path.open("wb") as out:
        for _ in range(LARGE // len(whole) + 1):
            out.write(whole)
    for command in (["convert", "--to", "jsonl"], ["check", "--exit-zero"]):
        seconds, peak = measured([*redif, *command, *ONE_JOB, str(path), "-o", os.devnull])
        size = path.stat().st_size / 1e6
        print(f"{command[0]}, one file of {size:.0f} MB: {peak:.0f} MB resident at most, {seconds:.1f} s CPU", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpus", type=Path)
    options.add_argument("--yardstick", type=Path, required=True)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--only", choices=["speed", "memory", "start", "catalogue", "writers"])
    args = options.parse_args()
    redif = [str(Path(sys.executable).with_name("redif"))]
    with tempfile.TemporaryDirectory() as folder:
        if args.only in (None, "start"):
            pairs("redif --version", [*redif, "--version"], [sys.executable, "-c", "pass"], 4 * args.runs)
        if args.only in (None, "speed"):
            speed(redif, args.corpus, args.yardstick, Path(folder) / "copies", args.runs)
        if args.only in (None, "writers"):
            writers(redif, args.corpus, args.runs)
        if args.only in (None, "catalogue"):
            catalogue(args.corpus, args.yardstick, Path(folder) / "more", args.runs)
        if args.only in (None, "memory"):
            memory(redif, args.corpus, Path(folder))


if __name__ == "__main__":
    main()
