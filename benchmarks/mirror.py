"""Make a synthetic mirror of RePEc of any size: `python benchmarks/mirror.py SOURCE FOLDER --size 20MB --seed 1`.

It has the shape of the real one, which has 730,000 files and 5 GB in 2,000 archives, 6.8 kB and 6.9 templates a file. Seven
files in ten hold one paper of 1.7 kB, three in ten an issue of some twenty articles, and a few are huge, up to 300 MB. The
sizes of archives follow Zipf's law. The templates are those of the source that RePEc would take, drawn at random, with other
handles.
"""

from __future__ import annotations

import argparse
import math
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, count
from pathlib import Path
from string import ascii_lowercase
from typing import NamedTuple

import redif

FULL = 730_000  # files
FILE = 6_800  # bytes of a file on average
TEMPLATES = 6.9  # of a file on average
ARCHIVES = 2_000
ALONE = 0.7  # of the files hold one template
PAPER = 1_700  # bytes of such a template
LARGEST = 0.06  # of all bytes are in the largest file, half as many in the next, and so on
HUGE = 6  # such files
PER_SERIES = 300  # files
FEWEST = 300  # characters of a template; a shorter one would be drawn far too often
CRLF = 0.68  # of the files have the line ends of Windows
_HANDLE = re.compile(r"^handle[ \t]*:.*(?:\n[ \t]+\S.*)*", re.IGNORECASE | re.MULTILINE)
_UNITS = {"kB": 10**3, "MB": 10**6, "GB": 10**9}


class Text(NamedTuple):
    """A template of the source: its text before and after the handle, and its size."""

    before: str
    after: str
    size: int


class Pool:
    """Templates to draw from.

    Args:
        texts: the templates.
        size: how many bytes one that is drawn has on average.
    """

    def __init__(self, texts: Sequence[Text], size: float) -> None:
        self.texts = texts
        self.cumulative = list(accumulate(tilted([text.size for text in texts], size)))

    def draw(self, chance: random.Random, number: int) -> list[Text]:
        """Return some templates."""
        return chance.choices(self.texts, cum_weights=self.cumulative, k=number)


def tilted(sizes: Sequence[int], mean: float) -> list[float]:
    """Return weights with which sizes have a mean, as far as they can: exponential ones, which change the sizes least."""
    low, high = -0.05, 0.05
    for _ in range(60):
        middle = (low + high) / 2
        weights = [math.exp(max(min(middle * (size - mean), 300), -300)) for size in sizes]
        is_more = sum(w * size for w, size in zip(weights, sizes, strict=True)) > mean * sum(weights)
        low, high = (low, middle) if is_more else (middle, high)
    return weights


def texts_of(source: Path) -> dict[str, list[Text]]:
    """Return the templates with a handle in a folder, by type in lowercase without its version."""
    found: dict[str, list[Text]] = {}
    for template in redif.templates(source, on_error=lambda _error: None):
        text = template.text.strip("\n") + "\n\n"
        match = _HANDLE.search(text)
        if match and template.type and not template.is_bad and len(text) >= FEWEST:
            kind = template.type.lower().split()[0].removeprefix("redif-")
            found.setdefault(kind, []).append(Text(text[: match.start()], text[match.end() :], len(text.encode())))
    return found


