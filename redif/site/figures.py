"""Figures: counts of items as bars in SVG, each with a table that says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from redif.site.contents import Contents

WIDTH, HEIGHT = 720, 260  # of the figure by years, in units of SVG
WIDEST = 48  # of the bar of a year, where there are few years
LEFT, BOTTOM = 40, 24  # beside and below the bars
BAR = 22  # the height of a bar that lies
LABEL = 280  # the room for its label
LONGEST = 44  # characters of a label
MOST_SERIES = 6  # with a color of their own
_SHARES = {
    "abstract": "an abstract", "doi": "a DOI", "classification_jel": "a JEL code", "keywords": "keywords", "file": "a file",
    "free_file": "a file that is free to read", "restriction": "a restriction",
}  # fmt: skip


class Bar(NamedTuple):
    """A rectangle, and the number of the color it has."""

    x: float
    y: float
    width: float
    height: float
    color: int


class Label(NamedTuple):
    """A text at a place; `anchor` is the end of it that is there."""

    x: float
    y: float
    text: str
    anchor: str = "start"


class Figure(NamedTuple):
    """A figure: what is drawn, what the colors mean, and the table."""

    title: str
    width: int
    height: int
    bars: list[Bar]
    labels: list[Label]
    legend: list[str]
    columns: list[str]
    rows: list[list[str]]


def figures(contents: Contents, names: Mapping[str, str]) -> list[Figure]:
    """Return the figures of a site.

    Args:
        contents: what is on the site.
        names: the names of the series by handle, in lowercase.
    """
    found = [_by_year(contents, names), _by_jel(contents), _shares(contents)]
    return [figure for figure in found if figure.rows]


def _by_year(contents: Contents, names: Mapping[str, str]) -> Figure:
    """Return the items of each year, by series."""
    largest = sorted(contents.series, key=lambda handle: (-len(contents.series[handle]), handle))[:MOST_SERIES]
    counts: dict[int, Counter[int]] = {}  # for each year, the items by the color of their series
    for handle, numbers in contents.series.items():
        color = largest.index(handle) if handle in largest else MOST_SERIES
        for number in numbers:
            if day := contents.items[number].day:
                counts.setdefault(day.year, Counter())[color] += 1
    legend = [names[handle] for handle in largest] + (["other series"] if len(contents.series) > MOST_SERIES else [])
    years = range(min(counts), max(counts) + 1) if counts else range(0)
    most = max((found.total() for found in counts.values()), default=1)
    step = (WIDTH - LEFT) / max(len(years), 1)
    width = min(step * 0.8, WIDEST)
    scale = (HEIGHT - BOTTOM - 12) / most
    bars, labels = list[Bar](), [Label(LEFT - 6, 16, f"{most:,}", "end"), Label(LEFT - 6, HEIGHT - BOTTOM, "0", "end")]
    every = -(-len(years) // 12)
    for place, year in enumerate(years):
        x, y = LEFT + place * step, float(HEIGHT - BOTTOM)
        for color, count in sorted(counts.get(year, Counter()).items()):
            y -= count * scale
            bars.append(Bar(round(x + (step - width) / 2, 1), round(y, 1), round(width, 1), round(count * scale, 1), color))
        if place % every == 0:
            labels.append(Label(round(x + step / 2, 1), HEIGHT - 6, str(year), "middle"))
    rows = [[str(year), *(f"{counts[year][color]:,}" for color in range(len(legend)))] for year in sorted(counts, reverse=True)]
    return Figure("Items a year, by series", WIDTH, HEIGHT, bars, labels, legend, ["Year", *legend], rows)


def _by_jel(contents: Contents) -> Figure:
    """Return the items with a code in each field of the JEL classification."""
    fields = contents.statistics.by_jel()["jel"]
    rows = [(f"{field['code']}  {field['label'] or ''}".strip(), field["items"], None) for field in fields]
    return _lying("Items by field of the JEL classification", "Field", rows)


def _shares(contents: Contents) -> Figure:
    """Return how many items have an abstract and the like."""
    shares = contents.statistics.as_json()["shares"]
    rows = [
        (f"have {words}", shares[name]["with"], shares[name]["of"]) for name, words in _SHARES.items() if shares[name]["of"]
    ]
    return _lying("What the items have", "Items that", rows)


def _lying(title: str, heading: str, counts: Sequence[tuple[str, int, int | None]]) -> Figure:
    """Return a figure with a lying bar for each count; those that are part of something are drawn as shares of it."""
    most = max((count for _, count, _ in counts), default=0) or 1
    bars, labels, rows = list[Bar](), list[Label](), list[list[str]]()
    for place, (text, count, of) in enumerate(counts):
        length = (WIDTH - LABEL - 60) * count / (of or most)
        y = place * BAR
        bars.append(Bar(LABEL, y + 3, round(length, 1), BAR - 6, 0))
        shown = f"{count:,}" if of is None else _percent(count, of)
        labels += [
            Label(LABEL - 8, y + 15, text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…", "end"),
            Label(LABEL + round(length, 1) + 6, y + 15, shown),
        ]
        rows.append([text, f"{count:,}", *([] if of is None else [f"{of:,}", shown])])
    columns = [heading, "Items", *(["Of", "Share"] if counts and counts[0][2] is not None else [])]
    return Figure(title, WIDTH, max(len(counts), 1) * BAR, bars, labels, [], columns, rows)


def _percent(count: int, of: int) -> str:
    """Return a share; only nothing is 0%, and only all is 100%."""
    share = round(100 * count / of)
    return "<1%" if count and not share else f"{share if count == of else min(share, 99)}%"
