"""Measure redif on a synthetic mirror: `python benchmarks/scale.py SOURCE --size 1GB --yardstick YARDSTICK.py -o scale.md`.

Each command runs with one process and with several, in turn and as often as `--pairs` says, and then twice with a cache. Around
every turn runs the yardstick, which only splits the same files into attributes: the times of a machine that others use too mean
little without it. The table has minutes, megabytes and templates a second, the peak memory of the largest process, and what it
would come to for all of RePEc. A plot goes beside it, as SVG.

For 1 GB and one pair that is some 40 minutes of CPU and 8 GB in the folder for temporary files (`TMPDIR` names another one).
The code of redif may not change meanwhile: no result in a cache is used by other code.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from redif import __version__

sys.path.insert(0, str(Path(__file__).parent))
from mirror import FULL, Mirror, bytes_of, make

ALL_BYTES = 5 * 10**9  # of RePEc
WIDTH, BAR, GAP, LEFT = 640, 18, 8, 210  # of the plot, in pixels
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Run(NamedTuple):
    """One run of a command.

    Attributes:
        name: what ran.
        jobs: how many processes it might use.
        cache: whether it had a cache: empty, full, or none.
        wall, cpu: seconds, of all its processes together for the latter.
        memory: the bytes of the largest of its processes, at most.
        output: a hash of what it wrote.
    """

    name: str
    jobs: int
    wall: float
    cpu: float
    memory: int
    output: str
    cache: str = ""

    @property
    def label(self) -> str:
        """What ran, in words."""
        return self.name + (f", {self.cache} cache" if self.cache else "")


# A process counts the memory of the one that it was forked from, too, so commands are started by one that is small.
LAUNCHER = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)  # with the largest of the processes that it has waited for
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, file=sys.stderr)
"""


def run(name: str, jobs: int, command: Sequence[str]) -> Run:
    """Run a command, which may end with 1."""
    start = time.perf_counter()
    launched = [sys.executable, "-I", "-S", "-c", LAUNCHER, *command]
    done = subprocess.run(launched, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENVIRONMENT, check=True)
    wall = time.perf_counter() - start
    *message, last = done.stderr.decode(errors="replace").splitlines()
    status, cpu, memory = last.split()
    if status not in ("0", "1"):
        raise SystemExit(f"{' '.join(command)} ended with {status}: {' '.join(message[-3:])}")
    return Run(name, jobs, wall, float(cpu), int(memory), "")


def digest(path: Path) -> str:
    """Return the hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


def takes(redif: str, command: str, option: str) -> bool:
    """Return whether a command exists and has an option."""
    done = subprocess.run([redif, command, "--help"], capture_output=True, text=True, check=False)
    return done.returncode == 0 and option in done.stdout


def runs(
    redif: str, folder: Path, work: Path, yardstick: Path, jobs: Sequence[int], pairs: int, only: Sequence[str]
) -> Iterator[Run]:
    """Run the commands that are wanted, with each number of jobs in turn."""
    tape: Callable[[], Run] = lambda: run("yardstick", 1, [sys.executable, str(yardstick), str(folder)])  # noqa: E731
    commands = [
        ("convert", ["convert", "-q", str(folder), "-o"], work / "records.jsonl"),
        ("check", ["check", "-q", "--exit-zero", "--isolated", "--format", "json", str(folder), "-o"], work / "findings.json"),
        ("tables", ["tables", "-q", str(folder), "-o"], work / "tables.sqlite"),
    ]
    yield tape()
    for name, command, output in commands:
        if name not in only or not takes(redif, name, "-o"):
            continue
        kinds = [(number, "") for _ in range(pairs) for number in jobs] + [(1, "an empty"), (1, "a full")]
        for number, cache in kinds:
            with contextlib.suppress(FileNotFoundError):
                output.unlink()
            option = ["--jobs", str(number), *(["--cache", str(work / "cache")] if cache else [])]
            found = run(name, number, [redif, *command, str(output), *option])
            yield found._replace(output=digest(output), cache=cache)
            if number == jobs[-1] or cache:
                yield tape()
        shutil.rmtree(work / "cache", ignore_errors=True)
        with contextlib.suppress(FileNotFoundError):
            output.unlink()


def table(found: Sequence[Run], mirror: Mirror) -> str:
    """Return the figures as a table in Markdown."""
    tape = sorted(each.cpu for each in found if each.name == "yardstick")
    unit = tape[len(tape) // 2]
    lines = [
        "| command | jobs | minutes | CPU minutes | times the yardstick (CPU) | MB/s | templates/s | peak memory (MB) "
        "| all of RePEc (minutes; CPU minutes) | output |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---|",
    ]
    for each in middle(found):
        times = max(ALL_BYTES / mirror.bytes, FULL / mirror.files)  # by bytes or by files, whichever is more
        lines.append(
            f"| {each.label} | {each.jobs} | {each.wall / 60:.2f} | {each.cpu / 60:.2f} | {each.cpu / unit:.2f} "
            f"| {mirror.bytes / 1e6 / each.wall:.1f} | {mirror.templates / each.wall:,.0f} | {each.memory / 1e6:.0f} "
            f"| {each.wall * times / 60:.1f}; {each.cpu * times / 60:.1f} | {each.output or '-'} |"
        )
    return "\n".join(lines)


def middle(found: Sequence[Run]) -> list[Run]:
    """Return one run of each kind: the one whose time by the clock is in the middle."""
    kinds: dict[tuple[str, int], list[Run]] = {}
    for each in found:
        kinds.setdefault((each.label, each.jobs), []).append(each)
    return [sorted(runs, key=lambda each: each.wall)[len(runs) // 2] for runs in kinds.values()]


def plot(found: Sequence[Run], mirror: Mirror) -> str:
    """Return a plot of megabytes a second as SVG."""
    rows = [each for each in middle(found) if each.name != "yardstick"]
    rates = [mirror.bytes / 1e6 / each.wall for each in rows]
    height = len(rows) * (BAR + GAP) + GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">',
        "<title>Megabytes a second, by command and number of processes</title>",
    ]
    for number, (each, rate) in enumerate(zip(rows, rates, strict=True)):
        top, length = GAP + number * (BAR + GAP), (WIDTH - LEFT - 90) * rate / max(rates)
        color = "#4477aa" if each.jobs == 1 else "#66aa55"
        label = escape(f"{each.label}, {each.jobs} {'job' if each.jobs == 1 else 'jobs'}")
        parts += [
            f'<text x="{LEFT - 8}" y="{top + BAR - 4}" text-anchor="end">{label}</text>',
            f'<rect x="{LEFT}" y="{top}" width="{length:.1f}" height="{BAR}" fill="{color}"/>',
            f'<text x="{LEFT + length + 6:.1f}" y="{top + BAR - 4}">{rate:.1f} MB/s</text>',
        ]
    return "\n".join([*parts, "</svg>\n"])


def report(found: Sequence[Run], mirror: Mirror, picture: str) -> str:
    """Return the page."""
    tape = [each.cpu for each in found if each.name == "yardstick"]
    share = statistics.median(each.cpu / each.wall for each in found if each.name == "yardstick")
    spread = f"{min(tape):.1f} to {max(tape):.1f} s of CPU in {len(tape)} runs"
    return f"""# Speed on a mirror