class Mirror:
    """A mirror that is being written."""

    def __init__(self, texts: dict[str, list[Text]], folder: Path, files: int, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.of = texts
        self.item_files = files
        tail = sum(LARGEST / 2**n for n in range(HUGE))
        # What is left for an issue, when papers, and the few huge files, have their share.
        self.per_issue = (TEMPLATES * (1 - tail) - ALONE) / (1 - ALONE)
        article = (FILE * (1 - tail) - ALONE * PAPER) / ((1 - ALONE) * self.per_issue)
        self.papers = Pool(texts.get("paper") or texts["article"], PAPER)
        self.articles = Pool(texts.get("article") or texts["paper"], article)
        self.article_size = article
        self.numbers = count(1)
        self.files = self.bytes = self.templates = 0
        self.in_series = self.in_papers = 0.0  # files of series so far, and of those that hold papers

    def write(self) -> None:
        """Write all files."""
        archives = max(1, round(ARCHIVES * self.item_files / FULL))
        weights = [1 / rank for rank in range(1, archives + 1)]
        left = self.item_files
        for rank, weight in enumerate(weights):
            number = min(left, max(1, round(self.item_files * weight / sum(weights))))
            left -= number
            self.archive(code(rank, 3), number + (left if rank == archives - 1 else 0), huge=HUGE if rank == 0 else 0)

    def archive(self, name: str, files: int, huge: int) -> None:
        """Write an archive with some files of items."""
        folder = self.folder / "RePEc" / name
        many = max(1, files // PER_SERIES)
        series = [(code(number, 6), self.holds_papers(files / many, is_huge=huge > 0 and not number)) for number in range(many)]
        self.file(folder / f"{name}arch.rdf", self.handled(Pool(self.of["archive"], 400), f"RePEc:{name}"))
        described = [self.handled(Pool(self.of["series"], 700), f"RePEc:{name}:{each}") for each, _ in series]
        self.file(folder / f"{name}seri.rdf", "".join(described), len(described))
        for number in range(files):
            each, is_papers = series[number % len(series)]
            start = f"RePEc:{name}:{each}"
            if number < huge:
                size = LARGEST * FILE * self.item_files / 2**number
                self.items(folder / each / f"all{number}.rdf", self.articles, max(1, round(size / self.article_size)), start)
            elif is_papers:
                self.items(folder / each / f"{number}.rdf", self.papers, 1, start)
            else:
                many = max(1, round(self.chance.gauss(self.per_issue, self.per_issue / 3)))
                self.items(folder / each / f"{number}.rdf", self.articles, many, start)

    def holds_papers(self, files: float, *, is_huge: bool) -> bool:
        """Return whether the next series holds papers, so that these keep to their share of the files."""
        holds = not is_huge and self.in_papers <= ALONE * self.in_series
        self.in_series += files
        self.in_papers += files * holds
        return holds

    def handled(self, pool: Pool, handle: str) -> str:
        """Return a template that is drawn, with a handle."""
        [text] = pool.draw(self.chance, 1)
        return f"{text.before}Handle: {handle}{text.after}"

    def items(self, path: Path, pool: Pool, number: int, start: str) -> None:
        """Write a file of items, in parts, since it may be a huge one."""
        parts = (
            "".join(f"{text.before}Handle: {start}:{next(self.numbers)}{text.after}" for text in pool.draw(self.chance, some))
            for some in portions(number)
        )
        first = next(parts)
        self.file(path, first, number, parts)

    def file(self, path: Path, text: str, templates: int = 1, more: Iterable[str] = ()) -> None:
        """Write a file: in Windows-1252 if that will do, else in UTF-8."""
        encoding = "cp1252"
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            encoding = "utf-8"
        end = "\r\n" if self.chance.random() < CRLF else "\n"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding=encoding, errors="replace", newline=end) as out:
            out.write(text)
            for part in more:
                out.write(part)
        self.files += 1
        self.bytes += path.stat().st_size
        self.templates += templates


def portions(number: int, most: int = 1000) -> Iterator[int]:
    """Yield a number in portions."""
    while number > 0:
        yield min(number, most)
        number -= most


def code(number: int, length: int) -> str:
    """Return a number as a code of some letters."""
    letters = ""
    for _ in range(length):
        number, letter = divmod(number, 26)
        letters = ascii_lowercase[letter] + letters
    return letters


def bytes_of(text: str) -> int:
    """Return a size such as `20MB` in bytes."""
    unit = text[-2:]
    return round(float(text[:-2]) * _UNITS[unit]) if unit in _UNITS else int(text)


def make(source: Path, folder: Path, size: int, seed: int) -> Mirror:
    """Write a mirror of about some bytes, and return what was counted."""
    mirror = Mirror(texts_of(source), folder, max(1, round(size / FILE)), seed)
    mirror.write()
    return mirror


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("source", type=Path)
    options.add_argument("folder", type=Path)
    options.add_argument("--size", default="20MB", help="such as 20MB or 5GB")
    options.add_argument("--seed", type=int, default=1)
    args = options.parse_args()
    if args.folder.exists() and any(args.folder.iterdir()):
        raise SystemExit(f"{args.folder} is not empty")
    mirror = make(args.source, args.folder, bytes_of(args.size), args.seed)
    print(
        f"{mirror.files:,} files, {mirror.bytes / 1e6:,.1f} MB, {mirror.templates:,} templates; a file has on average "
        f"{mirror.bytes / mirror.files:,.0f} bytes and {mirror.templates / mirror.files:.1f} templates"
    )


if __name__ == "__main__":
    main()
