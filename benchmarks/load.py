"""How many requests a second `redif serve` answers, and whether its memory stays flat: `python benchmarks/load.py [PATH]`.

The server runs on this computer alone and on one core, where the system can do that; requests come from ApacheBench (`ab`, in
Debian's apache2-utils) on another one. PATH is an archive, by default the one of the tests. It ends by itself: after some
thousand requests of each kind, or when one kind has taken a minute.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
LONGEST = 60  # seconds for requests of one kind
STARTS_IN = 120  # seconds
PAPER = (
    "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Jane Doe\nTitle: On the Price of Examples\nAbstract: {}\n"
    "Creation-Date: 2021-05\nDOI: https://doi.org/10.1000/182\nHandle: RePEc:aaa:wpaper:1\n"
)


class Kind(NamedTuple):
    """A kind of request: its name, the address, how many are made, how many at once, and what is sent."""

    name: str
    path: str
    number: int
    at_once: int = 8
    body: str | None = None


class Load(NamedTuple):
    """What was measured of a kind: requests a second, milliseconds for half and for 99 of 100, and those that failed."""

    rate: float
    half: float
    most: float
    failed: int


@contextmanager
def serving(path: Path) -> Iterator[tuple[str, int]]:
    """The address of a server on one core, and the number of its process."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "redif", "serve", "-q", "--port", str(port), str(path)]
    process = subprocess.Popen(command, cwd=ROOT, preexec_fn=_stay_on_one_core)
    url = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + STARTS_IN
        while True:
            try:
                urlopen(f"{url}/check", timeout=5).close()
                break
            except OSError:
                if time.monotonic() > end or process.poll() is not None:
                    raise SystemExit("the server did not start") from None
                time.sleep(0.1)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(10)


def _stay_on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def measured(url: str, kind: Kind, folder: Path) -> Load:
    """Return what ApacheBench measures; it ends at the number of requests or after a minute, whichever comes first."""
    command = ["ab", "-q", "-k", "-l", "-t", str(LONGEST), "-n", str(kind.number), "-c", str(kind.at_once)]
    if kind.body is not None:
        (folder / "body").write_text(kind.body)
        command += ["-p", str(folder / "body"), "-T", "application/octet-stream"]
    out = subprocess.run([*command, url + kind.path], capture_output=True, text=True, check=True, timeout=LONGEST * 2).stdout

    def number(pattern: str) -> float:
        match = re.search(pattern, out)
        return float(match[1]) if match else 0

    failed = number(r"Failed requests:\s+(\d+)") + number(r"Non-2xx responses:\s+(\d+)")
    return Load(
        number(r"Requests per second:\s+([\d.]+)"), number(r"50%\s+(\d+)"), number(r"99%\s+(\d+)"), round(failed)
    )  # fmt: skip


def memory(process: int) -> float:
    """Return the megabytes of a process and of those that it has started; 0 where the system does not tell."""
    pages, waiting = 0, [process]
    try:
        while waiting:
            each = waiting.pop()
            pages += int(Path(f"/proc/{each}/statm").read_text().split()[1])
            for thread in Path(f"/proc/{each}/task").iterdir():
                waiting += map(int, (thread / "children").read_text().split())
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def kinds(site: str, number: int) -> list[Kind]:
    """Return what is asked for: the first item and the first words of the site, and a small and a larger file to check."""
    listing = urlopen(f"{site}/", timeout=30).read().decode()
    item = next(iter(re.findall(r'href="(repec/[^"]+?/[^"]+?/[^"]+?\.html)"', listing)), "index.html")
    words = urlopen(f"{site}/search/index.json", timeout=30).read().decode()
    shard = next(iter(re.findall(r'"shards":\["([^"]+)"', words)), "")
    return [
        Kind("item", f"/{item}", number),
        Kind("search: words", f"/search/w-{shard}.json", number),
        Kind("search: items", "/search/items-0.json", number),
        Kind("OAI-PMH: ListRecords", "/oai?verb=ListRecords&metadataPrefix=oai_dc", number // 5),
        Kind("/api/check, 1 kB", "/api/check", number // 5, body=PAPER.format("An abstract. " * 60)),
        Kind("/api/check, 100 kB", "/api/check", number // 100, body=PAPER.format("An abstract. " * 60) * 100),
        Kind("/api/convert, 1 kB", "/api/convert?to=bibtex", number // 5, body=PAPER.format("An abstract. " * 60)),
    ]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("path", type=Path, nargs="?", default=ROOT / "fixtures" / "taf")
    options.add_argument("--requests", type=int, default=10_000, help="of the quickest kinds; others are asked less often")
    args = options.parse_args()
    if shutil.which("ab") is None:
        raise SystemExit("this needs ab, which is in the package apache2-utils")
    number = min(max(args.requests, 100), 100_000)
    with serving(args.path.resolve()) as (url, process), tempfile.TemporaryDirectory() as folder:
        measured(url, Kind("warm", "/api/check", 50, body=PAPER), Path(folder))
        print("| request | a second | half, ms | 99 of 100, ms | failed | memory after, MB |\n|---|---|---|---|---|---|")
        for kind in kinds(url, number):
            load = measured(url, kind, Path(folder))
            cells = (
                kind.name,
                f"{load.rate:,.0f}",
                f"{load.half:,.0f}",
                f"{load.most:,.0f}",
                load.failed,
                f"{memory(process):,.0f}",
            )
            print(f"| {' | '.join(map(str, cells))} |", flush=True)
        steps = [memory(process)]
        for _ in range(4):
            measured(url, Kind("flat", "/api/check", max(number // 4, 50), body=PAPER), Path(folder))
            steps.append(memory(process))
    print(f"\nMemory over {number:,} checks, MB: {', '.join(f'{step:,.0f}' for step in steps)}")


if __name__ == "__main__":
    main()
