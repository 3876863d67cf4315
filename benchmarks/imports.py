"""How long `redif convert` takes for a large file in each other format, and its memory: `python benchmarks/imports.py`.

The files are made in a temporary folder, one after the other, from the same entry again and again, and deleted afterwards.
Formats that are read line by line must need little more memory for a large file than for a small one. With `--share`, it is
measured how much of the time for 10,000 BibTeX entries is that of bibtexparser, which divides entries and names.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

UNITS = {"MB": 1 << 20, "GB": 1 << 30}
ENTRIES = 10_000
ABSTRACT = "We show that examples of this kind have causes, and that these causes have a price. " * 12
PLACE = "@@"  # the number of the entry
CSV = (
    "title,authors,journal,year,volume,pages,doi,abstract\n",
    f'On the price of example {PLACE},"Lee, Ann; Kim, Bo",Journal of Examples,2021,{PLACE},1-20,10.1000/{PLACE},"{ABSTRACT}"\n',
)
RIS = (
    "",
    f"TY  - JOUR\nTI  - On the price of example {PLACE}\nAU  - Lee, Ann\nAU  - Kim, Bo\nJO  - Journal of Examples\nPY  - 2021\n"
    f"VL  - {PLACE}\nSP  - 1\nEP  - 20\nDO  - 10.1000/{PLACE}\nAB  - {ABSTRACT}\nER  - \n\n",
)
BIBTEX = (
    "@string{jex = {Journal of Examples}}\n\n",
    f"@article{{key{PLACE},\n  title = {{On the price of {{E}}xample {PLACE}}},\n"
    "  author = {Lee, Ann and Kim, Bo and J{\\'o}n J{\\'o}nsson},\n"
    f"  journal = jex,\n  year = 2021,\n  volume = {{{PLACE}}},\n  pages = {{1--20}},\n  doi = {{10.1000/{PLACE}}},\n"
    f"  abstract = {{{ABSTRACT}}}\n}}\n\n",
)
CROSSREF = (
    "",
    f'{{"DOI": "10.1000/{PLACE}", "type": "journal-article", "title": ["On the price of example {PLACE}"], '
    '"author": [{"given": "Ann", "family": "Lee"}, {"given": "Bo", "family": "Kim"}], '
    '"container-title": ["Journal of Examples"], "issued": {"date-parts": [[2021, 5]]}, '
    f'"volume": "{PLACE}", "page": "1-20", "abstract": "<jats:p>{ABSTRACT}</jats:p>"}}\n',
)
FORMATS = {"csv": CSV, "ris": RIS, "bib": BIBTEX, "jsonl": CROSSREF}


class Run(NamedTuple):
    """What a run took.

    Attributes:
        cpu: seconds of the processor.
        memory: the highest number of bytes in memory.
    """

    cpu: float
    memory: int


def make(path: Path, size: int) -> int:
    """Write a file of about a size in the format of its extension; return how many entries it has."""
    head, entry = FORMATS[path.suffix[1:]]
    written, count = 0, 0
    with path.open("w", encoding="utf-8") as out:
        written += out.write(head)
        while written < size:
            count += 1
            written += out.write(entry.replace(PLACE, str(count)))
    return count


def convert(path: Path) -> Run:
    """Return what `redif convert` takes for a file, whose output goes nowhere."""
    process = subprocess.Popen([sys.executable, "-m", "redif", "convert", "-q", path], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"redif convert {path} ended with {os.waitstatus_to_exitcode(status)}")
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def share(folder: Path) -> None:
    """Print how much of the time for BibTeX is that of bibtexparser: the same entries and names, divided by it alone."""
    from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
    from bibtexparser.splitter import Splitter

    import redif.importers

    path = folder / "entries.bib"
    entry = BIBTEX[1].replace(ABSTRACT, ABSTRACT[:250])
    path.write_text("".join(entry.replace(PLACE, str(number)) for number in range(ENTRIES)), encoding="utf-8")
    start = time.process_time()
    count = sum(1 for _ in redif.importers.read(path))
    whole = time.process_time() - start
    texts = [f"@article{text}" for text in path.read_text(encoding="utf-8").split("@article")[1:]]
    start = time.process_time()
    for text in texts:
        for block in Splitter(text).split().entries:
            for name in split_multiple_persons_names(str(block["author"]).strip("{}")):
                parse_single_name_into_parts(name)
    library = time.process_time() - start
    print(f"{count:,} BibTeX entries: {whole:.1f} s, of which bibtexparser {library:.1f} s ({library / whole:.0%})")


def main() -> None:
    """Make a file of each format, convert it, and print what that took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="200MB", help="of each file, such as 20MB or 1GB (default: 200MB)")
    parser.add_argument("--format", choices=FORMATS, action="append", help="only this format; may be repeated")
    parser.add_argument("--share", action="store_true", help="measure the share of bibtexparser instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="redif-imports-") as name:
        folder = Path(name)
        if options.share:
            share(folder)
            return
        size = int(options.size[:-2]) * UNITS[options.size[-2:].upper()]
        print("format  entries   size MB  CPU s  entries/s  peak MB  of a file of 2 MB")
        for format_ in options.format or FORMATS:
            small, large = folder / f"small.{format_}", folder / f"large.{format_}"
            make(small, 2 << 20)
            count = make(large, size)
            least, run = convert(small), convert(large)
            print(
                f"{format_:6} {count:8,} {large.stat().st_size >> 20:9,} {run.cpu:6.0f} {count / run.cpu:10,.0f}"
                f" {run.memory >> 20:8,} {least.memory >> 20:8,}",
                flush=True,
            )
            large.unlink()


if __name__ == "__main__":
    main()