redif {__version__}, Python {platform.python_version()}, {os.cpu_count()} cores. The mirror has {mirror.files:,} files,
{mirror.bytes / 1e6:,.0f} MB and {mirror.templates:,} templates; it was made by `benchmarks/mirror.py`. The yardstick, which
only splits the files into attributes, took {spread} between the others, and had {share:.0%} of a core.
Where its times differ much, or it had far less than a core, others used the machine, and no time by the clock means anything.
All of RePEc is 730,000 files and 5 GB.

{table(found, mirror)}

![Megabytes a second]({picture})

{"".join(f"- {line}.{chr(10)}" for line in comparisons(found))}"""


def comparisons(found: Sequence[Run]) -> Iterator[str]:
    """Yield what several jobs and a full cache bring, and whether all runs of a command wrote the same."""
    for name in dict.fromkeys(each.name for each in found if each.name != "yardstick"):
        of_name = [each for each in found if each.name == name]
        plain = [each for each in of_name if not each.cache]
        one = [each.wall for each in plain if each.jobs == 1]
        for jobs in sorted({each.jobs for each in plain} - {1}):
            ratios = [a / b.wall for a, b in zip(one, (each for each in plain if each.jobs == jobs), strict=True)]
            spread = f" ({min(ratios):.2f} to {max(ratios):.2f} in {len(ratios)} pairs)" if ratios[1:] else ""
            yield f"`{name}` with {jobs} jobs is {statistics.median(ratios):.2f} times as fast by the clock as with one{spread}"
        cpu = {each.cache: each.cpu for each in of_name if each.cache}
        if cpu:
            share = cpu["a full"] / cpu["an empty"]
            yield f"`{name}` with a full cache takes {share:.0%} of the CPU time of the run that filled it"
        if len({each.output for each in of_name}) == 1:
            yield f"all {len(of_name)} runs of `{name}` wrote the same bytes"
        else:
            yield f"**not all runs of `{name}` wrote the same bytes**"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("source", type=Path, help="a folder of ReDIF from which the mirror is made")
    options.add_argument("--yardstick", type=Path, required=True)
    options.add_argument("--size", default="20MB", help="of the mirror, such as 20MB or 1GB")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="with 1 among them")
    options.add_argument("--pairs", type=int, default=1, help="how often each command runs with each number of jobs")
    options.add_argument("--only", nargs="+", default=["convert", "check", "tables"], help="the commands to run")
    options.add_argument("-o", "--output", type=Path, default=Path("scale.md"))
    args = options.parse_args()
    redif = str(Path(sys.executable).with_name("redif"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "mirror"
        mirror = make(args.source, folder, bytes_of(args.size), args.seed)
        print(f"{mirror.files:,} files, {mirror.bytes / 1e6:,.1f} MB, {mirror.templates:,} templates", flush=True)
        found = []
        for each in runs(redif, folder, Path(name), args.yardstick, args.jobs, args.pairs, args.only):
            print(f"{each.label}, {each.jobs}: {each.wall:.1f} s, CPU {each.cpu:.1f} s, {each.memory / 1e6:.0f} MB", flush=True)
            found.append(each)
    picture = args.output.with_suffix(".svg")
    picture.write_text(plot(found, mirror), encoding="utf-8")
    args.output.write_text(report(found, mirror, picture.name), encoding="utf-8")


if __name__ == "__main__":
    main()
